"""第九条、第十条: what is to be done each year, or in January and July, before any has ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import (
    Answer,
    Assessment,
    Extreme,
    Mark,
    Picks,
    Respondent,
    SelfAuditPeriod,
    TimesAYear,
    Value,
)
from checklist.assessment.recheck import carried_over
from checklist.assessment.stored.file import save
from checklist.comparing.compare import compare
from checklist.comparing.model import Cause, Effect
from checklist.comparing.result_file import read_result
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Judged, OpenWhy, Outcome
from checklist.report.forms import json, table
from checklist.report.page import html
from checklist.report.view.build import build
from checklist.sheets.form.layout import layout
from tests.assessment.sitting import Sitting
from tests.given.bundled import LIVESTREAM
from tests.given.respondents import all_passing

ANNUAL, EVERYONE = "art10-training/annual", "art10-training/everyone"
BESIDES, REPORTED = "art10-training/besides_first", "art9-operators/times"
FIRST = date(2026, 2, 1)
NOVEMBER, JANUARY = date(2026, 11, 30), date(2027, 1, 10)
DUE = date(2026, 12, 31)
NOT_DUE = "2026年以来，自查期间内还没有一个日历年结束"


def platform(answers: Mapping[str, Answer], last: date = NOVEMBER) -> Assessment:
    """A platform in all order but for what these answers say."""
    clean = all_passing(LIVESTREAM, "platform")
    reported = Answer(value=Picks({"january": Mark.INAPPLICABLE, "july": Mark.YES}))
    return replace(
        clean,
        respondent=Respondent(name="某平台", prepared_by="张三", credit_code="", address=""),
        period=SelfAuditPeriod(first=FIRST, last=last),
        answers={**clean.answers, REPORTED: reported, "art9-hosts/times": reported, **answers},
    )


def judged(known: Assessment, key: str, as_of: date) -> Judged:
    found = evaluate(LIVESTREAM, known, as_of=as_of).findings
    entry, _, asked = key.partition("/")
    (of,) = (each for each in found if each.obligation.id == entry)
    return next(each for each in of.judged if each.question.id == asked)


def sitting(path: Path, known: Assessment, today: date = NOVEMBER) -> Sitting:
    save(path, known, LIVESTREAM)
    return Sitting(path, rulebook=LIVESTREAM, today=today)


def without(*keys: str, last: date = NOVEMBER) -> Assessment:
    known = platform({}, last)
    rest = {key: answer for key, answer in known.answers.items() if key not in keys}
    return replace(known, answers=rest)


@pytest.mark.parametrize("typed", ["", "尚未到期", "本期未到期", "不适用"])
def test_what_is_not_due_is_said_by_enter_and_by_name(tmp_path: Path, typed: str) -> None:
    asked = sitting(tmp_path / "自查.yaml", without(ANNUAL))
    answer = asked.answer(typed, "q").answers[ANNUAL]
    assert (answer.value, answer.reason) == (Mark.INAPPLICABLE, NOT_DUE)
    assert "2026年12月31日以前不算没有做到" in "".join(asked.text.split())
    assert "记为“本期未到期”：2026年12月31日到期，到时候再问一次" in asked.text


@pytest.mark.parametrize("typed", ["从未", "0"])
def test_what_is_not_done_yet_is_no_failure(tmp_path: Path, typed: str) -> None:
    asked = sitting(tmp_path / "自查.yaml", without(ANNUAL))
    assert ANNUAL not in asked.answer(typed, "q").answers
    assert "报告里列为“本期未到期”" in asked.text


def test_what_is_done_already_is_said_so_and_enter_is_the_way_no_more(tmp_path: Path) -> None:
    asked = sitting(tmp_path / "自查.yaml", without(ANNUAL, EVERYONE))
    known = asked.answer("2", "是", "q")
    assert known.answers[ANNUAL].value == TimesAYear(2)
    assert "到2026年12月31日还可能变" in asked.text
    late = sitting(tmp_path / "明年.yaml", without(ANNUAL, last=DUE), JANUARY)
    assert ANNUAL not in late.answer("", "本期未到期", "q").answers
    assert "没有写答案" in late.text
    assert "已经有到期的了" in late.text


def test_an_enter_that_reads_on_says_nothing_of_it(tmp_path: Path) -> None:
    asked = sitting(tmp_path / "自查.yaml", without(ANNUAL))
    asked.height = 8
    read_on = ("", "", "", "")  # the opening, and what is asked
    assert ANNUAL not in asked.answer(*read_on, "q").answers
    assert "刚才的回车是接着看。还没有做的，再按一次回车" in asked.text


@pytest.mark.parametrize(
    ("key", "value", "now", "later"),
    [
        (ANNUAL, Mark.INAPPLICABLE, Outcome.INAPPLICABLE, Outcome.OPEN),
        (EVERYONE, Mark.INAPPLICABLE, Outcome.INAPPLICABLE, Outcome.OPEN),
        (EVERYONE, Mark.YES, Outcome.INAPPLICABLE, Outcome.OPEN),
        (ANNUAL, TimesAYear(1), Outcome.PASS, Outcome.PASS),
        (ANNUAL, Mark.UNKNOWN, Outcome.OPEN, Outcome.OPEN),
    ],
)
def test_it_falls_due_when_the_day_has_come(
    key: str, value: Value, now: Outcome, later: Outcome
) -> None:
    said = Answer(value=value, at="2026-11-30T09:30:00+00:00")
    left_out = Answer(value=Mark.INAPPLICABLE, at=said.at)
    beside = {ANNUAL: left_out, BESIDES: left_out, EVERYONE: left_out}
    known = platform({**(beside if value is Mark.INAPPLICABLE else {}), key: said})
    before, after = judged(known, key, NOVEMBER), judged(known, key, JANUARY)
    assert (before.outcome, after.outcome) == (now, later)
    assert before.not_yet == (DUE if now is Outcome.INAPPLICABLE else None)
    if (now, later) == (Outcome.INAPPLICABLE, Outcome.OPEN):
        assert after.why is OpenWhy.IMPOSSIBLE
        assert [each.what for each in after.against] == ["2026年12月31日到期了，这是到期以前答的"]


@pytest.mark.parametrize(
    ("at", "reason", "stands"),
    [
        ("2027-01-05T09:30:00+00:00", "已经结束的年度都没有主播", True),
        ("2026-12-31T09:30:00+00:00", None, True),
        (None, None, True),
        (None, NOT_DUE, False),
        ("2027-01-05T09:30:00+00:00", NOT_DUE, False),
        ("2026-12-30T09:30:00+00:00", "已经结束的年度都没有主播", False),
    ],
)
def test_on_other_grounds_it_does_not_apply_later_either(
    at: str | None, reason: str | None, stands: bool
) -> None:
    said = Answer(value=Mark.INAPPLICABLE, at=at, reason=reason)
    found = judged(platform({ANNUAL: said}, DUE), ANNUAL, JANUARY)
    assert any("到期了，" in each.what for each in found.against) is not stands


def test_a_month_that_was_not_over_falls_due(tmp_path: Path) -> None:
    """第九条: each July, within July."""
    july = date(2026, 7, 15)
    asked = sitting(tmp_path / "自查.yaml", without(REPORTED, last=july), july)
    known = asked.answer("g 第9条", "", "q").answers[REPORTED]
    assert known.value == Picks({"january": Mark.INAPPLICABLE, "july": Mark.INAPPLICABLE})
    said = platform({REPORTED: known}, july)
    assert judged(said, REPORTED, july).not_yet == date(2026, 7, 31)
    after = judged(said, REPORTED, date(2026, 8, 3))
    assert [each.option.id for each in after.options if each.outcome is Outcome.OPEN] == ["july"]


def test_what_falls_due_behind_the_period_is_for_the_next_round(tmp_path: Path) -> None:
    """Founded in August: neither January nor July lies in the period."""
    begun = replace(
        without(REPORTED), period=SelfAuditPeriod(first=date(2026, 8, 15), last=NOVEMBER)
    )
    asked = sitting(tmp_path / "自查.yaml", begun)
    known = asked.answer("g 第9条", "", "q")
    assert "记为“本期未到期”：2027年1月31日到期，在下一次自查里问" in asked.text
    for day in (NOVEMBER, date(2027, 3, 1)):
        found = judged(known, REPORTED, day)
        assert (found.outcome, found.not_yet, found.against) == (
            Outcome.INAPPLICABLE, date(2027, 1, 31), (),
        )  # fmt: skip


def test_a_report_that_fell_due_between_the_period_and_today_is_for_the_next_round(
    tmp_path: Path,
) -> None:
    """The first half of 2026, filled in on 30 November: the report of July is none of it, and it
    is not said that it could still be made in January."""
    asked = sitting(tmp_path / "自查.yaml", without(REPORTED, last=date(2026, 6, 30)))
    known = asked.answer("g 第9条", "全选", "", "q")
    text = "".join(asked.text.split())
    assert "2026年7月31日到期的，在下一段自查期间里问" in text
    assert "记为“本期未到期”：2026年7月31日到期，在下一次自查里问" in text
    assert "一月写1不适用；七月写2不适用" in text
    assert "2027年" not in text
    assert judged(known, REPORTED, NOVEMBER).not_yet == date(2026, 7, 31)


def test_carried_on_it_is_asked_again_and_can_fail(tmp_path: Path) -> None:
    said = {
        each: Answer(value=Mark.INAPPLICABLE, reason=NOT_DUE)
        for each in (ANNUAL, BESIDES, EVERYONE)
    }
    asked = sitting(tmp_path / "自查.yaml", platform(said), JANUARY)
    known = asked.answer("", "从未", "", "否", "q")
    assert known.answers[ANNUAL].value is Extreme.NEVER
    assert judged(known, ANNUAL, JANUARY).outcome is Outcome.GAP
    text = "".join(asked.text.split())
    assert "照到2026年12月31日为止的情况答" in text
    assert "上次答的是：不适用（须重新回答）" in text


@pytest.mark.parametrize("reason", [NOT_DUE, f"下列情形之一：{NOT_DUE}，或者没有主播", None])
def test_a_later_round_does_not_take_it_over_by_enter(tmp_path: Path, reason: str | None) -> None:
    last = platform({ANNUAL: Answer(value=Mark.INAPPLICABLE, reason=reason)})
    carried = replace(
        carried_over(LIVESTREAM, last), period=SelfAuditPeriod(first=DUE, last=JANUARY)
    )
    asked = sitting(tmp_path / "自查.yaml", carried, JANUARY)
    known = asked.answer("g 第10条", "", "", "q")
    assert known.answers[ANNUAL].state == "待复核"
    assert "2026年12月31日到期了，上次的自查期间没有到那一天。照现在的情况重新回答" in asked.text


def test_what_is_not_due_contradicts_nothing(tmp_path: Path) -> None:
    """One training was held; whether all take part is not due."""
    asked = sitting(tmp_path / "自查.yaml", without(ANNUAL, BESIDES, EVERYONE))
    known = asked.answer("1", "", "", "q")
    assert known.answers[ANNUAL].value == TimesAYear(1)
    assert known.answers[EVERYONE].value is Mark.INAPPLICABLE
    assert "不能同时成立" not in asked.text
    assert judged(known, ANNUAL, NOVEMBER).outcome is Outcome.PASS
    assert not judged(known, EVERYONE, NOVEMBER).against


def test_the_report_says_what_is_not_due_and_when_it_is() -> None:
    said = {key: Answer(value=Mark.INAPPLICABLE) for key in (ANNUAL, BESIDES, EVERYONE)}
    report = build(evaluate(LIVESTREAM, platform(said), as_of=NOVEMBER))
    told = "有3题本期未到期，不算做到，也不算没有做到：第十条第一款（2026年12月31日）。"
    assert told in html.render(report)
    assert told in "".join(table.render(report, width=200).split())
    assert "本期未到期" not in html.render(build(evaluate(LIVESTREAM, platform({}), as_of=DUE)))


def test_what_fell_due_is_no_change_for_the_worse() -> None:
    said = {ANNUAL: Answer(value=Mark.INAPPLICABLE, at="2026-11-30T09:30:00+00:00")}
    known = platform({**said, BESIDES: said[ANNUAL], EVERYONE: said[ANNUAL]})
    before, after = (
        read_result(
            json.render(build(evaluate(LIVESTREAM, known, as_of=day)), ascii=True), file="结果"
        )
        for day in (NOVEMBER, JANUARY)
    )
    (difference,) = compare(before, after).differences
    assert (difference.effect, {each.cause for each in difference.questions}) == (
        Effect.CHANGED,
        {Cause.DUE},
    )


def test_a_questionnaire_says_it_too() -> None:
    (row,) = (
        row
        for row in layout(LIVESTREAM, platform({}), today=NOVEMBER).lines
        if not isinstance(row, str) and row.id.key == ANNUAL
    )
    assert "2026年12月31日以前不算没有做到：还没有做的写 不适用，已经做了的照实写" in row.ask
