"""What a sitting promises: about itself, beside an answer, on the way, and before the end."""

from __future__ import annotations

import hashlib
import re
import sys
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Choice, Evidence, Mark
from checklist.assessment.recheck import CARRIED, carried_over
from checklist.assessment.stored.file import load, save
from checklist.errors import WrongUsage
from checklist.evaluation.states import AnswerState
from checklist.law.model import Fine, Kind, PenaltyRef, Step, Trigger
from checklist.sitting.places import Scope, scope
from checklist.sitting.terminal import Terminal
from tests.assessment.sitting import ABOUT, BOOK, Sitting
from tests.given import kinds, law

Y, N = Mark.YES, Mark.NO
ROOM_OPERATOR = [*ABOUT, "是", "否", "甲、乙", "1", "", "2"]
"""Two rooms: 甲 and 乙 on a platform; what is opened next is the first question of nine."""
OPEN_FACTS = [*ABOUT, "是", "否", "甲、乙", "1", ""]
ALL_GOOD = ["是", "否", "全不选", "1", "3年", "6个月", "3个工作日", "每年1次"]
ROOM_GOOD = ["全选", "", "是", ""]


FULL_WIDTH_M = "\N{FULLWIDTH LATIN CAPITAL LETTER M}"


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path / "自查.yaml")


class TestTellingAboutItself:
    """How long it takes and where one is stand on every screen."""

    def test_it_opens_with_how_long_it_takes_and_that_all_stays_here(
        self, sitting: Sitting
    ) -> None:
        sitting.answer("q")
        said = sitting.text
        plain = said.replace("\n", "")
        assert "先问单位、直播间名单和主体情况（最多 9 题，其中主体情况 3 题），" in plain
        assert "再只问适用的义务（最多 11 题；通常少得多）" in plain
        assert "即使全部适用，约 " in said
        assert "分钟，按每秒读 6.5 字、每题再想和输入 4 秒估计" in said.replace("\n", "")
        assert "答案只存在这台电脑上，不联网" in said

    def test_facts_and_the_questions_of_one_entry_share_a_screen_as_far_as_it_holds_them(
        self, sitting: Sitting
    ) -> None:
        sitting.answer(*OPEN_FACTS, "是", "否", "全不选", "g 1", "", "q")
        of_entry = "第二十五条第一款  义务 art25-all"
        assert sitting.text.count("主体情况 1/最多 3  最多约剩") == 1
        assert "\n主体情况 2/最多 3\n是否服务主播？" in sitting.text
        assert "\n\n第 2/10 题\n是否隐瞒？" in sitting.text
        assert sitting.text.count(of_entry) == 3, "full screens and jumps begin with the heading"
        screens = sitting.text.split("-" * 79)[1:]
        assert max(screen.count("\n") for screen in screens) <= 24

    def test_every_heading_says_where_one_is_and_how_long_the_rest_takes(
        self, sitting: Sitting
    ) -> None:
        sitting.answer(*OPEN_FACTS, "q")
        for head in ("填报单位 1/5  最多约剩", "主体情况 1/最多 3  最多约剩", "直播间  最多约剩"):
            assert head in sitting.text
        assert "第 1/10 题  约剩 2 分钟  作为直播间运营者\n" in sitting.text

    @pytest.mark.parametrize(("answered", "again"), [([], True), (["是"], False)])
    def test_who_one_is_is_not_told_again_once_questions_were_answered(
        self, sitting: Sitting, answered: list[str], *, again: bool
    ) -> None:
        sitting.answer(*OPEN_FACTS, *answered, "q")
        sitting.shown.clear()
        sitting.answer("q")
        assert ("您在法律上是" in sitting.text) is again
        sitting.shown.clear()
        sitting.answer("g 主体2", "是", "", "q")
        assert "您在法律上是：直播营销人员服务机构" in sitting.text

    def test_how_many_questions_follow_for_each_role(self, sitting: Sitting) -> None:
        sitting.answer(*ABOUT, "是", "是", "甲", "1", "q")
        assert "接下来还有 11 题，约 2 分钟" in sitting.text
        assert "作为直播间运营者：10 题" in sitting.text
        assert "作为直播营销人员服务机构：1 题" in sitting.text


