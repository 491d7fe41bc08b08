"""The entries of a history in Chinese, by question."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from checklist.assessment.history import Entry, question_of, recorded
from checklist.assessment.model import Answer, Assessment, Respondent, Room, Unread
from checklist.assessment.values import Plain
from checklist.assessment.wording import UNANSWERED, answer_words, ask_of, details, moment, signer
from checklist.assessment.yaml_text import flow
from checklist.errors import UnreadableFile
from checklist.law.model import Rulebook
from checklist.layout import wrap
from checklist.text import inert

_SECTIONS = {"respondent": "填报单位", "period": "自查期间", "rooms": "直播间"}


class HistoryView:
    """Words the entries of one history, in lines of `width` cells."""

    def __init__(
        self, file: Path, book: Rulebook, assessment: Assessment | None, *, width: int
    ) -> None:
        self._file = file
        self._book = book
        self._assessment = assessment or Assessment(respondent=Respondent(name=""))
        self._width = width
        self.rooms = {room.id: room.name for room in self._assessment.rooms}

    def group(self, entries: list[Entry]) -> str:
        """All changes of one question, under its text."""
        lines = ["", self.heading(entries[0])]
        for entry in entries:
            head = f"  [{entry.number}] {moment(entry.at)} {signer(entry.by)}"
            lines += [head, f"      {self.change(entry)}"]
        return "\n".join(wrap(line, self._width) for line in lines)

    def heading(self, entry: Entry) -> str:
        """The key and the text of what was changed."""
        if entry.key is None:
            return _SECTIONS.get(entry.section, inert(entry.section))
        return f"{inert(entry.key)}：{inert(ask_of(question_of(self._book, entry)))}"

    def change(self, entry: Entry) -> str:
        """是 → 否；备注：…"""
        if entry.key is None:
            return _head_change(entry.old, entry.new)
        before, after = self._answer(entry, entry.old), self._answer(entry, entry.new)
        question = question_of(self._book, entry)
        old, new = (answer_words(question, each, self.rooms) for each in (before, after))
        if after is None:
            return f"{old} → {UNANSWERED}"
        beside = details(after, before)
        if old != new:
            return "；".join([f"{old} → {new}", *beside])
        return "；".join([f"{new}（答案不变）", *(beside or ["重新确认"])])

    def _answer(self, entry: Entry, data: Plain | None) -> Answer | None:
        """As it was recorded; what does not fit the question any more, as it stands."""
        if data is None:
            return None
        excepted = data.get("except") if isinstance(data, Mapping) else None
        named = excepted if isinstance(excepted, Mapping) else {}
        gone = [id for id in named if id not in self.rooms]
        rooms = (*self._assessment.rooms, *(Room(id=id, name=id) for id in gone))
        known = replace(self._assessment, rooms=rooms)
        try:
            return recorded(entry, data, file=self._file, rulebook=self._book, assessment=known)
        except UnreadableFile:
            return Answer(value=Unread(flow(data)))


_HEAD = {
    "name": "名称",
    "credit_code": "统一社会信用代码",
    "address": "地址",
    "prepared_by": "填报人",
    "from": "起始日",
    "to": "截止日",
}


def _head_change(old: Plain | None, new: Plain | None) -> str:
    """名称：甲 → 乙；填报人：未填 → 张三; only what changed."""
    if isinstance(old, Mapping | None) and isinstance(new, Mapping | None):
        was, now = old or {}, new or {}
        return "；".join(
            f"{_HEAD.get(key, inert(key))}：{_head(was.get(key))} → {_head(now.get(key))}"
            for key in dict.fromkeys((*was, *now))
            if was.get(key) != now.get(key)
        )
    return f"{_head(old)} → {_head(new)}"


def _head(data: Plain | None) -> str:
    match data:
        case "":
            return "（空）"
        case None | []:
            return "未填"
        case str():
            return inert(data)
        case {"id": str(id), "name": str(name)}:
            return f"{inert(name)}（{inert(id)}）"
        case [*items]:
            return "、".join(map(_head, items))
        case _:
            return inert(flow(data))
