"""The law as people have it is read as what it says; what cannot be read is called what it is."""
# ruff: noqa: RUF001

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml import OxmlElement
from msgspec.structs import replace

from checklist import resources
from checklist.errors import UnreadableFile
from checklist.law.model import Citation
from checklist.law.reading.rulebook import load_rulebook
from checklist.upkeep import fingerprints
from checklist.upkeep.statute import parse
from checklist.upkeep.statute_check import Difference, Undivided, check, difference
from checklist.upkeep.statute_compare import compare, told_apart
from checklist.upkeep.statute_files import read_statute

STATUTES = Path(__file__).parents[1] / "statutes"
FOUND = STATUTES / "found"
MINI = (STATUTES / "mini.md").read_text(encoding="utf-8")
RULES = load_rulebook(STATUTES / "mini.yaml", bundled=False)
KEPT = STATUTES / "mini.fingerprints.json"
OLD = fingerprints.read(KEPT.read_text(encoding="utf-8"), file=KEPT)
"""Written before articles had fingerprints."""
NEW = replace(OLD, articles=fingerprints.articles_of(parse(MINI)))


def checked(text: str) -> tuple[Difference, ...]:
    """What differs, which must be the same with fingerprints of whole articles and without."""
    found = check(parse(text), RULES, NEW)
    assert check(parse(text), RULES, OLD) == found
    return found


def run_together(text: str) -> str:
    """第二条 and 第五条 each in one line."""
    return re.sub(r"。\n+(?=本办法所称|鼓励)", "。", text)


@pytest.mark.parametrize("file", sorted(each.name for each in FOUND.iterdir()))
def test_a_text_as_it_was_found_has_every_word_that_was_reviewed(file: str) -> None:
    if file in {"README.md", "encrypted-by-company.xlsx"}:
        return
    found = check(read_statute(FOUND / file), RULES, NEW)
    joined = (Undivided(articles=(2, 5)),) if file == "mini-joined.md" else ()
    assert found == joined


PAGE = "夜市摊位管理办法\n\n{}\n— {} —\n\f"


def paged(text: str) -> str:
    """Wrapped at 20 characters, twelve lines a page, with a running head and a page number."""
    plain = re.sub(r"^#+ ", "", text, flags=re.MULTILINE)
    lines = [one[at : at + 20] for one in plain.split("\n") for at in range(0, len(one), 20) if one]
    pages = [lines[at : at + 12] for at in range(0, len(lines), 12)]
    return "".join(PAGE.format("\n".join(page), n) for n, page in enumerate(pages, 1))


def in_a_row(text: str) -> str:
    """An HTML table with a column of numbers."""
    rows = re.findall(r"^(第.条)　((?:.|\n)*?)(?=^第.条|^## |\Z)", text, re.MULTILINE)
    lines = [(number, "<br>".join(filter(None, words.split("\n")))) for number, words in rows]
    cells = (f"<td>{number}</td><td>{words}</td>" for number, words in lines)
    return "夜市摊位管理办法<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


SPELLINGS: dict[str, Callable[[str], str]] = {
    "spaced numerals": lambda text: re.sub("第(.)条　", r"第 \1 条　", text),
    "every character spaced": lambda text: re.sub(r"(?<=[^\n#])(?=[^\n])", " ", text),
    "radicals without a mapping": lambda text: text.translate(
        str.maketrans("长门见车页风食马鱼齐", "⻓⻔⻅⻋⻚⻛⻝⻢⻥⻬")
    ),
    "compatibility ideographs": lambda text: text.replace("不", "\uf967").replace("立", "\uf9f7"),
    "pages": paged,
    "pages without form feeds": lambda text: paged(text).replace("\f", "\n"),
    "one line": lambda text: re.sub(r"\n+(?:## )?|(?<=条)　", "", text),
    "one line with spaces": lambda text: re.sub(r"\n+(?:## )?", " ", text),
    "tortoise brackets": lambda text: re.sub("(第.条)　", r"〔\1〕", text),
    "round brackets": lambda text: re.sub("(第.条)　", r"（\1）", text),
    "a table in HTML": in_a_row,
    "tabs": lambda text: re.sub("(第.条)　", "\\1\t", text),
    "a table with numbers of rows": lambda text: re.sub(
        "^(第.条)　(.*)$", r"| 7 | \1 | \2 |", text, flags=re.MULTILINE
    ),
    "indented quotation": lambda text: re.sub("^", "        ", text, flags=re.MULTILINE),
}  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_however_the_law_was_set_its_words_are_those_reviewed(spelling: str) -> None:
    found = checked(SPELLINGS[spelling](MINI))
    assert [difference(one) for one in found if not isinstance(one, Undivided)] == []


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_however_the_law_was_set_one_altered_word_is_named_alone(spelling: str) -> None:
    altered = MINI.replace("每六个月", "每九个月")
    told = [difference(one) for one in checked(SPELLINGS[spelling](altered))]
    assert told[0].startswith("第五条第一款：文字与复核时不同")
    assert {one[:3] for one in told if not one.startswith("文字相同")} == {"第五条"}


