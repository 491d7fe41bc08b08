"""What comes with the program, read once: its rulebooks and its examples."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from checklist import resources
from checklist.assessment.model import Assessment
from checklist.assessment.stored.file import load, save
from checklist.law.joined import join
from checklist.law.model import Rulebook
from checklist.law.reading.rulebook import load_rulebook
from checklist.resources import RULEBOOKS

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
def joined(*ids: str) -> Rulebook:
    """Some of the rulebooks as one, all of them where none is named."""
    return join([BOOKS[id] for id in ids or RULEBOOKS])


@cache
def example(name: str) -> Assessment:
    """The answers of one of the examples, agency, brand or host, to the first rulebook."""
    whole = load(resources.examples_dir() / f"{name}.yaml", LIVESTREAM)
    asked = {fact.id for fact in LIVESTREAM.facts}, LIVESTREAM.questions().keys()
    return replace(
        whole,
        answered_to=tuple(each for each in whole.answered_to if each.id == "livestream"),
        facts={id: whole.facts[id] for id in whole.facts if id in asked[0]},
        answers={key: whole.answers[key] for key in whole.answers if key in asked[1]},
    )


@cache
def _as_file(name: str) -> bytes:
    with TemporaryDirectory() as folder:
        return save(Path(folder) / "自查.yaml", example(name), LIVESTREAM).read_bytes()


def write_example(name: str, path: Path) -> Path:
    """A file with the answers of an example to the first rulebook, and nothing beside it."""
    path.write_bytes(_as_file(name))
    return path