class TestBesideAnAnswer:
    """Notes, evidence and persons are saved at once, also before the question is answered."""

    def test_they_are_saved_before_the_answer(self, sitting: Sitting) -> None:
        known = sitting.answer(*OPEN_FACTS, "m 下周复查", "p 张三 2026-12-31", "e 会议纪要")
        assert known.answers["art25-all/done"] == Answer(
            value=None,
            note="下周复查",
            evidence=(Evidence("会议纪要"),),
            owner="张三",
            due=date(2026, 12, 31),
        )
        again = sitting.answer("是", "q")
        assert again.answers["art25-all/done"].value is Y
        assert again.answers["art25-all/done"].owner == "张三"
        assert "责任人：张三，期限 2026-12-31" in sitting.text

    def test_a_file_is_hashed_and_remembered_beside_the_answers(self, sitting: Sitting) -> None:
        shot = sitting.path.parent / "证据" / "开场 1.png"
        shot.parent.mkdir()
        shot.write_bytes(b"png")
        known = sitting.answer(*OPEN_FACTS, "e '证据/开场 1.png'", f"e {shot}", "q")
        assert known.answers["art25-all/done"].evidence == (
            Evidence(
                "开场 1.png",
                path="证据/开场 1.png",
                sha256=hashlib.sha256(b"png").hexdigest(),
                size=3,
                seen_at="2026-11-01T09:30:00+00:00",
            ),
        )

    def test_a_file_that_is_not_there_is_not_recorded(self, sitting: Sitting) -> None:
        known = sitting.answer(*OPEN_FACTS, "e 证据/没有.png", "e 文字 证据/没有.png", "e", "", "q")
        assert known.answers["art25-all/done"].evidence == (Evidence("证据/没有.png"),)
        assert "没有找到（或者打不开）文件“证据/没有.png”，没有记" in sitting.text.replace(
            "\n  ", ""
        )

    @pytest.mark.parametrize("name", ["没有。png", "证据/没有。pdf", "没有\uff0ejpg"])
    def test_a_dot_of_a_chinese_keyboard_makes_a_file_no_words(
        self, sitting: Sitting, name: str
    ) -> None:
        known = sitting.answer(*OPEN_FACTS, f"e {name}", "e", "", "q")
        assert not known.answers
        assert "没有找到（或者打不开）文件" in sitting.text

    def test_a_file_named_with_such_a_dot_is_found(self, sitting: Sitting) -> None:
        (sitting.path.parent / "截图.png").write_bytes(b"png")
        known = sitting.answer(*OPEN_FACTS, "e 截图。png", "q")
        assert known.answers["art25-all/done"].evidence[0].path == "截图.png"

    def test_they_can_be_typed_on_a_line_of_their_own_or_not_at_all(self, sitting: Sitting) -> None:
        known = sitting.answer(*OPEN_FACTS, FULL_WIDTH_M, "甲", "m", "", "p", "周五", "q")
        assert known.answers["art25-all/done"] == Answer(value=None, note="甲")
        assert "没有看懂“周五”里的期限" in sitting.text

    def test_before_the_questions_there_is_nothing_to_put_them_beside(
        self, sitting: Sitting
    ) -> None:
        known = sitting.answer("m", "某某公司", "q")
        assert known.respondent.name == "某某公司"
        assert "在这里不能记" in sitting.text


