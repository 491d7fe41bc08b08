"""Findings of ours -> OSCAL findings where something was found, else OSCAL observations.

A finding of OSCAL's is satisfied or not; there is no third state. 待确认, 不适用 and 倡导 are
neither, so they become observations of a type of their own, and no finding. See ADR 0010.
"""

from __future__ import annotations

from collections.abc import Iterator

from checklist.evaluation.model import Contradiction, Judged, Outcome, Status
from checklist.law.applicability import Applies
from checklist.law.as_data import Data
from checklist.law.model import Kind
from checklist.law.wording import KIND, citation
from checklist.oscal.audit import Audit, tool_origin
from checklist.oscal.control import statement
from checklist.oscal.observations import ANSWER, FACT, noticed, uuid_for
from checklist.oscal.risks import exposure, risk_uuid
from checklist.oscal.system import applicability, binding, by_subject
from checklist.oscal.values import About, Props, place, prose, title
from checklist.report.view.model import Line
from checklist.report.view.support import support
from checklist.report.words import cost, liability, record
from checklist.report.words import wording as words

_STATES = {
    Status.SATISFIED: {"state": "satisfied", "reason": "pass"},
    Status.NOT_SATISFIED: {"state": "not-satisfied", "reason": "fail"},
}
_TYPES = {Status.UNDETERMINED: "undetermined", Status.NOT_APPLICABLE: "not-applicable"}
_ENCOURAGEMENT = "encouragement"


def findings(audit: Audit) -> list[Data]:
    """符合 and 不符合, and nothing else."""
    return [
        _finding(audit, room, line)
        for room, line in _determined(audit)
        if line.finding.status in _STATES
    ]


def undecided(audit: Audit) -> list[Data]:
    """待确认, 不适用 and 倡导 as observations, each of its own type."""
    return [
        _undecided(audit, room, line)
        for room, line in _determined(audit)
        if line.finding.status not in _STATES
    ]


def contradictions(audit: Audit) -> list[Data]:
    """Records that say otherwise than the respondent did."""
    return [
        _contradiction(audit, room, line, each)
        for room, line in _determined(audit)
        for each in line.finding.contradictions
    ]


def _determined(audit: Audit) -> Iterator[tuple[str | None, Line]]:
    """Every entry and subject, a room or None for the respondent, in the rulebook's order."""
    for paper in audit.report.papers:
        yield from by_subject(audit.report, paper)


def _finding(audit: Audit, room: str | None, line: Line) -> Data:
    obligation, status = line.obligation, line.finding.status
    failed = line.failed if status is Status.NOT_SATISFIED else ()
    return {
        "uuid": audit.uuid("finding", obligation.id, room),
        "title": _title(audit, room, line),
        "description": prose(*_description(line)),
        "props": _props(room, line),
        "origins": [tool_origin()],
        "target": {
            "type": "statement-id",
            "target-id": statement(obligation),
            "title": title(obligation.title),
            "status": {**_STATES[status], "remarks": title(words.status(line))},
        },
        "related-observations": [{"observation-uuid": id} for id in _rests_on(audit, room, line)],
        "related-risks": [{"risk-uuid": risk_uuid(audit, line, said.question)} for said in failed],
    }


def _undecided(audit: Audit, room: str | None, line: Line) -> Data:
    obligation = line.obligation
    encouraged = obligation.kind is Kind.ENCOURAGEMENT and line.judged
    return noticed(
        audit,
        _ENCOURAGEMENT if encouraged else _TYPES[line.finding.status],
        uuid=audit.uuid("undecided", obligation.id, room),
        title=_title(audit, room, line),
        description=prose(*_description(line)),
        props=[{"target-id": statement(obligation)}, *_props(room, line)],
        links=[
            {"href": f"#{id}", "rel": "related-observation"} for id in _rests_on(audit, room, line)
        ],
        rooms=[room],
    )


def _contradiction(audit: Audit, room: str | None, line: Line, each: Contradiction) -> Data:
    record = each.observation
    return noticed(
        audit,
        "discovery",
        uuid=_record_uuid(audit, room, line, each),
        title=title(f"记录与答复不一致：{each.question.ask}"),
        description=prose(record.note),
        props={
            "answer-key": record.key,
            "room-id": record.room,
            "holds": record.holds,
            "sample": record.sample,
        },
        rooms=[room],
    )


