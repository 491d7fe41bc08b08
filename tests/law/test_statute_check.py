"""Nothing in the text can change, and no citation be wrong, without `statute check` naming it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist import resources
from checklist.errors import UnreadableFile
from checklist.law.model import Citation, Obligation, Rulebook
from checklist.law.reading.rulebook import load_rulebook
from checklist.law.wording import citation, numeral
from checklist.upkeep import fingerprints
from checklist.upkeep.fingerprints import Fingerprints
from checklist.upkeep.places import count
from checklist.upkeep.statute import Passage, parse
from checklist.upkeep.statute_check import (
    Defect,
    Difference,
    PassageDiffers,
    check,
    difference,
)
from tests.given.bundled import BOOKS

STATUTES = Path(__file__).parents[1] / "statutes"
MINI = (STATUTES / "mini.md").read_text(encoding="utf-8")
RULES = load_rulebook(STATUTES / "mini.yaml", bundled=False)


def recorded(path: Path) -> Fingerprints:
    return fingerprints.read(path.read_text(encoding="utf-8"), file=path)


RECORDED = recorded(STATUTES / "mini.fingerprints.json")


def told(text: str, rulebook: Rulebook = RULES) -> list[str]:
    return [difference(one) for one in check(parse(text), rulebook, RECORDED)]


def test_the_text_reviewed_fits() -> None:
    assert told(MINI) == []


# --- one character -------------------------------------------------------------------------------


def place_of(text: str, passage: Passage) -> int:
    """Where a passage's words begin in the raw text."""
    article = text.index(f"\n第{numeral(passage.place.article)}条　")
    return text.index(passage.text.splitlines()[0], article)


def assert_every_alteration_is_named(
    text: str, verdict: Callable[[str], tuple[Difference, ...]], at: Callable[[str], int]
) -> None:
    for passage in parse(text).passages:
        where = place_of(text, passage) + at(passage.text.splitlines()[0])
        other = "甲" if text[where] != "甲" else "乙"
        found = verdict(text[:where] + other + text[where + 1 :])
        named = {one.place for one in found if isinstance(one, PassageDiffers)}
        assert passage.place in named, citation(passage.place)
        assert any(citation(passage.place) in difference(one) for one in found)


POSITIONS = {
    "first": lambda text: 0,  # noqa: ARG005
    "middle": lambda text: len(text) // 2,
    "last": lambda text: len(text) - 1,
}


@pytest.mark.parametrize("position", POSITIONS)
def test_one_altered_character_anywhere_is_named(position: str) -> None:
    assert_every_alteration_is_named(
        MINI, lambda text: check(parse(text), RULES, RECORDED), POSITIONS[position]
    )


@pytest.mark.slow
@pytest.mark.parametrize("position", POSITIONS)
def test_one_altered_character_anywhere_in_the_official_text_is_named(
    position: str, law_dir: Path
) -> None:
    rules = resources.rules_file()
    rulebook = load_rulebook(rules, bundled=True)
    text = (law_dir / f"{rulebook.regulation.title}.md").read_text(encoding="utf-8")
    kept = recorded(rules.with_suffix(".fingerprints.json"))
    assert check(parse(text), rulebook, kept) == ()
    assert_every_alteration_is_named(
        text, lambda altered: check(parse(altered), rulebook, kept), POSITIONS[position]
    )


# --- more and less -------------------------------------------------------------------------------


def test_a_lost_paragraph_is_named() -> None:
    found = told(MINI.replace("鼓励夜市主办方为摊主购买保险。\n\n", ""))
    assert "共 11 款，复核时是 12 款" in found
    assert "第五条第二款：复核时有，文件里没有" in found


def test_a_lost_item_is_named() -> None:
    found = told(MINI.replace("（三）主要商品的价格。\n\n", ""))
    assert "第三条第一款第三项：复核时有，文件里没有" in found


def test_a_lost_article_is_named_once() -> None:
    found = told(MINI[: MINI.index("第八条　")])
    assert [one for one in found if "第八条" in one] == ["第八条：复核时有，文件里没有"]


def test_page_text_below_the_last_article_is_named_as_an_extra_paragraph() -> None:
    found = told(MINI + "\n建议使用新版浏览器浏览本网站。\n")
    assert "第八条第二款：复核时没有，文件里多出“建议使用新版浏览器浏览本网站。”" in found


def test_a_repeated_paragraph_is_named() -> None:
    found = told(MINI + "\n" + "本办法自2030年3月1日起施行。\n")
    assert any(one.startswith("第八条第二款：复核时没有") for one in found)


def test_a_renumbered_article_has_moved() -> None:
    text = MINI.replace("第八条　", "第九条　").replace(
        "第七条　", "第七条　摊位不得转租。\n\n第八条　"
    )
    found = told(text)
    assert "第七条：文字没有变，但是移到了第八条" in found
    assert "第八条：文字没有变，但是移到了第九条" in found
    assert "第七条：复核时没有，文件里多出“摊位不得转租。”" in found


def test_swapped_paragraphs_have_moved() -> None:
    one, other = "本办法所称摊主，", "本办法所称夜市主办方，"
    lines = MINI.split("\n")
    a, b = (next(i for i, line in enumerate(lines) if line.startswith(x)) for x in (one, other))
    lines[a], lines[b] = lines[b], lines[a]
    found = check(parse("\n".join(lines)), RULES, RECORDED)
    moved = [x for x in found if isinstance(x, PassageDiffers) and x.defect is Defect.MOVED]
    assert {x.place.paragraph for x in moved} == {2, 3}


