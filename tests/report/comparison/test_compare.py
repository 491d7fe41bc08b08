from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Mark, Respondent, Room, SelfAuditPeriod
from checklist.comparing import html
from checklist.comparing.compare import compare, fact_changes
from checklist.comparing.counted_words import still_broken, summary
from checklist.comparing.forms import as_json, as_table
from checklist.comparing.model import Cause, Comparison, Difference, Effect, Turn
from checklist.comparing.result import PointState, Result
from checklist.comparing.result_file import read_result
from checklist.comparing.words import fact as fact_words
from checklist.comparing.words import heading, headline
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import OpenWhy, Status
from checklist.law.expectations import ExpectNo
from checklist.law.model import About, Kind, Per, Rulebook
from checklist.law.periods import Period
from checklist.report.forms.json import render
from checklist.report.view.build import build
from tests.conftest import ROOT
from tests.given import bundled
from tests.given.law import reissued
from tests.given.sample import AGENCY, AS_OF, CLEAN, NOBODY, RULEBOOK, UNANSWERED, picks, said
from tests.remediation.registers import sharing
from tests.report import pages
from tests.report.hostile import STEERING, hostile

NEXT = "2026.2"
COMPARE_SCHEMA: dict[str, Any] = json.loads(
    (ROOT / "docs/schema/compare.schema.json").read_text(encoding="utf-8")
)


def result(
    assessment: Assessment = AGENCY, rulebook: Rulebook = RULEBOOK, as_of: date = AS_OF
) -> Result:
    """As it comes out of a file, so that these tests hold reader and writer together."""
    text = render(build(evaluate(rulebook, assessment, as_of=as_of)), ascii=True)
    return read_result(text, file="结果.json")


def answered(assessment: Assessment = AGENCY, **more: Answer | None) -> Assessment:
    """`art30__reviewed=...` stands for art30/reviewed; None takes an answer away."""
    answers = {**assessment.answers}
    for name, answer in more.items():
        key = name.replace("__", "/").replace("_", "-")
        answers.pop(key, None)
        if answer is not None:
            answers[key] = answer
    return replace(assessment, answers=answers)


def edited(id: str, **more: Any) -> Rulebook:
    """The next edition, with one entry's first question changed."""
    obligations = tuple(
        replace(one, questions=(replace(one.questions[0], **more), *one.questions[1:]))
        if one.id == id
        else one
        for one in RULEBOOK.obligations
    )
    return reissued(RULEBOOK, edition=NEXT, sha256="cd" * 32, obligations=obligations)


def without(id: str) -> Rulebook:
    obligations = tuple(one for one in RULEBOOK.obligations if one.id != id)
    return reissued(RULEBOOK, edition=NEXT, sha256="cd" * 32, obligations=obligations)


def brief(comparison: Comparison) -> dict[tuple[str, str | None], tuple[Effect, tuple[Cause, ...]]]:
    return {
        (one.finding.obligation, one.finding.subject): (one.effect, one.causes)
        for one in comparison.differences
    }


def only(comparison: Comparison) -> Difference:
    (one,) = comparison.differences
    return one


ALL_YES = picks(opening=Mark.YES, pitch=Mark.YES, interaction=Mark.YES, other=Mark.YES)


def test_a_corrected_answer_is_an_improvement_by_answer() -> None:
    found = compare(
        result(), result(answered(art34__done=said(picks(sales=Mark.NO, reviews=Mark.NO))))
    )
    assert brief(found) == {("art34", None): (Effect.IMPROVED, (Cause.ANSWER,))}
    assert not found.fell_back
    (question,) = only(found).questions
    assert question.old is not None
    assert question.old.answer == "是：虚构销量；否：虚构评价"


def test_one_answer_that_two_entries_share_is_corrected_in_both() -> None:
    """It is kept under the entry that asks; the other finds it by what was asked."""
    book = sharing()
    twins = {("art30", "r1"), ("art31-review", "r1")}
    failed = answered(CLEAN, art30__reviewed=said(Mark.NO))
    corrected = replace(said(Mark.YES), by="林晓", corrected="2026-11-20 更正：原来答“否”，看错了")
    found = compare(result(failed, book), result(answered(failed, art30__reviewed=corrected), book))
    assert brief(found) == dict.fromkeys(twins, (Effect.CORRECTED, (Cause.CORRECTED,)))
    assert {each.questions[0].by for each in found.differences} == {"林晓"}
    assert "另有2项更正，不算改进" in headline(found)
    assert found.turned(Turn.BETTER) == ()
    uncorrected = compare(result(failed, book), result(CLEAN, book))
    assert {each.effect for each in uncorrected.differences} == {Effect.IMPROVED}


