"""An interval that is answered by two days keeps the days that were typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.assessment.amounts import interval, two_days
from checklist.assessment.model import Answer
from checklist.assessment.record import Response, answered
from checklist.assessment.typed import Misread
from checklist.law.expectations import ExpectMonthsAtMost
from checklist.law.periods import Period
from tests.assessment.sitting import ABOUT, Sitting
from tests.given import kinds, law
from tests.given.bundled import LIVESTREAM

INTERVAL = LIVESTREAM.questions()["art8-update/interval"]
WHO = {"by": "李某", "at": "2026-11-29T09:00:00+08:00"}


def given(before: Answer | None, typed: str) -> Answer:
    value = interval(typed)
    assert isinstance(value, Period)
    return answered(before, INTERVAL, Response(value=value, days=two_days(typed)), **WHO)


def test_the_days_stand_in_the_note_beside_what_stood_there() -> None:
    first = given(Answer(value=None, note="平台回执在档"), "2026-02-01 至 2026-08-05")
    assert first.note == "平台回执在档；按日期答的：2026-02-01 至 2026-08-05"
    assert first.value == Period(months=6, days=4)


def test_other_days_take_their_place_and_a_plain_span_takes_them_away() -> None:
    first = given(None, "从2026年2月1日到2026年8月5日")
    assert first.note == "按日期答的：2026-02-01 至 2026-08-05"
    assert given(first, "2026-02-01 至 2026-07-01").note == "按日期答的：2026-02-01 至 2026-07-01"
    assert given(first, "5个月").note is None


def test_what_is_typed_in_a_sitting_is_kept(tmp_path: Path) -> None:
    updated = law.question("updated", ExpectMonthsAtMost(6), ask="隔了多久？")
    book = law.rulebook(law.obligation("art8-update", updated), facts=(kinds.OPENS,))
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=book)
    known = sitting.answer(*ABOUT, "是", "2026-02-01 至 2026-08-05", "q")
    answer = known.answers["art8-update/updated"]
    assert answer.value == Period(months=6, days=4)
    assert answer.note == "按日期答的：2026-02-01 至 2026-08-05"


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("2026.2.1到8.20", "2026-02-01 至 2026-08-20"),
        ("2026年2月1日至8月20日", "2026-02-01 至 2026-08-20"),
        ("２０２６-02-01 至 2026-08-01", "2026-02-01 至 2026-08-01"),
        ("2026/3/1—2026/9/15", "2026-03-01 至 2026-09-15"),
        ("从2026-02-01到2026-08-01。", "2026-02-01 至 2026-08-01"),
        ("2026-02-01至今", "2026-02-01 至 2026-11-01"),
        ("2026-02-01 到现在", "2026-02-01 至 2026-11-01"),
    ],
)
def test_the_second_day_may_be_typed_short(tmp_path: Path, typed: str, days: str) -> None:
    updated = law.question("updated", ExpectMonthsAtMost(6), ask="隔了多久？")
    book = law.rulebook(law.obligation("art8-update", updated), facts=(kinds.OPENS,))
    known = Sitting(tmp_path / "自查.yaml", rulebook=book).answer(*ABOUT, "是", typed, "q")
    assert known.answers["art8-update/updated"].note == f"按日期答的：{days}"


def test_what_was_typed_is_complained_of_and_not_what_it_was_read_as(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=law.rulebook(facts=(kinds.OPENS,)))
    sitting.answer(*ABOUT, "2026年3月1日至今", "q")
    assert "没有看懂“2026年3月1日至今”" in sitting.text


@pytest.mark.parametrize(
    ("typed", "what", "would"),
    [
        ("至今", "没有写从哪一天到哪一天", "年-月-日 至 年-月-日"),
        ("一年一次", "没有说隔了多久", "几个月、几天"),
    ],
)
def test_what_says_no_interval_is_refused_with_what_would(
    typed: str, what: str, would: str
) -> None:
    with pytest.raises(Misread, match=what) as caught:
        interval(typed)
    assert would in caught.value.mend


def test_the_same_as_another_answer_is_on_the_same_days(tmp_path: Path) -> None:
    updated = law.question("updated", ExpectMonthsAtMost(6), ask="隔了多久？")
    checked = law.question(
        "checked", ExpectMonthsAtMost(6), ask="核验隔了多久？", often_like="art8-update/updated"
    )
    entries = law.obligation("art8-update", updated), law.obligation("art8-check", checked)
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=law.rulebook(*entries, facts=(kinds.OPENS,)))
    known = sitting.answer(*ABOUT, "是", "2026-02-01 至 2026-08-05", "=", "q")
    for key in ("art8-update/updated", "art8-check/checked"):
        assert known.answers[key].note == "按日期答的：2026-02-01 至 2026-08-05"


@pytest.mark.parametrize("text", ["6个月", "2026-02-30 至 2026-07-01", "从未", ""])
def test_what_is_no_two_days_is_none(text: str) -> None:
    assert two_days(text) == ""
