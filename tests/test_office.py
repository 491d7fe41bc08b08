"""What is sent in LibreOffice: opened, saved in its own format and again in ours; nothing is lost
or run."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import docx
import openpyxl
import pypdf
import pytest
from docx.oxml.ns import qn
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from checklist import resources
from checklist.law.forms import load_forms
from checklist.report.forms import word
from checklist.report.page import html
from checklist.sheets.form.layout import could_know, layout
from checklist.sheets.form.write import to_bytes
from checklist.sheets.record_forms import xlsx as record_form
from checklist.sheets.register import xlsx
from checklist.sheets.register.rows import dealt_out, rows_to_do
from checklist.sheets.review import entries
from checklist.sheets.review import xlsx as review
from tests.conftest import Run
from tests.given.bundled import LIVESTREAM
from tests.given.sample import judged
from tests.report import test_word
from tests.report.hostile import hostile
from tests.report.kinds import example, ninety_gaps, reported, sample_agency

OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed"),
]
MADE = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PARTS = dealt_out(rows_to_do(reported(ninety_gaps()), {}))
KNOWING = could_know(LIVESTREAM, example("agency").findings.assessment)[0]
FORMS = load_forms(resources.forms_file())
WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "register": lambda: xlsx.render(example("agency"), with_answers=True),
    "part": lambda: xlsx.render_part(reported(ninety_gaps()), PARTS[-1]),
    "questionnaire": lambda: to_bytes(
        layout(LIVESTREAM, example("agency").findings.assessment, whom=KNOWING), made_at=MADE
    ),
    "record-form": lambda: record_form.render(FORMS.forms[1], at=MADE),
    "register-of-ninety-gaps": lambda: xlsx.render(reported(ninety_gaps())),
    "register-hostile": lambda: xlsx.render(judged(hostile())),
    "form": lambda: to_bytes(
        layout(LIVESTREAM, example("agency").findings.assessment, facts=True), made_at=MADE
    ),
    "review": lambda: review.render(
        LIVESTREAM, entries.rows(LIVESTREAM, None), source=None, at=MADE
    ),
}


def converted(file: Path, to: str, filter: str) -> Path:
    """The file as LibreOffice writes it in another format, in a folder of its own."""
    folder = file.parent / to
    folder.mkdir()
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    command = [OFFICE or "", profile, "--headless", "--convert-to", f"{to}:{filter}"]
    subprocess.run(
        [*command, "--outdir", folder, file], check=True, capture_output=True, timeout=180
    )
    return folder / f"{file.stem}.{to}"


def opened(file: Path) -> Workbook:
    return openpyxl.load_workbook(file)


@pytest.fixture(scope="module", params=WORKBOOKS)
def books(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Workbook, Workbook]:
    """The workbook as we write it, and after LibreOffice has saved it twice."""
    file = tmp_path_factory.mktemp("office") / "工作簿.xlsx"
    file.write_bytes(WORKBOOKS[request.param]())
    again = converted(converted(file, "ods", "calc8"), "xlsx", "Calc MS Excel 2007 XML")
    return opened(file), opened(again)


def told(page: Worksheet) -> dict[str, str]:
    """What each cell that is not empty says, by address."""
    return {
        cell.coordinate: str(cell.value).replace("\r\n", "\n")
        for row in page.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def offered(page: Worksheet) -> dict[str, str]:
    """What each cell with a drop-down offers: the list, or where it stands."""
    return {
        cell: str(rule.formula1).replace("$", "").replace('" ', '"').replace(", ", ",").strip("'")
        for rule in page.data_validations.dataValidation
        if rule.type == "list"
        for area in rule.sqref.ranges
        for row in area.rows
        for cell in (page.cell(*place).coordinate for place in row)
    }


def test_every_sheet_and_cell_survives(books: tuple[Workbook, Workbook]) -> None:
    ours, saved = books
    assert saved.sheetnames == ours.sheetnames
    for name in ours.sheetnames:
        assert told(saved[name]) == told(ours[name])
        assert saved[name].sheet_state == ours[name].sheet_state


def test_nothing_in_it_is_a_formula_or_a_link(books: tuple[Workbook, Workbook]) -> None:
    for book in books:
        cells = [cell for page in book for row in page.iter_rows() for cell in row]
        assert len(cells) > 100
        assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []


def test_the_drop_downs_still_offer_the_same(books: tuple[Workbook, Workbook]) -> None:
    ours, saved = books
    first = ours.sheetnames[0]
    assert offered(ours[first])
    assert offered(saved[first]) == offered(ours[first])


def test_filters_protection_and_hidden_columns_stay(books: tuple[Workbook, Workbook]) -> None:
    """Frozen headings belong to a window, and a conversion opens none."""
    ours, saved = books
    for name in ours.sheetnames:
        before, after = ours[name], saved[name]
        assert after.auto_filter.ref == before.auto_filter.ref
        assert after.protection.sheet == before.protection.sheet
        hidden = {letter for letter, one in before.column_dimensions.items() if one.hidden}
        assert hidden <= {letter for letter, one in after.column_dimensions.items() if one.hidden}


def test_a_pack_that_libreoffice_saved_comes_back_without_a_change(
    tmp_path: Path, checklist: Run
) -> None:
    answers = tmp_path / "自查.yaml"
    shutil.copy(resources.examples_dir() / "agency.yaml", answers)
    before = answers.read_bytes()
    assert checklist("pack", answers, "-o", tmp_path / "包").code == 0
    files = sorted((tmp_path / "包").glob("*.xlsx"))
    assert len(files) > 3
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    filter = "xlsx:Calc MS Excel 2007 XML"
    command = [OFFICE or "", profile, "--headless", "--convert-to", filter, "--outdir"]
    subprocess.run(
        [*command, tmp_path / "收回", *files], check=True, capture_output=True, timeout=180
    )
    assert len([*(tmp_path / "收回").iterdir()]) == len(files)
    for kind in ("remediation", "form"):
        ran = checklist(kind, "import", tmp_path / "收回", answers)
        assert (ran.code, "没有" in ran.out) == (0, True), ran.err
        assert "没有读入的" not in ran.out
    assert answers.read_bytes() == before


# --- Word ----------------------------------------------------------------------------------------


def words_of(file: Path) -> str:
    body = docx.Document(str(file)).element.body
    return "".join("".join(each.text or "" for each in body.iter(qn("w:t"))).split())


@pytest.mark.parametrize("kind", ["agency", "ninety gaps", "hostile"])
def test_a_report_in_word_keeps_every_word_when_it_is_saved_again(
    kind: str, tmp_path: Path
) -> None:
    file = tmp_path / "报告.docx"
    file.write_bytes(test_word.written(kind))
    odt = converted(file, "odt", "writer8")
    again = converted(odt, "docx", "MS Word 2007 XML")
    assert words_of(again) == words_of(file)
    headings = [
        [each.text for each in docx.Document(str(each_file)).paragraphs if is_heading(each)]
        for each_file in (file, again)
    ]
    assert headings[0] == headings[1]


def is_heading(paragraph: Any) -> bool:
    return str(paragraph.style.name).startswith("Heading")


@pytest.mark.parametrize(
    ("kind", "part", "most"),
    [
        ("agency", "report", 20),
        ("clean", "report", 4),
        ("agency", "brief", 2),
        ("three regulations", "brief", 2),
    ],
)
def test_a_report_in_word_is_as_short_as_in_print(
    kind: str, part: Literal["report", "brief"], most: int, tmp_path: Path
) -> None:
    report = (test_word.REPORTS | {"three regulations": sample_agency})[kind]()
    file = tmp_path / "报告.docx"
    file.write_bytes(word.render(report, html.render(report, part=part)))
    assert len(pypdf.PdfReader(converted(file, "pdf", "writer_pdf_Export")).pages) <= most


@pytest.mark.parametrize("kind", ["part", "questionnaire"])
def test_what_goes_to_one_person_prints_at_nine_points_or_more(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "一份.xlsx"
    file.write_bytes(WORKBOOKS[kind]())
    pages = pypdf.PdfReader(converted(file, "pdf", "calc_pdf_Export")).pages
    sizes: list[float] = []

    def note(text: str, matrix: list[float], line: list[float], _: object, size: float) -> None:
        if text.strip():
            sizes.append(round(abs(size * line[0] * matrix[0]), 1))

    for page in pages:
        page.extract_text(visitor_text=note)
    assert len(sizes) > 20
    assert min(sizes) >= 9
    assert round(max(float(side) for side in pages[0].mediabox[2:])) == 842
