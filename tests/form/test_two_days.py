"""An interval that a questionnaire answers by two days keeps the days, and what was noted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, SelfAuditPeriod
from checklist.assessment.typed import Misread
from checklist.evaluation.past import Reversal
from checklist.law.model import About
from checklist.law.periods import Period
from checklist.sheets.changes import ImportOutcome
from checklist.sheets.form.cells import Edit, edited
from checklist.sheets.form.changes import compare
from checklist.sheets.form.notes import of_the_past
from checklist.sheets.form.sheet import RowId, load
from tests.form.filling import BOOK, LATER, answer, assessment, said, written
from tests.given import kinds
from tests.given.bundled import LIVESTREAM
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
KEY = next(key for key in PAST.questions() if key.endswith("/interval"))
ROW = f"answers/{KEY}"
LONG = said(kinds.MONTHS, Period(months=6, days=14))
WITH_DAYS = replace(LONG, note="回执在档；按日期答的：2026-03-01 至 2026-09-15")


def known(interval: Answer = WITH_DAYS) -> Assessment:
    return replace(
        assessment(interval=interval),
        period=SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 10, 31)),
    )


def read_back(path: Path, before: Assessment, **cells: str) -> ImportOutcome:
    """The answer and the note typed over, and taken."""
    form = written(path, before, PAST)
    for field, text in cells.items():
        answer(form, ROW, text, field)
    return compare(load(form), PAST, before, file=form, take=None, at=LATER, look=in_words)


def interval(outcome: ImportOutcome) -> Answer:
    return outcome.assessment.answers[KEY]


@pytest.mark.parametrize(
    "typed",
    ["2026-03-01 至 2026-08-20", "2026/3/1 至 2026/8/20", "２０２６.3.1—2026.8.20",
     "2026年3月1日到8月20日"],
)  # fmt: skip
def test_a_correction_keeps_the_days_of_both_answers(tmp_path: Path, typed: str) -> None:
    outcome = read_back(tmp_path / "问卷.xlsx", known(), answer=typed, note="更正：日期看错了")
    taken = interval(outcome)
    assert taken.value == Period(months=5, days=19)
    assert taken.note == "回执在档\n更正：日期看错了；按日期答的：2026-03-01 至 2026-08-20"
    assert taken.corrected == (
        "2026-11-30 更正（林晓）：原来答“6个月14天”，"
        "按日期答的：2026-03-01 至 2026-09-15，日期看错了"
    )
    change = next(each for each in outcome.changes if "备注" not in each.about)
    assert change.after == f"5个月19天（{typed}）"


def test_what_was_read_back_is_no_change_a_second_time(tmp_path: Path) -> None:
    form = written(tmp_path / "问卷.xlsx", known(), PAST)
    answer(form, ROW, "2026-03-01 至 2026-08-20")
    answer(form, ROW, "更正：日期看错了", "note")
    first = compare(load(form), PAST, known(), file=form, take=None, at=LATER, look=in_words)
    again = compare(
        load(form), PAST, first.assessment, file=form, take=None, at=LATER, look=in_words
    )
    assert again.changes == ()
    assert again.assessment == first.assessment


def test_a_remedy_keeps_the_days_on_which_it_failed(tmp_path: Path) -> None:
    cells = {"answer": "2026-03-01 至 2026-08-20", "note": "整改：2026-09-20"}
    taken = interval(read_back(tmp_path / "问卷.xlsx", known(), **cells))
    assert (taken.value, taken.remedied) == (LONG.value, {"": date(2026, 9, 20)})
    assert taken.note == "回执在档\n整改：2026-09-20；按日期答的：2026-03-01 至 2026-09-15"


def test_another_note_leaves_the_days(tmp_path: Path) -> None:
    taken = interval(read_back(tmp_path / "问卷.xlsx", known(), note="见系统记录"))
    assert taken.note == "见系统记录；按日期答的：2026-03-01 至 2026-09-15"


def test_days_that_come_to_the_same_length_are_kept(tmp_path: Path) -> None:
    typed = "2026/3/1 至 2026/9/15"
    taken = interval(read_back(tmp_path / "问卷.xlsx", known(LONG), answer=typed))
    assert taken.value == LONG.value
    assert taken.note == "按日期答的：2026-03-01 至 2026-09-15"


def test_a_plain_length_takes_the_days_away(tmp_path: Path) -> None:
    taken = interval(read_back(tmp_path / "问卷.xlsx", known(), answer="8个月"))
    assert (taken.value, taken.note) == (Period(months=8), "回执在档")


def test_what_is_different_in_one_room_leaves_the_days_of_all() -> None:
    own = Edit(
        id=RowId(kind="answers", key=KEY, room="r2"),
        field="answer", value=Period(months=5), place="E9", text="5个月",
    )  # fmt: skip
    taken = edited(kinds.MONTHS, WITH_DAYS, [own], stands=True, by="林晓", at=LATER)
    assert (taken.value, taken.exceptions) == (WITH_DAYS.value, {"r2": Period(months=5)})
    assert taken.note == WITH_DAYS.note


def test_a_question_that_says_since_when_it_asks_is_not_said_to_ask_about_the_period() -> None:
    """第八条第一款: 2026年2月1日以前的不算, and the self-audit period may begin later."""
    known_since, of_period = (
        LIVESTREAM.questions()[key] for key in ("art8-update/interval", "art8-archive/archive")
    )
    for question, about in ((known_since, ""), (of_period, "，问的是自查期间里的事")):
        undone = Reversal(
            question=question, before=LONG, after=LONG, asked=("",), rooms=("",), done=(), left=(),
            unsettled=(), period=None,
        )  # fmt: skip
        with pytest.raises(Misread) as caught:
            of_the_past(undone, known(), "", date(2026, 11, 30))
        assert caught.value.what == f"原来答的是没有做到{about}：要写明为什么改"
