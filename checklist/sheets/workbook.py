"""Writes XLSX files that Excel, WPS and LibreOffice open. No macros, no formulas.

Every cell is written as text: what begins with = stays text, and so does what looks like a link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter

from checklist.layout import cells

LINE_HEIGHT = 15.0
"""Points. Heights are set because only Excel works them out when it opens a file."""
_TEXT_HEIGHT, _BESIDE_TEXT = 14.0, 4.0
"""Of each line of ten points, and of what is above and below, in the fonts of Windows and Linux."""
_ONE_LINE = _TEXT_HEIGHT + _BESIDE_TEXT
_MOST_LINES_ACROSS = 20
MOST_LINES = 27
"""Of a row of a table, or of a guide."""
_LONGEST = 32_000
"""A cell holds 32,767 characters; what is longer is cut, and said to be."""
_CUT = "……（太长，没有写全）"
A4 = 9
_PLAIN = {"font_name": "Microsoft YaHei", "font_size": 10, "text_wrap": True, "valign": "top"}
_BORDERED = {"border": 1, "border_color": "#BFBFBF", "num_format": "@"}


class Styles:
    """The looks of cells; further ones are made by `plain` and `bordered`."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self.title = self.plain(font_size=16, bold=True, text_wrap=False)
        self.words = self.plain(text_wrap=False)
        self.across = self.plain(valign="vcenter")
        self.guide = self.plain()
        self.cell = self.bordered()
        self.head = self.bordered(bold=True, bg_color="#1F3864", font_color="#FFFFFF")

    def plain(self, **looks: object) -> Any:
        """A cell without borders."""
        return self._book.add_format(_PLAIN | looks)

    def bordered(self, **looks: object) -> Any:
        """A cell of a table."""
        return self._book.add_format(_PLAIN | _BORDERED | looks)


def made(title: str, at: datetime, write: Callable[[Any, Styles], None]) -> bytes:
    """The file that `write` fills. Equal content made at one moment gives equal bytes."""
    stream = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"title": title, "created": at.replace(tzinfo=None)})
    write(book, Styles(book))
    book.close()
    return stream.getvalue()


def put(page: Any, row: int, column: int, text: str, style: Any) -> None:
    """Write a cell."""
    page.write_string(row, column, text if len(text) <= _LONGEST else text[:_LONGEST] + _CUT, style)


def height(texts: Iterable[str], widths: Iterable[int], *, most: int) -> float:
    """Points a row needs so that nothing in it is hidden, up to `most` lines."""
    lines = [
        sum(ceil((cells(line) + 1) / _fitting(width)) for line in text.splitlines())
        for text, width in zip(texts, widths, strict=True)
    ]
    return _TEXT_HEIGHT * min(max(1, *lines), most) + _BESIDE_TEXT


def _fitting(width: int) -> int:
    """How many letters of half the width stand beside each other in a column that is `width` wide.

    A column is 7 pixels wide for each, and a Chinese letter of 10 points takes 13⅓; none is cut.
    """
    return max(width - 1, 2 * (width * 21 // 40))


def across(page: Any, row: int, text: str, widths: Iterable[int], style: Any) -> None:
    """A line over the whole width of columns with these `widths`, as tall as its text needs."""
    each = [*widths]
    page.merge_range(row, 0, row, len(each) - 1, text, style)
    page.set_row(row, height((text,), (sum(each),), most=_MOST_LINES_ACROSS))


def head(page: Any, row: int, columns: Mapping[str, int], styles: Styles) -> None:
    """Write the headings, with the widths of their columns, so that they stay in sight.

    The page is printed as wide as it is on A4, lying.
    """
    for column, (name, width) in enumerate(columns.items()):
        page.set_column(column, column, width)
        page.write_string(row, column, name, styles.head)
    if (needed := height(columns, columns.values(), most=3)) > _ONE_LINE:
        page.set_row(row, needed)
    page.freeze_panes(row + 1, 0)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)


def guide(
    page: Any, title: str, lines: Iterable[tuple[str, str]], widths: tuple[int, int], styles: Styles
) -> None:
    """Fill a sheet of explanations: a title, and below it a label and its words a line."""
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    page.write_string(0, 0, title, styles.title)
    label = styles.plain(bold=True)
    for at, line in enumerate(lines, 1):
        put(page, at, 0, line[0], label)
        put(page, at, 1, line[1], styles.guide)
        page.set_row(at, height(line, widths, most=MOST_LINES))
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