def _record_uuid(audit: Audit, room: str | None, line: Line, each: Contradiction) -> str:
    return audit.uuid("record", line.obligation.id, each.question.id, room, each.observation.note)


def _title(audit: Audit, room: str | None, line: Line) -> str:
    name = "" if room is None else f"（直播间 {room} {audit.assessment.room_name(room)}）"
    return title(f"{line.obligation.title}{name}：{words.status(line)}")


def _rests_on(audit: Audit, room: str | None, line: Line) -> list[str]:
    """The observations of the answers, facts and records that the conclusion was drawn from."""
    facts = audit.assessment.facts
    observations = [
        *((ANSWER, line.obligation.key(said.question), said.answer) for said in line.judged),
        *((FACT, says.fact.id, facts.get(says.fact.id)) for says in line.because),
    ]
    return list(
        dict.fromkeys(
            (
                *(uuid_for(audit, of, key, answer, room) for of, key, answer in observations),
                *(_record_uuid(audit, room, line, each) for each in line.finding.contradictions),
            )
        )
    )


def _props(room: str | None, line: Line) -> list[Props]:
    finding, obligation = line.finding, line.obligation
    certain = (About(ref.id, of="certain") for ref in finding.penalties)
    in_doubt = (
        About(ref.id, of="in-doubt", remarks=ref.why or "") for ref in finding.penalties_in_doubt
    )
    return [
        {
            "control-id": obligation.id,
            "room-id": room,
            "status": finding.status,
            "kind": obligation.kind,
            "basis": finding.basis if line.judged else None,
            "support": support(finding),
            "working-paper": line.index,
            **place(obligation.source),
            "review-state": obligation.review.state,
            **binding(line),
        },
        *(_outcome(line, said) for said in line.judged),
        {"penalty": (*certain, *in_doubt)},
        exposure(line) if finding.status is Status.NOT_SATISFIED else {},
    ]


def _outcome(line: Line, said: Judged) -> Props:
    """How one question came out; a gap where the entry may not bind is one only if it does."""
    id = said.question.id
    code: object = said.outcome
    if said.outcome is Outcome.GAP and line.obligation.kind is Kind.ENCOURAGEMENT:
        code = "not-followed"
    elif said.outcome is Outcome.GAP and line.finding.binding.applies is not Applies.YES:
        code = "gap-if-bound"
    return {
        "outcome": About(code, of=id),
        "open-because": About(None if said.outcome is Outcome.GAP else said.why, of=id),
        "missing-option": tuple(About(option.id, of=id) for option in said.missing),
        "open-option": tuple(About(option.id, of=id) for option in said.unclear),
    }


def _description(line: Line) -> Iterator[str]:
    """What a reader wants to know, in the order of the report's cards."""
    obligation, status = line.obligation, line.finding.status
    basis = f"（{words.BASIS[line.finding.basis]}）" if line.judged else ""
    yield f"结论：{words.status(line)}{basis}。底稿 {line.index}。"
    yield f"义务：{obligation.summary}（{citation(obligation.source)}，{KIND[obligation.kind]}）"
    yield f"适用：{applicability(line)}。"
    yield from liability.attribution(line)
    for said in line.judged:
        yield from _said(line, said)
    for each in line.finding.contradictions:
        yield record.contradicted(each)
    if status is Status.NOT_SATISFIED:
        yield from (f"处罚：{sanction}" for sanction in cost.sanctions(line))
        yield f"怎么改：{obligation.remedy}"
    if status is Status.UNDETERMINED:
        yield f"怎么办：先查清并补答。查明不合要求的：{obligation.remedy}"


def _said(line: Line, said: Judged) -> Iterator[str]:
    _, word = words.result(line, said)
    yield f"问：{said.question.ask} 答：{words.answered(said)}。{word}。"
    if said.outcome is Outcome.GAP:
        yield f"差在哪里：{words.shortfall(said)}；要求：{words.demanded(said.question)}。"
    if said.unclear or said.outcome is Outcome.OPEN:
        yield f"未定：{words.unclear(said)}。"
