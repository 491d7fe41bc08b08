"""What a page shows its reader, what it must show, and where two pages begin to read otherwise.

One pass over the text, whatever stands in it: the time of html.parser grows with the square of some
hostile pages. Whether two pages differ is decided by bytes; this says only where.

A page whose words cannot be compared to the letter (another version wrote it, a text is missing)
carries a result that can be compared. Whoever alters such a page leaves that result as it is, and
takes out of sight what it says: so the words of the rulebook are looked for where they belong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from string import digits

from msgspec import Struct

from checklist.assessment.as_data import digest_of
from checklist.comparing.page_file import Page
from checklist.evaluation.model import Status
from checklist.report.page.view import ALWAYS, BREACHES, OPEN
from checklist.text import clipped

TITLE = "<title>"
_AROUND = 16
_LONGEST = 60
_AHEAD = 200
_HEADINGS = {"h1", "h2"}
_BLOCKS = {
    "p", "div", "section", "li", "dt", "dd", "td", "th", "tr", "h1", "h2", "h3", "h4", "header",
    "figure", "figcaption", "article", "aside", "summary", "details", "br", "table", "ol", "ul",
    "title",
}  # fmt: skip
_MARKUP = re.compile(
    r"<!--(?:.*?-->|.*)"
    r"|<(style|script|template|noscript)\b[^>]*>(?:.*?</\1>|.*)"
    r"|<(?P<tag>/?[a-z][a-z0-9]*)?(?:[^>]*>|.*)",
    re.DOTALL | re.IGNORECASE,
)
"""A comment, an element that nobody sees, or a tag. What has no end reaches to the end of the page:
so each character is looked at a few times at most."""


class Spot(Struct, frozen=True, kw_only=True):
    """The first place where two pages read otherwise, with some words around it.

    `chapter` is its heading as the page should read, None before the first, TITLE for the words on
    the browser's tab. `expected` is "" where the page says something more, `actual` is "" where it
    leaves something out.
    """

    chapter: str | None
    expected: str
    actual: str


Run = tuple[str | None, str]
"""Text between two blocks, behind the heading it stands under."""


def is_resaved(page: str) -> bool:
    """Whether a browser wrote it: it notes where from, or what the script had added by then."""
    head = page[:3000]
    return "<!-- saved from url=" in head or re.search(r"<html[^>]*scripted", head) is not None


def first_difference(expected: str, actual: str) -> Spot | None:
    """Where the text that a reader sees begins to differ; None where it does not."""
    wanted, shown = list(runs(expected)), list(runs(actual))
    for at, (chapter, text) in enumerate(wanted):
        other = shown[at][1] if at < len(shown) else ""
        if text != other:
            return _paragraphs(wanted, shown, at) or _words(chapter, text, other)
    if len(shown) > len(wanted):
        chapter = wanted[-1][0] if wanted else None
        return Spot(chapter=chapter, expected="", actual=clipped(shown[len(wanted)][1], _LONGEST))
    return None


def _paragraphs(wanted: list[Run], shown: list[Run], at: int) -> Spot | None:
    """Whole paragraphs that one page has and the other has not, from `at` on: the rest goes on as
    the other does. None where they read otherwise."""
    surplus = len(shown) - len(wanted)
    longer, shorter = (shown, wanted) if surplus > 0 else (wanted, shown)
    texts = [text for _, text in longer[at:]]
    goes_on = [text for _, text in shorter[at : at + 3]]
    for step in range(1, min(abs(surplus), _AHEAD) + 1):
        if texts[step : step + len(goes_on)] == goes_on:
            extra = clipped("　".join(texts[:step]), _LONGEST)
            expected, actual = ("", extra) if surplus > 0 else (extra, "")
            return Spot(chapter=longer[at][0], expected=expected, actual=actual)
    return None


def _words(chapter: str | None, expected: str, actual: str) -> Spot:
    """The first characters that differ, with some around them."""
    shorter = min(len(expected), len(actual))
    at = next((n for n in range(shorter) if expected[n] != actual[n]), shorter)
    return Spot(chapter=chapter, expected=_near(expected, at), actual=_near(actual, at))


def _near(text: str, at: int) -> str:
    start, end = max(0, at - _AROUND), at + _AROUND
    before = "…" if start else ""
    after = "…" if end < len(text) else ""
    return f"{before}{text[start:end]}{after}"


def runs(page: str) -> Iterator[Run]:
    """Each run of text between blocks, spaces unified, with the heading it stands under."""
    chapter: str | None = None
    heading = False
    pieces: list[str] = []
    for text, tag in _pieces(page):
        pieces.append(text)
        name = tag.lstrip("/")
        if name not in _BLOCKS:
            continue
        run = " ".join(unescape("".join(pieces)).split())
        pieces.clear()
        if heading and tag.startswith("/") and name in _HEADINGS:
            chapter, heading = run or chapter, False
        elif name in _HEADINGS:
            heading = not tag.startswith("/")
        if run:
            yield (TITLE if tag == "/title" and chapter is None else chapter), run


def _pieces(page: str) -> Iterator[tuple[str, str]]:
    """Text and the name of the tag behind it, an end tag's with its slash; "" where none is."""
    at = 0
    for markup in _MARKUP.finditer(page):
        yield page[at : markup.start()], (markup["tag"] or "").lower()
        at = markup.end()
    yield page[at:], "br"


