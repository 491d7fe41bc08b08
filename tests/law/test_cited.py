"""No article is taken for one of another law, and none is named that does not exist."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import Struct

from checklist import exits, resources
from checklist.law.cited import Cited, cited, naming
from checklist.law.model import Citation, OtherLaw, Rulebook
from checklist.upkeep.statute import parse
from checklist.upkeep.statute_files import SUFFIX, read_fingerprints
from tests.given.bundled import BOOKS, LIVESTREAM, joined
from tests.report.kinds import PAGES
from tests.report.pages import Page

if TYPE_CHECKING:
    from tests.conftest import Run

LAW = Path(os.environ.get("CHECKLIST_LAW_DIR", Path(__file__).parents[3] / "shared" / "law"))
ALL = joined()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("第六十五条第二款没有列第九条", "办法第六十五条第二款没有列办法第九条"),
        ("违反第三十三条、第三十四条和第三十六条", "违反办法第三十三条、第三十四条和第三十六条"),
        ("民法典第二百零一条、第二百零三条", "民法典第二百零一条、第二百零三条"),
        ("广告法第五十五条第一款或者第五十六条", "广告法第五十五条第一款或者第五十六条"),
        ("《某条例》（2025年修订）第九条", "《某条例》（2025年修订）第九条"),
        ("价格法第十四条，本办法第六十条", "价格法第十四条，办法第六十条"),
        (
            "同办法第四条；该条例第五条；标识办法第六条",
            "同办法第四条；该条例第五条；标识办法第六条",
        ),
        ("第十四条第一款至第三款、第十六条", "办法第十四条第一款至第三款、第十六条"),
        ("没有条号", "没有条号"),
    ],
)
def test_an_article_is_of_the_law_that_stands_before_it(text: str, named: str) -> None:
    assert naming(text, "办法") == named


def test_an_article_behind_one_of_another_law_is_unclear_unless_it_is_named() -> None:
    (_, bare) = cited("电子商务法第七十六条第一款改依第八十一条第一款")
    assert bare.unclear
    (_, ours) = cited("电子商务法第七十六条第一款；本办法第五十七条")
    assert not ours.unclear
    assert ours.ours


WRONG = {
    "各看第八十条": "第八十条”不在这部规定里",
    "各看第八条第九款": "第八条第九款”不在这部规定里",
    "各看第八条第一款第二项": "第八条第一款第二项”不在这部规定里",
    "各看电子商务法第八十条，再看第八条": "第八条”前面说的是另一部法律",
}


@pytest.mark.parametrize("text", WRONG)
def test_lint_finds_an_article_that_does_not_exist(
    text: str, checklist: Run, tmp_path: Path
) -> None:
    ours = resources.rules_file("livestream")
    before = "逐项对照，缺少的机制补充制定并公布执行。"
    wrong = tmp_path / "livestream.yaml"
    whole = ours.read_text(encoding="utf-8").replace(before, text, 1)
    wrong.write_text(whole, encoding="utf-8")
    ran = checklist("rules", "lint", wrong)
    line = whole[: whole.index(text)].count("\n") + 1
    column = len("    remedy: ") + text.rindex("第八") + 1
    assert ran.code == exits.BAD_FILE
    assert f"livestream.yaml:{line}:{column}: “" in ran.err
    assert WRONG[text] in ran.err
    assert "改法：" in ran.err
    assert ran.err.count("livestream.yaml:") == 1


def texts(thing: Any) -> Iterator[str]:
    """Every text in a part of a rulebook."""
    match thing:
        case str():
            yield thing
        case tuple() | frozenset():
            for each in thing:
                yield from texts(each)
        case Struct():
            for name in thing.__struct_fields__:
                if name not in {"anchor", "parts"}:
                    yield from texts(getattr(thing, name))
        case Mapping():
            yield from texts(tuple(thing.values()))
        case _:
            pass


def laws(thing: Any) -> Iterator[str]:
    """The names of other laws that a rulebook cites."""
    match thing:
        case OtherLaw():
            yield thing.law
        case tuple():
            for each in thing:
                yield from laws(each)
        case Struct():
            for name in thing.__struct_fields__:
                yield from laws(getattr(thing, name))
        case _:
            pass


@cache
def places(id: str) -> frozenset[Citation]:
    """Every place of a regulation, with and without its paragraph."""
    file = resources.rules_file(id).with_suffix(SUFFIX)
    return whole(read_fingerprints(file, BOOKS[id]).places)


def whole(listed: Any) -> frozenset[Citation]:
    found = set()
    for place in listed:
        article, paragraph, item = place.article, place.paragraph, place.item
        for of in {paragraph, paragraph or 1, None}:
            found |= {Citation(article=article, paragraph=of, item=item)}
            found |= {Citation(article=article, paragraph=of)}
        found.add(Citation(article=article))
    return frozenset(found)


@cache
def known() -> Mapping[str, frozenset[Citation]]:
    """The places of each law by its names; none where its text is not at hand."""
    found: dict[str, frozenset[Citation]] = dict.fromkeys(laws(ALL), frozenset())
    for file in (LAW / "引用法律").glob("*.md"):
        name = file.stem.partition("(")[0]
        if name in found:
            passages = parse(file.read_text(encoding="utf-8")).passages
            found[name] = whole(passage.place for passage in passages)
    for id, book in BOOKS.items():
        of = book.regulation
        found |= dict.fromkeys((of.title, of.called), places(id))
    return found


def nowhere(text: str, own: Rulebook | None) -> Iterator[str]:
    """What a text cites of a known law, or of its own regulation, that is not there."""
    named: str | None = None
    for each in cited(text):
        if not each.follows:
            ahead = text[: each.start].removesuffix("》")
            named = max(filter(ahead.endswith, known()), key=len, default=None)
            if named is None and each.ours and own:
                named = own.regulation.title
            elif named is None and each.ours:
                yield f"{text}: which law?"
        there = known().get(named or "")
        if there and place(each) not in there:
            yield f"{text}: {named} {place(each)}"


def place(each: Cited) -> Citation:
    return Citation(article=each.article, paragraph=each.paragraph, item=each.item)


@pytest.mark.parametrize("id", BOOKS)
def test_prose_names_no_key_of_the_file(id: str) -> None:
    """Users read it: an id or a section of the YAML says nothing to them."""
    book = BOOKS[id]
    told = [
        *(each.why for each in book.not_obligations),
        *(text for each in book.penalties for text in (each.note or "", *each.open_points)),
        *(point for entry in book.obligations for point in entry.review.open_points),
        *(entry.no_penalty or "" for entry in book.obligations),
    ]
    assert not [text for text in told if re.search("[a-z][a-z0-9_-]{3,}", text)]


@pytest.mark.parametrize("id", BOOKS)
def test_every_article_that_a_rulebook_names_exists(id: str) -> None:
    assert not [wrong for text in texts(BOOKS[id]) for wrong in nowhere(text, BOOKS[id])]


def test_every_article_that_three_rulebooks_name_together_exists() -> None:
    assert not [wrong for text in texts(ALL) for wrong in nowhere(text, None)]


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_every_article_on_a_page_exists(name: str) -> None:
    page = Page()
    page.feed(PAGES[name]())
    assert not [wrong for text in page.pieces for wrong in nowhere(text, LIVESTREAM)]
