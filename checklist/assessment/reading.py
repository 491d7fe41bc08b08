"""The text of an answers file as an assessment, or every mistake in it at once; and its schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import PurePath
from typing import Any

from msgspec.structs import replace

from checklist.assessment.keys import KEPT, FormReading, day, entries, filled
from checklist.assessment.model import AnsweredTo, Assessment, Respondent, Room, SelfAuditPeriod
from checklist.assessment.reading_answers import ANSWER_SCHEMA, VALUE_SCHEMA, AnswersReader
from checklist.assessment.typed import quoted
from checklist.assessment.writing import FORMAT
from checklist.errors import Complaint, UnreadableFile, Where
from checklist.law.model import Rulebook
from checklist.yaml.keys import mapping, or_empty
from checklist.yaml.nodes import Mapping, Node, parse_into
from checklist.yaml.schema import DIALECT, Schema, ref
from checklist.yaml.shape import Fields, Key, Record, Rule

_ROOM_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


def read(text: str, *, file: PurePath | str, rulebook: Rulebook) -> Assessment:
    """What `text` says. Raises UnreadableFile with every complaint found.

    Answers to questions this rulebook does not have lie dormant where they were given to another
    edition or rulebook; a recorded value that does not fit a question that has changed since is
    kept as Unread.
    """
    try:
        return _read(text, file=file, rulebook=rulebook)
    except UnreadableFile:
        from checklist.file_kinds import Wanted, mistaken  # noqa: PLC0415  only on failure

        other = mistaken(text, Wanted.ANSWERS, file=file)
        if other is not None:
            raise UnreadableFile(other) from None
        raise


def answers_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a whole answers file, for editors.

    Which value fits which question depends on the rulebook, so only the program sees that.
    """
    return {
        "$schema": DIALECT,
        "$id": "https://livestream-checklist.invalid/schema/answers-1.json",
        "title": "自查答案文件，格式 1",
        **FILE.schema(),
        "$defs": {"value": VALUE_SCHEMA, "answer": ANSWER_SCHEMA},
    }


def _read(text: str, *, file: PurePath | str, rulebook: Rulebook) -> Assessment:
    reading = FormReading()
    root = parse_into(reading.complaints, text, file=file)
    if root is None:
        raise UnreadableFile(*reading.complaints)
    if not isinstance(root, Mapping):
        mend = "用 checklist ask 新建一份，或者检查是不是选错了文件"
        reading.complain(root, "这不是自查答案文件", mend)
        raise UnreadableFile(*reading.complaints)
    sections = FILE.fields(root, "答案文件", reading)
    _check_format(sections, file)
    head = Assessment(
        respondent=sections["respondent"],
        period=sections["period"],
        rooms=sections["rooms"],
        answered_to=sections["rulebooks"],
    )
    answers = AnswersReader(rulebook, head, reading)
    whole = replace(
        head,
        facts=answers.facts(sections["facts"]),
        answers=answers.answers(sections["answers"]),
    )
    if reading.complaints:
        raise UnreadableFile(*sorted(reading.complaints, key=_place))
    return whole


def _place(complaint: Complaint) -> tuple[int, int]:
    where = complaint.where
    return (where.line or 0, where.column or 0) if where else (0, 0)


def _check_format(sections: Fields, file: PurePath | str) -> None:
    """Refuse a file of a later program outright: its other keys would only mislead."""
    node, complaints = sections.values.get("format"), sections.reading.complaints
    if node is None:
        where = Where(file=file, line=1)
        mend = f"在开头写一行：format: {FORMAT}"
        complaints.append(Complaint(what="缺少 format", mend=mend, where=where))
        return
    text = (sections["format"] or "").strip()
    if text.isascii() and text.isdecimal() and int(text[:9]) > FORMAT:
        what = f"这个文件由更新版本的 checklist 写成（格式 {text[:9]}，本程序只懂 {FORMAT}）"
        mend = "升级后再打开：python -m pip install --upgrade livestream-checklist"
        raise UnreadableFile(Complaint(what=what, mend=mend, where=node.where))
    if text != str(FORMAT):
        sections.reading.complain(node, f"format 写的是{quoted(text)}", f"写成：format: {FORMAT}")


def _days_in_order(period: Fields) -> None:
    first, last = period["from"], period["to"]
    if first is not None and last is not None and first > last:
        mend = "from 写较早的日期，to 写较晚的日期"
        period.reading.complain(period.node, "自查期间的起始日在截止日之后", mend)


def _period(first: Any, last: Any) -> SelfAuditPeriod | None:
    return None if first is None or last is None else SelfAuditPeriod(first=first, last=last)


def _wrong_room(id: str, taken: Collection[str]) -> tuple[str, str] | None:
    if not _ROOM_ID.fullmatch(id):
        return f"直播间编号{quoted(id)}不能用", "编号只用字母、数字、- 和 _，例如：r1"
    return (f"直播间编号 {id} 重复", "每个直播间用自己的编号") if id in taken else None


def _wrong_rulebook(id: str, taken: Collection[str]) -> tuple[str, str] | None:
    return (f"规则册{quoted(id)} 重复", "每部规则册写一次") if id in taken else None


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
            missing = [key for key in record.keys if not values.get(key)]
            if missing:
                what = f"{name}缺少 {'、'.join(missing)}"
                reading.complain(item, what, f"例如：{example}")
            elif complaint := wrong(values["id"], made):
                reading.complain(item, *complaint)
            else:
                made[values["id"]] = record.make(**values)
        return tuple(made.values())

    return or_empty(Key("", read, {"type": "array", "items": record.schema()}, missing=()))


_ID_IN_TEXT: Schema = {"type": "string", "pattern": f"^{_ROOM_ID.pattern}$"}
_ID: Schema = {"anyOf": [_ID_IN_TEXT, {"type": "integer", "minimum": 0}]}
_BOTH_DAYS = "from 写起始日，to 写截止日"
RULEBOOK = Record(AnsweredTo, {"id": filled(), "edition": filled()})
ROOM = Record(Room, {"id": filled(_ID), "name": filled()})
RESPONDENT = Record(
    Respondent,
    {
        "name": replace(KEPT, missing=""),
        "credit_code": KEPT,
        "address": KEPT,
        "prepared_by": KEPT,
    },
)
PERIOD = Record(
    _period,
    {"from": day(_BOTH_DAYS, into="first"), "to": day(_BOTH_DAYS, into="last")},
    rules=[Rule(_days_in_order)],
    described=False,
)
FILE = Record(
    Assessment,
    {
        "format": replace(KEPT, schema={"enum": [FORMAT, str(FORMAT)]}, required=True),
        "rulebooks": _by_id(
            RULEBOOK, "规则册", "{ id: livestream, edition: 2026.11.1 }", _wrong_rulebook
        ),
        "respondent": or_empty(mapping("", RESPONDENT, missing=Respondent(name=""))),
        "period": or_empty(mapping("", PERIOD)),
        "rooms": _by_id(ROOM, "直播间", "{ id: r1, name: 旗舰店直播间 }", _wrong_room),
        "facts": entries(ref("answer")),
        "answers": entries(ref("answer")),
    },
)
"""Every section of an answers file."""
