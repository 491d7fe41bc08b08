"""Answers that are kept and count for nothing now, and which of them fall short."""

from __future__ import annotations

from collections.abc import Container

from msgspec import Struct

from checklist.assessment.model import Assessment
from checklist.assessment.questionnaire import AskQuestion, plan
from checklist.evaluation.judge import judge
from checklist.evaluation.model import Findings, Outcome
from checklist.law.applicability import Applies
from checklist.law.model import Rulebook


class Dormant(Struct, frozen=True):
    """The keys of answers that count for nothing now, as what they are to does not bind or is not
    asked any more; those among them that fall short of a duty that does not bind."""

    answers: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()


def dormant(findings: Findings) -> Dormant:
    """Return the answers that no finding rests on."""
    bound = [each for each in findings.findings if each.binding.applies is not Applies.NO]
    counted = {judged.key for finding in bound for judged in finding.judged}
    entries = {finding.obligation.id for finding in bound}
    return _besides(findings.rulebook, findings.assessment, counted, entries)


def not_asked(rulebook: Rulebook, assessment: Assessment) -> Dormant:
    """Return the answers to what the questionnaire does not ask now."""
    steps = [step for step in plan(rulebook, assessment) if isinstance(step, AskQuestion)]
    asked, entries = {step.key for step in steps}, {step.obligation.id for step in steps}
    return _besides(rulebook, assessment, asked, entries)


def _besides(
    rulebook: Rulebook, assessment: Assessment, counted: Container[str], entries: Container[str]
) -> Dormant:
    """The answers besides those that are counted; `entries` are those that bind, or may."""
    questions = rulebook.questions()

    def falls_short(key: str) -> bool:
        entry, answer = key.partition("/")[0], assessment.answers[key]
        if key not in questions or entry in entries or rulebook.obligation(entry).is_encouragement:
            return False
        values = (answer.value, *answer.apart.values())
        return any(judge(questions[key], value).outcome is Outcome.GAP for value in values)

    said = (key for key, answer in assessment.answers.items() if answer.value is not None)
    keys = tuple(key for key in said if key not in counted)
    return Dormant(answers=keys, failing=tuple(filter(falls_short, keys)))
