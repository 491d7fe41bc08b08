"""Writes a record form as a Word document on A4, to be printed or filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from checklist.law.forms import FieldKind, FormField, RecordForm
from checklist.report.forms.document import (
    begun,
    foot,
    keep_whole,
    repeat,
    saved,
    set_widths,
    shade,
)
from checklist.sheets.record_forms.layout import above, choices, ending, hint, widths

_LYING, _UPRIGHT = 267, 170
"""Millimetres between the margins."""
_LETTERS = 140
"""How many letters stand beside each other on a lying page."""
_LABEL = 52
_GROUND = "F2F2F2"
_TALL, _SIGNED = 8, 13
"""How tall rows are at least, in millimetres."""


def render(form: RecordForm, *, at: datetime) -> bytes:
    """The document."""
    lying = bool(form.columns)
    document = begun(form.title, at, size=10, margins=(15 if lying else 20, 14), lying=lying)
    foot(document, f"{form.title}　　")
    _title(document, form.title)
    for label, words in above(form):
        _small(document.add_paragraph(), f"{label}：{words}")
    for paragraph in form.text:
        document.add_paragraph(paragraph)
    whole = _LYING if lying else _UPRIGHT
    _fields(document, form.head, whole)
    if form.columns:
        _table(document, form)
    _fields(document, ending(form), whole)
    return saved(document)


def _title(document: Any, title: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(title)
    run.bold, run.font.size = True, Pt(16)


def _fields(document: Any, fields: Sequence[FormField], whole: int) -> None:
    """The fields that are filled in once: what it is, and the place to write; two of them beside
    each other on a lying page."""
    if not fields:
        return
    _small(document.add_paragraph(), "")
    beside = 2 if whole == _LYING else 1
    table = document.add_table(rows=0, cols=2 * beside, style="Table Grid")
    for at in range(0, len(fields), beside):
        pair = fields[at : at + beside]
        is_signed = any(field.kind is FieldKind.SIGNATURE for field in pair)
        cells = _row(table, _SIGNED if is_signed else _TALL).cells
        for field, label, free in zip(pair, cells[::2], cells[1::2], strict=False):
            _name(label, field, hint(field, offered=False))
            free.paragraphs[0].add_run("　".join(f"□{choice}" for choice in choices(field)))
    set_widths(table, (_LABEL, whole / beside - _LABEL) * beside)


def _table(document: Any, form: RecordForm) -> None:
    """The rows that are filled in; the headings are repeated on every page."""
    _small(document.add_paragraph(), "")
    table = document.add_table(rows=1, cols=len(form.columns), style="Table Grid")
    repeat(table.rows[0])
    for cell, field in zip(table.rows[0].cells, form.columns, strict=True):
        _name(cell, field, hint(field))
    lines: Sequence[str] = form.lines or [""] * (form.rows or 0)
    for words in lines:
        first = _row(table, _TALL).cells[0]
        if words:
            first.paragraphs[0].add_run(words)
            shade(first, _GROUND)
    shares = widths(form.columns, _LETTERS)
    set_widths(table, [share * _LYING / _LETTERS for share in shares])


def _row(table: Any, tall: int) -> Any:
    """A row that stays on one page, tall enough to write in."""
    from docx.shared import Mm

    line = table.add_row()
    keep_whole(line)
    line.height = Mm(tall)
    return line


def _name(cell: Any, field: FormField, words: str) -> None:
    cell.paragraphs[0].add_run(field.name).bold = True
    _small(cell.add_paragraph(), words)
    shade(cell, _GROUND)


def _small(paragraph: Any, words: str) -> None:
    from docx.shared import Pt

    paragraph.add_run(words).font.size = Pt(8)
