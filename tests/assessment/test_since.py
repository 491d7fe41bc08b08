"""What is asked since a fixed day is of every later round too: the longest of it never shrinks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.amounts import noting
from checklist.assessment.model import Answer, Assessment, Mark, SelfAuditPeriod, WorkingDays
from checklist.assessment.objections import asked_period
from checklist.assessment.reasons import shrunk
from checklist.assessment.recheck import CARRIED, carried_over
from checklist.cli.rulebooks import bundled_rulebook
from checklist.evaluation.past import is_of_last_period
from checklist.law.expectations import ExpectMonthsAtMost, ExpectWorkingDaysAtMost
from checklist.law.model import About
from checklist.law.periods import Period
from checklist.law.wording import asks_of, day
from checklist.resources import RULEBOOKS
from tests.assessment.sitting import BOOK, Sitting
from tests.assessment.test_beginnings import plain
from tests.assessment.test_past import DONE, FACTS

DAY = date(2026, 2, 1)
LAST = SelfAuditPeriod(first=DAY, last=date(2026, 6, 30))
ASKED = replace(
    BOOK.questions()[DONE],
    ask="隔得最久的一次，从哪一天到哪一天没有核验更新（2026年2月1日以前的不算）？",
    expect=ExpectMonthsAtMost(6),
    about=About.PERIOD,
    since=DAY,
)
SINCE = replace(
    BOOK,
    obligations=tuple(
        replace(entry, questions=(ASKED,)) if entry.id == "art25-all" else entry
        for entry in BOOK.obligations
    ),
)
LONG = "2026-03-01 至 2026-09-15"


@dataclass
class Round:
    """A first sitting, and a second one about a later period that begins with its answers."""

    folder: Path
    first: Sitting = field(init=False)
    second: Sitting = field(init=False)

    def __post_init__(self) -> None:
        self.first = Sitting(self.folder / "一期.yaml", rulebook=SINCE)
        self.second = Sitting(self.folder / "二期.yaml", rulebook=SINCE)

    def begun(self, line: str) -> Answer:
        """Answer the first round; what the second one begins with."""
        last: Assessment = replace(self.first.answer(*FACTS, line, "q"), period=LAST)
        self.second.begin_with = carried_over(SINCE, last)
        return self.second.begin_with.answers[DONE]

    def again(self, *lines: str) -> Answer:
        """Answer the second round, from its period on; the answer about the longest interval."""
        if not self.second.path.exists():
            self.second.answer("", *[""] * len(BOOK.facts), "q")
        return self.second.answer("g 1", *lines, "q").answers[DONE]


@pytest.fixture
def round(tmp_path: Path) -> Round:
    return Round(tmp_path)


def test_every_bundled_question_since_a_day_knows_it() -> None:
    since = {
        key: question.since
        for id in RULEBOOKS
        for key, question in bundled_rulebook(id).questions().items()
        if question.about is About.PERIOD
        for mark in ("以来", "以前的不算", "以前下单")
        for day_of in (date(2026, 2, 1), date(2026, 9, 1))
        if f"{day(day_of)}{mark}" in question.ask
    }
    assert None not in since.values()
    assert len(since) == 14
    lasting = {
        key
        for id in RULEBOOKS
        for key, question in bundled_rulebook(id).questions().items()
        if question.since and question.is_lasting
    }
    assert lasting == {
        "art8-archive/licence_interval",
        "art8-update/interval",
        "mcn8-filing/days",
        "mcn8-change/days",
    }


def test_the_question_says_since_which_day_it_asks() -> None:
    assert asks_of(ASKED) == "问的是2026年2月1日以来的事"
    later = SelfAuditPeriod(first=date(2026, 7, 1), last=date(2026, 11, 30))
    assert asked_period(SINCE, ASKED, later) == replace(later, first=DAY)


def test_the_longest_comes_along_with_its_days_and_is_confirmed_by_enter(round: Round) -> None:
    carried = round.begun(LONG)
    assert (carried.value, carried.state) == (Period(months=6, days=14), CARRIED)
    assert carried.note == noting(None, LONG)
    assert not is_of_last_period(ASKED, carried)
    answer = round.again("")
    assert (answer.value, answer.state) == (carried.value, None)
    shown = plain(round.second.text)
    assert "从2026年2月1日算起，没有更久的，直接回车；有更久的，重新回答" in shown
    assert plain(f"按日期答的：{LONG}") in shown
    assert "说的是上一次的期间" not in shown


def test_one_that_is_shorter_is_asked_back_and_no_pass_by_itself(round: Round) -> None:
    round.begun(LONG)
    answer = round.again("5个月")
    assert answer.value == Period(months=6, days=14)
    assert "上次自查答的是6个月14天，同样从2026年2月1日算起，不会变短" in plain(round.second.text)
    answer = round.again("5个月", "5个月", "1", "日期看错了")
    assert answer.value == Period(months=5)
    assert (answer.corrected or "").endswith(
        "原来答“6个月14天”，按日期答的：2026-03-01 至 2026-09-15，日期看错了"
    )
    assert "问的是2026年2月1日以来的事" in plain(round.second.text)


def test_one_that_is_longer_is_taken(round: Round) -> None:
    round.begun("5个月")
    assert round.again("2026-03-01 至 2026-10-15").value == Period(months=7, days=14)
    assert "不会变短" not in plain(round.second.text)


@pytest.mark.parametrize(("days", "is_told"), [(40, True), (45, False), (50, False)])
def test_the_slowest_of_all_never_becomes_faster(days: int, is_told: bool) -> None:
    asked = replace(ASKED, expect=ExpectWorkingDaysAtMost(30))
    before = Answer(value=WorkingDays(45), state=CARRIED, asked_as=asked.fingerprint)
    assert bool([*shrunk(asked, WorkingDays(days), before)]) is is_told
    given_now = replace(before, state=None)
    assert not [*shrunk(asked, WorkingDays(days), given_now)], "it is changed in the same round"


def test_what_can_be_made_good_since_a_day_is_asked_anew_and_named_so(tmp_path: Path) -> None:
    asked = replace(BOOK.questions()[DONE], ask="2026年2月1日以来的记录是否都已保存？")
    asked = replace(asked, about=About.PERIOD, since=DAY)
    entries = tuple(
        replace(entry, questions=(asked,)) if entry.id == "art25-all" else entry
        for entry in BOOK.obligations
    )
    of_records = replace(BOOK, obligations=entries)
    assert is_of_last_period(asked, Answer(value=Mark.NO))
    first = Sitting(tmp_path / "一期.yaml", rulebook=of_records)
    last = replace(first.answer(*FACTS, "否", "q"), period=LAST)
    begun = carried_over(of_records, last)
    second = Sitting(tmp_path / "二期.yaml", rulebook=of_records, begin_with=begun)
    second.answer("", *[""] * len(BOOK.facts), "", "q")
    shown = plain(second.text)
    assert "否（2026年2月1日以来的都算，包括上次答过的；照现在的情况重新回答）" in shown
    assert "上次的答复说的是那一次自查时的情况，不能照抄过来" in shown
