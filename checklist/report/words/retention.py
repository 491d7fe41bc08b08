"""Retention periods in Chinese: verdicts, examples, and what runs beside them."""

from __future__ import annotations

from collections.abc import Iterable

from checklist.evaluation.model import Outcome, Status
from checklist.law.applicability import Applies
from checklist.law.model import OtherLaw
from checklist.report.view.model import Clock
from checklist.report.words.wording import OUTCOME_STATUS, answered

NONE = "没有适用的保存义务。"
LATEST = "同一份材料有几个期限的，保存到最晚的一天。"


def counted_from(clock: Clock) -> str:
    """The day from which the period runs, as the article names it."""
    return clock.line.obligation.counted_from or "条文未写明"


def required(clock: Clock) -> str:
    """How long the article demands."""
    return f"{clock.years}年" if clock.years else "条文未写年数"


def verdict(clock: Clock) -> Status:
    """How a retention period came out; without a number of years, how its entry did."""
    if clock.judged is None:
        return clock.line.finding.status
    if clock.line.finding.binding.applies is not Applies.YES:
        return Status.UNDETERMINED
    return OUTCOME_STATUS[clock.judged.outcome]


def worked(clocks: Iterable[Clock]) -> list[tuple[Clock, tuple[str, ...]]]:
    """The examples with real dates, each once, with the titles of the entries it stands for."""
    alike: dict[tuple[object, ...], tuple[Clock, dict[str, None]]] = {}
    for clock in clocks:
        if clock.judged is None or clock.example is None:
            continue
        key = (clock.line.obligation.counted_from, clock.example, answered(clock.judged))
        alike.setdefault(key, (clock, {}))[1][clock.line.obligation.title] = None
    return [(clock, tuple(titles)) for clock, titles in alike.values()]


def parallel(clocks: Iterable[Clock]) -> tuple[OtherLaw, ...]:
    """The provisions of other laws that keep the same material, each once."""
    related = (one for clock in clocks for one in clock.line.obligation.related)
    return tuple(dict.fromkeys(related))


def beside(clock: Clock) -> str:
    """What else of the entry falls short or is open: 另有2个缺口，1问未定; else empty."""
    others = [said for said in clock.line.judged if said is not clock.judged]
    gaps = sum(said.outcome is Outcome.GAP for said in others)
    unclear = sum(said.outcome is Outcome.OPEN or bool(said.unclear) for said in others)
    told = [f"{gaps}个缺口"] if gaps else []
    told += [f"{unclear}问未定"] if unclear else []
    return f"另有{'，'.join(told)}" if told else ""


def carve_outs(clocks: Iterable[Clock]) -> tuple[str, ...]:
    """What may displace a period by another law, each once."""
    found = (clock.line.obligation.carve_out for clock in clocks)
    return tuple(dict.fromkeys(one for one in found if one))
