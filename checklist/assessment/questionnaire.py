"""What to ask next: a function of rulebook and assessment. There is no state but the answers.

Order: the respondent, facts, rooms, facts about rooms, then the questions of every entry that binds
or may bind: by the duty holder the respondent answers as, each in the rulebook's order, and what is
only encouraged last. What is asked of rooms is asked once for all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum
from functools import partial
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Choice, Mark, Picks, Room, Unread, Value
from checklist.assessment.recheck import (
    falls_away,
    needs_recheck,
    not_begun,
    standing_facts,
    stated_facts,
)
from checklist.law.applicability import Applies, Binding, Bindings, relevant
from checklist.law.following import said_by_rooms, said_of_rooms, sources
from checklist.law.model import NO, YES, Fact, Obligation, Per, Question, Rulebook


class Detail(Enum):
    """What is asked about the respondent itself; but for the period, values name its fields."""

    NAME = "name"
    PREPARED_BY = "prepared_by"
    CREDIT_CODE = "credit_code"
    ADDRESS = "address"
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
    def key(self) -> str:
        """What its answer is kept under."""
        return self.fact.id

    @property
    def asked(self) -> Fact:
        """What is put to the respondent."""
        return self.fact


class AskQuestion(Struct, frozen=True, kw_only=True):
    """One question of one entry, kept under `key`, asked once for all `rooms` it concerns.

    `binding` says on what the entry binds, or why it may: for the respondent, or a room, one that
    it binds for certain where there is one.
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

    @property
    def role(self) -> str | None:
        """The duty holder under whom it is asked; None for what is only encouraged."""
        if self.obligation.is_encouragement:
            return None
        return self.binding.bound_as[0].holder


Step = AskDetail | AskRooms | AskFact | AskQuestion
Facts = dict[str, str]
FactsByRoom = dict[Room | None, Facts]
Counted = Mapping[str | None, Facts]
"""The facts as they count for each room, and under None for the respondent."""


def plan(rulebook: Rulebook, assessment: Assessment) -> tuple[Step, ...]:
    """Every step there is, answered or not, in the order in which they are asked."""
    counted = standing_facts(rulebook, assessment)
    return (
        *(AskDetail(detail=detail) for detail in Detail),
        *fact_steps(rulebook, assessment, counted),
        *question_steps(rulebook, assessment, counted),
    )


def _by_room(assessment: Assessment, counted: Counted) -> FactsByRoom:
    """As long as no rooms are named, what is asked of rooms is asked of the respondent's at all."""
    return {room: counted[room.id] for room in assessment.rooms} or {None: counted[None]}


def numbered(steps: Iterable[Step]) -> dict[str, int]:
    """Number each step of a plan among those of its kind, from 1, by id: the same wherever it is
    asked."""
    counts: dict[type, int] = {}
    numbers = {}
    for step in steps:
        numbers[step.id] = counts[type(step)] = counts.get(type(step), 0) + 1
    return numbers


def fact_steps(
    rulebook: Rulebook, assessment: Assessment, counted: Counted
) -> tuple[AskFact | AskRooms, ...]:
    """The facts that are asked, as they are `counted` now, and the list of rooms: before what
    follows from it, and before facts about rooms.

    As long as there is no room, facts about rooms wait for those about the respondent.
    """
    facts = counted[None]
    settled = _settled(rulebook, assessment)
    late = not_begun(rulebook, assessment)
    settled |= {fact.id for fact in rulebook.facts if fact.of in late}
    following = [fact.follows is not None for fact in rulebook.facts]
    first = following.index(True) if any(following) else len(following)

    def about_respondent(some: tuple[Fact, ...]) -> Iterator[AskFact]:
        for fact in some:
            wanted = fact.per is Per.RESPONDENT and fact.id not in settled
            if wanted and relevant(fact, facts) is not Applies.NO:
                yield AskFact(fact=fact)

    matter = _rooms_matter(rulebook, facts)
    by_room = _by_room(assessment, counted)
    about_rooms = _facts_about_rooms(rulebook, by_room, settled) if matter else ()
    after = about_respondent(rulebook.facts[first:])
    return (
        *about_respondent(rulebook.facts[:first]),
        *([AskRooms()] if matter or any(following) else ()),
        *((*about_rooms, *after) if assessment.rooms else (*after, *about_rooms)),
    )


