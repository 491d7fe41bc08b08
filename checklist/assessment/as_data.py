"""What was said, as plain data and back: one table of an answer's fields, one codec for all of it.

File, history, JSON, the result inside a page and the digest all come from the model's FIELDS. Only
values are spelled in two ways: for people in words (`value: 是`), in the file and its history; for
programs in codes (`value: {"kind", "value"}`). Digests of the codes are printed in pages that were
given away, and other programs read them; so neither spelling can become the other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any, assert_never

from msgspec import Struct, convert, to_builtins
from msgspec.structs import asdict

from checklist.assessment.model import (
    BY_KEY,
    FIELDS,
    UNASKED,
    Answer,
    AnsweredTo,
    Assessment,
    Choice,
    Evidence,
    Extreme,
    Field,
    FieldKind,
    Mark,
    Picks,
    Respondent,
    Room,
    SelfAuditPeriod,
    Signer,
    TimesAYear,
    Unread,
    Value,
    WorkingDays,
)
from checklist.assessment.stored.yaml_text import as_it_stood, raw_text
from checklist.assessment.typed import Misread
from checklist.assessment.values import Plain, from_data
from checklist.assessment.wording import MARK, scalar
from checklist.law.as_data import Data
from checklist.law.model import Fact, Question
from checklist.law.periods import Period

SECTIONS = ("respondent", "period", "rooms", "answered_to", "facts", "answers")
"""What the digest counts, under the names it has in a result as JSON."""


# --- values --------------------------------------------------------------------------------------


class Words(Struct, frozen=True, kw_only=True):
    """How values are spelled for people. `question` is None where no rulebook has it any more.

    `stale` is whether the question has changed since: what does not fit it is then kept as Unread.
    """

    question: Question | Fact | None
    stale: bool = False

    def value(self, value: Value) -> Plain:
        """The words of a value; options in the order in which they are put."""
        match value:
            case Unread(raw=raw):
                return as_it_stood(raw)
            case Choice(option=id):
                return id
            case Picks(marks=marks):
                asked = self.question.options if self.question else ()
                order = [option.id for option in asked if option.id in marks]
                rest = sorted(marks.keys() - set(order))
                return {id: MARK[marks[id]] for id in (*order, *rest)}
            case _:
                return scalar(value)

    def value_in(self, data: Plain) -> Value | None:
        """The value that words say; None for blank text. Raises Misread."""
        if isinstance(data, str) and not data.strip():
            return None
        if self.question is None or data == UNASKED.raw:
            return Unread(raw_text(data))
        try:
            return from_data(self.question, data)
        except Misread:
            if not self.stale:
                raise
            return Unread(raw_text(data))


class CodedMark(Struct, frozen=True, tag="mark", tag_field="kind"):
    """A mark with the word that says so."""

    value: Mark


class CodedExtreme(Struct, frozen=True, tag="extreme", tag_field="kind"):
    """长期 or 从未 with the word that says so."""

    value: Extreme


class CodedPeriod(Struct, frozen=True, tag="period", tag_field="kind"):
    """A period with the word that says so."""

    value: Period


Coded = CodedMark | CodedExtreme | CodedPeriod | Choice | Picks | WorkingDays | TimesAYear | Unread
"""What {"kind", "value"} may be: the other values have the word in their own types."""
_OF_ONE_WORD = {Mark: CodedMark, Extreme: CodedExtreme, Period: CodedPeriod}
_CODED: dict[type, Callable[[Any], Coded]] = {**_OF_ONE_WORD}


class Codes(Struct, frozen=True):
    """How values are spelled for programs."""

    def value(self, value: Value) -> Data:
        """{"kind", "value"}. Under "value" stand a code, an option id, option ids to codes,
        {"years", "months", "days"}, a number, or the text as read."""
        coded = _CODED.get(type(value))
        data: Data = to_builtins(coded(value) if coded else value)
        return data

    def value_in(self, data: Any) -> Value:
        """The value that {"kind", "value"} says. Raises ValueError for anything else."""
        coded = convert(data, Coded)
        return coded.value if isinstance(coded, CodedMark | CodedExtreme | CodedPeriod) else coded


Spelling = Words | Codes
CODES = Codes()


# --- answers -------------------------------------------------------------------------------------


def is_whole_answer(keys: Collection[str]) -> bool:
    """Whether a mapping with these keys is a whole answer, and not the options of a multi-select:
    any key of FIELDS makes it one, whatever the options are called."""
    return not keys or not BY_KEY.keys().isdisjoint(keys)


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
    recorded: dict[str, Any] = {"value": None}
    for key, written in data.items():
        if key not in BY_KEY:
            raise ValueError(key)
        if written is not None and (written != "" or isinstance(spelling, Codes)):
            recorded[BY_KEY[key].attribute] = _read(BY_KEY[key], written, spelling)
    return Answer(**recorded)


def _fields(answer: Answer, spelling: Spelling) -> dict[str, Any]:
    """What there is: most answers have little of it, and a thousand nulls help nobody."""
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
        case FieldKind.DAYS:
            days = {room: day.isoformat() for room, day in sorted(content.items())}
            return days[""] if days.keys() == {""} else days
        case FieldKind.SIGNERS:
            return {room: _recorded(signer) for room, signer in sorted(content.items())}
        case FieldKind.VALUE:
            return spelling.value(content)
        case FieldKind.BY_ROOM:
            rooms = sorted(content) if isinstance(spelling, Words) else content
            return {room: spelling.value(content[room]) for room in rooms}
        case FieldKind.EVIDENCE:
            return [_evidence(piece, spelling) for piece in content]
    assert_never(kind)


def _evidence(piece: Evidence, spelling: Spelling) -> Any:
    """{"text", "valid_until", and of a file "path", "sha256", "size" (bytes), "seen_at"} as far as
    recorded; in words, a piece that is nothing but words stands for itself, the size is text."""
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
            return tuple(_evidence_in(piece).portable() for piece in data if piece)
        case FieldKind.DAY, str():
            return date.fromisoformat(data)
        case FieldKind.DAYS, str():
            return {"": date.fromisoformat(data)}
        case FieldKind.DAYS, Mapping():
            return {room: date.fromisoformat(str(day)) for room, day in data.items()}
        case FieldKind.SIGNERS, Mapping():
            return convert(data, dict[str, Signer])
        case FieldKind.MOMENT, str() if isinstance(spelling, Words):
            datetime.fromisoformat(data)
            return data
        case ((FieldKind.TEXT | FieldKind.MOMENT), str()):
            return data
        case _:
            raise ValueError(field.key)


def _evidence_in(data: Any) -> Evidence:
    if isinstance(data, str):
        return Evidence(data)
    return convert(data, Evidence, strict=False)  # in words, the size is text


def _recorded(thing: Respondent | Room | Evidence | Signer) -> dict[str, Any]:
    pairs = (each for each in to_builtins(thing).items() if each[1] is not None)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in pairs}


def assessment_as_data(assessment: Assessment) -> Data:
    """All that was said, in codes, section by section, in the order of the file it came from."""
    return {
        "respondent": asdict(assessment.respondent),
        "period": to_builtins(assessment.period),
        "rooms": [_recorded(room) for room in assessment.rooms],
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
    period, rooms = assessment.period, [_recorded(room) for room in assessment.rooms]
    data: dict[str, Plain] = {"respondent": _recorded(assessment.respondent)}
    data |= {} if period is None else {"period": to_builtins(period)}
    return data | ({"rooms": rooms} if rooms else {})


def digest(assessment: Assessment) -> str:
    """SHA-256 of the assessment as read, 64 hex digits. Every value, note, name, date and piece of
    evidence counts; spelling, the order of keys and comments are gone once a file is read."""
    return digest_of(assessment_as_data(assessment))


def digest_of(data: Mapping[str, Data]) -> str:
    """SHA-256 of the SECTIONS of `data`, as ASCII JSON with sorted keys and no spaces."""
    counted = {name: data[name] for name in SECTIONS}
    text = json.dumps(counted, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
