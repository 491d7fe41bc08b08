"""Which days are working days in China, as far as the holidays and make-up days are published."""

from __future__ import annotations

from datetime import date, timedelta

from chinese_calendar import holidays, is_workday

_WEEKEND = 5


def is_working_day(day: date) -> bool:
    """Whether people work on that day; of days after `known_until`, whether it is no weekend."""
    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return day.weekday() < _WEEKEND


def known_until() -> date:
    """The last day of which it is known whether it is a holiday or made up for (调休)."""
    return date(max(holidays).year, 12, 31)


def last_on(day: date) -> date:
    """The last working day that is not after `day`."""
    while not is_working_day(day) and day > date.min:
        day -= timedelta(days=1)
    return day
