"""What a merge settles without asking: the rooms of all files, and what stands beside values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.amounts import noting
from checklist.assessment.model import FIELDS, Answer, Evidence, FieldKind, Room, Signer, Value
from checklist.assessment.names import Respelling, had_name, is_same_room, new_room_ids
from checklist.assessment.recheck import CARRIED
from checklist.text import each_name, name_key

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
    base: Answer, stated: Mapping[int, Answer], remark: str | None, *, chosen: int | None
) -> Answer:
    """What stands beside the value: all notes and evidence; of the rest what is not disputed."""

    def undisputed(name: str) -> Any:
        own, different = getattr(base, name), details(stated, name)
        is_decided = chosen is not None or own == CARRIED  # unconfirmed stays unconfirmed
        if own is not None and is_decided:
            return own
        return different[0] if len(different) == 1 else None

    notes = [*distinct(answer.note for answer in stated.values()), remark]
    return replace(
        base,
        note="\n".join(filter(None, notes)) or None,
        evidence=_each_piece(stated, chosen),
        **{name: undisputed(name) for name in DETAILS},
    )


def _each_piece(stated: Mapping[int, Answer], chosen: int | None) -> tuple[Evidence, ...]:
    """Each piece once, with its last day where a file says one: as the chosen file has it."""
    own = () if chosen is None else stated[chosen].evidence
    settled = {_undated(piece) for piece in own if piece.valid_until}
    pieces = dict.fromkeys(
        piece
        for at, answer in stated.items()
        for piece in answer.evidence
        if at == chosen or _undated(piece) not in settled
    )
    dated = {_undated(piece) for piece in pieces if piece.valid_until}
    return tuple(piece for piece in pieces if piece.valid_until or piece not in dated)


def _undated(piece: Evidence) -> Evidence:
    return replace(piece, valid_until=None)


def _last_days(answer: Answer, of: Evidence) -> set[date]:
    days = (piece.valid_until for piece in answer.evidence if _undated(piece) == of)
    return {day for day in days if day}


def remedied(merged: Answer, stated: Mapping[int, Answer], chosen: int | None) -> dict[str, date]:
    """Since when what fails is mended, by room, as far as it still fails alike: the day of the
    chosen file, else the latest."""
    days: dict[str, date] = {}
    for answer in stated.values():
        for room, day in answer.remedied.items():
            if answer.for_room(room or None) == merged.for_room(room or None):
                days[room] = max(day, days.get(room, day))
    if chosen is None:
        return days
    own = {room: stated[chosen].remedied_since(room or None) for room in days}
    return days | {room: day for room, day in own.items() if day}


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


def with_signers(
    merged: Answer, given: Mapping[int, Answer], about: Mapping[str, Mapping[int, Value]]
) -> Answer:
    """`merged` with who said what came out, room by room."""
    whole = Signer(by=merged.by, at=merged.at)
    signers: dict[str, Signer] = {}
    for room, by_file in about.items():
        said_so = (given[at] for at, value in by_file.items() if value == merged.for_room(room))
        if (first := next(said_so, None)) and (signer := first.signer(room)) != whole:
            signers[room] = signer
    return replace(merged, signed=signers)


def without_days(stated: Mapping[int, Answer], chosen: int | None) -> dict[int, Answer]:
    """What is stated, without the days that a value which was not chosen was worked out from."""
    return {
        at: answer if at == chosen else replace(answer, note=noting(answer.note, ""))
        for at, answer in stated.items()
    }


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


def differing(stated: Mapping[int, Answer]) -> tuple[str, ...]:
    """The attributes beside the value that are not the same where more than one file has them."""
    given = [answer for answer in stated.values() if is_given(answer)]
    rooms = {room for answer in given for room in answer.remedied}
    pieces = {_undated(piece) for answer in stated.values() for piece in answer.evidence}
    since = ([answer.remedied_since(room or None) for answer in given] for room in rooms)
    last = ([_last_days(answer, piece) for answer in stated.values()] for piece in pieces)
    differ = {
        **{name: len(details(stated, name)) > 1 for name in DETAILS},
        "evidence": any(len(distinct(filter(None, days))) > 1 for days in last),
        "remedied": any(len(distinct(filter(None, days))) > 1 for days in since),
    }
    return tuple(field.attribute for field in FIELDS if differ.get(field.attribute))


def is_given(answer: Answer) -> bool:
    """Whether there is an answer, for the whole or for a room."""
    return answer.value is not None or bool(answer.exceptions)


def together(people: Iterable[str | None]) -> str | None:
    """甲、乙 of 甲 and 甲、乙."""
    return "、".join(each_name(name for of in people if of for name in of.split("、"))) or None


def distinct(contents: Iterable[T]) -> list[T]:
    """Each different thing once; by equality, because some cannot be hashed."""
    different: list[T] = []
    for content in contents:
        if content not in different:
            different.append(content)
    return different


Marks = AbstractSet[tuple[str, str]]
"""What a history knows of a room: when a list was made, and its name in that list."""
Recorded = Mapping[str, Marks]
"""What the history of a file knows of its rooms, by id."""


class MergedRooms(Struct, frozen=True, kw_only=True):
    """All rooms of all files.

    `ids` gives for each file the id in `rooms` by the file's own id. `clashes` are pairs of
    ids in `rooms`: two rooms that stood under one id, with different names, in different files.
    `respelled` are rooms of one name that files type differently, `renamed` those that one file
    calls by another name than `rooms`.
    """

    rooms: tuple[Room, ...]
    ids: tuple[Mapping[str, str], ...]
    clashes: tuple[tuple[str, str], ...]
    respelled: tuple[Respelling, ...]
    renamed: tuple[Respelling, ...]


def merge_rooms(files: Sequence[Sequence[Room]], recorded: Sequence[Recorded] = ()) -> MergedRooms:
    """A room is the same where its name is, whatever its id and however the name is typed, or where
    its id is and it was renamed. No room is ever dropped; the first spelling, the last name stay.

    Names that a file uses twice are told apart by id.
    """
    merged: dict[str, Room] = {}
    marks: dict[str, set[tuple[str, str]]] = {}
    free = new_room_ids(room.id for rooms in files for room in rooms)
    clashes: list[tuple[str, str]] = []
    ids: list[dict[str, str]] = []
    for at, rooms in enumerate(files):
        known = dict(merged)
        of_file = {room.id: id for room in rooms if (id := _same(room, known, rooms))}
        for room in rooms:
            own = _marks(room, recorded[at] if recorded else {})
            if room.id not in of_file:
                namesakes = {of[room.id] for of in ids if room.id in of} - {*of_file.values()}
                same = _renamed(room, own, {id: (known[id], marks[id]) for id in namesakes})
                if same is None and room.id in merged:
                    same = next(free)
                    clashes.append((room.id, same))
                of_file[room.id] = same or room.id
            id = of_file[room.id]
            merged[id] = _joined(merged[id], room) if id in merged else replace(room, id=id)
            marks.setdefault(id, set()).update(own)
        ids.append(of_file)
    otherwise = [
        Respelling(kept=kept, other=room.name, file=at)
        for at, rooms in enumerate(files)
        for room in rooms
        if (kept := merged[ids[at][room.id]].name) != room.name
    ]
    return MergedRooms(
        rooms=tuple(merged.values()),
        ids=tuple(ids),
        clashes=tuple(clashes),
        respelled=tuple(each for each in otherwise if each.is_spelling),
        renamed=tuple(each for each in otherwise if not each.is_spelling),
    )


def _renamed(room: Room, own: Marks, of_its_id: Mapping[str, tuple[Room, Marks]]) -> str | None:
    """The id of the one room that had the same id and is the same under another name: one of the
    two had the name of the other, or their files have a history in common. None where there is
    none, or several might be."""
    same = [
        id
        for id, (other, marks) in of_its_id.items()
        if name_key(room.name) != name_key(other.name)
        if is_same_room(room, other) or not own.isdisjoint(marks)
    ]
    return same[0] if len(same) == 1 else None


def _marks(room: Room, recorded: Recorded) -> Marks:
    """What was recorded of a room under its id: older programs gave the id of another anew."""
    return {(at, name) for at, name in recorded.get(room.id, ()) if had_name(room, name)}


def _joined(kept: Room, room: Room) -> Room:
    """One room of two: by the later name if it is known which, else by the first, with all names
    that it had."""
    is_later = had_name(room, kept.name) and not had_name(kept, room.name)
    older, newer = (kept, room) if is_later else (room, kept)
    was = () if name_key(older.name) == name_key(newer.name) else (older.name,)
    names = dict.fromkeys((*older.formerly, *was, *newer.formerly))
    formerly = tuple(name for name in names if name != newer.name)
    return replace(newer, id=kept.id, formerly=formerly)


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
