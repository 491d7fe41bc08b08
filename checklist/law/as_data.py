"""The law's objects as plain data for JSON: codes in English, users' words only as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct, json

from checklist.law.expectations import ExpectAll, Expectation, ExpectJanuaryAndJuly, ExpectNone
from checklist.law.model import (
    Citation,
    Condition,
    Due,
    Ground,
    Obligation,
    Option,
    PenaltyRef,
    Question,
    Review,
    Rulebook,
)

Data = dict[str, Any]


def rulebook_as_data(rulebook: Rulebook) -> Data:
    """{"id", "edition", "sha256", "bundled"}: which encoding something was read from."""
    return {key: getattr(rulebook, key) for key in ("id", "edition", "sha256", "bundled")}


def obligation_as_data(rulebook: Rulebook, obligation: Obligation) -> Data:
    """One entry as `checklist rules list --format json` prints it."""
    return {
        "id": obligation.id,
        "title": obligation.title,
        "kind": obligation.kind.value,
        "per": obligation.per.value,
        **_plain(obligation.source),
        "binds": list(obligation.binds),
        "via": {
            id: ground.via for id, ground in obligation.binds.items() if ground.via is not None
        },
        "when": condition_as_data(obligation.when),
        "questions": [question_as_data(question) for question in obligation.questions],
        "penalties": [penalty_ref_as_data(rulebook, ref) for ref in obligation.penalties],
        "penalties_in_doubt": [
            penalty_ref_as_data(rulebook, ref) for ref in obligation.penalties_in_doubt
        ],
        "counted_from": obligation.counted_from,
        "related": [_plain(provision) for provision in obligation.related],
        "review": review_as_data(obligation.review),
        "in_doubt_when": condition_as_data(obligation.in_doubt_when),
        "grounds": {id: ground_as_data(ground) for id, ground in obligation.binds.items()},
        "due": [due_as_data(due) for due in obligation.due],
        "topic": obligation.topic.value if obligation.topic else None,
    }


def ground_as_data(ground: Ground) -> Data:
    """{"via", "when", "in_doubt_when", "liability": {"article", "when", "why", "named_only"} or
    None}.
    """
    return _plain(ground)


def due_as_data(due: Due) -> Data:
    """{"kind": "every", "months"}, {"kind": "in", "months": […]}, {"kind": "within",
    "working_days", "after"}, {"kind": "before", "event"} or {"kind": "promptly_after", "event"},
    and "to"."""
    return {**_plain(due.timing), "to": due.to}


def question_as_data(question: Question) -> Data:
    """{"id", "ask", "options", "expected", "fingerprint", "same_as", "inapplicable_if", "item"}."""
    return {
        "id": question.id,
        "ask": question.ask,
        "options": [{"id": option.id, "label": option.label} for option in question.options],
        "expected": expected_as_data(question.expect, question.options),
        "fingerprint": question.fingerprint,
        "same_as": question.same_as,
        "inapplicable_if": question.inapplicable_if,
        "item": question.item,
    }


def expected_as_data(expect: Expectation, options: Iterable[Option]) -> Data:
    """{"kind", "value"}: the code of the expectation and what it measures by.

    `value` is a number (years, months, working days), a list of option ids (those that must hold,
    must not hold, or are acceptable), or None where the kind says everything.
    """
    data = _plain(expect)
    kind = data.pop("kind")
    if isinstance(expect, ExpectAll | ExpectNone | ExpectJanuaryAndJuly):
        return {"kind": kind, "value": [option.id for option in options]}
    return {"kind": kind, "value": next(iter(data.values()), None)}


def penalty_ref_as_data(rulebook: Rulebook, ref: PenaltyRef) -> Data:
    """{"id", "article", "paragraph", "item"}, and "why" where the reach is in doubt."""
    source = rulebook.penalty(ref.id).source
    data: Data = {
        "id": ref.id,
        "article": source.article,
        "paragraph": source.paragraph,
        "item": source.item if ref.item is None else ref.item,
    }
    return data if ref.why is None else {**data, "why": ref.why}


def condition_as_data(condition: Condition | None) -> Data | None:
    """{"fact", "in"}, {"all": […]}, {"any": […]}; None where there is no condition."""
    return None if condition is None else _plain(condition)


def review_as_data(review: Review) -> Data:
    """{"state", "by", "on", "open_points"}; `on` is an ISO date."""
    return _plain(review)


def place_as_data(place: Citation) -> Data:
    """{"article", "paragraph", "item"}."""
    return {"article": place.article, "paragraph": place.paragraph, "item": place.item}


def _plain(value: Struct) -> Data:
    """A value of the model as it is written in JSON: see `checklist.law.model`."""
    return json.decode(json.encode(value), type=Data)
