"""A whole sitting: what is asked, what is kept, how one leaves and comes back."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest
from msgspec.structs import replace
from wcwidth import wcswidth

from checklist.assessment.model import (
    UNASKED,
    Answer,
    AnsweredTo,
    Assessment,
    Choice,
    Mark,
    Picks,
    Respondent,
    Room,
    SelfAuditPeriod,
    Value,
    WorkingDays,
)
from checklist.assessment.questionnaire import is_answered, plan
from checklist.assessment.recheck import CARRIED, carried_over
from checklist.assessment.stored.file import load, load_history, save
from checklist.assessment.stored.history_words import HistoryView
from checklist.law.model import Per
from checklist.law.periods import Period
from tests.assessment.sitting import ABOUT, BOOK, Sitting
from tests.given import kinds, law

Y, N = Mark.YES, Mark.NO


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path / "自查.yaml")


class TestAnswering:
    """What is typed ends up in the file, with who said it, when and to which wording."""

    def test_everything_is_recorded(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "是")
        assert known.respondent == Respondent(
            name="某某公司", credit_code="", address="", prepared_by="张三"
        )
        assert known.period == SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 11, 1))
        assert known.facts["opens_room"] == Answer(
            value=Y,
            by="张三",
            at="2026-11-01T09:30:00+00:00",
            asked_as=kinds.OPENS.fingerprint,
        )

    def test_rooms_are_asked_once_with_exceptions(self, sitting: Sitting) -> None:
        known = sitting.answer(
            *ABOUT, "是", "否", "旗舰店、美妆间，３号", "1", "2-3", "逐个", "2", "1"
        )
        assert known.rooms == (
            Room(id="r1", name="旗舰店"),
            Room(id="r2", name="美妆间"),
            Room(id="r3", name="３号"),
        )
        channel = known.facts["channel"]
        assert channel.value == Choice("platform")
        assert channel.exceptions == {"r2": Choice("own_site")}

    def test_typed_as_an_ime_types(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "１", "否。", "２", "１", "", "是", "否", "１，３", "１")
        assert known.answers["art25-all/lies"].value == Picks(
            {"opening": Y, "pitch": N, "other": Y}
        )
        assert [room.name for room in known.rooms] == ["直播间1", "直播间2"]

    TO_LIES = (*ABOUT, "1", "否", "2", "1", "", "是", "否")

    def test_not_to_know_the_rest_takes_nothing_back_of_what_was_clear(
        self, sitting: Sitting
    ) -> None:
        known = sitting.answer(*self.TO_LIES, "1 2不清楚", "", "b", "不清楚", "李四", "q")
        lies = known.answers["art25-all/lies"]
        assert lies.value == Picks({"opening": Y, "pitch": Mark.UNKNOWN, "other": N})
        assert lies.who_could_know == "李四"
        assert "答清楚了的几项不变，其余的记为 不清楚" in sitting.text

    def test_not_to_know_what_was_clear_is_asked_back_once(self, sitting: Sitting) -> None:
        known = sitting.answer(*self.TO_LIES, "1 3", "b", "不清楚", "q")
        assert known.answers["art25-all/lies"].value == Picks(
            {"opening": Y, "pitch": N, "other": Y}
        )
        assert "这样答，原来答清楚的 3 项都改成 不清楚" in sitting.text
        assert "还没有记下" in sitting.text
        known = sitting.answer("g 第3题", "不清楚", "不清楚", "李四", "q")
        assert known.answers["art25-all/lies"].value is Mark.UNKNOWN

    def test_who_could_know_and_notes_are_kept(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "是", "备注 下周复查", "不清楚", "财务李四")
        assert known.facts["serves_hosts"].who_could_know == "财务李四"
        assert known.facts["serves_hosts"].note == "下周复查"

    @pytest.mark.parametrize(
        ("first", "then"),
        [
            ("运营部 何苗", "何苗"),
            ("何苗", "运营部 何苗"),
            ("问何苗", "运营部何苗"),
            ("何苗（运营部）", "何苗"),
        ],
    )
    @pytest.mark.parametrize(
        ("typed", "meant"), [("1", True), ("是", True), ("", False), ("不是", False)]
    )
    def test_somebody_may_be_the_one_who_was_named_before(
        self, sitting: Sitting, first: str, then: str, typed: str, meant: bool
    ) -> None:
        lines = ["不清楚", first, "不清楚", then, "7", typed, "q"]
        known = sitting.answer(*ABOUT, *lines)
        who = [each.who_could_know for each in known.facts.values() if each.who_could_know]
        assert who == [first, first if meant else then]
        assert f"前面写过：1 {first}" in sitting.text
        assert "没有看懂“7”" in sitting.text

    @pytest.mark.parametrize("then", ["何苗", "何 苗", "何苗苗", "财务 李四", ""])
    def test_nobody_is_asked_back_who_is_the_same_or_another(
        self, sitting: Sitting, then: str
    ) -> None:
        known = sitting.answer(*ABOUT, "不清楚", "何苗", "不清楚", then, "q")
        assert len(known.facts) == 2
        assert "前面写过" not in sitting.text

    def test_not_knowing_is_saved_before_it_is_asked_who_could_know(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "是", "不清楚")
        assert known.facts["serves_hosts"].value is Mark.UNKNOWN
        assert sitting.answer("u", "q").facts["serves_hosts"].value is Mark.UNKNOWN

    @pytest.mark.parametrize("slip", ["2026年2月1日 至 10月31日", "2026-02-01", "1", "是"])
    def test_what_answers_another_question_is_no_address(self, sitting: Sitting, slip: str) -> None:
        known = sitting.answer("某某公司", "张三", "", slip, "2026年2月大街1号", "q")
        assert known.respondent.address == "2026年2月大街1号"
        told = f"“{slip}”像是别的题的答案。照营业执照写住所；不填，直接回车。"
        assert told in sitting.text.replace("\n  ", "")

    @pytest.mark.parametrize("typed", ["", "２０２６年２月１日至今天", "2026-02-01—2026-11-01"])
    def test_the_period_is_said_as_it_is_recorded(self, sitting: Sitting, typed: str) -> None:
        sitting.answer("某某公司", "张三", "", "", "？", typed, "v", "", "q")
        assert "  自查期间记为 2026-02-01 至 2026-11-01\n" in sitting.transcript
        assert "  自查期间：2026-02-01 至 2026-11-01\n" in sitting.transcript
        assert "".join(sitting.text.split()).count("到今天为止的写至今") == 2

    @pytest.mark.parametrize("word", ["2", "是", "否", "半年", "０１"])
    def test_an_answer_is_nobodys_name(self, sitting: Sitting, word: str) -> None:
        known = sitting.answer(*ABOUT, "是", "不清楚", word, "财务李四", "u", "q")
        assert f"“{word}”像是别的题的答案" in sitting.text
        assert "serves_hosts" not in known.facts, "answer and name are one change"

    @pytest.mark.parametrize("typed", ["不知道", "不清楚", "没人知道", ""])
    def test_nobody_may_be_known_to_know(self, sitting: Sitting, typed: str) -> None:
        known = sitting.answer(*ABOUT, "是", "不清楚", typed, "q")
        assert known.facts["serves_hosts"].value is Mark.UNKNOWN
        assert known.facts["serves_hosts"].who_could_know is None

    def test_who_could_know_may_be_skipped_or_the_question_asked_again(
        self, sitting: Sitting
    ) -> None:
        known = sitting.answer(*ABOUT, "是", "不清楚", "b", "不清楚", "跳过", "q")
        assert known.facts["serves_hosts"].value is Mark.UNKNOWN
        assert known.facts["serves_hosts"].who_could_know is None
        assert sitting.text.count("是否服务主播？") == 2

    def test_a_note_may_be_added_to_an_answer_that_is_kept(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "备注 甲", "是", "b", "备注：乙", "", "q")
        assert known.facts["opens_room"].note == "甲\n乙"
        assert known.facts["opens_room"].value is Y

    def test_lines_pasted_at_a_note_are_one_note(self, sitting: Sitting) -> None:
        pasted = "事前合规审核：\n是\n周五前补制度"
        known = sitting.answer(*ABOUT, f"m {pasted}", "m", pasted, "q")
        assert known.facts["opens_room"] == Answer(value=None, note=f"{pasted}\n{pasted}")

    def test_what_cannot_be_in_the_period_is_asked_back(self, sitting: Sitting) -> None:
        everything = [*ABOUT, "是", "否", "1", "1", "是", "否", "0", "1", "3年"]
        known = sitting.answer(*everything, "2年", "6个月", "250", "3", "q")
        assert "从施行日 2026-02-01 到 2026-11-01 没有2年，以前的时间不算" in sitting.text
        assert "一共没有250个工作日" in sitting.text
        assert known.answers["art25-all/interval"].value == Period(months=6)
        assert known.answers["art25-all/delay"].value == WorkingDays(3)

    def test_what_cannot_be_in_one_room_is_asked_back_too(self, sitting: Sitting) -> None:
        entry = law.obligation("art25-all", kinds.DAYS, per=Per.ROOM)
        sitting.rulebook = law.rulebook(entry, facts=(kinds.OPENS,))
        known = sitting.answer(*ABOUT, "是", "2", "3", "1", "999", "5", "")
        assert sitting.text.count("一共没有999个工作日") == 1
        delay = known.answers["art25-all/delay"]
        assert delay.exceptions == {"r1": WorkingDays(5)}
        sitting.begin_with = carried_over(sitting.rulebook, known)
        sitting.path.unlink()
        impossible = replace(delay, state=CARRIED, exceptions={"r1": WorkingDays(999)})
        answers = {"art25-all/delay": impossible}
        sitting.begin_with = replace(sitting.begin_with, answers=answers)
        known = sitting.answer("", "", "", "3", "", "1", "5", "")
        assert sitting.text.count("一共没有999个工作日") > 2
        assert known.answers["art25-all/delay"].exceptions == {"r1": WorkingDays(5)}
        assert known.answers["art25-all/delay"].state is None

    def test_what_can_hardly_be_is_taken_when_it_is_typed_again(self, sitting: Sitting) -> None:
        everything = [*ABOUT, "是", "否", "1", "1", "是", "否", "0", "1", "3年", "6个月"]
        known = sitting.answer(*everything, "250", "251", "251", "q")
        assert sitting.text.count("确实如此，把同样的答案再输入一次") == 2
        assert known.answers["art25-all/delay"].value == WorkingDays(251)
        sitting.shown.clear()
        sitting.answer("q")
        text = "".join(sitting.text.split())
        assert re.search("请核对第7题“[^”]+”（输入g第7题）：从2026-02-01到2026-11-01", text)

    def test_a_jump_typed_where_a_name_is_asked_is_no_name(self, sitting: Sitting) -> None:
        known = sitting.answer("g 99", "", "某某公司", "g 99", "", "m 备注", "张三", "q")
        assert known.respondent == Respondent(name="某某公司", prepared_by="张三")

    @pytest.mark.parametrize("typed", ["1 是", "1是", "1. 是", "1、是"])
    def test_a_choice_may_be_typed_with_its_number(self, sitting: Sitting, typed: str) -> None:
        known = sitting.answer(*ABOUT, typed, "q")
        assert known.facts["opens_room"].value is Mark.YES
        refused = sitting.answer("g 主体1", "2 是", "q")
        assert refused.facts["opens_room"].value is Mark.YES
        assert "没有看懂" in sitting.text

    def test_from_a_detail_that_was_gone_back_to_one_goes_on_in_order(
        self, sitting: Sitting
    ) -> None:
        """Somebody typed the company where her own name was asked, and mends both."""
        known = sitting.answer(
            "小周", "某某公司", "", "b", "b", "b", "某某公司", "张三", "", "某某路", "", "q"
        )
        assert known.respondent == Respondent(
            name="某某公司", prepared_by="张三", credit_code="", address="某某路"
        )
        assert "现在填的：某某公司（直接回车保留）" in sitting.text
        assert "现在填的：小周（直接回车保留）" in sitting.text
        assert known.period is not None, "asked last, as at first"

    def test_the_address_is_asked_may_be_left_out_and_is_changed_by_name(
        self, sitting: Sitting
    ) -> None:
        assert sitting.answer(*ABOUT, "q").respondent.address == ""
        known = sitting.answer("g 住所", "杭州市 示例路 8 号", "g 住所", "", "q")
        assert known.respondent.address == "杭州市 示例路 8 号"
        assert "现在填的：杭州市 示例路 8 号（直接回车保留）" in sitting.text

    def test_an_impossible_answer_that_stands_in_a_file_is_asked_again(
        self, sitting: Sitting
    ) -> None:
        everything = [*ABOUT, "是", "否", "1", "1", "是", "否", "0", "1", "3年", "6个月"]
        known = sitting.answer(*everything, "3", "q")
        delay = replace(known.answers["art25-all/delay"], value=WorkingDays(999))
        answers = {**known.answers, "art25-all/delay": delay}
        save(sitting.path, replace(known, answers=answers), BOOK)
        sitting.shown.clear()
        known = sitting.answer("s", "g 7", "", "5", "q")
        told = sitting.text.count("一共没有999个工作日")
        assert told == 4, "at first, each time it is asked, and for Enter"
        assert "上次答的是：999个工作日（须重新回答）" in sitting.text
        assert known.answers["art25-all/delay"].value == WorkingDays(5)

    @pytest.mark.parametrize("none", ["没有", "无", "0", "0。"])
    def test_none_may_be_typed_where_enter_means_none(self, sitting: Sitting, none: str) -> None:
        known = sitting.answer(
            "某某公司", none, none, none, "", "不清楚", none, "m", none, "e", none, "q"
        )
        assert known.respondent.prepared_by == known.respondent.address == ""
        assert known.facts["opens_room"].who_could_know is None
        assert not any(answer.note or answer.evidence for answer in known.facts.values())

    @pytest.mark.parametrize("pasted", ["否\n是", "e 合同\n是", "g 3\n是", "q\n是", "是\n\n否"])
    def test_lines_pasted_at_a_question_answer_nothing(self, sitting: Sitting, pasted: str) -> None:
        known = sitting.answer(*ABOUT, pasted, "e", "合同\n是", "是", "q")
        assert known.facts["opens_room"].value is Mark.YES
        assert known.facts["opens_room"].evidence == ()
        assert sitting.text.count("一次贴进来 2 行，没有算作回答") == 2

    def test_what_is_not_understood_is_asked_again(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "也许", "是")
        assert known.facts["opens_room"].value is Y
        assert "没有看懂“也许”" in sitting.text

    @pytest.mark.parametrize("typed", ["更正", "整改", "更正9", "整改1"])
    def test_a_correction_of_nothing_named_leads_nowhere(
        self, sitting: Sitting, typed: str
    ) -> None:
        known = sitting.answer(*ABOUT, "是", "否", "1", "1", typed, "q")
        assert "改这一题，直接写新的答案" in "".join(sitting.text.split())
        assert known.facts["opens_room"].value is Y

    def test_inapplicable_names_what_binds_and_leads_to_it(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "是", "否", "1", "1", "不适用", "更正1", "否", "")
        assert "“是否开设直播间”：是" in sitting.text
        assert known.facts["opens_room"].value is N


class TestExceptions:
    """What was said of single rooms stands until it is changed by name."""

    ROOMS = (*ABOUT, "是", "否", "甲、乙、丙", "1")
    OWN_SITE = Choice("own_site")
    KEPT = "art38-replay/kept"

    @pytest.fixture
    def said(self, sitting: Sitting) -> Sitting:
        """甲 on a platform; 乙 on an own site, of 丙 nobody knows but 财务; asked again next."""
        sitting.answer(*self.ROOMS, "2、丙", "逐个", "2", "不清楚", "财务", "q")
        sitting.shown.clear()
        return sitting

    def exceptions(self, sitting: Sitting, *answers: str) -> dict[str, Value]:
        """What stands after the question on the channel was gone back to and answered so."""
        channel = sitting.answer("g 主体3", *answers, "q").facts["channel"]
        assert channel.value == Choice("platform")
        return dict(channel.exceptions)

    STANDING: ClassVar = {"r2": OWN_SITE, "r3": Mark.UNKNOWN}

    @pytest.mark.parametrize("answers", [("",), ("1", "", ""), ("例外", "", ""), ("1", "b", "")])
    def test_answering_the_same_and_enter_keep_them(
        self, said: Sitting, answers: tuple[str, ...]
    ) -> None:
        assert self.exceptions(said, *answers) == self.STANDING

    def test_they_are_shown_with_how_to_change_one(self, said: Sitting) -> None:
        self.exceptions(said, "1", "", "")
        assert "现在的例外：2 乙 自建网站；3 丙 不清楚" in said.text
        assert "只改个别直播间，输入 例外" in said.text

    def test_one_room_is_changed_without_typing_the_others(self, said: Sitting) -> None:
        assert self.exceptions(said, "例外", "3", "2") == {**self.STANDING, "r3": self.OWN_SITE}

    def test_one_room_is_added_without_typing_the_others(self, said: Sitting) -> None:
        changed = self.exceptions(said, "1", "甲", "2", "")
        assert changed == {**self.STANDING, "r1": self.OWN_SITE}

    def test_a_room_that_is_named_may_stay_as_it_is(self, said: Sitting) -> None:
        assert self.exceptions(said, "1", "2", "", "") == self.STANDING

    def test_a_room_that_is_like_the_others_is_no_exception(self, said: Sitting) -> None:
        assert self.exceptions(said, "1", "3", "1") == {"r2": self.OWN_SITE}

    @pytest.mark.parametrize("none", ["全不选", "没有", "0"])
    def test_all_go_when_that_is_said_and_confirmed(self, said: Sitting, none: str) -> None:
        assert self.exceptions(said, "1", none, "不改", "") == self.STANDING
        assert "这些例外会去掉，改成 直播电商平台：2 乙 自建网站；3 丙 不清楚" in said.text
        assert self.exceptions(said, "1", none, "") == {}

    @pytest.mark.parametrize(
        ("elsewhere", "answers"), [(("r2",), ("否", "")), (("r2", "r3"), ("否",))]
    )
    def test_those_of_rooms_that_are_not_asked_stay(
        self, sitting: Sitting, elsewhere: tuple[str, ...], answers: tuple[str, ...]
    ) -> None:
        before = sitting.answer(*self.ROOMS, "", "q")
        channel = Answer(
            value=Choice("platform"), exceptions=dict.fromkeys(elsewhere, self.OWN_SITE)
        )
        kept = Answer(value=Y, exceptions=dict.fromkeys(elsewhere, Mark.UNKNOWN))
        facts = {**before.facts, "channel": channel}
        save(sitting.path, replace(before, facts=facts, answers={self.KEPT: kept}), BOOK)
        after = sitting.answer("g art38-replay", *answers, "q").answers[self.KEPT]
        assert (after.value, after.exceptions) == (N, kept.exceptions)

    def test_who_could_know_is_kept_as_well(self, said: Sitting) -> None:
        known = said.answer("g 主体3", "例外", "", "", "q")
        assert known.facts["channel"].who_could_know == "财务"
        assert "现在写的是 财务，直接回车保留" in said.text
        assert (
            said.answer("g 主体3", "1", "", "运营", "q").facts["channel"].who_could_know == "运营"
        )


class TestMoving:
    """Back, skip, quit, come again: nothing said is lost."""

    def test_going_back_keeps_later_answers(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "是", "是", "b", "b", "", "否", "s")
        assert known.facts["opens_room"].value is Y
        assert known.facts["serves_hosts"].value is Y
        again = sitting.answer("q")
        assert again == known

    def test_a_correction_changes_one_answer(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "是", "是", "上一题", "否", "")
        assert known.facts["serves_hosts"].value is N
        assert known.facts["opens_room"].value is Y

    def test_back_amid_the_exceptions_answers_the_same_question_anew(
        self, sitting: Sitting
    ) -> None:
        known = sitting.answer(*ABOUT, "是", "否", "甲、乙", "1", "2", "b", "2", "", "q")
        assert known.facts["channel"].value == Choice("own_site")
        assert known.facts["channel"].exceptions == {}

    def test_one_goes_on_where_one_stopped(self, sitting: Sitting) -> None:
        sitting.answer(*ABOUT, "是", "q")
        sitting.shown.clear()
        known = sitting.answer("否")
        assert "接着上次（某某公司）：已答 6 题" in sitting.text
        assert known.facts["serves_hosts"].value is N

    def test_what_was_skipped_comes_again_next_time(self, sitting: Sitting) -> None:
        sitting.answer(*ABOUT, "s", "是", "q")
        known = sitting.answer("是", "q")
        assert known.facts["opens_room"].value is Y

    def test_what_was_skipped_is_counted_at_the_end(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, *["s"] * 15, "q")
        asked = [step for step in plan(BOOK, known) if not is_answered(step, BOOK, known)]
        assert f"这一次跳过了 {len(asked)} 题，再运行一次就会问到" in sitting.text

    def test_an_answer_that_is_skipped_past_is_still_there(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "否", "g 主体1", "s", "q")
        assert known.facts["opens_room"].value is N
        assert "检查一遍：主体情况 1 题" in sitting.text
        assert "跳过了" not in sitting.text

    def test_rooms_may_be_kept_or_renamed(self, sitting: Sitting) -> None:
        start = [*ABOUT, "是", "否", "甲、乙", "1", "2", "2"]
        sitting.answer(*start, "b", "b", "", "q")
        known = sitting.answer("b", "b", "乙、丙", "是", "q")
        assert known.rooms == (Room(id="r2", name="乙"), Room(id="r3", name="丙"))
        assert known.facts["channel"].exceptions == {"r2": Choice("own_site"), "r3": UNASKED}

    def test_the_end_of_input_says_what_was_saved_and_how_to_go_on(self, sitting: Sitting) -> None:
        sitting.answer(*ABOUT, "是")
        assert "输入到此为止。已答 6 题" in sitting.text
        assert f"checklist ask {sitting.path}" in sitting.text

    def test_leaving_at_once_leaves_no_file(self, sitting: Sitting) -> None:
        sitting.answer("q")
        assert not sitting.path.exists()
        assert "没有建立文件" in sitting.text


class TestTelling:
    """What the respondent is told on the way."""

    def test_who_they_are_in_law_and_why(self, sitting: Sitting) -> None:
        sitting.answer(*ABOUT, "是", "不清楚", "", "1", "1", "q")
        assert "您在法律上是：直播间运营者（第二条第四款）" in sitting.text
        assert "还不能确定是不是：直播营销人员服务机构" in sitting.text

    def test_which_rooms_are_meant_is_said(self, sitting: Sitting) -> None:
        start = [*ABOUT, "是", "否", "甲、乙、丙", "1", "3", "2", *["不清楚", ""] * 8, "全选", ""]
        sitting.answer(*start, "q")
        assert "（就 3 个直播间一并回答；不一样的稍后单独说明）" in sitting.text
        assert "（就 2 个直播间一并回答，不包括丙；不一样的稍后单独说明）" in sitting.text

    def test_help_tells_why_proof_remedy_and_cost(self, sitting: Sitting) -> None:
        sitting.answer(*ABOUT, "是", "否", "1", "1", "？", "q")
        for part in ("为什么问：", "怎样整改：做到它。", "可能的处罚：第五十九条（市场监督"):
            assert part in sitting.text

    def test_the_conclusion_and_what_to_do_next(self, sitting: Sitting) -> None:
        sitting.answer(*ABOUT, "否")
        assert "不符合 0 项，待确认 0 项，符合 0 项，不适用 4 项" in sitting.text
        assert f"checklist check {sitting.path}" in sitting.text

    def test_a_finished_questionnaire_can_still_be_corrected(self, sitting: Sitting) -> None:
        sitting.answer(*ABOUT, "否", "")
        known = sitting.answer("b", "是", "", "q")
        assert known.facts["opens_room"].value is Y
        rest = ["否", "甲", "2", *["不清楚", ""] * 9]
        known = sitting.answer(*rest, "99", "1", "是", "")
        assert "题号是 1 到 9" in sitting.text
        assert known.answers["art25-all/done"].value is Y

    def test_nothing_typed_steers_the_terminal(self, sitting: Sitting) -> None:
        name = "\x1b[2J\u202e某某\x07公司"
        sitting.answer(name, "张三", "", "", "\x1b]0;x\x07", "q")
        known = sitting.answer("q")
        assert known.respondent.name == "[2J某某公司"
        assert all(line.isprintable() for line in sitting.text.split("\n"))

    @pytest.mark.parametrize("width", [80, 120])
    def test_no_line_is_wider_than_the_terminal(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int
    ) -> None:
        monkeypatch.chdir(tmp_path)
        sitting = Sitting(Path("自查.yaml"), width=width)
        rooms = "、".join(f"很长很长的直播间名称{number}号" for number in range(30))
        sitting.answer(*ABOUT, "是", "是", rooms, "1", "?", "2", "2", "?", "也许" * 40, "q")
        assert max(wcswidth(line) for line in sitting.text.split("\n")) <= width


def test_a_question_that_changed_is_asked_again_and_says_so(sitting: Sitting) -> None:
    save(
        sitting.path,
        Assessment(
            respondent=Respondent(name="某某公司", credit_code="", address="", prepared_by=""),
            period=SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 10, 1)),
            facts={"opens_room": Answer(value=Y)},
            answered_to=(AnsweredTo(id="small", edition="2025.9"),),
        ),
        BOOK,
    )
    known = sitting.answer("", "是", "q")
    assert "上次答的是：是；题目或选项后来有变化，请重新回答" in sitting.text
    assert known.facts["opens_room"].asked_as == kinds.OPENS.fingerprint


def test_an_answer_to_an_earlier_wording_stands_and_it_is_told_to_which(sitting: Sitting) -> None:
    sitting.answer(*ABOUT, "是", "q")
    opens = replace(kinds.OPENS, ask="是否开设、运营直播间？", formerly=(kinds.OPENS.fingerprint,))
    sitting.rulebook = replace(BOOK, facts=(opens, *BOOK.facts[1:]))
    sitting.shown.clear()
    known = sitting.answer("否", "b", "b", "", "q")
    assert known.facts["opens_room"].asked_as == kinds.OPENS.fingerprint != opens.fingerprint
    assert "现在的答案：是（直接回车保留）\n  （当时的问法不同，问的是同一件事）" in sitting.text
    entries = load_history(sitting.path).entries
    change = next(entry for entry in entries if entry.key == "opens_room")
    told = HistoryView(sitting.rulebook, known, width=200).change(change)
    to = "答的是以前的问法，问的是同一件事"
    assert told == f"未作答 → 是；{to}"


def test_a_file_held_by_another_program_is_saved_beside_it_and_so_it_goes_on(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = sitting.path
    replaced = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target) == held:
            raise PermissionError(13, "held")
        return replaced(self, target)

    monkeypatch.setattr("checklist.files._PAUSE", 0)
    monkeypatch.setattr(Path, "replace", refuse)
    held.write_text("format: 1\n", encoding="utf-8")
    sitting.answer("某某公司", "张三", "q")
    beside = [path for path in held.parent.glob("*.yaml") if path != held]
    assert len(beside) == 1
    assert load(beside[0], BOOK).respondent.prepared_by == "张三"
    assert held.read_text(encoding="utf-8") == "format: 1\n"
    assert "被其他软件占用" in sitting.text.replace("\n  ", "")
