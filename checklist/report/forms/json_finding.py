"""One finding as plain data, for the JSON document: how each of its questions came out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from checklist.assessment.wording import spell
from checklist.evaluation.model import Contradiction, Finding, Findings, Judged, Status
from checklist.law.applicability import Applies
from checklist.law.as_data import (
    Data,
    due_as_data,
    expected_as_data,
    penalty_ref_as_data,
    plain,
    review_as_data,
    rulebook_of,
)
from checklist.law.model import Citation, Obligation, Rulebook
from checklist.law.remarks import of_concern
from checklist.report.view.lines import support
from checklist.report.view.model import Report
from checklist.report.words.regulations import asked_from

HELD = {Applies.YES: True, Applies.NO: False, Applies.UNKNOWN: None}
"""By whether something holds: null where nobody knows."""


def finding_as_data(
    report: Report, finding: Finding, overlaps: Mapping[str, Sequence[Obligation]]
) -> Data:
    """One finding: what it binds as, how its questions came out, what can fine it."""
    findings, obligation, binding = report.findings, finding.obligation, finding.binding
    rulebook, is_breached = findings.rulebook, finding.status is Status.NOT_SATISFIED
    rests_on = support(finding, findings.as_of, report.beside.gone)
    return {
        "obligation": obligation.id,
        "title": obligation.title,
        "kind": obligation.kind.value,
        **place_as_data(rulebook, obligation.source),
        "item": obligation.source.item,
        "subject": finding.room,
        "binds": [who.holder for who in binding.bound_as],
        "via": {who.holder: who.via for who in binding.bound_as if who.via is not None},
        "applies": HELD[binding.applies],
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
        **_questions(findings, finding),
        "penalties": [penalty_ref_as_data(rulebook, each) for each in finding.penalties],
        "penalties_in_doubt": [
            penalty_ref_as_data(rulebook, each) for each in finding.penalties_in_doubt
        ],
        "contradictions": [_contradiction(each) for each in finding.contradictions],
        **_observed(finding),
        "related": plain(obligation.related),
        **_once(obligation, findings.as_of),
        **_overlapping(overlaps[obligation.id] if is_breached else ()),
        "review": review_as_data(of_concern(obligation.review, findings.facts.values())),
    }


def _overlapping(others: Sequence[Obligation]) -> Data:
    """The entries that a breach breaches too; no key without one."""
    return {"overlaps": [each.id for each in others]} if others else {}


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


def _questions(findings: Findings, finding: Finding) -> Data:
    """The questions of a finding by how they came out."""
    return {
        "gaps": _gaps(findings, finding.gaps),
        "open": [
            {
                **_asked(findings, judged),
                "why": judged.why and judged.why.value,
                "options": [option.id for option in judged.unclear],
            }
            for judged in finding.open
        ],
        "passed": [_answered(findings, judged) for judged in finding.passed],
        "inapplicable": [
            {
                **_asked(findings, judged),
                "reason": judged.answer and judged.answer.reason,
                **({"not_yet": plain(judged.not_yet)} if judged.not_yet else {}),
            }
            for judged in finding.inapplicable
        ],
        "if_bound": _gaps(findings, finding.if_bound),
    }


def _asked(findings: Findings, judged: Judged) -> Data:
    """A question, and from which day on it asks where that is only a part of the period."""
    question, since = judged.question, asked_from(findings, judged.question)
    return {
        "question": question.id,
        "ask": question.ask,
        "about": plain(question.about),
        **({"asked_since": since.isoformat()} if since else {}),
    }


def _answered(findings: Findings, judged: Judged) -> Data:
    value = judged.value
    answer = None if value is None else spell(judged.question, value, recorded=True)
    return {**_asked(findings, judged), "answer": answer}


def _gaps(findings: Findings, gaps: Iterable[Judged]) -> list[Data]:
    return [
        {
            **_answered(findings, gap),
            "expected": expected_as_data(gap.question.expect, gap.question.options),
            "missing": [option.id for option in gap.missing],
            "remedied": plain(gap.remedied),
        }
        for gap in gaps
    ]


def place_as_data(rulebook: Rulebook, source: Citation) -> Data:
    """Article and paragraph, and of which rulebook where there are several."""
    of = rulebook_of(rulebook, source)
    return {**of, "article": source.article, "paragraph": source.paragraph}
