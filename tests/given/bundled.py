"""What comes with the program, read once: its rulebook and its examples."""

from __future__ import annotations

from functools import cache

from checklist import resources
from checklist.assessment.file import load
from checklist.assessment.model import Assessment
from checklist.law.reader import load_rulebook

LIVESTREAM = load_rulebook(resources.rules_file(), bundled=True)


@cache
def example(name: str) -> Assessment:
    """The answers of one of the examples: agency, brand or host."""
    return load(resources.examples_dir() / f"{name}.yaml", LIVESTREAM)
