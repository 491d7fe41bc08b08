"""What a changed fact does to the questionnaire, and which answers lie dormant."""

from __future__ import annotations

from msgspec import Struct

from checklist.assessment.model import Assessment
from checklist.assessment.questionnaire import AskFact, AskQuestion, Step, plan
from checklist.assessment.record import answer_to
from checklist.law.model import Rulebook


class Effect(Struct, frozen=True, kw_only=True):
    """Steps that are asked only after a change, and steps that are no longer asked."""

    appear: tuple[Step, ...]
    fall_dormant: tuple[Step, ...]

    def __bool__(self) -> bool:
        return bool(self.appear or self.fall_dormant)


def effect(rulebook: Rulebook, before: Assessment, after: Assessment) -> Effect:
    """What is asked after and not before, and the other way round, in the order of asking."""
    was, now = plan(rulebook, before), plan(rulebook, after)
    known, still = {step.id for step in was}, {step.id for step in now}
    return Effect(
        appear=tuple(step for step in now if step.id not in known),
        fall_dormant=tuple(step for step in was if step.id not in still),
    )


def said_to(assessment: Assessment, steps: tuple[Step, ...]) -> int:
    """To how many of the steps something was answered."""
    return sum(
        (answer := answer_to(assessment, step)) is not None and answer.value is not None
        for step in steps
        if isinstance(step, AskFact | AskQuestion)
    )


def dormant(rulebook: Rulebook, assessment: Assessment) -> tuple[str, ...]:
    """The keys of answers to questions that are not asked now: kept, and counted nowhere."""
    asked = {step.key for step in plan(rulebook, assessment) if isinstance(step, AskQuestion)}
    return tuple(
        key
        for key, answer in assessment.answers.items()
        if key not in asked and answer.value is not None
    )
