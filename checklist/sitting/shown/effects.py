"""This module words what a change does to what is asked: more, less, or of rooms not asked yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.model import Assessment
from checklist.assessment.questionnaire import (
    AskDetail,
    AskFact,
    AskQuestion,
    AskRooms,
    Step,
    answer_to,
    plan,
)
from checklist.assessment.record import lacks
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.summary import totals
from checklist.law.model import Rulebook
from checklist.sitting.shown import earlier
from checklist.sitting.shown.review import CONCLUSIONS
from checklist.text import without_asides

_MOST_LISTED = 8


class PlanChange(Struct, frozen=True, kw_only=True):
    """What a change does to the plan: steps that are asked only after it, or no longer; and those
    that are answered, but not for all rooms any more, of which they ask."""

    appear: tuple[Step, ...]
    fall_dormant: tuple[Step, ...]
    lacking: tuple[AskFact | AskQuestion, ...]

    def __bool__(self) -> bool:
        return bool(self.appear or self.fall_dormant or self.lacking)


def effect(rulebook: Rulebook, before: Assessment, after: Assessment) -> PlanChange:
    """Compare what is asked before and after a change, in the order of asking."""
    was, now = plan(rulebook, before), plan(rulebook, after)
    known, still = {step.id for step in was}, {step.id for step in now}
    lacked = {(step.id, room) for step in _lacking(rulebook, before, was) for room in step.rooms}
    lacking = (
        replace(step, rooms=tuple(room for room in step.rooms if (step.id, room) not in lacked))
        for step in _lacking(rulebook, after, now)
    )
    return PlanChange(
        appear=tuple(step for step in now if step.id not in known),
        fall_dormant=tuple(step for step in was if step.id not in still),
        lacking=tuple(step for step in lacking if step.rooms),
    )


def effect_lines(effect: PlanChange, assessment: Assessment) -> Iterator[str]:
    """Say what a changed fact does, before it is confirmed."""
    again = {step.id for step in effect.lacking}
    back = sum(_is_answered(assessment, step) and step.id not in again for step in effect.appear)
    gone = count_answered(assessment, effect.fall_dormant)
    yield "  这样改以后："
    for steps, change, answered, known in (
        (effect.fall_dormant, "不再问", gone, "已有答案：答案保留、休眠，改回来就恢复"),
        (effect.appear, "要问的多", back, "以前答过，答案恢复"),
        (effect.lacking, f"{_rooms(effect)}要补答", 0, ""),
    ):
        if steps:
            names = _titles(steps)
            fewer = f"，属于 {len(names)} 项义务和情况" if len(names) < len(steps) else ""
            yield f"  {change} {len(steps)} 题{fewer}" + (
                f"，其中 {answered} 题{known}" if answered else ""
            )
            yield from (f"    □ {name}" for name in names[:_MOST_LISTED])
            if len(names) > _MOST_LISTED:
                yield f"    □ 还有 {len(names) - _MOST_LISTED} 项"


def is_judged(rulebook: Rulebook, assessment: Assessment, as_of: date) -> bool:
    """Whether there are conclusions yet."""
    nothing_said = all(answer.value is None for answer in assessment.answers.values())
    return as_of >= rulebook.in_force and not nothing_said


def conclusions(
    rulebook: Rulebook, before: Assessment, after: Assessment, as_of: date
) -> Iterator[str]:
    """Say how many conclusions a change makes other ones; nothing where it makes none, or where
    there are none yet."""
    if not is_judged(rulebook, before, as_of):
        return
    was, now = (
        totals(evaluate(rulebook, assessment, as_of=as_of).findings).by_status
        for assessment in (before, after)
    )
    changes = [
        f"{words} {was[status]} → {now[status]} 项"
        for status, words in CONCLUSIONS.items()
        if was[status] != now[status]
    ]
    if changes:
        yield f"  结论随之改变：{'，'.join(changes)}"


def lacking_lines(effect: PlanChange) -> Iterator[str]:
    """Say for which rooms is asked what the others answered, and how much."""
    if effect.lacking:
        most = "最多" if any(isinstance(step, AskFact) for step in effect.lacking) else ""
        what = f"{most}补答 {len(effect.lacking)} 题"
        yield f"  接下来为{_rooms(effect)}{what}；其他直播间答过的都不变"


def count_answered(assessment: Assessment, steps: Sequence[Step]) -> int:
    """Count the steps to which there is an answer."""
    return sum(_is_answered(assessment, step) for step in steps)


def _is_answered(assessment: Assessment, step: Step) -> bool:
    answer = answer_to(assessment, step) if isinstance(step, AskFact | AskQuestion) else None
    return answer is not None and answer.value is not None


def _lacking(
    rulebook: Rulebook, assessment: Assessment, steps: Sequence[Step]
) -> Iterator[AskFact | AskQuestion]:
    """Yield the steps that were answered without asking all their rooms, with those left out."""
    for step in steps:
        if isinstance(step, AskFact | AskQuestion) and (rooms := lacks(step, rulebook, assessment)):
            yield replace(step, rooms=rooms)


def _rooms(effect: PlanChange) -> str:
    """Name the rooms that are asked again; of many the first few."""
    rooms = {room.id: room for step in effect.lacking for room in step.rooms}
    return earlier.names(tuple(rooms.values()))


def _titles(steps: Sequence[Step]) -> list[str]:
    """Name the duties, facts and lists that are asked about, each once."""
    names = dict.fromkeys(
        step.obligation.title
        if isinstance(step, AskQuestion)
        else "有哪些直播间"
        if isinstance(step, AskRooms)
        else without_asides(step.fact.ask)
        for step in steps
        if not isinstance(step, AskDetail)
    )
    return list(names)
