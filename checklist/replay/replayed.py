"""What recordings show, kept beside the answers (自查.录像.json), read by what judges them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from checklist.assessment.model import Assessment
from checklist.assessment.stored import checks
from checklist.assessment.stored.checks import Check
from checklist.evaluation.model import Observation
from checklist.law.model import Rulebook
from checklist.replay.model import Recording
from checklist.replay.observing import observations
from checklist.replay.places import replayed_file


class Replayed(Check, frozen=True, kw_only=True, tag_field="format", tag="checklist-replay-1"):
    """The recordings of one self-audit, looked at last when it says, and what each shows.

    `rooms` are the names, at that time, of the rooms that recordings are of, by their ids.
    """

    rooms: dict[str, str]
    recordings: tuple[Recording, ...]

    def of(self, assessment: Assessment) -> Replayed | None:
        """What of it is of the period and the rooms of these answers; None where nothing is."""
        if not self.is_of_period(assessment):
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


def load(answers: Path) -> Replayed | None:
    """What lies beside the answers; None where nothing does. Raises UnreadableFile."""
    return checks.load(replayed_file(answers), Replayed, "replay", "录像")


def observations_of(replayed: Replayed | None, rulebook: Rulebook) -> tuple[Observation, ...]:
    """What it says about the questions of a rulebook; nothing where there is none."""
    return tuple(observations(rulebook, replayed.recordings)) if replayed else ()


def of_rooms(assessment: Assessment, recordings: Iterable[Recording]) -> dict[str, str]:
    """The names of the rooms that recordings are of, by their ids."""
    names = {room.id: room.name for room in assessment.rooms}
    return {each.room: names[each.room] for each in recordings if each.room in names}
