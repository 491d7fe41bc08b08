"""The answer to “did it get better?” in one sentence, and what stands below it."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.comparing import words
from checklist.comparing.model import Cause, Result
from checklist.comparing.view import View
from checklist.evaluation.model import Status
from checklist.report.words.wording import STATUS, day

_SHORT = {
    Cause.ANSWER: "作答变了",
    Cause.RULE: "规则册变了",
    Cause.FACTS: "主体情况变了",
    Cause.FACTS_OR_RULE: "主体情况或者规则册变了",
    Cause.ROOM: "直播间有增减",
}


def headline(view: View) -> str:
    """One sentence. Two respondents are never called better or worse than one another."""
    comparison = view.comparison
    if comparison.old == comparison.new:
        return f"{words.SAME}。"
    if not comparison.same_respondent:
        return "两份结果的填报主体不同：可以逐项对照，不能说变好变差。"
    worse, better = view.count(view.worse), view.count(view.better)
    than = _than(view)
    if worse and better:
        return f"与{than}相比有好有坏：{better}项改进，{worse}项变差。"
    if worse:
        return f"比{than}差了：{worse}项变差，没有改进。"
    if better:
        return f"比{than}好了：{better}项改进，没有变差的。"
    if view.other:
        return f"与{than}相比没有变好变差：{view.count(view.other)}项有别的变化。"
    return f"与{than}相比没有变化。"


def _than(view: View) -> str:
    old, new = view.old.result.as_of, view.new.result.as_of
    return "上一份结果" if old == new else day(old)


def moved(view: View) -> str:
    """不符合由16项变为12项，待确认4项没有变; the two that a manager asks after."""
    parts = []
    for status in (Status.NOT_SATISFIED, Status.UNDETERMINED):
        was, now = view.old.counts[status], view.new.counts[status]
        name = STATUS[status]
        parts.append(f"{name}仍是{now}项" if was == now else f"{name}由{was}项变为{now}项")
    return "，".join(parts) + "。"


def because(view: View) -> str:
    """变好变差的原因：作答变了8项，规则册变了3项; nothing where nothing got better or worse."""
    parts = [
        f"{_SHORT[one.cause]}{one.worse + one.better}项"
        for one in view.causes
        if one.worse + one.better
    ]
    return f"变好变差的原因：{'，'.join(parts)}。" if parts else ""


def cautions(view: View) -> Iterator[str]:
    """What keeps the two from being compared one to one."""
    comparison = view.comparison
    old, new = comparison.old, comparison.new
    if not comparison.same_respondent:
        yield f"旧结果的填报主体是{_named(old)}，新结果的是{_named(new)}。"
    if new.as_of < old.as_of:
        yield "新结果的判断基准日比旧结果早，请检查两份文件的先后。"
    for name, one in (("旧", old), ("新", new)):
        if one.altered:
            yield (
                f"{name}结果取自一份写出以后有改动的网页（与它自带的摘要不符），未必可信；"
                "核对用 checklist report verify。"
            )
    if not comparison.same_rules:
        yield "两份结果所用的规则册不同：因为规则册变了的，不说明做法变了。"


def _named(result: Result) -> str:
    name = result.respondent or "（名称未填写）"
    return f"{name}（{result.credit_code}）" if result.credit_code else name