class TestGettingAbout:
    """Jump, look at what is answered, come back: nothing said is lost."""

    def test_a_jump_goes_on_from_there(self, sitting: Sitting) -> None:
        known = sitting.answer(*OPEN_FACTS, "g 9", "全选", "", "q")
        assert "art37-prompt/shown" in known.answers
        assert "第 10/10 题" in sitting.text

    def test_what_was_jumped_over_comes_again(self, sitting: Sitting) -> None:
        known = sitting.answer(*OPEN_FACTS, "g 第10题", "是", "", "是", "q")
        assert known.answers["art25-all/done"].value is Y

    def test_a_place_is_asked_for_over_the_sections(self, sitting: Sitting) -> None:
        sitting.answer(*OPEN_FACTS, "g", "第九章", "2", "q")
        assert "作为直播间运营者  第 1–10 题：未答 10" in sitting.text
        assert "没有找到“第九章”" in sitting.text
        assert "第 2/10 题" in sitting.text

    def test_a_further_key_is_followed_from_where_a_place_is_asked_for(
        self, sitting: Sitting
    ) -> None:
        sitting.answer(*OPEN_FACTS, "是", "g", "v", "g 3", "q")
        assert "   1  [已答] 是否做到？  答：是" in sitting.text
        assert sitting.text.count("第 3/10 题") == 1

    def test_a_place_that_is_not_there_leads_back(self, sitting: Sitting) -> None:
        known = sitting.answer(*OPEN_FACTS, "g 99", "", "是", "q")
        assert known.answers["art25-all/done"].value is Y

    def test_what_is_answered_can_be_looked_at_and_changed(self, sitting: Sitting) -> None:
        known = sitting.answer(*OPEN_FACTS, "是", "v", "主体", "1", "", "否", "q")
        assert "   1  [已答] 是否做到？  答：是" in sitting.text
        assert "主体2  [已答] 是否服务主播？  答：否" in sitting.text
        assert known.answers["art25-all/done"].value is Y
        assert known.answers["art25-all/hidden"].value is N

    def test_leaving_from_there_is_leaving(self, sitting: Sitting) -> None:
        sitting.answer(*OPEN_FACTS, "v", "q")
        assert "接着答：" in sitting.text


class TestChangingAFact:
    """What it does is shown before it is confirmed; answers that fall dormant are kept."""

    def test_it_is_shown_and_can_be_declined(self, sitting: Sitting) -> None:
        known = sitting.answer(*OPEN_FACTS, "是", "g 主体1", "否", "没有", "不改", "q")
        assert "没有看懂“没有”。写 1（是）或者 2（否，不改）。" in sitting.text
        assert "确认要这样改吗？1 是  2 否，不改（直接回车表示 1 是）：" in sitting.text
        assert "不再问 13 题，属于 6 项义务和情况，其中 3 题已有答案：答案保留" in sitting.text
        assert "□ 义务 art25-all" in sitting.text
        assert known.facts["opens_room"].value is Y

    @pytest.mark.parametrize("word", ["2", "否", "n", "２"])
    def test_no_is_no_however_it_is_typed(self, sitting: Sitting, word: str) -> None:
        known = sitting.answer(*OPEN_FACTS, "是", "g 主体1", "否", word, "q")
        assert known.facts["opens_room"].value is Y

    @pytest.mark.parametrize("word", ["1", "是", "y", "１", ""])
    def test_yes_is_yes_however_it_is_typed(self, sitting: Sitting, word: str) -> None:
        known = sitting.answer(*OPEN_FACTS, "是", "g 主体1", "否", word, "q")
        assert known.facts["opens_room"].value is N

    def test_what_falls_dormant_is_kept_marked_and_comes_back(self, sitting: Sitting) -> None:
        known = sitting.answer(*OPEN_FACTS, "是", "g 主体1", "否", "", "")
        assert known.facts["opens_room"].value is N
        assert known.answers["art25-all/done"].value is Y
        assert "休眠（现在不适用或者不再问，答案保留、不计入结论）：1 题" in sitting.text
        back = sitting.answer("g 主体1", "是", "", "q")
        assert "要问的多 13 题，属于 6 项义务和情况，其中 3 题以前答过，答案恢复" in sitting.text
        assert back.answers["art25-all/done"].value is Y
        assert "第 2/10 题" in sitting.text


