"""The official text of a regulation as articles, paragraphs and items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from msgspec import Struct

from checklist.law.model import Citation
from checklist.law.wording import numeral
from checklist.text import inert
from checklist.upkeep.places import count
from checklist.upkeep.statute_lines import Opening, blocks, heading, is_furniture, listed, opening

_SHOWN = 60


class Item(Struct, frozen=True, kw_only=True):
    """项, without its （一）."""

    number: int
    text: str


class Paragraph(Struct, frozen=True, kw_only=True):
    """款. `text` is what stands before its items."""

    text: str
    items: tuple[Item, ...] = ()


class Article(Struct, frozen=True, kw_only=True):
    """条, without its 第一条. `chapter` is the heading it stands under: 第一章 总则."""

    number: int
    chapter: str | None
    paragraphs: tuple[Paragraph, ...]


class Passage(Struct, frozen=True, kw_only=True):
    """The smallest piece with a place of its own: a paragraph without its items, or an item.

    `place.paragraph` is None where the article has one paragraph only, as statutes are cited.
    """

    place: Citation
    text: str


class Statute(Struct, frozen=True, kw_only=True, dict=True):
    """The text of a regulation.

    `dropped` holds the lines within or below the articles that were taken for page furniture.
    """

    title: str | None
    articles: tuple[Article, ...]
    dropped: tuple[str, ...] = ()

    def article(self, number: int) -> Article | None:
        return self._articles.get(number)

    @cached_property
    def _articles(self) -> dict[int, Article]:
        return {article.number: article for article in self.articles}

    def paragraphs(self) -> Iterator[tuple[Citation, Paragraph]]:
        """Every paragraph with its place, in reading order."""
        for article in self.articles:
            several = len(article.paragraphs) > 1
            for number, paragraph in enumerate(article.paragraphs, 1):
                place = Citation(article=article.number, paragraph=number if several else None)
                yield place, paragraph

    def passages(self) -> Iterator[Passage]:
        """Every paragraph and item, in reading order."""
        for place, paragraph in self.paragraphs():
            yield from passages(place, paragraph)

    def count(self) -> tuple[int, int, int]:
        """How many articles, paragraphs and items there are."""
        return count(passage.place for passage in self.passages())


def passages(place: Citation, paragraph: Paragraph) -> Iterator[Passage]:
    """The paragraph at `place` without its items, then each item."""
    yield Passage(place=place, text=paragraph.text)
    for item in paragraph.items:
        yield Passage(place=within(place, item.number), text=item.text)


def within(place: Citation, item: int) -> Citation:
    """The place of an item of the paragraph at `place`."""
    return Citation(article=place.article, paragraph=place.paragraph, item=item)


def whole_article(moves: Mapping[Citation, Citation]) -> tuple[Citation, Citation] | None:
    """From and to where, where these moves from place to place are an article's renumbering."""
    froms, tos = ({place.article for place in side} for side in (moves.keys(), moves.values()))
    alike = all((a.paragraph, a.item) == (b.paragraph, b.item) for a, b in moves.items())
    if len(froms) == len(tos) == 1 and froms != tos and alike:
        return Citation(article=froms.pop()), Citation(article=tos.pop())
    return None


def paragraphs_at(statute: Statute, source: Citation) -> tuple[Paragraph, ...]:
    """What a citation means: one paragraph, or all of the article's. Empty where there is none."""
    article = statute.article(source.article)
    if article is None:
        return ()
    if source.paragraph is None:
        return article.paragraphs
    return article.paragraphs[source.paragraph - 1 : source.paragraph]


def quote(statute: Statute, source: Citation) -> str | None:
    """The words at a cited place, one line per paragraph and item; None where there is no such
    place. An item is quoted alone; an article cited without a paragraph is quoted whole."""
    paragraphs = paragraphs_at(statute, source)
    if source.item is not None:
        items = paragraphs[0].items if paragraphs else ()
        return next((_itemised(item) for item in items if item.number == source.item), None)
    lines = [
        line
        for paragraph in paragraphs
        for line in (paragraph.text, *map(_itemised, paragraph.items))
    ]
    return "\n".join(lines) or None


def shortened(text: str) -> str:
    """The beginning of a text, as it is told on one line."""
    shown = inert(text)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def _itemised(item: Item) -> str:
    return f"（{numeral(item.number)}）{item.text}"


# --- reading -----------------------------------------------------------------------------------

_TITLE = re.compile(
    r"《?([^，。；：:>》|/]{1,60}(?:法|条例|规定|办法|细则|规则|准则|决定)(?:[（(][^（）()]{1,12}[）)])?)》?"
)


def parse(text: str) -> Statute:
    """The regulation in `text`, plain or Markdown or with remnants of HTML. It is never refused:
    where nothing is recognised there are no articles."""
    reader = _Reader()
    for block in blocks(text):
        reader.take(block)
    return reader.statute()


@dataclass(slots=True)
class _ArticleSoFar:
    number: int
    chapter: str | None
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    """Takes one block of text after the other."""

    head: list[str] = field(default_factory=list)
    articles: list[_ArticleSoFar] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    chapter: str | None = None
    style: int = 0
    """How the latest list numbers its items; see Listed."""
    untitled: bool = False
    """The latest chapter's title is still to come, on a line of its own."""
    over: bool = False
    """The articles began anew: what follows is another text."""

    def take(self, block: str) -> None:
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
            self._begin_paragraph(block)

    def _begins(self, start: Opening) -> bool:
        """A number out of order is a reference at the beginning of a line, unless it is 第一条."""
        last = self.articles[-1].number if self.articles else 0
        if start.separated:
            return start.number > last or start.number == 1
        return start.number == last + 1

    def _begin_article(self, start: Opening, block: str) -> None:
        if self.articles and start.number == 1:
            if any(article.paragraphs for article in self.articles):
                self.over = True
                self.dropped.append(block)
                return
            self.articles.clear()  # a table of contents
        article = _ArticleSoFar(start.number, self.chapter)
        if start.text:
            article.paragraphs.append(Paragraph(text=start.text))
        self.articles.append(article)
        self.untitled = False

    def _itemise(self, block: str) -> bool:
        """Take `block` as an item of the latest paragraph, or as part of one, if it is that."""
        entry, paragraphs = listed(block), self.articles[-1].paragraphs
        if entry is None or not paragraphs:
            return False
        text, items = paragraphs[-1].text, paragraphs[-1].items
        item = Item(number=entry.number, text=entry.text)
        if not items:
            announced = text.endswith(("：", ":"))
            taken = announced or (entry.style == 0 and entry.number == 1)
            self.style = entry.style
        elif entry.style == self.style:
            taken = entry.number > items[-1].number
        else:  # 目, the list within an item
            taken = items[-1].text.endswith(("：", ":", "；", ";"))
            item = Item(number=items[-1].number, text=f"{items[-1].text}\n{block}")
            items = items[:-1]
        if taken:
            paragraphs[-1] = Paragraph(text=text, items=(*items, item))
        return taken

    def _begin_paragraph(self, block: str) -> None:
        if is_furniture(block):
            self.dropped.append(block)
        else:
            self.articles[-1].paragraphs.append(Paragraph(text=block))

    def statute(self) -> Statute:
        titles = [match[1] for line in self.head if (match := _TITLE.fullmatch(line))]
        return Statute(
            title=max(titles, key=len, default=None),
            articles=tuple(
                Article(
                    number=article.number,
                    chapter=article.chapter,
                    paragraphs=tuple(article.paragraphs),
                )
                for article in self.articles
                if article.paragraphs
            ),
            dropped=tuple(self.dropped),
        )
