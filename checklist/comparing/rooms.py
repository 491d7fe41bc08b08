"""Which rooms of two results are the same one: by id, and where the name differs, by its record.

Older programs gave the id of a removed room to the next new one, so that an id alone proves
nothing where the names differ: without a record of the renaming they are two rooms.
"""

from __future__ import annotations

from msgspec.structs import replace

from checklist.assessment.names import is_same_room
from checklist.comparing.result import Result

SET_APART = "编号相同、名称不同又没有改名记录的，看作两个直播间"
_OLD = " 旧"
"""What stands behind the id of an older room where another has that id now."""


def told_apart(old: Result, new: Result) -> Result:
    """`old` with other ids for those of its rooms whose id belongs to another room now."""
    now, taken = {room.id: room for room in new.rooms}, {*old.room_names, *new.room_names}
    ids: dict[str, str] = {}
    for room in old.rooms:
        if room.id in now and not is_same_room(room, now[room.id]):
            id = f"{room.id}{_OLD}"
            while id in taken:
                id += _OLD
            ids[room.id] = id
            taken.add(id)
    if not ids:
        return old
    facts = {**old.facts} if old.facts else {}
    for key, fact in facts.items():
        moved = {ids.get(room, room): value for room, value in fact.exceptions.items()}
        facts[key] = replace(fact, exceptions=moved)
    return replace(
        old,
        rooms=tuple(replace(room, id=ids.get(room.id, room.id)) for room in old.rooms),
        findings=tuple(
            replace(finding, subject=ids.get(finding.subject or "", finding.subject))
            for finding in old.findings
        ),
        facts=old.facts and facts,
    )


def is_set_apart(id: str) -> bool:
    """Whether an id is one that `told_apart` gave."""
    return id.endswith(_OLD)
