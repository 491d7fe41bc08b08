"""Registers as people work in them: written, opened in a spreadsheet, changed, read back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
from msgspec.structs import replace
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from checklist.assessment.model import Answer, Assessment
from checklist.law.model import Question, Rulebook
from checklist.report.view.model import Report
from checklist.sheets.changes import ImportOutcome, Take
from checklist.sheets.register import xlsx
from checklist.sheets.register.changes import compare
from checklist.sheets.register.columns import ID
from checklist.sheets.register.read import load
from tests.given.sample import AGENCY, OBLIGATIONS, RULEBOOK, judged, said
from tests.given.workbooks import in_words, saved

TODAY = date(2026, 11, 22)
FALSE_CLAIMS = "art34/done"
PROMPT = "art37-prompt/shown@r2"
REVIEWED = "art30/reviewed"


def having(key: str, assessment: Assessment = AGENCY, **more: object) -> Assessment:
    """`assessment` with more said beside one answer."""
    answer = assessment.answers.get(key) or Answer(value=None)
    changed = replace(answer, **more)
    return replace(assessment, answers={**assessment.answers, key: changed})


def sharing() -> Rulebook:
    """The sample rulebook, where a second entry asks what 第三十条 asks, and shares its answer."""
    shared: Question = replace(OBLIGATIONS[1].questions[0], same_as="art30/reviewed")
    twin = replace(OBLIGATIONS[1], id="art31-review", title="再次审核", questions=(shared,))
    return replace(RULEBOOK, obligations=(*OBLIGATIONS, twin))


@cache
def _of_the_agency() -> bytes:
    return xlsx.render(judged())


def written(path: Path, report: Report | None = None) -> Path:
    """The register of a report, else of the sample agency's, as a file."""
    path.write_bytes(xlsx.render(report) if report else _of_the_agency())
    return path


def address(page: Worksheet, id: str, heading: str) -> str:
    """The address (J7) of a row's cell by its id and heading."""
    headings = {
        str(cell.value): get_column_letter(at)
        for at, cell in enumerate(page[xlsx.HEADING_ROW + 1], 1)
    }
    (row,) = (cell.row for cell in page[headings[ID]] if cell.value == id)
    return f"{headings[heading]}{row}"


def fill(path: Path, id: str, **cells: object) -> str:
    """Type into a row, by heading; returns the address of the last cell as complaints name it."""
    book = openpyxl.load_workbook(path)
    place = ""
    for heading, value in cells.items():
        place = address(book[xlsx.REGISTER], id, heading)
        book[xlsx.REGISTER][place].value = value
    saved(book, path)
    return f"{xlsx.REGISTER}!{place}"


def imported(
    path: Path,
    assessment: Assessment = AGENCY,
    rulebook: Rulebook = RULEBOOK,
    take: Take | None = None,
) -> ImportOutcome:
    """What importing the register at `path` comes to."""
    report = judged(assessment, rulebook)
    return compare(load(path), report, file=path, take=take, today=TODAY, look=in_words)


def fields_of(answer: Answer) -> Mapping[str, object]:
    """What a register can say about an answer."""
    names = ("department", "owner", "reviewer", "measures", "due", "state", "closed_on", "note")
    return {name: value for name in names if (value := getattr(answer, name)) is not None}


__all__ = [
    "AGENCY", "RULEBOOK", "address", "fields_of", "fill", "having", "imported", "judged", "said",
    "saved", "sharing", "written",
]  # fmt: skip


def column(page: Worksheet, heading: str) -> int:
    headings = [cell.value for cell in page[xlsx.HEADING_ROW + 1]]
    return headings.index(heading) + 1
