"""Answers that cannot be in the self-audit period are asked back, and told where they stand."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.assessment.model import (
    Extreme,
    Mark,
    Picks,
    SelfAuditPeriod,
    TimesAYear,
    Value,
    WorkingDays,
)
from checklist.assessment.objections import Objection, Span, against, first_due
from checklist.law.expectations import (
    ExpectAll,
    ExpectJanuaryAndJuly,
    ExpectMonthsAtMost,
    ExpectOnceAYear,
    ExpectWorkingDaysAtMost,
    ExpectYearsAtLeast,
    ExpectYes,
)
from checklist.law.model import Ended, Option, Question
from checklist.law.periods import Period
from tests.given import law

Y, N = Mark.YES, Mark.NO
MONTHS = tuple(
    Option(id=id, label=label, inapplicable_if="不在自查期间内")
    for id, label in (("january", "一月"), ("july", "七月"))
)
REPORTS = law.question("reports", ExpectJanuaryAndJuly(), options=MONTHS)
YEARLY = law.question("yearly", ExpectOnceAYear(), inapplicable_if="还没有一个日历年结束")
INTERVAL = law.question("interval", ExpectMonthsAtMost(6))
DELAY = law.question("delay", ExpectWorkingDaysAtMost(3))
EVERYONE = law.question(
    "everyone", ExpectYes(), inapplicable_if="还没有一个日历年结束", ended=Ended.YEAR
)
ITEMS = law.question(
    "items",
    ExpectAll(),
    options=(Option(id="name", label="名称"), Option(id="account", label="账号")),
    inapplicable_if="没有应当报送的月份",
    ended=Ended.REPORTING_MONTH,
)


def items(name: Mark, account: Mark) -> Picks:
    return Picks({"name": name, "account": account})


def objection(question: Question, value: Value, span: Span | None) -> Objection | None:
    return next(against(question, value, span), None)


def span(last: str, *, first: str = "2026-02-01", today: str = "") -> Span:
    period = SelfAuditPeriod(first=date.fromisoformat(first), last=date.fromisoformat(last))
    day = date.fromisoformat(today or last)
    return Span(period=period, in_force=date(2026, 2, 1), today=day)


def months(january: Mark, july: Mark) -> Picks:
    return Picks({"january": january, "july": july})


@pytest.mark.parametrize(
    ("question", "value", "when", "what"),
    [
        (REPORTS, months(Y, Y), span("2026-11-01"), "没有应当报送的一月"),
        (REPORTS, months(N, Y), span("2026-11-01"), "没有应当报送的一月"),
        (REPORTS, months(Mark.INAPPLICABLE, Y), span("2026-06-30"), "没有应当报送的七月"),
        (REPORTS, months(Mark.INAPPLICABLE, N), span("2026-07-30"), "七月还没有过完"),
        (YEARLY, TimesAYear(0), span("2026-11-01"), "2026年12月31日以前不算没有做到"),
        (YEARLY, Extreme.NEVER, span("2026-12-30"), "还没有一个日历年结束"),
        (YEARLY, Extreme.NEVER, span("2026-12-31", today="2026-11-01"), "还没有一个日历年结束"),
        (YEARLY, TimesAYear(1), span("2025-12-31", first="2025-01-01"), "还没有一个日历年结束"),
        (INTERVAL, Extreme.NEVER, span("2026-07-30"), "2026年8月1日以前不算没有做到"),
        (YEARLY, Extreme.NEVER, span("2025-12-31", first="2025-01-01"), "还没有一个日历年结束"),
        (EVERYONE, N, span("2026-12-30"), "还没有一个日历年结束"),
        (ITEMS, items(Y, Y), span("2026-06-30"), "没有应当报送的月份"),
        (ITEMS, items(N, N), span("2026-07-30"), "应当报送的月份还没有过完"),
        (ITEMS, Extreme.NEVER, span("2026-06-30"), "没有应当报送的月份"),
        (INTERVAL, Period(months=10), span("2026-11-01"), "没有10个月"),
        (INTERVAL, Period(days=274), span("2026-11-01"), "没有274天"),
        (DELAY, WorkingDays(400), span("2026-11-01"), "一共没有400个工作日"),
    ],
)
def test_what_cannot_be_is_refused(question: Question, value: Value, when: Span, what: str) -> None:
    speaks = objection(question, value, when)
    assert speaks is not None
    assert what in speaks.what
    assert not speaks.may_stand


@pytest.mark.parametrize(
    ("question", "value", "when"),
    [
        (REPORTS, months(Mark.INAPPLICABLE, Y), span("2026-07-20")),
        (ITEMS, items(Y, N), span("2026-07-20")),
        (DELAY, WorkingDays(200), span("2026-11-01")),
    ],
    ids=["a July report within July", "what it contained", "weekends that were worked"],
)
def test_what_can_hardly_be_may_be_insisted_on(
    question: Question, value: Value, when: Span
) -> None:
    speaks = objection(question, value, when)
    assert speaks is not None
    assert speaks.may_stand


@pytest.mark.parametrize(
    ("question", "value", "when"),
    [
        (REPORTS, months(Mark.INAPPLICABLE, N), span("2026-07-31")),
        (REPORTS, months(Mark.INAPPLICABLE, Mark.UNKNOWN), span("2026-07-01")),
        (REPORTS, months(Mark.INAPPLICABLE, N), span("2026-07-20", today="2026-08-01")),
        (REPORTS, months(Y, N), span("2027-07-31")),
        (YEARLY, TimesAYear(0), span("2026-12-31")),
        (YEARLY, TimesAYear(0), span("2026-11-30", today="2026-12-31")),
        (YEARLY, TimesAYear(1), span("2026-11-01")),
        (EVERYONE, Y, span("2026-11-01")),
        (YEARLY, TimesAYear(1), span("2027-01-01")),
        (YEARLY, Mark.INAPPLICABLE, span("2026-11-01")),
        (EVERYONE, N, span("2026-12-31")),
        (EVERYONE, Mark.UNKNOWN, span("2026-11-01")),
        (EVERYONE, Mark.INAPPLICABLE, span("2026-11-01")),
        (ITEMS, items(Y, N), span("2026-07-31")),
        (ITEMS, items(Mark.UNKNOWN, Mark.UNKNOWN), span("2026-06-30")),
        (INTERVAL, Period(months=9), span("2026-11-01")),
        (INTERVAL, Period(months=9), span("2026-06-30", today="2026-11-01")),
        (INTERVAL, Extreme.NEVER, span("2026-11-01")),
        (DELAY, WorkingDays(100), span("2026-11-01")),
        (law.question("kept", ExpectYearsAtLeast(3)), Period(years=3), span("2026-11-01")),
        (law.question("training", ExpectOnceAYear()), TimesAYear(1), span("2026-11-01")),
    ],
)
def test_what_can_be_is_taken(question: Question, value: Value, when: Span) -> None:
    assert objection(question, value, when) is None
    assert objection(question, value, None) is None


@pytest.mark.parametrize(
    ("question", "when", "due"),
    [
        (YEARLY, span("2026-11-30"), "2026-12-31"),
        (YEARLY, span("2026-11-30", today="2026-12-31"), None),
        (YEARLY, span("2026-12-31"), None),
        (YEARLY, span("2027-02-01", first="2027-01-05"), "2027-12-31"),
        (ITEMS, span("2026-06-30"), "2026-07-31"),
        (ITEMS, span("2026-07-02"), "2026-07-31"),
        (ITEMS, span("2026-11-30", first="2026-08-15"), "2027-01-31"),
        (ITEMS, span("2026-11-30", first="2026-08-15", today="2027-03-01"), "2027-01-31"),
        (ITEMS, span("2026-06-30", today="2026-11-30"), "2026-07-31"),
        (ITEMS, span("2026-11-30"), None),
        (DELAY, span("2026-11-30"), None),
    ],
)
def test_the_first_day_on_which_something_can_be_overdue(
    question: Question, when: Span, due: str | None
) -> None:
    assert first_due(question, when) == (date.fromisoformat(due) if due else None)