@pytest.mark.parametrize("book", bundled.BOOKS.values(), ids=bundled.BOOKS)
def test_every_answer_that_entries_share_is_found_from_each(book: Rulebook) -> None:
    for entry in book.obligations:
        for question in entry.questions:
            if question.same_as:
                answers = {question.same_as: replace(said(Mark.YES), by="林晓")}
                recorded = result(replace(NOBODY, facts={}, answers=answers), book)
                kept = recorded.kept_elsewhere((entry.id, question.id))
                assert kept is not None, question.same_as
                assert kept.by == "林晓"


def test_an_answer_of_its_own_is_never_looked_for_elsewhere() -> None:
    """Two entries may ask alike and be answered apart: what was corrected of one says nothing of
    the other."""
    book = sharing()
    own = tuple(
        replace(entry, questions=tuple(replace(each, same_as=None) for each in entry.questions))
        for entry in book.obligations
    )
    apart = replace(book, obligations=own)
    failed = answered(CLEAN, art30__reviewed=said(Mark.NO), art31_review__reviewed=said(Mark.NO))
    corrected = replace(said(Mark.YES), corrected="2026-11-20 更正：原来答“否”，看错了")
    mended = answered(failed, art30__reviewed=corrected, art31_review__reviewed=said(Mark.YES))
    found = brief(compare(result(failed, apart), result(mended, apart)))
    assert found["art30", "r1"][0] is Effect.CORRECTED
    assert found["art31-review", "r1"][0] is Effect.IMPROVED
    withdrawn = answered(failed, art30__reviewed=corrected, art31_review__reviewed=None)
    found = brief(compare(result(failed, apart), result(withdrawn, apart)))
    assert found["art31-review", "r1"][0] is Effect.CHANGED


def test_a_new_gap_is_a_step_back_by_answer() -> None:
    found = compare(result(CLEAN), result(answered(CLEAN, art30__reviewed=said(Mark.NO))))
    assert brief(found) == {("art30", "r1"): (Effect.FELL_BACK, (Cause.ANSWER,))}
    assert found.fell_back


def test_forgetting_an_answer_never_improves_anything() -> None:
    found = compare(result(), result(answered(art34__done=None)))
    assert brief(found) == {("art34", None): (Effect.CHANGED, (Cause.ANSWER,))}


def pairs(one: Comparison, other: Comparison) -> Iterator[tuple[Difference, Difference]]:
    """What both say of the same obligation and subject."""
    named = {(each.finding.obligation, each.finding.subject): each for each in other.differences}
    for each in one.differences:
        yield each, named[each.finding.obligation, each.finding.subject]


NONE_DONE = picks(sales=Mark.NO, reviews=Mark.NO)


def test_what_was_unknown_and_turns_out_a_gap_is_no_step_back_and_still_told() -> None:
    unknown = said(picks(sales=Mark.UNKNOWN, reviews=Mark.UNKNOWN))
    for answer in (unknown, said(Mark.UNKNOWN)):
        found = compare(result(answered(art34__done=answer)), result())
        assert brief(found) == {("art34", None): (Effect.LEARNED, (Cause.ANSWER,))}
        assert only(found).turn is Turn.ANSWERED
        assert found.fell_back  # a program that asks for new gaps is told of this one
        assert "没有变好变差，另有1项这次才弄清（其中1项不符合），以前怎样不知道" in headline(found)
        assert summary(found).startswith("这次才弄清 1 项，")
        assert "这次才弄清，以前怎样不知道（1项）" in as_table(found, width=100)
        page = pages.read(html.render(found)).text
        assert "这次才知道的" in page
        assert "改进的" not in page
        data = json.loads(as_json(found, ascii=True))
        assert (data["totals"]["learned"], data["turns"]["answered"]) == (1, 1)


