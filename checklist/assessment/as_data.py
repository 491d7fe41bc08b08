"""What was said, as plain data and back: one table of an answer's fields, one codec for all of it.

The answers file, its history, the result as JSON, the result inside a page and the digest all come
from the model's FIELDS. Only values are spelled in two ways, on purpose: for people in words
(`value: 是`), in the file and its history; for programs in codes (`value: {"kind", "value"}`), in
JSON and in the page. The digest is computed over the codes and is printed in pages that were given
away, and other programs read the codes; so neither spelling can become the other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, assert_never

from msgspec import Struct, convert
from msgspec.structs import asdict

from checklist.assessment.model import (
    BY_KEY,
    FIELDS,
    Answer,
    AnsweredTo,
    Assessment,
    Evidence,
    Field,
    FieldKind,
    Respondent,
    Room,
    SelfAuditPeriod,
)
from checklist.assessment.spellings import CODES, Codes, Spelling, Words
from checklist.assessment.values import Plain
from checklist.law.as_data import Data
from checklist.law.model import Fact, Question

SECTIONS = ("respondent", "period", "rooms", "answered_to", "facts", "answers")
"""What the digest counts, under the names it has in a result as JSON."""


def is_whole_answer(keys: Collection[str]) -> bool:
    """Whether a mapping with these keys is a whole answer, and not the value alone.

    A multi-select may be written by hand as nothing but its options. Any key of FIELDS makes a
    mapping a whole answer, whatever the options of the question are called.
    """
    return not keys or any(key in BY_KEY for key in keys)


def answer_as_data(answer: Answer) -> Data:
    """An answer in codes: {"value", and what else was recorded of FIELDS}."""
    return {"value": None, **_fields(answer, CODES)}


def answer_in_words(answer: Answer, question: Question | Fact | None) -> Plain:
    """An answer in words: a text where nothing but a value was said, else what was recorded."""
    data = _fields(answer, Words(question=question))
    only = data.get("value")
    return only if len(data) == 1 and isinstance(only, str) else data


def answer_in(data: Any, spelling: Spelling) -> Answer:
    """The answer that `answer_as_data` or `answer_in_words` wrote.

    Raises Misread where words do not answer the question, and ValueError where a field is none of
    ours or holds something else than it should.
    """
    if not (isinstance(data, Mapping) and is_whole_answer(data)):
        data = {"value": data}
    said: dict[str, Any] = {"value": None}
    for key, written in data.items():
        if key not in BY_KEY:
            raise ValueError(key)
        if written is not None and (written != "" or isinstance(spelling, Codes)):
            said[BY_KEY[key].attribute] = _read(BY_KEY[key], written, spelling)
    return Answer(**said)


def _fields(answer: Answer, spelling: Spelling) -> dict[str, Any]:
    """What there is: most answers have little of it, and a thousand nulls tell nobody anything."""
    return {
        field.key: _written(field.kind, content, spelling)
        for field in FIELDS
        if (content := getattr(answer, field.attribute)) not in (None, {}, ())
    }


def _written(kind: FieldKind, content: Any, spelling: Spelling) -> Any:
    match kind:
        case FieldKind.TEXT | FieldKind.MOMENT:
            return content
        case FieldKind.DAY:
            return content.isoformat()
        case FieldKind.VALUE:
            return spelling.value(content)
        case FieldKind.BY_ROOM:
            rooms = sorted(content) if isinstance(spelling, Words) else content
            return {room: spelling.value(content[room]) for room in rooms}
        case FieldKind.EVIDENCE:
            return [_evidence(piece, spelling) for piece in content]
    assert_never(kind)


def _evidence(piece: Evidence, spelling: Spelling) -> Any:
    """{"text", and of a file "path", "sha256", "size" (bytes), "seen_at"} as far as recorded; in
    words, a piece that is nothing but words stands for itself, and the size is text."""
    data = _recorded(piece)
    if isinstance(spelling, Codes):
        return data
    return {name: str(content) for name, content in data.items()} if len(data) > 1 else piece.text


def _read(field: Field, data: Any, spelling: Spelling) -> Any:
    match field.kind, data:
        case FieldKind.VALUE, _:
            return spelling.value_in(data)
        case FieldKind.BY_ROOM, Mapping():
            values = {room: spelling.value_in(value) for room, value in data.items()}
            return {room: value for room, value in values.items() if value is not None}
        case FieldKind.EVIDENCE, list():
            return tuple(_evidence_in(piece) for piece in data if piece)
        case FieldKind.DAY, str():
            return date.fromisoformat(data)
        case FieldKind.MOMENT, str() if isinstance(spelling, Words):
            datetime.fromisoformat(data)
            return data
        case ((FieldKind.TEXT | FieldKind.MOMENT), str()):
            return data
        case _:
            raise ValueError(field.key)


def _evidence_in(data: Any) -> Evidence:
    match data:
        case str():
            return Evidence(data)
        case {"size": size}:
            return convert({**data, "size": int(str(size))}, Evidence)
        case _:
            return convert(data, Evidence)


def _recorded(thing: Respondent | Evidence) -> dict[str, Any]:
    return {name: content for name, content in asdict(thing).items() if content is not None}


def assessment_as_data(assessment: Assessment) -> Data:
    """All that was said, in codes, section by section, in the order of the file it came from."""
    period = assessment.period
    return {
        "respondent": asdict(assessment.respondent),
        "period": None if period is None else _period(period),
        "rooms": [asdict(room) for room in assessment.rooms],
        "answered_to": [asdict(edition) for edition in assessment.answered_to],
        "facts": {id: answer_as_data(answer) for id, answer in assessment.facts.items()},
        "answers": {key: answer_as_data(answer) for key, answer in assessment.answers.items()},
    }


class _Head(Struct, frozen=True, kw_only=True):
    respondent: Respondent
    period: SelfAuditPeriod | None
    rooms: tuple[Room, ...]
    answered_to: tuple[AnsweredTo, ...]


def assessment_in(data: Any) -> Assessment:
    """What `assessment_as_data` wrote. Raises ValueError or KeyError where it is something else."""
    return Assessment(
        **asdict(convert(data, _Head)),
        facts={id: answer_in(answer, CODES) for id, answer in data["facts"].items()},
        answers={key: answer_in(answer, CODES) for key, answer in data["answers"].items()},
    )


def head_in_words(assessment: Assessment) -> dict[str, Plain]:
    """What stands above the answers: `respondent`, and `period` and `rooms` where told."""
    data: dict[str, Plain] = {"respondent": _recorded(assessment.respondent)}
    if assessment.period is not None:
        data["period"] = _period(assessment.period)
    if assessment.rooms:
        data["rooms"] = [asdict(room) for room in assessment.rooms]
    return data


def _period(period: SelfAuditPeriod) -> dict[str, str]:
    """ISO dates, both days included."""
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def digest(assessment: Assessment) -> str:
    """SHA-256 of the assessment as read, 64 hex digits.

    Every value, note, name, date and piece of evidence counts. Spelling (三年, 3 年), the order of
    keys, line ends and comments do not: they are gone once a file is read.
    """
    return digest_of(assessment_as_data(assessment))


def digest_of(data: Mapping[str, Data]) -> str:
    """SHA-256 of the SECTIONS of `data`, as ASCII JSON with sorted keys and no spaces."""
    text = json.dumps({name: data[name] for name in SECTIONS}, sort_keys=True,
                      separators=(",", ":"))  # fmt: skip
    return hashlib.sha256(text.encode("ascii")).hexdigest()
