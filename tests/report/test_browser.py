"""The report in a real browser: filter, search and addresses of findings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Room
from checklist.report.page import facets, html
from checklist.report.view.model import Report
from tests.given.sample import AGENCY, judged
from tests.report.browser import Seen, chromium, needs_chromium, opened
from tests.report.kinds import example

pytestmark = [pytest.mark.slow, needs_chromium]


@pytest.fixture(scope="module")
def report() -> Report:
    return example("agency")


@pytest.fixture(scope="module")
def page(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("browser") / "报告.html"
    file.write_text(html.render(report), encoding="utf-8")
    return file


def told(seen: Seen) -> tuple[int, ...]:
    """Shown and all, as the live count says."""
    return tuple(int(n) for n in re.findall("[0-9]+", seen.texts["filter-count"])[:2])


def test_without_a_filter_everything_is_shown_and_counted(page: Path, report: Report) -> None:
    seen = opened(page)
    assert seen.off == []
    assert told(seen) == (len(report.breaches) + len(report.open) + len(report.papers),)


def test_the_status_filter_leaves_what_has_that_status(page: Path, report: Report) -> None:
    seen = opened(page, "?status=undetermined")
    papers = {f"paper-{line.index}" for line in report.open}
    first = len(report.breaches) + 1
    open_ = {f"open-{number}" for number in range(first, first + len(report.open))}
    assert set(seen.shown) == open_ | papers
    assert told(seen) == (len(seen.shown), len(seen.shown) + len(seen.off))


def test_the_room_filter_leaves_what_is_about_that_room(page: Path, report: Report) -> None:
    room = report.findings.assessment.rooms[2]
    seen = opened(page, f"?room=room-{room.id}")
    assert {id for id in seen.shown if id.startswith("gap-")} == {
        f"gap-{n}" for n, line in enumerate(report.breaches, start=1) if room in line.subject.rooms
    }
    assert seen.off


def test_the_owner_filter_leaves_what_that_person_is_to_mend(page: Path, report: Report) -> None:
    owner = next(
        s.answer.owner for b in report.breaches for s in b.failed if s.answer and s.answer.owner
    )
    seen = opened(page, f"?owner=owner-{owner}")
    assert {id for id in seen.shown if id.startswith("gap-")} == {
        f"gap-{n}"
        for n, line in enumerate(report.breaches, start=1)
        if any(s.answer and s.answer.owner == owner for s in line.judged)
    }
    assert seen.off


def test_the_search_finds_all_words_and_together_with_a_filter(page: Path, report: Report) -> None:
    title = report.breaches[1].obligation.title
    by_title = opened(page, f"?q={title[:3]} {title[3:]}")
    assert "gap-2" in by_title.shown
    assert "gap-1" in by_title.off
    assert opened(page, "?q=没有这样的字词").shown == []
    both = opened(page, f"?status=satisfied&q={title}")
    assert "gap-2" in both.off


def test_a_link_to_a_finding_leads_to_it_even_out_of_a_filter(page: Path, report: Report) -> None:
    anchor = facets.anchors(report.breaches[-1])[0]
    seen = opened(page, f"{anchor}?status=undetermined")
    assert seen.aimed == [f"gap-{len(report.breaches)}"]
    assert seen.off == []
    kept = opened(page, f"{anchor}?status=not_satisfied")
    assert kept.aimed == [f"gap-{len(report.breaches)}"]
    assert kept.off


def test_a_link_made_when_one_room_stood_for_itself_finds_all_rooms(
    page: Path, report: Report
) -> None:
    number, line = next(
        (n, line)
        for n, line in enumerate(report.breaches, start=1)
        if facets.anchors(line) == (f"f-{line.obligation.id}",)
    )
    assert opened(page, f"f-{line.obligation.id}-r3").aimed == [f"gap-{number}"]


def test_a_page_whose_script_may_not_run_shows_everything(page: Path, report: Report) -> None:
    barred = page.with_name("barred.html")
    written = page.read_text(encoding="utf-8")
    barred.write_text(re.sub("script-src '.*?'", "script-src 'none'", written), encoding="utf-8")
    seen = opened(barred, "?status=undetermined")
    assert seen.off == []
    assert len(seen.shown) == len(report.breaches) + len(report.open) + len(report.papers)


def test_print_lists_everything_although_a_filter_is_on(page: Path) -> None:
    pages = {}
    for name, hash in (("all", ""), ("filtered", "#?q=nothing-has-this")):
        file = page.with_name(f"{name}.pdf")
        chromium(f"--print-to-pdf={file}", f"{page.as_uri()}{hash}", profile=page)
        pages[name] = len(re.findall(rb"/Type\s*/Page\b", file.read_bytes()))
    assert pages["all"] == pages["filtered"] > 10


def test_rooms_with_odd_names_can_still_be_filtered(tmp_path: Path) -> None:
    rooms = (Room(id="一 号 %20\"'", name="甲"), Room(id="r2", name="乙"))
    file = tmp_path / "odd.html"
    file.write_text(html.render(judged(replace(AGENCY, rooms=rooms, answers={}))), encoding="utf-8")
    seen = opened(file, "?room=room-r2")
    assert seen.shown
    assert seen.off
