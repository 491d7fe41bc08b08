"""Of which rooms an answer speaks: of those that were asked, and of no others; and who said it.

What is common to all is said of every room that has no exception. So a room that was not asked is
marked 还没有答, and one that is asked no longer keeps what it said as an exception. Where no room
is asked any more the answer lies dormant as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from checklist.assessment.model import UNASKED, Answer, Assessment, Signer, Value
from checklist.assessment.questionnaire import AskFact, AskQuestion, plan
from checklist.assessment.recheck import CARRIED, needs_recheck
from checklist.law.model import Fact, Per, Question, Rulebook
from checklist.text import name_key

Asked = Mapping[str, frozenset[str]]
"""The ids of the rooms that are asked, by fact id or answer key."""
_NOBODY: Asked = MappingProxyType({})


def rooms_asked(rulebook: Rulebook, assessment: Assessment) -> Asked:
    """The rooms that each fact and question is asked of now; no key where it is asked of none."""
    return {
        step.key: frozenset(room.id for room in step.rooms)
        for step in plan(rulebook, assessment)
        if isinstance(step, AskFact | AskQuestion) and step.rooms
    }


def as_asked(
    rulebook: Rulebook, before: Assessment, after: Assessment, put: Asked = _NOBODY
) -> Assessment:
    """`after`, in which nothing is said of a room that was not asked in `before`; to whom what is
    answered anew was put, `put` may say otherwise.

    An answer that is the same says as much of a room as before. As long as no rooms are listed,
    what is asked is said of all there will be.
    """
    if _of_rooms(rulebook, before) == _of_rooms(rulebook, after):
        return after
    was = rooms_asked(rulebook, before)
    if not before.rooms:
        every = frozenset(room.id for room in after.rooms)
        asked = {step.id.partition("/")[2] for step in plan(rulebook, before)}
        was = {key: every if key in asked else frozenset() for key in rulebook.asked_of(Per.ROOM)}
    narrowed = _narrowed(rulebook, before, after, was, put)
    # Where less is known of a room than it seemed, it is asked more.
    return narrowed if narrowed == after else as_asked(rulebook, before, narrowed, put)


def _of_rooms(rulebook: Rulebook, assessment: Assessment) -> tuple[object, ...]:
    """What decides which rooms are asked, and what they say."""
    keys = rulebook.asked_of(Per.ROOM).intersection(assessment.answers)
    answers = {key: assessment.answers[key] for key in keys}
    return assessment.rooms, assessment.period, assessment.answered_to, assessment.facts, answers


def as_it_stands(rulebook: Rulebook, assessment: Assessment) -> Assessment:
    """`assessment`, in which nothing is said of a room that is not asked by the facts as they were
    stated: of answers that older programs recorded nobody knows whether it was."""
    wordings = {fact.id: fact.fingerprint for fact in rulebook.facts}
    facts = {
        id: replace(answer, state=None, asked_as=wordings.get(id, answer.asked_as))
        for id, answer in assessment.facts.items()
    }
    asked = rooms_asked(rulebook, replace(assessment, facts=facts))
    unsaid = replace(assessment, facts={}, answers={})
    return _narrowed(rulebook, unsaid, assessment, asked, _NOBODY)


def unasked(answer: Answer, rooms: Collection[str]) -> Answer:
    """An answer for all rooms, with nothing said of these."""
    if answer.value is None:
        return answer
    return replace(answer, exceptions={**answer.exceptions, **dict.fromkeys(rooms, UNASKED)})


def _narrowed(
    rulebook: Rulebook, before: Assessment, after: Assessment, was: Asked, put: Asked
) -> Assessment:
    """`after`, where `was` says which rooms spoke in `before`, and so did now but for `put`."""
    now, of_rooms = rooms_asked(rulebook, after), rulebook.asked_of(Per.ROOM)
    listed, rooms = (
        frozenset(room.id for room in answers_of.rooms) for answers_of in (before, after)
    )
    listed = listed or rooms
    asked: dict[str, Fact | Question] = {fact.id: fact for fact in rulebook.facts}
    asked |= rulebook.questions()

    def each(stood: Mapping[str, Answer], stand: Mapping[str, Answer]) -> dict[str, Answer]:
        stated = dict(stand)
        for key in of_rooms.intersection(stand):
            earlier, answer = stood.get(key), stand[key]
            spoke, are = listed & was.get(key, listed), rooms & now.get(key, rooms)
            heard, others = spoke, (are - spoke) | (rooms - listed)
            if earlier is None or _is_given_again(earlier, answer, rooms):
                heard = listed & put.get(key, spoke)
                others = rooms - heard
            if (
                earlier is not None
                and needs_recheck(asked[key], earlier, rulebook, before)
                and not needs_recheck(asked[key], answer, rulebook, after)
            ):  # what the other rooms said was to be looked at again as well
                earlier, answer = None, _without(answer, others)
            own = {room: _value_of(earlier, room, spoke) for room in sorted(others)}
            gone = dict.fromkeys(sorted((heard & rooms) - are), answer.value)
            stated[key] = _with(answer, {**own, **gone}, earlier)
        return stated

    facts, answers = each(before.facts, after.facts), each(before.answers, after.answers)
    return replace(after, facts=facts, answers=answers)


def _is_given_again(earlier: Answer, answer: Answer, rooms: Collection[str]) -> bool:
    """Whether an answer is another, and not only says more of single rooms."""
    was, now = ((each.value, each.at, each.asked_as) for each in (earlier, answer))
    return was != now or not earlier.exceptions.keys() & rooms <= answer.exceptions.keys()


def _value_of(answer: Answer | None, room: str, spoke: Collection[str]) -> Value:
    """What an answer says of a room, where these spoke."""
    common = answer.value if answer and room in spoke else None
    own = answer.exceptions.get(room, common) if answer else None
    return UNASKED if own is None else own


def _with(answer: Answer, own: Mapping[str, Value | None], earlier: Answer | None) -> Answer:
    """An answer with what rooms say that it says nothing of by themselves, as they said it in the
    `earlier` one."""
    if answer.value is None or own.keys() <= answer.exceptions.keys():
        return answer
    wider = replace(answer, exceptions={**own, **answer.exceptions})
    return signed(earlier, wider) if earlier and earlier.at != answer.at else wider


def _without(answer: Answer, rooms: Collection[str]) -> Answer:
    """An answer without the exceptions of these rooms."""
    kept = {room: value for room, value in answer.exceptions.items() if room not in rooms}
    return replace(answer, exceptions=kept)


# --- who said so ---------------------------------------------------------------------------------


def signed(before: Answer, after: Answer) -> Answer:
    """`after` with who had said before what it leaves as it was, in single rooms or in common.

    Whoever repeats an answer as a whole has given it; so has who answers another wording.
    """
    rooms = dict.fromkeys(("", *before.exceptions, *after.exceptions))
    left = [room for room in rooms if _value(before, room) == _value(after, room)]
    if len(left) == len(rooms) or before.asked_as != after.asked_as or before.state == CARRIED:
        return replace(after, signed={})
    return replace(after, signed=_others(before, left, after))


def as_was_signed(before: Answer, after: Answer) -> Answer:
    """`after`, which leaves all as it was, with who had said what of it."""
    return replace(after, signed=_others(before, ("", *before.exceptions), after))


def _others(before: Answer, rooms: Iterable[str], after: Answer) -> dict[str, Signer]:
    """Who said what stands in these rooms, where that is somebody else or was on another day."""
    now = Signer(by=after.by, at=after.at)
    stood = {
        room: before.signer(room or None) for room in rooms if _value(before, room) is not None
    }
    return {room: signer for room, signer in stood.items() if not _is_same(signer, now)}


def _value(answer: Answer, room: str) -> Value | None:
    return answer.for_room(room or None)


def _is_same(signer: Signer, other: Signer) -> bool:
    """Whether two signers are one person on one day."""
    names = (name_key(signer.by or ""), name_key(other.by or ""))
    return names[0] == names[1] and signer.day == other.day
