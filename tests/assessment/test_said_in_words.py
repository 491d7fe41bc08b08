"""What is typed in the words of the screen, or in everyday ones, is understood or asked back."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.assessment.model import Choice, Mark, Picks
from checklist.assessment.typed import Misread
from checklist.assessment.values import parse
from checklist.law.joined import join
from tests.assessment.sitting import Sitting
from tests.assessment.test_past import FACTS, PAST
from tests.given.bundled import BOOKS

ALL = join([BOOKS[id] for id in ("livestream", "mcn", "ai-label")])


@pytest.mark.parametrize("word", ["没有", "没有的", "都没有", "无", "以上都没有"])
def test_none_of_them_is_the_option_that_says_so(word: str) -> None:
    assert parse(ALL.fact("ailabel_content"), word) == Choice("none")
    assert parse(ALL.fact("mcn_sells_live"), word) == Choice("none")
    assert parse(ALL.fact("ailabel_gives_unlabelled"), word) == Choice("none")


@pytest.mark.parametrize("word", ["个体户", "个体", "个体工商户", "个体工商"])
def test_an_option_may_be_said_shorter(word: str) -> None:
    assert parse(ALL.fact("respondent_form"), word) == Choice("sole_trader")


@pytest.mark.parametrize("word", ["自然人", "自然"])
def test_what_two_options_begin_with_is_asked_back(word: str) -> None:
    with pytest.raises(Misread, match="有2项"):
        parse(ALL.fact("respondent_form"), word)


@pytest.mark.parametrize("word", ["没有", "没有的", "无", "都没有"])
def test_none_is_no_period_of_retention(word: str) -> None:
    with pytest.raises(Misread) as refused:
        parse(ALL.questions()["art27-records/period"], word)
    assert "没有说是从来没有，还是没有定下来" in refused.value.what
    assert "一直保存写 长期，没有保存写 从未" in refused.value.mend


@pytest.mark.parametrize("word", ["没有变过", "没有变化", "没变过", "没有的"])
def test_nothing_changed_is_asked_back_where_it_may_be_no_occasion(word: str) -> None:
    with pytest.raises(Misread, match="还是 不适用") as refused:
        parse(ALL.questions()["art25-change/days"], word)
    assert refused.value.mend == "写 从未 或者 不适用"


def test_the_word_that_was_typed_is_quoted() -> None:
    with pytest.raises(Misread, match="“有”说的是哪一项"):
        parse(ALL.questions()["art26-display/items"], "有")


def test_what_is_left_out_where_options_are_named_is_read_back(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=PAST)
    known = sitting.answer(*FACTS, "g 3", "开场", "", "q")
    (picks,) = (each.value for each in known.answers.values() if isinstance(each.value, Picks))
    assert list(picks.marks.values()) == [Mark.YES, Mark.NO, Mark.NO]
    assert "“开场”以外的 2 项没有写，记为 否：" in sitting.text


def test_by_number_nothing_is_read_back(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=PAST)
    sitting.answer(*FACTS, "g 3", "1", "", "q")
    assert "记为 否" not in sitting.text
