"""The live rooms of several answers files as one list; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from checklist.assessment.model import Room


class MergedRooms(Struct, frozen=True, kw_only=True):
    """All rooms of all files.

    `ids` gives for each file the id in `rooms` by the file's own id. `clashes` are pairs of
    ids in `rooms`: two rooms that stood under one id, with different names, in different files.
    """

    rooms: tuple[Room, ...]
    ids: tuple[Mapping[str, str], ...]
    clashes: tuple[tuple[str, str], ...]


def merge_rooms(files: Sequence[Sequence[Room]]) -> MergedRooms:
    """A room is the same where its name is, whatever its id; no room is ever dropped.

    Names that a file uses twice are told apart by id.
    """
    merged: dict[str, Room] = {}
    taken = {room.id for rooms in files for room in rooms}
    clashes: list[tuple[str, str]] = []
    ids: list[dict[str, str]] = []
    for rooms in files:
        known = dict(merged)
        names = Counter(room.name for room in rooms)
        of_file: dict[str, str] = {}
        for room in rooms:
            same = _same(room, known, unique=names[room.name] == 1)
            if same is None:
                same = room.id
                if room.id in merged:
                    same = next(id for n in range(1, 100_000) if (id := f"r{n}") not in taken)
                    taken.add(same)
                    clashes.append((room.id, same))
                merged[same] = Room(id=same, name=room.name)
            of_file[room.id] = same
        ids.append(of_file)
    return MergedRooms(rooms=tuple(merged.values()), ids=tuple(ids), clashes=tuple(clashes))


def _same(room: Room, known: Mapping[str, Room], *, unique: bool) -> str | None:
    if known.get(room.id) == room:
        return room.id
    named = [one.id for one in known.values() if one.name == room.name]
    return named[0] if unique and len(named) == 1 else None
