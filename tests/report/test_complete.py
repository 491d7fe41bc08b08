"""All forms are complete: every field of the answers and findings stands in each that can carry it.

One assessment says something of its own in every field. A new field fails here until each form
carries it, or NOT_CARRIED says in a sentence why that form does not.
"""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import openpyxl
import pytest
from msgspec.structs import fields

from checklist.cli.results.report_forms import FORMS, Means, ReportFormat, rendered
from tests.report.browser import CHROMIUM, needs_chromium
from tests.report.everything_told import HOLDERS, REPORT, WALKED, Told, told
from tests.report.pages import read


def _page(written: bytes) -> str:
    return read(written.decode()).text


def _markdown(written: bytes) -> str:
    return unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", written.decode()))


def _workbook(written: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(written))
    rows = (row for page in book for row in page.iter_rows(values_only=True))
    return "\n".join(str(cell) for row in rows for cell in row)


def _pdf(written: bytes) -> str:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "a.pdf"
        file.write_bytes(written)
        ran = subprocess.run(["pdftotext", "-raw", file, "-"], check=True, capture_output=True)
    return ran.stdout.decode()


def _archive(written: bytes) -> str:
    """JSON, with what it escapes written out."""
    with zipfile.ZipFile(io.BytesIO(written)) as files:
        return "\n".join(files.read(name).decode() for name in files.namelist())


READ: Mapping[ReportFormat, Callable[[bytes], str]] = {
    "html": _page,
    "pdf": _pdf,
    "xlsx": _workbook,
    "csv": lambda written: written.decode("utf-8-sig").replace('""', '"'),
    "md": _markdown,
    "json": bytes.decode,
    "oscal": _archive,
}
"""What a reader of each form sees."""
AS_THE_PAGE = {"docx"}
"""Made from the page's report: tests/report/test_word.py holds it against that."""


@cache
def shown(form: ReportFormat) -> str:
    """The text of the form without white space: a line may break anywhere."""
    browser = Path(CHROMIUM) if CHROMIUM else None
    written = rendered(form, REPORT, Means(browser=browser, with_answers=True, part="all"))
    return re.sub(r"\s+", "", READ[form](written))


def stands(form: ReportFormat, one: Told) -> bool:
    return any(re.sub(r"\s+", "", each) in shown(form) for each in one.spellings)


@dataclass(frozen=True)
class Reason:
    """Why some forms do not carry some fields; patterns as of fnmatch."""

    why: str
    forms: tuple[ReportFormat, ...]
    fields: tuple[str, ...]
    places: tuple[str, ...] = ("*",)

    def excuses(self, form: ReportFormat, one: Told) -> bool:
        return form in self.forms and self.means(one)

    def means(self, one: Told) -> bool:
        field, place = (
            any(fnmatch(text, pattern) for pattern in patterns)
            for text, patterns in ((one.field, self.fields), (one.place, self.places))
        )
        return field and place


NO_ROW = (
    "The register lists what is to be mended or cleared up; the XLSX records the rest beside it."
)
NOT_CARRIED = (
    Reason(
        why="A fingerprint is compared by programs; people are told that the wording changed.",
        forms=("html", "pdf", "md", "xlsx", "csv"),
        fields=("Answer.asked_as",),
    ),
    Reason(
        why="One table, one row a question: what is said once stands beside it in the XLSX.",
        forms=("csv",),
        fields=(
            "Respondent.*", "SelfAuditPeriod.*", "AnsweredTo.*", "Findings.*", "Standing.*",
            "Finding.basis", "BoundAs.holder", "Binding.in_doubt",
        ),
    ),
    Reason(
        why=NO_ROW,
        forms=("csv",),
        fields=("Answer.*", "Evidence.*"),
        places=("fact*", "passed*", "inapplicable*", "not bound*", "dormant*"),
    ),
    Reason(
        why="A ground of 不适用 stands beside the rooms left out on it, not beside one that fails.",
        forms=("html", "pdf", "md", "oscal"),
        fields=("Answer.reason",),
        places=("*gap by room*",),
    ),
    Reason(
        why="What records bear out needs nothing to be done, and no row.",
        forms=("csv", "xlsx"),
        fields=("Observation.*",),
        places=("art30-*",),
    ),
    Reason(
        why=NO_ROW,
        forms=("csv",),
        fields=("Finding.*", "Binding.*", "Judged.*"),
        places=("art30-*", "art31-*", "art33-*"),
    ),
    Reason(
        why="The columns are a register's; who could know is told where a question is open.",
        forms=("csv",),
        fields=("Answer.by", "Answer.at", "Answer.reason", "Answer.who_could_know"),
    ),
    Reason(
        why="What an answer corrects is told beside it in the XLSX; a register mends what is.",
        forms=("csv",),
        fields=("Answer.corrected",),
    ),
    Reason(
        why="A cell that is read back has one path a line; the XLSX has the particulars.",
        forms=("csv",),
        fields=("Evidence.sha256", "Evidence.size", "Evidence.seen_at"),
    ),
    Reason(
        why="A cell that is read back has one path a line; the XLSX has the particulars.",
        forms=("csv",),
        fields=("Evidence.text",),
        places=("*, a file",),
    ),
)  # fmt: skip


def test_every_field_is_told_or_holds_what_is() -> None:
    every = {f"{cls.__name__}.{one.name}" for cls in WALKED for one in fields(cls)}
    assert every == {one.field for one in told()} | HOLDERS


def test_every_form_is_read() -> None:
    assert {*READ, *AS_THE_PAGE} == set(FORMS) == set(get_args(ReportFormat))


SLOW = {"pdf"}
"""These open a browser."""


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(one, marks=[pytest.mark.slow, needs_chromium] if one in SLOW else [])
        for one in READ
    ],
)
def test_every_field_stands_in_every_form_that_can_carry_it(form: ReportFormat) -> None:
    lost = [
        str(one)
        for one in told()
        if not any(reason.excuses(form, one) for reason in NOT_CARRIED) and not stands(form, one)
    ]
    assert lost == []


def test_every_reason_is_still_needed() -> None:
    """What a form has come to carry whole is struck off the list."""
    for reason in NOT_CARRIED:
        meant = [one for one in told() if reason.means(one)]
        assert meant
        for form in reason.forms:
            if form not in SLOW:
                assert not all(stands(form, one) for one in meant), (form, reason.why)
