"""整改台账: its rows, and the spreadsheet and CSV they are written to."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl import Workbook

from checklist.assessment.model import Assessment, Mark
from checklist.evaluation.model import Status
from checklist.report.forms.about import about
from checklist.report.view.model import Report
from checklist.report.words.record import PROGRESS
from checklist.sheets.changes import CUT
from checklist.sheets.register import csv_file, xlsx
from checklist.sheets.register.beside import SCOPE, scope
from checklist.sheets.register.columns import COLUMNS
from checklist.sheets.register.rows import RegisterRow, rows
from tests.given.sample import AGENCY, CLEAN, FACTS, NOBODY, UNANSWERED, judged, said
from tests.report.hostile import STEERING, hostile

NAMES = list(COLUMNS)
UNSURE = replace(AGENCY, facts={**FACTS, "offers_selection": said(Mark.UNKNOWN)})
RESPONDENTS = {
    "agency": AGENCY,
    "clean": CLEAN,
    "unanswered": UNANSWERED,
    "nobody": NOBODY,
    "unsure": UNSURE,
    "hostile": hostile(),
}


@pytest.fixture(params=RESPONDENTS)
def report(request: pytest.FixtureRequest) -> Report:
    return judged(RESPONDENTS[request.param])


def cell(row: RegisterRow, name: str) -> str:
    return row.cells[NAMES.index(name)]


def row_of(id: str, assessment: Assessment = AGENCY) -> RegisterRow:
    (found,) = (row for row in rows(judged(assessment)) if row.id == id)
    return found


def opened(report: Report, *, with_answers: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(report, with_answers=with_answers)))


def table(report: Report) -> list[list[str]]:
    """What the spreadsheet's register says, without heading and with empty cells as text."""
    page = opened(report)[xlsx.REGISTER]
    found = page.iter_rows(min_row=xlsx.HEADING_ROW + 2, values_only=True)
    return [[str(one or "") for one in row] for row in found]


def test_every_gap_and_every_open_question_is_a_row(report: Report) -> None:
    expected = sum(len(line.failed) + len(line.open) for line in report.breaches)
    expected += sum(max(1, len(line.failed) + len(line.open)) for line in report.open)
    assert len(rows(report)) == expected


def test_ids_are_unique_and_do_not_hang_on_the_order(report: Report) -> None:
    found = rows(report)
    assert len({row.id for row in found}) == len(found)
    turned = replace(report, breaches=report.breaches[::-1], open=report.open[::-1])
    assert {row.id for row in rows(turned)} == {row.id for row in found}


def test_a_row_of_some_rooms_names_them_in_its_id() -> None:
    ids = [row.id for row in rows(judged())]
    assert "art37-prompt/shown@r2" in ids
    assert "art30/reviewed" in ids


def test_a_gap_says_what_is_missing_by_which_article_and_who_mends_it_until_when() -> None:
    row = row_of("art34/done")
    assert "有1项（共2项）：虚构销量" in cell(row, "问题")
    assert cell(row, "依据条款") == "第三十四条第一款"
    assert "处100万元以下罚款" in cell(row, "处罚")
    assert "逐项补齐" in cell(row, "整改措施")
    assert (cell(row, "责任人"), cell(row, "完成时限")) == ("李某", "2026-12-31")
    assert cell(row, "进度") == PROGRESS[0]
    assert cell(row, "复核人") == cell(row, "销号日期") == ""


def test_what_is_open_is_to_be_cleared_up_and_carries_no_sanction() -> None:
    row = row_of("art30/reviewed")
    assert row.status is Status.UNDETERMINED
    assert "谁可能知道：运营总监" in cell(row, "问题")
    assert cell(row, "处罚") == "确认后才能判断"
    assert cell(row, "整改措施").startswith("先查清并补答。")


def test_progress_that_was_recorded_stands_and_a_mark_to_look_again_is_none() -> None:
    def progress(state: str) -> str:
        answers = {**AGENCY.answers}
        answers["art34/done"] = replace(answers["art34/done"], state=state)
        return cell(row_of("art34/done", replace(AGENCY, answers=answers)), "进度")

    assert progress("进行中") == "进行中"
    assert progress("待复核") == "未启动"


def test_a_row_that_is_mended_is_not_said_to_be_to_do() -> None:
    answers = {**AGENCY.answers}
    answers["art34/done"] = replace(
        answers["art34/done"], remedied={"": date(2026, 6, 1)}, due=date(2027, 1, 31)
    )
    row = row_of("art34/done", replace(AGENCY, answers=answers))
    assert cell(row, "整改完成之日") == "2026-06-01"
    assert (cell(row, "进度"), cell(row, "完成时限")) == ("", "2027-01-31")


def test_every_entry_says_whether_it_applies_and_why(report: Report) -> None:
    found = list(scope(report))
    assert {row[0] for row in found} == {paper.index for paper in report.papers}
    for row in found:
        assert row[5] in {"适用", "不适用", "未定"}
        assert row[5] == "适用" or row[7]


