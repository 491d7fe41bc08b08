"""The assessment results: what was said, what was found, what is open, and what can be done."""

from __future__ import annotations

from checklist.evaluation.model import Status
from checklist.law.applicability import Applies
from checklist.law.as_data import Data
from checklist.law.wording import citation
from checklist.oscal.determinations import contradictions, findings, undecided
from checklist.oscal.evidence import resources
from checklist.oscal.ids import Names, objective
from checklist.oscal.metadata import metadata
from checklist.oscal.observations import earliest, latest, observations
from checklist.oscal.people import people
from checklist.oscal.plan import LIMITS, METHOD
from checklist.oscal.risks import risks
from checklist.oscal.subjects import subjects
from checklist.oscal.tool import tool_origin
from checklist.oscal.values import day_begins, filled, items, line, prop, prose, title
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


def results(report: Report, names: Names, *, plan: str) -> Data:
    """`plan` is the file name of the assessment plan."""
    found = report.findings
    assessment = found.assessment
    evidence = resources(names, report.exhibits)
    return {
        "assessment-results": filled(
            {
                "uuid": names.of("assessment-results"),
                "metadata": metadata(
                    found.rulebook,
                    f"{assessment.respondent.name}合规自查结果",
                    version=report.number,
                    as_of=found.as_of,
                    people=people(names, assessment, everybody=True),
                    props=prop("report-number", report.number),
                ),
                "import-ap": {"href": plan},
                "results": [_result(report, names)],
                "back-matter": {"resources": evidence} if evidence else None,
            }
        )
    }


def _result(report: Report, names: Names) -> Data:
    found, as_of = report.findings, day_begins(report.findings.as_of)
    first, last = earliest(report), latest(report)
    return filled(
        {
            "uuid": names.of("result", found.as_of.isoformat()),
            "title": title(f"《{found.rulebook.title}》合规自查"),
            "description": prose(headline(report), punishable(report)),
            "start": first.isoformat() if first else as_of,
            "end": last.isoformat() if last else as_of,
            "props": _props(report),
            "reviewed-controls": _reviewed(report),
            "observations": [
                *observations(report, names),
                *(_identity(report, names, one) for one in report.identities),
                *(_venue(report, names, one) for one in report.venues),
                *contradictions(report, names),
                *undecided(report, names),
            ],
            "risks": risks(report, names),
            "findings": findings(report, names),
            "remarks": "\n\n".join(
                (
                    prose(_NO_THIRD_STATE),
                    items(f"{label}：{text}" for label, text in about(report)),
                    prose(*METHOD, *LIMITS),
                )
            ),
        }
    )


def _props(report: Report) -> list[Data]:
    found, total = report.findings, report.totals
    period = found.assessment.period
    return [
        *prop("as-of", found.as_of),
        *prop("period-from", period and period.first),
        *prop("period-to", period and period.last),
        *prop("verdict", report.verdict),
        *(
            each
            for status in Status
            for each in prop("count", total.by_status[status], of=status.value)
        ),
        *prop("gaps", total.gaps),
        *prop("open-questions", total.open),
        *prop("encouragements", total.encouragements),
        *prop("questions-settled", report.completeness.settled),
        *prop("questions-asked", report.completeness.asked),
        *(
            each
            for one in found.assessment.answered_to
            for each in prop("answered-to", f"{one.id} {one.edition}")
        ),
    ]


def _reviewed(report: Report) -> Data:
    """Every entry of the rulebook, by whether it binds anyone here, and every question asked."""
    by_applies: dict[Applies, list[str]] = {one: [] for one in _SELECTIONS}
    for paper in report.papers:
        verdicts = {one.finding.binding.applies for one in paper.lines}
        strongest = next(one for one in _SELECTIONS if one in verdicts)
        by_applies[strongest].append(paper.obligation.id)
    asked = [
        objective(paper.obligation, question)
        for paper in report.papers
        for question in paper.obligation.questions
        if any(said.question.id == question.id for one in paper.lines for said in one.judged)
    ]
    return filled(
        {
            "control-selections": [
                {
                    "description": _SELECTIONS[applies],
                    "props": prop("applies", applies),
                    "include-controls": [{"control-id": id} for id in ids],
                }
                for applies, ids in by_applies.items()
                if ids
            ],
            "control-objective-selections": [
                {"include-objectives": [{"objective-id": id} for id in asked]}
            ]
            if asked
            else [],
        }
    )


def _venue(report: Report, names: Names, one: Venue) -> Data:
    """管辖: who deals with breaches of the respondent as one duty holder, and in which rooms."""
    competence = one.competence
    rule = competence.jurisdiction.source if competence else None
    applies = competence.applies if competence else None
    rooms = None if one.rooms is None else [room.id for room in one.rooms.rooms]
    place = venues.place(one)
    which = (place, applies.value if applies else "")
    return {
        "uuid": names.of("venue", one.holder.id, *which),
        "title": title(f"管辖：{one.holder.name}"),
        "description": prose(
            f"{one.holder.name}{venues.concerns(one)}：{venues.authority(one)}"
            + (f"（{place}）" if place else ""),
            venues.otherwise(one),
        ),
        "props": [
            *prop("holder-id", one.holder.id),
            *prop("applies", applies),
            *(prop("article", rule.article) if rule else []),
            *(prop("paragraph", rule.paragraph) if rule else []),
        ],
        "methods": ["EXAMINE"],
        "types": ["discovery"],
        "origins": [tool_origin()],
        "subjects": subjects(names, report.findings.assessment, rooms),
        "collected": day_begins(report.findings.as_of),
    }


def _identity(report: Report, names: Names, one: Identity) -> Data:
    """Whether the respondent is a certain duty holder, and the facts that say so."""
    holder, held = one.standing.holder, one.standing.held
    return {
        "uuid": names.of("standing", holder.id),
        "title": title(f"{holder.name}：{words.HELD[held]}"),
        "description": prose(
            f"{holder.name}（{citation(holder.source)}）：{words.HELD[held]}。{words.because(one.because)}"
        ),
        "props": [
            *prop("holder-id", holder.id),
            *prop("held", held),
            *(
                each
                for says in one.because
                for each in prop("because", says.fact.id, remarks=line(words.because((says,))))
            ),
        ],
        "methods": ["EXAMINE"],
        "types": ["discovery"],
        "origins": [tool_origin()],
        "subjects": subjects(names, report.findings.assessment, None),
        "collected": day_begins(report.findings.as_of),
    }
