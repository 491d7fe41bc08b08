"""What was said, as OSCAL observations: one per answer, and one per room that answered otherwise.

A question that nobody answered is an observation too: the program looked, and found no answer.
Evidence is told as back-matter resources, with the digest it had when it was named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from checklist.assessment.model import Answer, Assessment, Evidence, Value
from checklist.assessment.spellings import CODES
from checklist.assessment.wording import spell
from checklist.law.as_data import Data
from checklist.law.model import Fact, Per, Question
from checklist.oscal.audit import Audit, recorded, subjects, tool_origin
from checklist.oscal.values import Props, href, moment, prose, sha256, title
from checklist.report.view.model import Exhibit, Report

FACT, ANSWER = "fact", "answer"
_WHERE = "路径相对于答案文件所在的文件夹；摘要是作答时算的，写这份文件时没有再看过它。"


class Asked(Struct, frozen=True, kw_only=True):
    """One fact or question of the rulebook and what was said to it. `of`: FACT or ANSWER.

    `question` is None where the rulebook does not ask it any more.
    """

    of: str
    key: str
    question: Question | Fact | None = None
    answer: Answer | None
    by_room: bool = False


def noticed(
    audit: Audit,
    kind: str,
    *,
    uuid: str,
    title: str,
    description: str,
    props: Props | list[Props],
    rooms: Iterable[str | None] = (),
    links: Iterable[Data] = (),
) -> Data:
    """An observation that the program made by comparing what was said with the rulebook."""
    return {
        "uuid": uuid,
        "title": title,
        "description": description,
        "props": props,
        "links": list(links),
        "methods": ["EXAMINE"],
        "types": [kind],
        "origins": [tool_origin()],
        "subjects": subjects(audit, rooms),
        "collected": audit.judged_on,
    }


def uuid_for(audit: Audit, of: str, key: str, answer: Answer | None, room: str | None) -> str:
    """The observation that tells what was said for one room, or for all."""
    otherwise = room is not None and answer is not None and room in answer.exceptions
    return audit.uuid(of, key, room if otherwise else None)


def observations(audit: Audit) -> list[Data]:
    """Facts, then answers in the rulebook's order, then what no question of it takes up."""
    report = audit.report
    return [
        observation
        for asked in (*_facts(report), *_answers(report), *_dormant(report))
        for observation in _observations(audit, asked)
    ]


def _facts(report: Report) -> Iterator[Asked]:
    rests_on = {id for finding in report.findings.findings for id in finding.binding.facts} | {
        id for standing in report.findings.standings for id in standing.facts
    }
    for fact in report.findings.rulebook.facts:
        answer = report.findings.assessment.facts.get(fact.id)
        if answer is not None or fact.id in rests_on:
            by_room = fact.per is Per.ROOM
            yield Asked(of=FACT, key=fact.id, question=fact, answer=answer, by_room=by_room)


def _answers(report: Report) -> Iterator[Asked]:
    """Every answer to a question of the rulebook, and every question that matters and has none."""
    matters = {
        line.obligation.key(said.question)
        for paper in report.papers
        for line in paper.lines
        for said in line.judged
    }
    rulebook, answers = report.findings.rulebook, report.findings.assessment.answers
    per = {
        entry.key(question): entry.per
        for entry in rulebook.obligations
        for question in entry.questions
    }
    for key, question in rulebook.questions().items():
        if key in answers or key in matters:
            answer, by_room = answers.get(key), per[key] is Per.ROOM
            yield Asked(of=ANSWER, key=key, question=question, answer=answer, by_room=by_room)


def _dormant(report: Report) -> Iterator[Asked]:
    rulebook, assessment = report.findings.rulebook, report.findings.assessment
    known_facts = {fact.id for fact in rulebook.facts}
    for key, answer in assessment.facts.items():
        if key not in known_facts:
            yield Asked(of=FACT, key=key, answer=answer)
    for key, answer in assessment.answers.items():
        if key not in rulebook.questions():
            yield Asked(of=ANSWER, key=key, answer=answer)


