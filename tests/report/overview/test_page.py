"""The page of many respondents in a real browser: looks, phone, print, hostile names, speed."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.errors import Complaint
from checklist.evaluation.evaluate import evaluate
from checklist.summary import html
from checklist.summary.judging import Rows
from checklist.summary.model import Overview, UnreadFile
from tests.given.bundled import LIVESTREAM
from tests.many import many
from tests.report.browser import needs_chromium
from tests.report.devtools import Tab
from tests.report.hostile import ALL, STEERING
from tests.report.pages import read
from tests.report.test_every_page import PAYLOADS, RAN

DAY = date(2026, 11, 20)


def told(count: int, name: str | None = None) -> Overview:
    rows = Rows(LIVESTREAM)
    made = []
    for number, one in enumerate(many(LIVESTREAM, count)):
        who = one.respondent if name is None else replace(one.respondent, name=name)
        findings = evaluate(LIVESTREAM, replace(one, respondent=who), as_of=DAY)
        made.append(rows.row(findings, file=name or f"{number}.yaml", report="a%20b.html"))
    bad = UnreadFile(file=name or "乱.yaml", complaints=(Complaint(what=name or "乱", mend="改"),))
    return Overview(
        rulebook=LIVESTREAM, rows=tuple(made), unread=(bad,), folder=name or "甲", as_of=DAY
    )


def drawn(overview: Overview) -> str:
    return b"".join(html.render(overview)).decode()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "汇总.html"
    file.write_text(drawn(told(150)), encoding="utf-8")
    return file


def test_every_respondent_has_a_row_and_every_cell_its_word() -> None:
    one = told(30)
    page = read(drawn(one))
    assert len(page.ids) == len(set(page.ids))
    assert set(page.links) >= {f"#entry-{column.index}" for column in one.columns}
    assert "共30家，" in page.text
    cells = page.text.count("符合") + page.text.count("待确认") + page.text.count("不适用")
    assert cells >= 30 * len(one.columns)


def test_typed_text_is_inert() -> None:
    text = drawn(told(3, ALL))
    page = read(text)
    assert not page.scripts
    assert page.tags.isdisjoint({"img", "script", "iframe", "link"})
    assert not set(text) & set(STEERING)


@pytest.mark.slow
@needs_chromium
@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_typed_runs_or_asks_for_anything(payload: str, tab: Tab, tmp_path: Path) -> None:
    file = tmp_path / "x.html"
    file.write_text(drawn(told(2, payload)), encoding="utf-8")
    tab.look()
    tab.open(file)
    assert tab.run("window.ran") is None, RAN
    assert (tab.requested, tab.said) == ([], [])


@pytest.mark.slow
@needs_chromium
@pytest.mark.parametrize("width", [1440, 390])
def test_only_the_matrix_is_wider_than_the_screen(page: Path, tab: Tab, width: int) -> None:
    tab.look(width=width, height=844)
    tab.open(page)
    assert tab.run("document.documentElement.scrollWidth") <= width
    assert tab.run("document.querySelector('.grid').scrollWidth") > width


@pytest.mark.slow
@needs_chromium
def test_the_text_stands_in_the_middle_and_its_rules_are_alike(page: Path, tab: Tab) -> None:
    tab.look(width=1440, height=900)
    tab.open(page)
    rules = tab.run(
        "[...new Set([...document.querySelectorAll('h2')].map((one) => one.getBoundingClientRect())"
        ".map((box) => `${Math.round(box.left)} ${Math.round(1440 - box.right)}`))]"
    )
    assert len(rules) == 1
    left, right = map(int, rules[0].split())
    assert abs(left - right) <= 16  # a scroll bar


@pytest.mark.slow
@needs_chromium
def test_on_a_phone_the_counts_stand_under_one_another(page: Path, tab: Tab) -> None:
    tab.look(width=500, height=900)
    tab.open(page)
    starts = tab.run(
        "new Set([...document.querySelectorAll('.counted td.figure')].map((one) => "
        "Math.round(one.getBoundingClientRect().left))).size"
    )
    assert starts == 3


@pytest.mark.slow
@needs_chromium
def test_a_head_of_the_matrix_is_one_line(page: Path, tab: Tab) -> None:
    tab.look(width=1440, height=900)
    tab.open(page)
    widest = tab.run(
        "Math.max(...[...document.querySelectorAll('.cells .title')]"
        ".map((one) => one.getBoundingClientRect().width))"
    )
    assert widest < 20


@pytest.mark.slow
@needs_chromium
def test_heads_and_names_stay_in_sight(page: Path, tab: Tab) -> None:
    tab.look()
    tab.open(page)
    tab.run("document.querySelector('#matrix').scrollIntoView()")
    tab.run("document.querySelector('.grid').scrollTo(200, 1500)")
    tab.picture()  # what is far away is laid out only when it is to be seen
    at = "document.querySelector('.grid').getBoundingClientRect()"
    assert tab.run(f"document.elementFromPoint({at}.x + 9, {at}.y + 400).closest('.who') !== null")
    head = f"document.elementFromPoint({at}.x + 300, {at}.y + 150).closest('thead') !== null"
    assert tab.run(head) is True


@pytest.mark.slow
@needs_chromium
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext")
def test_the_matrix_prints_whole_on_broad_pages(page: Path, tab: Tab, tmp_path: Path) -> None:
    tab.look()
    tab.open(page)
    printed = tmp_path / "汇总.pdf"
    printed.write_bytes(tab.printed())
    said = ["pdfinfo", "-f", "1", "-l", "999", str(printed)]
    sizes = subprocess.run(said, capture_output=True, check=True, text=True, encoding="utf-8")
    assert "841.92 x 594.96" in sizes.stdout
    text = subprocess.run(
        ["pdftotext", "-layout", str(printed), "-"],
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    ).stdout
    for row in told(150).worst_first[::10]:
        assert text.count(row.name) >= 1  # whole in the matrix
        assert text.count(row.name[:8]) >= 2  # and in the list, which may break a long name
