"""Text that people typed is nothing but text in OSCAL: no markup, no controls, nothing broken."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest
from markdown_it import MarkdownIt

from checklist.assessment.model import moment
from checklist.oscal.documents import RESULTS, render
from checklist.oscal.values import finished, href, line, title
from checklist.text import inert
from tests.report.hostile import ALL, CORPUS, SCRIPT, STEERING
from tests.report.oscal.cases import report, scalars, told
from tests.report.pages import read

MARKUP = {"title", "description", "remarks", "prose", "statement", "text"}
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@pytest.mark.parametrize("case", ["hostile", "evil"])
def test_what_was_typed_is_text_and_nothing_else(case: str) -> None:
    seen = ""
    for name, value in scalars(list(told(case).values())):
        if name in MARKUP:
            shown = read(MARKDOWN.render(value))
            assert shown.tags <= {"p", "ul", "li"}
            assert shown.links == []
            seen += shown.text
    assert inert(SCRIPT) in seen


@pytest.mark.parametrize("case", ["hostile", "evil", "blank"])
def test_nothing_steers_what_shows_it(case: str) -> None:
    with zipfile.ZipFile(BytesIO(render(report(case)))) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            assert not set(STEERING) & set(text)
            values = "".join(str(one) for _, one in scalars(json.loads(text)))
            assert not set(STEERING) & set(values)


@pytest.mark.parametrize("text", [*CORPUS, ALL, "a\ufffeb\uffff", "  甲 ", "甲\n乙"])
def test_a_string_is_one_visible_line(text: str) -> None:
    for one in finished({"props": {"note": text}}).get("props", []):
        assert one["value"] == one["value"].strip()
        assert one["value"].isprintable()
    assert "\n" not in title(text)
    assert not {"\ufffe", "\uffff"} & set(line(text))


@pytest.mark.parametrize("text", ["", " \u200b\n", "\x1b"])
def test_what_shows_nothing_is_left_out(text: str) -> None:
    assert finished({"props": {"note": text}, "remarks": ""}) == {}
    assert title(text) == "（未填写）"


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("证据/开场 1.png", "%E8%AF%81%E6%8D%AE/%E5%BC%80%E5%9C%BA%201.png"),
        ("../甲.pdf", "../%E7%94%B2.pdf"),
        ("C:\\甲\\乙.png", "file:///C:/%E7%94%B2/%E4%B9%99.png"),
        ("/srv/a b.png", "file:///srv/a%20b.png"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("a?b#c&d=%41", "a%3Fb%23c%26d%3D%2541"),
        ("\x00", "."),
    ],
)
def test_a_path_is_a_reference_and_never_a_scheme_of_its_own(path: str, uri: str) -> None:
    assert href(path) == uri


@pytest.mark.parametrize("text", ["", "昨天", "2026-11-02", "2026-11-02T10:00:00", ALL])
def test_what_is_no_moment_with_a_zone_is_not_made_one(text: str) -> None:
    assert moment(text) is None


def test_a_moment_that_was_not_recorded_is_said_to_be_unknown() -> None:
    results = told("evil")[RESULTS]["assessment-results"]["results"][0]
    said = [one for one in results["observations"] if one["types"] == ["control-objective"]]
    assert {one["collected"] for one in said} == {"2026-11-22T00:00:00+08:00"}
    assert all("没有记下作答的时刻" in one["remarks"] for one in said)
