"""What a respondent said: the answers file as values.

A missing answer, 不清楚 and 不适用 are three different things: absence, Mark.UNKNOWN and
Mark.INAPPLICABLE. Tags and other names say what a value is called in JSON: `convert` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Annotated

from msgspec import Meta, Struct, field
from msgspec.structs import asdict, replace

from checklist.law.periods import Period
from checklist.paths import leads_out, of_one_computer


class Mark(Enum):
    """作答：是、否、不清楚、不适用. The last two answer a question of any kind."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    INAPPLICABLE = "inapplicable"


class Extreme(Enum):
    """长期 (kept without end) and 从未 (never done, never kept)."""

    FOREVER = "forever"
    NEVER = "never"


class Choice(Struct, frozen=True, tag="choice", tag_field="kind", rename={"option": "value"}):
    """One option of a single choice."""

    option: str


class Picks(Struct, frozen=True, tag="picks", tag_field="kind", rename={"marks": "value"}):
    """A multi-select, answered per option. An option that is absent is unanswered."""

    marks: Mapping[str, Mark]


class WorkingDays(
    Struct, frozen=True, tag="working_days", tag_field="kind", rename={"count": "value"}
):
    """N个工作日."""

    count: Annotated[int, Meta(ge=0)]


class TimesAYear(
    Struct, frozen=True, tag="times_a_year", tag_field="kind", rename={"count": "value"}
):
    """每年N次, in the year with the fewest."""

    count: Annotated[int, Meta(ge=0)]


class Unread(Struct, frozen=True, tag="unread", tag_field="kind", rename={"raw": "value"}):
    """A recorded value that does not fit the question as it is put now. It proves nothing."""

    raw: str


UNASKED = Unread("还没有答")
"""What stands of a room that was not asked when the others were answered for."""
Value = Mark | Choice | Picks | Period | Extreme | WorkingDays | TimesAYear | Unread


class Evidence(Struct, frozen=True):
    """佐证材料: words, or a file as it was when it was named.

    `path` is relative to the folder of the answers file, and leads nowhere else: None of a file
    that lies elsewhere. `sha256` (64 hexadecimal digits), `size` (bytes) and `seen_at` (ISO 8601
    with offset) are what was there then. `valid_until` is the last day on which it proves anything.
    """

    text: str
    path: str | None = None
    sha256: str | None = None
    size: int | None = None
    seen_at: str | None = None
    valid_until: date | None = None

    @property
    def name(self) -> str:
        """The file, or the words where it is none."""
        return self.path or self.text

    def expired(self, as_of: date) -> bool:
        """Whether it proves nothing any more on that day."""
        return self.valid_until is not None and self.valid_until < as_of

    def portable(self) -> Evidence:
        """This piece without a place that only one computer knows, as older versions wrote it."""
        if self.path is not None and leads_out(self.path):
            return self.without_path()
        name = of_one_computer(self.text)
        return self if name is None else replace(self, text=name)

    def without_path(self) -> Evidence:
        """This piece by its name and digest alone, because its file lies elsewhere."""
        name = (self.path or "").replace("\\", "/").rstrip("/").rpartition("/")[2]
        text = of_one_computer(self.text) or self.text
        if text in {"", self.path} or not name or name in text:
            text = name or text
        else:
            text = f"{text}（{name}）"
        return replace(self, path=None, text=text)


def moment(at: str | None) -> datetime | None:
    """When something was recorded; None without an offset: it cannot be compared."""
    try:
        recorded = datetime.fromisoformat((at or "").strip())
    except ValueError:
        return None
    return recorded if recorded.tzinfo else None


class Signer(Struct, frozen=True, kw_only=True):
    """Who said something, and when (ISO 8601 with offset), as far as it was recorded."""

    by: str | None = None
    at: str | None = None

    @property
    def day(self) -> str:
        """2026-11-18; empty where no time was recorded."""
        return (self.at or "")[:10]


