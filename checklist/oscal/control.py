"""One entry of the rulebook -> one OSCAL control, with everything the rulebook says about it."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.law.as_data import (
    Data,
    condition_as_data,
    due_as_data,
    expected_as_data,
    ground_as_data,
)
from checklist.law.model import (
    Obligation,
    OtherLaw,
    PenaltyRef,
    Question,
    Rulebook,
)
from checklist.law.wording import citation, due, expected, other_law, penalty, penalty_citation
from checklist.oscal.ids import objective, option_of, part_of, statement
from checklist.oscal.metadata import regulation_uuid
from checklist.oscal.values import NS, filled, items, own, part, prop, prose, title
from checklist.upkeep.as_text import sections

_APPLICABILITY = ("约束", "适用")


def control(rulebook: Rulebook, one: Obligation, at: int) -> Data:
    """`at` is the entry's place in the rulebook, from 1: controls sort as entries stand."""
    return {
        "id": one.id,
        "class": one.kind.value,
        "title": title(one.title),
        "props": _props(one, at),
        "links": [
            {"href": f"#{regulation_uuid(rulebook)}", "rel": "reference"},
            *_penalty_links(one),
        ],
        "parts": [
            _named("statement", statement(one), prose(one.summary)),
            _named("guidance", f"{one.id}.guidance", prose(one.remedy)),
            _applicability(rulebook, one),
            *(_objective(one, question) for question in one.questions),
            *_method(one),
            *_deadlines(one),
            *_penalties(rulebook, one),
            *_texts("no-penalty", one, (one.no_penalty,)),
            *_texts("carve-out", one, (one.carve_out,)),
            *_related(one),
            *_texts("open-point", one, one.review.open_points),
        ],
    }


def _props(one: Obligation, at: int) -> list[Data]:
    source, review = one.source, one.review
    return [
        own("label", citation(source)),
        own("sort-id", f"{at:04}"),
        *prop("kind", one.kind),
        *prop("per", one.per),
        *prop("article", source.article),
        *prop("paragraph", source.paragraph),
        *prop("item", source.item),
        *prop("anchor", source.anchor),
        *prop("counted-from", one.counted_from),
        *prop("topic", one.topic),
        *(each for id in one.binds for each in prop("binds", id)),
        *prop("review-state", review.state),
        *prop("review-by", review.by),
        *prop("review-on", review.on),
    ]


def _penalty_links(one: Obligation) -> Iterator[Data]:
    for id in dict.fromkeys(ref.id for ref in (*one.penalties, *one.penalties_in_doubt)):
        yield {"href": f"#{part_of('penalty', id)}", "rel": "penalty"}


def _named(name: str, id: str, text: str) -> Data:
    """A part that OSCAL has a name of its own for."""
    return {"id": id, "name": name, "prose": text}


def _applicability(rulebook: Rulebook, one: Obligation) -> Data:
    told = (each for each in sections(rulebook, one) if each.label in _APPLICABILITY)
    return filled(
        {
            "id": f"{one.id}.applicability",
            "name": "applicability",
            "ns": NS,
            "props": [
                *prop("condition", condition_as_data(one.when)),
                *prop("in-doubt-condition", condition_as_data(one.in_doubt_when)),
                *(
                    each
                    for id, ground in one.binds.items()
                    for each in prop("ground", {"holder": id, **ground_as_data(ground)})
                ),
            ],
            "prose": prose(*(text for each in told for _, text in each.paragraphs)),
        }
    )


def _objective(one: Obligation, question: Question) -> Data:
    wanted = expected_as_data(question.expect, question.options)
    id = objective(one, question)
    return filled(
        {
            "id": id,
            "name": "assessment-objective",
            "props": [
                own("label", citation(one.source, question.item)),
                *prop("question-id", question.id),
                *prop("answer-key", one.key(question)),
                *prop("fingerprint", question.fingerprint),
                *prop("expected", wanted, remarks=expected(question.expect, question.options)),
                *prop("inapplicable-if", question.inapplicable_if),
            ],
            "prose": prose(question.ask),
            "parts": [
                *([part("why", question.why, id=f"{id}.why")] if question.why else []),
                *(
                    part(
                        "option",
                        option.label,
                        id=option_of(one, question, option.id),
                        props=[
                            *prop("option-id", option.id),
                            *prop("inapplicable-if", option.inapplicable_if),
                        ],
                    )
                    for option in question.options
                ),
            ],
        }
    )


def _method(one: Obligation) -> Iterator[Data]:
    """What should be at hand to look at: OSCAL's objects of an examination."""
    if one.evidence:
        yield {
            "id": f"{one.id}.examine",
            "name": "assessment-method",
            "props": [own("method", "EXAMINE")],
            "parts": [_named("assessment-objects", f"{one.id}.objects", items(one.evidence))],
        }


def _deadlines(one: Obligation) -> Iterator[Data]:
    for at, each in enumerate(one.due, 1):
        told = due_as_data(each)
        yield part("deadline", due(each), id=f"{one.id}.deadline.{at}", props=prop("timing", told))


def _penalties(rulebook: Rulebook, one: Obligation) -> Iterator[Data]:
    refs = [(ref, "certain") for ref in one.penalties]
    refs += [(ref, "in-doubt") for ref in one.penalties_in_doubt]
    for at, (ref, reach) in enumerate(refs, 1):
        yield _penalty(rulebook, ref, reach, f"{one.id}.penalty.{at}")


def _penalty(rulebook: Rulebook, ref: PenaltyRef, reach: str, id: str) -> Data:
    found = rulebook.penalty(ref.id)
    doubt = f"是否适用有疑问：{ref.why}" if ref.why else ""
    return filled(
        {
            "id": id,
            "name": "penalty-reference",
            "ns": NS,
            "title": f"{penalty_citation(found, ref)}（{title(found.authority)}）",
            "props": [
                *prop("penalty-id", ref.id),
                *prop("item", ref.item),
                *prop("reach", reach),
            ],
            "prose": prose(penalty(found), doubt),
            "links": [{"href": f"#{part_of('penalty', ref.id)}", "rel": "penalty"}],
        }
    )


def _related(one: Obligation) -> Iterator[Data]:
    for at, each in enumerate(one.related, 1):
        yield part(
            "related-provision",
            _told(each),
            id=f"{one.id}.related.{at}",
            props=[
                *prop("law", each.law),
                *prop("article", each.article),
                *prop("paragraph", each.paragraph),
                *prop("item", each.item),
            ],
        )


def _told(provision: OtherLaw) -> str:
    return other_law(provision) + (f"：{provision.note}" if provision.note else "")


def _texts(name: str, one: Obligation, texts: tuple[str | None, ...]) -> Iterator[Data]:
    for at, text in enumerate(texts, 1):
        if text:
            yield part(name, text, id=f"{one.id}.{name}.{at}")
