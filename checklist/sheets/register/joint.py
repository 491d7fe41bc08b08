"""Writes the register of several respondents as one XLSX file, each row with where it comes from.

It is filled in like that of one respondent, and comes back to the answers of each.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from msgspec import Struct

from checklist.evaluation.model import Findings
from checklist.law import wording as law
from checklist.law.model import Rulebook
from checklist.report.forms.about import text
from checklist.report.view.build import build
from checklist.sheets.register.columns import COLUMNS, Column
from checklist.sheets.register.rows import RegisterRow, rows
from checklist.sheets.register.xlsx import AGAIN, FILLED, REGISTER, Pages, left
from checklist.sheets.workbook import Styles, made

_COLUMNS = {
    "来源": Column(24, "哪一份答案文件，在汇总的文件夹里。改这里不改变读回到哪里。"),
    "填报单位": Column(20, "这份答案文件里填的名称。"),
    **COLUMNS,
}
_BACK = (
    "存成 .xlsx 发回，运行 checklist remediation import 台账 文件夹（汇总时用的文件夹），"
    "各行读回各自的答案文件，先看改动再写入。"
)


class Part(Struct, frozen=True, kw_only=True):
    """The rows of one respondent, whose answers lie at `source` below the folder."""

    source: str
    name: str
    rows: tuple[RegisterRow, ...]


def part(source: str, findings: Findings) -> Part:
    """What is to be mended or cleared up by one respondent."""
    name = findings.assessment.respondent.name
    return Part(source=source, name=name, rows=rows(build(findings), source))


def render(parts: Sequence[Part], *, folder: str, rulebook: Rulebook, day: date) -> bytes:
    """The file: the answers of `folder`, judged by `rulebook` as of `day`."""
    own = "" if rulebook.bundled else "　非随附规则册"
    matters = [(part, row) for part in parts for row in part.rows]
    body = [
        (text(part.source), text(part.name), str(number), *row.cells[1:])
        for number, (part, row) in enumerate(matters, start=1)
    ]
    about = [
        ("文件夹", text(folder)),
        ("答案", f"{len(parts)}份"),
        ("判断基准日", law.day(day)),
        ("性质", "各家自评，未经核验。不是法律意见。"),
        ("依据", law.titles(rulebook)),
        ("规则册", f"{law.editions(rulebook)}{own}"),
        *(("规则册摘要", f"SHA-256 {regulation.sha256}") for regulation in rulebook.regulations),
    ]

    def write(book: Any, styles: Styles) -> None:
        pages = Pages(book, styles)
        line = f"依据{law.titles(rulebook)}　判断基准日 {day.isoformat()}　{len(parts)}份答案"
        line += f"　自评{own}　{left([row for _, row in matters])}"
        pages.register(_COLUMNS, body, f"{REGISTER}　{text(folder)}", line)
        pages.guide(about, [("怎样读回", _BACK), *FILLED, *AGAIN], _COLUMNS)

    return made(f"{REGISTER} {text(folder)}", datetime.combine(day, time()), write)
