"""Which engine reads the records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from checklist.assessment.typed import quoted
from checklist.errors import WrongUsage
from checklist.streams import print_note

if TYPE_CHECKING:
    from checklist.records.model import Layout, Table

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
        raise WrongUsage.because(f"不认识引擎{quoted(named)}", mend)
    if not (is_installed() and find_spec("pyspark")):
        raise WrongUsage.because("Spark 的部分没有装", _SPARK_EXTRA)
    return named


def of_database(name: str, engine: str | None) -> Table:
    """The table that a Spark knows by name. Raises WrongUsage and UnreadableFile."""
    from checklist.records.model import Source, Stored, Table

    if engine is None or chosen(engine, ()) in (None, "duckdb"):
        what = f"表{quoted(name)}要由 Spark 来读"
        raise WrongUsage.because(what, "加上 --engine spark://主机:端口（本机的写 local[*]）")
    from checklist.records.bulk.run import headings

    return Table(
        source=Source(name=f"表 {name}", sha256="", size=0),
        heading=headings(engine, name),
        stored=Stored(name=name),
        rows=lambda: iter(()),
    )
