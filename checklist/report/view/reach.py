"""Which fines reach the breaches found: by provision and condition, each for itself, never summed.

Rests on the law's own steps: what fines a breach at once, and what only where an order was ignored
or the case is serious (责令改正 first). What is in doubt is kept apart and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from enum import Enum

from msgspec import Struct

from checklist.law.model import Penalty, PenaltyRef, Rulebook, Step, Trigger
from checklist.report.view.model import Line, Report
from checklist.report.words import liability


class Threat(Enum):
    """How far a breach can be fined for certain, worst first."""

    AT_ONCE = "at_once"
    CONDITIONAL = "conditional"
    NO_AMOUNT = "no_amount"
    IN_DOUBT = "in_doubt"
    NONE = "none"


class Reached(Struct, frozen=True, kw_only=True, eq=False):
    """One step of a provision, and the breaches that the provision reaches. `step` has a fine, or
    is None where the provision names no fine of its own."""

    penalty: Penalty
    step: Step | None
    lines: tuple[Line, ...]


class Ceiling(Struct, frozen=True, kw_only=True, eq=False):
    """Under one condition, the highest fine that a single provision allows for a single breach.

    `steps` are the alternatives of that provision under that condition (with and without 违法所得,
    a person or not): which of them fits, the answers do not say. `high` is the highest bound in 元
    among them; None where the provision measures by a sum that nobody stated.
    """

    on: Trigger
    high: int | None
    provisions: tuple[tuple[Penalty, tuple[Step, ...]], ...]


def certain(report: Report) -> tuple[Reached, ...]:
    """The fines that reach a breach for certain: at once first, then the highest bound first."""
    found = [
        one
        for sanction in report.sanctions
        if sanction.breaches
        for one in _steps(sanction.penalty, sanction.breaches)
    ]
    return tuple(sorted(found, key=_order))


def in_doubt(report: Report) -> tuple[Reached, ...]:
    """The fines that may reach a breach; not what merely stands beside it."""
    rulebook = report.findings.rulebook
    found: list[Reached] = []
    for sanction in report.sanctions:
        lines = tuple(
            line
            for line in sanction.in_doubt
            if any(ref.id == sanction.penalty.id for ref in open_refs(rulebook, line))
        )
        if lines:
            found += _steps(sanction.penalty, lines)
    return tuple(sorted(found, key=_order))


def open_refs(rulebook: Rulebook, line: Line) -> tuple[PenaltyRef, ...]:
    """The references of a breach to provisions of which it is open whether they fine it."""
    return (*liability.shifted(line), *liability.doubtful(rulebook, line))


def ceilings(reached: Collection[Reached]) -> tuple[Ceiling, ...]:
    """By condition, in the law's order of severity: first unstated sums, then the highest bound."""
    found: list[Ceiling] = []
    for trigger in Trigger:
        by_penalty: dict[str, tuple[Penalty, list[Step]]] = {}
        for one in reached:
            if one.step is not None and one.step.on is trigger:
                by_penalty.setdefault(one.penalty.id, (one.penalty, []))[1].append(one.step)
        whole = [(penalty, tuple(steps)) for penalty, steps in by_penalty.values()]
        unknown = [one for one in whole if _highest(one[1]) is None]
        known = [(high, one) for one in whole if (high := _highest(one[1])) is not None]
        if unknown:
            found.append(Ceiling(on=trigger, high=None, provisions=tuple(unknown)))
        if known:
            top = max(high for high, _ in known)
            same = tuple(one for high, one in known if high == top)
            found.append(Ceiling(on=trigger, high=top, provisions=same))
    return tuple(found)


def triggers(rulebook: Rulebook, line: Line) -> tuple[Trigger, ...]:
    """Under which conditions a breach can be fined for certain, in the order of the law."""
    found = {
        step.on
        for ref in line.finding.penalties
        for step in rulebook.penalty(ref.id).steps
        if step.fine is not None
    }
    return tuple(one for one in Trigger if one in found)


def threat(rulebook: Rulebook, line: Line) -> Threat:
    """A provision without a fine of its own is still one; what is in doubt comes after it."""
    if line.exposure.fined:
        return Threat.AT_ONCE if line.exposure.at_once else Threat.CONDITIONAL
    if line.finding.penalties:
        return Threat.NO_AMOUNT
    return Threat.IN_DOUBT if open_refs(rulebook, line) else Threat.NONE


def by_obligation(report: Report) -> dict[Threat, tuple[Line, ...]]:
    """One line for each breached entry, its worst, under how far that can be fined."""
    rulebook = report.findings.rulebook
    order = {one: rank for rank, one in enumerate(Threat)}
    worst: dict[str, tuple[Threat, Line]] = {}
    for line in report.breaches:
        found = (threat(rulebook, line), line)
        kept = worst.setdefault(line.obligation.id, found)
        if order[found[0]] < order[kept[0]]:
            worst[line.obligation.id] = found
    return {
        one: lines
        for one in Threat
        if (lines := tuple(line for kind, line in worst.values() if kind is one))
    }


def of_line(rulebook: Rulebook, line: Line) -> tuple[Ceiling, ...]:
    """The ceilings for one breach alone."""
    penalties = dict.fromkeys(ref.id for ref in line.finding.penalties)
    return ceilings([one for id in penalties for one in _steps(rulebook.penalty(id), (line,))])


def high(step: Step) -> int | None:
    """The upper bound in 元; None where there is none, or it is a multiple of an unstated sum."""
    return None if step.fine is None or step.fine.times_of else step.fine.high


def _highest(steps: Iterable[Step]) -> int | None:
    """The highest bound; None where one of the alternatives has none."""
    bounds = [high(step) for step in steps]
    known = [bound for bound in bounds if bound is not None]
    return max(known) if len(known) == len(bounds) else None


def _steps(penalty: Penalty, lines: tuple[Line, ...]) -> Iterator[Reached]:
    fining = [step for step in penalty.steps if step.fine is not None]
    for step in fining or (None,):
        yield Reached(penalty=penalty, step=step, lines=lines)


_RANK = {trigger: rank for rank, trigger in enumerate(Trigger)}


def _order(one: Reached) -> tuple[int, float, int, int]:
    """At once, then after an order, then without a fine; unstated sums before known bounds."""
    source = one.penalty.source
    place = (source.article, source.paragraph or 0)
    if one.step is None:
        return (len(_RANK), 0.0, *place)
    bound = high(one.step)
    return (_RANK[one.step.on], float("-inf") if bound is None else -float(bound), *place)
