from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from checklist.assessment.model import Assessment, Extreme, Mark, Value
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Observation, Provision, Status
from checklist.evaluation.summary import Threat
from checklist.law.periods import Period
from checklist.law.wording import yuan
from checklist.report.forms import markdown
from checklist.report.page import html
from checklist.report.page.chart import ASSESSED, WIDTH, assessed, segments
from checklist.report.view.build import build
from checklist.report.view.model import Example, Verdict
from checklist.report.words import retention
from checklist.report.words.conclusion import ORDER, headline, punishable
from checklist.report.words.cost import heaviest
from checklist.report.words.wording import shortfall, status, subject, unclear
from tests.given.bundled import BOOKS, LIVESTREAM
from tests.given.respondents import all_passing
from tests.given.sample import (
    AGENCY,
    ANSWERS,
    CLEAN,
    NOBODY,
    ROOMS,
    RULEBOOK,
    UNANSWERED,
    judged,
    picks,
    said,
)


def test_a_fine_at_once_is_told_before_one_that_needs_an_order() -> None:
    assert [line.obligation.id for line in judged().breaches] == [
        "art34",
        "art27-records",
        "art27-records",
        "art37-prompt",
    ]


def test_the_order_that_is_told_is_the_order_in_which_breaches_stand() -> None:
    report = judged()
    assert ORDER.startswith("由重到轻排：违反即可处罚款的，有条件才可处罚款的，")
    assert ORDER in markdown.render(report)
    assert f"{ORDER}</p>" in html.render(report)
    ranks = [Threat.AT_ONCE, Threat.CONDITIONAL]
    stand = [ranks.index(line.threat) if line.threat in ranks else 2 for line in report.breaches]
    assert stand == sorted(stand)
    assert len(set(stand)) > 1


def test_rooms_that_came_out_alike_are_one_line() -> None:
    lines = [line for line in judged().breaches if line.obligation.id == "art27-records"]
    assert [subject(line) for line in lines] == [
        "3个直播间中的2个（r1 旗舰店直播间、r2 数字人直播间）",
        "3个直播间中的1个（r3 清仓直播间）",
    ]


def test_lines_stand_for_every_finding_exactly_once() -> None:
    report = judged()
    assert sum(line.count for paper in report.papers for line in paper.lines) == len(
        report.findings.findings
    )


def test_tallies_by_chapter_add_up_to_the_totals() -> None:
    report = judged()
    for one in Status:
        assert sum(row.counts[one] for row in report.by_chapter) == report.totals.by_status[one]


@pytest.mark.parametrize(
    ("assessment", "verdict", "words"),
    [
        (AGENCY, Verdict.BREACH, "有5项（3条义务）不符合要求，可能受到处罚；另有3项待确认。"),
        (CLEAN, Verdict.CLEAR, "就所答各项，没有发现不符合。"),
        (UNANSWERED, Verdict.OPEN, "还没有可以判断的答复，现在不能下结论。"),
        (NOBODY, Verdict.NOTHING_BINDS, "按所填的主体情况，没有义务适用；请先核对主体情况。"),
    ],
    ids=["breach", "clear", "unanswered", "nothing binds"],
)
def test_the_conclusion_says_the_worst(
    assessment: Assessment, verdict: Verdict, words: str
) -> None:
    report = judged(assessment)
    assert report.verdict is verdict
    assert headline(report) == words


def test_fines_are_counted_by_duty_and_subject_and_never_summed() -> None:
    assert punishable(judged()) == (
        "1项违反即可处罚款，4项拒不改正或者情节严重的才可处罚款。"
        "确定的罚款里最重的：违反即可，最高100万元；情节严重的，最高200万元。"
        "罚款以外，确定的最重是吊销营业执照（情节严重的）。"
        "有确定罚则的5项里，1项是否还适用别的罚则有疑问，若适用，拒不改正或者情节严重的，最高10万元。"
    )
    assert punishable(judged(CLEAN)) == ""


def test_a_gap_without_a_fine_of_its_own_threatens_none() -> None:
    facts = {**CLEAN.facts, "offers_selection": said(Mark.YES)}
    answers = {**CLEAN.answers, "art45-verify/verified": said(Mark.NO)}
    answers["art45-verify/skipped"] = said(Mark.NO)
    report = judged(replace(CLEAN, facts=facts, answers=answers))
    assert headline(report) == "有1项不符合要求。"
    assert punishable(report) == "1项没有直接对应的罚款。"


def test_the_heaviest_penalty_is_told_in_the_laws_words() -> None:
    first = judged().breaches[0]
    assert heaviest(first.finding) == (
        "责令停止违法行为，处100万元以下罚款；情节严重的，处100万元以上200万元以下罚款，"
        "可以并处吊销营业执照（市场监督管理部门）；另有1条可以处罚的依据"
    )


