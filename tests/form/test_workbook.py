"""The file itself: drop-downs, protection, hidden columns, inert text; other programs open it."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from msgspec.structs import replace

from checklist.assessment.model import Choice, Mark, SelfAuditPeriod
from checklist.assessment.questionnaire import numbered, plan
from checklist.assessment.recheck import carried_over
from checklist.law.expectations import ExpectOneOf
from checklist.law.model import Option
from checklist.law.periods import Period
from checklist.sheets.form.layout import could_know, layout
from checklist.sheets.form.sheet import ID_COLUMN, NAME, FormRow
from checklist.sheets.form.write import to_bytes
from tests.form.filling import AT, BOOK, answer, assessment, imported, row_of, said, written
from tests.given import kinds, law
from tests.given.bundled import LIVESTREAM, example
from tests.given.respondents import all_passing

XML = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
HOSTILE = '=HYPERLINK("https://example.org/","点我")'


def part(path: Path, name: str) -> ET.Element:
    with zipfile.ZipFile(path) as package:
        return ET.fromstring(package.read(name))


def drop_downs(path: Path) -> dict[str, str]:
    """The source of each cell's list."""
    rules = part(path, "xl/worksheets/sheet1.xml").iterfind(".//x:dataValidation", XML)
    return {
        one.attrib["sqref"]: one.findtext("x:formula1", "", XML)
        for one in rules
        if one.get("type") == "list"
    }


def test_a_question_has_one_number_in_the_terminal_and_in_every_form() -> None:
    known = example("agency")
    numbers = {
        id: f"主体{number}" if id.startswith("facts/") else str(number)
        for id, number in numbered(plan(LIVESTREAM, known)).items()
    }
    for sheet in (
        layout(LIVESTREAM, known),
        layout(LIVESTREAM, known, facts=True),
        layout(LIVESTREAM, known, sections=("第四章",)),
        *(layout(LIVESTREAM, known, whom=name) for name in could_know(LIVESTREAM, known)),
    ):
        rows = [row for row in sheet.lines if isinstance(row, FormRow)]
        assert rows
        assert all(row.number == numbers[f"{row.id.kind}/{row.id.key}"] for row in rows)


def test_each_question_offers_what_it_may_be_answered(tmp_path: Path) -> None:
    path = written(tmp_path / "问卷.xlsx", assessment())
    offered = drop_downs(path)

    def of(id: str) -> str | None:
        return offered.get(f"E{row_of(path, id)}")

    assert of("answers/art25-all/done") == '"是,否,不清楚"'
    assert of("answers/art25-all/hidden") == '"是,否,不清楚,不适用"'
    assert of("answers/art25-all/lies#pitch") == '"是,否,不清楚"'
    assert of("answers/art25-all/lies#other") == '"是,否,不清楚,不适用"'
    assert of("answers/art25-all/form") == '"书面,口头,不清楚"'
    assert of("answers/art25-all/period") is None
    assert of("answers/art37-prompt/shown@r1") is None


def test_choices_too_long_for_a_rule_are_listed_on_a_sheet_of_their_own(tmp_path: Path) -> None:
    labels = [f"第{number}种情形，" + "说" * 60 for number in range(5)]
    options = tuple(Option(id=f"o{at}", label=label) for at, label in enumerate(labels))
    asked = law.question("which", ExpectOneOf(("o1",)), ask="哪一种？", options=options)
    book = law.rulebook(law.obligation("art25-all", asked))
    path = written(tmp_path / "问卷.xlsx", assessment(), book)
    (source,) = (one for one in drop_downs(path).values() if not one.startswith('"'))
    assert source == "选项!$A$1:$A$6"
    listed = openpyxl.load_workbook(path)["选项"]
    assert [listed[f"A{row}"].value for row in range(1, 7)] == [*labels, "不清楚"]
    answer(path, "answers/art25-all/which", labels[3])
    after = imported(path, assessment(), book).assessment
    assert after.answers["art25-all/which"].value == Choice("o3")


def test_no_rule_is_longer_than_spreadsheets_allow(tmp_path: Path) -> None:
    path = written(tmp_path / "问卷.xlsx", assessment(), facts=True)
    rules = list(part(path, "xl/worksheets/sheet1.xml").iterfind(".//x:dataValidation", XML))
    assert rules
    for rule in rules:
        assert len(rule.findtext("x:formula1", "", XML)) <= 255 + 2
        assert len(rule.get("prompt", "")) <= 255
        assert len(rule.get("error", "")) <= 255
        assert len(rule.get("promptTitle", "")) <= 32


