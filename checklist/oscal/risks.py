"""Gaps -> OSCAL risks, and a plan of action and milestones that has each as an item to work off.

A risk says what a gap can cost, what mends it, and who does so by when. There is one per question
that fails, whatever the number of rooms: it has one owner and one deadline.
"""

from __future__ import annotations

from collections.abc import Iterator

from checklist.assessment.model import Answer
from checklist.evaluation.model import Judged, Provision, Status
from checklist.law.as_data import Data
from checklist.law.model import Question
from checklist.law.wording import penalty, penalty_citation
from checklist.oscal import values
from checklist.oscal.audit import ASSETS, OWNER, REVIEWER, TOOL_ORIGIN, Audit, head
from checklist.oscal.control import objective
from checklist.oscal.observations import ANSWER, resources, uuid_for
from checklist.oscal.values import NS, Props, day_ends, prose, title
from checklist.report.view.model import Line
from checklist.report.words import cost, liability, remedy
from checklist.report.words import wording as words
from checklist.report.words.record import DONE, TO_ACCEPT, UNDER_WAY, progress

_ONLY_GAPS = "只列不符合的。待确认的要先查清，见自查结果。"


Failing = dict[str | None, tuple[Line, Judged]]
"""A question of one entry that fails, by the rooms in which it does; None for the respondent."""


def risk_uuid(audit: Audit, line: Line, question: Question) -> str:
    """The risk that a question of an entry fails."""
    return audit.uuid("risk", line.obligation.id, question.id)


def risks(audit: Audit) -> Iterator[Data]:
    """One for each question that fails where its entry binds, in the rulebook's order."""
    for paper in audit.report.papers:
        lines = audit.by_room(paper)
        breaches = [each for each in lines if each[1].finding.status is Status.NOT_SATISFIED]
        for question in paper.obligation.questions:
            failing = {
                room: (line, judged)
                for room, line in breaches
                for judged in line.failed
                if judged.question.id == question.id
            }
            if failing:
                yield _risk(audit, question, failing)


def _risk(audit: Audit, question: Question, failing: Failing) -> Data:
    line, judged = next(iter(failing.values()))
    obligation, answer = line.obligation, judged.answer or Answer(value=None)
    threats = tuple(cost.sanctions(line)) or (cost.threat(line),)
    key = obligation.key(question)
    days = [judged.remedied for _, judged in failing.values()]
    mended = [day for day in days if day] if all(days) else []
    answers = dict.fromkeys(uuid_for(audit, ANSWER, key, answer, room) for room in failing)
    return {
        "uuid": risk_uuid(audit, line, question),
        "title": title(f"{obligation.title}：{question.ask}"),
        "description": prose(*_shortfalls(audit, failing)),
        "statement": prose(*liability.attribution(line), *threats),
        "props": {
            "control-id": obligation.id,
            "question-id": question.id,
            "objective-id": objective(obligation, question),
            "progress": progress(answer),
            "closed-on": answer.closed_on,
            "remedied-since": max(mended) if mended else None,
        },
        "status": _status(answer, is_mended=bool(mended)),
        "origins": [TOOL_ORIGIN],
        "characterizations": [
            _characterization(line, provision)
            for provision in (*line.finding.penalties, *line.finding.penalties_in_doubt)
        ],
        "deadline": day_ends(answer.due) if answer.due else None,
        "remediations": list(_remediations(audit, failing, answer)),
        "related-observations": [{"observation-uuid": id} for id in answers],
    }


def _status(answer: Answer, *, is_mended: bool) -> str:
    """Closed where it is mended in every room; what was called 已验收 is not, until that or a new
    answer says so. The finding stays as it was in the self-audit period."""
    if is_mended:
        return "closed"
    return "remediating" if progress(answer) in {UNDER_WAY, TO_ACCEPT, DONE} else "open"


