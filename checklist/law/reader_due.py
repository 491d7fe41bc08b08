"""Reads the `due` of an obligation: recurring and event-bound deadlines."""

from __future__ import annotations

from collections.abc import Callable

from checklist.law.model import (
    Before,
    Due,
    EveryMonths,
    InMonths,
    PromptlyAfter,
    Timing,
    WithinWorkingDays,
)
from checklist.yaml.fields import Fields, whole_number
from checklist.yaml.nodes import shortened

DUE_KEYS = {
    "every": "写上间隔，例如 every: 6个月，或者 every: 1年",
    "in": "写上月份，例如 in: [1月, 7月]",
    "within": "写上几个工作日，例如 within: 3个工作日",
    "after": "写上从什么事起算，例如 after: 公示的信息变更",
    "before": "写上在什么事之前，例如 before: 每次直播",
    "promptly_after": "写上在什么事之后及时，例如 promptly_after: 采取处置措施",
    "to": "写上报送给谁",
}
TIMINGS = ("every", "in", "within", "before", "promptly_after")
MOST_MONTHS, MOST_YEARS, MOST_DAYS = 999, 99, 999


def read_due(entry: Fields) -> tuple[Due, ...]:
    """The deadlines of an entry; () where it has none."""
    return entry.each(
        "due", lambda node, name: _due(Fields(node, name, DUE_KEYS, entry.complaints))
    )


def _due(fields: Fields) -> Due:
    given = [key for key in TIMINGS if key in fields]
    if fields.values and not given:
        fields.complain(fields.node, "没有写期限", f"写上其中之一：{'、'.join(TIMINGS)}")
    for key in given[1:]:
        mend = "一项只写一个期限；几个期限分成几项"
        fields.complain(fields.values[key], f"既有 {given[0]} 又有 {key}", mend)
    if "after" in fields and "within" not in fields:
        mend = f"{DUE_KEYS['within']}；没有天数的用 promptly_after"
        fields.complain(fields.values["after"], "有 after 却没有 within", mend)
    timing = _TIMINGS[given[0]](fields) if given else EveryMonths(1)
    return Due(timing=timing, to=fields.optional_text("to"))


def _every(fields: Fields) -> Timing:
    text = fields.text("every")
    for unit, months, most in (("个月", 1, MOST_MONTHS), ("年", 12, MOST_YEARS)):
        number = _measured(text, unit, most)
        if number is not None:
            return EveryMonths(number * months)
    _refuse(fields, "every", text)
    return EveryMonths(1)


def _in(fields: Fields) -> Timing:
    months: list[int] = []
    for text, node in fields.placed_texts("in"):
        month = _measured(text, "月", 12)
        if month is None:
            what, mend = f"的 in 里不能有 {shortened(text)}", DUE_KEYS["in"]
            fields.complain(node, what, mend)
        else:
            months.append(month)
    if months != sorted(months):
        fields.complain(fields.values["in"], "的 in 没有按月份的先后写", "从 1月 到 12月 排好")
    return InMonths(tuple(months))


def _within(fields: Fields) -> Timing:
    text = fields.text("within")
    days = _measured(text, "个工作日", MOST_DAYS)
    if days is None:
        _refuse(fields, "within", text)
    return WithinWorkingDays(days=days or 1, after=fields.text("after"))


_TIMINGS: dict[str, Callable[[Fields], Timing]] = {
    "every": _every,
    "in": _in,
    "within": _within,
    "before": lambda fields: Before(fields.text("before")),
    "promptly_after": lambda fields: PromptlyAfter(fields.text("promptly_after")),
}


def _measured(text: str, unit: str, most: int) -> int | None:
    return whole_number(text[: -len(unit)], most=most) if text.endswith(unit) else None


def _refuse(fields: Fields, key: str, text: str) -> None:
    if text:
        what = f"的 {key} 不能是 {shortened(text)}"
        fields.complain(fields.values[key], what, f"{DUE_KEYS[key]}，数字用半角")
