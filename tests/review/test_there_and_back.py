"""A lawyer's copy comes back as it was meant, from Excel and from Word."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from checklist.errors import UnreadableFile
from checklist.law.model import FactIs, Remark, Review, ReviewState, Rulebook
from checklist.law.reading.rulebook import read_rulebook
from checklist.report.view.quotes import official_text
from checklist.sheets.review import entries, xlsx
from checklist.upkeep.reviewed import reviewed
from checklist.upkeep.statute import parse
from tests.given.bundled import LIVESTREAM
from tests.given.workbooks import saved
from tests.review.copies import AGREED, AMENDED, BOOK, KINDS, SMALL, TODAY, fill, imported, written

OPINION = "复核意见（李律师，2026-11-26）：少了一项"


@pytest.fixture(params=KINDS)
def copy(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return written(tmp_path / f"复核{request.param}")


def with_review(review: Review, id: str = "art27-keep", book: Rulebook = BOOK) -> Rulebook:
    """The rulebook in which one entry has another review."""
    duties = (replace(each, review=review) if each.id == id else each for each in book.obligations)
    return replace(book, obligations=tuple(duties))


def test_an_untouched_copy_changes_nothing_and_nothing_is_remarked(copy: Path) -> None:
    outcome = imported(copy)
    assert (outcome.reviews, outcome.changes, outcome.remarks) == ({}, (), ())


def test_an_entry_that_is_agreed_to_is_signed_off(copy: Path) -> None:
    outcome = imported(fill(copy, "art27-keep", **AGREED))
    signed = Review(state=ReviewState.REVIEWED, by="张律师", on=date(2026, 11, 27))
    assert outcome.reviews == {"art27-keep": signed}
    (change,) = outcome.changes
    assert change.about == "art27-keep 须保存"
    assert (change.before, change.after) == ("待复核", "已复核（张律师，2026-11-27）")


def test_a_day_may_be_a_day_of_excels_own(tmp_path: Path) -> None:
    path = fill(
        written(tmp_path / "复核.xlsx"), "art27-keep", **AGREED | {"日期": date(2026, 11, 3)}
    )
    assert imported(path).reviews["art27-keep"].on == date(2026, 11, 3)


@pytest.mark.parametrize("verdict", ["修改", "存疑"])
def test_an_entry_that_is_not_agreed_to_stays_open_with_the_opinion(
    copy: Path, verdict: str
) -> None:
    outcome = imported(fill(copy, "art27-keep", **AMENDED | {"结论": verdict}))
    still = Review(state=ReviewState.TO_REVIEW, open_points=(OPINION,))
    assert outcome.reviews == {"art27-keep": still}
    assert outcome.changes[0].after == f"待复核\n待定的问题加上：{OPINION}"


def test_an_opinion_on_a_signed_entry_opens_it_again_and_keeps_its_points(copy: Path) -> None:
    outcome = imported(fill(copy, "art25-show", **AMENDED))
    assert outcome.reviews["art25-show"] == Review(
        state=ReviewState.TO_REVIEW, open_points=("一个疑问", OPINION)
    )
    assert outcome.changes[0].before == "已复核（张律师，2026-03-01）"


def test_what_is_remarked_beside_an_agreement_is_not_lost(copy: Path) -> None:
    outcome = imported(fill(copy, "art27-keep", **AMENDED | {"结论": "同意"}))
    review = outcome.reviews["art27-keep"]
    assert (review.state, review.open_points) == (ReviewState.REVIEWED, (OPINION,))


@pytest.mark.parametrize("verdict", ["同意", "修改"])
def test_open_points_of_some_respondents_stay_whatever_is_said(
    tmp_path: Path, verdict: str
) -> None:
    some = Remark(when=FactIs("opens_room", ("yes",)), text="个人算不算，没有写明")
    book = with_review(Review(state=ReviewState.TO_REVIEW, remarks=(some,)))
    copy = fill(written(tmp_path / "复核.xlsx", book), "art27-keep", **AMENDED | {"结论": verdict})
    review = imported(copy, book).reviews["art27-keep"]
    assert (review.remarks, review.open_points) == ((some,), (OPINION,))


def test_what_was_reviewed_today_is_read_today(copy: Path) -> None:
    outcome = imported(fill(copy, "art27-keep", **AGREED | {"日期": TODAY.isoformat()}))
    assert outcome.reviews["art27-keep"].on == TODAY


def test_no_opinion_in_words_is_none(copy: Path) -> None:
    outcome = imported(fill(copy, "art27-keep", **AGREED, 意见="无意见。"))
    assert outcome.reviews["art27-keep"].open_points == ()


def test_a_name_without_a_verdict_is_told_and_not_read(copy: Path) -> None:
    outcome = imported(fill(copy, "art27-keep", 姓名="张律师", 日期="2026-11-27"))
    assert outcome.reviews == {}
    assert outcome.unread == ("art27-keep：只写了姓名或者日期，没有结论",)


def test_what_was_changed_where_nothing_is_read_is_told(copy: Path) -> None:
    outcome = imported(fill(copy, "art27-keep", 读法="应当这样读"))
    assert outcome.reviews == {}
    assert outcome.unread == (
        "art27-keep：填写栏以外的格子改过（或者删了列）：要改的请写到“意见”里",
    )


def test_that_is_told_also_of_a_row_that_is_agreed_to(copy: Path) -> None:
    """Who writes in the reading and agrees has not agreed to what stands there."""
    outcome = imported(fill(copy, "art27-keep", **AGREED, 读法="应当这样读"))
    assert set(outcome.reviews) == {"art27-keep"}
    (told,) = outcome.unread
    assert told.startswith("art27-keep：填写栏以外的格子改过")


def test_reading_a_copy_twice_changes_nothing_more(copy: Path) -> None:
    filled = fill(fill(copy, "art27-keep", **AMENDED), "art28-keep", **AGREED)
    data = reviewed(SMALL.read_bytes(), imported(filled).reviews, file=SMALL)
    outcome = imported(filled, read_rulebook(data, file=SMALL, bundled=False))
    assert outcome.changes == ()
    assert outcome.remarks == ("art27-keep、art28-keep：规则册里已经是这样，没有再改",)


def test_a_second_lawyer_cannot_agree_over_the_first_ones_opinion(copy: Path) -> None:
    meanwhile = with_review(Review(state=ReviewState.TO_REVIEW, open_points=(OPINION,)))
    with pytest.raises(UnreadableFile, match="art27-keep 的复核状态或者待定的问题，在写出"):
        imported(fill(copy, "art27-keep", **AGREED), meanwhile)


def test_earlier_opinions_that_stay_behind_an_agreement_are_told(tmp_path: Path) -> None:
    book = with_review(Review(state=ReviewState.TO_REVIEW, open_points=(OPINION,)))
    outcome = imported(fill(written(tmp_path / "复核.xlsx", book), "art27-keep", **AGREED), book)
    assert outcome.reviews["art27-keep"].open_points == (OPINION,)
    assert "以前的复核意见还留在待定的问题里" in outcome.remarks[0]


def test_an_entry_that_changed_since_is_refused_by_name(copy: Path) -> None:
    filled = fill(fill(copy, "art27-keep", **AGREED), "art29-train", **AGREED)
    entry = replace(BOOK.obligation("art27-keep"), summary="另一种读法。")
    book = replace(BOOK, obligations=(entry, *BOOK.obligations[2:]))
    with pytest.raises(UnreadableFile, match="art27-keep 在写出复核表以后变过") as caught:
        imported(filled, book)
    assert "重新写一份复核表" in caught.value.complaints[0].mend
    assert len(caught.value.complaints) == 1


def test_a_penalty_or_a_fact_that_changed_changes_its_entries_too(tmp_path: Path) -> None:
    filled = fill(written(tmp_path / "复核.xlsx"), "art25-show", **AGREED)
    cheaper = tuple(replace(each, authority="别的机关") for each in BOOK.penalties)
    asked = tuple(replace(each, ask="另外一问？") for each in BOOK.facts)
    for book in (replace(BOOK, penalties=cheaper), replace(BOOK, facts=asked)):
        with pytest.raises(UnreadableFile, match="art25-show 在写出复核表以后变过"):
            imported(filled, book)


def test_naming_an_earlier_wording_takes_no_agreement_back() -> None:
    entry = BOOK.obligations[0]
    questions = tuple(replace(asked, formerly=("0" * 16,)) for asked in entry.questions)
    named = replace(entry, questions=questions)
    assert entries.code_of(BOOK, named, ()) == entries.code_of(BOOK, entry, ())


def test_rows_and_columns_may_be_moved_removed_and_added(tmp_path: Path) -> None:
    path = fill(written(tmp_path / "复核.xlsx"), "art27-keep", **AGREED)
    book = openpyxl.load_workbook(path)
    page = book[xlsx.NAME]
    page.title = "张律师"
    page.delete_rows(4)
    page.insert_cols(2)
    page.cell(3, 2).value = "自己的列"
    page.cell(9, 2).value = "自己加的行"
    page.cell(9, 13).value = "写在别处的意见"
    outcome = imported(saved(book, path))
    assert set(outcome.reviews) == {"art27-keep"}
    assert outcome.changes[0].place == "张律师!K4"


def test_a_row_somebody_added_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "复核.xlsx")
    book = openpyxl.load_workbook(path)
    book[xlsx.NAME]["K20"].value = "第五条之外还有"
    outcome = imported(saved(book, path))
    assert outcome.unread == (
        "自己加的行：“复核表”表第 20 行。要留的写进可以填的格子，或者另外留存",
    )


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    entry = replace(BOOK.obligations[0], title="=1+1", summary="@SUM(A1)")
    book = replace(BOOK, obligations=(entry, *BOOK.obligations[1:]))
    path = written(tmp_path / "复核.xlsx", book)
    cells = [cell for row in openpyxl.load_workbook(path)[xlsx.NAME] for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert any(str(cell.value).startswith("=1+1") for cell in cells)
    assert imported(path, book).remarks == ()


def test_the_words_of_the_statute_are_quoted_where_they_are_given() -> None:
    statute = parse("某某管理办法\n第二十七条 应当保存记录。\n第二十八条 也应当保存。\n")
    official = official_text(statute, BOOK, None, source="条文.md")
    quoted = {row.id: row.cells["条文原文"] for row in entries.rows(BOOK, official)}
    assert quoted["art27-keep"] == "（没有条文指纹，以下条文未经核对）\n应当保存记录。"
    assert quoted["art29-train"] == "（所给条文没有这一处）"
    assert {row.cells["条文原文"] for row in entries.rows(BOOK, None)} == {""}


def test_every_entry_of_the_bundled_rulebook_is_told_whole() -> None:
    book = LIVESTREAM
    rows = entries.rows(book, None)
    assert [row.id for row in rows] == list(book.obligation_ids())
    for row, entry in zip(rows, book.obligations, strict=True):
        told = "\n".join(row.cells.values())
        assert entry.title in told
        assert entry.summary in told
        for question in entry.questions:
            assert question.ask in row.cells["读法"]
            assert (question.fine_in_doubt or "") in row.cells["存疑"]
        for doubt in entry.penalties_in_doubt:
            assert doubt.why
            assert doubt.why in row.cells["存疑"]
        for point in (*entry.review.open_points, *(each.text for each in entry.review.remarks)):
            assert f"待定：{point}" in row.cells["存疑"]
        assert (entry.no_penalty or "") in row.cells["处罚"]


def test_a_key_that_rulebooks_may_have_later_leaves_the_codes_of_earlier_copies_alone() -> None:
    """The code is pinned: a field added to the model, and left empty, must not change it."""
    code = entries.code_of(BOOK, BOOK.obligation("art25-show"), ())
    assert (code.entry, code.review) == ("b4cd126b", "9c8731e2")
