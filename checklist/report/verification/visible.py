"""What a page shows its reader, and where two pages begin to read otherwise.

One pass over the text, whatever stands in it: the time of html.parser grows with the square of some
hostile pages. Only says where a difference is; whether there is one is decided by bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from checklist.report.verification.model import Spot

_AROUND = 16
_HEADINGS = {"h1", "h2"}
_UNSEEN = {"style", "script", "head", "title", "template", "noscript"}
_BLOCKS = {
    "p", "div", "section", "li", "dt", "dd", "td", "th", "tr", "h1", "h2", "h3", "h4", "header",
    "figure", "figcaption", "article", "aside", "summary", "details", "br", "table", "ol", "ul",
}  # fmt: skip
_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9]*)")


def is_resaved(page: str) -> bool:
    """Whether a browser wrote it: it notes where from, or what the script had added by then."""
    head = page[:3000]
    return "<!-- saved from url=" in head or re.search(r"<html[^>]*scripted", head) is not None


def first_difference(expected: str, found: str) -> Spot | None:
    """Where the text that a reader sees begins to differ; None where it does not."""
    wanted, shown = list(_texts(expected)), list(_texts(found))
    for at, (chapter, text) in enumerate(wanted):
        other = shown[at][1] if at < len(shown) else ""
        if text != other:
            return _spot(chapter, text, other)
    if len(shown) > len(wanted):
        chapter = wanted[-1][0] if wanted else None
        return _spot(chapter, "", shown[len(wanted)][1])
    return None


def _spot(chapter: str | None, expected: str, found: str) -> Spot:
    shorter = min(len(expected), len(found))
    at = next((n for n in range(shorter) if expected[n] != found[n]), shorter)
    return Spot(chapter=chapter, expected=_near(expected, at), found=_near(found, at))


def _near(text: str, at: int) -> str:
    start, end = max(0, at - _AROUND), at + _AROUND
    before = "…" if start else ""
    after = "…" if end < len(text) else ""
    return f"{before}{text[start:end]}{after}"


def _texts(page: str) -> Iterator[tuple[str | None, str]]:
    """Each run of text between blocks, spaces unified, with the heading it stands under."""
    chapter: str | None = None
    heading = False
    run: list[str] = []
    for tag, text in _pieces(page):
        if tag is None:
            run.append(text)
            continue
        name = tag.lstrip("/")
        if name not in _BLOCKS:
            continue
        told = " ".join(unescape("".join(run)).split())
        run.clear()
        if heading and tag.startswith("/") and name in _HEADINGS:
            chapter, heading = told or chapter, False
        elif name in _HEADINGS:
            heading = not tag.startswith("/")
        if told:
            yield chapter, told
    told = " ".join(unescape("".join(run)).split())
    if told:
        yield chapter, told


def _pieces(page: str) -> Iterator[tuple[str | None, str]]:
    """(None, text) or (tag name, ""), an end tag with its slash. Unseen elements are left out."""
    at = 0
    while True:
        tag = page.find("<", at)
        if tag < 0:
            yield None, page[at:]
            return
        yield None, page[at:tag]
        if page.startswith("<!--", tag):
            end, step = page.find("-->", tag + 4), 3
            name = None
        else:
            end, step = page.find(">", tag), 1
            match = _NAME.match(page, tag + 1)
            name = match and match.group(0).lower()
        if end < 0:
            return
        at = end + step
        if name in _UNSEEN:
            close = page.find(f"</{name}>", at)
            if close < 0:
                return
            at = close
        elif name is not None:
            yield name, ""
