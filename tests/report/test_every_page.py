"""Every kind of page in a real browser: what axe says, what it asks for, what typed text does."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.report.browser import needs_chromium
from tests.report.devtools import Tab
from tests.report.hostile import ALL
from tests.report.kinds import HOSTILE, PAGES, ninety_gaps, reported, thirty_rooms

pytestmark = [pytest.mark.slow, needs_chromium]

AXE = os.environ.get("CHECKLIST_AXE", "")
"""axe.min.js, from `npm pack axe-core`: it is no Python package, so .ci/run fetches it."""
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"dark": True},
    "print": {"paper": True, "width": 794, "height": 1123},
    "phone": {"width": 390, "height": 844},
}
RAN = "window.ran=true"
PAYLOADS = (
    f"<script>{RAN}</script>",
    f"</style><script>{RAN}</script>",
    f"</script><script>{RAN}</script>",
    f'"><img src=x onerror="{RAN}">',
    f'\'><svg onload="{RAN}">',
    f'" autofocus onfocus="{RAN}" x="',
    f"javascript:{RAN}",
    f"</option></select><iframe srcdoc='<script>parent.{RAN}</script>'>",
    f"</title><script>{RAN}</script>",
    '"><img src="https://example.invalid/a.png">',
    '<link rel="stylesheet" href="https://example.invalid/a.css">',
    '<meta http-equiv="refresh" content="0;url=https://example.invalid/">',
    '</style><style>@import "https://example.invalid/b.css";</style>',
    "url(https://example.invalid/c.png)",
    f"{ALL}",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest, folder: Path) -> Path:
    file = folder / f"{request.param}.html"
    file.write_text(PAGES[request.param](), encoding="utf-8")
    return file


@pytest.fixture(scope="module", params=LOOKS)
def look(request: pytest.FixtureRequest, tab: Tab, page: Path) -> str:
    """How the page is looked at, now that it is open."""
    look = str(request.param)
    tab.look(**LOOKS[look])
    tab.open(page)
    return look


def test_nothing_hangs_over_the_edge_and_nothing_is_asked_for(tab: Tab, look: str) -> None:
    assert tab.requested == []
    assert tab.said == []
    wide, seen = tab.run("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= seen == LOOKS[look].get("width", 1440)
    assert tab.run(_CUT_OFF) == []


@pytest.mark.skipif(not AXE, reason="CHECKLIST_AXE does not name axe.min.js")
def test_axe_finds_nothing(tab: Tab, look: str) -> None:
    """Of no impact whatever, and the page keeps its policy while it is looked at."""
    tab.run(Path(AXE).read_text(encoding="utf-8"))
    found = tab.run(
        "axe.run(document, {resultTypes: ['violations']}).then((all) => all.violations)"
    )
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert tab.run("matchMedia('print').matches") == (look == "print")
    assert tab.run("matchMedia('(prefers-color-scheme: dark)').matches") == (look == "dark")


_CUT_OFF = """[...document.querySelectorAll("main *")].filter((one) => {
  const { overflowX, overflowY } = getComputedStyle(one);
  const cut = (how, inner, outer) => how === "hidden" && inner > outer + 1 && outer > 1;
  return cut(overflowX, one.scrollWidth, one.clientWidth)
    || cut(overflowY, one.scrollHeight, one.clientHeight);
}).map((one) => one.outerHTML.slice(0, 200))"""
"""Elements that hide part of what they hold."""


@pytest.mark.parametrize("barred", [True, False], ids=["policy", "no-policy"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_nothing_that_was_typed_runs_or_asks_for_anything(
    tab: Tab, folder: Path, kind: str, *, barred: bool
) -> None:
    """Also with the policy taken out: escaping alone must do."""
    written = HOSTILE[kind]("".join(PAYLOADS))
    policy = '<meta http-equiv="Content-Security-Policy".*?>'
    assert re.search(policy, written)
    if not barred:
        written = re.sub(policy, "", written)
    file = folder / "evil.html"
    file.write_text(written, encoding="utf-8")
    for hash in ("", "#?q=" + PAYLOADS[3], "#?owner=" + PAYLOADS[3], "#" + PAYLOADS[0]):
        tab.look()
        tab.open(file, hash)
        assert tab.requested == []
        assert not tab.run("window.ran === true")
        assert tab.run("document.body.textContent").count("window.ran=true") > 10
        assert tab.run(_LIVE) == []


_LIVE = """[...document.querySelectorAll("*")].flatMap((one) => [...one.attributes])
  .filter((one) => /^on/i.test(one.name) || /^\\s*javascript:/i.test(one.value))
  .map((one) => one.name + "=" + one.value.slice(0, 80))"""
"""Attributes that would run."""


def test_what_is_looked_at_is_large() -> None:
    """The two reports nobody would write by hand are what their names say."""
    gaps, rooms = reported(ninety_gaps()), reported(thirty_rooms())
    assert gaps.totals.gaps >= 90
    assert len(rooms.findings.assessment.rooms) == 30
    assert any(0 < len(line.subject.rooms) < 30 for line in rooms.breaches)
