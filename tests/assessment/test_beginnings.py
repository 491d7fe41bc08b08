"""What a sitting says of its length, of its end of facts, and beside a long explanation."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.assessment.model import Mark
from checklist.sitting.console import ANSWER, Console
from checklist.sitting.places import Scope, quick_path
from tests.assessment.sitting import Sitting
from tests.given.bundled import LIVESTREAM, joined

ALL = joined()
ALONE = [
    "阿敏", "", "", "", "", "3", "否", "小铺", "1", "1", "否", "否", "是", "否", "是", "否", "否",
    "否", "否", "否", "3", "否",
]  # fmt: skip
"""A host with one account of her own, to the first question of a duty."""


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path / "自查.yaml", rulebook=ALL)


def plain(text: str) -> str:
    return "".join(text.split())


def test_the_quick_path_begins_with_its_own_number(sitting: Sitting) -> None:
    sitting.scope = Scope(part=quick_path(ALL))
    sitting.answer("q")
    said = plain(sitting.text)
    assert "这一次只答违反就可以直接处罚款的部分（最多84题" in said
    assert "最多272题" not in said
    assert "80分钟" not in said


def test_the_facts_end_with_how_many_there_were(sitting: Sitting) -> None:
    sitting.answer(*ALONE, "q")
    assert "主体情况问完了，一共 16 题。" in sitting.text


def test_before_a_duty_is_answered_no_conclusion_changes_with_a_room(sitting: Sitting) -> None:
    sitting.answer(*ALONE[:8], "g 直播间", "加 二店", "", "g 直播间", "去掉 2", "1", "q")
    assert "结论随之改变" not in sitting.text
    assert "结论的项数不变" not in sitting.text


@pytest.mark.parametrize(("height", "again"), [(12, 2), (60, 1), (None, 1)])
def test_below_a_long_explanation_what_is_asked_stands_again(
    height: int | None, again: int
) -> None:
    typed, shown = iter(["?", "", "是"]), list[str]()
    console = Console(
        read=lambda _: next(typed),
        write=shown.append,
        width=lambda: 80,
        height=(lambda: height) if height else None,
    )
    console.begin("题", ["第 1/9 题"], ["第 1/9 题"], ["做到了吗？", "  1 是  2 否"], strong="")
    assert console.line(ANSWER, [f"说明 {at}" for at in range(11)]) in ("是", "")
    assert "\n".join(shown).count("做到了吗？") == again


@pytest.mark.parametrize("typed", ["是", "2", "3年", "不清楚"])
def test_what_is_typed_below_a_part_of_the_explanation_answers_what_was_asked(typed: str) -> None:
    lines, shown = iter(["?", typed]), list[str]()

    def read(prompt: str) -> str:
        shown.append(prompt)
        return next(lines)

    console = Console(
        read=read,
        write=shown.append,
        width=lambda: 80,
        height=lambda: 12,
    )
    console.begin("题", ["第 1/9 题"], ["第 1/9 题"], ["做到了吗？"], strong="")
    assert console.line(ANSWER, [f"说明 {at}" for at in range(30)]) == typed
    assert "还有 20 行（回车接着看，q 不看了，也可以直接回答）" in "\n".join(shown)
    assert shown[-1] == f"{ANSWER}{typed}", "it is seen below the prompt that it answers"


@pytest.mark.parametrize("typed", ["是", "2"])
def test_what_was_not_seen_to_the_end_is_not_answered(sitting: Sitting, typed: str) -> None:
    """Neither a question that is too long for the screen, nor what is asked behind a list."""
    sitting.height = 6
    known = sitting.answer("", *[typed] * 3)
    assert known.facts == {}
    assert "没有算作回答：还没有看完" in sitting.text


def test_what_is_in_doubt_is_explained(sitting: Sitting) -> None:
    sitting.answer(*ALONE, "不适用", "?", "q")
    said = plain(sitting.text)
    assert "条文本身有疑问，仍请回答" in said
    assert "为什么有疑问：条文没有写明这一条是否约束填报人这样的情形" in said
    assert "这一款命令的是平台" in said


def test_the_host_may_answer_as_was_answered_of_the_room(sitting: Sitting) -> None:
    known = sitting.answer(*ALONE, "不适用", "不适用", "g 41", "=", "q")
    assert "输入 = 表示与第 2 题相同" in sitting.text
    room, host = (known.answers[f"{id}/updated"] for id in ("art22-update", "art22-host-update"))
    assert room.value is host.value is Mark.INAPPLICABLE


def test_a_platform_is_told_that_the_rooms_of_others_on_it_are_left_out(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=LIVESTREAM)
    sitting.answer("某平台", "", "", "", "", "1", "是", "否", "q")
    assert "有哪些直播间？" in sitting.text
    assert "别人在填报人经营的平台、提供的工具上开的，不列" in plain(sitting.text)
