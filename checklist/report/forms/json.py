"""Report -> JSON for other programs. Codes in English; users' words only in title, ask and answer.

The shape is public API, version 1: docs/schema/check.schema.json.
"""

from __future__ import annotations

import json
from datetime import date

from checklist import PROGRAM
from checklist.assessment.as_data import assessment_as_data
from checklist.evaluation.dormant import dormant
from checklist.evaluation.haste import haste
from checklist.evaluation.model import Findings, Status
from checklist.evaluation.summary import doubted, only_at_once, overlapping
from checklist.law.as_data import Data, plain, rulebook_as_data
from checklist.law.jurisdiction import Competence
from checklist.law.model import Rulebook
from checklist.report.forms.json_finding import HELD, finding_as_data, place_as_data
from checklist.report.view.model import Identity, Report

FORMAT = 1


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
    if text.replace("\n", "").isprintable():
        return text
    hidden = [character for character in set(text) - {"\n"} if not character.isprintable()]
    return text.translate({ord(character): json.dumps(character)[1:-1] for character in hidden})


def as_data(report: Report) -> Data:
    """The document as plain data, in the order in which it is written."""
    findings, overlaps = report.findings, overlapping(report.findings)
    told = [finding_as_data(report, each, overlaps) for each in findings.findings]
    return _document(report, told)


def as_embedded(report: Report) -> Data:
    """The document as a page embeds it: findings that came out alike stand there once, "subjects"
    is a list of what "subject" would be, and what the rulebook alone says is left out."""
    findings, overlaps = [], overlapping(report.findings)
    for line in (line for paper in report.papers for line in paper.lines):
        finding = finding_as_data(report, line.finding, overlaps)
        del finding["subject"], finding["review"], finding["related"]
        finding["subjects"] = [room.id for room in line.subject.rooms] or [None]
        findings.append(finding)
    return _document(report, findings)


def _document(report: Report, findings: list[Data]) -> Data:
    rulebook, totals = report.findings.rulebook, report.totals
    return {
        "format": FORMAT,
        "program": PROGRAM,
        "as_of": report.findings.as_of.isoformat(),
        "in_force": {
            "since": rulebook.in_force.isoformat(),
            "period_begins_before": _begins_before(report, rulebook.in_force),
        },
        "rulebooks": _rulebooks(report),
        **_left_out(report),
        **assessment_as_data(report.findings.assessment),
        "fact_questions": {
            fact.id: {"ask": fact.ask, "options": {each.id: each.label for each in fact.options}}
            for fact in rulebook.facts
        },
        "duty_holders": [_duty_holder(rulebook, identity) for identity in report.identities],
        "jurisdiction": [
            _jurisdiction(rulebook, venue.competence) for venue in report.venues if venue.competence
        ],
        "questions": {
            obligation.id: {question.id: question.fingerprint for question in obligation.questions}
            for obligation in rulebook.obligations
        },
        "findings": findings,
        "doubted": _doubted(report.findings),
        "dormant": plain(dormant(report.findings)),
        "haste": plain(haste(report.findings)),
        "only_at_once": plain(only_at_once(report.findings)),
        "totals": {
            **{status.value: totals.by_status[status] for status in Status},
            "remedied": totals.remedied,
            "gaps": totals.gaps,
            "open": totals.open,
            "encouragements": totals.encouragements,
        },
    }


def _rulebooks(report: Report) -> list[Data]:
    """The rulebooks judged by and since when each is in force; of several, also what stands before
    a citation."""
    rulebook = report.findings.rulebook
    short = bool(rulebook.parts)
    return [
        rulebook_as_data(each)
        | {
            "in_force": each.in_force.isoformat(),
            "period_begins_before": _begins_before(report, each.in_force),
        }
        | ({"short": each.called} if short else {})
        for each in rulebook.regulations
    ]


def _begins_before(report: Report, in_force: date) -> bool:
    period = report.findings.assessment.period
    return period is not None and period.first < in_force


def _left_out(report: Report) -> Data:
    """The regulations that were left out, the checks beside the answers that were used, those that
    were not, and the evidence that is not there any more; no key where there are none."""
    every = {
        "not_compared": [
            {"id": each.id, "title": each.title, "in_force": each.in_force.isoformat()}
            for each in report.findings.not_compared
        ],
        "checks": report.beside.digests(),
        "missing_evidence": report.beside.missing(),
        "unused_checks": plain(report.beside.unused),
    }
    return {key: value for key, value in every.items() if value}


def _doubted(findings: Findings) -> list[Data]:
    """The answers that cannot be, or can hardly be, in the self-audit period or beside others."""
    return [
        {"question": key, **{name: value for name, value in plain(against).items() if value != []}}
        for key, _, against in doubted(findings)
    ]


def _duty_holder(rulebook: Rulebook, identity: Identity) -> Data:
    holder = identity.standing.holder
    facts = {says.fact.id: says.value for says in identity.because}
    return {
        "id": holder.id,
        "held": HELD[identity.standing.held],
        "because": {"facts": facts, **place_as_data(rulebook, holder.source)},
    }


def _jurisdiction(rulebook: Rulebook, competence: Competence) -> Data:
    rule = competence.jurisdiction
    return {
        "holder": competence.holder,
        "rooms": None if competence.rooms is None else list(competence.rooms),
        "applies": HELD[competence.applies],
        "authority": rule.authority,
        "otherwise": rule.otherwise,
        **place_as_data(rulebook, rule.source),
    }
