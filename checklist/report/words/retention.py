"""How long what must be kept, and how long it is kept, in Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from checklist.assessment.wording import UNANSWERED, scalar
from checklist.evaluation.model import Outcome, Status
from checklist.law.applicability import Applies
from checklist.law.expectations import ExpectOneOf
from checklist.law.model import OtherLaw
from checklist.law.periods import end_of
from checklist.report.view.model import Clock, Example
from checklist.report.words.deadlines import counted
from checklist.report.words.wording import OUTCOME_STATUS, answered

NONE_KEPT = "没有适用的保存义务。"
LATEST = "同一份材料有几个期限的，保存到最晚的一天。"


def counted_from(clock: Clock) -> str:
    """The day from which the period runs, as the article names it."""
    return clock.line.obligation.counted_from or "条文未写明"


def required(clock: Clock) -> str:
    """How long the article demands."""
    return f"{clock.years}年" if clock.years else "条文未写年数"


YEARS_ONLY = "仅年数够"
"""What stands in place of 符合 where records are not kept as the period says."""


def verdict(clock: Clock) -> Status | None:
    """How a retention period came out; without a number of years, how its entry did.

    None where the years suffice and something else of the entry falls short: what is not kept, or
    counted from too early a day, is not kept long enough.
    """
    if clock.judged is None:
        return clock.line.finding.status
    if clock.line.finding.binding.applies is not Applies.YES:
        return Status.UNDETERMINED
    if clock.judged.outcome is Outcome.PASS and clock.line.failed:
        return None
    return OUTCOME_STATUS[clock.judged.outcome]


def worked(clocks: Iterable[Clock]) -> list[tuple[Clock, Example, tuple[str, ...]]]:
    """The examples with real dates, each once, with the titles of the entries it stands for."""
    alike: dict[tuple[object, ...], tuple[Clock, Example, dict[str, None]]] = {}
    for clock in clocks:
        if clock.judged and (shown := clock.example):
            columns = answered(clock.judged), verdict(clock), short(clock), recorded(clock)
            key = (clock.line.obligation.counted_from, shown, columns)
            alike.setdefault(key, (clock, shown, {}))[2][clock.line.obligation.title] = None
    return [(clock, shown, tuple(titles)) for clock, shown, titles in alike.values()]


def example(clock: Clock, shown: Example, titles: tuple[str, ...]) -> str:
    """回放：直播结束 2026-03-01 → 至少保存至 2029-03-01；按申报的保存到 2028-03-01，少365天。"""
    start = f"{clock.line.obligation.counted_from or '起算日'} {shown.start.isoformat()}"
    until = f"{'、'.join(titles)}：{start} → 至少保存至 {shown.required_until.isoformat()}"
    if shown.declared_until is None or verdict(clock) is None:
        return f"{until}；{undeclared(clock)}。"
    less = "".join(f"，{each}" for each in (short(clock), recorded(clock)) if each)
    return f"{until}；按申报的保存到 {shown.declared_until.isoformat()}{less}。"


def short(clock: Clock) -> str:
    """少365天; 至少少365天 where the count begins too early; empty where no day is missing."""
    days = clock.example.short_by if clock.example else 0
    early = any(
        judged.outcome is Outcome.GAP and isinstance(judged.question.expect, ExpectOneOf)
        for judged in clock.line.judged
    )
    return (f"至少少{days}天（所答的起算日更早）" if early else f"少{days}天") if days else ""


def recorded(clock: Clock) -> str:
    """记录里最短的只有1年11个月11天, where that is less than was declared; else empty."""
    shown = clock.example
    if clock.judged is None or shown is None:
        return ""
    measured = (seen.measured for seen in clock.judged.observed if not seen.holds)
    until = {end_of(shown.start, each): each for each in measured if each}
    least = min(until, default=date.max)
    is_less = until and least < (shown.declared_until or date.max)
    return f"记录里最短的只有{scalar(until[least])}" if is_less else ""


def undeclared(clock: Clock) -> str:
    """Why no declared span stands beside the example."""
    if verdict(clock) is None:
        return f"申报的年数够，但{beside(clock)}，能不能保存到这一天还不能说"
    answer = answered(clock.judged) if clock.judged else UNANSWERED
    if answer == UNANSWERED:
        return "保存期限还没有作答"
    return f"保存期限答的是“{answer}”，没有可以对照的年数"


def parallel(clocks: Iterable[Clock]) -> tuple[OtherLaw, ...]:
    """The provisions of other laws that keep the same material, each once."""
    related = (provision for clock in clocks for provision in clock.line.obligation.related)
    return tuple(dict.fromkeys(related))


def carve_outs(clocks: Iterable[Clock]) -> tuple[str, ...]:
    """What may displace a period by another law, each once."""
    displaced = (clock.line.obligation.carve_out for clock in clocks)
    return tuple(dict.fromkeys(filter(None, displaced)))


def beside(clock: Clock) -> str:
    """What else of the entry falls short or is open: 另有2题有缺口，1题未定; else empty."""
    others = [judged for judged in clock.line.judged if judged is not clock.judged]
    gaps = sum(judged.outcome is Outcome.GAP for judged in others)
    unclear = sum(judged.outcome is Outcome.OPEN or bool(judged.unclear) for judged in others)
    counts = counted((f"{gaps}题有缺口", gaps), (f"{unclear}题未定", unclear))
    return f"另有{counts}" if counts else ""
