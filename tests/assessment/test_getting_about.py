"""Places, paces, effects, carried-over answers and states: the pure parts of a sitting."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import (
    UNASKED,
    Answer,
    AnsweredTo,
    Assessment,
    Choice,
    Evidence,
    Mark,
    Respondent,
    Room,
)
from checklist.assessment.questionnaire import AskQuestion, is_answered, plan
from checklist.assessment.recheck import CARRIED, carried_over, standing_facts
from checklist.assessment.record import Response, with_answer
from checklist.assessment.stored.file import load, save
from checklist.assessment.typed import Misread
from checklist.assessment.values import parse
from checklist.evaluation.dormant import not_asked
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Status
from checklist.evaluation.states import AnswerState, states
from checklist.law import wording
from checklist.law.applicability import standings
from checklist.law.model import About, Kind
from checklist.sitting.places import ABOUT, FACTS, Scope, find, section_of
from checklist.sitting.shown import pace
from checklist.sitting.shown.effects import count_answered, effect, effect_lines
from checklist.sitting.shown.opening import standing_lines
from checklist.sitting.shown.review import rooms_table
from checklist.sitting.shown.screen import remark
from tests.assessment.sitting import Sitting
from tests.conftest import ROOT
from tests.given import kinds, law
from tests.given.bundled import LIVESTREAM, write_example
from tests.given.respondents import KINDS, all_passing

BOOK = kinds.every_kind()
Y, N, UNKNOWN = Mark.YES, Mark.NO, Mark.UNKNOWN
ROOMS = (Room(id="r1", name="旗舰店"), Room(id="r2", name="美妆间"))


def having(rooms: tuple[Room, ...] = ROOMS, **answers: Answer) -> Assessment:
    """A room operator with two rooms on a platform who serves no hosts."""
    return Assessment(
        respondent=Respondent(name="甲", prepared_by="", credit_code="", address=""),
        rooms=rooms,
        facts={
            "opens_room": Answer(value=Y),
            "serves_hosts": Answer(value=N),
            "channel": Answer(value=Choice("platform")),
        },
        answers={key.replace("__", "/").replace("_", "-"): one for key, one in answers.items()},
        answered_to=(AnsweredTo(id=BOOK.regulation.id, edition=BOOK.regulation.edition),),
    )


class TestPlaces:
    """A place is named by number, chapter, article or words; nothing is guessed."""

    STEPS = plan(BOOK, having())

    @pytest.mark.parametrize(
        ("text", "id"),
        [
            ("1", "answers/art25-all/done"),
            ("第２题", "answers/art25-all/hidden"),
            ("主体2", "facts/serves_hosts"),
            ("主体情况", "facts/opens_room"),
            ("直播间", "rooms"),
            ("填报单位", "respondent/name"),
            ("填报单位3", "respondent/credit_code"),
            ("填报单位第４题", "respondent/address"),
            ("第一章", "answers/art25-all/done"),
            ("1章", "answers/art25-all/done"),
            ("总则", "answers/art25-all/done"),
            ("第25条", "answers/art25-all/done"),
            ("第二十五条", "answers/art25-all/done"),
            ("art37-prompt", "answers/art37-prompt/shown"),
        ],
    )
    def test_places_are_found(self, text: str, id: str) -> None:
        assert find(BOOK, self.STEPS, text).id == id

    @pytest.mark.parametrize("text", ["0", "99", "主体9", "第九章", "第99条", "没有这个", "", " "])
    def test_what_names_no_place_is_told(self, text: str) -> None:
        with pytest.raises(Misread, match="第37条"):
            find(BOOK, self.STEPS, text)

    def test_every_step_is_in_one_section(self) -> None:
        roles = (*(holder.id for holder in BOOK.duty_holders), None)
        titles = {ABOUT, FACTS, *(wording.role(BOOK, role) for role in roles)}
        sections = [
            (title, list(steps)) for title, steps in groupby(self.STEPS, partial(section_of, BOOK))
        ]
        assert {title for title, _ in sections} <= titles
        stand_once = Counter(title for title, _ in sections)
        assert set(stand_once.values()) == {1}
        of = [step.id for _, steps in sections for step in steps]
        assert sorted(of) == sorted(step.id for step in self.STEPS)

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_duty_comes_first_and_what_is_only_encouraged_last(self, kind: str) -> None:
        steps = plan(LIVESTREAM, all_passing(LIVESTREAM, kind))
        roles = [step.role for step in steps if isinstance(step, AskQuestion)]
        titles = [title for title, _ in groupby(section_of(LIVESTREAM, step) for step in steps)]
        assert roles[0] is not None
        assert None not in roles[: len(roles) - roles.count(None)]
        assert len(titles) == len(set(titles)), "each section stands once"


class TestPace:
    """The estimate is an assumption until the respondent's own pace is known."""

    def answered_every(self, seconds: int, count: int = 9) -> Assessment:
        start = datetime(2026, 11, 1, 9, tzinfo=UTC)
        moments = [(start + timedelta(seconds=seconds * at)).isoformat() for at in range(count)]
        answers = {f"x{at}/y": Answer(value=Y, at=moment) for at, moment in enumerate(moments)}
        return replace(having(), answers=answers)

    def test_longer_questions_take_longer(self) -> None:
        steps = plan(BOOK, having())
        assert 0 < pace.minutes(steps[:1], having()) <= pace.minutes(steps, having())
        assert pace.minutes([], having()) == 0

    def test_own_pace_is_measured(self) -> None:
        known = self.answered_every(30)
        assert pace.own_pace(known) == 30
        later = self.answered_every(30, count=2000)
        assert pace.minutes(plan(BOOK, later)[:10], later) == 5

    def test_the_own_pace_comes_to_count_by_and_by(self) -> None:
        """No answer makes the figure leap: at first the assumption weighs more."""
        steps = plan(BOOK, having())
        assumed = pace.minutes(steps, self.answered_every(100, count=8))
        eight = pace.minutes(steps, self.answered_every(100, count=9))
        measured = pace.minutes(steps, self.answered_every(100, count=2000))
        assert assumed < eight < (assumed + measured) / 2

    @pytest.mark.parametrize("seconds", [0, 1, 600])
    def test_programs_and_breaks_are_no_pace(self, seconds: int) -> None:
        assert pace.own_pace(self.answered_every(seconds)) is None

    def test_a_few_answers_are_no_pace(self) -> None:
        assert pace.own_pace(self.answered_every(30, count=8)) is None

    def test_moments_with_and_without_zone_do_not_stop_a_sitting(self) -> None:
        mixed = {
            "a/b": Answer(value=Y, at="2026-11-01"),
            "a/c": Answer(value=Y, at="2026-11-01T09:00:00+00:00"),
        }
        assert pace.own_pace(replace(having(), answers=mixed)) is None


