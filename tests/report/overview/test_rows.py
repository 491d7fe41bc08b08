"""Rows and overview: the same as a report says, worst first, doubles told."""

from __future__ import annotations

import json
from datetime import date
from functools import cache

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checklist.assessment.model import AnsweredTo, Assessment, Respondent
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Status
from checklist.law.applicability import Bindings, binding
from checklist.law.model import Per
from checklist.report.beside import Unused
from checklist.report.view.build import build
from checklist.report.words import cost
from checklist.summary import words
from checklist.summary.forms import as_json
from checklist.summary.judging import Rows
from checklist.summary.model import CODES, Overview, RespondentRow
from tests.given.bundled import BOOKS, LIVESTREAM, joined
from tests.given.respondents import KINDS, all_passing, answered, failing

DAY = date(2026, 11, 20)
BINDINGS, ROWS = Bindings.of(LIVESTREAM), Rows(LIVESTREAM)
KEYS = sorted(LIVESTREAM.questions())
WORST = {status: code for code, status in enumerate(CODES)}


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    """Somebody of some kind, with some answers failing and some forgotten."""
    one = all_passing(
        LIVESTREAM, draw(st.sampled_from(sorted(KINDS))), draw(st.sampled_from(["", "ab"]))
    )
    for key in draw(st.lists(st.sampled_from(KEYS), max_size=12, unique=True)):
        bad = list(failing(LIVESTREAM.questions()[key]))
        in_one_room: bool = draw(st.booleans())
        if one.rooms and in_one_room:
            said = replace(one.answers[key], exceptions={one.rooms[0].id: bad[-1]})
            one = replace(one, answers={**one.answers, key: said})
        else:
            one = answered(one, key, draw(st.sampled_from([None, *bad])))
    return one


def row(assessment: Assessment, file: str = "a.yaml") -> RespondentRow:
    return ROWS.row(evaluate(LIVESTREAM, assessment, as_of=DAY), file=file)


def seen(*rows: RespondentRow) -> Overview:
    return Overview(rulebook=LIVESTREAM, rows=rows, folder="甲", as_of=DAY)


def somebody(name: str, *wrong: str, code: str | None = None) -> Assessment:
    one = all_passing(LIVESTREAM, "host without registration")
    for key in wrong:
        one = answered(one, key, next(iter(failing(LIVESTREAM.questions()[key]))))
    return replace(one, respondent=Respondent(name=name, credit_code=code))


@given(assessments())
def test_a_row_says_what_the_report_of_the_same_answers_says(assessment: Assessment) -> None:
    findings = evaluate(LIVESTREAM, assessment, as_of=DAY)
    report, one = build(findings), row(assessment)
    for number, obligation in enumerate(LIVESTREAM.obligations):
        found = [each.status for each in findings.findings if each.obligation is obligation]
        assert one.status(number) is max(found, key=WORST.__getitem__)
    assert one.verdict is report.verdict
    assert (one.completeness.settled, one.completeness.asked) == (
        report.completeness.settled,
        report.completeness.asked,
    )
    first = report.breaches[0] if report.breaches else None
    assert words.threat(one) == (cost.heaviest(first.finding) if first else "")


@given(assessments())
def test_remembered_bindings_change_nothing(assessment: Assessment) -> None:
    anew = replace(LIVESTREAM)
    assert Bindings.of(anew) is not BINDINGS
    assert evaluate(LIVESTREAM, assessment, as_of=DAY) == evaluate(anew, assessment, as_of=DAY)


@given(
    st.dictionaries(
        st.sampled_from([one.id for one in LIVESTREAM.facts]), st.sampled_from(["yes", "no"])
    )
)
def test_bindings_are_those_of_each_obligation_alone(facts: dict[str, str]) -> None:
    alone = {one.id: binding(LIVESTREAM, one, facts) for one in LIVESTREAM.obligations}
    assert BINDINGS.given(facts)[1] == alone
    assert alone == {id: one for per in Per for id, one in BINDINGS.given(facts, per)[1].items()}


@given(st.lists(assessments(), max_size=6))
def test_columns_count_the_rows_and_come_worst_first(many: list[Assessment]) -> None:
    rows = [row(one, f"{number}.yaml") for number, one in enumerate(many)]
    told = seen(*rows)
    assert sum(told.by_verdict.values()) == len(rows)
    for column in told.columns:
        assert sum(column.counts.values()) == len(rows)
        assert column.concerned > 0
        for status, count in column.counts.items():
            assert count == sum(each.status(column.number) is status for each in rows)
    breached = [one.counts[Status.NOT_SATISFIED] for one in told.columns]
    assert breached == sorted(breached, reverse=True)
    listed = {one.number for one in told.columns}
    for number in set(range(len(LIVESTREAM.obligations))) - listed:
        assert all(each.status(number) is Status.NOT_APPLICABLE for each in rows)


@cache
def by_risk() -> list[str]:
    """Questions whose failing breaks a duty of a host, one each: the worst first."""
    found = []
    for key in KEYS:
        one = row(somebody("甲", key))
        if one.count(Status.NOT_SATISFIED) == 1 and one.threat:
            found.append((one.threat.order, key))
    return [key for _, key in sorted(found)]


