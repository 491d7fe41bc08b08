"""Writes an overview as CSV for Excel and WPS: one row a respondent, one column an obligation."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from checklist.evaluation.model import Status
from checklist.sheets.register.csv_file import guarded
from checklist.summary import words
from checklist.summary.model import Overview, RespondentRow
from checklist.text import inert

_HEAD = ("填报单位", "统一社会信用代码", "文件", "结论", "不符合", "待确认", "符合", "已有结论",
         "最重的一项", "可能怎样处罚")  # fmt: skip


def render(overview: Overview) -> Iterator[bytes]:
    """The rows as UTF-8 with a mark; lines end in CR LF and nothing can become a formula.

    Files that were left out follow, each with the reason in the column 结论.
    """
    headings = (f"{column.index} {column.obligation.title}" for column in overview.columns)
    yield _line([*_HEAD, *headings]).encode("utf-8-sig")
    for row in overview.worst_first:
        yield _line(_row(overview, row)).encode("utf-8", errors="replace")
    for unread in overview.unread:
        why = f"没有汇总：{words.complaint(unread.complaints[0])}"
        yield _line(["", "", unread.file, why]).encode("utf-8", errors="replace")


def _row(overview: Overview, row: RespondentRow) -> list[str]:
    worst = overview.rulebook.obligations[row.threat.number].title if row.threat else ""
    return [
        words.named(row),
        row.credit_code or "",
        row.file,
        words.VERDICT[row.verdict],
        str(row.count(Status.NOT_SATISFIED)),
        str(row.count(Status.UNDETERMINED)),
        str(row.count(Status.SATISFIED)),
        f"{words.answered(row)}问",
        worst,
        words.threat(row),
        *(words.word(row.status(column.number)) for column in overview.columns),
    ]


def _line(cells: list[str]) -> str:
    stream = StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([guarded(inert(cell)) for cell in cells])
    return stream.getvalue()
