"""Which regulations the answers were held against, which not, since when those are in force,
and what is not due yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from checklist.assessment.wording import A_DAY
from checklist.evaluation.dormant import dormant as dormant_answers
from checklist.evaluation.model import Findings, Judged, Status
from checklist.law.applicability import Applies
from checklist.law.model import About, Question, Regulation
from checklist.law.wording import citation, day
from checklist.report.beside import Unused
from checklist.report.view.model import Line, Report

_MOST_NAMED = 8


def cautions(report: Report) -> Iterator[str]:
    """Say which checks were not used, which regulations were left out, do not bind or were not in
    force, and that breaches were answered which count for nothing."""
    yield from map(stale_check, report.beside.unused)
    findings = report.findings
    asleep = "" if report.topic else dormant(findings, only_failing=True)
    for words in (not_compared(findings), unbound(findings), before_force(report), asleep):
        if words:
            yield words


def not_compared(findings: Findings) -> str:
    """Name the regulations that may bind and were left out; empty where there are none."""
    period = findings.assessment.period
    until = min(findings.as_of, period.last) if period else findings.as_of
    named = {
        each: f"《{each.title}》（{day(each.in_force)}起施行）" for each in findings.not_compared
    }
    begun = "、".join(words for each, words in named.items() if each.in_force <= until)
    later = "、".join(words for each, words in named.items() if each.in_force > until)
    when = "判断基准日" if until == findings.as_of else "自查期间里"
    checked = f"没有对照{begun}：受不受它约束、是否符合，这里都没有查。" if begun else ""
    return checked + (f"{when}还没有施行，没有对照：{later}。" if later else "")


def dormant(findings: Findings, *, only_failing: bool = False) -> str:
    """有10题的答复现在不计入，其中6题答的不合要求: how many answers are kept and count for nothing,
    and that some fall short; empty where there are none."""
    kept = dormant_answers(findings)
    if not (kept.failing if only_failing else kept.answers):
        return ""
    among = f"，其中{len(kept.failing)}题答的不合要求：请核对主体情况" if kept.failing else ""
    return f"有{len(kept.answers)}题的答复现在不计入（所问的义务不适用，或者不再问）{among}。"


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


def begun_later(findings: Findings) -> list[Regulation]:
    """The regulations that bind, or may, and came into force only within the self-audit period."""
    period, regulations = findings.assessment.period, findings.rulebook.regulations
    binding = [each for each in regulations if len(regulations) == 1 or _binds(findings, each)]
    return [each for each in binding if period and period.first < each.in_force]


def before_force(report: Report, *, by_number: bool = False) -> str:
    """That the period begins before a regulation was in force, and which breaches may be of acts
    before that day; empty where none can be. They are named by their number in the report, or else
    by article."""
    findings = report.findings
    later = begun_later(findings)
    concerned = {
        number: findings.rulebook.regulation_of(line.obligation.source)
        for number, line in enumerate(report.breaches, start=1)
        if any(_asks_of_before(judged, findings, line) for judged in line.failed)
    }
    concerned = {
        number: regulation for number, regulation in concerned.items() if regulation in later
    }
    if findings.assessment.period is None or not concerned:
        return ""
    several = len(findings.rulebook.regulations) > 1
    days = "、".join(
        f"{f'《{regulation.title}》的' if several else ''}施行日{day(regulation.in_force)}"
        for regulation in later
        if regulation in concerned.values()
    )
    of = "个" if by_number else "处"
    more = f"等{len(concerned)}{of}" if len(concerned) > _MOST_NAMED else ""
    named = [citation(report.breaches[number - 1].obligation.source) for number in concerned]
    shown = map(str, concerned) if by_number else dict.fromkeys(named)
    items = f"{'、'.join([*shown][:_MOST_NAMED])}{more}"
    which = f"编号{items}" if by_number else f"（{items}）"
    return (
        f"自查期间从{day(findings.assessment.period.first)}算起，早于{days}：施行以前的行为不适用"
        f"它的规定，不符合事项{which}只因那时的行为才不符合的，不算数。"
    )


def asked(findings: Findings, question: Question) -> str:
    """A question as it was put, and which part of the self-audit period it is about."""
    return f"{question.ask}{asked_since(findings, question)}"


def asked_since(findings: Findings, question: Question, *, dated: bool = True) -> str:
    """（只问施行以来：2026-09-01 至 2026-10-31）: which part of the self-audit period a question is
    about, where its regulation came into force within it; empty where the question says that."""
    period, since = findings.assessment.period, asked_from(findings, question)
    if period is None or since is None:
        return ""
    return f"（只问施行以来{f'：{since} 至 {period.last}' if dated else ''}）"


def asked_from(findings: Findings, question: Question) -> date | None:
    """The day within the self-audit period from which alone a question is about it; None where it
    is about the whole period, or says its day itself."""
    period = findings.assessment.period
    since = findings.rulebook.regulation_of(question).in_force
    whole = period is None or not period.first < since <= period.last or question.until is not None
    if whole or question.about is not About.PERIOD or A_DAY.search(question.ask):
        return None
    return since


def since_when(findings: Findings) -> str:
    """写“只问施行以来”的，多渠道规定指2026-09-01至2026-10-31。 Said above them."""
    period = findings.assessment.period
    within = [
        f"{each.short or f'《{each.title}》'}指{each.in_force}至{period.last}"
        for each in findings.rulebook.regulations
        if period and period.first < each.in_force <= period.last
    ]
    return f"写“只问施行以来”的，{'，'.join(within)}。" if within else ""


def _asks_of_before(judged: Judged, findings: Findings, line: Line) -> bool:
    """Whether a question may be about days before its regulation was in force: it says neither from
    which day on it asks, nor that it asks since then (`asked_since`)."""
    since = day(findings.rulebook.regulation_of(line.obligation.source).in_force)
    if (
        judged.question.until
        or judged.question.about is About.PRESENT
        or since in judged.question.ask
    ):
        return False
    return not asked_since(findings, judged.question)


CALLED = {"records": "记录核对", "replay": "录像核查"}
"""The checks of records and recordings."""


def stale_check(check: Unused) -> str:
    """记录核对（2026-11-20）已失效，没有用它：记录核对以后，自查期间变了。…"""
    called = CALLED[check.check]
    changed = "自查期间" if check.other_period else "直播间名单"
    return (
        f"{called}（{check.at[:10]}）已失效，没有用它：{called}以后，{changed}变了。"
        f"再运行一次 checklist {check.check}。"
    )


def address(regulation: Regulation) -> str:
    """What stands before the address of the text: only one that somebody opened is official."""
    return "官方网页 " if regulation.url_checked else "网址（没有打开核对）"


def not_due(first: date) -> str:
    """What is said in place of a result before the first day on which something is due."""
    return f"本期未到期（{day(first)}到期）"


def waiting(line: Line) -> str:
    """The same of a line, with how many questions it is where others are judged; empty where all is
    due, or where a gap or something open stands before it."""
    early = [judged.not_yet for judged in line.judged if judged.not_yet]
    if not early or line.finding.status not in (Status.SATISFIED, Status.NOT_APPLICABLE):
        return ""
    some = f"，{len(early)}题" if len(early) < len(line.judged) else ""
    return f"{some}{not_due(min(early))}"
