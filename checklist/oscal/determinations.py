"""Findings of ours -> OSCAL findings where something was found, else OSCAL observations.

A finding of OSCAL's is satisfied or not; there is no third state. 待确认, 不适用 and 倡导 are
neither, so they become observations of a type of their own, and no finding. See ADR 0010.
"""

from __future__ import annotations

from collections.abc import Iterator

from checklist.assessment.wording import scalar
from checklist.evaluation.model import Judged, Observation, Outcome, Status
from checklist.law.applicability import Applies
from checklist.law.as_data import Data
from checklist.law.wording import KIND, citation
from checklist.oscal.audit import TOOL_ORIGIN, Audit
from checklist.oscal.control import statement
from checklist.oscal.observations import ANSWER, FACT, noticed, uuid_for
from checklist.oscal.risks import exposure, reach, risk_uuid
from checklist.oscal.system import applicability, binding
from checklist.oscal.values import About, Props, place, prose, title
from checklist.report.view.model import Line
from checklist.report.words import cost, liability, observed, remedy
from checklist.report.words import wording as words
from checklist.report.words.regulations import asked

_STATES = {
    Status.SATISFIED: {"state": "satisfied", "reason": "pass"},
    Status.NOT_SATISFIED: {"state": "not-satisfied", "reason": "fail"},
}
_TYPES = {Status.UNDETERMINED: "undetermined", Status.NOT_APPLICABLE: "not-applicable"}


def determinations(audit: Audit) -> tuple[list[Data], list[Data]]:
    """The findings, 符合 and 不符合 and nothing else; and the observations: what records show, then
    待确认, 不适用 and 倡导, each of its own type."""
    findings, records, undecided = [], [], []
    for paper in audit.report.papers:
        for room, line in audit.by_room(paper):
            records += [_record(audit, room, line, *each) for each in _seen(line)]
            if line.finding.status in _STATES:
                findings.append(_finding(audit, room, line))
            else:
                undecided.append(_undecided(audit, room, line))
    return findings, [*records, *undecided]


def _finding(audit: Audit, room: str | None, line: Line) -> Data:
    obligation, status = line.obligation, line.finding.status
    failed = line.failed if status is Status.NOT_SATISFIED else ()
    return {
        "uuid": audit.uuid("finding", obligation.id, room),
        "title": _title(audit, room, line),
        "description": prose(*_description(audit, line)),
        "props": _props(room, line),
        "origins": [TOOL_ORIGIN],
        "target": {
            "type": "statement-id",
            "target-id": statement(obligation),
            "title": title(obligation.title),
            "status": {**_STATES[status], "remarks": title(words.status(line))},
        },
        "related-observations": [{"observation-uuid": id} for id in _rests_on(audit, room, line)],
        "related-risks": [
            {"risk-uuid": risk_uuid(audit, line, judged.question)} for judged in failed
        ],
    }


def _undecided(audit: Audit, room: str | None, line: Line) -> Data:
    obligation = line.obligation
    encouraged = obligation.is_encouragement and line.judged
    return noticed(
        audit,
        "encouragement" if encouraged else _TYPES[line.finding.status],
        uuid=audit.uuid("undecided", obligation.id, room),
        title=_title(audit, room, line),
        description=prose(*_description(audit, line)),
        props=[{"target-id": statement(obligation)}, *_props(room, line)],
        links=[
            {"href": f"#{id}", "rel": "related-observation"} for id in _rests_on(audit, room, line)
        ],
        rooms=[room],
    )


def _seen(line: Line) -> Iterator[tuple[Judged, Observation]]:
    """What records show of each question."""
    for judged in line.judged:
        yield from ((judged, each) for each in judged.observed)


def _record(
    audit: Audit, room: str | None, line: Line, judged: Judged, observation: Observation
) -> Data:
    odd = any(each.observation == observation for each in judged.contradictions)
    what = "记录与答复不一致" if odd else "记录核对"
    return noticed(
        audit,
        "discovery",
        uuid=_record_uuid(audit, room, line, judged, observation),
        title=title(f"{what}：{judged.question.ask}"),
        description=prose(observation.note),
        props={
            "answer-key": observation.key,
            "room-id": observation.room,
            "option": observation.option,
            "holds": observation.holds,
            "sample": observation.sample,
            "undecided": observation.undecided or None,
            "measured": observation.measured and scalar(observation.measured),
            "rows": observation.rows,
            "sources": "、".join(observation.sources) or None,
        },
        rooms=[room],
    )


