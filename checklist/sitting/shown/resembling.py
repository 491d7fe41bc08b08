"""Earlier answers to questions that resemble one (`see`): shown beside it, never taken over."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.assessment.model import Assessment
from checklist.assessment.questionnaire import AskFact, AskQuestion, answer_to, is_answered, plan
from checklist.assessment.wording import spell
from checklist.law.model import Rulebook
from checklist.law.wording import citation
from checklist.sitting.shown.earlier import exceptions_words
from checklist.text import without_asides


def lines(
    rulebook: Rulebook, assessment: Assessment, step: AskFact | AskQuestion, *, is_like: bool
) -> Iterator[str]:
    """Tell each answer that stands; a question that is not asked here is passed over, and so is the
    one whose answer is offered for this too (`is_like`)."""
    if not isinstance(step, AskQuestion) or not step.question.see:
        return
    keys = {*step.question.see} - ({step.question.often_like} if is_like else set())
    for other in plan(rulebook, assessment):
        if not isinstance(other, AskQuestion) or other.key not in keys:
            continue
        answer = answer_to(assessment, other)
        if answer and answer.value is not None and is_answered(other, rulebook, assessment):
            place = citation(other.obligation.source, other.question.item)
            words = spell(other.question, answer.value)
            words += exceptions_words(other.question, answer.apart, other.rooms)
            ask = without_asides(other.question.ask)
            yield f"  前面答过：{place} {ask} 答：{words}（只供参考，不代替这里的回答）"
