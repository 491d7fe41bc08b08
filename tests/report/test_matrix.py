"""Rooms by duty, and links to each finding: every cell says and leads to what was found."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Mark, Room
from checklist.evaluation.model import Status
from checklist.law.model import Kind, Per
from checklist.report.page import facets, html, matrix
from checklist.report.view.model import Report
from checklist.report.words.wording import SHAPE, STATUS
from tests.given.sample import AGENCY, ALL_PASS, CLEAN, RULEBOOK, judged, said
from tests.report.kinds import example, reported, thirty_rooms
from tests.report.pages import read
from tests.report.test_charts import chapter, text

REPORTS: dict[str, Callable[[], Report]] = {
    "sample": judged,
    "agency": lambda: example("agency"),
    "host": lambda: example("host"),
    "one room": lambda: judged(CLEAN),
    "two rooms": lambda: judged(replace(AGENCY, rooms=AGENCY.rooms[:2])),
    "thirty rooms": lambda: reported(thirty_rooms()),
}


@pytest.fixture(scope="module", params=REPORTS)
def report(request: pytest.FixtureRequest) -> Report:
    return REPORTS[request.param]()


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    return html.render(report)


def whole(report: Report) -> matrix.Matrix:
    found = matrix.matrix(report)
    assert found
    return found


def test_every_cell_is_what_was_found_about_that_room_and_duty(report: Report) -> None:
    found = whole(report)
    told = {
        (paper.obligation.id, room.id): cell.status
        for row in found.rows
        for room in row.rooms
        for paper, cell in zip(found.columns, row.cells, strict=True)
    }
    columns = {paper.obligation.id for paper in found.columns}
    assert told == {
        (one.obligation.id, one.room): one.status
        for one in report.findings.findings
        if one.obligation.id in columns
    }
    left_out = [
        one
        for one in report.findings.findings
        if one.obligation.per is Per.ROOM
        and one.obligation.kind is not Kind.ENCOURAGEMENT
        and one.obligation.id not in columns
    ]
    assert all(one.status is Status.NOT_APPLICABLE for one in left_out)


def test_every_room_stands_in_one_row_and_the_worst_come_first(report: Report) -> None:
    found = whole(report)
    rooms = [room for row in found.rows for room in row.rooms]
    assert sorted(room.id for room in rooms) == sorted(
        room.id for room in report.findings.assessment.rooms
    )
    statuses = [[cell.status for cell in row.cells] for row in found.rows]
    worst = [(row.count(Status.NOT_SATISFIED), row.count(Status.UNDETERMINED)) for row in statuses]
    assert worst == sorted(worst, reverse=True)


def test_the_page_shows_the_shape_and_the_word_and_the_room(report: Report, page: str) -> None:
    found = whole(report)
    markup = chapter(page, "matrix")
    told = {*report.breaches, *report.open}
    cells = re.findall(
        r'<td><a class="(\w+)" href="#(.*?)" aria-label="(.*?)">(.)</a></td>', markup
    )
    assert cells == [
        (
            cell.status.value,
            facets.anchor(cell.line, row.rooms[0]),
            STATUS[cell.status],
            SHAPE[cell.status],
        )
        for _, rows in found.parts()
        for row, piece in rows
        for cell in piece
        if cell.line in told
    ]
    plain = re.findall(r'<td(?: class="(\w+)")?>(.)</td>', markup)
    assert plain == [
        ("" if cell.status is Status.SATISFIED else cell.status.value, SHAPE[cell.status])
        for _, rows in found.parts()
        for row, piece in rows
        for cell in piece
        if cell.line not in told
    ]
    for room in report.findings.assessment.rooms:
        assert room.id in text(markup)


def test_each_link_of_a_cell_leads_to_the_finding_about_that_duty_and_room(
    report: Report, page: str
) -> None:
    anchors = read(page).ids
    assert len(anchors) == len(set(anchors))
    for row in whole(report).rows:
        for room in row.rooms:
            for cell in row.cells:
                id = facets.anchor(cell.line, room)
                assert id in anchors
                unit = units_before(page, id)
                kind, number = unit.split("-", 1)
                if kind == "paper":
                    assert number == cell.line.index
                    continue
                line = (*report.breaches, *report.open)[int(number) - 1]
                assert (kind == "gap") is (line in report.breaches)
                assert line.obligation is cell.line.obligation
                assert room in line.subject.rooms


def units_before(page: str, id: str) -> str:
    """The id of the card, open item or working paper in which an address stands."""
    before = page[: page.index(f'id="{id}"')]
    units: list[str] = re.findall(r'class="(?:card|item|paper) unit[^>]*? id="([^"]+)"', before)
    return units[-1]


def test_a_link_that_names_no_room_leads_to_the_worst() -> None:
    page = html.render(judged())
    split = [paper for paper in judged().papers if len(paper.lines) > 1]
    assert split
    for paper in split:
        assert page.count(f'id="f-{paper.obligation.id}"') == 1
    breaches = page[page.index('id="breaches"') : page.index('id="open"')]
    assert 'id="f-art27-records"' in breaches


def test_rooms_that_fall_short_otherwise_stay_apart() -> None:
    """Both do not comply, but not in the same way: one row would link to one of them only."""
    report = judged()
    rooms = [[room.id for room in row.rooms] for row in whole(report).rows]
    assert ["r1", "r3"] not in rooms


def test_what_all_thirty_rooms_share_is_one_row() -> None:
    rooms = tuple(Room(id=f"r{n}", name=f"第{n}直播间") for n in range(1, 31))
    alike = judged(replace(CLEAN, rooms=rooms, answers=ALL_PASS, facts=no_figures()))
    found = whole(alike)
    assert [found.label(row) for row in found.rows] == ["全部30个直播间"]
    answers = {**ALL_PASS, "art30/reviewed": said(Mark.YES, exceptions={"r7": Mark.NO})}
    found = whole(judged(replace(CLEAN, rooms=rooms, answers=answers, facts=no_figures())))
    assert [found.label(row) for row in found.rows] == ["", "其余29个直播间相同"]
    assert found.rows[0].rooms[0].id == "r7"


def no_figures() -> dict[str, Answer]:
    return {**AGENCY.facts, "uses_ai_figure": said(Mark.NO)}


def test_one_room_is_told_by_its_name() -> None:
    markup = chapter(html.render(judged(CLEAN)), "matrix")
    assert "旗舰店直播间" in text(markup)
    assert "个直播间相同" not in text(markup)


@pytest.mark.parametrize("assessment", [replace(AGENCY, rooms=())])
def test_without_rooms_there_is_no_such_chapter(assessment: Assessment) -> None:
    report = judged(assessment)
    assert matrix.matrix(report) is None
    assert 'id="matrix"' not in html.render(report)


def test_more_duties_than_a_sheet_is_wide_make_further_tables() -> None:
    one = next(one for one in RULEBOOK.obligations if one.id == "art30")
    many = tuple(
        replace(one, id=f"art30-{n}", title=f"第{n}项义务") for n in range(matrix.WIDEST * 2 + 1)
    )
    report = judged(rulebook=replace(RULEBOOK, obligations=many))
    pieces = list(whole(report).parts())
    assert [len(columns) for columns, _ in pieces] == [13, 13, 11]  # none is left alone
    assert chapter(html.render(report), "matrix").count("<table") == 3
