"""What a page must show its reader, whoever wrote it: chapters, and what falls short or is open.

A page whose words cannot be compared to the letter (another version wrote it, a text is missing)
carries a result that can be compared. Whoever alters such a page leaves that result as it is, and
takes out of sight what it says: so the words of the rulebook are looked for where they belong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from string import digits

from msgspec import Struct

from checklist.assessment.as_data import digest_of
from checklist.comparing.page_file import Page
from checklist.comparing.visible import runs
from checklist.evaluation.model import Status
from checklist.report.page.view import ALWAYS, BREACHES, OPEN

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
    for chapter, text in _by_chapter(page.text):
        by_chapter.setdefault(chapter, []).append(_squeezed(text))
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


def _by_chapter(page: str) -> Iterator[tuple[str, str]]:
    for chapter, text in runs(page):
        numbered = _NUMBERED.fullmatch(chapter or "")
        if numbered:
            yield numbered[1], text


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
