"""`checklist report --format oscal` as its user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.oscal.documents import RESULTS
from tests.conftest import Run
from tests.report.oscal.cases import unpacked

DAY = ("--as-of", "2026-11-22")


def test_it_lies_beside_the_answers_and_says_so(checklist: Run, answers: Path) -> None:
    ran = checklist("report", answers, *DAY, "--format", "oscal")
    written = answers.with_name("自查-oscal.zip")
    assert (ran.code, ran.out.strip()) == (0, str(written))
    assert "OSCAL" in ran.err
    results = unpacked(written.read_bytes())[RESULTS]["assessment-results"]
    assert results["metadata"]["title"] == "杭州青禾示例文化传媒有限公司合规自查结果"
    assert results["metadata"]["last-modified"] == "2026-11-22T00:00:00+08:00"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["结果.zip", "结果"])
def test_the_extension_chooses_it_or_is_added(checklist: Run, answers: Path, name: str) -> None:
    out = answers.with_name(name)
    chosen = () if out.suffix else ("--format", "oscal")
    ran = checklist("report", answers, *DAY, "-o", out, *chosen)
    assert (ran.code, ran.out.strip()) == (0, str(out.with_suffix(".zip")))


@pytest.mark.slow
def test_written_again_it_is_the_same(checklist: Run, answers: Path) -> None:
    for name in ("一.zip", "二.zip"):
        checklist("report", answers, *DAY, "-o", answers.with_name(name))
    one, other = (answers.with_name(name).read_bytes() for name in ("一.zip", "二.zip"))
    assert one == other