def _shortfalls(audit: Audit, failing: Failing) -> Iterator[str]:
    for room, (_, judged) in failing.items():
        whom = "" if room is None else f"直播间 {room} {audit.assessment.room_name(room)}："
        mended = f"（{remedy.since(judged)}）" if judged.remedied else ""
        yield f"{whom}{words.shortfall(judged)}{mended}"


def reach(provision: Provision) -> str:
    """Whether a penalty fines a breach for certain."""
    return "in-doubt" if provision.doubt else "certain"


def exposure(line: Line) -> Props:
    """The props of what the certain penalties threaten, each for itself and never summed."""
    return {
        "fined": line.exposure.fined,
        "fined-at-once": line.exposure.at_once,
        "fine-at-most-yuan": line.exposure.high,
    }


def _characterization(line: Line, provision: Provision) -> Data:
    cited, doubt = provision.penalty, provision.doubt
    facets = {
        "penalty": provision.id,
        "provision": penalty_citation(cited, provision),
        "reach": reach(provision),
        "authority": values.line(cited.authority),
    }
    remarks = {"penalty": prose(provision.why or "" if doubt else penalty(cited))}
    return {
        "props": {"counted": False} if doubt else exposure(line),
        "origin": TOOL_ORIGIN,
        "facets": [
            {"name": name, "system": NS, "value": value, "remarks": remarks.get(name)}
            for name, value in facets.items()
        ],
    }


def _remediations(audit: Audit, failing: Failing, answer: Answer) -> Iterator[Data]:
    """What the rulebook advises; and what the respondent has set out to do, where it has."""
    asked = [judged for _, judged in failing.values()]
    line, _ = next(iter(failing.values()))
    obligation = line.obligation
    id = (obligation.id, asked[0].question.id)
    wanted = f"宜备佐证：{'、'.join(obligation.evidence)}" if obligation.evidence else ""
    yield {
        "uuid": audit.uuid("advice", *id),
        "lifecycle": "recommendation",
        "title": "整改建议",
        "description": prose(remedy.usual(line, asked), wanted),
    }
    roles = [
        {"role-id": role, "party-uuids": [audit.party(name)]}
        for role, name in ((OWNER, answer.owner), (REVIEWER, answer.reviewer))
        if values.line(name or "")
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


def milestones(audit: Audit, result: Data, *, system: str) -> Data | None:
    """From the result of the assessment; None without a gap, for OSCAL knows no empty plan.

    It repeats what it refers to, under the same UUIDs: OSCAL lets it import no results.
    """
    risks = result["risks"]
    if not risks:
        return None
    findings = [finding for finding in result["findings"] if finding["related-risks"]]
    named = {
        related["observation-uuid"]
        for item in (*findings, *risks)
        for related in item["related-observations"]
    }
    observations = [
        observation for observation in result["observations"] if observation["uuid"] in named
    ]
    cited = {link["href"] for seen in observations for link in seen.get("relevant-evidence", ())}
    evidence = [resource for resource in resources(audit) if f"#{resource['uuid']}" in cited]
    return {
        "plan-of-action-and-milestones": {
            **head(audit, "milestones", "整改计划", everybody=True, remarks=_ONLY_GAPS),
            "import-ssp": {"href": system},
            "local-definitions": {"assessment-assets": ASSETS},
            "observations": observations,
            "risks": risks,
            "findings": findings,
            "poam-items": [_item(audit, risk, findings) for risk in risks],
            "back-matter": {"resources": evidence} if evidence else None,
        }
    }


def _item(audit: Audit, risk: Data, findings: list[Data]) -> Data:
    reference = {"risk-uuid": risk["uuid"]}
    return {
        "uuid": audit.uuid("item", risk["uuid"]),
        "title": risk["title"],
        "description": risk["description"],
        "origins": [TOOL_ORIGIN],
        "related-findings": [
            {"finding-uuid": finding["uuid"]}
            for finding in findings
            if reference in finding["related-risks"]
        ],
        "related-observations": risk["related-observations"],
        "related-risks": [reference],
    }
