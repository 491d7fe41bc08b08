"""What was said, as OSCAL observations: one per answer, and one per room that answered otherwise.

A question that nobody answered is an observation too: the program looked, and found no answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from msgspec import Struct

from checklist.assessment.model import Answer, Assessment, Value
from checklist.assessment.spellings import CODES
from checklist.assessment.wording import spell
from checklist.law.as_data import Data
from checklist.law.model import Fact, Per, Question
from checklist.oscal.evidence import relevant
from checklist.oscal.ids import Names
from checklist.oscal.people import organization_uuid, person_uuid
from checklist.oscal.subjects import subjects
from checklist.oscal.tool import tool_origin
from checklist.oscal.values import day_begins, filled, line, moment, prop, prose, title
from checklist.report.view.model import Report

FACT, ANSWER = "fact", "answer"


class Asked(Struct, frozen=True, kw_only=True):
    """One fact or question of the rulebook and what was said to it. `of`: FACT or ANSWER."""

    of: str
    key: str
    question: Question | Fact | None
    answer: Answer | None
    by_room: bool


def uuid_for(names: Names, of: str, key: str, answer: Answer | None, room: str | None) -> str:
    """The observation that tells what was said for one room, or for all."""
    otherwise = room is not None and answer is not None and room in answer.exceptions
    return names.of(of, key, room if otherwise else None)


def observations(report: Report, names: Names) -> list[Data]:
    """Facts, then answers in the rulebook's order, then what no question of it takes up."""
    findings = report.findings
    assessment, as_of = findings.assessment, findings.as_of
    return [
        told
        for asked in (*_facts(report), *_answers(report), *_dormant(report))
        for told in _told(names, assessment, as_of, asked)
    ]


def _facts(report: Report) -> Iterator[Asked]:
    rests_on = {id for finding in report.findings.findings for id in finding.binding.facts} | {
        id for one in report.findings.standings for id in one.facts
    }
    for fact in report.findings.rulebook.facts:
        answer = report.findings.assessment.facts.get(fact.id)
        if answer is not None or fact.id in rests_on:
            per_room = fact.per is Per.ROOM
            yield Asked(of=FACT, key=fact.id, question=fact, answer=answer, by_room=per_room)


def _answers(report: Report) -> Iterator[Asked]:
    """Every answer to a question of the rulebook, and every question that matters and has none."""
    matters = {
        line.obligation.key(said.question)
        for paper in report.papers
        for line in paper.lines
        for said in line.judged
    }
    rulebook, answers = report.findings.rulebook, report.findings.assessment.answers
    per_room = {
        one.key(question): one.per is Per.ROOM
        for one in rulebook.obligations
        for question in one.questions
    }
    for key, question in rulebook.questions().items():
        if key in answers or key in matters:
            by_room = per_room[key]
            yield Asked(
                of=ANSWER, key=key, question=question, answer=answers.get(key), by_room=by_room
            )


def _dormant(report: Report) -> Iterator[Asked]:
    rulebook, assessment = report.findings.rulebook, report.findings.assessment
    known_facts = {fact.id for fact in rulebook.facts}
    for key, answer in assessment.facts.items():
        if key not in known_facts:
            yield Asked(of=FACT, key=key, question=None, answer=answer, by_room=False)
    for key, answer in assessment.answers.items():
        if key not in rulebook.questions():
            yield Asked(of=ANSWER, key=key, question=None, answer=answer, by_room=False)


def _told(names: Names, assessment: Assessment, as_of: date, asked: Asked) -> Iterator[Data]:
    answer, rooms = asked.answer, [room.id for room in assessment.rooms]
    apart = answer.exceptions if answer else {}
    common = [room for room in rooms if room not in apart] if asked.by_room else None
    yield _observation(names, assessment, as_of, asked, room=None, rooms=common)
    for room in apart:
        whom = [room] if room in rooms else None
        yield _observation(names, assessment, as_of, asked, room=room, rooms=whom)


def _observation(
    names: Names,
    assessment: Assessment,
    as_of: date,
    asked: Asked,
    *,
    room: str | None,
    rooms: Iterable[str] | None,
) -> Data:
    """What was said for `room`, or for all that no exception names; it is about `rooms`."""
    answer, question = asked.answer, asked.question
    value = (answer.value if room is None else answer.exceptions[room]) if answer else None
    at = moment(answer.at if answer else None)
    ask = question.ask if question else asked.key
    return filled(
        {
            "uuid": uuid_for(names, asked.of, asked.key, answer, room),
            "title": title(ask),
            "description": prose(
                f"问：{ask}", f"答：{_in_words(question, value)}", *_beside(answer)
            ),
            "props": [
                *prop("fact-id" if asked.of == FACT else "answer-key", asked.key),
                *prop("room-id", room),
                *prop("answered", value is not None),
                *prop("value", None if value is None else CODES.value(value)),
                *(prop("fingerprint", question.fingerprint) if question else []),
                *_recorded(answer),
            ],
            "methods": ["EXAMINE" if value is None else "INTERVIEW"],
            "types": [_type(asked)],
            "origins": [_origin(names, answer, value)],
            "subjects": subjects(names, assessment, rooms),
            "relevant-evidence": relevant(names, answer),
            "collected": at.isoformat() if at else day_begins(as_of),
            "remarks": "" if at else "没有记下作答的时刻，collected 写的是判断基准日。",
        }
    )


def _in_words(question: Question | Fact | None, value: Value | None) -> str:
    if value is None:
        return "未作答"
    if question is None:
        return "规则册里没有这个问题，答案留存，不计入结论"
    return spell(question, value)


def _type(asked: Asked) -> str:
    """OSCAL's types: what a control is judged by, what was learnt, what is only kept."""
    if asked.question is None:
        return "historic"
    return "discovery" if asked.of == FACT else "control-objective"


def _origin(names: Names, answer: Answer | None, value: Value | None) -> Data:
    """Who said it; the respondent where no name is recorded; the program where nothing is said."""
    if answer is None or value is None:
        return tool_origin()
    by = line(answer.by or "")
    who = person_uuid(names, by) if by else organization_uuid(names)
    return {"actors": [{"type": "party", "actor-uuid": who}]}


def _recorded(answer: Answer | None) -> Iterator[Data]:
    if answer is None:
        return
    named = {
        "answered-by": answer.by,
        "answered-at": answer.at,
        "asked-as": answer.asked_as,
        "inapplicable-because": answer.reason,
        "who-could-know": answer.who_could_know,
        "note": answer.note,
        "owner": answer.owner,
        "due": answer.due,
        "state": answer.state,
        "department": answer.department,
        "reviewer": answer.reviewer,
        "measures": answer.measures,
        "closed-on": answer.closed_on,
    }
    for name, value in named.items():
        yield from prop(name, value)


def _beside(answer: Answer | None) -> Iterator[str]:
    """What was noted with an answer, for people; the props hold the same for programs."""
    if answer is None:
        return
    named = {
        "理由": answer.reason,
        "谁可能知道": answer.who_could_know,
        "说明": answer.note,
    }
    yield from (f"{label}：{text}" for label, text in named.items() if text)


def latest(report: Report) -> datetime | None:
    """When the last answer was recorded, as far as that is known."""
    return max(_moments(report), default=None)


def earliest(report: Report) -> datetime | None:
    """When the first answer was recorded, as far as that is known."""
    return min(_moments(report), default=None)


def _moments(report: Report) -> Iterator[datetime]:
    assessment = report.findings.assessment
    for answer in (*assessment.facts.values(), *assessment.answers.values()):
        at = moment(answer.at)
        if at is not None:
            yield at
