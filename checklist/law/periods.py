"""Retention periods by 民法典: how long N years are, and until when something must be kept.

民法典 第二百零一条: a period counted in years, months or days does not count its first day.
第二百零二条: a period in months or years ends on the matching day of its last month; where there is
none, on the last day of that month. 第二百零三条 (a last day that is a holiday) is not applied to
retention: keeping something a day longer than needed breaks nothing.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct


class Period(Struct, frozen=True, kw_only=True):
    """A span as someone states it; 3年, 36个月 and 1095天 stay distinct. Never negative."""

    years: int = 0
    months: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if min(self.years, self.months, self.days) < 0:
            raise ValueError("a period is never negative")


def end_of(start: date, period: Period) -> date:
    """The last day of a period that begins on `start` (which is not counted itself).

    Raises OverflowError past year 9999.
    """
    month = start.month - 1 + period.months + 12 * period.years
    year = start.year + month // 12
    if year > date.max.year:
        raise OverflowError("the period ends after year 9999")
    month = month % 12 + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return date(year, month, day) + timedelta(days=period.days)


def between(first: date, last: date) -> Period:
    """The period that begins on `first` and ends on `last`: the whole months, then days.

    Raises ValueError where `last` is earlier.
    """
    months = 12 * (last.year - first.year) + last.month - first.month
    if months and end_of(first, Period(months=months)) > last:
        months -= 1
    return Period(months=months, days=(last - end_of(first, Period(months=months))).days)


def longest_days(years: int) -> int:
    """The most days that `years` years can have, whatever day they start on: 3 years, 1,096."""
    leaps = max(
        sum(calendar.isleap(first + offset) for offset in range(years))
        for first in range(1896, 1912)
    )
    return 365 * years + leaps


def covers_years(period: Period, years: int) -> bool:
    """Whether a stated period is never shorter than `years` years, from whatever day it starts.

    Whole years and months compare exactly (36个月 covers 3年); days on top of them only add.
    A period in days must reach the longest possible span: 1,095 days do not cover 3 years.
    """
    months = 12 * period.years + period.months
    missing = 12 * years - months
    if missing <= 0 or not period.days:
        return missing <= 0
    # The missing months are at most this many days, from any starting day.
    return period.days >= _longest_days_of_months(missing)


def within_months(period: Period, months: int) -> bool:
    """Whether a stated interval is never longer than `months` months, from whatever day it starts.

    A period in days must fit the shortest possible span: 181 days fit 6 months, 182 do not.
    """
    stated = 12 * period.years + period.months
    room = months - stated
    if room < 0 or not period.days:
        return room >= 0
    return period.days <= _shortest_days_of_months(room)


def beyond_months(period: Period, months: int) -> bool:
    """Whether a stated interval is longer than `months` months, whatever day it starts on.

    A period in days must exceed the longest possible span: 185 days are beyond 6 months, 184 need
    not be (1 March to 1 September).
    """
    room = months - 12 * period.years - period.months
    if room < 0 or not period.days:
        return room < 0
    return period.days > _longest_days_of_months(room)


def _spans(months: int) -> list[int]:
    starts = (date(1896, 1, 1) + timedelta(days=offset) for offset in range(366 * 9))
    return [(end_of(start, Period(months=months)) - start).days for start in starts]


@lru_cache(maxsize=500)
def _longest_days_of_months(months: int) -> int:
    whole_years, rest = divmod(months, 12)
    return max(_spans(months)) if rest else longest_days(whole_years)


@lru_cache(maxsize=500)
def _shortest_days_of_months(months: int) -> int:
    return min(_spans(months)) if months else 0
