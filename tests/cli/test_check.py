"""How `checklist check` leaves: with one exit code for each verdict, as `--help` lists them."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Assessment, Mark
from checklist.assessment.text import to_text
from tests.conftest import Run
from tests.given.bundled import LIVESTREAM
from tests.given.respondents import NOTHING, all_passing, answered, fact_answer

RIGHT = all_passing(LIVESTREAM, "agency that only employs hosts")
KEY = "art39-recruitment/established"
NOBODY = replace(
    RIGHT,
    facts={
        fact.id: fact_answer(fact, NOTHING[fact.id])
        for fact in LIVESTREAM.facts
        if fact.id in NOTHING
    },
)


@pytest.mark.parametrize("form", ["table", "json"])
@pytest.mark.parametrize(
    ("assessment", "code", "conclusion"),
    [
        (RIGHT, 0, "没有发现不符合"),
        (answered(RIGHT, KEY, Mark.NO), 1, "有1项义务不符合要求"),
        (answered(RIGHT, KEY, None), 4, "1项"),
        (answered(answered(RIGHT, KEY, Mark.NO), "art40-agreement/signed", None), 1, "待确认"),
        (NOBODY, 4, "没有义务适用"),
    ],
    ids=["nothing is wrong", "a breach", "something open", "both", "nothing binds"],
)
def test_every_verdict_has_its_exit_code(
    checklist: Run,
    tmp_path: Path,
    assessment: Assessment,
    code: int,
    conclusion: str,
    form: str,
) -> None:
    file = tmp_path / "自查.yaml"
    file.write_text(to_text(assessment, LIVESTREAM), encoding="utf-8")
    ran = checklist("check", file, "--as-of", "2026-11-22", "--format", form)
    assert conclusion in ran.err
    assert ran.code == code
