"""Writes the remediation register (整改台账), or the part of it in one hand, as an XLSX file.

Beside a whole one may stand what applies, every answer as it was given, and every exhibit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from checklist.evaluation.model import Status
from checklist.law.wording import titles
from checklist.report.forms.about import about, text
from checklist.report.view.model import Report
from checklist.report.words.record import PROGRESS
from checklist.report.words.wording import SHAPE
from checklist.sheets.back import NOBODY, Back
from checklist.sheets.register.beside import record_sheets
from checklist.sheets.register.columns import COLUMNS, HEADING, ID, ITEM, PART, STATUS, Column, Fill
from checklist.sheets.register.rows import SOURCE, Hand, RegisterRow, rows
from checklist.sheets.workbook import (
    LINE_HEIGHT,
    MOST_LINES,
    Styles,
    across,
    guide,
    head,
    height,
    made,
    put,
)

Cells = tuple[str, ...]
REGISTER, GUIDE = "整改台账", "说明"
NOBODYS = "责任人未定"
HEADING_ROW = 2
"""Zero-based; the rows of the register follow."""
_STATUS = {
    "不符合": ("#B83A2B", "#F8E4E1"),
    "待确认": ("#7A5400", "#F7ECD6"),
    "若适用": ("#7A5400", "#F7ECD6"),
    "符合": ("#1F7A6D", "#DFF0ED"),
    "未发现": ("#1F7A6D", "#DFF0ED"),
    "不适用": ("#4B5563", "#ECEDEF"),
}
"""By how the word begins: ink and ground. A word stands beside every colour."""
_PROGRESS = {
    word: _STATUS[like]
    for word, like in zip(PROGRESS, ("不适用", "待确认", "待确认", "符合"), strict=True)
}
_RULES = {
    Fill.PROGRESS: {
        "validate": "list", "source": list(PROGRESS), "error_title": "请从下拉框里选",
    },
    Fill.DAY: {"validate": "any", "input_message": "写成 年-月-日，例如 2026-12-31"},
}  # fmt: skip
_MARGIN = 0.25
"""Inches."""
FILLED = (
    ("可以", "排序、筛选、加列、删行、调整列的先后、改表名。最后两列是隐藏的，请不要改。"),
    (
        "空着",
        "空着的格子不会抹掉原来写的；要撤回，写“无”（进度不能写“无”，改选另一项）。佐证只增不减。",
    ),
    ("公式", "请不要写公式，写了读不回来。"),
    (
        "进度",
        "还没有动手的 未启动，在做的 进行中，做完了、还没有人验收的 待验收，验收过的 已验收。",
    ),
    ("", "进度不改变结论。"),
    (
        "整改完成之日",
        "问的是自查期间里的事、现在全部做到了的，写从哪一天起；同一行的进度写 待验收 或者 已验收。",
    ),
    ("", "结论仍是不符合，另外标明已整改。同一道题还有不清楚的，先弄清再写。"),
)
"""What is filled in, and what becomes of it."""
AGAIN = (
    (
        "重新作答",
        "问的是现在的情况的，整改之后运行下面这一行（换成答案文件的名称），把有缺口的题重新答一遍：",
    ),
    ("", "checklist ask 自查.yaml --only gaps"),
)
_TELL = ("做完以后", "问的是现在的情况的，做完了告诉收件人，由他重新作答，结论才会变。")
"""How what is done now comes to count: by whoever has the answers, or has others at work."""


def render(report: Report, *, with_answers: bool = False) -> bytes:
    """The file; `with_answers` adds what applies, every answer and every exhibit.

    Equal reports give equal bytes: it is dated by the day that was judged.
    """
    matters = rows(report)

    def write(book: Any, styles: Styles) -> None:
        pages = Pages(book, styles)
        title = f"{REGISTER}　{text(report.findings.assessment.respondent.name)}"
        line = _line(report, matters, basis=f"依据{titles(report.findings.rulebook)}　")
        pages.register(COLUMNS, [row.cells for row in matters], title, line)
        back = "存成 .xlsx 发回，运行 checklist remediation import 台账 答案文件，先看改动再写入。"
        pages.guide(about(report), [("怎样读回", back), *FILLED, *AGAIN], COLUMNS)
        if with_answers:
            for name, (widths, body) in record_sheets(report).items():
                pages.record(name, widths, body)

    return made(f"{REGISTER} {report.number}", _dated(report), write)


def render_part(report: Report, hand: Hand, returning: Back = NOBODY) -> bytes:
    """The rows of one department or person as a file, and nothing of the other answers; it says to
    whom it comes back."""
    name = text(hand.name or NOBODYS)
    rows = [dict(zip(COLUMNS, row.cells, strict=True)) for row in hand.rows]
    for row in rows:
        number = row[ITEM].removeprefix(SHAPE[Status.UNDETERMINED])
        chapter = "" if number == row[ITEM] else "待确认事项"
        place = f"（报告{chapter}第{number}项）　{row['依据条款']}"
        row["问题"] = f"{row[STATUS]}{place}\n{row['问题']}"
    body = [tuple(row[heading] for heading in PART) for row in rows]

    def write(book: Any, styles: Styles) -> None:
        pages = Pages(book, styles)
        title = f"整改清单　{name}　{text(report.findings.assessment.respondent.name)}"
        line = f"{_line(report, hand.rows)}\n{returning.words}"
        pages.register(PART, body, title, line)
        respondent = [("填报单位", text(report.findings.assessment.respondent.name))]
        of_whom = [*respondent, ("给", name), ("报告编号", report.number)]
        back = [("交回", f"存成 .xlsx。{returning.words}"), *FILLED, _TELL]
        pages.guide(of_whom, back, PART, widths=(14, 58))

    return made(f"整改清单 {name} {report.number}", _dated(report), write)


def _dated(report: Report) -> datetime:
    return datetime.combine(report.findings.as_of, time())


def _line(report: Report, matters: Sequence[RegisterRow], *, basis: str = "") -> str:
    """What stands under the title of a register."""
    findings = report.findings
    own = "" if findings.rulebook.bundled else "　非随附规则册"
    line = f"{basis}判断基准日 {findings.as_of.isoformat()}"
    return f"{line}　报告编号 {report.number}　自评{own}　{left(matters)}"


def left(matters: Sequence[RegisterRow]) -> str:
    """What is to be done, as it stands above a register: rows, and of how many entries, since a
    row is one question of one entry and the same rooms."""
    breached = [row for row in matters if row.status is Status.NOT_SATISFIED]
    unclear = [row for row in matters if row.status is not Status.NOT_SATISFIED]
    parts = [f"{word} {_counted(of)}" for word, of in (("不符合", breached), ("待确认", unclear))]
    failing = {_whose(row) for row in breached}
    both = len({_whose(row) for row in unclear} & failing)
    beside = f"，其中{both}条另有不符合的题" if both else ""
    count = f"{'，'.join(parts)}{beside}；一个问题对同样的直播间是一行"
    return f"{count if matters else '没有要整改或者查清的'}。各列怎样填见“{GUIDE}”。"


def _counted(matters: Sequence[RegisterRow]) -> str:
    """20行（16条义务）."""
    entries = set(map(_whose, matters))
    same = len(entries) == len(matters)
    return f"{len(matters)}行" + ("" if same else f"（{len(entries)}条义务）")


def _whose(row: RegisterRow) -> tuple[str, str]:
    """The entry of a row, and in a joint register the answers that it is of."""
    return row.entry, row.id.partition(SOURCE)[2]


class Pages:
    """The sheets of a register, of one respondent or of several."""

    def __init__(self, book: Any, styles: Styles) -> None:
        self.book = book
        self.styles = styles

    def register(
        self, columns: Mapping[str, Column], body: Sequence[Cells], title: str, line: str
    ) -> None:
        """The sheet that is filled in: a title and a line above `columns` with `body`."""
        page = self.book.add_worksheet(REGISTER)
        page.set_row(0, LINE_HEIGHT * 1.8)
        put(page, 0, 0, title, self.styles.title)
        seen = [column.width for column in columns.values() if not column.hidden]
        across(page, 1, line, seen, self.styles.across)
        page.set_footer("&L编制：　　　　　　复核：&C第 &P 页 共 &N 页")
        shown = [name for name, column in columns.items() if not column.hidden]
        widths = {name: column.width for name, column in columns.items()}
        last = self._table(page, HEADING_ROW, widths, body)
        page.set_column(len(shown), len(columns) - 1, columns[ID].width, None, {"hidden": True})
        page.print_area(0, 0, last, len(shown) - 1)
        if not body:
            return
        places = {name: (HEADING_ROW + 1, at, last, at) for at, name in enumerate(columns)}
        for fill, rule in _RULES.items():
            for name, column in columns.items():
                if column.fill is fill:
                    page.data_validation(*places[name], rule)
        if STATUS in places:
            self._coloured(page, places[STATUS], _STATUS)
        self._coloured(page, places[HEADING["state"]], _PROGRESS)

    def guide(
        self,
        about: Iterable[tuple[str, str]],
        back: Iterable[tuple[str, str]],
        columns: Mapping[str, Column],
        *,
        widths: tuple[int, int] = (18, 90),
    ) -> None:
        """What it is about, how it goes on, by `back`, and what each column means."""
        page = self.book.add_worksheet(GUIDE)
        page.set_row(0, LINE_HEIGHT * 1.8)
        meanings = [(name, column.means) for name, column in columns.items() if not column.hidden]
        lines = [*about, ("", ""), *back, ("", ""), ("各列", ""), *meanings]
        guide(page, GUIDE, lines, widths, self.styles)

    def record(
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
        head(page, at, columns, self.styles)
        last = at
        for last, row in enumerate(body, at + 1):
            for column, cell in enumerate(row):
                put(page, last, column, cell, self.styles.cell)
            page.set_row(last, height(row, columns.values(), most=MOST_LINES))
        page.autofilter(at, 0, last, len(columns) - 1)
        page.ignore_errors({"number_stored_as_text": f"A1:Z{last + 1}"})
        page.repeat_rows(at)
        page.set_margins(left=_MARGIN, right=_MARGIN, top=0.4, bottom=0.6)
        return last

    def _coloured(
        self, page: Any, where: tuple[int, int, int, int], colours: dict[str, tuple[str, str]]
    ) -> None:
        for begins, (ink, ground) in colours.items():
            style = self.book.add_format({"font_color": ink, "bg_color": ground, "bold": True})
            rule = {"type": "text", "criteria": "begins with", "value": begins, "format": style}
            page.conditional_format(*where, rule)
