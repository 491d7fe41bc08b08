"""What recordings show, kept beside the answers (自查.录像.json), read by what judges them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.model import Assessment
from checklist.errors import UnreadableFile
from checklist.evaluation.model import Observation
from checklist.files import read_bytes
from checklist.law.model import Rulebook
from checklist.replay.model import Recording
from checklist.replay.observing import observations
from checklist.replay.places import replayed_file

FORMAT: Literal["checklist-replay-1"] = "checklist-replay-1"
_MOST_BYTES = 20_000_000


class Replayed(Struct, frozen=True, kw_only=True):
    """The recordings of one self-audit: of which period, when last, and what each shows.

    `rooms` are the names, at that time, of the rooms that recordings are of, by their ids.
    """

    format: Literal["checklist-replay-1"] = FORMAT
    program: str
    at: str
    first: date | None
    last: date | None
    rooms: dict[str, str]
    recordings: tuple[Recording, ...]

    def of(self, assessment: Assessment) -> Replayed | None:
        """What of it is of the period and the rooms of these answers; None where nothing is."""
        period = assessment.period
        if (self.first, self.last) != ((period.first, period.last) if period else (None, None)):
            return None
        rooms = {room.id: room.name for room in assessment.rooms}
        fitting = tuple(
            each
            for each in self.recordings
            if (each.room is None and not rooms)
            or (each.room is not None and rooms.get(each.room) == self.rooms.get(each.room, ""))
        )
        return replace(self, recordings=fitting) if fitting else None


def joined(before: Replayed | None, new: Replayed) -> Replayed:
    """What was kept with what is new; a recording that was looked through again, once."""
    if before is None or (before.first, before.last) != (new.first, new.last):
        return new
    again = {(each.sha256, each.room) for each in new.recordings}
    kept = (each for each in before.recordings if (each.sha256, each.room) not in again)
    recordings = (*kept, *new.recordings)
    return replace(new, recordings=recordings, rooms=before.rooms | new.rooms)


def as_bytes(replayed: Replayed) -> bytes:
    """It as it is written."""
    return msgspec.json.format(msgspec.json.encode(replayed), indent=1) + b"\n"


def load(answers: Path) -> Replayed | None:
    """What lies beside the answers; None where nothing does. Raises UnreadableFile."""
    path = replayed_file(answers)
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(read_bytes(path, limit=_MOST_BYTES), type=Replayed)
    except (msgspec.DecodeError, UnicodeDecodeError):
        mend = "再运行一次 checklist replay；不要录像的，删掉这个文件"
        raise UnreadableFile.because(
            "这不是 checklist replay 写出的文件，或者已经损坏", mend, file=path
        ) from None


def observations_of(replayed: Replayed | None, rulebook: Rulebook) -> tuple[Observation, ...]:
    """What it says about the questions of a rulebook; nothing where there is none."""
    return tuple(observations(rulebook, replayed.recordings)) if replayed else ()


def of_rooms(assessment: Assessment, recordings: Iterable[Recording]) -> dict[str, str]:
    """The names of the rooms that recordings are of, by their ids."""
    names = {room.id: room.name for room in assessment.rooms}
    return {each.room: names[each.room] for each in recordings if each.room in names}
