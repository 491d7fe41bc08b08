"""The same file gives the same numbers wherever they are told: found by their labels.

项 is one duty of one subject, the respondent or a room; 题 is one question, put once to all rooms.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import convert
from msgspec.structs import replace

from checklist.assessment.model import Assessment, Room, Value
from checklist.comparing.compare import compare
from checklist.comparing.result import Result
from checklist.comparing.words import moved
from checklist.evaluation.model import Status
from checklist.law.model import Kind, Per
from checklist.oscal.documents import RESULTS, documents
from checklist.report.forms import json, table
from checklist.report.forms.about import about
from checklist.report.page import html
from checklist.report.view import deadlines as dates
from checklist.report.view import grounds, tasks
from checklist.report.view.model import Report
from checklist.report.words import deadlines
from checklist.report.words.wording import STATUS
from checklist.sheets.register import xlsx
from checklist.sheets.register.columns import COLUMNS, ITEM
from checklist.sheets.register.rows import RegisterRow, rows, rows_to_do
from checklist.sitting.shown import review
from checklist.summary.judging import Rows
from tests.given import bundled
from tests.given.bundled import LIVESTREAM
from tests.given.kinds import values_for
from tests.given.respondents import all_passing
from tests.given.slowly import slow_but
from tests.report.kinds import DAY, reported, sample_agency, thirty_rooms

LABELS = {status.value: label for status, label in STATUS.items()}
_BROKEN = Status.NOT_SATISFIED
ROOMS = tuple(Room(id=f"r{at}", name=f"{at}号直播间") for at in range(1, 4))


def text_of(page: str) -> str:
    page = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", page)))


def number(pattern: str, text: str) -> int:
    found = {int(match) for match in re.findall(pattern, text)}
    assert len(found) == 1, f"{pattern}: {found} in {text[:2000]}"
    return found.pop()


def by_label(text: str) -> dict[str, int]:
    return {key: number(rf"(?<!不){label} ?(\d+) ?项", text) for key, label in LABELS.items()}


def conclusion_of(page: str) -> str:
    """The text of the first chapter."""
    start = page.index('class="memo-label">为什么')
    return text_of(page[start : page.index("</section>", start)])


def check(assessment: Assessment) -> None:
    report = reported(assessment)
    page, printed, data = html.render(report), table.render(report, width=200), json.as_data(report)
    head = dict(about(report))
    row = Rows(LIVESTREAM).row(report.findings, file="甲.yaml")
    (oscal,) = documents(report)[RESULTS]["assessment-results"]["results"]
    findings = {
        "ask": by_label("\n".join(review.conclusion(LIVESTREAM, assessment, as_of=DAY))),
        "check": by_label(next(line for line in printed.splitlines() if "合计" in line)),
        "Markdown, CSV": by_label(head["合计"]),
        "page": by_label(conclusion_of(page)),
        "JSON": {key: data["totals"][key] for key in LABELS},
        "summary": {status.value: row.count(status) for status in Status},
        "OSCAL": {
            each["class"]: int(each["value"]) for each in oscal["props"] if each["name"] == "count"
        },
    }
    assert all(numbers == findings["check"] for numbers in findings.values()), findings
    broken, unclear = (findings["check"][key] for key in ("not_satisfied", "undetermined"))
    for label, many in {"不符合": broken, "待确认": unclear}.items():
        for heading in re.findall(rf"^{label} (\d+)项", printed, flags=re.MULTILINE):
            assert int(heading) == many
    headline = re.search(r"有(\d+)项[^，]*不符合要求", head["结论"])
    assert (int(headline[1]) if headline else 0) == broken
    result = convert(data, Result)
    assert moved(compare(result, result)) == f"不符合仍是{broken}项，待确认仍是{unclear}项。"
    check_questions(report, text_of(page), printed)


def check_questions(report: Report, page: str, printed: str) -> None:
    """The counts of questions."""
    done, head = report.completeness, dict(about(report))
    pending = next(iter(review.pending_lines(LIVESTREAM, report.findings.assessment, DAY)))
    duties = pending.split("；")[0]
    asked = {
        "ask": number(r"义务 (\d+) 题", duties),
        "Markdown": number(r"(\d+)题中", head["性质"]),
        "page": number(r"；(\d+)题中", page),
    }
    assert set(asked.values()) == {done.asked}, asked
    gaps = {
        "ask": sum(map(int, re.findall(r"[，（]缺口 (\d+) 题", duties))),
        "check": number(r"有缺口的 (\d+)题", printed),
        "Markdown": number(r"有缺口的 (\d+)题", head["合计"]),
        "page": number(r"有缺口的(\d+)题", page),
        "JSON": json.as_data(report)["totals"]["gaps"],
        "register": len({_asked(row) for row in rows(report) if row.status is _BROKEN}),
    }
    assert set(gaps.values()) == {done.gaps}, gaps
    left = {
        "check": number(r"没有结论的 (\d+)题", printed),
        "Markdown": number(r"没有结论的 (\d+)题", head["合计"]),
        "page": number(r"没有结论的(\d+)题", page),
        "JSON": json.as_data(report)["totals"]["open"],
    }
    told = {int(each) for each in re.findall(r"尚有(\d+)题没有结论", page)}
    assert {*left.values(), *told} == {done.asked - done.settled}, left
    check_entries(report, page, printed)


def _asked(row: RegisterRow) -> str:
    """The key of the answer that a row is of: entries may share one."""
    asked = row.id.partition("@")[0]
    entry, _, question = asked.partition("/")
    obligation = LIVESTREAM.obligation(entry)
    return obligation.key(next(each for each in obligation.questions if each.id == question))


def check_entries(report: Report, page: str, printed: str) -> None:
    """The counts of entries (条), of encouragements, and of rows of the register."""
    duties = [each for each in LIVESTREAM.obligations if each.kind is not Kind.ENCOURAGEMENT]
    counted = grounds.tally(report)
    told_of = counted.certain + counted.unknown + counted.excluded
    assert told_of == len(duties) == number(r"编入(\d+)条义务：适用", page)
    assert number(r"不适用(\d+)条；另有倡导", page) == counted.excluded
    encouraged = len(report.encouragements)
    assert number(r"倡导（不计入） (\d+)项", printed) == sum(
        line.count for line in report.encouragements
    )
    assert json.as_data(report)["totals"]["encouragements"] >= encouraged
    papers = sum(paper.binds for paper in report.papers)
    assert number(r"附件（另附）：工作底稿(\d+)份", page) == papers
    told = rows(report)
    broken = [row for row in told if row.status is _BROKEN]
    head = xlsx.left(told)
    if told:
        assert number(r"不符合 (\d+)行", head) == len(broken)
        assert f"不符合 {len(broken)}行" in head
        if len(broken) > len({row.entry for row in broken}):
            assert number(r"行（(\d+)条义务），待确认", head) == len({row.entry for row in broken})
    for row in told:
        shared = [other for other in told if _is_same(row, other)]
        assert ("是同一个答复：填一处就行" in row.cells[2]) is (len(shared) > 1)


def _is_same(row: RegisterRow, other: RegisterRow) -> bool:
    is_asked = "/" in row.id and "/" in other.id
    return is_asked and _asked(row) == _asked(other)


@pytest.mark.parametrize("name", slow_but("agency", of=["agency", "brand", "host"]))
def test_an_example_gives_one_number_for_each_label(name: str) -> None:
    check(bundled.example(name))


@pytest.mark.slow
def test_thirty_rooms_give_one_number_for_each_label() -> None:
    check(thirty_rooms())


@st.composite
def agencies(draw: st.DrawFn) -> Assessment:
    """An agency that operates three rooms, with some answers otherwise and some other in a room."""
    known = all_passing(LIVESTREAM, "agency that operates rooms", [room.id for room in ROOMS])
    keys = draw(st.lists(st.sampled_from(sorted(known.answers)), unique=True, max_size=25))
    per_room = {
        obligation.key(question)
        for obligation in LIVESTREAM.obligations
        if obligation.per is Per.ROOM
        for question in obligation.questions
    }
    answers = dict(known.answers)
    for key in keys:
        values = values_for(LIVESTREAM.questions()[key])
        value: Value | None = draw(st.one_of(st.none(), values))
        exceptions = {draw(st.sampled_from(ROOMS)).id: draw(values)} if key in per_room else {}
        answers[key] = replace(answers[key], value=value, exceptions=exceptions)
    return replace(known, rooms=ROOMS, answers=answers)


@pytest.mark.slow
@settings(max_examples=3, deadline=None)
@given(agencies())
def test_an_agency_with_rooms_gives_one_number_for_each_label(agency: Assessment) -> None:
    check(agency)


@pytest.mark.parametrize("made", [sample_agency, lambda: reported(thirty_rooms())])
def test_an_item_has_one_number_in_page_register_and_packs(made: Callable[[], Report]) -> None:
    report = made()
    page = html.render(report)
    titled = {
        f"{'●' if kind == 'open' else ''}{number}": text_of(whole)
        for kind, number, whole in re.findall(
            r'id="(gap|open)-(\d+)"[^>]*>(.*?)</(?:article|p)>', page, re.DOTALL
        )
    }
    column = list(COLUMNS).index(ITEM)
    told = {row.cells[column]: row.entry for row in rows(report)}
    assert {line.obligation.id for line in (*report.breaches, *report.open)} == set(told.values())
    for number, entry in told.items():
        title = report.findings.rulebook.obligation(entry).title
        assert re.sub(r"\s", "", title) in re.sub(r"\s", "", titled[number])
        assert titled[number].lstrip().startswith(number.removeprefix("●"))
    parts = {row.id: row.cells[column] for row in rows_to_do(report, {})}
    assert parts.items() <= {row.id: row.cells[column] for row in rows(report)}.items()


def test_entries_of_which_some_is_a_breach_are_not_counted_as_open_without_a_word() -> None:
    report = sample_agency()
    matters = rows(report)
    failing = {row.entry for row in matters if row.status is _BROKEN}
    both = {row.entry for row in matters if row.status is not _BROKEN} & failing
    assert (f"其中{len(both)}条另有不符合的题" in xlsx.left(matters)) is bool(both)


def test_what_stands_under_several_months_is_said_to_be_counted_more_than_once() -> None:
    report = sample_agency()
    slots = dates.slots(report, tasks.tasks(report))
    told = deadlines.several_times(slots)
    total = sum(deadlines.entries(each.tasks) for each in slots)
    entries = deadlines.entries(task for each in slots for task in each.tasks)
    assert told == (
        "3条义务的期限不止一个（或者只定了一部分），在几处各计一次，"
        f"所以相加是{total}条，实为{entries}条。"
    )
    assert total > entries
    assert told in html.render(report)
    assert deadlines.several_times(slots[:1]) == ""


def test_an_entry_in_two_hands_is_said_to_be_counted_with_each() -> None:
    report = sample_agency()
    listed = tasks.tasks(report)
    by_person = sum(deadlines.entries(person.tasks) for person in tasks.people(listed))
    extra = by_person - deadlines.entries(listed)
    assert ("各人名下都计" in deadlines.workload(listed)) is bool(extra)
