from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Mark, Respondent
from checklist.evaluation.evaluate import evaluate
from checklist.law.model import Citation, Rulebook
from checklist.law.reading.rulebook import load_rulebook
from checklist.report.page import html
from checklist.report.view.build import build
from checklist.report.view.model import Report
from checklist.report.view.quotes import OfficialText, official_text
from checklist.upkeep.fingerprints import taken
from checklist.upkeep.statute import parse
from tests.conftest import ROOT, Run

STATUTES = ROOT / "tests" / "statutes"
RULES = STATUTES / "mini.yaml"
BOOK = load_rulebook(RULES, bundled=False)
WORDS = (STATUTES / "mini.md").read_text(encoding="utf-8")
ANSWERS = "format: 1\nrespondent: { name: 某某摊主 }\nfacts: { has_stall: { value: 是 } }\n"


def text_of(words: str, *, checked: bool = True, rulebook: Rulebook = BOOK) -> OfficialText:
    reviewed = taken(parse(WORDS), rulebook, on=rulebook.regulation.in_force) if checked else None
    return official_text(parse(words), rulebook, reviewed, source="mini.md")


def report() -> Report:
    stallholder = Assessment(
        respondent=Respondent(name="某某摊主"),
        facts={"has_stall": Answer(value=Mark.YES), "holds_market": Answer(value=Mark.NO)},
        answers={
            "art3-show/name": Answer(value=Mark.NO),
            "art3-discount/marked": Answer(value=Mark.NO),
        },
    )
    return build(evaluate(BOOK, stallholder, as_of=BOOK.regulation.in_force))


def plain(markup: str) -> str:
    return re.sub(r"<.*?>", "", markup)


def test_a_paragraph_is_quoted_with_its_items() -> None:
    quoted = text_of(WORDS).quotations["art3-show"]
    assert quoted.place == Citation(article=3, paragraph=1)
    assert quoted.lines[0] == "摊主应当在摊位显著位置公示下列信息："
    assert quoted.lines[1] == "（一）摊主的名称（姓名）；"


def test_a_cited_item_is_quoted_with_the_words_that_lead_to_it_and_no_other_item() -> None:
    show = BOOK.obligation("art3-show")
    item = replace(show, source=replace(show.source, item=2))
    quoted = text_of(WORDS, rulebook=replace(BOOK, obligations=(item,))).quotations["art3-show"]
    assert quoted.lines[:2] == ("摊主应当在摊位显著位置公示下列信息：", "（二）联系方式，包括：")
    assert not any("主要商品" in line for line in quoted.lines)


def test_each_gap_and_its_working_paper_quote_the_cited_words_and_name_the_file() -> None:
    page = html.render(report(), text=text_of(WORDS))
    for start, end in (('id="gap-1"', "</article>"), ('id="paper-03-01"', "</article>")):
        part = page[page.index(start) :]
        part = plain(part[: part.index(end)])
        assert "原文　第三条第一款　mini.md" in part
        assert "摊主应当在摊位显著位置公示下列信息：" in part


def test_without_a_text_nothing_is_quoted() -> None:
    page = html.render(report())
    assert "原文" not in page
    assert "blockquote" not in page[page.index("<body>") :]


def test_a_text_that_differs_is_said_at_the_top_of_the_method_and_not_quoted() -> None:
    page = html.render(report(), text=text_of(WORDS.replace("显著位置", "醒目位置")))
    method = page[page.index('id="method"') :]
    assert page.count("所给的条文与规则册复核时的不一致") == 1
    assert method.index("所给的条文与规则册") < method.index("<h3>")
    assert "有1处不同（第三条第一款）" in plain(method)
    assert "醒目位置公示" not in page
    gap = plain(page[page.index('id="gap-1"') : page.index('id="open"')])
    assert "没有引用条文：mini.md里第三条第一款的文字与规则册复核时不同，或者没有这一处。" in gap
    assert "原文　第三条第一款" not in plain(page)


def test_a_text_that_is_the_one_reviewed_is_said_to_be() -> None:
    page = html.render(report(), text=text_of(WORDS))
    assert "文字与规则册复核时一致" in page
    assert "不一致" not in page
    assert "所给条文（没有条文指纹" not in page
    unchecked = html.render(report(), text=text_of(WORDS, checked=False))
    assert "没有条文指纹可以核对" in unchecked
    assert "所给条文（没有条文指纹，未经核对）　第三条第一款" in plain(unchecked)
    assert "原文　第三条" not in plain(unchecked)
    assert "一致" not in plain(unchecked[unchecked.index('id="method"') :])


