"""Reads the rows of a table by its layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from checklist.assessment.typed import Misread
from checklist.records.keeping import Keeping
from checklist.records.model import (
    CONTENT_FIELDS,
    FOREVER,
    LABELS,
    WITHOUT,
    Bad,
    Layout,
    Row,
    Table,
    Total,
)
from checklist.records.values import (
    FOREVER_WORDS,
    LAST_DAY,
    LOST,
    adds_up,
    as_written,
    day_before,
    is_empty,
    is_moment,
    moment,
    number,
    says_deleted,
    says_none,
    seconds,
    whole,
)
from checklist.text import inert, tidy

_HEX = re.compile(rb"%([0-9A-Fa-f]{2})")


Read = Row | Bad | Total


def read(table: Table, layout: Layout, keeping: Keeping, now: datetime) -> Iterator[Read]:
    """Every row below the headings, or why one cannot be read. Raises UnreadableFile."""
    if layout.down:
        lines = dict(table.rows())
        pairs = [lines.get(at, ()) for at in layout.columns.values()]
        values = [pair[1] if len(pair) > 1 else "" for pair in pairs]
        columns = {field: at for at, field in enumerate(layout.columns)}
        yield Reader(replace(layout, columns=columns), keeping, now).row(1, values)
        return
    reader = Reader(layout, keeping, now, is_inventory=table.is_quoted)
    for at, cells in table.rows():
        if at > layout.head:
            yield reader.row(at, cells)


class _Columns(NamedTuple):
    """Where each field stands in a row; -1 where there is no such column: after the last cell an
    empty one is put."""

    session: int
    room: int
    start: int
    end: int
    duration: int
    id: int
    made: int
    until: int
    expires: int
    deleted: int
    state: int
    object: int


class Reader:
    """Reads the rows of one table, by its layout."""

    def __init__(
        self, layout: Layout, keeping: Keeping, now: datetime, *, is_inventory: bool = False
    ) -> None:
        self._kind, self._keeping, self._now = layout.kind, keeping, now
        self._is_inventory = is_inventory
        columns = {field.name.lower(): at for field, at in layout.columns.items()}
        self._columns = _Columns(*(columns.get(name, -1) for name in _Columns._fields))
        self._width = max(LABELS, *(at + 1 for at in columns.values()))
        own = {at for field, at in layout.columns.items() if field not in CONTENT_FIELDS}
        self._used = sorted(own)
        # In the order of the kinds of content, one bit each.
        held = [layout.columns.get(field) for field in CONTENT_FIELDS]
        self._contents = [
            (1 << bit, column) for bit, column in enumerate(held) if column is not None
        ]

    def row(self, at: int, cells: Sequence[str]) -> Read:
        """One row, or why it cannot be read."""
        whole_row = [*cells[: self._width], *[""] * (self._width - len(cells)), ""]
        result = self._row(at, whole_row)
        is_dated = isinstance(result, Row) and (result.end or result.start or result.made)
        return Total(at) if not is_dated and self._adds_up(whole_row) else result

    def _row(self, at: int, cells: Sequence[str]) -> Row | Bad:
        for column in self._used:
            if LOST in cells[column]:
                return Bad(at, unknown_letters(cells[column]), self._named(at, cells))
        try:
            return self._read(at, cells)
        except Misread as misread:
            return Bad(at, f"{misread.what}；{misread.mend}", self._named(at, cells))

    def _named(self, at: int, cells: Sequence[str]) -> Row:
        """What still tells, of a row that cannot be read, which broadcast it belongs to."""
        columns = self._columns
        start, name = cells[columns.start], tidy(cells[columns.object])
        return Row(
            at, session=whole(as_written(cells[columns.session])), room=tidy(cells[columns.room]),
            start=moment(start) if is_moment(start) else None, end=None, seconds=None,
            id=whole(self._key(name or as_written(cells[columns.id]))), made=None, until=None,
            is_gone=False,
        )  # fmt: skip

    def _key(self, name: str) -> str:
        """The name of a file as it is called in its store."""
        return unquoted(name) if self._is_inventory else name

    def _adds_up(self, cells: Sequence[str]) -> bool:
        """Whether a row adds up others: it says so and has no day of its own."""
        if not any(adds_up(cells[column]) for column in {*range(LABELS), *self._used}):
            return False
        columns = self._columns
        return not any(is_moment(cells[at]) for at in (columns.start, columns.end, columns.made))

    def _read(self, at: int, cells: Sequence[str]) -> Row:
        columns = self._columns
        start, end = moment(cells[columns.start]), moment(cells[columns.end])
        lasted, deleted = seconds(cells[columns.duration]), moment(cells[columns.deleted])
        is_gone = deleted is not None and deleted <= self._now
        name = tidy(cells[columns.object]) or number(cells[columns.id])
        row = Row(
            number=at,
            session=number(cells[columns.session]),
            room=tidy(cells[columns.room]),
            start=start,
            end=end or (start + timedelta(seconds=lasted) if start and lasted else None),
            seconds=lasted,
            id=self._key(name),
            made=moment(cells[columns.made]),
            until=None,
            is_gone=is_gone or says_deleted(cells[columns.state]) is not None,
            lacks=self._lacks(cells) if self._contents else 0,
        )
        return row._replace(until=self._until(row, cells, deleted))

    def _lacks(self, cells: Sequence[str]) -> int:
        """What the cells of contents say, as `model.WITHOUT` has it."""
        lacks = 0
        for bit, column in self._contents:
            if is_empty(cells[column]):
                lacks += bit
            elif says_none(cells[column]):
                lacks += bit * WITHOUT
        return lacks

    def _until(self, row: Row, cells: Sequence[str], deleted: datetime | None) -> date | None:
        """The last day on which a row is kept: what it says itself, else what was declared."""
        kept, expires = cells[self._columns.until], cells[self._columns.expires]
        if {kept, expires} & FOREVER_WORDS or kept.startswith(LAST_DAY):
            return FOREVER
        until = moment(kept)
        goes = [each for each in (moment(expires), deleted) if each]
        days = [*([until.date()] if until else ()), *map(day_before, goes)]
        return min(days, default=None) or self._keeping.until(self._kind, row)


def unknown_letters(cell: str) -> str:
    """Why a row is not read in which a character was lost."""
    return f"有认不出的字：{inert(cell)[:40]}"


def unquoted(key: str) -> str:
    """A key as it is called in the store; inventories write it like a part of an address."""
    raw = key.replace("+", " ").encode()
    return _HEX.sub(lambda match: bytes.fromhex(match[1].decode()), raw).decode(errors="replace")
