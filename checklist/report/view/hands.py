"""Whose each thing to do is: a department's, or a person's who is of none; in the report and in
packs alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from checklist.assessment.model import Answer
from checklist.evaluation.model import Judged
from checklist.report.view.model import Line, Report
from checklist.text import each_name, name_key

Matter = tuple[Line, str | None]
"""A line and the id of one of its questions; None where only applicability is open."""


def left(report: Report) -> Iterator[tuple[Line, tuple[Judged, ...]]]:
    """The lines that have something to mend or to clear up, and their questions that are to be."""
    for line in (*report.breaches, *report.open):
        if line.finding.remedied is None:
            failed = (judged for judged in line.failed if judged.remedied is None)
            yield line, (*failed, *line.open)


def hands(report: Report) -> Mapping[Matter, str]:
    """By matter, whose it is: the department recorded, else that of the person in charge, if it is
    one, else that person. Left out is what nobody has.

    What names nobody goes with the only hand that is named beside the other questions of its line,
    or, where none of those to be mended names one, beside those that pass.
    """
    lines = dict(left(report))
    departments = _departments(judged.answer for line in lines for judged in line.judged)
    by_matter: dict[Matter, str] = {}
    for line, asked in lines.items():
        known = report.findings.assessment.answers
        first = known.get(line.obligation.key(line.obligation.questions[0]))
        named: dict[str | None, str] = (
            {judged.question.id: _hand(judged.answer, departments) for judged in asked}
            or {None: _hand(first, departments)}
        )  # fmt: skip
        beside = named.values() if any(named.values()) else _passing(line, departments)
        sole = _only(beside)
        by_matter |= {(line, id): hand or sole for id, hand in named.items()}
    spelled = {name_key(hand): hand for hand in reversed([*filter(None, by_matter.values())])}
    return {matter: spelled[name_key(hand)] for matter, hand in by_matter.items() if hand}


def _departments(answers: Iterable[Answer | None]) -> Mapping[str, list[str]]:
    """By person, the departments that are named beside them."""
    by_owner: dict[str, list[str]] = {}
    for answer in answers:
        if answer and answer.owner and answer.department:
            by_owner.setdefault(name_key(answer.owner), []).append(answer.department)
    return by_owner


def _hand(answer: Answer | None, departments: Mapping[str, list[str]]) -> str:
    if answer is None:
        return ""
    owner = answer.owner or ""
    return answer.department or _only(departments.get(name_key(owner), ())) or owner


def _passing(line: Line, departments: Mapping[str, list[str]]) -> list[str]:
    others = [judged for judged in line.judged if judged.remedied is None]
    return [_hand(judged.answer, departments) for judged in others]


def _only(names: Iterable[str]) -> str:
    """The only one of some names; nothing where there are several, or none."""
    several = each_name(names)
    return several[0] if len(several) == 1 else ""
