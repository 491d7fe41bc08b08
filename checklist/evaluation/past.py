"""A failure in the self-audit period that was recorded stays one: what a new answer may do to it.

Either the earlier answer was wrong (更正), and the new one takes its place; or it was right, and
what was not done then is done since (整改): then it stays, with the day (docs/adr/0019).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Value
from checklist.assessment.questionnaire import AskQuestion, plan
from checklist.assessment.recheck import needs_recheck
from checklist.evaluation.judge import judge
from checklist.evaluation.model import Outcome
from checklist.law.model import About, Kind, Obligation, Per, Question, Rulebook


class Reversal(Struct, frozen=True, kw_only=True):
    """A recorded failure that a new answer would make fail no longer.

    `rooms` are the ids of the rooms where it would, "" for the respondent. `is_done` is whether the
    new answer says in all of them that everything is done; `left` are the options that still fail.
    """

    question: Question
    before: Answer
    after: Answer
    rooms: tuple[str, ...]
    is_done: bool
    left: tuple[str, ...]


def reversal(
    rulebook: Rulebook, assessment: Assessment, key: str, after: Answer
) -> Reversal | None:
    """What `after` would undo of the answer under a key; None where it undoes nothing.

    An answer that has to be looked at again proves nothing, so that nothing is undone. 不清楚 and
    不适用 undo a failure too: it would be one no longer.
    """
    question, before = rulebook.questions()[key], assessment.answers.get(key)
    if (
        question.about is not About.PERIOD
        or before is None
        or needs_recheck(question, before, rulebook, assessment)
        or not _can_be_breached(rulebook.obligations, key)
    ):
        return None
    values = {room: after.for_room(room or None) for room in _rooms(rulebook, assessment, key)}
    undone = [
        room
        for room, value in values.items()
        if _failing(question, before.for_room(room or None)) - _failing(question, value)
    ]
    if not undone:
        return None
    done = all(
        value is not None and judge(question, value).outcome is Outcome.PASS
        for value in map(values.__getitem__, undone)
    )
    left = {id for room in undone for id in _failing(question, values[room])}
    return Reversal(
        question=question,
        before=before,
        after=after,
        rooms=tuple(undone),
        is_done=done,
        left=tuple(option.label for option in question.options if option.id in left),
    )


def remedied(reversal: Reversal, assessment: Assessment, since: date) -> Answer:
    """The answer with what failed still failing, and done since that day; what else is new in it,
    in other rooms, is taken."""
    before, after, undone = reversal.before, reversal.after, reversal.rooms
    if undone == ("",):
        names = ("value", "exceptions", "by", "at", "asked_as", "reason", "who_could_know")
        said = {name: getattr(before, name) for name in names}
        return replace(after, **said, remedied={"": since})
    values: dict[str, Value | None] = {
        room.id: (before if room.id in undone else after).for_room(room.id)
        for room in assessment.rooms
    }
    days = {room: after.remedied_since(room) for room in values} | dict.fromkeys(undone, since)
    return replace(
        after,
        value=before.value,
        exceptions={
            room: value
            for room, value in values.items()
            if value is not None and value != before.value
        },
        remedied={room: day for room, day in days.items() if day is not None},
        reason=before.reason if after.reason is None else after.reason,
    )


def corrected(reversal: Reversal, note: str) -> Answer:
    """The new answer, with what it corrects and why in one line."""
    lines = (reversal.before.corrected, note)
    return replace(reversal.after, corrected="\n".join(filter(None, lines)))


def _failing(question: Question, value: Value | None) -> frozenset[str]:
    """What of a question fails: options of a multi-select, else the question itself, as ""."""
    judgement = judge(question, value)
    if judgement.outcome is not Outcome.GAP:
        return frozenset()
    parts = judgement.missing or question.options
    return frozenset(option.id for option in parts) or frozenset({""})


def _rooms(rulebook: Rulebook, assessment: Assessment, key: str) -> list[str]:
    """The ids of the rooms that the question is asked of; where it is not asked now, of all."""
    for step in plan(rulebook, assessment):
        if isinstance(step, AskQuestion) and step.key == key:
            return [room.id for room in step.rooms] or [""]
    of_rooms = key in rulebook.asked_of(Per.ROOM)
    return [room.id for room in assessment.rooms if of_rooms] or [""]


def _can_be_breached(obligations: Sequence[Obligation], key: str) -> bool:
    return any(
        obligation.kind is not Kind.ENCOURAGEMENT and obligation.key(question) == key
        for obligation in obligations
        for question in obligation.questions
    )