def test_what_was_unknown_and_turns_out_well_or_beside_the_point_is_no_improvement() -> None:
    unknown = result(answered(art34__done=said(Mark.UNKNOWN)))
    for known in (said(NONE_DONE), said(Mark.INAPPLICABLE)):
        found = compare(unknown, result(answered(art34__done=known)))
        if known.value is not Mark.INAPPLICABLE:  # it is an answer of the wrong kind there
            assert only(found).effect is Effect.LEARNED
        assert found.turned(Turn.BETTER) == ()
        assert not found.fell_back
    book = edited("art30", inapplicable_if="自查期间没有直播")
    unsure = result(answered(CLEAN, art30__reviewed=said(Mark.UNKNOWN)), book)
    nowhere = result(answered(CLEAN, art30__reviewed=said(Mark.INAPPLICABLE)), book)
    gone = only(compare(unsure, nowhere))
    assert (gone.effect, gone.turn, gone.new) == (Effect.LEARNED, Turn.ANSWERED, None)


def test_that_an_entry_binds_is_learned_too() -> None:
    """It was not known whether there is an AI figure in the room; nothing was done otherwise."""
    unsure = replace(CLEAN, facts={**CLEAN.facts, "uses_ai_figure": said(Mark.UNKNOWN)})
    figure = replace(CLEAN, facts={**CLEAN.facts, "uses_ai_figure": said(Mark.YES)})
    found = compare(result(unsure), result(figure))
    assert brief(found) == {("art37-prompt", "r1"): (Effect.LEARNED, (Cause.FACTS,))}
    assert not found.fell_back
    some = said(picks(opening=Mark.NO, pitch=Mark.YES, interaction=Mark.YES, other=Mark.YES))
    unsure, figure = (answered(each, art37_prompt__shown=some) for each in (unsure, figure))
    failing = compare(result(unsure), result(figure))
    assert brief(failing) == {("art37-prompt", "r1"): (Effect.LEARNED, (Cause.FACTS,))}
    assert failing.fell_back


def test_of_several_options_each_is_learned_or_changed_for_itself() -> None:
    def shown(opening: Mark, pitch: Mark) -> Result:
        marks = picks(opening=opening, pitch=pitch, interaction=Mark.YES, other=Mark.YES)
        return result(answered(art37_prompt__shown=said(marks)))

    yes, no, unknown = Mark.YES, Mark.NO, Mark.UNKNOWN
    for now, effect, fell_back in (
        ((no, yes), Effect.LEARNED, False),
        ((no, no), Effect.LEARNED, True),
        ((yes, yes), Effect.IMPROVED, False),
        ((yes, no), Effect.CHANGED, True),
    ):
        found = compare(shown(no, unknown), shown(*now))
        assert (only(found).effect, found.fell_back) == (effect, fell_back), now
        assert found.turned(Turn.WORSE) == ()
    worse = compare(shown(yes, unknown), shown(no, yes))
    assert (only(worse).effect, only(worse).turn) == (Effect.CHANGED, Turn.WORSE)
    unsure = compare(shown(no, no), shown(no, unknown))
    assert only(unsure).effect is Effect.CHANGED


def test_a_gap_that_is_unknown_now_is_no_improvement_among_others_that_were_unknown() -> None:
    old = picks(opening=Mark.NO, pitch=Mark.NO, interaction=Mark.UNKNOWN, other=Mark.YES)
    new = picks(opening=Mark.NO, pitch=Mark.UNKNOWN, interaction=Mark.UNKNOWN, other=Mark.YES)
    was, now = (result(answered(art37_prompt__shown=said(each))) for each in (old, new))
    assert only(compare(was, now)).effect is Effect.CHANGED


def test_what_is_judged_of_the_whole_and_no_more_of_rooms_is_new_by_the_rules() -> None:
    book = reissued(
        RULEBOOK,
        edition=NEXT,
        sha256="cd" * 32,
        obligations=tuple(
            replace(each, per=Per.RESPONDENT) if each.id == "art30" else each
            for each in RULEBOOK.obligations
        ),
    )
    found = brief(compare(result(CLEAN), result(CLEAN, book)))
    assert found["art30", None] == (Effect.NEW, (Cause.RULE,))
    assert found["art30", "r1"] == (Effect.GONE, (Cause.RULE,))


