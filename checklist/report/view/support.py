"""What a passing finding rests on: a bare claim, or evidence that was named with the answers."""

from __future__ import annotations

from enum import Enum

from checklist.evaluation.model import Basis, Finding, Status
from checklist.law.model import Kind


class Support(Enum):
    """How many of the passing answers name evidence: none, some, all."""

    NONE = "none"
    SOME = "some"
    ALL = "all"


def support(finding: Finding) -> Support | None:
    """None where nothing is claimed: not 符合, an encouragement, or borne out by records.

    Whether a file still is what it was is not looked at: nothing here reads files.
    """
    if (
        finding.status is not Status.SATISFIED
        or finding.basis is not Basis.ATTESTED
        or finding.obligation.kind is Kind.ENCOURAGEMENT
    ):
        return None
    named = [bool(one.answer and one.answer.evidence) for one in finding.passed]
    if not any(named):
        return Support.NONE
    return Support.ALL if all(named) else Support.SOME