def _record_uuid(
    audit: Audit, room: str | None, line: Line, judged: Judged, observation: Observation
) -> str:
    entry, question = line.obligation.id, judged.question.id
    named = (observation.option,) if observation.option else ()
    return audit.uuid("record", entry, question, room, observation.note, *named)


def _title(audit: Audit, room: str | None, line: Line) -> str:
    name = "" if room is None else f"（直播间 {room} {audit.assessment.room_name(room)}）"
    return title(f"{line.obligation.title}{name}：{words.status(line)}")


def _rests_on(audit: Audit, room: str | None, line: Line) -> list[str]:
    """The observations of the answers, facts and records that the conclusion was drawn from."""
    key, facts = line.obligation.key, audit.assessment.facts
    answers = [(ANSWER, key(judged.question), judged.answer) for judged in line.judged]
    answers += [(FACT, says.fact.id, facts.get(says.fact.id)) for says in line.because]
    uuids = [uuid_for(audit, *answer, room) for answer in answers]
    uuids += [_record_uuid(audit, room, line, *each) for each in _seen(line)]
    return list(dict.fromkeys(uuids))


def _props(room: str | None, line: Line) -> list[Props]:
    finding, obligation = line.finding, line.obligation
    provisions = (*finding.penalties, *finding.penalties_in_doubt)
    return [
        {
            "control-id": obligation.id,
            "room-id": room,
            "status": finding.status,
            "kind": obligation.kind,
            "basis": finding.basis if line.judged else None,
            "support": line.support,
            "working-paper": line.index,
            **place(obligation.source),
            "review-state": obligation.review.state,
            **binding(line),
        },
        *(_outcome(line, judged) for judged in line.judged),
        {"penalty": tuple(About(at.id, of=reach(at), remarks=at.why or "") for at in provisions)},
        exposure(line) if finding.status is Status.NOT_SATISFIED else {},
    ]


def _outcome(line: Line, judged: Judged) -> Props:
    """How one question came out; a gap where the entry may not bind is one only if it does."""
    id = judged.question.id
    code: object = judged.outcome
    if judged.outcome is Outcome.GAP and line.obligation.is_encouragement:
        code = "not-followed"
    elif judged.outcome is Outcome.GAP and line.finding.binding.applies is not Applies.YES:
        code = "gap-if-bound"
    return {
        "outcome": About(code, of=id),
        "open-because": About(None if judged.outcome is Outcome.GAP else judged.why, of=id),
        "missing-option": tuple(About(option.id, of=id) for option in judged.missing),
        "open-option": tuple(About(option.id, of=id) for option in judged.unclear),
    }


def _description(audit: Audit, line: Line) -> Iterator[str]:
    """What a reader wants to know, in the order of the report's cards."""
    obligation, status = line.obligation, line.finding.status
    basis = f"（{words.BASIS[line.finding.basis]}）" if line.judged else ""
    yield f"结论：{words.status(line)}{basis}。底稿 {line.index}。"
    yield f"义务：{obligation.summary}（{citation(obligation.source)}，{KIND[obligation.kind]}）"
    yield f"适用：{applicability(line)}。"
    yield from liability.attribution(line)
    for judged in line.judged:
        _, result = words.result(line, judged)
        ask = asked(audit.report.findings, judged.question)
        yield f"问：{ask} 答：{words.answered(judged)}。{result}。"
        if judged.outcome is Outcome.GAP:
            wanted = words.demanded(judged.question)
            if judged.remedied:
                yield f"{remedy.since(judged)}。"
            yield f"差在哪里：{words.shortfall(judged)}；要求：{wanted}。"
        if judged.unclear or judged.outcome is Outcome.OPEN:
            yield f"未定：{words.unclear(judged)}。"
    yield from observed.of_finding(line.finding)
    if status is Status.NOT_SATISFIED:
        yield from (f"处罚：{sanction}" for sanction in cost.sanctions(line))
        how = (f"怎么改：{remedy.usual(line, line.failed)}",)
        yield from remedy.effect(line) if line.finding.remedied else how
    if status is Status.UNDETERMINED:
        alone = line.open[0] if len(line.open) == 1 else None
        yield f"怎么办：{remedy.once_settled(line, alone)}"
