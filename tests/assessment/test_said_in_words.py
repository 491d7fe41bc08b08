"""What is typed in the words of the screen, or in everyday ones, is understood or asked back."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.assessment.model import Choice
from checklist.assessment.picks import is_bad, options
from checklist.assessment.typed import Misread
from checklist.assessment.values import parse
from tests.assessment.sitting import ABOUT, Sitting
from tests.assessment.test_past import FACTS, PAST
from tests.given.bundled import joined

ALL = joined()


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


def test_an_option_is_picked_by_its_whole_name_whatever_separates_words_in_it() -> None:
    named = 0
    for question in ALL.questions().values():
        every = options(question) if question.is_multiple else ()
        for at, (option, other) in enumerate(zip(every, (*every[1:], *every[:1]), strict=True), 1):
            named += 1
            left = [each for each in every if each not in (option, other)]
            may_lack = not is_bad(question) and any(each.inapplicable_if for each in left)
            if may_lack or any(each.catch_all for each in left):
                continue  # what is left out of these is asked back
            both = parse(question, f"{option.label}、{other.label}")
            assert both == parse(question, f"{at} {at % len(every) + 1}"), option.label
            assert parse(question, f"全选 {option.label}不清楚") == parse(
                question, f"全选 {at}不清楚"
            )
            if not is_bad(question):
                assert parse(question, f"除了{option.label}都做到了") == parse(
                    question, f"除了{at}都做到了"
                )
            elif len(every) > 2:
                assert parse(question, option.label) == parse(question, f"{at}")
    assert named > 100


def test_the_word_that_was_typed_is_quoted() -> None:
    with pytest.raises(Misread, match="“有”说的是哪一项"):
        parse(ALL.questions()["art26-display/items"], "有")


ONE_ROOM = [*ABOUT, "是", "否", "甲", "1"]


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path / "自查.yaml", rulebook=PAST, width=120)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("开场", "记为 是：开场；否：讲解商品、其他时段"),
        ("全不选", "：这 3 项一项也没有做到"),
        ("除了2", "记为 是：开场、其他时段；否：讲解商品"),
        ("全选 2不清楚", "记为 是：开场、其他时段；不清楚：讲解商品"),
    ],
)
def test_what_a_line_was_taken_for_is_said(sitting: Sitting, line: str, told: str) -> None:
    sitting.answer(*ONE_ROOM, "g 9", line, "q")
    assert f"“{line}”{told}（不对，按 u 撤回）" in sitting.text


def test_by_number_only_what_is_left_out_is_read_back(sitting: Sitting) -> None:
    sitting.answer(*ONE_ROOM, "g 9", "1 3", "q")
    assert "没有写的记为 没有做到：讲解商品（不对，按 u 撤回）" in sitting.text
    sitting.shown.clear()
    sitting.answer("g 9", "1 2 3", "q")
    assert "按 u 撤回" not in sitting.text


def test_an_option_that_cannot_be_inapplicable_alone_says_how_all_of_them_are() -> None:
    question = next(
        each
        for each in ALL.questions().values()
        if each.is_multiple and each.inapplicable_if and not options(each)[1].inapplicable_if
    )
    with pytest.raises(Misread, match=r"第2项.*不能单独答不适用") as refused:
        parse(question, "2不适用")
    assert refused.value.mend == f"请答 是、否 或 不清楚；{question.inapplicable_if}，写 不适用"


@pytest.mark.parametrize(
    ("at", "line", "told"),
    [
        ("g 3", "1", "有：开场；其余 2 项没有"),
        ("g 3", "1 2不清楚", "有：开场；不清楚：讲解商品；其余 1 项没有"),
        ("g 3", "除了1都没有", "有：开场；其余 2 项没有"),
        ("g 2", "1", "是：有这种不该有的情形"),
        ("g 2", "是", "是：有这种不该有的情形"),
    ],
)
def test_what_admits_something_is_said_and_u_takes_it_back(
    sitting: Sitting, at: str, line: str, told: str
) -> None:
    assert not sitting.answer(*FACTS, at, line, "u", "q").answers
    assert f"“{line}”记为 {told}（不对，按 u 撤回）" in sitting.text
    assert sitting.answer(at, line, "q").answers
