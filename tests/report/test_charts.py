"""What the charts show: the numbers of the view model, as text; no sum of money anywhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from html import unescape
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checklist.assessment.model import Mark
from checklist.evaluation.model import Status
from checklist.law import wording as law
from checklist.law.model import Fine, Rulebook, Step, Trigger
from checklist.law.timings import Due, InMonths
from checklist.report.page import chart, html
from checklist.report.view import deadlines, reach, tasks
from checklist.report.view.model import Report
from checklist.report.view.reach import Reached
from checklist.report.words import deadlines as words
from checklist.report.words.amounts import span
from checklist.report.words.wording import STATUS
from tests.given.sample import (
    AGENCY,
    ART59,
    CLEAN,
    NOBODY,
    RULEBOOK,
    UNANSWERED,
    judged,
    picks,
    said,
)
from tests.report.kinds import example, ninety_gaps, reported, thirty_rooms

REPORTS: dict[str, Callable[[], Report]] = {
    "sample": judged,
    "agency": lambda: example("agency"),
    "host": lambda: example("host"),
    "brand": lambda: example("brand"),
    "thirty rooms": lambda: reported(thirty_rooms()),
    "ninety gaps": lambda: reported(ninety_gaps()),
    "nothing answered": lambda: judged(UNANSWERED),
    "nobody": lambda: judged(NOBODY),
    "clean": lambda: judged(CLEAN),
}
AMOUNT = re.compile(r"[0-9][0-9.,]*\s*[万亿]?\s*元")


@pytest.fixture(scope="module", params=REPORTS)
def report(request: pytest.FixtureRequest) -> Report:
    return REPORTS[request.param]()


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    return html.render(report)


def chapter(page: str, id: str) -> str:
    """The markup of one chapter; empty where the page has none."""
    found = re.search(rf'<section class="chapter" id="{id}">.*?</section>\n', page, re.DOTALL)
    return found[0] if found else ""


def text(markup: str) -> str:
    return unescape(re.sub(r"<.*?>", "", markup))


def charts(markup: str, kind: str) -> list[str]:
    return re.findall(rf'<svg class="{kind}.*?</svg>', markup, re.DOTALL)


# --- no sum ---------------------------------------------------------------------------------------


def bounds(rulebook: Rulebook) -> list[int]:
    fines = [step.fine for penalty in rulebook.penalties for step in penalty.steps if step.fine]
    return [
        bound for fine in fines if not fine.times_of for bound in (fine.low, fine.high) if bound
    ]


def test_no_amount_is_told_that_is_no_bound_of_a_penalty(report: Report, page: str) -> None:
    """On the first screen, in the chart and beside each gap; elsewhere the rulebook may speak."""
    rulebook = report.findings.rulebook
    allowed = {law.yuan(bound) for bound in bounds(rulebook)}
    for id in ("conclusion", "totals", "exposure", "tasks", "matrix"):
        assert set(AMOUNT.findall(text(chapter(page, id)))) <= allowed, id
    said_by_rulebook = set(AMOUNT.findall(repr(rulebook)))
    visible = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    assert set(AMOUNT.findall(text(visible))) <= allowed | said_by_rulebook


def test_the_amounts_of_two_gaps_are_nowhere_added_up() -> None:
    report = example("agency")
    highs = [line.exposure.high for line in report.breaches if line.exposure.high]
    own = {law.yuan(bound) for bound in bounds(report.findings.rulebook)}
    sums = {law.yuan(a + b) for a, b in combinations(highs, 2)} | {law.yuan(sum(highs))}
    page = text(html.render(report))
    assert len(highs) > 2
    assert not any(one in page for one in sums - own)


# --- status ---------------------------------------------------------------------------------------


def test_the_bar_says_its_numbers_in_words_and_with_their_unit(report: Report, page: str) -> None:
    counts = report.totals.by_status
    for svg in charts(chapter(page, "conclusion"), "stack"):
        label = re.findall('aria-label="(.*?)"', svg)[0].split("：")[1]
        assert [int(n) for n in re.findall("[0-9]+", label)] == [counts[one] for one in chart.ORDER]
        drawn = re.findall("([0-9]+)项", text(svg))
        assert text(svg).count("项") == len(re.findall("[0-9]+", text(svg)))
        assert [int(n) for n in drawn] == [counts[one] for one in chart.ASSESSED if counts[one]]


def test_the_least_status_has_its_number_in_a_bar_that_still_fits() -> None:
    few = {**dict.fromkeys(chart.ORDER, 0), Status.NOT_SATISFIED: 135, Status.UNDETERMINED: 1}
    for counts in (few, {**few, Status.SATISFIED: 2}, {**few, Status.NOT_SATISFIED: 1}):
        parts = chart.segments(counts)
        assert all(part.told or part.short for part in parts)
        assert parts[-1].x + parts[-1].width <= chart.WIDTH + 0.2


def test_every_row_of_the_totals_says_what_was_counted_and_in_what(
    report: Report, page: str
) -> None:
    markup = chapter(page, "totals")
    rows = re.findall(r'<tr><td>(.*?)</td>((?:<td class="figure.*?</td>)+)</tr>', markup)
    told = [
        tuple(0 if n == "—" else int(n) for n in re.findall(r">([0-9]+|—)<", cells))
        for _, cells in rows
    ]
    assert told == [
        tuple(row.counts[status] for status in chart.ORDER)
        for row in (*report.by_holder, *report.by_chapter)
    ]
    heads = [f"{STATUS[status]}（项）" for status in chart.ORDER]
    assert all(f'class="figure">{head}</th>' in markup for head in heads)
    # On a phone, where a table is a list, the style sheet says them.
    style = re.findall(r'\.by-status td:nth-child\((\d)\)::before{content:"(.*?)　"', page)
    assert style == [(str(at), head) for at, head in enumerate(heads, start=2)]


# --- exposure -------------------------------------------------------------------------------------


def test_each_fine_that_reaches_a_breach_has_a_bar_with_its_bounds(
    report: Report, page: str
) -> None:
    sure, doubted = reach.certain(report), reach.in_doubt(report)
    markup = chapter(page, "exposure")
    spans = [span(one.step.fine if one.step else None) for one in (*sure, *doubted)]
    assert [text(svg) for svg in charts(markup, "range")] == spans
    if not spans:
        assert "所以没有可以画出的罚款幅度" in text(markup)


def test_what_is_in_doubt_is_drawn_otherwise_and_apart() -> None:
    report = example("agency")
    markup = chapter(html.render(report), "exposure")
    before, after = markup.split("是否适用有疑问的</h3>")
    assert reach.in_doubt(report)
    assert "amount doubt" not in before
    assert "amount doubt" in after
    assert not re.search(r"amount (once|later)", after)


def test_every_certain_fine_of_every_breach_is_among_those_reached(report: Report) -> None:
    rulebook = report.findings.rulebook
    wanted = Counter(
        (ref.id, line)
        for line in report.breaches
        for ref in {ref.id: ref for ref in line.finding.penalties}.values()
        for step in rulebook.penalty(ref.id).steps
        if step.fine
    )
    found = Counter(
        (one.penalty.id, line) for one in reach.certain(report) if one.step for line in one.lines
    )
    assert found == wanted


def reached(low: int | None, high: int | None) -> Reached:
    step = Step(on=Trigger.BREACH, fine=Fine(low=low, high=high))
    return Reached(penalty=ART59, step=step, lines=())


AMOUNTS = st.integers(1, 10**9)


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS).map(sorted), min_size=1, max_size=6))
def test_bars_stay_on_the_axis_and_lie_as_their_amounts_do(pairs: list[list[int]]) -> None:
    fines = [reached(low, high) for low, high in pairs] + [reached(None, pairs[0][1])]
    axis = chart.axis(fines)
    drawn = chart.bars(fines, axis, ())
    assert axis
    for bar in drawn:
        assert bar.width is not None
        assert bar.x >= 0
        assert bar.x + bar.width <= 100.1
        # the words begin at the bar and run to the right, or end with it where there is no room
        assert bar.at == (bar.x if bar.x <= 50 else pytest.approx(bar.x + bar.width, abs=0.11))
        assert bar.ends == (bar.x > 50)
    for (low, high), bar in zip(pairs, drawn, strict=False):
        assert bar.width is not None
        assert bar.x == axis.place(low)
        assert bar.x + bar.width == pytest.approx(axis.place(high), abs=0.11)
    # “…以下” begins at the edge and is never of no length
    assert drawn[-1].x == 0
    assert (drawn[-1].width or 0) > 0


@pytest.mark.parametrize(
    ("fine", "words"),
    [
        (Fine(low=10_000, high=100_000), "1万元—10万元"),
        (Fine(high=5_000), "5000元以下"),
        (Fine(low=5_000), "5000元以上"),
        (Fine(times_of="违法所得", low=1, high=5), "违法所得的1—5倍"),
        (Fine(times_of="违法所得", high=5), "违法所得的5倍以下"),
        (Fine(times_of="广告费用", low=3), "广告费用的3倍以上"),
        (Fine(), "没有写明金额"),
        (None, "没有写明金额"),
    ],
)
def test_the_bounds_of_a_fine_in_short(fine: Fine | None, words: str) -> None:
    assert span(fine) == words


def test_a_multiple_of_an_unstated_sum_is_never_drawn_as_an_amount() -> None:
    step = Step(on=Trigger.BREACH, fine=Fine(times_of="违法所得", low=1, high=5))
    one = Reached(penalty=ART59, step=step, lines=())
    assert chart.axis([one]) is None
    assert chart.bars([one], chart.axis([one]), ())[0].width is None
    stated = Step(on=Trigger.BREACH, fine=Fine(low=10_000, high=100_000))
    both = [one, Reached(penalty=ART59, step=stated, lines=())]
    assert [bar.width is None for bar in chart.bars(both, chart.axis(both), ())] == [True, False]


# --- deadlines ------------------------------------------------------------------------------------


def test_every_task_stands_in_exactly_one_slot(report: Report) -> None:
    all_tasks = tasks.tasks(report)
    slots = deadlines.slots(report, all_tasks)
    assert Counter(task for slot in slots for task in slot.tasks) == Counter(all_tasks)
    assert [slot.kind for slot in slots] == ["late", *["month"] * 12, "later", "undated"]


def test_the_timeline_shows_the_number_of_each_slot(report: Report, page: str) -> None:
    slots = deadlines.slots(report, tasks.tasks(report))
    drawn = charts(chapter(page, "totals"), "timeline")
    assert bool(drawn) is (bool(tasks.tasks(report)) and words.dated(slots))
    if drawn:
        counts = re.findall(r'<text class="count".*?>([0-9]+)</text>', drawn[0])
        assert [int(n) for n in counts] == [
            words.entries(slot.tasks) for slot in slots if slot.tasks
        ]
    if not tasks.tasks(report):
        assert "没有要整改或者要弄清的事项" in chapter(page, "tasks")


def test_the_tallest_column_is_the_fullest_and_one_task_can_be_seen() -> None:
    slots = deadlines.slots(example("agency"), tasks.tasks(example("agency")))
    drawn = chart.columns(slots)
    heights = {one.slot: one.breaches + one.unclear for one in drawn}
    assert max(heights, key=lambda slot: heights[slot]) is max(slots, key=lambda s: len(s.tasks))
    assert all(heights[slot] >= 5 for slot in slots if slot.tasks)


def due(day: date) -> Report:
    answer = said(AGENCY.answers["art34/done"].value, owner="李某", due=day)
    return judged(replace(AGENCY, answers={**AGENCY.answers, "art34/done": answer}))


@pytest.mark.parametrize(
    ("day", "slot"),
    [
        (date(2026, 11, 21), 0),  # the day before the as-of date
        (date(2026, 11, 22), 1),  # that day is still in time
        (date(2026, 11, 30), 1),
        (date(2026, 12, 1), 2),
        (date(2027, 10, 31), 12),
        (date(2027, 11, 1), 13),
    ],
)
def test_a_deadline_stands_in_its_month(day: date, slot: int) -> None:
    report = due(day)
    slots = deadlines.slots(report, tasks.tasks(report))
    assert [n for n, one in enumerate(slots) if any(t.owner == "李某" for t in one.tasks)] == [slot]


def test_what_is_late_is_told_first_and_in_words() -> None:
    words = text(chapter(html.render(due(date(2026, 11, 1))), "tasks"))
    assert "已有1条义务逾期" in words
    assert "逾期21天" in words
    assert words.index("已有1条义务逾期") < words.index("共")


def test_reports_of_fixed_months_stand_in_those_months() -> None:
    report = reported(ninety_gaps())
    slots = deadlines.slots(report, tasks.tasks(report))
    yearly = [one for one in deadlines.recurring(report) if isinstance(one.due.timing, InMonths)]
    assert yearly
    assert [slot.month.month for slot in slots if slot.month and slot.statutory] == [1, 7]


def test_what_does_not_bind_has_no_deadline() -> None:
    assert deadlines.recurring(judged(NOBODY)) == ()


def test_a_deadline_comes_again_for_what_binds_in_one_room_alone() -> None:
    yearly = (Due(timing=InMonths((1, 7))),)
    book = replace(
        RULEBOOK,
        obligations=tuple(
            replace(one, due=yearly) if one.id == "art37-prompt" else one
            for one in RULEBOOK.obligations
        ),
    )
    assert [one.line.obligation.id for one in deadlines.recurring(judged(rulebook=book))] == [
        "art37-prompt"
    ]


def test_records_are_to_be_kept_until_a_day_only_where_the_duty_binds_for_certain() -> None:
    assert deadlines.kept(judged().clocks) == (
        ("直播结束", date(2026, 11, 22), date(2029, 11, 22)),
    )
    unsure = {**AGENCY.facts, "opens_room": said(Mark.UNKNOWN)}
    assert deadlines.kept(judged(replace(AGENCY, facts=unsure)).clocks) == ()


# --- who does what --------------------------------------------------------------------------------


def test_each_person_has_what_they_were_named_for_and_nobody_comes_last(report: Report) -> None:
    people = tasks.people(tasks.tasks(report))
    for person in people:
        assert all(task.owner == person.name for task in person.tasks)
        days = [task.due or date.max for task in person.tasks]
        assert days == sorted(days)
    assert [person.name for person in people[:-1]].count(None) == 0
    lateness = [person.late for person in people if person.name]
    assert lateness == sorted(lateness, reverse=True)


def test_what_nobody_has_comes_last_even_if_it_is_late() -> None:
    late = said(AGENCY.answers["art34/done"].value, due=date(2026, 11, 1))
    known = said(AGENCY.answers["art30/reviewed"].value, owner="李某", due=date(2027, 1, 1))
    answers = {**AGENCY.answers, "art34/done": late, "art30/reviewed": known}
    people = tasks.people(tasks.tasks(judged(replace(AGENCY, answers=answers))))
    assert [person.name for person in people] == ["李某", None]
    assert [person.late for person in people] == [0, 1]


def test_every_open_matter_is_in_somebody_s_hands(report: Report) -> None:
    in_hand = Counter(id(task.line) for task in tasks.tasks(report))
    assert set(in_hand) == {id(line) for line in (*report.breaches, *report.open)}


def test_two_owners_of_one_breach_each_have_their_part() -> None:
    obligations = tuple(
        replace(
            one,
            questions=(
                *one.questions,
                replace(one.questions[0], id="again", ask="又问一遍？"),
                replace(one.questions[0], id="third", ask="再问一遍？"),
            ),
        )
        if one.id == "art34"
        else one
        for one in RULEBOOK.obligations
    )
    wrong = picks(sales=Mark.YES, reviews=Mark.YES)
    answers = {
        **AGENCY.answers,
        "art34/done": said(wrong, owner="甲"),
        "art34/again": said(wrong, owner="乙"),
        "art34/third": said(wrong),
    }
    report = judged(replace(AGENCY, answers=answers), replace(RULEBOOK, obligations=obligations))
    mine = [task for task in tasks.tasks(report) if task.line.obligation.id == "art34"]
    assert [(task.owner, len(task.asked)) for task in mine] == [("甲", 1), ("乙", 1), (None, 1)]
