"""Gaps -> OSCAL risks, and a plan of action and milestones that has each as an item to work off.

A risk says what a gap can cost, what mends it, and who does so by when. There is one per question
that fails, whatever the number of rooms: it has one owner and one deadline.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from checklist.assessment.model import Answer
from checklist.evaluation.model import Judged, Status
from checklist.law.as_data import Data
from checklist.law.model import PenaltyRef, Question
from checklist.law.wording import penalty, penalty_citation
from checklist.oscal.audit import OWNER, REVIEWER, Audit, assets, head, tool_origin
from checklist.oscal.control import objective
from checklist.oscal.observations import ANSWER, resources, uuid_for
from checklist.oscal.system import by_subject
from checklist.oscal.values import NS, Props, day_ends, line, prose, title
from checklist.report.view.model import Line, Report
from checklist.report.view.progress import DONE, UNDER_WAY, progress
from checklist.report.words import cost, liability
from checklist.report.words import wording as words

_ONLY_GAPS = "只列不符合的。待确认的要先查清，见自查结果。"


class Failed(Struct, frozen=True, kw_only=True, eq=False):
    """One question of one entry that fails, and for whom: rooms, or None for the respondent."""

    question: Question
    lines: tuple[tuple[str | None, Line, Judged], ...]

    @property
    def first(self) -> Line:
        return self.lines[0][1]

    @property
    def answer(self) -> Answer:
        return self.lines[0][2].answer or Answer(value=None)


def risk_uuid(audit: Audit, line: Line, question: Question) -> str:
    """The risk that a question of an entry fails."""
    return audit.uuid("risk", line.obligation.id, question.id)


def risks(audit: Audit) -> list[Data]:
    """One for each question that fails where its entry binds, in the rulebook's order."""
    return [_risk(audit, failed) for failed in _failed(audit.report)]


def _failed(report: Report) -> Iterator[Failed]:
    for paper in report.papers:
        failing = [
            (room, line, said)
            for room, line in by_subject(report, paper)
            if line.finding.status is Status.NOT_SATISFIED
            for said in line.failed
        ]
        for question in paper.obligation.questions:
            lines = tuple(each for each in failing if each[2].question.id == question.id)
            if lines:
                yield Failed(question=question, lines=lines)


def _risk(audit: Audit, failed: Failed) -> Data:
    first, question, answer = failed.first, failed.question, failed.answer
    obligation = first.obligation
    threats = tuple(cost.sanctions(first)) or (cost.threat(first),)
    key = obligation.key(question)
    seen = dict.fromkeys(uuid_for(audit, ANSWER, key, answer, room) for room, _, _ in failed.lines)
    return {
        "uuid": risk_uuid(audit, first, question),
        "title": title(f"{obligation.title}：{question.ask}"),
        "description": prose(*_shortfalls(audit.report, failed)),
        "statement": prose(*liability.attribution(first), *threats),
        "props": {
            "control-id": obligation.id,
            "question-id": question.id,
            "objective-id": objective(obligation, question),
            "progress": progress(answer),
            "closed-on": answer.closed_on,
        },
        # Never closed: what was called 已验收 is open until the question is answered anew.
        "status": "remediating" if progress(answer) in {UNDER_WAY, DONE} else "open",
        "origins": [tool_origin()],
        "characterizations": list(_characterizations(audit, first)),
        "deadline": day_ends(answer.due) if answer.due else None,
        "remediations": list(_remediations(audit, failed)),
        "related-observations": [{"observation-uuid": id} for id in seen],
    }


def _shortfalls(report: Report, failed: Failed) -> Iterator[str]:
    for room, _, said in failed.lines:
        name = report.findings.assessment.room_name(room) if room is not None else ""
        whom = f"直播间 {room} {name}：" if room is not None else ""
        yield f"{whom}{words.shortfall(said)}"


def _characterizations(audit: Audit, line: Line) -> Iterator[Data]:
    for ref in line.finding.penalties:
        yield _characterization(audit, ref, "certain", exposure(line))
    for ref in line.finding.penalties_in_doubt:
        yield _characterization(audit, ref, "in-doubt", {"counted": False})


