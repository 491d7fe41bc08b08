"""Registers as they were really sent: merged cells, pictures and links, read by their user."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from checklist.assessment.stored.file import history_file, load
from tests.conftest import Ran, Run
from tests.given.bundled import LIVESTREAM

CASES = Path(__file__).with_name("cases")
GONE = "art32-promotion/basis"
"""What row 5 asks; later rulebooks ask it otherwise, and the answer lies dormant."""
KEPT = (
    "art27-verify/seller_items", "art27-records/period", "art27-records/clock",
    "art30-review/scope", "art31-records/period",
)  # fmt: skip


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return shutil.copyfile(CASES / "answers.yaml", tmp_path / "自查.yaml")


def imported(checklist: Run, case: str, answers: Path) -> Ran:
    register = shutil.copyfile(CASES / f"{case}.xlsx", answers.with_name("台账.xlsx"))
    ran = checklist("remediation", "import", register, answers, "--yes")
    assert ran.code == 0, ran.err
    return ran


def test_a_merged_cell_speaks_for_every_row_it_covers(checklist: Run, answers: Path) -> None:
    ran = imported(checklist, "06-merged-cells", answers)
    recorded = load(answers, LIVESTREAM).answers
    assert {(recorded[key].department, recorded[key].owner) for key in KEPT} == {("商品部", "赵六")}
    assert "整改台账!F6:F10、整改台账!G6:G10 合并了单元格" in ran.err
    assert "删空" not in ran.err
    assert "没有读入的" not in ran.out


def test_a_picture_over_the_evidence_is_taken_out_and_recorded(
    checklist: Run, answers: Path
) -> None:
    imported(checklist, "07-pictures", answers)
    (picture,) = load(answers, LIVESTREAM).answers[GONE].evidence
    assert picture.path is not None
    data = (answers.parent / picture.path).read_bytes()
    assert data.startswith(b"\x89PNG")
    assert (picture.sha256, picture.size) == (hashlib.sha256(data).hexdigest(), len(data))
    stood = history_file(answers).read_bytes()
    assert "没有改动" in imported(checklist, "07-pictures", answers).out
    assert history_file(answers).read_bytes() == stood


def test_a_picture_that_is_not_in_the_file_is_named_with_its_cell(
    checklist: Run, answers: Path
) -> None:
    ran = imported(checklist, "07-pictures-wps", answers)
    assert "没有读入的" in ran.out
    assert "图片：整改台账!M5（取不出来" in ran.out
    assert "公式" not in ran.out + ran.err


def test_links_lead_to_a_file_and_to_an_address(checklist: Run, answers: Path) -> None:
    file = answers.parent / "证据" / "促销价.png"
    file.parent.mkdir()
    file.write_bytes(b"98")
    ran = imported(checklist, "08-hyperlinks", answers)
    recorded = load(answers, LIVESTREAM).answers
    (screenshot,) = recorded[GONE].evidence
    assert screenshot.path == "证据/促销价.png"
    assert screenshot.sha256 == hashlib.sha256(b"98").hexdigest()
    assert screenshot.text == "促销价截图"
    (document,) = recorded[KEPT[0]].evidence
    assert document.text == "在线文档 https://docs.example.invalid/d/abc"
    assert "整改台账!M5 规则册里已经没有这一行的题，佐证记在现在不计入的答复里" in ran.err
    assert "没有读入的" not in ran.out
    assert "没有改动" in imported(checklist, "08-hyperlinks", answers).out
