"""The report as a PDF from a real browser: whole, numbered, addressed, and quietly made."""

from __future__ import annotations

import atexit
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
from msgspec.structs import replace

from checklist import resources
from checklist.law.wording import citation
from checklist.printing.pdf import milestone, pages_of_places
from checklist.printing.printed import printed
from checklist.report.page import html
from checklist.report.page.view import Part
from checklist.report.view import tasks
from checklist.report.view.model import Report
from checklist.report.words import remedy
from tests.conftest import Run
from tests.report.browser import CHROMIUM, needs_chromium
from tests.report.kinds import (
    all_failing,
    example,
    hurried,
    ninety_gaps,
    no_gap,
    reported,
    sample_agency,
    thirty_rooms,
    unanswered,
)

DAY = ("--as-of", "2026-11-22")
pytestmark = [
    pytest.mark.slow,
    needs_chromium,
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext here"),
]
KINDS: dict[str, Callable[[], Report]] = {
    "agency": lambda: example("agency"),
    "thirty rooms": lambda: reported(thirty_rooms()),
    "ninety gaps": lambda: reported(ninety_gaps()),
}
_MILLIMETRE = 72 / 25.4
_LEFT, _RIGHT = 26 * _MILLIMETRE, (210 - 23) * _MILLIMETRE
_TOP, _BOTTOM = 20 * _MILLIMETRE, (297 - 18) * _MILLIMETRE

PARTS: tuple[Part, ...] = ("report", "annex")