def exposure(line: Line) -> Props:
    """The props of what the certain penalties threaten, each for itself and never summed."""
    return {
        "fined": line.exposure.fined,
        "fined-at-once": line.exposure.at_once,
        "fine-at-most-yuan": line.exposure.high,
    }


def _characterization(audit: Audit, ref: PenaltyRef, reach: str, named: Props) -> Data:
    found = audit.rulebook.penalty(ref.id)
    remarks = prose(penalty(found) if reach == "certain" else ref.why or "")
    facets = {
        "penalty": ref.id,
        "provision": penalty_citation(found, ref),
        "reach": reach,
        "authority": line(found.authority),
    }
    return {
        "props": named,
        "origin": tool_origin(),
        "facets": [
            {
                "name": name,
                "system": NS,
                "value": value,
                "remarks": remarks if name == "penalty" else "",
            }
            for name, value in facets.items()
        ],
    }


def _remediations(audit: Audit, failed: Failed) -> Iterator[Data]:
    """What the rulebook advises; and what the respondent has set out to do, where it has."""
    obligation, answer = failed.first.obligation, failed.answer
    id = (obligation.id, failed.question.id)
    wanted = f"宜备佐证：{'、'.join(obligation.evidence)}" if obligation.evidence else ""
    yield {
        "uuid": audit.uuid("advice", *id),
        "lifecycle": "recommendation",
        "title": "整改建议",
        "description": prose(obligation.remedy, wanted),
    }
    roles = [
        {"role-id": role, "party-uuids": [audit.party(name)]}
        for role, name in ((OWNER, answer.owner), (REVIEWER, answer.reviewer))
        if line(name or "")
    ]
    planned = {
        "department": answer.department,
        "progress": progress(answer),
        "closed-on": answer.closed_on,
    }
    task = {
        "uuid": audit.uuid("milestone", *id),
        "type": "milestone",
        "title": "完成整改",
        "timing": {"on-date": {"date": day_ends(answer.due)}} if answer.due else None,
        "responsible-roles": roles,
    }
    if roles or answer.due or answer.measures or any(planned.values()):
        yield {
            "uuid": audit.uuid("measure", *id),
            "lifecycle": "planned",
            "title": "整改措施",
            "description": title(answer.measures or "", otherwise="没有另写措施。"),
            "props": planned,
            "tasks": [task],
        }


# --- the plan of action and milestones ------------------------------------------------------------


def milestones(audit: Audit, results: Data, *, system: str) -> Data | None:
    """From the assessment results; None without a gap, for OSCAL knows no empty plan.

    It repeats what it refers to, under the same UUIDs: OSCAL lets it import no results.
    """
    result = results["assessment-results"]["results"][0]
    risks = result["risks"]
    if not risks:
        return None
    findings = [finding for finding in result["findings"] if finding["related-risks"]]
    seen = {id for each in (*findings, *risks) for id in _refers_to(each, "observation")}
    observations = [each for each in result["observations"] if each["uuid"] in seen]
    cited = {each["href"] for seen in observations for each in seen.get("relevant-evidence", ())}
    evidence = [each for each in resources(audit) if f"#{each['uuid']}" in cited]
    return {
        "plan-of-action-and-milestones": {
            **head(audit, "milestones", "整改计划", everybody=True, remarks=_ONLY_GAPS),
            "import-ssp": {"href": system},
            "local-definitions": {"assessment-assets": assets()},
            "observations": observations,
            "risks": risks,
            "findings": findings,
            "poam-items": [_item(audit, risk, findings) for risk in risks],
            "back-matter": {"resources": evidence} if evidence else None,
        }
    }


def _item(audit: Audit, risk: Data, findings: list[Data]) -> Data:
    return {
        "uuid": audit.uuid("item", risk["uuid"]),
        "title": risk["title"],
        "description": risk["description"],
        "origins": [tool_origin()],
        "related-findings": [
            {"finding-uuid": finding["uuid"]}
            for finding in findings
            if risk["uuid"] in _refers_to(finding, "risk")
        ],
        "related-observations": risk["related-observations"],
        "related-risks": [{"risk-uuid": risk["uuid"]}],
    }


def _refers_to(item: Data, what: str) -> Iterator[str]:
    yield from (each[f"{what}-uuid"] for each in item[f"related-{what}s"])
