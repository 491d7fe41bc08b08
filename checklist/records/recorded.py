"""What a check of records came to, kept beside the answers (自查.记录.json) and read by whatever
judges them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from checklist.assessment.model import Assessment
from checklist.errors import UnreadableFile
from checklist.evaluation.model import Observation
from checklist.files import read_bytes
from checklist.law.model import Rulebook
from checklist.records.model import Failing, Source, Tally
from checklist.records.observing import observations
from checklist.records.places import recorded_file

FORMAT: Literal["checklist-records-1"] = "checklist-records-1"
MOST = 10
"""Faults that are kept for the page: the worst."""


class Recorded(Struct, frozen=True, kw_only=True):
    """One check: when, by which version, of which period and files, and what was found.

    `rooms` are the names of those that counted, `worst` the faults that go too early by most.
    """

    format: Literal["checklist-records-1"] = FORMAT
    program: str
    at: str
    first: date | None
    last: date | None
    since: date
    rooms: tuple[str, ...]
    sources: tuple[Source, ...]
    kinds: dict[str, tuple[str, ...]]
    tallies: tuple[Tally, ...]
    worst: tuple[Failing, ...]

    def is_of(self, assessment: Assessment) -> bool:
        """Whether it was made for the self-audit period and the rooms of these answers."""
        period = assessment.period
        days = (period.first, period.last) if period else (None, None)
        return days == (self.first, self.last) and self.rooms == rooms_of(assessment)


def rooms_of(assessment: Assessment) -> tuple[str, ...]:
    """The names of the rooms, in their order."""
    return tuple(room.name for room in assessment.rooms)


def as_bytes(recorded: Recorded) -> bytes:
    """The check as it is written."""
    return msgspec.json.format(msgspec.json.encode(recorded), indent=1) + b"\n"


def load(answers: Path) -> Recorded | None:
    """The check that lies beside the answers; None where there is none. Raises UnreadableFile."""
    path = recorded_file(answers)
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(read_bytes(path), type=Recorded)
    except (msgspec.DecodeError, UnicodeDecodeError):
        mend = "再运行一次 checklist records；不要记录的，删掉这个文件"
        raise UnreadableFile.because(
            "这不是 checklist records 写出的文件，或者已经损坏", mend, file=path
        ) from None


def observations_of(recorded: Recorded | None, rulebook: Rulebook) -> tuple[Observation, ...]:
    """What a check says about the questions of a rulebook; nothing where there is none."""
    if recorded is None:
        return ()
    tallies = {tally.kind: tally for tally in recorded.tallies}
    files = {kind: recorded.kinds.get(kind.value, ()) for kind in tallies}
    return tuple(observations(rulebook, tallies, files))
