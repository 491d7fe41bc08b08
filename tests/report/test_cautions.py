"""What is said first: acts before the regulation, and facts that seldom go together."""

from __future__ import annotations

import re
from datetime import date

import pytest
from msgspec.structs import replace

from checklist.assessment.model import (
    Answer,
    Assessment,
    Mark,
    Picks,
    Respondent,
    SelfAuditPeriod,
)
from checklist.evaluation.dormant import dormant
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Outcome
from checklist.law.model import About, Ended, Rulebook
from checklist.law.wording import citation
from checklist.oscal import documents
from checklist.report.forms import json, markdown, table
from checklist.report.page import html
from checklist.report.view.build import build
from checklist.report.view.model import Report
from checklist.report.words.regulations import asked_since
from checklist.report.words.wording import cautions, result, status
from checklist.sheets.register.rows import rows
from checklist.sitting.shown.review import dormant_lines
from tests.given import law
from tests.given.bundled import BOOKS, LIVESTREAM, joined
from tests.given.respondents import all_passing, answered, fact_answer

KIND = "agency that operates rooms"


def reported(first: date = date(2026, 2, 1), **facts: str) -> Report:
    """The agency of `KIND` about a period that begins on `first`."""
    clean = all_passing(LIVESTREAM, KIND)
    stated = {id: fact_answer(LIVESTREAM.fact(id), value) for id, value in facts.items()}
    period = SelfAuditPeriod(first=first, last=date(2026, 10, 31))
    assessment = replace(clean, period=period, facts={**clean.facts, **stated})
    return build(evaluate(LIVESTREAM, assessment, as_of=date(2026, 11, 28)))


def older() -> Rulebook:
    """A rulebook whose questions do not say what they are about, and so not since when."""
    return replace(
        LIVESTREAM,
        obligations=tuple(
            replace(each, questions=tuple(replace(asked, about=None) for asked in each.questions))
            for each in LIVESTREAM.obligations
        ),
    )


def test_a_period_before_the_regulation_is_said_in_every_form_with_the_breaches_concerned() -> None:
    report = reported(date(2026, 1, 1))
    assert cautions(report) == ()
    assert json.as_data(report)["in_force"]["period_begins_before"] is True
    broken = replace(
        report.findings.assessment,
        answers={
            **report.findings.assessment.answers,
            "art28-report/every_time": Answer(value=Mark.NO),
        },
    )
    said_since = build(evaluate(LIVESTREAM, broken, as_of=date(2026, 11, 28)))
    assert cautions(said_since) == (), "each question says that it asks since the day itself"
    report = build(evaluate(older(), broken, as_of=date(2026, 11, 28)))
    early = next(each for each in cautions(report) if each.startswith("自查期间从"))
    items = re.search("不符合事项（(.*?)）", early)
    assert items
    assert items[1].split("、") == [citation(each.obligation.source) for each in report.breaches]
    assert early.startswith(
        "自查期间从2026年1月1日算起，早于施行日2026年2月1日：施行以前的行为不适用它的规定，"
    )
    head = table.render(report, width=160).split("\n\n")[0]
    assert "施行以前的行为不适用它的规定" in "".join(head.split())
    assert early in markdown.render(report)
    assert json.as_data(report)["in_force"] == {"since": "2026-02-01", "period_begins_before": True}


def test_a_period_under_the_regulation_is_no_matter_for_caution() -> None:
    report = reported()
    assert cautions(report) == ()
    assert json.as_data(report)["in_force"]["period_begins_before"] is False


def test_an_answer_that_cannot_be_is_told_once_in_every_form() -> None:
    clean = all_passing(LIVESTREAM, "platform")
    period = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 10, 31))
    in_january = Answer(value=Picks({"january": Mark.YES, "july": Mark.YES}))
    answers = {**clean.answers, "art9-operators/times": in_january}
    assessment = replace(clean, period=period, answers=answers)
    report = build(evaluate(LIVESTREAM, assessment, as_of=date(2026, 11, 28)))
    (told,) = (caution for caution in cautions(report) if "直播间运营者的身份信息" in caution)
    assert "自查期间（2026-02-01 至 2026-10-31）里没有应当报送的一月；一月写 1不适用。" in told
    assert markdown.render(report).count(told) == 1
    assert f'<li class="strong">{told}</li>' in html.render(report)
    assert "".join(told[1:20].split()) in "".join(table.render(report, width=160).split())
    data = json.as_data(report)
    (doubted,) = (each for each in data["doubted"] if each["question"] == "art9-operators/times")
    assert (doubted["option"], doubted["may_stand"]) == ("january", False)
    assert doubted["what"] in told
    (finding,) = (each for each in data["findings"] if each["obligation"] == "art9-operators")
    assert finding["status"] == "undetermined"
    assert {"question": "times", "why": "impossible", "options": ["january"]}.items() <= next(
        each for each in finding["open"] if each["question"] == "times"
    ).items()


