"""The facts and answers of an answers file, each read against the question it answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Mapping as ById
from functools import cached_property

from msgspec.structs import replace

from checklist.assessment.as_data import Words, is_whole_answer
from checklist.assessment.keys import (
    ANY_TEXT,
    MOMENT,
    ON_DAY,
    TEXT,
    FormReading,
    entries,
    matching,
    text_in,
)
from checklist.assessment.model import (
    BY_KEY,
    FIELDS,
    Answer,
    Assessment,
    Evidence,
    FieldKind,
    Value,
)
from checklist.assessment.recheck import asked_of, may_lie_dormant, was_put_otherwise
from checklist.assessment.typed import Misread, quoted
from checklist.assessment.yaml_text import plain
from checklist.law.model import Fact, Per, Question, Rulebook
from checklist.yaml.keys import or_empty
from checklist.yaml.nodes import Mapping, Node
from checklist.yaml.schema import SCALAR, Schema, ref
from checklist.yaml.shape import Fields, Key, Record

_DIGEST = "[0-9a-f]{64}"
_SIZE = "[0-9]{1,15}"


class AnswersReader:
    """Reads facts and answers of one file, whose head is already in `assessment`."""

    def __init__(self, rulebook: Rulebook, assessment: Assessment, reading: FormReading) -> None:
        self._rulebook = rulebook
        self._assessment = assessment
        self._reading = reading
        self._rooms = [room.id for room in assessment.rooms]
        self._may_lie_dormant = may_lie_dormant(rulebook, assessment)

    def facts(self, node: Mapping | None) -> dict[str, Answer]:
        """The answers to facts, by fact id."""
        return self._all(node, {fact.id: fact for fact in self._rulebook.facts}, "主体情况")

    def answers(self, node: Mapping | None) -> dict[str, Answer]:
        """The answers to questions, by answer key."""
        return self._all(node, self._rulebook.questions(), "问题")

    def _all(
        self, node: Mapping | None, asked: ById[str, Question | Fact], what: str
    ) -> dict[str, Answer]:
        answers: dict[str, Answer] = {}
        for key, value in node.entries if node else ():
            question = asked.get(key.value)
            if question is None and not self._lies_dormant(value):
                known = self._beside(key.value, asked)
                complaint = f"规则册里没有{what}{quoted(key.value)}"
                self._reading.refuse_name(key, known, complaint)
            else:
                answers[key.value] = self._answer(key.value, value, question)
        return answers

    def _beside(self, key: str, asked: Collection[str]) -> list[str]:
        """What an unknown key could have meant: a question of the same entry first."""
        entry = key.partition("/")[0] + "/"
        return [known for known in asked if known.startswith(entry)] or list(asked)

    def _lies_dormant(self, node: Node) -> bool:
        """Whether an answer to an unknown question was once given to a known one."""
        return self._may_lie_dormant or (
            isinstance(node, Mapping) and node.get("asked_as") is not None
        )

    def _answer(self, key: str, node: Node, question: Question | Fact | None) -> Answer:
        if not isinstance(node, Mapping) or not is_whole_answer(
            [name.value for name, _ in node.entries]
        ):
            return Answer(value=self._value(key, node, self._words(question, None)))
        fields = ANSWER.fields(node, f"{key} 的作答", self._reading)
        words = self._words(question, fields["asked_as"])
        value, excepted = fields["value"], fields["except"]
        return Answer(
            **fields.all(
                value=None if value is None else self._value(key, value, words),
                exceptions={} if excepted is None else self._exceptions(key, excepted, words),
            )
        )

    def _words(self, question: Question | Fact | None, asked_as: str | None) -> Words:
        stale = question is None or was_put_otherwise(
            question, asked_as, rulebook=self._rulebook, assessment=self._assessment
        )
        return Words(question=question, stale=stale)

    def _value(self, key: str, node: Node, words: Words) -> Value | None:
        try:
            return words.value_in(plain(node))
        except Misread as misread:
            what = f"{key}：{misread.what}"
            self._reading.complain(node, what, misread.mend)
            return None

    def _exceptions(self, key: str, node: Mapping, words: Words) -> dict[str, Value]:
        if not words.stale and key in self._of_respondent:
            what = f"{key} 问的是整个单位，不能按直播间例外"
            self._reading.complain(node, what, "删去 except，只写 value")
            return {}
        values: dict[str, Value] = {}
        for room, said in node.entries:
            if room.value not in self._rooms:
                what = f"{key} 的例外里写了没有登记的直播间{quoted(room.value)}"
                self._reading.refuse_name(room, self._rooms, what)
                continue
            value = self._value(key, said, words)
            if value is not None:
                values[room.value] = value
        return values

    @cached_property
    def _of_respondent(self) -> set[str]:
        """What is asked about the respondent as a whole, and so of no single room."""
        return asked_of(self._rulebook, Per.RESPONDENT)


def _node(_fields: Fields, _key: str, node: Node) -> Node:
    """A value is read against its question, not by its key."""
    return node


def _evidence(fields: Fields, key: str, node: Node) -> tuple[Evidence, ...]:
    return tuple(_pieces(fields, key, node))


def _pieces(fields: Fields, key: str, node: Node) -> Iterator[Evidence]:
    """Every piece of evidence; what is empty is left out."""
    reading = fields.reading
    for item in reading.items(node, key):
        if not isinstance(item, Mapping):
            if words := text_in(item, key, reading):
                yield Evidence(words)
            continue
        piece = PIECE.fields(item, "一份佐证材料", reading)
        text, size = piece["text"] or piece["path"], piece["size"]
        if not text:
            mend = "写明 text（文字）或者 path（文件）"
            reading.complain(item, "佐证材料没有写是什么", mend)
            continue
        yield Evidence(**piece.all(text=text, size=None if size is None else int(size)))


_SIZES: Schema = {
    "anyOf": [
        {"enum": [None, "", []]},
        {"type": "integer", "minimum": 0},
        {"type": "string", "pattern": f"^{_SIZE}$"},
    ]
}
PIECE = Record(
    Evidence,
    {
        "text": TEXT,
        "path": TEXT,
        "sha256": or_empty(
            matching(
                _DIGEST,
                "SHA-256 是 64 位十六进制小写数字",
                {"type": "string", "pattern": f"^{_DIGEST}$"},
            )
        ),
        "size": matching(_SIZE, "写文件的字节数，例如：1024", _SIZES),
        "seen_at": MOMENT,
    },
)
"""A file that was handed in, with what was seen of it; words are a text alone."""
_PIECES: Schema = {
    "type": "array",
    "items": {
        "anyOf": [
            ANY_TEXT,
            {**PIECE.schema(), "anyOf": [{"required": ["text"]}, {"required": ["path"]}]},
        ]
    },
}
_KEYS = {
    FieldKind.VALUE: Key("", _node, ref("value")),
    FieldKind.BY_ROOM: entries(ref("value")),
    FieldKind.TEXT: TEXT,
    FieldKind.MOMENT: MOMENT,
    FieldKind.DAY: ON_DAY,
    FieldKind.EVIDENCE: or_empty(Key("", _evidence, _PIECES, missing=())),
}
ANSWER = Record(
    Answer,
    {field.key: replace(_KEYS[field.kind], into=field.attribute) for field in FIELDS},
)
VALUE_SCHEMA: Schema = {
    "anyOf": [
        ANY_TEXT,
        {"type": "object", "additionalProperties": SCALAR},
        {"type": "array", "items": SCALAR},
    ]
}
"""One answer, or for a multi-select what holds of each option, or a list of those that do."""
ANSWER_SCHEMA: Schema = {
    "if": {"type": "object", "anyOf": [{"required": [key]} for key in BY_KEY]},
    "then": ANSWER.schema(),
    "else": ref("value"),
}
"""A mapping with none of an answer's keys is the value of a multi-select itself."""
