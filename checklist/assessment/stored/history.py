"""What was changed, by whom and when: lines added beside the answers, never rewritten."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import TypeVar

from msgspec import Struct, ValidationError

from checklist.assessment.as_data import Words, answer_in, answer_in_words, head_in_words
from checklist.assessment.model import Answer, Assessment, Room
from checklist.assessment.recheck import (
    may_lie_dormant,
    was_put_otherwise,
)
from checklist.assessment.typed import Misread, excerpt
from checklist.assessment.values import Plain
from checklist.errors import Complaint, UnreadableFile, Where
from checklist.law.model import Fact, Per, Question, Rulebook

FACTS = "facts"
ANSWERS = "answers"
ROOMS = "rooms"
RECORDS = "records"
"""What lies beside the answers and was checked; no answer, and nothing that is restored."""
_DEPTH, _LONGEST = 10, 5_000_000
"""How deep a recorded form is nested, and how many bytes a line has, at most."""
MEND = "用 checklist ask 重新作答；历史本身不要改"
T = TypeVar("T")


class FromSheet(Struct, frozen=True):
    """Who filled in a sheet that was read back, as far as that is known, and its file's name."""

    by: str | None
    file: str


Who = str | FromSheet | None
"""Who changed something: a person, or somebody by way of a sheet; None where nobody is named."""


class Entry(Struct, frozen=True):
    """One change: line `number` of the history, counted from 1.

    `section` is a top-level key of the answers file; `key` the fact or answer in it, None where
    the section is one thing. `old` and `new` are recorded forms with everything said (value,
    exceptions by room, fingerprint of the wording, note …); None where nothing stood or stands.
    `at` is ISO 8601 with offset. `is_recovered`: it was found in the answers later, and added.
    `source` is the name of the sheet from which it was read back; in entries of earlier versions
    it stands behind the name in `by`: 赵敏（读回 台账.xlsx）.
    """

    number: int
    at: str
    by: str | None
    section: str
    key: str | None
    old: Plain | None
    new: Plain | None
    is_recovered: bool = False
    source: str | None = None

    @property
    def line(self) -> str:
        """The entry as it is written: one JSON object."""
        data = {name: getattr(self, name) for name in ("at", "by", "section", "key", "old", "new")}
        data |= {"recovered": True} if self.is_recovered else {}
        data |= {"source": self.source} if self.source else {}
        return json.dumps(data, ensure_ascii=False)


class History(Struct, frozen=True, kw_only=True):
    """The changes, oldest first, and the numbers of lines that a crash left unreadable. `checks`
    are of records: what was found before and since."""

    entries: tuple[Entry, ...] = ()
    checks: tuple[Entry, ...] = ()
    torn: tuple[int, ...] = ()


def lines_between(
    before: Assessment, after: Assessment, *, who: Who, at: datetime, rulebook: Rulebook
) -> list[str]:
    """What changed, one JSON object a line. `at` has an offset."""
    by, source = (who.by, who.file) if isinstance(who, FromSheet) else (who, None)

    def line(section: str, key: str | None, old: Plain | None, new: Plain | None) -> str:
        when = at.isoformat()
        return Entry(0, when, by or None, section, key, old, new, source=source).line

    def words(answer: Answer | None, question: Question | Fact | None) -> Plain | None:
        return None if answer is None else answer_in_words(answer, question)

    head = changed(head_in_words(before), head_in_words(after))
    lines = [line(section, None, old, new) for section, old, new in head]
    facts = {fact.id: fact for fact in rulebook.facts}
    for key, old, new in changed(before.facts, after.facts):
        lines.append(line(FACTS, key, words(old, facts.get(key)), words(new, facts.get(key))))
    questions = rulebook.questions()
    for key, old, new in changed(before.answers, after.answers):
        question = questions.get(key)
        lines.append(line(ANSWERS, key, words(old, question), words(new, question)))
    return lines


def history_in(data: bytes) -> History:
    """What the bytes of a history file record. No line is too broken to go on after it."""
    entries, checks, torn = list[Entry](), list[Entry](), list[int]()
    for number, line in enumerate(data.split(b"\n"), start=1):
        entry = _entry(number, line)
        if entry is not None:
            (checks if entry.section == RECORDS else entries).append(entry)
        elif line.strip():
            torn.append(number)
    return History(entries=tuple(entries), checks=tuple(checks), torn=tuple(torn))


def names_in(rooms: Plain | None) -> dict[str, str]:
    """The rooms of a recorded list: names by id."""
    listed = rooms if isinstance(rooms, list) else []
    return {
        str(each["id"]): str(each.get("name", each["id"]))
        for each in listed
        if isinstance(each, Mapping) and "id" in each
    }