class TestBeforeTheEnd:
    """Open, unknown and gap items by section, then the conclusion and what to do next."""

    def test_every_entry_is_named_once_above_its_questions(self, sitting: Sitting) -> None:
        sitting.answer(*OPEN_FACTS, "否", "是", *ALL_GOOD[2:], *ROOM_GOOD, "")
        review = sitting.text.partition("检查一遍")[2].partition("结论")[0]
        assert review.count("  第二十五条第一款  义务 art25-all\n     1  [缺口] 是否做到？") == 1
        assert review.count("义务 art25-all") == 1
        assert "   2  [缺口] 是否隐瞒？" in review

    def test_it_lists_what_to_look_at_and_leads_there(self, sitting: Sitting) -> None:
        answers = [
            *OPEN_FACTS,
            "否",
            "不清楚",
            "法务王五",
            "s",
            *ALL_GOOD[3:],
            "全选",
            "",
            "是",
            "2",
            "否",
        ]
        known = sitting.answer(*answers, "1", "是", "")
        said = sitting.text
        counts = "未答 1 题，不清楚 1 题，缺口 2 题"
        assert f"检查一遍：义务 10 题（{counts}）；主体情况 3 题" in said
        assert "   1  [缺口] 是否做到？  答：否" in said
        assert "   2  [不清楚] 是否隐瞒？  答：不清楚（可问：法务王五）" in said
        assert "   3  [未答] 有过哪些情形？" in said
        assert "  10  [缺口] 回放是否保留提示？\n          是  1 个直播间：甲" in said
        assert known.answers["art25-all/done"].value is Y
        assert "这一次跳过了 1 题，再运行一次就会问到" in said
        assert said.index("检查一遍") < said.index("还有 1 题没有答。到这里的结论")
        assert f"checklist report {sitting.path} -o 报告.html" in said

    def test_keys_work_there_too(self, sitting: Sitting) -> None:
        sitting.answer(*OPEN_FACTS, *ALL_GOOD, *ROOM_GOOD, "v", "", "s", "第九章", "g 3", "", "q")
        assert "问完了。结论" in sitting.text


