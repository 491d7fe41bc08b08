"""Answers that cannot be, or can hardly be, in the self-audit period: what speaks against them; and
on which of several grounds 不适用 is said, which the days may decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from checklist.assessment.model import (
    Assessment,
    Extreme,
    Mark,
    Picks,
    SelfAuditPeriod,
    TimesAYear,
    Unread,
    Value,
    WorkingDays,
)
from checklist.assessment.picks import is_bad, options
from checklist.assessment.wording import span
from checklist.law import ended
from checklist.law.ended import MONTH, of_what
from checklist.law.expectations import (
    ExpectJanuaryAndJuly,
    ExpectMonthsAtMost,
    ExpectWorkingDaysAtMost,
    ExpectYes,
)
from checklist.law.model import JANUARY_AND_JULY, Citation, Ended, Fact, Option, Question, Rulebook
from checklist.law.periods import Period, end_of
from checklist.law.wording import day

_NONE_ENDED = {
    Ended.YEAR: "还没有一个日历年结束",
    Ended.REPORTING_MONTH: "还没有应当报送的月份过完",
}
_MOST_NAMED = 3


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


class ShownPairs:
    """Two answers that exclude each other are told once, with the first of them."""

    def __init__(self) -> None:
        self._pairs: set[frozenset[str]] = set()

    def is_new(self, key: str, objection: Objection) -> bool:
        """Whether what speaks against the answer under a key was not told of the other one."""
        pairs = {frozenset((key, other)) for other in objection.others}
        is_new = not pairs or not pairs <= self._pairs
        self._pairs |= pairs
        return is_new


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
    since the day from which what lasts is asked about, to the end of the period."""
    lasting = asked if isinstance(asked, Question) and asked.is_lasting else None
    if lasting and (first := lasting.until or lasting.since):
        return SelfAuditPeriod(first=first, last=max(first, period.last) if period else first)
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
        case ExpectMonthsAtMost(months=months), Period() | Extreme.NEVER:
            yield from _interval(value if isinstance(value, Period) else None, months, span)
        case ExpectWorkingDaysAtMost(), WorkingDays(count=count):
            yield from _working_days(count, span)
        case _ if of_what(question) is Ended.YEAR:
            yield from _year(question, value, span)
        case _ if question.ended is Ended.REPORTING_MONTH:
            yield from _reports(value, span)


def first_due(question: Question, span: Span | None) -> date | None:
    """The day before which nothing that a question asks about can be overdue; None where something
    of it has ended, or where nothing has to."""
    if span is None:
        return None
    return ended.first_due(question, span.first, span.period.last, span.today)


def not_due(question: Question, span: Span | None) -> str:
    """That nothing of the period can be overdue yet, and before which day; empty where something
    can be."""
    due, what = first_due(question, span), of_what(question)
    if span is None or due is None or what is None:
        return ""
    if due <= span.today:
        return f"{span.words}里{_NONE_ENDED[what]}；{day(due)}到期的，在下一段自查期间里问"
    return f"{span.words}里{_NONE_ENDED[what]}，{day(due)}以前不算没有做到"


def is_not_due(asked: Question | Fact, value: Value | None, span: Span | None) -> bool:
    """Whether 不适用 says no more than that nothing is due yet: beside it anything can be."""
    if isinstance(asked, Fact) or value is not Mark.INAPPLICABLE:
        return False
    return first_due(asked, span) is not None


def is_early(question: Question, value: Value | None) -> bool:
    """Whether a value, given before the first day on which something is due, decides nothing: all
    but that it was done already as often as every year demands. Whether everybody was trained can
    still change until the year is over."""
    what = of_what(question)
    return what is Ended.YEAR and isinstance(question.expect, ExpectYes) and value is Mark.YES


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
    due = ends(Ended.REPORTING_MONTH, span)
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


def ends(what: Ended, span: Span) -> list[date]:
    """The last days of the years, or of the months of a report, that an answer can be about."""
    return ended.last_days(what, span.first, span.period.last)


def days_due(span: Span, month: int) -> list[date]:
    """The last days of the months in the span within which a report is due."""
    return ended.days_due(month, span.first, span.period.last)


def _year(question: Question, value: Value | None, span: Span) -> Iterator[Objection]:
    """A calendar year that has not ended can still be made good; what is done in it is done."""
    done = value is Mark.YES or (isinstance(value, TimesAYear) and value.count > 0)
    early = not_due(question, span)
    if early and not (done and ends(Ended.YEAR, span)):
        yield Objection(what=early, mend="写 不适用，报告里列为“本期未到期”", may_stand=False)


def _interval(interval: Period | None, most: int, since: Span) -> Iterator[Objection]:
    """What reaches back behind the day the regulation came into force; `interval` None says that it
    was never done."""
    due = end_of(since.in_force, Period(months=most))
    first = f"从 {since.in_force} 算起，写最长的一次间隔"
    if due > since.until and interval is None:
        yield Objection(what=f"{day(due)}以前不算没有做到", mend=first, may_stand=False)
    elif interval and end_of(since.in_force, interval) > since.until:
        what = f"从施行日 {since.in_force} 到 {since.until} 没有{span(interval)}，以前的时间不算"
        never = "" if due > since.until else "；一次也没有做过写 从未"
        yield Objection(what=what, mend=f"{first}{never}", may_stand=False)


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


def admitted(asked: Question | Fact, value: Value) -> tuple[str, str] | None:
    """What is asked back where everything that must not be is said to be so, and how to mend it."""
    if not (isinstance(value, Picks) and is_bad(asked)):
        return None
    labels = [each.label for each in options(asked)]
    if len(labels) < 2 or any(each is not Mark.YES for each in value.marks.values()):
        return None
    more = "等" if len(labels) > _MOST_NAMED else ""
    what = f"这样答，是说这 {len(labels)} 项都有过：{'、'.join(labels[:_MOST_NAMED])}{more}"
    return what, "一项也没有，写 全不选；只有几项，写它们的序号"
