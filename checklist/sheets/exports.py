"""Opens what a company exports: CSV, workbooks, and inventories of object stores.

CSV files and inventories are read row by row, however long. Whatever is in a workbook and is not
read stands under `left_out` of its first table.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from checklist.assessment.evidence import digest
from checklist.assessment.typed import Misread
from checklist.errors import UnreadableFile, reason
from checklist.files import read_bytes, read_text
from checklist.records.model import Cells, Source, Stored, Table
from checklist.sheets import delimited, parquet
from checklist.sheets.book import opened
from checklist.sheets.cells import Row, number
from checklist.sheets.spreadsheet import MAX_BYTES, SheetKind
from checklist.sheets.unread import left_out
from checklist.text import inert

RECORDS = SheetKind(
    name="记录",
    command="records",
    side="",
    suffixes=(".csv", ".xlsx"),
    rows=100_000,
    columns=200,
    again="从后台重新导出，或者用 Excel、WPS 打开，另存为 .xlsx（行数很多的另存为 CSV）",
    example="2026-06-18 20:00:00",
    emptied="",
    unchanged="",
    beside=frozenset(),
    as_exported=True,
)
_READ = (".csv", ".txt", ".tsv", ".xlsx", ".gz", parquet.SUFFIX)
_MANIFEST = "manifest.json"


def tables(path: Path) -> Iterator[Table]:
    """The tables in a file, or in the files of a folder or of a pattern (订单/*.csv); an inventory
    is one table, and so are Parquet files with the same columns.

    Raises UnreadableFile.
    """
    if path.is_dir():
        yield from _folder(path)
    elif not path.exists() and set("*?[") & set(path.name):
        yield from _pattern(path)
    elif path.suffix.lower() == parquet.SUFFIX:
        yield parquet.table(_source(path), [path])
    elif path.name.lower() == _MANIFEST:
        yield _inventory(path)
    elif path.suffix.lower() == ".xlsx":
        yield from _workbook(path)
    else:
        yield _text(path)


def _folder(folder: Path) -> Iterator[Table]:
    manifests = sorted(folder.rglob(_MANIFEST))
    files = sorted(each for each in folder.iterdir() if each.suffix.lower() in _READ)
    if not (manifests or files):
        what = "这个文件夹里没有可以读的记录"
        raise UnreadableFile.because(what, f"放入 {'、'.join(_READ)} 或者 {_MANIFEST}", file=folder)
    yield from _together(folder, manifests or files)


def _pattern(pattern: Path) -> Iterator[Table]:
    """The files of one folder whose names are like a pattern, which cmd.exe does not expand."""
    files = sorted(pattern.parent.glob(pattern.name))
    if not files:
        raise UnreadableFile.because("没有这样的文件", "检查路径和 * 的位置", file=pattern)
    yield from _together(pattern, files)


def _together(at: Path, files: Sequence[Path]) -> Iterator[Table]:
    """The tables of several files; those in Parquet are parts of one, named after their folder."""
    parts = [each for each in files if each.suffix.lower() == parquet.SUFFIX]
    for each in files:
        if each not in parts:
            yield from tables(each)
    several = parquet.parts_of_tables(parts)
    for count, of_one in enumerate(several, 1):
        name = f"{at.name}（{count}）" if len(several) > 1 else at.name
        source = _source(*of_one)
        if len(of_one) > 1:
            source = replace(source, name=inert(name))
        yield parquet.table(source, of_one)


def _source(path: Path, *parts: Path) -> Source:
    """A file; of one in `parts`, the digest is that of the lines “digest of each part”.

    Raises UnreadableFile.
    """
    try:
        digests = [digest(each) for each in (path, *parts)]
    except OSError as error:
        mend = "检查路径和文件名（包括扩展名）是否写对"
        raise UnreadableFile.because(
            f"读不了这个文件（{reason(error)}）", mend, file=path
        ) from None
    size = sum(size for _, size in digests)
    if not digests[0][1]:
        raise UnreadableFile.because("文件是空的", delimited.AGAIN, file=path)
    sha256 = digests[0][0]
    if parts:
        sha256 = hashlib.sha256("\n".join(each for each, _ in digests).encode()).hexdigest()
    return Source(name=inert(path.name), sha256=sha256, size=size)


# --- workbooks -----------------------------------------------------------------------------------


def _workbook(path: Path) -> Iterator[Table]:
    source = _source(path)
    book = opened(path, read_bytes(path, limit=MAX_BYTES), RECORDS)
    unread = left_out(book.sheets)
    read = [sheet for sheet in book.sheets if sheet.rows and not sheet.is_hidden]
    if not read:
        mend = "取消隐藏，另存以后再运行" if unread else "检查给出的是不是这个文件"
        what = f"里面没有可以读的表{f'：{unread}' if unread else ''}"
        raise UnreadableFile.because(what, mend, file=path)
    for sheet in read:
        sheet.refuse_longer(path, RECORDS)
        rows = [(at, _cells(row)) for at, row in sheet.rows]
        yield Table(
            source=source,
            sheet=inert(sheet.name),
            is_alone=len(read) == 1,
            left_out=unread if sheet is read[0] else "",
            rows=partial(iter, rows),
        )


def _cells(row: Row) -> Sequence[str]:
    """The cells of a row from the first column on; an error value is told where it is read."""
    width = max(map(number, row))
    cells = [""] * width
    for name, cell in row.items():
        cells[number(name) - 1] = "#错误值" if isinstance(cell, Misread) else cell
    return cells


# --- CSV -----------------------------------------------------------------------------------------


def _text(path: Path) -> Table:
    source = _source(path)
    text, encoding = delimited.begins(path)
    delimiter = delimited.delimiter(text)
    if path.suffix.lower() not in _READ and not any(each in text for each in ",\t;"):
        what = "认不出这是什么文件"
        raise UnreadableFile.because(what, f"给出 {'、'.join(_READ)}，或者一个文件夹", file=path)
    stored = Stored(parts=(str(path),), encoding=encoding, delimiter=delimiter)
    return Table(
        source=source, stored=stored, rows=lambda: delimited.rows(path, encoding, delimiter)
    )


# --- inventories ---------------------------------------------------------------------------------


def _inventory(manifest: Path) -> Table:
    """An inventory of OSS, COS or S3: the manifest names the columns, and the files with the rows.

    Raises UnreadableFile for a manifest that is none, for other formats than CSV, and where a file
    that it names is not there.
    """
    mend = "把清单的 manifest.json 和它列出的数据文件放在同一个文件夹"
    try:
        listing = json.loads(read_text(manifest))
        heading = tuple(part.strip() for part in str(listing["fileSchema"]).split(","))
        names = [Path(str(each["key"])).name for each in listing["files"]]
        written = str(listing["fileFormat"]).upper()
    except (ValueError, KeyError, TypeError):
        what = "这不是对象存储清单的 manifest.json：没有 fileFormat、fileSchema、files"
        raise UnreadableFile.because(what, mend, file=manifest) from None
    if written not in ("CSV", "PARQUET"):
        what = f"清单的格式是 {inert(written)[:20]}，只读 CSV 和 Parquet"
        raise UnreadableFile.because(what, "把清单的输出格式改成 CSV", file=manifest)
    parts = [_beside(manifest, name, mend) for name in names]
    if written == "PARQUET":
        return parquet.table(_source(manifest, *parts), parts)
    encodings = [delimited.begins(part)[1] for part in parts]

    def rows() -> Iterator[Cells]:
        last = 0
        for part, encoding in zip(parts, encodings, strict=True):
            begin = last
            for at, cells in delimited.rows(part, encoding, ","):
                last = begin + at
                yield last, cells

    is_alike = len(set(encodings)) == 1
    stored = Stored(parts=tuple(map(str, parts)), encoding=encodings[0]) if is_alike else None
    return Table(
        source=_source(manifest, *parts), heading=heading, is_quoted=True, stored=stored, rows=rows
    )


def _beside(manifest: Path, name: str, mend: str) -> Path:
    for folder in (manifest.parent, *manifest.parent.parents[:2]):
        for candidate in (folder / name, folder / "data" / name):
            if candidate.is_file():
                return candidate
    what = f"清单列出的数据文件“{inert(name)}”不在旁边"
    raise UnreadableFile.because(what, mend, file=manifest)
