"""A questionnaire that answers a failure of the period away says what that is, or is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Mark, Picks, SelfAuditPeriod
from checklist.assessment.typed import Misread
from checklist.errors import UnreadableFile
from checklist.evaluation.past import reversal
from checklist.law.model import About
from checklist.sheets.form.changes import compare
from checklist.sheets.form.notes import of_the_past
from checklist.sheets.form.sheet import load
from tests.form.filling import BOOK, LATER, answer, assessment, said, written
from tests.given import kinds
from tests.given.workbooks import in_words

PAST = replace(
    BOOK,
    obligations=tuple(
        replace(
            entry, questions=tuple(replace(each, about=About.PERIOD) for each in entry.questions)
        )
        for entry in BOOK.obligations
    ),
)
KEY = "art25-all/done"
ROW = f"answers/{KEY}"
KNOWN = replace(
    assessment(done=said(kinds.YES, Mark.NO)),
    period=SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 10, 31)),
)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return written(tmp_path / "问卷.xlsx", KNOWN, PAST)


def read_back(form: Path) -> Answer:
    outcome = compare(load(form), PAST, KNOWN, file=form, take=None, at=LATER, look=in_words)
    return outcome.assessment.answers[KEY]


def test_it_says_what_the_question_is_about(form: Path) -> None:
    asked = "\n".join(str(cell) for row in rows_of(form) for cell in row)
    assert "问的是自查期间（2026-02-01 至 2026-10-31）里的事" in asked


def rows_of(form: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(form).worksheets[0].iter_rows(values_only=True))


def test_without_a_word_it_is_refused_by_its_cell(form: Path) -> None:
    place = answer(form, ROW, "是")
    with pytest.raises(UnreadableFile) as caught:
        read_back(form)
    (complaint,) = caught.value.complaints
    assert complaint.what.startswith(f"{place} 原来答的是没有做到")
    assert "更正：为什么" in complaint.mend
    assert "写“整改：”和从哪天起" in complaint.mend


def test_a_correction_is_taken_with_its_reason(form: Path) -> None:
    answer(form, ROW, "是")
    answer(form, ROW, "更正：看错了题", "note")
    taken = read_back(form)
    assert taken.value is Mark.YES
    assert taken.corrected == "2026-11-30 更正（林晓）：原来答“否”，看错了题"


def test_the_day_of_a_remedy_that_a_correction_drops_is_told(tmp_path: Path) -> None:
    mended = replace(KNOWN.answers[KEY], remedied={"": date(2026, 6, 1)})
    known = replace(KNOWN, answers={**KNOWN.answers, KEY: mended})
    form = written(tmp_path / "问卷.xlsx", known, PAST)
    place = answer(form, ROW, "是")
    answer(form, ROW, "更正：看错了题", "note")
    outcome = compare(load(form), PAST, known, file=form, take=None, at=LATER, look=in_words)
    assert outcome.assessment.answers[KEY].remedied == {}
    told = f"{place} 请核对：原来记的整改（2026-06-01 起做到）不再算数"
    assert told in outcome.remarks


def test_a_correction_that_is_taken_back_is_told_no_more(form: Path, tmp_path: Path) -> None:
    answer(form, ROW, "是")
    answer(form, ROW, "更正：看错了题", "note")
    corrected = compare(load(form), PAST, KNOWN, file=form, take=None, at=LATER, look=in_words)
    again = written(tmp_path / "再填.xlsx", corrected.assessment, PAST)
    answer(again, ROW, "否")
    outcome = compare(
        load(again), PAST, corrected.assessment, file=again, take=None, at=LATER, look=in_words
    )
    taken = outcome.assessment.answers[KEY]
    assert (taken.value, taken.corrected) == (Mark.NO, None)


def test_a_remedy_is_taken_and_the_answer_stays(form: Path) -> None:
    answer(form, ROW, "是")
    answer(form, ROW, "整改：2026-06-01", "note")
    answer(form, ROW, "整改报告", "evidence")
    taken = read_back(form)
    assert (taken.value, taken.remedied) == (Mark.NO, {"": date(2026, 6, 1)})
    assert [each.text for each in taken.evidence] == ["整改报告"]
    assert taken.by == "林晓"


def test_no_remedy_is_taken_of_what_is_not_known_yet() -> None:
    key = "art25-all/lies"
    marks = {"opening": Mark.YES, "pitch": Mark.NO, "other": Mark.UNKNOWN}
    known = replace(KNOWN, answers={**KNOWN.answers, key: said(kinds.NONE, Picks(marks))})
    after = said(kinds.NONE, Picks(dict.fromkeys(marks, Mark.NO)))
    undone = reversal(PAST, known, key, after)
    assert undone is not None
    with pytest.raises(Misread) as caught:
        of_the_past(undone, known, "整改：2026-06-01", date(2026, 11, 30))
    assert caught.value.what == "原来还有答不清楚的（其他时段），没有弄清，不能记整改"
    assert "先只答清楚那几项" in caught.value.mend


@pytest.mark.parametrize("note", ["整改：去年", "整改：2026-12-01", "整改", "更正：", "已经做到了"])
def test_a_note_that_says_neither_is_refused(form: Path, note: str) -> None:
    answer(form, ROW, "是")
    answer(form, ROW, note, "note")
    with pytest.raises(UnreadableFile):
        read_back(form)


def test_what_fails_still_is_taken_as_it_is(form: Path) -> None:
    answer(form, ROW, "看过了", "note")
    assert read_back(form).value is Mark.NO
