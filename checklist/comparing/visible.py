"""What a page shows its reader, and where two pages begin to read otherwise.

One pass over the text, whatever stands in it: the time of html.parser grows with the square of some
hostile pages. Only says where a difference is; whether there is one is decided by bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from checklist.comparing.verification_model import TITLE, Spot

_AROUND = 16
_LONGEST = 60
_AHEAD = 200
_HEADINGS = {"h1", "h2"}
_UNSEEN = {"style", "script", "template", "noscript"}
_BLOCKS = {
    "p", "div", "section", "li", "dt", "dd", "td", "th", "tr", "h1", "h2", "h3", "h4", "header",
    "figure", "figcaption", "article", "aside", "summary", "details", "br", "table", "ol", "ul",
    "title",
}  # fmt: skip
_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9]*)")


_Told = tuple[str | None, str]
"""A run of text, and the heading it stands under."""


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
            return _more(wanted, shown, at) or _spot(chapter, text, other)
    if len(shown) > len(wanted):
        chapter = wanted[-1][0] if wanted else None
        return Spot(chapter=chapter, expected="", found=_clip(shown[len(wanted)][1]))
    return None


def _more(wanted: list[_Told], shown: list[_Told], at: int) -> Spot | None:
    """Whole paragraphs that one page has and the other has not, from `at` on: the rest goes on as
    the other does. None where they read otherwise."""
    surplus = len(shown) - len(wanted)
    if surplus == 0:
        return None
    longer, shorter = (shown, wanted) if surplus > 0 else (wanted, shown)
    step = _skipped([text for _, text in longer[at:]], [text for _, text in shorter[at:]])
    if step is None:
        return None
    extra = _clip("　".join(text for _, text in longer[at : at + step]))
    if surplus > 0:
        return Spot(chapter=shown[at][0], expected="", found=extra)
    return Spot(chapter=wanted[at][0], expected=extra, found="")


def _skipped(longer: list[str], shorter: list[str]) -> int | None:
    """How many of `longer` to leave out for it to go on as `shorter` does."""
    goes_on = shorter[:3]
    surplus = min(len(longer) - len(shorter), _AHEAD)
    return next((n for n in range(1, surplus + 1) if longer[n : n + len(goes_on)] == goes_on), None)


def _clip(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _spot(chapter: str | None, expected: str, found: str) -> Spot:
    shorter = min(len(expected), len(found))
    at = next((n for n in range(shorter) if expected[n] != found[n]), shorter)
    return Spot(chapter=chapter, expected=_near(expected, at), found=_near(found, at))


def _near(text: str, at: int) -> str:
    start, end = max(0, at - _AROUND), at + _AROUND
    before = "…" if start else ""
    after = "…" if end < len(text) else ""
    return f"{before}{text[start:end]}{after}"


def _texts(page: str) -> Iterator[_Told]:
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
            yield (TITLE if tag == "/title" and chapter is None else chapter), told
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
