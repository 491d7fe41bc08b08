"""The JSON Schema of an obligation and of its questions."""

from __future__ import annotations

from checklist.law import reader_due
from checklist.law import reader_obligations as obligations
from checklist.law import reader_penalties as penalties
from checklist.law import reader_questions as questions
from checklist.law.model import Kind, ReviewState, Topic
from checklist.law.schema_parts import (
    CONDITION,
    DAY,
    ID,
    ID_PATTERN,
    SOURCE,
    TEXT,
    TEXTS,
    Schema,
    keys,
    listed,
    needs,
    never,
    number,
    ref,
    words,
)
from checklist.law.wording import KIND, PER, REVIEW


def obligation() -> Schema:
    """The schema of one obligation."""
    return keys(
        obligations.OBLIGATION_KEYS,
        ["id", "title", "source", "kind", "binds", "summary", "questions", "remedy", "review"],
        {
            "id": ID,
            "title": TEXT,
            "source": SOURCE,
            "kind": words(KIND.values()),
            "per": words(PER.values()),
            "topic": words(topic.value for topic in Topic),
            "binds": {"type": "object", "minProperties": 1, "additionalProperties": _ground()},
            "when": CONDITION,
            "in_doubt_when": CONDITION,
            "summary": TEXT,
            "questions": listed(ref("question")),
            "evidence": TEXTS,
            "remedy": TEXT,
            "penalties": _penalty_refs(in_doubt=False),
            "penalties_in_doubt": _penalty_refs(in_doubt=True),
            "no_penalty": TEXT,
            "counted_from": TEXT,
            "carve_out": TEXT,
            "due": listed(_due()),
            "related": listed(ref("other_law")),
            "review": _review(),
        },
        _penalised(),
        *_clock(),
    )


def _penalty_refs(*, in_doubt: bool) -> Schema:
    values = {"id": TEXT, "item": number(), "why": TEXT}
    if in_doubt:
        return listed(keys(penalties.REF_KEYS, ["id", "why"], values))
    return listed(keys(penalties.REF_KEYS, ["id"], values, never("why")))


def _penalised() -> Schema:
    """A breach either has a penalty or says why not; an encouragement has neither."""
    return {
        "if": {"properties": {"kind": {"const": KIND[Kind.ENCOURAGEMENT]}}, "required": ["kind"]},
        "then": never("penalties", "penalties_in_doubt", "no_penalty"),
        "else": {"oneOf": [{"required": ["penalties"]}, {"required": ["no_penalty"]}]},
    }


def _clock() -> tuple[Schema, Schema]:
    """A number of years needs a day to count from, and the other way round."""
    before, after = next((one[0], one[1]) for one in questions.MEASURED if one[1] == "年")
    years = {"type": "string", "pattern": f"^{before}.*{after}$"}
    counts = {"required": ["expect"], "properties": {"expect": years}}
    borrows = {"required": ["same_as"]}

    def some(what: Schema) -> Schema:
        return {
            "required": ["questions"],
            "properties": {"questions": {"type": "array", "contains": what}},
        }

    return (
        {"if": some({**counts, "not": borrows}), "then": {"required": ["counted_from"]}},
        {"if": some({"anyOf": [counts, borrows]}), "else": never("counted_from")},
    )


def _ground() -> Schema:
    liability = keys(
        obligations.LIABILITY_KEYS,
        ["article", "why"],
        {"article": number(), "when": CONDITION, "why": TEXT, "named_only": {"const": "是"}},
    )
    return keys(
        obligations.GROUND_KEYS,
        [],
        {
            "via": number(),
            "when": CONDITION,
            "in_doubt_when": CONDITION,
            "liability": liability,
        },
    )


def _due() -> Schema:
    month = {"type": "string", "pattern": "^([1-9]|1[0-2])月$"}
    every = {"type": "string", "pattern": "^([1-9][0-9]{0,2}个月|[1-9][0-9]?年)$"}
    return keys(
        reader_due.DUE_KEYS,
        [],
        {
            "every": every,
            "in": {**listed(month), "uniqueItems": True},
            "within": {"type": "string", "pattern": "^[1-9][0-9]{0,2}个工作日$"},
            "after": TEXT,
            "before": TEXT,
            "promptly_after": TEXT,
            "to": TEXT,
        },
        {"oneOf": [{"required": [key]} for key in reader_due.TIMINGS]},
        needs("within", "after"),
        needs("after", "within"),
    )


def _review() -> Schema:
    signed = {"properties": {"state": {"const": REVIEW[ReviewState.REVIEWED]}}}
    return keys(
        obligations.REVIEW_KEYS,
        ["state"],
        {"state": words(REVIEW.values()), "by": TEXT, "on": DAY, "open_points": TEXTS},
        {"if": signed, "then": {"required": ["by", "on"]}, "else": never("by", "on")},
    )


# --- questions ---------------------------------------------------------------------------------


def question() -> Schema:
    """The schema of one question."""
    option = keys(
        questions.OPTION_KEYS,
        questions.OPTION_KEYS,
        {"label": TEXT, "inapplicable_if": TEXT},
    )
    options = {"type": "object", "minProperties": 1, "propertyNames": ID}
    return keys(
        questions.QUESTION_KEYS,
        ["id"],
        {
            "id": ID,
            "ask": TEXT,
            "options": {**options, "additionalProperties": {"anyOf": [TEXT, option]}},
            "expect": _expect(),
            "accept": TEXTS,
            "inapplicable_if": TEXT,
            "why": TEXT,
            "item": number(),
            "same_as": {"type": "string", "pattern": f"^{ID_PATTERN}/{ID_PATTERN}$"},
        },
        {"if": {"required": ["same_as"]}, "else": {"allOf": _own_question(option)}},
    )


def _expect() -> Schema:
    measured = [
        {"type": "string", "pattern": f"^{before}[1-9][0-9]{{0,{len(str(most)) - 1}}}{after}$"}
        for before, after, most, _ in questions.MEASURED
    ]
    return {"anyOf": [words(questions.FIXED), *measured]}


def _own_question(option: Schema) -> list[Schema]:
    """What holds for a question that is not borrowed: its options go with what is expected."""
    plain = {"properties": {"options": {"additionalProperties": {"not": option}}}}
    by_option = {"properties": {"expect": words(["全选", "全不选"])}, "required": ["expect"]}
    return [
        {"required": ["ask"]},
        {"oneOf": [{"required": ["expect"]}, {"required": ["accept"]}]},
        {"if": {"required": ["accept"]}, "then": {"required": ["options"], **plain}},
        {"if": by_option, "then": {"required": ["options"]}},
        {
            "if": {"required": ["expect"], "not": by_option},
            "then": never("options"),
        },
    ]
