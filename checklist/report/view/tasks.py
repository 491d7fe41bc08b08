"""What is to be done, by whom and until when: the breaches to mend and what has to be cleared up.

A task is what of one line of the report is in one hand, a department's or a person's, with one
deadline. Overdue means before the as-of date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from msgspec import Struct

from checklist.assessment.model import Room
from checklist.evaluation.model import Judged
from checklist.evaluation.summary import is_of_the_text
from checklist.report.view.hands import Matter, hands, left
from checklist.report.view.model import Line, Report
from checklist.text import each_name, name_key

FIRST = 5


class Task(Struct, frozen=True, kw_only=True, eq=False):
    """`anchor` is where the line stands in the page; `asked` are the questions in that hand with
    that deadline, and `is_part` says whether the line leaves others to do.

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
    is_part: bool = False

    @property
    def number(self) -> str:
        """The number of the task in its chapter."""
        return self.anchor.partition("-")[2]

    @property
    def who_could_know(self) -> tuple[str, ...]:
        """Whom to ask, as recorded with the answers that are open, and with the facts on which it
        hangs whether the entry applies; nobody of what only the text leaves open."""
        facts = (says.who_could_know for says in self.line.because if says.value is None)
        asked = (judged for judged in self.asked if not is_of_the_text(judged))
        named = (judged.answer.who_could_know for judged in asked if judged.answer)
        return tuple(each_name((*facts, *named)))

    @property
    def is_of_the_text(self) -> bool:
        """Whether only the text leaves open what was answered."""
        return bool(self.asked) and all(map(is_of_the_text, self.asked))


class Person(Struct, frozen=True, kw_only=True, eq=False):
    """Everything in one hand, soonest due first; `name` is None for what nobody has."""

    name: str | None
    tasks: tuple[Task, ...]

    @property
    def late(self) -> int:
        return len({task.line.obligation.id for task in self.tasks if task.late_by})


def tasks(report: Report) -> tuple[Task, ...]:
    """Every task: breaches by exposure, then what is open, in the order of the report."""
    whose, numbered, as_of = hands(report), anchors(report), report.findings.as_of
    return tuple(
        task
        for line, asked in left(report)
        for task in _of(line, asked, whose, numbered[line], as_of)
    )


class First(Struct, frozen=True, kw_only=True, eq=False):
    """One thing to do: the tasks of the entry that says how; `also` is the first task of each other
    entry that is done with it, as it asks the very same; `worst` is what can be fined soonest."""

    tasks: tuple[Task, ...]
    also: tuple[Task, ...] = ()
    worst: Task

    @property
    def entries(self) -> int:
        """How many entries it is about."""
        return 1 + len(self.also)

    @property
    def heads(self) -> tuple[Task, ...]:
        """The first task of each entry."""
        return (self.tasks[0], *self.also)


def first(all_tasks: Iterable[Task]) -> tuple[First, ...]:
    """The FIRST things to do, each entry once with the tasks that it comes to: what can be fined
    soonest and highest, then what is still open. A breach in several rooms stands for all of
    them, and entries that ask the very same are one thing to do."""
    by_entry: dict[str, list[Task]] = {}
    for task in all_tasks:
        of = by_entry.setdefault(task.line.obligation.id, [])
        if not of or of[0].line is task.line:
            of.append(task)
    return tuple(islice(acts(by_entry.values()), FIRST))


def acts(rows: Iterable[Sequence[Task]]) -> Iterator[First]:
    """What is to be done, in the order of the rows, each of which holds the tasks of one line:
    rows that ask the very same of the same rooms by the same days are done together."""
    groups: list[list[Sequence[Task]]] = []
    for of in rows:
        same = next((act for act in groups if any(_is_same(of, other) for other in act)), None)
        if same is None:
            groups.append([of])
        else:
            same.append(of)
    return map(_first, groups)


def _first(act: Sequence[Sequence[Task]]) -> First:
    """The entry whose own questions they are says how."""
    lender = next((of for of in act if not _borrows(of)), act[0])
    also = tuple(of[0] for of in act if of is not lender)
    return First(tasks=tuple(lender), also=also, worst=act[0][0])


def _is_same(first: Sequence[Task], other: Sequence[Task]) -> bool:
    """Whether what is asked in one entry is all asked in the other too, of the same rooms."""
    keys, others = _asked(first), _asked(other)
    is_same = bool(keys and others) and (keys <= others or others <= keys)
    return is_same and _rooms_and_days(first) == _rooms_and_days(other)


def _rooms_and_days(tasks: Sequence[Task]) -> tuple[tuple[Room, ...], set[date | None]]:
    return tasks[0].line.subject.rooms, {task.due for task in tasks}


def _asked(tasks: Sequence[Task]) -> set[str]:
    return {judged.key for task in tasks for judged in task.asked}


def _borrows(tasks: Sequence[Task]) -> bool:
    return any(judged.question.same_as for task in tasks for judged in task.asked)


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


def anchors(report: Report) -> Mapping[Line, str]:
    """gap-7, open-19: where each line that falls short or is open stands in the page."""
    breaches = len(report.breaches)
    return {
        line: f"{'gap' if number <= breaches else 'open'}-{number}"
        for line, number in items(report).items()
    }


def items(report: Report) -> Mapping[Line, int]:
    """The number of each line that falls short, and then of each that is open: what is meant by
    编号3 everywhere."""
    return {line: number for number, line in enumerate((*report.breaches, *report.open), start=1)}


def _of(
    line: Line,
    asked: tuple[Judged, ...],
    whose: Mapping[Matter, str],
    anchor: str,
    as_of: date,
) -> Iterator[Task]:
    """By hand and deadline: whoever is named there does it, else the hand itself."""
    parts: dict[tuple[str | None, date | None], list[Judged]] = {}
    for judged in asked:
        hand = whose.get((line, judged.question.id))
        parts.setdefault((hand, due_of(line, asked, judged)), []).append(judged)
    alone = whose.get((line, None)), min(_dues(_others(line)), default=None)
    for (hand, due), of in (parts or {alone: []}).items():
        owner = "、".join(owners(line, of) if hand else []) or hand
        yield Task(
            line=line,
            anchor=anchor,
            asked=tuple(of),
            hand=hand,
            owner=hand if _key(owner) == _key(hand) else owner,
            due=due,
            late_by=max(0, (as_of - due).days) if due else 0,
            is_part=len(parts) > 1,
        )


def due_of(line: Line, asked: Sequence[Judged], judged: Judged) -> date | None:
    """Until when one of the questions that are to be done; where none of them says so, the soonest
    day that is recorded beside the others of the entry."""
    own = _dues((judged,) if _dues(asked) else _others(line))
    return min(own, default=None)


def owners(line: Line, asked: Sequence[Judged]) -> list[str]:
    """Who is named beside these questions; nobody: the only one beside the others of the entry."""
    others = _owners(_others(line))
    return _owners(asked) or (others if len(others) == 1 else [])


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
