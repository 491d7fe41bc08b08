"""Opens a spreadsheet that came back; everything in it is hostile until shown otherwise.

Its size is bounded before it is unpacked, and nothing in it is calculated.
"""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec import Struct

from checklist.errors import ChecklistError, Complaint, UnreadableFile, Where
from checklist.text import inert, tidy

MAX_BYTES = 20_000_000
MAX_UNPACKED = 100_000_000
_MOST_SHEETS = 50
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""Begins a compound file: what Excel wrote before 2007, and what it encrypts."""

Cell = Any
"""A cell of openpyxl's that says something: `value`, `data_type` and `column_letter`."""
Row = Sequence[Cell]


class Kind(Struct, frozen=True, kw_only=True):
    """What the file should be, as complaints name it, and how to get a right one."""

    name: str
    again: str
    example: str
    """What may stand in a cell instead of a formula."""


class Book:
    """The sheets of an open spreadsheet, read row by row."""

    def __init__(self, path: Path, kind: Kind, book: Any) -> None:
        self._path = path
        self._kind = kind
        self._pages = {page.title: page for page in book.worksheets[:_MOST_SHEETS]}

    @property
    def names(self) -> tuple[str, ...]:
        """The sheets in their order."""
        return tuple(self._pages)

    def rows(self, name: str, *, most: int, columns: int) -> Iterator[tuple[int, Row]]:
        """The rows in which anything stands, each with its number, from 1.

        Raises UnreadableFile where the sheet goes on after row `most`.
        """
        page = self._pages[name]
        page.reset_dimensions()
        for number, row in enumerate(islice(page.iter_rows(max_col=columns), most + 1), 1):
            if number > most:
                what = f"“{inert(name)}”表超过 {most} 行，不像{self._kind.name}"
                raise unreadable(self._path, what, self._kind.again)
            filled = tuple(cell for cell in row if cell.value is not None)
            if filled:
                yield number, filled


@contextlib.contextmanager
def opened(path: Path, data: bytes, kind: Kind) -> Iterator[Book]:
    """The file, while it is open.

    Raises UnreadableFile for what is no XLSX file, is broken, or unpacks to far too much.
    """
    _check_package(path, data, kind)
    import openpyxl

    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
        with contextlib.closing(book):
            yield Book(path, kind, book)
    except ChecklistError:
        raise
    except Exception as error:  # a broken package fails inside openpyxl in any way there is
        what = f"这个 .xlsx 文件已经损坏，打不开（{type(error).__name__}）"
        raise unreadable(path, what, kind.again) from error


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


def wrong(data_type: str, kind: Kind) -> tuple[str, str] | None:
    """What is wrong with a cell of such a type, and how to mend it."""
    match data_type:
        case "f":
            what = f"这一格是公式，{kind.name}里不能有公式"
            return what, f"直接写文字，例如：{kind.example}"
        case "e":
            return "这一格是表格软件的错误值", "清空这一格，直接写文字"
        case _:
            return None


def unreadable(path: Path, what: str, mend: str) -> UnreadableFile:
    """The error for a whole file."""
    return UnreadableFile(Complaint(what=what, mend=mend, where=Where(file=path)))


def _check_package(path: Path, data: bytes, kind: Kind) -> None:
    """Refuse what is no XLSX file, or would unpack to more than one filled in by hand can hold."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            unpacked = sum(one.file_size for one in package.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        if data.startswith(_OLD_OR_LOCKED):
            what = "这不是 .xlsx 文件：加了密码，或者是旧的 .xls"
            raise unreadable(path, what, f"去掉密码，另存为 .xlsx；{kind.again}") from None
        raise unreadable(path, "这不是 .xlsx 文件", kind.again) from None
    if unpacked > MAX_UNPACKED:
        raise unreadable(path, f"这个文件展开后大得不像{kind.name}，没有打开", kind.again)
