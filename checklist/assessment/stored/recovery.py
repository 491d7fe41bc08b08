"""Finds what stands in the answers and not in their history: a kill came between the two writes.

An edit by another program looks the same, so a recovered line claims no more than that (ADR 0007).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from checklist.assessment.as_data import answer_in_words, head_in_words
from checklist.assessment.model import Answer, Assessment, Respondent, moment
from checklist.assessment.stored.file import history_file, load_history
from checklist.assessment.stored.history import (
    ANSWERS,
    FACTS,
    ROOMS,
    Entry,
    History,
    names_in,
    recorded,
)
from checklist.errors import UnreadableFile
from checklist.files import append_line
from checklist.law.model import Fact, Question, Rulebook

Asked = Mapping[str, Fact | Question]

_NOTHING = Assessment(respondent=Respondent(name=""))


def recover(path: Path, stands: Assessment, rulebook: Rulebook, *, at: datetime) -> str:
    """Add to the history what was killed before it could be recorded; says so, or is empty.

    To be called under the lock, with what was loaded. A history that is not there was never begun;
    one that cannot be read or added to is left, and told of when it is next needed.
    """
    file = history_file(path)
    if not file.is_file():
        return ""
    with contextlib.suppress(OSError, UnreadableFile):
        entries = missing(load_history(path), stands, rulebook, at=at)
        if lines := [entry.line for entry in entries]:
            append_line(file, "\n".join(lines).encode("utf-8", errors="replace"), like=(path,))
            what = f"答案文件里有 {len(lines)} 处改动没有记进修改历史"
            return f"{what}（存下以后被中断，或者是别的程序改的），已经补记。"
    return ""


def missing(
    history: History, stands: Assessment, rulebook: Rulebook, *, at: datetime
) -> Iterator[Entry]:
    """The entries that are missing at the end of `history` for it to lead to what `stands`.

    `at` is now, with an offset. What the history never spoke of is missing only where it was said
    after the history began: whoever was handed answers without their history knows nothing of them.
    """
    last = {(entry.section, entry.key): entry for entry in history.entries}
    nothing, head = head_in_words(_NOTHING), head_in_words(stands)
    for section in ("respondent", "period", ROOMS):
        entry, new = last.get((section, None)), head.get(section)
        old = entry.new if entry else nothing.get(section)
        if old != new and (entry or _began_with_the_file(history)):
            yield Entry(0, at.isoformat(), None, section, None, old, new, is_recovered=True)
    facts: Asked = {fact.id: fact for fact in rulebook.facts}
    for section, answers, asked in (
        (FACTS, stands.facts, facts),
        (ANSWERS, stands.answers, rulebook.questions()),
    ):
        known = (key for of, key in last if of == section and key is not None)
        for key in dict.fromkeys((*answers, *known)):
            entry, answer = last.get((section, key)), answers.get(key)
            if _is_missing(history, entry, answer, rulebook, stands):
                old = entry.new if entry else None
                new = answer_in_words(answer, asked.get(key)) if answer else None
                when, who = _when(history, answer, at)
                yield Entry(0, when, who, section, key, old, new, is_recovered=True)


def earlier_names(path: Path) -> list[str]:
    """The names that the respondent of the answers at `path` had before, as the history knows."""
    heads = [
        entry.old
        for entry in _history(path).entries
        if entry.section == "respondent" and isinstance(entry.old, Mapping)
    ]
    return [name for head in heads if isinstance(name := head.get("name"), str) and name]


def ids_in_history(path: Path) -> set[str]:
    """The ids that rooms of the answers at `path` ever had, as the history knows."""
    entries = (entry for entry in _history(path).entries if entry.section == ROOMS)
    return {id for entry in entries for part in (entry.old, entry.new) for id in names_in(part)}


def rooms_recorded(path: Path) -> dict[str, set[tuple[str, str]]]:
    """When the history of the answers at `path` recorded a list of rooms, and the name in it, by
    the id of the room. Copies of a file share what was recorded before they were made."""
    recorded: dict[str, set[tuple[str, str]]] = {}
    for entry in _history(path).entries:
        if entry.section == ROOMS:
            for id, name in names_in(entry.new).items():
                recorded.setdefault(id, set()).add((entry.at, name))
    return recorded


def _history(path: Path) -> History:
    """The history of the answers at `path`; empty where none can be read."""
    with contextlib.suppress(OSError, UnreadableFile):
        if history_file(path).is_file():  # no pipe, which would be waited for
            return load_history(path)
    return History()


def _is_missing(
    history: History,
    entry: Entry | None,
    answer: Answer | None,
    rulebook: Rulebook,
    stands: Assessment,
) -> bool:
    """Whether `answer` is another than the last `entry` about it recorded."""
    if entry is None:
        began = moment(history.entries[0].at) if history.entries else None
        answered = moment(answer.at) if answer else None
        return _began_with_the_file(history) or bool(began and answered and answered >= began)
    if entry.new is None or answer is None:
        return not (entry.new is None and answer is None)
    try:
        was = recorded(entry, entry.new, file="", rulebook=rulebook, assessment=stands)
    except UnreadableFile:
        return False  # it fits the question no more, and nobody can tell
    return was != answer


def _began_with_the_file(history: History) -> bool:
    """Whether everything that was ever said should be in it."""
    first = history.entries[0] if history.entries else None
    if first is None:
        return not history.checks
    return (first.section, first.old) == ("respondent", head_in_words(_NOTHING)["respondent"])


def _when(history: History, answer: Answer | None, at: datetime) -> tuple[str, str | None]:
    """When the missing change was made and by whom, where that is known; else now, by nobody."""
    answered = moment(answer.at) if answer else None
    ended = moment(history.entries[-1].at) if history.entries else None
    if answer is None or answer.at is None or answered is None or (ended and answered < ended):
        return at.isoformat(), None
    return answer.at, answer.by
