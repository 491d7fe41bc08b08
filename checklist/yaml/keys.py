"""The kinds of keys that a record may declare: texts, numbers, words, records and lists of them.

Each function takes what says how to mend the key's absence, and gives the `Key`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from checklist.yaml import schema as shown
from checklist.yaml.nodes import Node, Scalar, Sequence, shortened
from checklist.yaml.reading import day_in, spaced, whole_number
from checklist.yaml.schema import Schema
from checklist.yaml.shape import Fields, Key, Record


def text(mend: str, *, required: bool = False, schema: Schema = shown.TEXT) -> Key:
    """One line of text."""
    return Key(mend, _text, schema, required, "" if required else None)


def texts(mend: str, pattern: str | None = None) -> Key:
    """A list of texts, each different; each written as `pattern` has it, where one is given."""

    def read(fields: Fields, key: str, node: Node) -> tuple[str, ...]:
        placed = placed_texts(fields, key, node)
        for text, item in placed if pattern else ():
            if not re.fullmatch(pattern or "", text):
                what = f"{fields.named(key)} 里不能有 {shortened(text)}"
                fields.reading.complain(item, what, mend)
        return tuple(text for text, _ in placed)

    fitting: Schema = {"type": "string", "pattern": f"^{pattern}$"}
    schema = {**shown.listed(fitting), "uniqueItems": True} if pattern else shown.TEXTS
    return Key(mend, read, schema, missing=())


def number(
    mend: str,
    *,
    most: int = 999,
    wrong: str | None = None,
    required: bool = False,
    into: str | None = None,
) -> Key:
    """A whole number from 1 to `most`; `wrong` is the way to mend what is none."""

    def read(fields: Fields, key: str, node: Node) -> int | None:
        written = _text(fields, key, node)
        value = whole_number(written, most=most)
        if written and value is None:
            plain = unicodedata.normalize("NFKC", written)
            right = wrong or f"写成 1 到 {most} 的整数"
            if plain != written and whole_number(plain, most=most) is not None:
                right = f"数字用半角：{plain}"
            what = f"{spaced(fields.named(key))}应是整数，这里是 {shortened(written)}"
            fields.reading.complain(node, what, right)
        return value

    return Key(mend, read, shown.number(most), required, into=into)


def day(mend: str, *, required: bool = False) -> Key:
    """A date as YYYY-MM-DD."""

    def read(fields: Fields, key: str, node: Node) -> date | None:
        written = _text(fields, key, node)
        value = day_in(written)
        if written and value is None:
            what = f"{spaced(fields.named(key))}不是日历上的日期：{shortened(written)}"
            right = "写成 年-月-日，例如 2026-02-01，数字用半角"
            fields.reading.complain(node, what, right)
        return value

    return Key(mend, read, shown.DAY, required)


def word(
    words: Mapping[str, Any],
    mend: str | None = None,
    *,
    missing: Any = None,
    required: bool = False,
    into: str | None = None,
) -> Key:
    """One of a closed list of words, as what it stands for."""
    choice = f"写成其中之一：{'、'.join(words)}"

    def read(fields: Fields, key: str, node: Node) -> Any:
        text = _text(fields, key, node)
        if text and text not in words:
            what = f"{fields.named(key)} 不能是 {shortened(text)}"
            fields.reading.complain(node, what, choice)
        return words.get(text)

    return Key(mend or choice, read, shown.words(words), required, missing, into)


def mapping(
    mend: str,
    record: Record,
    *,
    name: str | None = None,
    required: bool = False,
    missing: Any = None,
    defined: str | None = None,
) -> Key:
    """A mapping with keys of its own; `name` is what complaints call it, if not by its key.

    `defined` is the name under which the schema defines such a mapping, where it does.
    """

    def read(fields: Fields, key: str, node: Node) -> Any:
        return record.read(node, name or fields.named(key), fields.reading)

    return Key(mend, read, _shown(record, defined), required, missing)


def each(mend: str, record: Record, *, required: bool = False, defined: str | None = None) -> Key:
    """A list of mappings; `defined` as in `mapping`."""

    def read(fields: Fields, key: str, node: Node) -> tuple[Any, ...]:
        named, reading = fields.named(key), fields.reading
        return tuple(
            record.read(item, f"{named} 的第 {number} 项", reading)
            for number, item in enumerate(reading.items(node, named), 1)
        )

    return Key(mend, read, shown.listed(_shown(record, defined)), required, ())


def _shown(record: Record, defined: str | None) -> Schema:
    return shown.ref(defined) if defined else record.schema()


def or_empty(key: Key) -> Key:
    """`key` in a file that is filled in like a form: what was left empty counts as missing."""

    def read(fields: Fields, name: str, node: Node) -> Any:
        match node:
            case Scalar(value=text) if not text.strip():
                return None
            case Sequence(items=()):
                return None
        return key.read(fields, name, node)

    nothing: Schema = {"enum": [None, "", []]}
    schema = {"anyOf": [nothing, key.schema]}
    return Key(key.mend, read, schema, key.required, key.missing, key.into)


# --- what readers of one key are made of ---------------------------------------------------------


def _text(fields: Fields, key: str, node: Node) -> str:
    text: str = fields.reading.text(node, fields.named(key))
    return text


def placed_texts(fields: Fields, key: str, node: Node) -> list[tuple[str, Node]]:
    """The texts of the list under `key`, each different and with its node."""
    named, reading = fields.named(key), fields.reading
    places: dict[str, Node] = {}
    for item in reading.items(node, named):
        text = reading.text(item, f"{named} 里的一项")
        if text in places:
            reading.complain(item, f"{named} 里重复写了 {shortened(text)}", "只保留一处")
        elif text:
            places[text] = item
    return list(places.items())
