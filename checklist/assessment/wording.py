"""What a respondent said, in Chinese: as it is shown and as it stands in the answers file."""

from __future__ import annotations

from typing import assert_never

from checklist.assessment.model import (
    Choice,
    Extreme,
    Mark,
    Picks,
    TimesAYear,
    Unread,
    Value,
    WorkingDays,
)
from checklist.law.model import Fact, Option, Question
from checklist.law.periods import Period
from checklist.text import inert

MARK = {Mark.YES: "是", Mark.NO: "否", Mark.UNKNOWN: "不清楚", Mark.INAPPLICABLE: "不适用"}
EXTREME = {Extreme.FOREVER: "长期", Extreme.NEVER: "从未"}
ALL = "全选"
NONE = "全不选"


def spell(question: Question | Fact, value: Value) -> str:
    """A value as a person would say it, with the options' labels; one inert line."""
    match value:
        case Choice(option=id):
            return inert(_labels(question.options).get(id, id))
        case Picks():
            return _spell_picks(question.options, value)
        case Unread(raw=raw):
            return inert(raw)
        case _:
            return scalar(value)


def scalar(value: Mark | Extreme | Period | WorkingDays | TimesAYear) -> str:
    """The one way such a value is written: 是, 长期, 3年6个月, 3个工作日, 每年2次."""
    match value:
        case Mark():
            return MARK[value]
        case Extreme():
            return EXTREME[value]
        case Period():
            return span(value)
        case WorkingDays(count=count):
            return f"{count}个工作日"
        case TimesAYear(count=count):
            return f"每年{count}次"
        case _ as never:
            assert_never(never)


def span(period: Period) -> str:
    """3年, 36个月, 1095天, 3年6个月; nothing at all is 0天."""
    parts = ((period.years, "年"), (period.months, "个月"), (period.days, "天"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0天"


def _labels(options: tuple[Option, ...]) -> dict[str, str]:
    return {option.id: option.label for option in options}


def _spell_picks(options: tuple[Option, ...], picks: Picks) -> str:
    """全选, 全不选, or the options grouped by what was said of them."""
    said = [picks.marks.get(option.id) for option in options]
    if said and all(mark is Mark.YES for mark in said):
        return ALL
    if said and all(mark is Mark.NO for mark in said):
        return NONE
    groups = []
    for mark, word in (*MARK.items(), (None, "未作答")):
        of = [option.label for option, one in zip(options, said, strict=True) if one is mark]
        if of:
            groups.append(f"{word}：{'、'.join(of)}")
    return inert("；".join(groups))