def test_what_no_answer_can_be_in_the_period_earns_nothing() -> None:
    """What is done for good is a pass; of the rest nothing is said before the year is over."""
    clean = all_passing(LIVESTREAM, "platform")
    period = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 10, 31))
    findings = evaluate(LIVESTREAM, replace(clean, period=period), as_of=date(2026, 11, 28))
    said = {
        f"{finding.obligation.id}/{judged.question.id}": (judged.outcome, judged.not_yet)
        for finding in findings.findings
        for judged in finding.judged
        if judged.question.ended is Ended.YEAR
    }
    early = {"art10-training/besides_first", "art10-training/everyone"}
    assert len(said) == 5
    assert {key for key, how in said.items() if how == (Outcome.PASS, None)} == said.keys() - early
    waiting = (Outcome.INAPPLICABLE, date(2026, 12, 31))
    assert {key for key, how in said.items() if how == waiting} == early


def test_every_question_that_waits_for_something_to_end_says_so_in_the_rulebook() -> None:
    words = ("日历年结束", "已经过完的月份")
    waiting = {
        (question.id, question.ended)
        for obligation in LIVESTREAM.obligations
        for question in obligation.questions
        if any(word in (question.inapplicable_if or "") for word in words)
    }
    assert len(waiting) == 8
    assert all(ended for _, ended in waiting)


@pytest.mark.parametrize(
    ("cooperates", "hinted"), [("no", True), ("yes", False)], ids=["says no", "says yes"]
)
def test_who_runs_others_rooms_without_cooperating_is_asked_to_look_again(
    cooperates: str, hinted: bool
) -> None:
    report = reported(cooperates_with_rooms=cooperates)
    words = [caution for caution in cautions(report) if "第四十三条" in caution]
    assert bool(words) is hinted
    assert all(word in markdown.render(report) for word in words)


@pytest.mark.parametrize("id", BOOKS)
def test_what_is_asked_of_the_period_says_from_when_its_regulation_is_in_force(id: str) -> None:
    """Each question says so itself, or the page says it behind the question."""
    began = BOOKS[id].regulation.in_force
    period = SelfAuditPeriod(first=date(2025, 1, 1), last=date(2026, 12, 31))
    answers = Assessment(respondent=Respondent(name="甲"), period=period)
    findings = evaluate(BOOKS[id], answers, as_of=date(2026, 12, 31))
    for question in BOOKS[id].questions().values():
        told = asked_since(findings, question)
        if question.about is not About.PERIOD or question.until:
            assert told == ""
        elif not re.search("[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日", question.ask):
            assert told == f"（只问施行以来：{began} 至 2026-12-31）"
            whole = SelfAuditPeriod(first=began, last=period.last)
            after = evaluate(BOOKS[id], replace(answers, period=whole), as_of=period.last)
            assert asked_since(after, question) == ""


def test_every_form_says_of_which_part_of_the_period_a_question_is() -> None:
    """Without it, a reader takes what was answered for an admission of the months before."""
    asked = tuple(law.question(id, about=About.PERIOD) for id in ("broken", "open"))
    period = SelfAuditPeriod(first=date(2026, 1, 1), last=date(2026, 12, 31))
    assessment = Assessment(
        respondent=Respondent(name="甲"),
        period=period,
        facts={"opens_room": Answer(value=Mark.YES)},
        answers={
            "art25-show/broken": Answer(value=Mark.NO),
            "art25-show/open": Answer(value=Mark.UNKNOWN),
        },
    )
    small = law.rulebook(law.obligation("art25-show", *asked))
    report = build(evaluate(small, assessment, as_of=period.last))
    told = "是否做到？（只问施行以来：2026-02-01 至 2026-12-31）"
    oscal = str(documents.documents(report))
    register = "\n".join(cell for row in rows(report) for cell in row.cells)
    shown = (html.render(report), markdown.render(report), register, oscal)
    assert [text.count(told) >= 2 for text in shown] == [True] * 4
    assert "问的是自查期间里的事" not in shown[1]
    assert "".join(table.render(report, width=300).split()).count("".join(told.split())) == 2
    (finding,) = json.as_data(report)["findings"]
    places = [*finding["gaps"], *finding["open"]]
    assert [each["asked_since"] for each in places] == ["2026-02-01"] * 2
    assert "asked_since" not in json.render(reported(), ascii=False)


