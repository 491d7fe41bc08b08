"""Lawyer's copies as they are worked in: written, opened in Excel or Word, filled in, read back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.oxml.ns import qn

from checklist.law.model import Rulebook
from checklist.law.reading.rulebook import load_rulebook
from checklist.report.view.quotes import OfficialText
from checklist.sheets.review import entries, word, xlsx
from checklist.sheets.review.changes import ReviewOutcome, compare
from checklist.sheets.review.read import load
from tests.given.workbooks import saved

SMALL = Path(__file__).parents[1] / "law" / "small_rulebook.yaml"
BOOK = load_rulebook(SMALL, bundled=False)
AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 28)
AGREED = {"结论": "同意", "姓名": "张律师", "日期": "2026-11-27"}
AMENDED = {"结论": "修改", "意见": "少了一项", "姓名": "李律师", "日期": "2026-11-26"}
KINDS = (".xlsx", ".docx")


def written(path: Path, book: Rulebook = BOOK, official: OfficialText | None = None) -> Path:
    """The copy of a rulebook, as a file of the kind that its name says."""
    render = word.render if path.suffix == ".docx" else xlsx.render
    source = official.source if official else None
    path.write_bytes(render(book, entries.rows(book, official), source=source, at=AT))
    return path


def fill(path: Path, id: str, **cells: object) -> Path:
    """Type into the row of an entry, by heading."""
    if path.suffix == ".docx":
        return _fill_document(path, id, {name: str(cell) for name, cell in cells.items()})
    book = openpyxl.load_workbook(path)
    page = book[xlsx.NAME]
    columns = {cell.value: at for at, cell in enumerate(page[xlsx.HEADING_ROW + 1], 1)}
    (row,) = (cell.row for cell in page["A"] if cell.value == id)
    for name, value in cells.items():
        page.cell(row, columns[name]).value = value  # type: ignore[assignment]
    return saved(book, path)


def _fill_document(path: Path, id: str, texts: dict[str, str]) -> Path:
    document = docx.Document(str(path))
    (table,) = document.tables
    headings = [cell.text for cell in table.rows[0].cells]
    (row,) = (row for row in table.rows if row.cells[0].text.split("\n")[0] == id)
    for name, text in texts.items():
        _type(row.cells[headings.index(name)], text)
    document.save(str(path))
    return path


def _type(cell: Any, text: str) -> None:
    """As Word does it: what is chosen from a list takes the place of what invites to choose."""
    for control in cell._tc.iter(qn("w:sdt")):
        invitation = control.find(qn("w:sdtPr")).find(qn("w:showingPlcHdr"))
        invitation.getparent().remove(invitation)
        next(control.iter(qn("w:t"))).text = text
        return
    cell.paragraphs[0].add_run(text)


def imported(path: Path, book: Rulebook = BOOK) -> ReviewOutcome:
    """What importing the copy at `path` comes to."""
    return compare(load(path), book, file=path, today=TODAY)
