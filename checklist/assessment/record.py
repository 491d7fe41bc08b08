"""What was just said, put into the assessment. Everything said before it stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from checklist.assessment.amounts import days_noted, noting
from checklist.assessment.asked import signed
from checklist.assessment.model import (
    UNASKED,
    Answer,
    Assessment,
    Evidence,
    Mark,
    Picks,
    Room,
    SelfAuditPeriod,
    Unread,
    Value,
)
from checklist.assessment.questionnaire import AskFact, AskQuestion, Detail, answer_to
from checklist.assessment.reasons import one_of
from checklist.assessment.recheck import CARRIED, needs_recheck
from checklist.law.model import Fact, Question, Rulebook

T = TypeVar("T")


class Response(Struct, frozen=True, kw_only=True):
    """What someone answers to one question, and for which rooms differently."""

    value: Value
    exceptions: Mapping[str, Value] = field(default_factory=dict)
    who_could_know: str | None = None
    days: str = ""
    """The two days that were typed for an interval: 2026-02-01 至 2026-07-20."""
    reason: str | None = None
    """On which ground 不适用 was said; None where nobody was asked which of several it is."""


def alike(step: AskQuestion, other: AskQuestion, answer: Answer) -> Response | None:
    """What is answered to `step` by saying the same as to `other`; None where that cannot be.

    What differs in single rooms comes along only where both are asked of rooms, and 不适用 only
    where both allow it on the same ground.
    """
    both = {room.id for room in step.rooms} & {room.id for room in other.rooms}
    exceptions = {id: value for id, value in answer.exceptions.items() if id in both}
    values = (answer.value, *exceptions.values())
    if answer.value is None or any(isinstance(value, Unread) for value in values):
        return None
    if any(map(_leaves_out, values)) and _grounds(step.question) != _grounds(other.question):
        return None
    return Response(
        value=answer.value,
        exceptions=exceptions,
        who_could_know=answer.who_could_know,
        reason=answer.reason,
        days=days_noted(answer.note),
    )


def _leaves_out(value: Value | None) -> bool:
    return Mark.INAPPLICABLE in (value.marks.values() if isinstance(value, Picks) else (value,))


def _grounds(question: Question) -> tuple[str | None, ...]:
    return (question.inapplicable_if, *(option.inapplicable_if for option in question.options))


def lacks(
    step: AskFact | AskQuestion, rulebook: Rulebook, assessment: Assessment
) -> tuple[Room, ...]:
    """The rooms that a step is asked of, and that were not asked when it was answered."""
    answer = answer_to(assessment, step)
    if answer is None or needs_recheck(step.asked, answer, rulebook, assessment):
        return ()
    return tuple(room for room in step.rooms if answer.exceptions.get(room.id) == UNASKED)


def with_answer(
    assessment: Assessment,
    step: AskFact | AskQuestion,
    response: Response,
    *,
    by: str | None,
    at: str,
) -> Assessment:
    """`assessment` with the answer; note, evidence and remediation of an earlier one are kept."""
    answer = answered(answer_to(assessment, step), step.asked, response, by=by, at=at)
    return _with(assessment, step, answer)


def answered(
    before: Answer | None, question: Question | Fact, response: Response, *, by: str | None, at: str
) -> Answer:
    """What is recorded for a response; note, evidence and remediation of `before` are kept."""
    before = before or Answer(value=None)
    after = replace(
        before,
        value=response.value,
        exceptions=dict(response.exceptions),
        by=by or None,
        at=at,
        asked_as=question.fingerprint,
        reason=_reason(question, response),
        note=noting(before.note, response.days),
        who_could_know=response.who_could_know,
        remedied=_still_remedied(before, response) if _keeps_remedies(before, question) else {},
        state=None if before.state == CARRIED else before.state,
    )
    return signed(before, after)


def confirmed(
    assessment: Assessment, step: AskFact | AskQuestion, *, by: str | None, at: str
) -> Assessment:
    """`assessment` with an answer that was taken over now given by someone, unchanged."""
    now = {"by": by or None, "at": at, "asked_as": step.asked.fingerprint}
    before = _before(assessment, step)
    remedied = before.remedied if _keeps_remedies(before, step.asked) else {}
    answer = replace(before, **now, state=None, remedied=remedied, signed={})
    return _with(assessment, step, answer)


def _keeps_remedies(before: Answer, question: Question | Fact) -> bool:
    """Whether a remedy stands in this round: it is of this one, or of a day that is the same in
    every round."""
    fixed = isinstance(question, Question) and question.is_lasting
    return before.state != CARRIED or fixed


def with_who(assessment: Assessment, step: AskFact | AskQuestion, who: str | None) -> Assessment:
    """`assessment` with who could know what was answered with 不清楚."""
    return _with(assessment, step, replace(_before(assessment, step), who_could_know=who))


def with_note(
    assessment: Assessment, step: AskFact | AskQuestion, note: str, *, instead: bool = False
) -> Assessment:
    """`assessment` with a further note beside an answer, or beside one that is still to come;
    `instead` of the one that stands there."""
    before = _before(assessment, step)
    text = f"{before.note}\n{note}" if before.note and not instead else note
    return _with(assessment, step, replace(before, note=text))


def with_evidence(
    assessment: Assessment, step: AskFact | AskQuestion, evidence: Evidence
) -> Assessment:
    """`assessment` with one more piece of evidence; of a file named again, the latest look."""
    before = _before(assessment, step)
    same = (evidence.path, evidence.path or evidence.text)
    kept = (piece for piece in before.evidence if (piece.path, piece.path or piece.text) != same)
    return _with(assessment, step, replace(before, evidence=(*kept, evidence)))


def with_person(
    assessment: Assessment,
    step: AskFact | AskQuestion,
    *,
    department: str | None,
    owner: str | None,
    due: date | None,
) -> Assessment:
    """`assessment` with 责任部门, 责任人, 期限; what is None stays as it was."""
    before = _before(assessment, step)
    changed = replace(
        before,
        department=department or before.department,
        owner=owner or before.owner,
        due=due or before.due,
    )
    return _with(assessment, step, changed)


def with_detail(assessment: Assessment, detail: Detail, value: str | SelfAuditPeriod) -> Assessment:
    """`assessment` with one detail of the respondent. An empty text: asked and left empty."""
    if isinstance(value, SelfAuditPeriod):
        return replace(assessment, period=value)
    if detail is Detail.PERIOD:
        raise TypeError("a period is not text")
    return replace(assessment, respondent=replace(assessment.respondent, **{detail.value: value}))


def with_rooms(assessment: Assessment, rooms: Sequence[Room]) -> Assessment:
    """`assessment` with these rooms; exceptions of rooms that are gone go too."""
    kept = {room.id for room in rooms}
    return replace(
        assessment,
        rooms=tuple(rooms),
        facts=of_rooms(assessment.facts, kept),
        answers=of_rooms(assessment.answers, kept),
    )


def with_listed(
    rulebook: Rulebook, assessment: Assessment, rooms: Sequence[Room], *, by: str | None, at: str
) -> Assessment:
    """`assessment` with these rooms and what that says of the respondent.

    Without rooms, 否 to every fact that follows from them. A room that is added may be another's:
    a 否 that was said without it stands no longer, and the room is asked.
    """
    after = with_rooms(assessment, rooms)
    added = {room.id for room in rooms} - {room.id for room in assessment.rooms}
    facts = dict(after.facts)
    for fact in rulebook.following:
        before = facts.get(fact.id)
        if not rooms:
            facts[fact.id] = answered(before, fact, Response(value=Mark.NO), by=by, at=at)
        elif added and before and before.value is Mark.NO:
            facts[fact.id] = replace(before, value=None)
    return replace(after, facts=facts)


def _before(assessment: Assessment, step: AskFact | AskQuestion) -> Answer:
    return answer_to(assessment, step) or Answer(value=None)


def _with(assessment: Assessment, step: AskFact | AskQuestion, answer: Answer) -> Assessment:
    if isinstance(step, AskFact):
        return replace(assessment, facts={**assessment.facts, step.fact.id: answer})
    return replace(assessment, answers={**assessment.answers, step.key: answer})


def of_rooms(answers: Mapping[str, Answer], rooms: set[str]) -> dict[str, Answer]:
    """`answers` without what is said of other rooms than these ids."""

    def kept(by_room: Mapping[str, T]) -> dict[str, T]:
        return {room: value for room, value in by_room.items() if room in rooms or not room}

    def without(answer: Answer) -> Answer:
        after = replace(
            answer,
            exceptions=kept(answer.exceptions),
            remedied=kept(answer.remedied),
            signed=kept(answer.signed),
        )
        loses = len(after.exceptions) < len(answer.exceptions)
        unknown = any(map(is_unknown, (after.value, *after.exceptions.values())))
        return replace(after, who_could_know=None) if loses and not unknown else after

    return {key: without(answer) for key, answer in answers.items()}


def _still_remedied(before: Answer, response: Response) -> dict[str, date]:
    """The days on which a failure was mended, where the answer that fails is still the same."""
    after = Answer(value=response.value, exceptions=response.exceptions)
    return {
        room: day
        for room, day in before.remedied.items()
        if before.for_room(room or None) == after.for_room(room or None)
    }


def is_unknown(value: Value | None) -> bool:
    """Whether 不清楚 is said, or said of one of the options."""
    return Mark.UNKNOWN in (value.marks.values() if isinstance(value, Picks) else (value,))


def _reason(question: Question | Fact, response: Response) -> str | None:
    """The recorded grounds on which 不适用 was said."""
    if response.reason:
        return response.reason
    asked = question if isinstance(question, Question) else None
    grounds: list[str | None] = []
    for value in (response.value, *response.exceptions.values()):
        if value is Mark.INAPPLICABLE and asked:
            grounds.append(asked.inapplicable_if)
        elif isinstance(value, Picks):
            grounds += (
                option.inapplicable_if
                for option in question.options
                if value.marks.get(option.id) is Mark.INAPPLICABLE
            )
    return "；".join(dict.fromkeys(map(one_of, filter(None, grounds)))) or None


def only_changed(now: object, side: Mapping[str, T], *, of: tuple[object, object]) -> dict[str, T]:
    """What stands `now` of a mapping, with what a change `of` it, from old to new, changed put as
    `side` has it: an entry of the history holds the whole, and the rest is not taken back."""
    whole, old, new = (dict(each) if isinstance(each, Mapping) else {} for each in (now, *of))
    changed = {key for key in (*old, *new) if old.get(key) != new.get(key)}
    kept = {key: value for key, value in whole.items() if key not in changed}
    return kept | {key: value for key, value in side.items() if key in changed}
