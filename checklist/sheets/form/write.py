"""Writes the questionnaire as an XLSX file: what may be filled in is yellow, the rest protected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name

from checklist.law import wording
from checklist.sheets.back import NOBODY, Back
from checklist.sheets.changes import cut
from checklist.sheets.form.sheet import (
    COLUMNS,
    FIELDS,
    FILLED_BY,
    FINGERPRINT_COLUMN,
    FIRST_ROW,
    FORMAT,
    ID_COLUMN,
    MARK,
    MARK_CELLS,
    NAME,
    NAMING,
    PERIOD,
    SHOWN_COLUMN,
    FormRow,
    Sheet,
    editions_of,
    ids_of,
    period_of,
)
from checklist.sheets.spreadsheet import shown_digest
from checklist.sheets.workbook import A4, LINE_HEIGHT, Styles, across, head, height, made
from checklist.text import inert

_TITLE = "直播电商合规自查问卷"
GUIDE = "说明"
LISTS = "选项"
_SHOWN = {"题号": 6, "义务与依据": 26, "问题": 44, "选项／直播间": 30}
_HEADINGS = _SHOWN | {column.heading: column.width for column in COLUMNS.values()}
"""The columns that are seen, with their widths."""
_NARROW = dict(zip(_HEADINGS, (4, 16, 34, 15, 12, 9, 10, 7, 11), strict=True))
"""Those of a questionnaire for one person: printed on A4, its letters have 9 points or more."""
_MARGIN = 0.25
"""Inches."""
_LONGEST_LIST = 255
_LONGEST_MESSAGE = 255
_MOST_LINES = 20
_GUIDE_WIDTH = 90
_HOW_TO_FILL = (
    "1. 只填浅黄色的格子，其余的受保护，请不要解除保护、增删行列或者改表名。",
    (
        "2. 有下拉框的从下拉框里选；保存期限、间隔、工作日等照格子旁的提示写数字和单位，"
        "例如 3年、6个月、3个工作日。"
    ),
    (
        "3. 拿不准就选 不清楚，比猜一个好：它不算符合，也不算违反，会列入待查清的事项。"
        "读回时什么都不会替您猜。"
    ),
    "4. 不适用 只在下拉框里有这一项时才能选。",
    "5. 可以多选的题一项一行，每一项都要答。",
    "6. 直播间的题先填共同的答案；“仅直播间：某某”那几行只在那个直播间不一样时填，空着就是相同。",
    "7. 空着的格子就是没有答，以后还会再问；把原有的答案删空不会撤回它，要撤回请改成 不清楚。",
    "8. 请在上方写填写人，它会记在您改动的每个答案旁边。不要写公式，写了读不回来。",
    (
        "9. 填好后存成 .xlsx 发回；由收到的人读回（checklist form import 问卷 答案文件），"
        "先看改动，确认后才写入。"
    ),
    "10. 题号是整份问卷里的第几题，只给您一部分题的，题号不连着；“报告第几项”是报告里的编号。",
    "11. “整改期限”是哪天以前整改好、查清，不是交回这份问卷的日子；哪天交回写在表的上方。",
    "结果是自评，不是法律意见。",
)


def to_bytes(sheet: Sheet, *, made_at: datetime, back: Back = NOBODY) -> bytes:
    """The file. Equal sheets made at one moment give equal bytes."""
    return made(_TITLE, made_at, lambda book, styles: _Form(book, styles, sheet, back).write())


class _Form:
    def __init__(self, book: Any, styles: Styles, sheet: Sheet, back: Back) -> None:
        self.sheet = sheet
        self.back = back
        self.columns = _NARROW if sheet.whom else _HEADINGS
        self.page = book.add_worksheet(NAME)
        self.guide = book.add_worksheet(GUIDE)
        self.lists = book.add_worksheet(LISTS)
        self.listed: dict[tuple[str, ...], str] = {}
        self.styles = styles
        self.section = styles.plain(
            bold=True, bg_color="#D9E2F3", text_wrap=False, valign="vcenter"
        )
        self.fixed = styles.bordered(bg_color="#F2F2F2")
        self.free = styles.bordered(locked=False, bg_color="#FFFDE7")
        self.label = styles.plain(bold=True, align="right")

    def write(self) -> None:
        self._page_setup()
        self._top()
        for at, line in enumerate(self.sheet.lines, FIRST_ROW):
            if isinstance(line, FormRow):
                self._row(at, line)
                continue
            self.page.write_string(at - 1, 0, line, self.section)
            for column in range(1, len(_HEADINGS)):
                self.page.write_blank(at - 1, column, None, self.section)
            self.page.set_row(at - 1, LINE_HEIGHT * 1.3)
        self._guide()
        self.lists.hide()
        self.lists.protect()

    def _page_setup(self) -> None:
        page, last = self.page, FIRST_ROW + len(self.sheet.lines)
        page.set_column(f"{ID_COLUMN}:{SHOWN_COLUMN}", None, None, {"hidden": True})
        page.ignore_errors({"number_stored_as_text": f"A1:{SHOWN_COLUMN}{last}"})
        page.repeat_rows(FIRST_ROW - 2)
        page.set_footer("&C第 &P 页 共 &N 页")
        if self.sheet.whom:
            page.set_margins(left=_MARGIN, right=_MARGIN)
        page.print_area(0, 0, last - 2, len(_HEADINGS) - 1)
        page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})

    def _top(self) -> None:
        page, rulebook, assessment = self.page, self.sheet.rulebook, self.sheet.assessment
        for at, lines in enumerate((1.8, 1.3, 1.3, 1.3)):
            page.set_row(at, LINE_HEIGHT * lines)
        respondent = cut(inert(assessment.respondent.name))
        title = f"{_TITLE}　给 {cut(inert(self.sheet.whom))}" if self.sheet.whom else _TITLE
        page.write_string(0, 0, title, self.styles.title)
        about = "\n".join(self._about(respondent))
        across(page, 1, about, self.columns.values(), self.styles.across)
        row, column = xl_cell_to_rowcol(FILLED_BY)
        when = period_of(assessment) or "请问发问卷的人"
        page.write_string(PERIOD, f"自查期间：{when}", self.styles.words)
        page.write_string(row, column - 1, "填写人：", self.label)
        page.write_string(row, column, "", self.free)
        self._rule(FILLED_BY, "填写人", "写您的姓名，会记在您改动的每个答案旁边。")
        code = inert(assessment.respondent.credit_code or "")
        marks = (MARK, FORMAT, ids_of(rulebook), editions_of(rulebook), respondent, cut(code))
        for cell, text in zip(MARK_CELLS, marks, strict=True):
            page.write_string(cell, text)
        head(page, FIRST_ROW - 2, self.columns, self.styles)

    def _about(self, respondent: str) -> Iterator[str]:
        """Whose it is, what is to be filled in, and to whom it comes back by which day."""
        rulebook = self.sheet.rulebook
        whose = f"填报单位：{respondent}　" if respondent else ""
        yield f"{whose}依据：{wording.titles(rulebook)}（规则册 {editions_of(rulebook)}）"
        part = "（题号是整份问卷里的，“报告第几项”是报告里的编号）" if self.sheet.whom else ""
        count = f"共 {self.sheet.questions} 题{part}"
        yield f"{count}。只填浅黄色的格子，怎样填见“{GUIDE}”。{self.back.words}"

    def _row(self, at: int, row: FormRow) -> None:
        shown = (row.number, row.duty, row.ask, row.about)
        for index, text in enumerate(shown):
            self.page.write_string(at - 1, index, text, self.fixed)
        everything = (*shown, *(row.given[field] for field in FIELDS))
        self.page.set_row(at - 1, height(everything, self.columns.values(), most=_MOST_LINES))
        for field, column in COLUMNS.items():
            place = f"{column.letter}{at}"
            style = self.free if field == "answer" or row.is_head else self.fixed
            self.page.write_string(place, row.given[field], style)
            self.page.write_string(f"{column.was}{at}", row.given[field])
            if field != "answer" and row.is_head:
                self._rule(place, "", column.hint)
        self.page.write_string(f"{ID_COLUMN}{at}", str(row.id))
        self.page.write_string(f"{FINGERPRINT_COLUMN}{at}", row.fingerprint)
        naming = (shown["ABCD".index(letter)] for letter in NAMING)
        self.page.write_string(f"{SHOWN_COLUMN}{at}", " ".join(map(shown_digest, naming)))
        self._rule(f"{COLUMNS['answer'].letter}{at}", "怎样填", row.hint, row.choices)

    def _rule(self, cell: str, title: str, text: str, choices: tuple[str, ...] = ()) -> None:
        """What is shown beside a cell, with a drop-down where there are choices."""
        rule: dict[str, object] = {
            "validate": "any",
            "input_title": title,
            "input_message": _shortened(text),
        }
        if choices:
            error = _shortened(f"{text}。拿不准选 不清楚，比猜一个好。")
            rule |= {"validate": "list", "error_title": "请从下拉框里选", "error_message": error}
            rule |= {"source": self._source(choices)}
        self.page.data_validation(cell, rule)

    def _source(self, choices: tuple[str, ...]) -> list[str] | str:
        """The choices themselves where they fit into a cell's rule, else where they are listed."""
        joined = ",".join(choices)
        is_plain = '"' not in joined and joined.count(",") == len(choices) - 1
        if is_plain and len(joined) <= _LONGEST_LIST:
            return list(choices)
        if choices not in self.listed:
            column = len(self.listed)
            for row, choice in enumerate(choices):
                self.lists.write_string(row, column, choice)
            name = xl_col_to_name(column, col_abs=True)
            self.listed[choices] = f"={LISTS}!{name}$1:{name}${len(choices)}"
        return self.listed[choices]

    def _guide(self) -> None:
        rulebook = self.sheet.rulebook
        self.guide.write_string(0, 0, f"{_TITLE}：怎样填写", self.styles.title)
        self.guide.set_row(0, LINE_HEIGHT * 1.8 + 3)
        basis = f"依据{wording.titles(rulebook)}，规则册 {wording.editions(rulebook)}。"
        for at, text in enumerate((basis, *_HOW_TO_FILL), 1):
            self.guide.write_string(at, 0, text, self.styles.guide)
            self.guide.set_row(at, height((text,), (_GUIDE_WIDTH,), most=_MOST_LINES))
        self.guide.set_column(0, 0, _GUIDE_WIDTH)
        self.guide.set_paper(A4)
        self.guide.fit_to_pages(1, 0)
        self.guide.protect()


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_MESSAGE else f"{text[: _LONGEST_MESSAGE - 1]}…"
