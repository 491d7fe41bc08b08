"""A room that comes back says what it said when it was removed, and nothing that was said since."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from checklist.assessment.asked import unasked
from checklist.assessment.model import UNASKED, Answer, Assessment, Mark, Room
from checklist.assessment.recheck import CARRIED
from checklist.assessment.record import only_changed
from checklist.assessment.stored.history import Entry
from checklist.assessment.values import Plain
from checklist.law.model import Per, Rulebook


def listed(now: Assessment, then: Assessment, entry: Entry, *, before: bool) -> Assessment:
    """`then`, which has the list of `entry`, with the rooms that came later too.

    What stood `before` the entry takes back only what it changed; what it recorded brings back
    every room of its list.
    """
    side, stands = ({room.id: room for room in assessment.rooms} for assessment in (then, now))
    back = only_changed(stands, side, of=(_by_id(entry.old), _by_id(entry.new)))
    if not before:
        back = side | back
    order = dict.fromkeys((*side, *back))
    return replace(then, rooms=tuple(back[id] for id in order if id in back))


def is_same(room: Room, other: Room) -> bool:
    """Whether two lists mean the same room: older programs gave an id to another room anew."""
    names, others = ({each.name, *each.formerly} for each in (room, other))
    return room.id == other.id and not names.isdisjoint(others)


def leaving(now: Assessment, then: Assessment) -> tuple[Room, ...]:
    """The rooms of `now` that are not in `then`."""
    return tuple(
        room for room in now.rooms if not any(is_same(room, other) for other in then.rooms)
    )


def with_returned(
    rulebook: Rulebook, then: Assessment, removed: Assessment, rooms: Collection[str]
) -> Assessment:
    """`then` with these rooms as they were when they were `removed`.

    Their own answers come back. What is answered for all in another way since, or for the first
    time, nobody was asked about them; nor is it said with them that there are none.
    """
    if not rooms:
        return then
    by_room = rulebook.asked_of(Per.ROOM)
    facts = _returned(then.facts, removed.facts, rooms, by_room)
    for id in (fact.id for fact in rulebook.following):
        now, was = facts.get(id), removed.facts.get(id)
        if now and now.value is Mark.NO and (was is None or was.value is not Mark.NO):
            facts[id] = replace(now, value=None)
    answers = _returned(then.answers, removed.answers, rooms, by_room)
    return replace(then, facts=facts, answers=answers)


def _returned(
    answers: Mapping[str, Answer],
    past: Mapping[str, Answer],
    rooms: Collection[str],
    by_room: Collection[str],
) -> dict[str, Answer]:
    """`answers` with what `past` said of these rooms; to another wording, it is asked again."""
    together = dict(answers)
    for key, stands in answers.items():
        was, now = past.get(key, Answer(value=None)), stands
        if key in by_room:
            now = unasked(now, [room for room in rooms if not _is_said_of(room, was, now)])
        again = {room: value for room, value in was.exceptions.items() if room in rooms}
        signers = {room: was.signer(room) for room in again if now.at != was.at}
        back = replace(
            now, exceptions={**now.exceptions, **again}, signed={**now.signed, **signers}
        )
        days = {
            room: day
            for room, day in was.remedied.items()
            if room in rooms and was.for_room(room) == back.for_room(room)
        }
        is_stated = any(value != UNASKED for value in again.values())
        asked_as = was.asked_as if is_stated else now.asked_as
        together[key] = replace(back, remedied={**now.remedied, **days}, asked_as=asked_as)
    return together


def _is_said_of(room: str, was: Answer, now: Answer) -> bool:
    """Whether what is common to all `now` was said of a room too, before it was removed."""
    day = "" if room in was.remedied else was.remedied.get("")
    return (was.value, was.asked_as, was.state == CARRIED) == (
        now.value, now.asked_as, now.state == CARRIED,
    ) and day in ("", now.remedied.get(""))  # fmt: skip


def _by_id(rooms: Plain | None) -> dict[str, Plain]:
    listed = rooms if isinstance(rooms, list) else []
    return {str(each["id"]): each for each in listed if isinstance(each, Mapping) and "id" in each}