def test_however_briefly_penalties_are_told_the_highest_fine_is_among_them() -> None:
    finding = judged().breaches[0].finding
    for book in BOOKS.values():
        each = [Provision(id=penalty.id, penalty=penalty) for penalty in book.penalties]
        for pair in product(each, repeat=2):
            told = heaviest(replace(finding, provisions=tuple(dict.fromkeys(pair))))
            steps = [step for one in pair for step in one.penalty.steps]
            fines = [step.fine for step in steps if step.fine and not step.fine.times_of]
            if most := max((fine.high or 0 for fine in fines), default=0):
                assert yuan(most) in told


def test_a_prohibition_is_never_more_than_not_found_to_be_breached() -> None:
    papers = {paper.obligation.id: paper for paper in judged(CLEAN).papers}
    assert status(papers["art34"].lines[0]) == "未发现（自评）"
    assert status(papers["art30"].lines[0]) == "符合"


def test_encouragements_are_listed_and_never_counted_as_gaps() -> None:
    report = judged()
    assert {line.obligation.id for line in report.encouragements} == {"art37-encouraged"}
    listed = {line.obligation.id for line in (*report.breaches, *report.open)}
    assert "art37-encouraged" not in listed


def test_what_does_not_apply_names_the_fact_that_rules_it_out() -> None:
    told = {
        line.obligation.id: [says.fact.id for says in exclusion.because]
        for exclusion in judged().exclusions
        for line in exclusion.lines
    }
    assert told == {"art37-prompt": ["uses_ai_figure"], "art45-verify": ["offers_selection"]}


def test_a_fact_settled_by_an_earlier_one_is_marked_as_settled() -> None:
    excluded = {
        line.obligation.id: exclusion.because
        for exclusion in judged(NOBODY).exclusions
        for line in exclusion.lines
    }
    assert not excluded["art30"][0].settled
    assert excluded["art30"][0].value == "no"


def test_a_question_shared_by_rooms_counts_once_in_completeness() -> None:
    complete = judged().completeness
    assert (complete.settled, complete.asked) == (3, 5)


def test_the_report_number_changes_with_an_answer_and_with_nothing_else() -> None:
    other = replace(AGENCY, answers={**ANSWERS, "art30/reviewed": said(Mark.YES)})
    assert judged().number == judged(replace(AGENCY)).number
    assert judged().number.startswith("ZC-20261122-")
    assert judged(other).number != judged().number


@pytest.mark.parametrize("room", ["r1", "r2", "r3"])
def test_an_answer_that_is_open_in_one_room_settles_nothing(room: str) -> None:
    rooms = replace(CLEAN, rooms=ROOMS)
    whole = judged(rooms).completeness
    assert whole.settled == whole.asked
    unknown = said(Mark.YES, exceptions={room: Mark.UNKNOWN})
    answers = {**CLEAN.answers, "art30/reviewed": unknown}
    complete = judged(replace(rooms, answers=answers)).completeness
    assert (complete.settled, complete.asked) == (whole.asked - 1, whole.asked)


@pytest.mark.parametrize("reviews", [Mark.NO, Mark.YES])
def test_an_answer_that_is_open_in_one_option_settles_nothing(reviews: Mark) -> None:
    """Whether another option fails or not: what the open one will say may add a gap."""
    whole = judged(CLEAN).completeness
    partly = said(picks(sales=Mark.UNKNOWN, reviews=reviews))
    complete = judged(replace(CLEAN, answers={**CLEAN.answers, "art34/done": partly})).completeness
    assert (complete.settled, complete.asked) == (whole.settled - 1, whole.asked)


def test_a_record_that_says_otherwise_is_told() -> None:
    seen = Observation(
        key="art31-records/kept", room="r1", holds=False, sample=True, note="抽查未见记录"
    )
    lines = judged(CLEAN, observations=(seen,)).breaches
    assert [line.finding.contradictions[0].observation.note for line in lines] == ["抽查未见记录"]


def test_missing_options_are_counted_and_named() -> None:
    (line,) = (line for line in judged().breaches if line.obligation.id == "art37-prompt")
    assert [shortfall(one) for one in line.failed] == ["缺2项（共4项）：讲解商品、互动与抽奖"]


def test_an_answer_to_another_wording_passes_in_none_of_its_options() -> None:
    stale = replace(ANSWERS["art37-prompt/shown"], asked_as="0" * 16)
    report = judged(replace(AGENCY, answers={**ANSWERS, "art37-prompt/shown": stale}))
    (line,) = (line for line in report.open if line.obligation.id == "art37-prompt")
    assert [one.options for one in line.judged] == [()]
    assert unclear(line.judged[0]).startswith("问法已变")


# --- retention ---------------------------------------------------------------------------------


def example_of(value: Value) -> Example:
    answers = {**ANSWERS, "art27-records/years": said(value)}
    clocks = judged(replace(AGENCY, answers=answers)).clocks
    example = next(one for one in clocks if one.years is not None).example
    assert example is not None
    return example


