"""Dates: deadlines month by month, those that the law sets, and how long records are kept."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct

from checklist.assessment.model import Extreme, Value
from checklist.evaluation.model import Judged, Outcome, Status
from checklist.law.applicability import Applies
from checklist.law.expectations import ExpectOnceAYear, ExpectYearsAtLeast
from checklist.law.model import Obligation, Topic
from checklist.law.periods import Period, end_of
from checklist.law.timings import Due, EveryMonths, InMonths, YearlyBy
from checklist.report.view.model import Clock, Example, Line, Paper, Report
from checklist.report.view.tasks import Task

MONTHS = 12
_FOUR_YEARS = 1461


class Slot(Struct, frozen=True, kw_only=True, eq=False):
    """A column of the timeline. `month` is its first day, None for the three that are no month:
    what is late, what is due after the last month, what has no date."""

    kind: str
    month: date | None = None
    tasks: tuple[Task, ...]
    statutory: tuple[Recurring, ...] = ()
    """What the law wants in that month: each year, or once."""

    @property
    def breaches(self) -> int:
        return sum(task.line.finding.status is Status.NOT_SATISFIED for task in self.tasks)

    @property
    def unclear(self) -> int:
        return len(self.tasks) - self.breaches


class Recurring(Struct, frozen=True, kw_only=True, eq=False):
    """A deadline of the law: each year, each N months, with an event, or once by a day.

    `until` is the last day of its next time; None where that hangs on an event, or on when it was
    done last.
    """

    due: Due
    line: Line
    until: date | None = None


def slots(report: Report, tasks: Sequence[Task]) -> tuple[Slot, ...]:
    """Late, the as-of month and those that follow, later, and without a date."""
    months = tuple(_months(report.findings.as_of))
    on_time = [(_first(task.due), task) for task in tasks if task.due and not task.late_by]
    statutory = recurring(report)
    return (
        Slot(kind="late", tasks=tuple(task for task in tasks if task.late_by)),
        *(
            Slot(
                kind="month",
                month=month,
                tasks=tuple(task for due, task in on_time if due == month),
                statutory=tuple(
                    deadline for deadline in statutory if _falls_in(deadline.due, month)
                ),
            )
            for month in months
        ),
        Slot(kind="later", tasks=tuple(task for due, task in on_time if due > months[-1])),
        Slot(kind="undated", tasks=tuple(task for task in tasks if not task.due)),
    )


def recurring(report: Report) -> tuple[Recurring, ...]:
    """The deadlines of the law in what binds, in the rulebook's order. One that comes once is left
    out where it does not concern the respondent."""
    return tuple(
        Recurring(due=due, line=paper.lines[0], until=_until(paper, due, report.findings.as_of))
        for paper in report.papers
        if not paper.obligation.is_encouragement
        and any(line.finding.binding.applies is Applies.YES for line in paper.lines)
        for due in paper.obligation.due
        if not due.by or paper.lines[0].finding.status is not Status.NOT_APPLICABLE
    )


def _until(paper: Paper, due: Due, as_of: date) -> date | None:
    """The last day of the next time that something is due, as the law counts; of what comes once
    and was missed, the day that has passed."""
    if due.by:
        met = all(line.finding.status is Status.SATISFIED for line in paper.lines)
        passed = None if met else due.by[-1]
        return next((day for day in due.by if day >= as_of), passed)
    years = range(as_of.year, min(as_of.year + 1, date.max.year) + 1)
    return min((day for day in ends(due, paper.obligation, years) if day >= as_of), default=None)


def ends(due: Due, obligation: Obligation, years: Iterable[int]) -> list[date]:
    """The last days of these years by which something is due; none where the law names no month,
    and does not ask how often it was done in each year."""
    match due.timing:
        case InMonths(months=months):
            return [_named_day(year, month, 31) for year in years for month in months]
        case YearlyBy(month=month, day=day):
            return [_named_day(year, month, day) for year in years]
        case EveryMonths() if by_calendar_year(obligation):
            return [date(year, 12, 31) for year in years]
    return []


def _named_day(year: int, month: int, day: int) -> date:
    """A day of a year, or the last of its month where that has not so many days."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def by_calendar_year(obligation: Obligation) -> bool:
    """Whether the rulebook asks how often it was done in each year of the calendar."""
    return any(isinstance(each.expect, ExpectOnceAYear) for each in obligation.questions)


def _falls_in(due: Due, month: date) -> bool:
    """Whether a deadline of every year, or the last day of one that comes once, is in a month."""
    match due.timing:
        case InMonths(months=months):
            return month.month in months
        case YearlyBy(month=named):
            return month.month == named
    return any(_first(day) == month for day in due.by[-1:])


def _months(as_of: date) -> Iterator[date]:
    """MONTHS of them, or as many as are left before the calendar ends in year 9999."""
    first = as_of.year * 12 + as_of.month - 1
    for month in range(first, min(first + MONTHS, (date.max.year + 1) * 12)):
        yield date(month // 12, month % 12 + 1, 1)


def _first(day: date) -> date:
    return day.replace(day=1)


# --- retention periods ---------------------------------------------------------------------------


def clocks(lines: Iterable[Line], as_of: date) -> Iterator[Clock]:
    """The retention periods among `lines`, one per question that states a number of years.

    An entry that belongs to the topic but names no number of years yields one clock without.
    """
    for line in lines:
        obligation = line.obligation
        if obligation.counted_from is None and obligation.topic is not Topic.RETENTION:
            continue
        timed = [
            Clock(
                line=line,
                judged=judged,
                years=expect.years,
                example=_example(expect.years, judged, as_of),
            )
            for judged in line.judged
            if isinstance(expect := judged.question.expect, ExpectYearsAtLeast)
        ]
        yield from timed or (Clock(line=line),)


def kept(clocks: Iterable[Clock]) -> tuple[tuple[str, date, date], ...]:
    """From when records are counted, an example day, and until when those must be kept at least."""
    examples = {
        (clock.line.obligation.counted_from or "", example.start, example.required_until)
        for clock in clocks
        if (example := clock.example) and clock.line.finding.binding.applies is Applies.YES
    }
    return tuple(sorted(examples, key=lambda example: (example[2], example[0])))


def _example(years: int, judged: Judged, as_of: date) -> Example | None:
    """An example that starts on `as_of`; where a policy fails only from some days (1,095 days for
    three years), on the next day from which it does. None past year 9999."""
    try:
        example = _from(as_of, years, judged.value)
        if judged.outcome is not Outcome.GAP or example.short_by or example.declared_until is None:
            return example
        later = (_from(as_of + timedelta(days=n), years, judged.value) for n in range(_FOUR_YEARS))
        return next((other for other in later if other.short_by), example)
    except OverflowError:
        return None


def _from(start: date, years: int, declared: Value | None) -> Example:
    until: date | None = None
    if isinstance(declared, Period):
        try:
            until = end_of(start, declared)
        except OverflowError:
            until = None
    elif declared is Extreme.NEVER:
        until = start
    return Example(
        start=start, required_until=end_of(start, Period(years=years)), declared_until=until
    )
