"""How much a fine can be, in Chinese: the bounds that penalties set."""

from __future__ import annotations

from collections.abc import Iterable

from checklist.law.model import Fine, Penalty, Step, Trigger
from checklist.law.wording import TRIGGER, yuan

AT_ONCE = "违反即可"


def highest(penalties: Iterable[Penalty]) -> str:
    """最高500万元: the highest bound of all; 最高为违法所得的5倍 where there is no other bound."""
    fines = [step.fine for each in penalties for step in each.steps if step.fine and step.fine.high]
    known = max((fine.high or 0 for fine in fines if not fine.times_of), default=0)
    if known:
        return f"最高{yuan(known)}"
    return next((f"最高为{fine.times_of}的{fine.high}倍" for fine in fines), "")


def briefly(penalties: Iterable[Penalty]) -> str:
    """违反即可，最高50万元或者违法所得的5倍; 情节严重的，最高200万元: no more than the bounds."""
    return _bounds([step for each in penalties for step in each.steps])


def beyond(steps: Iterable[Step], shown: Iterable[Step]) -> str:
    """The bounds of some steps, as far as they are higher than those of the steps shown."""
    fines = [step.fine for step in shown if step.fine]
    return _bounds(
        steps,
        reached=max((fine.high or 0 for fine in fines if not fine.times_of), default=0),
        multiple=max((fine.high or 0 for fine in fines if fine.times_of), default=0),
    )


def _bounds(steps: Iterable[Step], *, reached: int = 0, multiple: int = 0) -> str:
    """By condition, the highest amounts above those reached; a multiple only with the first, and
    only if it is a higher one than that reached."""
    steps = tuple(steps)
    parts: list[str] = []
    for trigger in Trigger:
        fines = [step.fine for step in steps if step.fine and step.on is trigger]
        high = max((fine.high or 0 for fine in fines if not fine.times_of), default=0)
        times = [fine for fine in fines if fine.times_of and (fine.high or 0) > multiple]
        if high > reached or (times and not parts):
            amounts = [yuan(high)] if high else []
            amounts += [f"{fine.times_of}的{fine.high}倍" for fine in times[:1]]
            parts.append(f"{when(trigger)}，最高{'或者'.join(amounts)}")
            reached = max(high, reached)
    return "；".join(parts)


def when(trigger: Trigger) -> str:
    """Under which condition: 违反即可; 拒不改正或者情节严重的."""
    return AT_ONCE if trigger is Trigger.BREACH else f"{TRIGGER[trigger]}的"


def at_most(stage: Step) -> str:
    """最高10万元; 没有违法所得的，最高30万元; 最高为违法所得的5倍."""
    where = f"{stage.where}，" if stage.where else ""
    fine = stage.fine
    if fine is None or fine.high is None:
        return f"{where}没有写明上限"
    of = f"为{fine.times_of}的{fine.high}倍" if fine.times_of else yuan(fine.high)
    return f"{where}最高{of}"


def span(fine: Fine | None) -> str:
    """1万元—10万元; 5000元以下; 违法所得的1—5倍; 没有写明金额."""
    if fine is None:
        return "没有写明金额"
    if fine.times_of:
        low = f"{fine.low}—" if fine.low else ""
        whole = f"{low}{fine.high}倍" if fine.high else f"{fine.low}倍以上"
        return f"{fine.times_of}的{whole}" + ("以下" if fine.high and not fine.low else "")
    if fine.low and fine.high:
        return f"{yuan(fine.low)}—{yuan(fine.high)}"
    if fine.high:
        return f"{yuan(fine.high)}以下"
    return f"{yuan(fine.low)}以上" if fine.low else "没有写明金额"
