"""The forms a report is written in: to add one, add its name, a row of the table and a case."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, assert_never

from msgspec import Struct

if TYPE_CHECKING:
    from checklist.report.page.view import Part
    from checklist.report.view.model import Report
    from checklist.report.view.quotes import OfficialText

ReportFormat = Literal["html", "pdf", "docx", "xlsx", "csv", "md", "json", "oscal"]
"""The forms of the report, as written after --format. All come from one view model."""


class Form(Struct, frozen=True, kw_only=True):
    """One form. `suffixes` are those its file may have, the usual one first.

    `written` is said above the path. `ending` follows the name of the answers file where no name
    was given. `worked_in`: people go on filling it in, so it is never written over. `quotes`: it
    can quote the statute.
    """

    suffixes: tuple[str, ...]
    written: str
    ending: str = ""
    worked_in: bool = False
    quotes: bool = False


class Means(Struct, frozen=True):
    """What only some forms need: the browser that prints a PDF, the template that a Word document
    is put into, whether a register holds all other answers too; which part a page is, and whether
    it has a cover. Without a part a page is whole, and PDF and Word have no annex."""

    browser: Path | None = None
    template: Path | None = None
    with_answers: bool = False
    part: Part | None = None
    cover: bool = False


def _register(suffix: str) -> Form:
    return Form(
        suffixes=(suffix,),
        written="整改台账已写好，用 Excel 或者 WPS 打开：",
        ending="-整改台账",
        worked_in=True,
    )


FORMS: Mapping[ReportFormat, Form] = {
    "html": Form(suffixes=(".html", ".htm"), written="报告已写好，用浏览器打开：", quotes=True),
    "pdf": Form(suffixes=(".pdf",), written="报告已打印成 PDF：", quotes=True),
    "docx": Form(suffixes=(".docx",), written="报告已写好，用 Word 或者 WPS 打开：", quotes=True),
    "xlsx": _register(".xlsx"),
    "csv": _register(".csv"),
    "md": Form(suffixes=(".md", ".markdown", ".txt"), written="报告已写好（Markdown）："),
    "json": Form(suffixes=(".json",), written="结果已写好，供程序读取："),
    "oscal": Form(suffixes=(".zip",), written="OSCAL 文件已写好，解压后使用：", ending="-oscal"),
}
SUFFIXES: Mapping[ReportFormat, tuple[str, ...]] = {
    format: form.suffixes for format, form in FORMS.items()
}


def rendered(
    format: ReportFormat,
    report: Report,
    means: Means,
    *,
    text: OfficialText | None = None,
) -> bytes:
    """The report in this form, with quotations from `text`."""
    match format:
        case "html" | "pdf" | "docx":
            return _page(format, report, means, text)
        case "xlsx":
            from checklist.sheets.register import xlsx

            return xlsx.render(report, with_answers=means.with_answers)
        case "csv":
            from checklist.sheets.register import csv_file

            return csv_file.render(report)
        case "md":
            from checklist.report.forms import markdown

            return _utf8(markdown.render(report))
        case "json":
            from checklist.report.forms import json

            return _utf8(json.render(report, ascii=False) + "\n")
        case "oscal":
            from checklist.oscal import documents

            return documents.render(report)
    assert_never(format)


def _page(
    format: Literal["html", "pdf", "docx"],
    report: Report,
    means: Means,
    text: OfficialText | None,
) -> bytes:
    """The page, printed, or as a Word document."""
    if format == "pdf":
        from checklist.printing.printed import printed

        part = means.part or "report"
        return printed(report, part=part, cover=means.cover, text=text, browser=means.browser)
    from checklist.report.page import html

    if format == "html":
        part = means.part or "all"
        return _utf8(html.render(report, part=part, cover=means.cover, text=text))
    from checklist.report.forms import word

    page = html.render(report, part=means.part or "report", text=text)
    return word.render(report, page, template=means.template)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", errors="replace")
