"""Rooms by duty: which room falls short of which duty, equal rooms told once, worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import ceil

from msgspec import Struct

from checklist.assessment.model import Room
from checklist.evaluation.model import Status
from checklist.law.model import Per
from checklist.report.page.facets import anchor
from checklist.report.view.model import Line, Paper, Report

WIDEST = 18
"""Columns a table can have before it no longer fits a sheet of A4."""


class Cell(Struct, frozen=True, kw_only=True, eq=False):
    """How one room came out in one duty, and the id under which the finding stands."""

    status: Status
    line: Line
    anchor: str


Cells = tuple[Cell, ...]


class MatrixRow(Struct, frozen=True, kw_only=True, eq=False):
    """Rooms that came out alike throughout."""

    rooms: tuple[Room, ...]
    cells: Cells


class Matrix(Struct, frozen=True, kw_only=True, eq=False):
    """`columns` are the duties of rooms that bind, or may bind, at least one of `of` rooms."""

    columns: tuple[Paper, ...]
    rows: tuple[MatrixRow, ...]
    of: int

    def parts(self) -> Iterator[tuple[tuple[Paper, ...], tuple[tuple[MatrixRow, Cells], ...]]]:
        """The table in pieces that fit a sheet, about as wide as each other: their columns, and
        the cells of each row."""
        count = len(self.columns)
        wide = ceil(count / ceil(count / WIDEST))
        for start in range(0, count, wide):
            piece = slice(start, start + wide)
            yield self.columns[piece], tuple((row, row.cells[piece]) for row in self.rows)

    def label(self, row: MatrixRow) -> str:
        """Whom a row of several rooms is about; empty for a single room."""
        count = len(row.rooms)
        if count == 1:
            return ""
        if count == self.of:
            return f"全部{count}个直播间"
        return f"{'其余' if row is self.rows[-1] else ''}{count}个直播间相同"


def matrix(report: Report) -> Matrix | None:
    """None without rooms, or where no duty of a room binds."""
    rooms = report.findings.assessment.rooms
    columns = tuple(
        paper
        for paper in report.papers
        if paper.binds
        and paper.obligation.per is Per.ROOM
        and not paper.obligation.is_encouragement
    )
    if not rooms or not columns:
        return None
    by_room = [
        {room.id: line for line in paper.lines for room in line.subject.rooms} for paper in columns
    ]
    alike: dict[tuple[object, ...], list[Room]] = {}
    for room in rooms:
        alike.setdefault(tuple(_told_as(lines[room.id]) for lines in by_room), []).append(room)
    rows = [
        MatrixRow(rooms=tuple(of), cells=tuple(_cell(lines[of[0].id], of[0]) for lines in by_room))
        for of in alike.values()
    ]
    return Matrix(columns=columns, rows=tuple(sorted(rows, key=_order)), of=len(rooms))


def _told_as(line: Line) -> object:
    """What falls short or is open in different ways is not alike; the rest is."""
    status = line.finding.status
    return line if status in {Status.NOT_SATISFIED, Status.UNDETERMINED} else status


def _cell(line: Line, room: Room) -> Cell:
    return Cell(status=line.finding.status, line=line, anchor=anchor(line, room))


def _order(row: MatrixRow) -> tuple[int, int, int]:
    """Worst first; of rows that are equally bad, the one that stands for most rooms last."""
    counted = Counter(cell.status for cell in row.cells)
    return (-counted[Status.NOT_SATISFIED], -counted[Status.UNDETERMINED], len(row.rooms))
