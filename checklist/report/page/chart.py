"""The geometry of charts: stacked bars, deadlines as columns of months, fines on an axis of 元.

Widths and places are in percent, heights in pixels; the page draws them and writes the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import log10

from msgspec import Struct
from msgspec.structs import replace

from checklist.evaluation.model import Status
from checklist.law.model import Trigger
from checklist.report.view.deadlines import Slot
from checklist.report.view.model import Line
from checklist.report.view.reach import Reached
from checklist.report.words.amounts import span

WIDTH = 100
_GAP = 0.4
_LEAST = 1.2
_ROOM_FOR_SHAPE = 8.0
_ROOM_FOR_UNIT = 5.2
_ROOM_FOR_DIGIT = 2.6
"""Where the bar is shortest: beside its legend, and on a phone, 100 are about 310 pixels."""

ORDER = (Status.NOT_SATISFIED, Status.UNDETERMINED, Status.SATISFIED, Status.NOT_APPLICABLE)
ASSESSED = ORDER[:3]


class Segment(Struct, frozen=True, kw_only=True):
    """One status in a bar of WIDTH units. `told` is True where its number fits in it with its
    shape, `short` where it fits without."""

    status: Status
    count: int
    x: float
    width: float

    @property
    def told(self) -> bool:
        return self.width >= _ROOM_FOR_SHAPE + _ROOM_FOR_DIGIT * len(str(self.count))

    @property
    def short(self) -> bool:
        return self.width >= _alone(self.count) and not self.told

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


def _alone(count: int) -> float:
    """The room for a number and its unit without its shape."""
    return round(_ROOM_FOR_UNIT + _ROOM_FOR_DIGIT * len(str(count)), 1)


def assessed(counts: Mapping[Status, int]) -> int:
    """How many findings of these counts bind or may bind."""
    return sum(counts[status] for status in ASSESSED)


def longest(rows: Iterable[Mapping[Status, int]]) -> int:
    """The most assessed findings of any row: bars of that scale can be compared by their length."""
    return max(map(assessed, rows), default=0)


def segments(counts: Mapping[Status, int], scale: int = 0) -> tuple[Segment, ...]:
    """The statuses that bind and occur, worst first; however few, each stays visible, and in a bar
    that is compared with no other each has room for its number.

    The bar is as long as its number of findings is of `scale`, or of the full width if that is
    less. Empty where nothing was counted.
    """
    present = [(status, counts[status]) for status in ASSESSED if counts[status]]
    if not present:
        return ()
    total = assessed(counts)
    room = WIDTH * total / max(scale, total) - _GAP * (len(present) - 1)
    x = 0.0
    drawn = []
    widths = _widths([count for _, count in present], room, compared=bool(scale))
    for (status, count), width in zip(present, widths, strict=True):
        drawn.append(Segment(status=status, count=count, x=round(x, 1), width=round(width, 1)))
        x += width + _GAP
    return tuple(drawn)


def _widths(counts: Sequence[int], room: float, *, compared: bool) -> list[float]:
    """As wide as their share of the room; what would be too narrow takes from the widest."""
    least = [_LEAST if compared else _alone(count) for count in counts]
    widths = [
        max(narrowest, room * count / sum(counts))
        for count, narrowest in zip(counts, least, strict=True)
    ]
    widest = widths.index(max(widths))
    over = max(0.0, sum(widths) - room)
    widths[widest] = max(least[widest], widths[widest] - over)
    return widths


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


# --- fines: by factors of ten, never added up ----------------------------------------------------

_NUMBERED = 6


class Bar(Struct, frozen=True, kw_only=True, eq=False):
    """One fine on the axis: from `x`, `width` wide, in percent; `words` are its bounds.

    `width` is None where there is no amount in 元 to draw. The words stand at `at`, running on from
    there, or ending there where `ends` is True. `numbers` are those of the breaches that it
    reaches, from 1; empty where they are too many.
    """

    reached: Reached
    numbers: tuple[int, ...]
    words: str
    x: float = 0.0
    width: float | None = None
    at: float = 0.0
    ends: bool = False


class Axis(Struct, frozen=True, kw_only=True, eq=False):
    """Powers of ten from `low` to `high`; `grid` are the places of those in between, in percent."""

    low: int
    high: int

    @property
    def grid(self) -> tuple[float, ...]:
        return tuple(self.place(10.0**power) for power in range(self.low + 1, self.high))

    def place(self, amount: float) -> float:
        """Where an amount in 元 stands, in percent of the width."""
        return round(100 * (log10(amount) - self.low) / (self.high - self.low), 1)


def axis(reached: Iterable[Reached]) -> Axis | None:
    """An axis with room on both sides for every bound in 元; None where there is no such bound."""
    fines = [each.step.fine for each in reached if each.step and each.step.fine]
    in_yuan = [fine for fine in fines if not fine.times_of]
    bounds = [bound for fine in in_yuan for bound in (fine.low, fine.high) if bound]
    if not bounds:
        return None
    # Begins at half the least bound or below, so that “…以下” has a length.
    least = min(bounds) // 2
    return Axis(low=len(str(least)) - 1 if least else -1, high=len(str(max(bounds) - 1)))


def bars(
    reached: Iterable[Reached], along: Axis | None, breaches: Sequence[Line]
) -> tuple[Bar, ...]:
    """The bars, in the given order; `breaches` in the order in which they are numbered."""
    numbers = {line: number for number, line in enumerate(breaches, start=1)}
    return tuple(
        _bar(group, along, sorted(numbers[line] for line in group.lines)) for group in reached
    )


def grouped(drawn: Iterable[Bar]) -> tuple[tuple[Trigger | None, tuple[Bar, ...]], ...]:
    """The bars, which stand in the order of the law, by condition; None where there is no fine."""
    groups = groupby(drawn, key=lambda bar: bar.reached.step and bar.reached.step.on)
    return tuple((condition, tuple(of)) for condition, of in groups)


def _bar(reached: Reached, along: Axis | None, breaches: Sequence[int]) -> Bar:
    fine = reached.step.fine if reached.step else None
    numbers = tuple(breaches) if len(breaches) <= _NUMBERED else ()
    bar = Bar(reached=reached, numbers=numbers, words=span(fine))
    if along is None or fine is None or fine.times_of or not (fine.low or fine.high):
        return bar
    start = along.place(fine.low) if fine.low else 0.0
    end = along.place(fine.high) if fine.high else 100.0
    ends = start > 50
    width = round(end - start, 1)
    return replace(bar, x=start, width=width, at=end if ends else start, ends=ends)
