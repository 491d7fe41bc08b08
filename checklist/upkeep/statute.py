"""The official text of a regulation as articles, paragraphs and items, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from msgspec import Struct

from checklist.law.model import Citation
from checklist.law.wording import numeral
from checklist.text import clipped, inert
from checklist.upkeep.places import count
from checklist.upkeep.statute_lines import (
    Block,
    Opening,
    blocks,
    heading,
    is_furniture,
    listed,
    opening,
)

_SHOWN = 60


class Passage(Struct, frozen=True, kw_only=True):
    """The smallest piece with a place of its own: a paragraph (款) without its items, or an item
    (项) without its （一）.

    `place.paragraph` is None where the article has one paragraph only, as statutes are cited.
    """

    place: Citation
    text: str


class Statute(Struct, frozen=True, kw_only=True, dict=True):
    """The text of a regulation: its passages in reading order.

    `chapters` has the heading that each article (条) stands under: 第一章 总则. `dropped` holds the
    lines within or below the articles that were taken for page furniture. In the articles that are
    `doubtful` it cannot be seen from the lines where a paragraph begins.
    """

    title: str | None
    chapters: Mapping[int, str | None]
    passages: tuple[Passage, ...]
    dropped: tuple[str, ...] = ()
    doubtful: tuple[int, ...] = ()

    def count(self) -> tuple[int, int, int]:
        """How many articles, paragraphs and items there are."""
        return count(passage.place for passage in self.passages)

    @cached_property
    def by_article(self) -> dict[int, list[Passage]]:
        """The passages of each article."""
        articles: dict[int, list[Passage]] = {}
        for passage in self.passages:
            articles.setdefault(passage.place.article, []).append(passage)
        return articles


def passages_at(statute: Statute, source: Citation) -> tuple[Passage, ...]:
    """What a citation means: an item, a paragraph with its items, or all of the article. Empty
    where there is none. An item cited without a paragraph stands in the first."""
    return tuple(
        passage
        for passage in statute.by_article.get(source.article, ())
        if lies_in(passage.place, source)
    )


def lies_in(place: Citation, source: Citation) -> bool:
    """Whether a paragraph or item is part of what is cited."""
    paragraph = source.paragraph or (1 if source.item else None)
    return (
        place.article == source.article
        and paragraph in {None, place.paragraph or 1}
        and source.item in {None, place.item}
    )


def quote(statute: Statute, source: Citation) -> str | None:
    """The words at a cited place, one line per paragraph and item; None where there is no such
    place. An item is quoted alone; an article cited without a paragraph is quoted whole."""
    lines = [
        f"（{numeral(passage.place.item)}）{passage.text}" if passage.place.item else passage.text
        for passage in passages_at(statute, source)
    ]
    return "\n".join(lines) or None


def shortened(text: str) -> str:
    """The beginning of a text, as it is told on one line."""
    return clipped(inert(text), _SHOWN)


def placed(article: int, pieces: Iterable[tuple[int | None, str]]) -> tuple[Passage, ...]:
    """The paragraphs (None) and items (by number) of an article, each with its place."""
    texts = list(pieces)
    several = sum(item is None for item, _ in texts) > 1
    passages: list[Passage] = []
    paragraph = 0
    for item, text in texts:
        paragraph += item is None
        place = Citation(article=article, paragraph=paragraph if several else None, item=item)
        passages.append(Passage(place=place, text=text))
    return tuple(passages)


def renumbered(places: Iterable[Citation], moves: Mapping[Citation, Citation]) -> dict[int, int]:
    """The new numbers of articles that moved as a whole: each of their places to its like."""
    targets: dict[int, set[int]] = {}
    for place in places:
        to = moves.get(place, place)
        alike = (to.paragraph, to.item) == (place.paragraph, place.item)
        targets.setdefault(place.article, set()).add(to.article if alike else place.article)
    return {
        article: numbers.pop()
        for article, numbers in targets.items()
        if len(numbers) == 1 and numbers != {article}
    }


# --- reading -------------------------------------------------------------------------------------

_TITLE = re.compile(
    r"《?([^，。；：:>》|/]{1,60}(?:法|条例|规定|办法|细则|规则|准则|决定)(?:[（(][^（）()]{1,12}[）)])?)》?"
)


def parse(text: str) -> Statute:
    """The regulation in `text`, plain or Markdown or with remnants of HTML. It is never refused:
    where nothing is recognised there are no articles."""
    reader = _Reader()
    body, heads = blocks(text)
    for block in body:
        reader.take(block)
    titles = [match[1] for line in (*reader.head, *heads) if (match := _TITLE.fullmatch(line))]
    return Statute(
        title=max(titles, key=len, default=None),
        chapters={
            number: article.chapter
            for number, article in reader.articles.items()
            if article.paragraphs
        },
        passages=tuple(
            passage
            for number, article in reader.articles.items()
            for passage in placed(number, article.pieces())
        ),
        dropped=(*heads, *reader.dropped),
        doubtful=tuple(reader.doubtful),
    )


@dataclass(slots=True)
class _Paragraph:
    text: str
    items: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Article:
    chapter: str | None
    paragraphs: list[_Paragraph] = field(default_factory=list)

    def pieces(self) -> Iterator[tuple[int | None, str]]:
        for paragraph in self.paragraphs:
            yield None, paragraph.text
            yield from paragraph.items.items()


@dataclass(slots=True)
class _Reader:
    """Takes one block of text after the other."""

    head: list[str] = field(default_factory=list)
    articles: dict[int, _Article] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    doubtful: dict[int, None] = field(default_factory=dict)
    chapter: str | None = None
    style: int = 0
    """How the latest list numbers its items; see Listed."""
    untitled: bool = False
    """The latest chapter's title is still to come, on a line of its own."""
    over: bool = False
    """The articles began anew: what follows is another text."""

    def take(self, line: Block) -> None:
        block = line.text
        head, start = heading(block), opening(block)
        if self.over:
            self.dropped.append(block)
        elif head is not None:
            if head:
                self.chapter, self.untitled = head, " " not in head
        elif start and self._begins(start):
            self._begin_article(start, block)
        elif self.untitled and len(block) <= 40:
            self.chapter, self.untitled = f"{self.chapter} {block}", False
        elif not self.articles:
            self.head.append(block)
        elif not self._itemise(block):
            if is_furniture(block):
                self.dropped.append(block)
            else:
                self._paragraphs.append(_Paragraph(block))
                if line.doubtful:
                    self.doubtful[next(reversed(self.articles))] = None

    @property
    def _paragraphs(self) -> list[_Paragraph]:
        return self.articles[next(reversed(self.articles))].paragraphs

    def _begins(self, start: Opening) -> bool:
        """A number out of order is a reference at the beginning of a line, unless it is 第一条."""
        last = next(reversed(self.articles), 0)
        if start.separated:
            return start.number > last or start.number == 1
        return start.number == last + 1

    def _begin_article(self, start: Opening, block: str) -> None:
        if self.articles and start.number == 1:
            if any(article.paragraphs for article in self.articles.values()):
                self.over = True
                self.dropped.append(block)
                return
            self.articles.clear()  # a table of contents
        self.articles[start.number] = _Article(self.chapter)
        if start.text:
            self._paragraphs.append(_Paragraph(start.text))
        self.untitled = False

    def _itemise(self, block: str) -> bool:
        """Take `block` as an item of the latest paragraph, or as part of one, if it is that."""
        entry = listed(block)
        if entry is None or not self._paragraphs:
            return False
        paragraph = self._paragraphs[-1]
        last = next(reversed(paragraph.items), None)
        if last is not None and entry.style != self.style:  # 目, the list within an item
            taken = paragraph.items[last].endswith(("：", ":", "；", ";"))
            if taken:
                paragraph.items[last] += f"\n{block}"
            return taken
        if last is None:
            announced = paragraph.text.endswith(("：", ":"))
            taken = announced or (entry.style == 0 and entry.number == 1)
        else:
            taken = entry.number > last
        if taken:
            self.style = entry.style
            paragraph.items[entry.number] = entry.text
        return taken
