"""A failure in the self-audit period that was recorded stays one: what a new answer may do to it.

Either the earlier answer was wrong (更正), and the new one takes its place; or it was right, and
what was not done then is done since (整改): then it stays, with the day (docs/adr/0019).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.amounts import days_noted, noting
from checklist.assessment.asked import as_was_signed, signed
from checklist.assessment.model import Answer, Assessment, Mark, Room, SelfAuditPeriod, Value
from checklist.assessment.objections import asked_period
from checklist.assessment.questionnaire import AskQuestion, plan
from checklist.assessment.recheck import CARRIED, is_carried, needs_recheck
from checklist.evaluation.judge import judge, unsettled
from checklist.evaluation.model import OpenWhy, Outcome
from checklist.law.model import About, Fact, Obligation, Per, Question, Rulebook
from checklist.text import inert

_ONLY_OF = "（只改直播间："
"""What stands behind a correction that is of some of the rooms, before their names."""


def is_of_last_period(question: Question | Fact, answer: Answer | None) -> bool:
    """Whether an answer that was taken over tells of something in the earlier period that is not in
    this one until it is said again: a failure, or a sign of one."""
    if answer is None or isinstance(question, Fact) or question.about is not About.PERIOD:
        return False
    if question.is_lasting:
        return False
    judged = [judge(question, given) for given in (answer.value, *answer.exceptions.values())]
    return any(
        judgement.outcome is Outcome.GAP
        or judgement.why is OpenWhy.UNPROVEN
        or any(
            ticked.mark is Mark.YES and ticked.option.leaves_open for ticked in judgement.options
        )
        for judgement in judged
    )


class Overlap(Struct, frozen=True, kw_only=True):
    """A failure of the earlier period that lasted into the new one, as was recorded then.

    `since` is by room id, "" for the respondent, when it was mended. `admits` is whether the new
    answer says so too: that it failed, in all these rooms.
    """

    since: Mapping[str, date]
    first: date
    before: Answer
    after: Answer
    admits: bool


def overlap(
    question: Question, before: Answer | None, after: Answer, period: SelfAuditPeriod | None
) -> Overlap | None:
    """What a new answer says of days of the new period on which it failed, as was recorded before;
    None where there are none."""
    if before is None or before.state != CARRIED or period is None or question.is_lasting:
        return None
    since = {room: day for room, day in before.remedied.items() if day > period.first}
    if not since:
        return None
    admits = all(_failing(question, after.for_room(room or None)) for room in since)
    return Overlap(since=since, first=period.first, before=before, after=after, admits=admits)


def lasted(overlap: Overlap) -> Answer:
    """The new answer, with what failed on those days failing, and mended since."""
    before, after, since = overlap.before, overlap.after, overlap.since
    if "" in since:
        value, exceptions = before.value, {**after.exceptions}
        return replace(after, value=value, exceptions=exceptions, remedied=dict(since))
    own = {room: value for room in since if (value := before.for_room(room)) is not None}
    by_room = {**after.exceptions, **own}
    exceptions = {room: value for room, value in by_room.items() if value != after.value}
    return replace(after, exceptions=exceptions, remedied=dict(since))


class Reversal(Struct, frozen=True, kw_only=True):
    """A recorded failure that a new answer would make fail no longer.

    `asked` are the ids of the rooms that it is asked of, "" for the respondent; `rooms` are those
    where it would, `named` what these are called where they are some of those that it is asked of,
    `done` those of them where the new answer says that everything is done, and `left` the options
    that still fail. `unsettled` are options that the recorded answer leaves
    open: a room with any cannot be called done. `period` is the part of the self-audit period that
    the question is about.
    """

    question: Question
    before: Answer
    after: Answer
    asked: tuple[str, ...]
    rooms: tuple[str, ...]
    done: tuple[str, ...]
    left: tuple[str, ...]
    unsettled: tuple[str, ...]
    period: SelfAuditPeriod | None
    named: tuple[str, ...] = ()


def reversal(
    rulebook: Rulebook, assessment: Assessment, key: str, after: Answer
) -> Reversal | None:
    """What `after` would undo of the answer under a key; None where it undoes nothing.

    An answer that has to be looked at again proves nothing, so that nothing is undone; but for one
    taken over about what lasts into every later round. 不清楚 and 不适用 undo a failure too: it
    would be one no longer.
    """
    question, before = rulebook.questions()[key], assessment.answers.get(key)
    if before is None or question.about is not About.PERIOD:
        return None
    stands = question.is_lasting and is_carried(question, before)
    stands = stands or not needs_recheck(question, before, rulebook, assessment)
    if not (stands and _can_be_breached(rulebook.obligations, key)):
        return None
    values = {room: after.for_room(room or None) for room in _rooms(rulebook, assessment, key)}
    undone = [
        room
        for room, value in values.items()
        if _failing(question, before.for_room(room or None)) - _failing(question, value)
    ]
    if not undone:
        return None
    done, unsaid = _done_among(question, before, {room: values[room] for room in undone})
    left = {id for room in undone for id in _failing(question, values[room])}
    some = undone if len(undone) < len(values) else []
    return Reversal(
        question=question,
        before=before,
        after=after,
        asked=tuple(values),
        rooms=tuple(undone),
        done=done,
        left=tuple(option.label for option in question.options if option.id in left),
        unsettled=tuple(option.label for option in question.options if option.id in unsaid),
        period=asked_period(rulebook, question, assessment.period),
        named=tuple(inert(room.name) for room in assessment.rooms if room.id in some),
    )


def _done_among(
    question: Question, before: Answer, now: Mapping[str, Value | None]
) -> tuple[tuple[str, ...], set[str]]:
    """In which rooms all is done that failed, and what was not known before where it would be."""
    passing = [
        room
        for room, value in now.items()
        if value is not None and judge(question, value).outcome is Outcome.PASS
    ]
    unsaid = {
        room: {option.id for option in unsettled(judge(question, before.for_room(room or None)))}
        for room in passing
    }
    done = tuple(room for room in passing if not unsaid[room])
    return done, {id for ids in unsaid.values() for id in ids}


def remedied(reversal: Reversal, assessment: Assessment, since: date) -> Answer:
    """The answer with what failed still failing, and done since that day where it is; what else is
    new in it, in other rooms, is taken."""
    before, after, undone = reversal.before, reversal.after, reversal.rooms
    if undone == ("",):
        names = ["value", "exceptions", "asked_as", "reason", "who_could_know"]
        names += ["by", "at", "signed"] if before.state != CARRIED else []
        stands = {name: getattr(before, name) for name in names}
        note = noting(after.note, days_noted(before.note))
        return replace(after, **stands, note=note, remedied=dict.fromkeys(reversal.done, since))
    own: dict[str, Value | None] = {}
    for room in (room.id for room in assessment.rooms):
        answer = before if room in undone or room not in reversal.asked else after
        own[room] = answer.exceptions.get(room, answer.value)
    days = {**after.remedied, **{room: after.remedied_since(room) for room in reversal.asked}}
    days |= dict.fromkeys(reversal.done, since)
    exceptions = {room: value for room, value in own.items() if value not in (None, before.value)}
    mended = replace(
        after,
        value=before.value,
        exceptions=exceptions,
        remedied={room: day for room, day in days.items() if room and day is not None},
        reason=before.reason if after.reason is None else after.reason,
    )
    is_as_before = all(value == before.for_room(room) for room, value in own.items())
    if is_as_before and before.state != CARRIED:  # who records a remedy has not answered anew
        return as_was_signed(before, mended)
    return signed(before, mended)


def corrected(reversal: Reversal, note: str) -> Answer:
    """The new answer, with what it corrects and why in one line, and in which rooms where that is
    not in all; what still fails of a failure that was mended stays mended."""
    where = f"{_ONLY_OF}{'、'.join(reversal.named)}）" if reversal.named else ""
    lines = (reversal.before.corrected, f"{note}{where}")
    return replace(
        reversal.after,
        corrected="\n".join(filter(None, lines)),
        remedied={**reversal.after.remedied, **still_mended(reversal)},
    )


def corrections_of(answer: Answer, rooms: Iterable[Room]) -> str | None:
    """The corrections of an answer that are of any of these rooms; those that name none are of
    every room."""
    names = [f"、{inert(name)}、" for room in rooms for name in (room.name, *room.formerly)]
    lines = []
    for line in (answer.corrected or "").split("\n"):
        _, is_of_some, named = line.rpartition(_ONLY_OF)
        whole = f"、{named.removesuffix('）')}、"
        if not is_of_some or any(name in whole for name in names):
            lines.append(line)
    return "\n".join(lines) or None


def still_mended(reversal: Reversal) -> dict[str, date]:
    """Since when what failed is mended, by room id, where only a part of it is said to have failed
    now."""
    question, days = reversal.question, dict[str, date]()
    for room in reversal.rooms:
        was, now = (
            _failing(question, answer.for_room(room or None))
            for answer in (reversal.before, reversal.after)
        )
        day = reversal.before.remedied_since(room or None)
        if day is not None and now and now < was:
            days[room] = day
    return days


def dropped(before: Answer, after: Answer, rooms: Sequence[str]) -> dict[str, date]:
    """Since when what failed was mended in these rooms ("" for the respondent), as was recorded,
    where it is recorded no longer or another day is."""
    days = {room: before.remedied_since(room or None) for room in rooms}
    return {
        room: day
        for room, day in days.items()
        if day is not None and after.remedied_since(room or None) != day
    }


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
        not obligation.is_encouragement and obligation.key(question) == key
        for obligation in obligations
        for question in obligation.questions
    )
