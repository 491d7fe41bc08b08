"""What a merge settles without asking: the rooms of all files, and what stands beside values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.model import FIELDS, Answer, Evidence, FieldKind, Room
from checklist.assessment.names import Respelling, new_room_ids
from checklist.assessment.recheck import CARRIED
from checklist.text import name_key

DETAILS = tuple(
    field.attribute
    for field in FIELDS
    if field.kind in {FieldKind.TEXT, FieldKind.DAY} and field.key not in {"by", "asked_as", "note"}
)
"""What stands beside a value and cannot be two things at once."""
OF_VALUE = ("reason", "corrected", "who_could_know")
"""The fields that say something of the value itself: why it is 不适用, what it corrects, who could
know instead of 不清楚. They go where the value goes."""
T = TypeVar("T")


def with_details(
    base: Answer, stated: Mapping[int, Answer], remark: str | None, *, decided: bool
) -> Answer:
    """What stands beside the value: all notes and evidence; of the rest what is not disputed."""

    def undisputed(name: str) -> Any:
        own, different = getattr(base, name), details(stated, name)
        if own is not None and (decided or own == CARRIED):  # unconfirmed stays unconfirmed
            return own
        return different[0] if len(different) == 1 else None

    notes = [*distinct(answer.note for answer in stated.values()), remark]
    evidence = _each_piece(piece for answer in stated.values() for piece in answer.evidence)
    return replace(
        base,
        note="\n".join(filter(None, notes)) or None,
        evidence=evidence,
        **{name: undisputed(name) for name in DETAILS},
    )


def _each_piece(given: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each piece once; where only one file says how long it is valid, as that file has it."""
    pieces = dict.fromkeys(given)
    dated = {replace(piece, valid_until=None) for piece in pieces if piece.valid_until}
    return tuple(piece for piece in pieces if piece.valid_until or piece not in dated)


def remedied(merged: Answer, stated: Mapping[int, Answer]) -> dict[str, date]:
    """Since when what fails is mended, by room, as far as it still fails alike; the latest day."""
    days: dict[str, date] = {}
    for answer in stated.values():
        for room, day in answer.remedied.items():
            if answer.for_room(room or None) == merged.for_room(room or None):
                days[room] = max(day, days.get(room, day))
    return days


def with_own(merged: Answer, whole: Sequence[Answer], partly: Sequence[Answer]) -> Answer:
    """What says something of the value, from the answers that came out in `whole` alone, or at
    least in part: the reason of another, or what another corrected, is none of it."""
    own: dict[str, Any] = {}
    for name in OF_VALUE:
        of = whole if name == "corrected" else partly
        values = [each for answer in of if (each := getattr(answer, name)) is not None]
        now = getattr(merged, name)
        own[name] = now if now in values else next(iter(values), None)
    return replace(merged, **own)


def chosen_base(first: Answer, chosen: Answer) -> Answer:
    """What a decision for `chosen` comes to. Where that file only said something beside an answer
    it does not give, the answer stays that of `first`, as unconfirmed as it was."""
    if is_given(chosen) or not is_given(first):
        return chosen
    beside = {name: getattr(chosen, name) for name in DETAILS}
    if first.state == CARRIED:
        beside["state"] = CARRIED
    return replace(first, **{name: detail for name, detail in beside.items() if detail is not None})


def details(stated: Mapping[int, Answer], name: str) -> list[object]:
    """The different things said about one of DETAILS."""
    contents = (getattr(answer, name) for answer in stated.values())
    return distinct(content for content in contents if content is not None)


def is_given(answer: Answer) -> bool:
    """Whether there is an answer, for the whole or for a room."""
    return answer.value is not None or bool(answer.exceptions)


def distinct(contents: Iterable[T]) -> list[T]:
    """Each different thing once; by equality, because some cannot be hashed."""
    different: list[T] = []
    for content in contents:
        if content not in different:
            different.append(content)
    return different


class MergedRooms(Struct, frozen=True, kw_only=True):
    """All rooms of all files.

    `ids` gives for each file the id in `rooms` by the file's own id. `clashes` are pairs of
    ids in `rooms`: two rooms that stood under one id, with different names, in different files.
    `respelled` are rooms of one name that files type differently.
    """

    rooms: tuple[Room, ...]
    ids: tuple[Mapping[str, str], ...]
    clashes: tuple[tuple[str, str], ...]
    respelled: tuple[Respelling, ...]


def merge_rooms(files: Sequence[Sequence[Room]]) -> MergedRooms:
    """A room is the same where its name is, whatever its id and however the name is typed; no room
    is ever dropped, and the first spelling stays.

    Names that a file uses twice are told apart by id.
    """
    merged: dict[str, Room] = {}
    free = new_room_ids(room.id for rooms in files for room in rooms)
    clashes: list[tuple[str, str]] = []
    respelled: list[Respelling] = []
    ids: list[dict[str, str]] = []
    for at, rooms in enumerate(files):
        known = dict(merged)
        of_file: dict[str, str] = {}
        for room in rooms:
            same = _same(room, known, rooms)
            if same is None:
                same = room.id
                if room.id in merged:
                    same = next(free)
                    clashes.append((room.id, same))
                merged[same] = replace(room, id=same)
            elif (kept := merged[same].name) != room.name:
                respelled.append(Respelling(kept=kept, other=room.name, file=at))
            of_file[room.id] = same
        ids.append(of_file)
    return MergedRooms(
        rooms=tuple(merged.values()),
        ids=tuple(ids),
        clashes=tuple(clashes),
        respelled=tuple(respelled),
    )


def _same(room: Room, known: Mapping[str, Room], of_file: Sequence[Room]) -> str | None:
    """The id of the one room that is meant, first by the name as it stands; None where there is
    none, or several might be."""
    if room.id in known and known[room.id].name == room.name:
        return room.id
    for key in (str, name_key):
        namesakes = [id for id, other in known.items() if key(other.name) == key(room.name)]
        in_file = [other for other in of_file if key(other.name) == key(room.name)]
        if len(namesakes) == len(in_file) == 1:
            return namesakes[0]
    return None
