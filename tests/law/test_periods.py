"""民法典's way of counting, beside an independent implementation and by the calendar."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from checklist.law.periods import (
    Period,
    between,
    covers_years,
    end_of,
    longest_days,
    within_months,
)

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))
years = st.integers(min_value=1, max_value=30)
months = st.integers(min_value=0, max_value=240)


@given(start=days, months=months)
def test_the_end_of_a_period_agrees_with_dateutil(start: date, months: int) -> None:
    assert end_of(start, Period(months=months)) == start + relativedelta(months=months)


@given(start=days, years=years)
def test_a_later_start_never_ends_earlier(start: date, years: int) -> None:
    period = Period(years=years)
    assert end_of(start, period) <= end_of(start + timedelta(days=1), period)


@given(start=days, later=st.integers(min_value=0, max_value=4000))
def test_the_period_between_two_days_ends_on_the_second(start: date, later: int) -> None:
    last = start + timedelta(days=later)
    found = between(start, last)
    assert end_of(start, found) == last
    assert end_of(start, Period(months=found.months + 1)) > last


def test_three_years_from_29_february_end_on_28_february() -> None:
    assert end_of(date(2024, 2, 29), Period(years=3)) == date(2027, 2, 28)


def test_the_first_day_is_not_counted() -> None:
    assert end_of(date(2026, 3, 1), Period(years=3)) == date(2029, 3, 1)
    assert end_of(date(2026, 3, 1), Period(days=1)) == date(2026, 3, 2)


def test_three_years_are_1096_days_at_most() -> None:
    assert longest_days(3) == 1096


@given(start=days, years=years)
def test_no_span_of_years_is_longer_than_its_longest(start: date, years: int) -> None:
    assert (end_of(start, Period(years=years)) - start).days <= longest_days(years)


@pytest.mark.parametrize(
    ("stated", "covered"),
    [
        (Period(years=3), True),
        (Period(months=36), True),
        (Period(years=2, months=12), True),
        (Period(days=1096), True),
        (Period(days=1095), False),
        (Period(years=2), False),
        (Period(months=35, days=30), False),
        (Period(months=35, days=31), True),
        (Period(years=2, days=365), False),
        (Period(years=2, days=366), True),
        (Period(), False),
    ],
)
def test_what_covers_three_years(stated: Period, covered: bool) -> None:
    assert covers_years(stated, 3) is covered


@given(start=days, stated=months, extra=st.integers(min_value=0, max_value=2000), years=years)
def test_what_covers_n_years_is_never_shorter_from_any_day(
    start: date, stated: int, extra: int, years: int
) -> None:
    period = Period(months=stated, days=extra)
    if covers_years(period, years):
        assert end_of(start, period) >= end_of(start, Period(years=years))


@pytest.mark.parametrize(
    ("stated", "within"),
    [
        (Period(months=6), True),
        (Period(days=181), True),
        (Period(days=182), False),
        (Period(months=6, days=1), False),
        (Period(months=5, days=28), True),
        (Period(months=5, days=29), False),
        (Period(years=1), False),
    ],
)
def test_what_is_no_longer_than_six_months(stated: Period, within: bool) -> None:
    assert within_months(stated, 6) is within


@given(start=days, stated=months, extra=st.integers(min_value=0, max_value=400))
def test_what_is_within_six_months_is_never_longer_from_any_day(
    start: date, stated: int, extra: int
) -> None:
    period = Period(months=stated, days=extra)
    if within_months(period, 6):
        assert end_of(start, period) <= end_of(start, Period(months=6))


def test_a_period_is_never_negative() -> None:
    with pytest.raises(ValueError, match="never negative"):
        Period(days=-1)