def test_the_json_says_of_each_regulation_since_when_it_is_in_force() -> None:
    """Of several, one may begin within the period and another long before it."""
    period = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 11, 30))
    answers = Assessment(respondent=Respondent(name="甲"), period=period)
    report = build(evaluate(joined(), answers, as_of=period.last))
    data = json.as_data(report)
    assert data["in_force"] == {"since": "2025-09-01", "period_begins_before": False}
    assert {
        each["id"]: (each["in_force"], each["period_begins_before"]) for each in data["rulebooks"]
    } == {
        "livestream": ("2026-02-01", False),
        "mcn": ("2026-09-01", True),
        "ai-label": ("2025-09-01", False),
    }


def test_what_no_year_has_ended_for_is_not_yet_due_and_told_beside_the_status() -> None:
    """第十条第一款: every year; in nine months only the first training can be judged."""
    clean = all_passing(LIVESTREAM, "platform")
    yearly = {
        key: replace(clean.answers[key], value=Mark.INAPPLICABLE)
        for key, question in LIVESTREAM.questions().items()
        if question.ended is Ended.YEAR or key == "art10-training/yearly"
    }
    for last, waiting in ((date(2026, 10, 31), True), (date(2027, 12, 31), False)):
        period = SelfAuditPeriod(first=date(2026, 2, 1), last=last)
        said = replace(clean, period=period, answers={**clean.answers, **yearly})
        report = build(evaluate(LIVESTREAM, said, as_of=last))
        lines = [line for paper in report.papers for line in paper.lines]
        (line,) = (each for each in lines if each.obligation.id == "art10-training")
        early = sum(each.not_yet is not None for each in line.judged)
        assert bool(early) is waiting
        when = "本期未到期（2026年12月31日到期）"
        assert status(line) == ("符合" + (f"，{early}题{when}" if waiting else ""))
        told = [result(line, each)[1] for each in line.judged if each.not_yet]
        assert told == [when] * early


def test_breaches_that_were_answered_and_do_not_bind_any_more_are_told_in_every_form() -> None:
    """One fact answered otherwise makes them 不适用: nobody must take that for 符合."""
    key = "art37-label/labelled"
    before = answered(reported().findings.assessment, key, Mark.NO)
    after = replace(before, facts={**before.facts, "uses_ai_figure": Answer(value=Mark.NO)})
    findings = evaluate(LIVESTREAM, after, as_of=date(2026, 11, 28))
    kept = dormant(findings)
    assert kept.failing == (key,)
    assert set(kept.answers) > {key, "art37-prompt/shown"}
    told = (
        f"有{len(kept.answers)}题的答复现在不计入（所问的义务不适用，或者不再问），"
        "其中1题答的不合要求：请核对主体情况。"
    )
    report = build(findings)
    assert told in cautions(report)
    for part in ("report", "annex", "brief"):
        assert told in html.render(report, part=part), part
    assert markdown.render(report).count(told) == 2
    assert json.as_data(report)["dormant"]["failing"] == [key]
    shown = "\n".join(dormant_lines(LIVESTREAM, after))
    assert f"：{len(kept.answers)} 题，其中 1 题答的不合要求" in shown
    assert shown.count("□ [不合要求] ") == 1
    passing = replace(after, answers=reported().findings.assessment.answers)
    report = build(evaluate(LIVESTREAM, passing, as_of=date(2026, 11, 28)))
    fewer = build(evaluate(LIVESTREAM, before, as_of=date(2026, 11, 28)))
    assert not [each for each in cautions(report) if "不计入" in each]
    assert f"有{len(kept.answers)}题的答复现在不计入" in markdown.render(report)
    assert key not in json.as_data(fewer)["dormant"]["answers"]
