"""Puts the blocks of a page, headings, paragraphs, lists and tables, into a Word document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from checklist.report.forms.document import keep_whole, repeat, set_widths, shade
from checklist.report.forms.word_runs import (
    Look,
    add_run,
    classes_of,
    is_seen,
    pieces_of,
    tidied,
)

NOTE, HEADLINE, CELL, GAP = "报告注", "报告结论", "报告表格", "报告间隔"
"""Styles of our own, beside those that every Word has."""
_GROUND = "F2F2F2"
_HEADINGS = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2", "h4": "Heading 3"}
_BLOCKS = {
    *_HEADINGS, "p", "div", "section", "article", "header", "footer", "ul", "ol", "li", "dl",
    "table", "figure", "figcaption", "blockquote", "details",
}  # fmt: skip
_STYLES = {
    "headline": HEADLINE,
    "memo-label": "Heading 2",
    "annex-title": "Heading 1",
    **dict.fromkeys(("note", "cite", "caveat", "by", "where", "annexes"), NOTE),
}
_LABEL, _LONG_LABEL, _SIGNED = 20, 34, 11
"""Millimetres: how wide labels are, and how tall a row that is signed."""
_CHARACTER = 3.8
"""Millimetres that a Chinese character takes in a table."""
_LONGEST, _HEADED, _IN_A_LINE, _LEAST, _MARGINS = 300.0, 3.0, 26.0, 7.2, 2.5
"""Characters: as much as a cell, or a heading, may count for; as much as may want to stand in one
line; as much as a column has at least, if it wants it; what the margins of a cell take."""


class Writer:
    """Writes blocks into a document, or into a cell of one, that is `width` millimetres wide.

    `styles` are the ids of styles by name: python-docx looks through all of them for each one.
    """

    def __init__(
        self, into: Any, width: float, styles: Mapping[str, str], *, in_cell: bool = False
    ) -> None:
        self.into, self.width, self.styles, self.in_cell = into, width, styles, in_cell
        self._first = into.paragraphs[0] if in_cell else None
        self._last: Any = None

    def blocks(self, element: Any, style: str | None = None, look: Look = Look()) -> None:  # noqa: B008
        """What stands in an element: the text between its blocks as paragraphs."""
        inline: list[tuple[str, Look]] = [(element.text or "", look)]
        for child in element:
            if not is_seen(child):
                pass
            elif child.tag in _BLOCKS:
                self._paragraph(inline, style)
                inline = []
                self.block(child)
            else:
                inline += pieces_of(child, look, in_cell=self.in_cell)
            inline.append((child.tail or "", look))
        self._paragraph(inline, style)

    def block(self, element: Any) -> None:
        """One block, with all that is in it."""
        classes = classes_of(element)
        match element.tag:
            case "table":
                self._table(element)
            case "dl":
                self._pairs(element)
            case "ul" | "ol" if {"legend", "strip"} & classes:
                self._in_one_line(element)
            case "ul" | "ol":
                self._list(element)
            case "h1" | "h2" | "h3" | "h4":
                self.blocks(element, _HEADINGS[element.tag])
            case "p" | "blockquote" | "figcaption":
                style = next((_STYLES[name] for name in _STYLES if name in classes), None)
                # What is doubted is as strong as the conclusion beside it, which its style makes.
                is_strong = bool({"strong", "caution", "respondent"} & classes)
                self.blocks(element, style, Look(bold=is_strong))
                if {"cite", "verdict"} & classes and element.getnext() is not None:
                    self._keep_with_next()
            case "footer":
                for child in element:
                    self.blocks(child, NOTE)
            case "div" if "seal" in classes:
                for line in element:
                    self.blocks(line)
                    self._to_the_right(keep=line.getnext() is not None)
            case _:
                self.blocks(element)

    def _list(self, element: Any) -> None:
        style = "List Bullet" if element.tag == "ul" else "List Number"
        for item in filter(is_seen, element):
            if self.in_cell:
                item.text = f"· {item.text or ''}"
            numbered = any("n" in classes_of(child) for child in item)
            self.blocks(item, None if self.in_cell or numbered else style)

    def _keep_with_next(self) -> None:
        self._last.paragraph_format.keep_with_next = True

    def _to_the_right(self, *, keep: bool) -> None:
        layout = self._last.paragraph_format
        layout.alignment, layout.keep_with_next = WD_ALIGN_PARAGRAPH.RIGHT, keep

    def _paragraph(self, pieces: Iterable[tuple[str, Look]], style: str | None) -> None:
        runs = list(tidied(pieces))
        if not runs:
            return
        paragraph = self._new_paragraph(style)
        for text, look in runs:
            add_run(paragraph, text, look)

    def _new_paragraph(self, style: str | None) -> Any:
        paragraph = self._first or self.into.add_paragraph()
        if style := style or (CELL if self.in_cell else None):
            paragraph._p.style = self.styles[style]  # noqa: SLF001
        self._first, self._last = None, paragraph
        return paragraph

    def _in_one_line(self, element: Any) -> None:
        """A list that stands side by side: what each of several stands for, or how many."""
        between, pieces = "\u3000", list[tuple[str, Look]]()
        for item in filter(is_seen, element):
            if "strip" in classes_of(element):
                item.text, between = f"{(item.text or '').strip()}：", "；"
            pieces += [*pieces_of(item, Look(), in_cell=self.in_cell), (between, Look())]
        self._paragraph(pieces[:-1], None)

    def _pairs(self, element: Any) -> None:
        """A list of names and what they stand for, a row each; several to a row are signed."""
        rows = [[child for child in group if is_seen(child)] for group in element if is_seen(group)]
        wide = max(map(len, rows))
        longest = max(
            len(child.text_content()) for row in rows for child in row if child.tag == "dt"
        )
        label = _LONG_LABEL if longest > 4 else _LABEL
        table = self._new_table(len(rows), wide)
        for row, cells in zip(table.rows, rows, strict=True):
            if wide > 2:
                row.height = Mm(_SIGNED)
            for cell, child in zip(row.cells, cells, strict=False):
                is_name = child.tag == "dt"
                self._within(cell, self.width - label, child, is_name=is_name, together=wide > 2)
        rest = (self.width - label * (wide // 2)) / (wide - wide // 2)
        set_widths(table, [label if at % 2 == 0 else rest for at in range(wide)])

    def _table(self, element: Any) -> None:
        rows = [row for row in element.xpath("./tr | ./*/tr") if is_seen(row)]
        wide = max(sum(_span(cell) for cell in row) for row in rows)
        table = self._new_table(len(rows), wide)
        widths = _widths(rows, wide, self.width)
        set_widths(table, widths)
        for row, written in zip(rows, table.rows, strict=True):
            is_head = row.getparent().tag == "thead"
            if is_head:
                repeat(written)
            places, at = written.cells, 0
            for cell in row:
                span, is_name = _span(cell), is_head or cell.tag == "th"
                into = places[at].merge(places[at + span - 1]) if span > 1 else places[at]
                width = sum(widths[at : at + span])
                self._within(into, width, cell, is_name=is_name, together=is_head)
                at += span

    def _within(
        self, cell: Any, width: float, element: Any, *, is_name: bool, together: bool
    ) -> None:
        """Write a cell; `together` keeps its row on the page of the next, as a heading, or as
        signatures that belong together."""
        if is_name:
            shade(cell, _GROUND)
        Writer(cell, width, self.styles, in_cell=True).blocks(element, look=Look(bold=is_name))
        for paragraph in cell.paragraphs if together else ():
            paragraph.paragraph_format.keep_with_next = True

    def _new_table(self, rows: int, columns: int) -> Any:
        table = self.into.add_table(rows=rows, cols=columns)
        table._tbl.tblPr.style = self.styles["Table Grid"]  # noqa: SLF001
        for row in table.rows:
            keep_whole(row)
        if not self.in_cell:
            self._new_paragraph(GAP)
        return table


def _span(cell: Any) -> int:
    return int(cell.get("colspan") or 1)


def _widths(rows: Sequence[Any], wide: int, whole: float) -> list[float]:
    """How wide each column is. Where not all can have what their longest cell wants, those with
    more text get more of what is left."""
    longest = [1.5] * wide
    for row in rows:
        cells = [cell for cell in row if _span(cell) == 1]
        most = _HEADED if row.getparent().tag == "thead" else _LONGEST
        for at, cell in enumerate(cells if len(cells) == wide else ()):
            text = cell.text_content().strip()
            length = sum(1.0 if ord(letter) > 0x2E7F else 0.6 for letter in text)
            longest[at] = max(longest[at], min(length, most))
    wanted = [min(characters, _IN_A_LINE) + _MARGINS for characters in longest]
    if sum(wanted) * _CHARACTER < whole:
        return [each * whole / sum(wanted) for each in wanted]
    least = [min(each, _LEAST) for each in wanted]
    share = [0 if each <= _LEAST else text**0.5 for each, text in zip(wanted, longest, strict=True)]
    left = whole / _CHARACTER - sum(least)
    given = [low + left * part / sum(share) for low, part in zip(least, share, strict=True)]
    return [each * whole / sum(given) for each in given]
