"""What a filled cell of the register says, and the answer with it. Nothing is guessed."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace

from checklist.assessment.model import Answer
from checklist.assessment.typed import Misread, normal, quoted
from checklist.report.forms.about import text
from checklist.report.view.progress import NOT_STARTED, PROGRESS
from checklist.sheets.form_cells import CUT, LONGEST
from checklist.sheets.register_fields import DAYS, HEADING, read_day
from checklist.sitting.details import name

CLEARED = "无"
"""Takes back what is recorded. An empty cell never does: that is how things get lost."""
_PEOPLE = frozenset({"department", "owner", "reviewer"})
_AS_GOOD_AS_EMPTY = frozenset({"", "-", "--", "—", "——", "/", "暂无", "待补", "待补充"})
_NO_EVIDENCE = _AS_GOOD_AS_EMPTY | {CLEARED, "没有"}
_LONGEST_PIECE = 500
_MOST_PIECES = 200

Value = str | date | None
"""None takes back what is recorded."""


def says_nothing(field: str, cell: str) -> bool:
    """Whether a cell is empty, or holds what people write into one they leave empty."""
    return not cell or (field not in {"note", "measures"} and normal(cell) in _AS_GOOD_AS_EMPTY)


def read(field: str, cell: str, *, today: date) -> Value:
    """What a filled cell says, but for evidence. Raises Misread with an example."""
    if field != "state" and cell == CLEARED:
        return None
    if field in DAYS:
        return _day(field, cell, today=today)
    if field in _PEOPLE:
        try:
            return name(cell)
        except Misread:
            raise Misread(
                "这一格超过 100 个字", f"写{HEADING[field]}的名称，别的写到备注里"
            ) from None
    if field == "state":
        if normal(cell) not in PROGRESS:
            raise Misread(f"没有看懂进度{quoted(cell)}", f"从下拉框里选：{'、'.join(PROGRESS)}")
        return normal(cell)
    _check_whole(cell)
    return cell


def pieces(cell: str) -> list[str]:
    """The pieces of evidence that a cell names, each once, in their order. Raises Misread."""
    _check_whole(cell)
    found = [line for line in dict.fromkeys(cell.splitlines()) if line not in _NO_EVIDENCE]
    if len(found) > _MOST_PIECES:
        raise Misread(f"佐证超过 {_MOST_PIECES} 件", "按类合并，写目录或者清单的名称")
    if any(len(one) > _LONGEST_PIECE for one in found):
        raise Misread(f"一件佐证超过 {_LONGEST_PIECE} 个字", "一行写一件，说明写到备注里")
    return found


def recorded(field: str, answer: Answer) -> Value:
    """What is recorded, as `read` would give it; a matter nobody has begun is 未启动."""
    value: Any = getattr(answer, field)
    if isinstance(value, str):
        return text(value) or None
    return value or (NOT_STARTED if field == "state" else None)


def with_value(answer: Answer, field: str, value: Value) -> Answer:
    """`answer` with one field of it; what stands in the others, and its value, stays."""
    changed: dict[str, Any] = {field: value}
    return replace(answer, **changed)


def _day(field: str, cell: str, *, today: date) -> date:
    day = read_day(cell)
    if field == "closed_on" and day > today:
        mend = "写实际验收的日期；还没有验收的，空着"
        raise Misread(f"销号日期{quoted(cell)}在今天（{today.isoformat()}）以后", mend)
    return day


def _check_whole(cell: str) -> None:
    if CUT in cell:
        what = "这一格原来的内容太长，没有写全，改了会丢掉后面的内容"
        raise Misread(what, "这一格改回原样，到答案文件里去改")
    if len(cell) > LONGEST:
        raise Misread(f"这一格超过 {LONGEST} 个字", "写短些，或者写明另附的文件")