@cache
def paper(kind: str) -> Path:
    """The PDF of a report; printed once for all tests."""
    folder = Path(tempfile.mkdtemp(prefix="printed-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "报告.pdf"
    file.write_bytes(printed(KINDS[kind](), part="all", cover=True))
    return file


@cache
def pages(kind: str, *how: str) -> list[str]:
    """The words of each page, without any space: columns and line ends do not matter."""
    return words_of(paper(kind), *how)


def words_of(file: Path, *how: str) -> list[str]:
    """The same of any PDF."""
    ran = subprocess.run(
        ["pdftotext", *how, "-enc", "UTF-8", file, "-"], check=True, capture_output=True
    )
    return [re.sub(r"\s+", "", one) for one in ran.stdout.decode().split("\f")[:-1]]


def pages_in(data: bytes) -> list[str]:
    """The words of each page of a PDF, without any space."""
    ran = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-", "-"], input=data, check=True, capture_output=True
    )
    return [re.sub(r"\s+", "", one) for one in ran.stdout.decode().split("\f")[:-1]]


def contents(kind: str) -> str:
    """What its 目录 says, over as many pages as it takes, line by line."""
    first = pages_of_places(paper(kind).read_bytes())["conclusion"]
    return "".join(pages(kind, "-layout")[1 : first - 1])


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_page_but_the_cover_says_which_of_how_many_it_is(kind: str) -> None:
    told = pages(kind)
    assert len(told) == len(pypdf.PdfReader(paper(kind)).pages) > 30
    assert "页共" not in told[0]
    for number, words in enumerate(told[1:], start=2):
        assert f"第{number}页共{len(told)}页" in words


def test_no_page_is_all_but_empty(kind: str) -> None:
    """A page with four lines is a page somebody turns for nothing."""
    edges = len(re.sub(r"\s+", "", KINDS[kind]().findings.assessment.respondent.name)) + 40
    thin = {n: words for n, words in enumerate(pages(kind), start=1) if len(words) < edges + 60}
    assert thin == {}


def test_every_title_citation_and_question_is_printed(kind: str) -> None:
    """Clipped or overlaid text would be missing from the text of the PDF."""
    report, words = KINDS[kind](), "".join(pages(kind, "-raw"))  # in the page's own order
    for line in (*report.breaches, *report.open):
        obligation = line.obligation
        asked = [one.question.ask for one in (*line.failed, *line.open)]
        advice = [remedy.advice(line, line.failed)] if line in report.breaches else []
        for told in (obligation.title, citation(obligation.source), *advice, *asked):
            assert without_edges(told, report) in without_edges(words, report), told


def without_edges(text: str, report: Report) -> str:
    """Without spaces and what the margins of each page repeat, so that pages read on."""
    name = re.sub(r"\s+", "", report.findings.assessment.respondent.name)
    plain = re.sub(r"\s+", "", text).replace(name + report.number, "")
    return re.sub(r"第\d+页共\d+页", "", plain)


def test_nothing_stands_in_the_margins(kind: str, tmp_path: Path) -> None:
    boxes = tmp_path / "boxes.xml"
    subprocess.run(["pdftotext", "-bbox", paper(kind), boxes], check=True)
    page, outside = 0, []
    for tag in re.finditer(r"<(page|word) (.*?)>(.*?)(?=<|$)", boxes.read_text(encoding="utf-8")):
        if tag[1] == "page":
            page += 1
            continue
        left, top, right, bottom = (float(one) for one in re.findall(r'"(.*?)"', tag[2])[:4])
        # The box of a full-width mark at the end of a line is wider than what is drawn of it.
        blank = 7 if tag[3].endswith(tuple("，。、；：）》”？")) else 0
        across = left < _LEFT - 2 or right - blank > _RIGHT + 2
        in_text = top > _TOP - 6 and bottom < _BOTTOM + 6
        if in_text and across:
            outside.append((page, tag[3], left, right))
    assert outside == []


def test_the_contents_name_the_pages_where_the_chapters_are(kind: str) -> None:
    places = pages_of_places(paper(kind).read_bytes())
    report = KINDS[kind]()
    listed = contents(kind)
    for number, line in enumerate(report.breaches, start=1):
        title = re.sub(r"\s+", "", line.obligation.title)
        page = places[f"gap-{number}"]
        assert f"{number}{title}{page}" in without_edges(listed, report)
        assert title in without_edges(pages(kind)[page - 1], report)


def bookmarks(outline: Iterable[Any]) -> Iterator[str]:
    for one in outline:
        yield from bookmarks(one) if isinstance(one, list) else [str(one.title)]


def test_the_pdf_has_title_bookmarks_and_tags(kind: str) -> None:
    reader = pypdf.PdfReader(paper(kind))
    report = KINDS[kind]()
    assert reader.metadata is not None
    assert report.findings.assessment.respondent.name in str(reader.metadata.title)
    assert b"/Marked true" in paper(kind).read_bytes()
    titles = set(bookmarks(reader.outline))
    assert "一、结论" in titles
    assert any(title.endswith("、不符合事项") for title in titles)
    for number, line in enumerate(report.breaches, start=1):
        assert any(each.startswith(f"{number}{line.obligation.title}") for each in titles)
    assert (milestone(paper(kind).read_bytes()) or 0) >= 131


MOST_PAGES: dict[str, tuple[Callable[[], Report], int]] = {
    "the sample agency": (sample_agency, 16),
    "eight rooms": (lambda: reported(thirty_rooms(8)), 16),
    "thirty rooms": (lambda: reported(thirty_rooms()), 18),
    "ninety gaps": (lambda: reported(ninety_gaps()), 46),
    "no gap": (lambda: reported(no_gap()), 4),
    "nothing answered": (lambda: reported(unanswered()), 8),
}


@pytest.mark.parametrize("kind", MOST_PAGES)
def test_the_report_is_short(kind: str) -> None:
    made, most = MOST_PAGES[kind]
    assert len(pages_in(printed(made()))) <= most


@pytest.mark.parametrize("kind", ["the sample agency", "thirty rooms", "ninety gaps", "no gap"])
def test_the_brief_has_two_pages_at_most(kind: str) -> None:
    assert len(pages_in(printed(MOST_PAGES[kind][0](), part="brief"))) <= 2


@pytest.mark.parametrize("kind", ["the sample agency", "thirty rooms", "no gap"])
def test_the_brief_printed_from_a_browser_has_two_pages_as_well(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html, "DENSEST", 0)  # a browser does not count pages and print it smaller
    assert len(pages_in(printed(MOST_PAGES[kind][0](), part="brief"))) <= 2


def test_the_brief_is_printed_smaller_before_it_has_a_third_page() -> None:
    report = reported(ninety_gaps())
    assert 'class="topic in-brief dense-3"' in html.render(report, part="brief", dense=html.DENSEST)
    assert "dense" not in html.render(report, part="brief").partition("<body")[2][:60]


def test_the_brief_of_a_platform_that_fails_in_everything_has_two_pages_too() -> None:
    broken = all_failing("platform")
    answers = {
        key: replace(answer, owner=f"张{at % 9}", due=date(2026 + at % 2, 12 - at % 12, 3))
        for at, (key, answer) in enumerate(broken.answers.items())
    }
    assert len(pages_in(printed(reported(replace(broken, answers=answers)), part="brief"))) <= 2


@pytest.mark.parametrize("kind", ["agency", "thirty rooms", "ninety gaps", "hurried"])
@pytest.mark.parametrize("part", ["report", "brief"])
def test_what_to_do_first_stands_on_the_first_page(kind: str, part: Part, tmp_path: Path) -> None:
    report = (KINDS | {"hurried": hurried})[kind]()
    file = tmp_path / "报告.pdf"
    file.write_bytes(printed(report, part=part))
    first = words_of(file, "-raw")[0]  # a title of two lines is not torn by what stands beside it
    assert ("请再核对" in first) is (kind == "hurried")
    assert first.count("先做") == 1
    told = tasks.first(tasks.tasks(report))
    assert len(told) == 5
    # Of ninety gaps, each with fines in doubt beside the certain one, the fifth goes over the page.
    fit = 4 if (kind, part) == ("ninety gaps", "report") else 5
    for task in (each.tasks[0] for each in told[:fit]):
        whole = first.partition("先做")[2]
        entry = task.line.obligation
        assert re.sub(r"\s+", "", entry.title if part == "report" else entry.remedy) in whole


@pytest.mark.parametrize("cover", [False, True])
def test_a_card_begins_with_what_to_do_and_the_signatures_stand_on_one_page(
    cover: bool, tmp_path: Path
) -> None:
    """Neither a title alone at the foot of a page, nor a last page with an empty list alone."""
    report, file = sample_agency(), tmp_path / "报告.pdf"
    file.write_bytes(printed(report, part="report", cover=cover))
    told = words_of(file, "-raw")
    heads = [
        re.sub(r"\s+", "", f"{number}{line.obligation.title}{citation(line.obligation.source)}")
        for number, line in enumerate(report.breaches, start=1)
    ]
    for page in told:
        begun = sum(head in page for head in heads)
        assert (page.count("怎么改"), page.count("差在哪里")) == (begun, begun)
    assert all(any(head in page for page in told) for head in heads)
    (signed,) = (page for page in told if "更正与复核记录" in page)
    assert "填报人确认" in signed


def test_the_report_says_where_the_annex_is_and_the_annex_is_a_part_of_its_own() -> None:
    report, annex = ("".join(pages_in(printed(sample_agency(), part=part))) for part in PARTS)
    assert "checklistreport答案文件--partannex--pdf" in report
    assert "附件A-1目的、范围与法律身份" not in report
    assert "附件A-6工作底稿" in annex
    assert "一、结论" not in annex
    assert "www.samr.gov.cn" in annex, "paper shows where the text is"


def test_report_prints_beside_the_answers_whatever_the_folder_is_called(
    checklist: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "报告 100% #1 (甲)"
    folder.mkdir()
    answers = folder / "青禾 自查.yaml"
    answers.write_bytes((resources.examples_dir() / "host.yaml").read_bytes())
    ran = checklist("report", answers, *DAY, "--pdf")
    assert (ran.code, ran.out.strip()) == (0, str(answers.with_suffix(".pdf")))
    assert answers.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")
    assert sorted(one.name for one in folder.iterdir()) == ["青禾 自查.pdf", "青禾 自查.yaml"]


@pytest.mark.skipif(sys.platform != "linux", reason="fontconfig")
def test_without_a_chinese_font_nothing_is_printed_and_it_is_told_how_to_get_one(
    checklist: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = subprocess.run(
        ["fc-list", ":lang=en", "file", "lang"], capture_output=True, check=True
    )
    fonts = (line.split(": ") for line in listed.stdout.decode().splitlines())
    latin = next((file for file, langs in fonts if "zh" not in langs and "/dejavu/" in file), None)
    if latin is None:
        pytest.skip("no DejaVu here")
    (tmp_path / "fonts").mkdir()
    shutil.copy(latin, tmp_path / "fonts")
    (tmp_path / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{tmp_path}/fonts</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>",
        encoding="utf-8",
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    out = tmp_path / "页.pdf"
    ran = checklist("report", resources.examples_dir() / "host.yaml", *DAY, "-o", out)
    assert (ran.code, ran.out, out.exists()) == (2, "", False)
    assert "这台电脑没有中文字体，印出来是方框" in ran.err
    assert "sudo apt install fonts-noto-cjk" in ran.err


def test_printing_asks_the_network_for_nothing(checklist: Run, tmp_path: Path) -> None:
    """Read from the browser's own log of everything its network service does."""
    log = tmp_path / "net.json"
    program = tmp_path / "logged"
    program.write_text(
        f'#!/bin/sh\nexec {CHROMIUM} --log-net-log={log} --net-log-capture-mode=Everything "$@"\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    answers = resources.examples_dir() / "host.yaml"
    out = tmp_path / "页.pdf"
    ran = checklist("report", answers, *DAY, "-o", out, "--browser", program)
    assert ran.code == 0
    text = log.read_text(encoding="utf-8").rstrip()
    told = json.loads(text if text.endswith("}") else text.rstrip(",") + "]}")
    types = {number: name for name, number in told["constants"]["logEventTypes"].items()}
    seen = {types[one["type"]] for one in told["events"]}
    assert "URL_REQUEST_START_JOB" in seen, "the browser's own tries, which find no host"
    assert {name for name in seen if _REACHES_OUT.search(name)} == set()


_REACHES_OUT = re.compile("BYTES_SENT|CONNECT_ATTEMPT|RESOLVER_SYSTEM_TASK|RESOLVER_DNS_TASK")
"""Among the events of a net log: a byte was sent, a connection tried, a name looked up."""