def test_radicals_are_the_letters_that_a_simplified_font_shows_for_them() -> None:
    assert parse("第⼀条　⽤⼾、⻔⼾、①⺠⽣。").passages[0].text == "用户、门户、①民生。"


def test_a_line_of_the_law_at_the_edge_of_two_pages_of_many_is_no_running_head() -> None:
    lines = [f"甲乙、丙丁{chr(0x4E10 + at)}" for at in range(60)]
    lines[11] = lines[35] = "联系方式、所属机构以及"
    pages = ["\n".join(lines[at : at + 12]) for at in range(0, 60, 12)]
    statute = parse("第一条　" + "\f".join(pages) + "。")
    assert statute.dropped == ()
    assert statute.passages[0].text.count("联系方式、所属机构以及") == 2


def test_paragraphs_run_together_are_not_called_missing() -> None:
    joined = run_together(MINI)
    assert checked(joined) == (Undivided(articles=(2, 5)),)
    assert difference(checked(joined)[0]) == ("文字相同，没有分款或者分款看不出来：第二条、第五条")
    told = [difference(one) for one in checked(joined.replace("非法人组织", "其他组织"))]
    assert [one.partition("，")[0] for one in told[:1]] == ["第二条第二款：文字与复核时不同"]
    assert not any("复核时有" in one for one in told)


def test_an_article_whose_paragraphs_are_all_altered_and_run_together_is_named_once() -> None:
    joined = run_together(MINI).replace("每六个月", "每九个月").replace("购买保险", "购买大保险")
    told = [difference(one) for one in checked(joined)]
    assert [one[:14] for one in told if "第五条" in one and "文字相同" not in one] == [
        "第五条：文字与复核时不同，现",
        "第五条第一款：art5-ve",
        "第五条第二款：art5-in",
    ]


def test_words_of_an_article_are_the_same_wherever_it_was_divided() -> None:
    """Not where a sentence ends: only the fingerprint of the whole article can say so."""
    cut = MINI.replace("采取打折方式的，应当", "采取打折方式的，\n\n应当")
    assert not any("文字与复核时" in difference(one) for one in check(parse(cut), RULES, NEW))
    half = cut.replace("联系方式，并每", "联系方式，\n\n并每")
    found = check(parse(half), RULES, NEW)
    assert found == (Undivided(articles=(3, 5)),)


def test_a_sentence_added_to_a_paragraph_is_an_altered_paragraph() -> None:
    longer = MINI.replace("不少于二年。", "不少于二年。可以更长。")
    told = [difference(one) for one in checked(longer)]
    assert len(told) == 1
    assert told[0].startswith("第四条：文字与复核时不同，现在是“摊主应当保存进货记录。")


def test_where_a_line_is_full_and_ends_a_sentence_the_text_is_said_to_leave_it_open() -> None:
    text = "第一条　甲乙丙丁甲乙丙。\n戊己庚辛。\n第二条　甲乙丙丁甲乙丙\n丁戊。\n"
    text += "第三条　甲乙丙丁甲乙丙\n丁。\n"
    assert parse(text).doubtful == (1,)
    assert parse(text.replace("\n", "\n\n")).doubtful == ()
    assert parse(MINI).doubtful == ()


# --- the official text ---------------------------------------------------------------------------

BOOK = load_rulebook(resources.rules_file(), bundled=True)
RECORDED = resources.rules_file().with_suffix(".fingerprints.json")
LOST = ("六", "七", "十四", "二十", "四十九", "五十", "五十一", "五十二", "六十二")


def test_the_official_text_out_of_a_pdf_is_the_one_reviewed(law_dir: Path) -> None:
    text = (law_dir / f"{BOOK.regulation.title}.md").read_text(encoding="utf-8")
    kept = fingerprints.read(RECORDED.read_text(encoding="utf-8"), file=RECORDED)
    assert len(kept.articles) == 69
    found = check(parse(paged(text)), BOOK, kept)
    assert [one for one in found if not isinstance(one, Undivided)] == []


def test_of_a_copy_with_omissions_only_the_articles_that_lost_words_are_named(
    law_dir: Path,
) -> None:
    text = (law_dir / f"{BOOK.regulation.title}.md").read_text(encoding="utf-8")
    kept = fingerprints.read(RECORDED.read_text(encoding="utf-8"), file=RECORDED)
    articles = re.split(r"(?=^第.{1,3}条　|^## )", text, flags=re.MULTILINE)
    lost = [
        one.replace("、直播营销人员、", "、", 1) if one[1 : one.find("条")] in LOST else one
        for one in articles
    ]
    joined = "\n\n".join(re.sub(r"。\n+(?!（)", "。", one) for one in lost)
    told = [difference(one) for one in check(parse(joined), BOOK, kept)]
    named = {one[1 : one.index("条")] for one in told if one.startswith("第")}
    assert named == set(LOST)
    assert not any("复核时有" in one or "文件里没有" in one for one in told)


