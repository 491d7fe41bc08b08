"""What is mistyped by hand in an answers file is told, and never taken for an old answer."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Mark, SelfAuditPeriod
from checklist.assessment.stored.file import load
from checklist.assessment.stored.unsound import of_the_head, strays, unsound
from tests.conftest import ROOT, Run
from tests.given.bundled import LIVESTREAM

AGENCY = load(ROOT / "examples" / "agency.yaml", LIVESTREAM)
DAY = date(2026, 11, 29)


@pytest.fixture
def mistyped(tmp_path: Path) -> Path:
    path = shutil.copyfile(ROOT / "examples" / "agency.yaml", tmp_path / "自查.yaml")
    text = path.read_text("utf-8").replace("  art27-records/period:", "  art27-records/days:")
    text = text.replace("  provides_platform:", "  provide_platform:")
    path.write_text(text, "utf-8")
    return path


def test_a_mistyped_key_is_told_with_line_and_column_and_what_was_meant(
    mistyped: Path, checklist: Run
) -> None:
    for command in (["check", mistyped], ["report", mistyped, "-o", mistyped.with_suffix(".html")]):
        said = checklist(*command).err
        assert "自查.yaml:26:3: “provide_platform”不是这一版规则册里的题" in said
        assert "自查.yaml:250:3: “art27-records/days”不是这一版规则册里的题" in said
        assert "多半是 art27-records/period（" in said
    page = mistyped.with_suffix(".html").read_text("utf-8")
    assert "“art27-records/days”不是这一版规则册里的题，没有算进结论" in page


def test_an_answer_to_another_edition_lies_dormant_without_a_word() -> None:
    key = "art27-records/period"
    rest = {each: answer for each, answer in AGENCY.answers.items() if each != key}
    old = Answer(value=Mark.YES, asked_as="0123456789abcdef")
    assert not list(strays(LIVESTREAM, replace(AGENCY, answers={**rest, "art27-records/old": old})))
    by_hand = replace(old, asked_as=None)
    told = list(strays(LIVESTREAM, replace(AGENCY, answers={**rest, "art27-records/old": by_hand})))
    assert [each.meant for each in told] == [key]


def test_what_is_far_from_any_question_or_near_an_answered_one_is_left() -> None:
    by_hand = Answer(value=Mark.YES)
    beside = {**AGENCY.answers, "art27-records/perio": by_hand, "xyz/zzz": by_hand}
    found = strays(LIVESTREAM, replace(AGENCY, answers=beside))
    assert "art27-records/period" not in [each.meant for each in found]
    assert "xyz/zzz" not in [each.key for each in strays(LIVESTREAM, AGENCY)]


def test_what_would_have_been_refused_when_typed_is_told_and_does_not_refuse_the_file() -> None:
    assert not list(unsound(LIVESTREAM, AGENCY, DAY))
    respondent = replace(AGENCY.respondent, credit_code="12345")
    period = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 12, 31))
    code, span = of_the_head(replace(AGENCY, respondent=respondent, period=period), DAY)
    assert "“12345”，不是 18 位" in code
    assert "自查期间到 2026-12-31，2026-11-29 还没有到" in span
    assert not list(of_the_head(replace(AGENCY, period=period), date(2026, 12, 31)))
