"""A clean result that came faster than it can be read says so; a careful one is not accused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Evidence, Mark, Picks, SelfAuditPeriod
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.haste import Haste, haste, reading
from checklist.evaluation.judge import judge
from checklist.evaluation.model import Outcome
from checklist.law.expectations import ExpectAll, ExpectNo, ExpectNone, ExpectYes
from checklist.law.model import Ended, Kind
from checklist.report.forms import json, markdown, table
from checklist.report.page import html
from checklist.report.view.build import build
from checklist.report.words.conclusion import doubted, hasty
from checklist.sitting.shown.doubtful import hasty_lines
from tests.given.bundled import LIVESTREAM
from tests.given.respondents import all_passing

KIND = "agency that operates rooms"
BEGAN = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = date(2026, 11, 28)
QUESTIONS = LIVESTREAM.questions()
CLEAN = all_passing(LIVESTREAM, KIND)
SERVICE = "第四章 直播营销人员服务机构"


def timed(
    seconds: Callable[[str], float],
    *,
    answers: Mapping[str, Answer] = CLEAN.answers,
    by: str = "甲",
) -> Assessment:
    """The clean agency, each answer given so many seconds after the one before it."""
    moment, given = BEGAN, {}
    for key, answer in answers.items():
        moment += timedelta(seconds=seconds(key))
        at = moment.replace(microsecond=0).isoformat()
        given[key] = replace(answer, at=at, by=by)
    return replace(CLEAN, answers=given)


def found(assessment: Assessment) -> Haste:
    return haste(evaluate(LIVESTREAM, assessment, as_of=DAY))


def read(key: str) -> float:
    """The seconds that it takes to read a question with its options."""
    question = QUESTIONS[key]
    return reading(question.ask, *(option.label for option in question.options))


def test_a_section_answered_faster_than_it_can_be_read_is_named() -> None:
    hurried = {each.section: each for each in found(timed(lambda _: 1)).hurried}
    assert SERVICE in hurried
    assert hurried[SERVICE].seconds == 1
    assert hurried[SERVICE].reading > 2
    assert hurried[SERVICE].answers >= 8


@pytest.mark.parametrize(
    "seconds",
    [read, lambda key: 0.6 * read(key) + 1, lambda _: 30, lambda key: read(key) + 4],
    ids=["reads and knows", "reads fast and decides at once", "thinks", "as a sitting assumes"],
)
def test_who_took_the_time_to_read_is_not_accused(seconds: Callable[[str], float]) -> None:
    assert not found(timed(seconds))


def test_one_long_break_hides_no_haste() -> None:
    first = next(key for key in QUESTIONS if key.startswith("art41"))
    assert SERVICE in {
        each.section for each in found(timed(lambda key: 3600 if key == first else 1)).hurried
    }


def test_a_gap_a_doubt_or_a_piece_of_evidence_hides_no_haste_beside_it() -> None:
    key = "art40-agreement/signed"
    whole = next(each for each in found(timed(lambda _: 1)).hurried if each.section == SERVICE)
    clean = CLEAN.answers[key]
    for answer, outcome in (
        (replace(clean, evidence=(Evidence("协议样本"),)), Outcome.PASS),
        (replace(clean, value=Picks({"each": Mark.NO, "duties": Mark.YES})), Outcome.GAP),
        (replace(clean, value=Mark.UNKNOWN), Outcome.OPEN),
    ):
        assert judge(QUESTIONS[key], answer.value).outcome is outcome
        hurried = found(timed(lambda _: 0.5, answers={**CLEAN.answers, key: answer})).hurried
        named = {each.section: each.answers for each in hurried}
        assert named[SERVICE] == whole.answers - 1


def test_sections_with_few_answers_are_taken_together() -> None:
    service = [key for key in CLEAN.answers if key.startswith(("art39", "art40", "art41"))][:6]
    operator = [key for key in CLEAN.answers if key.startswith(("art25", "art26", "art27"))][:6]
    few = {key: CLEAN.answers[key] for key in (*service, *operator)}
    (together,) = found(timed(lambda _: 0.5, answers=few)).hurried
    assert together.section == "各章"
    assert together.answers > 8
    assert not found(timed(lambda _: 30, answers=few))


def test_sections_that_are_taken_together_are_named() -> None:
    """Beside one that has many answers 其余 would have nothing to stand behind."""
    few = [key for key in CLEAN.answers if key.startswith(("art39", "art40", "art41"))][:6]
    others = [key for key in CLEAN.answers if not key.startswith(("art4", "art39"))]
    hurried = ("art15", "art21", "art50", "art65", "art66")
    fast = {*few, *(key for key in others if key.startswith(hurried))}
    answers = {key: CLEAN.answers[key] for key in (*few, *others)}
    told = found(timed(lambda key: 0.5 if key in fast else 60, answers=answers)).hurried
    assert [each.section for each in told] == [
        "第二章 直播电商平台经营者、第四章 直播营销人员服务机构、第六章 法律责任"
    ]


def test_every_chapter_that_is_taken_together_is_named_and_no_other() -> None:
    """第十五条 shares an answer that 第二十五条 asks for, and stands in no chapter of its own."""

    def told(*also: str) -> str:
        few = [key for key in CLEAN.answers if key.startswith(("art39", "art40", "art41"))][:7]
        law = [key for key in CLEAN.answers if key.startswith(("art46", "art50", "art66"))]
        host = [key for key in CLEAN.answers if key.startswith(("art25", "art26", "art27"))]
        fast = (*few, *law, *also)
        answers = {key: CLEAN.answers[key] for key in (*host, *fast)}
        hurried = found(timed(lambda key: 0.5 if key in fast else 60, answers=answers)).hurried
        return "".join(each.section for each in hurried)

    shared = LIVESTREAM.obligation("art15-report").questions[0].same_as
    assert shared in CLEAN.answers
    without = "第四章 直播营销人员服务机构、第五章 监督管理、第六章 法律责任"
    assert told() == without
    assert told("art22-update/updated") == f"第二章 直播电商平台经营者、{without}"


def test_nobody_knows_how_long_answers_took_that_came_in_together() -> None:
    assert not found(timed(lambda _: 0)), "a form that was read back"
    assert not found(CLEAN), "a file written by hand"
    without_offset = {key: replace(each, at="2026-11-02") for key, each in CLEAN.answers.items()}
    assert not found(replace(CLEAN, answers=without_offset))


def test_answers_that_were_read_back_from_a_form_are_not_counted_beside_those_of_a_sitting() -> (
    None
):
    before = {each.section: each.answers for each in found(timed(lambda _: 1)).hurried}
    of_service = [key for key in CLEAN.answers if key.startswith(("art39", "art40", "art41"))]
    given = dict(timed(lambda _: 1).answers)
    later = (BEGAN + timedelta(days=1)).isoformat()
    imported = {key: replace(given[key], at=later, by="乙") for key in of_service}
    after = found(replace(CLEAN, answers={**given, **imported})).hurried
    counted = {each.section: each.answers for each in after}
    assert counted[SERVICE] == before[SERVICE] - len(of_service)


def test_each_question_counts_once_and_only_where_something_could_be_said() -> None:
    """One that stands under two chapters is answered once; 不适用 that alone is possible, too."""
    platform = all_passing(LIVESTREAM, "platform", ["r1"])
    of_years = {
        key: replace(each, value=Mark.INAPPLICABLE)
        for key, each in platform.answers.items()
        if QUESTIONS[key].ended is Ended.YEAR
    }
    answers = timed(lambda _: 1, answers={**platform.answers, **of_years}).answers
    period = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 10, 31))
    said = replace(platform, answers=answers, period=period)
    findings = evaluate(LIVESTREAM, said, as_of=DAY)
    judged = {
        finding.obligation.key(each.question): each
        for finding in findings.findings
        for each in finding.judged
        if finding.obligation.kind is not Kind.ENCOURAGEMENT
    }
    clean = {
        key
        for key, each in judged.items()
        if each.outcome in (Outcome.PASS, Outcome.INAPPLICABLE) and not each.not_yet
    }
    assert any(each.not_yet for each in judged.values())
    told = sum(each.answers for each in haste(findings).hurried)
    assert len(clean) - 8 < told < len(clean)  # without the first, and a section with few


def test_two_people_who_answer_at_the_same_time_are_told_apart() -> None:
    keys = list(CLEAN.answers)
    one = timed(lambda _: 30, answers={key: CLEAN.answers[key] for key in keys[::2]}).answers
    other = timed(lambda _: 30, answers={key: CLEAN.answers[key] for key in keys[1::2]}, by="乙")
    assert not found(replace(CLEAN, answers={**one, **other.answers}))


def firsts() -> dict[str, Answer]:
    """What someone answers who types 1 at every question that has options."""
    given = {}
    for key, question in QUESTIONS.items():
        match question.expect:
            case ExpectYes() | ExpectNo():
                given[key] = Answer(value=Mark.YES)
            case ExpectAll() | ExpectNone():
                first, *others = (option.id for option in question.options)
                marks = {first: Mark.YES} | dict.fromkeys(others, Mark.NO)
                given[key] = Answer(value=Picks(marks))
            case _:
                given[key] = CLEAN.answers[key]
    return given


def test_the_first_option_throughout_is_named() -> None:
    named = found(replace(CLEAN, answers=firsts()))
    assert named.first_options > 20
    assert named.admitting >= 2


def test_all_duties_done_is_no_reproach() -> None:
    duties = {
        key: answer for key, answer in firsts().items()
        if not isinstance(QUESTIONS[key].expect, ExpectNo | ExpectNone)
    }  # fmt: skip
    assert not found(replace(CLEAN, answers=duties))
    one_more = {**firsts(), "art66-obstruction/obstructed": Answer(value=Mark.NO)}
    if "art66-obstruction/obstructed" in QUESTIONS:
        assert not found(replace(CLEAN, answers=one_more))


def test_haste_is_told_in_every_form_and_changes_no_finding() -> None:
    findings = evaluate(LIVESTREAM, timed(lambda _: 1), as_of=DAY)
    report, told = build(findings), list(hasty(build(findings)))
    assert any(f"“{SERVICE}”里有" in line and "居中的一题不到2秒" in line for line in told)
    assert list(hasty_lines(LIVESTREAM, findings.assessment, DAY)) == told
    page, text = html.render(report), markdown.render(report)
    head = "".join(table.render(report, width=160).split("\n\n")[0].split())
    (short,) = doubted(report)
    assert len(short) < 28, "one line in the type of the conclusion"
    assert f'<p class="headline doubted">{short}</p>' in page
    for line in told:
        assert f'<li class="strong">{line}</li>' in page
        assert text.count(line) == 1
        assert f"**{line}**" in text
        assert "".join(line.split())[:5] in head
    data = json.as_data(report)
    assert SERVICE in {each["section"] for each in data["haste"]["hurried"]}
    slow = build(evaluate(LIVESTREAM, timed(read), as_of=DAY))
    assert not [*hasty(slow), *doubted(slow)]
    assert data["totals"] == json.as_data(slow)["totals"]
