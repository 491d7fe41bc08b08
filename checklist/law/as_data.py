"""The law's objects as plain data for JSON: codes in English, users' words only as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, assert_never

from checklist.law.expectations import (
    ExpectAll,
    Expectation,
    ExpectJanuaryAndJuly,
    ExpectMonthsAtMost,
    ExpectNo,
    ExpectNone,
    ExpectOnceAYear,
    ExpectOneOf,
    ExpectWorkingDaysAtMost,
    ExpectYearsAtLeast,
    ExpectYes,
)
from checklist.law.model import (
    AllOf,
    AnyOf,
    Before,
    Citation,
    Condition,
    Due,
    EveryMonths,
    FactIs,
    Ground,
    InMonths,
    Obligation,
    Option,
    OtherLaw,
    PenaltyRef,
    PromptlyAfter,
    Question,
    Review,
    Rulebook,
    Timing,
    WithinWorkingDays,
)

if TYPE_CHECKING:
    pass

Data = dict[str, Any]


def rulebook_as_data(rulebook: Rulebook) -> Data:
    """{"id", "edition", "sha256", "bundled"}: which encoding something was read from."""
    return {
        "id": rulebook.id,
        "edition": rulebook.edition,
        "sha256": rulebook.sha256,
        "bundled": rulebook.bundled,
    }


def obligation_as_data(rulebook: Rulebook, obligation: Obligation) -> Data:
    """One entry as `checklist rules list --format json` prints it."""
    source = obligation.source
    return {
        "id": obligation.id,
        "title": obligation.title,
        "kind": obligation.kind.value,
        "per": obligation.per.value,
        "article": source.article,
        "paragraph": source.paragraph,
        "item": source.item,
        "anchor": source.anchor,
        "binds": list(obligation.binds),
        "via": {id: one.via for id, one in obligation.binds.items() if one.via is not None},
        "when": condition_as_data(obligation.when),
        "questions": [question_as_data(one) for one in obligation.questions],
        "penalties": [penalty_ref_as_data(rulebook, ref) for ref in obligation.penalties],
        "penalties_in_doubt": [
            penalty_ref_as_data(rulebook, ref) for ref in obligation.penalties_in_doubt
        ],
        "counted_from": obligation.counted_from,
        "related": [other_law_as_data(one) for one in obligation.related],
        "review": review_as_data(obligation.review),
        "in_doubt_when": condition_as_data(obligation.in_doubt_when),
        "grounds": {id: ground_as_data(one) for id, one in obligation.binds.items()},
        "due": [due_as_data(one) for one in obligation.due],
        "topic": obligation.topic.value if obligation.topic else None,
    }


def ground_as_data(ground: Ground) -> Data:
    """{"via", "when", "in_doubt_when", "liability": {"article", "when", "why", "named_only"} or
    None}.
    """
    liability = ground.liability
    return {
        "via": ground.via,
        "when": condition_as_data(ground.when),
        "in_doubt_when": condition_as_data(ground.in_doubt_when),
        "liability": liability
        and {
            "article": liability.article,
            "when": condition_as_data(liability.when),
            "why": liability.why,
            "named_only": liability.named_only,
        },
    }


def due_as_data(due: Due) -> Data:
    """{"kind", …, "to"}: what else there is hangs on the kind, see `timing_as_data`."""
    return {**timing_as_data(due.timing), "to": due.to}


def timing_as_data(timing: Timing) -> Data:
    """{"kind": "every", "months"}, {"kind": "in", "months": […]}, {"kind": "within",
    "working_days", "after"}, {"kind": "before", "event"}, {"kind": "promptly_after", "event"}."""
    match timing:
        case EveryMonths(months=months):
            return {"kind": "every", "months": months}
        case InMonths(months=in_months):
            return {"kind": "in", "months": list(in_months)}
        case WithinWorkingDays(days=days, after=after):
            return {"kind": "within", "working_days": days, "after": after}
        case Before(event=event):
            return {"kind": "before", "event": event}
        case PromptlyAfter(event=event):
            return {"kind": "promptly_after", "event": event}
    assert_never(timing)


def question_as_data(question: Question) -> Data:
    """{"id", "ask", "options", "expected", "fingerprint", "same_as", "inapplicable_if", "item"}."""
    return {
        "id": question.id,
        "ask": question.ask,
        "options": [{"id": one.id, "label": one.label} for one in question.options],
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
    ids = [option.id for option in options]
    match expect:
        case ExpectYes():
            return {"kind": "yes", "value": None}
        case ExpectNo():
            return {"kind": "no", "value": None}
        case ExpectAll():
            return {"kind": "all", "value": ids}
        case ExpectNone():
            return {"kind": "none", "value": ids}
        case ExpectOneOf(accept=accept):
            return {"kind": "one_of", "value": list(accept)}
        case ExpectYearsAtLeast(years=years):
            return {"kind": "years_at_least", "value": years}
        case ExpectMonthsAtMost(months=months):
            return {"kind": "months_at_most", "value": months}
        case ExpectWorkingDaysAtMost(days=days):
            return {"kind": "working_days_at_most", "value": days}
        case ExpectOnceAYear():
            return {"kind": "once_a_year", "value": None}
        case ExpectJanuaryAndJuly():
            return {"kind": "january_and_july", "value": ids}
    assert_never(expect)


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
    match condition:
        case None:
            return None
        case FactIs(fact=fact, values=values):
            return {"fact": fact, "in": list(values)}
        case AllOf(parts=parts):
            return {"all": [condition_as_data(part) for part in parts]}
        case AnyOf(parts=parts):
            return {"any": [condition_as_data(part) for part in parts]}
    assert_never(condition)


def other_law_as_data(provision: OtherLaw) -> Data:
    """{"law", "article", "paragraph", "item", "note"}."""
    return {
        "law": provision.law,
        "article": provision.article,
        "paragraph": provision.paragraph,
        "item": provision.item,
        "note": provision.note,
    }


def review_as_data(review: Review) -> Data:
    """{"state", "by", "on", "open_points"}; `on` is an ISO date."""
    return {
        "state": review.state.value,
        "by": review.by,
        "on": review.on.isoformat() if review.on else None,
        "open_points": list(review.open_points),
    }


def place_as_data(place: Citation) -> Data:
    """{"article", "paragraph", "item"}."""
    return {"article": place.article, "paragraph": place.paragraph, "item": place.item}
