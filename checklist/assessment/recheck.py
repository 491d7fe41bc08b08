"""Answers to an earlier edition or in an earlier self-audit: what stands, what is asked again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec.structs import replace

from checklist.assessment.model import Answer, AnsweredTo, Assessment, Extreme
from checklist.law.applicability import known_facts
from checklist.law.following import said_by_rooms, said_of_rooms
from checklist.law.model import YES, About, Fact, Obligation, Question, Regulation, Rulebook

CARRIED = "待复核"
"""The state of an answer taken over from an earlier self-audit until someone confirms it."""


def asks_the_same(question: Question | Fact, asked_as: str) -> bool:
    """Whether `asked_as` is the fingerprint of this wording, or of one that asked the same."""
    return asked_as == question.fingerprint or asked_as in question.formerly


def is_worded_otherwise(question: Question | Fact | None, answer: Answer | None) -> bool:
    """Whether an answer stands that was given to an earlier wording of the same question."""
    return question is not None and answer is not None and answer.asked_as in question.formerly


def is_carried(question: Question | Fact, answer: Answer | None) -> bool:
    """Whether an answer was taken over and only has to be confirmed: the same was asked."""
    return (
        answer is not None
        and answer.state == CARRIED
        and (answer.asked_as is None or asks_the_same(question, answer.asked_as))
    )


def needs_recheck(
    question: Question | Fact, answer: Answer, rulebook: Rulebook, assessment: Assessment
) -> bool:
    """Whether `answer` was taken over unconfirmed, or given to another wording or expectation.

    An answer written by hand carries no fingerprint: it stands as long as the file names this
    edition of the rulebook, or none.
    """
    was_carried = answer.state == CARRIED
    return was_carried or was_put_otherwise(question, answer.asked_as, rulebook, assessment)


def was_put_otherwise(
    question: Question | Fact | None, asked_as: str | None, rulebook: Rulebook, file: Assessment
) -> bool:
    """Whether an answer recorded with the fingerprint `asked_as` was given to another question.

    Not to an earlier wording that asked the same; always where the rulebook has no such question
    any more.
    """
    if question is None:
        return True
    if asked_as is not None:
        return not asks_the_same(question, asked_as)
    regulation = rulebook.regulation_of(question)
    return edition_answered(file, regulation) not in (None, regulation.edition)


def falls_away(
    rulebook: Rulebook,
    assessment: Assessment,
    obligation: Obligation,
    question: Question,
    room: str | None,
) -> bool:
    """Whether a question is not asked because 从未 is answered to the one it hangs on: what was
    never kept is kept from no day on. That one fails, so that the entry is no better for it."""
    if question.unless_never is None:
        return False
    other = next((each for each in obligation.questions if each.id == question.unless_never), None)
    answer = assessment.answers.get(obligation.key(other)) if other else None
    if other is None or answer is None or answer.for_room(room) is not Extreme.NEVER:
        return False
    return not needs_recheck(other, answer, rulebook, assessment)


def may_lie_dormant(rulebook: Rulebook, assessment: Assessment) -> bool:
    """Whether answers may have been given to questions that this edition no longer has."""
    editions = {(each.id, each.edition) for each in rulebook.regulations}
    return any((to.id, to.edition) not in editions for to in assessment.answered_to)


def edition_answered(assessment: Assessment, regulation: Regulation) -> str | None:
    """The edition of the rulebook that the file says it was answered to."""
    editions = {answered.id: answered.edition for answered in assessment.answered_to}
    return editions.get(regulation.id)


def standing_facts(rulebook: Rulebook, assessment: Assessment) -> dict[str | None, dict[str, str]]:
    """The facts as they count for each room, and under None for the respondent.

    What follows from the rooms counts beside what was stated; where they differ, 是 counts.
    """
    stated = stated_facts(rulebook, assessment)
    rooms = [facts for room, facts in stated.items() if room is not None]
    followed = {
        id: YES if stated[None].get(id) == YES else value
        for id, value in said_by_rooms(rulebook, rooms).items()
    }
    implied = said_of_rooms(rulebook, stated[None])
    same = known_facts(rulebook, {**implied, **stated[None], **followed})
    return {
        room: same
        if facts is stated[None]
        else known_facts(rulebook, {**implied, **facts, **followed})
        for room, facts in stated.items()
    }


def contradicted(rulebook: Rulebook, assessment: Assessment) -> tuple[Fact, ...]:
    """The facts of which something else was stated than follows from what was said of the rooms."""
    stated = stated_facts(rulebook, assessment)
    rooms = [facts for room, facts in stated.items() if room is not None]
    implied = said_by_rooms(rulebook, rooms)
    return tuple(
        fact
        for fact in rulebook.facts
        if fact.id in implied and stated[None].get(fact.id, implied[fact.id]) != implied[fact.id]
    )


def stated_facts(rulebook: Rulebook, assessment: Assessment) -> dict[str | None, dict[str, str]]:
    """What was stated of each room, and under None of the respondent, as far as it still stands.

    Rooms of which nothing else was said share the facts of the respondent.
    """
    differing = {room for answer in assessment.facts.values() for room in answer.exceptions}
    of_respondent = _stated(rulebook, assessment, None)
    of_rooms: dict[str | None, dict[str, str]] = {
        room.id: _stated(rulebook, assessment, room.id) if room.id in differing else of_respondent
        for room in assessment.rooms
    }
    return {None: of_respondent} | of_rooms


def _stated(rulebook: Rulebook, assessment: Assessment, room: str | None) -> dict[str, str]:
    """What was stated of one room; what was said to another wording is not known."""
    stated = assessment.facts_for(room)
    standing: dict[str, str] = {}
    for fact in rulebook.facts:
        option = stated.get(fact.id)
        if option is None or not any(offered.id == option for offered in fact.options):
            continue
        if not needs_recheck(fact, assessment.facts[fact.id], rulebook, assessment):
            standing[fact.id] = option
    return standing


def answered_to(rulebook: Rulebook) -> tuple[AnsweredTo, ...]:
    """The rulebooks and editions that whoever answers now answers to."""
    return tuple(AnsweredTo(id=each.id, edition=each.edition) for each in rulebook.regulations)


def adopt_edition(rulebook: Rulebook, assessment: Assessment) -> Assessment:
    """`assessment` as answered to these editions from now on.

    Answers without a fingerprint that were given to another edition are marked with it, so that
    they still need to be looked at again.
    """
    before = {edition.id: edition.edition for edition in assessment.answered_to}
    now = answered_to(rulebook)
    if all(before.get(edition.id) == edition.edition for edition in now):
        return assessment
    earlier = {
        edition.id: f"{edition.id} {before[edition.id]}"
        for edition in now
        if before.get(edition.id) not in (None, edition.edition)
    }

    def marked(
        answers: Mapping[str, Answer], asked: Mapping[str, Question | Fact]
    ) -> Iterator[tuple[str, Answer]]:
        for key, answer in answers.items():
            of = rulebook.regulation_of(asked[key]).id if key in asked else next(iter(earlier), "")
            unmarked = answer.asked_as is None and of in earlier
            yield key, replace(answer, asked_as=earlier[of]) if unmarked else answer

    ours = {edition.id for edition in now}
    others = (edition for edition in assessment.answered_to if edition.id not in ours)
    facts = {fact.id: fact for fact in rulebook.facts}
    return replace(
        assessment,
        answered_to=(*others, *now),
        facts=dict(marked(assessment.facts, facts)),
        answers=dict(marked(assessment.answers, rulebook.questions())),
    )


def as_confirmed(assessment: Assessment) -> Assessment:
    """`assessment` as if every answer that was taken over were confirmed unchanged."""

    def confirmed(answers: Mapping[str, Answer]) -> dict[str, Answer]:
        return {
            key: replace(answer, state=None) if answer.state == CARRIED else answer
            for key, answer in answers.items()
        }

    facts, answers = confirmed(assessment.facts), confirmed(assessment.answers)
    return replace(assessment, facts=facts, answers=answers)


def carried_over(rulebook: Rulebook, last: Assessment) -> Assessment:
    """Respondent, period, rooms and answers of an earlier self-audit, every answer 待复核.

    Evidence, deadlines and who said it belong to the earlier one and are left there, and so are its
    measures, progress and corrections, and notes on what happened then; other notes, and who could
    know, is in charge or reviews, come along. The day since which a failure is mended is kept until
    the question is answered: the failure may reach into the new period. What was done until the
    only day on which it was due is the same in every period, and the longest since a fixed day is
    never shorter in a later one, and so are their remedies and corrections; an answer from before
    that only day was over is left behind, and so is what was said of a period in which the
    regulation was not in force yet. What is noted of what is asked about since a fixed day,
    such as the days that were typed, comes along.
    """
    now = adopt_edition(rulebook, last)
    asked = rulebook.questions()
    past = {key for key in now.answers if key in asked and asked[key].about is About.PERIOD}
    fixed = {key for key in past if asked[key].is_lasting}
    late = not_begun(rulebook, last)
    early = {key for key in fixed if _was_early(asked[key], now.answers[key], now)}
    early |= {key for key in past if asked[key].of in late}
    answers = {key: answer for key, answer in now.answers.items() if key not in early}
    noted = {key for key in past if asked[key].since}
    taken_over = _unconfirmed(answers, past - fixed, noted)
    for key in fixed - early & taken_over.keys():
        was = answers[key]
        taken_over[key] = replace(taken_over[key], remedied=was.remedied, corrected=was.corrected)
    return replace(now, facts=_unconfirmed(now.facts), answers=taken_over)


def _was_early(question: Question, answer: Answer, last: Assessment) -> bool:
    """Whether an answer was given on or before the only day until which it asks."""
    given = (answer.at or "")[:10] or (last.period.last.isoformat() if last.period else "")
    return question.until is not None and "" < given <= str(question.until)


def _unconfirmed(
    answers: Mapping[str, Answer],
    of_the_past: Collection[str] = (),
    noted: Collection[str] = (),
) -> dict[str, Answer]:
    return {
        key: replace(
            answer,
            by=None,
            at=None,
            evidence=(),
            due=None,
            measures=None,
            closed_on=None,
            note=None if key in of_the_past and key not in noted else answer.note,
            remedied=answer.remedied if key in of_the_past else {},
            corrected=None,
            signed={},
            state=CARRIED,
        )
        for key, answer in answers.items()
        if answer.value is not None
    }


def not_begun(rulebook: Rulebook, assessment: Assessment) -> dict[str, Regulation]:
    """The regulations, by what stands before their places, that came into force behind the
    self-audit period: nothing of them is asked. None where that is all of them, or the period is
    not known."""
    return rulebook.later_than(assessment.period.last) if assessment.period else {}
