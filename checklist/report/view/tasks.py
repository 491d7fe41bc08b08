"""What is to be done, by whom and until when: the breaches to mend and what has to be cleared up.

A task is one line of the report in one hand, a department's or a person's. Overdue means before
the as-of date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from msgspec import Struct

from checklist.evaluation.model import Judged
from checklist.report.view.hands import Matter, hands, left
from checklist.report.view.model import Line, Report
from checklist.text import each_name, name_key

FIRST = 5


class Task(Struct, frozen=True, kw_only=True, eq=False):
    """`anchor` is where the line stands in the page; `asked` are the questions in that hand.

    `hand` is whose it is; `owner` is who does it, by name where one is known, else the same. Both
    are None, as `due`, where the answers name none; `late_by` counts days, 0 if not late.
    """

    line: Line
    anchor: str
    asked: tuple[Judged, ...]
    hand: str | None
    owner: str | None
    due: date | None
    late_by: int

    @property
    def number(self) -> str:
        """Its number in its chapter."""
        return self.anchor.partition("-")[2]

    @property
    def who_could_know(self) -> tuple[str, ...]:
        """Whom to ask, as recorded with the answers that are open."""
        named = (judged.answer.who_could_know for judged in self.asked if judged.answer)
        return tuple(dict.fromkeys(name for name in named if name))


class Person(Struct, frozen=True, kw_only=True, eq=False):
    """Everything in one hand, soonest due first; `name` is None for what nobody has."""

    name: str | None
    tasks: tuple[Task, ...]

    @property
    def late(self) -> int:
        return len({task.line.obligation.id for task in self.tasks if task.late_by})


def tasks(report: Report) -> tuple[Task, ...]:
    """Every task: breaches by exposure, then what is open, in the order of the report."""
    whose, as_of = hands(report), report.findings.as_of
    return tuple(
        task
        for anchor, line, asked in _lines(report)
        for task in _of(line, asked, whose, anchor, as_of)
    )


def first(report: Report) -> tuple[Task, ...]:
    """The FIRST things to do, each entry once: what can be fined soonest and highest, then what is
    still open. A breach in several rooms stands for all of them."""
    by_entry: dict[str, Task] = {}
    as_of = report.findings.as_of
    for anchor, line, asked in _lines(report):
        owner = "、".join(owners(line, asked)) or None
        due = min(dues(line, asked), default=None)
        task = _task(line, anchor, asked, hand=owner, owner=owner, due=due, as_of=as_of)
        by_entry.setdefault(line.obligation.id, task)
    return tuple(islice(by_entry.values(), FIRST))


def people(all_tasks: Iterable[Task]) -> tuple[Person, ...]:
    """By person: whoever has something late, then whoever has the soonest date; nobody last."""
    by_name: dict[str | None, list[Task]] = {}
    for task in all_tasks:
        by_name.setdefault(_key(task.hand), []).append(task)
    persons = [
        Person(name=of[0].hand, tasks=tuple(sorted(of, key=_due))) for of in by_name.values()
    ]
    return tuple(
        sorted(
            persons, key=lambda person: (person.name is None, -person.late, _due(person.tasks[0]))
        )
    )


def _due(task: Task) -> date:
    return task.due or date.max


def _lines(report: Report) -> Iterator[tuple[str, Line, tuple[Judged, ...]]]:
    """Everything to be done, and where it stands in the page; not what is mended."""
    numbered = {
        line: f"{kind}-{number}"
        for kind, lines in (("gap", report.breaches), ("open", report.open))
        for number, line in enumerate(lines, start=1)
    }
    for line, asked in left(report):
        yield numbered[line], line, asked


def _of(
    line: Line,
    asked: tuple[Judged, ...],
    whose: Mapping[Matter, str],
    anchor: str,
    as_of: date,
) -> Iterator[Task]:
    """By hand: whoever is named there does it, else the hand itself."""
    parts: dict[str | None, list[Judged]] = {}
    for judged in asked:
        parts.setdefault(whose.get((line, judged.question.id)), []).append(judged)
    for hand, of in (parts or {whose.get((line, None)): []}).items():
        due = min(_dues(of) if _dues(asked) else dues(line, asked), default=None)
        owner = "、".join(owners(line, of) if hand else []) or hand
        owner = hand if _key(owner) == _key(hand) else owner
        yield _task(line, anchor, tuple(of), hand=hand, owner=owner, due=due, as_of=as_of)


def _task(
    line: Line,
    anchor: str,
    asked: tuple[Judged, ...],
    *,
    hand: str | None,
    owner: str | None,
    due: date | None,
    as_of: date,
) -> Task:
    late_by = max(0, (as_of - due).days) if due else 0
    return Task(
        line=line, anchor=anchor, asked=asked, hand=hand, owner=owner, due=due, late_by=late_by
    )


def owners(line: Line, asked: Sequence[Judged]) -> list[str]:
    """Who is named beside these questions; nobody: beside the others of the entry."""
    return _owners(asked) or _owners(_others(line))


def dues(line: Line, asked: Sequence[Judged]) -> list[date]:
    """Until when, as recorded beside these questions; nothing: beside the others of the entry."""
    return _dues(asked) or _dues(_others(line))


def _others(line: Line) -> list[Judged]:
    return [judged for judged in line.judged if judged.remedied is None]


def _dues(asked: Iterable[Judged]) -> list[date]:
    return [judged.answer.due for judged in asked if judged.answer and judged.answer.due]


def _owner(judged: Judged) -> str | None:
    """The person in charge, or else the department."""
    return (judged.answer.owner or judged.answer.department) if judged.answer else None


def _owners(asked: Iterable[Judged]) -> list[str]:
    return each_name(map(_owner, asked))


def _key(owner: str | None) -> str | None:
    return name_key(owner) if owner else None
