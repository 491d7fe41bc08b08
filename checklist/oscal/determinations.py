"""Findings of ours -> OSCAL findings where something was found, else OSCAL observations.

A finding of OSCAL's is satisfied or not; there is no third state. 待确认, 不适用 and 倡导 are
neither, so they become observations of a type of their own, and no finding. See ADR 0010.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from checklist.evaluation.model import Contradiction, Finding, Judged, Outcome, Status
from checklist.law.applicability import Applies
from checklist.law.as_data import Data
from checklist.law.model import Kind
from checklist.law.wording import KIND, citation
from checklist.oscal.ids import Names, statement
from checklist.oscal.observations import ANSWER, FACT, uuid_for
from checklist.oscal.risks import exposure_props, risk_uuid
from checklist.oscal.subjects import subjects
from checklist.oscal.system import applicability, binding_props, by_subject
from checklist.oscal.tool import tool_origin
from checklist.oscal.values import day_begins, filled, prop, prose, title
from checklist.report.view.model import Line, Paper, Report
from checklist.report.view.support import support
from checklist.report.words import liability, record
from checklist.report.words import wording as words
from checklist.report.words.sanctions import sanctions

_STATES = {
    Status.SATISFIED: {"state": "satisfied", "reason": "pass"},
    Status.NOT_SATISFIED: {"state": "not-satisfied", "reason": "fail"},
}
_TYPES = {Status.UNDETERMINED: "undetermined", Status.NOT_APPLICABLE: "not-applicable"}
_ENCOURAGEMENT = "encouragement"


class Determined(Struct, frozen=True, kw_only=True, eq=False):
    """One entry for one subject: a room, or None for the respondent as a whole."""

    paper: Paper
    line: Line
    room: str | None

    @property
    def finding(self) -> Finding:
        return self.line.finding


def determined(report: Report) -> Iterator[Determined]:
    """Every entry and subject, in the rulebook's order."""
    for paper in report.papers:
        for room, line in by_subject(report, paper):
            yield Determined(paper=paper, line=line, room=room)


def findings(report: Report, names: Names) -> list[Data]:
    """符合 and 不符合, and nothing else."""
    return [
        _finding(report, names, one) for one in determined(report) if one.finding.status in _STATES
    ]


def undecided(report: Report, names: Names) -> list[Data]:
    """待确认, 不适用 and 倡导 as observations, each of its own type."""
    return [
        _observation(report, names, one)
        for one in determined(report)
        if one.finding.status not in _STATES
    ]


def contradictions(report: Report, names: Names) -> list[Data]:
    """Records that say otherwise than the respondent did."""
    return [
        _contradiction(report, names, one, each)
        for one in determined(report)
        for each in one.finding.contradictions
    ]


def _finding(report: Report, names: Names, one: Determined) -> Data:
    obligation, status = one.line.obligation, one.finding.status
    related = [{"observation-uuid": id} for id in _rests_on(report, names, one)]
    failed = one.line.failed if status is Status.NOT_SATISFIED else ()
    return filled(
        {
            "uuid": names.of("finding", obligation.id, one.room),
            "title": _title(report, one),
            "description": prose(*_description(report, one)),
            "props": _props(one),
            "origins": [tool_origin()],
            "target": {
                "type": "statement-id",
                "target-id": statement(obligation),
                "title": title(obligation.title),
                "status": {**_STATES[status], "remarks": title(words.status(one.line))},
            },
            "related-observations": related,
            "related-risks": [
                {"risk-uuid": risk_uuid(names, one.line, said.question)} for said in failed
            ],
        }
    )


def _observation(report: Report, names: Names, one: Determined) -> Data:
    findings = report.findings
    rooms = None if one.room is None else [one.room]
    encouraged = one.line.obligation.kind is Kind.ENCOURAGEMENT and one.line.judged
    code = _ENCOURAGEMENT if encouraged else _TYPES[one.finding.status]
    return filled(
        {
            "uuid": names.of("undecided", one.line.obligation.id, one.room),
            "title": _title(report, one),
            "description": prose(*_description(report, one)),
            "props": [*prop("target-id", statement(one.line.obligation)), *_props(one)],
            "links": [
                {"href": f"#{id}", "rel": "related-observation"}
                for id in _rests_on(report, names, one)
            ],
            "methods": ["EXAMINE"],
            "types": [code],
            "origins": [tool_origin()],
            "subjects": subjects(names, findings.assessment, rooms),
            "collected": day_begins(findings.as_of),
        }
    )


def _title(report: Report, one: Determined) -> str:
    room = one.room
    name = "" if room is None else f"（直播间 {room} {report.findings.assessment.room_name(room)}）"
    return title(f"{one.line.obligation.title}{name}：{words.status(one.line)}")


