"""Where the files of a check of records lie: beside the answers."""

from __future__ import annotations

from pathlib import Path

from checklist.files import sibling

RECORDED, LAYOUTS, LISTED = "记录.json", "列对照.yaml", "记录核对.csv"


def beside(answers: Path, what: str) -> Path:
    """自查.记录.json, 自查.列对照.yaml, 自查.记录核对.csv: a file of the check, by its name."""
    return sibling(answers, "", answers.stem, f".{what}")


def recorded_file(answers: Path) -> Path:
    """Where the check of the records of these answers is kept."""
    return beside(answers, RECORDED)


def kept(answers: Path) -> list[Path]:
    """The files of a check that lie beside the answers, and go where they go."""
    named = (beside(answers, what) for what in (RECORDED, LAYOUTS, LISTED))
    return [path for path in named if path.is_file()]
