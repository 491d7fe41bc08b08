"""What was done until the only day on which it was due is the same in every later round."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Mark, SelfAuditPeriod
from checklist.assessment.recheck import CARRIED, carried_over
from checklist.assessment.wording import asks_about
from checklist.cli.rulebooks import bundled_rulebook
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Finding, Status
from checklist.evaluation.past import is_of_last_period
from checklist.law.model import About
from checklist.law.wording import asks_of
from checklist.resources import RULEBOOKS
from tests.assessment.sitting import BOOK, Sitting
from tests.assessment.test_past import DONE, FACTS, N, Y

DAY = date(2026, 10, 8)
TODAY = date(2026, 11, 1)
LAST = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 10, 20))
DUTY = replace(
    BOOK,
    obligations=tuple(
        replace(
            entry,
            questions=tuple(
                replace(asked, about=About.PERIOD, until=DAY) for asked in entry.questions
            ),
        )
        if entry.id == "art25-all"
        else entry
        for entry in BOOK.obligations
    ),
)


@dataclass
class Round:
    """A first sitting, and a second one about a later period that begins with its answers."""

    folder: Path
    first: Sitting = field(init=False)
    second: Sitting = field(init=False)

    def __post_init__(self) -> None:
        self.first = Sitting(self.folder / "一期.yaml", rulebook=DUTY)
        self.second = Sitting(self.folder / "二期.yaml", rulebook=DUTY)

    def begun(self, *lines: str, **beside: object) -> Assessment:
        """Answer the first round; what the second one begins with."""
        last = replace(self.first.answer(*FACTS, *lines, "q"), period=LAST)
        answer = replace(last.answers[DONE], **beside)
        last = replace(last, answers={**last.answers, DONE: answer})
        self.second.begin_with = carried_over(DUTY, last)
        return self.second.begin_with

    def again(self, *lines: str) -> Answer:
        """Answer the second round, from its period on; the answer about that day."""
        if not self.second.path.exists():
            known = self.second.answer("", *[""] * len(BOOK.facts), "q")
            assert known.answers[DONE].state == CARRIED, "so far only the facts are confirmed"
        return self.second.answer("g 1", *lines, "q").answers[DONE]


@pytest.fixture
def round(tmp_path: Path) -> Round:
    return Round(tmp_path)


def finding(known: Assessment) -> Finding:
    found = evaluate(DUTY, known, as_of=TODAY).findings
    return next(each for each in found if each.obligation.id == "art25-all")


def test_every_bundled_question_about_an_only_day_knows_it() -> None:
    until = {
        key: question.until
        for id in RULEBOOKS
        for key, question in bundled_rulebook(id).questions().items()
        if question.until
    }
    assert until == {"mcn6-change/late": DAY}


def test_the_question_says_of_which_day_it_asks() -> None:
    question = DUTY.questions()[DONE]
    assert asks_of(question) == "问的是到2026年10月8日为止的事"
    later = SelfAuditPeriod(first=date(2026, 12, 1), last=date(2027, 4, 2))
    assert asks_about(DUTY, question, later).startswith("问的是到2026年10月8日为止的事")


def test_a_failure_is_confirmed_by_enter_in_the_next_round(round: Round) -> None:
    carried = round.begun("否").answers[DONE]
    assert (carried.value, carried.state) == (N, CARRIED)
    assert not is_of_last_period(DUTY.questions()[DONE], carried)
    answer = round.again("")
    assert (answer.value, answer.state) == (N, None)
    assert finding(round.second.answer("q")).status is Status.NOT_SATISFIED
    assert "这一次的请重新回答" not in round.second.text


def test_a_pass_in_the_next_round_is_a_correction_or_a_remedy(round: Round) -> None:
    round.begun("否")
    answer = round.again("是", "2", "2026-10-20", "回执")
    assert (answer.value, answer.remedied) == (N, {"": date(2026, 10, 20)})
    assert (answer.by, answer.state) == ("张三", None)
    found = finding(round.second.answer("q"))
    assert (found.status, found.judged[0].remedied) == (Status.NOT_SATISFIED, date(2026, 10, 20))
    assert "问的是到2026年10月8日为止的事" in round.second.text
    answer = round.again("是", "1", "看错了题")
    assert answer.value is Y
    assert (answer.corrected or "").endswith("原来答“否”，看错了题")


def test_what_was_done_in_time_is_no_remedy(round: Round) -> None:
    round.begun("否")
    answer = round.again("是", "2", "2026-10-08", "2026-10-09", "")
    assert answer.remedied == {"": date(2026, 10, 9)}
    assert "期限到 2026-10-08：2026-10-08 做到的，没有过期" in round.second.text


def test_remedy_and_correction_come_along(round: Round) -> None:
    kept = {"remedied": {"": date(2026, 10, 12)}, "corrected": "更正说明", "note": "备注"}
    round.begun("否", **kept)
    answer = round.again("")
    assert {name: getattr(answer, name) for name in kept} == kept
    assert finding(round.second.answer("q")).judged[0].remedied == date(2026, 10, 12)


def test_saying_the_same_again_keeps_the_remedy(round: Round) -> None:
    round.begun("否", remedied={"": date(2026, 10, 12)})
    assert round.again("否", "2").remedied == {"": date(2026, 10, 12)}


@pytest.mark.parametrize(
    ("at", "taken_over"),
    [("2026-10-08T10:00:00+08:00", False), ("2026-10-09T10:00:00+08:00", True), (None, True)],
)
def test_an_answer_from_before_the_day_was_over_is_left_behind(
    round: Round, at: str | None, taken_over: bool
) -> None:
    assert (DONE in round.begun("否", at=at).answers) is taken_over


def test_what_is_asked_of_the_period_is_still_asked_anew() -> None:
    question = replace(DUTY.questions()[DONE], until=None)
    assert is_of_last_period(question, Answer(value=Mark.NO))
