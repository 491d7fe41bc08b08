"""Two results of different self-audit periods: what nothing in one of them gave rise to."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Mark, Picks, SelfAuditPeriod
from checklist.comparing import html
from checklist.comparing.compare import compare
from checklist.comparing.counted_words import summary
from checklist.comparing.forms import as_json, as_table
from checklist.comparing.model import Cause, Effect, Turn
from checklist.comparing.result import Result
from checklist.comparing.result_file import read_result
from checklist.comparing.words import question
from checklist.evaluation.evaluate import evaluate
from checklist.report.forms.json import render
from checklist.report.view.build import build
from tests.conftest import ROOT
from tests.given.bundled import LIVESTREAM
from tests.given.respondents import all_passing

FIRST_HALF = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 6, 30))
SECOND_HALF = SelfAuditPeriod(first=date(2026, 7, 1), last=date(2026, 11, 30))
AS_OF = date(2026, 11, 30)
NONE = Answer(value=Mark.INAPPLICABLE)
NO_MONTH = Answer(value=Picks({"january": Mark.INAPPLICABLE, "july": Mark.INAPPLICABLE}))
NOTHING_DUE = {
    "art9-operators/times": NO_MONTH,
    "art9-operators/registered_items": NONE,
    "art9-operators/unregistered_items": NONE,
    "art9-hosts/times": NO_MONTH,
    "art9-hosts/host_items": NONE,
}
JULY = Answer(value=Picks({"january": Mark.INAPPLICABLE, "july": Mark.YES}))
MISSED = Answer(value=Picks({"january": Mark.INAPPLICABLE, "july": Mark.NO}))
REPORTED = {"art9-operators/times": MISSED, "art9-hosts/times": JULY}
COMPARE, CHECK = (
    json.loads((ROOT / f"docs/schema/{name}.schema.json").read_text(encoding="utf-8"))
    for name in ("compare", "check")
)


def platform(period: SelfAuditPeriod, answers: dict[str, Answer]) -> Assessment:
    clean = all_passing(LIVESTREAM, "platform")
    return replace(clean, period=period, answers={**clean.answers, **answers})


def result(period: SelfAuditPeriod, answers: dict[str, Answer]) -> Result:
    found = evaluate(LIVESTREAM, platform(period, answers), as_of=AS_OF)
    text = render(build(found), ascii=True)
    Draft202012Validator(CHECK).validate(json.loads(text))
    return read_result(text, file="结果.json")


FIRST, SECOND = result(FIRST_HALF, NOTHING_DUE), result(SECOND_HALF, REPORTED)


def test_a_month_that_lies_in_one_period_alone_is_new_by_the_period() -> None:
    """第九条: the July of 2026 lies behind the first half; no answer made the duty apply."""
    comparison = compare(FIRST, SECOND)
    operators, hosts = comparison.differences
    assert (operators.effect, operators.turn) == (Effect.NEW, Turn.WORSE)
    assert (hosts.effect, hosts.turn) == (Effect.NEW, Turn.OTHER)
    assert {each.causes for each in comparison.differences} == {(Cause.PERIOD,)}
    back = compare(SECOND, FIRST)
    assert {(each.effect, each.causes) for each in back.differences} == {
        (Effect.GONE, (Cause.PERIOD,))
    }


def test_how_many_are_new_is_told_of_those_that_got_worse_too() -> None:
    comparison = compare(FIRST, SECOND)
    assert summary(comparison).startswith("变差 1 项（都是新适用的），新适用而没有缺口 1 项，")
    table = as_table(comparison, width=120)
    assert "变差（1项，都是新适用的）" in table
    assert "新适用而没有缺口（1项）" in table
    assert table.count("自查期间变了") == 2
    assert "作答变了" not in table
    more = {**REPORTED, "art19-measures/infringing": Answer(value=Mark.NO)}
    worse = summary(compare(FIRST, result(SECOND_HALF, more)))
    assert worse.startswith("变差 2 项（其中新适用 1 项），新适用而没有缺口 1 项，")


def test_what_was_not_due_was_asked_all_the_same() -> None:
    comparison = compare(FIRST, SECOND)
    (change,) = comparison.differences[0].questions
    was, now = question(change).split(" → ")
    assert re.fullmatch("[^（]*未到期（20[0-9]{2}年[17]月31日到期）", was)
    assert now.startswith("缺口")
    page = html.render(comparison)
    assert "没有问" not in page
    assert "未到期（" in page
    Draft202012Validator(COMPARE).validate(json.loads(as_json(comparison, ascii=True)))


def test_a_result_without_that_day_says_it_did_not_apply() -> None:
    """As programs wrote it before."""
    found = evaluate(LIVESTREAM, platform(FIRST_HALF, NOTHING_DUE), as_of=AS_OF)
    data: dict[str, Any] = json.loads(render(build(found), ascii=True))
    for finding in data["findings"]:
        for each in finding["inapplicable"]:
            each.pop("not_yet", None)
    earlier = read_result(json.dumps(data), file="结果.json")
    (change,) = compare(earlier, SECOND).differences[0].questions
    assert question(change).startswith("不适用 → 缺口")


@pytest.mark.parametrize(
    ("old", "new", "turn"),
    [
        (Answer(value=Mark.NO), NONE, Turn.OTHER),
        (NONE, Answer(value=Mark.NO), Turn.WORSE),
    ],
)
def test_a_question_that_nothing_gave_rise_to_is_neither_mended_nor_changed_by_its_answer(
    old: Answer, new: Answer, turn: Turn
) -> None:
    """第十九条: nothing of the kind came up in one of the two periods."""
    key = "art19-measures/unsafe"
    comparison = compare(
        result(FIRST_HALF, {**NOTHING_DUE, key: old}), result(SECOND_HALF, {**REPORTED, key: new})
    )
    entry = key.partition("/")[0]
    (found,) = (each for each in comparison.differences if each.finding.obligation == entry)
    assert {each.cause for each in found.questions} == {Cause.PERIOD}
    assert found.turn is turn
