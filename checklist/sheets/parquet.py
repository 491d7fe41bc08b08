"""Opens Parquet files, which the extra `records` reads: alone, or the parts of one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from checklist.errors import UnreadableFile
from checklist.records.model import Cells, Source, Stored, Table
from checklist.text import inert

SUFFIX = ".parquet"
EXTRA = (
    '在程序的文件夹里运行 pip install ".[records]" 装上读大文件的部分，再运行一次；'
    "或者导出成 CSV（几百万行以内）"
)
_ROWS = 10_000


def is_installed() -> bool:
    """Whether the extra `records` is there."""
    return all(find_spec(each) for each in ("ibis", "duckdb", "pyarrow"))


def parts_of_tables(paths: Sequence[Path]) -> list[list[Path]]:
    """Files with the same columns are parts of one table. Raises UnreadableFile."""
    by_columns: dict[tuple[str, ...], list[Path]] = {}
    for path in paths:
        by_columns.setdefault(_columns(path), []).append(path)
    return [*by_columns.values()]


def table(source: Source, parts: Sequence[Path]) -> Table:
    """The table whose parts are in these files. Raises UnreadableFile."""
    return Table(
        source=source,
        heading=_columns(parts[0])[::2],
        stored=Stored(parts=tuple(map(str, parts))),
        rows=lambda: _rows(parts),
    )


def _columns(path: Path) -> tuple[str, ...]:
    """The names of the columns, each followed by its type. Raises UnreadableFile."""
    if not is_installed():
        raise UnreadableFile.because("读 .parquet 的部分没有装", EXTRA, file=path)
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError):
        what = "这个 .parquet 文件不完整，或者不是 Parquet"
        raise UnreadableFile.because(what, "重新下载或者导出", file=path) from None
    return tuple(part for field in schema for part in (inert(field.name), str(field.type)))


def _rows(parts: Sequence[Path]) -> Iterator[Cells]:
    """Row by row, as text. Raises UnreadableFile where a file cannot be read to its end."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    for part in parts:
        try:
            for batch in pq.ParquetFile(part).iter_batches(_ROWS):
                for cells in zip(*(each.to_pylist() for each in batch.columns), strict=True):
                    number += 1
                    yield number, [*map(_text, cells)]
        except (pa.ArrowException, OSError, ValueError, OverflowError):
            what = f"读到第 {number} 行读不下去了"
            raise UnreadableFile.because(what, "重新下载或者导出", file=part) from None


def _text(value: Any) -> str:
    """A value as a cell of a CSV file has it; true in a column of 状态 says 已删除."""
    if value is None or value is False:
        return ""
    if value is True:
        return "已删除"
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)
