"""What was answered, as OSCAL observations: one per answer, and one per room that has another.

A question that nobody answered is an observation too: the program looked, and found no answer.
Evidence stands among the back-matter resources, with the digest it had when it was named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.as_data import CODES
from checklist.assessment.model import UNASKED, Answer, Assessment, Evidence, Value, moment
from checklist.assessment.wording import spell, with_last_day
from checklist.law.as_data import Data
from checklist.law.model import Fact, Per, Question
from checklist.oscal.audit import TOOL_ORIGIN, Audit, recorded, subjects
from checklist.oscal.values import About, Props, href, prose, sha256, title
from checklist.report.view.lines import facts_said
from checklist.report.words import wording as words
from checklist.report.words.regulations import asked_since

FACT, ANSWER = "fact", "answer"
_TYPES = {FACT: "discovery", ANSWER: "control-objective"}
"""OSCAL's types: what was learnt, and what a control is judged by."""
_WHERE = "路径相对于答案文件所在的文件夹；摘要是作答时算的，写这份文件时没有再看过它。"


class Asked(Struct, frozen=True, kw_only=True):
    """One fact or question of the rulebook and what was answered to it. `of`: FACT or ANSWER.

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
    """An observation that the program made by comparing what was answered with the rulebook."""
    return {
        "uuid": uuid,
        "title": title,
        "description": description,
        "props": props,
        "links": list(links),
        "methods": ["EXAMINE"],
        "types": [kind],
        "origins": [TOOL_ORIGIN],
        "subjects": subjects(audit, rooms),
        "collected": audit.judged_on,
    }


def uuid_for(audit: Audit, of: str, key: str, answer: Answer | None, room: str | None) -> str:
    """The observation that tells what was answered for one room, or for all."""
    excepted = room is not None and answer is not None and room in answer.exceptions
    return audit.uuid(of, key, room if excepted else None)


def observations(audit: Audit) -> Iterator[Data]:
    """Facts, then answers in the rulebook's order, then what no question of it takes up."""
    rooms = [room.id for room in audit.assessment.rooms]
    for asked in _asked(audit):
        apart = asked.answer.exceptions if asked.answer else {}
        common = [room for room in rooms if room not in apart] if asked.by_room else []
        yield _observation(audit, asked, None, common)
        for room, value in apart.items():
            if value == UNASKED and asked.of == ANSWER and (asked.key, room) not in audit.own:
                continue  # It was never asked, and is not now.
            yield _observation(audit, asked, room, [room] if room in rooms else [])


def _asked(audit: Audit) -> Iterator[Asked]:
    """What is answered, and what a conclusion rests on and nobody answered; then what is kept."""
    report, assessment = audit.report, audit.assessment
    rests_on = {id for finding in report.findings.findings for id in finding.binding.facts}
    rests_on |= {id for standing in report.findings.standings for id in standing.facts}
    for paper in report.papers:
        rests_on |= {judged.key for line in paper.lines for judged in line.judged}
    per = {fact.id: fact.per for fact in audit.rulebook.facts}
    for entry in audit.rulebook.obligations:
        per |= {entry.key(question): entry.per for question in entry.questions}
    facts = {fact.id: fact for fact in audit.rulebook.facts}
    kinds = (
        (FACT, facts, assessment.facts),
        (ANSWER, audit.rulebook.questions(), assessment.answers),
    )
    for of, questions, answers in kinds:
        for key, question in questions.items():
            if key in answers or key in rests_on:
                answer, by_room = answers.get(key), per[key] is Per.ROOM
                yield Asked(of=of, key=key, question=question, answer=answer, by_room=by_room)
    for of, questions, answers in kinds:
        for key in answers:
            if key not in questions:
                yield Asked(of=of, key=key, answer=answers[key])


