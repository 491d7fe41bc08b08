"""A form that is written and read back says what was said, and nothing else."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checklist.assessment.model import (
    UNASKED,
    Assessment,
    Choice,
    Evidence,
    Mark,
    Picks,
    Room,
    SelfAuditPeriod,
    TimesAYear,
    WorkingDays,
)
from checklist.errors import UnreadableFile
from checklist.law.model import Fact, Question
from checklist.law.periods import Period
from checklist.sheets.form.cells import AskedRow
from checklist.sheets.form.changes import compare
from checklist.sheets.form.layout import layout
from checklist.sheets.form.sheet import (
    BLANK,
    FIELDS,
    FILLED_BY,
    NAMING,
    FilledForm,
    FormRow,
    RowId,
    load,
    row_id,
)
from checklist.sheets.spreadsheet import FilledRow, shown_digest
from checklist.sitting.evidence import evidence_of_others
from tests.form.filling import (
    BOOK,
    LATER,
    ROOMS,
    answer,
    answer_all,
    assessment,
    fill,
    imported,
    said,
    written,
)
from tests.given import kinds
from tests.given.assessments import assessments
from tests.given.workbooks import in_words


@given(data=st.data())
def test_a_form_nobody_touched_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    had = data.draw(assessments(BOOK))
    path = written(tmp_path_factory.mktemp("form") / "问卷.xlsx", had, facts=True)
    outcome = imported(path, had)
    assert outcome.assessment == had
    assert (outcome.changes, outcome.conflicts, outcome.remarks) == ((), (), ())


@given(data=st.data())
def test_whatever_fits_a_question_is_read_back_from_its_cell(data: st.DataObject) -> None:
    every: list[Question | Fact] = [*kinds.QUESTIONS, *kinds.FACTS]
    asked = data.draw(st.sampled_from(every))
    value = data.draw(kinds.values_for(asked))
    if isinstance(value, Picks) and set(value.marks) != {one.id for one in asked.options}:
        return
    id = RowId(kind="answers", key="x/y", room="r1" if asked.is_multiple else None)
    recorded = said(asked, Mark.UNKNOWN, exceptions={"r1": value})
    row = AskedRow(asked, id)
    filled = row.given(recorded if id.room else said(asked, value), stands=True)
    assert row.value_of("answer", filled["answer"]) == value


@pytest.mark.slow
@given(data=st.data())
def test_a_blank_form_filled_with_all_that_was_said_says_it_again(data: st.DataObject) -> None:
    had = data.draw(assessments(BOOK).filter(_is_current))
    sheet = layout(BOOK, had, facts=True)
    rows = [line for line in sheet.lines if isinstance(line, FormRow)]
    blank = Assessment(
        respondent=had.respondent,
        rooms=had.rooms,
        answered_to=had.answered_to,
    )
    filled = FilledForm(
        rulebook=BOOK.regulation.id,
        edition=BOOK.regulation.edition,
        by="",
        rows=tuple(
            FilledRow(
                id=str(row.id),
                code=row.fingerprint,
                cells={**BLANK, "answer": row.given["answer"]},
                places={field: f"{field} {number}" for field in FIELDS},
                was=BLANK,
                shown=(shown := dict(zip(NAMING, (row.number, row.ask, row.about), strict=True))),
                shown_as={column: shown_digest(text) for column, text in shown.items()},
            )
            for number, row in enumerate(rows, 5)
        ),
    )
    if any("未作答" in row.cells["answer"] for row in filled.rows):
        return
    again = compare(
        [filled], BOOK, blank, file=Path("问卷.xlsx"), take=None, at=LATER, look=in_words
    ).assessment
    for row in rows:
        recorded = (again.facts if row.id.kind == "facts" else again.answers).get(row.id.key)
        asked = BOOK.fact(row.id.key) if row.id.kind == "facts" else BOOK.questions()[row.id.key]
        back = AskedRow(asked, row.id).given(recorded, stands=True)
        assert back["answer"] == row.given["answer"]


def _is_current(had: Assessment) -> bool:
    return len(had.facts) > 0


def test_answers_of_every_kind_are_read(tmp_path: Path) -> None:
    before = assessment()
    path = written(tmp_path / "问卷.xlsx", before)
    typed: dict[str, object] = {
        "done": "是",
        "hidden": "不适用",
        "lies#opening": "否",
        "lies#pitch": "不清楚",
        "lies#other": "不适用",
        "form": "书面",
        "period": "三年",
        "interval": "６个月",
        "delay": "3 个工作日",
        "training": "每年２次",
    }
    answer_all(path, {f"answers/art25-all/{id}": text for id, text in typed.items()})
    fill(path, {"E3": "赵敏"})
    outcome = imported(path, before)
    told = {
        key.removeprefix("art25-all/"): one.value for key, one in outcome.assessment.answers.items()
    }
    assert told == {
        "done": Mark.YES,
        "hidden": Mark.INAPPLICABLE,
        "lies": Picks({"opening": Mark.NO, "pitch": Mark.UNKNOWN, "other": Mark.INAPPLICABLE}),
        "form": Choice("written"),
        "period": Period(years=3),
        "interval": Period(months=6),
        "delay": WorkingDays(3),
        "training": TimesAYear(2),
    }
    one = outcome.assessment.answers["art25-all/hidden"]
    assert (one.by, one.at, one.reason) == ("赵敏", LATER, "没有收到过")
    assert one.asked_as == kinds.NO.fingerprint
    assert len(outcome.changes) == len(typed)


def test_without_a_name_on_the_sheet_the_respondents_own_is_recorded(tmp_path: Path) -> None:
    before = assessment()
    path = written(tmp_path / "问卷.xlsx", before)
    answer(path, "answers/art25-all/done", "是")
    assert imported(path, before).assessment.answers["art25-all/done"].by == "林晓"


def test_a_room_differs_and_goes_back_to_the_common_answer(tmp_path: Path) -> None:
    common = said(kinds.ALL, Picks(dict.fromkeys(("opening", "pitch", "other"), Mark.YES)))
    before = assessment(shown=common)
    path = written(tmp_path / "问卷.xlsx", before)
    answer(path, "answers/art37-prompt/shown@r2", "1 3不清楚")
    after = imported(path, before).assessment
    assert after.answers["art37-prompt/shown"].exceptions == {
        "r2": Picks({"opening": Mark.YES, "pitch": Mark.NO, "other": Mark.UNKNOWN})
    }
    assert after.answers["art37-prompt/shown"].value == common.value
    again = written(tmp_path / "再来.xlsx", after)
    place = answer(again, "answers/art37-prompt/shown@r2", None)
    outcome = imported(again, after)
    assert outcome.assessment.answers["art37-prompt/shown"].exceptions == {}
    assert [one.place for one in outcome.changes] == [place]


OWN_SITE = {"r2": Choice("own_site")}


def test_a_form_says_nothing_of_a_room_that_it_did_not_ask(tmp_path: Path) -> None:
    """美妆间 sold elsewhere when the form was written, and a third room was not listed yet."""
    known = assessment()
    there = {**known.facts, "channel": said(kinds.CHANNEL, Choice("platform"), exceptions=OWN_SITE)}
    path = written(tmp_path / "问卷.xlsx", replace(known, facts=there))
    answer(path, "answers/art38-replay/kept", "是")
    third = replace(known, rooms=(*ROOMS, Room(id="r3", name="清仓间")))
    told = imported(path, third).assessment.answers["art38-replay/kept"]
    assert (told.value, told.exceptions) == (Mark.YES, {"r2": UNASKED, "r3": UNASKED})


def test_a_fact_and_answers_in_one_form_are_of_the_rooms_that_it_asked(tmp_path: Path) -> None:
    known = assessment()
    there = {**known.facts, "channel": said(kinds.CHANNEL, Choice("platform"), exceptions=OWN_SITE)}
    known = replace(known, facts=there)
    path = written(tmp_path / "问卷.xlsx", known, facts=True)
    answer(path, "answers/art38-replay/kept", "是")
    answer(path, "facts/channel@r2", "直播电商平台")
    outcome = imported(path, known)
    told = outcome.assessment.answers["art38-replay/kept"]
    assert (told.value, told.exceptions) == (Mark.YES, {"r2": UNASKED})
    assert "接下来为美妆间补答 1 题；其他直播间答过的都不变" in outcome.remarks


def test_one_option_changed_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    common = Picks(dict.fromkeys(("opening", "pitch", "other"), Mark.YES))
    before = assessment(lies=said(kinds.NONE, common))
    path = written(tmp_path / "问卷.xlsx", before)
    answer(path, "answers/art25-all/lies#pitch", "否")
    after = imported(path, before).assessment.answers["art25-all/lies"]
    assert after.value == Picks({"opening": Mark.YES, "pitch": Mark.NO, "other": Mark.YES})


def test_who_could_know_is_dropped_once_the_answer_is_clear(tmp_path: Path) -> None:
    beside = {"who_could_know": "运营总监", "note": "七月起"}
    before = assessment(
        done=said(kinds.YES, Mark.UNKNOWN, **beside),
        shown=said(kinds.ALL, Mark.YES, exceptions={"r2": Mark.UNKNOWN}, **beside),
    )
    path = written(tmp_path / "问卷.xlsx", before)
    answer(path, "answers/art25-all/done", "是")
    answer(path, "answers/art37-prompt/shown#pitch", "否")
    after = imported(path, before).assessment.answers
    assert after["art25-all/done"].who_could_know is None
    assert after["art25-all/done"].note == "七月起"
    assert after["art37-prompt/shown"].who_could_know == "运营总监"


def test_an_emptied_cell_takes_nothing_back_and_says_so(tmp_path: Path) -> None:
    beside = {"note": "七月起", "owner": "周敏", "due": date(2026, 12, 15)}
    before = assessment(done=said(kinds.YES, Mark.YES, **beside))
    path = written(tmp_path / "问卷.xlsx", before)
    places = [
        answer(path, "answers/art25-all/done", None, field)
        for field in ("answer", "note", "owner", "due")
    ]
    outcome = imported(path, before)
    assert outcome.assessment == before
    assert [remark.split()[0] for remark in outcome.remarks] == places


@pytest.mark.parametrize("typed", [1, "1", "１", "1次", "一次"])
def test_a_bare_number_counts_what_the_question_counts(tmp_path: Path, typed: object) -> None:
    path = written(tmp_path / "问卷.xlsx", assessment())
    answer(path, "answers/art25-all/training", typed)
    outcome = imported(path, assessment())
    assert outcome.assessment.answers["art25-all/training"].value == TimesAYear(1)


def test_an_answer_that_cannot_be_in_the_period_is_refused_by_its_cell(tmp_path: Path) -> None:
    period = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 10, 31))
    before = replace(assessment(), period=period)
    path = written(tmp_path / "问卷.xlsx", before)
    place = answer(path, "answers/art25-all/delay", "999个工作日")
    with pytest.raises(UnreadableFile) as caught:
        imported(path, before)
    (complaint,) = caught.value.complaints
    assert complaint.what.startswith(f"{place} 从 2026-02-01 到 ")
    assert "一共没有999个工作日" in complaint.what


def test_what_stands_beside_an_answer_is_read_and_known_evidence_keeps_its_digest(
    tmp_path: Path,
) -> None:
    file = Evidence("制度.pdf", path="制度.pdf", sha256="0" * 64, size=9)
    before = assessment(done=said(kinds.YES, Mark.YES, evidence=(file,)))
    path = written(tmp_path / "问卷.xlsx", before)
    id = "answers/art25-all/done"
    answer(path, id, "制度.pdf\n截图三张", "evidence")
    answer(path, id, "已于七月上线", "note")
    answer(path, id, "周敏", "owner")
    answer(path, id, "２０２６年１２月１５日", "due")
    after = imported(path, before).assessment.answers["art25-all/done"]
    assert after.evidence == (file, Evidence("截图三张"))
    assert (after.owner, after.due) == ("周敏", date(2026, 12, 15))
    assert (after.value, after.by, after.at) == (Mark.YES, "林晓", before.answers[id[8:]].at)


def test_a_date_cell_is_a_day(tmp_path: Path) -> None:
    before = assessment()
    path = written(tmp_path / "问卷.xlsx", before)
    answer(path, "answers/art25-all/done", date(2027, 1, 31), "due")
    assert imported(path, before).assessment.answers["art25-all/done"].due == date(2027, 1, 31)


def test_the_same_answer_in_other_words_is_no_change(tmp_path: Path) -> None:
    before = assessment(period=said(kinds.YEARS, Period(years=3)))
    path = written(tmp_path / "问卷.xlsx", before)
    answer(path, "answers/art25-all/period", "三 年")
    assert imported(path, before).changes == ()


def test_rows_may_come_back_in_another_order(tmp_path: Path) -> None:
    before = assessment()
    path = written(tmp_path / "问卷.xlsx", before)
    answer(path, "answers/art25-all/done", "是")
    (filled,) = load(path)
    turned = FilledForm(
        rulebook=filled.rulebook, edition=filled.edition, by="", rows=filled.rows[::-1]
    )
    outcome = compare([turned], BOOK, before, file=path, take=None, at=LATER, look=in_words)
    assert list(outcome.assessment.answers) == ["art25-all/done"]


@pytest.mark.parametrize(
    "id", ["facts/a", "answers/a/b", "answers/a/b#c", "answers/a/b@r-1", "answers/a/b#c@r_1"]
)
def test_ids_are_read_as_they_are_written(id: str) -> None:
    assert str(row_id(id)) == id


@pytest.mark.parametrize("id", ["", "a/b", "answers/", "answers/a#", "answers/a#b#c", "facts/a@"])
def test_what_is_no_id_is_none(id: str) -> None:
    assert row_id(id) is None


@pytest.mark.parametrize(
    ("options", "by"),
    [(["opening"], "林晓、钱姐"), (["opening", "pitch", "other"], "钱姐")],
)
def test_who_changes_some_options_has_not_answered_for_the_others(
    tmp_path: Path, options: list[str], by: str
) -> None:
    key = "art37-prompt/shown"
    done = Picks(dict.fromkeys(("opening", "pitch", "other"), Mark.YES))
    had = assessment(shown=said(BOOK.questions()[key], done))
    path = written(tmp_path / "问卷.xlsx", had)
    answer_all(path, {f"answers/{key}#{id}": "否" for id in options})
    fill(path, {FILLED_BY: "钱姐"})
    assert imported(path, had).assessment.answers[key].by == by


def test_a_last_day_on_a_line_of_its_own_is_of_the_piece_before(tmp_path: Path) -> None:
    path = written(tmp_path / "问卷.xlsx", assessment(done=said(kinds.YES, Mark.YES)))
    typed = "主页截图\n有效至2027-03-01\n制度\n长期有效\n会议纪要"
    answer(path, "answers/art25-all/done", typed, "evidence")
    outcome = compare(
        load(path), BOOK, assessment(done=said(kinds.YES, Mark.YES)),
        file=path, take=None, at=LATER, look=partial(evidence_of_others, answers=path, at=LATER),
    )  # fmt: skip
    lines = ["主页截图 有效至2027-03-01", "制度", "会议纪要"]
    assert outcome.changes[0].after.splitlines() == lines
    kept = outcome.assessment.answers["art25-all/done"].evidence
    assert [piece.valid_until for piece in kept] == [date(2027, 3, 1), None, None]


def test_a_line_that_was_kept_as_evidence_before_stays(tmp_path: Path) -> None:
    before = assessment(done=said(kinds.YES, Mark.YES, evidence=(Evidence("有效至2027-03-01"),)))
    path = written(tmp_path / "问卷.xlsx", before)
    assert not imported(path, before).changes
    answer(path, "answers/art25-all/done", "有效至2027-03-01\n截图", "evidence")
    kept = imported(path, before).assessment.answers["art25-all/done"].evidence
    assert kept == (Evidence("有效至2027-03-01"), Evidence("截图"))


@pytest.mark.parametrize(
    ("id", "typed", "after"),
    [("period", "超过3年", "3年（超过3年）"), ("done", "N", "否（N）"), ("done", " 是", "是")],
)
def test_a_preview_shows_what_was_typed_and_what_it_is_taken_for(
    tmp_path: Path, id: str, typed: str, after: str
) -> None:
    path = written(tmp_path / "问卷.xlsx", assessment())
    answer(path, f"answers/art25-all/{id}", typed)
    assert imported(path, assessment()).changes[0].after == after
