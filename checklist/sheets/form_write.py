"""Sheet -> the bytes of an XLSX file that Excel, WPS and LibreOffice open. No macros, no formulas.

Every cell is written as text: what begins with = stays text, and so does what looks like a link.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name

from checklist.layout import cells
from checklist.sheets.form_guide import guide
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
    NAME,
    WAS_COLUMN,
    Heading,
    Row,
    Sheet,
)

GUIDE = "说明"
LISTS = "选项"
_HEADINGS = (
    ("序号", 6), ("义务与依据", 26), ("问题", 44), ("选项／直播间", 30), ("答复", 18),
    ("备注", 24), ("佐证（一行一件）", 24), ("责任人", 12), ("期限", 12),
)  # fmt: skip
_LAST_SHOWN = len(_HEADINGS) - 1
_LONGEST_LIST = 255
_LONGEST_MESSAGE = 255
_LINE_HEIGHT = 15.0
"""Points. Heights are set because only Excel works them out when it opens a file."""
_MOST_LINES = 20
_GUIDE_WIDTH = 90
_FONT = "Microsoft YaHei"
_HINTS = {
    "note": "需要说明的情况，可以不写。",
    "evidence": "能证明的材料，一行写一件，可以不写。",
    "owner": "由谁负责整改或者查清，可以不写。",
    "due": "写成 年-月-日，例如 2026-12-31，可以不写。",
}


def to_bytes(sheet: Sheet, *, made_at: datetime) -> bytes:
    """The file. Equal sheets made at one moment give equal bytes."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": sheet.title, "created": made_at.replace(tzinfo=None)})
    _Form(book, sheet).write()
    book.close()
    return stream.getvalue()


