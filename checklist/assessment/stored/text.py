"""The text of an answers file as an assessment, or every mistake in it at once; and back."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as ById
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from msgspec.structs import asdict, replace

from checklist.assessment.as_data import (
    Words,
    answer_in_words,
    head_in_words,
    is_whole_answer,
)
from checklist.assessment.model import Answer, AnsweredTo, Assessment, Value
from checklist.assessment.recheck import may_lie_dormant, was_put_otherwise
from checklist.assessment.stored.keys import ANSWER, FILE, FORMAT
from checklist.assessment.stored.yaml_text import document, plain
from checklist.assessment.typed import Misread, excerpt
from checklist.assessment.values import Plain
from checklist.errors import Complaint, UnreadableFile, Where
from checklist.law.model import Fact, Per, Question, Rulebook
from checklist.yaml.nodes import Mapping, Node, Scalar, parse_into
from checklist.yaml.reading import Reading, instead, spaced, suggestion
from checklist.yaml.shape import Fields

SCHEMA_MARK = "# yaml-language-server: $schema="
SCHEMA_LINE = f"{SCHEMA_MARK}answers.schema.json"
"""Editors find the schema beside the file once `checklist rules schema answers -o` put it there."""
HEAD = "# 本文件由 checklist 读写；可以手改，但手写的注释不会保留"
_FEW = 12


# --- writing -------------------------------------------------------------------------------------


def to_text(assessment: Assessment, rulebook: Rulebook, *, schema: str = SCHEMA_LINE) -> str:
    """The whole file in the rulebook's order, ending in a line break.

    Equal assessments give equal text. `schema` is the first line, which tells editors where the
    schema lies.
    """
    data: dict[str, Plain] = {"format": str(FORMAT)}
    if assessment.answered_to:
        data["rulebooks"] = [asdict(edition) for edition in assessment.answered_to]
    data |= head_in_words(assessment)
    if assessment.facts:
        data["facts"] = _answers(assessment.facts, {fact.id: fact for fact in rulebook.facts})
    if assessment.answers:
        data["answers"] = _answers(assessment.answers, rulebook.questions())
    return f"{schema}\n{HEAD}\n{document(data)}"


def _answers(answers: ById[str, Answer], asked: ById[str, Question | Fact]) -> dict[str, Plain]:
    """In the order of the rulebook; what it does not know comes last, by name."""
    known = [key for key in asked if key in answers]
    dormant = sorted(answers.keys() - asked.keys())
    return {key: answer_in_words(answers[key], asked.get(key)) for key in (*known, *dormant)}


# --- reading -------------------------------------------------------------------------------------


@dataclass(slots=True)
class FormReading(Reading):
    """What has been read of an answers file so far. Complaints call a value by its key alone."""

    names_keys_alone: bool = True

    def refuse(self, key: Scalar, fields: Fields) -> None:
        """Complain about a key that the mapping cannot have."""
        what = f"{spaced(fields.name)}里没有{excerpt(key.value)}这个键"
        self.refuse_name(key, fields.record.keys, what)

    def refuse_name(self, name: Scalar, known: Collection[str], what: str) -> None:
        """Complain about a name that is not known, and suggest which was probably meant."""
        if len(known) <= _FEW:
            mend = instead(name.value, known, self.complaints)
        elif meant := suggestion(name.value, known, self.complaints):
            mend = f"改成 {meant}"
        else:
            mend = "检查拼写；不需要就删去这一行"
        self.complain(name, what, mend)


def read(text: str, *, file: PurePath | str, rulebook: Rulebook) -> Assessment:
    """What `text` says. Raises UnreadableFile with every complaint found.

    Answers to questions this rulebook does not have lie dormant where they were given to another
    edition or rulebook; a recorded value that does not fit a question that has changed since is
    kept as Unread.
    """
    return Document(text, file=file).read(rulebook)


def place_of(text: str, section: str, key: str, *, file: PurePath | str) -> Where:
    """Where a key of a section stands in the text of an answers file; else the file."""
    root, where = parse_into([], text, file=file), Where(file=file)
    for name in (section, key):
        entries = root.entries if isinstance(root, Mapping) else ()
        entry = next((each for each in entries if each[0].value == name), None)
        if entry is None:
            return Where(file=file)
        where, root = entry[0].where, entry[1]
    return where


class Document:
    """The text of an answers file: the rulebooks that it names, and what it says by one of them."""

    def __init__(self, text: str, *, file: PurePath | str) -> None:
        self._text = text
        self._file = file
        self._reading = FormReading()
        self._root = parse_into(self._reading.complaints, text, file=file)

    @cached_property
    def _sections(self) -> Fields | None:
        root = self._root
        return FILE.fields(root, "答案文件", self._reading) if isinstance(root, Mapping) else None

    @property
    def answered_to(self) -> tuple[AnsweredTo, ...]:
        """The rulebooks that it names; none where that cannot be read, which `read` tells."""
        return self._sections["rulebooks"] if self._sections else ()

    def read(self, rulebook: Rulebook) -> Assessment:
        """What it says; see `read` above. To be called once."""
        try:
            return self._read(rulebook)
        except UnreadableFile:
            from checklist.file_kinds import FileKind, mistaken  # noqa: PLC0415  only on failure

            other = mistaken(self._text, FileKind.ANSWERS, file=self._file)
            if other is not None:
                raise UnreadableFile(other) from None
            raise

    def _read(self, rulebook: Rulebook) -> Assessment:
        reading, sections = self._reading, self._sections
        if sections is None:
            if self._root is not None:
                mend = "用 checklist ask 新建一份，或者检查是不是选错了文件"
                reading.complain(self._root, "这不是自查答案文件", mend)
            raise UnreadableFile(*reading.complaints)
        _check_format(sections, self._file)
        head = Assessment(
            respondent=sections["respondent"],
            period=sections["period"],
            rooms=sections["rooms"],
            answered_to=sections["rulebooks"],
        )
        answers = _AnswersReader(rulebook, head, reading)
        facts = {fact.id: fact for fact in rulebook.facts}
        whole = replace(
            head,
            facts=answers.section(sections["facts"], facts, "主体情况"),
            answers=answers.section(sections["answers"], rulebook.questions(), "问题"),
        )
        if reading.complaints:
            raise UnreadableFile(*reading.in_order())
        return whole


def _check_format(sections: Fields, file: PurePath | str) -> None:
    """Refuse a file of a later program outright: its other keys would only mislead."""
    node = sections.values.get("format")
    if node is None:
        where = Where(file=file, line=1)
        mend = f"在开头写一行：format: {FORMAT}"
        complaint = Complaint(what="缺少 format", mend=mend, where=where)
        sections.reading.complaints.append(complaint)
        return
    text = (sections["format"] or "").strip()
    if text.isascii() and text.isdecimal() and int(text[:9]) > FORMAT:
        what = f"这个文件由更新版本的 checklist 写成（格式 {text[:9]}，本程序只懂 {FORMAT}）"
        mend = "升级后再打开：python -m pip install --upgrade livestream-checklist"
        raise UnreadableFile(Complaint(what=what, mend=mend, where=node.where))
    if text != str(FORMAT):
        sections.reading.complain(node, f"format 写的是{excerpt(text)}", f"写成：format: {FORMAT}")


def _was_asked(node: Node) -> bool:
    return isinstance(node, Mapping) and node.get("asked_as") is not None


class _AnswersReader:
    """Reads facts and answers of one file, each against the question it answers."""

    def __init__(self, rulebook: Rulebook, head: Assessment, reading: FormReading) -> None:
        self._rulebook = rulebook
        self._head = head
        self._reading = reading
        self._rooms = [room.id for room in head.rooms]
        self._may_lie_dormant = may_lie_dormant(rulebook, head)

    def section(
        self, node: Mapping | None, asked: ById[str, Question | Fact], what: str
    ) -> dict[str, Answer]:
        """The answers by key. One to an unknown question was once given to a known one, or it is
        complained about; what was meant is looked for in the same entry first."""
        answers: dict[str, Answer] = {}
        for name, value in node.entries if node else ():
            key = name.value
            question = asked.get(key)
            if question is None and not (self._may_lie_dormant or _was_asked(value)):
                entry = key.partition("/")[0] + "/"
                near = [known for known in asked if known.startswith(entry)] or list(asked)
                self._reading.refuse_name(name, near, f"规则册里没有{what}{excerpt(key)}")
            else:
                answers[key] = self._answer(key, value, question)
        return answers

    def _answer(self, key: str, node: Node, question: Question | Fact | None) -> Answer:
        if not isinstance(node, Mapping) or not is_whole_answer(
            [name.value for name, _ in node.entries]
        ):
            return Answer(value=self._value(key, node, self._words(question, None)))
        fields = ANSWER.fields(node, f"{key} 的作答", self._reading)
        self._check_remedied(key, fields)
        recorded = fields.written()
        value, excepted = recorded.pop("value", None), recorded.pop("exceptions", None)
        words = self._words(question, recorded.get("asked_as"))
        return Answer(
            value=None if value is None else self._value(key, value, words),
            exceptions={} if excepted is None else self._exceptions(key, excepted, words),
            **recorded,
        )

    def _words(self, question: Question | Fact | None, asked_as: str | None) -> Words:
        stale = was_put_otherwise(question, asked_as, self._rulebook, self._head)
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
        values: dict[str, Value | None] = {}
        for room, value in node.entries:
            if room.value in self._rooms:
                values[room.value] = self._value(key, value, words)
            else:
                what = f"{key} 的例外里写了没有登记的直播间{excerpt(room.value)}"
                self._reading.refuse_name(room, self._rooms, what)
        return {room: value for room, value in values.items() if value is not None}

    def _check_remedied(self, key: str, fields: Fields) -> None:
        """Complain about rooms that there are not; of the respondent there is one day."""
        node = fields.values.get("remedied")
        for room, _ in node.entries if isinstance(node, Mapping) else ():
            if key in self._of_respondent:
                what = f"{key} 问的是整个单位，不能按直播间写 remedied"
                self._reading.complain(room, what, "只写一个日期，例如 remedied: 2026-06-01")
            elif room.value and room.value not in self._rooms:
                what = f"{key} 的 remedied 里写了没有登记的直播间{excerpt(room.value)}"
                self._reading.refuse_name(room, self._rooms, what)

    @cached_property
    def _of_respondent(self) -> set[str]:
        """What is asked about the respondent as a whole, and so of no single room."""
        return self._rulebook.asked_of(Per.RESPONDENT)
