"""What the note of a question says, where an edit would undo a failure in the period."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from checklist.assessment.amounts import days_noted, noting, two_days, with_days
from checklist.assessment.model import Answer, Assessment, Evidence, Value
from checklist.assessment.typed import Misread, excerpt
from checklist.assessment.wording import answer_words, asks_when, correction, spell
from checklist.evaluation.past import Reversal, corrected, remedied
from checklist.law.model import About, Fact, Question
from checklist.law.periods import Period
from checklist.law.wording import asks_for_bad
from checklist.sheets.spreadsheet import read_day
from checklist.sitting.details import remedied_day
from checklist.text import inert, name_key

_PAST = re.compile("(更正|整改)[：:\\s]*(.*)", re.DOTALL)
"""How the note of a question begins that undoes a failure in the period."""

_REMEDY = re.compile(r"整改(?:[：:]|\s)\s*\S")
"""How a line of a note begins that is meant to record a remedy."""


def only_noted(
    place: str, note: str, before: str | None, question: Question, *, fails: bool, how: str
) -> Iterator[str]:
    """That a line of a note which reads like a remedy is a note alone: why, and `how` a remedy of
    what fails is recorded. Nothing where no line does that was not noted `before`."""
    known = (before or "").splitlines()
    lines = [line for line in note.splitlines() if _REMEDY.match(line) and line not in known]
    if question.about is not About.PERIOD:
        how = "这道题问的不是自查期间里的事；现在做到了的，答复写现在的情况"
    elif not fails:
        how = "这道题答的不是不符合；自查期间里不符合过的，先照当时的情况作答，再记整改"
    for line in lines[:1]:
        yield f"{place} {excerpt(line)}只作备注，没有记成整改：{how}"


def past_word(note: str) -> str:
    """更正 or 整改, where a note begins with what undoes a failure in the period; else nothing."""
    match = _PAST.match(note.strip())
    return match.group(1) if match else ""


def of_the_past(undone: Reversal, known: Assessment, note: str, today: date) -> Answer:
    """What a failure in the period becomes that an edit would undo, as the new note says: 更正 with
    a reason, or 整改 with a day. Raises Misread where it says neither, or it can be none."""
    rooms = {room.id: room.name for room in known.rooms}
    match = _PAST.match(note.strip())
    if match is None or not match.group(2).strip():
        failed, mended = "没有做到", "当时没有做到、后来做到的"
        if asks_for_bad(undone.question):
            failed, mended = "有不该有的情形", "当时有、后来改正了不再有的"
        about = asks_when(undone.question)
        raise Misread(
            f"原来答的是{failed}{'，' if about else ''}{about}：要写明为什么改",
            "原来答错了的，在这道题的备注里写“更正：为什么”；"
            f"{mended}，写“整改：”和从哪天起（年-月-日；答复仍按原来的记）",
        )
    if match.group(1) == "更正":
        was = answer_words(undone.question, undone.before, rooms)
        why = with_days(undone.before.note, inert(match.group(2)).strip())
        return corrected(undone, correction(was, why, today, undone.after.by))
    if undone.unsettled:
        raise Misread(
            f"原来还有答不清楚的（{'、'.join(undone.unsettled)}），没有弄清，不能记整改",
            "先只答清楚那几项（没有做到的、有过的照旧答），读回以后再写“整改：”",
        )
    if undone.done != undone.rooms:
        raise Misread("还没有全部做到，不能记整改", "全部做到以后再写；进展写到备注里")
    day = str(read_day(match.group(2)))  # nobody knows when it was written: no year is guessed
    since = remedied_day(day, undone.period, today, undone.question.until)
    return remedied(undone, known, since)


def beside_noted(recorded: str | None, note: str) -> str:
    """A note; one that says what a new answer is to the past stands below what was noted before."""
    adds = recorded and _PAST.match(note.strip()) and recorded not in note
    return f"{recorded}\n{note}" if adds else note


def is_noted(text: str, current: str) -> bool:
    """Whether a note that was typed stands already in what is noted now, beside what the program
    puts there."""
    bare, noted = (noting(each, "") or "" for each in (text, current))
    return bare == noted or bool(_PAST.match(bare.strip()) and noted.endswith(f"\n{bare}"))


def new_days(text: str, value: object, answer: Answer | None) -> str:
    """The two days that an interval was answered by, where none or others are noted beside it."""
    days = two_days(text) if isinstance(value, Period) else ""
    return days if days != days_noted(answer.note if answer else None) else ""


def in_full(
    asked: Question | Fact, text: str, value: Value | date | str | tuple[Evidence, ...] | None
) -> str:
    """What a cell is taken for, with what was typed where that reads otherwise."""
    match value:
        case None | str() | tuple():
            return text
        case date():
            kept = value.isoformat()
        case _:
            kept = spell(asked, value)
    return text if name_key(kept) == name_key(text) else f"{kept}（{text}）"
