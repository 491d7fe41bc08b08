"""What is answered and what is not, by section: on the way, and before the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from checklist.assessment.model import Assessment
from checklist.assessment.questionnaire import AskFact, AskQuestion, Step, plan
from checklist.assessment.record import answer_to
from checklist.assessment.values import spell
from checklist.evaluation.states import State, states
from checklist.law.model import Rulebook
from checklist.sitting.by_room import table
from checklist.sitting.effects import dormant
from checklist.sitting.places import FACTS, numbered, section_of, sections
from checklist.sitting.screen import in_short
from checklist.text import inert

WORDS = {
    State.OPEN: "未答",
    State.RECHECK: "待复核",
    State.UNKNOWN: "不清楚",
    State.GAP: "缺口",
}


def summary_lines(rulebook: Rulebook, assessment: Assessment) -> Iterator[str]:
    """One line per section: which questions, how many are answered, what is left in it."""
    for section in sections(rulebook, plan(rulebook, assessment)):
        asked = [one for one in section.steps if isinstance(one, AskFact | AskQuestion)]
        if not asked:
            continue
        found = [states(step, rulebook, assessment) for step in asked]
        counts = [f"{WORDS[state]} {_count(found, state)}" for state in WORDS]
        left = "，".join(part for part in counts if not part.endswith(" 0")) or "都已回答"
        first, last = section.first, section.last
        numbers = f"{first}" if first == last else f"{first}–{last}"
        span = f"主体{numbers}" if section.title == FACTS else f"第 {numbers} 题"
        yield f"  {section.title}  {span}：{left}"


def item_lines(
    rulebook: Rulebook,
    assessment: Assessment,
    wanted: Callable[[Step, frozenset[State]], bool],
) -> Iterator[str]:
    """The wanted facts and questions by section, each with its number, state and answer."""
    steps = plan(rulebook, assessment)
    numbers = numbered(steps)
    head = ""
    for step in steps:
        if not isinstance(step, AskFact | AskQuestion):
            continue
        found = states(step, rulebook, assessment)
        if not wanted(step, found):
            continue
        section = section_of(rulebook, step)
        if section != head:
            head = section
            yield from ("", head)
        yield from _item(step, numbers[step.id], found, assessment)


def dormant_lines(rulebook: Rulebook, assessment: Assessment) -> Iterator[str]:
    """Answers that are kept and count nowhere, because their questions are not asked now."""
    keys = dormant(rulebook, assessment)
    if keys:
        yield ""
        yield f"休眠（现在的主体情况下不适用，答案保留、不计入结论）：{len(keys)} 题"
    questions = rulebook.questions()
    for key in keys:
        answer = assessment.answers[key]
        if key in questions and answer.value is not None:
            said = spell(questions[key], answer.value)
            yield f"  □ {in_short(questions[key].ask)}  答：{said}"


def pending_lines(rulebook: Rulebook, assessment: Assessment) -> Iterator[str]:
    """What to look at before the end: everything open, unknown, to be confirmed, or a gap."""
    found = _states_of(rulebook, assessment)
    parts = [f"{WORDS[state]} {_count(found, state)} 题" for state in WORDS]
    yield f"检查一遍：{'，'.join(parts)}（共 {len(found)} 题）"
    yield from item_lines(rulebook, assessment, lambda _, states: bool(states))
    yield from dormant_lines(rulebook, assessment)


def section_lines(rulebook: Rulebook, assessment: Assessment, title: str) -> Iterator[str]:
    """Everything in one section."""
    yield from item_lines(rulebook, assessment, lambda step, _: section_of(rulebook, step) == title)


def _item(
    step: AskFact | AskQuestion, number: int, found: frozenset[State], assessment: Assessment
) -> Iterator[str]:
    asked = step.fact if isinstance(step, AskFact) else step.question
    at = f"主体{number}" if isinstance(step, AskFact) else f"{number:>4}"
    words = "、".join(WORDS[state] for state in WORDS if state in found) or "已答"
    answer = answer_to(assessment, step)
    head = f"  {at}  [{words}] {in_short(asked.ask)}"
    if answer is None or answer.value is None:
        yield head
        return
    who = f"（可问：{inert(answer.who_could_know)}）" if answer.who_could_know else ""
    if any(room.id in answer.exceptions for room in step.rooms):
        yield f"{head}{who}"
        yield from table(asked, answer, step.rooms)
    else:
        yield f"{head}  答：{spell(asked, answer.value)}{who}"


def _states_of(rulebook: Rulebook, assessment: Assessment) -> list[frozenset[State]]:
    return [
        states(step, rulebook, assessment)
        for step in plan(rulebook, assessment)
        if isinstance(step, AskFact | AskQuestion)
    ]


def _count(found: Sequence[frozenset[State]] | Iterable[frozenset[State]], state: State) -> int:
    return sum(state in one for one in found)
