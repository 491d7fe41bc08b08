"""Opens a spreadsheet that came back, and reads its cells as text; nothing in it is trusted.

Its size is bounded before it is unpacked, and nothing in it is calculated.
"""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from msgspec import Struct

from checklist.assessment.typed import Misread, normal, quoted
from checklist.errors import ChecklistError, Complaint, UnreadableFile, Where
from checklist.text import inert, tidy

MAX_BYTES = 20_000_000
MAX_UNPACKED = 100_000_000
_MOST_SHEETS = 50
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""Begins a compound file: what Excel wrote before 2007, and what it encrypts."""
_LIKE_A_DAY = "写成 年-月-日，例如 2026-12-31"

Cell = Any
"""A cell of openpyxl's that says something: `value`, `data_type` and `column_letter`."""
Row = Sequence[Cell]
Numbered = tuple[int, Row]
"""A row in which anything stands, with its number, from 1."""
Cells = Mapping[str, str]
"""The text of each cell of a row, by the name of its column."""


class WorkbookKind(Struct, frozen=True, kw_only=True):
    """What the file should be, as complaints name it, how to get a right one, and how large it is.

    `example` is what may stand in a cell instead of a formula.
    """

    name: str
    again: str
    example: str
    rows: int
    columns: int


class FilledRow(Struct, frozen=True, kw_only=True):
    """One row as it came back; `id` and `code` are empty where they were lost.

    `code` is what the row was written with: the fingerprint of its question, or its 核对码. `cells`
    holds the fields that could be read, and `was` what was written there, where the sheet itself
    remembers it. `places` holds the addresses (整改台账!J7) of every column that is there.
    """

    id: str
    code: str
    cells: Cells
    places: Cells
    was: Cells = {}
    status: str = ""


@contextlib.contextmanager
def opened(path: Path, data: bytes, kind: WorkbookKind) -> Iterator[dict[str, Iterator[Numbered]]]:
    """The sheets by name, while the file is open; their rows are read one by one.

    Raises UnreadableFile for what is no XLSX file, is broken, or unpacks to far too much.
    """
    _check_package(path, data, kind)
    import openpyxl

    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
        with contextlib.closing(book):
            yield {page.title: _rows(page, path, kind) for page in book.worksheets[:_MOST_SHEETS]}
    except ChecklistError:
        raise
    except Exception as error:  # a broken package fails inside openpyxl in any way there is
        what = f"这个 .xlsx 文件已经损坏，打不开（{type(error).__name__}）"
        raise unreadable(path, what, kind.again) from error


def _rows(page: Any, path: Path, kind: WorkbookKind) -> Iterator[Numbered]:
    """The rows in which anything stands. Raises UnreadableFile where there are too many."""
    page.reset_dimensions()
    for number, row in enumerate(page.iter_rows(max_col=kind.columns), 1):
        if number > kind.rows:
            what = f"“{inert(page.title)}”表超过 {kind.rows} 行，不像{kind.name}"
            raise unreadable(path, what, kind.again)
        filled = tuple(cell for cell in row if cell.value is not None)
        if filled:
            yield number, filled


def texts(
    row: Row, columns: Cells, kind: WorkbookKind
) -> tuple[dict[str, str], dict[str, Misread]]:
    """What the cells of a row say, and what is wrong with the others, by the column's name.

    `columns` names each column that is read, by its letter.
    """
    read: dict[str, str] = {}
    wrong: dict[str, Misread] = {}
    for cell in row:
        name = columns.get(cell.column_letter)
        match cell.data_type:
            case _ if name is None:
                continue
            case "f":
                what = f"这一格是公式，{kind.name}里不能有公式"
                wrong[name] = Misread(what, f"直接写文字，例如：{kind.example}")
            case "e":
                wrong[name] = Misread("这一格是表格软件的错误值", "清空这一格，直接写文字")
            case _:
                read[name] = text(cell.value)
    return read, wrong


def text(value: object) -> str:
    """A cell's value as the text a person sees there."""
    match value:
        case None:
            return ""
        case str():
            return tidy(value)
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case _:
            return str(value)


def read_day(text: str) -> date:
    """A day of the calendar as it is typed. Raises Misread."""
    digits = normal(text).replace("年", "-").replace("月", "-").replace("日", "")
    parts = [part.strip() for part in digits.replace("/", "-").replace(".", "-").split("-")]
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):
        raise Misread(f"没有看懂{quoted(text)}", _LIKE_A_DAY)
    if len(parts[0]) != 4 or parts[0] < "1900":
        raise Misread(f"{quoted(text)}的年份不对", _LIKE_A_DAY)
    year, month, day = (int(part[:5]) for part in parts)
    try:
        return date(year, month, day)
    except ValueError:
        raise Misread(f"日历上没有{quoted(text)}这一天", _LIKE_A_DAY) from None


def unreadable(path: Path, what: str, mend: str) -> UnreadableFile:
    """The error for a whole file."""
    return UnreadableFile(Complaint(what=what, mend=mend, where=Where(file=path)))


def _check_package(path: Path, data: bytes, kind: WorkbookKind) -> None:
    """Refuse what is no XLSX file, or would unpack to more than one filled in by hand can hold."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            unpacked = sum(member.file_size for member in package.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        if data.startswith(_OLD_OR_LOCKED):
            what = "这不是 .xlsx 文件：加了密码，或者是旧的 .xls"
            raise unreadable(path, what, f"去掉密码，另存为 .xlsx；{kind.again}") from None
        raise unreadable(path, "这不是 .xlsx 文件", kind.again) from None
    if unpacked > MAX_UNPACKED:
        raise unreadable(path, f"这个文件展开后大得不像{kind.name}，没有打开", kind.again)
