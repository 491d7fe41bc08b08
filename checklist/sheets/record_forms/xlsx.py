"""Writes a record form as an XLSX file: one sheet on A4, to be printed or filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from checklist.law.forms import FieldKind, FormField, RecordForm
from checklist.sheets.record_forms.layout import above, choices, ending, hint, widths
from checklist.sheets.workbook import A4, LINE_HEIGHT, Styles, height, made

_LYING, _UPRIGHT = 126, 88
"""Widths of columns that fit on A4: at full size, or nearly so where the fonts are missing."""
_LABEL = 28
_ROW = LINE_HEIGHT * 1.8
_MOST_LINES = 20


def render(form: RecordForm, *, at: datetime) -> bytes:
    """The file. Equal forms written at one moment give equal bytes."""
    return made(form.title, at, lambda book, styles: _Page(book, styles, form).write())


class _Page:
    def __init__(self, book: Any, styles: Styles, form: RecordForm) -> None:
        self.form = form
        self.page = book.add_worksheet(form.title[:31])
        self.title = styles.plain(font_size=16, bold=True, align="center", text_wrap=False)
        self.words = styles.plain(font_size=9)
        self.text = styles.plain(font_size=11)
        self.label = styles.bordered(bg_color="#F2F2F2", valign="vcenter")
        self.free = styles.bordered(valign="vcenter")
        self.bold = styles.plain(bold=True)
        self.small = styles.plain(font_size=8, font_color="#595959")
        if form.columns:
            self.widths = widths(form.columns, _LYING)
        else:
            self.widths = [_LABEL, _UPRIGHT - _LABEL]
        self.at = 0

    def write(self) -> None:
        form, page = self.form, self.page
        for column, width in enumerate(self.widths):
            page.set_column(column, column, width)
        self._across(form.title, self.title, LINE_HEIGHT * 1.8)
        for label, words in above(form):
            self._across(f"{label}：{words}", self.words)
        for paragraph in form.text:
            self._across(paragraph, self.text)
        for field in form.head:
            self._field(field)
        if form.columns:
            self._table()
        for field in ending(form):
            self._field(field)
        self._set_up()

    def _across(self, words: str, style: Any, tall: float = 0) -> None:
        """A line over the whole width."""
        last = len(self.widths) - 1
        self.page.merge_range(self.at, 0, self.at, last, words, style)
        whole = height((words,), (sum(self.widths),), most=_MOST_LINES)
        self.page.set_row(self.at, tall or whole)
        self.at += 1

    def _field(self, field: FormField) -> None:
        """A label, and beside it the place for what is filled in once."""
        first = 1 if len(self.widths) == 2 or self.widths[0] >= _LABEL // 2 else 2
        if first > 1:
            self.page.merge_range(self.at, 0, self.at, first - 1, "", self.label)
        self._name(0, field, self.label)
        last = len(self.widths) - 1
        if first < last:
            self.page.merge_range(self.at, first, self.at, last, "", self.free)
        else:
            self.page.write_blank(self.at, first, None, self.free)
        self._offer(field, self.at, first, self.at)
        needed = self._needed(field, sum(self.widths[:first]))
        tall = LINE_HEIGHT * 2.6 if field.kind is FieldKind.SIGNATURE else _ROW
        self.page.set_row(self.at, max(needed, tall))
        self.at += 1

    def _table(self) -> None:
        """The headings, which are repeated on every printed page, and the rows below."""
        form, columns = self.form, self.form.columns
        heading = self.at
        for column, field in enumerate(columns):
            self._name(column, field, self.label)
        needed = [self._needed(*each) for each in zip(columns, self.widths, strict=True)]
        self.page.set_row(heading, max(needed))
        self.page.repeat_rows(heading)
        self.at += 1
        lines: Sequence[str] = form.lines or [""] * (form.rows or 0)
        for line in lines:
            for column in range(len(columns)):
                is_given = bool(line) and not column
                style = self.label if is_given else self.free
                self.page.write_string(self.at, column, line if is_given else "", style)
            tall = height((line,), self.widths[:1], most=_MOST_LINES)
            self.page.set_row(self.at, max(tall, _ROW))
            self.at += 1
        for column, field in enumerate(columns):
            self._offer(field, heading + 1, column, self.at - 1)

    def _name(self, column: int, field: FormField, style: Any) -> None:
        parts = (self.bold, field.name, self.small, f"\n{hint(field)}")
        self.page.write_rich_string(self.at, column, *parts, style)

    def _needed(self, field: FormField, width: int) -> float:
        return height((f"{field.name}\n{hint(field)}",), (width,), most=_MOST_LINES)

    def _offer(self, field: FormField, first: int, column: int, last: int) -> None:
        """A drop-down where there are choices, a word on how days are written."""
        offered = choices(field)
        if offered:
            rule = {"validate": "list", "source": list(offered), "error_type": "information"}
            rule |= {"error_title": "不在下拉框里", "error_message": "要这样写，就按“确定”。"}
        elif field.kind is FieldKind.DAY:
            rule = {"validate": "any", "input_message": "写成 年-月-日，例如 2026-12-31"}
        else:
            return
        self.page.data_validation(first, column, last, column, rule)

    def _set_up(self) -> None:
        page = self.page
        if self.form.columns:
            page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 1 if self.form.lines else 0)
        page.print_area(0, 0, self.at - 1, len(self.widths) - 1)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.center_horizontally()
        page.set_footer(f"&L{self.form.title}&C第 &P 页 共 &N 页")
