"""Keys are told from answers, however an input method types them."""

from __future__ import annotations

import pytest

from checklist.assessment.values import menu
from checklist.law.model import Fact, Question
from checklist.sitting.keys import KEYS, Keystroke, typed
from tests.given import kinds
from tests.given.bundled import LIVESTREAM


@pytest.mark.parametrize("key", Keystroke)
def test_every_key_has_a_letter_and_words_in_half_and_full_width(key: Keystroke) -> None:
    full_width = chr(ord(key.value) + 0xFEE0)
    for text in (key.value, key.value.upper(), f" {full_width}。", KEYS[key].shown):
        assert typed(text, more=False) == (key, ""), text


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("m 下周复查", Keystroke.NOTE, "下周复查"),
        ("\uff4d：下周复查", Keystroke.NOTE, "下周复查"),
        ("m下周复查", Keystroke.NOTE, "下周复查"),
        ("备注下周复查", Keystroke.NOTE, "下周复查"),
        ("e 证据/A 1.png", Keystroke.EVIDENCE, "证据/A 1.png"),
        ("佐证：C:\\证据\\a.png", Keystroke.EVIDENCE, "C:\\证据\\a.png"),
        ("p 张三 2026-12-31", Keystroke.PERSON, "张三 2026-12-31"),
        ("责任人张三", Keystroke.PERSON, "张三"),
        ("g12", Keystroke.GO, "12"),
        ("\uff47１２", Keystroke.GO, "１２"),
        ("g 第三章", Keystroke.GO, "第三章"),
        ("跳到第37条", Keystroke.GO, "第37条"),
    ],
)
def test_what_stands_behind_a_key_is_kept_as_typed(text: str, key: Keystroke, said: str) -> None:
    assert typed(text, more=True) == (key, said)
    assert typed(text, more=False) is None


@pytest.mark.parametrize("text", ["mcn机构", "e-mail", "m2", "party", "goods", "备", "b站", "否"])
def test_words_that_only_begin_like_a_key_are_answers(text: str) -> None:
    assert typed(text, more=True) is None


def test_no_option_of_the_rulebook_reads_as_a_key() -> None:
    asked_of: list[Question | Fact] = [
        *LIVESTREAM.facts,
        *LIVESTREAM.questions().values(),
        *kinds.QUESTIONS,
    ]
    for asked in asked_of:
        for label in menu(asked):
            assert typed(label, more=True) is None, label


def test_no_answer_that_can_be_given_in_a_word_reads_as_a_key() -> None:
    for answer in ("是", "y", "n", "3年", "长期", "从未", "1-4", "全选", "以上都没有", "3不清楚"):
        assert typed(answer, more=True) is None
