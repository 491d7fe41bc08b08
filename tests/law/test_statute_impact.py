"""When the law changes, the rule editor is told what changed and what to look at again."""

from __future__ import annotations

from pathlib import Path
from random import Random
from time import process_time

import pytest
from msgspec.structs import replace

from checklist.law.model import Citation
from checklist.law.reading.rulebook import load_rulebook
from checklist.law.wording import citation, cite, numeral
from checklist.upkeep.impact import covers, impact, named_places
from checklist.upkeep.places import Mention, Part, Why
from checklist.upkeep.statute import parse
from checklist.upkeep.statute_compare import Fate, PassageChange, compare, differing

STATUTES = Path(__file__).parents[1] / "statutes"
MINI = (STATUTES / "mini.md").read_text(encoding="utf-8")
REVISED = (STATUTES / "mini-revised.md").read_text(encoding="utf-8")
RULES = load_rulebook(STATUTES / "mini.yaml", bundled=False)


def changes(new: str, old: str = MINI) -> list[tuple[Fate, str, str]]:
    return [
        (one.fate, citation(one.old) if one.old else "", citation(one.new) if one.new else "")
        for one in compare(parse(old), parse(new))
    ]


def touched(new: str) -> dict[str, set[tuple[Part, str | None, Why]]]:
    """What each change touches, by where the words stood, or stand if they are new."""
    old = parse(MINI)
    found: dict[str, set[tuple[Part, str | None, Why]]] = {}
    for change in compare(old, parse(new)):
        place = change.old or change.new
        assert place is not None
        parts = impact(change, RULES, old)
        found[citation(place)] = {(one.part, one.id, one.why) for one in parts}
    return found


def test_nothing_changed_is_no_change() -> None:
    page = (STATUTES / "mini-page.txt").read_text(encoding="utf-8")
    assert changes(page) == []
    alike = "第一条　同前。\n\n第二条　同前。\n\n第三条　同前。\n"
    assert changes(alike, alike) == []


def test_a_revision_is_told_place_by_place() -> None:
    assert changes(REVISED) == [
        (Fate.ADDED, "", "第三条"),
        (Fate.MOVED, "第三条第一款", "第四条第一款"),
        (Fate.MOVED, "第三条第一款第一项", "第四条第一款第一项"),
        (Fate.CHANGED, "第三条第一款第三项", "第四条第一款第二项"),
        (Fate.ADDED, "", "第四条第一款第三项"),
        (Fate.REPEALED, "第三条第一款第二项", ""),
        (Fate.MOVED, "第三条第二款", "第四条第二款"),
        (Fate.MOVED, "第四条", "第五条"),
        (Fate.CHANGED, "第五条第一款", "第六条"),
        (Fate.MOVED, "第六条", "第七条"),
        (Fate.CHANGED, "第六条第一项", "第七条第一项"),
        (Fate.CHANGED, "第六条第二项", "第七条第二项"),
        (Fate.CHANGED, "第七条", "第八条"),
        (Fate.MOVED, "第八条", "第九条"),
        (Fate.REPEALED, "第五条第二款", ""),
    ]


def test_the_way_back_is_the_mirror_image() -> None:
    mirrored = {Fate.ADDED: Fate.REPEALED, Fate.REPEALED: Fate.ADDED}
    there, back = changes(REVISED), changes(MINI, REVISED)
    assert {(mirrored.get(fate, fate), new, old) for fate, old, new in there} == set(back)


def test_a_renumbered_article_is_moved_as_a_whole() -> None:
    text = MINI
    for article in range(8, 2, -1):
        text = text.replace(f"\n第{numeral(article)}条　", f"\n第{numeral(article + 1)}条　")
    text = text.replace("\n第四条　", "\n第三条　摊位不得转租。\n\n第四条　")
    assert changes(text) == [
        (Fate.ADDED, "", "第三条"),
        *((Fate.MOVED, cite(article), cite(article + 1)) for article in range(3, 9)),
    ]


def test_a_second_paragraph_makes_the_first_one_cited_by_number() -> None:
    text = MINI.replace("不少于二年。", "不少于二年。\n\n进货记录应当真实。")
    assert changes(text) == [
        (Fate.MOVED, "第四条", "第四条第一款"),
        (Fate.ADDED, "", "第四条第二款"),
    ]
    assert (Part.OBLIGATION, "art4-keep", Why.CITES) in touched(text)["第四条第二款"]


def test_a_provision_rewritten_beyond_likeness_is_replaced() -> None:
    text = MINI.replace("鼓励夜市主办方为摊主购买保险。", "夜间十点以后，任何人不得使用扩音设备。")
    assert changes(text) == [
        (Fate.ADDED, "", "第五条第二款"),
        (Fate.REPEALED, "第五条第二款", ""),
    ]


def test_everything_that_hangs_on_a_changed_paragraph_is_named() -> None:
    assert touched(MINI.replace("二年", "三年"))["第四条"] == {
        (Part.OBLIGATION, "art4-keep", Why.CITES),
        (Part.QUESTION, "art4-keep/years", Why.CITES),
        (Part.PENALTY, "art6", Why.FINES_IT),
    }


