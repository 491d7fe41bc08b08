"""What to ask next: a function of rulebook and assessment. There is no state but the answers.

Order: the respondent, facts, rooms, facts about rooms, then the questions of every entry that binds
or may bind, in the rulebook's order. What is asked of rooms is asked once for all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Enum
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Choice, Mark, Picks, Room, Unread, Value
from checklist.assessment.recheck import needs_recheck, standing_facts
from checklist.law.applicability import Applies, Binding, binding, relevant
from checklist.law.model import Fact, Obligation, Per, Question, Rulebook


class Detail(Enum):
    """What is asked about the respondent itself; but for the period, values name its fields."""

    NAME = "name"
    PREPARED_BY = "prepared_by"
    CREDIT_CODE = "credit_code"
    PERIOD = "period"


class AskDetail(Struct, frozen=True, kw_only=True):
    """Who answers, and for which period."""

    detail: Detail

    @property
    def id(self) -> str:
        return f"respondent/{self.detail.value}"


class AskRooms(Struct, frozen=True, kw_only=True):
    """Which live rooms there are."""

    id: str = "rooms"


class AskFact(Struct, frozen=True, kw_only=True):
    """One fact. `rooms` are those it is asked of; none where it is about the respondent."""

    fact: Fact
    rooms: tuple[Room, ...] = ()

    @property
    def id(self) -> str:
        return f"facts/{self.fact.id}"

    @property
    def asked(self) -> Fact:
        """What is put to the respondent."""
        return self.fact


class AskQuestion(Struct, frozen=True, kw_only=True):
    """One question of one entry, kept under `key`, asked once for all `rooms` it concerns.

    `binding` says on what the entry binds, or why it may: for the respondent, or the first room.
    """

    obligation: Obligation
    question: Question
    key: str
    binding: Binding
    rooms: tuple[Room, ...] = ()

    @property
    def id(self) -> str:
        return f"answers/{self.key}"

    @property
    def asked(self) -> Question:
        """What is put to the respondent."""
        return self.question


Step = AskDetail | AskRooms | AskFact | AskQuestion


def next_question(
    rulebook: Rulebook, assessment: Assessment, skipped: Collection[str] = ()
) -> Step | None:
    """The first step that is not answered, leaving out those whose ids are in `skipped`."""
    return next(
        (
            step
            for step in plan(rulebook, assessment)
            if step.id not in skipped and not is_answered(step, rulebook, assessment)
        ),
        None,
    )


def progress(rulebook: Rulebook, assessment: Assessment) -> tuple[int, int]:
    """How many steps are answered, of how many as far as is known now."""
    steps = plan(rulebook, assessment)
    return sum(is_answered(step, rulebook, assessment) for step in steps), len(steps)


def plan(rulebook: Rulebook, assessment: Assessment) -> tuple[Step, ...]:
    """Every step there is, answered or not, in the order in which they are asked."""
    return tuple(_plan(rulebook, assessment))


def is_answered(step: Step, rulebook: Rulebook, assessment: Assessment) -> bool:
    """Whether a step was answered; 不清楚 is an answer. What needs a recheck is asked again."""
    match step:
        case AskDetail(detail=detail):
            return _detail_is_known(detail, assessment)
        case AskRooms():
            return bool(assessment.rooms)
        case AskFact(fact=fact, rooms=rooms):
            answer = assessment.facts.get(fact.id)
            return _stands(fact, answer, rooms, rulebook, assessment)
        case AskQuestion(question=question, key=key, rooms=rooms):
            answer = assessment.answers.get(key)
            return _stands(question, answer, rooms, rulebook, assessment)
        case _ as never:
            assert_never(never)


def _plan(rulebook: Rulebook, assessment: Assessment) -> Iterator[Step]:
    yield from (AskDetail(detail=detail) for detail in Detail)
    facts = standing_facts(rulebook, assessment, None)
    for fact in rulebook.facts:
        if fact.per is Per.RESPONDENT and relevant(fact, facts) is not Applies.NO:
            yield AskFact(fact=fact)
    if _rooms_matter(rulebook, facts):
        yield AskRooms()
        yield from _facts_about_rooms(rulebook, assessment)
    yield from _questions(rulebook, assessment)


def _rooms_matter(rulebook: Rulebook, facts: dict[str, str]) -> bool:
    """Whether an entry about rooms binds or may bind, whatever is said of the rooms."""
    differing = {fact.id for fact in rulebook.facts if fact.per is Per.ROOM}
    about_all = {id: value for id, value in facts.items() if id not in differing}
    return any(
        obligation.per is Per.ROOM
        and binding(rulebook, obligation, about_all).applies is not Applies.NO
        for obligation in rulebook.obligations
    )


def _facts_about_rooms(rulebook: Rulebook, assessment: Assessment) -> Iterator[Step]:
    facts = _facts_by_room(rulebook, assessment)
    for fact in rulebook.facts:
        asked_of = [room for room in facts if relevant(fact, facts[room]) is not Applies.NO]
        if fact.per is Per.ROOM and asked_of:
            yield AskFact(fact=fact, rooms=tuple(room for room in asked_of if room))


def _questions(rulebook: Rulebook, assessment: Assessment) -> Iterator[Step]:
    facts = _facts_by_room(rulebook, assessment)
    about_respondent = standing_facts(rulebook, assessment, None)
    asked: dict[str, AskQuestion] = {}
    for obligation in rulebook.obligations:
        subjects = facts if obligation.per is Per.ROOM else {None: about_respondent}
        bound = _bound(rulebook, obligation, subjects)
        if not bound:
            continue
        rooms = tuple(room for room in bound if room)
        for question in obligation.questions:
            key = obligation.key(question)
            if key in asked:
                both = {room.id: room for room in (*asked[key].rooms, *rooms)}
                asked[key] = replace(
                    asked[key], rooms=tuple(one for one in assessment.rooms if one.id in both)
                )
                continue
            asked[key] = AskQuestion(
                obligation=obligation,
                question=replace(rulebook.questions()[key], item=question.item),
                key=key,
                binding=next(iter(bound.values())),
                rooms=rooms,
            )
    yield from asked.values()


def _bound(
    rulebook: Rulebook,
    obligation: Obligation,
    subjects: dict[Room | None, dict[str, str]] | dict[None, dict[str, str]],
) -> dict[Room | None, Binding]:
    """The subjects the entry binds or may bind; rooms with the same facts are looked at once."""
    seen: dict[tuple[tuple[str, str], ...], Binding] = {}
    bound: dict[Room | None, Binding] = {}
    for room, facts in subjects.items():
        same = tuple(facts.items())
        if same not in seen:
            seen[same] = binding(rulebook, obligation, facts)
        if seen[same].applies is not Applies.NO:
            bound[room] = seen[same]
    return bound


def _facts_by_room(rulebook: Rulebook, assessment: Assessment) -> dict[Room | None, dict[str, str]]:
    """The facts for each room; as long as no rooms are named, for the respondent's rooms at all."""
    rooms: tuple[Room | None, ...] = assessment.rooms or (None,)
    return {room: standing_facts(rulebook, assessment, room.id if room else None) for room in rooms}


def _detail_is_known(detail: Detail, assessment: Assessment) -> bool:
    match detail:
        case Detail.NAME:
            return bool(assessment.respondent.name)
        case Detail.PREPARED_BY:
            return assessment.respondent.prepared_by is not None
        case Detail.CREDIT_CODE:
            return assessment.respondent.credit_code is not None
        case Detail.PERIOD:
            return assessment.period is not None
        case _ as never:
            assert_never(never)


def _stands(
    question: Question | Fact,
    answer: Answer | None,
    rooms: tuple[Room, ...],
    rulebook: Rulebook,
    assessment: Assessment,
) -> bool:
    if answer is None or needs_recheck(question, answer, rulebook=rulebook, assessment=assessment):
        return False
    values = [answer.for_room(room.id) for room in rooms] or [answer.value]
    return all(_is_complete(question, value) for value in values)


def _is_complete(question: Question | Fact, value: Value | None) -> bool:
    offered = {option.id for option in question.options}
    match value:
        case None | Unread():
            return False
        case Picks(marks=marks):
            return offered <= marks.keys()
        case Choice(option=option):
            return option in offered
        case Mark() if isinstance(question, Fact):
            return value is not Mark.INAPPLICABLE
        case _:
            return True
