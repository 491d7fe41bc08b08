"""The geometry of a stacked bar; the page draws it and writes the numbers beside it."""

from __future__ import annotations

from collections.abc import Mapping

from checklist.evaluation.model import Status
from checklist.frozen import dataclass

WIDTH = 1000
_GAP = 4
_LEAST = 12

ORDER = (Status.NOT_SATISFIED, Status.UNDETERMINED, Status.SATISFIED, Status.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One status in a bar of WIDTH units."""

    status: Status
    count: int
    x: float
    width: float


def segments(counts: Mapping[Status, int]) -> tuple[Segment, ...]:
    """The statuses that occur, worst first; however few, each stays visible.

    Empty where nothing was counted.
    """
    present = [(status, counts[status]) for status in ORDER if counts[status]]
    if not present:
        return ()
    total = sum(count for _, count in present)
    room = WIDTH - _GAP * (len(present) - 1) - _LEAST * len(present)
    x = 0.0
    drawn = []
    for status, count in present:
        width = _LEAST + room * count / total
        drawn.append(Segment(status=status, count=count, x=round(x, 1), width=round(width, 1)))
        x += width + _GAP
    return tuple(drawn)
