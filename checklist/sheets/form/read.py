"""Reads the questionnaire that came back; formulas and odd cells are refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from checklist.errors import Complaint, UnreadableFile, Where
from checklist.files import read_bytes
from checklist.sheets import spreadsheet
from checklist.sheets.form.sheet import (
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
    FilledForm,
)
from checklist.sheets.spreadsheet import FilledRow

_FORM = spreadsheet.WorkbookKind(
    name="问卷",
    again="请发件人用 Excel 或者 WPS 打开 checklist form 写出的问卷，填好后存成 .xlsx",
    example="是、3年",
    rows=MAX_ROWS,
    columns=16,
)
_FILLABLE = set(COLUMN.values())
_READ = {
    letter: letter
    for letter in (*COLUMN.values(), *WAS_COLUMN.values(), ID_COLUMN, FINGERPRINT_COLUMN)
}


def load(path: Path) -> FilledForm:
    """The questionnaire in the file. Raises UnreadableFile with every cell that cannot be read."""
    rows = _rows(path)
    cells = {f"{letter}{number}": text for number in rows for letter, text in rows[number].items()}
    mark, format, rulebook, edition = (cells.get(cell, "") for cell in MARK_CELLS)
    if mark != MARK:
        what = "这不是 checklist form 写出的问卷，或者表名改过"
        raise spreadsheet.unreadable(path, what, _FORM.again)
    if format != FORMAT:
        what = "这份问卷由另一个版本的 checklist 写成"
        raise spreadsheet.unreadable(path, what, "用同一版本的 checklist 读回，或者重新写一份问卷")
    return FilledForm(
        rulebook=rulebook,
        edition=edition,
        by=cells.get(FILLED_BY, ""),
        rows=tuple(_row(number, row) for number, row in rows.items() if number >= FIRST_ROW),
    )


def _rows(path: Path) -> dict[int, dict[str, str]]:
    """The text of every cell that is ours to read, by the number and the letter of its place."""
    data = read_bytes(path, limit=spreadsheet.MAX_BYTES)
    rows: dict[int, dict[str, str]] = {}
    complaints = []
    with spreadsheet.opened(path, data, _FORM) as sheets:
        for number, row in sheets.get(NAME, ()):
            rows[number], wrong = spreadsheet.texts(row, _READ, _FORM)
            for letter, misread in wrong.items():
                mend = "请从 checklist form 写出的问卷重新填"
                complaints.append(
                    Complaint(
                        what=f"{NAME}!{letter}{number} {misread.what}",
                        mend=misread.mend if letter in _FILLABLE else mend,
                        where=Where(file=path),
                    )
                )
    if complaints:
        raise UnreadableFile(*complaints)
    return {number: texts for number, texts in rows.items() if texts}


def _row(number: int, texts: Mapping[str, str]) -> FilledRow:
    return FilledRow(
        id=texts.get(ID_COLUMN, ""),
        code=texts.get(FINGERPRINT_COLUMN, ""),
        cells={field: texts.get(COLUMN[field], "") for field in FIELDS},
        places={field: f"{NAME}!{COLUMN[field]}{number}" for field in FIELDS},
        was={field: texts.get(WAS_COLUMN[field], "") for field in FIELDS},
    )
