"""Report -> JSON for other programs. Codes in English; users' words only in title, ask and answer.

The shape is public API, version 1: docs/schema/check.schema.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from checklist import __version__
from checklist.assessment.model import Respondent
from checklist.assessment.wording import spell
from checklist.evaluation.model import Contradiction, Finding, Gap, Open, Status, Totals
from checklist.law.applicability import Applies
from checklist.law.as_data import (
    Data,
    expected_as_data,
    penalty_ref_as_data,
    review_as_data,
    rulebook_as_data,
)
from checklist.law.model import Rulebook
from checklist.report.model import Identity, Report, Venue

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
    return text if ascii else "".join(map(_escaped, text))


def _escaped(character: str) -> str:
    if character.isprintable() or character == "\n":
        return character
    return json.dumps(character)[1:-1]


def as_data(report: Report) -> Data:
    """The document as plain data, in the order in which it is written."""
    findings = report.findings
    rulebook = findings.rulebook
    return {
        "format": FORMAT,
        "program": f"livestream-checklist {__version__}",
        "as_of": findings.as_of.isoformat(),
        "rulebooks": [rulebook_as_data(rulebook)],
        "respondent": _respondent(findings.assessment.respondent),
        "rooms": [{"id": room.id, "name": room.name} for room in findings.assessment.rooms],
        "duty_holders": [_duty_holder(one) for one in report.identities],
        "jurisdiction": [one for venue in report.venues for one in _jurisdiction(venue)],
        "questions": {
            one.id: {question.id: question.fingerprint for question in one.questions}
            for one in rulebook.obligations
        },
        "findings": [_finding(rulebook, one) for one in findings.findings],
        "totals": _totals(report.totals),
    }


def _respondent(one: Respondent) -> Data:
    return {
        "name": one.name,
        "credit_code": one.credit_code,
        "address": one.address,
        "prepared_by": one.prepared_by,
    }


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


def _finding(rulebook: Rulebook, one: Finding) -> Data:
    obligation = one.obligation
    return {
        "obligation": obligation.id,
        "title": obligation.title,
        "kind": obligation.kind.value,
        "article": obligation.source.article,
        "paragraph": obligation.source.paragraph,
        "item": obligation.source.item,
        "subject": one.room,
        "binds": [who.holder for who in one.binding.bound_as],
        "via": {who.holder: who.via for who in one.binding.bound_as if who.via is not None},
        "status": one.status.value,
        "basis": one.basis.value,
        "gaps": _gaps(one.gaps),
        "open": [_open(each) for each in one.open],
        "if_bound": _gaps(one.if_bound),
        # Why a reach was once in doubt is no part of a penalty that applies for certain.
        "penalties": [
            penalty_ref_as_data(rulebook, replace(ref, why=None)) for ref in one.penalties
        ],
        "penalties_in_doubt": [
            penalty_ref_as_data(rulebook, ref) for ref in one.penalties_in_doubt
        ],
        "contradictions": [_contradiction(each) for each in one.contradictions],
        "review": review_as_data(obligation.review),
    }


def _gaps(gaps: Iterable[Gap]) -> list[Data]:
    return [
        {
            "question": gap.question.id,
            "ask": gap.question.ask,
            "answer": None if gap.value is None else spell(gap.question, gap.value),
            "expected": expected_as_data(gap.question.expect, gap.question.options),
            "missing": list(gap.missing),
        }
        for gap in gaps
    ]


def _open(one: Open) -> Data:
    return {"question": one.question.id, "ask": one.question.ask, "why": one.why.value}


def _contradiction(one: Contradiction) -> Data:
    return {
        "question": one.question.id,
        "holds": one.observation.holds,
        "sample": one.observation.sample,
        "note": one.observation.note,
    }


def _totals(totals: Totals) -> Data:
    return {
        **{status.value: totals.by_status[status] for status in Status},
        "gaps": totals.gaps,
        "open": totals.open,
        "encouragements": totals.encouragements,
    }