class Answer(Struct, frozen=True, kw_only=True):
    """What was said to one question or fact, by whom, when, and to which wording.

    `exceptions` holds, by room id, what is different in that room. `at` is ISO 8601 with offset.
    `asked_as` is Question.fingerprint as it was put; None in a file written by hand.
    """

    value: Value | None
    exceptions: Mapping[str, Value] = field(default_factory=dict)
    by: str | None = None
    at: str | None = None
    asked_as: str | None = None
    reason: str | None = None
    """Why 不适用 was said: the recorded ground."""
    who_could_know: str | None = None
    note: str | None = None
    evidence: tuple[Evidence, ...] = ()
    owner: str | None = None
    due: date | None = None
    state: str | None = None
    """待复核 of an answer that was taken over unconfirmed; else the progress of its remediation."""
    department: str | None = None
    reviewer: str | None = None
    measures: str | None = None
    """整改措施 as the respondent worded them, instead of the rulebook's advice."""
    closed_on: date | None = None
    """销号日期. It closes no gap: only a new answer does."""
    remedied: Mapping[str, date] = field(default_factory=dict)
    """整改完成之日: since when what the answer says was not done is done, by room id; under "" for
    the common answer. The answer itself stays what it was in the self-audit period."""
    corrected: str | None = None
    """更正说明: what was answered before, and why that was wrong; one line for each correction."""
    signed: Mapping[str, Signer] = field(default_factory=dict)
    """Who had said before what was left as it was when `by` gave the answer, by room id; under ""
    what is common to all."""

    @property
    def apart(self) -> dict[str, Value]:
        """What is said of single rooms, by their ids, and is not common to all."""
        common = (self.value, UNASKED)
        return {room: own for room, own in self.exceptions.items() if own not in common}

    def remedied_since(self, room: str | None) -> date | None:
        """Since when what failed in a room, or for the respondent (None), is done."""
        if room is None or room in self.remedied:
            return self.remedied.get(room or "")
        return None if room in self.exceptions else self.remedied.get("")

    def signer(self, room: str | None) -> Signer:
        """Who said, and when, what stands in a room, or what is common to all (None)."""
        is_common = room is None or self.exceptions.get(room, self.value) == self.value
        of = "" if room is None or (is_common and room not in self.signed) else room
        return self.signed.get(of, Signer(by=self.by, at=self.at))

    def as_signed(self, room: str | None) -> Answer:
        """This answer with who said, and when, what stands in a room, or what is common (None)."""
        return replace(self, **asdict(self.signer(room))) if self.signed else self

    def for_room(self, room: str | None) -> Value | None:
        """The value for a room, or the common one when `room` is None or no exception; None where
        nobody was asked about the room."""
        value = self.value if room is None else self.exceptions.get(room, self.value)
        return None if value == UNASKED else value


class FieldKind(Enum):
    """What stands in a field of an answer; how it is written, read and shown to editors."""

    VALUE = "one value"
    BY_ROOM = "values by room"
    TEXT = "text"
    MOMENT = "ISO 8601 with offset"
    DAY = "ISO date"
    DAYS = "ISO dates by room"
    SIGNERS = "who said it and when, by room"
    EVIDENCE = "pieces of evidence"


class Field(Struct, frozen=True):
    """A field of an answer: its key in recorded data, its Chinese name, and what stands in it.

    `name` is the attribute of Answer where that is another than the key.
    """

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    name: str = ""

    @property
    def attribute(self) -> str:
        """The attribute of Answer that holds it."""
        return self.name or self.key


FIELDS = (
    Field("value", "作答", FieldKind.VALUE),
    Field("except", "例外", FieldKind.BY_ROOM, name="exceptions"),
    Field("by", "作答人"),
    Field("at", "作答时间", FieldKind.MOMENT),
    Field("asked_as", "题面指纹"),
    Field("reason", "理由"),
    Field("who_could_know", "谁可能知道"),
    Field("note", "备注"),
    Field("evidence", "佐证材料", FieldKind.EVIDENCE),
    Field("owner", "责任人"),
    Field("due", "完成时限", FieldKind.DAY),
    Field("state", "进度"),
    Field("department", "责任部门"),
    Field("reviewer", "复核人"),
    Field("measures", "整改措施"),
    Field("closed_on", "销号日期", FieldKind.DAY),
    Field("remedied", "整改完成之日", FieldKind.DAYS),
    Field("corrected", "更正说明"),
    Field("signed", "原作答人", FieldKind.SIGNERS),
)
"""Every field of an answer, in the order in which they are written."""
BY_KEY = {field.key: field for field in FIELDS}


class Respondent(Struct, frozen=True, kw_only=True):
    """填报单位 and 填报人."""

    name: str
    credit_code: str | None = None
    address: str | None = None
    prepared_by: str | None = None


class Room(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A live room; exceptions and findings name it by `id`. `formerly` are the names it had."""

    id: str
    name: str
    formerly: tuple[str, ...] = ()


SET_ASIDE = "不对照"
"""The edition of a rulebook that the respondent chose not to be judged by."""


class AnsweredTo(Struct, frozen=True, kw_only=True):
    """A rulebook and edition that the answers were given to."""

    id: str
    edition: str

    @property
    def told(self) -> str:
        """livestream，2026.11.8版; mcn，不对照."""
        return f"{self.id}，{self.edition}{'' if self.edition == SET_ASIDE else '版'}"


class SelfAuditPeriod(Struct, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}):
    """自查期间, both days included; questions about acts mean this period."""

    first: date
    last: date


class Assessment(Struct, frozen=True, kw_only=True):
    """Everything one respondent said.

    `facts` is keyed by fact id (values: Mark for 是/否/不清楚, Choice for one choice), `answers` by
    answer key ("obligation/question"). Keys no rulebook knows lie dormant.
    """

    respondent: Respondent
    period: SelfAuditPeriod | None = None
    rooms: tuple[Room, ...] = ()
    facts: Mapping[str, Answer] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    answered_to: tuple[AnsweredTo, ...] = ()

    def facts_for(self, room: str | None) -> dict[str, str]:
        """The known facts as option ids ("yes", "no", …), as they stand for one room; unanswered
        and 不清楚 facts are absent: nobody knows them."""
        known: dict[str, str] = {}
        for id, answer in self.facts.items():
            match answer.for_room(room):
                case Mark.YES | Mark.NO as mark:
                    known[id] = mark.value
                case Choice(option=option):
                    known[id] = option
        return known

    def room_name(self, id: str) -> str:
        """Raises KeyError for an unknown room."""
        return {room.id: room.name for room in self.rooms}[id]
