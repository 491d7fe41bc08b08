"""The fines that reach a breach as bars on one axis of 元: by factors of ten, never added up."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

from msgspec import Struct

from checklist.law.model import Trigger
from checklist.report.view.model import Line
from checklist.report.view.reach import Reached
from checklist.report.words.cost import span

_NAMED = 6


class Bar(Struct, frozen=True, kw_only=True, eq=False):
    """One fine on the axis: from `x`, `width` wide, in percent; `words` are its bounds.

    `width` is None where there is no amount in 元 to draw. The words stand at `at`, running on from
    there, or ending there where `ends` is True.
    """

    reached: Reached
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


def axis(reached: Sequence[Reached]) -> Axis | None:
    """An axis with room on both sides for every bound in 元; None where there is no such bound."""
    bounds = [
        bound
        for one in reached
        if one.step and one.step.fine and not one.step.fine.times_of
        for bound in (one.step.fine.low, one.step.fine.high)
        if bound
    ]
    if not bounds:
        return None
    # Begins at half the least bound or below, so that “…以下” has a length.
    least = min(bounds) // 2
    return Axis(low=len(str(least)) - 1 if least else -1, high=len(str(max(bounds) - 1)))


def bars(reached: Sequence[Reached], along: Axis | None) -> tuple[Bar, ...]:
    """The bars, in the given order."""
    return tuple(_bar(one, along) for one in reached)


def grouped(drawn: Sequence[Bar]) -> tuple[tuple[Trigger | None, tuple[Bar, ...]], ...]:
    """The bars by condition, in the order of the law; those without a fine last, under None."""
    keys: tuple[Trigger | None, ...] = (*Trigger, None)
    found = ((key, tuple(one for one in drawn if _on(one.reached) is key)) for key in keys)
    return tuple((key, of) for key, of in found if of)


def named(reached: Reached, order: Sequence[Line]) -> tuple[int, ...]:
    """The numbers, from 1, that the breaches have in `order`; empty where they are too many."""
    numbers = {line: number for number, line in enumerate(order, start=1)}
    found = sorted(numbers[line] for line in reached.lines)
    return tuple(found) if len(found) <= _NAMED else ()


def _on(one: Reached) -> Trigger | None:
    return one.step.on if one.step else None


def _bar(one: Reached, along: Axis | None) -> Bar:
    fine = one.step.fine if one.step else None
    words = span(fine)
    if along is None or fine is None or fine.times_of or not (fine.low or fine.high):
        return Bar(reached=one, words=words)
    start = along.place(fine.low) if fine.low else 0.0
    end = along.place(fine.high) if fine.high else 100.0
    ends = start > 50
    return Bar(
        reached=one,
        words=words,
        x=start,
        width=round(end - start, 1),
        at=end if ends else start,
        ends=ends,
    )
