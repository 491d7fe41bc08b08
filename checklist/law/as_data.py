"""The law's objects as plain data for JSON: codes in English, users' words only as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import json

from checklist.law.expectations import Expectation, OfEach
from checklist.law.joined import at_home
from checklist.law.model import (
    Citation,
    Obligation,
    Option,
    PenaltyRef,
    Question,
    Regulation,
    Review,
    Rulebook,
)
from checklist.law.timings import Due

Data = dict[str, Any]


def plain(value: Any) -> Any:
    """A value of the model as it is written in JSON, its fields in the order of its class.

    So a condition is {"fact", "in"}, {"all": […]} or {"any": […]}, a ground {"via", "when",
    "in_doubt_when", "liability"}. Days are ISO dates, and None stays None.
    """
    return json.decode(json.encode(value))


def rulebook_as_data(regulation: Regulation) -> Data:
    """{"id", "edition", "sha256", "bundled"}: which encoding something was read from."""
    return {key: getattr(regulation, key) for key in ("id", "edition", "sha256", "bundled")}


def rulebook_of(rulebook: Rulebook, source: Citation) -> Data:
    """{"rulebook": id}, which of several a place lies in; nothing where there is only one."""
    return {"rulebook": rulebook.regulation_of(source).id} if source.of else {}


def obligations_as_data(rulebook: Rulebook, obligations: Iterable[Obligation]) -> Data:
    """Entries as `checklist rules list --format json` prints them, each as its own rulebook has it;
    "rulebooks" and each entry's "rulebook" stand only where several are joined."""
    of = [rulebook_as_data(each) for each in rulebook.regulations]
    return {
        "format": 1,
        **({"rulebooks": of} if rulebook.parts else {"rulebook": of[0]}),
        "obligations": [
            {**rulebook_of(rulebook, each.source), **obligation_as_data(*at_home(rulebook, each))}
            for each in obligations
        ],
    }


def obligation_as_data(rulebook: Rulebook, obligation: Obligation) -> Data:
    """Everything a rulebook says about one of its entries."""
    certain, in_doubt = obligation.penalties, obligation.penalties_in_doubt
    return {
        "id": obligation.id,
        "title": obligation.title,
        "kind": obligation.kind.value,
        "per": obligation.per.value,
        **place_as_data(obligation.source),
        "anchor": obligation.source.anchor,
        "binds": list(obligation.binds),
        "via": {id: ground.via for id, ground in obligation.binds.items() if ground.via},
        "when": plain(obligation.when),
        "questions": [_question_as_data(question) for question in obligation.questions],
        "penalties": [penalty_ref_as_data(rulebook, ref) for ref in certain],
        "penalties_in_doubt": [
            {**penalty_ref_as_data(rulebook, ref), "when": plain(ref.when)} for ref in in_doubt
        ],
        "counted_from": obligation.counted_from,
        "related": plain(obligation.related),
        "review": review_as_data(obligation.review),
        "in_doubt_when": plain(obligation.in_doubt_when),
        "unknown_when": plain(obligation.unknown_when),
        "grounds": plain(obligation.binds),
        "due": [due_as_data(due) for due in obligation.due],
        "topic": plain(obligation.topic),
        "unless": plain(obligation.unless),
        **({"overlaps": list(obligation.overlaps)} if obligation.overlaps else {}),
        **({"forms": list(obligation.forms)} if obligation.forms else {}),
        **({"every_room": True} if obligation.every_room else {}),
    }


def due_as_data(due: Due) -> Data:
    """{"kind": "every", "months"}, {"kind": "in", "months": […]}, {"kind": "yearly", "month",
    "day"}, {"kind": "within", "working_days", "after"}, {"kind": "within_days", "days", "after"},
    {"kind": "once"}, {"kind": "before", "event"} or {"kind": "promptly_after", "event"}; "to"
    and what is due towards them, "act"; "by", the last day by each reading, where it comes once."""
    act = {"act": due.act.value} if due.to else {}
    by = {"by": plain(due.by)} if due.by else {}
    return {**plain(due.timing), "to": due.to, **act, **by}


def _question_as_data(question: Question) -> Data:
    return {
        "id": question.id,
        "ask": question.ask,
        "options": [
            {
                "id": option.id,
                "label": option.label,
                "leaves_open": option.leaves_open,
                **({"decided": True} if option.decided else {}),
                **({"catch_all": True} if option.catch_all else {}),
                **({"proves": plain(option.proves)} if option.proves else {}),
                **({"in_orders": plain(option.in_orders)} if option.in_orders else {}),
                **({"on_screen": plain(option.on_screen)} if option.on_screen else {}),
            }
            for option in question.options
        ],
        "expected": expected_as_data(question.expect, question.options),
        "fingerprint": question.fingerprint,
        "same_as": question.same_as,
        "inapplicable_if": question.inapplicable_if,
        "item": question.item,
        "fine_in_doubt": question.fine_in_doubt,
        **({"leaves_open": question.leaves_open} if question.leaves_open else {}),
        "formerly": list(question.formerly),
        "about": plain(question.about),
        "often_like": question.often_like,
        "ended": plain(question.ended),
        **({"since": question.since.isoformat()} if question.since else {}),
        **({"unless_never": question.unless_never} if question.unless_never else {}),
        **({"see": list(question.see)} if question.see else {}),
        **({"proves": plain(question.proves)} if question.proves else {}),
        **({"on_screen": plain(question.on_screen)} if question.on_screen else {}),
        **({"remedy": question.remedy} if question.remedy else {}),
        **({"remarks": plain(question.remarks)} if question.remarks else {}),
    }


def review_as_data(review: Review) -> Data:
    """{"state", "by", "on", "open_points"}, and "remarks" where some concern not everybody."""
    data: Data = plain(review)
    return {key: value for key, value in data.items() if key != "remarks" or value}


def expected_as_data(expect: Expectation, options: Iterable[Option]) -> Data:
    """{"kind", "value"}: the code of the expectation and what it measures by.

    `value` is a number (years, months, working days), a list of option ids (those that must hold,
    must not hold, or are acceptable), or None where the kind says everything.
    """
    data: Data = plain(expect)
    kind = data.pop("kind")
    if isinstance(expect, OfEach):
        return {"kind": kind, "value": [option.id for option in options]}
    return {"kind": kind, "value": next(iter(data.values()), None)}


def penalty_ref_as_data(rulebook: Rulebook, ref: PenaltyRef) -> Data:
    """{"id", "article", "paragraph", "item"}, and "why" where the reach is in doubt."""
    source = rulebook.penalty(ref.id).source
    item = source.item if ref.item is None else ref.item
    data: Data = {"id": ref.id, **place_as_data(source), "item": item}
    return data if ref.why is None else {**data, "why": ref.why}


def place_as_data(place: Citation) -> Data:
    """{"article", "paragraph", "item"}."""
    return {"article": place.article, "paragraph": place.paragraph, "item": place.item}