class TestParts:
    """--only, --section and --role go through a part, each step once."""

    def answered(self, sitting: Sitting, *answers: str) -> None:
        sitting.answer(*OPEN_FACTS, *answers, "q")
        sitting.shown.clear()

    def test_gaps_are_asked_once_each_and_may_stay(self, sitting: Sitting) -> None:
        self.answered(sitting, "否", "是", "1", "2", "s", "s", "s", "s", "s")
        sitting.scope = Scope(only=AnswerState.GAP)
        known = sitting.answer("", "否", "全不选", "1", "")
        assert known.answers["art25-all/done"].value is N
        assert known.answers["art25-all/hidden"].value is N
        assert known.answers["art25-all/form"].value == Choice("written")
        assert "第 5/10 题" not in sitting.text
        assert "第 1/10 题  本次还有 4 题，约剩" in sitting.text
        assert "主体情况问完了" not in sitting.text

    def test_back_leads_to_nothing_outside_the_part(self, sitting: Sitting) -> None:
        self.answered(sitting, "s", "s", "s", "s", "s")
        sitting.scope = Scope(part=frozenset({"facts/opens_room", "answers/art25-all/form"}))
        known = sitting.answer("b", "", "q")
        assert known.facts["opens_room"].value is Y
        assert "主体情况 1/最多 3" in sitting.text
        assert "是否隐瞒？" not in sitting.text

    def test_it_says_how_much_of_the_part_is_left_and_how_to_go_on_with_it(
        self, sitting: Sitting
    ) -> None:
        self.answered(sitting, "否", "是", "1", "2", "s", "s", "s", "s", "s")
        sitting.scope = Scope(only=AnswerState.GAP)
        sitting.answer("q")
        assert "，本次的范围还有 4 题，约剩 1 分钟。" in sitting.text
        assert "还剩" not in sitting.text
        assert sitting.text.endswith("自查.yaml --only gaps")

    def test_what_was_skipped_is_counted_as_left(self, sitting: Sitting) -> None:
        self.answered(sitting, "否", "是", "1", "2", "s", "s", "s", "s", "s")
        sitting.scope = Scope(only=AnswerState.OPEN)
        sitting.answer("s", "s", "s", "g 5", "q")
        told = [line for line in sitting.text.split("\n") if "本次" in line]
        assert "本次还有 3 题，另有跳过的 3 题，约剩" in told[-3]
        assert "本次还有 4 题，另有跳过的 2 题，约剩" in told[-2], "the one asked again is left too"
        assert "本次的范围还有 6 题（其中跳过的 3 题）" in told[-1]

    def test_the_last_one_that_is_asked_is_one(self, sitting: Sitting) -> None:
        self.answered(sitting, *ALL_GOOD[:-1])
        sitting.scope = Scope(section="art25-all")
        sitting.answer("g 1", "q")
        assert "第 1/10 题  本次还有 2 题，" in sitting.text
        sitting.answer("s", "g 1", "q")
        assert "本次还有 0 题" not in sitting.text
        assert "第 1/10 题  本次还有 1 题，另有跳过的 1 题，" in sitting.text

    def test_the_command_to_go_on_repeats_section_and_role(self, sitting: Sitting) -> None:
        sitting.answer(*ABOUT, "是", "是", "甲", "1", "q")
        sitting.scope = Scope(only=AnswerState.OPEN, section="第一章 总则", role="mcn")
        sitting.answer("q")
        quote = '"' if sys.platform == "win32" else "'"
        section = f"--section {quote}第一章 总则{quote}"
        assert sitting.text.endswith(f".yaml --only open {section} --role mcn")

    def test_only_what_nobody_knew(self, sitting: Sitting) -> None:
        self.answered(sitting, "不清楚", "", "否")
        sitting.scope = Scope(only=AnswerState.UNKNOWN)
        known = sitting.answer("是", "")
        assert known.answers["art25-all/done"].value is Y

    def test_a_part_without_anything_says_so(self, sitting: Sitting) -> None:
        self.answered(sitting, "是")
        sitting.scope = Scope(only=AnswerState.GAP)
        sitting.answer("")
        assert "所选的范围里没有要答的题" in sitting.text

    def test_a_section_or_a_role(self, sitting: Sitting) -> None:
        sitting.answer(*ABOUT, "是", "是", "甲", "1", "q")
        sitting.scope = Scope(section="art37-prompt")
        known = sitting.answer("全选", "")
        assert set(known.answers) == {"art37-prompt/shown"}
        sitting.scope = Scope(role="mcn")
        known = sitting.answer("1 2", "")
        assert set(known.answers) == {"art37-prompt/shown", "art45-report/reports"}

    @pytest.mark.parametrize(
        ("asked", "typed", "told", "done"),
        [
            (
                {"section": "art37-prompt"},
                ["全选"],
                "art37-prompt问完了，其余还有 [0-9]+ 题没有答。",
                "1",
            ),
            (
                {"role": "mcn"},
                ["s"],
                "作为直播营销人员服务机构承担的义务还有 1 题没有答，一共还有 [0-9]+ 题没有答。",
                "0",
            ),
        ],
    )
    def test_the_conclusion_says_how_little_was_asked(
        self, sitting: Sitting, asked: dict[str, str], typed: list[str], told: str, done: str
    ) -> None:
        sitting.answer(*ABOUT, "是", "是", "甲", "1", "q")
        sitting.shown.clear()
        sitting.scope = Scope(section=asked.get("section"), role=asked.get("role"))
        sitting.answer(*typed, "")
        said = re.sub(r"\n *", "", sitting.text)
        assert re.search(f"{told}到这里的结论（自评，截至 ?2026-11-01）：", said)
        assert "有过哪些情形？" not in said, "what was not asked is counted, not listed"
        assert re.search("待确认 ([0-9]+) 项（其中 \\1 项只是还没有答）", said)
        sitting.scope = Scope()
        sitting.shown.clear()
        sitting.answer(*["s"] * (11 - int(done)), "")
        assert "题没有答。到这里的结论" in sitting.text, "all that was asked was skipped"

    @pytest.mark.parametrize(
        ("given", "meant"),
        [
            ({"only": "缺口"}, Scope(only=AnswerState.GAP)),
            ({"only": "Gaps"}, Scope(only=AnswerState.GAP)),
            ({"only": "待复核"}, Scope(only=AnswerState.RECHECK)),
            ({"role": "服务机构"}, Scope(role="mcn")),
            ({"role": "room_operator"}, Scope(role="room_operator")),
            ({"section": "第一章"}, Scope(section="第一章")),
        ],
    )
    def test_options_are_understood_in_chinese(self, given: dict[str, str], meant: Scope) -> None:
        options = {"only": None, "section": None, "role": None} | given
        assert scope(BOOK, **options) == meant

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"only": "全部"}, "gaps（缺口）"),
            ({"section": "第九章"}, "第一章 总则"),
            ({"section": ""}, "第一章 总则"),
            ({"role": "直播"}, "直播间运营者（room_operator）、直播营销人员服务机构（mcn）"),
            ({"role": "平台"}, "直播间运营者（room_operator）"),
        ],
    )
    def test_what_is_no_part_is_refused_with_the_choices(
        self, given: dict[str, str], said: str
    ) -> None:
        options = {"only": None, "section": None, "role": None} | given
        with pytest.raises(WrongUsage, match=said.replace("（", ".").replace("）", ".")):
            scope(BOOK, **options)


