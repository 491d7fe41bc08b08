"""Which rows of a register are about one answer, and so change together.

Department, person, deadline and all else that a register records are kept once for a question: for
all its rooms, and for every entry that asks the same. Whoever fills in one row is told, before
anything is written, which others change with it, also where they are not in the sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checklist.law.model import Per
from checklist.report.view.model import Line
from checklist.sheets.register.read import KnownRow


def others(
    lines: Mapping[str, Line], rows: Sequence[KnownRow], field: str, taken: Sequence[KnownRow]
) -> tuple[str, ...]:
    """The cells of a field that change because of `taken`, which are some of the `rows` of their
    answer: by their addresses, and by what they are about where they are not in the sheet. `lines`
    are those of the report that are about that answer, by the id of their row."""
    there = {known.row.id for known in rows}
    left = [known for known in rows if not any(known is each for each in taken)]
    absent = [line for id, line in lines.items() if id not in there]
    if field == "remedied":
        rooms = {room for known in taken for room in known.rooms}
        left = [known for known in left if _meets(rooms, known.rooms)]
        absent = [
            line for line in absent if _meets(rooms, [room.id for room in line.subject.rooms])
        ]
    return (
        *(known.row.places.get(field, known.row.places["id"]) for known in left),
        *(f"不在表里的“{_named(line)}”" for line in absent),
    )


def _meets(rooms: set[str], others: Sequence[str]) -> bool:
    """Whether a day of completion in some rooms is one of the others too; what is about the whole
    respondent has none, and meets its like."""
    return bool(rooms & {*others}) or (not rooms and not others)


def _named(line: Line) -> str:
    rooms = "、".join(room.id for room in line.subject.rooms)
    by_room = line.obligation.per is Per.ROOM and rooms
    return line.obligation.title + (f"（{rooms}）" if by_room else "")
