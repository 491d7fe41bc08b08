"""When something is due by the law, what is to be done then, and towards whom."""

from __future__ import annotations

from datetime import date
from enum import Enum

from msgspec import Struct


class EveryMonths(Struct, frozen=True, tag_field="kind", tag="every"):
    """每N个月 (每N年 is 12N)."""

    months: int


class InMonths(Struct, frozen=True, tag_field="kind", tag="in"):
    """Once in each of these calendar months of every year, 1 to 12."""

    months: tuple[int, ...]


class WithinWorkingDays(
    Struct,
    frozen=True,
    kw_only=True,
    tag_field="kind",
    tag="within",
    rename={"days": "working_days"},
):
    """Within N working days after an event (the day of the event is not counted)."""

    days: int
    after: str


class WithinDays(Struct, frozen=True, kw_only=True, tag_field="kind", tag="within_days"):
    """自某事之日起N日内: within N days of the calendar; whether the first counts is left open."""

    days: int
    after: str


class YearlyBy(Struct, frozen=True, kw_only=True, tag_field="kind", tag="yearly"):
    """每年N月N日前: once every year, by that day."""

    month: int
    day: int


class Once(Struct, frozen=True, tag_field="kind", tag="once"):
    """On one day, which `Due.by` names."""


class Before(Struct, frozen=True, tag_field="kind", tag="before"):
    """Before an event, each time."""

    event: str


class PromptlyAfter(Struct, frozen=True, tag_field="kind", tag="promptly_after"):
    """及时: promptly after an event, no number of days given."""

    event: str


Timing = (
    EveryMonths
    | InMonths
    | YearlyBy
    | WithinWorkingDays
    | WithinDays
    | Once
    | Before
    | PromptlyAfter
)


class Act(Enum):
    """What the law says is to be done towards whom, in its own verb."""

    SUBMIT = "submit"  # 报送
    REPORT = "report"  # 报告
    PASS_ON = "pass_on"  # 通报
    INFORM = "inform"  # 告知
    REMIND = "remind"  # 提醒
    FILE = "file"  # 备案
    REFILE = "refile"  # 变更备案
    SUBMIT_AND_FILE = "submit_and_file"  # 报送备案


class Due(Struct, frozen=True, kw_only=True):
    """A deadline of an entry; `to` is towards whom `act` is due.

    `by` is given where it comes only once: its last day, by each reading of the text, earliest
    first. The last of them counts.
    """

    timing: Timing
    to: str | None = None
    act: Act = Act.SUBMIT
    by: tuple[date, ...] = ()
