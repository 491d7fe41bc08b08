"""What recordings bear on: answers that they speak for or against."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.assessment.wording import spell
from checklist.evaluation.model import Finding, Findings, Judged, Observation
from checklist.law.applicability import Applies
from checklist.law.model import Rulebook
from checklist.replay.replayed import Replayed, observations_of
from checklist.text import without_asides


def bearing(replayed: Replayed, rulebook: Rulebook, findings: Findings) -> Iterator[str]:
    """A line for each observation: → art37-prompt/visible（r1，抽查）不合要求；与答复“是”不一致.

    What does not bind the respondent is told as 供参考, and never becomes a finding.
    """
    for seen in observations_of(replayed, rulebook):
        for finding in findings.findings:
            if finding.room not in (None, seen.room):
                continue
            yield from _lines(finding, seen)


def _lines(finding: Finding, seen: Observation) -> Iterator[str]:
    obligation = finding.obligation
    for question in obligation.questions:
        if obligation.key(question) != seen.key:
            continue
        labels = [each.label for each in question.options if each.id == seen.option]
        asked = f"“{labels[0] if labels else without_asides(question.ask)}”"
        ground = "，".join(filter(None, (seen.room, "抽查")))
        verdict = "待确认" if seen.undecided else f"{'' if seen.holds else '不'}合要求"
        if finding.binding.applies is Applies.NO:
            yield f"→ 供参考：{seen.key}（{ground}）{verdict}，{asked}不约束填报单位"
            continue
        judged = next((each for each in finding.judged if each.question == question), None)
        yield f"→ {seen.key}（{ground}）{verdict}：{asked}{_against(judged, seen)}"


def _against(judged: Judged | None, seen: Observation) -> str:
    """Whether it is what was answered."""
    if judged is None or judged.value is None:
        return "；这一题还没有答"
    if seen.undecided:
        return f"；答复是“{spell(judged.question, judged.value)}”"
    if any(each.observation == seen for each in judged.contradictions):
        return f"；与答复“{spell(judged.question, judged.value)}”不一致"
    return "；与答复一致" if seen.holds else "；答复也是不合要求"
