"""The dates of a report as appointments, each under a key that stays what it is next time.

What has no date (及时, N working days after an event) is no appointment: `event_bound` has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum

from msgspec import Struct

from checklist.law.applicability import Applies
from checklist.law.model import Obligation
from checklist.law.periods import Period, end_of
from checklist.law.timings import (
    Before,
    EveryMonths,
    PromptlyAfter,
    WithinDays,
    WithinWorkingDays,
    YearlyBy,
)
from checklist.report.view.deadlines import Recurring, by_calendar_year, ends, recurring
from checklist.report.view.model import Clock, Exhibit, Report
from checklist.report.view.tasks import Task, tasks
from checklist.report.view.working_days import last_on

AHEAD = 24
"""Months from the as-of date for which recurring duties are written."""
RENEWED_AFTER = 12
"""Months after which the calendar should be written anew."""


class ToDo(Struct, frozen=True, kw_only=True, eq=False):
    """A deadline that the respondent set, and what has to be done by then."""

    key: str
    day: date
    tasks: tuple[Task, ...]


class Done(Struct, frozen=True, kw_only=True, eq=False):
    """A deadline that was recorded, and by which nothing is left to do: it is called off."""

    key: str
    day: date
    obligation: Obligation


class Counted(Enum):
    """How the day on which a duty falls due was found."""

    MONTH_END = "the last working day of a month by whose end it must be done"
    IN_FORCE = "so many months after the regulation came into force"
    NAMED = "the last working day that is not after the day that the law names"
    ONCE = "the earliest day, by any reading, that has not passed"


class Duty(Struct, frozen=True, kw_only=True, eq=False):
    """One time at which a duty falls due."""

    key: str
    day: date
    deadline: Recurring
    counted: Counted


class Kept(Struct, frozen=True, kw_only=True, eq=False):
    """Until when records that begin to count on `start` must be kept at least.

    `start` is the first or the last day of the self-audit period.
    """

    key: str
    day: date
    start: date
    is_first: bool
    clocks: tuple[Clock, ...]


class Expires(Struct, frozen=True, kw_only=True, eq=False):
    """The last day on which a piece of evidence proves anything."""

    key: str
    day: date
    exhibit: Exhibit


class Renew(Struct, frozen=True, kw_only=True, eq=False):
    """The day on which the calendar should be written anew; `until` is where it ends."""

    key: str
    day: date
    until: date


Appointment = ToDo | Done | Duty | Kept | Expires | Renew


def appointments(report: Report) -> tuple[Appointment, ...]:
    """Every appointment, by day; on one day in the order of the report."""
    as_of = report.findings.as_of
    try:
        until = end_of(as_of, Period(months=AHEAD))
        renewed = end_of(as_of, Period(months=RENEWED_AFTER))
    except OverflowError:
        until = renewed = date.max
    made: list[Appointment] = [
        *_to_do(report),
        *_duties(report, as_of, until),
        *_kept(report),
        *_expiring(report.exhibits),
        Renew(key="renew", day=renewed, until=until),
    ]
    return tuple(sorted(made, key=lambda each: each.day))


def event_bound(report: Report) -> tuple[Recurring, ...]:
    """The deadlines that begin with an event, and so have no date."""
    return tuple(
        deadline
        for deadline in recurring(report)
        if not deadline.due.by
        and isinstance(deadline.due.timing, WithinWorkingDays | WithinDays | Before | PromptlyAfter)
    )


def _to_do(report: Report) -> Iterator[ToDo | Done]:
    """One for each entry and date. An entry keeps its keys whoever is in charge and whatever
    dates are set: what is done is called off, so that no alarm is left of it."""
    live: dict[str, dict[date, list[Task]]] = {}
    for task in tasks(report):
        if task.due is not None:
            by_day = live.setdefault(task.line.obligation.id, {})
            by_day.setdefault(task.due, []).append(task)
    answers = report.findings.assessment.answers
    for obligation in report.findings.rulebook.obligations:
        by_day = live.get(obligation.id, {})
        entry_answers = (answers.get(obligation.key(question)) for question in obligation.questions)
        recorded = {answer.due for answer in entry_answers if answer and answer.due}
        days = sorted(by_day)
        over = sorted(recorded - by_day.keys())
        for number, day in enumerate((*days, *over), start=1):
            key = f"todo/{obligation.id}/{number}"
            if day in by_day:
                yield ToDo(key=key, day=day, tasks=tuple(by_day[day]))
            elif day >= report.findings.as_of:
                yield Done(key=key, day=day, obligation=obligation)


def _duties(report: Report, as_of: date, until: date) -> Iterator[Duty]:
    numbers: Counter[str] = Counter()
    for deadline in recurring(report):
        id = deadline.line.obligation.id
        numbers[id] += 1
        counted, days = _days(report, deadline, as_of, until)
        for name, day in days:
            if as_of <= day <= until:
                key = f"duty/{id}/{numbers[id]}/{name}"
                yield Duty(key=key, day=day, deadline=deadline, counted=counted)


def _days(
    report: Report, deadline: Recurring, as_of: date, until: date
) -> tuple[Counted, Iterable[tuple[str, date]]]:
    """When a duty falls due, each time with a name that stays; nothing where that is unknown."""
    due, obligation = deadline.due, deadline.line.obligation
    if due.by:
        ahead = [day for day in due.by if day >= as_of]
        return Counted.ONCE, (("once", day) for day in ahead[:1])
    days = ends(due, obligation, range(as_of.year, until.year + 1))
    match due.timing:
        case EveryMonths(months=months) if not by_calendar_year(obligation):
            since = report.findings.rulebook.regulation_of(obligation.source).in_force
            named = ((f"{day:%Y-%m}", day) for day in _every(months, since, until))
            return Counted.IN_FORCE, named
        case YearlyBy():
            return Counted.NAMED, ((str(day.year), last_on(day)) for day in days)
        case _:
            return Counted.MONTH_END, ((f"{day:%Y-%m}", last_on(day)) for day in days)


def _every(months: int, since: date, until: date) -> Iterator[date]:
    """Each N months after a day; nothing where N is none."""
    span = months
    while months and (day := end_of(since, Period(months=span))) <= until:
        yield day
        span += months


def _kept(report: Report) -> Iterator[Kept]:
    """For each kind of retention period the first and the last day of the self-audit period."""
    groups: dict[tuple[str, int], list[Clock]] = {}
    for clock in report.clocks:
        if clock.years and clock.line.finding.binding.applies is Applies.YES:
            counted_from = clock.line.obligation.counted_from or ""
            groups.setdefault((counted_from, clock.years), []).append(clock)
    period = report.findings.assessment.period
    if period is None:
        return
    for (counted_from, years), clocks in groups.items():
        for start in dict.fromkeys((period.first, period.last)):
            try:
                day = end_of(start, Period(years=years))
            except OverflowError:
                continue
            key = f"kept/{counted_from}/{years}/{start}"
            is_first = start == period.first
            yield Kept(key=key, day=day, start=start, is_first=is_first, clocks=tuple(clocks))


def _expiring(exhibits: Iterable[Exhibit]) -> Iterator[Expires]:
    """Each name once, with the latest date that was recorded for it."""
    latest: dict[str, tuple[date, Exhibit]] = {}
    for exhibit in exhibits:
        piece = exhibit.evidence
        until = piece.valid_until
        if until and (piece.name not in latest or latest[piece.name][0] < until):
            latest[piece.name] = until, exhibit
    for name, (until, exhibit) in latest.items():
        yield Expires(key=f"evidence/{name}", day=until, exhibit=exhibit)
