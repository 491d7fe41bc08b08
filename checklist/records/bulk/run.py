"""Runs a check by an engine, with a folder for what does not fit into memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from checklist.errors import DISK_FAILS, NotWritten, UnreadableFile
from checklist.law.record_kinds import RecordKind
from checklist.records.bulk import direct
from checklist.records.bulk.checking import Checking
from checklist.records.bulk.engine import DuckDB, Engine, taken
from checklist.records.bulk.rows import Given
from checklist.records.bulk.staging import staged
from checklist.records.checking import Read, parted, unwatched
from checklist.records.judging import Asked
from checklist.records.model import Failing, Tally, contents_of

if TYPE_CHECKING:
    from ibis.expr.types import Table as Expression

TELLS_IN = 0.5
_FULL = ("Out of Memory", "No space left", "not enough space")
"""What an engine says that can write no more to disk."""


def run(
    engine: str,
    asked: Asked,
    tell: Callable[[Failing], None],
    tables: Sequence[Read],
    watch: Callable[[int], None] = unwatched,
    follow: Callable[[float], None] | None = None,
) -> Mapping[RecordKind, Tally]:
    """What each kind of records came to; `follow` is told twice a second how much of a long step
    is done, in per cent. Raises UnreadableFile and NotWritten."""
    by_kind, before = parted(tables)
    with tempfile.TemporaryDirectory(prefix="checklist-") as folder:
        into = Path(folder)
        ready = _engine(engine, into)
        with _in_chinese(ready, tables), _followed(ready, follow):
            given = {
                kind: _given(ready, read_tables, into / f"{kind.value}.parquet", asked, watch)
                for kind, read_tables in by_kind.items()
            }
            old = into / "before.parquet"
            earlier = _given(ready, before, old, asked, watch) if before else None
            return Checking(asked, tell, ready, watch).run(given, earlier)


@contextmanager
def _followed(engine: Engine, follow: Callable[[float], None] | None) -> Iterator[None]:
    """Tell meanwhile how much of each step is done."""
    is_over = Event()

    def tell() -> None:
        while follow and not is_over.wait(TELLS_IN):
            if (done := engine.progress()) > 0:
                follow(done)

    telling = Thread(target=tell, daemon=True)
    telling.start()
    try:
        yield
    finally:
        is_over.set()
        telling.join()


@contextmanager
def _in_chinese(engine: Engine, tables: Iterable[Read]) -> Iterator[None]:
    """Say in Chinese what stopped an engine. Raises UnreadableFile, NotWritten where the disk for
    what does not fit into memory is full."""
    try:
        yield
    except (*engine.errors, pa.ArrowException, OSError) as error:
        reason = str(error).partition("\n")[0]
        is_full = any(each in reason for each in _FULL)
        if is_full or (isinstance(error, OSError) and error.errno in DISK_FAILS):
            mend = "腾出空间，或者让环境变量 TMPDIR（Windows 是 TEMP）指向别的磁盘，再运行一次"
            what = f"放临时文件的磁盘满了，或者内存不够（{reason}）"
            raise NotWritten.because(what, mend, file=tempfile.gettempdir()) from None
        if isinstance(error, OSError):
            raise
        what = f"{'、'.join(table.name for table, _ in tables)}读不下去了（{reason}）"
        mend = "文件坏了的，重新下载；有一列的类型、内容读不了的，导出成文字、数字、时间或者日期"
        raise UnreadableFile.because(what, mend) from None


def _engine(named: str, folder: Path) -> Engine:
    if named == "duckdb":
        return DuckDB(folder)
    from checklist.records.bulk.spark import Spark

    return Spark(named)


def _given(
    engine: Engine,
    tables: list[Read],
    into: Path,
    asked: Asked,
    watch: Callable[[int], None],
) -> Given:
    """The tables of one kind as one: read where they lie, if all can be."""
    files: list[tuple[int, str]] = []
    parts: list[Expression] = []
    last = 0
    contents = contents_of(layout for _, layout in tables)
    if any(table.stored and table.stored.name for table, _ in tables):
        return _of_database(engine, tables)
    for table, layout in tables:
        if table.stored is None or table.stored.encoding or taken(table.heading):
            break
        *begins, (count, _) = direct.parts_of(table, table.stored)
        rows = engine.numbered(table.stored.parts, [begin for begin, _ in begins])
        if not direct.is_typed(rows, layout):
            break
        typed = direct.typed(rows, layout)
        parts.append(typed.mutate(pos=typed.pos + last))
        files += [(begin + last, name) for begin, name in begins]
        last += count
    else:
        rows = ibis.union(*parts) if len(parts) > 1 else parts[0]
        return Given(rows, files, contents=contents, in_all=last)
    files = staged(tables, into, asked.now, watch)
    return Given(engine.parquet(str(into)), files, is_staged=True, contents=contents)


def headings(engine: str, name: str) -> tuple[str, ...]:
    """The columns of a table that an engine knows by name. Raises UnreadableFile."""
    with tempfile.TemporaryDirectory(prefix="checklist-") as folder:
        return tuple(_engine(engine, Path(folder)).named(name).columns)


def _of_database(engine: Engine, tables: Sequence[Read]) -> Given:
    """The tables of one kind that lie in a database, as one. Raises UnreadableFile."""
    (table, layout), *others = tables
    if others or table.stored is None:
        what = f"{table.name}是数据库里的表，不能和别的文件一起当作{layout.kind.shown}"
        raise UnreadableFile.because(what, "先合成一张表")
    if names := taken(table.heading):
        what = f"{table.name}里有一列叫 {'、'.join(names)}，程序自己要用这个名字"
        raise UnreadableFile.because(what, "在数据库里建一个视图，给它换个名字")
    rows = engine.named(table.stored.name)
    rows = rows.mutate(pos=ibis.literal(1, "int64"))
    if not direct.is_typed(rows, layout):
        what = f"{table.name}里有的时间、日期写成了文字"
        raise UnreadableFile.because(what, "在数据库里转换成时间、日期类型，时长转换成秒数")
    typed = direct.typed(rows, layout)
    if layout.kind is RecordKind.SESSIONS:  # told apart by their places
        order = ibis.row_number().over(order_by=["end", "session", "room"])
        typed = engine.kept(typed.mutate(pos=order + 1))
    contents = contents_of([layout])
    return Given(typed, [(0, table.name)], is_numbered=False, contents=contents)
