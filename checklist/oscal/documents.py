"""Report -> the OSCAL documents, as plain data and as one ZIP file; the assessment results first.

They refer to one another by file name: results -> plan -> system -> catalog, and the plan of action
and milestones, which is there exactly when there is a gap, -> system.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from checklist.evaluation.model import Status
from checklist.law.applicability import Applies
from checklist.law.as_data import Data
from checklist.law.wording import citation, titles
from checklist.oscal.audit import Audit, head
from checklist.oscal.catalog import catalog
from checklist.oscal.control import objective
from checklist.oscal.determinations import determinations
from checklist.oscal.observations import moments, noticed, observations, resources
from checklist.oscal.risks import milestones, risks
from checklist.oscal.system import LIMITS, because, plan, system
from checklist.oscal.values import About, Props, finished, items, prose, title
from checklist.report.forms.about import about
from checklist.report.forms.json import written
from checklist.report.view.model import Identity, Report, Venue
from checklist.report.words import liability
from checklist.report.words import wording as words
from checklist.report.words.conclusion import headline, punishable

CATALOG = "catalog.json"
PROFILE = "profile.json"
"""Where there are several regulations: what brings their catalogs together."""
SYSTEM = "system-security-plan.json"
PLAN = "assessment-plan.json"
RESULTS = "assessment-results.json"
MILESTONES = "plan-of-action-and-milestones.json"
_SELECTIONS = {
    Applies.YES: "适用的义务",
    Applies.UNKNOWN: "是否适用未定的义务",
    Applies.NO: "查明不适用的义务",
}
_NO_THIRD_STATE = (
    "findings 只列有结论的：符合（satisfied）和不符合（not-satisfied）。"
    "待确认、不适用和倡导没有这两种结论，写成 types 为 undetermined、not-applicable、"
    "encouragement 的 observations。没有列进 findings 的，不等于符合。"
)


def documents(report: Report) -> Mapping[str, Data]:
    """The documents by file name. Whatever a document refers to stands in one of the others."""
    audit = Audit(report=report)
    result = _result(audit)
    parts, as_of = audit.rulebook.parts, report.findings.as_of
    if parts:
        law = {f"catalog-{part.regulation.id}.json": catalog(part, as_of=as_of) for part in parts}
        law[PROFILE] = profile(audit, tuple(law))
    else:
        law = {CATALOG: catalog(audit.rulebook, as_of=as_of)}
    documents = {
        **law,
        SYSTEM: system(audit, catalog=PROFILE if parts else CATALOG),
        PLAN: plan(audit, system=SYSTEM),
        RESULTS: _results(audit, result),
        MILESTONES: milestones(audit, result, system=SYSTEM),
    }
    return {name: finished(data) for name, data in documents.items() if data is not None}


def render(report: Report) -> bytes:
    """All documents as one ZIP file: the same report, the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in documents(report).items():
            entry = zipfile.ZipInfo(name)  # dated 1980, the earliest there is: no clock is read
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (written(data, ascii=False) + "\n").encode())
    return packed.getvalue()


def profile(audit: Audit, catalogs: Iterable[str]) -> Data:
    """All entries of several catalogs, by their file names."""
    return {
        "profile": {
            **head(audit, "profile", "的自查所对照的规定"),
            "imports": [{"href": each, "include-all": {}} for each in catalogs],
            "merge": {"as-is": True},
        }
    }


# --- the assessment results ----------------------------------------------------------------------


def _results(audit: Audit, result: Data) -> Data:
    number = {"report-number": audit.report.number}
    evidence = list(resources(audit))
    return {
        "assessment-results": {
            **head(audit, "assessment-results", "合规自查结果", everybody=True, more=number),
            "import-ap": {"href": PLAN},
            "results": [result],
            "back-matter": {"resources": evidence} if evidence else None,
        }
    }


