"""Which fines reach the breaches found: by provision and condition, each for itself, never summed.

Rests on the law's own steps: what fines a breach at once, and what only where an order was ignored
or the case is serious (责令改正 first). What is in doubt is kept apart and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct

from checklist.evaluation.summary import Threat, highest_fine
from checklist.law.model import Penalty, Step, Trigger
from checklist.report.view.model import Line, Report


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
    found = [
        one
        for sanction in report.sanctions
        if sanction.in_doubt and not sanction.names_conduct
        for one in _steps(sanction.penalty, sanction.in_doubt)
    ]
    return tuple(sorted(found, key=_order))


def ceilings(reached: Collection[Reached]) -> tuple[Ceiling, ...]:
    """By condition, in the law's order of severity: first unstated sums, then the highest bound."""
    found: list[Ceiling] = []
    for trigger in Trigger:
        by_penalty: dict[str, tuple[Penalty, list[Step]]] = {}
        for one in reached:
            if one.step is not None and one.step.on is trigger:
                by_penalty.setdefault(one.penalty.id, (one.penalty, []))[1].append(one.step)
        whole = [(penalty, tuple(steps)) for penalty, steps in by_penalty.values()]
        unknown = [one for one in whole if highest_fine(one[1]) is None]
        known = [(high, one) for one in whole if (high := highest_fine(one[1])) is not None]
        if unknown:
            found.append(Ceiling(on=trigger, high=None, provisions=tuple(unknown)))
        if known:
            top = max(high for high, _ in known)
            same = tuple(one for high, one in known if high == top)
            found.append(Ceiling(on=trigger, high=top, provisions=same))
    return tuple(found)


def by_obligation(report: Report) -> dict[Threat, tuple[Line, ...]]:
    """One line for each breached entry, its worst, under how far that can be fined."""
    order = list(Threat)
    worst: dict[str, Line] = {}
    for line in report.breaches:
        kept = worst.setdefault(line.obligation.id, line)
        if order.index(line.threat) < order.index(kept.threat):
            worst[line.obligation.id] = line
    by_threat = {
        threat: tuple(line for line in worst.values() if line.threat is threat) for threat in Threat
    }
    return {threat: lines for threat, lines in by_threat.items() if lines}


def of_line(line: Line) -> tuple[Ceiling, ...]:
    """The ceilings for one breach alone."""
    penalties = {each.id: each.penalty for each in line.finding.penalties}
    return ceilings([one for each in penalties.values() for one in _steps(each, (line,))])


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
    bound = highest_fine((one.step,))
    return (_RANK[one.step.on], float("-inf") if bound is None else -float(bound), *place)