def test_what_had_been_corrected_already_is_mended_and_not_corrected_once_more() -> None:
    """The note of the earlier correction stays beside the answer."""
    noted = "2026-05-01 更正：原来答“是”，看错了"
    failed = answered(CLEAN, art30__reviewed=said(Mark.NO, corrected=noted))
    mended = answered(CLEAN, art30__reviewed=said(Mark.YES, corrected=noted))
    assert only(compare(result(failed), result(mended))).effect is Effect.IMPROVED


def test_what_is_corrected_beside_what_is_learned_is_no_improvement() -> None:
    facts = {**CLEAN.facts, "offers_selection": said(Mark.YES)}
    selecting = replace(CLEAN, facts=facts)
    yes, no = said(Mark.YES), said(Mark.NO)
    for open_before in (None, said(Mark.UNKNOWN)):
        old = answered(selecting, art45_verify__verified=no, art45_verify__skipped=open_before)
        corrected = replace(yes, corrected="2026-11-20 更正：原来答“否”，看错了")
        new = answered(selecting, art45_verify__verified=corrected, art45_verify__skipped=no)
        found = compare(result(old), result(new))
        assert only(found).effect is Effect.CHANGED
        assert found.turned(Turn.BETTER) == ()


def test_what_nobody_had_answered_is_neither_better_nor_worse_and_a_gap_is_still_reported() -> None:
    """Whoever answers a part first and the rest later has neither improved nor fallen back."""
    unanswered = result(answered(art34__done=None))
    gap = compare(unanswered, result())
    assert (only(gap).effect, only(gap).turn) == (Effect.ANSWERED, Turn.ANSWERED)
    assert gap.fell_back  # a program that asks for new gaps is told of this one
    passed = compare(unanswered, result(answered(art34__done=said(NONE_DONE))))
    assert only(passed).turn is Turn.ANSWERED
    assert not passed.fell_back
    assert "1项这次才回答，以前怎样不知道" in headline(passed)
    assert "1项这次才回答（其中1项不符合）" in headline(gap)
    nowhere = compare(unanswered, result(answered(art34__done=said(Mark.INAPPLICABLE))))
    assert only(nowhere).turn is Turn.ANSWERED


def test_one_gap_mended_is_no_improvement_where_another_turns_out() -> None:
    facts = {**CLEAN.facts, "offers_selection": said(Mark.YES)}
    selecting = replace(CLEAN, facts=facts)
    old = result(answered(selecting, art45_verify__verified=said(Mark.NO)))
    yes = said(Mark.YES)
    new = result(answered(selecting, art45_verify__verified=yes, art45_verify__skipped=yes))
    found = compare(old, new)
    assert [each.effect for each in only(found).questions] == [Effect.IMPROVED, Effect.ANSWERED]
    assert only(found).effect is Effect.CHANGED
    assert found.fell_back


def test_fewer_missing_options_are_an_improvement_and_others_are_not() -> None:
    def shown(**marks: Mark) -> Result:
        return result(answered(art37_prompt__shown=said(picks(**marks))))

    yes, no = Mark.YES, Mark.NO
    two = shown(opening=no, pitch=no, interaction=yes, other=yes)
    one = shown(opening=no, pitch=yes, interaction=yes, other=yes)
    other = shown(opening=yes, pitch=yes, interaction=no, other=yes)
    assert only(compare(two, one)).effect is Effect.IMPROVED
    assert only(compare(one, two)).effect is Effect.FELL_BACK
    assert only(compare(one, other)).effect is Effect.CHANGED
    assert compare(one, other).fell_back


def test_spans_of_one_length_are_one_answer_however_they_are_typed() -> None:
    def kept(typed: Period) -> Result:
        return result(answered(art27_records__years=said(typed)))

    assert compare(kept(Period(months=18)), kept(Period(years=1, months=6))).differences == ()
    longer = compare(kept(Period(months=18)), kept(Period(days=540))).differences
    assert {each.effect for each in longer} == {Effect.CHANGED}


