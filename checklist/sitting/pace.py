"""This module estimates how long the rest takes: at one's own pace, once that is known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from math import ceil
from statistics import mean
from typing import assert_never

from checklist.assessment.model import Assessment
from checklist.assessment.questionnaire import AskDetail, AskFact, AskQuestion, AskRooms, Step
from checklist.assessment.values import menu
from checklist.sitting.screen import DETAILS

CHARACTERS_A_SECOND = 6.5
"""Chinese is read silently at about 390 characters a minute (Brysbaert 2019, 260 words)."""
SECONDS_TO_ANSWER = 4.0
"""This is to decide and type, for someone who knows how their company works."""
SECONDS_TO_TYPE_NAMES = 15.0
ASSUMED = f"按每秒读 {CHARACTERS_A_SECOND} 字、每题再想和输入 {SECONDS_TO_ANSWER:.0f} 秒估计"
MEASURED = "按您已答各题的实际用时估计"

_FEWEST = 8
_SHORTEST, _LONGEST = 2.0, 120.0


def minutes(steps: Iterable[Step], assessment: Assessment) -> int:
    """Estimate whole minutes for the steps, never less than one unless there are none."""
    assumed = [seconds(step) for step in steps]
    own = own_pace(assessment)
    total = sum(assumed) if own is None else own * len(assumed)
    return ceil(total / 60)


def seconds(step: Step) -> float:
    """Estimate what one step takes, by the characters that are read before it is answered."""
    match step:
        case AskRooms():
            return SECONDS_TO_TYPE_NAMES
        case AskDetail(detail=detail):
            return _reading(*DETAILS[detail]) + SECONDS_TO_TYPE_NAMES
        case AskFact() | AskQuestion():
            title = step.obligation.title if isinstance(step, AskQuestion) else ""
            return _reading(title, step.asked.ask, *menu(step.asked)) + SECONDS_TO_ANSWER
        case _ as never:
            assert_never(never)


def own_pace(assessment: Assessment) -> float | None:
    """Return the seconds between answers of the file; None until eight intervals are known.

    Intervals below two seconds were not typed by a person, those above two minutes are breaks.
    """
    answers = (*assessment.facts.values(), *assessment.answers.values())
    try:
        moments = sorted(datetime.fromisoformat(answer.at) for answer in answers if answer.at)
    except (TypeError, ValueError):
        return None
    spans = [(late - early).total_seconds() for early, late in pairwise(moments)]
    spans = [span for span in spans if _SHORTEST <= span <= _LONGEST]
    return mean(spans) if len(spans) >= _FEWEST else None


def _reading(*texts: str) -> float:
    return sum(map(len, texts)) / CHARACTERS_A_SECOND
