"""The kinds of keys that a record may declare: texts, numbers, words, records and lists of them.

Each function takes what says how to mend the key's absence, and gives the `Key`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from checklist.yaml import schema as shown
from checklist.yaml.nodes import Node, Scalar, Sequence, shortened
from checklist.yaml.schema import Schema
from checklist.yaml.shape import Fields, Key, Record
from checklist.yaml.values import complain, day_of, items_of, number_of, text_of


def text(mend: str, *, required: bool = False, schema: Schema = shown.TEXT) -> Key:
    """One line of text."""
    return Key(mend, _text, schema, required, "" if required else None)


def texts(mend: str, *, required: bool = False) -> Key:
    """A list of texts, each different."""

    def read(fields: Fields, key: str, node: Node) -> tuple[str, ...]:
        return tuple(text for text, _ in placed_texts(fields, key, node))

    return Key(mend, read, shown.TEXTS, required, ())


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
        complaints = fields.reading.complaints
        return number_of(node, fields.named(key), complaints, most=most, mend=wrong)

    return Key(mend, read, shown.number(most), required, into=into)


def day(mend: str, *, required: bool = False, missing: Any = None) -> Key:
    """A date as YYYY-MM-DD."""

    def read(fields: Fields, key: str, node: Node) -> Any:
        return day_of(node, fields.named(key), fields.reading.complaints)

    return Key(mend, read, shown.DAY, required, missing)


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
            complain(
                fields.reading.complaints,
                node,
                f"{fields.named(key)} 不能是 {shortened(text)}",
                choice,
            )
        return words.get(text)

    return Key(mend or choice, read, shown.words(words), required, missing, into)


def one(
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
    """A list of mappings; `defined` as in `one`."""

    def read(fields: Fields, key: str, node: Node) -> tuple[Any, ...]:
        return tuple(
            record.read(item, name, fields.reading) for item, name in items(fields, key, node)
        )

    return Key(mend, read, shown.listed(_shown(record, defined)), required, ())


def _shown(record: Record, defined: str | None) -> Schema:
    return shown.ref(defined) if defined else record.schema()


def or_empty(key: Key) -> Key:
    """`key` in a file that is filled in like a form: what was left empty counts as missing."""

    def read(fields: Fields, name: str, node: Node) -> Any:
        return None if is_empty(node) else key.read(fields, name, node)

    nothing: Schema = {"enum": [None, "", []]}
    schema = {"anyOf": [nothing, key.schema]}
    return Key(key.mend, read, schema, key.required, key.missing, key.into)


# --- what readers of one key are made of ---------------------------------------------------------


def _text(fields: Fields, key: str, node: Node) -> str:
    return text_of(node, fields.named(key), fields.reading.complaints)


def items(fields: Fields, key: str, node: Node) -> Iterable[tuple[Node, str]]:
    """The items of the list under `key`, each with what complaints call it."""
    named = fields.named(key)
    return [
        (item, f"{named} 的第 {number} 项")
        for number, item in enumerate(items_of(node, named, fields.reading.complaints), 1)
    ]


def placed_texts(fields: Fields, key: str, node: Node) -> list[tuple[str, Node]]:
    """The texts of the list under `key`, each different and with its node."""
    named, complaints = fields.named(key), fields.reading.complaints
    places: dict[str, Node] = {}
    for item in items_of(node, named, complaints):
        text = text_of(item, f"{named} 里的一项", complaints)
        if text in places:
            complain(complaints, item, f"{named} 里重复写了 {shortened(text)}", "只保留一处")
        elif text:
            places[text] = item
    return list(places.items())


def is_empty(node: Node) -> bool:
    """Whether nothing was written at `node`: no text, or a list without items."""
    match node:
        case Scalar(value=text):
            return not text.strip()
        case Sequence(items=listed):
            return not listed
    return False
