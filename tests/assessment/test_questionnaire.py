"""What is asked next follows from what was said, and from nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checklist.assessment.model import (
    Answer,
    AnsweredTo,
    Assessment,
    Choice,
    Evidence,
    Mark,
    Picks,
    Respondent,
    Room,
    SelfAuditPeriod,
    Unread,
    Value,
)
from checklist.assessment.questionnaire import (
    AskDetail,
    AskFact,
    AskQuestion,
    AskRooms,
    Detail,
    Step,
    is_answered,
    plan,
)
from checklist.assessment.recheck import (
    CARRIED,
    adopt_edition,
    is_carried,
    needs_recheck,
    standing_facts,
)
from checklist.assessment.record import Response, with_answer, with_detail, with_note, with_rooms
from checklist.assessment.values import parse
from checklist.law.model import Rulebook
from tests.given import kinds, law
from tests.given.assessments import assessments

BOOK = kinds.every_kind()
NOBODY = Assessment(respondent=Respondent(name=""))
ROOMS = (Room(id="r1", name="旗舰店"), Room(id="r2", name="美妆间"))
PERIOD = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 11, 1))
ALL_SHOWN = Picks({one.id: Mark.YES for one in kinds.SHOWN})


def having(rooms: tuple[Room, ...] = ROOMS, **facts: Value) -> Assessment:
    """A respondent of whom these facts are known."""
    return replace(NOBODY, rooms=rooms, facts={id: Answer(value=it) for id, it in facts.items()})


def ids(assessment: Assessment, book: Rulebook = BOOK) -> list[str]:
    return [step.id for step in plan(book, assessment)]


def next_question(book: Rulebook, assessment: Assessment) -> Step | None:
    """The first step that is not answered."""
    steps = plan(book, assessment)
    return next((step for step in steps if not is_answered(step, book, assessment)), None)


def walk(
    answer: Callable[[Step], Value], assessment: Assessment = NOBODY, book: Rulebook = BOOK
) -> tuple[list[str], Assessment]:
    """Answer until nothing is left; which steps were asked, in order."""
    asked: list[str] = []
    while (step := next_question(book, assessment)) is not None:
        assert len(asked) < 100
        asked.append(step.id)
        match step:
            case AskDetail(detail=detail):
                told = PERIOD if detail is Detail.PERIOD else "某某"
                assessment = with_detail(assessment, detail, told)
            case AskRooms():
                assessment = with_rooms(assessment, ROOMS)
            case AskFact() | AskQuestion():
                said = Response(value=answer(step))
                assessment = with_answer(assessment, step, said, by="张三", at="2026-11-01")
    return asked, assessment


def unknown(step: Step) -> Value:
    del step
    return Mark.UNKNOWN


def test_the_respondent_comes_first_then_facts_rooms_and_questions() -> None:
    asked, _ = walk(unknown)
    assert asked == [
        "respondent/name",
        "respondent/prepared_by",
        "respondent/credit_code",
        "respondent/address",
        "respondent/period",
        "facts/opens_room",
        "facts/serves_hosts",
        "rooms",
        "facts/channel",
        *[f"answers/art25-all/{one.id}" for one in kinds.QUESTIONS if one.id not in
          ("shown", "reports")],
        "answers/art37-prompt/shown",
        "answers/art38-replay/kept",
        "answers/art45-report/reports",
    ]  # fmt: skip


def test_a_fact_that_others_rule_out_is_not_asked() -> None:
    assert "facts/serves_hosts" not in ids(having(opens_room=Mark.NO))


def test_what_cannot_bind_is_not_asked() -> None:
    steps = ids(having(opens_room=Mark.YES, serves_hosts=Mark.NO, channel=Choice("own_site")))
    assert "answers/art45-report/reports" not in steps
    assert "answers/art38-replay/kept" not in steps
    assert "answers/art37-prompt/shown" in steps


def test_what_may_bind_is_asked() -> None:
    steps = ids(having(opens_room=Mark.YES, serves_hosts=Mark.UNKNOWN))
    assert "answers/art45-report/reports" in steps
    assert "answers/art38-replay/kept" in steps


def test_rooms_are_asked_only_where_an_entry_about_rooms_may_bind() -> None:
    assert "rooms" not in ids(having(opens_room=Mark.NO))


def test_not_knowing_is_an_answer() -> None:
    _, done = walk(unknown)
    assert next_question(BOOK, done) is None
    assert all(is_answered(step, BOOK, done) for step in plan(BOOK, done))


def test_rooms_are_asked_once_for_those_the_entry_concerns() -> None:
    elsewhere = Answer(value=Choice("platform"), exceptions={"r2": Choice("own_site")})
    known = having(opens_room=Mark.YES)
    known = replace(known, facts={**known.facts, "channel": elsewhere})
    rooms = {
        step.key: [room.id for room in step.rooms]
        for step in plan(BOOK, known)
        if isinstance(step, AskQuestion) and step.rooms
    }
    assert rooms == {"art37-prompt/shown": ["r1", "r2"], "art38-replay/kept": ["r1"]}


def test_a_question_answered_for_one_of_two_rooms_is_asked_again() -> None:
    _, done = walk(unknown)
    in_one = replace(done.answers["art37-prompt/shown"], value=None, exceptions={"r1": ALL_SHOWN})
    step = next_question(
        BOOK, replace(done, answers={**done.answers, "art37-prompt/shown": in_one})
    )
    assert step is not None
    assert step.id == "answers/art37-prompt/shown"
    both = replace(in_one, exceptions={"r1": ALL_SHOWN, "r2": ALL_SHOWN})
    done = replace(done, answers={**done.answers, "art37-prompt/shown": both})
    assert next_question(BOOK, done) is None


def test_a_shared_question_is_asked_once() -> None:
    assert ids(having(opens_room=Mark.YES)).count("answers/art37-prompt/shown") == 1


@given(assessments(BOOK), st.randoms())
def test_the_order_of_answering_does_not_matter(assessment: Assessment, random: Random) -> None:
    facts, answers = list(assessment.facts.items()), list(assessment.answers.items())
    random.shuffle(facts)
    random.shuffle(answers)
    shuffled = replace(assessment, facts=dict(facts), answers=dict(answers))
    assert plan(BOOK, shuffled) == plan(BOOK, assessment)
    assert next_question(BOOK, shuffled) == next_question(BOOK, assessment)


@given(assessments(BOOK))
def test_answering_what_is_asked_always_comes_to_an_end(assessment: Assessment) -> None:
    _, done = walk(unknown, assessment)
    assert next_question(BOOK, done) is None


@given(assessments(BOOK), st.data())
def test_forgetting_an_answer_asks_it_again(assessment: Assessment, data: st.DataObject) -> None:
    _, done = walk(unknown, assessment)
    asked = [step.key for step in plan(BOOK, done) if isinstance(step, AskQuestion)]
    if asked:
        key = data.draw(st.sampled_from(asked))
        without = {other: answer for other, answer in done.answers.items() if other != key}
        step = next_question(BOOK, replace(done, answers=without))
        assert step is not None
        assert step.id == f"answers/{key}"


@pytest.mark.parametrize(
    "value", [None, Unread("是"), Picks({"opening": Mark.YES}), Picks({"gone": Mark.YES})]
)
def test_half_an_answer_is_asked_again(value: Value | None) -> None:
    known = having(opens_room=Mark.YES)
    known = replace(known, answers={"art37-prompt/shown": Answer(value=value)})
    step = next(step for step in plan(BOOK, known) if step.id == "answers/art37-prompt/shown")
    assert not is_answered(step, BOOK, known)


class TestAnotherEdition:
    """An answer stands as long as the question is put as it was."""

    OLD = (AnsweredTo(id="small", edition="2025.9"),)
    DONE = Answer(value=Mark.YES, asked_as=kinds.YES.fingerprint)

    def recheck(self, answer: Answer, answered_to: tuple[AnsweredTo, ...] = OLD) -> bool:
        said = replace(NOBODY, answered_to=answered_to)
        return needs_recheck(kinds.YES, answer, rulebook=BOOK, assessment=said)

    def test_the_same_wording_stands(self) -> None:
        assert not self.recheck(self.DONE)

    def test_another_wording_does_not(self) -> None:
        assert self.recheck(replace(self.DONE, asked_as="0" * 16))
        assert self.recheck(
            replace(self.DONE, asked_as="0" * 16), (AnsweredTo(id="small", edition="2026.1"),)
        )

    def test_an_earlier_wording_that_asked_the_same_stands(self) -> None:
        said = replace(NOBODY, answered_to=self.OLD)
        asked = replace(kinds.YES, formerly=("0" * 16,))
        for asked_as, again in (("0" * 16, False), ("1" * 16, True)):
            answer = replace(self.DONE, asked_as=asked_as)
            assert needs_recheck(asked, answer, rulebook=BOOK, assessment=said) is again
            carried = replace(answer, state=CARRIED)
            assert is_carried(asked, carried) is not again

    def test_a_fact_said_to_an_earlier_wording_is_known(self) -> None:
        fact = replace(kinds.OPENS, formerly=("0" * 16,))
        book = replace(BOOK, facts=(fact, *BOOK.facts[1:]))
        said = Answer(value=Mark.YES, asked_as="0" * 16)
        known = replace(NOBODY, facts={"opens_room": said})
        assert standing_facts(book, known)[None] == {"opens_room": "yes"}

    def test_a_hand_written_answer_stands_for_the_edition_it_names_or_for_any(self) -> None:
        by_hand = replace(self.DONE, asked_as=None)
        assert self.recheck(by_hand)
        assert not self.recheck(by_hand, ())
        assert not self.recheck(by_hand, (AnsweredTo(id="small", edition="2026.1"),))

    def test_it_is_asked_again_even_after_the_file_names_the_new_edition(self) -> None:
        by_hand = {"art25-all/done": replace(self.DONE, asked_as=None)}
        known = having(opens_room=Mark.YES)
        moved = adopt_edition(BOOK, replace(known, answers=by_hand, answered_to=self.OLD))
        assert moved.answered_to == (AnsweredTo(id="small", edition="2026.1"),)
        step = next(step for step in plan(BOOK, moved) if step.id == "answers/art25-all/done")
        assert not is_answered(step, BOOK, moved)
        assert standing_facts(BOOK, moved)[None] == {}

    def test_a_fact_put_otherwise_is_not_known(self) -> None:
        said = Answer(value=Mark.YES, asked_as="0" * 16)
        assert standing_facts(BOOK, replace(NOBODY, facts={"opens_room": said}))[None] == {}


class TestRecording:
    """A new answer changes only what was said."""

    STEP = next(
        step
        for step in plan(BOOK, having(opens_room=Mark.YES))
        if step.id == "answers/art37-prompt/shown"
    )

    def test_notes_and_remediation_are_kept(self) -> None:
        assert isinstance(self.STEP, AskQuestion)
        before = Answer(
            value=Mark.UNKNOWN,
            who_could_know="运营",
            note="甲",
            evidence=(Evidence("a.png"),),
            owner="李四",
        )
        known = replace(having(), answers={self.STEP.key: before})
        known = with_note(known, self.STEP, "乙")
        said = Response(value=ALL_SHOWN)
        after = with_answer(known, self.STEP, said, by="张三", at="2026-11-01").answers[
            self.STEP.key
        ]
        assert after == replace(
            before,
            value=ALL_SHOWN,
            by="张三",
            at="2026-11-01",
            asked_as=kinds.ALL.fingerprint,
            who_could_know=None,
            note="甲\n乙",
        )

    def test_why_something_does_not_apply_is_recorded(self) -> None:
        assert isinstance(self.STEP, AskQuestion)
        said = Response(value=parse(kinds.MAY_LACK, "1 2 3不适用"))
        step = replace(self.STEP, question=kinds.MAY_LACK)
        after = with_answer(NOBODY, step, said, by=None, at="2026-11-01")
        assert after.answers[step.key].reason == "没有其他时段"

    def test_exceptions_go_with_their_room_and_with_no_other(self) -> None:
        said = Answer(value=Mark.YES, exceptions={"r1": Mark.NO, "r2": Mark.UNKNOWN})
        known = replace(having(), answers={"art38-replay/kept": said})
        after = with_rooms(known, [Room(id="r3", name="新间"), Room(id="r2", name="美妆二间")])
        assert after.rooms == (Room(id="r3", name="新间"), Room(id="r2", name="美妆二间"))
        assert after.answers["art38-replay/kept"].exceptions == {"r2": Mark.UNKNOWN}


def test_rooms_with_many_rooms_are_planned_quickly_enough() -> None:
    many = tuple(Room(id=f"r{number}", name=f"直播间{number}") for number in range(300))
    steps = plan(law.small_rulebook(), having(many, opens_room=Mark.YES))
    assert any(isinstance(step, AskQuestion) and len(step.rooms) == 300 for step in steps)
