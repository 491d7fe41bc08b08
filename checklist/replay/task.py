"""What is asked of the process that looks through a recording, and what it tells."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from checklist.replay.model import Box, Recording, Seen, Span, Words


class Reached(Struct, frozen=True, kw_only=True):
    """How far the work is, so that it can go on from there: what was seen until then and where."""

    done: float
    seconds: float
    seen: tuple[tuple[float, Seen], ...] = ()
    places: tuple[tuple[str, Box], ...] = ()
    flickers: tuple[Span, ...] = ()
    stretches: int = 0


class Task(Struct, frozen=True, kw_only=True):
    """What to look through, and for what. `most` is how far apart pictures may lie."""

    path: Path
    sha256: str
    size: int
    room: str | None
    words: Words
    most: float
    reached: Reached | None = None


class Looked(Struct, frozen=True, kw_only=True):
    """A recording that was looked through, and what each picture showed."""

    recording: Recording
    seen: tuple[tuple[float, Seen], ...]
