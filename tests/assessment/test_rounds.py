"""A file whose period is over says whose record it is, and how the next round begins."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Mark, Respondent, SelfAuditPeriod
from checklist.assessment.questionnaire import AskFact, AskQuestion, is_answered, plan
from checklist.assessment.recheck import carried_over
from checklist.assessment.stored.file import load, save
from checklist.evaluation.states import AnswerState
from checklist.law.model import About, Rulebook
from checklist.sitting.places import Scope
from checklist.sitting.rounds import new_round, record_lines, usual_period
from checklist.sitting.shown.opening import late_lines
from checklist.sitting.shown.pace import likely
from tests.assessment.sitting import BOOK, Sitting
from tests.assessment.test_getting_about import having
from tests.given.bundled import joined

TODAY = date(2026, 11, 1)
"""The day of every sitting in these tests."""


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path / "自查.yaml")


def period(last: str, first: str = "2026-02-01") -> SelfAuditPeriod:
    return SelfAuditPeriod(first=date.fromisoformat(first), last=date.fromisoformat(last))


def of_the_first_half(last: str = "2026-06-30") -> Assessment:
    return replace(having(), period=period(last))


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("2026-06-30", date(2026, 7, 1)),
        ("2026-10-31", date(2026, 11, 1)),
        ("2026-11-01", BOOK.regulation.in_force),
        ("2025-12-31", BOOK.regulation.in_force),
    ],
    ids=["long over", "over yesterday", "not over", "before the regulation"],
)
def test_a_new_round_begins_on_the_day_after_the_last(last: str, first: date) -> None:
    usual = usual_period(BOOK.regulation.in_force, TODAY, period(last, "2025-01-01"))
    assert usual.period == SelfAuditPeriod(first=first, last=TODAY)
    assert usual.earliest == BOOK.regulation.in_force


def test_the_proposed_period_is_taken_by_enter_and_may_be_another(sitting: Sitting) -> None:
    sitting.begin_with = carried_over(BOOK, of_the_first_half())
    known = sitting.answer("q")
    assert "上次的自查期间是 2026-02-01 至 2026-06-30" in sitting.text
    assert "直接回车表示 2026-07-01 至 2026-11-01" in sitting.text
    assert sitting.answer("", "q").period == period("2026-11-01", "2026-07-01")
    sitting.path.unlink()
    assert known.period is None
    other = sitting.answer("2026-07-15 至 2026-10-31", "q")
    assert other.period == period("2026-10-31", "2026-07-15")


def test_a_new_round_on_the_day_on_which_the_last_ends_is_told_to_be_early(
    sitting: Sitting,
) -> None:
    sitting.begin_with = carried_over(BOOK, of_the_first_half(f"{TODAY}"))
    sitting.answer("q")
    said = "".join(sitting.text.split())
    assert f"上次的自查期间到{TODAY}，新的一段要从第二天起，现在还早；直接回车表示" in said
    assert "是把上次那一段再查一遍" in said
    sitting.shown.clear()
    sitting.begin_with = carried_over(BOOK, of_the_first_half())
    sitting.answer("q")
    assert "现在还早" not in sitting.text


def test_what_is_taken_over_is_estimated_as_confirmed_and_as_it_applied(sitting: Sitting) -> None:
    sitting.answer("q")
    new = sitting.text
    sitting.shown.clear()
    sitting.begin_with = carried_over(BOOK, of_the_first_half())
    sitting.answer("q")
    assert "照上次的情况）" in sitting.text
    assert "没有变的按一次回车确认，约 " in sitting.text

    def most(text: str, before: str) -> int:
        return int(text.partition(before)[2].partition(" ")[0])

    whole = most(sitting.text, "按一次回车确认，约 ")
    assert whole < most(new, "即使全部适用，约 ")
    assert most(sitting.text, "照上次的情况约剩 ") == whole, "the heading says the same"


def test_what_is_left_of_a_new_round_is_counted_in_one_unit_everywhere(sitting: Sitting) -> None:
    """No facts are confirmed yet: what is left is counted as they were the last time."""
    sitting.begin_with = carried_over(BOOK, of_the_first_half())
    begun = replace(sitting.begin_with, period=None)
    every = [each for each in plan(BOOK, begun) if not is_answered(each, BOOK, begun)]
    expected = likely(BOOK, every, begun)
    assert len(expected) < len(every), "the case is one in which they differ"
    sitting.answer("", "q")
    first, questions = sum(not isinstance(each, AskQuestion) for each in expected), 10
    assert f"（最多 {first} 题" in sitting.text
    assert first + questions == len(expected)
    left = f"照上次的情况还剩 {len(expected) - 1} 题"
    assert left in sitting.text, "of those said at first, the period is answered"
    sitting.shown.clear()
    sitting.begin_with = None
    sitting.answer("q")
    text = "".join(sitting.text.split())
    assert text.count("".join(left.split())) == 2, "when it is taken up, and on leaving"
    minutes = re.findall("约剩([0-9]+)分钟", text)
    assert len(minutes) > 1
    assert len({*minutes}) == 1


def test_a_number_that_jumps_says_why(sitting: Sitting) -> None:
    """Answered as it was, nothing jumps; answered otherwise, it says how many more there are."""
    sitting.begin_with = carried_over(BOOK, of_the_first_half())
    sitting.answer("", "是", "q")
    assert "照这样，要问的" not in sitting.text
    nobody = having()
    nobody = replace(nobody, facts={**nobody.facts, "opens_room": Answer(value=Mark.NO)})
    sitting.path.unlink()
    sitting.begin_with = carried_over(BOOK, replace(nobody, period=period("2026-06-30")))
    sitting.answer("", "是", "q")
    assert re.search("照这样，要问的多了 [0-9]+ 题", sitting.text)


def test_a_period_is_over_today_and_overlaps_no_earlier_round(sitting: Sitting) -> None:
    sitting.begin_with = carried_over(BOOK, of_the_first_half())
    refused = ("2026-07-01 至 2026-11-02", "2026-06-30 至 2026-10-31", "2026-02-01 至 2026-06-30")
    known = sitting.answer(*refused, "2026-07-01 至 2026-11-01", "q")
    assert known.period == period("2026-11-01", "2026-07-01")
    assert "2026-11-02 还没有到" in sitting.text
    assert sitting.text.count("和上次的自查期间（2026-02-01 至 2026-06-30）重叠") == 2


@pytest.mark.parametrize("typed", ["2026年7月1日到今天", "2026-07-01 至今", "2026.7.1-今天"])
def test_today_is_a_day(sitting: Sitting, typed: str) -> None:
    sitting.begin_with = carried_over(BOOK, of_the_first_half())
    assert sitting.answer(typed, "q").period == period("2026-11-01", "2026-07-01")


def test_a_round_that_is_not_over_may_be_gone_through_again(sitting: Sitting) -> None:
    sitting.begin_with = carried_over(BOOK, replace(having(), period=period("2026-11-01")))
    assert sitting.answer("2026-02-01 至 2026-10-31", "q").period == period("2026-10-31")


@pytest.mark.parametrize(
    ("last", "only", "offered"),
    [
        ("2026-09-30", None, True),
        ("2026-10-01", None, False),
        ("2026-10-31", AnswerState.GAP, True),
        ("2026-11-01", AnswerState.GAP, False),
        ("2026-10-31", AnswerState.OPEN, False),
        ("9999-12-31", None, False),
    ],
)
def test_a_new_round_is_offered_a_month_after_the_last_or_with_its_gaps(
    last: str, only: AnswerState | None, offered: bool
) -> None:
    assert bool(record_lines(period(last), TODAY, only)) is offered
    assert record_lines(None, TODAY, only) == []


def test_an_offer_asks_nothing_and_changes_nothing(sitting: Sitting) -> None:
    save(sitting.path, of_the_first_half(), BOOK)
    before = sitting.path.read_bytes()
    sitting.answer("q")
    assert "自查期间是 2026-02-01 至 2026-06-30，已经结束 124 天" in sitting.text
    assert "补的、改的都是那一段的记录" in sitting.text
    assert "20261101.yaml --from" in sitting.text
    assert sitting.path.read_bytes() == before


def test_going_through_the_gaps_of_a_past_period_says_what_it_is_for(sitting: Sitting) -> None:
    save(sitting.path, of_the_first_half("2026-10-31"), BOOK)
    sitting.scope = Scope(only=AnswerState.GAP)
    sitting.answer("")
    assert "--only gaps 是在 2026-02-01 至 2026-10-31 这一段的记录里记整改、更正" in sitting.text
    assert "那一段仍然是没有做到" in sitting.text
    assert sitting.text.count("20261101.yaml --from") == 2, "and again with the next steps"
    assert load(sitting.path, BOOK).period == period("2026-10-31")


def test_the_command_of_a_new_round_names_a_file_that_is_not_there(tmp_path: Path) -> None:
    old = tmp_path / "自查-20260701.yaml"
    expected = tmp_path / "自查-20261101.yaml"
    assert new_round(old, (), TODAY) == f"checklist ask {expected} --from {old}"
    expected.touch()
    again = tmp_path / "自查-20261101-2.yaml"
    assert new_round(old, (), TODAY) == f"checklist ask {again} --from {old}"


def about(first: str, last: str, **answers: Answer) -> Assessment:
    days = SelfAuditPeriod(first=date.fromisoformat(first), last=date.fromisoformat(last))
    return Assessment(respondent=Respondent(name="某平台"), period=days, answers=answers)


def asked_of(book: Rulebook, known: Assessment) -> set[str]:
    steps = plan(book, known)
    return {step.asked.of for step in steps if isinstance(step, AskFact | AskQuestion)}


def test_nothing_is_asked_of_a_regulation_that_began_behind_the_period() -> None:
    """多渠道规定 is in force from 2026-09-01."""
    book = joined()
    first_half, whole = about("2026-02-01", "2026-06-30"), about("2026-02-01", "2026-11-30")
    assert "多渠道规定" not in asked_of(book, first_half)
    assert {"办法", "标识办法"} <= asked_of(book, first_half)
    assert "多渠道规定" in asked_of(book, whole)
    assert asked_of(book, about("2024-01-01", "2024-12-31")) == asked_of(book, whole), "all began"
    (told,) = late_lines(book, first_half)
    assert "2026-09-01 才施行" in told
    assert [*late_lines(book, whole)] == []


def test_what_was_said_of_a_time_before_a_regulation_is_no_answer_about_a_later_one() -> None:
    book, said = joined(), Answer(value=Mark.YES)
    keys = {key: question for key, question in book.questions().items() if question.is_yes_no}
    past = next(k for k, q in keys.items() if q.of == "多渠道规定" and q.about is About.PERIOD)
    own = next(k for k, q in keys.items() if q.of == "办法" and q.about is About.PERIOD)
    carried = carried_over(book, about("2026-02-01", "2026-06-30", **{past: said, own: said}))
    assert set(carried.answers) == {own}
