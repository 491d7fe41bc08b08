"""`u` takes back the last change: what it was and what stands is said, and it can be repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.assessment.model import Choice, Mark
from checklist.assessment.stored.file import load_history
from checklist.evaluation.states import AnswerState
from checklist.sitting.places import Scope
from tests.assessment.sitting import ABOUT, Sitting

Y, N = Mark.YES, Mark.NO
OPEN_FACTS = [*ABOUT, "是", "否", "甲、乙", "1", "2", "2"]
"""甲 on a platform and 乙 on a site of its own; the first question is next."""


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path / "自查.yaml")


class TestTakingBack:
    """Whatever was saved last is taken back, and asked again."""

    def test_an_answer_is_taken_back_told_and_asked_again(self, sitting: Sitting) -> None:
        known = sitting.answer(*OPEN_FACTS, "是", "u", "否", "q")
        assert known.answers["art25-all/done"].value is N
        assert (
            "撤回了上一次改动：\n  第二十五条第一款  是否做到？\n    刚才：是\n    现在：未作答"
            in sitting.text
        )

    def test_what_was_overwritten_stands_again(self, sitting: Sitting) -> None:
        known = sitting.answer(*OPEN_FACTS, "是", "b", "否", "u", "", "q")
        assert known.answers["art25-all/done"].value is Y
        assert "刚才：否\n    现在：是" in sitting.text

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ("m 下周复查", "备注：下周复查"),
            ("e 会议纪要", "佐证材料：会议纪要"),
            ("p 张三 2026-12-31", "责任人：张三；完成时限：2026-12-31"),
        ],
    )
    def test_what_stands_beside_an_answer_is_taken_back(
        self, sitting: Sitting, typed: str, told: str
    ) -> None:
        before = sitting.answer(*OPEN_FACTS, "q")
        known = sitting.answer(typed, "u", "q")
        assert known == before
        assert told in sitting.text

    def test_rooms_come_back_with_their_exceptions(self, sitting: Sitting) -> None:
        before = sitting.answer(*OPEN_FACTS, "q")
        known = sitting.answer("g 直播间", "甲、丙", "是", "u", "q")
        assert known == before
        assert known.facts["channel"].exceptions == {"r2": Choice("own_site")}
        assert "现在：2 个：甲、乙" in sitting.text

    def test_details_and_a_fact_with_what_hangs_on_it_are_taken_back(
        self, sitting: Sitting
    ) -> None:
        before = sitting.answer(*OPEN_FACTS, "q")
        assert sitting.answer("g 主体1", "否", "", "u", "q") == before
        assert sitting.answer("g 填报单位", "别的公司", "u", "q") == before

    def test_it_can_be_repeated_to_the_beginning_of_the_sitting(self, sitting: Sitting) -> None:
        before = sitting.answer(*ABOUT, "q")
        known = sitting.answer("是", "否", "甲、乙", "u", "u", "u", "u", "q")
        assert known == before
        assert "没有可以撤回的" in sitting.text
        assert f"checklist history {sitting.path}" in sitting.text.replace("\n", "")

    def test_every_change_taken_back_is_one_more_entry(self, sitting: Sitting) -> None:
        sitting.answer(*ABOUT, "是", "u", "q")
        entries = load_history(sitting.path).entries
        assert [entry.key for entry in entries[-2:]] == ["opens_room"] * 2
        assert entries[-1].new is None

    def test_a_part_is_gone_through_as_if_it_had_not_been_answered(self, sitting: Sitting) -> None:
        sitting.answer(*OPEN_FACTS, "否", "q")
        sitting.scope = Scope(only=AnswerState.GAP)
        known = sitting.answer("是", "u", "否", "")
        assert known.answers["art25-all/done"].value is N


class TestAtEveryPrompt:
    """Nothing that was not saved yet is lost without a word, and nothing else changes."""

    @pytest.mark.parametrize("way", [["v", "u"], ["g", "u"]])
    def test_amid_going_elsewhere(self, sitting: Sitting, way: list[str]) -> None:
        known = sitting.answer(*OPEN_FACTS, "是", *way, "否", "q")
        assert known.answers["art25-all/done"].value is N

    @pytest.mark.parametrize("way", [["u"], ["v", "u"]])
    def test_before_the_end(self, sitting: Sitting, way: list[str]) -> None:
        known = sitting.answer(*ABOUT, "否", *way, "是", "q")
        assert known.facts["opens_room"].value is Y

    def test_before_the_end_with_nothing_to_take_back_one_stays_there(
        self, sitting: Sitting
    ) -> None:
        sitting.answer(*ABOUT, "否", "")
        sitting.answer("u", "")
        assert "没有可以撤回的" in sitting.text

    @pytest.mark.parametrize("key", ["g", "v"])
    def test_a_key_that_leads_away_from_a_confirmation_is_refused(
        self, sitting: Sitting, key: str
    ) -> None:
        sitting.answer(*OPEN_FACTS, "q")
        known = sitting.answer("g 主体1", "否", key, "是", "q")
        assert known.facts["opens_room"].value is N
        assert "刚才答的“否”还没有记下：先把这里答完" in sitting.text

    @pytest.mark.parametrize("key", ["u", "b", "q"])
    def test_a_fact_that_is_not_confirmed_is_said_to_be_unchanged(
        self, sitting: Sitting, key: str
    ) -> None:
        before = sitting.answer(*OPEN_FACTS, "q")
        sitting.shown.clear()
        known = sitting.answer("g 主体1", "否", key)
        assert known == before
        assert "  没有改" in sitting.shown

    @pytest.mark.parametrize("key", ["u", "g", "q"])
    def test_an_answer_left_amid_its_exceptions_is_said_not_to_be_recorded(
        self, sitting: Sitting, key: str
    ) -> None:
        before = sitting.answer(*OPEN_FACTS, "q")
        known = sitting.answer("g 主体3", "2", key)
        assert known == before
        assert "还没有记下" in sitting.text

    def test_a_note_typed_while_a_fact_is_confirmed_is_kept(self, sitting: Sitting) -> None:
        sitting.answer(*OPEN_FACTS, "q")
        known = sitting.answer("g 主体1", "否", "m 问过财务", "")
        assert known.facts["opens_room"].value is N
        assert known.facts["opens_room"].note == "问过财务"

    @pytest.mark.parametrize("key", ["u", "q", "退出"])
    def test_a_key_is_no_note(self, sitting: Sitting, key: str) -> None:
        before = sitting.answer(*OPEN_FACTS, "q")
        assert sitting.answer("m", key, "q") == before
        assert "没有记" in sitting.text

    def test_it_stands_among_the_keys(self, sitting: Sitting) -> None:
        sitting.answer("?", "q")
        assert sitting.text.count("u 撤回") == 2
