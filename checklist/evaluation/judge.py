"""Judge one question: what was answered against what is expected.

An answer of the wrong kind proves nothing: it leaves the question open, never passed.
"""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from msgspec import Struct

from checklist.assessment.model import (
    Choice,
    Extreme,
    Mark,
    Picks,
    TimesAYear,
    Value,
    WorkingDays,
)
from checklist.evaluation.model import OpenWhy
from checklist.law.expectations import (
    ExpectAll,
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
    JANUARY_AND_JULY,
    Option,
    Question,
)
from checklist.law.periods import Period, covers_years, within_months


class Outcome(Enum):
    """Worst first."""

    GAP = "gap"
    OPEN = "open"
    PASS = "pass"
    INAPPLICABLE = "inapplicable"


class Judgement(Struct, frozen=True, kw_only=True):
    """How one question came out. A multi-select may fail in some options and be open in others."""

    outcome: Outcome
    missing: tuple[str, ...] = ()
    open_options: tuple[str, ...] = ()
    why_open: OpenWhy | None = None


PASSED = Judgement(outcome=Outcome.PASS)
FAILED = Judgement(outcome=Outcome.GAP)


def still_open(why: OpenWhy) -> Judgement:
    """The judgement of a question that nothing is known about yet, and why."""
    return Judgement(outcome=Outcome.OPEN, why_open=why)


def judge(question: Question, value: Value | None) -> Judgement:
    """Judge the value given to a question; None is a missing answer."""
    match value:
        case None:
            return still_open(OpenWhy.UNANSWERED)
        case Mark.UNKNOWN:
            return still_open(OpenWhy.UNKNOWN)
        case Mark.INAPPLICABLE:
            if question.inapplicable_if is None:
                return still_open(OpenWhy.RECHECK)
            return Judgement(outcome=Outcome.INAPPLICABLE)
    match question.expect:
        case ExpectYes():
            return _marked(value, Mark.YES)
        case ExpectNo():
            return _marked(value, Mark.NO)
        case ExpectAll():
            return _each(question.options, value, Mark.YES)
        case ExpectNone():
            return _each(question.options, value, Mark.NO)
        case ExpectJanuaryAndJuly():
            return _each(question.options or JANUARY_AND_JULY, value, Mark.YES)
        case ExpectOneOf(accept=accept):
            return _chosen(question, value, accept)
        case ExpectYearsAtLeast(years=years):
            return _kept(value, years)
        case ExpectMonthsAtMost(months=months):
            if isinstance(value, Period):
                return _result(passed=within_months(value, months))
        case ExpectWorkingDaysAtMost(days=days):
            if isinstance(value, WorkingDays):
                return _result(passed=value.count <= days)
        case ExpectOnceAYear():
            if isinstance(value, TimesAYear):
                return _result(passed=value.count >= 1)
        case _ as never:
            assert_never(never)
    return FAILED if value is Extreme.NEVER else still_open(OpenWhy.RECHECK)


def _result(*, passed: bool) -> Judgement:
    return PASSED if passed else FAILED


def _marked(value: Value, wanted: Mark) -> Judgement:
    if value is Mark.YES or value is Mark.NO:
        return _result(passed=value is wanted)
    return still_open(OpenWhy.RECHECK)


def _chosen(question: Question, value: Value, accept: tuple[str, ...]) -> Judgement:
    offered = {option.id for option in question.options}
    if isinstance(value, Choice) and value.option in offered:
        return _result(passed=value.option in accept)
    return still_open(OpenWhy.RECHECK)


def _kept(value: Value, years: int) -> Judgement:
    match value:
        case Period():
            return _result(passed=covers_years(value, years))
        case Extreme.FOREVER:
            return PASSED
        case Extreme.NEVER:
            return FAILED
        case _:
            return still_open(OpenWhy.RECHECK)


def _each(options: tuple[Option, ...], value: Value, wanted: Mark) -> Judgement:
    """Every option must be marked as wanted; an option that is open leaves the rest judged."""
    if value is Extreme.NEVER and wanted is Mark.YES:
        return Judgement(outcome=Outcome.GAP, missing=tuple(option.id for option in options))
    if not isinstance(value, Picks):
        return still_open(OpenWhy.RECHECK)
    missing: list[str] = []
    open_options: list[str] = []
    whys: set[OpenWhy] = set()
    passed = 0
    for option in options:
        mark = value.marks.get(option.id)
        if mark is wanted:
            passed += 1
        elif mark is Mark.YES or mark is Mark.NO:
            missing.append(option.id)
        elif mark is not Mark.INAPPLICABLE or option.inapplicable_if is None:
            open_options.append(option.id)
            whys.add(_why_open(mark))
    outcome = (
        Outcome.GAP
        if missing
        else Outcome.OPEN
        if open_options
        else Outcome.PASS
        if passed
        else Outcome.INAPPLICABLE
    )
    return Judgement(
        outcome=outcome,
        missing=tuple(missing),
        open_options=tuple(open_options),
        why_open=next((why for why in OpenWhy if why in whys), None),
    )


def _why_open(mark: Mark | None) -> OpenWhy:
    if mark is None:
        return OpenWhy.UNANSWERED
    return OpenWhy.UNKNOWN if mark is Mark.UNKNOWN else OpenWhy.RECHECK
