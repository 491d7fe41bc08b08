"""The same input, the same bytes; another answer, and only what hangs on it is another."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Assessment, Mark
from checklist.evaluation.evaluate import evaluate
from checklist.oscal import values
from checklist.oscal.documents import CATALOG, MILESTONES, PLAN, RESULTS, SYSTEM, documents, render
from checklist.report.view.build import build
from tests.given.law import reissued
from tests.given.sample import AGENCY, ANSWERS, AS_OF, FACTS, RULEBOOK, judged, picks, said
from tests.report.kinds import reported, thirty_rooms
from tests.report.oscal.cases import objects, report, result, told, unpacked

PARTS = ("observations", "findings", "risks")


def by_uuid(assessment: Assessment, **more: Any) -> dict[str, Any]:
    """What was observed and found, by UUID."""
    findings = evaluate(more.pop("rulebook", RULEBOOK), assessment, as_of=more.pop("as_of", AS_OF))
    told = result(build(findings))
    return {one["uuid"]: one for part in PARTS for one in told.get(part, [])}


def changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """The titles of what differs, is new or is gone."""
    return {
        (after.get(uuid) or before[uuid])["title"]
        for uuid in before.keys() | after.keys()
        if before.get(uuid) != after.get(uuid)
    }


def test_the_same_report_is_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = render(judged())
    monkeypatch.setenv("TZ", "America/New_York")
    assert render(judged()) == first


def test_the_file_holds_the_documents() -> None:
    assert unpacked(render(report("everything"))) == told("everything")


def test_the_namespace_is_what_it_always_was() -> None:
    assert values.uid("finding", "甲") == "b93a3928-0cdf-5c3e-b204-0c794283ea8b"


def test_one_other_answer_changes_only_what_hangs_on_it() -> None:
    answers = {**ANSWERS, "art34/done": said(picks(sales=Mark.NO, reviews=Mark.NO))}
    after = replace(AGENCY, answers=answers)
    title = "不得作虚假或者引人误解的商业宣传"
    assert changed(by_uuid(AGENCY), by_uuid(after)) == {
        "自查期间出现过下列哪些情形？",
        f"{title}：未发现（自评）",
        f"{title}：自查期间出现过下列哪些情形？",
    }
    before, now = documents(judged()), documents(judged(after))
    assert before[CATALOG] == now[CATALOG]
    for name in (SYSTEM, PLAN):
        (one,), (other,) = before[name].values(), now[name].values()
        other["metadata"]["version"] = one["metadata"]["version"]
        assert one == other


def test_an_exception_for_a_room_moves_nothing_of_the_others() -> None:
    answers = {
        **ANSWERS,
        "art31-records/kept": replace(
            ANSWERS["art31-records/kept"], exceptions={"r2": Mark.NO}
        ),
    }  # fmt: skip
    before, after = by_uuid(AGENCY), by_uuid(replace(AGENCY, answers=answers))
    others = {uuid for uuid, one in before.items() if "art31" not in str(one)}
    assert others
    assert all(before[uuid] == after[uuid] for uuid in others)
    assert before.keys() <= after.keys()


def test_a_later_day_moves_no_id() -> None:
    later = by_uuid(AGENCY, as_of=date(2026, 12, 31))
    assert later.keys() == by_uuid(AGENCY).keys()


def test_another_edition_moves_no_id() -> None:
    edition = reissued(RULEBOOK, edition="2027.1", sha256="cd" * 32)
    assert by_uuid(AGENCY, rulebook=edition).keys() == by_uuid(AGENCY).keys()


def test_another_name_for_a_room_or_a_corrected_name_moves_no_id() -> None:
    rooms = tuple(replace(room, name=f"新{room.name}") for room in AGENCY.rooms)
    named = replace(AGENCY, rooms=rooms, respondent=replace(AGENCY.respondent, name="更名后的公司"))
    assert by_uuid(named).keys() == by_uuid(AGENCY).keys()


def test_two_companies_share_no_id_but_those_of_the_rulebook_and_the_program() -> None:
    other = replace(AGENCY, respondent=replace(AGENCY.respondent, credit_code="91110000MA0000001Y"))

    def ids(assessment: Assessment, *names: str) -> set[str]:
        found = documents(judged(assessment))
        return {one["uuid"] for name in names for one in objects(found[name]) if "uuid" in one}

    of_one = SYSTEM, PLAN, RESULTS, MILESTONES
    both = ids(AGENCY, *of_one) & ids(other, *of_one)
    assert len(both) == 2  # the program and the platform it runs on
    assert ids(AGENCY, CATALOG) == ids(other, CATALOG)


@pytest.mark.slow
def test_rooms_keep_their_ids_when_others_come_and_go() -> None:
    whole = thirty_rooms()
    fewer = replace(whole, rooms=whole.rooms[:10])
    few = {one["uuid"] for one in result(reported(fewer))["findings"]}
    all_rooms = result(reported(whole))
    assert few <= {one["uuid"] for part in ("findings", "observations") for one in all_rooms[part]}


def test_a_fact_changes_what_rests_on_it_and_nothing_else() -> None:
    facts = {**FACTS, "offers_selection": said(Mark.YES)}
    titles = changed(by_uuid(AGENCY), by_uuid(replace(AGENCY, facts=facts)))
    assert all("选品" in one or "核验" in one or "未核验就上架" in one for one in titles), titles
