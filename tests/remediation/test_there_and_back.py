"""What was filled in comes back into the answers, whatever was done to the sheet on the way."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from openpyxl.worksheet.worksheet import Worksheet

from checklist.assessment.days import names_a_day
from checklist.assessment.model import Assessment, Evidence, Mark
from checklist.assessment.recheck import CARRIED
from checklist.assessment.typed import normal
from checklist.evaluation.states import AnswerState
from checklist.law.model import About
from checklist.sheets import preview
from checklist.sheets.changes import LONGEST, ImportOutcome
from checklist.sheets.register import csv_file, xlsx
from checklist.sheets.register.codes import read_code
from checklist.sheets.register.notices import not_closed, to_be_asked
from checklist.sheets.register.rows import rows
from checklist.sheets.spreadsheet import REGISTER
from tests.given.law import reissued
from tests.given.sample import picks
from tests.remediation.registers import (
    AGENCY,
    FALSE_CLAIMS,
    PROMPT,
    REVIEWED,
    RULEBOOK,
    TODAY,
    address,
    column,
    fields_of,
    fill,
    having,
    imported,
    judged,
    said,
    saved,
    sharing,
    written,
)
from tests.remediation.test_register import RESPONDENTS
from tests.report.hostile import CORPUS, STEERING

FILLED = {
    "责任部门": "法务部",
    "责任人": "张三",
    "复核人": "李四",
    "整改措施": "下架话术\n逐场复核",
    "完成时限": datetime(2026, 12, 20),  # noqa: DTZ001  as a spreadsheet keeps a day
    "进度": "已验收",
    "销号日期": "2026年11月20日",
    "备注": "见会议纪要",
}
READ = {
    "department": "法务部",
    "owner": "张三",
    "reviewer": "李四",
    "measures": "下架话术\n逐场复核",
    "due": date(2026, 12, 20),
    "state": "已验收",
    "closed_on": date(2026, 11, 20),
    "note": "见会议纪要",
}


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return written(tmp_path / "整改台账.xlsx")


def statuses(assessment: Assessment) -> list[object]:
    """Every conclusion, with what it rests on."""
    found = judged(assessment).findings.findings
    return [
        (
            one.obligation.id,
            one.room,
            one.status,
            [(gap.question.id, gap.missing) for gap in one.gaps],
        )
        for one in found
    ]


def test_every_column_comes_back(register: Path) -> None:
    fill(register, FALSE_CLAIMS, **FILLED)
    outcome = imported(register)
    assert fields_of(outcome.assessment.answers[FALSE_CLAIMS]) == READ
    assert len(outcome.changes) == len(FILLED)
    others = {**outcome.assessment.answers, FALSE_CLAIMS: AGENCY.answers[FALSE_CLAIMS]}
    assert others == AGENCY.answers


def test_a_preview_says_what_was_and_what_will_be(register: Path) -> None:
    place = fill(register, FALSE_CLAIMS, 责任人="张三")
    (change,) = imported(register).changes
    assert (change.place, change.before, change.after) == (place, "李某", "张三")
    assert change.about == "自查期间出现过下列哪些情形？ / 责任人"


def test_a_question_nobody_answered_can_have_somebody_in_charge(tmp_path: Path) -> None:
    unanswered = RESPONDENTS["unanswered"]
    with_facts = replace(unanswered, facts=AGENCY.facts)
    path = written(tmp_path / "台账.xlsx", judged(with_facts))
    fill(path, REVIEWED, 责任人="张三")
    answer = imported(path, with_facts).assessment.answers[REVIEWED]
    assert (answer.owner, answer.value) == ("张三", None)


def test_what_is_only_open_as_to_whether_it_applies_has_a_place_too(tmp_path: Path) -> None:
    facts = {**AGENCY.facts, "offers_selection": said(Mark.UNKNOWN)}
    answers = {
        **AGENCY.answers,
        "art45-verify/verified": said(Mark.YES),
        "art45-verify/skipped": said(Mark.NO),
    }
    unsure = replace(AGENCY, facts=facts, answers=answers)
    path = written(tmp_path / "台账.xlsx", judged(unsure))
    fill(path, "art45-verify", 责任人="张三")
    outcome = imported(path, unsure)
    assert outcome.assessment.answers["art45-verify/verified"].owner == "张三"
    assert not outcome.remarks
    again = written(tmp_path / "又一份.xlsx", judged(outcome.assessment))
    assert not imported(again, outcome.assessment).changes


@pytest.mark.parametrize("name", RESPONDENTS)
def test_a_register_nobody_touched_changes_nothing(tmp_path: Path, name: str) -> None:
    report = judged(RESPONDENTS[name])
    if not (report.breaches or report.open):
        pytest.skip("nothing to mend")
    outcome = imported(written(tmp_path / "台账.xlsx", report), RESPONDENTS[name])
    assert outcome == ImportOutcome(assessment=RESPONDENTS[name])


def test_importing_twice_changes_nothing_more(register: Path) -> None:
    fill(register, FALSE_CLAIMS, **FILLED, 佐证="话术审核记录\n培训签到表")
    once = imported(register).assessment
    assert not imported(register, once).changes
    assert imported(register, once).assessment == once


def test_what_came_back_stands_in_the_next_register(register: Path, tmp_path: Path) -> None:
    fill(register, FALSE_CLAIMS, **FILLED, 佐证="话术审核记录")
    once = imported(register).assessment
    again = written(tmp_path / "又一份.xlsx", judged(once))
    assert imported(again, once) == ImportOutcome(assessment=once)
    page = openpyxl.load_workbook(again)[xlsx.REGISTER]
    told = [[str(cell) for cell in row] for row in page.iter_rows(values_only=True)]
    (row,) = (row for row in told if FALSE_CLAIMS in row)
    for value in ("法务部", "张三", "李四", "下架话术\n逐场复核", "2026-12-20", "话术审核记录"):
        assert value in row


class TestEmptyCells:
    """An empty cell takes nothing back; 无 does."""

    @pytest.mark.parametrize("empty", [None, "", "  ", "-", "/", "暂无"])
    def test_what_was_deleted_stays_and_is_told(self, register: Path, empty: str | None) -> None:
        place = fill(register, FALSE_CLAIMS, 完成时限=empty)
        outcome = imported(register)
        assert outcome.assessment == AGENCY
        assert outcome.remarks == (f"{place} 删空了，不会撤回，仍是“2026-12-31”；要撤回，写“无”",)

    def test_what_is_taken_back_says_so(self, register: Path) -> None:
        fill(register, FALSE_CLAIMS, 责任人="无", 完成时限="无")
        outcome = imported(register)
        assert fields_of(outcome.assessment.answers[FALSE_CLAIMS]) == {}
        assert [one.after for one in outcome.changes] == ["", ""]

    @pytest.mark.parametrize("nothing", ["没有", "无", "待补", "暂无\n-"])
    def test_that_there_is_none_is_no_evidence(self, register: Path, nothing: str) -> None:
        fill(register, FALSE_CLAIMS, 佐证=nothing)
        assert imported(register).assessment == AGENCY

    def test_nothing_where_nothing_was_is_no_change(self, register: Path) -> None:
        fill(register, FALSE_CLAIMS, 备注="无", 复核人="无", 佐证="无", 责任部门="-")
        assert imported(register) == ImportOutcome(assessment=AGENCY)


class TestEvidence:
    """Evidence is added, never taken away, and never twice."""

    KEY = "art37-prompt/shown"

    def test_a_new_line_is_a_new_piece(self, register: Path) -> None:
        fill(register, PROMPT, 佐证="截图/r2-开场.png\n抽查记录")
        outcome = imported(register)
        texts = [one.text for one in outcome.assessment.answers[self.KEY].evidence]
        assert texts == ["截图/r2-开场.png", "抽查记录"]
        assert [one.after for one in outcome.changes] == ["加上：抽查记录（文字）"]

    def test_what_was_deleted_stays_and_is_told(self, register: Path) -> None:
        place = fill(register, PROMPT, 佐证="抽查记录")
        outcome = imported(register)
        texts = [one.text for one in outcome.assessment.answers[self.KEY].evidence]
        assert texts == ["截图/r2-开场.png", "抽查记录"]
        assert outcome.remarks == (f"{place} 佐证只增不减，删去的仍然保留：“截图/r2-开场.png”",)

    def test_evidence_added_on_both_sides_is_no_conflict(self, register: Path) -> None:
        fill(register, PROMPT, 佐证="截图/r2-开场.png\n抽查记录")
        own = (*AGENCY.answers[self.KEY].evidence, Evidence("标识规范"))
        outcome = imported(register, having(self.KEY, evidence=own))
        texts = [one.text for one in outcome.assessment.answers[self.KEY].evidence]
        assert texts == ["截图/r2-开场.png", "标识规范", "抽查记录"]
        assert not outcome.remarks


def shuffled(page: Worksheet) -> None:
    """Sort the rows, as a filter button does."""
    first = xlsx.HEADING_ROW + 2
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=first)]
    random.Random(7).shuffle(rows)
    for at, row in enumerate(rows, first):
        for number, value in enumerate(row, 1):
            page.cell(at, number).value = value


def with_rows_between(page: Worksheet) -> None:
    page.insert_rows(xlsx.HEADING_ROW + 2, 2)
    page.insert_rows(1, 3)
    page.cell(xlsx.HEADING_ROW + 5, 1).value = "一、先办的"


def with_columns_between(page: Worksheet) -> None:
    page.insert_cols(1)
    page.insert_cols(8, 2)
    page.cell(xlsx.HEADING_ROW + 1, 8).value = "金额"
    page.cell(xlsx.HEADING_ROW + 2, 8).value = 3.5


def turned(page: Worksheet) -> None:
    """The columns in the opposite order."""
    for row in page.iter_rows(min_row=xlsx.HEADING_ROW + 1):
        for cell, value in zip(row, [cell.value for cell in row][::-1], strict=True):
            cell.value = value


def renamed(page: Worksheet) -> None:
    page.title = "整改台账（十一月）"


def without_other_sheets(page: Worksheet) -> None:
    book = page.parent
    assert book is not None
    for name in set(book.sheetnames) - {page.title}:
        del book[name]


def with_a_copy(page: Worksheet) -> None:
    """A copy of the sheet as it was written; the work was done in this one."""
    assert page.parent is not None
    copied = page.parent.copy_worksheet(page)
    copied.title = "整改台账 (2)"
    for row in range(xlsx.HEADING_ROW + 2, page.max_row + 1):
        if page.cell(row, column(page, "行标识")).value == FALSE_CLAIMS:
            copied.cell(row, 7).value = "李某"


def with_the_other_rows_deleted(page: Worksheet) -> None:
    for at in range(page.max_row, xlsx.HEADING_ROW + 1, -1):
        if page.cell(at, column(page, "行标识")).value != FALSE_CLAIMS:
            page.delete_rows(at)


def as_handed_out_before(page: Worksheet) -> None:
    page.delete_cols(column(page, "报告第几项"))


def numbered_by_a_formula(page: Worksheet) -> None:
    for at in range(xlsx.HEADING_ROW + 2, page.max_row + 1):
        page.cell(at, 1).value = "=ROW()-3"


@pytest.mark.parametrize(
    "change",
    [
        shuffled,
        with_rows_between,
        with_columns_between,
        turned,
        renamed,
        without_other_sheets,
        with_a_copy,
        with_the_other_rows_deleted,
        as_handed_out_before,
        numbered_by_a_formula,
    ],
)
def test_what_people_do_to_a_sheet_does_no_harm(
    register: Path, change: Callable[[Worksheet], None]
) -> None:
    fill(register, FALSE_CLAIMS, 责任人="张三")
    book = openpyxl.load_workbook(register)
    change(book[xlsx.REGISTER])
    outcome = imported(saved(book, register))
    assert outcome.assessment == having(FALSE_CLAIMS, owner="张三")
    assert len(outcome.changes) == 1


def test_rows_of_ones_own_are_not_read_and_that_is_told(register: Path) -> None:
    book = openpyxl.load_workbook(register)
    page = book[xlsx.REGISTER]
    at = page.max_row + 1
    page.cell(at, 3).value, page.cell(at, 7).value = "我们自己的事", "张三"
    outcome = imported(saved(book, register))
    assert outcome.assessment == AGENCY
    assert outcome.unread == (
        f"自己加的行：“整改台账”表第 {at} 行。要留的写进可以填的格子，或者另外留存",
    )


def test_a_column_that_is_gone_is_told(register: Path) -> None:
    book = openpyxl.load_workbook(register)
    page = book[xlsx.REGISTER]
    for cell in page[xlsx.HEADING_ROW + 1]:
        if cell.value == "责任部门":
            cell.value = "部门"
    outcome = imported(saved(book, register))
    assert outcome.unread == ("没有“责任部门”列（删了，或者改了列名）",)


class TestMovedOn:
    """The answers went on while the register was out."""

    def test_what_was_answered_otherwise_is_told_apart(self, register: Path) -> None:
        place = fill(register, REVIEWED, 责任人="张三")
        now = having(REVIEWED, value=Mark.YES, at="2026-11-20T09:00:00+08:00")
        outcome = imported(register, now)
        assert outcome.assessment.answers[REVIEWED].owner == "张三"
        assert outcome.remarks == (
            f"{place} 写出台账以后，这道题重新作答过，现在的结论是符合；填的照样记下",
        )

    def test_what_does_not_apply_any_more_is_told_apart(self, register: Path) -> None:
        place = fill(register, PROMPT, 责任人="张三")
        now = replace(AGENCY, facts={**AGENCY.facts, "uses_ai_figure": said(Mark.NO)})
        outcome = imported(register, now)
        assert outcome.remarks == (f"{place} 这道题已经不是缺口，现在的结论是不适用；填的照样记下",)

    def test_what_only_the_file_changed_stays(self, register: Path) -> None:
        fill(register, FALSE_CLAIMS, 责任部门="法务部")
        now = having(FALSE_CLAIMS, owner="王五", due=date(2027, 1, 1))
        after = imported(register, now).assessment
        assert after == having(FALSE_CLAIMS, now, department="法务部")

    def test_advice_that_reads_otherwise_today_is_no_change_of_the_file(
        self, register: Path
    ) -> None:
        fill(register, REVIEWED, 整改措施="自己的办法")
        now = having(REVIEWED, value=Mark.NO)
        outcome = imported(register, now)
        assert outcome.assessment.answers[REVIEWED].measures == "自己的办法"
        assert not outcome.conflicts


class TestSharedAnswers:
    """Entries that ask the same share an answer, and so do the rooms of one question."""

    TWIN = "art31-review/reviewed"

    def test_equal_values_are_one_change(self, tmp_path: Path) -> None:
        path = written(tmp_path / "台账.xlsx", judged(AGENCY, sharing()))
        places = [fill(path, id, 责任人="张三") for id in (REVIEWED, self.TWIN)]
        outcome = imported(path, AGENCY, sharing())
        assert outcome.assessment == having(REVIEWED, owner="张三")
        assert [one.place for one in outcome.changes] == ["、".join(places)]

    def test_one_filled_row_is_enough(self, tmp_path: Path) -> None:
        path = written(tmp_path / "台账.xlsx", judged(AGENCY, sharing()))
        fill(path, self.TWIN, 进度="进行中", 佐证="审核表")
        after = imported(path, AGENCY, sharing()).assessment.answers[REVIEWED]
        assert (after.state, after.evidence) == ("进行中", (Evidence("审核表"),))

    def test_evidence_of_both_rows_comes_together(self, tmp_path: Path) -> None:
        path = written(tmp_path / "台账.xlsx", judged(AGENCY, sharing()))
        fill(path, REVIEWED, 佐证="审核表\n制度")
        fill(path, self.TWIN, 佐证="制度\n截图")
        after = imported(path, AGENCY, sharing()).assessment.answers[REVIEWED]
        assert [one.text for one in after.evidence] == ["审核表", "制度", "截图"]


PROMPT_ENTRY = next(each for each in RULEBOOK.obligations if each.id == "art37-prompt")


class TestRoomsOfOneQuestion:
    """What is recorded beside a question is recorded once for all its rooms: whoever changes the
    row of one room is told the rows of the others."""

    ONE, BOTH = "art37-prompt/shown@r2", "art37-prompt/shown@r1,r3"

    @pytest.fixture
    def rooms(self) -> Assessment:
        """Three rooms of which one falls short otherwise than the other two."""
        none = dict.fromkeys(("opening", "pitch", "interaction", "other"), Mark.NO)
        own = {"r1": picks(**none), "r3": picks(**none)}
        several = having("art37-prompt/shown", exceptions=own, owner="王五")
        return replace(several, facts={**AGENCY.facts, "uses_ai_figure": said(Mark.YES)})

    @pytest.mark.parametrize("column", ["责任部门", "责任人", "复核人", "整改措施", "完成时限",
                                        "进度", "销号日期", "佐证", "备注"])  # fmt: skip
    @pytest.mark.parametrize(("filled", "other"), [(ONE, BOTH), (BOTH, ONE)])
    def test_every_other_row_that_changes_is_named(
        self, tmp_path: Path, rooms: Assessment, column: str, filled: str, other: str
    ) -> None:
        path = written(tmp_path / "台账.xlsx", judged(rooms))
        days = {"完成时限": "2026-12-31", "销号日期": "2026-11-20", "进度": "进行中"}
        fill(path, filled, **{column: days.get(column, "新的")})
        page = openpyxl.load_workbook(path)["整改台账"]
        (change,) = imported(path, rooms).changes
        assert change.also == (f"整改台账!{address(page, other, column)}",)
        alone = replace(change, place="", about="", before="", after="")
        assert address(page, other, column) in preview.table([alone], REGISTER)

    def test_a_row_that_is_not_in_the_sheet_is_named_by_its_rooms(
        self, tmp_path: Path, rooms: Assessment
    ) -> None:
        path = written(tmp_path / "台账.xlsx", judged(rooms))
        fill(path, self.ONE, 责任人="无")
        book = openpyxl.load_workbook(path)
        page = book["整改台账"]
        page.delete_rows(int(address(page, self.BOTH, "责任人")[1:]))
        saved(book, path)
        (change,) = imported(path, rooms).changes
        assert (change.before, change.after) == ("王五", "")
        assert [place.endswith("（r1、r3）”") for place in change.also] == [True]

    def test_a_day_of_completion_is_of_its_rooms_alone(
        self, tmp_path: Path, rooms: Assessment
    ) -> None:
        asked = replace(PROMPT_ENTRY.questions[0], about=About.PERIOD)
        others = (each for each in RULEBOOK.obligations if each is not PROMPT_ENTRY)
        of_period = replace(PROMPT_ENTRY, questions=(asked,))
        rulebook = replace(RULEBOOK, obligations=(*others, of_period))
        options = dict.fromkeys(("opening", "pitch", "interaction", "other"), Mark.NO)
        rooms = having("art37-prompt/shown", rooms, value=picks(**options | {"pitch": Mark.YES}))
        path = written(tmp_path / "台账.xlsx", judged(rooms, rulebook))
        fill(path, self.ONE, 整改完成之日="2026-11-20")
        outcome = imported(path, rooms, rulebook)
        assert [change.also for change in outcome.changes] == [()]
        assert {*outcome.assessment.answers["art37-prompt/shown"].remedied} == {"r2"}

    def test_a_remedy_in_the_column_of_notes_is_told(
        self, tmp_path: Path, rooms: Assessment
    ) -> None:
        asked = replace(PROMPT_ENTRY.questions[0], about=About.PERIOD)
        others = (each for each in RULEBOOK.obligations if each is not PROMPT_ENTRY)
        rulebook = replace(
            RULEBOOK, obligations=(*others, replace(PROMPT_ENTRY, questions=(asked,)))
        )
        options = dict.fromkeys(("opening", "pitch", "interaction", "other"), Mark.NO)
        rooms = having("art37-prompt/shown", rooms, value=picks(**options | {"pitch": Mark.YES}))
        path = written(tmp_path / "台账.xlsx", judged(rooms, rulebook))
        place = fill(path, self.ONE, 备注="整改：2026-11-20")
        (remark,) = imported(path, rooms, rulebook).remarks
        assert remark == (
            f"{place} “整改：2026-11-20”只作备注，没有记成整改：要记，写到这一行的“整改完成之日”"
        )
        fill(path, self.ONE, 整改完成之日="2026-11-20")
        outcome = imported(path, rooms, rulebook)
        assert not [each for each in outcome.remarks if "只作备注" in each]

    def test_an_emptied_row_that_changes_with_another_is_not_said_to_stay(
        self, tmp_path: Path, rooms: Assessment
    ) -> None:
        path = written(tmp_path / "台账.xlsx", judged(rooms))
        fill(path, self.ONE, 责任人="赵六")
        place = fill(path, self.BOTH, 责任人=None)
        outcome = imported(path, rooms)
        assert [change.also for change in outcome.changes] == [(place,)]
        assert not any("仍是" in remark for remark in outcome.remarks)


def test_a_remedy_noted_where_nothing_failed_in_the_period_is_told(register: Path) -> None:
    place = fill(register, FALSE_CLAIMS, 备注="整改：2026-11-20")
    (remark,) = [each for each in imported(register).remarks if "只作备注" in each]
    assert remark == (
        f"{place} “整改：2026-11-20”只作备注，没有记成整改："
        "这道题问的不是自查期间里的事；现在做到了的，答复写现在的情况"
    )


def test_done_without_evidence_or_a_new_answer_is_told(register: Path) -> None:
    fill(register, FALSE_CLAIMS, 进度="已验收", 销号日期="2026-11-20")
    (told,) = not_closed(judged(imported(register).assessment))
    assert told == (
        "第三十四条第一款 自查期间出现过下列哪些情形？\n"
        "  已验收，但没有佐证，没有重新作答：结论仍是不符合，要重新作答"
    )


def test_what_is_not_closed_is_found_again_by_its_state() -> None:
    done = having(FALSE_CLAIMS, state="已验收")
    anew = ("问现在的情况的、还没有定论的，重新作答",)
    assert to_be_asked(judged(done)) == {AnswerState.GAP: anew}
    unknown = having(REVIEWED, done, value=Mark.UNKNOWN, state="已验收")
    assert to_be_asked(judged(unknown)) == {AnswerState.GAP: anew, AnswerState.UNKNOWN: anew}


def test_what_failed_in_the_period_is_closed_by_a_remedy() -> None:
    past = [
        replace(entry, questions=tuple(replace(q, about=About.PERIOD) for q in entry.questions))
        for entry in RULEBOOK.obligations
    ]
    done = having(FALSE_CLAIMS, state="已验收")
    report = judged(done, replace(RULEBOOK, obligations=tuple(past)))
    (told,) = not_closed(report)
    assert told.endswith("结论仍是不符合，要记下整改")
    assert to_be_asked(report) == {
        AnswerState.GAP: ("问自查期间里的事的，记下整改（写明从哪天起改好、佐证）",)
    }


def test_done_and_answered_anew_is_not_told(register: Path) -> None:
    fill(register, REVIEWED, 进度="已验收", 销号日期="2026-11-20", 佐证="审核表")
    now = having(REVIEWED, value=Mark.YES, at="2026-11-21T09:00:00+08:00")
    assert not_closed(judged(imported(register, now).assessment)) == ()


def test_a_conclusion_cannot_be_typed(register: Path) -> None:
    place = fill(register, FALSE_CLAIMS, 状态="符合")
    outcome = imported(register)
    assert outcome.assessment == AGENCY
    assert outcome.unread == (f"{place} 状态改成了“符合”：结论只由作答决定，改了要重新作答",)


@pytest.mark.parametrize("typed", ["2026/12/20 0:00", "2026-12-20 00:00:00", "２０２６年12月20日"])
def test_a_day_is_read_as_spreadsheets_write_it(register: Path, typed: str) -> None:
    fill(register, FALSE_CLAIMS, 完成时限=typed)
    assert imported(register).assessment == having(FALSE_CLAIMS, due=date(2026, 12, 20))


def test_what_is_closed_today_is_read(register: Path) -> None:
    fill(register, FALSE_CLAIMS, 进度="已验收", 销号日期=TODAY.isoformat())
    done = having(FALSE_CLAIMS, state="已验收", closed_on=TODAY)
    assert imported(register).assessment == done


def test_one_person_in_both_parts_and_a_date_without_its_progress_are_told(
    register: Path,
) -> None:
    fill(register, FALSE_CLAIMS, 责任人="李四", 复核人="李四", 销号日期="2026-11-20")
    assert imported(register).remarks == (
        "“自查期间出现过下列哪些情形？”的责任人和复核人是同一个人：李四",
        "“自查期间出现过下列哪些情形？”写了销号日期，进度却不是已验收",
    )


def test_another_edition_is_told_and_read(register: Path) -> None:
    fill(register, FALSE_CLAIMS, 责任人="张三")
    newer = reissued(judged().findings.rulebook, edition="2027.1")
    outcome = imported(register, AGENCY, newer)
    assert outcome.assessment == having(FALSE_CLAIMS, owner="张三")
    assert outcome.remarks == ("台账按规则册 2026.1 版写出，现在是 2027.1 版：题目还在的照常读回",)


@pytest.mark.parametrize("name", [AGENCY.respondent.name, "改了名的公司"])
def test_a_company_that_changed_name_or_number_is_still_the_same(register: Path, name: str) -> None:
    code = None if name == AGENCY.respondent.name else AGENCY.respondent.credit_code
    now = replace(AGENCY, respondent=replace(AGENCY.respondent, name=name, credit_code=code))
    outcome = imported(register, now)
    assert (outcome.assessment, outcome.changes) == (now, ())
    is_renamed = name != AGENCY.respondent.name
    assert [bool(outcome.provided), "改过名称" in "".join(outcome.remarks)] == [is_renamed] * 2


class TestCsv:
    """The register as CSV, as Excel saves it."""

    @pytest.fixture
    def told(self) -> str:
        text = csv_file.render(judged(having(FALSE_CLAIMS, note="=1+1"))).decode("utf-8-sig")
        assert '"\'=1+1"' in text
        return text.replace("李某", "张三").replace("2026-12-31", "2026/12/31")

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
    def test_any_encoding_of_excel_is_read(self, tmp_path: Path, told: str, encoding: str) -> None:
        path = tmp_path / "台账.csv"
        path.write_bytes(told.encode(encoding))
        before = having(FALSE_CLAIMS, note="=1+1")
        outcome = imported(path, before)
        assert outcome.assessment == having(FALSE_CLAIMS, before, owner="张三")

    @pytest.mark.parametrize("delimiter", ["\t", ";"])
    def test_other_delimiters_are_read(self, tmp_path: Path, told: str, delimiter: str) -> None:
        path = tmp_path / "台账.csv"
        path.write_text(told.replace('","', f'"{delimiter}"'), encoding="utf-8", newline="")
        before = having(FALSE_CLAIMS, note="=1+1")
        assert len(imported(path, before).changes) == 1

    def test_a_character_gbk_has_no_place_for_is_no_change(self, tmp_path: Path) -> None:
        before = having(FALSE_CLAIMS, owner="王䶮🐟")
        path = tmp_path / "台账.csv"
        told = csv_file.render(judged(before)).decode("utf-8-sig")
        path.write_bytes(told.encode("gbk", errors="replace"))
        assert imported(path, before) == ImportOutcome(assessment=before)


TYPED = st.one_of(
    st.text(max_size=40),
    st.sampled_from([*CORPUS, STEERING, "无", "已验收", "2026-11-01", "=1+1", "进行中"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.fixed_dictionaries(
        {},
        optional={
            "department": TYPED,
            "owner": TYPED,
            "reviewer": TYPED,
            "measures": TYPED,
            "note": TYPED,
            "state": st.one_of(TYPED, st.just(CARRIED)),
            "due": st.dates(),
            "closed_on": st.dates(),
            "evidence": st.lists(TYPED.map(Evidence), max_size=3).map(tuple),
        },
    )
)
def test_whatever_is_recorded_comes_back_unchanged(
    tmp_path: Path, before: dict[str, object]
) -> None:
    recorded = replace(AGENCY.answers[FALSE_CLAIMS], **before)
    now = replace(AGENCY, answers={**AGENCY.answers, FALSE_CLAIMS: recorded})
    outcome = imported(written(tmp_path / "台账.xlsx", judged(now)), now)
    assert outcome == ImportOutcome(assessment=now)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.dictionaries(
        st.sampled_from(["责任部门", "责任人", "复核人", "整改措施", "佐证", "备注"]),
        TYPED,
        min_size=1,
    ),
    progress=st.sampled_from(["未启动", "进行中", "待验收", "已验收"]),
)
def test_no_import_changes_a_conclusion(
    tmp_path: Path, typed: dict[str, str], progress: str
) -> None:
    assume(not any(map(names_a_day, map(normal, typed.values()))))
    path = written(tmp_path / "台账.xlsx")
    harmless = {
        name: "".join(one for one in text if one.isprintable() or one == "\n").lstrip("=")[:90]
        for name, text in typed.items()
    }
    fill(path, FALSE_CLAIMS, **harmless, 进度=progress, 完成时限="2027-01-01")
    after = imported(path).assessment
    assert statuses(after) == statuses(AGENCY)
    assert [one.value for one in after.answers.values()] == [
        one.value for one in AGENCY.answers.values()
    ]
    again = written(tmp_path / "又一份.xlsx", judged(after))
    assert not imported(again, after).changes
    assert not imported(path, after).changes


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_libreoffice_brings_it_back(register: Path, tmp_path: Path, form: str) -> None:
    fill(register, FALSE_CLAIMS, **FILLED, 佐证="话术审核记录")
    out = tmp_path / "存过"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    filters = {"xlsx": "xlsx", "csv": "csv:Text - txt - csv (StarCalc):44,34,76"}
    command = ["soffice", profile, "--headless", "--convert-to", filters[form]]
    subprocess.run([*command, "--outdir", out, register], check=True, timeout=180)
    (back,) = out.iterdir()
    outcome = imported(back)
    assert fields_of(outcome.assessment.answers[FALSE_CLAIMS]) == READ
    assert len(outcome.changes) == len(FILLED) + 1


def test_a_long_note_survives(tmp_path: Path) -> None:
    long = having(FALSE_CLAIMS, note="长" * (LONGEST + 5))
    outcome = imported(written(tmp_path / "台账.xlsx", judged(long)), long)
    assert outcome == ImportOutcome(assessment=long)


class TestCodes:
    """核对码: what a row was written with, in registers that are out of our hands."""

    CODE = (
        "1:322a422583e44ddcd530f5e53487f50db4eada5e1271cf251271cf25cd8f94e11271cf25"
        "d34544e07df2c78c36065e571271cf251271cf251271cf251271cf25:sample:2026.1"
    )

    def test_codes_that_were_handed_out_mean_what_they_meant(self) -> None:
        (row,) = (row for row in rows(judged()) if row.id == FALSE_CLAIMS)
        assert row.cells[-1] == self.CODE

    def test_a_column_that_came_later_is_no_touched_cell_of_an_older_register(self) -> None:
        code = read_code(self.CODE)
        assert code
        digests = {part: digest for part, digest in code.digests.items() if part != "note"}
        older = replace(code, digests=digests)
        assert code.stood("owner", "李某")
        assert not code.stood("note", "自己的一列")
        assert older.stood("owner", "李某")
        assert older.stood("note", "自己的一列")

    def test_a_code_from_before_the_last_column_is_still_read(self) -> None:
        format, digests, *rest = self.CODE.split(":")
        older = read_code(":".join((format, digests[:-8], *rest)))
        assert older is not None
        assert older.stood("remedied", "2026-06-01")

    @pytest.mark.parametrize("digits", [8, -16, 1])
    def test_a_code_of_another_length_is_none(self, digits: int) -> None:
        format, digests, *rest = self.CODE.split(":")
        digests = digests + "0" * digits if digits > 0 else digests[:digits]
        assert read_code(":".join((format, digests, *rest))) is None
