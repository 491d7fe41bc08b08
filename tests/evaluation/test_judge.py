"""One question, one answer: an answer of the wrong kind proves nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checklist.assessment.model import (
    Choice,
    Extreme,
    Mark,
    Picks,
    SelfAuditPeriod,
    TimesAYear,
    Unread,
    Value,
    WorkingDays,
)
from checklist.assessment.objections import Span, against, first_due
from checklist.evaluation.judge import judge
from checklist.evaluation.model import OpenWhy, Outcome
from checklist.law.expectations import (
    ExpectAll,
    Expectation,
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
    JANUARY_AND_JULY,
    Ended,
    Option,
    Question,
)
from checklist.law.periods import Period
from checklist.law.wording import asks_for_bad

OPTIONS = (
    Option(id="opening", label="开场"),
    Option(id="other", label="其他", inapplicable_if="没有其他时段"),
)
YES, NO, UNKNOWN, INAPPLICABLE = Mark.YES, Mark.NO, Mark.UNKNOWN, Mark.INAPPLICABLE
PASS, GAP, OPEN = Outcome.PASS, Outcome.GAP, Outcome.OPEN


def asked(expect: Expectation, inapplicable_if: str | None = None) -> Question:
    options: tuple[Option, ...]
    match expect:
        case ExpectAll() | ExpectNone() | ExpectOneOf():
            options = OPTIONS
        case ExpectJanuaryAndJuly():
            options = JANUARY_AND_JULY
        case _:
            options = ()
    return Question(
        id="q", ask="？", expect=expect, options=options, inapplicable_if=inapplicable_if
    )


def yearly(expect: Expectation) -> Question:
    """A question that can only be answered once a calendar year has ended."""
    return replace(asked(expect, "还没有一个日历年结束"), ended=Ended.YEAR)


def picks(**marks: Mark) -> Picks:
    return Picks(marks)


@pytest.mark.parametrize(
    ("expect", "value", "outcome"),
    [
        (ExpectYes(), YES, PASS),
        (ExpectYes(), NO, GAP),
        (ExpectNo(), NO, PASS),
        (ExpectNo(), YES, GAP),
        (ExpectAll(), picks(opening=YES, other=YES), PASS),
        (ExpectAll(), picks(opening=YES, other=INAPPLICABLE), PASS),
        (ExpectAll(), picks(opening=INAPPLICABLE, other=YES), OPEN),
        (ExpectAll(), picks(opening=YES), OPEN),
        (ExpectAll(), picks(opening=NO), GAP),
        (ExpectAll(), picks(opening=YES, other=UNKNOWN), OPEN),
        (ExpectAll(), Extreme.NEVER, GAP),
        (ExpectNone(), picks(opening=NO, other=NO), PASS),
        (ExpectNone(), picks(opening=NO, other=YES), GAP),
        (ExpectNone(), Extreme.NEVER, OPEN),
        (ExpectOneOf(("opening",)), Choice("opening"), PASS),
        (ExpectOneOf(("opening",)), Choice("other"), GAP),
        (ExpectOneOf(("opening",)), Choice("nowhere"), OPEN),
        (ExpectYearsAtLeast(3), Period(years=3), PASS),
        (ExpectYearsAtLeast(3), Period(days=1095), GAP),
        (ExpectYearsAtLeast(3), Extreme.FOREVER, PASS),
        (ExpectYearsAtLeast(3), Extreme.NEVER, GAP),
        (ExpectMonthsAtMost(6), Period(months=6), PASS),
        (ExpectMonthsAtMost(6), Period(days=181), PASS),
        (ExpectMonthsAtMost(6), Period(days=182), OPEN),
        (ExpectMonthsAtMost(6), Period(days=184), OPEN),
        (ExpectMonthsAtMost(6), Period(days=185), GAP),
        (ExpectMonthsAtMost(6), Period(months=6, days=1), GAP),
        (ExpectMonthsAtMost(6), Extreme.NEVER, GAP),
        (ExpectMonthsAtMost(6), Extreme.FOREVER, OPEN),
        (ExpectWorkingDaysAtMost(3), WorkingDays(3), PASS),
        (ExpectWorkingDaysAtMost(3), WorkingDays(4), GAP),
        (ExpectWorkingDaysAtMost(3), Extreme.NEVER, GAP),
        (ExpectWorkingDaysAtMost(3), Period(days=3), OPEN),
        (ExpectOnceAYear(), TimesAYear(1), PASS),
        (ExpectOnceAYear(), TimesAYear(0), GAP),
        (ExpectOnceAYear(), Extreme.NEVER, GAP),
        (ExpectJanuaryAndJuly(), picks(january=YES, july=YES), PASS),
        (ExpectJanuaryAndJuly(), picks(january=YES, july=NO), GAP),
        (ExpectJanuaryAndJuly(), picks(january=YES), OPEN),
    ],
)
def test_what_passes_what_fails_and_what_stays_open(
    expect: Expectation, value: Value, outcome: Outcome
) -> None:
    assert judge(asked(expect), value).outcome is outcome


def test_the_failed_options_are_named_and_the_open_ones_are_not_lost() -> None:
    judged = judge(asked(ExpectAll()), picks(opening=NO, other=UNKNOWN))
    assert [option.id for option in judged.missing] == ["opening"]
    assert [option.id for option in judged.unclear] == ["other"]
    assert judged.why is OpenWhy.UNKNOWN


SIGNS = Question(
    id="found",
    ask="查出过哪些？",
    expect=ExpectNone(),
    options=(
        Option(id="authority", label="处罚"),
        Option(id="platform", label="平台扣分", leaves_open="平台按自己的规则处理"),
    ),
)


def test_a_sign_that_proves_nothing_leaves_open_and_hides_no_breach() -> None:
    only_a_sign = judge(SIGNS, picks(authority=NO, platform=YES))
    assert (only_a_sign.outcome, only_a_sign.why) == (OPEN, OpenWhy.UNPROVEN)
    both = judge(SIGNS, picks(authority=YES, platform=YES))
    assert both.outcome is GAP
    assert [option.id for option in both.missing] == ["authority"]
    assert [option.id for option in both.unclear] == ["platform"]
    assert judge(SIGNS, picks(authority=NO, platform=NO)).outcome is PASS
    assert judge(SIGNS, picks(authority=NO, platform=UNKNOWN)).why is OpenWhy.UNKNOWN
    assert judge(SIGNS, YES).outcome is OPEN, "an old 是 to the plain question is no pass"


def test_inapplicable_counts_only_where_the_question_allows_it() -> None:
    assert judge(asked(ExpectYes(), "没有变更"), INAPPLICABLE).outcome is Outcome.INAPPLICABLE
    assert judge(asked(ExpectYes()), INAPPLICABLE).outcome is OPEN


def test_a_multi_select_in_which_nothing_applies_is_inapplicable() -> None:
    only = Question(id="q", ask="？", expect=ExpectAll(), options=OPTIONS[1:])
    assert judge(only, picks(other=INAPPLICABLE)).outcome is Outcome.INAPPLICABLE


expectations = st.sampled_from(
    [
        ExpectYes(),
        ExpectNo(),
        ExpectAll(),
        ExpectNone(),
        ExpectOneOf(("opening",)),
        ExpectYearsAtLeast(3),
        ExpectMonthsAtMost(6),
        ExpectWorkingDaysAtMost(3),
        ExpectOnceAYear(),
        ExpectJanuaryAndJuly(),
    ]
)


@given(expect=expectations, value=st.sampled_from([None, UNKNOWN, Unread("三"), INAPPLICABLE]))
def test_a_missing_unknown_or_unreadable_answer_is_never_a_pass(
    expect: Expectation, value: Value | None
) -> None:
    assert judge(asked(expect), value).outcome is OPEN


KINDS: list[tuple[type[object], Value]] = [
    (ExpectYes, YES),
    (ExpectYearsAtLeast, Period(years=9)),
    (ExpectMonthsAtMost, Period(months=1)),
    (ExpectWorkingDaysAtMost, WorkingDays(0)),
    (ExpectOnceAYear, TimesAYear(9)),
    (ExpectOneOf, Choice("opening")),
    (ExpectAll, picks(opening=YES, other=YES)),
]


@given(expect=expectations, given_to=st.sampled_from(KINDS))
def test_an_answer_to_another_kind_of_question_is_never_a_pass(
    expect: Expectation, given_to: tuple[type[object], Value]
) -> None:
    kind, value = given_to
    suits = isinstance(expect, kind) or (isinstance(value, Period) and _takes_periods(expect))
    if not suits and not (isinstance(expect, ExpectNo) and kind is ExpectYes):
        assert judge(asked(expect), value).outcome is not PASS


def span(last: str) -> Span:
    """From the day the regulation was in force until `last`, judged the day after."""
    until = date.fromisoformat(last)
    period = SelfAuditPeriod(first=date(2026, 2, 1), last=until)
    return Span(period=period, in_force=period.first, today=until + timedelta(days=1))


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (asked(ExpectMonthsAtMost(6)), Period(months=12)),
        (asked(ExpectMonthsAtMost(24)), Period(months=12)),
        (asked(ExpectWorkingDaysAtMost(3)), WorkingDays(999)),
        (yearly(ExpectOnceAYear()), TimesAYear(0)),
        (yearly(ExpectOnceAYear()), Extreme.NEVER),
        (yearly(ExpectYes()), NO),
    ],
)
def test_what_cannot_be_proves_neither_a_breach_nor_that_there_is_none(
    question: Question, value: Value
) -> None:
    judged = judge(question, value, tuple(against(question, value, span("2026-10-31"))))
    assert (judged.outcome, judged.why) == (OPEN, OpenWhy.IMPOSSIBLE)
    assert judged.against
    assert judge(question, value).outcome in (PASS, GAP)


@pytest.mark.parametrize(
    ("question", "value", "outcome"),
    [
        (yearly(ExpectOnceAYear()), TimesAYear(1), PASS),
        (yearly(ExpectYes()), YES, Outcome.INAPPLICABLE),
        (yearly(ExpectOnceAYear()), INAPPLICABLE, Outcome.INAPPLICABLE),
    ],
)
def test_before_a_year_has_ended_only_what_is_done_for_good_is_a_pass(
    question: Question, value: Value, outcome: Outcome
) -> None:
    """第十条第一款: trained once this year is trained this year; everybody can still change."""
    days = span("2026-10-31")
    speaks = tuple(against(question, value, days))
    assert judge(question, value, speaks, due=first_due(question, days)).outcome is outcome
    after = span("2026-12-31")
    assert first_due(question, after) is None
    passed = PASS if value is YES else outcome
    assert judge(question, value, due=first_due(question, after)).outcome is passed


@pytest.mark.parametrize("july", [YES, NO, INAPPLICABLE])
def test_a_month_that_was_not_due_leaves_the_other_as_it_is(july: Mark) -> None:
    options = tuple(replace(month, inapplicable_if="不在期间") for month in JANUARY_AND_JULY)
    question = replace(asked(ExpectJanuaryAndJuly()), options=options)
    value = Picks({"january": YES, "july": july})
    judged = judge(question, value, tuple(against(question, value, span("2026-10-31"))))
    assert judged.outcome is (GAP if july is NO else OPEN)
    assert judged.why is OpenWhy.IMPOSSIBLE
    assert [option.id for option in judged.unclear] == ["january"]
    assert [option.id for option in judged.missing] == (["july"] if july is NO else [])


def test_what_can_hardly_be_counts_and_is_told() -> None:
    question, value = asked(ExpectWorkingDaysAtMost(3)), WorkingDays(200)
    judged = judge(question, value, tuple(against(question, value, span("2026-10-31"))))
    assert (judged.outcome, judged.why) == (GAP, None)
    assert [each.may_stand for each in judged.against] == [True]


def _takes_periods(expect: Expectation) -> bool:
    return isinstance(expect, ExpectYearsAtLeast | ExpectMonthsAtMost)


def test_what_the_text_does_not_forbid_for_certain_is_open_and_no_breach() -> None:
    doubtful = replace(asked(ExpectNo()), leaves_open="条文没有写明")
    assert doubtful.fingerprint == asked(ExpectNo()).fingerprint
    assert not asks_for_bad(doubtful)
    judged = judge(doubtful, YES)
    assert (judged.outcome, judged.why) == (OPEN, OpenWhy.UNPROVEN)
    assert judge(doubtful, NO).outcome is PASS
