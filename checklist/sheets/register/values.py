"""What a filled cell of the register says. Nothing is guessed; evidence is only ever added."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from checklist.assessment.model import Answer, Evidence
from checklist.assessment.typed import Misread, normal, quoted
from checklist.report.forms.about import text
from checklist.report.words.record import NOT_STARTED, PROGRESS
from checklist.sheets.changes import LONGEST, check_whole
from checklist.sheets.register.fields import DAYS, HEADING, evidence_lines, read_day
from checklist.sitting.details import name
from checklist.text import inert

CLEARED = "无"
"""Takes back what is recorded. An empty cell never does: that is how things get lost."""
_PEOPLE = frozenset({"department", "owner", "reviewer"})
_AS_GOOD_AS_EMPTY = frozenset({"", "-", "--", "—", "——", "/", "暂无", "待补", "待补充"})
_NO_EVIDENCE = _AS_GOOD_AS_EMPTY | {CLEARED, "没有"}
_LONGEST_PIECE = 500
_MOST_PIECES = 200

Value = str | date | None
"""None takes back what is recorded."""
Look = Callable[[str], tuple[Evidence, str]]
"""A piece of evidence as it was typed -> what to record, and a remark in Chinese or nothing."""


class TouchedCell(Struct, frozen=True, kw_only=True):
    """A cell that somebody changed since the register was written.

    `current` is what it would say if it were written today; `moved` is whether that is something
    else than it said when it was written.
    """

    place: str
    text: str
    current: str
    moved: bool


def says_nothing(field: str, cell: str) -> bool:
    """Whether a cell is empty, or holds what people write into one they leave empty."""
    return not cell or (field not in {"note", "measures"} and normal(cell) in _AS_GOOD_AS_EMPTY)


def read(field: str, cell: str, *, today: date) -> Value:
    """What a filled cell says, but for evidence. Raises Misread with an example."""
    if field != "state" and cell == CLEARED:
        return None
    if field in DAYS:
        day = read_day(cell)
        if field == "closed_on" and day > today:
            mend = "写实际验收的日期；还没有验收的，空着"
            raise Misread(f"销号日期{quoted(cell)}在今天（{today.isoformat()}）以后", mend)
        return day
    if field in _PEOPLE:
        try:
            return name(cell)
        except Misread:
            mend = f"写{HEADING[field]}的名称，别的写到备注里"
            raise Misread("这一格超过 100 个字", mend) from None
    if field == "state":
        if normal(cell) not in PROGRESS:
            raise Misread(f"没有看懂进度{quoted(cell)}", f"从下拉框里选：{'、'.join(PROGRESS)}")
        return normal(cell)
    _check_length(cell)
    return cell


def recorded(field: str, answer: Answer) -> Value:
    """What is recorded, as `read` would give it; a matter nobody has begun is 未启动."""
    value: Any = getattr(answer, field)
    if isinstance(value, str):
        return text(value) or None
    return value or (NOT_STARTED if field == "state" else None)


def new_evidence(
    answer: Answer, cells: Sequence[tuple[TouchedCell, Sequence[str]]], look: Look
) -> Iterator[tuple[Evidence | None, str]]:
    """The evidence that touched cells add to an answer, each piece once, and remarks on it.

    `cells` come with the pieces they name; what is deleted from one stays, which is remarked on.
    """
    known = {*evidence_lines(answer)}
    known |= {inert(text) for piece in answer.evidence for text in (piece.path, piece.text) if text}
    for touched, pieces in cells:
        gone = [line for line in evidence_lines(answer) if line not in pieces]
        if gone and not touched.moved:
            kept = "、".join(map(quoted, gone[:3])) + ("等" if len(gone) > 3 else "")
            yield None, f"{touched.place} 佐证只增不减，删去的仍然保留：{kept}"
        for piece in pieces:
            if piece in known:
                continue
            evidence, remark = look(piece)
            named = evidence.path or evidence.text
            is_new = named not in known
            known |= {piece, named}
            yield evidence if is_new else None, remark and f"{touched.place} {remark}"


def pieces(cell: str) -> list[str]:
    """The pieces of evidence that a cell names, each once, in their order. Raises Misread."""
    _check_length(cell)
    named = [line for line in dict.fromkeys(cell.splitlines()) if line not in _NO_EVIDENCE]
    if len(named) > _MOST_PIECES:
        raise Misread(f"佐证超过 {_MOST_PIECES} 件", "按类合并，写目录或者清单的名称")
    if any(len(piece) > _LONGEST_PIECE for piece in named):
        raise Misread(f"一件佐证超过 {_LONGEST_PIECE} 个字", "一行写一件，说明写到备注里")
    return named


def _check_length(cell: str) -> None:
    check_whole(cell)
    if len(cell) > LONGEST:
        raise Misread(f"这一格超过 {LONGEST} 个字", "写短些，或者写明另附的文件")
