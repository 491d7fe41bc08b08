"""What stands on a sheet that is sent round: to whom it goes back, by when, and its numbers."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from checklist import exits
from checklist.cli.app import run
from checklist.cli.common import judge, today
from checklist.report.words.deadlines import numbers
from checklist.sheets.back import NOBODY, Back
from checklist.sheets.form.sheet import ANSWERS, row_id
from checklist.sheets.register import xlsx
from checklist.sheets.register.columns import HEADING
from checklist.sheets.register.rows import dealt_out, rows_to_do
from tests.conftest import Run
from tests.given.bundled import example, write_example
from tests.remediation.registers import (
    AGENCY,
    FALSE_CLAIMS,
    fill,
    imported,
    judged,
    written,
)
from tests.remediation.test_refusals import refused
from tests.report.hostile import STEERING
from tests.report.test_remedied import PAST

AS_OF = ("--as-of", "2026-11-22")
BLANKS = "请在______年____月____日以前（含当天）填好，发回给 ____________。"


def pages(folder: Path) -> dict[str, list[Any]]:
    """The sheets of every workbook right in a folder, by its name."""
    return {file.name: openpyxl.load_workbook(file).worksheets for file in folder.glob("*.xlsx")}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of which nothing was said, with its answers beside it."""
    folder = tmp_path_factory.mktemp("plain")
    answers = write_example("agency", folder / "自查.yaml")
    assert run(["pack", str(answers), "-o", str(folder / "包"), *AS_OF]) == exits.DONE
    return folder / "包"


def packed(checklist: Run, tmp_path: Path, *options: str) -> dict[str, list[Any]]:
    answers = write_example("agency", tmp_path / "自查.yaml")
    ran = checklist("pack", answers, "-o", tmp_path / "包", *AS_OF, *options)
    assert ran.code == exits.DONE, ran.err
    return pages(tmp_path / "包")


# --- to whom and by when --------------------------------------------------------------------------


def test_every_sheet_says_to_whom_it_goes_back_and_by_when(checklist: Run, tmp_path: Path) -> None:
    wanted = "请在2099年12月10日以前（含当天）填好，发回给 王某。"
    options = ("--return-to", "王某", "--return-by", "2099/12/10")
    for name, (first, *_) in packed(checklist, tmp_path, *options).items():
        assert wanted in str(first["A2"].value), name


def test_the_compiler_is_whom_it_goes_back_to_and_no_day_is_made_up(plain: Path) -> None:
    compiler = example("agency").respondent.prepared_by
    assert compiler
    for name, (first, *_) in pages(plain).items():
        told = str(first["A2"].value)
        assert f"请在______年____月____日以前（含当天）填好，发回给 {compiler}。" in told, name


def test_what_nobody_said_is_left_to_be_written_in() -> None:
    assert NOBODY.words == BLANKS
    assert Back(to="林晓", by=date(2026, 12, 1)).words == (
        "请在2026年12月1日以前（含当天）填好，发回给 林晓。"
    )


def test_blanks_are_told_before_the_sheets_go_out(checklist: Run, tmp_path: Path) -> None:
    answers = write_example("agency", tmp_path / "自查.yaml")
    ran = checklist("form", answers, "-o", tmp_path / "一.xlsx")
    assert "没有写最迟哪天交回，留了空白" in ran.err
    ran = checklist("form", answers, "-o", tmp_path / "二.xlsx", "--return-by", "2099-12-10")
    assert "留了空白" not in ran.err


def test_it_may_come_back_today(checklist: Run, tmp_path: Path) -> None:
    answers = write_example("agency", tmp_path / "自查.yaml")
    last = today().isoformat()
    ran = checklist("form", answers, "-o", tmp_path / "一.xlsx", "--return-by", last)
    assert ran.code == exits.DONE, ran.err


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-02-30", "--return-by 后面的“2026-02-30”不是日历上的日期"),
        ("2020-01-01", "--return-by 的 2020-01-01 已经过去"),
    ],
)
def test_a_day_that_is_none_or_over_is_refused(
    checklist: Run, tmp_path: Path, day: str, told: str
) -> None:
    answers = write_example("agency", tmp_path / "自查.yaml")
    for command in ("pack", "form"):
        ran = checklist(command, answers, "-o", tmp_path / "出.xlsx", "--return-by", day)
        assert ran.code == exits.WRONG_USAGE
        assert told in ran.err


