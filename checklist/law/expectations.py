"""What an answer must be to pass: the closed list of expectations, each a kind of question."""

from __future__ import annotations

from msgspec import Struct


class ExpectYes(Struct, frozen=True):
    """是"""


class ExpectNo(Struct, frozen=True):
    """否"""


class ExpectAll(Struct, frozen=True):
    """全选: every option must hold."""


class ExpectNone(Struct, frozen=True):
    """全不选: no option may hold."""


class ExpectOneOf(Struct, frozen=True):
    """accept: a single choice that passes when it is one of these option ids."""

    accept: tuple[str, ...]


class ExpectYearsAtLeast(Struct, frozen=True):
    """不少于N年: a retention period."""

    years: int


class ExpectMonthsAtMost(Struct, frozen=True):
    """不长于N个月: the longest interval that occurred."""

    months: int


class ExpectWorkingDaysAtMost(Struct, frozen=True):
    """不多于N个工作日: the longest delay that occurred."""

    days: int


class ExpectOnceAYear(Struct, frozen=True):
    """每年一次: how often in each calendar year, the year with the fewest counting."""


class ExpectJanuaryAndJuly(Struct, frozen=True):
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
