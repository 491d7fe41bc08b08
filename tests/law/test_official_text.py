"""Every anchor stands in the cited place of the official texts, where these are at hand."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.law.deadlines import ACT
from checklist.law.model import Citation
from checklist.law.wording import number, numeral
from checklist.upkeep.impact import named_places
from checklist.upkeep.statute import Statute, parse, passages_at, quote
from tests.given.bundled import BOOKS, LIVESTREAM

LAW = Path(os.environ.get("CHECKLIST_LAW_DIR", Path(__file__).parents[3] / "shared" / "law"))
TEXTS = {id: LAW / f"{rulebook.regulation.title}.md" for id, rulebook in BOOKS.items()}
TEXT = TEXTS[LIVESTREAM.regulation.id]

pytestmark = pytest.mark.skipif(
    not TEXT.exists(), reason=f"the official text is not at hand: {TEXT} (set CHECKLIST_LAW_DIR)"
)


_CITED = re.compile(
    "(法典|法|条例)?第([一二三四五六七八九十]+)条(?:第([一二三四五六七八九十]+)款)?"
)


@cache
def official(id: str) -> Statute:
    """The text of the regulation that a bundled rulebook encodes."""
    return parse(TEXTS[id].read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def statute() -> Statute:
    return official(LIVESTREAM.regulation.id)


def test_the_official_text_has_69_articles_108_paragraphs_40_items(statute: Statute) -> None:
    assert statute.count() == (69, 108, 40)


def sources(book: str) -> dict[str, Citation]:
    """What each entry, duty holder and penalty cites."""
    rulebook = BOOKS[book]
    groups = (rulebook.obligations, rulebook.duty_holders, rulebook.penalties)
    found = {each.id: each.source for group in groups for each in group}
    assert len(found) > 20
    return found


@pytest.mark.parametrize("book", BOOKS)
def test_every_anchor_stands_in_the_cited_place(book: str) -> None:
    statute, cited = official(book), sources(book)
    assert [id for id, source in cited.items() if not source.anchor] == []
    assert [
        f"{id}: {source.anchor}"
        for id, source in cited.items()
        if (source.anchor or "") not in (quote(statute, source) or "")
    ] == []


@pytest.mark.parametrize("book", BOOKS)
def test_a_paragraph_is_cited_exactly_where_the_article_has_several(book: str) -> None:
    for id, source in sources(book).items():
        article = passages_at(official(book), Citation(article=source.article))
        assert article, (id, source)
        several = len({passage.place.paragraph for passage in article}) > 1
        assert (source.paragraph is not None) is several, (id, source)


@pytest.mark.parametrize("book", BOOKS)
def test_every_cited_item_exists(book: str) -> None:
    rulebook, statute = BOOKS[book], official(book)
    for obligation in rulebook.obligations:
        for question in obligation.questions:
            if question.item is not None:
                place = replace(obligation.source, item=question.item)
                assert quote(statute, place), (obligation.id, question.id)
        for ref in (*obligation.penalties, *obligation.penalties_in_doubt):
            if ref.item is not None:
                place = replace(rulebook.penalty(ref.id).source, item=ref.item)
                assert quote(statute, place), (obligation.id, ref)


def test_a_fine_that_names_an_item_names_the_entrys_article_there(statute: Statute) -> None:
    for obligation in LIVESTREAM.obligations:
        for ref in obligation.penalties:
            if ref.item is None:
                continue
            text = quote(statute, replace(LIVESTREAM.penalty(ref.id).source, item=ref.item)) or ""
            assert f"第{numeral(obligation.source.article)}条" in text, (obligation.id, ref)


def test_the_network_authoritys_list_of_paragraphs_is_kept_to(statute: Statute) -> None:
    """第六十五条第二款 is a list; a certain reference to it must stand in that list."""
    text = quote(statute, Citation(article=65, paragraph=2)) or ""
    listed = {(place.article, place.paragraph) for place in named_places(text)}
    assert len(listed) == 24
    for obligation in LIVESTREAM.obligations:
        if any(ref.id == "art65-2" for ref in obligation.penalties):
            place = (obligation.source.article, obligation.source.paragraph or 1)
            assert place in listed or (place[0], None) in listed, obligation.id


DEADLINES = {
    (book, entry.id): [due for due in entry.due if due.to]
    for book, rulebook in BOOKS.items()
    for entry in rulebook.obligations
}


@pytest.mark.parametrize(("book", "id"), [key for key, dues in DEADLINES.items() if dues])
def test_what_is_due_is_said_in_the_verb_of_the_text(book: str, id: str) -> None:
    source = BOOKS[book].obligation(id).source
    whole = Citation(article=source.article, paragraph=source.paragraph)
    text = quote(official(book), whole) or ""
    for due in DEADLINES[book, id]:
        verbs = ACT[due.act].replace("向{}", "").split("{}")
        assert all(verb.removeprefix("办理") in text for verb in verbs), (due, text)


@pytest.mark.parametrize("book", BOOKS)
def test_what_an_exclusion_cites_exists_and_is_cited_as_it_stands(book: str) -> None:
    """No anchor holds it: a paragraph is named exactly where the article has several."""
    for exclusion in BOOKS[book].exclusions:
        for law, article, paragraph in _CITED.findall(exclusion.why):
            if law:
                continue
            one = Citation(article=number(article))
            whole = passages_at(official(book), one)
            paragraphs = {each.place.paragraph for each in whole} - {None}
            assert whole, exclusion.why
            assert not paragraph or number(paragraph) in paragraphs, exclusion.why
