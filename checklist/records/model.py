"""What a table of records says, and what holding it against the law came to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from checklist.law.record_kinds import Content, RecordKind

Cells = tuple[int, Sequence[str]]
"""The number of a row, from 1, and the text of its cells."""
FOREVER = date.max
"""Kept until this day: 长期."""
STREAMED, COMPLETED = "直播结束", "交易完成"
EVENTS = (STREAMED, COMPLETED)
"""What records can tell the day of, as rulebooks name it under `counted_from`."""
WITHOUT = 1 << len(Content)
"""What one cell says of contents: a bit for each that is empty, and so many times that for each of
which the cell says that there was none."""


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
    ACCOUNT = "直播账号"
    REPLAY = "直播回放"
    INTERACTION = "直播互动"
    SNAPSHOT = "详情快照"
    SERVICE = "客服记录"
    PAYMENT = "支付记录"
    LOGISTICS = "物流快递"
    RETURNS = "退换货"
    AFTERSALES = "售后"


CONTENT_FIELDS = {Field[content.name]: content for content in Content}
"""The fields that say whether there is some kind of transaction information."""


LABELS = 3
"""Columns from the left in which a row says that it adds up others, besides those that are read."""


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
    of which some may have been deleted since. `is_alone`: no other sheet of its file is read.
    """

    source: Source
    sheet: str = ""
    is_alone: bool = False
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
        is_one = self.is_alone or not self.sheet
        return self.source.name if is_one else f"{self.source.name} 的“{self.sheet}”表"


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
    """One row as read; times are those of China. `until` is the last day on which it is kept.
    `lacks` is what its cells say of contents, or which it has not."""

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
    lacks: int = 0


def contents_of(layouts: Iterable[Layout]) -> frozenset[Content]:
    """The kinds of transaction information that every table has a column for."""
    held = [
        {content for field, content in CONTENT_FIELDS.items() if field in layout.columns}
        for layout in layouts
    ]
    return frozenset(held[0]).intersection(*held) if held else frozenset()


def same_recording(row: Row) -> object:
    """What tells a recording in two lists that were taken one after the other."""
    return row.id or (row.session, row.start)


class Bad(NamedTuple):
    """A row that cannot be read, why, and what of it tells whose it is."""

    number: int
    why: str
    named: Row


class Total(NamedTuple):
    """A row that adds up others: 合计, 小计."""

    number: int


class Fault(Enum):
    """What is wrong with a row, or a broadcast, by the name under which it is shown."""

    MISSING = "没有回放"
    UNSURE = "看不出有没有"
    GONE = "已经删除"
    EARLY = "到期太早"
    SHORT = "录像短于直播"
    LACKING = "内容不全"
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
    which day to which. `covers` is whether every broadcast of the list has a recording; of a log
    nothing tells how many entries there should be. `earlier` are rows
    from before the law was in force, `others` those of rooms that are not in the respondent's list,
    by their names. `vanished` are recordings that stand in an earlier list alone, `soonest` is the
    day of the last of them, and the one on which it was no longer there. `over` need not be kept
    any more, `totals` are rows that add up others. `contents` are how many lack each kind of
    transaction information that the tables have a column for, `uncolumned` those without. `sold`
    are broadcasts of which an order is known to be completed; of `faults`, `unsold` are those of
    the others, and `shortest_sold` leaves these out. `beyond` is the same of rooms outside the
    list, where a duty of the respondent reaches them: a tally that `is_outside`. Of recordings
    `unlisted` are rows of the list of broadcasts that cannot be read, and were held against
    nothing; of broadcasts `overlapping` are those that began before another of their room was over,
    `overlaps` the first of them.
    """

    kind: RecordKind
    rows: int = 0
    demanded: int = 0
    unknown: int = 0
    undated: int = 0
    earlier: int = 0
    over: int = 0
    totals: int = 0
    others: dict[str, int] = {}
    twice: int = 0
    covers: bool = False
    faults: dict[Fault, int] = {}
    shortest: tuple[date, date] | None = None
    vanished: int = 0
    soonest: tuple[date, date] | None = None
    months: dict[str, Month] = {}
    contents: dict[Content, int] = {}
    uncolumned: tuple[Content, ...] = ()
    sold: int = 0
    unsold: dict[Fault, int] = {}
    shortest_sold: tuple[date, date] | None = None
    is_outside: bool = False
    beyond: Tally | None = None
    unlisted: int = 0
    overlapping: int = 0
    overlaps: tuple[str, ...] = ()

    def count(self, fault: Fault) -> int:
        """How many have this fault."""
        return self.faults.get(fault, 0)

    @property
    def asked_for(self) -> frozenset[Content]:
        """The kinds of transaction information that were looked for, whether there is a column or
        none."""
        return frozenset((*self.contents, *self.uncolumned))

    @property
    def is_unreadable(self) -> bool:
        """Whether there are rows, none of them can be read, and so nothing is known."""
        is_none_read = 0 < self.count(Fault.UNREAD) == self.rows - self.totals
        return is_none_read and not self.demanded

    def in_order(self) -> Tally:
        """The tally, in an order that does not depend on how the records were read."""
        faults = {fault: self.count(fault) for fault in Fault if self.count(fault)}
        unsold = {fault: self.unsold[fault] for fault in Fault if fault in self.unsold}
        others, months = dict(sorted(self.others.items())), dict(sorted(self.months.items()))
        beyond = self.beyond and self.beyond.in_order()
        return replace(
            self, faults=faults, unsold=unsold, others=others, months=months, beyond=beyond
        )

    @property
    def is_complete(self) -> bool:
        """Whether nothing was left out: every broadcast has one, every row could be read and says
        until when it is kept."""
        left_out = self.unknown or self.undated or self.count(Fault.UNREAD)
        return self.covers and not left_out
