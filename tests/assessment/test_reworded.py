"""Which answers to the edition before the bundled one stand, and which are asked again."""

from __future__ import annotations

from pathlib import Path

from checklist.assessment.recheck import asks_the_same
from tests.given.bundled import LIVESTREAM

BEFORE = Path(__file__).with_name("fingerprints-2026.11.7.txt")
"""Every question of edition 2026.11.7 with its fingerprint (936afd5)."""
ASKED_AGAIN = [
    "art45-records/clock",
    "art46-cooperation/cooperated",
]
"""In the rulebook's order: the CHANGELOG names each, and says why its answer cannot stand."""
NOW_OPTIONS = [
    "art46-cooperation/accurate",
]
"""Asked as options of another question of the same entry, which is asked again."""


def test_of_the_answers_to_2026_11_7_these_are_asked_again() -> None:
    before = dict(row.split() for row in BEFORE.read_text(encoding="utf-8").splitlines())
    again = [
        key
        for key, question in LIVESTREAM.questions().items()
        if key in before and not asks_the_same(question, before[key])
    ]
    assert again == ASKED_AGAIN
    assert set(before) - LIVESTREAM.questions().keys() == set(NOW_OPTIONS)


def test_a_wording_that_is_listed_as_the_same_was_one() -> None:
    """A fingerprint under `formerly` is that of a question this program once put."""
    before = dict(row.split() for row in BEFORE.read_text(encoding="utf-8").splitlines())
    listed = {
        key: question.formerly
        for key, question in LIVESTREAM.questions().items()
        if question.formerly
    }
    assert all(before[key] in formerly for key, formerly in listed.items())
