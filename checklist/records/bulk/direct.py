"""Parquet files, or tables of a database, whose columns have types: read where they lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import ibis.expr.datatypes as dt
import pyarrow.parquet as pq

from checklist.records.bulk.cells import ADDS_UP, SCHEMA
from checklist.records.bulk.rows import day
from checklist.records.model import CONTENT_FIELDS, LABELS, WITHOUT, Field, Layout, Stored
from checklist.records.model import Table as RecordTable
from checklist.records.values import DAMAGED, EMPTY, NONE, TOTAL
from checklist.text import inert

if TYPE_CHECKING:
    from ibis.expr.types import StringValue, Table, TimestampValue, Value


_TIMES = {
    Field.START: "start", Field.END: "end", Field.MADE: "made", Field.EXPIRES: "expires",
    Field.DELETED: "deleted",
}  # fmt: skip
_CHINA = 8 * 3600
_LONG = 40
"""Characters of a cell of contents from which on it says something."""
_LOST_DIGITS = "编号被表格软件改成了科学计数法，后面的数字已经丢失；重新导出，不要经过 Excel"


def is_typed(table: Table, layout: Layout) -> bool:
    """Whether each column has a type that says what a cell says, and none has to be read."""
    for field, column in _columns(table, layout).items():
        type = column.type()
        if field in CONTENT_FIELDS:
            continue
        if field in _TIMES or field is Field.UNTIL:
            fits = type.is_timestamp() or type.is_date()
        elif field is Field.DURATION:
            fits = type.is_integer()
        elif field is Field.STATE:
            fits = type.is_string() or type.is_boolean()
        else:
            fits = type.is_string() or type.is_integer()
        if not fits:
            return False
    return True


def parts_of(table: RecordTable, stored: Stored) -> Iterator[tuple[int, str]]:
    """After which number the rows of each part come, with its name; last how many rows there are,
    without one."""
    last = 0
    for part in stored.parts:
        yield last, inert(Path(part).name) if len(stored.parts) > 1 else table.name
        last += pq.read_metadata(part).num_rows
    yield last, ""


def typed(table: Table, layout: Layout) -> Table:
    """The columns of a table as an engine is given them; `pos` stays."""
    columns = _columns(table, layout)
    text = {field: _text(columns.get(field)) for field in Field if field not in CONTENT_FIELDS}
    key, number = text[Field.OBJECT], text[Field.ID]
    lasted, until = columns.get(Field.DURATION), columns.get(Field.UNTIL)
    return table.select(
        pos=table.pos,
        session=text[Field.SESSION],
        room=text[Field.ROOM],
        seconds=ibis.null("int64") if lasted is None else lasted.cast("int64"),
        id=ibis.ifelse(key == "", number, key) if Field.OBJECT in columns else number,
        until=ibis.null("int64") if until is None else _last_day(until),
        state=_state(columns.get(Field.STATE)),
        lacks=_contents(columns),
        why=_adding_up(table, columns, _damaged(text, columns)),
        **{name: _time(columns.get(field)) for field, name in _TIMES.items()},
    ).select(*SCHEMA.names)  # fmt: skip


def _columns(table: Table, layout: Layout) -> Mapping[Field, Value]:
    names = [each for each in table.columns if each != "pos"]
    return {field: table[names[at]] for field, at in layout.columns.items()}


def _text(column: Value | None) -> StringValue:
    return ibis.literal("") if column is None else column.cast("string").fill_null("")


def _time(column: Value | None) -> TimestampValue:
    """A time in China; one with a zone is converted."""
    if column is None:
        return ibis.null("timestamp(6)")
    type = column.type()
    if isinstance(type, dt.Timestamp) and type.timezone:
        local = column.cast("timestamp('UTC')").truncate("s").epoch_seconds() + _CHINA
        return local.cast("int64").as_timestamp("s").cast("timestamp(6)")
    return column.cast("timestamp(6)")


def _last_day(column: Value) -> Value:
    return column.epoch_days() if column.type().is_date() else day(_time(column))


def _state(column: Value | None) -> Value:
    if column is not None and column.type().is_boolean():
        return ibis.ifelse(column, "已删除", "")
    return _text(column)


def _contents(columns: Mapping[Field, Value]) -> Value:
    """What the cells of contents say, as `model.WITHOUT` has it."""
    codes: Value = ibis.literal(0, "int64")
    for at, field in enumerate(CONTENT_FIELDS):
        if field not in columns:
            continue
        column = columns[field]
        is_empty, is_none = column.isnull(), ibis.literal(False)
        if column.type().is_boolean():
            is_empty = ~column.fill_null(False)
        elif column.type().is_string():
            cell = column.fill_null("")
            # Most cells are long: whatever says that there is nothing is short.
            is_short = cell.length() < _LONG
            is_empty = ibis.ifelse(is_short, cell.re_search(EMPTY), False)
            is_none = ibis.ifelse(is_short, cell.re_search(NONE), False)
        codes += ibis.cases((is_empty, 1 << at), (is_none, WITHOUT << at), else_=0)
    return codes


def _adding_up(table: Table, columns: Mapping[Field, Value], why: StringValue) -> StringValue:
    """Why a row is not read, with those that add up others: they say so and have no day."""
    names = [each for each in table.columns if each != "pos"]
    own = (each.get_name() for field, each in columns.items() if field not in CONTENT_FIELDS)
    read = dict.fromkeys((*names[:LABELS], *own))
    texts = [table[each] for each in read if table[each].type().is_string()]
    days = [columns[each] for each in (Field.START, Field.END, Field.MADE) if each in columns]
    if not texts:
        return why
    is_undated = ibis.and_(*(each.isnull() for each in days))
    says_so = ibis.or_(*(each.fill_null("").re_search(TOTAL) for each in texts))
    return ibis.ifelse(ibis.ifelse(is_undated, says_so, False), ADDS_UP, why)


def _damaged(text: Mapping[Field, StringValue], columns: Mapping[Field, Value]) -> StringValue:
    """Why a row is not read whose number Excel damaged; most have no E in them."""
    why = ibis.null("string")
    for column in (text[each] for each in (Field.SESSION, Field.ID) if each in columns):
        may_be = column.contains("E") | column.contains("e")
        is_so = ibis.ifelse(may_be, column.re_search(f"^(?:{DAMAGED})$"), False)
        why = ibis.ifelse(is_so, _LOST_DIGITS, why)
    return why
