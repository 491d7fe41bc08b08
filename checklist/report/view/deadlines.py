"""Deadlines month by month: what is to be mended until when, and what the law wants every year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from checklist.evaluation.model import Status
from checklist.law.applicability import Applies
from checklist.law.model import Due, InMonths, Kind
from checklist.report.view.model import Clock, Line, Report
from checklist.report.view.tasks import Task

MONTHS = 12


class Slot(Struct, frozen=True, kw_only=True, eq=False):
    """A column of the timeline. `month` is its first day, None for the three that are no month:
    what is late, what is due after the last month, what has no date."""

    kind: str
    month: date | None
    tasks: tuple[Task, ...]
    yearly: tuple[Line, ...]

    @property
    def breaches(self) -> int:
        return sum(task.line.finding.status is Status.NOT_SATISFIED for task in self.tasks)

    @property
    def unclear(self) -> int:
        return len(self.tasks) - self.breaches


class Recurring(Struct, frozen=True, kw_only=True, eq=False):
    """A deadline that comes again: each year, each N months, or with an event."""

    due: Due
    line: Line


def slots(report: Report, tasks: Sequence[Task]) -> tuple[Slot, ...]:
    """Late, the as-of month and those that follow, later, and without a date."""
    as_of = report.findings.as_of
    months = tuple(_months(as_of))
    yearly = [one for one in recurring(report) if isinstance(one.due.timing, InMonths)]

    def of(month: date) -> tuple[Task, ...]:
        return tuple(
            task for task in tasks if not task.late_by and task.due and _first(task.due) == month
        )

    def again(month: date) -> tuple[Line, ...]:
        return tuple(
            one.line
            for one in yearly
            if isinstance(one.due.timing, InMonths) and month.month in one.due.timing.months
        )

    late = tuple(task for task in tasks if task.late_by)
    later = tuple(task for task in tasks if task.due and _first(task.due) > months[-1])
    undated = tuple(task for task in tasks if not task.due)
    return (
        Slot(kind="late", month=None, tasks=late, yearly=()),
        *(Slot(kind="month", month=one, tasks=of(one), yearly=again(one)) for one in months),
        Slot(kind="later", month=None, tasks=later, yearly=()),
        Slot(kind="undated", month=None, tasks=undated, yearly=()),
    )


def recurring(report: Report) -> tuple[Recurring, ...]:
    """The recurring and event-bound deadlines of what binds, in the rulebook's order."""
    return tuple(
        Recurring(due=due, line=paper.lines[0])
        for paper in report.papers
        if paper.obligation.kind is not Kind.ENCOURAGEMENT
        and any(line.finding.binding.applies is Applies.YES for line in paper.lines)
        for due in paper.obligation.due
    )


def kept(clocks: Iterable[Clock]) -> tuple[tuple[str, date, date], ...]:
    """From when records are counted, an example day, and until when those must be kept at least."""
    found = {
        (clock.line.obligation.counted_from or "", one.start, one.required_until)
        for clock in clocks
        if (one := clock.example) and clock.line.finding.binding.applies is Applies.YES
    }
    return tuple(sorted(found, key=lambda one: (one[2], one[0])))


def _months(as_of: date) -> Iterator[date]:
    """MONTHS of them, or as many as are left before the calendar ends in year 9999."""
    first = as_of.year * 12 + as_of.month - 1
    for month in range(first, min(first + MONTHS, (date.max.year + 1) * 12)):
        yield date(month // 12, month % 12 + 1, 1)


def _first(day: date) -> date:
    return day.replace(day=1)
