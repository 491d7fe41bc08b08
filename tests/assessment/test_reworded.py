"""Which answers to the edition before the bundled one stand, and which are asked again."""

from __future__ import annotations

from pathlib import Path

from checklist.assessment.recheck import asks_the_same
from tests.given.bundled import LIVESTREAM

BEFORE = Path(__file__).with_name("fingerprints-2026.11.7.txt")
"""Every question of edition 2026.11.7 with its fingerprint (936afd5)."""
ASKED_AGAIN = [
    "art7-rules/made",
    "art8-verify/operator_items",
    "art8-archive/licence",
    "art8-no-service/served",
    "art10-study/informed",
    "art14-due-process/reviewed",
    "art14-evasion/prevented",
    "art14-evasion/removed",
    "art16-retention/replay-clock",
    "art16-retention/replay-last",
    "art16-service-retention/replay-clock",
    "art20-complaints/abuse",
    "art22-lift/lifted",
    "art25-entity/items",
    "art25-sole-trader/items",
    "art25-exempt/items",
    "art25-account-rules/conforms",
    "art26-display/items",
    "art26-link/entry",
    "art27-records/clock",
    "art28-verify/updated",
    "art28-records/kept",
    "art28-records/clock",
    "art31-records/clock",
    "art32-price/goods",
    "art32-price/services",
    "art45-records/clock",
    "art46-cooperation/cooperated",
]
"""In the rulebook's order: the CHANGELOG names each, and says why its answer cannot stand."""
NOW_OPTIONS = [
    "art10-host-training/faked",
    "art10-host-training/refused",
    "art25-entity/prominent",
    "art25-entity/genuine",
    "art25-sole-trader/prominent",
    "art25-sole-trader/genuine",
    "art25-exempt/prominent",
    "art25-exempt/genuine",
    "art26-display/prominent",
    "art26-display/continuous",
    "art26-link/complete",
    "art26-link/hops",
    "art26-link/barriers",
    "art26-link/overlay",
    "art28-genuine/mismatch",
    "art29-setup/lawful",
    "art29-setup/harmful",
    "art31-interaction/live",
    "art31-interaction/handled",
    "art32-price/prominent",
    "art32-promotion/compared",
    "art32-promotion/basis",
    "art46-cooperation/accurate",
]
"""Asked under another id of the same entry, mostly as options: answers to these are asked again."""


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
