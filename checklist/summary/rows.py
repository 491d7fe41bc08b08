"""Makes of the findings of one respondent the one row that is kept of them."""

from __future__ import annotations

from checklist.evaluation.model import Finding, Findings, Provision, Status
from checklist.evaluation.summary import exposure_order, totals
from checklist.law.applicability import Applies
from checklist.law.model import Kind, Rulebook
from checklist.report.view.build import verdict
from checklist.report.view.model import Completeness
from checklist.report.words import cost
from checklist.summary.model import CODES, Row, Threat

_CODE = {status: code for code, status in enumerate(CODES)}


class Rows:
    """Makes rows by one rulebook. What the same breach threatens is worded once."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._numbers = {id: number for number, id in enumerate(rulebook.obligation_ids())}
        self._threats: dict[tuple[str, tuple[Provision, ...]], Threat] = {}

    def row(self, findings: Findings, *, file: str, report: str | None = None) -> Row:
        """The row of one respondent, whose answers lie at `file`."""
        assessment = findings.assessment
        cells = bytearray(len(self._numbers))
        threats: list[Threat] = []
        for finding in findings.findings:
            number = self._numbers[finding.obligation.id]
            cells[number] = max(cells[number], _CODE[finding.status])
            if finding.status is Status.NOT_SATISFIED:
                threats.append(self._threat(number, finding))
        return Row(
            file=file,
            name=assessment.respondent.name,
            credit_code=assessment.respondent.credit_code or None,
            rooms=len(assessment.rooms),
            verdict=verdict(findings, totals(findings.findings)),
            completeness=_completeness(findings),
            cells=bytes(cells),
            threat=min(threats, key=lambda threat: threat.order, default=None),
            answered_to=_other_edition(findings),
            report=report,
        )

    def _threat(self, number: int, finding: Finding) -> Threat:
        breach = (finding.obligation.id, finding.provisions)
        if breach not in self._threats:
            self._threats[breach] = Threat(
                number=number,
                words=cost.heaviest(finding),
                order=(*exposure_order(finding), number),
            )
        return self._threats[breach]


def _completeness(findings: Findings) -> Completeness:
    """As a report counts it: by answer, so that what entries or rooms share counts once."""
    asked: set[str] = set()
    unsettled: set[str] = set()
    for finding in findings.findings:
        obligation = finding.obligation
        if finding.binding.applies is Applies.NO or obligation.kind is Kind.ENCOURAGEMENT:
            continue
        asked.update(map(obligation.key, obligation.questions))
        unsettled.update(obligation.key(point.question) for point in finding.open)
    return Completeness(settled=len(asked) - len(unsettled), asked=len(asked))


def _other_edition(findings: Findings) -> str | None:
    """What the answers were given to, where the rulebook judged by is not among it."""
    rulebook, given = findings.rulebook, findings.assessment.answered_to
    if not given or any((to.id, to.edition) == (rulebook.id, rulebook.edition) for to in given):
        return None
    return "、".join(f"{to.id} {to.edition}" for to in given)