def test_table_page_and_json_count_alike_what_got_worse_and_better() -> None:
    found = compare(
        result(answered(art34__done=said(NONE_DONE), art30__reviewed=said(Mark.NO))),
        result(answered(art30__reviewed=said(Mark.YES))),
    )
    turns = {turn: sum(map(len, found.turned(turn))) for turn in Turn}
    assert turns == {Turn.WORSE: 1, Turn.BETTER: 3, Turn.ANSWERED: 0, Turn.OTHER: 0}
    table = as_table(found, width=80)
    assert "变差（1项）" in table
    assert "改进（3项，" in table
    assert summary(found).startswith("变差 1 项，改进 3 项，")
    assert "3项改进，1项变差" in headline(found)
    assert "3项改进，1项变差" in pages.read(html.render(found)).text
    data = json.loads(as_json(found, ascii=True))
    assert data["turns"] == {"worse": 1, "better": 3, "answered": 0, "other": 0}
    assert sorted(each["turn"] for each in data["differences"]) == [*["better"] * 3, "worse"]


def test_how_many_are_not_satisfied_in_all_is_told_beside_those_that_did_not_change() -> None:
    found = compare(result(answered(art34__done=None)), result())
    told, still = still_broken(found), sum(map(len, found.still_broken.values()))
    total = found.new.counts[Status.NOT_SATISFIED]
    assert still == total - 1
    assert told == f"现在一共{total}项不符合。其余1项有变化，列在前面。"
    assert told in pages.read(html.render(found)).text


def test_a_changed_rule_is_told_apart_from_a_changed_answer() -> None:
    found = compare(result(CLEAN), result(CLEAN, edited("art30", expect=ExpectNo())))
    assert brief(found) == {("art30", "r1"): (Effect.FELL_BACK, (Cause.RULE,))}
    assert found.questions.changed == [("art30", "reviewed")]


def test_a_question_that_only_reads_otherwise_changes_no_finding() -> None:
    found = compare(result(), result(AGENCY, edited("art31-records", ask="处置记录存了吗？")))
    assert found.differences == ()
    assert found.questions.changed == [("art31-records", "kept")]
    assert any("改了 1 题" in line for line in heading(found))


def test_an_entry_that_only_one_edition_has_is_new_or_gone_by_rule() -> None:
    older, newer = result(AGENCY, without("art34")), result()
    assert brief(compare(older, newer)) == {("art34", None): (Effect.NEW, (Cause.RULE,))}
    assert compare(older, newer).fell_back
    assert brief(compare(newer, older)) == {("art34", None): (Effect.GONE, (Cause.RULE,))}
    assert not compare(newer, older).fell_back


def test_an_added_room_is_new_and_its_gaps_count_as_worse() -> None:
    fewer = replace(AGENCY, rooms=AGENCY.rooms[:2])
    found = compare(result(fewer), result())
    assert {key[1] for key in brief(found)} == {"r3"}
    assert set(brief(found).values()) == {(Effect.NEW, (Cause.ROOM,))}
    assert found.fell_back
    assert any("新增 清仓直播间（r3）" in line for line in heading(found))


def test_an_added_room_is_told_as_such_even_where_the_rules_changed_too() -> None:
    fewer = replace(AGENCY, rooms=AGENCY.rooms[:2])
    found = compare(result(fewer), result(AGENCY, edited("art30", ask="审核了吗？")))
    assert set(brief(found).values()) == {(Effect.NEW, (Cause.ROOM,))}


def test_an_entry_answered_with_inapplicable_is_gone_by_answer() -> None:
    book = edited("art30", inapplicable_if="自查期间没有直播")
    inapplicable = answered(CLEAN, art30__reviewed=said(Mark.INAPPLICABLE))
    found = brief(compare(result(CLEAN, book), result(inapplicable, book)))
    assert set(found.values()) == {(Effect.GONE, (Cause.ANSWER,))}
    by_rule = brief(compare(result(CLEAN), result(inapplicable, book)))
    assert set(by_rule.values()) == {(Effect.GONE, (Cause.RULE,))}


def test_what_one_period_had_nothing_of_is_new_by_the_period() -> None:
    """July lies in the second half of the year: nobody answered the question of it otherwise."""
    book = edited("art30", inapplicable_if="自查期间没有直播", about=About.PERIOD)
    first = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 6, 30))
    nothing = replace(answered(CLEAN, art30__reviewed=said(Mark.INAPPLICABLE)), period=first)
    found = brief(compare(result(nothing, book), result(CLEAN, book)))
    assert set(found.values()) == {(Effect.NEW, (Cause.PERIOD,))}
    gone = brief(compare(result(CLEAN, book), result(nothing, book)))
    assert set(gone.values()) == {(Effect.GONE, (Cause.PERIOD,))}


