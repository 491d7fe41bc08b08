"""This module keeps what of a sitting is left, what of it was skipped, and tells how much it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from checklist.assessment.model import Assessment
from checklist.assessment.questionnaire import (
    AskFact,
    AskQuestion,
    Step,
    is_answered,
    numbered,
    plan,
)
from checklist.evaluation.states import AnswerState, states
from checklist.law.model import Rulebook
from checklist.sitting.places import Scope
from checklist.sitting.shown import opening, pace, screen

_MANY = 5
"""From so many questions on it is said that an answer makes them fewer."""


@dataclass(kw_only=True)
class Left:
    """What is left of the part that is gone through; `steps` lists every step there is now."""

    rulebook: Rulebook
    assessment: Callable[[], Assessment]
    steps: Callable[[], Sequence[Step]]
    scope: Scope
    today: date
    passed: set[str] = field(default_factory=set)
    """The ids of steps that were skipped, or with --only looked at."""
    skipped: set[str] = field(default_factory=set)

    def to_go(self) -> list[Step]:
        """List what is still gone through in this sitting."""
        return [step for step in self.steps() if self.wants(step)]

    def holds(self, step: Step) -> bool:
        """Whether a step is of the part: with --only what is still gone through or was already."""
        is_gone_through = not self.scope.only or step.id in self.passed or self.wants(step)
        return is_gone_through and self.scope.holds(step, self.rulebook)

    def wants(self, step: Step) -> bool:
        """Whether a step is still gone through."""
        fresh = step.id not in self.passed
        return fresh and self.scope.wants(step, self.rulebook, self.assessment(), self.today)

    def after(self, step: Step | None) -> Step | None:
        """Return the next step that is wanted, behind another where there is one."""
        steps = self.steps()
        at = next((at for at, each in enumerate(steps) if step and each.id == step.id), -1)
        return next(filter(self.wants, (*steps[at + 1 :], *steps[: at + 1])), None)

    def skip(self, step: Step) -> None:
        """Leave a step for later."""
        self.passed.add(step.id)
        self.skipped.add(step.id)

    def put_off(self, but: Step | None = None) -> int:
        """Count what was skipped and is not answered since, but for the step that is asked."""
        return sum(
            step.id in self.skipped - {but.id if but else ""}
            and not is_answered(step, self.rulebook, self.assessment())
            for step in self.steps()
        )

    def place(self, step: Step) -> screen.Place:
        """Tell where a step stands among those of its kind, and how long the rest takes."""
        steps, left = self.steps(), [each for each in self.to_go() if each.id != step.id]
        total = sum(
            isinstance(other, type(step)) and not pace.is_encouragement(other) for other in steps
        )
        outlook = pace.outlook(self.rulebook, [step, *left], self.assessment())
        words = outlook.time(self.assessment())
        if self.scope:
            off = self.put_off(step)
            skipped = f"，另有跳过的 {off} 题" if off else ""
            words = f"本次还有 {len(outlook.steps)} 题{skipped}，{words}"
        return screen.Place(numbered(steps)[step.id], total, words)

    def so_far(self) -> str:
        """Say how much is answered, and how much of this part is left."""
        off = self.put_off()
        likely = pace.outlook(self.rulebook, self.to_go(), self.assessment()).steps
        left = len(likely) + off if self.scope else None
        words = opening.progress_words(self.rulebook, self.assessment(), of_part=left)
        words += f"（其中跳过的 {off} 题）" if self.scope and off else ""
        if self.scope.only is not AnswerState.GAP:
            return words
        by_step = (states(each, self.rulebook, self.assessment(), self.today)
                 for each in self.steps())  # fmt: skip
        remedied = sum(AnswerState.REMEDIED in each for each in by_step)
        return f"{words}（另有 {remedied} 题缺口已整改，不再问）" if remedied else words


def fewer_or_more(
    rulebook: Rulebook, before: Assessment, after: Assessment, steps: Sequence[Step]
) -> Iterator[str]:
    """Say that an answer makes the questions to come many fewer, or more; `steps` were there
    before."""
    was = {step.id for step in pace.likely(rulebook, steps, before)}
    now = {step.id for step in pace.likely(rulebook, plan(rulebook, after), after)}
    if len(gone := was - now) >= _MANY:
        yield f"  照这样，要问的少了 {len(gone)} 题。"
    if len(new := now - was) >= _MANY:
        yield f"  照这样，要问的多了 {len(new)} 题。"


def renumbered(
    before: Sequence[Step], after: Sequence[Step], assessment: Assessment
) -> Iterator[str]:
    """Say that what was answered under one number has another now."""
    was, now = numbered(before), numbered(after)
    for kind, answers, at in (
        (AskFact, assessment.facts, "主体{}"),
        (AskQuestion, assessment.answers, "第 {} 题"),
    ):
        of_kind = (step for step in after if isinstance(step, kind) and step.key in answers)
        moved = [step.id for step in of_kind if step.id in was and was[step.id] != now[step.id]]
        if moved:
            old, new = (at.format(numbers[moved[0]]) for numbers in (was, now))
            yield f"  题号变了：原来的{old}现在是{new}，后面的也变了；g、p 照新题号写。"
