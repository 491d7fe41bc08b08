"""What comes with the program, read once: its rulebooks and its examples."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from checklist import resources
from checklist.assessment.file import load
from checklist.assessment.model import Assessment
from checklist.law.reader import load_rulebook

BOOKS = {
    path.stem: load_rulebook(path, bundled=True)
    for path in sorted(resources.rules_file().parent.glob("*.yaml"))
}
"""Every rulebook that comes with the program, by its id."""
LIVESTREAM = BOOKS["livestream"]
CASES = Path(__file__).parents[1] / "cases"


def cases_of(id: str) -> Path:
    """The folder with the cases of a rulebook: those of the first stand at the top."""
    return CASES if id == LIVESTREAM.regulation.id else CASES / id


@cache
def example(name: str) -> Assessment:
    """The answers of one of the examples: agency, brand or host."""
    return load(resources.examples_dir() / f"{name}.yaml", LIVESTREAM)
