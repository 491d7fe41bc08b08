"""整改台账 as XLSX that Excel, WPS and LibreOffice open. No macros, no formulas.

Every cell is written as text: what begins with = stays text, and so does what looks like a link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter

from checklist.evaluation.model import Status
from checklist.layout import cells
from checklist.report.forms.about import about, text
from checklist.report.view.model import Report
from checklist.report.view.progress import PROGRESS
from checklist.sheets import register_records as records
from checklist.sheets.register_register import (
    APPLICABILITY,
    COLUMNS,
    HIDDEN,
    Row,
    applicability,
    rows,
)

REGISTER, GUIDE, SCOPE = "整改台账", "说明", "适用性"
ANSWERED, EXHIBITED = "答复记录", "佐证目录"
HEADING_ROW = 2
"""Zero-based; the rows of the register follow."""
_WIDTHS = (6, 10, 46, 18, 40, 12, 11, 11, 36, 12, 10, 12, 26, 24, 250, 250)
_SCOPE_WIDTHS = (9, 18, 36, 8, 22, 10, 26, 46, 18, 8, 18, 10)
_STATUS = {
    "不符合": ("#B83A2B", "#F8E4E1"),
    "待确认": ("#7A5400", "#F7ECD6"),
    "若适用": ("#7A5400", "#F7ECD6"),
    "符合": ("#1F7A6D", "#DFF0ED"),
    "未发现": ("#1F7A6D", "#DFF0ED"),
    "不适用": ("#4B5563", "#ECEDEF"),
}
"""By how the word begins: ink and ground. A word stands beside every colour."""
_PROGRESS = dict(zip(PROGRESS, (_STATUS[one] for one in ("不适用", "待确认", "符合")), strict=True))
_LINE_HEIGHT = 15.0
"""Points. Heights are set because only Excel works them out when it opens a file."""
_MOST_LINES = 27
_LONGEST = 32_000
"""A cell holds 32,767 characters; what is longer is cut, and said to be."""
_CUT = "……（太长，没有写全）"
_FONT = "Microsoft YaHei"
_BACK = (
    (
        "怎样读回",
        "存成 .xlsx 发回，运行 checklist remediation import 台账 答案文件，先看改动再写入。",
    ),
    ("可以", "排序、筛选、加列、删行、调整列的先后、改表名。最后两列是隐藏的，请不要改。"),
    ("空着", "空着的格子不会抹掉原来写的；要撤回，写“无”。佐证只增不减。"),
    ("公式", "请不要写公式，写了读不回来。"),
    ("重新作答", "写“已验收”不改变结论。整改之后运行下面这一行，把有缺口的题重新答一遍："),
    ("", "checklist ask 自查.yaml --only gaps"),
)
"""How the register goes on: what happens to what is filled in."""


def render(report: Report) -> bytes:
    """The file. Equal reports give equal bytes: it is dated by the day that was judged."""
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
    made = datetime.combine(report.findings.as_of, time())
    book.set_properties({"title": f"{REGISTER} {report.number}", "created": made})
    _Register(book, report).write()
    book.close()
    return stream.getvalue()


class _Register:
    """Writes one report into one workbook."""

    def __init__(self, book: Any, report: Report) -> None:
        self.report = report
        self.book = book
        plain = {"font_name": _FONT, "font_size": 10, "text_wrap": True, "valign": "top"}
        shown = plain | {"border": 1, "border_color": "#BFBFBF", "num_format": "@"}
        self.title = book.add_format(plain | {"font_size": 16, "bold": True, "text_wrap": False})
        self.words = book.add_format(plain | {"text_wrap": False})
        self.told = book.add_format(plain)
        self.label = book.add_format(plain | {"bold": True})
        self.cell = book.add_format(shown)
        self.head = book.add_format(
            shown | {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF"}
        )

    def write(self) -> None:
        self._register()
        self._guide()
        self._scope()
        self._record(ANSWERED, records.ANSWERS, records.answers, records.ANSWERS_WIDTHS)
        self._record(EXHIBITED, records.EXHIBITS, records.exhibits, records.EXHIBITS_WIDTHS)

    def _register(self) -> None:
        page = self.book.add_worksheet(REGISTER)
        found = rows(self.report)
        self._top(page, found)
        last = HEADING_ROW + len(found)
        _table(page, HEADING_ROW, COLUMNS, (row.cells for row in found), _WIDTHS, self)
        names = list(COLUMNS)
        shown = len(names) - len(HIDDEN)
        page.set_column(shown, len(names) - 1, _WIDTHS[-1], None, {"hidden": True})
        page.print_area(0, 0, last, shown - 1)
        if not found:
            return
        first, progress = HEADING_ROW + 1, names.index("进度")
        rule = {"validate": "list", "source": list(PROGRESS), "error_title": "请从下拉框里选"}
        page.data_validation(first, progress, last, progress, rule)
        for name in ("完成时限", "销号日期"):
            column = names.index(name)
            hint = {"validate": "any", "input_message": "写成 年-月-日，例如 2026-12-31"}
            page.data_validation(first, column, last, column, hint)
        self._coloured(page, (first, names.index("状态"), last, names.index("状态")), _STATUS)
        self._coloured(page, (first, progress, last, progress), _PROGRESS)

    def _top(self, page: Any, found: Sequence[Row]) -> None:
        findings = self.report.findings
        gaps = sum(row.status is Status.NOT_SATISFIED for row in found)
        told = "没有要整改或者查清的"
        if found:
            told = f"不符合 {gaps} 行，待确认 {len(found) - gaps} 行"
        page.set_row(0, _LINE_HEIGHT * 1.8)
        _put(page, 0, 0, f"{REGISTER}　{text(findings.assessment.respondent.name)}", self.title)
        line = f"依据《{findings.rulebook.title}》　判断基准日 {findings.as_of.isoformat()}"
        own = "" if findings.rulebook.bundled else "　非随附规则册"
        line += f"　报告编号 {self.report.number}　自评{own}　{told}。各列怎样填见“{GUIDE}”。"
        _put(page, 1, 0, line, self.words)
        page.set_footer("&L编制：　　　　　　复核：&C第 &P 页 共 &N 页")

    def _guide(self) -> None:
        page = self.book.add_worksheet(GUIDE)
        page.set_column(0, 0, 18)
        page.set_column(1, 1, 90)
        _put(page, 0, 0, f"{REGISTER}：{GUIDE}", self.title)
        columns = [(name, means) for name, means in COLUMNS.items() if name not in HIDDEN]
        lines = [*about(self.report), ("", ""), *_BACK, ("", ""), ("各列", ""), *columns]
        for at, (label, told) in enumerate(lines, 1):
            _put(page, at, 0, label, self.label)
            _put(page, at, 1, told, self.told)
            page.set_row(at, _height((label, told), (18, 90)))
        page.set_paper(9)
        page.fit_to_pages(1, 0)

    def _scope(self) -> None:
        page = self.book.add_worksheet(SCOPE)
        found = list(applicability(self.report))
        _table(page, 0, APPLICABILITY, found, _SCOPE_WIDTHS, self)
        column = APPLICABILITY.index("状态")
        self._coloured(page, (1, column, max(1, len(found)), column), _STATUS)
        page.set_footer("&C第 &P 页 共 &N 页")

    def _record(
        self,
        name: str,
        headings: tuple[str, ...],
        body: Callable[[Report], Iterable[tuple[str, ...]]],
        widths: tuple[int, ...],
    ) -> None:
        page = self.book.add_worksheet(name)
        _table(page, 0, headings, body(self.report), widths, self)
        page.set_footer("&C第 &P 页 共 &N 页")

    def _coloured(
        self, page: Any, where: tuple[int, int, int, int], colours: dict[str, tuple[str, str]]
    ) -> None:
        for begins, (ink, ground) in colours.items():
            style = self.book.add_format({"font_color": ink, "bg_color": ground, "bold": True})
            rule = {"type": "text", "criteria": "begins with", "value": begins, "format": style}
            page.conditional_format(*where, rule)


def _table(
    page: Any,
    at: int,
    headings: Iterable[str],
    body: Iterable[tuple[str, ...]],
    widths: tuple[int, ...],
    styles: _Register,
) -> None:
    """A heading that stays in sight and on every printed page, filters, and rows of text."""
    for column, (name, width) in enumerate(zip(headings, widths, strict=True)):
        page.set_column(column, column, width)
        _put(page, at, column, name, styles.head)
    last = at
    for last, row in enumerate(body, at + 1):
        for column, told in enumerate(row):
            _put(page, last, column, told, styles.cell)
        page.set_row(last, _height(row, widths))
    page.autofilter(at, 0, last, len(widths) - 1)
    page.freeze_panes(at + 1, 0)
    page.ignore_errors({"number_stored_as_text": f"A1:Z{last + 1}"})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, at)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)


def _put(page: Any, row: int, column: int, told: str, style: Any) -> None:
    page.write_string(row, column, told if len(told) <= _LONGEST else told[:_LONGEST] + _CUT, style)


def _height(texts: Iterable[str], widths: Iterable[int]) -> float:
    """Points a row needs so that nothing in it is hidden, up to what a row can have."""
    lines = [
        sum(ceil((cells(line) + 1) / (width - 1)) for line in told.splitlines())
        for told, width in zip(texts, widths, strict=True)
    ]
    return min(_LINE_HEIGHT * min(max(1, *lines), _MOST_LINES) + 3, 409.0)