def test_a_duty_that_may_bind_no_longer_for_certain_fell_back() -> None:
    figure = {**CLEAN.facts, "uses_ai_figure": said(Mark.YES)}
    unsure = {**CLEAN.facts, "uses_ai_figure": said(Mark.UNKNOWN)}
    old, new = (result(replace(CLEAN, facts=facts)) for facts in (figure, unsure))
    found = compare(old, new)
    assert brief(found) == {("art37-prompt", "r1"): (Effect.FELL_BACK, (Cause.FACTS,))}
    assert found.fell_back


def test_an_encouragement_that_became_a_duty_is_new_by_rule() -> None:
    obligations = tuple(
        replace(one, kind=Kind.DUTY) if one.id == "art37-encouraged" else one
        for one in RULEBOOK.obligations
    )
    book = reissued(RULEBOOK, edition=NEXT, sha256="cd" * 32, obligations=obligations)
    found = brief(compare(result(), result(AGENCY, book)))
    assert set(found) == {("art37-encouraged", room.id) for room in AGENCY.rooms}
    assert set(found.values()) == {(Effect.NEW, (Cause.RULE,))}


def test_changed_facts_are_told_as_such() -> None:
    no_figure = replace(AGENCY, facts={**AGENCY.facts, "uses_ai_figure": said(Mark.NO)})
    assert brief(compare(result(), result(no_figure))) == {
        ("art37-prompt", "r2"): (Effect.GONE, (Cause.FACTS,))
    }
    unsure = replace(AGENCY, facts={**AGENCY.facts, "uses_ai_figure": said(Mark.UNKNOWN)})
    found = brief(compare(result(unsure), result()))
    assert found["art37-prompt", "r2"] == (Effect.LEARNED, (Cause.FACTS,))


def test_facts_and_rules_are_not_told_apart_where_both_may_have_changed() -> None:
    no_figure = replace(AGENCY, facts={**AGENCY.facts, "uses_ai_figure": said(Mark.NO)})
    other = reissued(RULEBOOK, edition=NEXT, sha256="cd" * 32)
    found = brief(compare(result(), result(no_figure, other)))
    assert found == {("art37-prompt", "r2"): (Effect.GONE, (Cause.FACTS_OR_RULE,))}


def test_a_moved_day_changes_nothing_and_is_told() -> None:
    found = compare(result(), result(as_of=date(2026, 12, 1)))
    assert found.differences == ()
    assert "判断日期：2026-11-22 → 2026-12-01" in [*heading(found)]
    back = compare(result(as_of=date(2026, 12, 1)), result())
    assert any("更早" in line for line in heading(back))


def test_different_respondents_are_told_first_and_still_compared() -> None:
    other = replace(AGENCY, respondent=Respondent(name="另一家公司"))
    found = compare(result(CLEAN), result(other))
    assert not found.same_respondent
    assert next(heading(found)).startswith("注意：两份结果的填报单位不同")
    assert found.differences


def test_a_renamed_company_stays_the_same_by_its_code() -> None:
    renamed = replace(AGENCY, respondent=replace(AGENCY.respondent, name="新名称有限公司"))
    assert compare(result(), result(renamed)).same_respondent


def test_a_company_is_the_same_however_its_name_is_typed() -> None:
    old, new = (
        replace(AGENCY, respondent=Respondent(name=name))
        for name in ("青禾（示例） MCN", "青禾(示例)mcn")
    )
    assert compare(result(old), result(new)).same_respondent


def test_encouragements_are_not_compared() -> None:
    found = compare(result(), result(answered(art37_encouraged__done=said(Mark.YES))))
    assert found.differences == ()


