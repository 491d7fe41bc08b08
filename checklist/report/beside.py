"""What lies beside the answers and shows something of them: checks of records, of recordings."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from checklist.assessment.model import Assessment
from checklist.evaluation.model import Observation
from checklist.law.model import Rulebook
from checklist.records import places as record_places
from checklist.records import recorded
from checklist.records.recorded import Recorded
from checklist.replay import places as replay_places
from checklist.replay import replayed
from checklist.replay.replayed import Replayed


class Beside(Struct, frozen=True, kw_only=True):
    """What was kept of checks; None where nothing was, or nothing that is of the answers."""

    records: Recorded | None = None
    replayed: Replayed | None = None

    def observations(self, rulebook: Rulebook) -> tuple[Observation, ...]:
        """What it shows of the questions of a rulebook."""
        of_records = recorded.observations_of(self.records, rulebook)
        return of_records + replayed.observations_of(self.replayed, rulebook)


def beside(answers: Path, assessment: Assessment) -> Beside:
    """What lies beside these answers and is of them. Raises UnreadableFile."""
    return Beside(
        records=recorded.load_of(answers, assessment),
        replayed=replayed.load_of(answers, assessment),
    )


def outdated(answers: Path, found: Beside) -> Iterable[str]:
    """What lies there and is of another period or other rooms, by the command that renews it."""
    if found.records is None and record_places.recorded_file(answers).exists():
        yield "checklist records"
    if found.replayed is None and replay_places.replayed_file(answers).exists():
        yield "checklist replay"


def kept(answers: Path) -> list[Path]:
    """The files of checks that lie beside the answers, and go where they go."""
    return [*record_places.kept(answers), *replay_places.kept(answers)]
