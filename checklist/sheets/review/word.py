"""The lawyer's copy as a Word document: one table on lying A4, to be printed, signed or filled in.

What identifies a row stands in its first cell, where it is printed too: the id and the 核对码.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from checklist.assessment.typed import Misread
from checklist.errors import UnreadableFile
from checklist.law.model import Rulebook
from checklist.report.forms.document import (
    begun,
    foot,
    keep_whole,
    repeat,
    saved,
    set_widths,
    shade,
)
from checklist.sheets.cells import Numbered, Row
from checklist.sheets.package import TooLarge
from checklist.sheets.review.entries import (
    CODE,
    FILLED,
    HOW_TO_FILL,
    ID,
    QUOTED,
    VERDICTS,
    ReviewRow,
    about,
    shown_digest,
)
from checklist.sheets.spreadsheet import REVIEW_SHEET, opened_package, too_large
from checklist.text import tidy

ENTRY = "条目"
SHOWN = (ENTRY, QUOTED, "读法", "处罚", "存疑")
_IN_ENTRY = (ID, "依据", "标题", "约束谁", "复核状态")
_WIDTHS = dict(zip((*SHOWN, *FILLED), (46, 44, 48, 36, 34, 14, 28, 14, 16), strict=True))
"""Millimetres; together as wide as the page within its margins."""
_CHOICE = "／".join(VERDICTS)
"""Stands where nothing is chosen yet, so that a pen can choose too."""
_SIZE, _SMALL = 7.5, 6
_FILLED_IN = "FFFDE7"
_READ = (
    ".//w:t[not(ancestor::w:del or ancestor::w:moveFrom"
    " or ancestor::w:sdt[w:sdtPr/w:showingPlcHdr])] | .//w:br | .//w:cr | .//w:tab"
)
_FIELDS = ".//w:instrText | .//w:fldSimple"


def place(_: str, heading: str, number: int) -> str:
    """表格第 7 行“结论”栏."""
    return f"表格第 {number} 行“{heading}”栏"


# --- reading -----------------------------------------------------------------------------------


def read(path: Path, data: bytes) -> list[Numbered]:
    """The rows of the tables, from the heading on, by heading; empty where there is no heading.

    Raises UnreadableFile for what is no DOCX file or is broken.
    """
    package = opened_package(path, data, REVIEW_SHEET, ".docx")
    import docx

    try:
        for part in package.sizes:
            if part.endswith((".xml", ".rels")):
                package.check(part)
        tables = docx.Document(BytesIO(data)).tables
        rows = [row for table in tables for row in table._tbl.tr_lst]  # noqa: SLF001
        return list(_rows(rows[: REVIEW_SHEET.rows]))
    except TooLarge:
        raise too_large(path, REVIEW_SHEET) from None
    except Exception as error:  # a broken package fails inside python-docx in any way there is
        what = f"这个 .docx 文件已经损坏，打不开（{type(error).__name__}）"
        raise UnreadableFile.because(what, REVIEW_SHEET.again, file=path) from error


def _rows(rows: Sequence[Any]) -> Iterator[Numbered]:
    headings: list[str] = []
    for number, row in enumerate(rows, 1):
        cells = [_cell_text(cell) for cell in row.tc_lst]
        texts = [cell if isinstance(cell, str) else "" for cell in cells]
        if {ENTRY, *FILLED} & {*texts} == {ENTRY, *FILLED}:
            headings = headings or texts
            yield number, {name: name for name in (ID, CODE, *texts) if name}
        elif headings:
            yield number, _row(dict(zip(headings, cells, strict=False)))


def _row(cells: dict[str, str | Misread]) -> Row:
    """A row by heading, with what its first cell says of id and code."""
    entry = cells.get(ENTRY, "")
    lines = entry.splitlines() if isinstance(entry, str) else []
    code = "".join(line for line in lines if line.startswith(CODE))
    return {
        **cells,
        ENTRY: "\n".join(line for line in lines if not line.startswith(CODE)),
        ID: lines[0] if lines else "",
        CODE: code.removeprefix(CODE).strip(),
    }


def _cell_text(cell: Any) -> str | Misread:
    """What a cell says: without what was struck out, and without the text that invites a choice."""
    if cell.xpath(_FIELDS):
        return Misread("这一格是域（会自动变的内容）", "删去域，直接写文字")
    lines = ["".join(_pieces(paragraph)) for paragraph in cell.xpath(".//w:p")]
    text = tidy("\n".join(lines))
    return "" if text == _CHOICE else text


def _pieces(paragraph: Any) -> Iterator[str]:
    for node in paragraph.xpath(_READ):
        yield (node.text or "") if node.tag.endswith("}t") else "\n"


# --- writing -----------------------------------------------------------------------------------


def render(
    rulebook: Rulebook, rows: Sequence[ReviewRow], *, source: str | None, at: datetime
) -> bytes:
    """The document."""
    title, line = about(rulebook, source=source)
    document = begun(title, at, size=_SIZE, margins=(8, 10))
    foot(document, f"{title}　　复核人签字：　　　　　　　　日期：　　　　　　　　")
    document.add_paragraph(title).runs[0].bold = True
    document.add_paragraph(line)
    for label, words in HOW_TO_FILL:
        document.add_paragraph(f"{label}：{words}")
    _table(document, rows)
    return saved(document)


def _table(document: Any, rows: Sequence[ReviewRow]) -> None:
    """The table of all entries; its heading is repeated on every page."""
    table = document.add_table(rows=1, cols=len(_WIDTHS), style="Table Grid")
    heading = table.rows[0]
    repeat(heading)
    for cell, name in zip(heading.cells, _WIDTHS, strict=True):
        _put(cell, name)
        cell.paragraphs[0].runs[0].bold = True
        shade(cell, "D9E2F3")
    for row in rows:
        line = table.add_row()
        keep_whole(line)
        cells = dict(zip(_WIDTHS, line.cells, strict=True))
        texts = _texts(row)
        for name, words in texts.items():
            _put(cells[name], words)
        for paragraph in cells[ENTRY].paragraphs[:3]:
            paragraph.runs[0].bold = True
        code = replace(row.code, shown=shown_digest(texts.values()))
        _put_small(cells[ENTRY], f"{CODE} {code}")
        _offer(cells["结论"])
        for name in FILLED:
            shade(cells[name], _FILLED_IN)
    set_widths(table, [*_WIDTHS.values()])


def _texts(row: ReviewRow) -> dict[str, str]:
    """The cells that are not filled in, by heading."""
    entry = "\n".join(row.cells[name] for name in _IN_ENTRY)
    return {ENTRY: entry, **{name: row.cells[name] for name in SHOWN if name != ENTRY}}


def _put(cell: Any, words: str) -> None:
    """The lines of a text, each as a paragraph."""
    first, *others = words.split("\n")
    cell.paragraphs[0].add_run(first)
    for line in others:
        cell.add_paragraph(line)


def _put_small(cell: Any, words: str) -> None:
    from docx.shared import Pt, RGBColor

    run = cell.add_paragraph().add_run(words)
    run.font.size, run.font.color.rgb = Pt(_SMALL), RGBColor(0x59, 0x59, 0x59)


def _offer(cell: Any) -> None:
    """A drop-down of the verdicts, which nothing is chosen from yet."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    items = "".join(f'<w:listItem w:displayText="{each}" w:value="{each}"/>' for each in VERDICTS)
    cell.paragraphs[0]._p.append(  # noqa: SLF001
        parse_xml(
            f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="结论"/><w:showingPlcHdr/>'
            f"<w:dropDownList>{items}</w:dropDownList></w:sdtPr><w:sdtContent><w:r><w:rPr>"
            f'<w:color w:val="737373"/></w:rPr><w:t>{_CHOICE}</w:t></w:r></w:sdtContent></w:sdt>'
        )
    )
