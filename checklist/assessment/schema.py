"""The JSON Schema (draft 2020-12) of an answers file, from the keys that its reader knows.

For editors. Which value fits which question depends on the rulebook, so only the program sees that.
"""

from __future__ import annotations

from checklist.assessment.reading import _RESPONDENT, _ROOM_ID, _SECTIONS
from checklist.assessment.reading_answers import _KEYS, _TEXTS
from checklist.assessment.reading_evidence import DIGEST, EVIDENCE_KEYS, SIZE
from checklist.assessment.writing import FORMAT
from checklist.yaml.schema import DAY, DIALECT, SCALAR, Schema

_NOTHING: Schema = {"enum": [None, "", []]}
"""What a form leaves empty counts as not written."""
_TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}
_MOMENT: Schema = {"anyOf": [_NOTHING, {"type": "string", "pattern": "^[0-9]{4}-"}]}
_FILLED: Schema = {**SCALAR, "minLength": 1}


def answers_schema() -> Schema:
    """The schema of a whole answers file."""
    sections: Schema = {
        "format": {"enum": [FORMAT, str(FORMAT)]},
        "rulebooks": _list(_all_of({"id": _FILLED, "edition": _FILLED})),
        "respondent": _maybe(_some_of(dict.fromkeys(_RESPONDENT, _TEXT))),
        "period": _maybe(_all_of({"from": DAY, "to": DAY})),
        "rooms": _list(_all_of({"id": _room(), "name": _FILLED})),
        "facts": _maybe({"type": "object", "additionalProperties": {"$ref": "#/$defs/answer"}}),
        "answers": _maybe({"type": "object", "additionalProperties": {"$ref": "#/$defs/answer"}}),
    }
    if tuple(sections) != _SECTIONS:
        raise ValueError(sections.keys())
    return {
        "$schema": DIALECT,
        "$id": "https://livestream-checklist.invalid/schema/answers-1.json",
        "title": "自查答案文件，格式 1",
        **_some_of(sections),
        "required": ["format"],
        "$defs": {"value": _value(), "answer": _answer()},
    }


def _answer() -> Schema:
    value = {"$ref": "#/$defs/value"}
    said: Schema = {
        **dict.fromkeys(_TEXTS, _TEXT),
        "value": value,
        "except": _maybe({"type": "object", "additionalProperties": value}),
        "at": _MOMENT,
        "evidence": _list({"anyOf": [_TEXT, _evidence()]}),
        "due": {"anyOf": [_NOTHING, DAY]},
        "closed_on": {"anyOf": [_NOTHING, DAY]},
    }
    if said.keys() != set(_KEYS):
        raise ValueError(said.keys() ^ set(_KEYS))
    whole = _some_of({key: said[key] for key in _KEYS})
    # A mapping with none of these keys is the value of a multi-select itself.
    return {
        "if": {"type": "object", "anyOf": [{"required": [key]} for key in _KEYS]},
        "then": whole,
        "else": value,
    }


def _evidence() -> Schema:
    """A file that was handed in, with what was seen of it; words are a text alone."""
    digest = {"type": "string", "pattern": f"^{DIGEST}$"}
    size = {"type": "string", "pattern": f"^{SIZE}$"}
    bytes_ = {"anyOf": [_NOTHING, {"type": "integer", "minimum": 0}, size]}
    known: Schema = {
        "text": _TEXT,
        "path": _TEXT,
        "sha256": _maybe(digest),
        "size": bytes_,
        "seen_at": _MOMENT,
    }
    if tuple(known) != EVIDENCE_KEYS:
        raise ValueError(known.keys())
    return {**_some_of(known), "anyOf": [{"required": ["text"]}, {"required": ["path"]}]}


def _value() -> Schema:
    """One answer, or for a multi-select what holds of each option, or a list of those that do."""
    each = {"type": "object", "additionalProperties": SCALAR}
    return {"anyOf": [_TEXT, each, {"type": "array", "items": SCALAR}]}


def _room() -> Schema:
    as_text = {"type": "string", "pattern": f"^{_ROOM_ID.pattern}$"}
    return {"anyOf": [as_text, {"type": "integer", "minimum": 0}]}


def _maybe(what: Schema) -> Schema:
    return {"anyOf": [_NOTHING, what]}


def _list(what: Schema) -> Schema:
    return {"anyOf": [_NOTHING, {"type": "array", "items": what}]}


def _some_of(values: Schema) -> Schema:
    return {"type": "object", "properties": values, "additionalProperties": False}


def _all_of(values: Schema) -> Schema:
    return {**_some_of(values), "required": list(values)}
