"""Which regulations the answers were held against, which not, and since when those are in force."""

from __future__ import annotations

from checklist.evaluation.model import Findings
from checklist.law.applicability import Applies
from checklist.law.model import Regulation
from checklist.law.wording import day


def not_compared(findings: Findings) -> str:
    """Name the regulations that may bind and were left out; empty where there are none."""
    period = findings.assessment.period
    until = min(findings.as_of, period.last) if period else findings.as_of
    begun = "、".join(
        f"《{each.title}》（{day(each.in_force)}起施行）"
        for each in findings.not_compared
        if each.in_force <= until
    )
    later = "、".join(
        f"《{each.title}》（{day(each.in_force)}起施行）"
        for each in findings.not_compared
        if each.in_force > until
    )
    when = "判断基准日" if until == findings.as_of else "自查期间里"
    sentences = (
        f"没有对照{begun}：受不受它约束、是否符合，这里都没有查。" if begun else "",
        f"{when}还没有施行，没有对照：{later}。" if later else "",
    )
    return "".join(sentences)


def _binds(findings: Findings, regulation: Regulation) -> bool:
    """Whether a regulation binds the respondent, or may."""
    return any(
        finding.binding.applies is not Applies.NO
        and findings.rulebook.regulation_of(finding.obligation.source) is regulation
        for finding in findings.findings
    )


def unbound(findings: Findings) -> str:
    """That one of several regulations does not bind the respondent at all; empty where each does,
    or none."""
    regulations = findings.rulebook.regulations
    free = [each for each in regulations if not _binds(findings, each)]
    if not free or len(free) == len(regulations):
        return ""
    return f"按所填的主体情况，{'、'.join(f'《{each.title}》' for each in free)}的各条都不适用。"


def before_force(findings: Findings) -> str:
    """That the period begins before the regulation was in force; empty where it does not."""
    period, regulations = findings.assessment.period, findings.rulebook.regulations
    told = [each for each in regulations if len(regulations) == 1 or _binds(findings, each)]
    later = [each for each in told if period and period.first < each.in_force]
    if period is None or not later:
        return ""
    of = {each: f"《{each.title}》的" if len(regulations) > 1 else "" for each in later}
    days = "、".join(f"{of[each]}施行日{day(each.in_force)}" for each in later)
    return (
        f"自查期间从{day(period.first)}算起，早于{days}："
        "施行以前的行为不适用这部规章，凡是只因那时的行为得出的不符合，都不算数。"
    )
