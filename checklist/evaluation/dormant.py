"""Answers that are kept and count for nothing now, and which of them fall short."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from checklist.assessment.model import Assessment
from checklist.evaluation.judge import judge
from checklist.evaluation.model import Findings, Outcome
from checklist.law.applicability import Applies
from checklist.law.model import Rulebook


class Dormant(Struct, frozen=True):
    """The keys of answers that count for nothing now, as what they are to does not bind or is not
    asked any more; those among them that fall short."""

    answers: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()


def dormant(findings: Findings) -> Dormant:
    """Return the answers that no finding rests on."""
    assessment = findings.assessment
    counted = {
        judged.key
        for finding in findings.findings
        if finding.binding.applies is not Applies.NO
        for judged in finding.judged
    }
    said = (key for key, answer in assessment.answers.items() if answer.value is not None)
    keys = tuple(key for key in said if key not in counted)
    return Dormant(answers=keys, failing=falling_short(findings.rulebook, assessment, keys))


def falling_short(
    rulebook: Rulebook, assessment: Assessment, keys: Iterable[str]
) -> tuple[str, ...]:
    """Return which of some answers fall short, in any room, whether or not the duty binds."""
    asked = rulebook.questions()

    def falls_short(key: str) -> bool:
        answer, question = assessment.answers[key], asked[key]
        values = (answer.value, *answer.apart.values())
        return any(judge(question, value).outcome is Outcome.GAP for value in values)

    duties = (
        key
        for key in keys
        if key in asked and not rulebook.obligation(key.partition("/")[0]).is_encouragement
    )
    return tuple(filter(falls_short, duties))
