"""A rulebook with every kind of fact and question, for tests of answering."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from msgspec.structs import replace

from checklist.assessment.model import (
    Choice,
    Extreme,
    Mark,
    Picks,
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
)
from checklist.law.model import (
    JANUARY_AND_JULY,
    Fact,
    FactIs,
    Option,
    Per,
    Question,
    Rulebook,
)
from checklist.law.periods import Period
from tests.given import law

SHOWN = (
    Option(id="opening", label="开场"),
    Option(id="pitch", label="讲解商品"),
    Option(id="other", label="其他时段"),
)
WITHOUT_OTHERS = (*SHOWN[:2], replace(SHOWN[2], inapplicable_if="没有其他时段"))

YES = law.question("done")
NO = law.question("hidden", ExpectNo(), ask="是否隐瞒？", inapplicable_if="没有收到过")
ALL = law.question("shown", ExpectAll(), ask="哪些时段有提示？", options=SHOWN)
MAY_LACK = law.question("shown", ExpectAll(), ask="哪些时段有提示？", options=WITHOUT_OTHERS)
NONE = law.question("lies", ExpectNone(), ask="有过哪些情形？", options=WITHOUT_OTHERS)
ONE_OF = law.question(
    "form",
    ExpectOneOf(("written",)),
    ask="协议是什么形式？",
    options=law.options(written="书面", oral="口头"),
)
YEARS = law.question("period", ExpectYearsAtLeast(3), ask="保存多久？")
MONTHS = law.question("interval", ExpectMonthsAtMost(6), ask="最长隔多久核验一次？")
DAYS = law.question("delay", ExpectWorkingDaysAtMost(3), ask="最长几个工作日报告？")
YEARLY = law.question("training", ExpectOnceAYear(), ask="每年培训几次？")
REPORTS = law.question(
    "reports", ExpectJanuaryAndJuly(), ask="哪些月份报送？", options=JANUARY_AND_JULY
)
QUESTIONS = (YES, NO, ALL, NONE, ONE_OF, YEARS, MONTHS, DAYS, YEARLY, REPORTS)

OPENS = law.fact("opens_room")
SERVES = law.fact("serves_hosts", ask="是否服务主播？", when=FactIs("opens_room", ("yes",)))
CHANNEL = law.fact(
    "channel",
    per=Per.ROOM,
    ask="在哪里直播？",
    options=law.options(platform="直播电商平台", own_site="自建网站"),
    when=FactIs("opens_room", ("yes",)),
)
FACTS = (OPENS, SERVES, CHANNEL)


def every_kind() -> Rulebook:
    """An entry for the respondent, one for its rooms on platforms, one that shares a question."""
    shared = law.question(
        "shown", ExpectAll(), ask=ALL.ask, options=SHOWN, same_as="art37-prompt/shown"
    )
    return law.rulebook(
        law.obligation("art25-all", YES, NO, NONE, ONE_OF, YEARS, MONTHS, DAYS, YEARLY),
        law.obligation("art37-prompt", ALL, per=Per.ROOM),
        law.obligation(
            "art38-replay",
            shared,
            law.question("kept", ask="回放是否保留提示？"),
            per=Per.ROOM,
            when=FactIs("channel", ("platform",)),
        ),
        law.obligation("art45-report", REPORTS, binds=("mcn",)),
        facts=FACTS,
        duty_holders=(
            law.duty_holder(),
            law.duty_holder(
                "mcn", name="直播营销人员服务机构", when=FactIs("serves_hosts", ("yes",))
            ),
        ),
    )


def values_for(question: Question | Fact) -> st.SearchStrategy[Value]:
    """Every value that fits the question as it is put."""
    if isinstance(question, Fact):
        if question.is_yes_no:
            return st.sampled_from([Mark.YES, Mark.NO, Mark.UNKNOWN])
        return st.sampled_from([*(Choice(one.id) for one in question.options), Mark.UNKNOWN])
    common: list[Value] = [Mark.UNKNOWN]
    if question.inapplicable_if:
        common.append(Mark.INAPPLICABLE)
    return st.one_of(st.sampled_from(common), _fitting(question))


def _fitting(question: Question) -> st.SearchStrategy[Value]:
    spans = st.builds(
        Period,
        years=st.integers(0, 30),
        months=st.integers(0, 60),
        days=st.integers(0, 4000),
    )
    match question.expect:
        case ExpectAll() | ExpectNone() | ExpectJanuaryAndJuly():
            marks = {one.id: st.sampled_from(_marks(one)) for one in question.options}
            return st.fixed_dictionaries({}, optional=marks).map(Picks)
        case ExpectOneOf():
            return st.sampled_from([Choice(one.id) for one in question.options])
        case ExpectYearsAtLeast():
            return st.one_of(spans, st.sampled_from(Extreme))
        case ExpectMonthsAtMost():
            return st.one_of(spans, st.just(Extreme.NEVER))
        case ExpectWorkingDaysAtMost():
            return st.one_of(st.builds(WorkingDays, st.integers(0, 400)), st.just(Extreme.NEVER))
        case ExpectOnceAYear():
            return st.one_of(st.builds(TimesAYear, st.integers(0, 99)), st.just(Extreme.NEVER))
        case _:
            return st.sampled_from([Mark.YES, Mark.NO])


def _marks(option: Option) -> list[Mark]:
    return [mark for mark in Mark if mark is not Mark.INAPPLICABLE or option.inapplicable_if]


DAYS_OF_LIFE = st.integers(0, 20_000).map(lambda days: date(2000, 1, 1) + timedelta(days=days))
