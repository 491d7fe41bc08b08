"""What lies beside the answers and shows something of them: checks of records, of recordings, and
files named as evidence."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from msgspec import Struct

from checklist.assessment.evidence import missing
from checklist.assessment.model import Assessment, Evidence
from checklist.assessment.stored.checks import Check
from checklist.evaluation.model import Observation
from checklist.law.model import Rulebook
from checklist.records import places as record_places
from checklist.records import recorded
from checklist.records.recorded import Recorded
from checklist.replay import places as replay_places
from checklist.replay import replayed
from checklist.replay.replayed import Replayed


class Unused(Struct, frozen=True, kw_only=True):
    """A check that lies beside the answers and is of others: of another self-audit period, or else
    of other rooms. `check` is the command that made it, `at` when."""

    check: Literal["records", "replay"]
    at: str
    other_period: bool


class Beside(Struct, frozen=True, kw_only=True):
    """What was kept of checks; None where nothing was, or nothing that is of the answers: then it
    is among the `unused`. `gone` is the evidence whose file is not there any more."""

    records: Recorded | None = None
    replayed: Replayed | None = None
    unused: tuple[Unused, ...] = ()
    gone: frozenset[Evidence] = frozenset()

    def observations(self, rulebook: Rulebook) -> tuple[Observation, ...]:
        """What it shows of the questions of a rulebook."""
        of_records = recorded.observations_of(self.records, rulebook)
        return of_records + replayed.observations_of(self.replayed, rulebook)

    def missing(self) -> list[dict[str, str | None]]:
        """The evidence that is gone, by path and the digest that was recorded."""
        named = ((piece.path or "", piece.sha256) for piece in self.gone)
        in_order = sorted(set(named), key=lambda each: (each[0], each[1] or ""))
        return [{"path": path, "sha256": sha256} for path, sha256 in in_order]

    def digests(self) -> list[dict[str, str]]:
        """The checks that are used: which, when they were made, the digest of what is kept."""
        kept: dict[str, Check | None] = {"records": self.records, "replay": self.replayed}
        return [
            {"check": name, "at": check.at, "sha256": hashlib.sha256(check.as_bytes()).hexdigest()}
            for name, check in kept.items()
            if check
        ]


NOTHING = Beside()


def beside(answers: Path, assessment: Assessment) -> Beside:
    """What lies beside these answers. Raises UnreadableFile."""
    records, replay = recorded.load(answers), replayed.load(answers)
    used = records if records and records.is_of(assessment) else None
    fitting = replay.of(assessment) if replay else None
    unused: list[Unused] = []
    if records and not used:
        unused.append(_unused("records", records, assessment))
    if replay and not fitting:
        unused.append(_unused("replay", replay, assessment))
    gone = missing(assessment, answers.parent)
    return Beside(records=used, replayed=fitting, unused=tuple(unused), gone=gone)


def _unused(
    check: Literal["records", "replay"], examination: Check, assessment: Assessment
) -> Unused:
    return Unused(
        check=check, at=examination.at, other_period=not examination.is_of_period(assessment)
    )


def kept(answers: Path) -> list[Path]:
    """The files of checks that lie beside the answers, and go where they go."""
    return [*record_places.kept(answers), *replay_places.kept(answers)]
