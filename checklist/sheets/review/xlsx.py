"""Writes the lawyer's copy as an XLSX file: a row an entry, and how it is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from checklist.law.model import Rulebook
from checklist.sheets.review.entries import (
    CODE,
    FILLED,
    HOW_TO_FILL,
    SHOWN,
    VERDICTS,
    ReviewRow,
    about,
)
from checklist.sheets.workbook import LINE_HEIGHT, MOST_LINES, Styles, guide, head, height, made

NAME, GUIDE = "复核表", "说明"
HEADING_ROW = 2
"""Zero-based; the entries follow."""
_WIDTHS = dict(
    zip((*SHOWN, *FILLED, CODE), (13, 13, 18, 60, 40, 76, 50, 50, 9, 8, 30, 9, 12, 60), strict=True)
)
_RULES: dict[str, dict[str, object]] = {
    "结论": {
        "validate": "list",
        "source": list(VERDICTS),
        "input_message": "同意、修改或者存疑；没有看的空着",
        "error_title": "请从下拉框里选",
    },
    "意见": {"validate": "any", "input_message": "修改、存疑的，写怎样改、疑在哪里"},
    "日期": {"validate": "any", "input_message": "写成 年-月-日，例如 2026-12-31"},
}
_A3 = 8


def render(
    rulebook: Rulebook, rows: Sequence[ReviewRow], *, source: str | None, at: datetime
) -> bytes:
    """The file. Equal rows written at one moment give equal bytes."""
    title, line = about(rulebook, source=source)

    def write(book: Any, styles: Styles) -> None:
        _entries(book, styles, rows, title, f"{line}怎样填见“{GUIDE}”。")
        lines = (("依据", line), *HOW_TO_FILL)
        guide(book.add_worksheet(GUIDE), f"{title}：{GUIDE}", lines, (14, 90), styles)

    return made(title, at, write)


def _entries(book: Any, styles: Styles, rows: Sequence[ReviewRow], title: str, line: str) -> None:
    page = book.add_worksheet(NAME)
    page.set_row(0, LINE_HEIGHT * 1.8)
    page.write_string(0, 0, title, styles.title)
    page.write_string(1, 0, line, styles.words)
    head(page, HEADING_ROW, _WIDTHS, styles)
    fixed, free = styles.bordered(bg_color="#F2F2F2"), styles.bordered(bg_color="#FFFDE7")
    for at, row in enumerate(rows, HEADING_ROW + 1):
        for column, name in enumerate(_WIDTHS):
            words = str(row.code) if name == CODE else row.cells.get(name, "")
            page.write_string(at, column, words, free if name in FILLED else fixed)
        texts = [row.cells[name] for name in SHOWN]
        widths = [_WIDTHS[name] for name in SHOWN]
        page.set_row(at, height(texts, widths, most=MOST_LINES))
    last, columns = HEADING_ROW + len(rows), list(_WIDTHS)
    for name, rule in _RULES.items():
        column = columns.index(name)
        page.data_validation(HEADING_ROW + 1, column, last, column, rule)
    hidden = columns.index(CODE)
    page.set_column(hidden, hidden, _WIDTHS[CODE], None, {"hidden": True})
    page.freeze_panes(HEADING_ROW + 1, 3)
    page.autofilter(HEADING_ROW, 0, last, hidden)
    page.ignore_errors({"number_stored_as_text": f"A1:Z{last + 1}"})
    page.set_paper(_A3)
    page.repeat_rows(0, HEADING_ROW)
    page.print_area(0, 0, last, hidden - 1)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer("&L复核人签字：&C第 &P 页 共 &N 页")
