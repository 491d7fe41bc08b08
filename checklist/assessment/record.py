"""What was just said, put into the assessment. Everything said before it stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from checklist.assessment.model import (
    Answer,
    Assessment,
    Mark,
    Picks,
    Room,
    SelfAuditPeriod,
    Value,
)
from checklist.assessment.questionnaire import AskFact, AskQuestion, Detail
from checklist.law.model import Fact, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What someone answered to one question, and for which rooms differently."""

    value: Value
    exceptions: Mapping[str, Value] = field(default_factory=dict)
    who_could_know: str | None = None
    note: str | None = None


def with_answer(
    assessment: Assessment, step: AskFact | AskQuestion, said: Said, *, by: str | None, at: str
) -> Assessment:
    """`assessment` with the answer; note, evidence and remediation of an earlier one are kept."""
    match step:
        case AskFact(fact=fact):
            facts = {**assessment.facts}
            facts[fact.id] = _answer(facts.get(fact.id), fact, said, by=by, at=at)
            return replace(assessment, facts=facts)
        case AskQuestion(question=question, key=key):
            answers = {**assessment.answers}
            answers[key] = _answer(answers.get(key), question, said, by=by, at=at)
            return replace(assessment, answers=answers)
        case _ as never:
            assert_never(never)


def with_note(assessment: Assessment, step: AskFact | AskQuestion, note: str) -> Assessment:
    """`assessment` with a further note beside an answer that stands."""
    answers = {**(assessment.facts if isinstance(step, AskFact) else assessment.answers)}
    key = step.fact.id if isinstance(step, AskFact) else step.key
    before = answers[key].note
    answers[key] = replace(answers[key], note=f"{before}\n{note}" if before else note)
    if isinstance(step, AskFact):
        return replace(assessment, facts=answers)
    return replace(assessment, answers=answers)


def with_detail(assessment: Assessment, detail: Detail, told: str | SelfAuditPeriod) -> Assessment:
    """`assessment` with one detail of the respondent. An empty text: asked and left empty."""
    if isinstance(told, SelfAuditPeriod):
        return replace(assessment, period=told)
    respondent = assessment.respondent
    match detail:
        case Detail.NAME:
            respondent = replace(respondent, name=told)
        case Detail.PREPARED_BY:
            respondent = replace(respondent, prepared_by=told)
        case Detail.CREDIT_CODE:
            respondent = replace(respondent, credit_code=told)
        case Detail.PERIOD:
            raise TypeError("a period is not text")
        case _ as never:
            assert_never(never)
    return replace(assessment, respondent=respondent)


def with_rooms(assessment: Assessment, names: Sequence[str]) -> Assessment:
    """`assessment` with the rooms of these names.

    A room that keeps its name keeps its id and answers; exceptions of rooms that are gone go too.
    """
    ids = {room.name: room.id for room in assessment.rooms}
    taken = {room.id for room in assessment.rooms}
    free = (f"r{number}" for number in range(1, len(taken) + len(names) + 1))
    unused = (id for id in free if id not in taken)
    rooms = tuple(Room(id=ids.get(name) or next(unused), name=name) for name in names)
    kept = {room.id for room in rooms}
    return replace(
        assessment,
        rooms=rooms,
        facts=_of_rooms(assessment.facts, kept),
        answers=_of_rooms(assessment.answers, kept),
    )


def _of_rooms(answers: Mapping[str, Answer], rooms: set[str]) -> dict[str, Answer]:
    return {
        key: replace(
            answer,
            exceptions={room: said for room, said in answer.exceptions.items() if room in rooms},
        )
        for key, answer in answers.items()
    }


def _answer(
    before: Answer | None, question: Question | Fact, said: Said, *, by: str | None, at: str
) -> Answer:
    before = before or Answer(value=None)
    notes = [note for note in (before.note, said.note) if note]
    return replace(
        before,
        value=said.value,
        exceptions=dict(said.exceptions),
        by=by or None,
        at=at,
        asked_as=question.fingerprint,
        reason=_reason(question, said),
        who_could_know=said.who_could_know,
        note="\n".join(notes) or None,
    )


def _reason(question: Question | Fact, said: Said) -> str | None:
    """The recorded grounds on which 不适用 was said."""
    grounds: dict[str, None] = {}
    for value in (said.value, *said.exceptions.values()):
        match value:
            case Mark.INAPPLICABLE if isinstance(question, Question) and question.inapplicable_if:
                grounds[question.inapplicable_if] = None
            case Picks(marks=marks):
                for option in question.options:
                    if marks.get(option.id) is Mark.INAPPLICABLE and option.inapplicable_if:
                        grounds[option.inapplicable_if] = None
            case _:
                pass
    return "；".join(grounds) or None