class TestLastYear:
    """Carried-over answers are confirmed by one key each, and count only then."""

    @pytest.fixture
    def last(self, sitting: Sitting) -> Assessment:
        known = sitting.answer(*OPEN_FACTS, "否", *ALL_GOOD[1:], "全选", "", "是", "2", "否", "")
        sitting.path.unlink()
        sitting.shown.clear()
        return carried_over(BOOK, known)

    def test_one_key_each(self, sitting: Sitting, last: Assessment) -> None:
        sitting.begin_with = last
        known = sitting.answer("", *[""] * 3, "是", *[""] * 9, "")
        assert "带入了上次自查（某某公司）的 13 个答案，都待复核" in sitting.text
        assert "直播间沿用上次的 2 个；有变化，输入 g 直播间" in sitting.text
        assert "待复核，上次自查答的是：否（仍然如此，直接回车；变了，重新回答）" in sitting.text
        assert known.answers["art25-all/done"].value is Y
        assert known.answers["art38-replay/kept"].exceptions == {"r2": N}
        assert all(one.state is None and one.by == "张三" for one in known.answers.values())
        assert "（1 个直播间例外：乙 否）" in sitting.text

    def test_what_was_not_confirmed_stays_to_be_confirmed(
        self, sitting: Sitting, last: Assessment
    ) -> None:
        sitting.begin_with = last
        known = sitting.answer("", *[""] * 3, "q")
        assert known.answers["art25-all/done"].state == CARRIED
        sitting.begin_with, sitting.scope = None, Scope(only=AnswerState.RECHECK)
        known = sitting.answer(*[""] * 10, "")
        assert not [key for key, one in known.answers.items() if one.state]
        assert "待复核" not in sitting.text.partition("检查一遍")[2]

    def test_a_question_that_changed_since_must_be_answered_anew(
        self, sitting: Sitting, last: Assessment
    ) -> None:
        old = replace(last.answers["art25-all/done"], asked_as="0123456789abcdef")
        sitting.begin_with = replace(last, answers={**last.answers, "art25-all/done": old})
        known = sitting.answer("", *[""] * 3, "", "是", "q")
        assert "题目或选项后来有变化，请重新回答" in sitting.text
        assert known.answers["art25-all/done"].value is Y


def test_every_change_is_in_the_history(sitting: Sitting) -> None:
    from checklist.assessment.stored.file import history_file

    sitting.answer(*OPEN_FACTS, "是", "m 甲", "q")
    lines = history_file(sitting.path).read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if "art25-all/done" in line]) == 1
    assert len([line for line in lines if "art25-all/hidden" in line]) == 1


def test_without_styles_there_is_no_escape_sequence_and_with_them_only_bold(
    tmp_path: Path,
) -> None:
    plain, styled = Sitting(tmp_path / "甲.yaml"), Sitting(tmp_path / "乙.yaml", styled=True)
    plain.answer(*OPEN_FACTS, "?", "q")
    styled.answer(*OPEN_FACTS, "?", "q")
    assert "\x1b" not in plain.text
    assert "\x1b[1m是否做到？\x1b[0m" in styled.text
    bare = styled.text.replace("\x1b[1m", "").replace("\x1b[0m", "")
    # The name of the file may be broken over two lines, so the letters are made alike one by one.
    assert bare.replace("乙", "甲") == plain.text.replace("乙", "甲")


def test_what_was_saved_is_read_back_the_same(sitting: Sitting) -> None:
    known = sitting.answer(*OPEN_FACTS, "e 会议纪要", "p 张三 2026-12-31", "是", "q")
    save(sitting.path, known, BOOK)
    assert load(sitting.path, BOOK) == known


def test_a_window_may_be_resized_while_a_question_is_asked(sitting: Sitting) -> None:
    terminal = Terminal(read=lambda _: "", write=sitting.write, width=lambda: sitting.width)
    terminal.rule()
    sitting.width = 60
    terminal.rule()
    assert [len(line) for line in sitting.text.split("\n") if line] == [79, 59]


