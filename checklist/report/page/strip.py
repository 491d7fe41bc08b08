"""The strip of a recording: where the prompt lacks, and where it cannot be told."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import Struct

from checklist.replay.model import Absence, Recording, Seen

MOST_THUMBNAILS = 3
_CLASS = {
    Seen.PRESENT: "satisfied",
    Seen.ABSENT: "not_satisfied",
    Seen.UNSURE: "undetermined",
}
_LEAST = 0.3


class Bar(Struct, frozen=True, kw_only=True):
    """A stretch of a strip, in percent of its width; `status` is the class that colours it."""

    status: str
    x: float
    width: float


def bars(recording: Recording) -> tuple[Bar, ...]:
    """The stretches of a recording that lack the prompt or are unclear; however short, each is
    seen. Where no bar is, the prompt is."""
    whole = max(recording.seconds, 0.01)
    return tuple(
        Bar(
            status=_CLASS[each.seen],
            x=round(min(100 * each.span.start / whole, 100 - _LEAST), 2),
            width=round(max(100 * each.seconds / whole, _LEAST), 2),
        )
        for each in recording.absences
    )


class Thumbnail(Struct, frozen=True, kw_only=True):
    """The picture of an absence, as an address; `number` is that of the absence, from 1."""

    recording: Recording
    number: int
    absence: Absence
    address: str


def thumbnails(recordings: Iterable[Recording]) -> Iterator[Thumbnail]:
    """Three pictures at most."""
    pictures = (
        Thumbnail(
            recording=recording,
            number=number,
            absence=absence,
            address=f"data:image/jpeg;base64,{b64encode(picture).decode()}",
        )
        for recording in recordings
        for number, (absence, picture) in enumerate(
            zip(recording.absences, recording.thumbnails, strict=False), 1
        )
    )
    return islice(pictures, MOST_THUMBNAILS)
