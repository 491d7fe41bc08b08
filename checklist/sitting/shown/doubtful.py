"""This module words what speaks against answers: others, the days they are about, haste."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from checklist.assessment.exclusions import Scales
from checklist.assessment.model import Assessment
from checklist.assessment.objections import ShownPairs
from checklist.assessment.questionnaire import AskFact, AskQuestion, answer_to, plan
from checklist.assessment.typed import excerpt
from checklist.assessment.wording import contradictions
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.haste import haste
from checklist.evaluation.haste_words import all_first, in_haste
from checklist.law.model import Rulebook
from checklist.sitting.exceptions import the_others, ways_to
from checklist.sitting.places import numbered
from checklist.text import without_asides


def doubtful_lines(rulebook: Rulebook, assessment: Assessment, today: date) -> Iterator[str]:
    """Tell the answers that contradict each other, or can hardly be in the self-audit period."""
    for words in contradictions(rulebook, assessment):
        yield f"请核对主体情况：{words}"
    scales, shown = Scales(rulebook, assessment, today), ShownPairs()
    steps = plan(rulebook, assessment)
    numbers = numbered(steps)
    for step in steps:
        if not isinstance(step, AskFact | AskQuestion):
            continue
        number = numbers[step.id]
        at = f"主体{number}" if isinstance(step, AskFact) else f"第 {number} 题"
        for against in scales.objections(step.key, step.asked, answer_to(assessment, step)):
            if shown.is_new(step.key, against):
                other = the_others(steps, step.key, against)
                to = ways_to(steps, (step.key,))
                ask = excerpt(without_asides(step.asked.ask))
                yield f"请核对{at}{ask}（输入 {to}）：{against.what}；{against.mend}{other}。"


def hasty_lines(rulebook: Rulebook, assessment: Assessment, today: date) -> Iterator[str]:
    """Tell what speaks against the care with which it was answered."""
    if today < rulebook.in_force:
        return
    signs = haste(evaluate(rulebook, assessment, as_of=today))
    for each in signs.hurried:
        yield in_haste(each.section, each.answers, each.seconds, each.reading)
    if signs.first_options:
        yield all_first(signs.first_options, signs.admitting)