def test_the_guide_tells_edition_digest_day_and_that_it_is_a_self_assessment() -> None:
    told = dict(about(judged()))
    assert "2026.1版" in told["规则册"]
    assert told["规则册摘要"] == f"SHA-256 {'ab' * 32}"
    assert told["判断基准日"] == "2026年11月22日"
    assert told["性质"].startswith("自评")


def test_the_guide_ends_with_a_command_to_be_copied() -> None:
    cells = [row[1].value for row in opened(judged())[xlsx.GUIDE].iter_rows()]
    assert "checklist ask 自查.yaml --only gaps" in cells


def test_the_spreadsheet_says_what_the_rows_say(report: Report) -> None:
    expected = [[*row.cells] for row in rows(report)]
    assert table(report) == expected
    page = opened(report, with_answers=True)[SCOPE]
    told = [[str(one or "") for one in row] for row in page.iter_rows(min_row=2, values_only=True)]
    assert told == [list(row) for row in scope(report)]


def test_every_cell_is_text_and_none_a_formula_or_a_link(report: Report) -> None:
    book = opened(report)
    for page in book:
        for row in page.iter_rows():
            for one in row:
                assert one.data_type in {"s", "n"}
                assert one.data_type == "s" or one.value is None
                assert one.hyperlink is None
                assert not set(STEERING.replace("\r", "")) & set(str(one.value))


def test_the_register_can_be_worked_with() -> None:
    book = opened(judged())
    assert book.sheetnames == [xlsx.REGISTER, xlsx.GUIDE]
    page = book[xlsx.REGISTER]
    last = xlsx.HEADING_ROW + 1 + len(rows(judged()))
    assert [one.value for one in page[xlsx.HEADING_ROW + 1]] == NAMES
    assert page.freeze_panes == "A4"
    assert page.auto_filter.ref == f"A3:R{last}"
    assert page.column_dimensions["Q"].hidden
    assert page.column_dimensions["Q"].max == NAMES.index("核对码") + 1
    lists = [one for one in page.data_validations.dataValidation if one.type == "list"]
    assert [(str(one.sqref), one.formula1) for one in lists] == [
        (f"K4:K{last}", '"未启动,进行中,待验收,已验收"')
    ]
    coloured = {str(one.sqref) for one in page.conditional_formatting}
    assert coloured == {f"B4:B{last}", f"K4:K{last}"}


def test_equal_reports_give_equal_bytes() -> None:
    assert xlsx.render(judged()) == xlsx.render(judged())


def test_a_text_that_no_cell_can_hold_is_cut_and_said_to_be() -> None:
    answers = {**AGENCY.answers}
    answers["art34/done"] = replace(answers["art34/done"], note="长" * 40_000)
    told = table(judged(replace(AGENCY, answers=answers)))
    assert any(row[NAMES.index("备注")].endswith(CUT) for row in told)


def test_characters_without_a_place_in_xml_do_not_break_the_file() -> None:
    answers = {**AGENCY.answers}
    answers["art34/done"] = replace(answers["art34/done"], note="甲\ufffe乙\uffff丙")
    data = xlsx.render(judged(replace(AGENCY, answers=answers)))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            ET.fromstring(package.read(name))


def test_the_csv_says_what_the_rows_say_but_no_formula(report: Report) -> None:
    data = csv_file.render(report)
    assert data.startswith(b"\xef\xbb\xbf")
    heading, *body = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert heading == NAMES
    for row, told in zip(rows(report), body, strict=True):
        assert [one.removeprefix("'") for one in told] == [*row.cells]
        assert not any(one.startswith(tuple("=+-@\t\r＝")) for one in told)


def test_an_owner_called_like_a_formula_is_no_formula() -> None:
    answers = {**AGENCY.answers}
    answers["art34/done"] = replace(answers["art34/done"], owner="=1+1")
    report = judged(replace(AGENCY, answers=answers))
    assert '"\'=1+1"' in csv_file.render(report).decode("utf-8-sig")
    assert "=1+1" in [cell for row in table(report) for cell in row]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A", "\t=1", "\r=1", "＝1", " =1", "　-1"])
def test_what_a_spreadsheet_would_reckon_gets_an_apostrophe(text: str) -> None:
    assert csv_file.guarded(text) == f"'{text}"


def test_what_people_write_by_the_way_stays_as_it_is() -> None:
    for text in ("", "2026-12-31", "证据/a=b.png", "甲-乙"):
        assert csv_file.guarded(text) == text


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_register(tmp_path: Path) -> None:
    file = tmp_path / "整改台账.xlsx"
    file.write_bytes(xlsx.render(judged(hostile())))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    csv_utf8 = "csv:Text - txt - csv (StarCalc):44,34,76"
    command = ["soffice", profile, "--headless", "--convert-to", csv_utf8]
    subprocess.run([*command, "--outdir", tmp_path, file], check=True, timeout=180)
    (out,) = tmp_path.glob("*.csv")
    text = out.read_text(encoding="utf-8")
    for row in rows(judged(hostile())):
        assert row.id in text
