"""Makes Parquet files of tables that an engine cannot read as they are: CSV in any encoding,
workbooks, columns of text.

Columns of CSV files are taken by Arrow where every cell is as it should be; whatever else stands in
them is read by what reads a single row, so that both ways read the same.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from bisect import insort
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from checklist.records.bulk.cells import ADDS_UP, SCHEMA, columns_of
from checklist.records.bulk.direct import parts_of
from checklist.records.bulk.rows import number_of
from checklist.records.keeping import Keeping
from checklist.records.model import LABELS, Bad, Layout, Stored, Table, Total
from checklist.records.reading import Read, Reader, read

BLOCK = 1 << 22
_ROWS = 50_000
_LOOKED_AT = 100
Watch = Callable[[int], None]
"""Told how many rows were read since the last time."""


def staged(
    tables: Sequence[tuple[Table, Layout]], into: Path, now: datetime, watch: Watch
) -> list[tuple[int, str]]:
    """Write the tables into one Parquet file; say after which place the rows of each file come.

    Raises UnreadableFile.
    """
    files: list[tuple[int, str]] = []
    last = 0
    with pq.ParquetWriter(into, SCHEMA, compression="zstd", compression_level=1) as writer:
        for table, layout in tables:
            begin, parts = last, [(0, table.name)]
            if table.stored and not table.stored.encoding:
                parts = [*parts_of(table, table.stored)][:-1]
            files += [(begin + number, name) for number, name in parts]
            for batch in _batches(table, layout, now):
                pos = pc.add(batch["pos"], begin)
                writer.write_batch(batch.set_column(0, SCHEMA.field("pos"), pos))
                watch(batch.num_rows)
                if batch.num_rows:
                    last = max(last, pc.max(pos).as_py())
    pa.default_memory_pool().release_unused()  # the engine has memory of its own
    return files


def _batches(table: Table, layout: Layout, now: datetime) -> Iterator[pa.RecordBatch]:
    """The rows of a table, `pos` being their number in it."""
    stored = table.stored
    if stored is None or layout.down:
        yield from _singly(read(table, layout, Keeping(), now))
    elif not stored.encoding:
        yield from _of_parquet(stored, layout)
    else:
        yield from _of_csv(table, stored, layout, now)


def _singly(rows: Iterator[Read]) -> Iterator[pa.RecordBatch]:
    """Rows that were read one by one."""
    waiting: list[dict[str, Any]] = []
    for row in rows:
        waiting.append(_as_dict(row))
        if len(waiting) == _ROWS:
            yield pa.RecordBatch.from_pylist(waiting, SCHEMA)
            waiting = []
    yield pa.RecordBatch.from_pylist(waiting, SCHEMA)


def _as_dict(row: Read) -> dict[str, Any]:
    if isinstance(row, Total):
        texts = {"session": "", "room": "", "id": "", "state": "", "lacks": 0}
        return {**texts, "pos": row.number, "why": ADDS_UP}
    if isinstance(row, Bad):
        return {**_as_dict(row.named), "why": row.why}
    return {
        "pos": row.number, "session": row.session, "room": row.room, "start": row.start,
        "end": row.end, "seconds": row.seconds, "id": row.id, "made": row.made,
        "until": None if row.until is None else number_of(row.until),
        "state": "已删除" if row.is_gone else "", "lacks": row.lacks,
    }  # fmt: skip


def _of_parquet(stored: Stored, layout: Layout) -> Iterator[pa.RecordBatch]:
    begin = 0
    for part in stored.parts:
        file = pq.ParquetFile(part)
        columns = file.schema_arrow.names
        names = [columns[at] for at in layout.columns.values()]
        for batch in file.iter_batches(_ROWS, columns=[*{*columns[:LABELS], *names}]):
            arrays = {
                field: batch.column(name) for field, name in zip(layout.columns, names, strict=True)
            }
            numbers = pa.array(range(begin + 1, begin + batch.num_rows + 1), pa.int64())
            yield columns_of(
                numbers, arrays, [batch.column(each) for each in columns[:LABELS]], is_quoted=False
            )
            begin += batch.num_rows


# --- CSV -----------------------------------------------------------------------------------------


class _Odd:
    """Lines that have not as many cells as the others: Arrow leaves them out."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, str]] = []

    def __call__(self, row: Any) -> str:
        insort(self.lines, (row.number, row.text))
        return "skip"

    def numbered(self, rows: int, last: int) -> tuple[list[int], list[tuple[int, str]]]:
        """The numbers of so many rows after the last, and the lines that stand between them."""
        numbers: list[int] = []
        between: list[tuple[int, str]] = []
        while len(numbers) < rows:
            last += 1
            if self.lines and self.lines[0][0] == last:
                between.append(self.lines.pop(0))
            else:
                numbers.append(last)
        return numbers, between


