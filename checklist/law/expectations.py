"""What an answer must be to pass: the closed list of expectations, each a kind of question.

`kind` is the code of an expectation in what the program writes as JSON. `hashed` is the text by
which it enters the fingerprint of a question. Fingerprints stand beside answers for years: never
change one of these texts, whatever the class is called (docs/adr/0014).
"""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct


class ExpectYes(Struct, frozen=True, tag_field="kind", tag="yes"):
    """是"""

    hashed: ClassVar = "ExpectYes()"


class ExpectNo(Struct, frozen=True, tag_field="kind", tag="no"):
    """否"""

    hashed: ClassVar = "ExpectNo()"


class ExpectAll(Struct, frozen=True, tag_field="kind", tag="all"):
    """全选: every option must hold."""

    hashed: ClassVar = "ExpectAll()"


class ExpectNone(Struct, frozen=True, tag_field="kind", tag="none"):
    """全不选: no option may hold."""

    hashed: ClassVar = "ExpectNone()"


class ExpectOneOf(Struct, frozen=True, tag_field="kind", tag="one_of"):
    """accept: a single choice that passes when it is one of these option ids."""

    hashed: ClassVar = "ExpectOneOf(accept={0.accept!r})"
    accept: tuple[str, ...]


class ExpectYearsAtLeast(Struct, frozen=True, tag_field="kind", tag="years_at_least"):
    """不少于N年: a retention period."""

    hashed: ClassVar = "ExpectYearsAtLeast(years={0.years})"
    years: int


class ExpectMonthsAtMost(Struct, frozen=True, tag_field="kind", tag="months_at_most"):
    """不长于N个月: the longest interval that occurred."""

    hashed: ClassVar = "ExpectMonthsAtMost(months={0.months})"
    months: int


class ExpectWorkingDaysAtMost(Struct, frozen=True, tag_field="kind", tag="working_days_at_most"):
    """不多于N个工作日: the longest delay that occurred."""

    hashed: ClassVar = "ExpectWorkingDaysAtMost(days={0.days})"
    days: int


class ExpectOnceAYear(Struct, frozen=True, tag_field="kind", tag="once_a_year"):
    """每年一次: how often in each calendar year, the year with the fewest counting."""

    hashed: ClassVar = "ExpectOnceAYear()"


class ExpectJanuaryAndJuly(Struct, frozen=True, tag_field="kind", tag="january_and_july"):
    """每年1月和7月各一次: two fixed options, january and july, both of which must hold."""

    hashed: ClassVar = "ExpectJanuaryAndJuly()"


OfEach = ExpectAll | ExpectNone | ExpectJanuaryAndJuly
"""What is expected where each option is answered for itself."""
Dated = ExpectJanuaryAndJuly | ExpectMonthsAtMost | ExpectWorkingDaysAtMost | ExpectOnceAYear
"""What asks for days, or how many there were."""
Expectation = (
    ExpectYes | ExpectNo | ExpectAll | ExpectNone | ExpectOneOf | ExpectYearsAtLeast | Dated
)
