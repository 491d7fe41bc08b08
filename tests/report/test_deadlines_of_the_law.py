"""Deadlines that come once: told with every reading, and as passed or coming, in every form."""

from __future__ import annotations

import json
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from checklist.assessment.model import Answer, Assessment, Mark, Respondent
from checklist.evaluation.evaluate import evaluate
from checklist.law.as_data import obligation_as_data
from checklist.law.deadlines import due, standing
from checklist.law.model import Rulebook
from checklist.law.timings import Due, InMonths, Once, WithinDays, YearlyBy
from checklist.oscal.control import control
from checklist.report.forms import json as as_json
from checklist.report.forms import markdown
from checklist.report.page import html
from checklist.report.view import deadlines, tasks
from checklist.report.view.build import build
from checklist.report.view.model import Report
from checklist.report.words import deadlines as words
from checklist.sheets.register import rows
from tests.conftest import ROOT
from tests.given import law
from tests.given.bundled import BOOKS
from tests.report.pages import read, squeezed

READINGS = (date(2026, 9, 30), *(date(2026, 10, day) for day in (1, 4, 5, 8)))
CHANGE = Due(timing=WithinDays(days=30, after="施行"), by=READINGS)
TOLD = (
    "2026年9月1日本规定施行之日起30日内（不是工作日），"
    "按最晚的算法是2026年10月8日前（含当天），"
    "另有算法是2026年9月30日、10月1日、10月4日、10月5日"
)


def report_of(*dues: Due, as_of: date, answer: Answer | None = None) -> Report:
    book = law.rulebook(law.obligation("art25-show", due=dues))
    said = Assessment(
        respondent=Respondent(name="甲"),
        facts={"opens_room": Answer(value=Mark.YES)},
        answers={key: answer or Answer(value=Mark.NO) for key in book.questions()},
    )
    return build(evaluate(book, said, as_of=as_of))


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        (date(2026, 9, 30), "还有8天到期"),
        (date(2026, 10, 1), "还有7天到期，按较早的算法已经过了"),
        (date(2026, 10, 8), "2026年10月8日当天到期，按较早的算法已经过了"),
        (date(2026, 10, 9), "到2026年10月9日已经过了1天"),
    ],
)
def test_a_deadline_passes_after_its_last_day_by_the_latest_reading(as_of: date, told: str) -> None:
    assert standing(CHANGE, as_of) == told


def test_one_day_alone_has_no_other_readings() -> None:
    once = Due(timing=Once(), by=READINGS[-1:], to="登记机关")
    assert due(once) == "2026年10月8日前（含当天），向登记机关报送"
    assert standing(once, date(2026, 10, 8)) == "2026年10月8日当天到期"
    assert due(Due(timing=YearlyBy(month=12, day=31))) == "每年12月31日前"


def test_the_official_text_counts_thirty_days_and_every_year() -> None:
    agencies: Rulebook = BOOKS["mcn"]
    (change,) = agencies.obligation("mcn6-change").due
    assert (due(change), change.by) == (TOLD, READINGS)
    (point,) = (
        each for each in agencies.obligation("mcn6-change").review.open_points if "至少有" in each
    )
    (asked,) = agencies.obligation("mcn6-change").questions
    for day in READINGS:  # what the days are told by is told of every one of them
        named = f"{day.month}月{day.day}日"
        assert named in point
        assert named in (asked.why or "")
    (filing,) = agencies.obligation("mcn9-filing").due
    assert filing.timing == YearlyBy(month=12, day=31)


