"""Answers that cannot be, or can hardly be, in the self-audit period: what speaks against them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from checklist.assessment.model import (
    Answer,
    Assessment,
    Extreme,
    Mark,
    Picks,
    SelfAuditPeriod,
    TimesAYear,
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
from checklist.law.model import JANUARY_AND_JULY, Fact, Option, Question, Rulebook
from checklist.law.periods import Period, end_of

_MONTH = {option.id: month for option, month in zip(JANUARY_AND_JULY, (1, 7), strict=True)}


class Objection(Struct, frozen=True, kw_only=True):
    """What speaks against an answer, what to answer instead, and whether it may be true all the
    same."""

    what: str
    mend: str
    may_stand: bool


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


def span_of(rulebook: Rulebook, assessment: Assessment, today: date | None) -> Span | None:
    """The days that the answers of an assessment can be about; None where no period is known."""
    if assessment.period is None or today is None:
        return None
    return Span(period=assessment.period, in_force=rulebook.in_force, today=today)


def objections(
    question: Question | Fact, answer: Answer | None, span: Span | None
) -> Iterator[Objection]:
    """What speaks against an answer and against its exceptions, each said once."""
    values = (answer.value, *answer.exceptions.values()) if answer else ()
    against = (objection(question, value, span) for value in values)
    yield from dict.fromkeys(filter(None, against))


def objection(
    question: Question | Fact, value: Value | None, span: Span | None
) -> Objection | None:
    """What speaks against a value, if anything. Without a period nothing does."""
    if span is None or isinstance(question, Fact):
        return None
    match question.expect, value:
        case ExpectJanuaryAndJuly(), Picks(marks=marks):
            options = question.options or JANUARY_AND_JULY
            months = (
                _month(number, option, marks.get(option.id), span)
                for number, option in enumerate(options, 1)
                if option.inapplicable_if
            )
            return next(filter(None, months), None)
        case ExpectOnceAYear(), TimesAYear() | Extreme.NEVER if question.inapplicable_if:
            return _year(span)
        case ExpectMonthsAtMost(), Period() as interval:
            return _interval(interval, span)
        case ExpectWorkingDaysAtMost(), WorkingDays(count=count):
            return _working_days(count, span)
    return None


def _month(number: int, option: Option, mark: Mark | None, span: Span) -> Objection | None:
    """第九条: each January and July, within that month."""
    if mark not in (Mark.YES, Mark.NO) or option.id not in _MONTH:
        return None
    years = range(span.first.year, span.period.last.year + 1)
    last_days = [_last_day(year, _MONTH[option.id]) for year in years]
    within = [
        day for day in last_days if span.first <= day and day.replace(day=1) <= span.period.last
    ]
    instead = f"{option.label}写 {number}不适用"
    if not within:
        what = f"{span.words}里没有应当报送的{option.label}"
        return Objection(what=what, mend=instead, may_stand=False)
    if within[0] <= span.today:
        return None
    if mark is Mark.NO:
        what = f"{option.label}还没有过完，还没有报送不算没有做到"
        return Objection(what=what, mend=instead, may_stand=False)
    return Objection(
        what=f"{option.label}还没有过完", mend=f"还没有报送的，{instead}", may_stand=True
    )


def _year(span: Span) -> Objection | None:
    """A calendar year that has not ended can still be made good."""
    last = min(span.period.last, span.today)
    if span.first.year < last.year or (last.month, last.day) == (12, 31):
        return None
    what = f"{span.words}里还没有一个日历年结束，还说不上每年几次"
    return Objection(what=what, mend="写 不适用", may_stand=False)


def _interval(interval: Period, since: Span) -> Objection | None:
    if end_of(since.in_force, interval) <= since.until:
        return None
    what = f"从施行日 {since.in_force} 到 {since.until} 没有{span(interval)}，以前的时间不算"
    mend = f"从 {since.in_force} 算起，写最长的一次间隔；一次也没有做过写 从未"
    return Objection(what=what, mend=mend, may_stand=False)


def _working_days(count: int, span: Span) -> Objection | None:
    """Working days are at most the weekdays, but for weekends that are worked instead (调休)."""
    days = [span.first + timedelta(days=day) for day in range((span.until - span.first).days + 1)]
    weekdays = sum(day.weekday() < 5 for day in days)
    if count <= weekdays:
        return None
    what = f"从 {span.first} 到 {span.until} 一共没有{count}个工作日（除去周末只有 {weekdays} 天）"
    mend = "按工作日写最慢的一次，例如：3个工作日"
    return Objection(what=what, mend=mend, may_stand=count <= len(days))


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
