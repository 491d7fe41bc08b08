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
from checklist.law.model import About, Rulebook
from checklist.sheets.changes import Take
from checklist.sheets.form.changes import compare
from checklist.sheets.form.notes import of_the_past
from checklist.sheets.form.sheet import load
from tests.form.filling import BOOK, LATER, answer, assessment, imported, said, written
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
    return imported(form, KNOWN, PAST).assessment.answers[KEY]


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


def test_the_year_of_a_remedy_is_not_guessed(form: Path) -> None:
    answer(form, ROW, "是")
    place = answer(form, ROW, "整改：6月1日", "note")
    with pytest.raises(UnreadableFile) as caught:
        read_back(form)
    (complaint,) = caught.value.complaints
    assert complaint.what == f"{place} “6月1日”没有写年份"
    assert complaint.mend == "加上年份，例如 2026-06-01"


def test_the_preview_says_that_the_answer_stays_and_since_when_it_is_mended(form: Path) -> None:
    place = answer(form, ROW, "是")
    beside = answer(form, ROW, "整改：2026-06-01", "note")
    shown = {each.place: (each.before, each.after) for each in imported(form, KNOWN, PAST).changes}
    assert shown[place] == ("否", "否（答复不变；2026-06-01 起做到）")
    assert shown[beside] == ("", "整改：2026-06-01")


class TestARemedyThatTheFileRecordsMeanwhile:
    MENDED = replace(
        KNOWN,
        answers={
            KEY: replace(
                KNOWN.answers[KEY], remedied={"": date(2026, 8, 1)}, state="已验收", note="已换人"
            )
        },
    )

    @pytest.fixture
    def filled(self, form: Path) -> Path:
        answer(form, ROW, "是")
        answer(form, ROW, "整改：2026-06-01", "note")
        return form

    def test_it_is_listed_as_differing(self, filled: Path) -> None:
        (conflict,) = imported(filled, self.MENDED, PAST).conflicts
        assert conflict.about.endswith(" / 整改完成之日")
        assert (conflict.before, conflict.after) == ("2026-08-01 起做到", "2026-06-01 起做到")

    def test_the_file_counts_where_it_is_taken(self, filled: Path) -> None:
        outcome = imported(filled, self.MENDED, PAST, Take.FILE)
        assert outcome.changes == ()
        assert outcome.assessment.answers[KEY] == self.MENDED.answers[KEY]

    def test_the_form_counts_where_it_is_taken(self, filled: Path) -> None:
        outcome = imported(filled, self.MENDED, PAST, Take.SHEET)
        taken = outcome.assessment.answers[KEY]
        assert (taken.value, taken.remedied) == (Mark.NO, {"": date(2026, 6, 1)})
        assert taken.note == "已换人\n整改：2026-06-01"
        days = [each for each in outcome.changes if each.about.endswith("整改完成之日")]
        assert [(each.before, each.after) for each in days] == [
            ("2026-08-01 起做到", "2026-06-01 起做到")
        ]

    def test_the_same_day_is_no_conflict(self, filled: Path) -> None:
        answer(filled, ROW, "整改：2026-08-01", "note")
        assert imported(filled, self.MENDED, PAST).conflicts == ()


@pytest.mark.parametrize(
    ("take", "first"), [(Take.FILE, date(2026, 8, 1)), (Take.SHEET, date(2026, 6, 1))]
)
def test_the_day_of_each_room_counts_for_itself(tmp_path: Path, take: Take, first: date) -> None:
    key = "art38-replay/kept"
    asked = PAST.questions()[key]
    failed = said(asked, Mark.NO)
    known = replace(KNOWN, answers={**KNOWN.answers, key: failed})
    form = written(tmp_path / "问卷.xlsx", known, PAST)
    place = answer(form, f"answers/{key}", "是")
    answer(form, f"answers/{key}", "整改：2026-06-01", "note")
    mended = replace(failed, remedied={"r1": date(2026, 8, 1)})
    known = replace(known, answers={**known.answers, key: mended})
    outcome = imported(form, known, PAST, take)
    taken = outcome.assessment.answers[key]
    assert (taken.value, taken.exceptions) == (Mark.NO, {})
    assert taken.remedied == {"r1": first, "r2": date(2026, 6, 1)}
    (shown,) = [each.after for each in outcome.changes if each.place == place]
    days = {
        Take.FILE: "旗舰店 2026-08-01 起做到，美妆间 2026-06-01 起做到",
        Take.SHEET: "旗舰店、美妆间 2026-06-01 起做到",
    }
    assert shown == f"否（答复不变；{days[take]}）"


NOT_TAKEN = "{} “整改：2026-06-01”只作备注，没有记成整改："


