"""Pieces that JSON Schemas are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
CONTROL = r"\u0000-\u001f\u007f-\u009f\u2028\u2029"
SCALAR: Schema = {"type": ["string", "number", "boolean"]}
DAY: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
ID_PATTERN = "[a-z][a-z0-9]*([-_][a-z0-9]+)*"


def ref(name: str) -> Schema:
    """A reference to one of the schema's own definitions."""
    return {"$ref": f"#/$defs/{name}"}


def keys(
    table: Mapping[str, str],
    required: Iterable[str],
    values: Mapping[str, Schema],
    *rules: Schema,
) -> Schema:
    """A mapping with exactly the keys of a reader's table, each told by its way to mend.

    Raises ValueError where `values` has not exactly those keys.
    """
    if table.keys() != values.keys():
        raise ValueError(sorted(table.keys() ^ values.keys()))
    found: Schema = {
        "type": "object",
        "properties": {key: {"description": table[key], **values[key]} for key in table},
        "additionalProperties": False,
    }
    if names := list(required):
        found["required"] = names
    return {**found, "allOf": list(rules)} if rules else found


def listed(what: Schema) -> Schema:
    """A list of at least one."""
    return {"type": "array", "items": what, "minItems": 1}


def words(choice: Iterable[str]) -> Schema:
    """One of a closed list of words."""
    return {"enum": list(choice)}


def number(most: int = 999) -> Schema:
    """A whole number from 1, also where it is quoted."""
    digits = f"^[1-9][0-9]{{0,{len(str(most)) - 1}}}$"
    return {
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": most},
            {"type": "string", "pattern": digits},
        ]
    }


def needs(key: str, *others: str) -> Schema:
    """Where `key` stands, the others do."""
    return {"dependentRequired": {key: list(others)}}


def never(*names: str) -> Schema:
    """None of these keys."""
    return {"not": {"anyOf": [{"required": [name]} for name in names]}}


TEXT, TEXTS, ID, CONDITION, SOURCE = (
    ref(name) for name in ("text", "texts", "id", "condition", "source")
)