def test_an_item_touches_the_questions_about_it_and_those_about_the_whole() -> None:
    found = touched(MINI.replace("（姓名）", "（姓名、照片）"))["第三条第一款第一项"]
    assert {id for part, id, _ in found if part is Part.QUESTION} == {
        "art3-show/name",
        "art3-show/prominent",
    }


def test_a_changed_definition_touches_its_duty_holder() -> None:
    found = touched(MINI.replace("出租摊位的组织", "出租、转租摊位的组织"))
    assert found == {"第二条第三款": {(Part.DUTY_HOLDER, "market", Why.CITES)}}


def test_a_changed_fine_touches_what_it_fines() -> None:
    found = touched(MINI.replace("一千元", "二千元"))
    assert found["第六条"] == {
        (Part.PENALTY, "art6", Why.CITES),
        (Part.OBLIGATION, "art3-show", Why.FINED_HERE),
        (Part.OBLIGATION, "art4-keep", Why.FINED_HERE),
    }


def test_a_changed_item_of_a_fine_touches_only_what_that_item_fines() -> None:
    found = touched(MINI.replace("不履行本办法第四条规定的", "拒不履行本办法第四条规定的"))
    assert {id for part, id, _ in found["第六条第二项"] if part is Part.OBLIGATION} == {"art4-keep"}


def test_a_fine_that_names_the_article_is_touched_even_where_no_entry_refers_to_it() -> None:
    rules = replace(RULES, obligations=RULES.obligations[1:3])
    old = parse(MINI)
    place = Citation(article=5, paragraph=1)
    found = impact(PassageChange(fate=Fate.REPEALED, old=place, old_text=""), rules, old)
    assert found == (
        Mention(
            part=Part.PENALTY,
            id="art7",
            source=RULES.penalty("art7").source,
            place=place,
            why=Why.NAMES,
        ),
    )


def test_a_new_article_touches_nothing_yet() -> None:
    assert touched(REVISED)["第三条"] == set()


def test_a_new_item_touches_every_question_about_its_paragraph() -> None:
    found = touched(REVISED)["第四条第一款第三项"]
    assert {id for part, id, _ in found if part is Part.QUESTION} == {
        "art3-show/name",
        "art3-show/contact",
        "art3-show/prominent",
    }


def test_a_citation_covers_what_stands_in_it() -> None:
    article, paragraph = Citation(article=3), Citation(article=3, paragraph=1)
    item = Citation(article=3, paragraph=1, item=2)
    assert covers(article, item)
    assert covers(paragraph, item)
    assert covers(item, paragraph)
    assert covers(item, article)
    assert not covers(paragraph, Citation(article=3, paragraph=2))
    assert not covers(item, Citation(article=3, paragraph=1, item=1))
    assert not covers(article, Citation(article=4))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("违反本办法第六条至第八条、第十条，", ["六", "七", "八", "十"]),
        ("第十四条第一款至第三款", ["十四/一", "十四/二", "十四/三"]),
        ("不依照本办法第九条第一项、第二项规定报送", ["九//一", "九//二"]),
        ("第八条第一款规定", ["八/一"]),
        ("依照《中华人民共和国电子商务法》第八十条的规定", []),
        ("依照《某法》第四条第一款、第五条和本办法第三条的规定", ["三"]),
    ],
)
def test_a_provision_names_places_of_its_own_regulation(text: str, named: list[str]) -> None:
    def spelled(place: Citation) -> str:
        words = citation(place).replace("第", "")
        if place.paragraph is None and place.item is not None:
            return words.replace("条", "//").replace("项", "")
        return words.rstrip("条款").replace("条", "/")

    assert [spelled(one) for one in named_places(text)] == named


def test_only_the_difference_is_shown() -> None:
    old = "夜市主办方应当核验摊主的姓名和联系方式，并每六个月更新一次，不得延误，不得遗漏。"
    assert differing(old, old.replace("六", "三")) == (
        "…主的姓名和联系方式，并每【六】个月更新一次，不得延误，…",
        "…主的姓名和联系方式，并每【三】个月更新一次，不得延误，…",
    )
    assert differing("甲", "甲乙") == ("甲【】", "甲【乙】")
    assert differing("甲甲", "甲") == ("甲【甲】", "甲【】")


@pytest.mark.slow
@pytest.mark.parametrize("letters", [2, 3, 300, 20_000])
def test_texts_far_longer_than_any_law_are_compared_in_seconds(letters: int) -> None:
    """Of two paragraphs of 300,000 characters each, which once took 48 seconds."""
    drawn = Random(letters)
    old, new = (
        parse("第一条　" + "".join(chr(0x4E00 + drawn.randrange(letters)) for _ in range(300_000)))
        for _ in range(2)
    )
    began = process_time()
    (change,) = compare(old, new)
    assert process_time() - began < 10
    assert change.fate is Fate.CHANGED