MARKS = st.sampled_from([Mark.YES, Mark.NO, Mark.UNKNOWN, None])


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    def options(*names: str) -> Answer:
        marks = {name: mark for name in names if (mark := draw(MARKS)) is not None}
        return said(picks(**marks))

    answers = {
        "art30/reviewed": said(draw(MARKS), exceptions={"r2": Mark.NO}),
        "art31-records/kept": said(draw(MARKS)),
        "art34/done": options("sales", "reviews"),
        "art37-prompt/shown": options("opening", "pitch", "interaction", "other"),
        "art45-verify/verified": said(draw(MARKS)),
        "art45-verify/skipped": said(draw(MARKS)),
    }
    facts: Mapping[str, Answer] = {
        **AGENCY.facts,
        "uses_ai_figure": said(draw(MARKS)),
        "offers_selection": said(draw(MARKS)),
    }
    rooms: tuple[Room, ...] = AGENCY.rooms[: draw(st.integers(0, 3))]
    return replace(AGENCY, answers=answers, facts=facts, rooms=rooms)


BOOKS = st.sampled_from([RULEBOOK, without("art31-records"), edited("art34", ask="有过吗？")])
RESULTS = st.builds(result, assessments(), BOOKS)
MIRROR = {
    Effect.IMPROVED: Effect.FELL_BACK,
    Effect.FELL_BACK: Effect.IMPROVED,
    Effect.NEW: Effect.GONE,
    Effect.GONE: Effect.NEW,
    Effect.CHANGED: Effect.CHANGED,
}


@given(RESULTS)
def test_a_result_compared_with_itself_shows_nothing(one: Result) -> None:
    found = compare(one, one)
    assert (found.differences, found.fell_back) == ((), False)
    assert (found.questions.changed, found.questions.added, found.questions.removed) == ([], [], [])
    assert summary(found).startswith("两份是同一个结果")


@given(RESULTS, RESULTS)
def test_swapping_old_and_new_swaps_improved_and_fell_back(old: Result, new: Result) -> None:
    there, back = compare(old, new), compare(new, old)
    assert brief(back).keys() == brief(there).keys()
    for one, other in pairs(there, back):
        assert one.causes == other.causes
        effects = {change.effect for change in (*one.questions, *other.questions)}
        if not {one.effect, other.effect, *effects} & {Effect.ANSWERED, Effect.LEARNED}:
            assert other.effect is MIRROR[one.effect]
    assert there.unchanged == back.unchanged
    assert there.questions.added == back.questions.removed


@given(RESULTS, RESULTS)
def test_no_improvement_hides_a_new_gap(old: Result, new: Result) -> None:
    for one in compare(old, new).with_effect(Effect.IMPROVED):
        assert not any(question.opened for question in one.questions)
        assert one.old is not None
        assert one.new is not None


@pytest.mark.parametrize("other", [CLEAN, NOBODY, UNANSWERED, AGENCY])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_table_fits_and_what_was_typed_is_inert(other: Assessment, width: int) -> None:
    from checklist.layout import cells

    for old, new in ((other, hostile()), (hostile(), other)):
        text = as_table(compare(result(old), result(new)), width=width)
        assert [one for one in STEERING if one in text] == []
        assert max(map(cells, text.split("\n"))) <= width


def test_the_json_is_complete_and_inert() -> None:
    found = compare(result(CLEAN), result(hostile()))
    written = as_json(found, ascii=False)
    assert [one for one in STEERING if one in written] == []
    data = json.loads(as_json(found, ascii=True))
    assert data == json.loads(written)
    assert data["format"] == 1
    assert len(data["differences"]) == len(found.differences)
    assert sum(data["totals"].values()) == len(found.differences) + found.unchanged


def test_the_json_keeps_to_its_schema() -> None:
    Draft202012Validator.check_schema(COMPARE_SCHEMA)
    for old, new in ((CLEAN, AGENCY), (hostile(), UNANSWERED), (NOBODY, AGENCY)):
        found = compare(result(old), result(new, edited("art34", ask="有过吗？")))
        data = json.loads(as_json(found, ascii=True))
        Draft202012Validator(COMPARE_SCHEMA).validate(data)
        listed = [key for key in COMPARE_SCHEMA["properties"] if key != "not_compared"]
        assert list(data) == listed


@pytest.mark.parametrize("effect", Effect)
def test_every_effect_is_told_in_words(effect: Effect) -> None:
    found = compare(result(), result(answered(art34__done=said(picks(sales=Mark.NO)))))
    turned = replace(only(found), effect=effect, questions=())
    told = replace(found, differences=(turned,))
    assert "1 项" in summary(told)
    assert as_table(told, width=100)


