"""Makes of the findings of one respondent the one row that is kept of them."""

from __future__ import annotations

from checklist.evaluation.model import Finding, Findings, Provision, Status
from checklist.evaluation.summary import exposure_order
from checklist.law.model import Rulebook
from checklist.report.view.build import completeness, verdict
from checklist.report.words import cost
from checklist.summary.model import CODES, RespondentRow, WorstBreach

_CODE = {status: code for code, status in enumerate(CODES)}


class Rows:
    """Makes rows by one rulebook. What the same breach threatens is worded once."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._numbers = {id: number for number, id in enumerate(rulebook.obligation_ids())}
        self._threats: dict[tuple[str, tuple[Provision, ...]], WorstBreach] = {}

    def row(self, findings: Findings, *, file: str, report: str | None = None) -> RespondentRow:
        """The row of one respondent, whose answers lie at `file`."""
        assessment = findings.assessment
        cells = bytearray(len(self._numbers))
        threats: list[WorstBreach] = []
        for finding in findings.findings:
            number = self._numbers[finding.obligation.id]
            cells[number] = max(cells[number], _CODE[finding.status])
            if finding.status is Status.NOT_SATISFIED:
                threats.append(self._threat(number, finding))
        return RespondentRow(
            file=file,
            name=assessment.respondent.name,
            credit_code=assessment.respondent.credit_code or None,
            rooms=len(assessment.rooms),
            verdict=verdict(findings),
            completeness=completeness(findings.findings),
            cells=bytes(cells),
            threat=min(threats, key=lambda threat: threat.order, default=None),
            answered_to=_other_edition(findings),
            report=report,
        )

    def _threat(self, number: int, finding: Finding) -> WorstBreach:
        breach = (finding.obligation.id, finding.provisions)
        if breach not in self._threats:
            self._threats[breach] = WorstBreach(
                number=number,
                words=cost.heaviest(finding),
                order=(*exposure_order(finding), number),
            )
        return self._threats[breach]


def _other_edition(findings: Findings) -> str | None:
    """What the answers were given to, where the rulebook judged by is not among it."""
    rulebook, given = findings.rulebook, findings.assessment.answered_to
    if not given or any((to.id, to.edition) == (rulebook.id, rulebook.edition) for to in given):
        return None
    return "、".join(f"{to.id} {to.edition}" for to in given)
