"""The list of rooms is edited, never replaced: nothing goes that was not shown and agreed to."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checklist.assessment.exclusions import Scales
from checklist.assessment.model import (
    UNASKED,
    Answer,
    Assessment,
    Choice,
    Mark,
    Respondent,
    Room,
    Value,
)
from checklist.assessment.recheck import carried_over
from checklist.assessment.stored.file import load, load_history, save
from checklist.assessment.stored.moments import Past
from checklist.assessment.typed import Misread
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Status
from checklist.law.model import Per
from checklist.sitting.rooms import edited, left_out, meant
from checklist.sitting.shown.screen import Place
from checklist.sitting.terminal import Terminal
from tests.assessment.sitting import ABOUT, BOOK, Sitting
from tests.given.bundled import LIVESTREAM, joined

if TYPE_CHECKING:
    from tests.conftest import Run

Y, N = Mark.YES, Mark.NO
TWO = (Room(id="r1", name="旗舰店"), Room(id="r2", name="美妆 A 间"))
THREE = (*TWO, Room(id="r3", name="美和间"))
THIRTY = tuple(Room(id=f"r{number}", name=f"第{number}直播间") for number in range(1, 31))


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path / "自查.yaml")


def thirty_rooms(sitting: Sitting) -> Assessment:
    """Save answers for thirty rooms, the last ten of which keep no replays."""
    known = sitting.answer(*ABOUT, "是", "否", "甲", "1", "q")
    exceptions = {room.id: N for room in THIRTY[20:]}
    kept = Answer(value=Y, exceptions=exceptions)
    known = replace(known, rooms=THIRTY, answers={"art38-replay/kept": kept})
    save(sitting.path, known, BOOK)
    sitting.shown.clear()
    return known


class TestReading:
    """Lines at the list of rooms, and rooms named by number or name."""

    @pytest.mark.parametrize(
        ("typed", "names"),
        [
            ("加 新间、二间。", ["旗舰店", "美妆 A 间", "美和间", "新间", "二间"]),
            ("去掉 2", ["旗舰店", "美和间"]),
            ("去掉１，３", ["美妆 A 间"]),
            ("删除 美妆a间", ["旗舰店", "美和间"]),
            ("去掉 2-3", ["旗舰店"]),
            ("去掉 旗舰店 3", ["美妆 A 间"]),
            ("改名 2 新 间", ["旗舰店", "新 间", "美和间"]),
            ("改名 美妆 A 间 新间", ["旗舰店", "新间", "美和间"]),
            ("改名 美妆A间为新间", ["旗舰店", "新间", "美和间"]),
            ("旗舰店改名为新店。", ["新店", "美妆 A 间", "美和间"]),
            ("3 改为 新店", ["旗舰店", "美妆 A 间", "新店"]),
            ("美和间、旗舰店、美妆A间", ["旗舰店", "美妆 A 间", "美和间"]),
            ("旗舰店、新间", ["旗舰店", "新间"]),
            ("改名 2、新间", ["旗舰店", "新间", "美和间"]),
            ("改名２：新间", ["旗舰店", "新间", "美和间"]),
            ("改名 2—新间", ["旗舰店", "新间", "美和间"]),
            ("改名 旗舰店，新间", ["新间", "美妆 A 间", "美和间"]),
            ("去掉 r2、3", ["旗舰店"]),
            ("去掉 2——3", ["旗舰店"]),
            ("去掉 全部，除了2", ["美妆 A 间"]),
            ("R3 改名 新间", ["旗舰店", "美妆 A 间", "新间"]),
            ("r1、r3", ["旗舰店", "美和间"]),
            ("加 1. 甲、2. 乙", ["旗舰店", "美妆 A 间", "美和间", "甲", "乙"]),
        ],
    )
    def test_a_line_changes_what_it_says_and_nothing_else(
        self, typed: str, names: list[str]
    ) -> None:
        after = edited(THREE, typed)
        assert [room.name for room in after] == names
        ids = [room.id for room in after]
        assert len({*ids}) == len(ids)
        kept = {room.name: room.id for room in THREE}
        assert all(kept.get(room.name, room.id) == room.id for room in after)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("2", "登记了 3 个直播间，只写一个数看不出"),
            ("5个", "登记了 3 个直播间，只写一个数看不出"),
            ("1、3", "不像直播间的名称"),
            ("是", "不像直播间的名称"),
            ("加 5", "不像直播间的名称"),
            ("加 旗 舰 店", "已经有直播间"),
            ("改名 1 美和间", "已经有了"),
            ("改名 9 新间", "没有第9个：序号是 1 到 3"),
            ("改名 乙 新间", "没有看懂“改名 乙 新间”要改哪一个"),
            ("改名 1", "没有看懂“改名 1”要改哪一个"),
            ("改名 1 新间、二间", "一次改一个名称"),
            ("去掉 4", "没有第4个：序号是 1 到 3"),
            ("去掉 0", "没有第0个"),
            ("去掉 乙", "没有名称或者序号是“乙”的直播间"),
            ("去掉", "没有写哪个直播间"),
            ("加", "没有写直播间"),
            ("改名", "没有看懂“改名”要改哪一个"),
            ("去掉 全部", "一个直播间也不剩"),
            ("新间、新间", "写了两次"),
            ("、", "没有写直播间"),
        ],
    )
    def test_what_is_not_understood_changes_nothing(self, typed: str, said: str) -> None:
        with pytest.raises(Misread, match=said):
            edited(THREE, typed)

    @pytest.mark.parametrize("typed", ["0", "501", "、".join(f"间{at}" for at in range(501))])
    def test_a_new_list_has_one_to_five_hundred_rooms(self, typed: str) -> None:
        with pytest.raises(Misread, match="500"):
            edited((), typed)

    @pytest.mark.parametrize(
        ("typed", "ids"),
        [
            ("1 3", ["r1", "r3"]),
            ("美和间 和 1", ["r1", "r3"]),
            ("第2个、旗舰店", ["r1", "r2"]),
            ("1和旗舰店及3", ["r1", "r3"]),
            ("全部", ["r1", "r2", "r3"]),
            ("②", ["r2"]),
            ("1至2", ["r1", "r2"]),
            ("２－３", ["r2", "r3"]),
            ("1 2 - 3", ["r1", "r2", "r3"]),
            ("2～3、1", ["r1", "r2", "r3"]),
            ("第1个至第2个", ["r1", "r2"]),
            ("2 到 3号", ["r2", "r3"]),
            ("1\u22122", ["r1", "r2"]),
            ("r2、R\uff13", ["r2", "r3"]),
            ("1跟3", ["r1", "r3"]),
            ("1以及3", ["r1", "r3"]),
            ("除了2，其余都例外", ["r1", "r3"]),
            ("除了2都不一样", ["r1", "r3"]),
            ("除了1和3都例外", ["r2"]),
            ("全部除了２", ["r1", "r3"]),
            ("除了2都一样", ["r2"]),
            ("除了1、美和间都没有例外", ["r1", "r3"]),
        ],
    )
    def test_rooms_are_meant_by_number_or_name(self, typed: str, ids: list[str]) -> None:
        assert [room.id for room in meant(typed, THREE)] == ids

    @pytest.mark.parametrize(
        "dash",
        [*"-－–—―─~～〜", "\u2010", "\u2011", "\u2012", "\u2212", "\u223c", "——", "到", "至"],
    )
    def test_every_dash_that_an_ime_makes_is_a_range(self, dash: str) -> None:
        assert meant(f"1{dash}３", THREE) == THREE

    @pytest.mark.parametrize("typed", ["除了2", "除2以外", "除了2都是", "2以外的"])
    def test_all_but_one_is_asked_back_where_it_may_be_that_one(self, typed: str) -> None:
        with pytest.raises(Misread, match="看不出说的是它，还是其余的") as misread:
            meant(typed, THREE)
        assert misread.value.mend == "说的是它，写 2；是其余的，写 1、3"

    def test_a_name_with_a_dash_is_found_with_any(self) -> None:
        rooms = (Room(id="r1", name="甲—乙"), Room(id="r2", name="除了夕"))
        assert meant("甲-乙", rooms) == meant("甲—乙", rooms) == rooms[:1]
        assert meant("除了夕", rooms) == rooms[1:]

    def test_a_name_goes_before_a_number(self) -> None:
        rooms = (Room(id="r1", name="2"), Room(id="r2", name="618专场"))
        assert meant("2", rooms) == rooms[:1]
        assert meant("618专场", rooms) == rooms[1:]

    def test_of_two_rooms_of_one_name_none_is_guessed(self) -> None:
        rooms = (Room(id="r1", name="甲 间"), Room(id="r2", name="甲间"))
        with pytest.raises(Misread, match="不止一个直播间叫“甲间”"):
            meant("甲间", rooms)
        assert meant("2", rooms) == rooms[1:]


class TestEditing:
    """What a sitting does with such a line."""

    @pytest.mark.parametrize(
        ("typed", "reply"),
        [
            pytest.param(
                typed, reply, marks=() if typed == "3" or reply == ["", "q"] else pytest.mark.slow
            )
            for typed in ("3", "第1直播间、第2直播间", "去掉 4-30", "新的")
            for reply in (["q"], ["", "q"], ["否", "q"], ["b", "q"], [])
        ],
    )
    def test_no_slip_loses_a_room(self, sitting: Sitting, typed: str, reply: list[str]) -> None:
        known = thirty_rooms(sitting)
        assert sitting.answer("g 直播间", typed, *reply) == known

    def test_a_removal_shows_what_goes_and_asks(self, sitting: Sitting) -> None:
        known = thirty_rooms(sitting)
        after = sitting.answer("g 直播间", "去掉 第21直播间、30", "也许", "是", "q")
        said = sitting.text
        assert "会去掉 2 个直播间：第21直播间、第30直播间" in said
        assert "这些直播间在 1 题里单独的答案（例外）会丢掉" in said
        lost = "    □ 第二十五条第一款  回放是否保留提示？  第21直播间 否；第30直播间 否"
        assert lost in said
        assert "随它们一起去掉的结论：\n    不符合  第二十五条第一款  义务 art38-replay" in said
        assert "（第21直播间、第30直播间）" in said
        assert "结论随之改变：不符合 10 → 8 项，待确认 " in said
        assert "写 1（是）或者 2（否，不改）" in said
        gone = {"r21", "r30"}
        assert after.rooms == tuple(room for room in THIRTY if room.id not in gone)
        before = known.answers["art38-replay/kept"]
        kept = {id: value for id, value in before.exceptions.items() if id not in gone}
        assert after.answers["art38-replay/kept"] == replace(before, exceptions=kept)
        assert after.facts == known.facts

    @pytest.mark.parametrize(("reply", "stays"), [("1", False), ("", True), ("2", True)])
    def test_notes_that_may_be_about_it_are_shown_and_kept_or_dropped(
        self, sitting: Sitting, reply: str, *, stays: bool
    ) -> None:
        known = thirty_rooms(sitting)
        kept = replace(known.answers["art38-replay/kept"], note="第30直播间七月起\n改正")
        save(sitting.path, replace(known, answers={"art38-replay/kept": kept}), BOOK)
        assert "备注" not in sitting.text
        after = sitting.answer("g 直播间", "去掉 30", "是", reply, "q")
        assert "有 1 题的备注可能说的是去掉的直播间" in sitting.text
        assert "      备注：第30直播间七月起；改正" in sitting.text
        assert (after.answers["art38-replay/kept"].note is not None) is stays
        sitting.shown.clear()
        sitting.answer("g 直播间", "去掉 1", "是", "q")
        assert "可能说的是" not in sitting.text

    def test_what_was_not_answered_yet_is_not_said_to_be_lost(self, sitting: Sitting) -> None:
        known = thirty_rooms(sitting)
        own = replace(known.answers["art38-replay/kept"], exceptions={"r29": UNASKED, "r30": N})
        save(sitting.path, replace(known, answers={"art38-replay/kept": own}), BOOK)
        sitting.answer("g 直播间", "去掉 29", "", "去掉 30", "", "q")
        assert sitting.text.count("单独的答案（例外）会丢掉") == 1

    def test_questions_that_are_asked_no_more_are_shown(self, sitting: Sitting) -> None:
        sitting.answer(*ABOUT, "是", "否", "甲、乙", "2", "2", "1", "q")
        sitting.answer("g 直播间", "去掉 乙", "", "q")
        assert "不再问 1 题" in sitting.text
        assert "□ 义务 art38-replay" in sitting.text

    def test_a_fact_that_puts_breaches_to_sleep_shows_what_becomes_of_them(
        self, sitting: Sitting
    ) -> None:
        known = thirty_rooms(sitting)
        assert sitting.answer("g 主体1", "否", "2", "q") == known
        assert "结论随之改变：不符合 10 → 0 项，待确认 " in sitting.text
        sitting.shown.clear()
        assert sitting.answer("g 主体1", "", "q") == known
        assert "结论随之改变" not in sitting.text

    def test_a_list_that_also_adds_says_how_to_rename_instead(self, sitting: Sitting) -> None:
        known = thirty_rooms(sitting)
        others = "、".join(room.name for room in THIRTY[1:])
        assert sitting.answer("g 直播间", f"{others}、旗舰店", "", "q") == known
        assert "会加上 1 个直播间：旗舰店" in sitting.text
        assert "只是改了名称的话，不要这样去掉，写：改名 第1直播间 新名称" in sitting.text

    def test_a_new_name_changes_nothing_but_the_name(self, sitting: Sitting) -> None:
        known = thirty_rooms(sitting)
        after = sitting.answer("g 直播间", "改名 21 旗舰店", "q")
        new = Room(id="r21", name="旗舰店", formerly=("第21直播间",))
        rooms = tuple(new if room.id == "r21" else room for room in THIRTY)
        assert after == replace(known, rooms=rooms)
        assert "已改名：第21直播间 → 旗舰店，答案和例外都不变" in sitting.text

    def test_the_id_of_a_removed_room_goes_to_no_other(self, sitting: Sitting) -> None:
        thirty_rooms(sitting)
        after = sitting.answer("g 直播间", "去掉 30", "是", "加 甲", "u", "加 乙、丙", "q")
        assert [(room.id, room.name) for room in after.rooms[28:]] == [
            ("r29", "第29直播间"),
            ("r32", "乙"),
            ("r33", "丙"),
        ]
        removed = Sitting(sitting.path).answer("g 直播间", "去掉 丙", "是", "加 丁", "q")
        assert removed.rooms[-1].id == "r34"

    def test_a_next_round_knows_the_ids_of_the_last(self, sitting: Sitting, tmp_path: Path) -> None:
        thirty_rooms(sitting)
        last = sitting.answer("g 直播间", "去掉 30", "是", "q")
        begin = carried_over(BOOK, last)
        round = Sitting(tmp_path / "2027.yaml", begin_with=begin, like=(sitting.path,))
        after = round.answer("g 直播间", "加 甲", "q")
        assert after.rooms[-1] == Room(id="r31", name="甲")

    def test_a_list_without_a_history_goes_by_its_own_ids(self) -> None:
        rooms = (Room(id="r4", name="甲"), Room(id="shop", name="乙"))
        assert [room.id for room in edited(rooms, "加 丙、丁")] == ["r4", "shop", "r5", "r6"]

    def test_several_changes_follow_one_another(self, sitting: Sitting) -> None:
        known = thirty_rooms(sitting)
        after = sitting.answer("g 直播间", "改名 1 甲", "加 乙", "去掉 2", "是", "", "q")
        names = ["甲", *(room.name for room in THIRTY[2:]), "乙"]
        assert [room.name for room in after.rooms] == names
        assert {key: said.value for key, said in after.answers.items()} == {
            key: said.value for key, said in known.answers.items()
        }
        assert "接下来为乙最多补答 2 题；其他直播间答过的都不变" in sitting.text

    def test_a_jump_is_no_name_of_a_room(self, sitting: Sitting) -> None:
        assert sitting.answer(*ABOUT, "是", "否", "g 1", "q").rooms == ()
        known = thirty_rooms(sitting)
        assert sitting.answer("g 直播间", "g 1", "q") == known
        assert "会去掉" not in sitting.text

    def test_the_list_that_stands_is_no_change(self, sitting: Sitting) -> None:
        known = thirty_rooms(sitting)
        listed = "，".join(room.name for room in reversed(THIRTY))
        assert sitting.answer("g 直播间", listed, "q") == known


class TestExceptions:
    """The rooms that differ from the rest are called as they are in the list."""

    START = (*ABOUT, "是", "否", "旗舰店、美妆间、清仓间", "1", "1", "2")
    """The first of three rooms is on no platform: the replays of two are asked about."""

    def test_a_room_has_one_number_in_every_question(self, sitting: Sitting) -> None:
        known = sitting.answer(*self.START, "g 10", "是", "1", "旗舰店", "3、美妆间", "否", "q")
        assert known.facts["channel"].exceptions == {"r1": Choice("own_site")}
        assert "  2 美妆间   3 清仓间" in sitting.text
        assert sitting.text.count("这一题不问“旗舰店”") == 2
        assert "例外的序号或者名称（直接回车表示没有；? 看名单）" in sitting.text

    def test_names_and_numbers_are_answers(self, sitting: Sitting) -> None:
        known = sitting.answer(*self.START, "g 10", "是", "清仓间 2", "否", "q")
        of_rooms = {"r1": UNASKED, "r2": N, "r3": N}
        assert known.answers["art38-replay/kept"].exceptions == of_rooms

    def test_an_answer_is_no_list_of_rooms(self, sitting: Sitting) -> None:
        known = sitting.answer(*self.START, "g 10", "是", "否", "q")
        assert "art38-replay/kept" not in known.answers
        assert "没有名称或者序号是“否”的直播间" in sitting.text

    @pytest.mark.parametrize("none", ["", "没有", "全不选", "0", "无"])
    def test_none_is_said_in_several_ways(self, sitting: Sitting, none: str) -> None:
        known = sitting.answer(*self.START, "g 10", "是", none, "q")
        assert known.answers["art38-replay/kept"].exceptions == {"r1": UNASKED}


class TestAlike:
    """Rooms that differ in the same way are answered for at once; nothing not named changes."""

    KEPT = "art38-replay/kept"
    LAST: ClassVar = {room.id: N for room in THIRTY[20:]}
    """What stands before: the last ten differ."""

    def own(self, sitting: Sitting, *answers: str) -> dict[str, Value]:
        """What stands of single rooms after the question was gone back to and answered so."""
        answer = sitting.answer("g 10", *answers, "q").answers[self.KEPT]
        assert answer.value is Y
        return dict(answer.exceptions)

    @pytest.mark.parametrize("rooms", ["3-8 12", "３至８，第１２直播间", "第3个到第8个、12号"])
    def test_one_answer_goes_for_all_that_are_named(self, sitting: Sitting, rooms: str) -> None:
        thirty_rooms(sitting)
        named = {f"r{number}": N for number in (*range(3, 9), 12)}
        assert self.own(sitting, "是", rooms, "否") == {**named, **self.LAST}
        assert "哪些直播间例外？（连着的可以写 2-4）" in sitting.text
        assert "  3 第3直播间   4 第4直播间" in sitting.text
        assert "这 7 个直播间的答案（都一样就答一次；不一样，输入 逐个）：" in sitting.text

    def test_twenty_two_rooms_are_three_lines(self, sitting: Sitting) -> None:
        facts = [*ABOUT, "是", "否", "、".join(room.name for room in THIRTY), "1", "9-30", "2"]
        channel = sitting.answer(*facts, "q").facts["channel"]
        assert channel.exceptions == {room.id: Choice("own_site") for room in THIRTY[8:]}
        shown = re.sub(r"\s", "", sitting.text)
        assert "14第14直播间……30第30直播间（?看名单）" in shown

    def test_each_is_asked_where_they_differ_among_themselves(self, sitting: Sitting) -> None:
        thirty_rooms(sitting)
        own = self.own(sitting, "是", "2、4", "逐个", "否", "不清楚", "")
        assert own == {"r2": N, "r4": Mark.UNKNOWN, **self.LAST}

    def test_they_may_all_be_like_the_others_again(self, sitting: Sitting) -> None:
        thirty_rooms(sitting)
        assert self.own(sitting, "例外", "21-29", "是") == {"r30": N}
        shown = re.sub(r"\s", "", sitting.text)
        assert "其中9个现在就是例外，会一起改：21第21直播间、22第22直播间、" in shown
        assert "29第29直播间都是否这9个直播间的答案" in shown

    @pytest.mark.parametrize("answers", [("",), ("逐个", *[""] * 10)])
    def test_enter_keeps_what_stands(self, sitting: Sitting, answers: tuple[str, ...]) -> None:
        thirty_rooms(sitting)
        assert self.own(sitting, "例外", "21-30", *answers) == self.LAST
        assert "输入 逐个；直接回车不改）：" in sitting.text

    def test_enter_says_nothing_of_rooms_of_which_nothing_stands(self, sitting: Sitting) -> None:
        thirty_rooms(sitting)
        assert self.own(sitting, "例外", "20-21", "", "不清楚", "") == {
            **self.LAST,
            "r20": Mark.UNKNOWN,
            "r21": Mark.UNKNOWN,
        }

    def test_undo_takes_all_back_at_once(self, sitting: Sitting) -> None:
        known = thirty_rooms(sitting)
        assert sitting.answer("g 10", "例外", "3-25", "不清楚", "", "u", "q") == known

    @pytest.mark.parametrize("key", ["b", "u", "q"])
    def test_leaving_amid_them_changes_nothing(self, sitting: Sitting, key: str) -> None:
        known = thirty_rooms(sitting)
        rest = {"b": ["", "q"], "u": ["", "q"], "q": []}[key]
        assert sitting.answer("g 10", "例外", "3-25", key, *rest) == known


class TestShowing:
    """A long list is shown a screenful at a time, and no name in two parts."""

    @pytest.mark.parametrize("width", [60, 80, 120])
    def test_no_name_is_split_across_lines(self, sitting: Sitting, width: int) -> None:
        names = [f"杭州 {at} 号美妆和护肤旗舰直播间" for at in range(1, 31)]
        sitting.width = width
        start = [*ABOUT, "是", "否", "、".join(names), "1", "3、5、7", "2", "g 主体3"]
        sitting.answer(*start, "", "v", "主体", "", "g 直播间", "去掉 2-20", "", "q")
        for name in names:
            whole = re.compile(r"\s*".join(map(re.escape, name.replace(" ", ""))))
            found = {part.group() for part in whole.finditer(sitting.text)}
            typed = {part for part in found if "\n" in part}
            assert not typed, typed

    @pytest.mark.parametrize(
        ("typed", "waits", "all_of_it"),
        [(["", ""], 2, True), (["q"], 1, False), (["没有", "去掉 1", "0"], 3, False)],
        ids=["looked through", "left", "answers typed while it is shown"],
    )
    def test_a_long_list_waits_after_each_screenful(
        self, typed: list[str], waits: int, *, all_of_it: bool
    ) -> None:
        shown: list[str] = []
        lines = iter([*typed, "加 新间"])

        def read(prompt: str) -> str:
            shown.append(prompt)
            return next(lines)

        terminal = Terminal(read=read, write=shown.append, width=lambda: 40, height=lambda: 14)
        place = Place(number=1, total=1, left="约剩 1 分钟")
        rooms = terminal.ask_rooms(THIRTY, place, None, none=False)
        text = "\n".join(shown)
        assert isinstance(rooms, tuple)
        assert [room.name for room in rooms] == [*(room.name for room in THIRTY), "新间"]
        assert text.count("（回车接着看，q 不看了") == waits
        assert "1 第1直播间" in text
        assert ("30 第30直播间" in text) is all_of_it
        assert text.count("没有算作回答") == len([each for each in typed if len(each) > 1])

    def test_piped_lines_are_never_taken_for_turning_pages(self, sitting: Sitting) -> None:
        known = thirty_rooms(sitting)
        assert sitting.answer("g 直播间", "", "q") == known
        assert "30 第30直播间" in sitting.text


NAMES = st.sampled_from([f"{name}间" for name in "甲乙丙丁戊己庚"])
LINES = st.one_of(
    st.builds("加 {}".format, NAMES),
    st.builds("去掉 {}".format, st.one_of(NAMES, st.integers(0, 8))),
    st.builds("改名 {} {}".format, st.one_of(NAMES, st.integers(0, 8)), NAMES),
    st.lists(NAMES, min_size=1, max_size=7).map("、".join),
    st.integers(0, 9).map(str),
)
REPLIES = st.sampled_from(["是", "1", "2", "", "否", "b", "q"])


def shown_to_go(said: str) -> set[str]:
    """The names of the rooms that a preview says would go."""
    named = re.search("会去掉 [0-9]+ 个直播间：(.+)", said)
    return set(named.group(1).split("、")) if named else set()


OF_ROOMS = BOOK.asked_of(Per.ROOM)


def check_step(before: Assessment, after: Assessment, line: str, agreed: set[str]) -> None:
    """Hold one change of the list against the rooms that were agreed to go."""
    was, now = ({room.id: room.name for room in each.rooms} for each in (before, after))
    gone = {id for id, name in was.items() if name in agreed}
    assert was.keys() - now.keys() == gone
    renamed = [id for id in was.keys() & now.keys() if was[id] != now[id]]
    assert len(renamed) <= line.startswith("改名")
    assert all(now[id] in line for id in (*(now.keys() - was.keys()), *renamed))
    for known, kept in ((before.facts, after.facts), (before.answers, after.answers)):
        own = {key: answer.exceptions.items() for key, answer in known.items()}
        unasked = dict.fromkeys(now.keys() - was.keys(), UNASKED)
        assert kept == {
            key: replace(
                answer,
                exceptions={id: v for id, v in own[key] if id not in gone}
                | (unasked if key in OF_ROOMS and answer.value else {}),
            )
            for key, answer in known.items()
        }
    assert replace(after, rooms=(), facts={}, answers={}) == replace(
        before, rooms=(), facts={}, answers={}
    )


@pytest.mark.slow
@given(edits=st.lists(st.tuples(LINES, REPLIES), max_size=6))
def test_nothing_changes_that_no_preview_named(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, str]]
) -> None:
    sitting = Sitting(tmp_path_factory.mktemp("rooms") / "自查.yaml", width=120)
    known = sitting.answer(*ABOUT, "是", "否", "甲间、乙间、丙间、丁间", "1", "2、丁间", "2")
    elsewhere = dict.fromkeys(("r2", "r4"), UNASKED)
    own = Answer(value=Y, exceptions={"r1": N, "r3": Mark.UNKNOWN, **elsewhere})
    now = replace(known, answers={"art38-replay/kept": own})
    save(sitting.path, now, BOOK)
    for line, reply in edits:
        before = load(sitting.path, BOOK)
        sitting.shown.clear()
        after = sitting.answer("g 直播间", line)
        if "确认要去掉吗" in sitting.text:
            assert after == before, "it was not confirmed yet"
            after = sitting.answer("g 直播间", line, reply)
        agreed = shown_to_go(sitting.text) if reply in ("是", "1") else set()
        check_step(before, after, line, agreed)


class TestPasted:
    """A column of a spreadsheet, pasted: one name a line."""

    TABLE = "序号\t直播间名称\t登记在谁名下\n1\t旗舰店\t本公司\n2\t美妆间\t某主播\n"

    def test_of_a_pasted_table_the_column_of_names_is_taken(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "是", "否", self.TABLE, "q")
        assert [room.name for room in known.rooms] == ["旗舰店", "美妆间"]

    def test_a_table_without_a_heading_is_asked_back(self, sitting: Sitting) -> None:
        lines = self.TABLE.partition("\n")[2]
        known = sitting.answer(*ABOUT, "是", "否", lines, "q")
        assert known.rooms == ()
        assert "看不出哪一列是名称，没有记" in "".join(sitting.text.split())

    @pytest.mark.parametrize(
        ("pasted", "told"),
        [
            ("1\t旗舰店直播间\t本公司\n2\t美妆直播间\t某主播", "看不出哪一列是名称"),
            ("序号\t直播间名称\n1\t旗舰店\n2\t", "第3行没有直播间名称"),
            ("序号\t直播间名称\n1\t小鹿、Amy夫妻店\n2\t旗舰店", "会被当作几个直播间"),
        ],
        ids=["no heading", "a row without a name", "a name that would be two"],
    )
    def test_no_room_of_a_pasted_table_is_lost_or_made(
        self, sitting: Sitting, pasted: str, told: str
    ) -> None:
        """A room that is called 旗舰店直播间 is no heading."""
        known = sitting.answer(*ABOUT, "是", "否", pasted, "q")
        assert known.rooms == ()
        assert told in "".join(sitting.text.split())

    def test_of_several_columns_that_of_the_names_is_taken_and_the_others_are_told(
        self, sitting: Sitting
    ) -> None:
        pasted = "直播间链接\t名称\nhttps://a.example/1\t旗舰店\nhttps://a.example/2\t美妆间"
        known = sitting.answer(*ABOUT, "是", "否", pasted, "q")
        assert [room.name for room in known.rooms] == ["旗舰店", "美妆间"]
        assert "只取了名称那一列，其余各列没有读" in "".join(sitting.text.split())

    def test_names_that_differ_in_blanks_alone_are_shown_both(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "是", "否", "旗舰店 2\n旗舰店2", "q")
        assert known.rooms == ()
        assert "“旗舰店2”和“旗舰店 2”只差空格、全角或者大小写" in sitting.text

    def test_a_pasted_column_is_one_list(self, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "是", "否", "旗舰店\n  美妆间\n\n服饰间\n", "q")
        assert [room.name for room in known.rooms] == ["旗舰店", "美妆间", "服饰间"]

    @pytest.mark.parametrize(
        "pasted",
        [
            "1. 旗舰店\n2. 美妆间\n3. 服饰间",
            "1、旗舰店\n2、美妆间\n3、服饰间",
            "(1)旗舰店\n（2）美妆间\n(3) 服饰间",
            "直播间名单：\n\uff11\uff0e旗舰店\n\uff12\uff0e美妆间\n\uff13\uff0e服饰间\n以上3个",
            "旗舰店\n美妆间\n服饰间\n合计：三个直播间",
            "1）旗舰店；2）美妆间；3）服饰间",
        ],
    )
    def test_numbers_headings_and_totals_are_no_names(self, pasted: str, sitting: Sitting) -> None:
        known = sitting.answer(*ABOUT, "是", "否", pasted, "q")
        assert [room.name for room in known.rooms] == ["旗舰店", "美妆间", "服饰间"]
        assert "记下 3 个直播间（有不对的，输入 b 回来改；整份不对的，输入 u 撤回）" in sitting.text
        assert "1 旗舰店   2 美妆间   3 服饰间" in sitting.text
        totals = ("以上3个", "合计：三个直播间")
        assert ("没有当作名称：" in sitting.text) is pasted.endswith(totals)

    @pytest.mark.parametrize(
        "names",
        [
            ["2. 甲", "3. 乙"],
            ["1. 甲", "10. 乙"],
            ["1.5折间", "2折间"],
            ["3号", "5号"],
            ["共享间", "共10元店"],
            ["618场", "双11"],
        ],
    )
    def test_what_only_looks_like_a_number_or_a_total_stays(self, names: list[str]) -> None:
        assert [room.name for room in edited((), "加 " + "、".join(names))] == names
        assert not left_out("、".join(names))

    @pytest.mark.parametrize(
        "typed",
        [
            "1、旗舰店 2、美妆间 3、服饰间",
            "１、旗舰店　２、美妆间　３、服饰间",
            "1. 旗舰店 2. 美妆间 3. 服饰间",
            "（1）旗舰店 （2）美妆间 （3）服饰间",
            "直播间名单：1 旗舰店 2 美妆间 3 服饰间",
            "1、旗舰店 2、美妆间、服饰间",
        ],
    )
    def test_a_counted_list_in_one_line_is_so_many_rooms(self, typed: str) -> None:
        assert [room.name for room in edited((), typed)] == ["旗舰店", "美妆间", "服饰间"]

    @pytest.mark.parametrize("typed", ["1、旗舰店 3、美妆间", "2、旗舰店 3、美妆间"])
    def test_numbers_that_do_not_count_are_asked_back(self, typed: str) -> None:
        with pytest.raises(Misread, match="看不出是序号还是名称里的"):
            edited((), typed)

    @pytest.mark.parametrize(
        ("typed", "names"),
        [
            ("食集（新开，11月起）", ["食集（新开，11月起）"]),
            ("食集(新开;试播)、美妆间", ["食集(新开;试播)", "美妆间"]),
            ("1、食集（新开，11月起）、2、美妆间", ["食集（新开，11月起）", "美妆间"]),
            ("1）旗舰店、2）美妆间", ["旗舰店", "美妆间"]),
        ],
    )
    def test_what_stands_in_brackets_divides_no_name(self, typed: str, names: list[str]) -> None:
        assert [room.name for room in edited((), f"加 {typed}")] == names
        rooms = edited((), typed)
        assert meant(names[0], rooms) == rooms[:1]
        assert edited(rooms, f"改名 1 {names[0]}新")[0].name == f"{names[0]}新"

    def test_a_part_of_a_name_that_one_room_has_is_that_room(self) -> None:
        rooms = edited((), "云栈优选、云栈禾味、禾味二店、山野生鲜")
        assert meant("山野", rooms) == rooms[3:]
        assert meant("优选、二店", rooms) == (rooms[0], rooms[2])
        assert edited(rooms, "改名 优选 新店")[0].name == "新店"
        with pytest.raises(Misread) as told:
            meant("禾味", rooms)
        assert told.value.what == "名称里有“禾味”的不止一个：2 云栈禾味   3 禾味二店"
        with pytest.raises(Misread, match="没有名称或者序号"):
            meant("店", rooms)

    def test_a_shorter_column_is_shown_and_asked_about_like_any_list(
        self, sitting: Sitting
    ) -> None:
        before = thirty_rooms(sitting)
        after = sitting.answer("g 直播间", "第1直播间\n第2直播间", "", "q")
        assert after.rooms == before.rooms
        assert "会去掉 28 个直播间" in sitting.text

    def test_no_name_at_all_is_told_with_how_to_write_one(self) -> None:
        with pytest.raises(Misread) as told:
            edited((), "、、")
        assert told.value.mend == "写名称，用逗号或顿号隔开，例如：旗舰店、美妆间"


class TestWhoseRooms:
    """Rooms that are merely served, and a list that is changed by a stray name."""

    LISTED: ClassVar = [*ABOUT, "法人", "否", "否", "甲、乙"]

    def sitting(self, tmp_path: Path) -> Sitting:
        return Sitting(tmp_path / "自查.yaml", rulebook=LIVESTREAM)

    def test_it_is_asked_back_whether_others_rooms_are_really_operated(
        self, tmp_path: Path
    ) -> None:
        sitting = self.sitting(tmp_path)
        known = sitting.answer(*self.LISTED, "2", "乙", "1", "是", "q")
        assert "甲：登记在别人名下的，只列由填报人实际运营的" in sitting.text.replace("\n  ", "")
        assert known.facts["account_holder"].value == Choice("entity")

    @pytest.mark.parametrize("reply", ["", "否"])
    def test_who_does_not_is_led_to_the_list(self, tmp_path: Path, reply: str) -> None:
        sitting = self.sitting(tmp_path)
        known = sitting.answer(*self.LISTED, "2", "", reply, "去掉 乙", "是", "q")
        assert "account_holder" not in known.facts
        assert [room.name for room in known.rooms] == ["甲"]

    def test_b_leads_back_to_the_question(self, tmp_path: Path) -> None:
        sitting = self.sitting(tmp_path)
        known = sitting.answer(*self.LISTED, "2", "", "b", "自己", "", "q")
        assert known.facts["account_holder"].value == Choice("self")

    def test_what_stood_of_other_rooms_is_not_said_to_be_lost(self, tmp_path: Path) -> None:
        sitting = self.sitting(tmp_path)
        known = sitting.answer(*self.LISTED, "2", "乙", "1", "是", "q")
        sitting.shown.clear()
        after = sitting.answer("g 直播间", "加 丙、丁", "", "", "", "", "q")
        (told,) = re.findall("刚才答的“[^”]*”[^。]*没有记下", sitting.text.replace("\n  ", ""))
        assert "例外" not in told
        holder = known.facts["account_holder"].exceptions
        assert holder.items() <= after.facts["account_holder"].exceptions.items()

    def test_ones_own_rooms_are_asked_nothing_more(self, tmp_path: Path) -> None:
        sitting = self.sitting(tmp_path)
        known = sitting.answer(*self.LISTED, "1", "", "q")
        assert known.facts["account_holder"].value == Choice("self")

    @pytest.mark.parametrize("line", ["新间", "新间、又一间", "甲"])
    def test_names_alone_never_replace_the_list(self, tmp_path: Path, line: str) -> None:
        sitting = self.sitting(tmp_path)
        known = sitting.answer(*self.LISTED, "g 直播间", line, "q")
        assert [room.name for room in known.rooms] == ["甲", "乙"]
        assert "没有改" in sitting.text

    def test_who_could_know_goes_with_the_room_of_which_nothing_is_known(
        self, tmp_path: Path
    ) -> None:
        sitting = self.sitting(tmp_path)
        typed = [*self.LISTED, "1", "乙", "不清楚", "李四"]
        assert sitting.answer(*typed, "q").facts["account_holder"].who_could_know == "李四"
        known = sitting.answer("g 直播间", "去掉 乙", "是", "q")
        assert known.facts["account_holder"].who_could_know is None

    def test_who_could_know_stays_while_another_room_is_unknown(self, tmp_path: Path) -> None:
        sitting = self.sitting(tmp_path)
        sitting.answer(*self.LISTED[:-1], "甲、乙、丙", "1", "乙、丙", "不清楚", "李四", "q")
        known = sitting.answer("g 直播间", "去掉 乙", "是", "q")
        assert [room.name for room in known.rooms] == ["甲", "丙"]
        assert known.facts["account_holder"].who_could_know == "李四"


def test_selling_nothing_beside_rooms_of_ones_own_is_asked_back() -> None:
    book = joined()
    room = Room(id="r1", name="甲")
    facts = {
        "respondent_form": Answer(value=Choice("entity")),
        "account_holder": Answer(value=Choice("self")),
        "mcn_serves_accounts": Answer(value=Mark.YES),
    }
    known = Assessment(respondent=Respondent(name="某某公司"), rooms=(room,), facts=facts)
    sells = book.fact("mcn_sells_live")
    scales = Scales(book, known, date(2026, 11, 1))
    for value in ("serves", "none"):
        assert any(each.others for each in scales.against(sells.id, sells, Choice(value)))
    assert not list(scales.against(sells.id, sells, Choice("self")))


class TestAddedLater:
    """What was answered for all rooms was not said of one that is listed later."""

    START = (*ABOUT, "是", "否", "甲间、乙间", "1", "", "2")

    def added(self, sitting: Sitting) -> Assessment:
        known = sitting.answer(*self.START, "g 放", "q")
        own = {"art38-replay/kept": Answer(value=Y, exceptions={"r1": N})}
        save(sitting.path, replace(known, answers=own), BOOK)
        return sitting.answer("g 直播间", "加 丙间", "q")

    def test_it_earns_no_conclusion(self, sitting: Sitting) -> None:
        known = self.added(sitting)
        assert known.answers["art38-replay/kept"].for_room("r2") is Y
        assert known.answers["art38-replay/kept"].for_room("r3") is None
        assert "channel" not in known.facts_for("r3")
        assert load(sitting.path, BOOK) == known
        found = evaluate(BOOK, known, as_of=date(2026, 11, 1)).findings
        of = {each.room: each.status for each in found if each.obligation.id == "art38-replay"}
        assert of["r3"] is Status.UNDETERMINED

    def test_only_it_is_asked_about_and_enter_says_the_same(self, sitting: Sitting) -> None:
        self.added(sitting)
        sitting.shown.clear()
        known = sitting.answer("", "g 10", "", "q")
        assert "（直播间：丙间）" in sitting.text
        assert "只问还没有问到的：丙间。其他直播间答过的不变：是（1 个直播间例外）" in sitting.text
        assert known.answers["art38-replay/kept"].exceptions == {"r1": N}
        assert known.facts["channel"].exceptions == {}

    def test_enter_that_reads_on_does_not_say_the_same(self, sitting: Sitting) -> None:
        self.added(sitting)
        sitting.shown.clear()
        sitting.height = 10
        read_on = ("", "")  # the opening, and the fact that is asked
        assert "channel" not in sitting.answer(*read_on, "", "q").facts_for("r3")
        assert "刚才的回车是接着看。和其他的一样，再按一次回车" in sitting.text
        known = sitting.answer(*read_on, "", "", "q")
        assert known.facts_for("r3")["channel"] == "platform"

    def test_another_answer_is_its_own_alone(self, sitting: Sitting) -> None:
        self.added(sitting)
        known = sitting.answer("2", "", "g 10", "不清楚", "", "q")
        assert known.facts["channel"].value == Choice("platform")
        assert known.facts["channel"].exceptions == {"r3": Choice("own_site")}

    def test_taken_off_again_it_leaves_no_trace(self, sitting: Sitting) -> None:
        before = self.added(sitting)
        after = sitting.answer("g 直播间", "去掉 丙间", "是", "q")
        assert UNASKED in before.answers["art38-replay/kept"].exceptions.values()
        assert after.answers["art38-replay/kept"].exceptions == {"r1": N}
        assert after.facts["channel"].exceptions == {}

    def test_put_back_by_the_history_it_is_still_to_be_asked(
        self, tmp_path: Path, checklist: Run
    ) -> None:
        sitting = Sitting(tmp_path / "自查.yaml", rulebook=LIVESTREAM)
        sitting.answer(*TestWhoseRooms.LISTED, "1", "", "g 直播间", "去掉 乙", "是", "", "1", "q")
        removal = next(
            entry.number
            for entry in reversed(load_history(sitting.path).entries)
            if entry.section == "rooms"
        )
        sitting.answer("g 直播间", "加 丙", "q")
        added, *answers = load_history(sitting.path).entries[-3:]
        assert (added.section, {each.section for each in answers}) == ("rooms", {"facts"})
        undo = ("history", sitting.path, "--restore", removal, "--before", "--yes")
        assert checklist(*undo).code == 0
        known = load(sitting.path, LIVESTREAM)
        assert [room.name for room in known.rooms] == ["甲", "乙", "丙"]
        assert known.facts_for("r2")["account_holder"] == "self"
        assert "channel" not in known.facts_for("r2")
        checklist("history", sitting.path, "--at", added.number, "--yes")
        known = load(sitting.path, LIVESTREAM)
        assert [room.name for room in known.rooms] == ["甲", "丙"]
        assert "channel" not in known.facts_for("r3")
        ran = checklist("history", sitting.path, "--at", answers[-1].number, "--before", "--yes")
        assert [room.name for room in load(sitting.path, LIVESTREAM).rooms] == ["甲"]
        assert "会去掉 1 个直播间（后来加的），连同它们的答案：丙" in ran.out
        assert "还没有答的直播间：丙" in ran.out

    def test_a_fact_put_back_says_what_is_asked_no_longer_and_what_changes(
        self, tmp_path: Path, checklist: Run
    ) -> None:
        sitting = Sitting(tmp_path / "自查.yaml", rulebook=LIVESTREAM)
        sitting.answer(*TestWhoseRooms.LISTED, "1", "", "g 2", "是", "", "q")
        entry = load_history(sitting.path).entries[-1]
        assert (entry.section, entry.key) == ("facts", "provides_platform")
        known = load(sitting.path, LIVESTREAM)
        answered = {"art6-mechanisms/mechanisms": Answer(value=Mark.NO)}
        save(sitting.path, replace(known, answers=answered), LIVESTREAM)
        ran = checklist("history", sitting.path, "--restore", entry.number, "--before", "--yes")
        assert "这样改以后：" in ran.out
        assert "不再问" in ran.out
        assert "结论随之改变：" in ran.out
        assert load(sitting.path, LIVESTREAM).facts["provides_platform"].value is Mark.NO

    def test_an_answer_of_before_goes_back_without_it(self, sitting: Sitting) -> None:
        sitting.answer(*self.START, "全选", "", "g 10", "是", "", "q")
        sitting.answer("g 10", "否", "", "g 直播间", "加 丙间", "q")
        book = load_history(sitting.path)
        entry = next(each for each in book.entries if each.key == "art38-replay/kept")
        now = load(sitting.path, BOOK)
        past = Past(history=book, file=sitting.path, rulebook=BOOK, now=now)
        then = past.entry(entry, before=False).answers["art38-replay/kept"]
        assert (then.for_room("r1"), then.for_room("r3")) == (Y, None)


@pytest.mark.parametrize(
    ("count", "named"),
    [
        (7, "直播间1、直播间2、直播间3、直播间4、直播间5、直播间6、直播间7："),
        (8, "直播间1、直播间2、直播间3、直播间4、直播间5、直播间6等 8 个直播间："),
        (300, "直播间1、直播间2、直播间3、直播间4、直播间5、直播间6等 300 个直播间："),
    ],
)
def test_of_many_rooms_the_first_are_named_and_how_many_there_are(
    tmp_path: Path, count: int, named: str
) -> None:
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=LIVESTREAM)
    begun = ["某某公司", "", "", "", "", "1", "否", "否"]
    known = sitting.answer(*begun, str(count), "2", "", "1", "q")
    assert len(known.rooms) == count
    told = "".join(sitting.text.split())
    assert f"{''.join(named.split())}登记在别人名下的，只列由填报人实际运营的" in told


def test_of_many_exceptions_the_first_are_named_and_how_many_there_are(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=LIVESTREAM)
    begun = ["某某公司", "", "", "", "", "1", "否", "否"]
    sitting.answer(*begun, "300", "1", "11-30", "2", "1", "q")
    told = "".join(sitting.text.split())
    assert "（20个直播间例外：直播间11、直播间12、" in told
    assert "直播间16等20个其他法人或者非法人组织名下）" in told
