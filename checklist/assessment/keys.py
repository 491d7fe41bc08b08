"""The kinds of keys of an answers file. It is filled in like a form: what is empty is missing."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from checklist.assessment.typed import quoted
from checklist.yaml.keys import or_empty
from checklist.yaml.nodes import Node, Scalar
from checklist.yaml.reading import Reading, day_in, instead, spaced, suggestion
from checklist.yaml.schema import DAY, SCALAR, Schema
from checklist.yaml.shape import Fields, Key

ANY_TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}
FILLED: Schema = {**SCALAR, "minLength": 1}
_FEW = 12
_YEAR_FIRST = re.compile(r"[0-9]{4}-")


@dataclass(slots=True)
class FormReading(Reading):
    """What has been read of an answers file so far. Complaints call a value by its key alone."""

    names_keys_alone: bool = True

    def refuse(self, key: Scalar, fields: Fields) -> None:
        """Complain about a key that the mapping cannot have."""
        what = f"{spaced(fields.name)}里没有{quoted(key.value)}这个键"
        self.refuse_name(key, fields.record.keys, what)

    def refuse_name(self, name: Scalar, known: Collection[str], what: str) -> None:
        """Complain about a name that is not known, and suggest which was probably meant."""
        if len(known) <= _FEW:
            mend = instead(name.value, known, self.complaints)
        elif meant := suggestion(name.value, known, self.complaints):
            mend = f"改成 {meant}"
        else:
            mend = "检查拼写；不需要就删去这一行"
        self.complain(name, what, mend)


def text_in(node: Node, name: str, reading: Reading) -> str | None:
    """One piece of text, whatever is in it: lines and invisible characters are kept."""
    if isinstance(node, Scalar):
        return node.value
    mend = "冒号后面直接写文字；含有冒号、括号的加上引号"
    reading.complain(node, f"{spaced(name)}应是一段文字", mend)
    return None


def _text(fields: Fields, key: str, node: Node) -> str | None:
    return text_in(node, key, fields.reading)


def _filled(fields: Fields, key: str, node: Node) -> str | None:
    return text_in(node, key, fields.reading) or None


def _day(fields: Fields, key: str, node: Node) -> Any:
    text = _filled(fields, key, node)
    day = day_in(text or "")
    if text and day is None:
        what = f"{spaced(key)}不是日历上的日期：{quoted(text)}"
        fields.reading.complain(node, what, "写成 年-月-日，例如 2026-02-01")
    return day


def _moment(fields: Fields, key: str, node: Node) -> str | None:
    text = _filled(fields, key, node)
    try:
        datetime.fromisoformat(text if text and _YEAR_FIRST.match(text) else "")
    except ValueError:
        if text:
            what = f"{spaced(key)}不是时间：{quoted(text)}"
            mend = "写成 2026-10-31T09:30:00+08:00 这样，或者删去这一行"
            fields.reading.complain(node, what, mend)
        return None
    return text


def _entries(fields: Fields, key: str, node: Node) -> Node:
    entries: Node = fields.reading.entries(node, key)
    return entries


KEPT = Key("", _text, ANY_TEXT)
"""A text; an empty one says that nothing was to be told."""
TEXT = Key("", _filled, ANY_TEXT)
MOMENT = or_empty(Key("", _moment, {"type": "string", "pattern": "^[0-9]{4}-"}))
ON_DAY = or_empty(Key("", _day, DAY))


def day(mend: str, *, into: str) -> Key:
    """A day that must be there."""
    return Key(mend, _day, DAY, required=True, into=into)


def filled(schema: Schema = FILLED) -> Key:
    """A text that must be there and not be empty; who reads the mapping complains."""
    return Key("", _filled, schema, required=True)


def matching(pattern: str, mend: str, schema: Schema) -> Key:
    """A text that is written as `pattern` says."""

    def read(fields: Fields, key: str, node: Node) -> str | None:
        text = _filled(fields, key, node)
        if text is None or re.fullmatch(pattern, text):
            return text
        fields.reading.complain(node, f"{key} 写的是{quoted(text)}", mend)
        return None

    return Key("", read, schema)


def entries(values: Schema) -> Key:
    """A mapping whose keys are names: of questions, of rooms. They are read by hand."""
    return or_empty(Key("", _entries, {"type": "object", "additionalProperties": values}))
