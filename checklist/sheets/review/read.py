"""Reads the lawyer's copy that came back, from Excel or Word."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from checklist.errors import UnreadableFile
from checklist.files import read_bytes
from checklist.sheets import spreadsheet
from checklist.sheets.book import Book, FilledSheet, opened
from checklist.sheets.review import word
from checklist.sheets.review.entries import CODE, FILLED, ID, SHOWN
from checklist.sheets.spreadsheet import REVIEW_SHEET
from checklist.sheets.table import Table

_SHOWN = {name: name for name in SHOWN if name != ID}
XLSX = Table(
    kind=REVIEW_SHEET,
    names={ID: "id", CODE: "code", **_SHOWN, **FILLED},
    fields=tuple(FILLED.values()),
)
WORD = Table(
    kind=REVIEW_SHEET,
    names={ID: "id", CODE: "code", **{name: name for name in word.SHOWN}, **FILLED},
    fields=tuple(FILLED.values()),
    place=word.place,
)


class FilledReview(Struct, frozen=True, kw_only=True):
    """A copy that came back, and what is read of it."""

    table: Table
    book: Book


def load(path: Path) -> FilledReview:
    """The copy in the file. Raises UnreadableFile where the file is none."""
    data = read_bytes(path, limit=spreadsheet.MAX_BYTES)
    if path.suffix.lower() == ".docx":
        filled = FilledReview(
            table=WORD, book=Book(sheets=[FilledSheet(rows=word.read(path, data))])
        )
    else:
        filled = FilledReview(table=XLSX, book=opened(path, data, REVIEW_SHEET))
    if not any(map(filled.table.is_ours, filled.book.sheets)):
        what = f"没有找到复核表：要有“{ID}”和“{CODE}”（Excel 里核对码一列是隐藏的）"
        raise UnreadableFile.because(what, REVIEW_SHEET.again, file=path)
    return filled
