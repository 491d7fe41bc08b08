"""Retention periods: what must be kept, from when, how long, and what that means in real dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from checklist.assessment.model import Extreme, Value
from checklist.evaluation.model import Judged, Outcome
from checklist.law.expectations import ExpectYearsAtLeast
from checklist.law.model import Topic
from checklist.law.periods import Period, end_of
from checklist.report.view.model import Clock, Example, Line

_FOUR_YEARS = 1461


def clocks(lines: Iterable[Line], as_of: date) -> Iterator[Clock]:
    """The retention periods among `lines`, one per question that states a number of years.

    An entry that belongs to the topic but names no number of years yields one clock without.
    """
    for line in lines:
        obligation = line.obligation
        if obligation.counted_from is None and obligation.topic is not Topic.RETENTION:
            continue
        timed = False
        for said in line.judged:
            match said.question.expect:
                case ExpectYearsAtLeast(years=years):
                    timed = True
                    example = _example(years, said, as_of)
                    yield Clock(line=line, judged=said, years=years, example=example)
                case _:
                    pass
        if not timed:
            yield Clock(line=line, judged=None, years=None, example=None)


def _example(years: int, said: Judged, as_of: date) -> Example | None:
    """An example that starts on `as_of`; where a policy fails only from some days (1,095 days for
    three years), on the next day from which it does. None past year 9999."""
    try:
        example = _from(as_of, years, said.value)
        if said.outcome is not Outcome.GAP or example.short_by or example.declared_until is None:
            return example
        later = (_from(as_of + timedelta(days=n), years, said.value) for n in range(_FOUR_YEARS))
        return next((one for one in later if one.short_by), example)
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
        start=start,
        required_until=end_of(start, Period(years=years)),
        declared_until=until,
    )
