"""The columns of the register: what stands in their cells, and what a filled cell says.

A new column that may be filled in is a row of COLUMNS, behind the others that may be. Nothing is
guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.model import Answer, Evidence
from checklist.assessment.typed import Misread, excerpt, normal
from checklist.report.forms.about import text
from checklist.report.words import wording as words
from checklist.report.words.record import NOT_STARTED, PROGRESS, progress
from checklist.sheets import spreadsheet
from checklist.sheets.changes import LONGEST, check_whole, cut
from checklist.sheets.spreadsheet import Cells
from checklist.sitting.details import name

STATUS, ID, CODE = "状态", "行标识", "核对码"
ITEM = "报告第几项"
CLEARED = "无"
"""Takes back what is recorded. An empty cell never does: that is how things get lost."""
_AS_GOOD_AS_EMPTY = frozenset({"", "-", "--", "—", "——", "/", "暂无", "待补", "待补充"})
_NO_EVIDENCE = _AS_GOOD_AS_EMPTY | {CLEARED, "没有"}
_LONGEST_PIECE = 500
_MOST_PIECES = 200
_MIDNIGHT = re.compile(r"\s+0?0:00(:00)?$")

Value = str | date | None
"""None takes back what is recorded."""


class Fill(Enum):
    """What may be written into a cell."""

    NAME = "a name"
    TEXT = "text"
    DAY = "a day"
    PROGRESS = "one of PROGRESS"
    EVIDENCE = "a piece of evidence a line"


class Column(Struct, frozen=True):
    """A column: its width, and what it means to whoever fills it in.

    `field` is the field of the answer that may be filled in there, and `fill` what may be.
    """

    width: int
    means: str
    field: str = ""
    fill: Fill | None = None
    hidden: bool = False


COLUMNS = {
    "序号": Column(
        6, "不符合的在前，违反即可处罚款的最先，同类按上限从高到低；待确认的在后，按条文次序。"
    ),
    STATUS: Column(
        10, "不符合：适用，而且答复不合要求。待确认：还没有定论。出自自评，改这里不改变结论。"
    ),
    "问题": Column(46, "哪一项义务、对谁、问的是什么、答的是什么、差在哪里。"),
    "依据条款": Column(18, "本规章的条、款、项。"),
    "处罚": Column(40, "规章写明的处罚；有疑问的依据也写明，注明有疑问。待确认的不列。"),
    "责任部门": Column(
        12, "请填写；已在答案里写明的，照录，以下各列相同。", "department", Fill.NAME
    ),
    "责任人": Column(11, "由谁整改或者查清。", "owner", Fill.NAME),
    "复核人": Column(11, "请填写，不与责任人为同一人。", "reviewer", Fill.NAME),
    "整改措施": Column(
        36,
        "没有写过自己的措施时，列的是规则册的建议；可以改写得更具体。",
        "measures",
        Fill.TEXT,
    ),
    "完成时限": Column(12, "写成 年-月-日，例如 2026-12-31。", "due", Fill.DAY),
    "进度": Column(
        10,
        "未启动、进行中、待验收（做完了，还没有人验收）或者已验收。哪一项都不改变结论，见上面。"
        "写了“整改完成之日”的，这里写 待验收 或者 已验收。",
        "state",
        Fill.PROGRESS,
    ),
    "销号日期": Column(12, "验收之后填写，写成 年-月-日。", "closed_on", Fill.DAY),
    "佐证": Column(
        26,
        "已经附上的材料，一行一件。和答案文件放在一起的写相对路径，例如 证据/截图.png。"
        "会过期的，后面写 有效至2027-03-01。",
        "evidence",
        Fill.EVIDENCE,
    ),
    "备注": Column(24, "作答时记下的说明，可以改写、补充。", "note", Fill.TEXT),
    "整改完成之日": Column(
        14,
        "问的是自查期间里的事、当时没有做到、现在全部做到了的，写从哪一天起（年-月-日）。"
        "这段期间的结论仍是不符合，另外标明已整改。问的是现在的情况的，重新作答。",
        "remedied",
        Fill.DAY,
    ),
    ITEM: Column(8, "报告里的第几项：“不符合事项”或者“待确认事项”里的编号，各处相同。"),
    ID: Column(250, "供程序对应用，请不要改。", hidden=True),
    CODE: Column(250, "供程序核对用，请不要改。", hidden=True),
}
"""The columns by their headings."""
PART_WIDTHS = {
    ITEM: 4, "问题": 26, "处罚": 10, "责任人": 7, "整改措施": 22, "完成时限": 11, "进度": 7,
    "佐证": 11, "备注": 8, "整改完成之日": 11, ID: 250, CODE: 250,
}  # fmt: skip
"""The columns of the part of a register that goes to one department or person, with widths that
print on A4 in letters of 9 points or more, also where none of the fonts is there."""
PART = {heading: replace(COLUMNS[heading], width=width) for heading, width in PART_WIDTHS.items()}
HEADING = {column.field: heading for heading, column in COLUMNS.items() if column.field}
FIELDS = tuple(HEADING)
"""What may be filled in, by the names of an answer's fields."""


