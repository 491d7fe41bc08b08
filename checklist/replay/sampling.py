"""Which pictures of a recording are looked at, and what that guarantees.

Decoding keyframes alone is twenty times as fast as decoding all. So keyframes are looked at, as few
as keep the distance; where they lie too far apart, the pictures between are decoded up to the next
that is wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

USUAL, CLOSE = 2.0, 1.0
"""How far apart, in seconds, pictures are looked at; the second where all is looked at closely."""
_SLACK = 0.05
"""What keyframes may be farther apart: 60 pictures of 29.97 a second last 2.002 seconds."""
_STEP = 0.9
"""Between keyframes the first picture after a moment is taken, up to some pictures later: so the
moments lie closer than they have to."""
_MINUTE = 60.0
_FIRST = 4.0
"""Seconds after which the prompt may be known, so that its blinking can be seen."""


class Group(Struct, frozen=True, kw_only=True):
    """A keyframe, and the pictures up to the next one; `wanted` are the moments among them at which
    a picture is looked at beside the keyframe. `skipped`: not even that is."""

    start: float
    end: float
    wanted: tuple[float, ...] = ()
    skipped: bool = False

    @property
    def moments(self) -> tuple[float, ...]:
        """The moments at which a picture is looked at."""
        return self.wanted if self.skipped else (self.start, *self.wanted)


class Plan(Struct, frozen=True, kw_only=True):
    """What is decoded. `keyframes` is the longest distance between two of them."""

    groups: tuple[Group, ...]
    keyframes: float


def plan(keyframes: Sequence[float], end: float, *, most: float = USUAL) -> Plan:
    """What to decode so that no two pictures that are looked at lie farther apart than `most`.

    `keyframes` are the moments of all, ascending; `end` is when the recording ends.
    """
    groups: list[Group] = []
    last = float("-inf")
    starts = sorted({max(0.0, each) for each in keyframes}) or [0.0]
    for start, after in pairwise([*starts, max(end, starts[-1])]):
        if groups and after - last <= most:
            groups.append(Group(start=start, end=after, skipped=True))
            continue
        wanted = tuple(_between(start, after, most))
        groups.append(Group(start=start, end=after, wanted=wanted))
        last = wanted[-1] if wanted else start
    widest = max((each.end - each.start for each in groups), default=end)
    return Plan(groups=tuple(groups), keyframes=widest)


def _between(start: float, end: float, most: float) -> Iterator[float]:
    """The moments wanted after a keyframe and before the next, where they lie too far apart."""
    length = end - start
    if length <= most + _SLACK:
        return
    step, count = most * _STEP, 1
    while count * step < length - 0.5 * step:
        yield start + count * step
        count += 1
    if end - (start + (count - 1) * step) > most:
        yield start + count * step


def widest(looked: Sequence[float], end: float) -> float:
    """The longest stretch that holds no picture that was looked at."""
    moments = [0.0, *sorted(looked), end]
    return max(after - before for before, after in pairwise(moments))


def stretches(plan: Plan) -> Iterator[int]:
    """The numbers of the groups that are looked at picture by picture: one a minute, for blinking,
    and not the same each time within its minute."""
    turn = 0
    upcoming = _FIRST
    for number, group in enumerate(plan.groups):
        if group.start >= upcoming:
            yield number
            turn += 1
            upcoming = _FIRST + turn * _MINUTE + turn * 7 % 20
