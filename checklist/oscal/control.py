"""One entry of the rulebook -> one OSCAL control, with everything the rulebook says about it.

The ids of a catalog's parts are ids of the rulebook, which hold no dot, joined by dots.
"""

from __future__ import annotations

from collections.abc import Iterator

from checklist.law.as_data import Data, due_as_data, expected_as_data, plain
from checklist.law.deadlines import due
from checklist.law.model import Obligation, Question, Rulebook
from checklist.law.wording import citation, expected, penalty, penalty_citation, related
from checklist.oscal.values import NS, About, Props, items, numbered, part, place, prose, title, uid
from checklist.upkeep.as_text import open_points, remark, sections

_APPLICABILITY = ("约束", "适用")


def regulation_uuid(rulebook: Rulebook) -> str:
    """The back-matter resource that stands for the regulation in the catalog."""
    return uid("regulation", rulebook.regulation.id)


def statement(entry: Obligation) -> str:
    """The id of an entry's statement: what its findings are about."""
    return f"{entry.id}.statement"


def objective(entry: Obligation, question: Question) -> str:
    """The id of the objective that a question stands for."""
    return f"{entry.id}.objective.{question.id}"


def control(rulebook: Rulebook, entry: Obligation, at: int) -> Data:
    """`at` is the entry's place in the rulebook, from 1: controls sort as entries stand."""
    cited = dict.fromkeys(ref.id for ref in (*entry.penalties, *entry.penalties_in_doubt))
    deadlines = [(due(each), {"timing": due_as_data(each)}) for each in entry.due]
    laws = [(related(law), {"law": law.law, **place(law)}) for law in entry.related]
    return {
        "id": entry.id,
        "class": entry.kind.value,
        "title": title(entry.title),
        "props": _props(entry, at),
        "links": [
            {"href": f"#{regulation_uuid(rulebook)}", "rel": "reference"},
            *({"href": f"#penalty.{id}", "rel": "penalty"} for id in cited),
        ],
        "parts": [
            {"id": statement(entry), "name": "statement", "prose": prose(entry.summary)},
            {"id": f"{entry.id}.guidance", "name": "guidance", "prose": prose(entry.remedy)},
            _applicability(rulebook, entry),
            *(_objective(rulebook, entry, question) for question in entry.questions),
            *_examination(entry),
            *numbered("deadline", f"{entry.id}.deadline", deadlines),
            *_penalties(rulebook, entry),
            *_texts(entry, "no-penalty", entry.no_penalty),
            *_texts(entry, "carve-out", entry.carve_out),
            *_texts(entry, "unasked", entry.unasked),
            *numbered("related-provision", f"{entry.id}.related", laws),
            *_texts(entry, "open-point", *open_points(rulebook, entry.review)),
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


def _applicability(rulebook: Rulebook, entry: Obligation) -> Data:
    texts = (
        text
        for section in sections(rulebook, entry)
        if section.label in _APPLICABILITY
        for _, text in section.paragraphs
    )
    grounds = ({"holder": id, **plain(ground)} for id, ground in entry.binds.items())
    return {
        "id": f"{entry.id}.applicability",
        "name": "applicability",
        "ns": NS,
        "props": {
            "condition": plain(entry.when),
            "exception": plain(entry.unless),
            "in-doubt-condition": plain(entry.in_doubt_when),
            "ground": tuple(grounds),
        },
        "prose": prose(*texts),
    }


def _objective(rulebook: Rulebook, entry: Obligation, question: Question) -> Data:
    id = objective(entry, question)
    wanted = expected_as_data(question.expect, question.options)
    parts = [part("why", question.why, id=f"{id}.why")] if question.why else []
    remarks = (
        (remark(rulebook, each), {"condition": plain(each.when)}) for each in question.remarks
    )
    parts += numbered("remark", f"{id}.remark", remarks)
    for option in question.options:
        props = {
            "option-id": option.id,
            "inapplicable-if": option.inapplicable_if,
            "leaves-open": option.leaves_open,
        }
        parts.append(part("option", option.label, id=f"{id}.{option.id}", props=props))
    return {
        "id": id,
        "name": "assessment-objective",
        "props": {
            "label": citation(entry.source, question.item),
            "question-id": question.id,
            "answer-key": entry.key(question),
            "fingerprint": question.fingerprint,
            "expected": About(wanted, remarks=expected(question.expect, question.options)),
            "inapplicable-if": question.inapplicable_if,
            "leaves-open": question.leaves_open,
            "about": question.about,
            "ended": question.ended,
        },
        "prose": prose(question.ask),
        "parts": parts,
    }


def _examination(entry: Obligation) -> Iterator[Data]:
    """What should be at hand to look at: OSCAL's objects of an examination."""
    if entry.evidence:
        objects = {"id": f"{entry.id}.objects", "name": "assessment-objects"}
        yield {
            "id": f"{entry.id}.examine",
            "name": "assessment-method",
            "props": {"method": "EXAMINE"},
            "parts": [{**objects, "prose": items(entry.evidence)}],
        }


def _penalties(rulebook: Rulebook, entry: Obligation) -> Iterator[Data]:
    refs = [(ref, "certain") for ref in entry.penalties]
    refs += [(ref, "in-doubt") for ref in entry.penalties_in_doubt]
    for at, (ref, reach) in enumerate(refs, 1):
        cited = rulebook.penalty(ref.id)
        doubt = f"是否适用有疑问：{ref.why}" if ref.why else ""
        yield {
            "id": f"{entry.id}.penalty.{at}",
            "name": "penalty-reference",
            "ns": NS,
            "title": f"{penalty_citation(cited, ref)}（{title(cited.authority)}）",
            "props": {"penalty-id": ref.id, "item": ref.item, "reach": reach},
            "prose": prose(penalty(cited), doubt),
            "links": [{"href": f"#penalty.{ref.id}", "rel": "penalty"}],
        }


def _texts(entry: Obligation, name: str, *texts: str | None) -> Iterator[Data]:
    return numbered(name, f"{entry.id}.{name}", ((text, {}) for text in texts if text))
