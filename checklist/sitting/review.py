"""This module words what is answered and what is not, on the way and at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from checklist.assessment.model import Answer, Assessment, Room
from checklist.assessment.questionnaire import AskFact, AskQuestion, Step, plan
from checklist.assessment.record import answer_to
from checklist.assessment.values import spell
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Status
from checklist.evaluation.states import AnswerState, states
from checklist.evaluation.summary import exposure_order, totals
from checklist.law import wording
from checklist.law.model import Fact, Question, Rulebook
from checklist.layout import cells
from checklist.sitting.places import FACTS, numbered, section_of, sections
from checklist.sitting.screen import MOST_ROOMS_LISTED, first_of, in_short
from checklist.text import inert

WORDS = {
    AnswerState.OPEN: "未答",
    AnswerState.RECHECK: "待复核",
    AnswerState.UNKNOWN: "不清楚",
    AnswerState.GAP: "缺口",
}
_WIDEST_ANSWER = 24
_MOST_GAPS = 3


def summary_lines(rulebook: Rulebook, assessment: Assessment) -> Iterator[str]:
    """Tell each section on one line: which questions stand in it, and what is left."""
    steps = plan(rulebook, assessment)
    numbers = numbered(steps)
    for title, group in sections(rulebook, steps).items():
        if not any(isinstance(step, AskFact | AskQuestion) for step in group):
            continue
        counts = _counts(rulebook, assessment, group)
        left = "，".join(f"{WORDS[state]} {count}" for state, count in counts.items() if count)
        first, last = (edge(numbers[step.id] for step in group) for edge in (min, max))
        span = f"{first}" if first == last else f"{first}–{last}"
        where = f"主体{span}" if title == FACTS else f"第 {span} 题"
        yield f"  {title}  {where}：{left or '都已回答'}"


def dormant_lines(rulebook: Rulebook, assessment: Assessment) -> Iterator[str]:
    """Tell answers that are kept and count nowhere: their questions are not asked now."""
    keys = dormant(rulebook, assessment)
    if keys:
        yield ""
        yield f"休眠（现在的主体情况下不适用，答案保留、不计入结论）：{len(keys)} 题"
    questions = rulebook.questions()
    for key in keys:
        value = assessment.answers[key].value
        if key in questions and value is not None:
            yield f"  □ {in_short(questions[key].ask)}  答：{spell(questions[key], value)}"


def dormant(rulebook: Rulebook, assessment: Assessment) -> tuple[str, ...]:
    """Return the keys of answers to questions that are not asked now."""
    asked = {step.key for step in plan(rulebook, assessment) if isinstance(step, AskQuestion)}
    return tuple(
        key
        for key, answer in assessment.answers.items()
        if key not in asked and answer.value is not None
    )


def pending_lines(rulebook: Rulebook, assessment: Assessment) -> Iterator[str]:
    """Tell what to look at before the end: everything open, unknown, to recheck, or a gap."""
    steps = plan(rulebook, assessment)
    counts = _counts(rulebook, assessment, steps)
    words = "，".join(f"{WORDS[state]} {count} 题" for state, count in counts.items())
    total = sum(isinstance(step, AskFact | AskQuestion) for step in steps)
    yield f"检查一遍：{words}（共 {total} 题）"
    yield from _items(rulebook, assessment, lambda _, states: bool(states))
    yield from dormant_lines(rulebook, assessment)


def section_lines(rulebook: Rulebook, assessment: Assessment, title: str) -> Iterator[str]:
    """Tell everything in one section."""
    yield from _items(rulebook, assessment, lambda step, _: section_of(rulebook, step) == title)


def conclusion(rulebook: Rulebook, assessment: Assessment, *, as_of: date) -> Iterator[str]:
    """Tell counts and the gravest gaps, in five lines; nothing before the law is in force."""
    if as_of < rulebook.in_force:
        yield f"问完了。《{rulebook.title}》{rulebook.in_force} 起施行，现在还不能得出结论。"
        return
    findings = evaluate(rulebook, assessment, as_of=as_of).findings
    numbers = totals(findings).by_status
    yield f"问完了。结论（自评，截至 {as_of}）："
    yield (
        f"  不符合 {numbers[Status.NOT_SATISFIED]} 项，待确认 {numbers[Status.UNDETERMINED]} 项，"
        f"符合 {numbers[Status.SATISFIED]} 项，不适用 {numbers[Status.NOT_APPLICABLE]} 项"
    )
    breaches = sorted(
        (finding for finding in findings if finding.status is Status.NOT_SATISFIED),
        key=exposure_order,
    )
    # Each entry once, however many rooms fail it.
    entries = list({finding.obligation.id: finding.obligation for finding in breaches}.values())
    shown = entries if len(entries) <= _MOST_GAPS else entries[: _MOST_GAPS - 1]
    yield from (f"  × {wording.citation(entry.source)}  {entry.title}" for entry in shown)
    if len(entries) > len(shown):
        yield f"  …… 共 {len(entries)} 条，见清单和报告"


def rooms_table(asked: Question | Fact, answer: Answer, rooms: Iterable[Room]) -> Iterator[str]:
    """Tell each answer, how many rooms gave it, and their names; the most frequent first."""
    groups: dict[str, list[str]] = {}
    for room in rooms:
        value = answer.for_room(room.id)
        words = "未答" if value is None else spell(asked, value)
        groups.setdefault(words, []).append(inert(room.name))
    wide = min(max(map(cells, groups), default=0), _WIDEST_ANSWER)
    for words, names in sorted(groups.items(), key=lambda group: -len(group[1])):
        gap = " " * max(wide - cells(words), 0)
        listed = first_of(names, MOST_ROOMS_LISTED)
        yield f"          {words}{gap}  {len(names)} 个直播间：{listed}"


def _items(
    rulebook: Rulebook,
    assessment: Assessment,
    wanted: Callable[[Step, frozenset[AnswerState]], bool],
) -> Iterator[str]:
    """Tell the wanted facts and questions by section, with number, state and answer."""
    steps = plan(rulebook, assessment)
    numbers = numbered(steps)
    head = ""
    for step in steps:
        if not isinstance(step, AskFact | AskQuestion):
            continue
        in_states = states(step, rulebook, assessment)
        if not wanted(step, in_states):
            continue
        section = section_of(rulebook, step)
        if section != head:
            head = section
            yield from ("", head)
        yield from _item(step, numbers[step.id], in_states, assessment)


def _item(
    step: AskFact | AskQuestion,
    number: int,
    in_states: frozenset[AnswerState],
    assessment: Assessment,
) -> Iterator[str]:
    at = f"主体{number}" if isinstance(step, AskFact) else f"{number:>4}"
    words = "、".join(WORDS[state] for state in WORDS if state in in_states) or "已答"
    answer = answer_to(assessment, step)
    head = f"  {at}  [{words}] {in_short(step.asked.ask)}"
    if answer is None or answer.value is None:
        yield head
        return
    who = f"（可问：{inert(answer.who_could_know)}）" if answer.who_could_know else ""
    if any(room.id in answer.exceptions for room in step.rooms):
        yield f"{head}{who}"
        yield from rooms_table(step.asked, answer, step.rooms)
    else:
        yield f"{head}  答：{spell(step.asked, answer.value)}{who}"


def _counts(
    rulebook: Rulebook, assessment: Assessment, steps: Iterable[Step]
) -> dict[AnswerState, int]:
    """Count how many of the facts and questions among the steps are in each state."""
    counter = Counter(
        state
        for step in steps
        if isinstance(step, AskFact | AskQuestion)
        for state in states(step, rulebook, assessment)
    )
    return {state: counter[state] for state in WORDS}
