"""Pieces that the JSON Schemas of our YAML files are made of, for editors."""

from __future__ import annotations

from collections.abc import Iterable
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


def listed(what: Schema) -> Schema:
    """A list of at least one."""
    return {"type": "array", "items": what, "minItems": 1}


def words(choice: Iterable[str]) -> Schema:
    """One of a closed list of words."""
    choices = list(choice)
    return {"enum": choices} if len(choices) > 1 else {"const": choices[0]}


def number(most: int = 999) -> Schema:
    """A whole number from 1, also where it is quoted."""
    digits = f"^[1-9][0-9]{{0,{len(str(most)) - 1}}}$"
    return {
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": most},
            {"type": "string", "pattern": digits},
        ]
    }


def never(*names: str) -> Schema:
    """None of these keys."""
    return {"not": {"anyOf": [{"required": [name]} for name in names]}}


TEXT, TEXTS = ref("text"), ref("texts")
DEFINITIONS: Schema = {
    "text": {**SCALAR, "pattern": rf"^[^{CONTROL}]*[^\s{CONTROL}][^{CONTROL}]*$"},
    "texts": {**listed(TEXT), "uniqueItems": True},
}
"""What a schema in which `TEXT` or `TEXTS` occurs defines."""
