"""Which rows of a register are about one answer, and so change together.

Department, person, deadline and all else that a register records are kept once for a question: for
all its rooms, and for every entry that asks the same. Whoever fills in one row is told, before
anything is written, which others change with it, also where they are not in the sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from checklist.law.model import Per
from checklist.report.view.model import Line, Report
from checklist.sheets.register import remedies
from checklist.sheets.register.read import KnownRow
from checklist.sheets.register.rows import lines_by_row

Rows = Mapping[str, Mapping[str, Line]]
"""By the key of an answer, the lines of the report that are about it, by the id of their row."""


def others(
    report: Report, of: Rows, rows: Sequence[KnownRow], field: str, taken: Iterable[KnownRow]
) -> tuple[str, ...]:
    """The cells of a field that change because of `taken`, which are some of the `rows` of their
    answer: by their addresses, and by what they are about where they are not in the sheet."""
    read = list(taken)
    left = [known for known in rows if not any(known is each for each in read)]
    absent = {**of.get(rows[0].key or "", {})}
    for known in rows:
        absent.pop(known.row.id, None)
    if field == "remedied":
        rooms = {room for known in read for room in remedies.rooms(report, known)}
        left = [known for known in left if _meets(rooms, remedies.rooms(report, known))]
        absent = {
            id: line
            for id, line in absent.items()
            if _meets(rooms, [room.id for room in line.subject.rooms])
        }
    return (
        *(known.row.places.get(field, known.row.places["id"]) for known in left),
        *(f"不在表里的“{_named(line)}”" for line in absent.values()),
    )


def _meets(rooms: set[str], others: Sequence[str]) -> bool:
    """Whether a day of completion in some rooms is one of the others too; what is about the whole
    respondent has none, and meets its like."""
    return bool(rooms & {*others}) or (not rooms and not others)


def _named(line: Line) -> str:
    rooms = "、".join(room.id for room in line.subject.rooms)
    by_room = line.obligation.per is Per.ROOM and rooms
    return line.obligation.title + (f"（{rooms}）" if by_room else "")


def rows_of(report: Report) -> Rows:
    """The rows of a report by the answers that they are about."""
    found: dict[str, dict[str, Line]] = {}
    for id, key, line in lines_by_row(report):
        found.setdefault(key, {})[id] = line
    return found
