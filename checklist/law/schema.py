"""The JSON Schema (draft 2020-12) of a rulebook, from the key tables that the reader uses.

For editors: it rejects what the reader rejects as far as one value at a time can tell. What looks
across entries (references, repeated ids) only the reader sees. YAML parsers make numbers and dates
of some texts, so that a text may arrive as a number.
"""

from __future__ import annotations

from checklist.law import reader, reader_common, reader_facts, reader_places
from checklist.law import reader_penalties as penalties
from checklist.law.schema_obligations import obligation, question
from checklist.law.schema_parts import (
    CONDITION,
    CONTROL,
    DAY,
    DIALECT,
    ID,
    ID_PATTERN,
    SCALAR,
    SOURCE,
    TEXT,
    TEXTS,
    Schema,
    keys,
    listed,
    needs,
    number,
    ref,
    words,
)
from checklist.law.wording import PER, TREATMENT, TRIGGER


def rulebook_schema() -> Schema:
    """The schema of a whole rulebook."""
    sections = {
        "format": {"enum": [int(reader.FORMAT), reader.FORMAT]},
        "rulebook": _about(),
        "chapters": listed(
            keys(
                reader.CHAPTER_KEYS,
                reader.CHAPTER_KEYS,
                {"title": TEXT, "first": number(), "last": number()},
            )
        ),
        "facts": listed(ref("fact")),
        "duty_holders": listed(
            keys(
                reader_facts.HOLDER_KEYS,
                reader_facts.HOLDER_KEYS,
                {"id": ID, "name": TEXT, "source": SOURCE, "when": CONDITION},
            )
        ),
        "penalties": listed(ref("penalty")),
        "obligations": listed(ref("obligation")),
        "not_obligations": listed(_not_obligation()),
        "jurisdictions": listed(_jurisdiction()),
    }
    required = [key for key in reader.TOP_KEYS if key not in reader.MAY_BE_MISSING]
    return {
        "$schema": DIALECT,
        "$id": "https://livestream-checklist.invalid/schema/rulebook-1.json",
        "title": "规则册，格式 1",
        **keys(reader.TOP_KEYS, required, sections),
        "$defs": {
            **_basics(),
            "fact": _fact(),
            "penalty": _penalty(),
            "obligation": obligation(),
            "question": question(),
        },
    }


def _basics() -> Schema:
    values = {"anyOf": [TEXT, {**listed(TEXT), "uniqueItems": True}]}
    parts = {"type": "array", "items": CONDITION, "minItems": 2}
    return {
        "text": {**SCALAR, "pattern": rf"^[^{CONTROL}]*[^\s{CONTROL}][^{CONTROL}]*$"},
        "texts": {**listed(TEXT), "uniqueItems": True},
        "id": {"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": 60},
        "source": keys(
            reader_common.CITATION_KEYS,
            ["article"],
            {"article": number(), "paragraph": number(), "item": number(), "anchor": TEXT},
        ),
        "condition": {
            "type": "object",
            "minProperties": 1,
            "properties": {"any": parts, "all": parts},
            "propertyNames": {"pattern": f"^{ID_PATTERN}$"},
            "additionalProperties": values,
        },
        "other_law": keys(
            reader_common.OTHER_LAW_KEYS,
            ["law"],
            {
                "law": {"allOf": [TEXT], "not": {"type": "string", "pattern": "^《"}},
                "article": number(),
                "paragraph": number(),
                "item": number(),
                "note": TEXT,
            },
            needs("paragraph", "article"),
            needs("item", "article"),
        ),
    }


def _about() -> Schema:
    return keys(
        reader.ABOUT_KEYS,
        reader.ABOUT_KEYS,
        {
            "id": ID,
            "title": {"allOf": [TEXT], "not": {"type": "string", "pattern": "^《"}},
            "number": TEXT,
            "in_force": DAY,
            "edition": TEXT,
            "official_url": {"type": "string", "pattern": "^https?://"},
        },
    )


def _fact() -> Schema:
    labels = {"type": "object", "minProperties": 2, "propertyNames": ID}
    return keys(
        reader_facts.FACT_KEYS,
        ["id", "ask", "why"],
        {
            "id": {"allOf": [ID], "not": {"enum": ["any", "all"]}},
            "ask": TEXT,
            "why": TEXT,
            "per": words(PER.values()),
            "options": {**labels, "additionalProperties": TEXT},
            "when": CONDITION,
            "source": SOURCE,
        },
    )


# --- penalties ---------------------------------------------------------------------------------


def _penalty() -> Schema:
    return keys(
        penalties.PENALTY_KEYS,
        ["id", "source", "authority", "steps"],
        {
            "id": ID,
            "source": SOURCE,
            "authority": TEXT,
            "reaches": TEXTS,
            "under": listed(ref("other_law")),
            "other_law_first": TEXT,
            "steps": listed(_step()),
            "note": TEXT,
            "open_points": TEXTS,
        },
    )


def _step() -> Schema:
    amount = number(penalties.MOST_YUAN)
    fine = keys(penalties.FINE_KEYS, [], {"from": amount, "to": amount, "times_of": TEXT})
    return keys(
        penalties.STEP_KEYS,
        ["on"],
        {
            "on": words(TRIGGER.values()),
            "where": TEXT,
            "order": TEXT,
            "fine": fine,
            "may": {"const": "是"},
            "also": TEXTS,
        },
        {"anyOf": [{"required": [key]} for key in ("order", "fine", "also")]},
        needs("may", "fine"),
    )


# --- the rest ----------------------------------------------------------------------------------


def _not_obligation() -> Schema:
    return keys(
        reader_places.NOT_OBLIGATION_KEYS,
        ["article", "treatment", "why"],
        {
            "article": number(),
            "paragraph": number(),
            "item": number(),
            "treatment": words(TREATMENT.values()),
            "why": TEXT,
        },
    )


def _jurisdiction() -> Schema:
    return keys(
        reader_places.JURISDICTION_KEYS,
        ["source", "holders", "authority"],
        {
            "source": SOURCE,
            "holders": TEXTS,
            "per": words(PER.values()),
            "when": CONDITION,
            "authority": TEXT,
            "otherwise": TEXT,
        },
    )
