"""Which fines reach the breaches found: by provision and condition, each for itself, never summed.

Rests on the law's own steps: what fines a breach at once, and what only where an order was ignored
or the case is serious (责令改正 first). What is in doubt is kept apart and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.model import Choice
from checklist.evaluation.summary import Threat, highest_fine
from checklist.law import measures as law_measures
from checklist.law.model import Penalty, Step, Trigger
from checklist.report.view.model import Line, Report

_RANK = {trigger: rank for rank, trigger in enumerate(Trigger)}


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
    steps = _steps((each.penalty, each.breaches) for each in report.sanctions)
    return tuple(sorted(steps, key=_order))


def in_doubt(report: Report) -> tuple[Reached, ...]:
    """The fines that may reach a breach; not what merely stands beside it."""
    sanctions = (each for each in report.sanctions if not each.names_conduct)
    return tuple(sorted(_steps((each.penalty, each.in_doubt) for each in sanctions), key=_order))


def of_line(line: Line) -> tuple[Ceiling, ...]:
    """The ceilings for one breach alone."""
    penalties = {each.id: each.penalty for each in line.finding.penalties}
    return ceilings(tuple(_steps((penalty, (line,)) for penalty in penalties.values())))


def ceilings(reached: Collection[Reached]) -> tuple[Ceiling, ...]:
    """By condition, in the law's order of severity: first unstated sums, then the highest bound."""
    highest: list[Ceiling] = []
    for trigger in Trigger:
        steps_of: dict[str, tuple[Penalty, list[Step]]] = {}
        for sanction in reached:
            if sanction.step is not None and sanction.step.on is trigger:
                steps_of.setdefault(sanction.penalty.id, (sanction.penalty, []))[1].append(
                    sanction.step
                )
        by_bound: dict[int | None, list[tuple[Penalty, tuple[Step, ...]]]] = {}
        for penalty, steps in steps_of.values():
            by_bound.setdefault(highest_fine(steps), []).append((penalty, tuple(steps)))
        top = max((bound for bound in by_bound if bound is not None), default=None)
        highest += [
            Ceiling(on=trigger, high=high, provisions=tuple(by_bound[high]))
            for high in dict.fromkeys((None, top))
            if high in by_bound
        ]
    return tuple(highest)


class Measure(Struct, frozen=True, kw_only=True, eq=False):
    """What can be imposed beside a fine under one condition: by which provisions, on which
    breaches, and whether that is in doubt."""

    name: str
    on: Trigger
    penalties: tuple[Penalty, ...]
    lines: tuple[Line, ...]
    in_doubt: bool
    of_licensed: bool = False
    """It takes a licence that the respondent may not have."""

    @property
    def remit(self) -> str | None:
        """Whose matter it has to be, where every provision says so: 属于网信部门职责的."""
        remits = {penalty.remit for penalty in self.penalties}
        return remits.pop() if len(remits) == 1 else None


def measures(report: Report) -> tuple[Measure, ...]:
    """The heaviest of what is certain, the loss of a licence that the respondent may not have, what
    else is open at once or confiscated for certain, then what is heavier and in doubt."""
    certain = _measures((sanction.penalty, sanction.breaches) for sanction in report.sanctions)
    sanctions = (sanction for sanction in report.sanctions if not sanction.names_conduct)
    doubted = _measures(
        ((sanction.penalty, sanction.in_doubt) for sanction in sanctions), in_doubt=True
    )
    if _may_lack_licence(report):
        certain, doubted = map(_licence_last, (certain, doubted))
    last = law_measures.TAKING
    stopping = [measure for measure in certain if law_measures.weight(measure.name) < last]
    heaviest = [measure for measure in stopping if not measure.of_licensed][:1]
    shown = [
        measure
        for measure in certain
        if measure in heaviest
        or measure.of_licensed
        or measure.on is Trigger.BREACH
        or measure not in stopping
    ]
    most = law_measures.weight(heaviest[0].name) if heaviest else last
    named = {measure.name for measure in shown}
    heavier = (measure for measure in doubted if law_measures.weight(measure.name) < most)
    return (*shown, *(measure for measure in heavier if measure.name not in named))


def lighter(report: Report) -> tuple[str, ...]:
    """What else stops a business for certain, under conditions, and is lighter than what `measures`
    tells."""
    told = {each.name for each in measures(report)}
    certain = _measures((each.penalty, each.breaches) for each in report.sanctions)
    return tuple(dict.fromkeys(each.name for each in certain if each.name not in told))


def _licence_last(measures: Iterable[Measure]) -> list[Measure]:
    """The same, the loss of a licence behind what stops a business without one."""
    marked = [replace(each, of_licensed=each.name == law_measures.LICENCE) for each in measures]
    last = law_measures.TAKING
    return sorted(
        marked, key=lambda each: (law_measures.weight(each.name) >= last, each.of_licensed)
    )


def _may_lack_licence(report: Report) -> bool:
    """Whether the respondent chose to be somebody without a registration."""
    findings = report.findings
    answers = findings.assessment.facts
    chosen = (
        (fact, answers[fact.id].value) for fact in findings.rulebook.facts if fact.id in answers
    )
    return any(
        isinstance(value, Choice) and value.option == option.id and option.unlicensed
        for fact, value in chosen
        for option in fact.options
    )


def _measures(
    sanctions: Iterable[tuple[Penalty, tuple[Line, ...]]], *, in_doubt: bool = False
) -> list[Measure]:
    """Heaviest first."""
    by_name: dict[tuple[str, Trigger], list[tuple[Penalty, tuple[Line, ...]]]] = {}
    for penalty, lines in sanctions:
        for step in penalty.steps if lines else ():
            for name in law_measures.measures_of(step):
                by_name.setdefault((name, step.on), []).append((penalty, lines))
    return [
        Measure(
            name=name,
            on=on,
            penalties=tuple(dict.fromkeys(penalty for penalty, _ in having)),
            lines=tuple(dict.fromkeys(line for _, lines in having for line in lines)),
            in_doubt=in_doubt,
        )
        for (name, on), having in sorted(
            by_name.items(), key=lambda each: law_measures.weight(each[0][0])
        )
    ]


def by_threat(report: Report) -> dict[Threat, tuple[Line, ...]]:
    """The breaches under how far they can be fined, worst first."""
    lines = {
        threat: tuple(line for line in report.breaches if line.threat is threat)
        for threat in Threat
    }
    return {threat: breaches for threat, breaches in lines.items() if breaches}


def _steps(penalties: Iterable[tuple[Penalty, tuple[Line, ...]]]) -> Iterator[Reached]:
    """Every step with a fine of the provisions that reach any line, or the provision alone."""
    for penalty, lines in penalties:
        if lines:
            fining = [step for step in penalty.steps if step.fine is not None]
            for step in fining or (None,):
                yield Reached(penalty=penalty, step=step, lines=lines)


def _order(reached: Reached) -> tuple[int, float, str, int, int]:
    """At once, then after an order, then without a fine; unstated sums before known bounds."""
    source = reached.penalty.source
    place = (source.of, source.article, source.paragraph or 0)
    if reached.step is None:
        return (len(_RANK), 0.0, *place)
    bound = highest_fine((reached.step,))
    return (_RANK[reached.step.on], float("-inf") if bound is None else -float(bound), *place)
