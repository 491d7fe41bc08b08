"""Judge one question: what was answered against what is expected.

An answer of the wrong kind proves nothing: it leaves the question open, never passed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import assert_never

from msgspec.structs import replace

from checklist.assessment.model import Choice, Extreme, Mark, Picks, TimesAYear, Value, WorkingDays
from checklist.assessment.objections import Objection, is_early
from checklist.evaluation.model import Judged, Judgement, OpenWhy, OptionJudged, Outcome
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
from checklist.law.model import JANUARY_AND_JULY, Option, Question
from checklist.law.periods import Period, beyond_months, covers_years, within_months

PASSED = Judgement(outcome=Outcome.PASS)
FAILED = Judgement(outcome=Outcome.GAP)
_WORST_FIRST = tuple(Outcome)


def still_open(why: OpenWhy) -> Judgement:
    """The judgement of a question that nothing is known about yet, and why."""
    return Judgement(outcome=Outcome.OPEN, why=why)


def unsettled(judgement: Judgement) -> tuple[Option, ...]:
    """The options of which nobody said how they were, but for signs that are to be looked into.
    While there are any, what fails beside them is not mended as a whole."""
    return tuple(
        each.option
        for each in judgement.options
        if each.outcome is Outcome.OPEN and each.mark is not Mark.YES
    )


def is_admitted(judged: Judged) -> bool:
    """Whether what was answered fails by itself, whatever records and recordings show."""
    return judge(judged.question, judged.value).outcome is Outcome.GAP


def judge(
    question: Question,
    value: Value | None,
    speaks: Sequence[Objection] = (),
    *,
    due: date | None = None,
) -> Judgement:
    """Judge the value given to a question; None is a missing answer. `speaks` is against it.

    Before the first day on which something is `due`, what can still change is no pass.

    What cannot be in the self-audit period proves nothing, neither that something was done nor that
    it was not: the question, or the option that it is about, is open. What cannot be beside another
    answer is open too, but for what is not done: that was admitted.
    """
    judgement = _held_against(question, value)
    if due and judgement.outcome is Outcome.PASS and is_early(question, value):
        judgement = Judgement(outcome=Outcome.INAPPLICABLE)
    if not speaks:
        return judgement
    judgement = replace(judgement, against=tuple(speaks))
    impossible = {each.option for each in speaks if not each.may_stand and not each.others}
    excluded = {each.option for each in speaks if not each.may_stand and each.others}
    if None in impossible:
        return replace(judgement, outcome=Outcome.OPEN, options=(), why=OpenWhy.IMPOSSIBLE)
    judgement = _opened(judgement, excluded, (Outcome.PASS, Outcome.INAPPLICABLE), OpenWhy.EXCLUDED)
    return _opened(judgement, impossible, tuple(Outcome), OpenWhy.IMPOSSIBLE)


def _opened(
    judgement: Judgement, of: Collection[str | None], outcomes: Collection[Outcome], why: OpenWhy
) -> Judgement:
    """Leave open what came out so: the options that are named, or where None is, all of them."""
    if not judgement.options:
        is_open = None in of and judgement.outcome in outcomes
        return replace(judgement, outcome=Outcome.OPEN, why=why) if is_open else judgement
    options = tuple(
        replace(each, outcome=Outcome.OPEN)
        if each.outcome in outcomes and (None in of or each.option.id in of)
        else each
        for each in judgement.options
    )
    if options == judgement.options:
        return judgement
    return replace(judgement, outcome=_worst(options), options=options, why=why)


def _held_against(question: Question, value: Value | None) -> Judgement:
    """What was answered beside what is expected; what says nothing of it is not held against it."""
    match value:
        case None:
            return still_open(OpenWhy.UNANSWERED)
        case Mark.UNKNOWN:
            return still_open(OpenWhy.UNKNOWN)
        case Mark.INAPPLICABLE:
            if question.inapplicable_if is None:
                return still_open(OpenWhy.RECHECK)
            return Judgement(outcome=Outcome.INAPPLICABLE)
        case _:
            return _expected(question, value)


def _expected(question: Question, value: Value) -> Judgement:
    """How a value stands to what is expected."""
    match question.expect:
        case ExpectYes():
            return _marked(value, Mark.YES)
        case ExpectNo() if value is Mark.YES and question.leaves_open:
            return still_open(OpenWhy.UNPROVEN)
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
            return _lasted(value, months)
        case ExpectWorkingDaysAtMost(days=days):
            if isinstance(value, WorkingDays):
                return _result(passed=value.count <= days)
            return _uncounted(value)
        case ExpectOnceAYear():
            if isinstance(value, TimesAYear):
                return _result(passed=value.count >= 1)
            return _uncounted(value)
    assert_never(question.expect)


def _uncounted(value: Value) -> Judgement:
    """What was never done is too late and too seldom; a value of another kind proves nothing."""
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


def _lasted(value: Value, months: int) -> Judgement:
    """An interval counted in days may or may not be longer than the months that it spans."""
    if not isinstance(value, Period):
        return _uncounted(value)
    if within_months(value, months):
        return PASSED
    return FAILED if beyond_months(value, months) else still_open(OpenWhy.INCONCLUSIVE)


def _each(options: tuple[Option, ...], value: Value, wanted: Mark) -> Judgement:
    """Every option must be marked as wanted; an option that is open leaves the rest judged."""
    if value is Extreme.NEVER and wanted is Mark.YES:
        none = (OptionJudged(option=each, mark=None, outcome=Outcome.GAP) for each in options)
        return Judgement(outcome=Outcome.GAP, options=tuple(none))
    if not isinstance(value, Picks):
        return still_open(OpenWhy.RECHECK)
    judged = tuple(_option(each, value.marks.get(each.id), wanted) for each in options)
    whys = [_why_open(each) for each in judged if each.outcome is Outcome.OPEN]
    return Judgement(
        outcome=_worst(judged),
        options=judged,
        why=next(why for why in OpenWhy if why in whys) if whys else None,
    )


def _worst(judged: tuple[OptionJudged, ...]) -> Outcome:
    outcomes = [each.outcome for each in judged]
    return next(filter(outcomes.__contains__, _WORST_FIRST), Outcome.INAPPLICABLE)


def _option(option: Option, mark: Mark | None, wanted: Mark) -> OptionJudged:
    if mark is wanted:
        outcome = Outcome.PASS
    elif mark is Mark.YES and option.leaves_open:
        outcome = Outcome.OPEN
    elif mark is Mark.YES or mark is Mark.NO:
        outcome = Outcome.GAP
    elif mark is Mark.INAPPLICABLE and option.inapplicable_if is not None:
        outcome = Outcome.INAPPLICABLE
    else:
        outcome = Outcome.OPEN
    return OptionJudged(option=option, mark=mark, outcome=outcome)


def _why_open(judged: OptionJudged) -> OpenWhy:
    match judged.mark:
        case None:
            return OpenWhy.UNANSWERED
        case Mark.UNKNOWN:
            return OpenWhy.UNKNOWN
        case Mark.YES if judged.option.leaves_open:
            return OpenWhy.UNPROVEN
        case _:
            return OpenWhy.RECHECK
