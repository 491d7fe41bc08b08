"""The words of a history: what was changed, in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checklist.assessment.model import Answer, Assessment, Respondent, Unread
from checklist.assessment.recheck import is_worded_otherwise
from checklist.assessment.stored.history import (
    ROOMS,
    Entry,
    as_recorded,
    names_then,
    question_of,
)
from checklist.assessment.stored.yaml_text import flow
from checklist.assessment.typed import Misread
from checklist.assessment.values import Plain
from checklist.assessment.wording import (
    UNANSWERED,
    answer_words,
    ask_of,
    details,
    moment,
    signer,
)
from checklist.law.model import Rulebook
from checklist.law.wording import citation
from checklist.layout import wrap
from checklist.text import inert

RECOVERED = "补记"
_SECTIONS = {
    "respondent": "填报单位",
    "period": "自查期间",
    "rooms": "直播间",
    "records": "记录核对",
}


def subject_of(rulebook: Rulebook, section: str, key: str | None) -> str:
    """The text of the question that was answered, behind the place in the law that asks it, or the
    name of what stands above the answers."""
    if key is None:
        return _SECTIONS.get(section, inert(section))
    entries = (each for each in rulebook.obligations if each.id == key.partition("/")[0])
    place = next((f"{citation(each.source)}  " for each in entries), "")
    return f"{place}{inert(ask_of(question_of(rulebook, section, key)))}"


class HistoryView:
    """Words the entries of one history, in lines of `width` cells.

    A room is called what it was called when the entry was recorded, as `lists` tell: the entries
    about the list of rooms.
    """

    def __init__(
        self,
        book: Rulebook,
        assessment: Assessment | None,
        lists: Iterable[Entry] = (),
        *,
        width: int,
    ) -> None:
        self._book = book
        self._assessment = assessment or Assessment(respondent=Respondent(name=""))
        self._lists = [entry for entry in lists if entry.section == ROOMS]
        self._names: dict[int, dict[str, str]] = {}
        self._width = width

    def group(self, entries: list[Entry]) -> list[str]:
        """All changes of one question."""
        lines = ["", self.heading(entries[0])]
        for entry in entries:
            again = f" {RECOVERED}" if entry.is_recovered else ""
            read_back = f"（读回 {inert(entry.source)}）" if entry.source else ""
            who = f"{signer(entry.by)}{read_back}"
            head = f"  [{entry.number}] {moment(entry.at)} {who}{again}"
            lines += [head, f"      {self.change(entry)}"]
        return [wrap(line, self._width) for line in lines]

    def heading(self, entry: Entry) -> str:
        """The text of what was changed, and the key by which it is asked for."""
        subject = subject_of(self._book, entry.section, entry.key)
        return subject if entry.key is None else f"{subject}（编号 {inert(entry.key)}）"

    def change(self, entry: Entry) -> str:
        """是 → 否；备注：…"""
        if entry.key is None:
            return _head_change(entry.old, entry.new)
        before, after = self._answer(entry, entry.old), self._answer(entry, entry.new)
        question = question_of(self._book, entry.section, entry.key)
        rooms = self._rooms(entry.number)
        old, new = (answer_words(question, each, rooms) for each in (before, after))
        if after is None:
            return f"{old} → {UNANSWERED}"
        beside = details(after, before, rooms)
        if old != new:
            words = [f"{old} → {new}", *beside]
        else:
            kept = after.exceptions.keys() - (before.exceptions.keys() if before else ())
            no_more = "、".join(inert(rooms.get(id, id)) for id in sorted(kept))
            again = f"不再问{no_more}，答案留着" if no_more else "重新确认"
            words = [f"{new}（答案不变）", *(beside or [again])]
        if is_worded_otherwise(question, after):
            words.append("答的是以前的问法，问的是同一件事")
        return "；".join(words)

    def _rooms(self, number: int) -> dict[str, str]:
        """What the rooms were called when entry `number` was recorded."""
        lists = sum(entry.number <= number for entry in self._lists)
        if lists not in self._names:
            self._names[lists] = names_then(self._lists, number, self._assessment.rooms)
        return self._names[lists]

    def _answer(self, entry: Entry, data: Plain | None) -> Answer | None:
        """As it was recorded; what does not fit the question any more, as it stands."""
        if data is None:
            return None
        try:
            return as_recorded(entry, data, self._book, self._assessment)
        except Misread:
            return Answer(value=Unread(flow(data)))


HEAD = {
    "name": "名称", "credit_code": "统一社会信用代码", "address": "住所", "prepared_by": "填报人",
    "from": "起始日", "to": "截止日",
}  # fmt: skip


def _head_change(old: Plain | None, new: Plain | None) -> str:
    """名称：甲 → 乙；填报人：未填 → 张三."""
    if isinstance(old, Mapping | None) and isinstance(new, Mapping | None):
        was, now = old or {}, new or {}
        return "；".join(
            f"{HEAD.get(key, inert(key))}：{head_words(was.get(key))} → {head_words(now.get(key))}"
            for key in dict.fromkeys((*was, *now))
            if was.get(key) != now.get(key)
        )
    return f"{head_words(old)} → {head_words(new)}"


def head_words(data: Plain | None) -> str:
    """What stands above the answers, in words."""
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
            return "、".join(map(head_words, items))
        case _:
            return inert(flow(data))
