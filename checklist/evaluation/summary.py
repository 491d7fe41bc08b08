"""Findings -> totals, and the order in which gaps are told."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from checklist.evaluation.model import Finding, Status, Totals
from checklist.law.model import Kind, Rulebook, Trigger


def totals(findings: Iterable[Finding]) -> Totals:
    """Count findings by status, one per entry and subject; every status is present."""
    all_of_them = tuple(findings)
    counted = [one for one in all_of_them if one.obligation.kind is not Kind.ENCOURAGEMENT]
    statuses = [one.status for one in counted]
    return Totals(
        by_status={status: statuses.count(status) for status in Status},
        gaps=sum(len(one.gaps) for one in counted),
        open=sum(len(one.open) for one in counted),
        encouragements=len(all_of_them) - len(counted),
    )


class Exposure(Struct, frozen=True, kw_only=True):
    """What the certain penalties of an entry threaten, per penalty and never summed.

    `at_once`: a fine is open to the authority without an order having been ignored. `high`: the
    highest upper bound in 元; None where some amount is unknown (a multiple of an unstated sum).
    """

    fined: bool
    at_once: bool
    high: int | None


def exposure(rulebook: Rulebook, finding: Finding) -> Exposure:
    """The exposure of one finding; penalties in doubt are not counted."""
    steps = [
        step for ref in finding.penalties for step in rulebook.penalty(ref.id).steps if step.fine
    ]
    highs = [step.fine.high if not step.fine.times_of else None for step in steps if step.fine]
    known = [high for high in highs if high is not None]
    return Exposure(
        fined=bool(steps),
        at_once=any(step.on is Trigger.BREACH for step in steps),
        high=max(known) if known and len(known) == len(highs) else None,
    )


def exposure_order(rulebook: Rulebook, finding: Finding) -> tuple[int, float, int, int, int]:
    """Sort key: a fine at once, then after an ignored order, then none; unknown amounts first, then
    the highest upper bound, then the article."""
    threat = exposure(rulebook, finding)
    rank = (0 if threat.at_once else 1) if threat.fined else 2
    amount = float("-inf") if threat.high is None else -float(threat.high)
    source = finding.obligation.source
    return (rank, amount, source.article, source.paragraph or 0, source.item or 0)