def test_a_place_the_text_does_not_have_is_not_quoted_and_counted() -> None:
    text = text_of(WORDS.replace("采取打折方式的，应当同时标明“原价”和折扣的起止时间。", ""))
    page = html.render(report(), text=text)
    assert "有1条义务所引的位置在其中找不到" in page


def test_a_paragraph_that_lost_an_item_is_not_quoted_as_the_whole() -> None:
    text = text_of(WORDS.replace("（三）主要商品的价格。\n\n", ""))
    assert text.withheld == {"art3-show": Citation(article=3, paragraph=1)}
    assert "原文　第三条第一款" not in plain(html.render(report(), text=text))


def test_paragraphs_run_together_are_quoted_each_under_its_own_place() -> None:
    joined = re.sub(r"。\n+(?=鼓励)", "。", WORDS)
    quoted = text_of(joined).quotations["art5-insurance"]
    assert quoted.lines == ("鼓励夜市主办方为摊主购买保险。",)
    changed = text_of(joined.replace("每六个月", "每九个月"))
    assert "art5-verify" in changed.withheld
    assert changed.quotations["art5-insurance"] == quoted


def test_hostile_words_in_the_text_are_inert() -> None:
    text = text_of(WORDS)
    lines = ("<script>alert(1)</script>", "{{ 7 * 7 }}\u202e\x1b[2J")
    evil = {id: replace(one, lines=lines) for id, one in text.quotations.items()}
    page = html.render(report(), text=replace(text, quotations=evil, source="<b>\u202e.md"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7 * 7 }}[2J" in page
    assert not {"\u202e", "\x1b"} & set(page)
    assert "<b>\u202e" not in page
    assert "<b>.md" not in page


# --- the command -------------------------------------------------------------------------------


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "答案.yaml"
    file.write_text(ANSWERS, encoding="utf-8")
    return file


def test_report_quotes_from_the_file_it_is_given(checklist: Run, answers: Path) -> None:
    day = ("--as-of", "2030-03-01", "--rules", RULES)
    ran = checklist("report", answers, *day, "--statute", STATUTES / "mini.md")
    assert ran.code == 0
    assert "不同" not in ran.err
    page = answers.with_suffix(".html").read_text(encoding="utf-8")
    assert "文字与规则册复核时一致" in page
    assert "摊主应当保存进货记录" in page
    checklist("report", answers, *day, "--statute", STATUTES / "mini-revised.md")
    assert "不一致" in answers.with_suffix(".html").read_text(encoding="utf-8")


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00", "今天天气很好。".encode()])
def test_a_text_that_cannot_be_read_exits_3_and_writes_nothing(
    content: bytes | None, checklist: Run, answers: Path, tmp_path: Path
) -> None:
    text = tmp_path / "条文.md"
    if content is not None:
        text.write_bytes(content)
    ran = checklist("report", answers, "--as-of", "2030-03-01", "--rules", RULES, "--statute", text)
    assert ran.code == 3
    assert "改法：" in ran.err
    assert not answers.with_suffix(".html").exists()


def test_the_report_does_not_write_over_the_text(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    text = tmp_path / "条文.md"
    text.write_text(WORDS, encoding="utf-8")
    day = ("--as-of", "2030-03-01", "--rules", RULES)
    ran = checklist("report", answers, *day, "--statute", text, "-o", text)
    assert ran.code == 2
    assert text.read_text(encoding="utf-8") == WORDS


@pytest.mark.slow
def test_without_the_option_nothing_that_reads_texts_is_imported(tmp_path: Path) -> None:
    code = (
        "import sys; from checklist.cli.app import run; "
        f"run(['report', {str(ROOT / 'examples' / 'brand.yaml')!r}, '-o', "
        f"{str(tmp_path / 'a.html')!r}, '--as-of', '2026-11-22']); "
        "print([name for name in sys.modules if name.endswith(('quotes', 'upkeep.statute', "
        "'statute_lines', 'statute_check', 'fingerprints', 'statute_files'))])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, timeout=300
    )
    assert ran.stdout.decode().splitlines()[-1] == "[]"
