"""XLSX file -> the questionnaire that came back, as text; formulas and odd cells are refused.

Everything in the file is hostile until shown otherwise: its size is bounded before it is unpacked,
and nothing in it is calculated.
"""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from checklist.errors import Complaint, UnreadableFile, Where
from checklist.form.sheet import (
    COLUMN,
    FIELDS,
    FILLED_BY,
    FINGERPRINT_COLUMN,
    FIRST_ROW,
    FORMAT,
    ID_COLUMN,
    MARK,
    MARK_CELLS,
    MAX_ROWS,
    NAME,
    WAS_COLUMN,
    Filled,
    FilledRow,
    Given,
    tidy,
)
from checklist.yaml_nodes import read_bytes

MAX_BYTES = 20_000_000
MAX_UNPACKED = 100_000_000
_AGAIN = "请发件人用 Excel 或者 WPS 打开 checklist form 写出的问卷，填好后存成 .xlsx"

Cells = dict[str, str]
"""The filled cells of a sheet by address (E17), as text."""


def load(path: Path) -> Filled:
    """The questionnaire in the file. Raises UnreadableFile with every cell that cannot be read."""
    data = read_bytes(path, limit=MAX_BYTES)
    _check_package(path, data)
    cells = _texts(path, _rows(path, data))
    mark, format, rulebook, edition = (cells.get(cell, "") for cell in MARK_CELLS)
    if mark != MARK:
        raise _unreadable(path, "这不是 checklist form 写出的问卷，或者表名改过", _AGAIN)
    if format != FORMAT:
        what = "这份问卷由另一个版本的 checklist 写成"
        raise _unreadable(path, what, "用同一版本的 checklist 读回，或者重新写一份问卷")
    numbers = sorted({_number(cell) for cell in cells if _number(cell) >= FIRST_ROW})
    return Filled(
        rulebook=rulebook,
        edition=edition,
        by=cells.get(FILLED_BY, ""),
        rows=tuple(_row(cells, number) for number in numbers),
    )


def _row(cells: Cells, number: int) -> FilledRow:
    def given(columns: dict[str, str]) -> Given:
        return Given(**{field: cells.get(f"{columns[field]}{number}", "") for field in FIELDS})

    return FilledRow(
        number=number,
        id=cells.get(f"{ID_COLUMN}{number}", ""),
        fingerprint=cells.get(f"{FINGERPRINT_COLUMN}{number}", ""),
        now=given(COLUMN),
        was=given(WAS_COLUMN),
    )


def _number(cell: str) -> int:
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _check_package(path: Path, data: bytes) -> None:
    """Refuse what is no XLSX file, or would unpack to more than a questionnaire can hold."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            unpacked = sum(one.file_size for one in package.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        what = "这不是 .xlsx 文件（也可能加了密码）"
        raise _unreadable(path, what, f"去掉密码，另存为 .xlsx；{_AGAIN}") from None
    if unpacked > MAX_UNPACKED:
        raise _unreadable(path, "这个文件展开后大得不像问卷，没有打开", _AGAIN)


def _rows(path: Path, data: bytes) -> list[tuple[Any, ...]]:
    """The first rows of the questionnaire's sheet; none where there is no such sheet."""
    import openpyxl  # noqa: PLC0415  only reading a form needs it

    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
        with contextlib.closing(book):
            if NAME not in book.sheetnames:
                return []
            page = book[NAME]
            page.reset_dimensions()
            return list(islice(page.iter_rows(max_col=16), MAX_ROWS + 1))
    except Exception as error:  # a broken package fails inside openpyxl in any way there is
        what = f"这个 .xlsx 文件已经损坏，打不开（{type(error).__name__}）"
        raise _unreadable(path, what, _AGAIN) from error


def _texts(path: Path, rows: Sequence[Sequence[Any]]) -> Cells:
    """The text of every filled cell that is ours to read."""
    read = {*COLUMN.values(), *WAS_COLUMN.values(), ID_COLUMN, FINGERPRINT_COLUMN}
    cells: Cells = {}
    complaints = []
    if len(rows) > MAX_ROWS:
        raise _unreadable(path, f"“{NAME}”表超过 {MAX_ROWS} 行，不像问卷", _AGAIN)
    for number, row in enumerate(rows, 1):
        for cell in row:
            if cell.value is None:
                continue
            place = f"{cell.column_letter}{number}"
            if cell.column_letter not in read and place not in MARK_CELLS:
                continue
            wrong = _wrong(cell.data_type)
            if wrong is None:
                cells[place] = _text(cell.value)
            elif cell.column_letter in COLUMN.values():
                complaints.append(_complaint(path, place, *wrong))
            else:
                mend = "请从 checklist form 写出的问卷重新填"
                complaints.append(_complaint(path, place, wrong[0], mend))
    if complaints:
        raise UnreadableFile(*complaints)
    return cells


def _wrong(data_type: str) -> tuple[str, str] | None:
    """What is wrong with a cell of such a type, and how to mend it."""
    match data_type:
        case "f":
            return "这一格是公式，问卷里不能有公式", "直接写答案的文字，例如：是、3年"
        case "e":
            return "这一格是表格软件的错误值", "清空这一格，直接写答案的文字"
        case _:
            return None


def _text(value: object) -> str:
    """A cell's value as the text a person sees there."""
    match value:
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


def _complaint(path: Path, place: str, what: str, mend: str) -> Complaint:
    return Complaint(what=f"{NAME}!{place} {what}", mend=mend, where=Where(file=path))


def _unreadable(path: Path, what: str, mend: str) -> UnreadableFile:
    return UnreadableFile(Complaint(what=what, mend=mend, where=Where(file=path)))
