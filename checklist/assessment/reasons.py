"""On which of several grounds 不适用 is said, which the days may decide, and whether that is so
still."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from checklist.assessment.model import Answer, Extreme, Mark, Picks, Value, WorkingDays, moment
from checklist.assessment.objections import (
    Objection,
    Span,
    days_due,
    ends,
    first_due,
    is_early,
    is_not_due,
)
from checklist.assessment.recheck import CARRIED, is_carried
from checklist.assessment.wording import spell
from checklist.law.ended import MONTH, of_what
from checklist.law.model import Fact, Question
from checklist.law.periods import Period, end_of
from checklist.law.wording import ENDED_GROUND, day

ONE_OF = "下列情形之一："
_OR = "，或者"


def alternatives(ground: str) -> tuple[str, ...]:
    """The grounds that a rulebook names behind one another: 没有处置过，或者没有人受影响."""
    return tuple(ground.split(_OR))


def one_of(ground: str) -> str:
    """What is recorded where nobody said which of several it is."""
    return ground if len(alternatives(ground)) < 2 else f"{ONE_OF}{ground}"


def grounds(
    question: Question, value: Value | None, span: Span | None
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What 不适用 is said of in an answer (an option's label, "" for the whole), each with the
    grounds that are possible on these days."""
    if value is Mark.INAPPLICABLE and question.inapplicable_if:
        yield "", _possible(question, alternatives(question.inapplicable_if), span)
    marks: Mapping[str, Mark] = value.marks if isinstance(value, Picks) else {}
    for option in question.options:
        if option.inapplicable_if and marks.get(option.id) is Mark.INAPPLICABLE:
            named = alternatives(option.inapplicable_if)
            if option.id in MONTH and span:
                named = _of_month(named, MONTH[option.id], span)
            yield option.label, named


def _possible(question: Question, named: tuple[str, ...], span: Span | None) -> tuple[str, ...]:
    """Of a question about what has ended: that nothing has, or else only the others."""
    if span is None or question.ended is None:
        return named
    of_days = [each for each in named if ENDED_GROUND[question.ended] in each]
    if first_due(question, span):
        return tuple(of_days) or named
    return tuple(each for each in named if each not in of_days) or named


def _of_month(named: tuple[str, ...], month: int, span: Span) -> tuple[str, ...]:
    """Not in the period, not over yet, or on other grounds: in the order of the rulebook."""
    days = days_due(span, month)
    at = 0 if not days else 1 if days[0] > span.today else 2
    return named[at : at + 1] if at < 2 else named[2:] or named


def in_days(question: Question, value: Value, span: Span | None) -> Value:
    """The answer with 不适用 for a January or July that does not lie in the period: there was
    nothing to report, whatever was typed of it."""
    months = {option.id for option in question.options if option.id in MONTH}
    absent = {
        option.id
        for option in question.options
        if option.id in months and option.inapplicable_if
        if span and not days_due(span, MONTH[option.id])
    }
    if not absent or absent == months or not isinstance(value, Picks | Extreme):
        return value
    marks = value.marks if isinstance(value, Picks) else dict.fromkeys(months, Mark.NO)
    return Picks(marks={**marks, **dict.fromkeys(absent, Mark.INAPPLICABLE)})


# --- what was said before something was due -------------------------------------------------------


def outdated(
    question: Question | Fact, value: Value | None, answer: Answer | None, span: Span | None
) -> Iterator[Objection]:
    """What speaks against a recorded value that was right while nothing was due, once something
    is."""
    if span is None or answer is None or isinstance(question, Fact):
        return
    given = _given(question, answer, span)
    for option, days in _hanging_on_days(question, value, span):
        if days and given < days[0] <= span.today:
            what = f"{day(days[0])}到期了，{_how_given(answer, days[0])}"
            yield Objection(what=what, mend="照现在的情况重新回答", may_stand=False, option=option)


def decides_nothing(
    question: Question, value: Value | None, answer: Answer | None, span: Span | None
) -> bool:
    """Whether a value says no more than that nothing is due yet, or said so before something was:
    beside it anything can be."""
    if not question.is_dated:
        return False
    return is_not_due(question, value, span) or any(outdated(question, value, answer, span))


def shrunk(question: Question, value: Value, answer: Answer | None) -> Iterator[Objection]:
    """What speaks against a longest interval, or most working days, since a fixed day that is less
    than was said of it in an earlier self-audit: since that day it can only grow."""
    was = answer.value if answer and is_carried(question, answer) else None
    if question.since is None or not question.is_lasting or was is None:
        return
    match was, value:
        case Period(), Period():
            is_less = end_of(question.since, value) < end_of(question.since, was)
        case WorkingDays(), WorkingDays():
            is_less = value.count < was.count
        case _:
            return
    if is_less:
        what = f"上次自查答的是{spell(question, was)}，同样从{day(question.since)}算起，不会变短"
        mend = f"没有更久的，写 {spell(question, was)}；上次答错了，照实写"
        yield Objection(what=what, mend=mend, may_stand=True)


def _how_given(answer: Answer, due: date) -> str:
    """How it came that an answer is not about what fell due: it was given before, or in an earlier
    self-audit whose period ended before."""
    at = moment(answer.at)
    is_before = at is not None and at.date() < due
    return "这是到期以前答的" if is_before else "上次的自查期间没有到那一天"


def _given(question: Question, answer: Answer, span: Span) -> date:
    """The day on which an answer was given, as far as its days matter: before all where it says
    itself that nothing had ended, or that nothing had to in an earlier self-audit; today where
    nobody knows."""
    named = alternatives(question.inapplicable_if or "") if question.ended else ()
    of_days = [each for each in named if question.ended and ENDED_GROUND[question.ended] in each]
    is_taken_over = answer.state == CARRIED and answer.value is not Mark.YES
    if answer.reason in of_days or is_taken_over:
        return date.min
    at = moment(answer.at)
    return at.date() if at else span.today


def _hanging_on_days(
    question: Question, value: Value | None, span: Span
) -> Iterator[tuple[str | None, list[date]]]:
    """What of a value holds only until a day, by the id of its option (None: all of it), with the
    last days of what it is about."""
    marks = value.marks if isinstance(value, Picks) else {}
    for option in question.options:
        is_of_days = option.id in MONTH and option.inapplicable_if
        if is_of_days and marks.get(option.id) is Mark.INAPPLICABLE:
            yield option.id, days_due(span, MONTH[option.id])
    what = of_what(question)
    if what and (value is Mark.INAPPLICABLE or is_early(question, value)):
        yield None, ends(what, span)
