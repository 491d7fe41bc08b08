"""与第N题相同: an earlier answer is offered as this question's own, never more than was said."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Extreme, Mark, Picks
from checklist.law.expectations import ExpectAll, ExpectYearsAtLeast, ExpectYes
from checklist.law.model import Fact, Per, Question
from checklist.law.periods import Period
from tests.assessment.sitting import ABOUT, Sitting
from tests.given import kinds, law

Y, N = Mark.YES, Mark.NO
KEPT = law.question("kept", ExpectYearsAtLeast(3), ask="保存多久？")
ALSO = law.question(
    "also", ExpectYearsAtLeast(3), ask="回放保存多久？", often_like="art27-records/kept"
)
SHOWN = law.question("shown", ExpectAll(), ask="展示哪些？", options=kinds.SHOWN)
AGAIN = replace(SHOWN, id="again", ask="声明哪些？", often_like="art32-show/shown")
DONE = law.question("done", ExpectYes(), ask="都做到？", inapplicable_if="没有促销")
TOO = law.question("too", ExpectYes(), ask="也做到？", often_like="art32-show/done")
CHANNEL: Fact = kinds.CHANNEL


def sitting_of(path: Path, *entries: tuple[str, Question, Per]) -> Sitting:
    """A sitting over entries of one question each, for an operator of two rooms."""
    obligations = [law.obligation(id, question, per=per) for id, question, per in entries]
    channel = replace(CHANNEL, when=None)
    extra = law.obligation("art99-room", law.question("last"), per=Per.ROOM)
    book = law.rulebook(*obligations, extra, facts=(kinds.OPENS, channel))
    return Sitting(path / "自查.yaml", rulebook=book)


FACTS = [*ABOUT, "是", "甲、乙", "1", ""]


@pytest.mark.parametrize("word", ["=", "＝", "同上", "与第1题相同"])
def test_the_same_is_recorded_as_the_answer_of_its_own_question(tmp_path: Path, word: str) -> None:
    sitting = sitting_of(
        tmp_path,
        ("art27-records", KEPT, Per.RESPONDENT),
        ("art28-records", ALSO, Per.RESPONDENT),
    )
    known = sitting.answer(*FACTS, "3年", word, "q")
    assert "输入 = 表示与第 1 题相同，这一题也记成：3年" in sitting.text
    answer = known.answers["art28-records/also"]
    assert answer.value == Period(years=3)
    assert answer.asked_as == ALSO.fingerprint != KEPT.fingerprint


def test_the_two_answers_stay_apart(tmp_path: Path) -> None:
    entries = (
        ("art27-records", KEPT, Per.RESPONDENT),
        ("art28-records", ALSO, Per.RESPONDENT),
    )
    known = sitting_of(tmp_path, *entries).answer(*FACTS, "3年", "=", "g 1", "从未", "q")
    assert known.answers["art27-records/kept"].value is Extreme.NEVER
    assert known.answers["art28-records/also"].value == Period(years=3)


def test_nothing_is_offered_before_the_other_is_answered(tmp_path: Path) -> None:
    sitting = sitting_of(
        tmp_path,
        ("art27-records", KEPT, Per.RESPONDENT),
        ("art28-records", ALSO, Per.RESPONDENT),
    )
    known = sitting.answer(*FACTS, "s", "=", "q")
    assert "输入 = " not in sitting.text
    assert "没有看懂“=”" in sitting.text
    assert "art28-records/also" not in known.answers


def test_exceptions_come_along_from_room_to_room(tmp_path: Path) -> None:
    sitting = sitting_of(tmp_path, ("art32-show", SHOWN, Per.ROOM), ("art33-show", AGAIN, Per.ROOM))
    known = sitting.answer(*FACTS, "全选", "乙", "1 2", "=", "q")
    assert "这一题也记成：全选（1 个直播间例外：乙 " in sitting.text.replace("\n", "")
    answer = known.answers["art33-show/again"]
    assert answer.exceptions == known.answers["art32-show/shown"].exceptions
    assert isinstance(answer.value, Picks)


def test_exceptions_of_rooms_are_not_said_of_the_respondent(tmp_path: Path) -> None:
    sitting = sitting_of(
        tmp_path, ("art32-show", SHOWN, Per.ROOM), ("art33-show", AGAIN, Per.RESPONDENT)
    )
    known = sitting.answer(*FACTS, "全选", "乙", "1 2", "=", "q")
    assert known.answers["art33-show/again"].exceptions == {}


def test_inapplicable_is_not_taken_over_where_it_needs_another_ground(tmp_path: Path) -> None:
    sitting = sitting_of(
        tmp_path, ("art32-show", DONE, Per.RESPONDENT), ("art33-show", TOO, Per.RESPONDENT)
    )
    known = sitting.answer(*FACTS, "不适用", "=", "q")
    assert "输入 = " not in sitting.text
    assert "art33-show/too" not in known.answers
