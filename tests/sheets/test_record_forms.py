"""The record forms: every paper that a remedy names can be had, with its article and its period."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from msgspec.structs import replace

from checklist import exits, resources
from checklist.errors import UnreadableFile
from checklist.law.expectations import ExpectYearsAtLeast
from checklist.law.forms import RecordForm, load_forms
from checklist.law.model import Citation, Kind, OtherLaw
from checklist.sheets.record_forms import word, xlsx
from checklist.sheets.record_forms.layout import basis, choices, ending, hint, kept
from checklist.sheets.review.entries import code_of
from checklist.upkeep.statute import quote
from checklist.upkeep.statute_files import read_statute
from tests.conftest import Run
from tests.given.bundled import BOOKS

AT = datetime(2026, 11, 29, tzinfo=UTC)
FORMS = load_forms(resources.forms_file())
EACH_FORM = pytest.mark.parametrize("form", FORMS.forms, ids=lambda form: form.id)
RULES = resources.rules_file().parent
SOUND = """\
format: 1
papers: [审核单]
forms:
  - id: check
    title: 审核单
    sources: [ { law: 直播电商监督管理办法, article: 30 } ]
    purpose: 逐项看过再开播。
    keep_note: 没有写明。
    columns: [ { name: 内容, fill: 写上 } ]
    rows: 3