def _settled(rulebook: Rulebook, assessment: Assessment) -> set[str]:
    """The facts that follow from others and so are not asked.

    Of two that follow from each other, what was stated is asked: it may have to be corrected. What
    nobody stated is asked of the rooms where there are some, and of the respondent otherwise.
    """
    stated = stated_facts(rulebook, assessment)
    rooms = [stated[room.id] for room in assessment.rooms]
    implied = said_by_rooms(rulebook, rooms)
    following = {fact.id for fact in rulebook.following}
    shown = {
        id
        for id in following
        if not rooms or stated[None].get(id, implied.get(id)) != implied.get(id)
    }
    of_rooms = set(said_of_rooms(rulebook, stated[None]))
    if not rooms and YES not in (stated[None].get(id) for id in following):
        of_rooms = {fact.id for fact in sources(rulebook)}
    return (following - shown) | of_rooms


def answer_to(assessment: Assessment, step: AskFact | AskQuestion) -> Answer | None:
    """What was answered to a step so far."""
    if isinstance(step, AskFact):
        return assessment.facts.get(step.fact.id)
    return assessment.answers.get(step.key)


def is_answered(step: Step, rulebook: Rulebook, assessment: Assessment) -> bool:
    """Whether a step was answered; 不清楚 is an answer. What needs a recheck is asked again."""
    match step:
        case AskDetail(detail=Detail.NAME):
            return bool(assessment.respondent.name)
        case AskDetail(detail=Detail.PERIOD):
            return assessment.period is not None
        case AskDetail(detail=detail):
            return getattr(assessment.respondent, detail.value) is not None
        case AskRooms():
            return bool(assessment.rooms) or has_no_rooms(rulebook, assessment)
        case AskFact(rooms=rooms) | AskQuestion(rooms=rooms):
            answer, asked = answer_to(assessment, step), step.asked
            if answer is None or needs_recheck(asked, answer, rulebook, assessment):
                return False
            values = [answer.for_room(room.id) for room in rooms] or [answer.value]
            return all(_is_complete(asked, value) for value in values)
        case _ as never:
            assert_never(never)


def has_no_rooms(rulebook: Rulebook, assessment: Assessment) -> bool:
    """Whether it was stated that there are no rooms of the respondent's."""
    stated = stated_facts(rulebook, assessment)[None]
    following = [fact.id for fact in rulebook.following]
    return bool(following) and all(stated.get(id) == NO for id in following)


def _rooms_matter(rulebook: Rulebook, facts: Facts) -> bool:
    """Whether an entry about rooms binds or may bind, whatever is said of the rooms."""
    differing = {fact.id for fact in rulebook.facts if fact.per is Per.ROOM}
    about_all = {id: value for id, value in facts.items() if id not in differing}
    _, of_rooms = Bindings.of(rulebook).given(about_all, Per.ROOM)
    return any(binding.applies is not Applies.NO for binding in of_rooms.values())


def _facts_about_rooms(
    rulebook: Rulebook, by_room: FactsByRoom, settled: Collection[str]
) -> Iterator[AskFact]:
    for fact in rulebook.facts:
        if fact.per is not Per.ROOM or fact.id in settled:
            continue
        asked_of = [room for room in by_room if relevant(fact, by_room[room]) is not Applies.NO]
        if asked_of:
            yield AskFact(fact=fact, rooms=tuple(filter(None, asked_of)))


def question_steps(
    rulebook: Rulebook, assessment: Assessment, counted: Counted
) -> list[AskQuestion]:
    """The questions that are asked where the facts are as they are `counted` now."""
    by_room = _by_room(assessment, counted)
    bindings, own = Bindings.of(rulebook), Per.RESPONDENT if any(by_room) else None
    binding = {None: bindings.given(counted[None], own)[1]}
    by_rooms = {room: bindings.given(by_room[room], Per.ROOM)[1] for room in by_room if room}
    asked: dict[str, AskQuestion] = {}
    late = not_begun(rulebook, assessment)
    for obligation in rulebook.obligations:
        if obligation.source.of in late:
            continue
        subjects = by_rooms if own and obligation.per is Per.ROOM else binding
        id = obligation.id
        bound = {room: of[id] for room, of in subjects.items() if of[id].applies is not Applies.NO}
        for question in obligation.questions if bound else ():
            key = obligation.key(question)
            never = partial(falls_away, rulebook, assessment, obligation, question)
            of = [room for room in bound if not never(room.id if room else None)]
            if key in asked:
                of = [room for room in by_room if room in of or room in asked[key].rooms]
                asked[key] = replace(asked[key], rooms=tuple(filter(None, of)))
            elif of:
                asked[key] = AskQuestion(
                    obligation=obligation,
                    question=question
                    if question.same_as is None
                    else replace(rulebook.questions()[key], item=question.item),
                    key=key,
                    binding=min(bound.values(), key=lambda of: of.applies is not Applies.YES),
                    rooms=tuple(filter(None, of)),
                )
    order = (*(holder.id for holder in rulebook.duty_holders), None)
    return sorted(asked.values(), key=lambda step: order.index(step.role))


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
