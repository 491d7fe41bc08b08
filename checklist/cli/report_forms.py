"""The forms a report is written in: to add one, add a name, a function and a row of the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from pathlib import Path

    from checklist.report.view.model import Report
    from checklist.report.view.quotes import OfficialText


class ReportFormat(Enum):
    """The forms of the report, as written after --format. All come from one view model."""

    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    MD = "md"
    JSON = "json"
    OSCAL = "oscal"


class Order(Struct, frozen=True, kw_only=True):
    """What is to be written: the findings, the text to quote from, the browser to print with."""

    report: Report
    text: OfficialText | None = None
    browser: Path | None = None


class Form(Struct, frozen=True, kw_only=True):
    """One form. `suffixes` are those its file may have, the usual one first.

    `written` is said above the path. `ending` follows the name of the answers file where no name
    was given. `worked_in`: people go on filling it in, so it is never written over. `quotes`: it
    can quote the statute.
    """

    suffixes: tuple[str, ...]
    written: str
    render: Callable[[Order], bytes]
    ending: str = ""
    worked_in: bool = False
    quotes: bool = False


def _html(order: Order) -> bytes:
    from checklist.report.page import html

    return _utf8(html.render(order.report, text=order.text))


def _pdf(order: Order) -> bytes:
    from checklist.printing.printed import printed

    return printed(order.report, text=order.text, browser=order.browser)


def _xlsx(order: Order) -> bytes:
    from checklist.sheets.register import xlsx

    return xlsx.render(order.report)


def _csv(order: Order) -> bytes:
    from checklist.sheets.register import csv_file as csv

    return csv.render(order.report)


def _md(order: Order) -> bytes:
    from checklist.report.forms import markdown

    return _utf8(markdown.render(order.report))


def _json(order: Order) -> bytes:
    from checklist.report.forms import json

    return _utf8(json.render(order.report, ascii=False) + "\n")


def _oscal(order: Order) -> bytes:
    from checklist.oscal import documents

    return documents.render(order.report)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", errors="replace")


_REGISTER = "整改台账已写好，用 Excel 或者 WPS 打开："
FORMS: Mapping[ReportFormat, Form] = {
    ReportFormat.HTML: Form(
        suffixes=(".html", ".htm"),
        written="报告已写好，用浏览器打开：",
        render=_html,
        quotes=True,
    ),
    ReportFormat.PDF: Form(
        suffixes=(".pdf",),
        written="报告已打印成 PDF：",
        render=_pdf,
        quotes=True,
    ),
    ReportFormat.XLSX: Form(
        suffixes=(".xlsx",),
        written=_REGISTER,
        render=_xlsx,
        ending="-整改台账",
        worked_in=True,
    ),
    ReportFormat.CSV: Form(
        suffixes=(".csv",),
        written=_REGISTER,
        render=_csv,
        ending="-整改台账",
        worked_in=True,
    ),
    ReportFormat.MD: Form(
        suffixes=(".md", ".markdown", ".txt"),
        written="报告已写好（Markdown）：",
        render=_md,
    ),
    ReportFormat.JSON: Form(
        suffixes=(".json",),
        written="结果已写好，供程序读取：",
        render=_json,
    ),
    ReportFormat.OSCAL: Form(
        suffixes=(".zip",),
        written="OSCAL 文件已写好，解压后使用：",
        render=_oscal,
        ending="-oscal",
    ),
}
SUFFIXES: Mapping[ReportFormat, tuple[str, ...]] = {
    one: form.suffixes for one, form in FORMS.items()
}
