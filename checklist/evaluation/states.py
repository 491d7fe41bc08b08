"""What is still to be said about a step of the questionnaire: nothing, or why it is looked at."""

from __future__ import annotations

from datetime import date
from enum import Enum

from checklist.assessment.exclusions import Scales
from checklist.assessment.model import Assessment, Choice, Mark, Value
from checklist.assessment.questionnaire import (
    AskDetail,
    AskFact,
    AskRooms,
    Step,
    answer_to,
    is_answered,
)
from checklist.assessment.recheck import needs_recheck
from checklist.evaluation.judge import judge, unsettled
from checklist.evaluation.model import OpenWhy, Outcome
from checklist.law.applicability import Applies
from checklist.law.model import Fact, Rulebook


class AnswerState(Enum):
    """未答、不清楚、待查实、待复核、缺口. A step can be in several; in none when all is well.

    IF_BOUND is a gap of an entry that may bind and is not known to. REMEDIED stands beside a gap
    that is mended everywhere since.
    """

    OPEN = "open"
    UNKNOWN = "unknown"
    UNPROVEN = "unproven"
    RECHECK = "recheck"
    GAP = "gap"
    IF_BOUND = "if_bound"
    REMEDIED = "remedied"


def states(
    step: Step, rulebook: Rulebook, assessment: Assessment, today: date
) -> frozenset[AnswerState]:
    """In which states a step is. What needs a recheck is in no other: it proves nothing."""
    if isinstance(step, AskDetail | AskRooms):
        return frozenset() if is_answered(step, rulebook, assessment) else _OPEN
    answer = answer_to(assessment, step)
    if answer is None or (answer.value is None and not answer.exceptions):
        return _OPEN
    if needs_recheck(step.asked, answer, rulebook, assessment):
        return frozenset({AnswerState.RECHECK})
    open_or_not = frozenset() if is_answered(step, rulebook, assessment) else _OPEN
    values = [answer.for_room(room.id) for room in step.rooms] or [answer.value]
    if isinstance(step, AskFact):
        is_unknown = any(is_undecided(step.fact, value) for value in values)
        return open_or_not | ({AnswerState.UNKNOWN} if is_unknown else set())
    scales = Scales(rulebook, assessment, today)
    of: list[str | None] = [room.id for room in step.rooms] or [None]
    judged = [
        judge(
            step.question,
            value,
            tuple(scales.against(step.key, step.question, value, room, answer)),
        )
        for room, value in zip(of, values, strict=True)
    ]
    is_duty = not step.obligation.is_encouragement
    gaps = [judgement for judgement in judged if judgement.outcome is Outcome.GAP]
    failing = [
        room for room, judgement in zip(of, judged, strict=True) if judgement.outcome is Outcome.GAP
    ]
    gap = set()
    if is_duty and failing:
        gap.add(AnswerState.GAP if step.binding.applies is Applies.YES else AnswerState.IF_BOUND)
        is_settled = not any(unsettled(judgement) for judgement in gaps)
        if is_settled and all(answer.remedied_since(room) for room in failing):
            gap.add(AnswerState.REMEDIED)
    return open_or_not | gap | {WHY[judgement.why] for judgement in judged if judgement.why}


def is_undecided(fact: Fact, value: Value | None) -> bool:
    """Whether a fact was answered and still is not known: 不清楚, or an option that says so."""
    if isinstance(value, Choice):
        return value.option in fact.undecided
    return value is Mark.UNKNOWN


def to_do(states: frozenset[AnswerState]) -> frozenset[AnswerState]:
    """What is still to be done of the states of a step: a gap that is mended is not."""
    mended = {AnswerState.GAP, AnswerState.IF_BOUND, AnswerState.REMEDIED}
    return states - mended if AnswerState.REMEDIED in states else states


_OPEN = frozenset({AnswerState.OPEN})
WHY = {
    OpenWhy.UNANSWERED: AnswerState.OPEN,
    OpenWhy.UNKNOWN: AnswerState.UNKNOWN,
    OpenWhy.INCONCLUSIVE: AnswerState.UNKNOWN,
    OpenWhy.UNPROVEN: AnswerState.UNPROVEN,
    OpenWhy.RECHECK: AnswerState.RECHECK,
    OpenWhy.IMPOSSIBLE: AnswerState.RECHECK,
    OpenWhy.EXCLUDED: AnswerState.RECHECK,
    OpenWhy.RECORDS: AnswerState.UNKNOWN,
}