class TestEffects:
    """A changed fact: what is asked more, what falls dormant, and that answers stay."""

    def test_what_falls_dormant_and_comes_back(self) -> None:
        before = having(art25_all__done=Answer(value=Y), art37_prompt__shown=Answer(value=UNKNOWN))
        after = replace(before, facts={**before.facts, "opens_room": Answer(value=N)})
        change = effect(BOOK, before, after)
        gone = {step.id for step in change.fall_dormant}
        assert {"answers/art25-all/done", "facts/channel", "rooms"} <= gone
        assert change.appear == ()
        assert count_answered(before, change.fall_dormant) == 4
        assert not_asked(BOOK, after).answers == ("art25-all/done", "art37-prompt/shown")
        assert not_asked(BOOK, before).answers == ()
        back = effect(BOOK, after, before)
        assert back.appear == change.fall_dormant
        assert count_answered(after, back.appear) == 4

    def test_what_has_to_be_asked_of_a_room_is_not_told_to_come_back_answered(self) -> None:
        told = {}
        for exceptions in ({}, {"r2": UNASKED}):
            shown = Answer(value=UNKNOWN, exceptions=exceptions)
            after = having(art25_all__done=Answer(value=Y), art37_prompt__shown=shown)
            before = replace(after, facts={**after.facts, "opens_room": Answer(value=N)})
            change = effect(BOOK, before, after)
            told[len(exceptions)] = "".join(effect_lines(change, before))
        assert "其中 4 题以前答过，答案恢复" in told[0]
        assert "补答" not in told[0]
        assert "其中 3 题以前答过，答案恢复" in told[1]
        assert "要补答 1 题" in told[1]

    def test_an_answer_that_changes_nothing_else_has_no_effect(self) -> None:
        assert not effect(BOOK, having(), having(art25_all__done=Answer(value=N)))


