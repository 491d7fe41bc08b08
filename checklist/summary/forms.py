"""Writes an overview, piece by piece, as CSV for Excel and WPS and as JSON for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from checklist import PROGRAM
from checklist.evaluation.model import Status
from checklist.law.as_data import plain, rulebook_as_data
from checklist.report.forms.json import legible
from checklist.report.words.wording import period
from checklist.sheets.register.csv_file import as_text
from checklist.summary import words
from checklist.summary.model import (
    CODES,
    NOT_COMPARED,
    NOT_DUE,
    Overview,
    RespondentRow,
    UnreadFile,
)
from checklist.text import inert

FORMAT = 1
_HEADINGS = ("填报单位", "统一社会信用代码", "文件", "结论", "不符合（项）", "其中已整改（项）",
         "待确认（项）", "符合（项）", "已有结论", "最重的一项", "可能怎样处罚",
         "自查期间")  # fmt: skip


def as_csv(overview: Overview) -> Iterator[bytes]:
    """One row a respondent, one column an obligation, as UTF-8 with a mark.

    Lines end in CR LF, and nothing can become a formula. Files that were left out follow, each with
    the reason in the column 结论.
    """
    headings = (f"{column.index} {column.obligation.title}" for column in overview.columns)
    yield _line([*_HEADINGS, *headings]).encode("utf-8-sig")
    for row in overview.worst_first:
        yield _line(_cells(overview, row)).encode("utf-8", errors="replace")
    for copy in overview.copies if overview.skipped_copies else ():
        why = f"没有汇总：像是 {copy.original.file} 的副本"
        yield _line(["", "", copy.row.file, why]).encode("utf-8", errors="replace")
    for unread in overview.unread:
        why = f"没有汇总：{words.complaint(unread.complaints[0])}"
        yield _line(["", "", unread.file, why]).encode("utf-8", errors="replace")


def _cells(overview: Overview, row: RespondentRow) -> list[str]:
    worst = overview.rulebook.obligations[row.threat.number].title if row.threat else ""
    return [
        words.named(row),
        row.credit_code or "",
        row.file,
        words.VERDICT[row.verdict],
        str(row.count(Status.NOT_SATISFIED)),
        str(row.remedied),
        str(row.count(Status.UNDETERMINED)),
        str(row.count(Status.SATISFIED)),
        f"{words.answered(row)}题",
        worst,
        words.threat(row),
        period(row.period),
        *(words.cell(row, column) for column in overview.columns),
    ]


def _line(cells: list[str]) -> str:
    return as_text([map(inert, cells)])


def as_json(overview: Overview) -> Iterator[bytes]:
    """One JSON document, a line for each respondent; control and bidi characters are escaped.

    `statuses` holds, by obligation, only what is not `not_applicable`; of several rooms the worst.
    """
    ids = overview.rulebook.obligation_ids()
    yield _encoded(_head(overview)).removesuffix(b"}") + b',\n"respondents": [\n'
    for number, row in enumerate(overview.worst_first):
        yield (b",\n" if number else b"") + _encoded(_row(row, ids))
    yield b"\n]}\n"


def _encoded(data: dict[str, Any]) -> bytes:
    return legible(json.dumps(data, ensure_ascii=False)).encode("utf-8", errors="replace")


def _head(overview: Overview) -> dict[str, Any]:
    rulebook = overview.rulebook
    several = [rulebook_as_data(each) for each in rulebook.regulations]
    return {
        "format": FORMAT,
        "program": PROGRAM,
        "as_of": overview.as_of.isoformat(),
        "rulebook": rulebook_as_data(rulebook.regulations[0]),
        **({"rulebooks": several} if rulebook.parts else {}),
        "verdicts": {verdict.value: count for verdict, count in overview.by_verdict.items()},
        "obligations": {
            column.obligation.id: {status.value: count for status, count in column.counts.items()}
            for column in overview.columns
        },
        "unread": [_unread(file) for file in overview.unread],
        "copies": [
            {
                "file": copy.row.file,
                "original": copy.original.file,
                "counted": not overview.skipped_copies,
            }
            for copy in overview.copies
        ],
        "alike": [[row.file for row in group] for group in overview.alike],
    }


def _row(row: RespondentRow, ids: tuple[str, ...]) -> dict[str, Any]:
    return {
        "file": row.file,
        "name": row.name,
        "credit_code": row.credit_code,
        "period": plain(row.period),
        "rooms": row.rooms,
        "verdict": row.verdict.value,
        "answered": {"settled": row.completeness.settled, "asked": row.completeness.asked},
        "answered_to": row.answered_to,
        "remedied": row.remedied,
        "only_at_once": plain(row.only_at_once),
        "hasty": row.hasty,
        **({"unused_checks": plain(row.unused)} if row.unused else {}),
        "heaviest": row.threat and ids[row.threat.number],
        "statuses": {
            id: CODES[code].value
            for id, code in zip(ids, row.cells, strict=True)
            if code not in (NOT_COMPARED, NOT_DUE) and CODES[code] is not Status.NOT_APPLICABLE
        },
    }


def _unread(unread: UnreadFile) -> dict[str, Any]:
    complaints = [
        {
            "what": complaint.what,
            "mend": complaint.mend,
            "line": complaint.where.line if complaint.where else None,
        }
        for complaint in unread.complaints
    ]
    return {"file": unread.file, "complaints": complaints, "more": unread.more}
