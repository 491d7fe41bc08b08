"""What runs the expression: DuckDB in this process, or a Spark that is given. Neither is known to
the others in this folder."""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import ibis
import ibis.expr.datatypes as dt
import pyarrow as pa

from checklist.assessment.typed import excerpt
from checklist.errors import UnreadableFile

if TYPE_CHECKING:
    from ibis.backends import BaseBackend
    from ibis.expr.types import IntegerValue, StringValue, Table, TimestampValue

_BATCH = 50_000
MEMORY = "600MB"
"""What DuckDB may take before it writes to disk."""


def builtin(name: str, returned: dt.DataType) -> Callable[..., IntegerValue]:
    """A function of the engine itself, of a text and a time."""

    def function(text: Any, time: Any) -> Any: ...

    signature = ((dt.string, dt.Timestamp(scale=6)), returned)
    made: Callable[..., IntegerValue] = ibis.udf.scalar.builtin(
        function, name=name, signature=signature
    )
    return made


_hash = builtin("hash", dt.uint64)
_PLACES = {"pos", "begin", "part", "filename", "file_row_number"}
"""The columns that say where a row lies."""


def taken(columns: Iterable[str]) -> list[str]:
    """The columns of a table that have a name of those that say where a row lies: with any, the
    table is not read where it lies."""
    return [each for each in columns if each.lower() in _PLACES]


def unnamed(name: str) -> UnreadableFile:
    """The error where an engine knows no table of this name."""
    mend = "写成 table:库.表，用 --engine spark://… 指明 Spark；看一看名字，以及有没有读它的权限"
    return UnreadableFile.because(f"没有找到表{excerpt(name)}", mend)


class Engine:
    """An engine, with what has been computed and is needed again; `errors` are those it raises."""

    errors: tuple[type[Exception], ...] = ()

    def __init__(self, backend: BaseBackend) -> None:
        self.backend = backend
        self._kept = 0

    def parquet(self, path: str) -> Table:
        """The rows of a file."""
        return self.backend.read_parquet(glob.escape(path))

    def numbered(self, parts: Sequence[str], begins: Sequence[int]) -> Table:
        """The rows of several files as one table, with their number in all of them as `pos`."""
        raise NotImplementedError

    def named(self, name: str) -> Table:
        """A table that the engine knows by name. Raises UnreadableFile."""
        raise unnamed(name)

    def fingerprint(self, text: StringValue, time: TimestampValue) -> IntegerValue:
        """64 bits that are the same for the same text and time, and hardly ever for others."""
        raise NotImplementedError

    def table(self, columns: Mapping[str, Sequence[Any]]) -> Table:
        """A table of values that are at hand: texts, where there are none."""
        typed = {
            name: pa.array(values, None if values else pa.string())
            for name, values in columns.items()
        }
        return ibis.memtable(pa.table(typed))

    def kept(self, table: Table) -> Table:
        """A table that is computed once and used several times."""
        self._kept += 1
        return self.backend.create_table(f"kept_{self._kept}", table, temp=True)

    def distinct(self, table: Table, column: str) -> list[Any]:
        """The values of a column, each once."""
        only = table.filter(table[column].notnull()).select(column).distinct()
        return [each[column] for each in self.rows(only)]

    def progress(self) -> float:
        """How much is done of what is computed now, in per cent; nothing where it is not known."""
        return 0

    def rows(self, table: Table) -> Iterator[dict[str, Any]]:
        """The rows of a result, a batch at a time."""
        for batch in self.backend.to_pyarrow_batches(table, chunk_size=_BATCH):
            yield from batch.to_pylist()

    def row(self, table: Table) -> dict[str, Any]:
        """The only row of a result."""
        return next(self.rows(table))


class DuckDB(Engine):
    """DuckDB, that puts into a folder what does not fit into memory."""

    errors = (duckdb.Error,)

    def __init__(self, folder: Path) -> None:
        backend = ibis.duckdb.connect(
            memory_limit=MEMORY, temp_directory=str(folder), preserve_insertion_order=False
        )
        # Its own bar would stand on standard output, among the results.
        for setting in ("enable_progress_bar = true", "enable_progress_bar_print = false"):
            backend.raw_sql(f"SET {setting}")
        backend.raw_sql("SET TimeZone = 'UTC'")
        super().__init__(backend)

    def fingerprint(self, text: StringValue, time: TimestampValue) -> IntegerValue:
        return _hash(text, time)

    def progress(self) -> float:
        done: float = self.backend.con.query_progress()
        return done

    def numbered(self, parts: Sequence[str], begins: Sequence[int]) -> Table:
        files = [str(Path(each).resolve()) for each in parts]
        paths = [*map(glob.escape, files)]  # it would take “订单[1].parquet” for a pattern
        if len(parts) == 1:
            rows = self.backend.read_parquet(paths, file_row_number=True)
            rows = rows.mutate(pos=rows.file_row_number + 1)
            return rows.drop("file_row_number")
        rows = self.backend.read_parquet(paths, file_row_number=True, filename=True)
        begun = self.table({"part": files, "begin": [*begins]})
        rows = rows.join(begun, rows.filename == begun.part)
        rows = rows.mutate(pos=rows.begin + rows.file_row_number + 1)
        return rows.drop("begin", "part", "filename", "file_row_number")
