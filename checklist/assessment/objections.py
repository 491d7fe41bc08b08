"""Answers that cannot be, or can hardly be, in the self-audit period: what speaks against them; and
on which of several grounds 不适用 is said, which the days may decide."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from checklist.assessment.model import (
    Assessment,
    Extreme,
    Mark,
    Picks,
    SelfAuditPeriod,
    Unread,
    Value,
    WorkingDays,
)
from checklist.assessment.wording import span
from checklist.law.expectations import (
    ExpectJanuaryAndJuly,
    ExpectMonthsAtMost,
    ExpectOnceAYear,
    ExpectWorkingDaysAtMost,
)
from checklist.law.model import JANUARY_AND_JULY, Citation, Ended, Fact, Option, Question, Rulebook
from checklist.law.periods import Period, end_of
from checklist.law.wording import ENDED_GROUND

MONTH = {option.id: month for option, month in zip(JANUARY_AND_JULY, (1, 7), strict=True)}


class Objection(Struct, frozen=True, kw_only=True):
    """What speaks against an answer, what to answer instead, and whether it may be true all the
    same. `option` is the id of the option that it is about; None: the whole answer. `others` are
    the keys of the answers beside which it cannot be true, where it is those that speak against it:
    then it is recorded once it is insisted on, for it may be another that is wrong."""

    what: str
    mend: str
    may_stand: bool
    option: str | None = None
    others: tuple[str, ...] = ()


class Span(Struct, frozen=True, kw_only=True):
    """The days that an answer can be about: the self-audit period, since the regulation is in
    force; what is not ended counts until today."""

    period: SelfAuditPeriod
    in_force: date
    today: date

    @property
    def first(self) -> date:
        return max(self.period.first, self.in_force)

    @property
    def until(self) -> date:
        return max(self.period.last, self.today)

    @property
    def words(self) -> str:
        return f"自查期间（{self.period.first} 至 {self.period.last}）"


def span_of(
    rulebook: Rulebook,
    asked: Question | Fact | Citation,
    assessment: Assessment,
    today: date | None,
) -> Span | None:
    """The days that an answer can be about, to what is asked or under the entry at a place; None
    where no period is known."""
    if assessment.period is None or today is None:
        return None
    since = rulebook.regulation_of(asked).in_force
    return Span(period=assessment.period, in_force=since, today=today)


def asked_period(
    rulebook: Rulebook, asked: Question | Fact, period: SelfAuditPeriod | None
) -> SelfAuditPeriod | None:
    """The part of the self-audit period that is asked about: since its regulation is in force; or
    since the only day on which something was due, to the end of the period."""
    if isinstance(asked, Question) and asked.until:
        last = max(asked.until, period.last) if period else asked.until
        return SelfAuditPeriod(first=asked.until, last=last)
    since = rulebook.regulation_of(asked).in_force
    if period is None or not period.first < since <= period.last:
        return period
    return SelfAuditPeriod(first=since, last=period.last)


def against(question: Question, value: Value | None, span: Span | None) -> Iterator[Objection]:
    """What speaks against a value, if anything. Without a period nothing does."""
    if span is None or not question.is_dated or not states_something(value):
        return
    match question.expect, value:
        case ExpectJanuaryAndJuly(), Picks() | Extreme.NEVER:
            for number, option in enumerate(question.options or JANUARY_AND_JULY, 1):
                if option.inapplicable_if and option.id in MONTH:
                    mark = value.marks.get(option.id) if isinstance(value, Picks) else Mark.NO
                    yield from _month(number, option, mark, span)
        case ExpectMonthsAtMost(), Period() as interval:
            yield from _interval(interval, span)
        case ExpectWorkingDaysAtMost(), WorkingDays(count=count):
            yield from _working_days(count, span)
        case ExpectOnceAYear(), _ if question.inapplicable_if:
            yield from _year(span)
        case _ if question.ended is Ended.YEAR:
            yield from _year(span)
        case _ if question.ended is Ended.REPORTING_MONTH:
            yield from _reports(value, span)


def not_yet(question: Question, span: Span | None) -> bool:
    """Whether nothing that a question asks about has ended yet, so that it says 不适用 for all."""
    if span is None:
        return False
    if question.ended is Ended.REPORTING_MONTH:
        return not any(
            day <= span.today for month in MONTH.values() for day in days_due(span, month)
        )
    of_a_year = question.ended is Ended.YEAR or (
        isinstance(question.expect, ExpectOnceAYear) and question.inapplicable_if is not None
    )
    return of_a_year and any(_year(span))


def states_something(value: Value | None) -> bool:
    """Whether a value says how something was, and not that it is unknown or does not apply."""
    if isinstance(value, Picks):
        return any(mark in (Mark.YES, Mark.NO) for mark in value.marks.values())
    return not (value in (None, Mark.UNKNOWN, Mark.INAPPLICABLE) or isinstance(value, Unread))


def _month(number: int, option: Option, mark: Mark | None, span: Span) -> Iterator[Objection]:
    """第九条: each January and July, within that month."""
    if mark not in (Mark.YES, Mark.NO):
        return
    due, instead = days_due(span, MONTH[option.id]), f"{option.label}写 {number}不适用"
    if not due:
        what = f"{span.words}里没有应当报送的{option.label}"
        yield Objection(what=what, mend=instead, may_stand=False, option=option.id)
    elif due[0] > span.today:
        yield _early(option.label, instead, is_done=mark is Mark.YES, option=option.id)


def _reports(value: Value | None, span: Span) -> Iterator[Objection]:
    """What a report contained, before any was due."""
    due = sorted(day for month in MONTH.values() for day in days_due(span, month))
    if not due:
        what = f"{span.words}里没有应当报送的月份"
        yield Objection(what=what, mend="写 不适用", may_stand=False)
    elif due[0] > span.today:
        is_done = isinstance(value, Picks) and Mark.YES in value.marks.values()
        yield _early("应当报送的月份", "写 不适用", is_done=is_done)


def _early(when: str, instead: str, *, is_done: bool, option: str | None = None) -> Objection:
    if is_done:
        what, mend = f"{when}还没有过完", f"还没有报送的，{instead}"
        return Objection(what=what, mend=mend, may_stand=True, option=option)
    what = f"{when}还没有过完，还没有报送不算没有做到"
    return Objection(what=what, mend=instead, may_stand=False, option=option)


def days_due(span: Span, month: int) -> list[date]:
    """The last days of the months in the span within which a report is due."""
    years = range(span.first.year, span.period.last.year + 1)
    ends = (date(year, month, monthrange(year, month)[1]) for year in years)
    return [day for day in ends if span.first <= day and day.replace(day=1) <= span.period.last]


def _year(span: Span) -> Iterator[Objection]:
    """A calendar year that has not ended can still be made good."""
    last = min(span.period.last, span.today)
    has_ended = (last.month, last.day) == (12, 31) and span.first <= last
    if not (has_ended or span.first.year < last.year):
        what = f"{span.words}里还没有一个日历年结束，说不上每一年怎样"
        yield Objection(what=what, mend="写 不适用", may_stand=False)


def _interval(interval: Period, since: Span) -> Iterator[Objection]:
    if end_of(since.in_force, interval) <= since.until:
        return
    what = f"从施行日 {since.in_force} 到 {since.until} 没有{span(interval)}，以前的时间不算"
    mend = f"从 {since.in_force} 算起，写最长的一次间隔；一次也没有做过写 从未"
    yield Objection(what=what, mend=mend, may_stand=False)


def _working_days(count: int, span: Span) -> Iterator[Objection]:
    """Working days are at most the weekdays, but for weekends that are worked instead (调休)."""
    days = (span.until - span.first).days + 1
    weeks, rest = divmod(days, 7)
    weekdays = weeks * 5 + sum((span.first.weekday() + day) % 7 < 5 for day in range(rest))
    if count <= weekdays:
        return
    what = f"从 {span.first} 到 {span.until} 一共没有{count}个工作日（除去周末只有 {weekdays} 天）"
    mend = "写最慢的一次是几个工作日"
    yield Objection(what=what, mend=mend, may_stand=count <= days)


# --- on which ground 不适用 is said ---------------------------------------------------------------

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
    if not_yet(question, span):
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
