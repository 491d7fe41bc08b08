"""What is looked at rather than read, in a real browser: one screen, groups, phone, links."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from checklist.report.page import facets, html
from checklist.report.view.model import Report
from tests.report.browser import needs_chromium
from tests.report.devtools import Tab
from tests.report.kinds import (
    all_failing,
    example,
    ninety_gaps,
    reported,
    thirty_rooms,
    unanswered,
)

pytestmark = [pytest.mark.slow, needs_chromium]

REPORTS: dict[str, Callable[[], Report]] = {
    "agency": lambda: example("agency"),
    "host": lambda: example("host"),
    "brand": lambda: example("brand"),
    "thirty-rooms": lambda: reported(thirty_rooms()),
    "ninety-gaps": lambda: reported(ninety_gaps()),
    "unanswered": lambda: reported(unanswered()),
    "service": lambda: reported(all_failing("network service")),
}


@cache
def report_of(name: str) -> Report:
    return REPORTS[name]()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    found = {name: folder / f"{name}.html" for name in REPORTS}
    for name, file in found.items():
        file.write_text(html.render(report_of(name)), encoding="utf-8")
    return found


@pytest.fixture(autouse=True)
def _desk(tab: Tab) -> None:
    tab.look(width=1440, height=900)


@pytest.mark.parametrize("name", REPORTS)
def test_the_conclusion_and_the_first_five_fit_one_screen(
    tab: Tab, pages: dict[str, Path], name: str
) -> None:
    tab.open(pages[name])
    bottom = tab.run(
        "Math.max(...[...document.querySelectorAll('.boss .why, .boss .first')]"
        ".map((one) => one.getBoundingClientRect().bottom))"
    )
    assert bottom <= (1400 if name == "ninety-gaps" else 900)  # of ninety, much is late and open


@pytest.mark.parametrize("width", [1440, 500, 390])
@pytest.mark.parametrize("name", REPORTS)
def test_no_chart_and_no_page_is_wider_than_its_screen(
    tab: Tab, pages: dict[str, Path], name: str, width: int
) -> None:
    tab.look(width=width)
    tab.open(pages[name])
    assert tab.run("document.documentElement.scrollWidth") <= width
    outside = tab.run(
        "[...document.querySelectorAll('svg[role=img] text')].filter((one) => {"
        "const box = one.getBoundingClientRect();"
        "const whole = one.ownerSVGElement.getBoundingClientRect();"
        "return box.left < whole.left - 8 || box.right > whole.right + 8;"
        "}).map((one) => one.textContent)"
    )
    assert outside == []


def test_on_a_phone_the_matrix_scrolls_and_keeps_the_rooms_in_sight(
    tab: Tab, pages: dict[str, Path]
) -> None:
    tab.look(width=390, height=844)
    tab.open(pages["thirty-rooms"])
    seen: dict[str, Any] = tab.run(
        "(() => {document.getElementById('annex').open = true;"
        "const box = document.querySelector('.sideways');"
        "box.scrollLeft = 100;"
        "const head = box.querySelector('tbody th').getBoundingClientRect();"
        "return {scrolled: box.scrollLeft, left: head.left, focus: box.tabIndex}})()"
    )
    assert seen["scrolled"] == 100
    assert seen["left"] >= 0
    assert seen["focus"] == 0


def order(tab: Tab) -> list[str]:
    found: list[str] = tab.run(
        "[...document.querySelectorAll('#breaches .card, #breaches .group-head')]"
        ".filter((one) => one.offsetParent).map((one) => one.id || one.textContent)"
    )
    return found


def test_gaps_are_grouped_by_the_person_in_charge_and_counted(
    tab: Tab, pages: dict[str, Path]
) -> None:
    report = report_of("agency")
    tab.open(pages["agency"], "#?group=owner")
    seen = order(tab)
    heads = [one for one in seen if not one.startswith("gap-")]
    owned = [
        {said.answer.owner for said in line.judged if said.answer and said.answer.owner}
        for line in report.breaches
    ]
    assert heads[-1] == f"未定（{owned.count(set())}处）"
    assert sum(int(re.findall(r"（([0-9]+)处）", head)[0]) for head in heads) == len(
        report.breaches
    )
    at = seen.index(heads[0])
    owner = heads[0].split("（")[0]
    first = int(seen[at + 1].removeprefix("gap-"))
    assert owner in owned[first - 1]


@pytest.mark.parametrize("by", ["owner", "chapter", "holder"])
def test_every_gap_stays_in_every_grouping_and_comes_back_in_order(
    tab: Tab, pages: dict[str, Path], by: str
) -> None:
    tab.open(pages["agency"], f"#?group={by}")
    numbered = [f"gap-{n}" for n, _ in enumerate(report_of("agency").breaches, start=1)]
    grouped = [one for one in order(tab) if one.startswith("gap-")]
    assert sorted(grouped) == sorted(numbered)
    tab.run("document.getElementById('filter-clear').click()")
    assert order(tab) == numbered
    assert tab.run("location.hash") in {"#", ""}


_MAY_BIND = "[...document.querySelectorAll('.undecided > .unit')].map((one) => one.id)"


def test_what_may_bind_stays_under_its_sentence_in_every_grouping_and_comes_back_in_order(
    tab: Tab, pages: dict[str, Path]
) -> None:
    tab.open(pages["service"])
    numbered = tab.run(_MAY_BIND)
    tab.open(pages["service"], "#?group=chapter")
    assert sorted(tab.run(_MAY_BIND)) == sorted(numbered)
    assert tab.run("document.querySelectorAll('.undecided > .group-head').length")
    tab.run("document.getElementById('filter-clear').click()")
    assert tab.run(_MAY_BIND) == numbered


def test_the_sentence_goes_with_the_last_of_what_may_bind(tab: Tab, pages: dict[str, Path]) -> None:
    height = "document.querySelector('.undecided').offsetHeight"
    tab.open(pages["service"], "#?status=undetermined")
    assert tab.run(height)
    tab.open(pages["service"], "#?status=not_satisfied")
    assert not tab.run(height)


def test_titles_only_keeps_the_title_of_what_may_bind(tab: Tab, pages: dict[str, Path]) -> None:
    tab.open(pages["service"], "#?titles=1")
    shown = "[...document.querySelectorAll('.brief h4, .brief .gaps')]"
    seen = tab.run(f"{shown}.filter((one) => one.offsetHeight).map((one) => one.tagName)")
    assert set(seen) == {"H4"}


def test_a_group_of_which_nothing_is_left_has_no_heading(tab: Tab, pages: dict[str, Path]) -> None:
    tab.open(pages["agency"], "#?group=owner&threat=threat-at_once")
    heads = [one for one in order(tab) if not one.startswith("gap-")]
    assert heads
    assert not [head for head in heads if "（0处）" in head]


@pytest.mark.parametrize("facet", ["threat", "chapter", "status", "holder", "room", "owner"])
def test_each_filter_leaves_exactly_what_bears_its_mark(
    tab: Tab, pages: dict[str, Path], facet: str
) -> None:
    report = report_of("agency")
    choices = next(one for one in facets.facets(report) if one.id == facet).choices
    for mark, _ in choices:
        tab.open(pages["agency"], f"#?{facet}={mark}")
        shown = [one for one in order(tab) if one.startswith("gap-")]
        assert shown == [
            f"gap-{n}"
            for n, line in enumerate(report.breaches, start=1)
            if mark in facets.marks([line]).split()
        ]


def test_every_choice_says_how_much_it_would_leave(tab: Tab, pages: dict[str, Path]) -> None:
    kept = "threat=threat-conditional"
    tab.open(pages["agency"], f"#?{kept}")
    offered: dict[str, str] = tab.run(
        "Object.fromEntries([...document.querySelectorAll("
        "'#filter-room option, #filter-chapter option')]"
        ".filter((one) => one.value).map((one) => [one.value, one.textContent]))"
    )
    assert len(offered) > 5
    for mark, label in offered.items():
        tab.open(pages["agency"], f"#?{kept}&{mark.split('-')[0]}={mark}")
        told = tab.run("document.getElementById('filter-count').textContent")
        assert told.startswith(f"显示{label.split('（')[-1].removesuffix('）')}处，")


def test_titles_only_shortens_the_cards_and_a_linked_one_stays_whole(
    tab: Tab, pages: dict[str, Path]
) -> None:
    height = "document.getElementById('gap-2').offsetHeight"
    tab.open(pages["agency"])
    full = tab.run(height)
    tab.run("document.getElementById('filter-titles').click()")
    assert tab.run(height) < full / 2
    assert (
        tab.run("document.getElementById('filter-titles').getAttribute('aria-pressed')") == "true"
    )
    assert "titles=1" in tab.run("location.hash")
    anchor = facets.anchors(report_of("agency").breaches[1])[0]
    tab.open(pages["agency"], f"#{anchor}?titles=1")
    assert tab.run(height) >= full * 0.9
    assert tab.run("document.getElementById('gap-3').offsetHeight") < full / 2


def sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_print_is_neither_grouped_nor_shortened(tab: Tab, pages: dict[str, Path]) -> None:
    tab.open(pages["agency"])
    whole = sheets(tab.printed())
    tab.open(pages["agency"], "#?group=owner&titles=1&q=没有这样的字词")
    assert sheets(tab.printed()) == whole


def test_the_filter_works_from_the_keyboard(tab: Tab, pages: dict[str, Path]) -> None:
    tab.open(pages["agency"], "#?status=not_satisfied")
    tab.run("document.getElementById('filter-text').focus()")
    for letter in "记录":
        tab.do("Input.insertText", text=letter)
    tab.run("new Promise((done) => setTimeout(done, 300))")
    assert "q=" in tab.run("location.hash")
    for kind in ("keyDown", "keyUp"):
        tab.do("Input.dispatchKeyEvent", type=kind, key="Escape", windowsVirtualKeyCode=27)
    tab.run("new Promise((done) => setTimeout(done, 300))")
    assert "q=" not in tab.run("location.hash")
    tab.run("document.getElementById('filter-titles').focus()")
    for kind in ("keyDown", "keyUp"):
        tab.do(
            "Input.dispatchKeyEvent",
            type=kind,
            key="Enter",
            windowsVirtualKeyCode=13,
            text="\r" if kind == "keyDown" else "",
        )
    assert tab.run("document.documentElement.classList.contains('titles')")


def test_a_link_to_a_room_works_without_scripts(
    tab: Tab, pages: dict[str, Path], tmp_path: Path
) -> None:
    """The address of a room stands in the page also where all rooms came out alike."""
    report = report_of("thirty-rooms")
    barred = tmp_path / "barred.html"
    page = pages["thirty-rooms"].read_text(encoding="utf-8")
    barred.write_text(re.sub("script-src '[^;]*'", "script-src 'none'", page), encoding="utf-8")
    room = report.findings.assessment.rooms[4]
    alike = next(
        line
        for paper in report.papers
        for line in paper.lines
        if paper.binds and len(line.subject.rooms) == line.subject.of > 1
    )
    tab.open(barred, f"#{facets.anchor(alike, room)}")
    seen = tab.run(
        "({hidden: getComputedStyle(document.getElementById('filter')).display === 'none',"
        " paper: document.querySelector(':target').closest('.paper, .card').id,"
        " top: document.querySelector(':target').getBoundingClientRect().top})"
    )
    assert seen["hidden"]
    assert seen["paper"] == f"paper-{alike.index}"
    assert -5 <= seen["top"] < 900


def test_black_and_white_loses_no_status(tab: Tab, pages: dict[str, Path]) -> None:
    """Every status in a chart has a word, and those in a table a shape beside the colour."""
    tab.open(pages["thirty-rooms"])
    nameless = tab.run(
        "[...document.querySelectorAll('svg[role=img], .matrix td a')]"
        ".filter((one) => !one.getAttribute('aria-label')).length"
    )
    assert nameless == 0
    assert tab.run(
        "[...document.querySelectorAll('.matrix td a')]"
        ".every((one) => '○●×―'.includes(one.textContent))"
    )
