"""XLSX file -> the questionnaire that came back, as text; formulas and odd cells are refused.

How the file is opened, and how far it may be trusted: spreadsheet.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from checklist.errors import Complaint, UnreadableFile, Where
from checklist.sheets import spreadsheet
from checklist.sheets.form_sheet import (
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
)
from checklist.yaml.nodes import read_bytes

_FORM = spreadsheet.Kind(
    name="问卷",
    again="请发件人用 Excel 或者 WPS 打开 checklist form 写出的问卷，填好后存成 .xlsx",
    example="是、3年",
)

Cells = dict[str, str]
"""The filled cells of a sheet by address (E17), as text."""


def load(path: Path) -> Filled:
    """The questionnaire in the file. Raises UnreadableFile with every cell that cannot be read."""
    data = read_bytes(path, limit=spreadsheet.MAX_BYTES)
    with spreadsheet.opened(path, data, _FORM) as book:
        there = NAME in book.names
        found = list(book.rows(NAME, most=MAX_ROWS, columns=16)) if there else []
    cells = _texts(path, found)
    mark, format, rulebook, edition = (cells.get(cell, "") for cell in MARK_CELLS)
    if mark != MARK:
        raise spreadsheet.unreadable(
            path, "这不是 checklist form 写出的问卷，或者表名改过", _FORM.again
        )
    if format != FORMAT:
        what = "这份问卷由另一个版本的 checklist 写成"
        raise spreadsheet.unreadable(path, what, "用同一版本的 checklist 读回，或者重新写一份问卷")
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


def _texts(path: Path, rows: Iterable[tuple[int, spreadsheet.Row]]) -> Cells:
    """The text of every filled cell that is ours to read."""
    read = {*COLUMN.values(), *WAS_COLUMN.values(), ID_COLUMN, FINGERPRINT_COLUMN}
    cells: Cells = {}
    complaints = []
    for number, row in rows:
        for cell in row:
            place = f"{cell.column_letter}{number}"
            if cell.column_letter not in read and place not in MARK_CELLS:
                continue
            wrong = spreadsheet.wrong(cell.data_type, _FORM)
            if wrong is None:
                cells[place] = spreadsheet.text(cell.value)
            elif cell.column_letter in COLUMN.values():
                complaints.append(_complaint(path, place, *wrong))
            else:
                mend = "请从 checklist form 写出的问卷重新填"
                complaints.append(_complaint(path, place, wrong[0], mend))
    if complaints:
        raise UnreadableFile(*complaints)
    return cells


def _complaint(path: Path, place: str, what: str, mend: str) -> Complaint:
    return Complaint(what=f"{NAME}!{place} {what}", mend=mend, where=Where(file=path))
