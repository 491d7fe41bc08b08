"""Every anchor stands in the cited place of the official text, where that text is at hand."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from checklist import resources
from checklist.law.model import Citation
from checklist.law.reader import load_rulebook
from checklist.law.wording import numeral

LAW = Path(os.environ.get("CHECKLIST_LAW_DIR", Path(__file__).parents[3] / "shared" / "law"))
LIVESTREAM = load_rulebook(resources.rules_file(), bundled=True)
TEXT = LAW / f"{LIVESTREAM.title}.md"

pytestmark = pytest.mark.skipif(
    not TEXT.exists(), reason=f"the official text is not at hand: {TEXT} (set CHECKLIST_LAW_DIR)"
)

Articles = dict[str, list[list[str]]]
"""Articles by numeral, each a list of paragraphs, each its own text followed by its items."""


@pytest.fixture(scope="module")
def articles() -> Articles:
    found: Articles = {}
    latest: list[list[str]] = []
    for block in TEXT.read_text(encoding="utf-8").split("\n\n"):
        text = block.strip()
        if opening := re.match(r"第([一二三四五六七八九十]+)条　", text):
            latest = found.setdefault(opening[1], [])
            latest.append([text[opening.end() :]])
        elif latest and re.match(r"（[一二三四五六七八九十]+）", text):
            latest[-1].append(text)
        elif latest and not text.startswith("#"):
            latest.append([text])
    return found


def cited(articles: Articles, source: Citation) -> str:
    paragraphs = articles[numeral(source.article)]
    if source.paragraph is None:
        return "".join(part for paragraph in paragraphs for part in paragraph)
    paragraph = paragraphs[source.paragraph - 1]
    return "".join(paragraph) if source.item is None else paragraph[source.item]


def test_the_official_text_has_69_articles_108_paragraphs_40_items(articles: Articles) -> None:
    paragraphs = [paragraph for article in articles.values() for paragraph in article]
    assert len(articles) == 69
    assert len(paragraphs) == 108
    assert sum(len(paragraph) - 1 for paragraph in paragraphs) == 40


SOURCES = {
    one.id: one.source
    for group in (LIVESTREAM.obligations, LIVESTREAM.duty_holders, LIVESTREAM.penalties)
    for one in group
}


@pytest.mark.parametrize("id", SOURCES)
def test_every_anchor_stands_in_the_cited_place(id: str, articles: Articles) -> None:
    source = SOURCES[id]
    assert source.anchor, f"{id} has no anchor"
    assert source.anchor in cited(articles, source)


@pytest.mark.parametrize("id", SOURCES)
def test_a_paragraph_is_cited_exactly_where_the_article_has_several(
    id: str, articles: Articles
) -> None:
    source = SOURCES[id]
    several = len(articles[numeral(source.article)]) > 1
    assert (source.paragraph is not None) is several


def test_every_cited_item_exists(articles: Articles) -> None:
    for obligation in LIVESTREAM.obligations:
        for question in obligation.questions:
            if question.item is not None:
                paragraph = obligation.source.paragraph or 1
                items = articles[numeral(obligation.source.article)][paragraph - 1][1:]
                assert question.item <= len(items), (obligation.id, question.id)
        for ref in (*obligation.penalties, *obligation.penalties_in_doubt):
            if ref.item is not None:
                article = LIVESTREAM.penalty(ref.id).source.article
                assert ref.item <= len(articles[numeral(article)][0]) - 1, (obligation.id, ref)


def test_a_fine_that_names_an_item_names_the_entrys_article_there(articles: Articles) -> None:
    for obligation in LIVESTREAM.obligations:
        for ref in obligation.penalties:
            penalty = LIVESTREAM.penalty(ref.id)
            if ref.item is None:
                continue
            text = articles[numeral(penalty.source.article)][0][ref.item]
            assert f"第{numeral(obligation.source.article)}条" in text, (obligation.id, ref)


def test_the_network_authoritys_list_of_paragraphs_is_kept_to(articles: Articles) -> None:
    """第六十五条第二款 is a list; a certain reference to it must stand in that list."""
    text = articles["六十五"][1][0]
    spans = re.search(r"违反本办法(.+?)，属于", text)
    assert spans
    listed = _expand(spans[1])
    for obligation in LIVESTREAM.obligations:
        if any(ref.id == "art65-2" for ref in obligation.penalties):
            place = (obligation.source.article, obligation.source.paragraph or 1)
            assert place in listed or (place[0], None) in listed, obligation.id


def _expand(text: str) -> set[tuple[int, int | None]]:
    """第六条至第八条、第十一条第一款 … as (article, paragraph or None for all of it)."""
    by_numeral = {numeral(number): number for number in range(1, 70)}
    listed: set[tuple[int, int | None]] = set()
    for part in text.split("、"):
        if whole := re.fullmatch(r"第([^条]+)条至第([^条]+)条", part):
            first, last = by_numeral[whole[1]], by_numeral[whole[2]]
            listed |= {(article, None) for article in range(first, last + 1)}
        elif some := re.fullmatch(r"第([^条]+)条第([^款]+)款至第([^款]+)款", part):
            first, last = by_numeral[some[2]], by_numeral[some[3]]
            listed |= {(by_numeral[some[1]], number) for number in range(first, last + 1)}
        elif one := re.fullmatch(r"第([^条]+)条(?:第([^款]+)款)?", part):
            listed.add((by_numeral[one[1]], by_numeral[one[2]] if one[2] else None))
        else:
            raise AssertionError(part)
    return listed
