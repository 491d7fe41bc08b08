"""Report -> JSON for other programs. Codes in English; users' words only in title, ask and answer.

The shape is public API, version 1: docs/schema/check.schema.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from checklist import __version__
from checklist.assessment.as_data import assessment_as_data
from checklist.assessment.wording import spell
from checklist.evaluation.model import Contradiction, Finding, Judged, Status, Totals
from checklist.law.applicability import Applies
from checklist.law.as_data import (
    Data,
    expected_as_data,
    penalty_ref_as_data,
    plain,
    rulebook_as_data,
)
from checklist.law.model import Fact, Rulebook
from checklist.report.view.lines import support
from checklist.report.view.model import Identity, Line, Report, Venue

FORMAT = 1
_COVERS = {Applies.YES: True, Applies.UNKNOWN: None}
_HELD = {Applies.YES: True, Applies.NO: False, Applies.UNKNOWN: None}


def render(report: Report, *, ascii: bool) -> str:
    """One JSON document, indented by two, without a final line break.

    Not ASCII means UTF-8 text, in which control and bidi characters are still escaped.
    """
    return written(as_data(report), ascii=ascii)


def written(data: Data, *, ascii: bool) -> str:
    """Plain data as `render` writes it."""
    text = json.dumps(data, ensure_ascii=ascii, indent=2)
    return text if ascii else legible(text)


def legible(text: str) -> str:
    """JSON text with control and bidi characters escaped."""
    return "".join(map(_escaped, text))


def _escaped(character: str) -> str:
    if character.isprintable() or character == "\n":
        return character
    return json.dumps(character)[1:-1]


def as_data(report: Report) -> Data:
    """The document as plain data, in the order in which it is written."""
    findings = report.findings
    return _document(report, [_finding(findings.rulebook, one) for one in findings.findings])


def as_told(report: Report) -> Data:
    """As `as_data`, but findings that came out alike are told once: "subjects" is a list of what
    "subject" would be."""
    rulebook = report.findings.rulebook
    lines = [line for paper in report.papers for line in paper.lines]
    return _document(report, [_told_once(rulebook, line) for line in lines])


def _told_once(rulebook: Rulebook, line: Line) -> Data:
    finding = _finding(rulebook, line.finding)
    del finding["subject"]
    finding["subjects"] = [room.id for room in line.subject.rooms] or [None]
    return finding


def _document(report: Report, told: list[Data]) -> Data:
    findings = report.findings
    rulebook = findings.rulebook
    return {
        "format": FORMAT,
        "program": f"livestream-checklist {__version__}",
        "as_of": findings.as_of.isoformat(),
        "rulebooks": [rulebook_as_data(rulebook)],
        **assessment_as_data(findings.assessment),
        "fact_questions": {fact.id: _fact(fact) for fact in rulebook.facts},
        "duty_holders": [_duty_holder(one) for one in report.identities],
        "jurisdiction": [one for venue in report.venues for one in _jurisdiction(venue)],
        "questions": {
            one.id: {question.id: question.fingerprint for question in one.questions}
            for one in rulebook.obligations
        },
        "findings": told,
        "totals": _totals(report.totals),
    }


def _fact(one: Fact) -> Data:
    return {"ask": one.ask, "options": {option.id: option.label for option in one.options}}


def _duty_holder(one: Identity) -> Data:
    holder = one.standing.holder
    return {
        "id": holder.id,
        "held": _HELD[one.standing.held],
        "because": {
            "facts": {says.fact.id: says.value for says in one.because},
            "article": holder.source.article,
            "paragraph": holder.source.paragraph,
        },
    }


def _jurisdiction(venue: Venue) -> Iterator[Data]:
    """Nothing where the regulation names no authority."""
    if venue.competence is None:
        return
    rule = venue.competence.jurisdiction
    rooms = venue.competence.rooms
    yield {
        "holder": venue.holder.id,
        "rooms": None if rooms is None else list(rooms),
        "applies": _COVERS[venue.competence.applies],
        "authority": rule.authority,
        "otherwise": rule.otherwise,
        "article": rule.source.article,
        "paragraph": rule.source.paragraph,
    }


def _finding(rulebook: Rulebook, finding: Finding) -> Data:
    obligation = finding.obligation
    return {
        "obligation": obligation.id,
        "title": obligation.title,
        "kind": obligation.kind.value,
        "article": obligation.source.article,
        "paragraph": obligation.source.paragraph,
        "item": obligation.source.item,
        "subject": finding.room,
        "binds": [who.holder for who in finding.binding.bound_as],
        "via": {who.holder: who.via for who in finding.binding.bound_as if who.via is not None},
        "applies": _HELD[finding.binding.applies],
        "in_doubt": finding.binding.in_doubt,
        "because": list(finding.binding.facts),
        "liability": {
            who.holder: {"article": who.liability.article, "why": who.liability.why}
            for who in finding.binding.bound_as
            if who.liability
        },
        "status": finding.status.value,
        "basis": finding.basis.value,
        "support": rests_on.value if (rests_on := support(finding)) else None,
        "gaps": _gaps(finding.gaps),
        "open": [_open(each) for each in finding.open],
        "passed": [_answered(each) for each in finding.passed],
        "inapplicable": [
            {**_asked(each), "reason": each.answer and each.answer.reason}
            for each in finding.inapplicable
        ],
        "if_bound": _gaps(finding.if_bound),
        **_penalties(rulebook, finding),
        "contradictions": [_contradiction(each) for each in finding.contradictions],
        "review": plain(obligation.review),
    }


def _penalties(rulebook: Rulebook, finding: Finding) -> Data:
    return {
        "penalties": [penalty_ref_as_data(rulebook, ref) for ref in finding.penalties],
        "penalties_in_doubt": [
            penalty_ref_as_data(rulebook, ref) for ref in finding.penalties_in_doubt
        ],
    }


def _asked(judged: Judged) -> Data:
    return {"question": judged.question.id, "ask": judged.question.ask}


def _answered(judged: Judged) -> Data:
    value = judged.value
    return {
        **_asked(judged),
        "answer": None if value is None else spell(judged.question, value),
    }


def _gaps(gaps: Iterable[Judged]) -> list[Data]:
    return [
        {
            **_answered(gap),
            "expected": expected_as_data(gap.question.expect, gap.question.options),
            "missing": [option.id for option in gap.missing],
        }
        for gap in gaps
    ]


def _open(judged: Judged) -> Data:
    return {
        **_asked(judged),
        "why": judged.why and judged.why.value,
        "options": [option.id for option in judged.unclear],
    }


def _contradiction(contradiction: Contradiction) -> Data:
    return {
        "question": contradiction.question.id,
        "room": contradiction.observation.room,
        "holds": contradiction.observation.holds,
        "sample": contradiction.observation.sample,
        "note": contradiction.observation.note,
    }


def _totals(totals: Totals) -> Data:
    return {
        **{status.value: totals.by_status[status] for status in Status},
        "gaps": totals.gaps,
        "open": totals.open,
        "encouragements": totals.encouragements,
    }
