"""Reads whole columns of cells: by Arrow where they are as they should be, else each value once by
what reads a single cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from checklist.assessment.typed import Misread
from checklist.records.bulk.rows import number_of
from checklist.records.model import CONTENT_FIELDS, FOREVER, WITHOUT, Field
from checklist.records.reading import unknown_letters, unquoted
from checklist.records.values import (
    EMPTY,
    FIRST_YEAR,
    FOREVER_WORDS,
    LAST_DAY,
    LAST_YEAR,
    LOST,
    NONE,
    TOTAL,
    moment,
    number,
    seconds,
)
from checklist.text import tidy

_TIME, _TEXT, _WHOLE = pa.timestamp("us"), pa.string(), pa.int64()
SCHEMA = pa.schema(
    {
        "pos": _WHOLE, "session": _TEXT, "room": _TEXT, "start": _TIME, "end": _TIME,
        "seconds": _WHOLE, "id": _TEXT, "made": _TIME, "until": _WHOLE, "expires": _TIME,
        "deleted": _TIME, "state": _TEXT, "lacks": _WHOLE, "why": _TEXT,
    }
)  # fmt: skip
"""A row as an engine is given it: `pos` numbers rows through all tables of a kind, `until` is the
number of the last day as the row has it, `lacks` is what its cells say of contents, `why` is why it
cannot be read."""
ADDS_UP = "合计"
"""Why a row is left out that adds up others."""
_ODD_NUMBER = r"^[\s']|\s$|^\d(\.\d+)?[eE]|^[-—/\\]|^(?i:无|null|none|nan|n/a)$"
_ODD_TEXT = r"^\s|\s$|[\t\r\n\v\f\x1c-\x1e]|\x{85}|\x{2028}|\x{2029}"
_ODD_KEY = r"[%+]"


class _Columns:
    """The columns of some rows, and why rows cannot be read: the first reason counts."""

    def __init__(self, cells: Mapping[Field, pa.Array], rows: int) -> None:
        self._cells, self._rows = cells, rows
        self.why = pa.nulls(rows, _TEXT)

    def read(
        self,
        field: Field,
        type: pa.DataType,
        quick: Callable[[pa.Array], pa.Array | None],
        single: Callable[[str], Any],
        *,
        unless: pa.Array | None = None,
    ) -> pa.Array:
        """A column: `quick` reads it as a whole, or says None; `single` reads a cell. `unless` are
        rows of which it does not matter."""
        cells = self._cells.get(field)
        if cells is None:
            return pa.nulls(self._rows, type)
        if (read := quick(cells)) is not None:
            return read
        coded = _as_text(cells).dictionary_encode()
        values: list[Any] = []
        reasons: list[str | None] = []
        for text in coded.dictionary.to_pylist():
            try:
                values.append(single(text))
                reasons.append(None)
            except Misread as misread:
                values.append(None)
                reasons.append(f"{misread.what}；{misread.mend}")
        self.refuse(pa.array(reasons, _TEXT).take(coded.indices), unless=unless)
        return pa.array(values, type).take(coded.indices)

    def refuse(self, why: pa.Array, *, unless: pa.Array | None = None) -> None:
        """Note why rows cannot be read, where nothing stands against them yet."""
        if unless is not None:
            why = pc.if_else(unless, None, why)
        self.why = pc.coalesce(self.why, why)

    def time(self, field: Field, *, unless: pa.Array | None = None) -> pa.Array:
        return self.read(field, _TIME, _quick_times, moment, unless=unless)

    def texts(
        self,
        field: Field,
        odd: str,
        single: Callable[[str], str],
        *,
        unless: pa.Array | None = None,
    ) -> pa.Array:
        def quick(cells: pa.Array) -> pa.Array | None:
            plain = _as_text(cells)
            is_odd = pc.any(pc.match_substring_regex(plain, odd)).as_py()
            return None if is_odd else plain

        return pc.fill_null(self.read(field, _TEXT, quick, single, unless=unless), "")

    def forever(self) -> pa.Array:
        """Which rows are kept for ever by what they say."""
        is_forever = pa.array([False] * self._rows, pa.bool_())
        for field in (Field.UNTIL, Field.EXPIRES):
            cells = self._cells.get(field)
            if cells is not None and pa.types.is_string(cells.type):
                is_forever = pc.or_(is_forever, pc.is_in(cells, pa.array([*FOREVER_WORDS])))
        if Field.UNTIL in self._cells:
            is_forever = pc.or_(
                is_forever, pc.starts_with(_as_text(self._cells[Field.UNTIL]), LAST_DAY)
            )
        return is_forever


def columns_of(
    numbers: pa.Array,
    given: Mapping[Field, pa.Array],
    labels: Sequence[pa.Array],
    *,
    is_quoted: bool,
) -> pa.RecordBatch:
    """Rows as they are kept, of the columns that a table has, in their order; `labels` are the
    first of them all, as `model.LABELS` has it."""
    arrays = {field: cells for field, cells in given.items() if field not in CONTENT_FIELDS}
    columns = _Columns(arrays, len(numbers))
    columns.refuse(_lost(arrays.values(), len(numbers)))
    start, end = columns.time(Field.START), columns.time(Field.END)
    lasted = columns.read(Field.DURATION, _WHOLE, _quick_seconds, seconds)
    deleted = columns.time(Field.DELETED)
    key = columns.texts(Field.OBJECT, _ODD_TEXT, tidy)
    is_named = pc.not_equal(key, "")
    id = columns.texts(Field.ID, _ODD_NUMBER, number, unless=is_named)
    id = pc.if_else(is_named, key, id)
    if is_quoted and pc.any(pc.match_substring_regex(id, _ODD_KEY)).as_py():
        id = pa.array([unquoted(each) for each in id.to_pylist()], _TEXT)
    session = columns.texts(Field.SESSION, _ODD_NUMBER, number)
    room = columns.texts(Field.ROOM, _ODD_TEXT, tidy)
    made = columns.time(Field.MADE)
    forever = columns.forever()
    until = columns.read(Field.UNTIL, _WHOLE, _quick_days, _last_day, unless=forever)
    expires = columns.time(Field.EXPIRES, unless=forever)
    state = (
        _as_text(arrays[Field.STATE]) if Field.STATE in arrays else pa.nulls(len(numbers), _TEXT)
    )
    is_undated = pc.and_(pc.and_(start.is_null(), end.is_null()), made.is_null())
    adds_up = pc.and_(is_undated, _matching([*labels, *arrays.values()], TOTAL, len(numbers)))
    read = [
        numbers, session, room, start, end, lasted, id, made,
        pc.if_else(forever, number_of(FOREVER), until), expires, deleted,
        pc.fill_null(state, ""), _contents(given, len(numbers)),
        pc.if_else(adds_up, ADDS_UP, columns.why),
    ]  # fmt: skip
    return pa.RecordBatch.from_arrays(read, schema=SCHEMA)


def _as_text(cells: pa.Array) -> pa.Array:
    """The cells as text; nothing for none."""
    if pa.types.is_boolean(cells.type):
        cells = pc.if_else(cells, "已删除", "")
    return pc.fill_null(cells.cast(_TEXT), "")


def _matching(columns: Iterable[pa.Array], pattern: str, rows: int) -> pa.Array:
    """In which rows a cell of these columns says something."""
    matches = pa.array([False] * rows, pa.bool_())
    for cells in columns:
        if pa.types.is_string(cells.type):
            matches = pc.or_(matches, pc.fill_null(pc.match_substring_regex(cells, pattern), False))
    return matches


def _contents(given: Mapping[Field, pa.Array], rows: int) -> pa.Array:
    """What the cells of contents say, as `model.WITHOUT` has it."""
    codes = pa.array([0] * rows, _WHOLE)
    for at, field in enumerate(CONTENT_FIELDS):
        cells = given.get(field)
        if cells is None:
            continue
        is_empty, is_none = cells.is_null(), pa.array([False] * rows, pa.bool_())
        if pa.types.is_boolean(cells.type):
            is_empty = pc.invert(pc.fill_null(cells, False))
        elif pa.types.is_string(cells.type):
            is_empty = pc.or_(is_empty, _matching([cells], EMPTY, rows))
            is_none = _matching([cells], NONE, rows)
        bit = pc.if_else(is_empty, 1 << at, pc.if_else(is_none, WITHOUT << at, 0))
        codes = pc.add(codes, bit.cast(_WHOLE))
    return codes


def _lost(columns: Iterable[pa.Array], rows: int) -> pa.Array:
    """Why rows are not read in which a character was lost."""
    why = pa.nulls(rows, _TEXT)
    for cells in columns:
        if pa.types.is_string(cells.type):
            is_lost = pc.match_substring(cells, LOST)
            if pc.any(is_lost).as_py():
                reasons = [unknown_letters(cell or "") for cell in cells.to_pylist()]
                why = pc.coalesce(why, pc.if_else(is_lost, pa.array(reasons, _TEXT), None))
    return why


def _quick_times(cells: pa.Array) -> pa.Array | None:
    """Times, where all are written in full, with no zone; None where any is not."""
    if pa.types.is_timestamp(cells.type) and cells.type.tz:
        whole = cells.cast(pa.timestamp("us", "UTC")).cast(_WHOLE)
        china = timedelta(hours=8) // timedelta(microseconds=1)
        cells = pc.add(whole, china).cast(_TIME)
    try:
        if pa.types.is_string(cells.type):
            cells = pc.if_else(pc.equal(cells, ""), None, cells)
        elif not (pa.types.is_temporal(cells.type) or pa.types.is_null(cells.type)):
            return None
        times = cells.cast(_TIME)
        ends = pc.min_max(times)
        first, last = ends["min"].as_py(), ends["max"].as_py()
    except (ValueError, OverflowError, pa.ArrowNotImplementedError):
        return None
    can_be = first is None or (first.year >= FIRST_YEAR and last.year <= LAST_YEAR)
    return times if can_be else None


def _quick_days(cells: pa.Array) -> pa.Array | None:
    times = _quick_times(cells)
    return None if times is None else times.cast(pa.date32()).cast(pa.int32()).cast(_WHOLE)


def _quick_seconds(cells: pa.Array) -> pa.Array | None:
    return cells.cast(_WHOLE) if pa.types.is_integer(cells.type) else None


def _last_day(text: str) -> int | None:
    """The number of the day of a time; None where the cell says nothing. Raises Misread."""
    written: datetime | None = moment(text)
    return number_of(written.date()) if written else None
