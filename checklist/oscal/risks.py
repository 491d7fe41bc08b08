"""Gaps -> OSCAL risks: what one can cost, what mends it, who does so by when.

One risk per question that fails, whatever the number of rooms: it has one owner and one deadline.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from checklist.assessment.model import Answer
from checklist.evaluation.model import Judged, Status
from checklist.law.as_data import Data
from checklist.law.model import PenaltyRef, Question
from checklist.law.wording import penalty, penalty_citation
from checklist.oscal.ids import Names, objective
from checklist.oscal.observations import ANSWER, uuid_for
from checklist.oscal.people import OWNER, REVIEWER, person_uuid
from checklist.oscal.system import by_subject
from checklist.oscal.tool import tool_origin
from checklist.oscal.values import NS, day_ends, filled, line, prop, prose, title
from checklist.report.view.model import Line, Report
from checklist.report.view.progress import DONE, UNDER_WAY, progress
from checklist.report.words import conclusion, liability
from checklist.report.words import wording as words
from checklist.report.words.sanctions import sanctions


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


def risk_uuid(names: Names, line: Line, question: Question) -> str:
    """The risk that a question of an entry fails."""
    return names.of("risk", line.obligation.id, question.id)


def risks(report: Report, names: Names) -> list[Data]:
    """One for each question that fails where its entry binds, in the rulebook's order."""
    return [_risk(report, names, one) for one in _failed(report)]


def _failed(report: Report) -> Iterator[Failed]:
    for paper in report.papers:
        found = [
            (room, line, said)
            for room, line in by_subject(report, paper)
            if line.finding.status is Status.NOT_SATISFIED
            for said in line.failed
        ]
        for question in paper.obligation.questions:
            lines = tuple(one for one in found if one[2].question.id == question.id)
            if lines:
                yield Failed(question=question, lines=lines)


def _risk(report: Report, names: Names, one: Failed) -> Data:
    obligation, rulebook = one.first.obligation, report.findings.rulebook
    cost = (
        *liability.attribution(rulebook, one.first),
        *(tuple(sanctions(rulebook, one.first)) or (conclusion.threat(rulebook, one.first),)),
    )
    key = obligation.key(one.question)
    seen = (uuid_for(names, ANSWER, key, one.answer, room) for room, _, _ in one.lines)
    return filled(
        {
            "uuid": risk_uuid(names, one.first, one.question),
            "title": title(f"{obligation.title}：{one.question.ask}"),
            "description": prose(*_shortfalls(report, one)),
            "statement": prose(*cost),
            "props": [
                *prop("control-id", obligation.id),
                *prop("question-id", one.question.id),
                *prop("objective-id", objective(obligation, one.question)),
                *prop("progress", progress(one.answer)),
                *prop("closed-on", one.answer.closed_on),
            ],
            "status": _status(one.answer),
            "origins": [tool_origin()],
            "characterizations": list(_characterizations(report, one.first)),
            "deadline": day_ends(one.answer.due) if one.answer.due else None,
            "remediations": list(_remediations(names, one)),
            "related-observations": [{"observation-uuid": id} for id in dict.fromkeys(seen)],
        }
    )


def _shortfalls(report: Report, one: Failed) -> Iterator[str]:
    for room, _, said in one.lines:
        name = report.findings.assessment.room_name(room) if room is not None else ""
        whom = f"直播间 {room} {name}：" if room is not None else ""
        yield f"{whom}{words.shortfall(said)}"


def _status(answer: Answer) -> str:
    """Never closed: what was called 已验收 is open until the question is answered anew."""
    return "remediating" if progress(answer) in {UNDER_WAY, DONE} else "open"


def _characterizations(report: Report, line: Line) -> Iterator[Data]:
    refs = [(ref, "certain") for ref in line.finding.penalties]
    refs += [(ref, "in-doubt") for ref in line.finding.penalties_in_doubt]
    for ref, reach in refs:
        yield {
            "props": exposure_props(line) if reach == "certain" else prop("counted", value=False),
            "origin": tool_origin(),
            "facets": list(_facets(report, ref, reach)),
        }


def exposure_props(line: Line) -> list[Data]:
    """What the certain penalties of a finding threaten, each for itself and never summed."""
    return [
        *prop("fined", line.exposure.fined),
        *prop("fined-at-once", line.exposure.at_once),
        *prop("fine-at-most-yuan", line.exposure.high),
    ]


def _facets(report: Report, ref: PenaltyRef, reach: str) -> Iterator[Data]:
    found = report.findings.rulebook.penalty(ref.id)
    remarks = prose(penalty(found) if reach == "certain" else ref.why or "")
    named = {
        "penalty": (ref.id, remarks),
        "provision": (penalty_citation(found, ref), ""),
        "reach": (reach, ""),
        "authority": (line(found.authority), ""),
    }
    for name, (value, told) in named.items():
        yield filled({"name": name, "system": NS, "value": value, "remarks": told})


def _remediations(names: Names, one: Failed) -> Iterator[Data]:
    """What the rulebook advises; and what the respondent has set out to do, where it has."""
    obligation, answer = one.first.obligation, one.answer
    id = (obligation.id, one.question.id)
    wanted = f"宜备佐证：{'、'.join(obligation.evidence)}" if obligation.evidence else ""
    yield {
        "uuid": names.of("advice", *id),
        "lifecycle": "recommendation",
        "title": "整改建议",
        "description": prose(obligation.remedy, wanted),
    }
    roles = [
        {"role-id": role, "party-uuids": [person_uuid(names, name)]}
        for role, name in ((OWNER, answer.owner), (REVIEWER, answer.reviewer))
        if name and line(name)
    ]
    planned = (answer.due, answer.department, answer.measures, progress(answer), answer.closed_on)
    if roles or any(planned):
        yield filled(
            {
                "uuid": names.of("measure", *id),
                "lifecycle": "planned",
                "title": "整改措施",
                "description": title(answer.measures or "", otherwise="没有另写措施。"),
                "props": [
                    *prop("department", answer.department),
                    *prop("progress", progress(answer)),
                    *prop("closed-on", answer.closed_on),
                ],
                "tasks": [_task(names, id, answer, roles)],
            }
        )


def _task(names: Names, id: tuple[str, str], answer: Answer, roles: list[Data]) -> Data:
    timing = {"on-date": {"date": day_ends(answer.due)}} if answer.due else None
    return filled(
        {
            "uuid": names.of("milestone", *id),
            "type": "milestone",
            "title": "完成整改",
            "timing": timing,
            "responsible-roles": roles,
        }
    )
