"""An assessment as the text of an answers file, in the rulebook's order, whatever came first."""

from __future__ import annotations

from collections.abc import Mapping

from checklist.assessment.as_data import answer_in_words, head_in_words
from checklist.assessment.model import Answer, Assessment
from checklist.assessment.values import Plain
from checklist.assessment.yaml_text import document
from checklist.law.model import Fact, Question, Rulebook

FORMAT = 1
SCHEMA_MARK = "# yaml-language-server: $schema="
SCHEMA_LINE = f"{SCHEMA_MARK}answers.schema.json"
"""Editors find the schema beside the file once `checklist rules schema answers -o` put it there."""
HEAD = "# 本文件由 checklist 读写；可以手改，但手写的注释不会保留"


def to_text(assessment: Assessment, rulebook: Rulebook, *, schema: str = SCHEMA_LINE) -> str:
    """The whole file, ending in a line break. Equal assessments give equal text.

    `schema` is the first line, which tells editors where the schema lies.
    """
    data: dict[str, Plain] = {"format": str(FORMAT)}
    if assessment.answered_to:
        data["rulebooks"] = [
            {"id": rules.id, "edition": rules.edition} for rules in assessment.answered_to
        ]
    data |= head_in_words(assessment)
    if assessment.facts:
        data["facts"] = _answers(assessment.facts, {fact.id: fact for fact in rulebook.facts})
    if assessment.answers:
        data["answers"] = _answers(assessment.answers, rulebook.questions())
    return f"{schema}\n{HEAD}\n{document(data)}"


def _answers(
    answers: Mapping[str, Answer], asked: Mapping[str, Question | Fact]
) -> dict[str, Plain]:
    """In the order of the rulebook; what it does not know comes last, by name."""
    known = [key for key in asked if key in answers]
    dormant = sorted(answers.keys() - asked.keys())
    return {key: answer_in_words(answers[key], asked.get(key)) for key in (*known, *dormant)}
