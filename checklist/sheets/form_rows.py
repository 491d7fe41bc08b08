"""Which question a returned row answers, by its id alone."""

from __future__ import annotations

from msgspec import Struct

from checklist.assessment.model import Assessment
from checklist.assessment.values import is_multiple
from checklist.law.model import Fact, Question, Rulebook
from checklist.sheets.form_sheet import FACTS, FIELDS, FilledRow, RowId, address, row_id
from checklist.text import inert

_AGAIN = "用 checklist form 重新写一份问卷来填；或者清空这一行"


class Known(Struct, frozen=True, kw_only=True):
    """A row whose question there is."""

    id: RowId
    asked: Fact | Question


class Unknown(Struct, frozen=True, kw_only=True):
    """A row nobody can place: why, and how to mend it, in Chinese."""

    what: str
    mend: str


def identify(row: FilledRow, rulebook: Rulebook, assessment: Assessment) -> Known | Unknown:
    """The question, option and room a row is about."""
    if not row.id:
        return Unknown(what="这一行没有题目编号，不知道答的是哪道题", mend="写到题目所在的那一行里")
    id = row_id(row.id)
    asked = _asked(id, rulebook) if id else None
    if id is None or asked is None or not _may_have(id, asked):
        return Unknown(what=f"规则册里没有这道题或者这个选项（{inert(row.id)[:80]}）", mend=_AGAIN)
    if id.room is not None and id.room not in {room.id for room in assessment.rooms}:
        return Unknown(what=f"答案文件里没有编号为 {inert(id.room)} 的直播间", mend=_AGAIN)
    return Known(id=id, asked=asked)


def first_cell(row: FilledRow) -> str:
    """The address of the first cell of a row that was changed, or else says something."""
    fields = row.touched or tuple(one for one in FIELDS if row.now.field(one))
    return address(fields[0], row.number)


def _asked(id: RowId, rulebook: Rulebook) -> Fact | Question | None:
    if id.kind == FACTS:
        return next((one for one in rulebook.facts if one.id == id.key), None)
    return rulebook.questions().get(id.key)


def _may_have(id: RowId, asked: Fact | Question) -> bool:
    """Whether a row of this question may have such an id."""
    if id.option is None:
        return id.room is not None or not is_multiple(asked)
    if id.room is not None or not is_multiple(asked):
        return False
    return any(option.id == id.option for option in asked.options)
