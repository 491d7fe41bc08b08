"""Which facts about the respondent follow from what is said of the rooms, and the other way."""

from __future__ import annotations

from collections.abc import Collection

from checklist.law.applicability import Applies, Facts, decisive, holds, strongest
from checklist.law.model import NO, YES, Fact, Rulebook


def said_by_rooms(rulebook: Rulebook, rooms: Collection[Facts]) -> dict[str, str]:
    """What follows for the respondent from the facts stated of each room, as far as it is known."""
    verdicts = {
        fact.id: strongest(holds(fact.follows, room) for room in rooms)
        for fact in rulebook.following
        if rooms
    }
    known = ((id, verdict) for id, verdict in verdicts.items() if verdict is not Applies.UNKNOWN)
    return {id: YES if verdict is Applies.YES else NO for id, verdict in known}


def said_of_room(fact: Fact, room: Facts) -> bool:
    """Whether what is stated of one room says it of the respondent."""
    return fact.follows is not None and holds(fact.follows, room) is Applies.YES


def said_of_rooms(rulebook: Rulebook, stated: Facts) -> dict[str, str]:
    """What follows for every room from the 否 stated of the respondent: the only option left.

    Who says that no room is another's, and nothing more of a room, says that it is their own.
    """
    refused = [fact.follows for fact in rulebook.following if stated.get(fact.id) == NO]
    by_fact: dict[str, str] = {}
    for fact in sources(rulebook):
        left = [
            option.id
            for option in fact.options
            if not any(holds(follows, {fact.id: option.id}) is Applies.YES for follows in refused)
        ]
        if len(left) == 1 and fact.id not in stated:
            by_fact[fact.id] = left[0]
    return by_fact


def sources(rulebook: Rulebook) -> tuple[Fact, ...]:
    """The facts about rooms from which facts about the respondent follow."""
    ids = {id for fact in rulebook.following for id in decisive(fact.follows, {})}
    return tuple(fact for fact in rulebook.facts if fact.id in ids)
