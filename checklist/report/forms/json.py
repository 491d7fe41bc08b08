"""Report -> JSON for other programs. Codes in English; users' words only in title, ask and answer.

The shape is public API, version 1: docs/schema/check.schema.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from checklist import PROGRAM
from checklist.assessment.as_data import assessment_as_data
from checklist.assessment.wording import spell
from checklist.evaluation.haste import haste
from checklist.evaluation.model import Contradiction, Finding, Findings, Judged, Status
from checklist.evaluation.summary import doubted, only_at_once, overlapping
from checklist.law.applicability import Applies
from checklist.law.as_data import (
    Data,
    due_as_data,
    expected_as_data,
    penalty_ref_as_data,
    plain,
    review_as_data,
    rulebook_as_data,
    rulebook_of,
)
from checklist.law.jurisdiction import Competence
from checklist.law.model import Citation, Obligation, Rulebook
from checklist.law.remarks import of_concern
from checklist.report.view.lines import support
from checklist.report.view.model import Identity, Report
from checklist.report.words.regulations import begun_later

FORMAT = 1
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
    if text.replace("\n", "").isprintable():
        return text
    hidden = [character for character in set(text) - {"\n"} if not character.isprintable()]
    return text.translate({ord(character): json.dumps(character)[1:-1] for character in hidden})


def as_data(report: Report) -> Data:
    """The document as plain data, in the order in which it is written."""
    findings, overlaps = report.findings, overlapping(report.findings)
    return _document(report, [_finding(findings, each, overlaps) for each in findings.findings])


def as_embedded(report: Report) -> Data:
    """The document as a page embeds it: findings that came out alike stand there once, "subjects"
    is a list of what "subject" would be, and what the rulebook alone says is left out."""
    findings, overlaps = [], overlapping(report.findings)
    for line in (line for paper in report.papers for line in paper.lines):
        finding = _finding(report.findings, line.finding, overlaps)
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
            "period_begins_before": bool(begun_later(report.findings)),
        },
        "rulebooks": _rulebooks(rulebook),
        **_left_out(report),
        **assessment_as_data(report.findings.assessment),
        "fact_questions": {
            fact.id: {
                "ask": fact.ask,
                "options": {option.id: option.label for option in fact.options},
            }
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


def _rulebooks(rulebook: Rulebook) -> list[Data]:
    """The rulebooks judged by; of several, also what stands before a citation."""
    short = bool(rulebook.parts)
    return [
        rulebook_as_data(each) | ({"short": each.called} if short else {})
        for each in rulebook.regulations
    ]


def _left_out(report: Report) -> Data:
    """The regulations that were left out, the checks beside the answers that were used, and those
    that were not; no key where there are none."""
    every = {
        "not_compared": [
            {"id": each.id, "title": each.title, "in_force": each.in_force.isoformat()}
            for each in report.findings.not_compared
        ],
        "checks": report.beside.digests(),
        "unused_checks": plain(report.beside.unused),
    }
    return {key: value for key, value in every.items() if value}


def _doubted(findings: Findings) -> list[Data]:
    """The answers that cannot be, or can hardly be, in the self-audit period or beside others."""
    return [
        {"question": key, **{name: value for name, value in plain(against).items() if value != []}}
        for key, _, against in doubted(findings)
    ]


def _place(rulebook: Rulebook, source: Citation) -> Data:
    of = rulebook_of(rulebook, source)
    return {**of, "article": source.article, "paragraph": source.paragraph}


def _duty_holder(rulebook: Rulebook, identity: Identity) -> Data:
    holder = identity.standing.holder
    facts = {says.fact.id: says.value for says in identity.because}
    return {
        "id": holder.id,
        "held": _HELD[identity.standing.held],
        "because": {"facts": facts, **_place(rulebook, holder.source)},
    }


def _jurisdiction(rulebook: Rulebook, competence: Competence) -> Data:
    rule = competence.jurisdiction
    return {
        "holder": competence.holder,
        "rooms": None if competence.rooms is None else list(competence.rooms),
        "applies": _HELD[competence.applies],
        "authority": rule.authority,
        "otherwise": rule.otherwise,
        **_place(rulebook, rule.source),
    }


def _finding(
    findings: Findings, finding: Finding, overlaps: Mapping[str, Sequence[Obligation]]
) -> Data:
    rulebook, obligation, binding = findings.rulebook, finding.obligation, finding.binding
    rests_on = support(finding, findings.as_of)
    breached = finding.status is Status.NOT_SATISFIED
    others = [each.id for each in overlaps[obligation.id]] if breached else []
    return {
        "obligation": obligation.id,
        "title": obligation.title,
        "kind": obligation.kind.value,
        **_place(rulebook, obligation.source),
        "item": obligation.source.item,
        "subject": finding.room,
        "binds": [who.holder for who in binding.bound_as],
        "via": {who.holder: who.via for who in binding.bound_as if who.via is not None},
        "applies": _HELD[binding.applies],
        "in_doubt": binding.in_doubt,
        "because": list(binding.facts),
        "liability": {
            who.holder: {"article": who.liability.article, "why": who.liability.why}
            for who in binding.bound_as
            if who.liability
        },
        "status": finding.status.value,
        "remedied": plain(finding.remedied),
        "basis": finding.basis.value,
        "support": rests_on and rests_on.value,
        **_questions(finding),
        "penalties": [penalty_ref_as_data(rulebook, each) for each in finding.penalties],
        "penalties_in_doubt": [
            penalty_ref_as_data(rulebook, each) for each in finding.penalties_in_doubt
        ],
        "contradictions": [_contradiction(each) for each in finding.contradictions],
        **_observed(finding),
        "related": plain(obligation.related),
        **_once(obligation, findings.as_of),
        **({"overlaps": others} if others else {}),
        "review": review_as_data(of_concern(obligation.review, findings.facts.values())),
    }


def _once(obligation: Obligation, as_of: date) -> Data:
    """The deadlines that come only once, and whether they have passed; no key without one."""
    once = [{**due_as_data(due), "passed": as_of > due.by[-1]} for due in obligation.due if due.by]
    return {"due": once} if once else {}


def _contradiction(contradiction: Contradiction) -> Data:
    seen = contradiction.observation
    return {
        "question": contradiction.question.id,
        "room": seen.room,
        "holds": seen.holds,
        "sample": seen.sample,
        "note": seen.note,
    }


def _observed(finding: Finding) -> Data:
    """All that records show of it; no key where nothing was looked at."""
    seen = [
        {"question": judged.question.id, **plain(observation)}
        for judged in finding.judged
        for observation in judged.observed
    ]
    for observation in seen:
        del observation["key"]
    return {"observations": seen} if seen else {}


def _questions(finding: Finding) -> Data:
    """The questions of a finding by how they came out."""
    return {
        "gaps": _gaps(finding.gaps),
        "open": [
            {
                **_asked(judged),
                "why": judged.why and judged.why.value,
                "options": [option.id for option in judged.unclear],
            }
            for judged in finding.open
        ],
        "passed": [_answered(judged) for judged in finding.passed],
        "inapplicable": [
            {
                **_asked(judged),
                "reason": judged.answer and judged.answer.reason,
                **({"not_yet": plain(judged.not_yet)} if judged.not_yet else {}),
            }
            for judged in finding.inapplicable
        ],
        "if_bound": _gaps(finding.if_bound),
    }


def _asked(judged: Judged) -> Data:
    question = judged.question
    return {"question": question.id, "ask": question.ask, "about": plain(question.about)}


def _answered(judged: Judged) -> Data:
    value = judged.value
    answer = None if value is None else spell(judged.question, value, recorded=True)
    return {**_asked(judged), "answer": answer}


def _gaps(gaps: Iterable[Judged]) -> list[Data]:
    return [
        {
            **_answered(gap),
            "expected": expected_as_data(gap.question.expect, gap.question.options),
            "missing": [option.id for option in gap.missing],
            "remedied": plain(gap.remedied),
        }
        for gap in gaps
    ]