def _observation(audit: Audit, asked: Asked, room: str | None, rooms: list[str]) -> Data:
    """What was answered for `room`, or for all that no exception names; it is about `rooms`."""
    question, answer = asked.question, _own(audit, asked, rooms).as_signed(room)
    value = answer.for_room(room)
    at = moment(answer.at)
    ask = question.ask if question else asked.key
    since = asked_since(audit.report.findings, question) if isinstance(question, Question) else ""
    party = {"type": "party", "actor-uuid": audit.party(answer.by)}
    return {
        "uuid": uuid_for(audit, asked.of, asked.key, answer, room),
        "title": title(ask),
        "description": prose(
            f"问：{ask}{since}",
            f"答：{_in_words(audit, question, value)}",
            f"理由：{answer.reason}" if answer.reason else "",
            f"谁可能知道：{answer.who_could_know}" if answer.who_could_know else "",
            f"备注：{answer.note}" if answer.note else "",
        ),
        "props": {
            "fact-id" if asked.of == FACT else "answer-key": asked.key,
            "room-id": room,
            "answered": value is not None,
            "value": None if value is None else CODES.value(value),
            "fingerprint": question.fingerprint if question else None,
            **_recorded(answer),
        },
        "methods": ["EXAMINE" if value is None else "INTERVIEW"],
        "types": [_TYPES[asked.of] if question else "historic"],
        "origins": [TOOL_ORIGIN if value is None else {"actors": [party]}],
        "subjects": subjects(audit, rooms),
        "relevant-evidence": [
            {
                "href": f"#{_evidence_uuid(audit, piece)}" if piece.path else None,
                "description": title(with_last_day(piece.text or piece.name, piece)),
            }
            for piece in dict.fromkeys(answer.evidence)
        ],
        "collected": at.isoformat() if at else audit.judged_on,
        "remarks": "" if at else "没有记下作答的时刻，collected 写的是判断基准日。",
    }


def _own(audit: Audit, asked: Asked, rooms: Iterable[str]) -> Answer:
    """The answer with what stands beside it as far as it is about one of these rooms."""
    whole = asked.answer or Answer(value=None)
    own = [audit.own[key] for room in rooms if (key := (asked.key, room)) in audit.own]
    if not own or whole in own:
        return whole
    evidence = dict.fromkeys(piece for answer in own for piece in answer.evidence)
    return replace(own[0], evidence=tuple(evidence))


def _in_words(audit: Audit, question: Question | Fact | None, value: Value | None) -> str:
    """What was answered; of a fact that nobody answered, what follows from others."""
    if value is not None:
        gone = "规则册里没有这个问题，答案留存，不计入结论"
        return spell(question, value) if question else gone
    if isinstance(question, Fact):
        (says,) = facts_said(audit.report.findings, [question.id], None)
        if says.settled:
            return f"{words.fact_value(says)}{words.SETTLED}"
    return "未作答"


def _recorded(answer: Answer) -> Props:
    """The props of what was recorded with an answer."""
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
        "remedied-since": tuple(
            About(day, of=room or None) for room, day in answer.remedied.items()
        ),
        "corrected": answer.corrected,
    }


def moments(assessment: Assessment) -> list[datetime]:
    """When the answers were recorded, as far as that is known."""
    return [at for answer in recorded(assessment) if (at := moment(answer.at))]


# --- evidence ------------------------------------------------------------------------------------


def _evidence_uuid(audit: Audit, evidence: Evidence) -> str:
    """A file that changed since it was named is another piece of evidence."""
    return audit.own_uuid("evidence", evidence.path or "", evidence.sha256 or "", evidence.text)


def resources(audit: Audit) -> Iterator[Data]:
    """The exhibits that are files. Words alone stand where they were written."""
    for exhibit in audit.report.exhibits:
        evidence, path = exhibit.evidence, exhibit.evidence.path
        if path:
            hashes = sha256(evidence.sha256)
            yield {
                "uuid": _evidence_uuid(audit, evidence),
                "title": title(f"{exhibit.number} {evidence.text or path}"),
                "description": prose(evidence.text),
                "props": {
                    "type": "evidence",
                    "exhibit": exhibit.number,
                    "path": path,
                    "size": evidence.size,
                    "seen-at": evidence.seen_at,
                    "valid-until": evidence.valid_until,
                    "sha256": None if hashes else evidence.sha256,
                },
                "rlinks": [{"href": href(path), "hashes": hashes}],
                "remarks": _WHERE,
            }