def test_only_the_cells_to_fill_are_open(tmp_path: Path) -> None:
    path = written(tmp_path / "问卷.xlsx", assessment())
    page = openpyxl.load_workbook(path)[NAME]
    assert page.protection.sheet
    head = row_of(path, "answers/art25-all/lies#opening")
    open_cells = {
        cell.coordinate
        for row in page.iter_rows(min_row=head, max_row=head + 1)
        for cell in row
        if not cell.protection.locked
    }
    assert open_cells == {*(f"{column}{head}" for column in "EFGHI"), f"E{head + 1}"}
    assert not page["E3"].protection.locked
    hidden = page.column_dimensions[ID_COLUMN]
    assert hidden.hidden
    assert (hidden.min, hidden.max) == (10, 17)


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    beside = {"note": f"{HOSTILE}\n\x1b[2J\u202e+cmd|' /C calc'!A0", "owner": "@SUM(1)"}
    room = replace(assessment().rooms[0], name=HOSTILE)
    before = replace(
        assessment(done=said(kinds.YES, Mark.YES, **beside)),
        rooms=(room, assessment().rooms[1]),
        respondent=replace(assessment().respondent, name=HOSTILE),
    )
    path = written(tmp_path / "问卷.xlsx", before)
    sheet = part(path, "xl/worksheets/sheet1.xml")
    assert sheet.findall(".//x:f", XML) == []
    assert sheet.findall(".//x:hyperlink", XML) == []
    with zipfile.ZipFile(path) as package:
        texts = package.read("xl/sharedStrings.xml").decode()
    assert "\x1b" not in texts
    assert "_x001B_" not in texts
    assert "\u202e" not in texts
    assert imported(path, before).assessment == before


@pytest.mark.parametrize(
    ("period", "told"),
    [
        (
            SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 10, 31)),
            "2026-02-01 至 2026-10-31",
        ),
        (None, "请问发问卷的人"),
    ],
)
def test_the_form_says_which_period_is_meant(
    tmp_path: Path, period: SelfAuditPeriod | None, told: str
) -> None:
    path = written(tmp_path / "问卷.xlsx", replace(assessment(), period=period))
    assert openpyxl.load_workbook(path)[NAME]["A3"].value == f"自查期间：{told}"


def test_the_same_form_gives_the_same_bytes() -> None:
    sheet = layout(BOOK, assessment())
    assert to_bytes(sheet, made_at=AT) == to_bytes(sheet, made_at=AT)


def test_the_guide_says_that_nothing_is_guessed(tmp_path: Path) -> None:
    path = written(tmp_path / "问卷.xlsx", assessment())
    page = openpyxl.load_workbook(path)["说明"]
    said_there = "".join(str(cell.value) for (cell,) in page.iter_rows(max_col=1))
    assert "不清楚，比猜一个好" in said_there
    assert "什么都不会替您猜" in said_there


def test_sections_choose_chapters_or_duty_holders() -> None:
    everything = layout(BOOK, assessment())
    agency = layout(BOOK, assessment(), sections=("服务机构",))
    assert [one.id.key for one in agency.lines if isinstance(one, FormRow)] == [
        "art45-report/reports"
    ] * 2
    assert layout(BOOK, assessment(), sections=("第一章",)).lines == everything.lines
    assert layout(BOOK, assessment(), sections=("第九章",)).questions == 0


def test_a_question_that_two_chapters_share_is_in_the_section_of_either() -> None:
    """第二十五条第三款 of chapter three is asked under 第十五条 of chapter two."""
    known = all_passing(LIVESTREAM, "brand with its own room")
    for chapter in ("第二章", "第三章"):
        lines = layout(LIVESTREAM, known, sections=(chapter,)).lines
        keys = {line.id.key for line in lines if isinstance(line, FormRow)}
        assert "art25-change/days" in keys, chapter
        assert ("art27-verify/seller_items" in keys) is (chapter == "第三章")


def test_facts_are_asked_when_none_is_known_or_when_wanted() -> None:
    known = assessment()
    blank = replace(known, facts={})
    assert "主体情况" in layout(BOOK, blank).lines
    assert "主体情况" in layout(BOOK, known, facts=True).lines
    assert "主体情况" not in layout(BOOK, known).lines


def test_after_an_earlier_self_audit_facts_are_asked_and_what_applied_then() -> None:
    known = example("agency")
    before = layout(LIVESTREAM, known, facts=True)
    again = layout(LIVESTREAM, carried_over(LIVESTREAM, known))
    ids = [
        [each.id for each in sheet.lines if isinstance(each, FormRow)] for sheet in (before, again)
    ]
    assert "主体情况" in again.lines
    assert ids[0] == ids[1]


def test_a_single_room_gets_no_row_of_its_own() -> None:
    known = replace(assessment(), rooms=assessment().rooms[:1])
    rooms = {one.id.room for one in layout(BOOK, known).lines if isinstance(one, FormRow)}
    assert rooms == {None}


@pytest.mark.slow
def test_a_form_saved_by_another_spreadsheet_program_is_read(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    before = assessment(
        period=said(kinds.YEARS, Period(years=3), note=" =1+1\n第二行 "),
        lies=said(kinds.NONE, Mark.UNKNOWN),
    )
    path = written(tmp_path / "问卷.xlsx", before, facts=True)
    answer(path, "answers/art25-all/done", "是")
    (tmp_path / "saved").mkdir()
    subprocess.run(
        [
            office,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            tmp_path / "saved",
            path,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    saved = tmp_path / "saved" / path.name
    outcome = imported(saved, before)
    assert [(one.before, one.after) for one in outcome.changes] == [("", "是")]
    assert len(drop_downs(saved)) >= 1
    assert re.search("是.*否.*不清楚", "".join(drop_downs(saved).values()))
