"""The JSON Schema (draft 2020-12) of a rulebook, from the declarations that the reader uses.

For editors: it rejects what the reader rejects as far as one value at a time can tell. What looks
across entries (references, repeated ids) only the reader sees. YAML parsers make numbers and dates
of some texts, so that a text may arrive as a number.
"""

from __future__ import annotations

from checklist.law.reader import RULEBOOK
from checklist.law.reader_common import CITATION, CONDITION, OTHER_LAW
from checklist.law.reader_facts import FACT
from checklist.law.reader_obligations import OBLIGATION
from checklist.law.reader_penalties import PENALTY
from checklist.law.reader_questions import QUESTION
from checklist.yaml.schema import DEFINITIONS, DIALECT, ID_PATTERN, TEXT, Schema, listed


def rulebook_schema() -> Schema:
    """The schema of a whole rulebook."""
    return {
        "$schema": DIALECT,
        "$id": "https://livestream-checklist.invalid/schema/rulebook-1.json",
        "title": "规则册，格式 1",
        **RULEBOOK.schema(),
        "$defs": {
            **DEFINITIONS,
            "id": {"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": 60},
            "source": CITATION.schema(),
            "condition": _condition(),
            "other_law": OTHER_LAW.schema(),
            "fact": FACT.schema(),
            "penalty": PENALTY.schema(),
            "obligation": OBLIGATION.schema(),
            "question": QUESTION.schema(),
        },
    }


def _condition() -> Schema:
    values = {"anyOf": [TEXT, {**listed(TEXT), "uniqueItems": True}]}
    parts = {"type": "array", "items": CONDITION, "minItems": 2}
    return {
        "type": "object",
        "minProperties": 1,
        "properties": {"any": parts, "all": parts},
        "propertyNames": {"pattern": f"^{ID_PATTERN}$"},
        "additionalProperties": values,
    }
