"""Opens a spreadsheet that came back, and reads its cells as text; nothing in it is trusted.

Its size is bounded before it is unpacked, and nothing in it is calculated.
"""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from msgspec import Struct

from checklist.assessment.typed import Misread, normal, quoted
from checklist.errors import ChecklistError, Complaint, UnreadableFile, Where
from checklist.files import refuse_encrypted
from checklist.text import inert, tidy

MAX_BYTES = 20_000_000
MAX_UNPACKED = 100_000_000
_MOST_SHEETS = 50
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""Begins a compound file: what Excel wrote before 2007, and what it encrypts."""
_LIKE_A_DAY = "写成 年-月-日，例如 2026-12-31"

Row = Mapping[str, str | Misread]
"""What the filled cells of a row say, by the letters of their columns, or why one says nothing."""
Numbered = tuple[int, Row]
"""A row in which anything stands, with its number, from 1."""
Cells = Mapping[str, str]
"""The text of each cell of a row, by the name of its column."""


class SheetKind(Struct, frozen=True, kw_only=True):
    """What goes out and comes back: how it and its import are worded, and how large it may be.

    `again` says how to get a right one, `example` what may stand in a cell instead of a formula.
    `side` is what --take calls it. `emptied` stands for a cell that takes something back, and
    `subject` above what the changes are about.
    """

    name: str
    command: str
    side: str
    suffixes: tuple[str, ...]
    rows: int
    columns: int
    again: str
    example: str
    emptied: str
    unchanged: str
    subject: str = "题目"


FORM = SheetKind(
    name="问卷",
    command="form",
    side="form",
    suffixes=(".xlsx",),
    rows=20_000,
    columns=16,
    again="请发件人用 Excel 或者 WPS 打开 checklist form 写出的问卷，填好后存成 .xlsx",
    example="是、3年",
    emptied="（同共同答案）",
    unchanged="问卷里没有新的改动，什么也没有写入。",
)
REGISTER = SheetKind(
    name="台账",
    command="remediation",
    side="register",
    suffixes=(".xlsx", ".csv"),
    rows=100_000,
    columns=100,
    again="请用 checklist report 写出的整改台账（.xlsx）来填，填好后仍存成 .xlsx",
    example="张三、2026-12-31",
    emptied="（撤回）",
    unchanged="台账里没有改动，什么也没有写入。",
)
REVIEW_SHEET = SheetKind(
    name="复核表",
    command="rules review",
    side="",
    suffixes=(".xlsx", ".docx"),
    rows=20_000,
    columns=60,
    again="请用 checklist rules review 写出的复核表来填，填好后仍存成 .xlsx 或者 .docx",
    example="同意、张三、2026-12-31",
    emptied="（空）",
    unchanged="复核表里没有新的意见，什么也没有写入。",
    subject="条目",
)


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
def opened(path: Path, data: bytes, kind: SheetKind) -> Iterator[dict[str, Iterator[Numbered]]]:
    """The sheets by name, while the file is open; their rows are read one by one.

    Raises UnreadableFile for what is no XLSX file, is broken, or unpacks to far too much.
    """
    check_package(path, data, kind)
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


def _rows(page: Any, path: Path, kind: SheetKind) -> Iterator[Numbered]:
    """The rows in which anything stands. Raises UnreadableFile where there are too many."""
    page.reset_dimensions()
    for number, row in enumerate(page.iter_rows(max_col=kind.columns), 1):
        if number > kind.rows:
            what = f"“{inert(page.title)}”表超过 {kind.rows} 行，不像{kind.name}"
            raise unreadable(path, what, kind.again)
        filled = {cell.column_letter: _read(cell, kind) for cell in row if cell.value is not None}
        if filled:
            yield number, filled


def _read(cell: Any, kind: SheetKind) -> str | Misread:
    """What a cell of openpyxl's says, as the text a person sees there."""
    match cell.data_type, cell.value:
        case "f", _:
            what = f"这一格是公式，{kind.name}里不能有公式"
            return Misread(what, f"直接写文字，例如：{kind.example}")
        case "e", _:
            return Misread("这一格是表格软件的错误值", "清空这一格，直接写文字")
        case _, str() as value:
            return tidy(value)
        case _, bool() as value:
            return "TRUE" if value else "FALSE"
        case _, datetime() as value:
            return value.date().isoformat()
        case _, float() as value if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case _, value:
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


def complaint(path: Path, place: str, misread: Misread) -> Complaint:
    """What is wrong with the cell at `place`, and how to mend it."""
    what = f"{place} {misread.what}"
    return Complaint(what=what, mend=misread.mend, where=Where(file=path))


def check_package(path: Path, data: bytes, kind: SheetKind, suffix: str = ".xlsx") -> None:
    """Refuse what is no file of Excel's or Word's, or would unpack to more than one filled in by
    hand can hold. Raises UnreadableFile."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            unpacked = sum(member.file_size for member in package.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        refuse_encrypted(data, file=path)
        if data.startswith(_OLD_OR_LOCKED):
            what = f"这不是 {suffix} 文件：加了密码，或者是旧的 {suffix[:-1]}"
            raise unreadable(path, what, f"去掉密码，另存为 {suffix}；{kind.again}") from None
        raise unreadable(path, f"这不是 {suffix} 文件", kind.again) from None
    if unpacked > MAX_UNPACKED:
        raise unreadable(path, f"这个文件展开后大得不像{kind.name}，没有打开", kind.again)