def _result(audit: Audit) -> Data:
    report = audit.report
    recorded = [at.isoformat() for at in sorted(moments(audit.assessment))] or [audit.judged_on]
    findings, determined = determinations(audit)
    limits = (f"{label}：{text}" for label, text in about(report))
    return {
        "uuid": audit.uuid("result", report.findings.as_of.isoformat()),
        "title": title(f"{titles(audit.rulebook)}合规自查"),
        "description": prose(headline(report), punishable(report)),
        "start": recorded[0],
        "end": recorded[-1],
        "props": _figures(report),
        "reviewed-controls": _reviewed(report),
        "observations": [
            *observations(audit),
            *(_identity(audit, identity) for identity in report.identities),
            *(_venue(audit, venue) for venue in report.venues),
            *determined,
        ],
        "risks": list(risks(audit)),
        "findings": findings,
        "remarks": "\n\n".join(
            (prose(_NO_THIRD_STATE), items(limits), prose(*words.METHOD, *LIMITS))
        ),
    }


def _figures(report: Report) -> Props:
    total, assessment = report.totals, report.findings.assessment
    return {
        "as-of": report.findings.as_of,
        "period-from": assessment.period and assessment.period.first,
        "period-to": assessment.period and assessment.period.last,
        "verdict": report.verdict,
        "count": tuple(About(total.by_status[status], of=status.value) for status in Status),
        "gaps": total.gaps,
        "open-questions": total.open,
        "encouragements": total.encouragements,
        "questions-settled": report.completeness.settled,
        "questions-asked": report.completeness.asked,
        "answered-to": tuple(f"{book.id} {book.edition}" for book in assessment.answered_to),
    }


def _reviewed(report: Report) -> Data:
    """Every entry of the rulebook, by whether it binds anyone here, and every question asked."""
    entries: dict[Applies, list[str]] = {applies: [] for applies in _SELECTIONS}
    objectives = []
    for paper in report.papers:
        verdicts = {line.finding.binding.applies for line in paper.lines}
        strongest = next(applies for applies in _SELECTIONS if applies in verdicts)
        entries[strongest].append(paper.obligation.id)
        asked = {judged.question.id for line in paper.lines for judged in line.judged}
        objectives += [
            {"objective-id": objective(paper.obligation, question)}
            for question in paper.obligation.questions
            if question.id in asked
        ]
    return {
        "control-selections": [
            {
                "description": _SELECTIONS[applies],
                "props": {"applies": applies},
                "include-controls": [{"control-id": id} for id in ids],
            }
            for applies, ids in entries.items()
            if ids
        ],
        "control-objective-selections": [{"include-objectives": objectives}] if objectives else [],
    }


def _venue(audit: Audit, venue: Venue) -> Data:
    """管辖: who deals with breaches of the respondent as one duty holder, and in which rooms."""
    holder, competence = venue.holder, venue.competence
    source = competence.jurisdiction.source if competence else None
    applies = competence.applies if competence else None
    where = liability.place(venue)
    authority = f"{holder.name}{liability.concerned(venue)}：{liability.authority(venue)}"
    return noticed(
        audit,
        "discovery",
        uuid=audit.uuid("venue", holder.id, where, applies and applies.value),
        title=title(f"管辖：{holder.name}"),
        description=prose(
            f"{authority}（{where}）" if where else authority, liability.otherwise(venue)
        ),
        props={
            "holder-id": holder.id,
            "applies": applies,
            "article": source and source.article,
            "paragraph": source and source.paragraph,
        },
        rooms=[room.id for room in venue.rooms.rooms] if venue.rooms else (),
    )


def _identity(audit: Audit, identity: Identity) -> Data:
    """Whether the respondent is a certain duty holder, and the facts that say so."""
    holder, held = identity.standing.holder, identity.standing.held
    reasons = words.because(identity.because)
    return noticed(
        audit,
        "discovery",
        uuid=audit.uuid("standing", holder.id),
        title=title(f"{holder.name}：{words.HELD[held]}"),
        description=prose(
            f"{holder.name}（{citation(holder.source)}）：{words.HELD[held]}。{reasons}"
        ),
        props={"holder-id": holder.id, "held": held, "because": because(identity.because)},
    )
