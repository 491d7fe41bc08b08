"""Respondents of every kind whose answers all pass, and answers that fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from msgspec.structs import replace

from checklist.assessment.model import (
    Answer,
    Assessment,
    Choice,
    Extreme,
    Mark,
    Picks,
    Respondent,
    Room,
    TimesAYear,
    Value,
    WorkingDays,
)
from checklist.law.expectations import (
    ExpectAll,
    ExpectJanuaryAndJuly,
    ExpectMonthsAtMost,
    ExpectNo,
    ExpectNone,
    ExpectOnceAYear,
    ExpectOneOf,
    ExpectWorkingDaysAtMost,
    ExpectYearsAtLeast,
    ExpectYes,
)
from checklist.law.model import (
    Fact,
    Question,
    Rulebook,
)
from checklist.law.periods import Period

ROOM_OPERATOR = {
    "channel": "platform",
    "uses_ai_figure": "yes",
    "discloses_by_link": "yes",
    "influential_endorser": "yes",
    "publishes_clips": "no",
    "other_advertising": "no",
}
NOTHING = {
    "provides_platform": "no",
    "provides_other_service": "no",
    "opens_room": "no",
    "operates_others_room": "no",
    "appears_on_stream": "no",
    "serves_hosts": "no",
    "employs_hosts": "no",
}
AGENCY = {
    "serves_hosts": "yes",
    "employs_hosts": "yes",
    "contracts_hosts": "yes",
    "cooperates_with_rooms": "yes",
}

KINDS: dict[str, dict[str, str]] = {
    "agency that operates rooms": NOTHING
    | ROOM_OPERATOR
    | AGENCY
    | {
        "respondent_form": "entity",
        "operates_others_room": "yes",
        "account_holder": "sole_trader",
        "offers_selection": "yes",
    },
    "agency that only employs hosts": NOTHING
    | AGENCY
    | {"respondent_form": "entity", "cooperates_with_rooms": "no", "offers_selection": "no"},
    "brand with its own room": NOTHING
    | ROOM_OPERATOR
    | {"respondent_form": "entity", "opens_room": "yes", "uses_ai_figure": "no"},
    "sole trader on a site of its own": NOTHING
    | ROOM_OPERATOR
    | {"respondent_form": "sole_trader", "opens_room": "yes", "channel": "own_site"},
    "host without registration": NOTHING
    | ROOM_OPERATOR
    | {"respondent_form": "exempt", "opens_room": "yes", "appears_on_stream": "yes"}
    | {"acts_for_employer": "no"},
    "host in other people's rooms": NOTHING
    | {
        "respondent_form": "unsure",
        "appears_on_stream": "yes",
        "acts_for_employer": "no",
        "influential_endorser": "yes",
        "publishes_clips": "no",
        "other_advertising": "no",
    },
    "platform": NOTHING | {"respondent_form": "entity", "provides_platform": "yes"},
    "network service": NOTHING
    | {
        "respondent_form": "entity",
        "provides_other_service": "yes",
        "service_admits_operators": "yes",
        "service_holds_transactions": "yes",
        "service_sets_rules": "yes",
        "service_carries_content": "yes",
    },
}


def passing(question: Question) -> Value:
    """An answer to the question that passes."""
    match question.expect:
        case ExpectYes():
            return Mark.YES
        case ExpectNo():
            return Mark.NO
        case ExpectAll() | ExpectJanuaryAndJuly():
            return Picks({option.id: Mark.YES for option in question.options})
        case ExpectNone():
            return Picks({option.id: Mark.NO for option in question.options})
        case ExpectOneOf(accept=accept):
            return Choice(accept[0])
        case ExpectYearsAtLeast(years=years):
            return Period(years=years)
        case ExpectMonthsAtMost(months=months):
            return Period(months=months)
        case ExpectWorkingDaysAtMost(days=days):
            return WorkingDays(days)
        case ExpectOnceAYear():
            return TimesAYear(1)
        case _ as never:
            assert_never(never)


def failing(question: Question) -> Iterator[Value]:
    """Answers to the question that fail: for a multi-select, each option in turn."""
    match question.expect:
        case ExpectYes():
            yield Mark.NO
        case ExpectNo():
            yield Mark.YES
        case ExpectAll() | ExpectNone() | ExpectJanuaryAndJuly():
            good = passing(question)
            assert isinstance(good, Picks)
            for option in question.options:
                bad = Mark.NO if good.marks[option.id] is Mark.YES else Mark.YES
                if not option.leaves_open:
                    yield Picks({**good.marks, option.id: bad})
        case ExpectOneOf(accept=accept):
            yield from (Choice(one.id) for one in question.options if one.id not in accept)
        case ExpectYearsAtLeast(years=years):
            yield from (Extreme.NEVER, Period(years=years - 1), Period(days=365 * years))
        case ExpectMonthsAtMost(months=months):
            yield from (Extreme.NEVER, Period(months=months + 1))
        case ExpectWorkingDaysAtMost(days=days):
            yield from (Extreme.NEVER, WorkingDays(days + 1))
        case ExpectOnceAYear():
            yield from (Extreme.NEVER, TimesAYear(0))
        case _ as never:
            assert_never(never)


def fact_answer(fact: Fact, value: str) -> Answer:
    """What was said to a fact, from the option id it comes to."""
    return Answer(value=Mark(value) if fact.is_yes_no else Choice(value))


def all_passing(rulebook: Rulebook, kind: str, rooms: Iterable[str] = ()) -> Assessment:
    """A respondent of this kind who answered every question of the rulebook, and passes."""
    return Assessment(
        respondent=Respondent(name=kind),
        rooms=tuple(Room(id=id, name=f"直播间{id}") for id in rooms),
        facts={
            fact.id: fact_answer(fact, KINDS[kind][fact.id])
            for fact in rulebook.facts
            if fact.id in KINDS[kind]
        },
        answers={
            key: Answer(value=passing(question)) for key, question in rulebook.questions().items()
        },
    )


def answered(assessment: Assessment, key: str, value: Value | None) -> Assessment:
    """The same respondent, having said something else (None: nothing) to one question."""
    answers = dict(assessment.answers)
    if value is None:
        answers.pop(key, None)
    else:
        answers[key] = Answer(value=value)
    return replace(assessment, answers=answers)
