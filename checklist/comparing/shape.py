"""Holds JSON data against a JSON Schema, in Chinese: the keywords that our own schemas use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

_TYPES = {
    "object": ("对象", dict),
    "array": ("列表", list),
    "string": ("文字", str),
    "integer": ("整数", int),
    "boolean": ("true 或者 false", bool),
    "null": ("null", type(None)),
}
_LONGEST = 40


def mistakes(value: Any, schema: Any, *, root: Any = None, at: str = "") -> Iterator[str]:
    """What is wrong and at which place, such as “findings[3].status 应为……”.

    Stricter than the standard in two points: 1.0 is no integer, and a `format: date` is a day of
    the calendar.
    """
    root = schema if root is None else root
    place = at or "最外层"
    if "$ref" in schema:
        target = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        yield from mistakes(value, target, root=root, at=at)
        return
    if "oneOf" in schema:
        fits = [one for one in schema["oneOf"] if not any(mistakes(value, one, root=root, at=at))]
        if len(fits) != 1:
            yield f"{place} 的写法不在允许的几种之内"
        return
    wanted = schema.get("type")
    if wanted is not None:
        kinds = wanted if isinstance(wanted, list) else [wanted]
        if not any(_is(value, kind) for kind in kinds):
            names = "或者".join(_TYPES[kind][0] for kind in kinds)
            yield f"{place} 应为{names}，实际是{_shown(value)}"
            return
    allowed = [schema["const"]] if "const" in schema else schema.get("enum")
    if allowed is not None and not any(
        type(value) is type(one) and value == one for one in allowed
    ):
        yield f"{place} 应为 {'、'.join(map(_shown, allowed))}，实际是{_shown(value)}"
        return
    match value:
        case dict():
            yield from _object(value, schema, root, at)
        case list():
            yield from _array(value, schema, root, at)
        case str():
            yield from _text(value, schema, place)
        case int() if not isinstance(value, bool) and value < schema.get("minimum", value):
            yield f"{place} 不能小于 {schema['minimum']}，实际是{_shown(value)}"


def _object(value: dict[str, Any], schema: Any, root: Any, at: str) -> Iterator[str]:
    place = at or "最外层"
    properties = schema.get("properties", {})
    further = schema.get("additionalProperties", True)
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{place} 缺少 {name}"
    for name, one in value.items():
        inner = f"{at}.{_clip(name)}" if at else _clip(name)
        if name in properties:
            yield from mistakes(one, properties[name], root=root, at=inner)
        elif further is False:
            yield f"{place} 不应有 {_clip(name)}"
        elif further is not True:
            yield from mistakes(one, further, root=root, at=inner)


def _array(value: list[Any], schema: Any, root: Any, at: str) -> Iterator[str]:
    place = at or "最外层"
    if len(value) < schema.get("minItems", 0):
        yield f"{place} 至少要有 {schema['minItems']} 项"
    if schema.get("uniqueItems") and any(one in value[:number] for number, one in enumerate(value)):
        yield f"{place} 里有重复的项"
    if "items" in schema:
        for number, one in enumerate(value):
            yield from mistakes(one, schema["items"], root=root, at=f"{at}[{number}]")


def _text(value: str, schema: Any, place: str) -> Iterator[str]:
    if len(value) < schema.get("minLength", 0):
        yield f"{place} 不能为空"
    elif "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{place} 的写法不对，实际是{_shown(value)}"
    elif schema.get("format") == "date":
        try:
            date.fromisoformat(value)
        except ValueError:
            yield f"{place} 不是日历上的日期，实际是{_shown(value)}"


def _is(value: Any, kind: str) -> bool:
    return isinstance(value, _TYPES[kind][1]) and (kind == "boolean" or not isinstance(value, bool))


def _shown(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int() | float():
            return _clip(str(value))
        case str():
            return f"“{_clip(value)}”"
        case list():
            return "列表"
        case _:
            return "对象"


def _clip(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "……"
