"""The report as a Word document, made from the page of the same report: the same words in the same
order. With a template it is put where the template says, in the template's own styles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any

import lxml.html
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from checklist.law.wording import day, titles
from checklist.report.forms.document import begun, foot, saved
from checklist.report.forms.word_blocks import CELL, GAP, HEADLINE, NOTE, Writer
from checklist.report.forms.word_runs import classes_of, is_seen
from checklist.report.forms.word_template import Part, filled, opened, placeholders
from checklist.report.view.model import Report
from checklist.report.words.conclusion import headline
from checklist.report.words.wording import period

TEXT, HEADING = "仿宋", "黑体"
_STYLES: Mapping[str, tuple[str, float]] = {
    "Normal": (TEXT, 12),
    "Title": (HEADING, 16),
    "Heading 1": (HEADING, 15),
    "Heading 2": (HEADING, 12.5),
    "Heading 3": (HEADING, 12),
    "List Bullet": (TEXT, 12),
    "List Number": (TEXT, 12),
    HEADLINE: (HEADING, 15),
    CELL: (TEXT, 10.5),
    NOTE: (TEXT, 10),
    GAP: (TEXT, 4),
}
"""Font and size in points of the styles that the text is written in."""
_IN_BRIEF = {TEXT: 9.0, HEADING: 11.0}
"""The largest sizes of each font where two pages have to hold it all."""
_MARGINS, _MARGINS_IN_BRIEF = (22, 18), (18, 10)
"""Millimetres beside the text and above it, and where two pages have to hold it all."""


def render(report: Report, page: str, *, template: Path | None = None) -> bytes:
    """The document with what `page` shows of the report. Raises UnreadableFile for a template."""
    root = lxml.html.document_fromstring(page)
    title = f"{root.findtext('.//title') or ''}".strip()
    at = datetime.combine(report.findings.as_of, time())
    in_brief = "in-brief" in classes_of(root.body)
    if template is None:
        margins = _MARGINS_IN_BRIEF if in_brief else _MARGINS
        document = begun(title, at, size=12, margins=margins, lying=False)
        foot(document, f"报告编号 {report.number}　　", total=True)
    else:
        document = opened(template)
    places = placeholders(document)
    _add_styles(document, own=template is None, most=_IN_BRIEF if in_brief else {})
    made = _written(document, root)
    if template is not None:
        filled(places, values(report), made, file=template)
    return saved(document)


def _written(document: Any, root: Any) -> list[Part]:
    """What was added to the end of the document, chapter by chapter, by the title without its
    number; what is no chapter has none."""
    body = document.element.body
    styles = {style.name: style.style_id for style in document.styles}
    writer = Writer(document, _width(document), styles)
    made: list[Part] = []
    for name, element in _parts(root.find(".//main")):
        before = len(body)
        writer.block(element)
        made.append((name, body[before - 1 : len(body) - 1]))
    return made


def _parts(main: Any) -> Iterator[tuple[str, Any]]:
    for element in main:
        if not is_seen(element):
            continue
        heading = element.find("./h2")
        if heading is None:
            yield "", element
            continue
        number = "".join(each.text_content() for each in heading.findall("./span"))
        yield heading.text_content().removeprefix(number).strip(), element


def values(report: Report) -> dict[str, str]:
    """What a template can name beside the chapters."""
    assessment = report.findings.assessment
    respondent = assessment.respondent
    return {
        "填报单位": respondent.name,
        "统一社会信用代码": respondent.credit_code or "",
        "住所": respondent.address or "",
        "填报人": respondent.prepared_by or "",
        "规定": titles(report.findings.rulebook),
        "自查期间": period(assessment.period) if assessment.period else "",
        "判断基准日": day(report.findings.as_of),
        "报告编号": report.number,
        "一句话结论": headline(report),
    }


# --- styles --------------------------------------------------------------------------------------


def _add_styles(document: Any, *, own: bool, most: Mapping[str, float]) -> None:
    """The styles that the text is written in, each font no larger than `most` says; a template's
    own stay as they are."""
    there = {style.name for style in document.styles}
    for name, (font, size) in _STYLES.items():
        is_new = name not in there
        if is_new:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if is_new or own:
            _set(document.styles[name], font, min(size, most.get(font, size)))
    if "Table Grid" not in there:
        document.styles.add_style("Table Grid", WD_STYLE_TYPE.TABLE)


def _set(style: Any, font: str, size: float) -> None:
    heading = font == HEADING
    style.font.name, style.font.size, style.font.bold = "Times New Roman", Pt(size), False
    style.font.italic, style.font.color.rgb = False, RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    fonts.set(qn("w:eastAsia"), font)
    layout = style.paragraph_format
    layout.space_before = Pt(size * 0.6 if heading else 1)
    layout.space_after = Pt(3 if size > 10.5 else 1)
    layout.line_spacing = 1.2 if size > 10.5 else 1.05
    layout.keep_with_next = heading
    if style.name == "Title":
        _centred(style)


def _centred(style: Any) -> None:
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in style.element.xpath("./w:pPr/w:pBdr"):
        border.getparent().remove(border)


def _width(document: Any) -> float:
    """Millimetres between the margins of the last section, where the text is written."""
    section = document.sections[-1]
    width = section.page_width.mm - section.left_margin.mm - section.right_margin.mm
    return float(width)