def test_it_stands_in_every_form() -> None:
    told = TOLD.partition("（不是工作日），")[2]
    passed = "到2026年11月29日已经过了52天"
    report = report_of(CHANGE, as_of=date(2026, 11, 29))
    page = squeezed(read(html.render(report)).text)
    assert page.count(f"{told}；{passed}") == 2  # the breach, the working paper
    assert "2026年10月8日前（含当天），已经过了52天：" in page
    assert "另有算法是2026年9月30日、10月1日、10月4日、10月5日，这里按最晚的" in page
    assert "法律定的期限" in page
    assert f"{told}；{passed}" in markdown.render(report)
    assert f"{told}；{passed}" in "".join("".join(row.cells) for row in rows.rows(report))
    document = as_json.as_data(report)
    assert document["findings"][0]["due"] == [
        {
            "kind": "within_days",
            "days": 30,
            "after": "施行",
            "to": None,
            "by": [day.isoformat() for day in READINGS],
            "passed": True,
        }
    ]
    schema = json.loads((ROOT / "docs/schema/check.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(document)
    book = report.findings.rulebook
    (entry,) = book.obligations
    assert obligation_as_data(book, entry)["due"][0]["by"][-1] == "2026-10-08"
    assert told in str(control(book, entry, 1))


@pytest.mark.parametrize(("day", "passed"), [(7, False), (8, False), (9, True)])
def test_other_programs_are_told_that_it_has_passed_from_the_day_after_on(
    day: int, passed: bool
) -> None:
    document = as_json.as_data(report_of(CHANGE, as_of=date(2026, 10, day)))
    assert document["findings"][0]["due"][0]["passed"] is passed


def test_one_that_is_coming_stands_in_its_month() -> None:
    report = report_of(CHANGE, as_of=date(2026, 9, 5))
    slots = deadlines.slots(report, tasks.tasks(report))
    assert [slot.month for slot in slots if slot.statutory] == [date(2026, 10, 1)]
    assert words.dates(slots) == "法律定的日期"
    yearly = Due(timing=YearlyBy(month=12, day=31))
    slots = deadlines.slots(report := report_of(yearly, as_of=date(2026, 9, 5)), ())
    assert [slot.month for slot in slots if slot.statutory] == [date(2026, 12, 1)]
    assert words.heading(deadlines.recurring(report)) == "反复到来的期限"
    monthly = report_of(Due(timing=InMonths((1, 7))), as_of=date(2026, 9, 5))
    assert words.dates(deadlines.slots(monthly, ())) == "每年固定月份的报送"


def test_one_that_concerns_nobody_here_is_not_listed() -> None:
    nothing = Answer(value=Mark.INAPPLICABLE, reason="当时还没有登记")
    book_question = law.question("done", inapplicable_if="当时还没有登记")
    book = law.rulebook(law.obligation("art25-show", book_question, due=(CHANGE,)))
    said = Assessment(
        respondent=Respondent(name="甲"),
        facts={"opens_room": Answer(value=Mark.YES)},
        answers={"art25-show/done": nothing},
    )
    report = build(evaluate(book, said, as_of=date(2026, 11, 29)))
    assert deadlines.recurring(report) == ()
    assert "due" in as_json.as_data(report)["findings"][0]


def test_the_nearest_deadline_stands_first_and_one_that_is_near_beside_what_to_do_first() -> None:
    january, in_march = Due(timing=InMonths(months=(1, 7))), Due(timing=YearlyBy(month=3, day=31))
    promptly = Due(timing=WithinDays(days=5, after="通知"))
    as_of = date(2026, 12, 10)
    report = report_of(promptly, in_march, january, as_of=as_of)
    recurring = deadlines.recurring(report)
    assert [each.until for each in recurring] == [None, date(2027, 3, 31), date(2027, 1, 31)]
    told = [several[0].due for _, several in words.alike(recurring, as_of)]
    assert told == [january, in_march, promptly]
    assert words.soon((recurring[2],), as_of) == "2027年1月31日到期，还有52天"
    assert [each[:17] for each in words.near(recurring, as_of)] == [
        "2027年1月31日到期，还有52天："[:17]
    ]
    for part in ("all", "brief"):
        page = squeezed(read(html.render(report, part=part)).text)
        assert page.index("2027年1月31日到期") < page.index("2027年3月31日到期")
    assert "60天内到期" in squeezed(read(html.render(report)).text)
    far = report_of(in_march, as_of=as_of)
    assert words.near(deadlines.recurring(far), as_of) == []


def test_what_comes_once_and_was_missed_stands_before_what_is_coming() -> None:
    as_of = date(2026, 12, 10)
    january = Due(timing=InMonths(months=(1, 7)))
    missed = report_of(january, CHANGE, as_of=as_of)
    told = words.alike(deadlines.recurring(missed), as_of)
    assert [several[0].due for _, several in told] == [CHANGE, january]
    met = report_of(january, CHANGE, as_of=as_of, answer=Answer(value=Mark.YES))
    told = words.alike(deadlines.recurring(met), as_of)
    assert [several[0].due for _, several in told] == [january, CHANGE]
    (near,) = words.near(deadlines.recurring(missed), as_of)
    assert near.startswith("2027年1月31日到期")
