"""However a page was saved, its articles, paragraphs and items are recognised."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from checklist.law.model import Citation
from checklist.law.wording import number, numeral
from checklist.upkeep.fingerprints import fingerprint
from checklist.upkeep.statute import Statute, parse, passages_at, quote

STATUTES = Path(__file__).parents[1] / "statutes"
MINI = (STATUTES / "mini.md").read_text(encoding="utf-8")
READ = parse(MINI)


def same(statute: Statute) -> list[tuple[Citation, str]]:
    return [(one.place, fingerprint(one.text)) for one in statute.passages]


def test_the_numerals_of_a_statute_are_read_back() -> None:
    assert [number(numeral(one)) for one in range(1, 1000)] == list(range(1, 1000))
    for wrong in ("", "零", "一十", "一百一", "15", "一千"):
        with pytest.raises(ValueError, match="numeral"):
            number(wrong)


def test_articles_paragraphs_items_and_chapters_are_found() -> None:
    assert READ.title == "夜市摊位管理办法"
    assert READ.count() == (8, 12, 5)
    assert READ.dropped == ()
    assert READ.chapters[3] == "第二章 义务"
    first, second = (
        passages_at(READ, Citation(article=3, paragraph=paragraph)) for paragraph in (1, 2)
    )
    assert [passage.place.item for passage in first] == [None, 1, 2, 3]
    assert second[0].text.startswith("采取打折方式的")


def test_a_list_within_an_item_belongs_to_it() -> None:
    place = Citation(article=3, paragraph=1, item=2)
    assert quote(READ, place) == "（二）联系方式，包括：\n1. 电话号码；\n2. 投诉电话；"


def test_a_saved_page_reads_like_the_clean_text() -> None:
    page = parse((STATUTES / "mini-page.txt").read_text(encoding="utf-8"))
    assert same(page) == same(READ)
    assert page.title == READ.title
    assert page.chapters == READ.chapters
    assert "责任编辑：张三" in page.dropped


SPELLINGS = {
    "windows line endings": MINI.replace("\n", "\r\n"),
    "single newlines": re.sub(r"\n+", "\n", MINI),
    "no space after the number": MINI.replace("条　", "条"),
    "half-width space": MINI.replace("条　", "条 "),
    "bold numbers": re.sub(r"^(第.条)　", r"**\1** ", MINI, flags=re.MULTILINE),
    "numbers as headings": re.sub(r"^(第.条)　", r"### \1\n\n", MINI, flags=re.MULTILINE),
    "quoted": re.sub(r"^", "> ", MINI, flags=re.MULTILINE),
    "bulleted items": re.sub(r"^（", "- （", MINI, flags=re.MULTILINE),
    "enclosed numbers": MINI.replace("（一）", "㈠").replace("（二）", "㈡"),
    "items by arabic numbers": re.sub("（([一二三])）", lambda m: f"({number(m[1])})", MINI),
    "half-width punctuation": MINI.translate(str.maketrans("，：；（）", ",:;()")),
    "arabic numbers": re.sub(
        r"^第(.)条", lambda m: f"第 {number(m[1])} 条", MINI, flags=re.MULTILINE
    ),
    "html": "".join(
        f"<p class='a'>{line}</p>" for line in MINI.replace("　", "&emsp;").split("\n")
    ),
    "a page with scripts": "<html><head><style>p{}</style><script>第一条　x。</script></head>"
    + "".join(f"<p>{line}</p><!-- 第九条　x。 -->" for line in MINI.split("\n")),
    "entities twice": MINI.replace("　", "&amp;nbsp;"),
    "items on one line": re.sub(r"\n+(?=（[一二三]）)", "", MINI),
    "wrapped, blank lines between": "\n\n".join(
        textwrap.fill(one, 18) for one in MINI.split("\n\n")
    ),
    "wrapped where few lines are so long": "\n\n".join(
        textwrap.fill(one, 33) for one in MINI.split("\n\n")
    ),
    "wrapped, indented": "\n".join(
        textwrap.fill(one, 18, initial_indent="　　", drop_whitespace=False)
        for one in MINI.split("\n\n")
    ),
    "wrapped, with page numbers": "\n".join(
        textwrap.fill(one, 18, initial_indent="　　", drop_whitespace=False)
        for one in MINI.split("\n\n")
    )
    .replace("是指在夜市设置摊\n", "是指在夜市设置摊\n— 2 —\n")
    .replace("应当保存进货记录。保\n", "应当保存进货记录。保\n第 3 页 共 9 页\n"),
    "with page numbers": MINI.replace("## 第三章", "— 3 —\n\n## 第三章"),
    "without chapters": re.sub(r"^##.*\n\n", "", MINI, flags=re.MULTILINE),
    "with a table of contents": MINI.replace(
        "## 第一章 总则",
        "\n".join(f"第{numeral(one)}条" for one in range(1, 9)) + "\n\n## 第一章 总则",
    ),
}  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_way_of_setting_the_text_reads_alike(spelling: str) -> None:
    assert same(parse(SPELLINGS[spelling])) == same(READ)


@pytest.mark.parametrize(
    "below",
    ["打印", "【关闭窗口】", "来源：某某市市场局", "版权所有 某某市人民政府", "2030年1月5日"],
)
def test_page_furniture_never_becomes_a_paragraph_and_is_told(below: str) -> None:
    statute = parse(f"{MINI}\n\n{below}\n")
    assert same(statute) == same(READ)
    assert statute.dropped == (below,)


@pytest.mark.parametrize(
    "added",
    [
        "摊主还应当缴纳保证金。",
        "相关主体有下列情形之一，应当缴纳保证金：",
        "来源：见第三条的规定。",
    ],
)
def test_a_sentence_below_the_last_article_is_never_swallowed(added: str) -> None:
    assert parse(f"{MINI}\n\n{added}\n").count() == (8, 13, 5)


def test_a_reference_at_the_beginning_of_a_paragraph_opens_no_article() -> None:
    text = MINI.replace("采取打折方式的", "第四条规定的记录，第三条 第一款和采取打折方式的")
    assert parse(text).count() == READ.count()
    for reference in ("第七条对此另有要求。", "第二条 对此另有要求。"):
        text = MINI.replace("采取打折方式的", f"{reference}\n\n采取打折方式的")
        second = passages_at(parse(text), Citation(article=3, paragraph=2))
        assert [passage.text for passage in second] == [reference]
        assert parse(text).count() == (8, 13, 5)


def test_a_second_text_on_the_page_is_told_and_not_mixed_in() -> None:
    statute = parse(MINI + "\n\n" + MINI)
    assert same(statute) == same(READ)
    assert len(statute.dropped) > 8


def test_a_quotation_is_what_stands_at_the_place() -> None:
    assert (
        quote(READ, Citation(article=4)) == "摊主应当保存进货记录。保存时间自收摊之日起不少于二年。"
    )
    assert quote(READ, Citation(article=3, paragraph=1, item=1)) == "（一）摊主的名称（姓名）；"
    whole = quote(READ, Citation(article=3))
    assert whole is not None
    assert whole.splitlines()[-1].startswith("采取打折")
    for nowhere in (
        Citation(article=9),
        Citation(article=3, paragraph=3),
        Citation(article=3, paragraph=1, item=4),
        Citation(article=4, item=1),
    ):
        assert quote(READ, nowhere) is None


def test_a_text_without_articles_is_an_empty_statute() -> None:
    assert parse("今天天气很好。\n").passages == ()


@pytest.mark.parametrize("piece", ["<script ", "<!--", "[", "（（", "第", "　", "* "])
def test_a_hostile_text_is_read_in_no_time(piece: str) -> None:
    assert parse("第一条　甲。\n" + piece * 100_000).count()[0] == 1


def test_only_setting_leaves_the_fingerprint_alone() -> None:
    text = "摊主（姓名）应当标明“原价”，自2030年3月1日起；另有规定的：1.5倍。"
    set_otherwise = "摊主 (姓名)应当标明「原价」,自２０３０年3月1日起;\n另有规定的:1.5倍｡\ufeff"
    assert fingerprint(set_otherwise) == fingerprint(text)


def test_any_character_of_substance_changes_the_fingerprint() -> None:
    for one in READ.passages:
        text = one.text.replace("\n", "").replace(" ", "")
        before = fingerprint(text)
        for at in range(len(text)):
            assert fingerprint(text[:at] + text[at + 1 :]) != before
            assert fingerprint(f"{text[:at]}某{text[at + 1 :]}") != before or text[at] == "某"
    assert fingerprint("1.5万元") != fingerprint("1。5万元")
    assert fingerprint("1.5万元") != fingerprint("15万元")
    assert fingerprint("甲、乙") != fingerprint("甲，乙")
    assert fingerprint("一年") != fingerprint("—年")