def test_three_years_in_days_fall_short_by_a_leap_day() -> None:
    told = example_of(Period(days=1095))
    assert told.short_by == 1


@example(years=2, months=0, days=365)
@given(st.integers(0, 5), st.integers(0, 11), st.integers(0, 1200))
def test_an_example_falls_short_exactly_when_the_policy_fails(
    years: int, months: int, days: int
) -> None:
    from checklist.law.periods import covers_years

    period = Period(years=years, months=months, days=days)
    told = example_of(period)
    assert (told.short_by > 0) is not covers_years(period, 3)


def test_nothing_kept_is_short_by_the_whole_period() -> None:
    told = example_of(Extreme.NEVER)
    assert told.short_by == (told.required_until - told.start) // timedelta(days=1)


def test_kept_for_ever_has_no_end() -> None:
    told = example_of(Extreme.FOREVER)
    assert told.declared_until is None
    assert told.required_until == date(2029, 11, 22)


def test_beside_a_period_its_entry_tells_what_else_falls_short_and_what_is_open() -> None:
    years, shown = (
        next(one for one in RULEBOOK.obligations if one.id == id).questions[0]
        for id in ("art27-records", "art37-prompt")
    )
    book = replace(
        RULEBOOK,
        obligations=tuple(
            replace(one, questions=(years, shown)) if one.id == "art27-records" else one
            for one in RULEBOOK.obligations
        ),
    )
    half = said(picks(opening=Mark.NO, pitch=Mark.YES, interaction=Mark.YES, other=Mark.UNKNOWN))
    answers = {**ANSWERS, "art27-records/shown": half}
    clocks = judged(replace(AGENCY, answers=answers), book).clocks
    assert {retention.beside(one) for one in clocks if one.years} == {"另有1题有缺口，1题未定"}


def test_a_period_long_enough_is_no_pass_while_nothing_is_kept() -> None:
    entry = LIVESTREAM.obligation("art27-records")
    clean = all_passing(LIVESTREAM, "brand with its own room")
    nothing = said(picks(verification=Mark.NO, review=Mark.NO))
    for answers in (clean.answers, {**clean.answers, entry.key(entry.questions[0]): nothing}):
        report = build(
            evaluate(LIVESTREAM, replace(clean, answers=answers), as_of=date(2026, 11, 29))
        )
        (clock,) = (one for one in report.clocks if one.line.obligation is entry)
        kept = answers is clean.answers
        assert retention.verdict(clock) is (Status.SATISFIED if kept else None)
        assert ("仅年数够" in html.render(report)) is not kept
        assert ("仅年数够" in markdown.render(report)) is not kept
        (worked,) = retention.worked([clock])
        assert ("按申报" in retention.example(*worked)) is kept
        assert "没有可以对照的年数" not in html.render(report)
        assert ("申报的年数够，但另有" in html.render(report)) is not kept


def test_a_period_that_nobody_answered_is_told_as_that() -> None:
    unanswered = [retention.undeclared(clock) for clock in judged(UNANSWERED).clocks]
    assert unanswered
    assert {*unanswered} == {"保存期限还没有作答"}


def test_a_period_that_may_not_apply_is_never_called_kept_or_broken() -> None:
    unsure = {**AGENCY.facts, "opens_room": said(Mark.UNKNOWN)}
    clocks = judged(replace(AGENCY, facts=unsure)).clocks
    assert [retention.verdict(one) for one in clocks] == [Status.UNDETERMINED] * len(clocks)
    assert clocks


def test_an_entry_without_a_number_of_years_still_stands_among_the_clocks() -> None:
    assert [one.line.obligation.id for one in judged().clocks if one.years is None] == [
        "art31-records"
    ]


# --- the bar -----------------------------------------------------------------------------------


@given(st.fixed_dictionaries({one: st.integers(0, 10_000) for one in Status}))
def test_a_bar_shows_every_status_that_binds_and_fills_its_width(
    counts: dict[Status, int],
) -> None:
    drawn = segments(counts)
    assert [part.status for part in drawn] == [one for one in ASSESSED if counts[one]]
    assert all(part.width >= 1.2 for part in drawn)
    if drawn:
        assert drawn[0].x == 0
        assert drawn[-1].x + drawn[-1].width == pytest.approx(WIDTH, abs=0.5)


@given(st.fixed_dictionaries({one: st.integers(0, 500) for one in Status}), st.integers(500, 2_000))
def test_bars_of_one_scale_are_as_long_as_their_numbers(
    counts: dict[Status, int], scale: int
) -> None:
    drawn = segments(counts, scale)
    if drawn:
        share = max(assessed(counts) / max(scale, assessed(counts)) * WIDTH, 4.4)
        assert drawn[-1].x + drawn[-1].width <= share + 0.5
