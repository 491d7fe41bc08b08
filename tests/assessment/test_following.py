"""What is said of the rooms says who the respondent is, and nothing is asked or guessed twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Choice, Mark, Respondent, Room, Value
from checklist.assessment.questionnaire import AskFact, AskQuestion, plan
from checklist.assessment.recheck import contradicted, standing_facts
from checklist.assessment.record import with_listed
from checklist.assessment.stored.file import load
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Findings, Status
from checklist.report.words.wording import impossible
from checklist.sitting.shown import screen
from tests.assessment.sitting import Sitting
from tests.conftest import ROOT
from tests.given.bundled import LIVESTREAM
from tests.given.respondents import all_passing

ROOMS = (Room(id="r1", name="甲间"), Room(id="r2", name="乙间"))
OWN, OTHERS = Answer(value=Choice("self")), Answer(value=Choice("entity"))
BOTH = Answer(value=Choice("self"), exceptions={"r2": Choice("sole_trader")})
YES, NO = Answer(value=Mark.YES), Answer(value=Mark.NO)
FOLLOWING = ("opens_room", "operates_others_room")
SHE = ["白露", "", "", "", "", "3", "否"]
"""A person without registration, up to the list of rooms."""


def said(rooms: tuple[Room, ...] = ROOMS, /, **facts: Answer) -> Assessment:
    form = {"respondent_form": Answer(value=Choice("entity"))}
    return Assessment(respondent=Respondent(name="某某"), rooms=rooms, facts=form | facts)


def asked(assessment: Assessment) -> list[str]:
    return [step.fact.id for step in plan(LIVESTREAM, assessment) if isinstance(step, AskFact)]


def counted(assessment: Assessment) -> list[str | None]:
    facts = standing_facts(LIVESTREAM, assessment)[None]
    return [facts.get(id) for id in FOLLOWING]


def findings(assessment: Assessment) -> Findings:
    return evaluate(LIVESTREAM, assessment, as_of=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("holder", "expected"),
    [
        (OWN, ["yes", "no"]),
        (OTHERS, ["no", "yes"]),
        (BOTH, ["yes", "yes"]),
        (Answer(value=Choice("self"), exceptions={"r2": Mark.UNKNOWN}), ["yes", None]),
        (Answer(value=Mark.UNKNOWN), [None, None]),
    ],
)
def test_whose_the_rooms_are_says_who_operates_them(
    holder: Answer, expected: list[str | None]
) -> None:
    known = said(account_holder=holder)
    assert counted(known) == expected
    assert "account_holder" in asked(known)
    assert not set(FOLLOWING) & set(asked(known))


def test_whose_the_rooms_are_is_the_first_question_about_them() -> None:
    rooms = [id for id in asked(said()) if LIVESTREAM.fact(id).per.value == "room"]
    assert rooms[0] == "account_holder"
    assert not set(FOLLOWING) & set(asked(said()))


def test_without_rooms_the_respondent_is_asked_and_nothing_is_guessed() -> None:
    nobody = said(())
    assert counted(nobody) == [None, None]
    assert set(FOLLOWING) <= set(asked(nobody))
    assert "account_holder" not in asked(nobody)
    assert asked(nobody).index("channel") > asked(nobody).index("operates_others_room")


@pytest.mark.parametrize("rooms", [(), ROOMS])
def test_who_said_earlier_that_no_room_is_anothers_is_not_asked_whose_they_are(
    rooms: tuple[Room, ...],
) -> None:
    earlier = said(rooms, opens_room=YES, operates_others_room=NO)
    assert counted(earlier) == ["yes", "no"]
    assert "account_holder" not in asked(earlier)
    assert set(FOLLOWING) <= set(asked(earlier))
    facts = standing_facts(LIVESTREAM, earlier)
    assert {of["account_holder"] for of in facts.values()} == {"self"}


def test_an_answer_recorded_earlier_stands_as_long_as_the_rooms_leave_it_open() -> None:
    assert counted(said(opens_room=YES, operates_others_room=YES)) == ["yes", "yes"]
    assert counted(said(opens_room=NO, operates_others_room=NO)) == ["no", "no"]


@pytest.mark.parametrize(
    ("facts", "differing"),
    [
        ({"opens_room": NO, "account_holder": OWN}, "opens_room"),
        ({"operates_others_room": YES, "account_holder": OWN}, "operates_others_room"),
    ],
)
def test_what_contradicts_the_rooms_is_told_and_counts_as_yes(
    facts: Mapping[str, Answer], differing: str
) -> None:
    known = said(**facts)
    assert [fact.id for fact in contradicted(LIVESTREAM, known)] == [differing]
    assert standing_facts(LIVESTREAM, known)[None][differing] == "yes"
    assert differing in asked(known), "it can be corrected there"
    assert LIVESTREAM.fact(differing).ask in "".join(impossible(findings(known)))
    assert not list(impossible(findings(said(account_holder=BOTH))))


def test_a_room_that_is_added_may_be_anothers_and_is_asked() -> None:
    earlier = said(ROOMS[:1], opens_room=YES, operates_others_room=replace(NO, note="查过"))
    now = with_listed(LIVESTREAM, earlier, ROOMS, by=None, at="2026-11-01")
    assert "account_holder" in asked(now)
    assert now.facts["opens_room"] == YES
    assert now.facts["operates_others_room"] == Answer(value=None, note="查过")


def test_rooms_or_none_of_them_are_one_answer_that_is_confirmed(tmp_path: Path) -> None:
    path = tmp_path / "自查.yaml"
    sitting = Sitting(path, rulebook=LIVESTREAM)
    refused = sitting.answer(*SHE, "没有", "不改")
    assert not set(FOLLOWING) & set(refused.facts)
    assert LIVESTREAM.which_rooms is not None
    assert LIVESTREAM.which_rooms[:20] in sitting.text.replace("\n", "")
    none = Sitting(path, rulebook=LIVESTREAM).answer("没有", "", "u", "没有", "", "b", "")
    assert [none.facts[id].value for id in FOLLOWING] == [Mark.NO, Mark.NO]
    some = Sitting(path, rulebook=LIVESTREAM).answer("g 直播间", "小铺", "1")
    assert counted(some) == ["yes", "no"]
    gone = Sitting(path, rulebook=LIVESTREAM).answer("g 直播间", "没有", "是")
    assert not gone.rooms
    assert contradicted(LIVESTREAM, gone) == ()
    assert counted(gone) == ["no", "no"]


def test_a_person_with_one_room_answers_one_question_about_whose_it_is(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=LIVESTREAM)
    known = sitting.answer(*SHE, "小铺", "1", "1", "否", "否")
    assert counted(known) == ["yes", "no"]
    assert not set(FOLLOWING) & set(asked(known))
    assert sitting.text.count("名下？") == 1


class TestAlone:
    """The host who is the only one in her room is not asked to verify herself."""

    HERSELF = ("art28-verify", "art28-records", "art33-other-hosts")

    def statuses(self, alone: Value | None) -> list[Status]:
        she = all_passing(LIVESTREAM, "host without registration", ["r1"])
        facts = (
            she.facts if alone is None else {**she.facts, "alone_on_stream": Answer(value=alone)}
        )
        found = findings(replace(she, facts=facts)).findings
        return [one.status for one in found if one.obligation.id in self.HERSELF]

    def test_nobody_else_has_to_be_verified(self) -> None:
        assert set(self.statuses(Mark.YES)) == {Status.NOT_APPLICABLE}

    @pytest.mark.parametrize("alone", [None, Mark.UNKNOWN, Mark.NO])
    def test_unless_that_is_said_everybody_has_to_be(self, alone: Value | None) -> None:
        assert set(self.statuses(alone)) == {Status.SATISFIED}

    def test_her_own_identity_is_still_reported_and_genuine(self) -> None:
        she = all_passing(LIVESTREAM, "host without registration", ["r1"])
        known = replace(she, facts={**she.facts, "alone_on_stream": YES})
        found = {one.obligation.id: one.status for one in findings(known).findings}
        assert found["art28-genuine"] is found["art28-report"] is Status.SATISFIED

    def test_a_company_is_never_alone(self) -> None:
        known = said(account_holder=OWN, alone_on_stream=YES)
        assert standing_facts(LIVESTREAM, known)[None]["alone_on_stream"] == "no"


def test_what_decides_is_told_of_the_room_whose_own_answer_it_is() -> None:
    agency = load(ROOT / "examples" / "agency.yaml", LIVESTREAM)
    stated = replace(
        agency.facts["account_holder"], value=Choice("self"), exceptions={"r2": Choice("unsure")}
    )
    answers = replace(agency, facts={**agency.facts, "account_holder": stated})
    step = next(
        each
        for each in plan(LIVESTREAM, answers)
        if isinstance(each, AskQuestion) and each.key == "art25-exempt/items"
    )
    place = screen.Place(1, 1, "")
    (unsure,) = (
        line for line in screen.heading(LIVESTREAM, answers, step, place) if "不能确定" in line
    )
    assert "禾穗生活馆 其他自然人名下，说不准是否应当登记" in unsure
    assert "填报人自己名下" not in unsure


@pytest.mark.parametrize("key", ["art25-change/days", "art28-report/every_time"])
def test_a_doubt_about_one_of_the_rooms_asked_together_names_it(key: str) -> None:
    both = all_passing(LIVESTREAM, "brand with its own room", ["r1", "r2"])
    channel = Answer(value=Choice("platform"), exceptions={"r2": Choice("other_service")})
    answers = replace(both, facts={**both.facts, "channel": channel})
    step = next(
        each
        for each in plan(LIVESTREAM, answers)
        if isinstance(each, AskQuestion) and each.key == key
    )
    assert len(step.rooms) == 2
    place, elsewhere = screen.Place(1, 1, ""), answers.rooms[1].name
    (doubted,) = (
        line for line in screen.heading(LIVESTREAM, answers, step, place) if "有疑问" in line
    )
    assert doubted == f"（{elsewhere}：这一条是否适用，条文本身有疑问，仍请回答）"
    help = "\n".join(screen.help_lines(LIVESTREAM, answers, step))
    assert f"为什么有疑问（就 {elsewhere}）：条文没有写明这一条是否约束" in help
    assert "开设在其他网络服务上的直播间，是否要向该服务的提供者报送，条文没有写明" in help
    assert "没有报送的" in help
    assert "列为待确认，不算不符合" in help