"""


def test_a_form_is_kept_as_long_as_the_entry_that_keeps_it_demands() -> None:
    """The period stands in two files: they must agree, article by article."""
    demanded = {
        (entry.source.article, book.regulation.title): (question.expect.years, entry.counted_from)
        for book in BOOKS.values()
        for entry in book.obligations
        for question in entry.questions
        if isinstance(question.expect, ExpectYearsAtLeast)
    }
    kept_by_years = [form.keep for form in FORMS.forms if form.keep and "年" in form.keep.at_least]
    assert kept_by_years
    for keep in kept_by_years:
        years, since = demanded[keep.source.article or 0, keep.source.law]
        assert (keep.at_least, keep.counted_from) == (f"{years}年", f"{since}之日")


def test_a_form_asks_for_the_day_from_which_it_is_kept() -> None:
    """Where the text that is printed on it counts from a day, that day has its place."""
    for form in FORMS.forms:
        names = [field.name for field in (*form.head, *form.columns, *ending(form))]
        for day in re.findall("自(?:其)?([^自，；。]+?之日)起", kept(form)):
            assert [name for name in names if name.endswith(day)], (form.id, day)


def test_a_form_that_serves_several_broadcasts_asks_for_the_end_of_the_last() -> None:
    """The period runs from the end of the broadcast; a paper about a shop or a host has many."""
    for form in FORMS.forms:
        if form.keep and form.keep.counted_from == "直播结束之日":
            about_one = any(field.name == "场次日期" for field in form.head)
            asked = [field.name for field in ending(form) if field.name.endswith("直播结束之日")]
            assert len(asked) == 1
            assert about_one != ("最后一场" in asked[0]), form.id
            assert about_one or "按最后一场" in kept(form)


RULES_AND_PICTURES = {
    "art6-mechanisms", "art7-rules", "art7-host-management", "art8-dynamic-system",
    "art10-host-training", "art10-mechanism", "art11-tiers", "art12-system", "art12-reference",
    "art14-blacklist", "art15-support", "art18-system", "art20-reference", "art22-update",
    "art22-host-update", "art30-mechanism", "art31-mechanism", "mcn9-rules", "ai-art6-function",
    "ai-art8-agreement", "ai-art10-tools", "ai-art10-harm", "ai-art12-filing",
}  # fmt: skip
"""What is done by writing rules, changing a page or stopping something: no paper is filled in."""


def test_every_gap_points_to_a_paper_where_one_is_filled_in() -> None:
    without = {
        entry.id
        for book in BOOKS.values()
        for entry in book.obligations
        if entry.kind is not Kind.ENCOURAGEMENT and not entry.forms
    }
    assert without == RULES_AND_PICTURES


def test_the_list_of_agreements_asks_for_the_duty_to_answer_for_content() -> None:
    agencies = BOOKS["mcn"].obligation("mcn13-agreement")
    (listed,) = FORMS.named(agencies.forms)
    assert any("信息内容管理责任" in field.name for field in listed.columns)
    assert any(place.article == 13 and "多渠道" in place.law for place in listed.sources)


def test_a_form_names_every_regulation_that_it_rests_on() -> None:
    several = [form for form in FORMS.forms if len({place.law for place in form.sources}) > 1]
    assert several
    for form in several:
        assert all(f"《{place.law}》" in basis(form) for place in form.sources)


def test_only_what_need_not_be_filled_in_says_so() -> None:
    for form in FORMS.forms:
        for field in (*form.head, *form.columns, *form.end):
            assert ("可以不填" in hint(field)) is field.optional, (form.id, field.name)


def test_nothing_is_asked_for_that_cannot_exist_yet() -> None:
    """No order is three years old before three years after the day of commencement."""
    aged = re.compile("满[一二三四五六七八九十0-9]+年(的|订单|交易|记录)")
    entries = [entry for book in BOOKS.values() for entry in book.obligations]
    asked_for = [text for entry in entries for text in (*entry.evidence, entry.remedy)]
    fields = [field for form in FORMS.forms for field in (*form.head, *form.columns, *form.end)]
    asked_for += [text for field in fields for text in (field.name, field.fill)]
    assert [text for text in asked_for if aged.search(text)] == []


@pytest.mark.parametrize("article", [27, 28, 31, 45])
def test_the_records_that_are_kept_three_years_have_a_form_that_says_so(article: int) -> None:
    told = [
        kept(form)
        for form in FORMS.forms
        if any(place.article == article and "直播电商" in place.law for place in form.sources)
    ]
    assert any("自直播结束之日起不少于3年" in words for words in told)


KEEPING_IS_OF_OTHERS = {"archive-handover", "transaction-check"}
"""What they are about is kept for a time that the article says; they themselves are not."""
LISTED_BY_THE_ARTICLE = {
    "seller-verification", "host-verification", "operator-archive", "partner-verification",
    "transaction-check", "permit-map",
}  # fmt: skip


@EACH_FORM
def test_the_law_says_what_a_form_says(form: RecordForm, law_dir: Path) -> None:
    """Every place is there; where no period is given, none stands there; what is to be verified one
    by one stands in the article."""
    texts = {place: _quoted(place, law_dir) for place in form.sources}
    if form.keep:
        number = {"3年": "三年", "6个月": "六个月"}[form.keep.at_least]
        said = _quoted(form.keep.source, law_dir)
        assert f"不少于{number}" in said
        assert form.keep.counted_from is None or f"自{form.keep.counted_from}起" in said
    elif form.id not in KEEPING_IS_OF_OTHERS:
        assert [place for place, text in texts.items() if "不少于" in text] == []
    if form.id in LISTED_BY_THE_ARTICLE:
        assert [line for line in form.lines if line not in "".join(texts.values())] == []


_statute = cache(read_statute)


def _quoted(place: OtherLaw, law_dir: Path) -> str:
    """The text of a provision, which there has to be."""
    statute = _statute(law_dir / f"{place.law}.md")
    source = Citation(article=place.article or 0, paragraph=place.paragraph, item=place.item)
    text = quote(statute, source)
    assert text
    return text


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(form, id=form.id, marks=() if at % 6 == 0 else pytest.mark.slow)
        for at, form in enumerate(FORMS.forms)
    ],
)
def test_the_workbook_carries_citation_period_and_every_field(form: RecordForm) -> None:
    book = openpyxl.load_workbook(BytesIO(xlsx.render(form, at=AT)), rich_text=True)
    (page,) = book.worksheets
    told = "\n".join(str(cell.value) for row in page.iter_rows() for cell in row if cell.value)
    _tells_all(form, told)
    assert page.page_setup.paperSize == 9
    offered = [rule.formula1 for rule in page.data_validations.dataValidation if rule.formula1]
    wanted = [field for field in (*form.head, *form.columns, *ending(form)) if choices(field)]
    assert [f'"{",".join(choices(field))}"' for field in wanted] == offered
    assert not [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]


def test_what_is_chosen_above_and_below_a_table_is_ticked_on_paper() -> None:
    form = next(each for each in FORMS.forms if any(map(choices, (*each.head, *ending(each)))))
    document = docx.Document(BytesIO(word.render(form, at=AT)))
    told = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    for field in filter(choices, (*form.head, *ending(form))):
        assert "　".join(f"□{choice}" for choice in choices(field)) in told


@pytest.mark.slow
@EACH_FORM
def test_the_document_carries_citation_period_and_every_field(form: RecordForm) -> None:
    document = docx.Document(BytesIO(word.render(form, at=AT)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    _tells_all(form, "\n".join([*(each.text for each in document.paragraphs), *cells]))
    page = document.sections[0]
    assert page.page_width
    assert page.page_height
    sizes = sorted((round(page.page_width.mm), round(page.page_height.mm)))
    assert sizes == [210, 297]


def _tells_all(form: RecordForm, told: str) -> None:
    fields = (*form.head, *form.columns, *ending(form))
    for words in (form.title, basis(form), kept(form), *form.text, *form.lines):
        assert words in told
    for field in fields:
        assert field.name in told
        assert field.fill in told
    if form.keep:
        assert "保存至" in told


def test_forms_change_neither_a_question_nor_what_a_lawyer_signed() -> None:
    (book,) = (book for book in BOOKS.values() if book.regulation.id == "livestream")
    entry = book.obligation("art30-review")
    without = replace(entry, forms=())
    assert entry.forms
    assert code_of(book, entry, ()) == code_of(book, without, ())


# --- the lint -------------------------------------------------------------------------------------


def _linted(checklist: Run, tmp_path: Path, old: str, new: str) -> str:
    text = (RULES / "livestream.yaml").read_text(encoding="utf-8")
    assert old in text
    copy = tmp_path / "改过.yaml"
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    ran = checklist("rules", "lint", copy)
    assert ran.code == exits.BAD_FILE
    return ran.err


def test_lint_finds_a_form_that_does_not_exist(checklist: Run, tmp_path: Path) -> None:
    err = _linted(checklist, tmp_path, "forms: [prelive-review]", "forms: [prelive-revew]")
    assert "art30-review 的 forms 里的 prelive-revew 不在记录样表里" in err
    assert "改成 prelive-review" in err


def test_lint_finds_a_paper_that_has_no_form(checklist: Run, tmp_path: Path) -> None:
    err = _linted(checklist, tmp_path, "    forms: [prelive-review]\n", "")
    assert err.count("art30-review 里说到“审核单”，forms 里却没有这样叫的记录样表") == 2
    assert "改过.yaml:" in err
    assert "在 rules/forms/records.yaml 里加一份" in err


def test_lint_finds_a_form_that_nobody_refers_to_and_a_place_that_is_not_there(
    checklist: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (RULES / "forms" / "records.yaml").read_text(encoding="utf-8")
    lonely = SOUND[SOUND.index("  - id") :].replace("id: check", "id: lonely")
    other = tmp_path / "records.yaml"
    other.write_text(text + lonely.replace("article: 30", "article: 300"), encoding="utf-8")
    monkeypatch.setattr(resources, "forms_file", lambda: other)
    ran = checklist("rules", "lint")
    assert ran.code == exits.BAD_FILE
    assert "没有一条义务用到样表 lonely" in ran.err
    assert "样表 lonely 引用的《直播电商监督管理办法》第三百条不在随附的规定里" in ran.err


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("    rows: 3\n", "", "要写 rows 或者 lines 之一"),
        ("    keep_note: 没有写明。\n", "", "没有写保存多久"),
        ("title: 审核单", "titel: 审核单", "titel"),
        ("fill: 写上", "fill: 写上, kind: 数字", "不能是 数字"),
    ],
)
def test_a_list_of_forms_that_is_written_wrong_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, what: str
) -> None:
    file = tmp_path / "records.yaml"
    file.write_text(SOUND, encoding="utf-8")
    assert [form.id for form in load_forms(file).forms] == ["check"]
    file.write_text(SOUND.replace(old, new), encoding="utf-8")
    with pytest.raises(UnreadableFile) as caught:
        load_forms(file)
    assert any(what in each.what for each in caught.value.complaints)
    assert all(each.where and each.where.line for each in caught.value.complaints)


# --- the command ----------------------------------------------------------------------------------


def test_every_form_is_listed_with_article_and_period(checklist: Run) -> None:
    told = "".join(checklist("forms", "list").out.split())
    for form in FORMS.forms:
        assert form.id in told


@pytest.mark.slow
def test_forms_are_written_and_never_written_over(checklist: Run, tmp_path: Path) -> None:
    folder = tmp_path / "新" / "样表"
    ran = checklist("forms", "write", "correction-log", "duty-notice", "-o", folder)
    assert ran.code == exits.DONE
    names = sorted(file.name for file in folder.iterdir())
    assert names == [
        "主播法定义务告知书.docx", "主播法定义务告知书.xlsx", "纠错记录表.docx", "纠错记录表.xlsx",
    ]  # fmt: skip
    filled = folder / "纠错记录表.xlsx"
    filled.write_bytes(b"filled in")
    again = checklist("forms", "write", "-o", folder)
    assert again.code == exits.WRONG_USAGE
    assert "没有覆盖" in again.err
    assert filled.read_bytes() == b"filled in"
    assert len([*folder.iterdir()]) == 4


def test_an_unknown_form_writes_nothing(checklist: Run, tmp_path: Path) -> None:
    ran = checklist("forms", "write", "没有", "-o", tmp_path / "样表")
    assert ran.code == exits.WRONG_USAGE
    assert not (tmp_path / "样表").exists()
