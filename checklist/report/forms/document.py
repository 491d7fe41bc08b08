"""What the Word documents share: an A4 page in a Chinese font, tables that fit on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

FONT = "Microsoft YaHei"


def begun(
    title: str, at: datetime, *, size: float, margins: tuple[float, float], lying: bool = True
) -> Any:
    """A document on A4 in letters of `size` points; `margins` are left and right, and top, in
    millimetres."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = docx.Document()
    (page,) = document.sections
    page.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (Mm(297), Mm(210)) if lying else (Mm(210), Mm(297))
    page.left_margin = page.right_margin = Mm(margins[0])
    page.top_margin, page.bottom_margin = Mm(margins[1]), Mm(margins[1] + 2)
    page.footer_distance = Mm(6)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(size)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    language = OxmlElement("w:lang")  # or a program takes Chinese marks of another region
    language.set(qn("w:eastAsia"), "zh-CN")
    normal.element.rPr.append(language)
    normal.paragraph_format.space_after = Pt(0)
    about = document.core_properties
    about.title, about.author, about.comments = title, "", ""
    about.created = about.modified = at.replace(tzinfo=None)
    return document


def foot(document: Any, words: str, *, total: bool = False) -> None:
    """Put `words` and the number of the page at the foot of every page; with the `total`, how many
    pages there are."""
    footer = document.sections[0].footer.paragraphs[0]
    footer.text = f"{words}第 "
    _number(footer, "PAGE")
    footer.add_run(" 页")
    if total:
        footer.add_run("　共 ")
        _number(footer, "NUMPAGES")
        footer.add_run(" 页")


def _number(paragraph: Any, field: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    number = f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(number))  # noqa: SLF001


def saved(document: Any) -> bytes:
    """The file."""
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def repeat(row: Any) -> None:
    """Have a row of headings repeated on every page."""
    _set(row, "w:tblHeader")


def keep_whole(row: Any) -> None:
    """Keep a row on one page."""
    _set(row, "w:cantSplit")


def _set(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001


def shade(cell: Any, colour: str) -> None:
    """Give a cell a ground."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>'
    cell._tc.get_or_add_tcPr().append(parse_xml(shade))  # noqa: SLF001


def set_widths(table: Any, widths: Sequence[float]) -> None:
    """Set the widths of all columns, in millimetres."""
    from docx.shared import Mm

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
