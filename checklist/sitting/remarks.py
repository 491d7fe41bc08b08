"""What is worth saying about an answer that was understood."""

from __future__ import annotations

from checklist.assessment.model import Value
from checklist.assessment.wording import span
from checklist.law.expectations import ExpectYearsAtLeast
from checklist.law.model import Fact, Question
from checklist.law.periods import Period, covers_years, longest_days


def remark(question: Question | Fact, value: Value) -> str | None:
    """1095天 is a day short of the longest three years: said at once, not only in the report."""
    if isinstance(question, Fact) or not isinstance(question.expect, ExpectYearsAtLeast):
        return None
    years = question.expect.years
    if not isinstance(value, Period) or value.years or value.months:
        return None
    longest = longest_days(years)
    if covers_years(value, years) or value.days < 365 * years:
        return None
    short = longest - value.days
    return f"{span(value)}不算满{years}年：{years}年最长有{longest}天（含闰日），还差{short}天"
