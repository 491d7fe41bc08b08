"""What counts as a prompt, among texts as they are read off a picture."""

from __future__ import annotations

import pytest

from checklist.replay.model import Box
from checklist.replay.reading import Line, around, part, prompts, resembles, says

WORDS = (("人工智能", "AI"), ("生成", "合成"))


@pytest.mark.parametrize(
    "text",
    [
        "由人工智能生成", "AI生成", "ai 生成", "Ａｌ生成", "A1合成", "内容由人工智能等技术生成",
        "人 工 智 能 合 成", "本画面由AI数字人技术生成", "生成内容（AI）",
    ],
)  # fmt: skip
def test_a_prompt_names_both(text: str) -> None:
    assert says(text, WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AI主播",
        "数字人",
        "虚拟主播",
        "生成订单",
        "人工智能",
        "智能生成",
        "AI试穿，领取后自动为您生成订单",
    ],
)  # fmt: skip
def test_one_of_both_is_no_prompt(text: str) -> None:
    assert not says(text, WORDS)


def test_a_prompt_is_cut_out_of_its_line() -> None:
    text = "青禾优选 AI生成 关注领券"
    assert part(text, WORDS) == (5, 9)
    boxes = tuple(Box(at / 20, 0.1, (at + 1) / 20, 0.2) for at in range(len(text)))
    (found,) = prompts([Line(text=text, boxes=boxes)], WORDS)
    assert found.text == "AI生成"
    assert around(found.boxes) == Box(5 / 20, 0.1, 9 / 20, 0.2)


def test_the_shortest_of_several_counts() -> None:
    assert part("AI主播由人工智能生成", WORDS) == (5, 11)


def test_what_was_read_in_part_may_be_the_prompt() -> None:
    assert resembles("人工智", "人工智能生成")
    assert not resembles("关注领券", "人工智能生成")
    assert not resembles("", "人工智能生成")
