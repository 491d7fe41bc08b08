"""Holds what a row shows (number, question, option, room) against its hidden id.

Whoever sorts, moves or deletes only the columns that are seen parts them from the hidden ones.
"""

from __future__ import annotations

from collections.abc import Mapping

from checklist.assessment.typed import Misread, excerpt
from checklist.law.model import Fact, Question
from checklist.sheets.form.sheet import BLANK, row_id
from checklist.sheets.spreadsheet import FilledRow, names_another, shown_digest
from checklist.text import inert

Asked = Mapping[tuple[str, str], Fact | Question]
_ASK, _ABOUT = "C", "D"
_MEND = (
    "只排序、移动、删了看得见的列的，撤销，改成整行一起动；改过字的改回原样；"
    "或者用 checklist form 重新写一份问卷，把填的内容抄过去"
)


def check_naming(row: FilledRow, asked: Asked) -> tuple[str, Misread] | None:
    """The cells of a row that show something else than its id is about, and what is wrong; None
    where there are none. A row in which nothing is seen any more is none."""
    if not any(row.shown.values()) and row.cells == BLANK:
        return None
    astray = [row.places[column] for column in _astray(row, asked)]
    if not astray:
        return None
    id = row_id(row.id)
    own = asked.get((id.kind, id.key)) if id else None
    seen = excerpt(" ".join(filter(None, row.shown.values())))
    known = f"是{excerpt(own.ask)}这道题的" if own else f"是 {inert(row.id)[:80]}"
    what = f"写的是{seen}，这一行隐藏的题目编号却{known}：两边对不上，不知道答的是哪道题"
    return "、".join(astray), Misread(what, _MEND)


def _astray(row: FilledRow, asked: Asked) -> list[str]:
    """The columns whose cells do not show what they did. A form of an earlier program does not
    remember that: its question and option are held against those of the rulebook."""
    if row.shown_as:
        pairs = row.shown.items()
        return [column for column, text in pairs if shown_digest(text) != row.shown_as[column]]
    id = row_id(row.id)
    own = asked.get((id.kind, id.key)) if id else None
    if id is None or own is None:
        return []
    is_as_put = row.code == own.fingerprint
    options = {option.id: option.label for option in own.options}
    heads = {None, *list(options)[:1]} if own.is_multiple else {None}
    astray = []
    asks = [each.ask for each in asked.values()]
    is_head = id.room is None and id.option in heads
    if is_head and names_another(row.shown[_ASK], own.ask, asks, is_as_put=is_as_put):
        astray.append(_ASK)
    label = options.get(id.option or "", "") if is_as_put else ""
    if names_another(row.shown[_ABOUT], label, (), is_as_put=is_as_put):
        astray.append(_ABOUT)
    return astray
