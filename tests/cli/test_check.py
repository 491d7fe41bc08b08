"""How `checklist check` leaves: with one exit code for each verdict, as `--help` lists them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Assessment, Mark
from checklist.assessment.stored.text import to_text
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
        (answered(RIGHT, KEY, Mark.NO), 1, "有1项不符合要求"),
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


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_clean_result_that_came_too_fast_says_so_with_the_conclusion(
    checklist: Run, tmp_path: Path, form: str
) -> None:
    began = datetime(2026, 11, 2, 9, tzinfo=UTC)
    answers = {
        key: replace(answer, at=(began + timedelta(seconds=at)).isoformat())
        for at, (key, answer) in enumerate(RIGHT.answers.items())
    }
    file = tmp_path / "自查.yaml"
    text = to_text(replace(RIGHT, answers=answers), LIVESTREAM)
    file.write_text(text, encoding="utf-8")
    ran = checklist("check", file, "--as-of", "2026-11-22", "--format", form)
    told = ran.err.replace("「", "“").replace("」", "”")  # as they stand in tables
    if form == "table":  # the table itself begins with each, told at length
        assert "答得很快：“第四章 直播营销人员服务机构”" in ran.out.replace("「", "“").replace(
            "」", "”"
        )
        assert "但是：" in told
        assert "题答得很快、没有佐证" in told
        assert "答得很快：" not in told
    else:
        assert "但是：答得很快：“第四章 直播营销人员服务机构”" in told
    assert ran.code == 0, "it changes no finding"