@pytest.mark.parametrize(
    ("recorded", "typed", "why"),
    [
        (None, "否", "不符合是这一次才答的；要记，写入以后写到整改台账的“整改完成之日”"),
        (None, "是", "这道题答的不是不符合；自查期间里不符合过的，先照当时的情况作答"),
        (Mark.NO, None, "答复没有改；要记，写入以后写到整改台账的“整改完成之日”"),
    ],
)
def test_a_remedy_that_is_only_noted_is_told(
    tmp_path: Path, recorded: Mark | None, typed: str | None, why: str
) -> None:
    known = replace(KNOWN, answers={KEY: said(kinds.YES, recorded)} if recorded else {})
    form = written(tmp_path / "问卷.xlsx", known, PAST)
    if typed:
        answer(form, ROW, typed)
    place = answer(form, ROW, "整改：2026-06-01", "note")
    outcome = imported(form, known, PAST)
    assert outcome.assessment.answers[KEY].note == "整改：2026-06-01"
    (remark,) = [each for each in outcome.remarks if "只作备注" in each]
    assert remark.startswith(NOT_TAKEN.format(place) + why)


def test_a_remedy_of_what_is_asked_about_the_present_is_told(tmp_path: Path) -> None:
    form = written(tmp_path / "问卷.xlsx", KNOWN)
    answer(form, ROW, "是")
    place = answer(form, ROW, "看过了\n整改：2026-06-01", "note")
    (remark,) = [each for each in imported(form, KNOWN).remarks if "只作备注" in each]
    assert remark == NOT_TAKEN.format(place) + (
        "这道题问的不是自查期间里的事；现在做到了的，答复写现在的情况"
    )


def test_a_remedy_that_was_noted_before_is_not_told_again(tmp_path: Path) -> None:
    noted = replace(KNOWN.answers[KEY], note="整改：2026-06-01")
    known = replace(KNOWN, answers={KEY: noted})
    form = written(tmp_path / "问卷.xlsx", known, PAST)
    answer(form, ROW, "整改：2026-06-01\n已换人", "note")
    assert not [each for each in imported(form, known, PAST).remarks if "只作备注" in each]


@pytest.mark.parametrize(
    "note", ["整改：去年", "整改：昨天", "整改：2026-12-01", "整改", "更正：", "已经做到了"]
)
def test_a_note_that_says_neither_is_refused(form: Path, note: str) -> None:
    answer(form, ROW, "是")
    answer(form, ROW, note, "note")
    with pytest.raises(UnreadableFile):
        read_back(form)


def test_what_fails_still_is_taken_as_it_is(form: Path) -> None:
    answer(form, ROW, "看过了", "note")
    assert read_back(form).value is Mark.NO


# --- of another period ---------------------------------------------------------------------------

NEXT = replace(KNOWN, period=SelfAuditPeriod(first=date(2026, 11, 1), last=date(2026, 11, 30)))
NOW = f"answers/{next(key for key in BOOK.questions() if key.endswith('/period'))}"


def mixed() -> Rulebook:
    """Only what `KEY` asks is about the period."""
    return replace(
        BOOK,
        obligations=tuple(
            replace(
                entry,
                questions=tuple(
                    replace(each, about=About.PERIOD) if entry.key(each) == KEY else each
                    for each in entry.questions
                ),
            )
            for entry in BOOK.obligations
        ),
    )


def test_what_was_said_of_one_period_does_not_become_an_answer_about_another(
    tmp_path: Path,
) -> None:
    unanswered, book = replace(KNOWN, answers={}), mixed()
    form = written(tmp_path / "问卷.xlsx", unanswered, book)
    places = [answer(form, ROW, "是"), answer(form, ROW, "看过了", "note")]
    answer(form, NOW, "3年")
    outcome = imported(form, replace(NEXT, answers={}), book)
    assert set(outcome.assessment.answers) == {NOW.removeprefix("answers/")}
    (remark,) = (each for each in outcome.remarks if "自查期间" in each)
    assert remark.startswith(
        "问卷问的自查期间是 2026-02-01 至 2026-10-31，答案文件的是 2026-11-01 至 2026-11-30："
        f"问自查期间里的事的 2 格没有写入（{'、'.join(places)}）"
    )
    assert set(imported(form, unanswered, book).assessment.answers) == {
        KEY,
        NOW.removeprefix("answers/"),
    }


def test_a_form_without_a_period_is_read_as_before(tmp_path: Path) -> None:
    form = written(tmp_path / "问卷.xlsx", replace(KNOWN, answers={}, period=None), PAST)
    answer(form, ROW, "是")
    assert imported(form, replace(NEXT, answers={}), PAST).assessment.answers[KEY].value is Mark.YES


def test_what_asks_until_one_day_is_the_same_in_every_period(tmp_path: Path) -> None:
    until = replace(
        PAST,
        obligations=tuple(
            replace(
                entry,
                questions=tuple(replace(each, until=date(2026, 5, 1)) for each in entry.questions),
            )
            for entry in PAST.obligations
        ),
    )
    form = written(tmp_path / "问卷.xlsx", replace(KNOWN, answers={}), until)
    answer(form, ROW, "是")
    assert imported(form, replace(NEXT, answers={}), until).assessment.answers[KEY].value
