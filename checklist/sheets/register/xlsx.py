"""Writes the remediation register (整改台账) as an XLSX file, with the sheets beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from checklist.evaluation.model import Status
from checklist.report.forms.about import about, text
from checklist.report.view.model import Report
from checklist.report.words.record import PROGRESS
from checklist.sheets.register import records
from checklist.sheets.register.fields import DAYS, HEADING, STATUS
from checklist.sheets.register.rows import COLUMNS, HIDDEN, RegisterRow, rows
from checklist.sheets.workbook import A4, LINE_HEIGHT, Styles, height, made

REGISTER, GUIDE, SCOPE = "整改台账", "说明", "适用性"
ANSWERED, EXHIBITED = "答复记录", "佐证目录"
HEADING_ROW = 2
"""Zero-based; the rows of the register follow."""
_WIDTHS = (6, 10, 46, 18, 40, 12, 11, 11, 36, 12, 10, 12, 26, 24, 250, 250)
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
_MOST_LINES = 27
_LONGEST = 32_000
"""A cell holds 32,767 characters; what is longer is cut, and said to be."""
_CUT = "……（太长，没有写全）"
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
    title = f"{REGISTER} {report.number}"
    day = datetime.combine(report.findings.as_of, time())
    return made(title, day, lambda book, styles: _Register(book, styles, report).write())


class _Register:
    """Writes one report into one workbook."""

    def __init__(self, book: Any, styles: Styles, report: Report) -> None:
        self.report = report
        self.book = book
        self.styles = styles
        self.label = styles.plain(bold=True)

    def write(self) -> None:
        self._register()
        self._guide()
        self._record(SCOPE, records.SCOPE, records.scope(self.report))
        self._record(ANSWERED, records.ANSWERS, records.answers(self.report))
        self._record(EXHIBITED, records.EXHIBITS, records.exhibits(self.report))

    def _register(self) -> None:
        page = self.book.add_worksheet(REGISTER)
        found = rows(self.report)
        self._top(page, found)
        names = list(COLUMNS)
        first, last, shown = HEADING_ROW + 1, HEADING_ROW + len(found), len(names) - len(HIDDEN)
        self._table(
            page, HEADING_ROW, dict(zip(names, _WIDTHS, strict=True)), (r.cells for r in found)
        )
        page.set_column(shown, len(names) - 1, _WIDTHS[-1], None, {"hidden": True})
        page.print_area(0, 0, last, shown - 1)
        if not found:
            return
        progress = names.index(HEADING["state"])
        rule = {"validate": "list", "source": list(PROGRESS), "error_title": "请从下拉框里选"}
        page.data_validation(first, progress, last, progress, rule)
        for column in sorted(names.index(HEADING[day]) for day in DAYS):
            hint = {"validate": "any", "input_message": "写成 年-月-日，例如 2026-12-31"}
            page.data_validation(first, column, last, column, hint)
        status = names.index(STATUS)
        self._coloured(page, (first, status, last, status), _STATUS)
        self._coloured(page, (first, progress, last, progress), _PROGRESS)

    def _top(self, page: Any, found: Sequence[RegisterRow]) -> None:
        findings = self.report.findings
        gaps = sum(row.status is Status.NOT_SATISFIED for row in found)
        left = "没有要整改或者查清的"
        if found:
            left = f"不符合 {gaps} 行，待确认 {len(found) - gaps} 行"
        page.set_row(0, LINE_HEIGHT * 1.8)
        name = text(findings.assessment.respondent.name)
        _put(page, 0, 0, f"{REGISTER}　{name}", self.styles.title)
        line = f"依据《{findings.rulebook.title}》　判断基准日 {findings.as_of.isoformat()}"
        own = "" if findings.rulebook.bundled else "　非随附规则册"
        line += f"　报告编号 {self.report.number}　自评{own}　{left}。各列怎样填见“{GUIDE}”。"
        _put(page, 1, 0, line, self.styles.words)
        page.set_footer("&L编制：　　　　　　复核：&C第 &P 页 共 &N 页")

    def _guide(self) -> None:
        page = self.book.add_worksheet(GUIDE)
        widths = (18, 90)
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        _put(page, 0, 0, f"{REGISTER}：{GUIDE}", self.styles.title)
        columns = [(name, means) for name, means in COLUMNS.items() if name not in HIDDEN]
        lines = [*about(self.report), ("", ""), *_BACK, ("", ""), ("各列", ""), *columns]
        for at, line in enumerate(lines, 1):
            _put(page, at, 0, line[0], self.label)
            _put(page, at, 1, line[1], self.styles.told)
            page.set_row(at, height(line, widths, most=_MOST_LINES))
        page.set_paper(A4)
        page.fit_to_pages(1, 0)

    def _record(
        self, name: str, columns: Mapping[str, int], body: Iterable[tuple[str, ...]]
    ) -> None:
        """One of the sheets beside the register."""
        page = self.book.add_worksheet(name)
        last = self._table(page, 0, columns, body)
        if STATUS in columns:
            column = list(columns).index(STATUS)
            self._coloured(page, (1, column, max(1, last), column), _STATUS)
        page.set_footer("&C第 &P 页 共 &N 页")

    def _table(
        self, page: Any, at: int, columns: Mapping[str, int], body: Iterable[tuple[str, ...]]
    ) -> int:
        """A heading that stays in sight and on every printed page, filters, and rows of text.

        `columns` are the headings with their widths. Returns the last row.
        """
        for column, (name, width) in enumerate(columns.items()):
            page.set_column(column, column, width)
            _put(page, at, column, name, self.styles.head)
        last = at
        for last, row in enumerate(body, at + 1):
            for column, cell in enumerate(row):
                _put(page, last, column, cell, self.styles.cell)
            page.set_row(last, height(row, columns.values(), most=_MOST_LINES))
        page.autofilter(at, 0, last, len(columns) - 1)
        page.freeze_panes(at + 1, 0)
        page.ignore_errors({"number_stored_as_text": f"A1:Z{last + 1}"})
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0, at)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        return last

    def _coloured(
        self, page: Any, where: tuple[int, int, int, int], colours: dict[str, tuple[str, str]]
    ) -> None:
        for begins, (ink, ground) in colours.items():
            style = self.book.add_format({"font_color": ink, "bg_color": ground, "bold": True})
            rule = {"type": "text", "criteria": "begins with", "value": begins, "format": style}
            page.conditional_format(*where, rule)


def _put(page: Any, row: int, column: int, text: str, style: Any) -> None:
    page.write_string(row, column, text if len(text) <= _LONGEST else text[:_LONGEST] + _CUT, style)
