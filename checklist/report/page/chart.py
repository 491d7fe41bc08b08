"""The geometry of charts: stacked bars, and deadlines as columns, one for each month.

Widths and places are in percent, heights in pixels; the page draws them and writes the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from checklist.evaluation.model import Status

if TYPE_CHECKING:
    from checklist.report.view.deadlines import Slot

WIDTH = 100
_GAP = 0.4
_LEAST = 1.2
_ROOM_FOR_SHAPE = 7.0
_ROOM_FOR_DIGIT = 3.5

ORDER = (Status.NOT_SATISFIED, Status.UNDETERMINED, Status.SATISFIED, Status.NOT_APPLICABLE)
ASSESSED = ORDER[:3]


class Segment(Struct, frozen=True, kw_only=True):
    """One status in a bar of WIDTH units. `told` is True where its number fits in it."""

    status: Status
    count: int
    x: float
    width: float

    @property
    def told(self) -> bool:
        return self.width >= _ROOM_FOR_SHAPE + _ROOM_FOR_DIGIT * len(str(self.count))

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


def assessed(counts: Mapping[Status, int]) -> int:
    """How many findings of these counts bind or may bind."""
    return sum(counts[status] for status in ASSESSED)


def longest(rows: Iterable[Mapping[Status, int]]) -> int:
    """The most assessed findings of any row: bars of that scale can be compared by their length."""
    return max(map(assessed, rows), default=0)


def segments(counts: Mapping[Status, int], scale: int = 0) -> tuple[Segment, ...]:
    """The statuses that bind and occur, worst first; however few, each stays visible.

    The bar is as long as its number of findings is of `scale`, or of the full width if that is
    less. Empty where nothing was counted.
    """
    present = [(status, counts[status]) for status in ASSESSED if counts[status]]
    if not present:
        return ()
    total = assessed(counts)
    taken = _GAP * (len(present) - 1) + _LEAST * len(present)
    room = max(0.0, WIDTH * total / max(scale, total) - taken)
    x = 0.0
    drawn = []
    for status, count in present:
        width = _LEAST + room * count / total
        drawn.append(Segment(status=status, count=count, x=round(x, 1), width=round(width, 1)))
        x += width + _GAP
    return tuple(drawn)


# --- deadlines -----------------------------------------------------------------------------------

BASE = 64
"""Where the columns stand, in pixels from the top."""
_TALLEST = 44.0
_LOWEST = 5.0


class MonthColumn(Struct, frozen=True, kw_only=True, eq=False):
    """One slot: breaches stand on the base line, what is open on top of them."""

    slot: Slot
    x: float
    width: float
    breaches: float
    unclear: float
    starts_year: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def top(self) -> float:
        return round(BASE - self.breaches - self.unclear, 1)


def columns(slots: Sequence[Slot]) -> tuple[MonthColumn, ...]:
    """Equal parts of the width; the fullest slot is the tallest, and one task can be seen."""
    most = max((len(slot.tasks) for slot in slots), default=0)
    step = 100 / len(slots)
    first = next((slot for slot in slots if slot.month), None)
    return tuple(
        MonthColumn(
            slot=slot,
            x=round(number * step + step * 0.2, 2),
            width=round(step * 0.6, 2),
            breaches=_height(slot.breaches, most),
            unclear=_height(slot.unclear, most),
            starts_year=slot is first or (slot.month is not None and slot.month.month == 1),
        )
        for number, slot in enumerate(slots)
    )


def _height(count: int, most: int) -> float:
    return round(max(_LOWEST, _TALLEST * count / most), 1) if count else 0.0
