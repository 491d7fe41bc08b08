"""Two results of different self-audit periods: what nothing in one of them gave rise to."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from checklist.assessment.model import (
    UNASKED,
    Answer,
    Assessment,
    Mark,
    Picks,
    Room,
    SelfAuditPeriod,
)
from checklist.assessment.recheck import carried_over
from checklist.comparing import html
from checklist.comparing.compare import compare, fact_changes
from checklist.comparing.counted_words import summary
from checklist.comparing.forms import as_json, as_table
from checklist.comparing.model import Cause, Effect, Turn
from checklist.comparing.result import Result
from checklist.comparing.result_file import read_result
from checklist.comparing.words import headline, question
from checklist.evaluation.evaluate import evaluate
from checklist.report.forms.json import render
from checklist.report.view.build import build
from tests.conftest import ROOT
from tests.given.bundled import LIVESTREAM, example
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


def next_round(**more: Answer) -> Result:
    """The second half, of which nothing is answered yet but what is given."""
    first = platform(FIRST_HALF, NOTHING_DUE)
    begun = carried_over(LIVESTREAM, first)
    answers = {**begun.answers, **{key.replace("__", "/"): each for key, each in more.items()}}
    assessment = replace(begun, period=SECOND_HALF, answers=answers)
    text = render(build(evaluate(LIVESTREAM, assessment, as_of=AS_OF)), ascii=True)
    return read_result(text, file="结果.json")


def test_a_round_that_is_not_answered_yet_got_neither_better_nor_worse() -> None:
    comparison = compare(FIRST, next_round())
    assert {each.effect for each in comparison.differences} <= {Effect.PENDING, Effect.CHANGED}
    assert all({*each.causes} & {Cause.ROUND, Cause.PERIOD} for each in comparison.differences)
    assert headline(comparison).startswith("新的一轮还没有答完，还不能说变好变差：")
    count = len(comparison.differences)
    assert f"新的一轮还没有答 {count} 项" in summary(comparison)
    page = html.render(comparison)
    assert "新的一轮还没有答完" in page
    assert "作答变了" not in page.partition('id="why"')[0]
    Draft202012Validator(COMPARE).validate(json.loads(as_json(comparison, ascii=True)))


def test_what_fails_in_a_round_that_is_begun_is_told_as_worse() -> None:
    done = "art19-measures/infringing"
    asked_as = LIVESTREAM.questions()[done].fingerprint
    failing = Answer(value=Mark.NO, asked_as=asked_as, at="2026-11-30T10:00:00+08:00")
    comparison = compare(FIRST, next_round(**{done.replace("/", "__"): failing}))
    worse = [each for each in comparison.differences if each.turn is Turn.WORSE]
    assert [each.finding.obligation for each in worse] == ["art19-measures"]
    assert headline(comparison).startswith("比上一份结果差了：1项变差")
    assert "新的一轮还没有答，或者还没有重新确认" in headline(comparison)


def test_an_answer_that_is_gone_in_the_same_period_is_no_new_round() -> None:
    without = dict.fromkeys(["art19-measures/infringing"], Answer(value=None))
    comparison = compare(SECOND, result(SECOND_HALF, {**REPORTED, **without}))
    (difference,) = comparison.differences
    assert (difference.effect, difference.turn) == (Effect.FELL_BACK, Turn.WORSE)


@pytest.mark.parametrize(
    ("answer", "turn", "told"),
    [
        (Mark.NO, Turn.WORSE, "变差 1 项（都是新适用的）"),
        (Mark.UNKNOWN, Turn.OTHER, "新适用而没有弄清 1 项"),
    ],
)
def test_what_may_apply_now_is_never_told_as_without_a_gap(
    answer: Mark, turn: Turn, told: str
) -> None:
    """第二十二条第三款 may bind an operator; nobody knows it of a room that is reminded."""
    key, whole = "art22-update/updated", example("agency")
    given = replace(whole.answers[key], value=Mark.INAPPLICABLE, exceptions={"r1": answer})
    files = (whole, replace(whole, answers={**whole.answers, key: given}))
    texts = [render(build(evaluate(LIVESTREAM, each, as_of=AS_OF)), ascii=True) for each in files]
    comparison = compare(*(read_result(text, file="结果.json") for text in texts))
    (difference,) = comparison.differences
    assert (difference.effect, difference.turn) == (Effect.NEW, turn)
    assert summary(comparison).startswith(f"{told}，没有变化")
    assert "新适用而没有缺口" not in summary(comparison)


def test_a_new_room_is_not_told_to_have_answered_what_it_was_not_asked() -> None:
    whole = example("agency")
    id = next(id for id, answer in whole.facts.items() if answer.exceptions)
    unasked = replace(whole.facts[id], exceptions={**whole.facts[id].exceptions, "r9": UNASKED})
    wider = replace(
        whole,
        rooms=(*whole.rooms, Room(id="r9", name="新开的")),
        facts={**whole.facts, id: unasked},
    )
    texts = [
        render(build(evaluate(LIVESTREAM, each, as_of=AS_OF)), ascii=True)
        for each in (whole, wider)
    ]
    comparison = compare(*(read_result(text, file="结果.json") for text in texts))
    assert not [change for change in fact_changes(comparison) if change.room == "r9"]