def given(answer: Answer, advice: str, rooms: Iterable[str | None]) -> Cells:
    """The cells of a row about some rooms, or the respondent (None), for what is recorded; `advice`
    stands where no own measures do."""
    plain = (field for field in FIELDS if field not in {"evidence", "remedied"})
    texts = {field: _plain(getattr(answer, field)) for field in plain}
    days = {answer.remedied_since(room) for room in rooms}
    texts["remedied"] = _plain(days.pop()) if len(days) == 1 else ""
    texts["measures"] = texts["measures"] or advice
    state = text(progress(answer) or "")
    texts["state"] = state or ("" if texts["remedied"] else NOT_STARTED)
    texts["evidence"] = "\n".join(evidence_lines(answer))
    return {field: cut(texts[field]) for field in FIELDS}


def _plain(value: date | str | None) -> str:
    return value.isoformat() if isinstance(value, date) else text(value or "")


def evidence_lines(answer: Answer) -> list[str]:
    """Each piece of evidence as it stands in its cell, on one line; none of them empty."""
    return [line for piece in answer.evidence if (line := evidence_line(piece))]


def evidence_line(piece: Evidence) -> str:
    """One piece of evidence on one line."""
    return text(" ".join(words.handed_in(piece).split()))


def recorded(field: str, answer: Answer) -> Value:
    """What is recorded, as `read` would give it; a matter nobody has begun is 未启动."""
    value: Any = getattr(answer, field)
    if isinstance(value, str):
        return text(value) or None
    return value or (NOT_STARTED if field == "state" else None)


def is_name(field: str) -> bool:
    """Whether people or departments stand there."""
    return COLUMNS[HEADING[field]].fill is Fill.NAME


def says_nothing(field: str, cell: str) -> bool:
    """Whether a cell is empty, or holds what people write into one they leave empty."""
    is_free = COLUMNS[HEADING[field]].fill is Fill.TEXT
    return not cell or (not is_free and normal(cell) in _AS_GOOD_AS_EMPTY)


def read(field: str, cell: str, *, today: date) -> Value:
    """What a filled cell says, but for evidence. Raises Misread with an example."""
    fill = COLUMNS[HEADING[field]].fill
    if cell == CLEARED and fill is not Fill.PROGRESS:
        return None
    match fill:
        case Fill.DAY:
            day = read_day(cell)
            if field == "closed_on" and day > today:
                mend = "写实际验收的日期；还没有验收的，空着"
                raise Misread(f"销号日期{excerpt(cell)}在今天（{today.isoformat()}）以后", mend)
            return day
        case Fill.NAME:
            spreadsheet.without_day(cell, HEADING[field], HEADING["due"])
            try:
                return name(cell)
            except Misread:
                mend = f"写{HEADING[field]}的名称，别的写到备注里"
                raise Misread("这一格超过 100 个字", mend) from None
        case Fill.PROGRESS:
            if normal(cell) not in PROGRESS:
                raise Misread(
                    f"没有看懂进度{excerpt(cell)}", f"从下拉框里选：{'、'.join(PROGRESS)}"
                )
            return normal(cell)
        case _:
            _check_length(cell)
            return cell


def read_day(cell: str) -> date:
    """A day of the calendar, also where a spreadsheet put midnight after it. Raises Misread."""
    return spreadsheet.read_day(_MIDNIGHT.sub("", cell))


def as_day(field: str, cell: str) -> str:
    """A cell as it is compared: spreadsheets write one day in many ways."""
    if field not in HEADING or COLUMNS[HEADING[field]].fill is not Fill.DAY:
        return cell
    try:
        return read_day(cell).isoformat()
    except Misread:
        return cell


def read_evidence(cell: str) -> list[str]:
    """The pieces of evidence that a cell names, each once, in their order. Raises Misread."""
    _check_length(cell)
    pieces = [line for line in dict.fromkeys(cell.splitlines()) if line not in _NO_EVIDENCE]
    if len(pieces) > _MOST_PIECES:
        raise Misread(f"佐证超过 {_MOST_PIECES} 件", "按类合并，写目录或者清单的名称")
    if any(len(piece) > _LONGEST_PIECE for piece in pieces):
        raise Misread(f"一件佐证超过 {_LONGEST_PIECE} 个字", "一行写一件，说明写到备注里")
    return pieces


def _check_length(cell: str) -> None:
    check_whole(cell)
    if len(cell) > LONGEST:
        raise Misread(f"这一格超过 {LONGEST} 个字", "写短些，或者写明另附的文件")
