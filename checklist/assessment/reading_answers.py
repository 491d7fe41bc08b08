"""The facts and answers of an answers file, each read against the question it answers."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as ById
from functools import cached_property

from checklist.assessment.as_data import BY_KEY, FIELDS, Kind, is_whole_answer
from checklist.assessment.model import Answer, Assessment, Unread, Value
from checklist.assessment.nodes import Pieces
from checklist.assessment.reading_evidence import evidence
from checklist.assessment.recheck import was_put_otherwise
from checklist.assessment.typed import quoted
from checklist.assessment.values import Misread, from_data
from checklist.assessment.yaml_text import plain, raw_text
from checklist.law.model import Fact, Per, Question, Rulebook
from checklist.yaml.nodes import Mapping, Node, Scalar

_KEYS = tuple(BY_KEY)
_TEXTS = frozenset(field.key for field in FIELDS if field.kind is Kind.TEXT)


class AnswersReader:
    """Reads facts and answers of one file, whose head is already in `assessment`."""

    def __init__(self, rulebook: Rulebook, assessment: Assessment, pieces: Pieces) -> None:
        self._rulebook = rulebook
        self._assessment = assessment
        self._pieces = pieces
        self._rooms = [room.id for room in assessment.rooms]
        self._may_lie_dormant = any(
            one.id != rulebook.id or one.edition != rulebook.edition
            for one in assessment.answered_to
        )

    def facts(self, node: Mapping | None) -> dict[str, Answer]:
        """The answers to facts, by fact id."""
        return self._all(node, {fact.id: fact for fact in self._rulebook.facts}, "主体情况")

    def answers(self, node: Mapping | None) -> dict[str, Answer]:
        """The answers to questions, by answer key."""
        return self._all(node, self._rulebook.questions(), "问题")

    def _all(
        self, node: Mapping | None, asked: ById[str, Question | Fact], what: str
    ) -> dict[str, Answer]:
        found: dict[str, Answer] = {}
        for key, value in node.entries if node else ():
            question = asked.get(key.value)
            if question is None and not self._lies_dormant(value):
                known = self._beside(key.value, asked)
                self._pieces.unknown(key, known, f"规则册里没有{what}{quoted(key.value)}")
            else:
                found[key.value] = self._answer(key.value, value, question)
        return found

    def _beside(self, key: str, asked: Collection[str]) -> list[str]:
        """What an unknown key could have meant: a question of the same entry first."""
        entry = key.partition("/")[0] + "/"
        return [one for one in asked if one.startswith(entry)] or list(asked)

    def _lies_dormant(self, node: Node) -> bool:
        """Whether an answer to an unknown question was once given to a known one."""
        return self._may_lie_dormant or (
            isinstance(node, Mapping) and node.get("asked_as") is not None
        )

    def _answer(self, key: str, node: Node, question: Question | Fact | None) -> Answer:
        if not isinstance(node, Mapping) or not _is_whole(node):
            return Answer(value=self._value(key, node, question, stale=self._stale(question, None)))
        pieces = self._pieces
        said = {name.value: value for name, value in node.entries}
        if not said.keys() <= BY_KEY.keys():
            known = pieces.keys(node, _KEYS, f"{key} 的作答")
            said = {name.value: value for name, value in known}
        texts = {name: pieces.filled(value, name) for name, value in said.items() if name in _TEXTS}
        stale = self._stale(question, texts.get("asked_as"))
        value = said.get("value")
        return Answer(
            value=None if value is None else self._value(key, value, question, stale=stale),
            exceptions=self._exceptions(key, said["except"], question, stale=stale)
            if "except" in said
            else {},
            at=pieces.moment(said.get("at"), "at"),
            evidence=evidence(said.get("evidence"), pieces),
            due=pieces.day(said["due"], "due") if "due" in said else None,
            closed_on=pieces.day(said["closed_on"], "closed_on") if "closed_on" in said else None,
            **texts,
        )

    def _stale(self, question: Question | Fact | None, asked_as: str | None) -> bool:
        return question is None or was_put_otherwise(
            question, asked_as, rulebook=self._rulebook, assessment=self._assessment
        )

    def _value(
        self, key: str, node: Node, question: Question | Fact | None, *, stale: bool
    ) -> Value | None:
        if isinstance(node, Scalar) and not node.value.strip():
            return None
        if question is None:
            return Unread(raw_text(plain(node)))
        try:
            return from_data(question, plain(node))
        except Misread as misread:
            if stale:
                return Unread(raw_text(plain(node)))
            self._pieces.complain(node, f"{key}：{misread.what}", misread.mend)
            return None

    def _exceptions(
        self, key: str, node: Node, question: Question | Fact | None, *, stale: bool
    ) -> dict[str, Value]:
        rooms = self._pieces.mapping(node, "except")
        if rooms is None:
            return {}
        if not stale and key in self._of_respondent:
            what = f"{key} 问的是整个单位，不能按直播间例外"
            self._pieces.complain(node, what, "删去 except，只写 value")
            return {}
        found: dict[str, Value] = {}
        for room, said in rooms.entries:
            if room.value not in self._rooms:
                what = f"{key} 的例外里写了没有登记的直播间{quoted(room.value)}"
                self._pieces.unknown(room, self._rooms, what)
                continue
            value = self._value(key, said, question, stale=stale)
            if value is not None:
                found[room.value] = value
        return found

    @cached_property
    def _of_respondent(self) -> set[str]:
        """What is asked about the respondent as a whole, and so of no single room."""
        return {
            f"{obligation.id}/{question.id}"
            for obligation in self._rulebook.obligations
            if obligation.per is Per.RESPONDENT
            for question in obligation.questions
        } | {fact.id for fact in self._rulebook.facts if fact.per is Per.RESPONDENT}


def _is_whole(node: Mapping) -> bool:
    return is_whole_answer({key.value: value for key, value in node.entries})
