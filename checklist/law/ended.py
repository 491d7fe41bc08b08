"""When the calendar years, and the months of reports, end that questions ask about."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from checklist.law.expectations import ExpectJanuaryAndJuly, ExpectOnceAYear
from checklist.law.model import JANUARY_AND_JULY, Ended, Question

MONTH = {option.id: month for option, month in zip(JANUARY_AND_JULY, (1, 7), strict=True)}
"""The months of reports, by the ids of their options."""


def of_what(question: Question) -> Ended | None:
    """What has to end before not having done it is a failure; None where nothing has to."""
    if question.ended or question.inapplicable_if is None:
        return question.ended
    if isinstance(question.expect, ExpectJanuaryAndJuly):
        return Ended.REPORTING_MONTH
    return Ended.YEAR if isinstance(question.expect, ExpectOnceAYear) else None


def last_days(what: Ended, first: date, last: date) -> list[date]:
    """The last days of the years, or of the months of reports, that begin on one of these days; of
    a year that is asked about from a later day on, too."""
    if what is Ended.REPORTING_MONTH:
        return sorted(day for month in MONTH.values() for day in days_due(month, first, last))
    return [date(year, 12, 31) for year in range(first.year, last.year + 1)]


def days_due(month: int, first: date, last: date) -> list[date]:
    """The last days of a month in these years, as far as it is not over before the first of these
    days and does not begin behind the last."""
    years = range(first.year, last.year + 1)
    ends = (date(year, month, monthrange(year, month)[1]) for year in years)
    return [day for day in ends if first <= day and day.replace(day=1) <= last]


def first_due(question: Question, first: date, last: date, today: date) -> date | None:
    """The day before which nothing that a question asks about these days can be overdue, which may
    lie behind them and have come; None where something of them has ended by today, or where nothing
    has to."""
    what = of_what(question)
    if what is None:
        return None
    days = last_days(what, first, last)
    if any(day <= today for day in days):
        return None
    if not days:  # The first behind the period, though it may have come by today.
        next_year = date(min(last.year + 1, date.max.year), 12, 31)
        days = [day for day in last_days(what, first, next_year) if day > last]
    return days[0] if days else None
