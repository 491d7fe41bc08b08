"""What the documents say is what was found: no more, and above all nothing that was not."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Evidence, Mark, Respondent
from checklist.evaluation.model import Observation, Status
from checklist.law.model import Kind, Rulebook
from checklist.oscal.documents import CATALOG, MILESTONES, PLAN, RESULTS, SYSTEM, documents
from checklist.report.words.record import DONE, TO_ACCEPT, UNDER_WAY
from tests.given.sample import AGENCY, ANSWERS, FACTS, RULEBOOK, judged, picks, said
from tests.report.oscal.cases import BY_CASE, Data, objects, props, report, result
from tests.report.oscal.cases import told as written
from tests.report.test_remedied import PAST, SHOWN, YEARS

DECIDED = {"satisfied": Status.SATISFIED, "not-satisfied": Status.NOT_SATISFIED}
UNDECIDED = {"undetermined", "not-applicable", "encouragement"}


def about(one: Data) -> tuple[str, str | None]:
    """Which entry and subject a finding or observation is about."""
    named = props(one)
    return named["control-id"][0], named.get("room-id", [None])[0]


def observations(of: Data, *types: str) -> list[Data]:
    return [one for one in of["observations"] if one["types"][0] in types]


@pytest.mark.slow
@pytest.mark.parametrize("case", BY_CASE)
def test_every_entry_and_subject_is_told_once_and_as_it_was_found(case: str) -> None:
    found, told = report(case).findings.findings, result(case)
    findings = {about(one): one for one in told.get("findings", [])}
    undecided = {about(one): one for one in observations(told, *UNDECIDED)}
    assert len(findings) + len(undecided) == len(found)
    for one in found:
        where = (one.obligation.id, one.room)
        if one.status in DECIDED.values():
            status = findings[where]["target"]["status"]
            assert DECIDED[status["state"]] is one.status
            assert status["reason"] == ("pass" if one.status is Status.SATISFIED else "fail")
        else:
            assert props(undecided[where])["status"] == [one.status.value]


@pytest.mark.parametrize("case", BY_CASE)
def test_what_is_open_or_does_not_apply_is_never_called_satisfied_nor_the_contrary(
    case: str,
) -> None:
    found, told = report(case).findings.findings, result(case)
    neither = {
        (one.obligation.id, one.room)
        for one in found
        if one.status in {Status.UNDETERMINED, Status.NOT_APPLICABLE}
        or one.obligation.kind is Kind.ENCOURAGEMENT
    }
    assert not neither & {about(one) for one in told.get("findings", [])}
    assert not neither & {(about(one)[0], None) for one in told.get("risks", [])}


@pytest.mark.parametrize("case", ["unanswered", "begun"])
def test_who_answered_nothing_has_no_finding_and_is_told_that_this_is_no_pass(case: str) -> None:
    told = result(case)
    assert "findings" not in told
    assert "risks" not in told
    assert "不等于符合" in told["remarks"]
    assert {one["methods"][0] for one in told["observations"]} == {"EXAMINE"}


def test_an_attested_prohibition_is_only_not_found_broken() -> None:
    (one,) = [
        one for one in result("clean")["findings"] if about(one)[0] == "art34"
    ]  # fmt: skip
    assert one["target"]["status"]["remarks"] == "未发现（自评）"
    assert props(one)["basis"] == ["attested"]
    assert props(one)["support"] == ["none"]


def test_progress_closes_no_gap() -> None:
    answers = {**ANSWERS, "art34/done": replace(ANSWERS["art34/done"], state=DONE)}
    told = result(judged(replace(AGENCY, answers=answers)))
    (risk,) = [one for one in told["risks"] if about(one)[0] == "art34"]
    assert risk["status"] == "remediating"
    assert risk["deadline"] == "2026-12-31T23:59:59+08:00"


def risk_of(answers: Data, entry: str, rulebook: Rulebook = RULEBOOK) -> Data:
    told = result(judged(replace(AGENCY, answers={**ANSWERS, **answers}), rulebook))
    (risk,) = [one for one in told["risks"] if about(one)[0] == entry]
    return dict(risk)


def test_what_waits_to_be_accepted_is_still_being_worked_off() -> None:
    for state, status in ((UNDER_WAY, "remediating"), (TO_ACCEPT, "remediating"), (None, "open")):
        answer = replace(ANSWERS["art34/done"], state=state)
        assert risk_of({"art34/done": answer}, "art34")["status"] == status


def test_who_mends_a_gap_and_who_checks_that_stand_with_what_is_planned() -> None:
    answer = replace(ANSWERS["art34/done"], owner="张三", reviewer="李四")
    _, planned = risk_of({"art34/done": answer}, "art34")["remediations"]
    (task,) = planned["tasks"]
    roles = {role["role-id"]: role["party-uuids"] for role in task["responsible-roles"]}
    assert roles.keys() == {"remediation-owner", "remediation-reviewer"}
    assert roles["remediation-owner"] != roles["remediation-reviewer"]


def test_progress_alone_is_something_planned_and_nothing_at_all_is_not() -> None:
    nothing = replace(ANSWERS["art34/done"], owner=None, due=None, state=None)
    (advice,) = risk_of({"art34/done": nothing}, "art34")["remediations"]
    assert advice["lifecycle"] == "recommendation"
    begun = replace(nothing, state=UNDER_WAY)
    _, planned = risk_of({"art34/done": begun}, "art34")["remediations"]
    assert (planned["lifecycle"], props(planned)["progress"]) == ("planned", [UNDER_WAY])


def test_a_gap_is_closed_once_it_is_mended_in_every_room_and_on_the_last_day() -> None:
    days = {"r1": date(2026, 6, 1), "r2": date(2026, 8, 1), "r3": date(2026, 7, 1)}
    in_one = replace(ANSWERS[YEARS], remedied={"r2": days["r2"]})
    risk = risk_of({YEARS: in_one}, "art27-records", PAST)
    assert (risk["status"], props(risk).get("remedied-since")) == ("open", None)
    in_all = replace(ANSWERS[YEARS], remedied=days)
    risk = risk_of({YEARS: in_all}, "art27-records", PAST)
    assert (risk["status"], props(risk)["remedied-since"]) == ("closed", ["2026-08-01"])


def test_options_that_fail_and_those_that_are_open_are_told_apart() -> None:
    marks = picks(opening=Mark.NO, pitch=Mark.UNKNOWN, interaction=Mark.YES, other=Mark.YES)
    told = result(judged(replace(AGENCY, answers={**ANSWERS, SHOWN: said(marks)})))
    found = next(each for each in told["findings"] if about(each) == ("art37-prompt", "r2"))
    named = props(found)
    assert (named["missing-option"], named["open-option"]) == (["opening"], ["pitch"])


def test_a_gap_that_may_not_bind_is_no_risk() -> None:
    facts = {**FACTS, "opens_room": said(Mark.UNKNOWN), "employs_hosts": said(Mark.NO)}
    told = result(judged(replace(AGENCY, facts=facts)))
    assert "risks" not in told
    (one,) = [one for one in observations(told, "undetermined") if about(one)[0] == "art34"]
    assert props(one)["outcome"] == ["gap-if-bound"]
    assert "penalty" not in props(one)


@pytest.mark.parametrize("case", BY_CASE)
def test_every_gap_is_a_risk_that_its_findings_name(case: str) -> None:
    told = result(case)
    gaps = {
        (one.obligation.id, gap.question.id)
        for one in report(case).findings.findings
        for gap in one.gaps
    }
    risks = {
        (props(one)["control-id"][0], props(one)["question-id"][0]): one["uuid"]
        for one in told.get("risks", [])
    }
    assert set(risks) == gaps
    named = {
        each["risk-uuid"]
        for one in told.get("findings", [])
        for each in one.get("related-risks", [])
    }
    assert named == set(risks.values())


@pytest.mark.parametrize("case", BY_CASE)
def test_every_gap_is_an_item_to_work_off_and_no_gap_means_no_plan(case: str) -> None:
    told, plan = result(case), written(case).get(MILESTONES)
    risks = {one["uuid"] for one in told.get("risks", [])}
    assert (plan is not None) == bool(risks)
    body = plan["plan-of-action-and-milestones"] if plan else {}
    items = body.get("poam-items", [])
    assert {each["risk-uuid"] for one in items for each in one["related-risks"]} == risks
    assert len(items) == len(risks)
    states = {one["target"]["status"]["state"] for one in body.get("findings", [])}
    assert states <= {"not-satisfied"}
    named = {
        (risk["risk-uuid"], each["finding-uuid"])
        for one in items
        for risk in one["related-risks"]
        for each in one["related-findings"]
    }
    assert named == {
        (risk["risk-uuid"], one["uuid"])
        for one in body.get("findings", [])
        for risk in one["related-risks"]
    }


@pytest.mark.parametrize("case", BY_CASE)
def test_the_plan_repeats_the_evidence_of_its_gaps_and_no_other(case: str) -> None:
    plan = written(case).get(MILESTONES, {}).get("plan-of-action-and-milestones", {})
    named = {
        each["href"]
        for one in plan.get("observations", [])
        for each in one.get("relevant-evidence", [])
        if "href" in each
    }
    resources = plan.get("back-matter", {}).get("resources", [])
    assert {f"#{one['uuid']}" for one in resources} == named


def test_doubtful_penalties_are_told_apart_and_not_counted() -> None:
    told = result("sample")
    (risk,) = [one for one in told["risks"] if about(one)[0] == "art37-prompt"]
    reaches = {
        tuple(facet["value"] for facet in one["facets"]): props(one)
        for one in risk["characterizations"]
    }
    certain, doubtful = reaches.items()
    assert certain[0] == ("art65-2", "第六十五条第二款", "certain", "网信部门")
    assert certain[1]["fine-at-most-yuan"] == ["100000"]
    assert doubtful[0] == ("art59", "第五十九条第五项", "in-doubt", "市场监督管理部门")
    assert doubtful[1] == {"counted": ["no"]}


def test_what_is_beside_an_answer_goes_with_the_room_that_it_is_about() -> None:
    seen = {
        props(one).get("room-id", [""])[0]: one
        for one in result("agency")["observations"]
        if props(one).get("answer-key") == ["art25-change/days"]
    }
    assert set(seen) == {"", "r2"}
    assert "relevant-evidence" not in seen[""]
    assert not {"note", "owner", "due"} & props(seen[""]).keys()
    assert "备注" not in seen[""]["description"]
    assert len(seen["r2"]["relevant-evidence"]) == 1
    assert {"note", "owner", "due"} <= props(seen["r2"]).keys()


def test_evidence_keeps_its_digest_and_nothing_else_becomes_one() -> None:
    file = Evidence("开场", path="证据/r2 开场.png", sha256="ab" * 32, size=7)
    garbled = Evidence("乱", path="C:\\甲\\乙.png", sha256="xyz")
    words = Evidence("张贴在直播间里的告示")
    answer = replace(ANSWERS["art34/done"], evidence=(file, garbled, words))
    docs = documents(judged(replace(AGENCY, answers={**ANSWERS, "art34/done": answer})))
    found = docs[RESULTS]["assessment-results"]["back-matter"]["resources"]
    links = {one["rlinks"][0]["href"]: one["rlinks"][0].get("hashes") for one in found}
    assert links["%E8%AF%81%E6%8D%AE/r2%20%E5%BC%80%E5%9C%BA.png"] == [
        {"algorithm": "SHA-256", "value": "ab" * 32}
    ]
    assert links["file:///C:/%E7%94%B2/%E4%B9%99.png"] is None
    (seen,) = [
        one
        for one in objects(docs[RESULTS])
        if props(one).get("answer-key") == ["art34/done"] and "relevant-evidence" in one
    ]
    described = [one["description"] for one in seen["relevant-evidence"]]
    assert described == ["开场", "乱", "张贴在直播间里的告示"]
    assert [("href" in one) for one in seen["relevant-evidence"]] == [True, True, False]


def test_records_that_say_otherwise_are_observations_of_their_own() -> None:
    record = Observation(
        key="art31-records/kept", room="r2", holds=False, sample=True, note="缺三天"
    )
    told = result(judged(observations=(record,)))
    (seen,) = [one for one in told["observations"] if one["description"] == "缺三天"]
    assert props(seen) == {
        "answer-key": ["art31-records/kept"], "room-id": ["r2"], "holds": ["no"], "sample": ["yes"]
    }  # fmt: skip
    (of,) = [one for one in told["findings"] if about(one) == ("art31-records", "r2")]
    assert {"observation-uuid": seen["uuid"]} in of["related-observations"]


def test_an_exception_is_an_observation_about_its_room_only() -> None:
    told = result(judged())
    seen = [
        one
        for one in observations(told, "control-objective")
        if props(one)["answer-key"] == ["art27-records/years"]
    ]
    rooms = [[each["title"] for each in one["subjects"]] for one in seen]
    assert rooms == [["旗舰店直播间", "数字人直播间"], ["清仓直播间"]]
    assert [props(one).get("room-id") for one in seen] == [None, ["r3"]]


def test_what_no_question_takes_up_is_kept_and_counts_for_nothing() -> None:
    (kept,) = observations(result("dormant"), "historic")
    assert props(kept)["answer-key"] == ["art99-gone/kept"]
    assert props(kept)["note"] == ["早已删去的问题"]


def test_the_plan_of_the_system_says_who_is_bound_and_not_how_a_duty_is_met() -> None:
    system = documents(judged())[SYSTEM]["system-security-plan"]
    states = Counter(
        (one["control-id"], each.get("implementation-status", {}).get("state"))
        for one in system["control-implementation"]["implemented-requirements"]
        for each in one["by-components"]
    )
    assert states["art37-prompt", "not-applicable"] == 2
    assert states["art37-prompt", None] == 1
    assert {state for _, state in states} == {None, "not-applicable"}


def test_what_may_bind_is_not_called_inapplicable_in_the_system_either() -> None:
    facts = {**FACTS, "opens_room": said(Mark.UNKNOWN), "employs_hosts": said(Mark.NO)}
    system = documents(judged(replace(AGENCY, facts=facts)))[SYSTEM]
    told = {
        props(one)["applies"][0]: one.get("implementation-status")
        for one in objects(system)
        if "applies" in props(one)
    }
    assert told == {"unknown": None, "no": {"state": "not-applicable"}}


def test_an_encouragement_is_told_apart_from_what_does_not_apply() -> None:
    told = {about(one): one for one in observations(result(judged()), "encouragement")}
    assert set(told) == {("art37-encouraged", room) for room in ("r1", "r2", "r3")}
    assert {props(one)["outcome"][0] for one in told.values()} == {"not-followed"}


def test_the_result_begins_with_the_first_answer_and_ends_with_the_last() -> None:
    answers = {
        **ANSWERS,
        "art31-records/kept": said(Mark.YES, at="2026-11-01T09:00:00+08:00"),
        "art30/reviewed": said(Mark.YES, at="2026-11-03T01:00:00+00:00"),
    }
    told = result(judged(replace(AGENCY, answers=answers)))
    assert told["start"] == "2026-11-01T09:00:00+08:00"
    assert told["end"] == "2026-11-03T01:00:00+00:00"


def test_the_credit_code_names_the_respondent() -> None:
    (party,) = [
        one
        for one in objects(documents(judged())[PLAN])
        if one.get("type") == "organization" and "external-ids" in one
    ]
    assert party["external-ids"][0]["id"] == "91330100MA0000000X"
    assert party["addresses"] == [{"addr-lines": ["浙江省杭州市"]}]


def test_the_catalog_says_nothing_of_the_respondent() -> None:
    other = replace(AGENCY, respondent=Respondent(name="别的公司"), answers={}, facts={}, rooms=())
    assert documents(judged(other))[CATALOG] == documents(judged())[CATALOG]


def test_the_catalog_holds_all_that_the_rulebook_asks() -> None:
    catalog = documents(judged())[CATALOG]
    texts = {one.get("prose") for one in objects(catalog)}
    for one in RULEBOOK.obligations:
        assert {one.summary, one.remedy} <= texts
        assert {question.ask for question in one.questions} <= texts
        labels = {option.label for question in one.questions for option in question.options}
        assert labels <= texts
    assert {fact.ask for fact in RULEBOOK.facts} <= texts
    points = {point for one in RULEBOOK.penalties for point in one.open_points}
    assert points | {*RULEBOOK.obligations[0].review.open_points} <= texts


def test_a_question_answered_twice_over_is_one_observation_per_answer() -> None:
    answers = {**ANSWERS, "art34/done": said(picks(sales=Mark.YES))}
    told = result(judged(replace(AGENCY, answers=answers)))
    keys = Counter(
        (props(one)["answer-key"][0], props(one).get("room-id", [None])[0])
        for one in observations(told, "control-objective")
    )
    assert max(keys.values()) == 1
