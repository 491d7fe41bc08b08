"""What stands beside an answer with exceptions is told with the rooms that it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checklist.assessment.model import Answer, Assessment, Evidence, Mark, Respondent, Room
from checklist.assessment.names import rooms_named
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Findings, Status
from checklist.law.model import Per
from checklist.report.view.build import build
from checklist.report.view.lines import support
from checklist.report.view.model import Report, Support
from tests.given import law

AS_OF = date(2026, 11, 1)
ROOMS = (Room(id="r1", name="青禾"), Room(id="r2", name="青禾优选"), Room(id="r12", name="小禾 AI"))
LATE = Evidence("变更报送记录.png", path="证据/变更报送记录.png")
REMARK: dict[str, Any] = {"note": "换了住所", "owner": "周敏", "due": date(2026, 12, 15)}


def found(**beside: Any) -> Findings:
    """One entry per room, answered 是; `beside` is the rest of the answer."""
    question = law.question(inapplicable_if="没有变更")
    book = law.rulebook(law.obligation("art25-show", question, per=Per.ROOM))
    answer = Answer(**{"value": Mark.YES} | beside)
    known = Assessment(
        respondent=Respondent(name="甲"),
        rooms=ROOMS,
        facts={"opens_room": Answer(value=Mark.YES)},
        answers={"art25-show/done": answer},
    )
    return evaluate(book, known, as_of=AS_OF)


def told(findings: Findings) -> dict[str | None, Answer]:
    """By room, the answer with what stands beside it."""
    return {each.room: answer for each in findings.findings if (answer := each.judged[0].answer)}


def supports(findings: Findings) -> dict[str | None, Support | None]:
    return {each.room: support(each, AS_OF) for each in findings.findings}


def test_the_proof_of_one_late_room_supports_no_other() -> None:
    findings = found(exceptions={"r2": Mark.NO}, evidence=(LATE,), **REMARK)
    assert supports(findings) == {"r1": Support.NONE, "r2": None, "r12": Support.NONE}
    assert {room: each.evidence for room, each in told(findings).items()} == {
        "r1": (), "r2": (LATE,), "r12": ()
    }  # fmt: skip


def test_remark_owner_and_deadline_go_with_the_room_that_falls_short() -> None:
    findings = found(exceptions={"r2": Mark.NO}, **REMARK)
    beside = {room: (each.note, each.owner, each.due) for room, each in told(findings).items()}
    nothing = (None, None, None)
    assert beside == {"r1": nothing, "r2": tuple(REMARK.values()), "r12": nothing}


def test_a_remark_is_told_with_all_where_none_falls_short() -> None:
    findings = found(exceptions={"r2": Mark.INAPPLICABLE}, reason="没有变更过", **REMARK)
    assert {each.note for each in told(findings).values()} == {"换了住所"}
    reasons = {room: each.reason for room, each in told(findings).items()}
    assert reasons == {"r1": None, "r2": "没有变更过", "r12": None}


@pytest.mark.parametrize("name", ["r1-报送记录.png", "青禾的报送记录", "报送记录（R1）"])
def test_evidence_that_names_a_passing_room_supports_that_room_alone(name: str) -> None:
    piece = Evidence(name, path=f"证据/{name}" if name.endswith(".png") else None)
    findings = found(exceptions={"r2": Mark.NO}, evidence=(piece,))
    assert supports(findings) == {"r1": Support.ALL, "r2": None, "r12": Support.NONE}
    same = found(evidence=(piece,))
    assert supports(same) == {"r1": Support.ALL, "r2": Support.NONE, "r12": Support.NONE}


def test_evidence_of_all_rooms_supports_all_that_pass() -> None:
    everyone = {"r1": Support.ALL, "r2": Support.ALL, "r12": Support.ALL}
    assert supports(found(evidence=(LATE,))) == everyone
    named = Evidence("全部直播间的后台记录")
    assert supports(found(exceptions={"r2": Mark.NO}, evidence=(named,))) == everyone | {"r2": None}


def test_evidence_that_supports_no_room_is_still_cited_by_its_paper() -> None:
    report = build(found(exceptions={"r2": Mark.INAPPLICABLE}, evidence=(LATE,)))
    (exhibit,) = report.exhibits
    assert [paper.obligation.id for paper in exhibit.papers] == ["art25-show"]


@pytest.mark.parametrize("other", [Mark.NO, Mark.UNKNOWN, Mark.YES])
def test_why_one_room_is_left_out_is_said_of_no_other(other: Mark) -> None:
    beside = {"exceptions": {"r2": Mark.INAPPLICABLE, "r12": other}, "reason": "没有变更"}
    answers = told(found(**beside))
    assert {room: answer.reason for room, answer in answers.items()} == {
        "r1": None,
        "r2": "没有变更",
        "r12": None,
    }


def test_the_counts_agree_with_the_lines() -> None:
    report: Report = build(found(exceptions={"r2": Mark.NO}, evidence=(LATE,)))
    assert report.supports[Support.NONE] == report.totals.by_status[Status.SATISFIED] == 2
    assert report.supports[Support.ALL] == 0


@pytest.mark.parametrize(
    ("text", "rooms"),
    [
        ("r12-开场.png", {"r12"}),
        ("r1 r12 开场", {"r1", "r12"}),
        ("青禾优选.png", {"r2"}),
        ("小禾AI的截图", {"r12"}),
        ("2026r1版制度.pdf", set()),
        ("制度.pdf", set()),
    ],
)
def test_a_room_is_named_by_its_id_or_its_name(text: str, rooms: set[str]) -> None:
    assert rooms_named(text, ROOMS) == rooms
