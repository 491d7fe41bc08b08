"""One entry of the rulebook -> one OSCAL control, with everything the rulebook says about it.

The ids of a catalog's parts are ids of the rulebook, which hold no dot, joined by dots.
"""

from __future__ import annotations

from collections.abc import Iterator

from checklist.law.as_data import (
    Data,
    condition_as_data,
    due_as_data,
    expected_as_data,
    ground_as_data,
)
from checklist.law.model import Obligation, PenaltyRef, Question, Rulebook
from checklist.law.wording import citation, due, expected, penalty, penalty_citation, related
from checklist.oscal.values import NS, About, Props, items, part, place, prose, title, uid
from checklist.upkeep.as_text import sections

_APPLICABILITY = ("约束", "适用")


def regulation_uuid(rulebook: Rulebook) -> str:
    """The back-matter resource that stands for the regulation in the catalog."""
    return uid("regulation", rulebook.id)


def statement(entry: Obligation) -> str:
    """The id of an entry's statement: what its findings are about."""
    return f"{entry.id}.statement"


def objective(entry: Obligation, question: Question) -> str:
    """The id of the objective that a question stands for."""
    return f"{entry.id}.objective.{question.id}"


def control(rulebook: Rulebook, entry: Obligation, at: int) -> Data:
    """`at` is the entry's place in the rulebook, from 1: controls sort as entries stand."""
    cited = dict.fromkeys(ref.id for ref in (*entry.penalties, *entry.penalties_in_doubt))
    return {
        "id": entry.id,
        "class": entry.kind.value,
        "title": title(entry.title),
        "props": _props(entry, at),
        "links": [
            {"href": f"#{regulation_uuid(rulebook)}", "rel": "reference"},
            *map(_penalty_link, cited),
        ],
        "parts": [
            _named("statement", statement(entry), prose(entry.summary)),
            _named("guidance", f"{entry.id}.guidance", prose(entry.remedy)),
            _applicability(rulebook, entry),
            *(_objective(entry, question) for question in entry.questions),
            *_method(entry),
            *_deadlines(entry),
            *_penalties(rulebook, entry),
            *_texts("no-penalty", entry, (entry.no_penalty,)),
            *_texts("carve-out", entry, (entry.carve_out,)),
            *_related(entry),
            *_texts("open-point", entry, entry.review.open_points),
        ],
    }


def _props(entry: Obligation, at: int) -> Props:
    review = entry.review
    return {
        "label": citation(entry.source),
        "sort-id": f"{at:04}",
        "kind": entry.kind,
        "per": entry.per,
        **place(entry.source),
        "anchor": entry.source.anchor,
        "counted-from": entry.counted_from,
        "topic": entry.topic,
        "binds": tuple(entry.binds),
        "review-state": review.state,
        "review-by": review.by,
        "review-on": review.on,
    }


def _penalty_link(id: str) -> Data:
    return {"href": f"#penalty.{id}", "rel": "penalty"}


def _named(name: str, id: str, text: str) -> Data:
    """A part that OSCAL has a name of its own for."""
    return {"id": id, "name": name, "prose": text}


def _applicability(rulebook: Rulebook, entry: Obligation) -> Data:
    texts = (
        text
        for section in sections(rulebook, entry)
        if section.label in _APPLICABILITY
        for _, text in section.paragraphs
    )
    named = {
        "condition": condition_as_data(entry.when),
        "in-doubt-condition": condition_as_data(entry.in_doubt_when),
        "ground": tuple(
            {"holder": id, **ground_as_data(ground)} for id, ground in entry.binds.items()
        ),
    }
    return {
        "id": f"{entry.id}.applicability",
        "name": "applicability",
        "ns": NS,
        "props": named,
        "prose": prose(*texts),
    }


def _objective(entry: Obligation, question: Question) -> Data:
    id = objective(entry, question)
    wanted = expected_as_data(question.expect, question.options)
    named = {
        "label": citation(entry.source, question.item),
        "question-id": question.id,
        "answer-key": entry.key(question),
        "fingerprint": question.fingerprint,
        "expected": About(wanted, remarks=expected(question.expect, question.options)),
        "inapplicable-if": question.inapplicable_if,
    }
    options = (
        part(
            "option",
            option.label,
            id=f"{id}.{option.id}",
            named={"option-id": option.id, "inapplicable-if": option.inapplicable_if},
        )
        for option in question.options
    )
    return {
        "id": id,
        "name": "assessment-objective",
        "props": named,
        "prose": prose(question.ask),
        "parts": [
            *([part("why", question.why, id=f"{id}.why")] if question.why else []),
            *options,
        ],
    }


def _method(entry: Obligation) -> Iterator[Data]:
    """What should be at hand to look at: OSCAL's objects of an examination."""
    if entry.evidence:
        yield {
            "id": f"{entry.id}.examine",
            "name": "assessment-method",
            "props": {"method": "EXAMINE"},
            "parts": [_named("assessment-objects", f"{entry.id}.objects", items(entry.evidence))],
        }


def _deadlines(entry: Obligation) -> Iterator[Data]:
    for at, each in enumerate(entry.due, 1):
        timing = {"timing": due_as_data(each)}
        yield part("deadline", due(each), id=f"{entry.id}.deadline.{at}", named=timing)


def _penalties(rulebook: Rulebook, entry: Obligation) -> Iterator[Data]:
    refs = [(ref, "certain") for ref in entry.penalties]
    refs += [(ref, "in-doubt") for ref in entry.penalties_in_doubt]
    for at, (ref, reach) in enumerate(refs, 1):
        yield _penalty(rulebook, ref, reach, f"{entry.id}.penalty.{at}")


def _penalty(rulebook: Rulebook, ref: PenaltyRef, reach: str, id: str) -> Data:
    found = rulebook.penalty(ref.id)
    doubt = f"是否适用有疑问：{ref.why}" if ref.why else ""
    return {
        "id": id,
        "name": "penalty-reference",
        "ns": NS,
        "title": f"{penalty_citation(found, ref)}（{title(found.authority)}）",
        "props": {"penalty-id": ref.id, "item": ref.item, "reach": reach},
        "prose": prose(penalty(found), doubt),
        "links": [_penalty_link(ref.id)],
    }


def _related(entry: Obligation) -> Iterator[Data]:
    for at, law in enumerate(entry.related, 1):
        yield part(
            "related-provision",
            related(law),
            id=f"{entry.id}.related.{at}",
            named={"law": law.law, **place(law)},
        )


def _texts(name: str, entry: Obligation, texts: tuple[str | None, ...]) -> Iterator[Data]:
    for at, text in enumerate(texts, 1):
        if text:
            yield part(name, text, id=f"{entry.id}.{name}.{at}")
