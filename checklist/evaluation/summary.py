"""How many findings have each status, and what a breach can cost: the order of gaps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from enum import Enum

from msgspec import Struct

from checklist.assessment.exclusions import in_rooms
from checklist.assessment.model import Mark
from checklist.assessment.objections import Objection, ShownPairs
from checklist.evaluation.model import (
    Doubt,
    Finding,
    Findings,
    Judged,
    OpenWhy,
    Outcome,
    Status,
    Totals,
)
from checklist.law.applicability import Applies
from checklist.law.model import Fact, Obligation, Question, Step, Trigger


def totals(findings: Iterable[Finding]) -> Totals:
    """Count findings by status, one per entry and subject; every status is present. Questions that
    entries or rooms share are counted once."""
    all_of_them = tuple(findings)
    judged = [
        finding
        for finding in all_of_them
        if finding.judged and not finding.obligation.is_encouragement
    ]
    return Totals(
        by_status=by_status(all_of_them),
        remedied=remedied(all_of_them),
        gaps=len({gap.key for finding in judged for gap in finding.gaps}),
        open=len({question.key for finding in judged for question in finding.open}),
        encouragements=sum(
            finding.obligation.is_encouragement and finding.binding.applies is not Applies.NO
            for finding in all_of_them
        ),
    )


def by_status(findings: Iterable[Finding]) -> dict[Status, int]:
    """How many findings have each status, encouragements left out; every status is present."""
    statuses = [each.status for each in findings if not each.obligation.is_encouragement]
    return {status: statuses.count(status) for status in Status}


def remedied(findings: Iterable[Finding]) -> int:
    """How many that are 不符合 are mended since."""
    failed = (each for each in findings if each.status is Status.NOT_SATISFIED)
    return sum(each.remedied is not None for each in failed)


_Doubted = tuple[str, Question | Fact, Objection]


CANNOT_BE = (OpenWhy.IMPOSSIBLE, OpenWhy.EXCLUDED)
"""Why a question is open where something speaks against what was answered, and is told with it."""


def doubted(findings: Findings) -> tuple[_Doubted, ...]:
    """The answers that cannot be, or can hardly be, in the self-audit period or beside others, each
    with its key and what speaks against it: facts first. Two that exclude each other once."""
    shown = ShownPairs()
    facts: Iterator[_Doubted] = (
        (fact.id, fact, against)
        for fact in findings.rulebook.facts
        for against in findings.against.get(fact.id, ())
    )
    once: dict[object, _Doubted] = {(doubt[0], doubt[2]): doubt for doubt in facts}
    asked: dict[str, set[str | None]] = {}
    doubted: dict[object, set[str | None]] = {}
    for finding in findings.findings:
        for judged in finding.judged:
            key = judged.key
            asked.setdefault(key, set()).add(finding.room)
            for against in judged.against:
                once.setdefault((key, against), (key, judged.question, against))
                doubted.setdefault((key, against), set()).add(finding.room)

    def placed(key: str, against: Objection) -> Objection:
        rooms = doubted.get((key, against), set())
        is_part = bool(rooms) and rooms != asked[key]
        return in_rooms(against, rooms, findings.assessment.rooms) if is_part else against

    fresh = (doubt for doubt in once.values() if shown.is_new(doubt[0], doubt[2]))
    return tuple((key, question, placed(key, against)) for key, question, against in fresh)


_NOT_SAID = (OpenWhy.UNANSWERED, OpenWhy.RECHECK)


class Part(Struct, frozen=True):
    """How many questions are answered and how many are not, where little more was answered than
    what decides whether a fine is possible at once."""

    answered: int
    left: int


def only_at_once(findings: Findings) -> Part | None:
    """Return how much was answered on the quick path; None where it was not taken, or left."""
    is_open: dict[str, bool] = {}
    for finding in findings.findings:
        for judged in () if finding.obligation.is_encouragement else finding.judged:
            is_open[judged.key] = is_open.get(judged.key, False) or judged.why in _NOT_SAID
    quick = findings.rulebook.questions_at_once & is_open.keys()
    left = {key for key, unanswered in is_open.items() if unanswered}
    others = len(is_open) - len(left) - len(quick)
    if not quick or quick & left or len(left) <= others:
        return None
    return Part(answered=len(is_open) - len(left), left=len(left))


class Threat(Enum):
    """How far a breach can be fined for certain, worst first."""

    AT_ONCE = "at_once"
    CONDITIONAL = "conditional"
    NO_AMOUNT = "no_amount"
    """A provision fines it that names no fine of its own."""
    IN_DOUBT = "in_doubt"
    NONE = "none"


class Exposure(Struct, frozen=True, kw_only=True):
    """What the certain penalties of a breach threaten, per penalty and never summed.

    `triggers` are the conditions under which it can be fined. `high` is the highest upper bound in
    元; None where some amount is unknown (a multiple of an unstated sum).
    """

    threat: Threat
    triggers: tuple[Trigger, ...]
    high: int | None

    @property
    def fined(self) -> bool:
        """Whether any fine is certain."""
        return bool(self.triggers)

    @property
    def at_once(self) -> bool:
        """Whether a fine is open to the authority without an order having been ignored."""
        return Trigger.BREACH in self.triggers


def exposure(finding: Finding) -> Exposure:
    """The exposure of one finding; penalties in doubt are not counted."""
    steps = [
        step for provision in finding.penalties for step in provision.penalty.steps if step.fine
    ]
    triggers = {step.on for step in steps}
    return Exposure(
        threat=_threat(finding, triggers),
        triggers=tuple(trigger for trigger in Trigger if trigger in triggers),
        high=highest_fine(steps),
    )


def _threat(finding: Finding, triggers: Collection[Trigger]) -> Threat:
    if triggers:
        return Threat.AT_ONCE if Trigger.BREACH in triggers else Threat.CONDITIONAL
    if finding.penalties:
        return Threat.NO_AMOUNT
    may_fine = any(each.doubt is not Doubt.BESIDE for each in finding.provisions)
    return Threat.IN_DOUBT if may_fine else Threat.NONE


def highest_fine(steps: Iterable[Step]) -> int | None:
    """The highest upper bound in 元; None where one of the alternatives has none, or is a multiple
    of an unstated sum."""
    bounds = [None if fine.times_of else fine.high for step in steps if (fine := step.fine)]
    known = [bound for bound in bounds if bound is not None]
    return max(known) if known and len(known) == len(bounds) else None


def overlapping(findings: Findings) -> dict[str, tuple[Obligation, ...]]:
    """By entry that is 不符合, the others that are, and that one and the same act may breach."""
    breached = {
        each.obligation.id: each.obligation
        for each in findings.findings
        if each.status is Status.NOT_SATISFIED
    }
    return {
        id: tuple(
            other
            for other in breached.values()
            if other is not entry and (other.id in entry.overlaps or id in other.overlaps)
        )
        for id, entry in breached.items()
    }


def is_discretionary(finding: Finding) -> bool:
    """Whether the fines that count first for it are all 可以处: the authority need not fine."""
    fines = [
        step for provision in finding.penalties for step in provision.penalty.steps if step.fine
    ]
    at_once = [step for step in fines if step.on is Trigger.BREACH]
    return all(step.discretionary for step in at_once or fines)


def first_in_doubt(finding: Finding) -> bool:
    """Whether it counts as fined at once only by a reading: the text does not say that the first
    breach is fined, in any of the provisions that would, or may where none does for certain."""
    fining = finding.penalties or finding.may_fine
    steps = [step for provision in fining for step in provision.penalty.steps if step.fine]
    at_once = [step for step in steps if step.on is Trigger.BREACH]
    return bool(at_once) and all(step.first_in_doubt for step in at_once)


def is_left_open(finding: Finding) -> bool:
    """Whether all that is open is what the text leaves open."""
    return bool(finding.open) and all(map(is_of_the_text, finding.open))


def is_of_the_text(judged: Judged) -> bool:
    """Whether an open question was answered, and only the text leaves open what that amounts to:
    nobody's answer can settle it. The reason in the rulebook says so, as it does not of a sign that
    proves nothing."""
    if not judged.options:
        return judged.value is Mark.YES and _UNWRITTEN in (judged.question.leaves_open or "")
    unclear = [each for each in judged.options if each.outcome is Outcome.OPEN]
    return bool(unclear) and all(
        each.mark is Mark.YES and _UNWRITTEN in (each.option.leaves_open or "") for each in unclear
    )


_UNWRITTEN = "没有写明"


_BY_THREAT = {
    Threat.AT_ONCE: 0, Threat.CONDITIONAL: 1, Threat.NO_AMOUNT: 2, Threat.IN_DOUBT: 3,
    Threat.NONE: 5,
}  # fmt: skip
_NO_SUM_EVEN_IN_DOUBT = 4


def exposure_order(finding: Finding) -> tuple[int, bool, float, str, int, int, int]:
    """Sort key: a fine at once, then after an ignored order, then one without an amount, then what
    is only in doubt, what could cost most first, then none; where several regulations are joined,
    fines that are discretionary last; unknown amounts first, then the highest upper bound, then
    the article."""
    threat = exposure(finding)
    rank, high = _BY_THREAT[threat.threat], threat.high
    if threat.threat is Threat.IN_DOUBT:
        high = highest_in_doubt(finding)
        rank = _NO_SUM_EVEN_IN_DOUBT if high is None else rank
    last = bool(finding.obligation.source.of) and is_discretionary(finding)
    amount = float("-inf") if high is None else -float(high)
    source = finding.obligation.source
    return (rank, last, amount, source.of, source.article, source.paragraph or 0, source.item or 0)


def highest_in_doubt(finding: Finding) -> int | None:
    """The highest upper bound in 元 of the fines that are in doubt; None where none has one."""
    steps = (
        step
        for provision in finding.provisions
        if provision.doubt not in (None, Doubt.BESIDE)
        for step in provision.penalty.steps
    )
    return max((step.fine.high for step in steps if step.fine and step.fine.high), default=None)
