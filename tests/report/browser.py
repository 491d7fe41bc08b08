"""Opens a page in a headless Chromium and reads back what its script made of it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest

CHROMIUM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")


@dataclass
class Seen(HTMLParser):
    """`units` and `aimed` hold ids; `texts` what the elements with an id of their own say."""

    shown: list[str] = field(default_factory=list)
    off: list[str] = field(default_factory=list)
    aimed: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    title: str = ""
    _at: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        id = given.get("id") or ""
        if "unit" in classes:
            (self.off if "off" in classes else self.shown).append(id)
        if "aimed" in classes:
            self.aimed.append(id)
        if "hidden" in given:
            self.hidden.append(id)
        self._at = tag if tag == "title" else id

    def handle_data(self, data: str) -> None:
        if self._at == "title":
            self.title += data
        elif self._at:
            self.texts[self._at] = self.texts.get(self._at, "") + data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  HTMLParser names it
        self._at = ""


def opened(page: Path, hash: str = "") -> Seen:
    """The page after its script ran, opened at `hash` (without the sign; quoted here)."""
    seen = Seen()
    seen.feed(chromium("--dump-dom", f"{page.as_uri()}#{quote(hash, safe='?=&')}", profile=page))
    seen.close()
    return seen


def chromium(*arguments: str, profile: Path) -> str:
    """What Chromium printed. Its profile lies beside the page."""
    assert CHROMIUM
    switches = (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--virtual-time-budget=3000",
        f"--user-data-dir={profile.with_suffix('.profile')}",
    )
    ran = subprocess.run(
        [CHROMIUM, *switches, *arguments],
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    return ran.stdout