class TestCarried:
    """Last year's answers are shown, and prove nothing until they are confirmed."""

    LAST = having(
        art25_all__done=Answer(
            value=Y, by="张三", at="2025-11-01", note="甲", evidence=(Evidence("旧"),),
            owner="李四", due=date(2025, 12, 1), asked_as=kinds.YES.fingerprint, measures="补齐",
            department="法务", closed_on=date(2025, 12, 2), state="已验收",
        ),
        art25_all__hidden=Answer(value=None, note="只有备注"),
    )  # fmt: skip

    def test_evidence_deadlines_and_who_said_it_stay_behind(self) -> None:
        now = carried_over(BOOK, self.LAST)
        assert now.answers["art25-all/done"] == Answer(
            value=Y, note="甲", owner="李四", asked_as=kinds.YES.fingerprint, state=CARRIED,
            department="法务",
        )  # fmt: skip
        assert now.period == self.LAST.period
        assert now.rooms == ROOMS
        assert "art25-all/hidden" not in now.answers

    def test_nothing_counts_before_it_is_confirmed(self) -> None:
        now = carried_over(BOOK, self.LAST)
        assert not any(
            is_answered(step, BOOK, now)
            for step in plan(BOOK, now)
            if step.id.startswith(("facts/", "answers/"))
        )
        statuses = {one.status for one in evaluate(BOOK, now, as_of=date(2026, 11, 1)).findings}
        assert statuses == {Status.UNDETERMINED}

    def test_an_answer_given_anew_counts_and_another_state_stays(self) -> None:
        now = carried_over(BOOK, self.LAST)
        step = find(BOOK, plan(BOOK, now), "art25-all")
        assert isinstance(step, AskQuestion)
        again = with_answer(now, step, Response(value=N), by=None, at="2026-11-01")
        assert again.answers[step.key].state is None
        kept = replace(now, answers={step.key: Answer(value=Y, state="整改中")})
        again = with_answer(kept, step, Response(value=N), by=None, at="2026-11-01")
        assert again.answers[step.key].state == "整改中"


class TestStates:
    """Open, unknown, to be confirmed, a gap: what is looked at again."""

    def of(self, id: str, assessment: Assessment) -> frozenset[AnswerState]:
        step = next(one for one in plan(BOOK, assessment) if one.id == id)
        return states(step, BOOK, assessment, date(2026, 11, 1))

    @pytest.mark.parametrize(
        ("answer", "found"),
        [
            (Answer(value=Y), set()),
            (Answer(value=N), {AnswerState.GAP}),
            (Answer(value=UNKNOWN), {AnswerState.UNKNOWN}),
            (Answer(value=None, note="还没答"), {AnswerState.OPEN}),
            (Answer(value=Y, state=CARRIED), {AnswerState.RECHECK}),
            (Answer(value=Y, asked_as="0123456789abcdef"), {AnswerState.RECHECK}),
        ],
    )
    def test_an_answer_is_in_a_state(self, answer: Answer, found: set[AnswerState]) -> None:
        assert self.of("answers/art25-all/done", having(art25_all__done=answer)) == found

    def test_rooms_may_be_in_several_states(self) -> None:
        answer = Answer(value=N, exceptions={"r2": UNKNOWN})
        found = self.of("answers/art38-replay/kept", having(art38_replay__kept=answer))
        assert found == {AnswerState.GAP, AnswerState.UNKNOWN}

    def test_an_encouragement_is_never_a_gap(self) -> None:
        kind = Kind.ENCOURAGEMENT
        book = law.rulebook(law.obligation("art5", kind=kind, penalties=()))
        known = Assessment(
            respondent=Respondent(name="甲"),
            facts={"opens_room": Answer(value=Y)},
            answers={"art5/done": Answer(value=N)},
        )
        assert states(plan(book, known)[-1], book, known, date(2026, 11, 1)) == frozenset()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1095天", "1095天不算满3年：3年最长有1096天（含闰日），还差1天"),
        ("1096天", None),
        ("3年", None),
        ("1年", None),
        ("30天", None),
        ("从未", None),
    ],
)
def test_days_that_are_just_short_of_the_years_are_told(typed: str, said: str | None) -> None:
    assert remark(kinds.YEARS, parse(kinds.YEARS, typed)) == said
    assert remark(kinds.MONTHS, parse(kinds.MONTHS, "6个月")) is None
    assert remark(kinds.OPENS, Y) is None


def test_rooms_are_told_by_answer_the_most_frequent_first() -> None:
    rooms = (*ROOMS, Room(id="r3", name="清仓间"))
    answer = Answer(value=Y, exceptions={"r2": N, "gone": N})
    assert list(rooms_table(kinds.OPENS, answer, rooms)) == [
        "          是  2 个直播间：旗舰店、清仓间",
        "          否  1 个直播间：美妆间",
    ]


