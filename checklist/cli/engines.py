"""Which tables of records are given, and which engine reads them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from checklist.assessment.typed import excerpt
from checklist.errors import UnreadableFile, WrongUsage
from checklist.streams import Passing, print_note
from checklist.text import inert

if TYPE_CHECKING:
    from checklist.law.record_kinds import RecordKind
    from checklist.records.judging import Asked
    from checklist.records.model import Layout, Table, Tally
    from checklist.sheets.listing import Listing

_IN_DATABASE = "table:"
_SPARK = re.compile(r"local(\[.+\])?|spark://.+|yarn|k8s://.+|sc://.+")
_LARGE = 200 << 20
"""Bytes above which it pays to let DuckDB read."""
_SPARK_EXTRA = '在程序的文件夹里运行 pip install ".[records,spark]"（还要有 Java 17），再运行一次'


def chosen(named: str | None, tables: Sequence[tuple[Table, Layout]]) -> str | None:
    """The engine that is named, else the one that fits; None for reading row by row.

    Raises WrongUsage for one that is not known or not installed.
    """
    from checklist.sheets.parquet import EXTRA, is_installed

    if named is None:
        is_large = sum({table.source: table.source.size for table, _ in tables}.values()) > _LARGE
        is_stored = any(table.stored and not table.stored.encoding for table, _ in tables)
        if is_large and not is_installed():
            print_note(f"文件很大，要读很久；可以{EXTRA}。")
        return "duckdb" if is_installed() and (is_large or is_stored) else None
    if named == "python":
        return None
    if named == "duckdb":
        if not is_installed():
            raise WrongUsage.because("读大文件的部分（DuckDB）没有装", EXTRA)
        return named
    if not _SPARK.fullmatch(named):
        mend = "写 python、duckdb、local[*] 或者 spark://主机:端口"
        raise WrongUsage.because(f"不认识引擎{excerpt(named)}", mend)
    if not (is_installed() and find_spec("pyspark")):
        raise WrongUsage.because("Spark 的部分没有装", _SPARK_EXTRA)
    return named


def _of_database(name: str, engine: str | None) -> Table:
    """The table that a Spark knows by name. Raises WrongUsage and UnreadableFile."""
    from checklist.records.model import Source, Stored, Table

    if engine is None or chosen(engine, ()) in (None, "duckdb"):
        what = f"表{excerpt(name)}要由 Spark 来读"
        raise WrongUsage.because(what, "加上 --engine spark://主机:端口（本机的写 local[*]）")
    from checklist.records.bulk.run import headings

    return Table(
        source=Source(name=f"表 {name}", sha256="", size=0),
        heading=headings(engine, name),
        stored=Stored(name=name),
        rows=lambda: iter(()),
    )


def tables_at(paths: Iterable[Path], engine: str | None) -> Iterator[Table]:
    """The tables at these paths; that of a database, where one is called table:库.表."""
    from checklist.sheets.exports import tables

    for path in paths:
        named = str(path).removeprefix(_IN_DATABASE)
        yield from tables(path) if named == str(path) else [_of_database(named, engine)]


def from_before(files: Iterable[Path]) -> Iterator[Table]:
    """The tables of lists that were taken before, under names that tell them apart."""
    from checklist.sheets.exports import tables

    for path in files:
        for table in tables(path):
            source = replace(table.source, name=f"旧清单 {table.source.name}")
            yield replace(table, source=source, is_earlier=True)


@contextmanager
def unchanged(tables: Iterable[Table]) -> Iterator[None]:
    """Raise UnreadableFile where a file was changed while it was read, whatever came of that."""
    paths = [Path(part) for table in tables if table.stored for part in table.stored.parts]
    before = [*map(_stamp, paths)]
    try:
        yield
    finally:
        for path, stamp in zip(paths, before, strict=True):
            if _stamp(path) != stamp:
                mend = "等它写完、下载完，再运行一次"
                raise UnreadableFile.because("读的时候，这个文件变了", mend, file=path)


def _stamp(path: Path) -> tuple[int, int]:
    """By what it shows that a file was changed; nothing where it is not there."""
    with suppress(OSError):
        status = path.stat()
        return status.st_size, status.st_mtime_ns
    return 0, 0


def only_recordings(layouts: Iterable[tuple[Table, Layout | None]]) -> None:
    """Raise UnreadableFile where a list from before, or what it is held against, is none of
    recordings."""
    from checklist.law.record_kinds import RecordKind

    earlier = [each for each in layouts if each[0].is_earlier]
    for table, layout in earlier:
        if layout is not None and layout.kind is not RecordKind.REPLAYS:
            what = f"{inert(table.name)}不是回放的清单"
            raise UnreadableFile.because(what, "--earlier 后面只写以前导出的回放清单")
    current = [layout for table, layout in layouts if not table.is_earlier]
    if earlier and not any(layout and layout.kind is RecordKind.REPLAYS for layout in current):
        what = "给了旧的回放清单，没有给现在的"
        raise UnreadableFile.because(what, "把现在的回放清单也写上")


def checked(
    engine: str | None, asked: Asked, listing: Listing, tables: Sequence[tuple[Table, Layout]]
) -> Mapping[RecordKind, Tally]:
    """What each kind of records came to, by the engine that was named, or that fits.

    Raises WrongUsage for one that is not known or not installed.
    """
    named, passing = chosen(engine, tables), Passing(_reading)
    try:
        if named is None:
            from checklist.records.checking import Checking

            return Checking(asked, listing.add, passing.add).run(tables)
        from checklist.records.bulk.run import run

        follow = (lambda done: passing.tell(_computing(done))) if sys.stderr.isatty() else None
        return run(named, asked, listing.add, tables, passing.add, follow)
    finally:
        passing.clear()


def _reading(rows: int, seconds: float) -> str:
    return f"已读{rows:,}行，每秒{rows / seconds:,.0f}行"


def _computing(done: float) -> str:
    return f"正在计算，这一步完成了{done:.0f}%"
