"""Reads the `due` of an entry: the deadlines that the law sets."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from checklist.law import timings
from checklist.law.timings import Act, Due, Timing
from checklist.yaml import schema as shown
from checklist.yaml.keys import placed_texts, text, word
from checklist.yaml.nodes import Node, shortened
from checklist.yaml.reading import day_in, whole_number
from checklist.yaml.schema import Schema, never
from checklist.yaml.shape import Fields, Key, Record, Rule, needs

_Unit = tuple[str, int, Callable[[int, Fields], Timing]]
"""How a unit is written, the most there may be of it, and what a number of it is."""

_TIMINGS = ("every", "in", "yearly", "within", "by", "before", "promptly_after")
_WITHIN = "写上几日或者几个工作日，例如 within: 30日，within: 3个工作日"
_ACTS = {
    "报送": Act.SUBMIT,
    "报告": Act.REPORT,
    "通报": Act.PASS_ON,
    "告知": Act.INFORM,
    "提醒": Act.REMIND,
    "备案": Act.FILE,
    "变更备案": Act.REFILE,
    "报送备案": Act.SUBMIT_AND_FILE,
}
_ANY_YEAR = 2025
"""No leap year: a deadline of every year is on a day that every year has."""


def _span(mend: str, pattern: str, *units: _Unit) -> Key:
    """A number of one of some units."""

    def measured(written: str, fields: Fields, key: str) -> Timing:
        for unit, most, made in units:
            number = whole_number(written, most=most, after=unit)
            if number is not None:
                return made(number, fields)
        if written:
            fields.complain(key, f"的 {key} 不能是 {shortened(written)}", f"{mend}，数字用半角")
        return timings.Once()

    return text(mend, schema={"type": "string", "pattern": pattern}).then(measured)


def _within(
    kind: type[timings.WithinDays | timings.WithinWorkingDays],
) -> Callable[[int, Fields], Timing]:
    def made(days: int, fields: Fields) -> Timing:
        fields.require("after")
        return kind(days=days, after=fields["after"] or "")

    return made


def _several(
    mend: str,
    item: Schema,
    read_one: Callable[[str], Any],
    in_order: str,
    made: Callable[[tuple[Any, ...]], Any],
) -> Key:
    """A list that stands in its order; `in_order` is how to mend one that does not."""

    def read(fields: Fields, key: str, node: Node) -> Any:
        values = []
        for written, place in placed_texts(fields, key, node):
            value = read_one(written)
            if value is None:
                fields.complain(place, f"的 {key} 里不能有 {shortened(written)}", mend)
            else:
                values.append(value)
        if values != sorted(values):
            fields.complain(node, f"的 {key} 没有按先后写", in_order)
        return made(tuple(values))

    return Key(mend, read, {**shown.listed(item), "uniqueItems": True})


def _day_of_year(written: str, fields: Fields, key: str) -> Timing:
    month, _, rest = written.partition("月")
    numbers = whole_number(month, most=12), whole_number(rest, most=31, after="日")
    if numbers[0] and numbers[1]:
        with suppress(ValueError):
            there = date(_ANY_YEAR, numbers[0], numbers[1])
            return timings.YearlyBy(month=there.month, day=there.day)
    if written:
        mend = "写上每年都有的一天，例如 yearly: 12月31日，数字用半角"
        fields.complain(key, f"的 {key} 不能是 {shortened(written)}", mend)
    return timings.Once()


def _is_one_timing(fields: Fields) -> None:
    """`by` may stand beside `within`: it says on which day that ends."""
    beside = {"by"} if "within" in fields else set[str]()
    given = [key for key in _TIMINGS if key in fields and key not in beside]
    if fields.values and not given:
        fields.complain(fields.node, "没有写期限", f"写上其中之一：{'、'.join(_TIMINGS)}")
    for key in given[1:]:
        fields.complain(key, f"既有 {given[0]} 又有 {key}", "一项只写一个期限；几个期限分成几项")


def _due(*, to: str | None, act: Act, by: tuple[date, ...] | None, **written: Any) -> Due:
    timing = (written[key] for key in _TIMINGS if written.get(key) is not None)
    return Due(timing=next(timing, timings.Once()), to=to, act=act, by=by or ())


_ONE: list[Schema] = [{"required": [key]} for key in _TIMINGS if key != "by"]

DUE = Record(
    _due,
    {
        "every": _span(
            "写上间隔，例如 every: 6个月，或者 every: 1年",
            "^([1-9][0-9]{0,2}个月|[1-9][0-9]?年)$",
            ("个月", 999, lambda months, _: timings.EveryMonths(months)),
            ("年", 99, lambda years, _: timings.EveryMonths(12 * years)),
        ),
        "in": _several(
            "写上月份，例如 in: [1月, 7月]",
            {"type": "string", "pattern": "^([1-9]|1[0-2])月$"},
            lambda written: whole_number(written, most=12, after="月"),
            "从 1月 到 12月 排好",
            timings.InMonths,
        ),
        "yearly": text(
            "写上每年在哪一天以前，例如 yearly: 12月31日",
            schema={"type": "string", "pattern": "^([1-9]|1[0-2])月([1-9]|[12][0-9]|3[01])日$"},
        ).then(_day_of_year),
        "within": _span(
            _WITHIN,
            "^[1-9][0-9]{0,2}(日|个工作日)$",
            ("日", 999, _within(timings.WithinDays)),
            ("个工作日", 999, _within(timings.WithinWorkingDays)),
        ),
        "after": text("写上从什么事起算，例如 after: 公示的信息变更"),
        "by": _several(
            "写上最后一天，例如 by: [2026-10-08]；有几种算法的都写上",
            shown.DAY,
            day_in,
            "最早的写在前面，判断所按的写在最后",
            tuple,
        ),
        "before": text("写上在什么事之前，例如 before: 每次直播").then(
            lambda event, *_: timings.Before(event)
        ),
        "promptly_after": text("写上在什么事之后及时，例如 promptly_after: 采取处置措施").then(
            lambda event, *_: timings.PromptlyAfter(event)
        ),
        "to": text("写上对谁做，例如 to: 平台住所地省级市场监督管理部门"),
        "act": word(
            _ACTS,
            f"照条文的动词写上：{'、'.join(_ACTS)}",
            missing=Act.SUBMIT,
        ),
    },
    rules=[
        Rule(_is_one_timing, {"oneOf": [*_ONE, {"required": ["by"], **never("within")}]}),
        Rule(schema={"dependentRequired": {"within": ["after"]}}),
        needs("act", "to", "写上对谁做，或者删去 act"),
        needs("after", "within", f"{_WITHIN}；没有天数的用 promptly_after"),
    ],
)
