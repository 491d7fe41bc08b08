"""The agency of the examples: its records contradict what it answered, and its report shows it."""

from __future__ import annotations

import json
from pathlib import Path

from checklist.assessment.stored.file import load
from checklist.report.beside import beside
from tests.conftest import Run
from tests.given.bundled import LIVESTREAM
from tests.given.example_records import ANSWERS, DELETED, recorded

AT = ("--as-of", "2026-11-29")


def test_what_lies_beside_the_answers_is_what_the_records_come_to() -> None:
    assert beside(ANSWERS, load(ANSWERS, LIVESTREAM)).records == recorded()


def test_the_report_shows_the_chapter_and_the_contradiction(checklist: Run, tmp_path: Path) -> None:
    data = json.loads(checklist("check", ANSWERS, "--format", "json", *AT).out)
    (finding,) = (each for each in data["findings"] if each["obligation"] == "art31-records")
    assert finding["status"] == "not_satisfied"
    assert [each["question"] for each in finding["contradictions"]] == ["kept"]
    assert f"{len(DELETED)}条已经删除" in finding["contradictions"][0]["note"]
    page = tmp_path / "报告.html"
    checklist("report", ANSWERS, "-o", page, *AT)
    text = page.read_text(encoding="utf-8")
    assert "商家核验记录.csv" in text
    assert "记录显示与答复不一致" in text