# --- two texts -----------------------------------------------------------------------------------


def test_breaks_alone_are_no_change_of_the_law() -> None:
    clean, joined = parse(MINI), parse(run_together(MINI))
    assert compare(*told_apart(clean, joined)) == ()
    assert compare(*told_apart(joined, clean)) == ()
    changed = parse(run_together(MINI).replace("每六个月", "每九个月"))
    assert [one.old for one in compare(*told_apart(clean, changed))] == [
        Citation(article=5, paragraph=1)
    ]


@pytest.mark.slow
def test_two_endless_paragraphs_are_compared_in_no_time() -> None:
    old, new = ("第一条　" + word * 150_000 + "。" for word in ("甲乙", "乙甲"))
    changes = compare(*told_apart(parse(old), parse(new)))
    assert [one.fate.value for one in changes] == ["changed"]


# --- files ---------------------------------------------------------------------------------------


def word_file(path: Path, text: str) -> Path:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line.lstrip("# "))
    document.save(str(path))
    return path


def test_a_word_document_is_read_with_its_tables_and_as_it_stands_once_accepted(
    tmp_path: Path,
) -> None:
    file = word_file(tmp_path / "条文.docx", MINI)
    assert check(read_statute(file), RULES, NEW) == ()
    document = docx.Document()
    document.add_paragraph("夜市摊位管理办法")
    table = document.add_table(rows=0, cols=2)
    for number, words in re.findall(r"(第.条)　((?:.|\n)*?)(?=\n第.条|\n## |\Z)", MINI):
        table.add_row().cells[0].text, table.rows[-1].cells[1].text = number, words
    gone = OxmlElement("w:del")
    run = OxmlElement("w:r")
    deleted = OxmlElement("w:delText")
    deleted.text = "已经删去的话。"
    run.append(deleted)
    gone.append(run)
    table.rows[3].cells[1].paragraphs[0]._p.append(gone)
    document.save(str(file))
    assert check(read_statute(file), RULES, NEW) == ()


def encrypted(path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=FOUND / "mini.pdf")
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)


def scanned(path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(path)


def numbered_by_word(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("为了规范夜市摊位，制定本办法。", style="List Number")
    paragraph = document.paragraphs[0]._p.get_or_add_pPr()
    paragraph.get_or_add_numPr()
    document.save(str(path))


def other_package(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", "<x/>")


def hollow(path: Path) -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", "<a>" + " " * 11_000_000)
    path.write_bytes(content.getvalue())


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "locked.pdf": (encrypted, "这个 PDF 加了密，或者限制了复制"),
    "scan.pdf": (scanned, "这个 PDF 里没有文字，看来是扫描的图片"),
    "cut.pdf": (
        lambda path: path.write_bytes((FOUND / "mini.pdf").read_bytes()[:900]),
        "这个 PDF 已经损坏，读不了",
    ),
    "numbers.docx": (numbered_by_word, "这个 Word 文件的条号是自动编号，不是文字，读不出来"),
    "sheet.docx": (other_package, "这不是 Word 文件（.docx），也不是文本"),
    "cut.docx": (
        lambda path: path.write_bytes(b"PK\x03\x04" + b"x" * 99),
        "这个 Word 文件已经损坏",
    ),
    "hollow.docx": (hollow, "文件太大，超过 10 MB"),
    "far too many.txt": (
        lambda path: path.write_text("第一条　" + "甲。\n\n" * 1000, encoding="utf-8"),
        "有一条超过 999 款、项，不像法规条文",
    ),
    "old.doc": (
        lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 99),
        "这是旧的 Word 文件（.doc），或者加了密码\n      改法：从官方网页复制条文",
    ),
    "locked.txt": (
        lambda path: path.write_bytes((FOUND / "encrypted-by-company.xlsx").read_bytes()),
        "这个文件看来被公司的加密软件加了密，读到的是密文",
    ),
    "report.html": (
        lambda path: path.write_text(
            "<!doctype html><title>某某合规自查报告</title><p>第一条　为了。</p>", encoding="utf-8"
        ),
        "这是网页报告，不是官方条文",
    ),
    "numbers.txt": (
        lambda path: path.write_text("某某办法\n1. 为了规范夜市摊位，制定本办法。\n", "utf-8"),
        "没有认出任何一条条文",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_as_the_law_is_called_what_it_is(name: str, tmp_path: Path) -> None:
    make, what = REFUSED[name]
    make(tmp_path / name)
    with pytest.raises(UnreadableFile, match=re.escape(what)) as caught:
        read_statute(tmp_path / name)
    assert "改法" in str(caught.value)


def test_a_line_that_looks_like_an_article_is_shown_with_what_to_change(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    REFUSED["numbers.txt"][0](file)
    with pytest.raises(UnreadableFile, match=r"第 2 行“1\. 为了规范夜市摊位，制定本办法。…”，改成"):
        read_statute(file)
