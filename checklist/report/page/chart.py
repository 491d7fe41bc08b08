"""The geometry of stacked bars, in percent of the width; the page draws them and writes numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from checklist.evaluation.model import Status

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
