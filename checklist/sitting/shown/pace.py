"""This module estimates how long the rest of a sitting takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from math import ceil
from statistics import mean
from typing import assert_never

from msgspec import Struct

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
from checklist.assessment.recheck import CARRIED, as_confirmed, is_carried
from checklist.assessment.values import menu
from checklist.evaluation.haste import CHARACTERS_A_SECOND, reading
from checklist.evaluation.past import is_of_last_period
from checklist.law.model import Rulebook
from checklist.sitting.shown import screen

SECONDS_TO_ANSWER = 4.0
"""This is to decide and type, for someone who knows how their company works."""
SECONDS_TO_CONFIRM = 1.0
SECONDS_TO_TYPE_NAMES = 15.0
ASSUMED = f"按每秒读 {CHARACTERS_A_SECOND} 字、每题再想和输入 {SECONDS_TO_ANSWER:.0f} 秒估计"
MEASURED = "按您已答各题的用时修正过"

_FEWEST, _ASSUMED_SPANS = 8, 20
_SHORTEST, _LONGEST = 2.0, 120.0


AS_LAST_TIME = "照上次的情况"


class Outlook(Struct, frozen=True):
    """The steps that are left as far as can be told, and how sure that is: at most so many as long
    as facts are missing, so many as they were where facts were taken over and not confirmed yet."""

    steps: Sequence[Step]
    sure: str

    def time(self, assessment: Assessment) -> str:
        """Say 最多约剩 18 分钟."""
        return f"{self.sure}约剩 {minutes(self.steps, assessment)} 分钟"


def outlook(rulebook: Rulebook, left: Sequence[Step], assessment: Assessment) -> Outlook:
    """Tell what of the steps that are left will be asked: the one unit of every such number."""
    if all(isinstance(step, AskQuestion) for step in left):
        return Outlook(left, "")
    taken_over = any(answer.state == CARRIED for answer in assessment.facts.values())
    steps = likely(rulebook, left, assessment) or left[:1]
    return Outlook(steps, AS_LAST_TIME if taken_over else "最多")


def likely(rulebook: Rulebook, steps: Sequence[Step], assessment: Assessment) -> Sequence[Step]:
    """Return those of the steps that are asked where the facts taken over are still so."""
    confirmed = as_confirmed(assessment)
    if confirmed == assessment:
        return steps
    applying = {step.id for step in plan(rulebook, confirmed)}
    return [step for step in steps if step.id in applying]


def is_encouragement(step: Step) -> bool:
    """Whether it asks what the law only encourages."""
    return isinstance(step, AskQuestion) and step.role is None


def in_parts(steps: Sequence[Step]) -> str:
    """单位和直播间 6 题、主体情况 23 题、义务 115 题、倡导 3 题."""
    counts = dict.fromkeys(("单位和直播间", "主体情况", "义务", "倡导"), 0)
    for step in steps:
        match step:
            case AskDetail() | AskRooms():
                counts["单位和直播间"] += 1
            case AskFact():
                counts["主体情况"] += 1
            case AskQuestion():
                counts["倡导" if is_encouragement(step) else "义务"] += 1
            case _ as never:
                assert_never(never)
    return "、".join(f"{name} {count} 题" for name, count in counts.items() if count)


def counted(steps: Iterable[Step]) -> str:
    """118 题，其中倡导 2 题: how many there are, and how many of them count in no conclusion."""
    listed = list(steps)
    only = sum(map(is_encouragement, listed))
    return f"{len(listed)} 题" + (f"，其中倡导 {only} 题" if only else "")


def minutes(steps: Iterable[Step], assessment: Assessment) -> int:
    """Estimate whole minutes for the steps, never less than one unless there are none."""
    assumed = [seconds(step, carried=_is_taken_over(step, assessment)) for step in steps]
    spans, total = _own_spans(assessment), sum(assumed)
    if len(spans) >= _FEWEST:
        # Both count, the assumption as _ASSUMED_SPANS answers: no answer makes the figure leap.
        measured = sum(spans) * len(assumed)
        total = (total * _ASSUMED_SPANS + measured) / (_ASSUMED_SPANS + len(spans))
    return ceil(total / 60)


def _is_taken_over(step: Step, assessment: Assessment) -> bool:
    """Whether Enter confirms what was answered to a step in the last round."""
    if not isinstance(step, AskFact | AskQuestion):
        return False
    answer = answer_to(assessment, step)
    return is_carried(step.asked, answer) and not is_of_last_period(step.asked, answer)


def seconds(step: Step, *, carried: bool = False) -> float:
    """Estimate what one step takes, by the characters that are read before it is answered."""
    match step:
        case AskRooms():
            return SECONDS_TO_TYPE_NAMES
        case AskDetail(detail=detail):
            return reading(*screen.DETAILS[detail]) + SECONDS_TO_TYPE_NAMES
        case AskFact() | AskQuestion():
            title = step.obligation.title if isinstance(step, AskQuestion) else ""
            choices = () if carried else menu(step.asked)
            think = SECONDS_TO_CONFIRM if carried else SECONDS_TO_ANSWER
            return reading(title, step.asked.ask, *choices) + think
        case _ as never:
            assert_never(never)


def own_pace(assessment: Assessment) -> float | None:
    """Return the seconds between answers of the file; None until eight intervals are known.

    Intervals below two seconds were not typed by a person, those above two minutes are breaks.
    """
    spans = _own_spans(assessment)
    return mean(spans) if len(spans) >= _FEWEST else None


def _own_spans(assessment: Assessment) -> list[float]:
    answers = (*assessment.facts.values(), *assessment.answers.values())
    try:
        moments = sorted(datetime.fromisoformat(answer.at) for answer in answers if answer.at)
    except (TypeError, ValueError):
        return []
    spans = [(late - early).total_seconds() for early, late in pairwise(moments)]
    return [span for span in spans if _SHORTEST <= span <= _LONGEST]