def test_the_schema_names_every_word_that_the_json_may_say() -> None:
    difference, change = (COMPARE_SCHEMA["$defs"][name] for name in ("difference", "question"))
    point = COMPARE_SCHEMA["$defs"]["point"]["oneOf"][1]["properties"]
    for listed, words in (
        (difference["properties"]["effect"], Effect),
        (change["properties"]["effect"], Effect),
        (difference["properties"]["turn"], Turn),
        (difference["properties"]["causes"]["items"], Cause),
        (point["state"], PointState),
        (point["why"], [*OpenWhy, None]),
    ):
        assert set(listed["enum"]) == {word and word.value for word in words}
    assert {each.value for each in Effect} | {"unchanged"} == {
        *COMPARE_SCHEMA["properties"]["totals"]["properties"]
    }
    assert {each.value for each in Turn} == {*COMPARE_SCHEMA["properties"]["turns"]["properties"]}


def test_rooms_that_changed_alike_share_a_row() -> None:
    found = compare(result(), result(answered(art31_records__kept=said(Mark.NO))))
    assert len(found.differences) == 3
    assert as_table(found, width=120).count("是否保存了处置记录") == 1


def with_room(id: str, name: str, *formerly: str) -> Assessment:
    """The agency with this room in place of the one of that id."""
    room = Room(id=id, name=name, formerly=formerly)
    rooms = (room if each.id == id else each for each in AGENCY.rooms)
    return replace(AGENCY, rooms=tuple(rooms))


def test_an_id_that_another_room_was_given_compares_nothing_of_the_two() -> None:
    """Older programs gave the id of a removed room to the next new one."""
    old, room = result(), AGENCY.rooms[0]
    comparison = compare(old, result(with_room(room.id, "测试间")))
    assert (comparison.rooms.added, comparison.rooms.removed) == ([room.id], [f"{room.id} 旧"])
    of_it = [each for each in comparison.differences if room.id in (each.finding.subject or "")]
    assert {each.effect for each in of_it} == {Effect.NEW, Effect.GONE}
    assert {each.causes for each in of_it} == {(Cause.ROOM,)}
    told = "\n".join(heading(comparison))
    assert "改名 " not in told
    assert "编号相同、名称不同又没有改名记录的，看作两个直播间" in told


def test_a_room_that_was_renamed_is_the_same() -> None:
    room = AGENCY.rooms[0]
    for old, new in ((AGENCY, with_room(room.id, "新名", room.name)),
                     (with_room(room.id, "新名", room.name), AGENCY)):  # fmt: skip
        comparison = compare(result(old), result(new))
        assert comparison.rooms.changed == [room.id]
        assert not comparison.differences


def test_a_new_room_has_no_earlier_answer() -> None:
    """What was said of all others was not said of one that there was not."""
    new = Room(id="r9", name="测试间")
    answer = AGENCY.facts["uses_ai_figure"]
    unknown = {**answer.exceptions, "r9": Mark.UNKNOWN}
    facts = {**AGENCY.facts, "uses_ai_figure": replace(answer, exceptions=unknown)}
    before, after = AGENCY, replace(AGENCY, rooms=(*AGENCY.rooms, new), facts=facts)
    comparison = compare(result(before), result(after))
    (change,) = fact_changes(comparison)
    assert (change.room, change.old, change.new) == ("r9", None, "不清楚")
    assert fact_words(comparison, change).endswith("（测试间（r9））：新增的直播间，答不清楚")


def test_a_room_that_is_gone_was_left_unanswered_by_nobody() -> None:
    new = Room(id="r9", name="测试间")
    answer = replace(AGENCY.facts["uses_ai_figure"], by="王某", at="2026-11-30T10:00:00+08:00")
    unknown = {**answer.exceptions, "r9": Mark.UNKNOWN}
    before = replace(
        AGENCY,
        rooms=(*AGENCY.rooms, new),
        facts={**AGENCY.facts, "uses_ai_figure": replace(answer, exceptions=unknown)},
    )
    after = replace(AGENCY, facts={**AGENCY.facts, "uses_ai_figure": answer})
    comparison = compare(result(before), result(after))
    (change,) = fact_changes(comparison)
    assert (change.old, change.new, change.by, change.at) == ("不清楚", None, None, None)
    assert fact_words(comparison, change).endswith("（测试间（r9））：去掉的直播间，原来答不清楚")