def _of_csv(
    table: Table, stored: Stored, layout: Layout, now: datetime
) -> Iterator[pa.RecordBatch]:
    """The rows of CSV files below the headings; from where Arrow cannot read on, one by one."""
    last, reader = 0, Reader(layout, Keeping(), now, is_inventory=table.is_quoted)
    is_doubtful = False
    try:
        for part in stored.parts:
            begin, odd = last, _Odd()
            with _Utf8(part, stored.encoding) as stream:
                for batch in arrow_csv.open_csv(stream, **_options(table, stored, odd)):
                    numbers, between = odd.numbered(batch.num_rows, last - begin)
                    read = [_columns(batch, [begin + number for number in numbers], table, layout)]
                    lines = [(begin + number, text) for number, text in between]
                    read += _singly(_lines(lines, layout, stored, reader))
                    last = max((last, *(begin + number for number in numbers)))
                    last = max((last, *(number for number, _ in lines)))
                    yield from read
            lines = [(begin + number, text) for number, text in odd.lines]
            yield from _singly(_lines(lines, layout, stored, reader))
            last = max((last, *(number for number, _ in lines)))
            is_doubtful |= stream.may_lack_a_quote(last - begin)
    except (pa.ArrowInvalid, OSError, EOFError, zlib.error):
        rest = ((at, cells) for at, cells in table.rows() if at > max(last, layout.head))
        yield from _singly(reader.row(at, cells) for at, cells in rest)
    if is_doubtful:
        deque(table.rows(), maxlen=0)  # it refuses a quote that is not closed; Arrow does not


def _options(table: Table, stored: Stored, odd: _Odd) -> dict[str, Any]:
    lengths = Counter(len(cells) for _, cells in islice(table.rows(), _LOOKED_AT))
    names = [*map(str, range(lengths.most_common(1)[0][0] if lengths else 1))]
    return {
        "read_options": arrow_csv.ReadOptions(
            column_names=names, block_size=BLOCK, use_threads=False
        ),
        "parse_options": arrow_csv.ParseOptions(
            delimiter=stored.delimiter, newlines_in_values=True, ignore_empty_lines=False,
            invalid_row_handler=odd,
        ),
        "convert_options": arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False,
            null_values=[],
        ),
    }  # fmt: skip


def _columns(
    batch: pa.RecordBatch, numbers: list[int], table: Table, layout: Layout
) -> pa.RecordBatch:
    """The rows of a batch, without headings and empty ones."""
    at = pa.array(numbers, pa.int64())
    is_row = pc.greater(at, layout.head)
    used = [column for column in layout.columns.values() if column < batch.num_columns]
    if pc.any(_empty(batch, used)).as_py():
        is_row = pc.and_(is_row, pc.invert(_empty(batch, range(batch.num_columns))))
    if not pc.all(is_row).as_py():
        batch, at = batch.filter(is_row), at.filter(is_row)
    order = sorted(layout.columns.items(), key=lambda each: each[1])
    arrays = {field: batch.column(each) for field, each in order if each < batch.num_columns}
    return columns_of(at, arrays, batch.columns[:LABELS], is_quoted=table.is_quoted)


def _empty(batch: pa.RecordBatch, columns: Iterable[int]) -> pa.Array:
    is_empty = pa.array([True] * batch.num_rows, pa.bool_())
    for column in columns:
        is_empty = pc.and_(is_empty, pc.equal(batch.column(column), ""))
    return is_empty


def _lines(
    lines: Iterable[tuple[int, str]], layout: Layout, stored: Stored, reader: Reader
) -> Iterator[Read]:
    """The rows of lines that have more or fewer cells than the others."""
    for at, text in lines:
        if at > layout.head:
            parsed = csv.reader(io.StringIO(text, newline=""), delimiter=stored.delimiter)
            cells = next(parsed, [])
            if any(cells):
                yield reader.row(at, cells)


class _Utf8(io.RawIOBase):
    """A CSV file as UTF-8, whatever it is written in."""

    def __init__(self, path: str, encoding: str) -> None:
        packed = path.lower().endswith(".gz")
        raw = gzip.open(path) if packed else open(path, "rb")  # noqa: PTH123, SIM115  closed with this
        self._raw = cast("BinaryIO", raw)
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._left = b""
        self._quotes = self._lines = 0

    def may_lack_a_quote(self, rows: int) -> bool:
        """Whether a cell of so many rows has several lines, or quotes are odd in number."""
        return self._quotes % 2 == 1 or (self._quotes > 0 and self._lines > rows)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """So many bytes, unless the file ends: Arrow takes a short block for a whole one."""
        while len(self._left) < size:
            raw = self._raw.read(size)
            encoded = self._decoder.decode(raw, final=not raw).encode("utf-8")
            self._left += encoded
            self._quotes += encoded.count(b'"')
            self._lines += encoded.count(b"\n")
            if not raw:
                break
        given, self._left = self._left[:size], self._left[size:]
        return given

    def close(self) -> None:
        self._raw.close()
        super().close()