def test_another_regulation_is_recognised_as_such() -> None:
    assert told(MINI.replace("# 夜市摊位", "# 早市摊位").replace("二年", "三年"))[0] == (
        "题名是《早市摊位管理办法》，可能不是同一部法规"
    )


def test_an_article_under_another_chapter_is_named() -> None:
    text = MINI.replace("## 第二章 义务\n\n", "").replace("第四条　", "## 第二章 义务\n\n第四条　")
    assert "第二章 义务（第 3 至 5 条）：文件里是“第一章 总则”、“第二章 义务”" in told(text)
    text = MINI.replace("## 第三章 法律责任\n\n", "")
    text = text.replace("第五条　", "## 第三章 法律责任\n\n第五条　")
    assert "第二章 义务（第 3 至 5 条）：文件里是“第二章 义务”、“第三章 法律责任”" in told(text)


# --- citations -----------------------------------------------------------------------------------


def citing(id: str, **source: object) -> Rulebook:
    """The rulebook, one obligation citing something else."""

    def other(one: Obligation) -> Obligation:
        if one.id != id:
            return one
        return replace(one, source=replace(one.source, **source))

    return replace(RULES, obligations=tuple(map(other, RULES.obligations)))


@pytest.mark.parametrize(
    ("id", "source", "said"),
    [
        ("art4-keep", {"anchor": "不少于三年"},
         "第四条：art4-keep 引用了这里的“不少于三年”，文件里这个位置没有这几个字"),
        ("art3-discount", {"paragraph": 1},
         "第三条第一款：art3-discount 引用了这里的“标明“原价”和折扣”，文件里这个位置没有这几个字"),
        ("art4-keep", {"anchor": None}, "第四条：art4-keep 引用了这里，没有写 anchor，无法核对"),
        ("art4-keep", {"article": 12}, "第十二条：art4-keep 引用了这里，文件里没有这个位置"),
        ("art4-keep", {"paragraph": 1},
         "第四条第一款：art4-keep 引用了这一款，这一条只有一款，不应当写 paragraph"),
        ("art5-verify", {"paragraph": None},
         "第五条：art5-verify 引用了这一条，这一条有几款，应当写明 paragraph"),
        ("art3-show", {"item": 2},
         "第三条第一款第二项：art3-show 引用了这里的“显著位置公示”，文件里这个位置没有这几个字"),
    ],
)  # fmt: skip
def test_a_citation_that_fails_is_told(id: str, source: dict[str, object], said: str) -> None:
    assert said in told(MINI, citing(id, **source))


def test_an_anchor_may_be_set_otherwise_than_the_text() -> None:
    assert told(MINI, citing("art3-discount", anchor="标明 「原价」和折扣")) == []


def test_questions_about_items_of_an_unnamed_paragraph_are_told_each() -> None:
    assert told(MINI, citing("art3-show", paragraph=None)) == [
        "第三条：art3-show 引用了这一条，这一条有几款，应当写明 paragraph",
        "第三条第一项：art3-show/name 引用了这一条，这一条有几款，应当写明 paragraph",
        "第三条第二项：art3-show/contact 引用了这一条，这一条有几款，应当写明 paragraph",
    ]


def test_a_question_about_an_item_that_does_not_exist_is_told() -> None:
    shown = RULES.obligation("art3-show")
    questions = (replace(shown.questions[0], item=4), *shown.questions[1:])
    obligations = (replace(shown, questions=questions), *RULES.obligations[1:])
    assert told(MINI, replace(RULES, obligations=obligations)) == [
        "第三条第一款第四项：art3-show/name 引用了这里，文件里没有这个位置"
    ]


# --- the fingerprints file -----------------------------------------------------------------------


def test_fingerprints_are_read_as_they_were_written() -> None:
    taken = fingerprints.taken(parse(MINI), RULES, on=date(2030, 2, 1))
    assert fingerprints.read(fingerprints.as_text(taken), file="x") == taken
    assert taken.places == RECORDED.places
    assert Citation(article=4) in taken.places


@pytest.mark.parametrize("id", BOOKS)
def test_every_rulebook_fits_its_official_text(id: str, law_dir: Path) -> None:
    kept = recorded(resources.rules_file(id).with_suffix(".fingerprints.json"))
    statute = parse((law_dir / f"{BOOKS[id].regulation.title}.md").read_text(encoding="utf-8"))
    assert check(statute, BOOKS[id], kept) == ()


def test_the_bundled_fingerprints_are_of_all_the_official_text() -> None:
    kept = recorded(resources.rules_file().with_suffix(".fingerprints.json"))
    assert count(kept.places) == (69, 108, 40)
    assert kept.title == load_rulebook(resources.rules_file(), bundled=True).regulation.title


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"items": 5', '"items": 4'),
        ('"format": 1', '"format": 2'),
        ('"article": 1,', '"article": true,'),
        ('"article": 1,', '"article": null,'),
        ('"sha256": "', '"sha256": "x'),
        ('"places"', '"place"'),
        ("{", ""),
    ],
)
def test_a_broken_fingerprints_file_is_refused(old: str, new: str) -> None:
    text = fingerprints.as_text(RECORDED)
    assert old in text
    with pytest.raises(UnreadableFile, match="不是完好的条文指纹文件"):
        fingerprints.read(text.replace(old, new, 1), file="x")