def breaking(count: int) -> list[str]:
    """So many of them, from all of the order."""
    return by_risk()[:: max(1, len(by_risk()) // count)][:count]


def test_rows_come_in_the_order_of_what_they_risk_then_of_how_much() -> None:
    worst, mild = breaking(2)
    order = [
        somebody("乙", worst, mild),
        somebody("丙", worst),
        somebody("丁", mild),
        somebody("甲"),
    ]
    told = seen(*(row(one, one.respondent.name) for one in reversed(order)))
    assert [one.name for one in told.worst_first] == [one.respondent.name for one in order]
    assert told.columns[0].counts[Status.NOT_SATISFIED] == 2


def test_of_what_nobody_breaches_that_comes_first_which_most_have_left_open() -> None:
    """It need not stand first in the regulation."""
    keys = [key for key in LIVESTREAM.questions() if key in by_risk()]
    first, last = keys[0], keys[-1]
    one = answered(somebody("甲"), last, None)
    both = answered(answered(somebody("乙"), last, None), first, None)
    entries = [each.obligation.id for each in seen(row(one), row(both, "b.yaml")).columns]
    assert entries[:2] == [last.partition("/")[0], first.partition("/")[0]]


def test_the_order_of_files_is_irrelevant() -> None:
    rows = [row(somebody(name), f"{name}.yaml") for name in "丙甲乙"]
    assert [one.file for one in seen(*rows).worst_first] == [
        one.file for one in seen(*rows[::-1]).worst_first
    ]


def test_one_respondent_twice_is_told_by_code_or_else_by_name() -> None:
    rows = [
        row(somebody("甲公司", code="91A"), "1.yaml"),
        row(somebody("甲（改名）", code="91a "), "2.yaml"),
        row(somebody("乙"), "3.yaml"),
        row(somebody(" 乙"), "4.yaml"),
        row(somebody("丙", code="92B"), "5.yaml"),
        row(somebody("丙", code="92C"), "6.yaml"),
        row(somebody(""), "7.yaml"),
        row(somebody(""), "8.yaml"),
    ]
    told = seen(*rows)
    assert sorted([each.file for each in group] for group in told.alike) == [
        ["1.yaml", "2.yaml"],
        ["3.yaml", "4.yaml"],
    ]
    assert len(told.rows) == 8


def test_answers_to_another_edition_are_told() -> None:
    old = replace(
        somebody("甲"), answered_to=(AnsweredTo(id=LIVESTREAM.regulation.id, edition="2020.1"),)
    )
    assert row(old).answered_to == f"{LIVESTREAM.regulation.id} 2020.1"
    now = replace(
        somebody("甲"),
        answered_to=(
            AnsweredTo(id=LIVESTREAM.regulation.id, edition=LIVESTREAM.regulation.edition),
        ),
    )
    assert (row(now).answered_to, row(somebody("甲")).answered_to) == (None, None)
    half = BOOKS["mcn"].regulation
    apart = replace(now, answered_to=(*now.answered_to, AnsweredTo(id=half.id, edition="2020.1")))
    both = Rows(joined("livestream", "mcn"))
    judged = evaluate(joined("livestream", "mcn"), apart, as_of=DAY)
    told = f"{LIVESTREAM.regulation.id} {LIVESTREAM.regulation.edition}、mcn 2020.1"
    assert both.row(judged, file="a.yaml").answered_to == told
    merged = replace(old, answered_to=(*old.answered_to, *now.answered_to))
    assert row(merged).answered_to is None


def test_the_headline_says_how_many_and_what_most() -> None:
    (key,) = breaking(1)
    title = LIVESTREAM.obligation(key.partition("/")[0]).title
    told = seen(
        row(somebody("甲", key), "1"), row(somebody("乙", key), "2"), row(somebody("丙"), "3")
    )
    assert words.headline(told).startswith(f"共3家，2家有不符合，最多的是“{title}”（第")
    assert words.headline(told).endswith("，2家。")


def test_of_one_or_two_respondents_nothing_is_called_most_that_one_alone_lacks() -> None:
    one, other, third = breaking(3)
    alone = words.headline(seen(row(somebody("甲", one, other))))
    assert alone.startswith("共1家，1家有不符合，不符合的义务一共2条，例如“")
    apart = words.headline(seen(row(somebody("甲", one), "1"), row(somebody("乙", other), "2")))
    assert apart.startswith("共2家，2家有不符合，不符合的义务各不相同，一共2条，例如“")
    single = words.headline(seen(row(somebody("甲", one), "1"), row(somebody("丙"), "2")))
    assert single.startswith("共2家，1家有不符合，不符合的是“")
    both = (row(somebody(name, one, other), name) for name in "甲乙")
    told = words.headline(seen(*both, row(somebody("丁", third), "3")))
    assert "3家有不符合，2家都不符合的最多，有2条义务，例如“" in told
    assert "都是" not in f"{alone}{apart}{single}{told}"


def test_of_many_checks_that_are_of_others_some_are_told_and_the_rest_counted() -> None:
    old = Unused(check="records", at="2026-11-20T12:00:00", other_period=True)
    rows = [
        replace(row(somebody(name), f"{name}.yaml"), unused=(old,)) for name in "甲乙丙丁戊己庚"
    ]
    *told, more = words.unused(seen(*rows))
    assert (len(told), more) == (5, "这样的核对另有2份。")
    assert len(words.unused(seen(*rows[:5]))) == 5


def test_the_quick_path_and_haste_are_told_to_programs() -> None:
    whole = all_passing(LIVESTREAM, min(KINDS), rooms=("r1",))
    quick = LIVESTREAM.questions_at_once
    further = next(key for key in whole.answers if key not in quick)
    part = {key: whole.answers[key] for key in whole.answers if key in quick or key == further}
    overview = seen(row(whole), row(replace(whole, answers=part), "b"))
    told = json.loads(b"".join(as_json(overview)))
    by_file = {each["file"]: each for each in told["respondents"]}
    assert by_file["a.yaml"]["only_at_once"] is None
    assert by_file["b"]["only_at_once"]["left"] > 0
    told_last = "其中1份答完了违反即可处罚款的题，其余的题多半还没有答。"
    assert words.headline(overview).endswith(told_last)
    assert {each["hasty"] for each in by_file.values()} <= {True, False}