class _Form:
    """Writes one sheet into one workbook."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        self.sheet = sheet
        self.page = book.add_worksheet(NAME)
        self.guide = book.add_worksheet(GUIDE)
        self.lists = book.add_worksheet(LISTS)
        self.listed: dict[tuple[str, ...], str] = {}
        plain = {"font_name": _FONT, "font_size": 10, "text_wrap": True, "valign": "top"}
        shown = plain | {"border": 1, "border_color": "#BFBFBF", "num_format": "@"}
        self.title = book.add_format(plain | {"font_size": 16, "bold": True, "text_wrap": False})
        self.words = book.add_format(plain | {"text_wrap": False})
        self.told = book.add_format(plain)
        self.head = book.add_format(
            shown | {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF"}
        )
        self.section = book.add_format(
            plain | {"bold": True, "bg_color": "#D9E2F3", "text_wrap": False, "valign": "vcenter"}
        )
        self.fixed = book.add_format(shown | {"bg_color": "#F2F2F2"})
        self.free = book.add_format(shown | {"locked": False, "bg_color": "#FFFDE7"})
        self.label = book.add_format(plain | {"bold": True, "align": "right"})

    def write(self) -> None:
        self._page_setup()
        self._top()
        for at, line in enumerate(self.sheet.lines, FIRST_ROW):
            match line:
                case Heading(text=text):
                    self.page.write_string(at - 1, 0, text, self.section)
                    for column in range(1, len(_HEADINGS)):
                        self.page.write_blank(at - 1, column, None, self.section)
                    self.page.set_row(at - 1, _LINE_HEIGHT * 1.3)
                case Row():
                    self._row(at, line)
        for number, text in enumerate(guide(self.sheet)):
            self.guide.write_string(number, 0, text, self.told if number else self.title)
            lines = ceil((cells(text) + 1) / (_GUIDE_WIDTH - 1)) if number else 1.8
            self.guide.set_row(number, _LINE_HEIGHT * lines + 3)
        self.guide.set_column(0, 0, _GUIDE_WIDTH)
        self.guide.protect()
        self.lists.hide()
        self.lists.protect()

    def _page_setup(self) -> None:
        page = self.page
        for column, (_, width) in enumerate(_HEADINGS):
            page.set_column(column, column, width)
        page.set_column(f"{ID_COLUMN}:{WAS_COLUMN[FIELDS[-1]]}", None, None, {"hidden": True})
        page.ignore_errors({"number_stored_as_text": f"A1:P{FIRST_ROW + len(self.sheet.lines)}"})
        page.freeze_panes(FIRST_ROW - 1, 0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(FIRST_ROW - 2)
        page.set_footer("&C第 &P 页 共 &N 页")
        page.print_area(0, 0, FIRST_ROW + len(self.sheet.lines) - 2, _LAST_SHOWN)
        page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})

    def _top(self) -> None:
        sheet = self.sheet
        for at, lines in enumerate((1.8, 1.3, 1.3, 1.3)):
            self.page.set_row(at, _LINE_HEIGHT * lines)
        whose = f"填报单位：{sheet.respondent}　" if sheet.respondent else ""
        about = f"{whose}依据：《{sheet.rulebook_title}》（规则册 {sheet.edition}）"
        self.page.write_string(0, 0, sheet.title, self.title)
        self.page.write_string(
            1,
            0,
            f"{about}　共 {sheet.questions} 题。只填浅黄色的格子，怎样填见“{GUIDE}”。",
            self.words,
        )
        row, column = xl_cell_to_rowcol(FILLED_BY)
        period = sheet.period or "请问发问卷的人"
        self.page.write_string(row, 0, f"自查期间：{period}", self.words)
        self.page.write_string(row, column - 1, "填写人：", self.label)
        self.page.write_string(row, column, "", self.free)
        self._message((row, column), "填写人", "写您的姓名，会记在您改动的每个答案旁边。")
        for cell, text in zip(
            MARK_CELLS, (MARK, FORMAT, sheet.rulebook, sheet.edition), strict=True
        ):
            self.page.write_string(cell, text)
        for at, (heading, _) in enumerate(_HEADINGS):
            self.page.write_string(FIRST_ROW - 2, at, heading, self.head)

    def _row(self, at: int, row: Row) -> None:
        shown = (row.number, row.duty, row.ask, row.about)
        for column, text in enumerate(shown):
            self.page.write_string(at - 1, column, text, self.fixed)
        everything = (*shown, *(row.given.field(field) for field in FIELDS))
        self.page.set_row(at - 1, _height(everything))
        for field in FIELDS:
            fillable = field == "answer" or row.is_head
            text = row.given.field(field)
            style = self.free if fillable else self.fixed
            self.page.write_string(f"{COLUMN[field]}{at}", text, style)
            self.page.write_string(f"{WAS_COLUMN[field]}{at}", text)
            if field != "answer" and row.is_head:
                where = xl_cell_to_rowcol(f"{COLUMN[field]}{at}")
                self._message(where, "", _HINTS[field])
        self.page.write_string(f"{ID_COLUMN}{at}", str(row.id))
        self.page.write_string(f"{FINGERPRINT_COLUMN}{at}", row.fingerprint)
        where = xl_cell_to_rowcol(f"{COLUMN['answer']}{at}")
        if row.choices:
            self._drop_down(where, row)
        else:
            self._message(where, "怎样填", row.hint)

    def _drop_down(self, where: tuple[int, int], line: Row) -> None:
        self.page.data_validation(
            *where,
            *where,
            {
                "validate": "list",
                "source": self._source(line.choices),
                "input_title": "怎样填",
                "input_message": _message(line.hint),
                "error_title": "请从下拉框里选",
                "error_message": _message(f"{line.hint}。拿不准选 不清楚，比猜一个好。"),
            },
        )

    def _source(self, choices: tuple[str, ...]) -> list[str] | str:
        """The choices themselves where they fit into a cell's rule, else where they are listed."""
        if len(",".join(choices)) <= _LONGEST_LIST and not any(
            mark in one for one in choices for mark in ',"'
        ):
            return list(choices)
        if choices not in self.listed:
            column = len(self.listed)
            for row, choice in enumerate(choices):
                self.lists.write_string(row, column, choice)
            name = xl_col_to_name(column, col_abs=True)
            self.listed[choices] = f"={LISTS}!{name}$1:{name}${len(choices)}"
        return self.listed[choices]

    def _message(self, where: tuple[int, int], title: str, text: str) -> None:
        rule = {"validate": "any", "input_title": title, "input_message": _message(text)}
        self.page.data_validation(*where, *where, rule)


def _height(texts: tuple[str, ...]) -> float:
    """Points a row needs so that nothing in it is hidden, up to a bound."""
    lines = [
        sum(ceil((cells(line) + 1) / (width - 1)) for line in text.splitlines())
        for text, (_, width) in zip(texts, _HEADINGS, strict=True)
    ]
    return _LINE_HEIGHT * min(max(1, *lines), _MOST_LINES) + 3


def _message(text: str) -> str:
    return text if len(text) <= _LONGEST_MESSAGE else f"{text[: _LONGEST_MESSAGE - 1]}…"
