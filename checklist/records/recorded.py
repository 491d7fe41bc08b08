"""What a check of records came to, kept beside the answers (自查.记录.json) and read by whatever
judges them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from checklist.assessment.model import Assessment
from checklist.assessment.stored import checks
from checklist.assessment.stored.checks import Check
from checklist.evaluation.model import Observation
from checklist.law.model import Rulebook
from checklist.records.model import Failing, Source, Tally
from checklist.records.observing import observations
from checklist.records.places import recorded_file

MOST = 10
"""Faults that are kept for the page: the worst."""


class Recorded(Check, frozen=True, kw_only=True, tag_field="format", tag="checklist-records-1"):
    """One check: of which files, and what was found.

    `rooms` are the names of those that counted, `worst` the faults that go too early by most.
    """

    since: date
    rooms: tuple[str, ...]
    sources: tuple[Source, ...]
    kinds: dict[str, tuple[str, ...]]
    tallies: tuple[Tally, ...]
    worst: tuple[Failing, ...]

    def is_of(self, assessment: Assessment) -> bool:
        """Whether it was made for the self-audit period and the rooms of these answers."""
        return self.is_of_period(assessment) and self.rooms == rooms_of(assessment)


def rooms_of(assessment: Assessment) -> tuple[str, ...]:
    """The names of the rooms, in their order."""
    return tuple(room.name for room in assessment.rooms)


def load(answers: Path) -> Recorded | None:
    """The check that lies beside the answers; None where there is none. Raises UnreadableFile."""
    return checks.load(recorded_file(answers), Recorded, "records", "记录")


def observations_of(recorded: Recorded | None, rulebook: Rulebook) -> tuple[Observation, ...]:
    """What a check says about the questions of a rulebook; nothing where there is none."""
    if recorded is None:
        return ()
    tallies = {tally.kind: tally for tally in recorded.tallies}
    files = {kind: recorded.kinds.get(kind.value, ()) for kind in tallies}
    return tuple(observations(rulebook, tallies, files))
