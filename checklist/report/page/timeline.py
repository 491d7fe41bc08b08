"""The deadlines drawn as columns, one for each month: heights in pixels, places in percent."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from checklist.report.view.deadlines import Slot

BASE = 64
"""Where the columns stand, in pixels from the top."""
_TALLEST = 44.0
_LEAST = 5.0


class Column(Struct, frozen=True, kw_only=True, eq=False):
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


def columns(slots: Sequence[Slot]) -> tuple[Column, ...]:
    """Equal parts of the width; the fullest slot is the tallest, and one task can be seen."""
    most = max((len(slot.tasks) for slot in slots), default=0)
    step = 100 / len(slots)
    first = next((slot for slot in slots if slot.month), None)
    return tuple(
        Column(
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
    return round(max(_LEAST, _TALLEST * count / most), 1) if count else 0.0
