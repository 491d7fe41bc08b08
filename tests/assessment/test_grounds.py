"""不适用 is recorded on the ground that holds, never on all that the rulebook offers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Extreme, Mark, Picks, Room, SelfAuditPeriod
from checklist.assessment.objections import Span
from checklist.assessment.questionnaire import AskQuestion, plan
from checklist.assessment.reasons import alternatives, grounds, in_days
from checklist.assessment.record import Response, answered
from checklist.law.model import Rulebook
from checklist.sitting.grounds import binding_facts
from tests.assessment.sitting import ABOUT, BOOK, Sitting
from tests.assessment.test_exclusions import COMPANY, said
from tests.given.bundled import BOOKS, LIVESTREAM

QUESTIONS = LIVESTREAM.questions()
TIMES, TRAINED = QUESTIONS["art9-operators/times"], QUESTIONS["art9-operators/registered_items"]
OF_HOSTS, ITEMS = QUESTIONS["art9-hosts/times"], QUESTIONS["art9-hosts/host_items"]
IN_FORCE = date(2026, 2, 1)
LEFT_OUT = Mark.INAPPLICABLE
FACTS = [*ABOUT, "是", "否", "甲、乙", "1", "2", "2"]
HIDDEN = "art25-all/hidden"


def span(first: date, last: date, today: date = date(2026, 11, 20)) -> Span:
    period = SelfAuditPeriod(first=first, last=last)
    return Span(period=period, in_force=IN_FORCE, today=today)


@pytest.mark.parametrize(
    ("first", "last", "today", "january", "july"),
    [
        (IN_FORCE, date(2026, 11, 20), date(2026, 11, 20), "不在自查期间内", "还没有经营平台"),
        (IN_FORCE, date(2026, 7, 20), date(2026, 7, 20), "不在自查期间内", "还没有过完而尚未报送"),
        (date(2026, 10, 1), date(2027, 3, 1), date(2027, 3, 1), "还没有经营平台", "不在自查期间内"),
    ],
)
def test_the_days_decide_why_a_month_is_left_out(
    first: date, last: date, today: date, january: str, july: str
) -> None:
    left_out = Picks({"january": LEFT_OUT, "july": LEFT_OUT})
    told = dict(grounds(TIMES, left_out, span(first, last, today)))
    assert [len(each) for each in told.values()] == [1, 1]
    assert january in told["一月"][0]
    assert july in told["七月"][0]


def test_of_what_has_ended_the_other_grounds_are_left() -> None:
    before = dict(grounds(TRAINED, LEFT_OUT, span(IN_FORCE, date(2026, 6, 1), date(2026, 6, 1))))
    after = dict(grounds(TRAINED, LEFT_OUT, span(IN_FORCE, date(2026, 11, 1))))
    assert before == {"": ("自查期间没有自己应当报送而且已经过完的月份",)}
    assert after == {"": ("没有已办理登记的运营者",)}


def test_a_month_in_which_there_were_no_hosts_is_left_out_for_that() -> None:
    july = Picks({"january": LEFT_OUT, "july": LEFT_OUT})
    told = dict(grounds(OF_HOSTS, july, span(IN_FORCE, date(2026, 11, 1))))
    assert told["一月"] == ("该次报送的月份不在自查期间内（2026年1月办法尚未施行）",)
    assert told["七月"] == (
        "该月还没有经营平台、提供这项服务",
        "该月平台、这项服务上没有主播",
    )
    (after,) = dict(grounds(ITEMS, LEFT_OUT, span(IN_FORCE, date(2026, 11, 1)))).values()
    assert after == ("报送的一月、七月平台、这项服务上都没有主播（那时还没有经营、提供的也算）",)


def test_every_ground_of_what_has_to_end_says_so() -> None:
    for book in BOOKS.values():
        for question in book.questions().values():
            if question.ended and question.inapplicable_if:
                day = span(date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 2))
                (of_days,) = dict(grounds(question, LEFT_OUT, day)).values()
                assert len(of_days) == 1, question.id


def test_where_nobody_was_asked_it_is_one_of_them() -> None:
    said = Response(value=LEFT_OUT)
    recorded = answered(None, QUESTIONS["art9-operators/registered_items"], said, by=None, at="")
    assert recorded.reason == (
        "下列情形之一：没有已办理登记的运营者，或者自查期间没有自己应当报送而且已经过完的月份"
    )


@pytest.mark.parametrize("said", [Picks({"january": Mark.NO, "july": Mark.YES}), Extreme.NEVER])
def test_a_january_that_is_not_in_the_period_is_left_out_whatever_was_typed(
    said: Picks | Extreme,
) -> None:
    july = Mark.YES if isinstance(said, Picks) else Mark.NO
    known = in_days(TIMES, said, span(IN_FORCE, date(2026, 11, 20)))
    assert known == Picks({"january": LEFT_OUT, "july": july})
    longer = span(date(2026, 10, 1), date(2027, 8, 1), date(2027, 8, 1))
    assert in_days(TIMES, said, longer) == said


def test_a_month_of_which_that_cannot_be_said_stays_as_it_was_typed() -> None:
    options = tuple(replace(each, inapplicable_if=None) for each in TIMES.options)
    typed = Picks({"january": Mark.NO, "july": Mark.YES})
    asked = replace(TIMES, options=options)
    assert in_days(asked, typed, span(IN_FORCE, date(2026, 11, 20))) == typed


def with_two_grounds() -> Rulebook:
    grounded = replace(BOOK.questions()[HIDDEN], inapplicable_if="没有处置过，或者没有人受影响")
    return replace(
        BOOK,
        obligations=tuple(
            replace(
                entry,
                questions=tuple(
                    grounded if entry.key(asked) == HIDDEN else asked for asked in entry.questions
                ),
            )
            for entry in BOOK.obligations
        ),
    )


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("2", "没有人受影响"),
        ("1 2", "没有处置过；没有人受影响"),
        ("", "下列情形之一：没有处置过，或者没有人受影响"),
    ],
)
def test_a_sitting_asks_which_it_is(tmp_path: Path, typed: str, reason: str) -> None:
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=with_two_grounds())
    known = sitting.answer(*FACTS, "是", "不适用", "7", typed, "q")
    assert known.answers[HIDDEN].reason == reason
    assert "没有看懂“7”" in sitting.text


def test_one_ground_is_no_alternative() -> None:
    assert alternatives("没有真人（真人驱动、真人配音的算有）") == (
        "没有真人（真人驱动、真人配音的算有）",
    )


def test_what_binds_in_one_room_alone_is_told_of_that_room() -> None:
    """Where another room is usual, the usual answer is no reason why the duty applies."""
    rooms = (Room(id="r1", name="旗舰店"), Room(id="r2", name="夜场"))
    figure = Answer(value=Mark.NO, exceptions={"r2": Mark.YES})
    known = said({**COMPANY, "uses_ai_figure": "no"}, {}, rooms)
    known = replace(known, facts={**known.facts, "uses_ai_figure": figure})
    steps = (step for step in plan(LIVESTREAM, known) if isinstance(step, AskQuestion))
    step = next(step for step in steps if step.key == "art37-visible/visible")
    lines = list(binding_facts(LIVESTREAM, known, step))
    (told,) = (line for line in lines if "等技术生成的人物图像、视频" in line)
    assert told.endswith("”：夜场 是")
