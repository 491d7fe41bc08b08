"""What a recording shows, as facts. Times are seconds from its first picture."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from msgspec import Struct

Words = tuple[tuple[str, ...], ...]
"""What a prompt says: one word of each group."""


class Seen(Enum):
    """What one picture shows of the prompt."""

    PRESENT = "present"
    ABSENT = "absent"
    UNSURE = "unsure"


class Span(NamedTuple):
    """From the first to the second moment, that one excluded."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        return self.end - self.start


class Box(NamedTuple):
    """A place in the picture, as shares of its width and height: from 0 to 1, from the top left."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def center(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class Prompt(Struct, frozen=True, kw_only=True):
    """The prompt as it was mostly seen: its words, place, height of ink, and contrast.

    `height` is None where it could not be measured; `within` is how far it may be off. `contrast`
    is that of the characters to what is around them, from 1 to 21. `longest` is how long the
    prompt stayed without a break, at most.
    """

    text: str
    box: Box
    height: float | None
    within: float
    contrast: float | None
    longest: float


class Absence(Struct, frozen=True, kw_only=True):
    """A stretch without the prompt, or where it cannot be told (`seen` is UNSURE)."""

    span: Span
    seen: Seen

    @property
    def seconds(self) -> float:
        return self.span.seconds


class Label(Enum):
    """What the metadata of a file says of AIGC."""

    NONE = "none"
    """No such field, which proves nothing: remuxing loses it."""
    FOUND = "found"
    UNREADABLE = "unreadable"


class Implicit(Struct, frozen=True, kw_only=True):
    """The implicit label (隐式标识) of a file: its field and value, as they stand there."""

    label: Label
    field: str = ""
    value: str = ""


FAR = 30.0
"""Seconds between keyframes from which on no single picture is gone back to: each time, all since
the last keyframe would have to be decoded."""


class Recording(Struct, frozen=True, kw_only=True):
    """One recording, looked through. `name` is without its folder.

    `widest` is the longest stretch between two pictures that were looked at: an absence as long is
    in one of them. `keyframes` is the longest stretch between two keyframes. `looked` pictures were
    looked at, `stretches` were looked at picture by picture; `flickers` are absences found there.
    `spans` are when the figure is there, as somebody said; None: nobody did, so that it may always
    be. `thumbnails` are small JPEGs of the first absences.
    """

    name: str
    sha256: str
    size: int
    room: str | None
    width: int
    height: int
    seconds: float
    codec: str
    keyframes: float
    widest: float
    looked: int
    stretches: int
    flickers: tuple[Span, ...]
    says: Words
    prompt: Prompt | None
    absences: tuple[Absence, ...]
    spans: tuple[Span, ...] | None
    implicit: Implicit
    notes: tuple[str, ...] = ()
    thumbnails: tuple[bytes, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether beginnings and ends were looked for picture by picture."""
        return self.keyframes <= FAR

    @property
    def missing(self) -> tuple[Absence, ...]:
        """The stretches that lack the prompt for certain."""
        return tuple(each for each in self.absences if each.seen is Seen.ABSENT)

    @property
    def shortest_side(self) -> int:
        return min(self.width, self.height)