def test_a_name_that_steers_is_text(checklist: Run, tmp_path: Path) -> None:
    options = ("--return-to", "=1+1\u202e李某")
    for first, *_ in packed(checklist, tmp_path, *options).values():
        cell = first["A2"]
        assert cell.data_type == "s"
        assert not {*STEERING.replace("\r", "")} & {*str(cell.value).replace("\n", "")}


def test_the_line_is_wrapped_within_what_is_printed(plain: Path) -> None:
    """It ran out of the page, and what was beyond was not printed."""
    for name, (first, *_) in pages(plain).items():
        (area,) = first.merged_cells.ranges
        last = re.fullmatch(r"'?.+'?!\$A\$1:\$([A-Z]+)\$\d+", str(first.print_area))
        assert last, first.print_area
        assert str(area) == f"A2:{last[1]}2", name
        assert first["A2"].alignment.wrap_text
        assert (first.row_dimensions[2].height or 0) > 30
        heading = _heading(first)
        assert first.print_title_rows == f"${heading}:${heading}", "and nothing more is repeated"


def _heading(page: Any) -> int:
    """The row of the headings, right above what is not frozen."""
    return int(re.sub("[A-Z]", "", str(page.freeze_panes))) - 1


# --- which number ---------------------------------------------------------------------------------


def test_a_questionnaire_names_the_item_of_the_report_beside_its_own_number(plain: Path) -> None:
    found = pages(plain)
    report = judge(plain.parent / "自查.yaml", as_of="2026-11-22", rules=None)
    items: dict[str, set[str]] = {}
    for line, number in numbers(report).items():
        for asked in (*line.failed, *line.open):
            items.setdefault(line.obligation.key(asked.question), set()).add(number.strip("●"))
    seen = 0
    for name, (first, guide, *_) in found.items():
        if not name.startswith("问卷-"):
            continue
        assert "题号是整份问卷里的，“报告第几项”是报告里的编号" in str(first["A2"].value)
        assert any("“报告第几项”是报告里的编号" in str(row[0].value) for row in guide.iter_rows())
        for row in first.iter_rows(min_row=5):
            id = row_id(str(row[9].value or ""))
            if id and row[2].value and id.kind == ANSWERS:
                seen += 1
                (told,) = re.findall("（报告第(.+)项）", str(row[1].value))
                assert {*told.split("、")} == items[id.key]
    assert seen


def test_a_deadline_of_a_form_is_that_of_the_remedy(plain: Path) -> None:
    for name, (first, *_) in pages(plain).items():
        if name.startswith("问卷-"):
            assert [cell.value for cell in first[4]][:9][-1] == "整改期限"


# --- the list of what is to be done ---------------------------------------------------------------


def guide_of(hand: int = 0) -> str:
    report = judged(AGENCY, PAST)
    part = dealt_out(rows_to_do(report, {}))[hand]
    book = openpyxl.load_workbook(BytesIO(xlsx.render_part(report, part)))
    return "\n".join(str(cell.value or "") for row in book[xlsx.GUIDE].iter_rows() for cell in row)


def test_staff_are_told_what_they_can_do_and_no_command() -> None:
    told = guide_of()
    assert "checklist" not in told
    assert "自查.yaml" not in told
    assert "做完了告诉收件人，由他重新作答" in told
    assert BLANKS in told


def test_the_guide_does_not_contradict_itself() -> None:
    """Empty cells take nothing back, so nothing is told to be emptied."""
    told = guide_of()
    assert "空着的格子不会抹掉原来写的" in told
    assert "清空" not in told
    for word in ("未启动", "进行中", "待验收", "已验收"):
        assert word in told


def test_what_is_done_and_not_accepted_yet_has_a_word(tmp_path: Path) -> None:
    past = written(tmp_path / "台账.xlsx", judged(AGENCY, PAST))
    fill(past, FALSE_CLAIMS, **{HEADING["remedied"]: "2026-06-01"}, 进度="待验收")
    answer = imported(past, rulebook=PAST).assessment.answers[FALSE_CLAIMS]
    assert (answer.state, answer.remedied) == ("待验收", {"": date(2026, 6, 1)})
    fill(past, FALSE_CLAIMS, 进度="已完成待验收")
    ((told, mend),) = refused(past, rulebook=PAST)
    assert "没有看懂进度" in told
    assert "待验收" in mend
