"""What an import refuses, each by the address of its cell; and what counts as a conflict."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Mark, Picks, SelfAuditPeriod
from checklist.errors import UnreadableFile
from checklist.law.model import Rulebook
from checklist.law.periods import Period
from checklist.sheets.changes import Take
from checklist.sheets.form import cells
from checklist.sheets.form.layout import layout
from checklist.sheets.form.sheet import FINGERPRINT_COLUMN, ID_COLUMN, MARK_CELLS, FormRow, load
from tests.form.filling import (
    BOOK,
    answer,
    answer_all,
    assessment,
    fill,
    imported,
    row_of,
    said,
    written,
)
from tests.given import kinds, law
from tests.given.bundled import LIVESTREAM
from tests.given.law import reissued
from tests.given.respondents import all_passing

NOTHING = Picks(dict.fromkeys(("opening", "pitch", "other"), Mark.NO))
DONE = "answers/art25-all/done"
PERIOD = "answers/art25-all/period"


def complaints(
    path: Path, given: Assessment, book: Rulebook = BOOK, take: Take | None = None
) -> list[tuple[str, str]]:
    """What is refused, and how to mend it."""
    with pytest.raises(UnreadableFile) as refused:
        imported(path, given, book, take)
    assert all(one.where is not None and one.where.file == path for one in refused.value.complaints)
    return [(one.what, one.mend) for one in refused.value.complaints]


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return written(tmp_path / "问卷.xlsx", assessment())


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [
        ("answer", "是", "否"),
        ("note", "六月补了", "没有补"),
        ("owner", "张三", "李四"),
        ("due", "2026-12-31", "2027-01-31"),
    ],
)
def test_two_forms_that_fill_a_cell_differently_are_refused_whatever_stands_there(
    tmp_path: Path, field: str, first: str, second: str
) -> None:
    for name, typed in (("甲.xlsx", first), ("乙.xlsx", second)):
        answer(written(tmp_path / name, assessment()), DONE, typed, field)
    with pytest.raises(UnreadableFile, match="两份问卷写的却不一样"):
        imported(tmp_path, assessment())
    answer(tmp_path / "乙.xlsx", DONE, first, field)
    assert imported(tmp_path, assessment()).assessment != assessment()


@pytest.mark.parametrize(
    ("id", "typed", "example"),
    [
        (DONE, "也许吧", "从下拉框里选：是、否、不清楚"),
        (DONE, 1, "从下拉框里选：是、否、不清楚"),
        (DONE, "不适用", "从下拉框里选：是、否、不清楚"),
        ("answers/art25-all/form", "电子", "从下拉框里选：书面、口头、不清楚"),
        ("answers/art25-all/lies#pitch", "不适用", "从下拉框里选：是、否、不清楚"),
        ("answers/art25-all/lies#pitch", "1", "从下拉框里选：是、否、不清楚"),
        (PERIOD, 3, "几年、几个月或者几天"),
        (PERIOD, "挺久", "几年、几个月或者几天"),
        ("answers/art25-all/delay", "3天", "几个工作日"),
        ("answers/art25-all/training", "常常", "写每年几次"),
        ("answers/art37-prompt/shown@r1", "1 9", "空格隔开"),
    ],
)
def test_what_is_not_understood_is_refused_with_an_example(
    form: Path, id: str, typed: object, example: str
) -> None:
    place = answer(form, id, typed)
    ((what, mend),) = complaints(form, assessment())
    assert what.startswith(f"{place} ")
    assert example in mend


@pytest.mark.parametrize("typed", ["明年", "2026-02-30", "2026", "12-31"])
def test_a_day_that_is_none_is_refused(form: Path, typed: str) -> None:
    place = answer(form, DONE, typed, "due")
    ((what, mend),) = complaints(form, assessment())
    assert what.startswith(f"{place} ")
    assert "2026-12-31" in mend


def test_every_bad_cell_is_told_at_once(form: Path) -> None:
    places = [
        answer(form, DONE, "行"),
        answer(form, PERIOD, "久"),
        answer(form, PERIOD, "?", "due"),
    ]
    assert [what.split()[0] for what, _ in complaints(form, assessment())] == places


@pytest.mark.parametrize("cell", ["answer", "note", "owner"])
def test_formulas_are_refused(form: Path, cell: str) -> None:
    place = answer(form, DONE, '=IF(1=1,"是","否")', cell)
    ((what, _),) = complaints(form, assessment())
    assert what.startswith(f"{place} 这一格是公式")


def test_a_formula_for_a_name_is_refused(form: Path) -> None:
    fill(form, {"E3": "=A1"})
    assert complaints(form, assessment())[0][0].startswith("问卷!E3 这一格是公式")


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("answers/art99-none/done", "规则册里没有这道题"),
        ("answers/art25-all/lies#nothing", "规则册里没有这道题"),
        ("answers/art25-all/done#opening", "规则册里没有这道题"),
        ("answers/art25-all/lies", "规则册里没有这道题"),
        ("facts/unheard", "规则册里没有这道题"),
        ("=1+1\x1b[2J"[:4], "规则册里没有这道题"),
        ("answers/art25-all/done@r9", "没有编号为 r9 的直播间"),
        ("", "没有题目编号"),
    ],
)
def test_unknown_rows_are_refused(form: Path, id: str, told: str) -> None:
    row = row_of(form, DONE)
    place = answer(form, DONE, "是")
    book = fill(form, {f"{ID_COLUMN}{row}": None if not id else id.replace("=", "?")})
    ((what, _),) = complaints(book, assessment())
    assert what.startswith(f"{place} ")
    assert told in what


def test_a_question_that_changed_since_is_to_be_looked_at_again(form: Path) -> None:
    place = answer(form, DONE, "是")
    changed = replace(kinds.YES, ask="是否已经做到？")
    first, *rest = BOOK.obligations
    book = reissued(
        BOOK,
        edition="2026.2",
        obligations=(replace(first, questions=(changed, *first.questions[1:])), *rest),
    )
    ((what, _),) = complaints(form, assessment(), book)
    assert what.startswith(f"{place} 待复核")


def test_a_fingerprint_that_was_meddled_with_is_to_be_looked_at_again(form: Path) -> None:
    place = answer(form, DONE, "是")
    fill(form, {f"{FINGERPRINT_COLUMN}{row_of(form, DONE)}": "0" * 16})
    assert complaints(form, assessment())[0][0].startswith(f"{place} 待复核")


def test_another_edition_with_the_same_question_is_read_and_told(form: Path) -> None:
    answer(form, DONE, "是")
    outcome = imported(form, assessment(), reissued(BOOK, edition="2026.2"))
    assert outcome.changes
    assert "2026.2" in outcome.remarks[0]


def test_a_row_written_under_an_earlier_wording_that_asked_the_same_is_read(form: Path) -> None:
    asked = replace(kinds.YES, ask="是否都做到？", formerly=(kinds.YES.fingerprint,))
    entry, *others = BOOK.obligations
    reworded = replace(entry, questions=(asked, *entry.questions[1:]))
    answer(form, DONE, "是")
    outcome = imported(form, assessment(), replace(BOOK, obligations=(reworded, *others)))
    assert outcome.assessment.answers["art25-all/done"].asked_as == asked.fingerprint


def test_two_rows_for_one_question_that_disagree_are_refused(form: Path) -> None:
    row, other = row_of(form, DONE), row_of(form, "answers/art25-all/hidden")
    fill(form, {f"{ID_COLUMN}{other}": DONE, f"E{row}": "是", f"E{other}": "否"})
    ((what, _),) = complaints(form, assessment())
    assert what.startswith(f"问卷!E{other} 和 问卷!E{row} 是同一题")


def test_two_rows_for_one_question_that_agree_are_read_once(form: Path) -> None:
    row, other = row_of(form, DONE), row_of(form, "answers/art25-all/hidden")
    fill(form, {f"{ID_COLUMN}{other}": DONE, f"E{row}": "是", f"E{other}": "是"})
    assert len(imported(form, assessment()).changes) == 1


@pytest.mark.parametrize(
    ("take", "value"), [(Take.SHEET, Period(years=5)), (Take.FILE, Period(years=2))]
)
def test_what_changed_on_both_sides_is_a_conflict_until_one_is_taken(
    tmp_path: Path, take: Take, value: Period
) -> None:
    path = written(tmp_path / "问卷.xlsx", assessment(period=said(kinds.YEARS, Period(years=3))))
    place = answer(path, PERIOD, "5年")
    since = assessment(period=said(kinds.YEARS, Period(years=2)))
    outcome = imported(path, since)
    (conflict,) = outcome.conflicts
    assert (conflict.place, conflict.before, conflict.after) == (place, "2年", "5年")
    assert outcome.assessment == since
    taken = imported(path, since, take=take)
    assert taken.conflicts == ()
    assert taken.assessment.answers["art25-all/period"].value == value


def test_what_changed_on_both_sides_alike_is_none(tmp_path: Path) -> None:
    path = written(tmp_path / "问卷.xlsx", assessment(period=said(kinds.YEARS, Period(years=3))))
    answer(path, PERIOD, "5年")
    since = assessment(period=said(kinds.YEARS, Period(years=5)))
    outcome = imported(path, since)
    assert (outcome.conflicts, outcome.changes, outcome.assessment) == ((), (), since)


def test_an_untouched_cell_never_undoes_what_was_answered_since(form: Path) -> None:
    since = assessment(done=said(kinds.YES, Mark.NO), period=said(kinds.YEARS, Period(years=2)))
    answer(form, "answers/art25-all/form", "口头")
    outcome = imported(form, since)
    assert outcome.conflicts == ()
    assert outcome.assessment.answers["art25-all/done"] == since.answers["art25-all/done"]
    assert outcome.assessment.answers["art25-all/period"] == since.answers["art25-all/period"]


def test_a_note_that_changed_on_both_sides_is_a_conflict(tmp_path: Path) -> None:
    path = written(tmp_path / "问卷.xlsx", assessment(done=said(kinds.YES, Mark.YES, note="甲")))
    place = answer(path, DONE, "乙", "note")
    since = assessment(done=said(kinds.YES, Mark.YES, note="丙"))
    assert [one.place for one in imported(path, since).conflicts] == [place]


def test_a_note_too_long_for_a_cell_is_not_cut_by_an_import(tmp_path: Path) -> None:
    long = said(kinds.YES, Mark.YES, note="字" * 40_000)
    before = assessment(done=long)
    path = written(tmp_path / "问卷.xlsx", before)
    assert imported(path, before).assessment == before
    place = answer(path, DONE, "短", "note")
    assert complaints(path, before)[0][0].startswith(f"{place} ")


def test_not_applicable_is_earned_option_by_option(tmp_path: Path) -> None:
    book = law.rulebook(
        law.obligation("art25-all", replace(kinds.NONE, inapplicable_if="没有开播"), kinds.YES)
    )
    before = Assessment(respondent=assessment().respondent)
    path = written(tmp_path / "问卷.xlsx", before, book)
    ids = [f"answers/art25-all/lies#{id}" for id in ("opening", "pitch", "other")]
    place = answer(path, ids[0], "不适用")
    assert complaints(path, before, book)[0][0].startswith(f"{place} “开场”单独不能答不适用")
    for id in ids[1:]:
        answer(path, id, "不适用")
    after = imported(path, before, book).assessment.answers["art25-all/lies"]
    assert (after.value, after.reason) == (Mark.INAPPLICABLE, "没有开播")


def test_each_option_inapplicable_for_itself_is_not_the_whole_question() -> None:
    each = tuple(replace(one, inapplicable_if=f"没有{one.label}") for one in kinds.SHOWN)
    marks = {one.id: Mark.INAPPLICABLE for one in each}
    assert cells.picked(replace(kinds.NONE, options=each), marks) == Picks(marks)


def test_an_answer_to_an_older_wording_is_asked_again_and_its_note_kept(tmp_path: Path) -> None:
    stale = replace(said(kinds.NONE, NOTHING, note="七月起"), asked_as="f" * 16)
    before = assessment(lies=stale)
    path = written(tmp_path / "问卷.xlsx", before)
    head, *options = (
        one
        for one in layout(BOOK, before).lines
        if isinstance(one, FormRow) and one.id.key == "art25-all/lies"
    )
    assert "以前答的是：全不选" in head.ask
    assert [one.given["answer"] for one in (head, *options)] == ["", "", ""]
    assert imported(path, before).assessment == before
    answer(path, "answers/art25-all/lies#pitch", "是")
    after = imported(path, before).assessment.answers["art25-all/lies"]
    assert after.value == Picks({"pitch": Mark.YES})
    assert (after.note, after.asked_as) == ("七月起", kinds.NONE.fingerprint)


def test_a_form_for_another_rulebook_is_refused(form: Path) -> None:
    ((what, _),) = complaints(form, assessment(), reissued(BOOK, id="other"))
    assert "另一部规则册" in what


@pytest.mark.parametrize("cell", MARK_CELLS[:2])
def test_a_sheet_that_is_no_form_of_ours_is_refused(form: Path, cell: str) -> None:
    fill(form, {cell: "别的"})
    with pytest.raises(UnreadableFile):
        load(form)


def _empty() -> bytes:
    return b""


def _text() -> bytes:
    return "编号,答复".encode("gbk")


def _zip(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return stream.getvalue()


def _other_package() -> bytes:
    return _zip(word=b"<document/>")


@pytest.mark.slow
def test_a_file_that_unpacks_without_end_is_not_opened(form: Path) -> None:
    with zipfile.ZipFile(form, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/more.bin", bytes(300_000_000))
    with pytest.raises(UnreadableFile, match="展开"):
        load(form)


@pytest.mark.parametrize("make", [_empty, _text, _other_package])
def test_what_is_no_spreadsheet_is_refused_in_chinese(
    tmp_path: Path, make: Callable[[], bytes]
) -> None:
    path = tmp_path / "问卷.xlsx"
    path.write_bytes(make())
    with pytest.raises(UnreadableFile, match=r"\.xlsx"):
        load(path)


def test_a_spreadsheet_cut_off_anywhere_is_refused(form: Path) -> None:
    data = form.read_bytes()
    for length in range(0, len(data), len(data) // 40):
        form.write_bytes(data[:length])
        with pytest.raises(UnreadableFile):
            load(form)


def test_a_month_outside_the_period_is_mended_in_its_own_cell(tmp_path: Path) -> None:
    """On a line of several options one writes 1不适用; here each month has a row of its own."""
    key, platform = "art9-operators/times", all_passing(LIVESTREAM, "platform")
    period = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 10, 31))
    known = replace(platform, period=period, answers={**platform.answers, key: Answer(value=None)})
    path = written(tmp_path / "问卷.xlsx", known, LIVESTREAM)
    answer_all(path, {f"answers/{key}#january": "是", f"answers/{key}#july": "是"})
    (refused,) = complaints(path, known, LIVESTREAM)
    assert "没有应当报送的一月" in refused[0]
    assert refused[1] == "这一格选 不适用"


@pytest.mark.parametrize(
    "typed", ["有效至2027-03-01", "（有效期至2027年3月1日）\n截图", "有效至2027-02-30"]
)
def test_a_last_day_of_no_piece_of_evidence_is_refused(form: Path, typed: str) -> None:
    place = answer(form, DONE, typed, "evidence")
    ((what, mend),) = complaints(form, assessment())
    assert what == f"{place} 只写了有效期，没有写是哪一件佐证"
    assert mend == "写在那一件的后面，例如：营业执照.pdf 有效至2027-03-01"