def names_then(entries: Iterable[Entry], number: int, now: Iterable[Room] = ()) -> dict[str, str]:
    """What rooms were called when entry `number` was recorded, those that had gone by then too.

    `entries` are all, oldest first; `now` are the rooms of today, for those that no entry names.
    """
    lists = [entry for entry in entries if entry.section == ROOMS]
    parts = [part for entry in lists if entry.number <= number for part in (entry.old, entry.new)]
    later = [part for entry in lists if entry.number > number for part in (entry.old, entry.new)]
    names = {room.id: room.name for room in now}
    for part in (*reversed(later), *parts):
        names |= names_in(part)
    return names


def saved_with(entries: Sequence[Entry], number: int) -> range:
    """The numbers of what was saved together with entry `number`: the list of rooms or a fact, and
    what it did to the exceptions of answers that nobody gave anew.

    Between them no moment ever stood: a room was asked, and the answers did not know it yet.
    """
    first = last = next(at for at, each in enumerate(entries) if each.number == number)
    while first and _goes_with(entries[first], entries[first - 1]):
        first -= 1
    while last + 1 < len(entries) and _goes_with(entries[last + 1], entries[last]):
        last += 1
    return range(entries[first].number, entries[last].number + 1)


def _goes_with(entry: Entry, before: Entry) -> bool:
    """Whether it was saved with the entry before it, and only says more of single rooms."""
    together = (entry.at, entry.by) == (before.at, before.by)
    together |= entry.is_recovered and before.is_recovered
    old, new = entry.old, entry.new
    if not (together and entry.key and isinstance(old, dict) and isinstance(new, dict)):
        return False
    was, now = old.get("except", {}), new.get("except")
    more = isinstance(was, dict) and isinstance(now, dict) and was.items() < now.items()
    return more and {**old, "except": now} == new


def changed(
    before: Mapping[str, T], after: Mapping[str, T]
) -> Iterator[tuple[str, T | None, T | None]]:
    """What differs between the two: the key, what stood, what stands."""
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old is not new and old != new:
            yield key, old, new


def _entry(number: int, line: bytes) -> Entry | None:
    """What a line records; None where it is torn or was never ours."""
    try:
        data = json.loads(line if len(line) < _LONGEST else b"")
    except (ValueError, RecursionError):
        return None
    match data:
        case {
            "at": str(at),
            "by": str() | None as by,
            "section": str(section),
            "key": str() | None as key,
            "old": old,
            "new": new,
        } if _is_data(old, _DEPTH) and _is_data(new, _DEPTH):
            source = data.get("source")
            source = source if isinstance(source, str) else None
            return Entry(number, at, by, section, key, old, new, "recovered" in data, source)
        case _:
            return None


def _is_data(data: object, depth: int) -> bool:
    match data:
        case None:
            return depth == _DEPTH
        case str():
            return True
        case list():
            return depth > 0 and all(_is_data(item, depth - 1) for item in data)
        case dict():
            return depth > 0 and all(_is_data(item, depth - 1) for item in data.values())
        case _:
            return False


def recorded(
    entry: Entry, data: Plain, *, file: PurePath | str, rulebook: Rulebook, assessment: Assessment
) -> Answer:
    """The answer that `entry` of the history `file` recorded as `data`, as it counts today.

    Rooms are not looked at. Raises UnreadableFile where it does not fit the question.
    """
    try:
        return as_recorded(entry, data, rulebook, assessment)
    except Misread as misread:
        where = Where(file=file, line=entry.number, column=1)
        # How to write an answer is no help here: nobody is to write in a history.
        complaint = Complaint(what=misread.what, mend=MEND, where=where)
        raise UnreadableFile(complaint) from None


def as_recorded(entry: Entry, data: Plain, rulebook: Rulebook, assessment: Assessment) -> Answer:
    """The answer that an entry recorded as `data`. Raises Misread."""
    key = entry.key or ""
    question = question_of(rulebook, entry.section, entry.key)
    asked_as = data.get("asked_as") if isinstance(data, Mapping) else None
    if question is None and asked_as is None and not may_lie_dormant(rulebook, assessment):
        raise Misread(f"规则册里没有{excerpt(key)}这道题", MEND)
    asked_as = str(asked_as) if asked_as else None
    stale = was_put_otherwise(question, asked_as, rulebook, assessment)
    try:
        answer = answer_in(data, Words(question=question, stale=stale))
    except Misread as misread:
        raise Misread(f"{key}：{misread.what}", misread.mend) from None
    except (ValueError, ValidationError):
        raise Misread(f"{key} 的记录不完整，或者由更新的程序写成", MEND) from None
    if answer.exceptions and not stale and key in rulebook.asked_of(Per.RESPONDENT):
        raise Misread(f"{key} 问的是整个单位，不能按直播间例外", MEND)
    return answer


def question_of(rulebook: Rulebook, section: str, key: str | None) -> Question | Fact | None:
    """The question or fact that stands under a key, where the rulebook has it."""
    if section == FACTS:
        return next((fact for fact in rulebook.facts if fact.id == key), None)
    return rulebook.questions().get(key or "")
