"""What was changed, by whom and when: lines added beside the answers, never rewritten."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import PurePath

from msgspec import Struct

from checklist.assessment.model import Answer, Assessment
from checklist.assessment.nodes import Pieces
from checklist.assessment.reading_answers import AnswersReader
from checklist.assessment.values import Data
from checklist.assessment.writing import answer_data, head_data
from checklist.errors import UnreadableFile
from checklist.law.model import Fact, Question, Rulebook
from checklist.yaml import nodes as yaml_nodes

FACTS = "facts"
ANSWERS = "answers"


class Entry(Struct, frozen=True, kw_only=True):
    """One change: line `number` of the history, counted from 1.

    `section` is a top-level key of the answers file; `key` the fact or answer in it, None where
    the section is one thing. `old` and `new` are recorded forms with everything said (value,
    exceptions by room, fingerprint of the wording, note …); None where nothing stood or stands.
    `at` is ISO 8601 with offset.
    """

    number: int
    at: str
    by: str | None
    section: str
    key: str | None
    old: Data | None
    new: Data | None


class History(Struct, frozen=True, kw_only=True):
    """The changes, oldest first, and the numbers of lines that a crash left unreadable."""

    entries: tuple[Entry, ...] = ()
    torn: tuple[int, ...] = ()


def lines_between(
    before: Assessment, after: Assessment, *, who: str | None, at: datetime, rulebook: Rulebook
) -> list[str]:
    """What changed, one JSON object a line. `at` has an offset."""
    return [
        json.dumps(
            {"at": at.isoformat(), "by": who or None, "section": section, "key": key}
            | {"old": old, "new": new},
            ensure_ascii=False,
        )
        for section, key, old, new in _changes(before, after, rulebook)
    ]


def read(data: bytes) -> History:
    """What the bytes of a history file record. No line is too broken to go on after it."""
    entries, torn = list[Entry](), list[int]()
    for number, line in enumerate(data.split(b"\n"), start=1):
        entry = _entry(number, line)
        if entry is not None:
            entries.append(entry)
        elif line.strip():
            torn.append(number)
    return History(entries=tuple(entries), torn=tuple(torn))


def _changes(
    before: Assessment, after: Assessment, rulebook: Rulebook
) -> Iterator[tuple[str, str | None, Data | None, Data | None]]:
    head, head_now = head_data(before), head_data(after)
    for section in dict.fromkeys((*head, *head_now)):
        if head.get(section) != head_now.get(section):
            yield section, None, head.get(section), head_now.get(section)
    facts = {fact.id: fact for fact in rulebook.facts}
    yield from _changed(FACTS, before.facts, after.facts, facts)
    yield from _changed(ANSWERS, before.answers, after.answers, rulebook.questions())


def _changed(
    section: str,
    before: Mapping[str, Answer],
    after: Mapping[str, Answer],
    asked: Mapping[str, Question | Fact],
) -> Iterator[tuple[str, str, Data | None, Data | None]]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old is not new and old != new:
            question = asked.get(key)
            yield (
                section,
                key,
                None if old is None else answer_data(old, question),
                None if new is None else answer_data(new, question),
            )


def _entry(number: int, line: bytes) -> Entry | None:
    """What a line records; None where it is torn or was never ours."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return None
    match said:
        case {
            "at": str(at),
            "by": str() | None as by,
            "section": str(section),
            "key": str() | None as key,
            "old": old,
            "new": new,
        } if _is_data(old, 10) and _is_data(new, 10):
            return Entry(number=number, at=at, by=by, section=section, key=key, old=old, new=new)
        case _:
            return None


def _is_data(said: object, depth: int) -> bool:
    match said:
        case None:
            return depth == 10
        case str():
            return True
        case list():
            return depth > 0 and all(_is_data(one, depth - 1) for one in said)
        case dict():
            return depth > 0 and all(_is_data(one, depth - 1) for one in said.values())
        case _:
            return False


def recorded(
    entry: Entry, data: Data, *, file: PurePath | str, rulebook: Rulebook, assessment: Assessment
) -> Answer:
    """The answer that `entry` of the history `file` recorded as `data`, read as in a file today.

    Raises UnreadableFile where it does not fit the question, or names rooms that are gone.
    """
    place = _Place(entry.number - 1)
    key = yaml_nodes.Scalar(entry.key or "", place, file)
    node = yaml_nodes.Mapping(((key, _node(data, place, file)),), place, file)
    pieces = Pieces()
    reader = AnswersReader(rulebook, assessment, pieces)
    read = reader.facts(node) if entry.section == FACTS else reader.answers(node)
    if pieces.complaints:
        raise UnreadableFile(*pieces.complaints)
    return read[key.value]


class _Place:
    """Where a node of a history stands: in one line."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.column = 0


def _node(data: Data, place: _Place, file: PurePath | str) -> yaml_nodes.Node:
    match data:
        case str():
            return yaml_nodes.Scalar(data, place, file)
        case Mapping():
            entries = (
                (yaml_nodes.Scalar(key, place, file), _node(one, place, file))
                for key, one in data.items()
            )
            return yaml_nodes.Mapping(tuple(entries), place, file)
        case _:
            return yaml_nodes.Sequence(tuple(_node(one, place, file) for one in data), place, file)
