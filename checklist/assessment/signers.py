"""Who said what of an answer that several people gave: what is common, what is of single rooms."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from checklist.assessment.model import Answer, Signer, Value
from checklist.assessment.recheck import CARRIED
from checklist.text import name_key


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
