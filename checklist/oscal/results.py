"""The assessment results: what was said, what was found, what is open, and what can be done."""

from __future__ import annotations

from checklist.evaluation.model import Status
from checklist.law.applicability import Applies
from checklist.law.as_data import Data
from checklist.law.wording import citation
from checklist.oscal.audit import Audit, head
from checklist.oscal.control import objective
from checklist.oscal.determinations import contradictions, findings, undecided
from checklist.oscal.observations import moments, noticed, observations, resources
from checklist.oscal.risks import risks
from checklist.oscal.system import LIMITS
from checklist.oscal.values import About, Props, items, prose, title
from checklist.report.forms.about import about
from checklist.report.view.model import Identity, Report, Venue
from checklist.report.words import venues
from checklist.report.words import wording as words
from checklist.report.words.conclusion import headline, punishable

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


def results(audit: Audit, *, plan: str) -> Data:
    """`plan` is the file name of the assessment plan."""
    number = {"report-number": audit.report.number}
    evidence = resources(audit)
    return {
        "assessment-results": {
            **head(audit, "assessment-results", "合规自查结果", everybody=True, more=number),
            "import-ap": {"href": plan},
            "results": [_result(audit)],
            "back-matter": {"resources": evidence} if evidence else None,
        }
    }


def _result(audit: Audit) -> Data:
    report = audit.report
    recorded = moments(audit.assessment)
    about_it = (f"{label}：{text}" for label, text in about(report))
    return {
        "uuid": audit.uuid("result", report.findings.as_of.isoformat()),
        "title": title(f"《{audit.rulebook.title}》合规自查"),
        "description": prose(headline(report), punishable(report)),
        "start": min(recorded).isoformat() if recorded else audit.judged_on,
        "end": max(recorded).isoformat() if recorded else audit.judged_on,
        "props": _figures(report),
        "reviewed-controls": _reviewed(report),
        "observations": [
            *observations(audit),
            *(_identity(audit, identity) for identity in report.identities),
            *(_venue(audit, venue) for venue in report.venues),
            *contradictions(audit),
            *undecided(audit),
        ],
        "risks": risks(audit),
        "findings": findings(audit),
        "remarks": "\n\n".join(
            (prose(_NO_THIRD_STATE), items(about_it), prose(*words.METHOD, *LIMITS))
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
    for paper in report.papers:
        verdicts = {line.finding.binding.applies for line in paper.lines}
        strongest = next(applies for applies in _SELECTIONS if applies in verdicts)
        entries[strongest].append(paper.obligation.id)
    asked = [
        {"objective-id": objective(paper.obligation, question)}
        for paper in report.papers
        for question in paper.obligation.questions
        if any(said.question.id == question.id for line in paper.lines for said in line.judged)
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
        "control-objective-selections": [{"include-objectives": asked}] if asked else [],
    }


def _venue(audit: Audit, venue: Venue) -> Data:
    """管辖: who deals with breaches of the respondent as one duty holder, and in which rooms."""
    holder, competence = venue.holder, venue.competence
    source = competence.jurisdiction.source if competence else None
    applies = competence.applies if competence else None
    where = venues.place(venue)
    authority = f"{holder.name}{venues.concerns(venue)}：{venues.authority(venue)}"
    return noticed(
        audit,
        "discovery",
        uuid=audit.uuid("venue", holder.id, where, applies and applies.value),
        title=title(f"管辖：{holder.name}"),
        description=prose(
            f"{authority}（{where}）" if where else authority, venues.otherwise(venue)
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
    because = identity.because
    return noticed(
        audit,
        "discovery",
        uuid=audit.uuid("standing", holder.id),
        title=title(f"{holder.name}：{words.HELD[held]}"),
        description=prose(
            f"{holder.name}（{citation(holder.source)}）：{words.HELD[held]}。{words.because(because)}"
        ),
        props={
            "holder-id": holder.id,
            "held": held,
            "because": tuple(
                About(says.fact.id, remarks=words.because((says,))) for says in because
            ),
        },
    )
