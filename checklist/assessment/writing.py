"""Assessment -> the text of an answers file. In the rulebook's order, whatever came first."""

from __future__ import annotations

from collections.abc import Mapping

from checklist.assessment.model import (
    Answer,
    Assessment,
    Evidence,
    Picks,
    Respondent,
    Unread,
    Value,
)
from checklist.assessment.values import Data, as_data
from checklist.assessment.yaml_text import document, flow
from checklist.errors import UnreadableFile
from checklist.law.model import Fact, Question, Rulebook
from checklist.yaml import nodes as yaml_nodes

FORMAT = 1
SCHEMA_MARK = "# yaml-language-server: $schema="
SCHEMA_LINE = f"{SCHEMA_MARK}answers.schema.json"
"""Editors find the schema beside the file once `checklist rules schema answers -o` put it there."""
HEAD = "# 本文件由 checklist 读写；可以手改，但手写的注释不会保留"


def to_text(assessment: Assessment, rulebook: Rulebook, *, schema: str = SCHEMA_LINE) -> str:
    """The whole file, ending in a line break. Equal assessments give equal text.

    `schema` is the first line, which tells editors where the schema lies.
    """
    return f"{schema}\n{HEAD}\n{document(_assessment(assessment, rulebook))}"


def raw_text(node: yaml_nodes.Node) -> str:
    """What stands in a file, as Unread keeps it: text as it is, anything else as one YAML line."""
    data = plain(node)
    return data if isinstance(data, str) else flow(data)


def plain(node: yaml_nodes.Node) -> Data:
    """A node without its places."""
    match node:
        case yaml_nodes.Scalar(value=text):
            return text
        case yaml_nodes.Sequence(items=items):
            return [plain(item) for item in items]
        case yaml_nodes.Mapping(entries=entries):
            return {key.value: plain(value) for key, value in entries}


def _assessment(assessment: Assessment, rulebook: Rulebook) -> dict[str, Data]:
    data: dict[str, Data] = {"format": str(FORMAT)}
    if assessment.answered_to:
        data["rulebooks"] = [
            {"id": one.id, "edition": one.edition} for one in assessment.answered_to
        ]
    data |= head_data(assessment)
    if assessment.facts:
        data["facts"] = _answers(assessment.facts, {fact.id: fact for fact in rulebook.facts})
    if assessment.answers:
        data["answers"] = _answers(assessment.answers, rulebook.questions())
    return data


def head_data(assessment: Assessment) -> dict[str, Data]:
    """What stands above the answers: `respondent`, and `period` and `rooms` where told."""
    data: dict[str, Data] = {"respondent": _respondent(assessment.respondent)}
    if assessment.period is not None:
        first, last = assessment.period.first, assessment.period.last
        data["period"] = {"from": first.isoformat(), "to": last.isoformat()}
    if assessment.rooms:
        data["rooms"] = [{"id": room.id, "name": room.name} for room in assessment.rooms]
    return data


def _respondent(respondent: Respondent) -> dict[str, Data]:
    return _without_none(
        {
            "name": respondent.name,
            "credit_code": respondent.credit_code,
            "address": respondent.address,
            "prepared_by": respondent.prepared_by,
        }
    )


def _answers(
    answers: Mapping[str, Answer], asked: Mapping[str, Question | Fact]
) -> dict[str, Data]:
    """In the order of the rulebook; what it does not know comes last, by name."""
    known = [key for key in asked if key in answers]
    dormant = sorted(answers.keys() - asked.keys())
    return {key: answer_data(answers[key], asked.get(key)) for key in (*known, *dormant)}


def answer_data(answer: Answer, question: Question | Fact | None) -> Data:
    """One answer as it stands in a file: a text where nothing but a value was said."""
    excepted = {
        room: _value(answer.exceptions[room], question) for room in sorted(answer.exceptions)
    }
    data = _without_none(
        {
            "value": None if answer.value is None else _value(answer.value, question),
            "except": excepted or None,
            "by": answer.by,
            "at": answer.at,
            "asked_as": answer.asked_as,
            "reason": answer.reason,
            "who_could_know": answer.who_could_know,
            "note": answer.note,
            "evidence": [_evidence(one) for one in answer.evidence] or None,
            "owner": answer.owner,
            "due": answer.due.isoformat() if answer.due else None,
            "state": answer.state,
            "department": answer.department,
            "reviewer": answer.reviewer,
            "measures": answer.measures,
            "closed_on": answer.closed_on.isoformat() if answer.closed_on else None,
        }
    )
    only = data.get("value")
    return only if len(data) == 1 and isinstance(only, str) else data


def _evidence(one: Evidence) -> Data:
    """Words as they are; a file with what was seen of it."""
    data = _without_none(
        {
            "text": one.text,
            "path": one.path,
            "sha256": one.sha256,
            "size": None if one.size is None else str(one.size),
            "seen_at": one.seen_at,
        }
    )
    return data if len(data) > 1 else one.text


def _value(value: Value, question: Question | Fact | None) -> Data:
    match value:
        case Unread(raw=raw):
            return _as_it_stood(raw)
        case Picks(marks=marks) if question is not None:
            order = [option.id for option in question.options if option.id in marks]
            rest = sorted(marks.keys() - set(order))
            return as_data(Picks({id: marks[id] for id in (*order, *rest)}))
        case _:
            return as_data(value)


def _as_it_stood(text: str) -> Data:
    """The data behind Unread.raw: a list or mapping where it is exactly one, else text."""
    if not text.startswith(("{", "[")):
        return text
    try:
        data = plain(yaml_nodes.parse(text, file=""))
    except UnreadableFile:
        return text
    return data if not isinstance(data, str) and flow(data) == text else text


def _without_none(data: Mapping[str, Data | None]) -> dict[str, Data]:
    return {key: value for key, value in data.items() if value is not None}