def _observations(audit: Audit, asked: Asked) -> Iterator[Data]:
    answer, rooms = asked.answer, [room.id for room in audit.assessment.rooms]
    apart = answer.exceptions if answer else {}
    common = [room for room in rooms if room not in apart] if asked.by_room else []
    yield _observation(audit, asked, room=None, rooms=common)
    for room in apart:
        yield _observation(audit, asked, room=room, rooms=[room] if room in rooms else [])


def _observation(audit: Audit, asked: Asked, *, room: str | None, rooms: list[str]) -> Data:
    """What was said for `room`, or for all that no exception names; it is about `rooms`."""
    answer, question = asked.answer, asked.question
    value = (answer.value if room is None else answer.exceptions[room]) if answer else None
    at = moment(answer.at if answer else None)
    ask = question.ask if question else asked.key
    return {
        "uuid": uuid_for(audit, asked.of, asked.key, answer, room),
        "title": title(ask),
        "description": prose(f"问：{ask}", f"答：{_in_words(question, value)}", *_beside(answer)),
        "props": {
            "fact-id" if asked.of == FACT else "answer-key": asked.key,
            "room-id": room,
            "answered": value is not None,
            "value": None if value is None else CODES.value(value),
            "fingerprint": question.fingerprint if question else None,
            **_noted(answer),
        },
        "methods": ["EXAMINE" if value is None else "INTERVIEW"],
        "types": [_type(asked)],
        "origins": [_origin(audit, answer, value)],
        "subjects": subjects(audit, rooms),
        "relevant-evidence": _relevant(audit, answer),
        "collected": at.isoformat() if at else audit.judged_on,
        "remarks": "" if at else "没有记下作答的时刻，collected 写的是判断基准日。",
    }


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


def _origin(audit: Audit, answer: Answer | None, value: Value | None) -> Data:
    """Who said it; the respondent where no name is recorded; the program where nothing is said."""
    if answer is None or value is None:
        return tool_origin()
    return {"actors": [{"type": "party", "actor-uuid": audit.party(answer.by)}]}


def _noted(answer: Answer | None) -> Props:
    """The props of what was recorded with an answer."""
    if answer is None:
        return {}
    return {
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


def _beside(answer: Answer | None) -> Iterator[str]:
    """What was noted with an answer, for people; the props hold the same for programs."""
    if answer is None:
        return
    noted = {
        "理由": answer.reason,
        "谁可能知道": answer.who_could_know,
        "说明": answer.note,
    }
    yield from (f"{label}：{text}" for label, text in noted.items() if text)


def moments(assessment: Assessment) -> list[datetime]:
    """When the answers were recorded, as far as that is known."""
    return [at for answer in recorded(assessment) if (at := moment(answer.at))]


# --- evidence ------------------------------------------------------------------------------------


def _evidence_uuid(audit: Audit, evidence: Evidence) -> str:
    """A file that changed since it was named is another piece of evidence."""
    return audit.own_uuid("evidence", evidence.path or "", evidence.sha256 or "", evidence.text)


def resources(audit: Audit) -> list[Data]:
    """The exhibits that are files. Words alone are told where they were said."""
    return [
        _resource(audit, exhibit, path)
        for exhibit in audit.report.exhibits
        if (path := exhibit.evidence.path)
    ]


def _resource(audit: Audit, exhibit: Exhibit, path: str) -> Data:
    evidence = exhibit.evidence
    hashes = sha256(evidence.sha256)
    named = {
        "type": "evidence",
        "exhibit": exhibit.number,
        "path": path,
        "size": evidence.size,
        "seen-at": evidence.seen_at,
        "sha256": None if hashes else evidence.sha256,
    }
    return {
        "uuid": _evidence_uuid(audit, evidence),
        "title": title(f"{exhibit.number} {evidence.text or path}"),
        "description": prose(evidence.text),
        "props": named,
        "rlinks": [{"href": href(path), "hashes": hashes}],
        "remarks": _WHERE,
    }


def _relevant(audit: Audit, answer: Answer | None) -> list[Data]:
    """What an answer names as evidence, each once, as an observation refers to it."""
    return [
        {
            "href": f"#{_evidence_uuid(audit, evidence)}" if evidence.path else None,
            "description": title(evidence.text or evidence.path or ""),
        }
        for evidence in dict.fromkeys(answer.evidence if answer else ())
    ]
