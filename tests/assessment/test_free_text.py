"""A prompt for words of one's own explains itself, and takes no answer of another prompt."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.assessment.model import Mark
from checklist.assessment.picks import is_of_another_prompt
from tests.assessment.sitting import ABOUT, Sitting
from tests.assessment.test_past import DONE, FACTS, PAST

ELSEWHERE = ["2", "1不适用 2", "1、3", "是", "不清楚", "全选", "x", "2026-02-01 至 2026-10-31"]
FAILED_THEN_UNKNOWN = [*FACTS, "否", "b", "不清楚"]
"""What fails is answered away in part: only a correction is possible, and why is asked."""


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path / "自查.yaml", rulebook=PAST)


def plain(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("text", ELSEWHERE)
def test_what_answers_another_prompt_is_told_from_words(text: str) -> None:
    assert is_of_another_prompt(text)
    assert not is_of_another_prompt(f"财务说的{text}")


@pytest.mark.parametrize("text", ELSEWHERE)
def test_it_is_no_reason_of_a_correction(sitting: Sitting, text: str) -> None:
    known = sitting.answer(*FAILED_THEN_UNKNOWN, text, "看错了题", "财务", "q")
    assert known.answers[DONE].corrected == "2026-11-01 更正（张三）：原来答“否”，看错了题"
    assert "像是别的题的答案。写一句话" in plain(sitting.text)


def test_only_a_correction_is_possible_and_it_is_said_why(sitting: Sitting) -> None:
    sitting.answer(*FAILED_THEN_UNKNOWN, "", "财务", "q")
    why = "改成“不适用”“不清楚”，没有说后来怎样；当时没有做到、后来做到的，才是整改"
    assert why in plain(sitting.text)


def test_help_at_the_reason_is_about_the_reason(sitting: Sitting) -> None:
    sitting.answer(*FAILED_THEN_UNKNOWN, "?", "", "财务", "q")
    said = plain(sitting.text.partition("为什么说原来答错了")[2])
    assert "写一句为什么" in said
    assert "2整改" not in said


def test_help_at_the_day_of_a_remedy_is_about_the_day(sitting: Sitting) -> None:
    sitting.answer(*FACTS, "否", "b", "是", "2", "?", "2026-06-01", "", "q")
    assert "写实际做到的那一天" in plain(sitting.text.partition("从哪一天起")[2])


def test_it_is_no_evidence_of_a_remedy(sitting: Sitting) -> None:
    known = sitting.answer(*FACTS, "否", "b", "是", "2", "2026-06-01", "2", "", "q")
    assert not known.answers[DONE].evidence
    assert "“2”像是别的题的答案" in sitting.text


@pytest.mark.parametrize("key", ["m", "e", "p"])
class TestBeside:
    """What is put beside an answer by m, e and p."""

    @pytest.mark.parametrize("text", ["1不适用 2", "全选", "x"])
    def test_it_is_nothing_to_be_put_there(self, sitting: Sitting, key: str, text: str) -> None:
        known = sitting.answer(*FACTS, f"{key} {text}", "是", "q")
        answer = known.answers[DONE]
        assert answer.value is Mark.YES
        assert (answer.note, answer.evidence, answer.owner) == (None, (), None)
        assert "像是别的题的答案" in plain(sitting.text) or "没有看懂" in sitting.text

    @pytest.mark.parametrize("asked", [["?"], ["帮助", "?"]])
    def test_help_at_its_prompt_explains_it_and_asks_again(
        self, sitting: Sitting, key: str, asked: list[str]
    ) -> None:
        known = sitting.answer(*FACTS, key, *asked, "张三管着", "是", "q")
        answer = known.answers[DONE]
        assert answer.note or answer.evidence or answer.owner
        assert answer.value is Mark.YES

    def test_help_typed_behind_it_does_so_too(self, sitting: Sitting, key: str) -> None:
        known = sitting.answer(*FACTS, f"{key} ?", "", "是", "q")
        answer = known.answers[DONE]
        assert (answer.note, answer.evidence, answer.owner) == (None, (), None)
        assert answer.value is Mark.YES
        assert "不记，直接回车" in plain(sitting.text)
        assert "没有记，接着答" in sitting.text


def test_who_is_in_charge_is_asked_again_where_it_was_not_understood(sitting: Sitting) -> None:
    known = sitting.answer(*FACTS, "p", "2026-13-01", "张三", "q")
    assert known.answers[DONE].owner == "张三"


@pytest.mark.parametrize("text", ["1不适用 2", "全选"])
def test_it_is_no_name_of_somebody_and_of_no_room(tmp_path: Path, text: str) -> None:
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=PAST)
    known = sitting.answer(*ABOUT, "是", "否", text, "甲", "不清楚", text, "财务", "q")
    assert [room.name for room in known.rooms] == ["甲"]
    assert known.facts["channel"].who_could_know == "财务"
