"""Says each key of a YAML file once: how it is read, what is complained about, what editors show.

A `Record` declares the keys of one kind of mapping. Everything else follows from it: the value that
is read, every complaint about a key (unknown, missing, misspelt, wrong), and the JSON Schema.

    STEP = Record(
        Step,
        {
            "on": word(TRIGGERS, required=True, missing=Trigger.BREACH),
            "fine": mapping("写上罚款，例如 fine: { from: 10000, to: 100000 }", FINE),
            "may": word({"是": True}, "写 may: 是", missing=False, into="discretionary"),
        },
        rules=[needs("may", "fine", "补上 fine，或者删去 may")],
    )
    step = STEP.read(node, "处罚 art59 的第 1 步", reading)  # Step(on=…, fine=Fine(…), …)
    shown = STEP.schema()                                     # {"type": "object", …}

The first text of a key says how to mend its absence; it is also its description in the schema. The
kinds of keys (`text`, `word`, `each`, …) stand in `checklist.yaml.keys`; a key of another kind is a
`Key` with a reader of its own, or one of these with more to it: `text(…).then(function)`. A `Rule`
says what holds between keys. Where a mapping has to be looked at before anything is made of it,
`record.fields(…)` gives its keys to be read one by one: `fields["on"]`. In a file that is filled in
like a form, `or_empty(key)` lets an empty value count as missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from checklist.yaml.nodes import Mapping as Entries
from checklist.yaml.nodes import Node
from checklist.yaml.reading import spaced
from checklist.yaml.schema import Schema


class Key(Struct, frozen=True):
    """One key of a mapping. `read` gets the mapping, the key and the node that stands under it.

    `missing` is the value where the key is not there, or where `read` gives None. `into` is the
    name of the value in what the record makes, where that is another than the key.
    """

    mend: str
    read: Callable[[Fields, str, Node], Any]
    schema: Schema
    required: bool = False
    missing: Any = None
    into: str | None = None

    def then(self, refine: Callable[[Any, Fields, str], Any]) -> Key:
        """This key, whose value `refine` complains about, or makes something else of."""

        def read(fields: Fields, key: str, node: Node) -> Any:
            value = self.read(fields, key, node)
            return None if value is None else refine(value, fields, key)

        return replace(self, read=read)


class Rule(Struct, frozen=True):
    """What holds between the keys of a mapping, as the reader checks it and as the schema says."""

    check: Callable[[Fields], None] | None = None
    schema: Schema | None = None


def needs(key: str, other: str, mend: str) -> Rule:
    """Where `key` stands, `other` does."""

    def check(fields: Fields) -> None:
        if key in fields and other not in fields:
            fields.complain(key, f"有 {key} 却没有 {other}", mend)

    return Rule(check, {"dependentRequired": {key: [other]}})


def some_of(keys: Iterable[str], what: str) -> Rule:
    """At least one of `keys` stands there; `what` is missing where none does."""
    names = tuple(keys)

    def check(fields: Fields) -> None:
        if fields.values and not any(name in fields for name in names):
            wanted = f"至少写上 {'、'.join(names)} 之一" if len(names) > 1 else f"写上 {names[0]}"
            fields.complain(fields.node, what, wanted)

    return Rule(check, {"anyOf": [{"required": [name]} for name in names]})


class Record(Struct, eq=False):
    """The keys that a mapping may have, in the order in which they are read and shown.

    `make` gets the values by name: a class, or a function where the value is built otherwise.
    `described` is whether the schema shows for each key how to mend its absence.
    """

    make: Callable[..., Any]
    keys: Mapping[str, Key]
    rules: Sequence[Rule] = ()
    described: bool = True

    def fields(self, node: Node, name: str, reading: Any) -> Fields:
        """The mapping at `node`, which complaints call `name`, with its keys still to be read."""
        return Fields(self, node, name, reading)

    def read(self, node: Node, name: str, reading: Any) -> Any:
        """What the record makes of the mapping at `node`."""
        return Fields(self, node, name, reading).made()

    def schema(self) -> Schema:
        """The JSON Schema of such a mapping."""
        schema: Schema = {
            "type": "object",
            "properties": {
                name: {"description": key.mend, **key.schema}
                if key.mend and self.described
                else key.schema
                for name, key in self.keys.items()
            },
            "additionalProperties": False,
        }
        if required := [name for name, key in self.keys.items() if key.required]:
            schema["required"] = required
        rules = [rule.schema for rule in self.rules if rule.schema is not None]
        return {**schema, "allOf": rules} if rules else schema


class Fields:
    """One mapping of a file, read by its record. Unknown keys are complained about at once."""

    __slots__ = ("_excused", "_read", "_within", "name", "node", "reading", "record", "values")

    def __init__(self, record: Record, node: Node, name: str, reading: Any) -> None:
        self.record = record
        self.name = name
        self._within = "" if reading.names_keys_alone else f"{spaced(name)}的 "
        self.reading = reading
        self.node = reading.entries(node, name)
        self.values = {key.value: value for key, value in self.node.entries}
        # Keys whose absence is no news: the value is no mapping, or they were misspelt.
        self._excused: set[str] = set() if isinstance(node, Entries) else set(record.keys)
        self._read: dict[str, Any] = {}
        if not self.values.keys() <= record.keys.keys():
            for key, _ in self.node.entries:
                if key.value not in record.keys:
                    reading.refuse(key, self)

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def __getitem__(self, key: str) -> Any:
        """The value of `key`, read and complained about once, however often it is asked for."""
        if key not in self._read:
            declared, node, value = self.record.keys[key], self.values.get(key), None
            if node is not None:
                value = declared.read(self, key, node)
            elif declared.required:
                self.require(key)
            self._read[key] = declared.missing if value is None else value
        return self._read[key]

    def made(self) -> Any:
        """What the record makes of this mapping."""
        for rule in self.record.rules:
            if rule.check is not None:
                rule.check(self)
        return self.record.make(**self.all())

    def all(self, **given: Any) -> dict[str, Any]:
        """The value of every key by its name in what is made; `given` are values known already."""
        values = given
        for key, declared in self.record.keys.items():
            name = declared.into or key
            if name not in values:
                there = key in self.values or declared.required
                values[name] = self[key] if there else declared.missing
        return values

    def written(self) -> dict[str, Any]:
        """The value of every key that stands there, by its name in what is made."""
        known = self.record.keys
        return {known[key].into or key: self[key] for key in self.values if key in known}

    def require(self, key: str) -> None:
        """Complain, once, where `key` is missing."""
        if key not in self.values and key not in self._excused:
            self.excuse(key)
            self.complain(self.node, f"缺少 {key}", self.record.keys[key].mend)

    def excuse(self, key: str) -> None:
        """Take it as known that `key` is missing."""
        self._excused.add(key)

    def named(self, key: str) -> str:
        """What complaints call the value of `key`."""
        return self._within + key

    def complain(self, place: Node | str, what: str, mend: str) -> None:
        """Complain about `place`, a key or a part of this mapping; `what` goes on from its name."""
        node = self.values[place] if isinstance(place, str) else place
        self.reading.complain(node, f"{spaced(self.name)}{what}", mend)