def _rests_on(report: Report, names: Names, one: Determined) -> list[str]:
    """The observations of the answers, facts and records that the conclusion was drawn from."""
    assessment, obligation = report.findings.assessment, one.line.obligation
    answers = (
        uuid_for(names, ANSWER, obligation.key(said.question), said.answer, one.room)
        for said in one.line.judged
    )
    facts = (
        uuid_for(names, FACT, says.fact.id, assessment.facts.get(says.fact.id), one.room)
        for says in one.line.because
    )
    records = (_record_uuid(names, one, each) for each in one.finding.contradictions)
    return list(dict.fromkeys((*answers, *facts, *records)))


def _props(one: Determined) -> list[Data]:
    line, source = one.line, one.line.obligation.source
    finding = line.finding
    return [
        *prop("control-id", line.obligation.id),
        *prop("room-id", one.room),
        *prop("status", finding.status),
        *prop("kind", line.obligation.kind),
        *prop("basis", finding.basis if line.judged else None),
        *prop("support", support(finding)),
        *prop("working-paper", line.index),
        *prop("article", source.article),
        *prop("paragraph", source.paragraph),
        *prop("item", source.item),
        *prop("review-state", line.obligation.review.state),
        *binding_props(line),
        *(each for said in line.judged for each in _outcome(line, said)),
        *(each for ref in finding.penalties for each in prop("penalty", ref.id, of="certain")),
        *(
            each
            for ref in finding.penalties_in_doubt
            for each in prop("penalty", ref.id, of="in-doubt", remarks=ref.why or "")
        ),
        *(exposure_props(line) if finding.status is Status.NOT_SATISFIED else []),
    ]


def _outcome(line: Line, said: Judged) -> Iterator[Data]:
    """How one question came out; a gap where the entry may not bind is one only if it does."""
    id = said.question.id
    gap = said.outcome is Outcome.GAP
    certain = line.finding.binding.applies is Applies.YES
    followed = line.obligation.kind is Kind.ENCOURAGEMENT
    code = "not-followed" if gap and followed else "gap-if-bound" if gap and not certain else None
    yield from prop("outcome", code or said.outcome, of=id)
    yield from prop("open-because", None if gap else said.why, of=id)
    for option in said.missing:
        yield from prop("missing-option", option.id, of=id)
    for option in said.unclear:
        yield from prop("open-option", option.id, of=id)


def _description(report: Report, one: Determined) -> Iterator[str]:
    """What a reader wants to know, in the order of the report's cards."""
    line, rulebook = one.line, report.findings.rulebook
    obligation = line.obligation
    place = f"{citation(obligation.source)}，{KIND[obligation.kind]}"
    basis = f"（{words.BASIS[line.finding.basis]}）" if line.judged else ""
    yield f"结论：{words.status(line)}{basis}。底稿 {line.index}。"
    yield f"义务：{obligation.summary}（{place}）"
    yield f"适用：{applicability(report, line)}。"
    yield from liability.attribution(rulebook, line)
    for said in line.judged:
        yield from _said(line, said)
    for each in line.finding.contradictions:
        yield record.contradicted(each)
    if line.finding.status is Status.NOT_SATISFIED:
        yield from (f"处罚：{told}" for told in sanctions(rulebook, line))
        yield f"怎么改：{obligation.remedy}"
    if line.finding.status is Status.UNDETERMINED:
        yield f"怎么办：先查清并补答。查明不合要求的：{obligation.remedy}"


def _said(line: Line, said: Judged) -> Iterator[str]:
    _, word = words.result(line, said)
    yield f"问：{said.question.ask} 答：{words.answered(said)}。{word}。"
    if said.outcome is Outcome.GAP:
        yield f"差在哪里：{words.shortfall(said)}；要求：{words.demanded(said.question)}。"
    if said.unclear or said.outcome is Outcome.OPEN:
        yield f"未定：{words.unclear(said)}。"


def _record_uuid(names: Names, one: Determined, each: Contradiction) -> str:
    record = each.observation
    return names.of("record", one.line.obligation.id, each.question.id, one.room, record.note)


def _contradiction(report: Report, names: Names, one: Determined, each: Contradiction) -> Data:
    record, findings = each.observation, report.findings
    rooms = None if one.room is None else [one.room]
    return {
        "uuid": _record_uuid(names, one, each),
        "title": title(f"记录与答复不一致：{each.question.ask}"),
        "description": prose(record.note),
        "props": [
            *prop("answer-key", record.key),
            *prop("room-id", record.room),
            *prop("holds", record.holds),
            *prop("sample", record.sample),
        ],
        "methods": ["EXAMINE"],
        "types": ["discovery"],
        "origins": [tool_origin()],
        "subjects": subjects(names, findings.assessment, rooms),
        "collected": day_begins(findings.as_of),
    }
