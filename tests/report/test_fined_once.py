"""One act is one thing to do, and is fined once: what the report says, and what it never lowers."""

from __future__ import annotations

import re
from datetime import date

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Mark, Picks, SelfAuditPeriod
from checklist.evaluation.evaluate import evaluate
from checklist.report.page import html
from checklist.report.view import tasks
from checklist.report.view.build import build
from checklist.report.view.model import Line, Report
from checklist.report.words import conclusion, cost, liability, regulations
from checklist.report.words.wording import cautions
from tests.given.bundled import BOOKS
from tests.report.kinds import sample_agency

SAMPLE = sample_agency()
ALL = SAMPLE.findings.rulebook


def reported(known: Assessment) -> Report:
    return build(evaluate(ALL, known, as_of=SAMPLE.findings.as_of))


def found_by(*signs: str) -> Report:
    """The sample agency, with these signs of false claims in the period."""
    known = SAMPLE.findings.assessment
    key, question = next(
        each for each in ALL.questions().items() if each[0].startswith("art34-false")
    )
    marks = {each.id: Mark.YES if each.id in signs else Mark.NO for each in question.options}
    answer = Answer(value=Picks(marks), asked_as=question.fingerprint)
    return reported(replace(known, answers={**known.answers, key: answer}))


def test_two_entries_that_ask_the_very_same_are_one_thing_to_do() -> None:
    report = SAMPLE
    entries = [
        [task.line.obligation.id for task in first.heads]
        for first in tasks.first(tasks.tasks(report))
    ]
    assert ["art25-change", "art15-report"] in entries
    assert len(entries) == tasks.FIRST
    assert re.search(r"编号\d+、\d+问的是同一件事，各计一项，改一次就够", html.render(report))


def test_what_is_one_act_counts_as_before_and_says_so() -> None:
    report = SAMPLE
    lines = [
        line for line in report.breaches if line.obligation.id in {"art25-change", "art15-report"}
    ]
    assert conclusion.count(lines) == 2
    assert "不得罚款两次（《行政处罚法》第二十九条）" in conclusion.punishable(report)


def test_who_borrows_every_question_says_not_how() -> None:
    """mcn13-security only says that it is the same as another entry."""
    for obligation in ALL.obligations:
        borrowed = [each.same_as for each in obligation.questions if each.same_as]
        if "同一件事，改一次就够" in obligation.remedy:
            assert len(borrowed) == len(obligation.questions), obligation.id


@pytest.mark.parametrize("signs", [("authority",), ("authority", "own_check")])
def test_what_an_authority_decided_is_told_and_counted_all_the_same(signs: tuple[str, ...]) -> None:
    decided, known = found_by(*signs), found_by("own_check")
    assert conclusion.count(decided.breaches) == conclusion.count(known.breaches)
    told = "有抽检不合格或认定，对填报人罚过款的同一违法行为不得再次罚款"
    assert f"其中1项{told}" in conclusion.punishable(decided)
    assert told not in conclusion.punishable(known)
    (line,) = [each for each in decided.breaches if each.obligation.id == "art34-false-claims"]
    assert "对填报人的同一个违法行为已经罚过款的" in liability.decided(line)
    assert "请把决定书、缴款凭证附为佐证；罚的是别人的不在内" in liability.decided(line)
    assert liability.decided(line) in html.render(decided)
    assert liability.decided(line) in [*cost.sanctions(line)]


def test_every_sign_of_a_decision_is_marked() -> None:
    """By its words: the report must not say of a decision that nothing is known of one."""
    for book in BOOKS.values():
        for _, question, option in book.asked():
            if option and ("部门或者法院认定" in option.label or "部门法院认定" in option.label):
                assert option.decided, (question.id, option.id)


def test_a_question_that_asks_only_since_then_is_not_warned_of() -> None:
    """多渠道规定 is in force since 2026-09-01; its questions about the period say so themselves."""
    known = SAMPLE.findings.assessment
    period = SelfAuditPeriod(first=date(2026, 3, 1), last=date(2026, 10, 31))
    report = reported(replace(known, period=period))
    assert any(
        "多渠道" in ALL.regulation_of(each.obligation.source).title for each in report.breaches
    )
    assert regulations.before_force(report) == ""


def test_a_table_without_numbers_names_none() -> None:
    period = SelfAuditPeriod(first=date(2026, 1, 1), last=date(2026, 10, 31))
    assessment = replace(SAMPLE.findings.assessment, period=period)
    early = replace(
        SAMPLE,
        findings=replace(SAMPLE.findings, assessment=assessment),
        breaches=tuple(map(silent, SAMPLE.breaches)),
    )
    assert "不符合事项编号1、" in regulations.before_force(early, by_number=True)
    (told,) = [each for each in cautions(early) if "只因那时的行为才不符合的" in each]
    assert "不符合事项（多渠道规定第十三条第一款、" in told


def silent(line: Line) -> Line:
    """As of an older rulebook, whose questions do not say what they are about."""
    judged = tuple(
        replace(each, question=replace(each.question, about=None, ask="有没有？"))
        for each in line.finding.judged
    )
    return replace(line, finding=replace(line.finding, judged=judged))
