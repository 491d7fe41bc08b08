"""What an answer must be to pass: the closed list of expectations, each a kind of question.

`kind` is the code of an expectation in what the program writes as JSON.
"""

from __future__ import annotations

from msgspec import Struct


class ExpectYes(Struct, frozen=True, tag_field="kind", tag="yes"):
    """是"""


class ExpectNo(Struct, frozen=True, tag_field="kind", tag="no"):
    """否"""


class ExpectAll(Struct, frozen=True, tag_field="kind", tag="all"):
    """全选: every option must hold."""


class ExpectNone(Struct, frozen=True, tag_field="kind", tag="none"):
    """全不选: no option may hold."""


class ExpectOneOf(Struct, frozen=True, tag_field="kind", tag="one_of"):
    """accept: a single choice that passes when it is one of these option ids."""

    accept: tuple[str, ...]


class ExpectYearsAtLeast(Struct, frozen=True, tag_field="kind", tag="years_at_least"):
    """不少于N年: a retention period."""

    years: int


class ExpectMonthsAtMost(Struct, frozen=True, tag_field="kind", tag="months_at_most"):
    """不长于N个月: the longest interval that occurred."""

    months: int


class ExpectWorkingDaysAtMost(Struct, frozen=True, tag_field="kind", tag="working_days_at_most"):
    """不多于N个工作日: the longest delay that occurred."""

    days: int


class ExpectOnceAYear(Struct, frozen=True, tag_field="kind", tag="once_a_year"):
    """每年一次: how often in each calendar year, the year with the fewest counting."""


class ExpectJanuaryAndJuly(Struct, frozen=True, tag_field="kind", tag="january_and_july"):
    """每年1月和7月各一次: two fixed options, january and july, both of which must hold."""


Expectation = (
    ExpectYes
    | ExpectNo
    | ExpectAll
    | ExpectNone
    | ExpectOneOf
    | ExpectYearsAtLeast
    | ExpectMonthsAtMost
    | ExpectWorkingDaysAtMost
    | ExpectOnceAYear
    | ExpectJanuaryAndJuly
)
