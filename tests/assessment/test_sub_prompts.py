"""What is asked behind an accepted answer: who leaves there keeps it, or is told what is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from checklist.assessment.model import Mark, Picks, Room
from checklist.assessment.typed import Misread
from checklist.sitting.rooms import edited, meant
from tests.assessment.sitting import ABOUT, BOOK, Sitting
from tests.assessment.test_past import FACTS, PAST, SINCE

Y, N = Mark.YES, Mark.NO
LOST = "没有记下：问完后面这一步才记"
TWO_ROOMS = [*ABOUT, "是", "否", "甲、乙"]


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path / "自查.yaml")


@pytest.fixture
def past(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path / "自查.yaml", rulebook=PAST)


class TestLeaving:
    """The end of input, like Ctrl-C, at whatever prompt follows on an answer."""

    def test_at_the_exceptions_the_answer_is_named(self, sitting: Sitting) -> None:
        known = sitting.answer(*TWO_ROOMS, "1")
        assert "channel" not in known.facts
        assert f"刚才答的“直播电商平台”{LOST}" in sitting.text

    def test_at_the_exceptions_of_single_rooms_their_number_is_told(self, sitting: Sitting) -> None:
        sitting.answer(*TWO_ROOMS, "1", "1 2", "逐个", "2")
        assert f"刚才答的“直播电商平台”和 1 个直播间的例外{LOST}" in sitting.text

    def test_q_at_the_exceptions_tells_it_too(self, sitting: Sitting) -> None:
        sitting.answer(*TWO_ROOMS, "1", "q")
        assert "刚才答的“直播电商平台”还没有记下" in sitting.text

    @pytest.mark.parametrize("typed", [[], ["1"], ["2"], ["2", ""]])
    def test_at_correction_or_remedy_the_answer_is_named(
        self, past: Sitting, typed: list[str]
    ) -> None:
        known = past.answer(*FACTS, "否", "b", "是", *typed)
        assert known.answers["art25-all/done"].value is N
        assert f"刚才答的“是”{LOST}" in past.text

    def test_at_the_confirmation_of_a_fact_the_answer_is_named(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "是", "否", "甲", "1", "是", "g 主体1", "否")
        assert known.facts["opens_room"].value is Y
        assert f"刚才答的“否”{LOST}" in sitting.text

    def test_at_the_confirmation_of_who_is_in_charge(self, sitting: Sitting) -> None:
        sitting.answer(*ABOUT, "是", "否", "甲", "1", "p 全部 张三")
        assert f"刚才写的责任人和期限{LOST}" in sitting.text

    def test_after_a_note_nothing_is_lost(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "m 甲", "m 乙")
        assert known.facts["opens_room"].note == "甲\n乙"
        assert LOST not in sitting.text


class TestRemedy:
    """Whatever was typed of a remedy stays, whatever key is pressed on the way."""

    HALF = (*FACTS, "否", "b", "是", "2", "2026-06-01")

    @pytest.mark.parametrize("key", ["q", "s"])
    def test_who_leaves_at_the_evidence_has_said_all_of_it(self, past: Sitting, key: str) -> None:
        known = past.answer(*self.HALF, key, *(["q"] if key == "s" else []))
        answer = known.answers["art25-all/done"]
        assert (answer.value, [*answer.remedied.values()]) == (N, [SINCE])
        assert "已记下整改：2026-06-01 起做到" in past.text

    @pytest.mark.parametrize("key", ["e 文字 澄清声明", "佐证：澄清声明", "澄清声明"])
    def test_the_key_for_evidence_answers_where_evidence_is_asked_for(
        self, past: Sitting, key: str
    ) -> None:
        known = past.answer(*self.HALF, key, "g 1", "q")
        answer = known.answers["art25-all/done"]
        assert [*answer.remedied.values()] == [SINCE]
        assert [each.text for each in answer.evidence] == ["澄清声明"]

    def test_the_key_alone_says_what_to_write(self, past: Sitting) -> None:
        known = past.answer(*self.HALF, "e", "报告", "q")
        assert [each.text for each in known.answers["art25-all/done"].evidence] == ["报告"]
        assert past.text.count("整改的佐证材料：文件的路径") == 1

    @pytest.mark.parametrize("key", ["g 1", "v", "k"])
    @pytest.mark.parametrize("typed", [["2"], ["2", "2026-06-01"], ["1"], []])
    def test_a_key_that_leads_away_is_refused(
        self, past: Sitting, typed: list[str], key: str
    ) -> None:
        rest = {0: ["2", "2026-06-01", ""], 1: ["2026-06-01", ""], 2: [""]}[len(typed)]
        rest = ["看错了"] if typed == ["1"] else rest
        known = past.answer(*FACTS, "否", "b", "是", *typed, key, *rest, "q")
        answer = known.answers["art25-all/done"]
        assert [*answer.remedied.values()] == [SINCE] or answer.corrected
        assert "刚才答的“是”还没有记下：先把这里答完；不要了，输入 b，再按别的键" in "".join(
            past.text.split("\n  ")
        )

    def test_so_it_is_at_the_exceptions(self, sitting: Sitting) -> None:
        known = sitting.answer(*TWO_ROOMS, "1", "2", "g 1", "2", "q")
        assert known.facts["channel"].exceptions
        assert "和 0" not in sitting.text


class TestKeys:
    """A key at such a prompt does what it does elsewhere, or is answered with what may be typed."""

    def test_s_where_who_could_know_is_asked_says_what_is_kept(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "是", "不清楚", "s", "q")
        assert known.facts["serves_hosts"].value is Mark.UNKNOWN
        assert "“不清楚”已经记下，谁可能知道没有写" in sitting.text

    @pytest.mark.parametrize("key", ["b", "u"])
    def test_back_at_a_confirmation_leads_to_the_question(self, sitting: Sitting, key: str) -> None:
        sitting.answer(*ABOUT, "是", "否", "甲", "1", "是", "g 主体1", "否", key, "q")
        assert sitting.text.count("是否开设直播间？") == 3
        assert sitting.text.rindex("没有改") < sitting.text.rindex("是否开设直播间？")

    def test_a_confirmation_of_p_is_no_place_for_a_further_p(self, sitting: Sitting) -> None:
        typed = ["p 全部 张三", "p 第1题 李四", "m 备注", "", "q"]
        known = sitting.answer(*ABOUT, "是", "否", "甲", "1", *typed)
        assert {answer.owner for answer in known.answers.values()} == {"张三"}
        assert sitting.text.count("在这里不能记") == 2

    def test_k_behind_g_switches_as_it_does_elsewhere(self, sitting: Sitting) -> None:
        sitting.answer(*ABOUT, "是", "否", "甲", "1", "g", "k", "q")
        assert "现在只问违反就可以直接处罚款的部分" in sitting.text


class TestNotes:
    """A note is shown as it stands; a second one stands behind it, or in its place where wanted."""

    def test_every_line_of_a_pasted_note_is_shown(self, sitting: Sitting) -> None:
        sitting.answer(*ABOUT, "m 一\n二\n三", "q")
        assert "已记下备注：\n    一\n    二\n    三" in sitting.transcript

    def test_a_second_note_is_shown_with_the_first(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "m 一", "m 二", "", "q")
        assert "接在原来的备注后面，现在是：\n    一\n    二" in sitting.transcript
        assert known.facts["opens_room"].note == "一\n二"

    def test_a_second_note_may_replace_the_first(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "m 一", "m 二", "换掉", "q")
        assert known.facts["opens_room"].note == "二"
        assert "换掉了，备注现在是：\n    二" in sitting.transcript

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ("m 一", "已记下备注："),
            ("p 法务部 李四", "已记下：法务部 李四"),
            ("e 合同", "已记下佐证"),
        ],
    )
    def test_beside_which_question_it_is_put_is_told(
        self, sitting: Sitting, typed: str, told: str
    ) -> None:
        sitting.answer(*ABOUT, "是", typed, "q")
        beside = "记在主体2“是否服务主播？”旁边（记错了题，按 u 撤回）："
        assert f"  {beside}\n  {told}" in sitting.transcript

    @pytest.mark.parametrize("key", ["m", "e", "p"])
    def test_it_is_told_before_it_is_typed(self, sitting: Sitting, key: str) -> None:
        sitting.answer(*ABOUT, "是", key, "", "q")
        assert "  记在主体2“是否服务主播？”旁边\n" in sitting.transcript

    def test_u_takes_a_second_note_back(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "m 一", "m 二", "u", "q")
        assert known.facts["opens_room"].note == "一"


class TestWholeLists:
    """A word that answers a whole list of options is never taken for an admission in silence."""

    LIES, DONE = "art25-all/lies", "art25-all/parts"

    def at_lies(self, sitting: Sitting, *typed: str) -> Picks | None:
        known = sitting.answer(*FACTS, "是", "否", *typed)
        value = known.answers[self.LIES].value if self.LIES in known.answers else None
        assert value is None or isinstance(value, Picks)
        return value

    @pytest.mark.parametrize("word", ["全选", "1-3", "1 2 3", "都有"])
    def test_everything_bad_is_asked_back(self, past: Sitting, word: str) -> None:
        value = self.at_lies(past, word, word, "q")
        assert value is not None
        assert set(value.marks.values()) == {Y}
        assert past.text.count("这样答，是说这 3 项都有过") == 1

    def test_everything_bad_may_be_a_slip(self, past: Sitting) -> None:
        value = self.at_lies(past, "全选", "全不选", "q")
        assert value is not None
        assert set(value.marks.values()) == {N}

    @pytest.mark.parametrize("word", ["从未", "否", "不是", "n"])
    def test_no_to_a_list_is_asked_back(self, past: Sitting, word: str) -> None:
        assert self.at_lies(past, word, "q") is None
        assert f"“{word}”没有说是这 3 项里的哪几项。一项也没有，写 全不选" in past.text

    @pytest.mark.parametrize("word", ["没有", "无", "0"])
    def test_none_of_a_bad_list_is_said_in_words(self, past: Sitting, word: str) -> None:
        value = self.at_lies(past, word, "q")
        assert value is not None
        assert set(value.marks.values()) == {N}
        assert f"“{word}”记为 全不选：这 3 项一项也没有" in past.text

    def test_a_ban_is_no_longer_broken_rather_than_done(self, past: Sitting) -> None:
        known = past.answer(*FACTS, "是", "否", "1", "b", "全不选", "2", "2026-06-01", "", "q")
        assert known.answers[self.LIES].remedied
        assert "现在答成没有了" in past.text
        assert "从哪一天起不再有了" in past.text
        assert "2026-06-01 起不再有" in past.text
        assert "做到" not in past.text[past.text.index("这一题原来答的是有不该有的情形") :]


def test_the_rulebook_has_the_questions_of_these_tests() -> None:
    check: Callable[[str], bool] = BOOK.questions().__contains__
    assert check(TestWholeLists.LIES)


class TestRoomsElsewhere:
    """A command for the list of rooms, at the list and at another prompt."""

    ROOMS = tuple(
        Room(id=f"r{at}", name=each) for at, each in enumerate(("甲间", "乙间", "加州间"), 1)
    )

    @pytest.mark.parametrize(
        ("line", "names"),
        [
            ("加丁间", ["甲间", "乙间", "加州间", "丁间"]),
            ("增加丁间、戊间", ["甲间", "乙间", "加州间", "丁间", "戊间"]),
            ("改名 2甄选", ["甲间", "甄选", "加州间"]),
            ("改名r2甄选", ["甲间", "甄选", "加州间"]),
            ("去掉2", ["甲间", "加州间"]),
            ("加州间、甲间、乙间", ["甲间", "乙间", "加州间"]),
        ],
    )
    def test_no_blank_is_needed(self, line: str, names: list[str]) -> None:
        assert [room.name for room in edited(self.ROOMS, line)] == names

    @pytest.mark.parametrize("line", ["加 丁间", "加丁间", "去掉 2", "改名 2 甄选"])
    def test_elsewhere_it_is_told_where_the_list_is(self, sitting: Sitting, line: str) -> None:
        known = sitting.answer(*TWO_ROOMS, line, "q")
        assert f"“{line}”没有当作回答。改直播间：g 直播间。" in sitting.text
        assert [room.name for room in known.rooms] == ["甲", "乙"]

    def test_the_example_names_two_rooms_that_are_asked_about(self) -> None:
        for line in ("某间", "9"):
            with pytest.raises(Misread) as misread:
                meant(line, self.ROOMS, asked=self.ROOMS[:2])
            assert misread.value.mend.endswith("例如：甲间、乙间")

    def test_what_is_recorded_of_single_rooms_is_told(self, sitting: Sitting) -> None:
        sitting.answer(*TWO_ROOMS, "1", "2", "2", "q")
        assert "  这一题：直播电商平台（1 个直播间例外：乙 自建网站）\n" in sitting.text


def test_a_name_typed_in_full_width_letters_is_the_one_that_stands(sitting: Sitting) -> None:
    known = sitting.answer("某某公司", "阿Ｍａｙ", "", "", "", "是", "p 我自己 2027-01-04", "q")
    other = sitting.answer("p 阿May 2027-01-05", "q")
    for each in (known, other):
        assert {answer.owner for answer in each.facts.values() if answer.owner} == {"阿Ｍａｙ"}