class TestTheQuickPath:
    """`--only 可罚`, or one key at the start, asks first what decides a fine at once."""

    FINED = law.penalty("art60", steps=(Step(on=Trigger.BREACH, fine=Fine(high=5000)),))
    BOOK = law.rulebook(
        law.obligation("art25-all", kinds.YES),
        law.obligation("art32-price", kinds.ALL, penalties=(PenaltyRef(id="art60"),)),
        law.obligation("art45-report", kinds.YEARS, kind=Kind.ENCOURAGEMENT, penalties=()),
        facts=(kinds.OPENS, replace(kinds.SERVES, when=None)),
        duty_holders=kinds.every_kind().duty_holders,
        penalties=(law.penalty(), FINED),
    )

    @pytest.fixture
    def quick(self, tmp_path: Path) -> Sitting:
        return Sitting(tmp_path / "自查.yaml", rulebook=self.BOOK)

    def test_it_asks_only_what_decides_a_fine_at_once_and_says_what_was_left_out(
        self, quick: Sitting
    ) -> None:
        quick.scope = scope(self.BOOK, only="可罚", section=None, role=None)
        known = quick.answer("某某公司", "", "是", "全选", "")
        assert set(known.answers) == {"art32-price/shown"}
        assert set(known.facts) == {"opens_room"}, "the other fact decides no fine"
        assert "时间不多" not in quick.text
        assert "还有 3 题没有问：\n  主体情况  1 题\n  作为直播间运营者  1 题\n  倡导" in quick.text
        told = "违反就可以直接处罚款的部分问完了，其余还有 3 题没有答，其中倡导 1 题。"
        assert told in quick.text.replace("\n", "")

    def test_one_key_at_the_start_offers_it_and_one_at_the_end_goes_on(
        self, quick: Sitting
    ) -> None:
        known = quick.answer("k", "某某公司", "", "是", "全选", "k", "s", "s", "s", "否", "是", "q")
        assert "时间不多：输入 k" in quick.text
        told = "（最多4题：单位、直播间名单和主体情况3题，义务1题；"
        assert told in "".join(quick.text.split())
        assert "本次还有 4 题" in quick.text, "the number that was offered"
        assert set(known.answers) == {"art32-price/shown", "art25-all/done"}
        assert known.facts["serves_hosts"].value is N

    def test_the_key_is_told_again_for_as_long_as_it_leaves_something_out(
        self, quick: Sitting
    ) -> None:
        quick.answer("某某公司", "q")
        quick.shown.clear()
        quick.answer("", "", "", "", "q")
        assert "时间不多：输入 k" in quick.text
        told = "（最多3题：单位、直播间名单和主体情况2题，义务1题；"
        assert told in "".join(quick.text.split())
        quick.answer("k", "是", "q")
        quick.shown.clear()
        quick.answer("k", "全选", "q")
        assert "（最多 1 题；最多约 1 分钟）" in quick.text.replace("\n", "")
        quick.shown.clear()
        quick.answer("q")
        assert "时间不多" not in quick.text

    def test_facts_that_were_left_out_are_not_said_to_be_asked(self, quick: Sitting) -> None:
        quick.answer("k", "某某公司", "", "是", "全选", "q")
        assert "主体情况先问到这里，还有 1 题没有答。" in quick.text
        assert "\n主体情况问完了。" not in quick.text

    def test_what_is_only_encouraged_is_told_apart_wherever_questions_are_counted(
        self, quick: Sitting
    ) -> None:
        quick.answer("某某公司", "", "", "", "", "是", "否", "q")
        said = re.sub(r"\n *", "", quick.text)
        assert "再只问适用的义务（最多 3 题，其中倡导 1 题；" in said
        assert "接下来还有 3 题，其中倡导 1 题，约 1 分钟" in said
        assert "\n   倡导（不是义务，不计入结论）：1 题\n" in quick.text
        assert "已答 7 题，还剩 3 题，其中倡导 1 题。" in said

    def test_leaving_it_tells_how_to_go_on_with_it(self, quick: Sitting) -> None:
        quick.answer("k", "某某公司", "q")
        assert quick.text.endswith(".yaml --only 可罚")