# --- what a page must show ------------------------------------------------------------------------

_NUMBERED = re.compile("(?:[一二三四五六七八九十]+、|附件A-[0-9]+ )(.+)")
_CHAPTERS = {
    1: (
        "结论", "目的、范围与法律身份", "总体情况", "罚款幅度", "谁要做什么", "不符合事项",
        "待确认事项", "保存期限", "适用性声明", "工作底稿", "佐证目录", "处罚依据", "方法与限制",
        "签署",
    ),
    2: ALWAYS,
}  # fmt: skip
"""What every page has, by the format of its block."""
_LINK = "¶"
_TOLD_IN = {Status.NOT_SATISFIED: BREACHES, Status.UNDETERMINED: OPEN}


class Lacking(Struct, frozen=True, kw_only=True):
    """What a page should show and does not: chapters; obligations, as (chapter, title); other
    passages. `answers`: those it embeds are not those whose digest it names."""

    answers: bool = False
    chapters: tuple[str, ...] = ()
    titles: tuple[tuple[str, str], ...] = ()
    passages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.answers or self.chapters or self.titles or self.passages)


def lacking(page: Page, *pages: str) -> Lacking:
    """What `page` lacks of the result that it embeds, and of what all of `pages` show."""
    by_chapter: dict[str, list[str]] = {}
    for chapter, text in runs(page.text):
        if numbered := _NUMBERED.fullmatch(chapter or ""):
            by_chapter.setdefault(numbered[1], []).append(_squeezed(text))
    headings = {
        (_TOLD_IN[finding.status], finding.title): None
        for finding in page.result.findings
        if finding.status in _TOLD_IN
    }
    return Lacking(
        answers=digest_of(page.data) != page.seal.answers_sha256,
        chapters=tuple(title for title in _CHAPTERS[page.format] if title not in by_chapter),
        titles=tuple(
            (chapter, title)
            for chapter, title in headings
            if chapter in by_chapter and not _is_headed(by_chapter[chapter], _squeezed(title))
        ),
        passages=tuple(_missing(page.text, pages)),
    )


def _is_headed(passages: list[str], title: str) -> bool:
    """Whether one of the passages is this title: behind its number, and before the sign of its
    link."""
    heads = (each.lstrip(digits) for each in passages if _LINK in each)
    return any(each.startswith(title.lstrip(digits)) for each in heads)


def _missing(page: str, pages: tuple[str, ...]) -> Iterator[str]:
    """The passages that stand in all of `pages`, as often as in each, and not in `page`."""
    if not pages:
        return
    first, *others = (Counter(text for _, text in runs(other_page)) for other_page in pages)
    for other in others:
        first &= other
    yield from first - Counter(text for _, text in runs(page))


def _squeezed(text: str) -> str:
    return "".join(text.split())