class TestMoved:
    """What an answer does to the questions to come, and to the numbers of those that are answered,
    is told at once."""

    TOLD = "题号变了：原来的第 10 题现在是第 11 题"
    ON_ITS_OWN_SITE = ("某某公司", "张三", "", "", "", "是", "是", "甲", "2", "g 10", "全选")

    def test_a_room_that_brings_a_question_moves_those_behind_it(self, tmp_path: Path) -> None:
        sitting = Sitting(tmp_path / "自查.yaml")
        sitting.answer(*self.ON_ITS_OWN_SITE, "g 直播间", "加 乙", "1", "q")
        assert self.TOLD in sitting.text

    def test_so_does_taking_that_back(self, tmp_path: Path) -> None:
        sitting = Sitting(tmp_path / "自查.yaml")
        sitting.answer(*self.ON_ITS_OWN_SITE, "g 直播间", "加 乙", "1", "u", "q")
        assert "题号变了：原来的第 11 题现在是第 10 题" in sitting.text

    def test_nothing_is_told_where_what_moves_is_not_answered(self, tmp_path: Path) -> None:
        sitting = Sitting(tmp_path / "自查.yaml")
        sitting.answer(*self.ON_ITS_OWN_SITE[:-2], "g 直播间", "加 乙", "1", "q")
        assert "题号变了" not in sitting.text

    def test_many_questions_fewer_are_told(self, tmp_path: Path) -> None:
        sitting = Sitting(tmp_path / "自查.yaml")
        sitting.answer("某某公司", "张三", "", "", "", "否", "q")
        assert re.search("照这样，要问的少了 [0-9]+ 题。", sitting.text)


class TestNumbers:
    """One unit, named: duties are counted apart from what is only encouraged."""

    def test_what_is_answered_is_told_by_kind_and_adds_up(self, tmp_path: Path) -> None:
        path = write_example("agency", tmp_path / "自查.yaml")
        sitting = Sitting(path, rulebook=LIVESTREAM, width=200)
        sitting.answer("b", "q")
        told = re.search(r"(\d+) 题都已回答（([^）]*)）", sitting.text)
        assert told
        parts = {part.split()[0]: int(part.split()[1]) for part in told[2].split("、")}
        assert sum(parts.values()) == int(told[1])
        counted = r"检查一遍：义务 (\d+) 题.*；主体情况 (\d+) 题.*；倡导 (\d+) 题"
        reviewed = re.search(counted, sitting.transcript.replace("\n", ""))
        assert reviewed
        names = ("义务", "主体情况", "倡导")
        assert [parts[name] for name in names] == [*map(int, reviewed.groups())]
        last = parts["义务"] + parts["倡导"]
        assert f"第 {last} 题  " in sitting.text, "an encouragement is numbered behind the duties"
        sitting.answer("g 1", "q")
        assert f"第 1/{parts['义务']} 题" in sitting.text

    def test_gaps_that_are_mended_are_told_where_they_are_left_out(self, tmp_path: Path) -> None:
        path = write_example("agency", tmp_path / "自查.yaml")
        known = load(path, LIVESTREAM)
        sitting = Sitting(path, rulebook=LIVESTREAM, scope=Scope(only=AnswerState.GAP), width=200)
        sitting.answer("q")
        found = re.search(r"本次的范围还有 (\d+) 题", sitting.text)
        assert found
        steps = [step for step in plan(LIVESTREAM, known) if isinstance(step, AskQuestion)]
        gap = next(
            step for step in steps
            if AnswerState.GAP in states(step, LIVESTREAM, known, date(2026, 11, 1))
            and step.question.about is About.PERIOD and not step.rooms
        )  # fmt: skip
        answer = replace(known.answers[gap.key], remedied={"": date(2026, 10, 1)})
        save(path, replace(known, answers={**known.answers, gap.key: answer}), LIVESTREAM)
        sitting.shown.clear()
        sitting.answer("q")
        told = f"本次的范围还有 {int(found[1]) - 1} 题（另有 1 题缺口已整改，不再问）"
        assert told in sitting.text


def test_the_lines_of_the_opening_add_up_to_what_is_announced() -> None:
    agency = load(ROOT / "examples" / "agency.yaml", LIVESTREAM)
    unanswered = replace(agency, answers={})
    steps = plan(LIVESTREAM, unanswered)
    who = standings(LIVESTREAM, standing_facts(LIVESTREAM, unanswered)[None])
    lines = list(standing_lines(LIVESTREAM, unanswered, who, steps))
    announced = next(line for line in lines if line.startswith("接下来还有 "))
    counts = [re.search("：([0-9]+) 题", line) for line in lines if line.startswith("   ")]
    assert sum(int(count[1]) for count in counts if count) == int(
        announced.removeprefix("接下来还有 ").partition(" ")[0]
    )


def test_who_has_seen_enough_of_what_is_answered_goes_on_answering(tmp_path: Path) -> None:
    path = write_example("agency", tmp_path / "自查.yaml")
    sitting = Sitting(path, rulebook=LIVESTREAM, height=24)
    before = sitting.answer("q", "q")
    sitting.shown.clear()
    sitting.answer("q", "g 1", "v", "q", "2个工作日", "", "q", "q")
    viewed = sitting.text.rpartition("还有 ")[0]
    assert "输入题号去改，输入身份" not in viewed
    assert load(path, LIVESTREAM).answers.keys() == before.answers.keys()
