"""Every key of an answers file, and its schema. It is filled in like a form: empty is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

from msgspec.structs import replace

from checklist.assessment.model import (
    BY_KEY,
    FIELDS,
    Answer,
    AnsweredTo,
    Assessment,
    Evidence,
    FieldKind,
    Respondent,
    Room,
    SelfAuditPeriod,
    Signer,
)
from checklist.assessment.typed import excerpt
from checklist.yaml.keys import mapping, or_empty, texts
from checklist.yaml.nodes import Mapping, Node, Scalar
from checklist.yaml.reading import day_in, spaced
from checklist.yaml.schema import DAY, DIALECT, SCALAR, Schema, ref
from checklist.yaml.shape import Fields, Key, Record, Rule

FORMAT = 1
_YEAR_FIRST = re.compile(r"[0-9]{4}-")
_ROOM_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_DIGEST = "[0-9a-f]{64}"
_SIZE = "[0-9]{1,15}"
_ANY_TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}
_FILLED: Schema = {**SCALAR, "minLength": 1}


# --- kinds of keys -------------------------------------------------------------------------------


def _text(fields: Fields, key: str, node: Node) -> str | None:
    """One piece of text, whatever is in it: lines and invisible characters are kept."""
    if isinstance(node, Scalar):
        return node.value
    mend = "冒号后面直接写文字；含有冒号、括号的加上引号"
    fields.reading.complain(node, f"{spaced(key)}应是一段文字", mend)
    return None


def _filled(fields: Fields, key: str, node: Node) -> str | None:
    return _text(fields, key, node) or None


def _day(text: str, fields: Fields, key: str) -> date | None:
    day = day_in(text)
    if day is None:
        what = f"{spaced(key)}不是日历上的日期：{excerpt(text)}"
        fields.reading.complain(fields.values[key], what, "写成 年-月-日，例如 2026-02-01")
    return day


def _moment(text: str, fields: Fields, key: str) -> str | None:
    try:
        datetime.fromisoformat(text if _YEAR_FIRST.match(text) else "")
    except ValueError:
        what = f"{spaced(key)}不是时间：{excerpt(text)}"
        mend = "写成 2026-10-31T09:30:00+08:00 这样，或者删去这一行"
        fields.reading.complain(fields.values[key], what, mend)
        return None
    return text


def _days(fields: Fields, key: str, node: Node) -> dict[str, date]:
    """One day, under ""; or days by room."""
    if isinstance(node, Scalar):
        return {"": day} if (day := _DAY.read(fields, key, node)) else {}
    days: dict[str, date] = {}
    for room, written in fields.reading.entries(node, key).entries:
        day = day_in(_filled(fields, key, written) or "")
        if day is None:
            what = f"{spaced(key)}里 {room.value} 的不是日历上的日期"
            fields.reading.complain(written, what, "写成 年-月-日，例如 2026-02-01")
        else:
            days[room.value] = day
    return days


def _signers(fields: Fields, key: str, node: Node) -> dict[str, Signer]:
    """Who said it and when, by room; under "" of all others."""
    by_room = fields.reading.entries(node, key).entries
    return {room.value: _SIGNER.read(signer, key, fields.reading) for room, signer in by_room}


def _entries(fields: Fields, key: str, node: Node) -> Node:
    entries: Node = fields.reading.entries(node, key)
    return entries


def _node(_fields: Fields, _key: str, node: Node) -> Node:
    """A value is read against its question, not by its key."""
    return node


def _matching(pattern: str, mend: str, schema: Schema) -> Key:
    def matching(text: str, fields: Fields, key: str) -> str | None:
        if re.fullmatch(pattern, text):
            return text
        fields.reading.complain(fields.values[key], f"{key} 写的是{excerpt(text)}", mend)
        return None

    return Key("", _filled, schema).then(matching)


def _named(values: Schema) -> Key:
    """A mapping whose keys are names: of questions, of rooms. They are read by hand."""
    return or_empty(Key("", _entries, {"type": "object", "additionalProperties": values}))


def _by_id(
    record: Record,
    name: str,
    example: str,
    wrong: Callable[[str, Collection[str]], tuple[str, str] | None],
) -> Key:
    """A list of what has an id; `wrong` says what is wrong with an id, and how to mend it."""

    def read(fields: Fields, key: str, node: Node) -> tuple[Any, ...]:
        made: dict[str, Any] = {}
        reading = fields.reading
        for item in reading.items(node, key):
            if not isinstance(item, Mapping):
                reading.complain(item, f"每个{name}要写成一组“键: 值”", f"例如：{example}")
                continue
            filled_in = record.fields(item, name, reading)
            values = {key: filled_in[key] for key in record.keys if key in filled_in}
            needed = (key for key, declared in record.keys.items() if declared.required)
            if missing := [key for key in needed if not values.get(key)]:
                what = f"{name}缺少 {'、'.join(missing)}"
                reading.complain(item, what, f"例如：{example}")
            elif complaint := wrong(values["id"], made):
                reading.complain(item, *complaint)
            else:
                made[values["id"]] = record.make(**values)
        return tuple(made.values())

    return or_empty(Key("", read, {"type": "array", "items": record.schema()}, missing=()))


_KEPT = Key("", _text, _ANY_TEXT)
"""A text; an empty one says that nothing was to be told."""
_TEXT = Key("", _filled, _ANY_TEXT)
_MOMENT = Key("", _filled, {"type": "string", "pattern": "^[0-9]{4}-"}).then(_moment)
_DAY = Key("", _filled, DAY).then(_day)
_DAYS: Schema = {"anyOf": [DAY, {"type": "object", "additionalProperties": DAY}]}
_NAME = Key("", _filled, _FILLED, required=True)


# --- an answer -----------------------------------------------------------------------------------


def _evidence(fields: Fields, key: str, node: Node) -> tuple[Evidence, ...]:
    """Every piece of evidence; what is empty is left out."""
    pieces: list[Evidence] = []
    reading = fields.reading
    for item in reading.items(node, key):
        if not isinstance(item, Mapping):
            words = _filled(fields, key, item)
            pieces += [Evidence(words).portable()] if words else []
            continue
        piece = _PIECE.fields(item, "一份佐证材料", reading)
        text, size = piece["text"] or piece["path"], piece["size"]
        if text:
            whole = piece.all(text=text, size=None if size is None else int(size))
            pieces.append(Evidence(**whole).portable())
        else:
            mend = "写明 text（文字）或者 path（文件）"
            reading.complain(item, "佐证材料没有写是什么", mend)
    return tuple(pieces)


_SIZES: Schema = {
    "anyOf": [
        {"enum": [None, "", []]},
        {"type": "integer", "minimum": 0},
        {"type": "string", "pattern": f"^{_SIZE}$"},
    ]
}
_DIGESTS: Schema = {"type": "string", "pattern": f"^{_DIGEST}$"}
_PIECE = Record(
    Evidence,
    {
        "text": _TEXT,
        "path": _TEXT,
        "sha256": or_empty(_matching(_DIGEST, "SHA-256 是 64 位十六进制小写数字", _DIGESTS)),
        "size": _matching(_SIZE, "写文件的字节数，例如：1024", _SIZES),
        "seen_at": or_empty(_MOMENT),
        "valid_until": or_empty(_DAY),
    },
)
"""A file that was handed in, with what was seen of it; words are a text alone."""
_TEXT_OR_PATH: Schema = {"anyOf": [{"required": ["text"]}, {"required": ["path"]}]}
_PIECES: Schema = {
    "type": "array",
    "items": {"anyOf": [_ANY_TEXT, {**_PIECE.schema(), **_TEXT_OR_PATH}]},
}
_SIGNER = Record(Signer, {"by": _TEXT, "at": or_empty(_MOMENT)})
_SIGNERS: Schema = {"type": "object", "additionalProperties": _SIGNER.schema()}
_KEYS = {
    FieldKind.VALUE: Key("", _node, ref("value")),
    FieldKind.BY_ROOM: _named(ref("value")),
    FieldKind.TEXT: _TEXT,
    FieldKind.MOMENT: or_empty(_MOMENT),
    FieldKind.DAY: or_empty(_DAY),
    FieldKind.DAYS: or_empty(Key("", _days, _DAYS, missing={})),
    FieldKind.SIGNERS: or_empty(Key("", _signers, _SIGNERS, missing={})),
    FieldKind.EVIDENCE: or_empty(Key("", _evidence, _PIECES, missing=())),
}
_OF_ANSWER = {field.key: replace(_KEYS[field.kind], into=field.attribute) for field in FIELDS}
ANSWER = Record(Answer, _OF_ANSWER)


# --- the file ------------------------------------------------------------------------------------


def _wrong_room(id: str, taken: Collection[str]) -> tuple[str, str] | None:
    if not _ROOM_ID.fullmatch(id):
        return f"直播间编号{excerpt(id)}不能用", "编号只用字母、数字、- 和 _，例如：r1"
    return (f"直播间编号 {id} 重复", "每个直播间用自己的编号") if id in taken else None


def _wrong_rulebook(id: str, taken: Collection[str]) -> tuple[str, str] | None:
    return (f"规则册{excerpt(id)} 重复", "每部规则册写一次") if id in taken else None


def _days_in_order(period: Fields) -> None:
    first, last = period["from"], period["to"]
    if first is not None and last is not None and first > last:
        mend = "from 写较早的日期，to 写较晚的日期"
        period.reading.complain(period.node, "自查期间的起始日在截止日之后", mend)


def _period(first: Any, last: Any) -> SelfAuditPeriod | None:
    return None if first is None or last is None else SelfAuditPeriod(first=first, last=last)


_ID_IN_TEXT: Schema = {"type": "string", "pattern": f"^{_ROOM_ID.pattern}$"}
_ID: Schema = {"anyOf": [_ID_IN_TEXT, {"type": "integer", "minimum": 0}]}
_END = replace(_DAY, mend="from 写起始日，to 写截止日", required=True)
_RULEBOOK = Record(AnsweredTo, {"id": _NAME, "edition": _NAME})
_FORMERLY = replace(or_empty(texts("")), missing=())
_ROOM = Record(Room, {"id": replace(_NAME, schema=_ID), "name": _NAME, "formerly": _FORMERLY})
_BESIDE_THE_NAME = dict.fromkeys(("credit_code", "address", "prepared_by"), _KEPT)
_RESPONDENT = Record(Respondent, {"name": replace(_KEPT, missing=""), **_BESIDE_THE_NAME})
_PERIOD = Record(
    _period,
    {"from": replace(_END, into="first"), "to": replace(_END, into="last")},
    rules=[Rule(_days_in_order)],
    described=False,
)
FILE = Record(
    Assessment,
    {
        "format": replace(_KEPT, schema={"enum": [FORMAT, str(FORMAT)]}, required=True),
        "rulebooks": _by_id(
            _RULEBOOK, "规则册", "{ id: livestream, edition: 2026.11.1 }", _wrong_rulebook
        ),
        "respondent": or_empty(mapping("", _RESPONDENT, missing=Respondent(name=""))),
        "period": or_empty(mapping("", _PERIOD)),
        "rooms": _by_id(_ROOM, "直播间", "{ id: r1, name: 旗舰店直播间 }", _wrong_room),
        "facts": _named(ref("answer")),
        "answers": _named(ref("answer")),
    },
)
"""Every section of an answers file."""


def answers_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a whole answers file, for editors.

    Which value fits which question depends on the rulebook, so only the program sees that.
    """
    of_options: Schema = {"type": "object", "additionalProperties": SCALAR}
    return {
        "$schema": DIALECT,
        "$id": "https://livestream-checklist.invalid/schema/answers-1.json",
        "title": "自查答案文件，格式 1",
        **FILE.schema(),
        "$defs": {
            "value": {"anyOf": [_ANY_TEXT, of_options, {"type": "array", "items": SCALAR}]},
            # A mapping with none of an answer's keys is the value of a multi-select itself.
            "answer": {
                "if": {"type": "object", "anyOf": [{"required": [key]} for key in BY_KEY]},
                "then": ANSWER.schema(),
                "else": ref("value"),
            },
        },
    }
