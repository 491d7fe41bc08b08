"""Reads the `due` of an obligation: recurring and event-bound deadlines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from checklist.law.model import (
    Before,
    Due,
    EveryMonths,
    InMonths,
    PromptlyAfter,
    Timing,
    WithinWorkingDays,
)
from checklist.yaml import schema as shown
from checklist.yaml.keys import placed_texts, text
from checklist.yaml.nodes import Node, shortened
from checklist.yaml.schema import Schema
from checklist.yaml.shape import Fields, Key, Record, Rule, needs
from checklist.yaml.values import whole_number

_TIMINGS = ("every", "in", "within", "before", "promptly_after")
_WITHIN = "写上几个工作日，例如 within: 3个工作日"


def _measured(text: str, unit: str, most: int) -> int | None:
    return whole_number(text[: -len(unit)], most=most) if text.endswith(unit) else None


def _span(
    mend: str,
    pattern: str,
    units: tuple[tuple[str, int, int], ...],
    made: Callable[[int, Fields], Timing],
) -> Key:
    """A number of one of some units, each with what it counts for and the most there may be."""

    def measured(written: str, fields: Fields, key: str) -> Timing:
        for unit, worth, most in units:
            number = _measured(written, unit, most)
            if number is not None:
                return made(number * worth, fields)
        if written:
            what = f"的 {key} 不能是 {shortened(written)}"
            fields.complain(fields.values[key], what, f"{mend}，数字用半角")
        return made(1, fields)

    return text(mend, schema={"type": "string", "pattern": pattern}).then(measured)


def _months(mend: str) -> Key:
    def read(fields: Fields, key: str, node: Node) -> Timing:
        months: list[int] = []
        for written, place in placed_texts(fields, key, node):
            month = _measured(written, "月", 12)
            if month is None:
                fields.complain(place, f"的 {key} 里不能有 {shortened(written)}", mend)
            else:
                months.append(month)
        if months != sorted(months):
            fields.complain(node, f"的 {key} 没有按月份的先后写", "从 1月 到 12月 排好")
        return InMonths(tuple(months))

    month: Schema = {"type": "string", "pattern": "^([1-9]|1[0-2])月$"}
    return Key(mend, read, {**shown.listed(month), "uniqueItems": True})


def _working_days(days: int, fields: Fields) -> Timing:
    fields.require("after")
    return WithinWorkingDays(days=days, after=fields["after"] or "")


def _is_one_timing(fields: Fields) -> None:
    given = [key for key in _TIMINGS if key in fields]
    if fields.values and not given:
        fields.complain(fields.node, "没有写期限", f"写上其中之一：{'、'.join(_TIMINGS)}")
    for key in given[1:]:
        mend = "一项只写一个期限；几个期限分成几项"
        fields.complain(fields.values[key], f"既有 {given[0]} 又有 {key}", mend)


def _due(*, to: str | None, **timings: Any) -> Due:
    given = (timings[key] for key in _TIMINGS if timings[key] is not None)
    return Due(timing=next(given, EveryMonths(1)), to=to)


DUE = Record(
    _due,
    {
        "every": _span(
            "写上间隔，例如 every: 6个月，或者 every: 1年",
            "^([1-9][0-9]{0,2}个月|[1-9][0-9]?年)$",
            (("个月", 1, 999), ("年", 12, 99)),
            lambda months, _: EveryMonths(months),
        ),
        "in": _months("写上月份，例如 in: [1月, 7月]"),
        "within": _span(
            _WITHIN, "^[1-9][0-9]{0,2}个工作日$", (("个工作日", 1, 999),), _working_days
        ),
        "after": text("写上从什么事起算，例如 after: 公示的信息变更"),
        "before": text("写上在什么事之前，例如 before: 每次直播").then(
            lambda event, *_: Before(event)
        ),
        "promptly_after": text("写上在什么事之后及时，例如 promptly_after: 采取处置措施").then(
            lambda event, *_: PromptlyAfter(event)
        ),
        "to": text("写上报送给谁"),
    },
    rules=[
        Rule(_is_one_timing, {"oneOf": [{"required": [key]} for key in _TIMINGS]}),
        Rule(schema={"dependentRequired": {"within": ["after"]}}),
        needs("after", "within", f"{_WITHIN}；没有天数的用 promptly_after"),
    ],
)
