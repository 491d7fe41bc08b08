"""What a table of records says, and what holding it against the law came to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from checklist.law.record_kinds import RecordKind

Cells = tuple[int, Sequence[str]]
"""The number of a row, from 1, and the text of its cells."""
FOREVER = date.max
"""Kept until this day: 长期."""
STREAMED, COMPLETED = "直播结束", "交易完成"
EVENTS = (STREAMED, COMPLETED)
"""What records can tell the day of, as rulebooks name it under `counted_from`."""


class Field(Enum):
    """What a column says, by the name under which it is shown and corrected."""

    SESSION = "场次号"
    ROOM = "直播间"
    START = "开始时间"
    END = "结束时间"
    DURATION = "时长"
    ID = "编号"
    MADE = "生成时间"
    UNTIL = "保存至"
    EXPIRES = "到期删除"
    DELETED = "删除时间"
    STATE = "状态"
    OBJECT = "文件名"


class Source(Struct, frozen=True, kw_only=True):
    """A file that was read: its name without its folder, SHA-256 and size in bytes."""

    name: str
    sha256: str
    size: int


class Stored(Struct, frozen=True, kw_only=True):
    """Where the rows of a table lie, for an engine that reads files by itself: the parts of it, one
    after the other. Parquet has no `encoding`. A table of a database has its `name` alone."""

    parts: tuple[str, ...] = ()
    name: str = ""
    encoding: str = ""
    delimiter: str = ","


class Table(Struct, frozen=True, kw_only=True):
    """A table in a file; `rows` reads it again each time, from its first row on.

    `is_quoted`: names of files stand in it like parts of an address, as in inventories. `left_out`
    is what its file holds and was not read. `is_earlier`: it is a list of recordings from before,
    of which some may have been deleted since.
    """

    source: Source
    sheet: str = ""
    heading: tuple[str, ...] = ()
    """The columns, where they stand in another place (the manifest of an inventory)."""
    is_quoted: bool = False
    left_out: str = ""
    is_earlier: bool = False
    stored: Stored | None = None
    rows: Callable[[], Iterator[Cells]]

    @property
    def name(self) -> str:
        """场次.xlsx 的“一月”表."""
        return f"{self.source.name} 的“{self.sheet}”表" if self.sheet else self.source.name


class Layout(Struct, frozen=True, kw_only=True):
    """What a table holds: its kind, the row of its headings (0: it has none), its columns from 0.

    `down` is whether it is one record set downwards: headings in the first column, one value each.
    """

    kind: RecordKind
    head: int
    columns: Mapping[Field, int]
    headings: Mapping[Field, str]
    down: bool = False


class Row(NamedTuple):
    """One row as read; times are those of China. `until` is the last day on which it is kept."""

    number: int
    session: str
    room: str
    start: datetime | None
    end: datetime | None
    seconds: int | None
    id: str
    made: datetime | None
    until: date | None
    is_gone: bool


def same_recording(row: Row) -> object:
    """What tells a recording in two lists that were taken one after the other."""
    return row.id or (row.session, row.start)


class Bad(NamedTuple):
    """A row that cannot be read, and why."""

    number: int
    why: str


class Fault(Enum):
    """What is wrong with a row, or a broadcast, by the name under which it is shown."""

    MISSING = "没有回放"
    GONE = "已经删除"
    EARLY = "到期太早"
    SHORT = "录像短于直播"
    ORPHAN = "对不上场次"
    UNREAD = "读不出"


class Clock(Struct, frozen=True, order=True):
    """How long something is kept: `years` from `event`, in the words of a rulebook (直播结束)."""

    event: str
    years: int


class Failing(Struct, frozen=True, kw_only=True):
    """A row, or a broadcast, with a fault. `due` is until when it has to be kept, at least."""

    fault: Fault
    kind: RecordKind
    file: str
    row: int
    """Its number; 0 in a table of a database, whose rows have none."""
    session: str = ""
    room: str = ""
    event: date | None = None
    due: date | None = None
    until: date | None = None
    why: str = ""

    @property
    def short_by(self) -> int:
        """How many days too early it goes; many for what is gone or was never there."""
        if self.due is None:
            return 0
        if self.fault in (Fault.MISSING, Fault.GONE):
            return self.due.toordinal()
        return (self.due - self.until).days if self.until else 0


class Month(Struct):
    """What there had to be in a month, and what of it has a fault."""

    demanded: int = 0
    failing: int = 0


class Tally(Struct, kw_only=True):
    """What the records of one kind came to.

    `rows` were read, `demanded` had to be kept; of these `unknown` have no day until which they are
    kept, and `faults` say what is wrong with others. `shortest` is the least that any is kept, from
    which day to which. `covers` is whether every broadcast of the list has one. `earlier` are rows
    from before the law was in force, `others` those of rooms that are not in the respondent's list,
    by their names. `vanished` are recordings that stand in an earlier list alone, `soonest` is the
    day of the last of them, and the one on which it was no longer there.
    """

    kind: RecordKind
    rows: int = 0
    demanded: int = 0
    unknown: int = 0
    undated: int = 0
    earlier: int = 0
    others: dict[str, int] = {}
    twice: int = 0
    covers: bool = False
    faults: dict[Fault, int] = {}
    shortest: tuple[date, date] | None = None
    vanished: int = 0
    soonest: tuple[date, date] | None = None
    months: dict[str, Month] = {}

    def count(self, fault: Fault) -> int:
        """How many have this fault."""
        return self.faults.get(fault, 0)

    def in_order(self) -> Tally:
        """The same, in an order that does not depend on how the records were read."""
        faults = {fault: self.count(fault) for fault in Fault if self.count(fault)}
        others, months = dict(sorted(self.others.items())), dict(sorted(self.months.items()))
        return replace(self, faults=faults, others=others, months=months)

    @property
    def is_complete(self) -> bool:
        """Whether nothing was left out: every broadcast has one, every row could be read and says
        until when it is kept."""
        left_out = self.unknown or self.undated or self.count(Fault.UNREAD)
        return self.covers and not left_out
