"""Workbooks that unpack to far more than anybody fills in are refused at once, and cost little."""

from __future__ import annotations

import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from checklist.errors import UnreadableFile
from checklist.sheets.book import opened
from checklist.sheets.spreadsheet import REGISTER
from tests.given.workbooks import edited
from tests.remediation.registers import written
from tests.review import copies

Parts = dict[str, bytes]
_SHEET = "xl/worksheets/sheet1.xml"


def _styles(parts: Parts) -> None:
    looks = b'<xf numFmtId="0" fontId="0"/>' * 1_000_000
    parts["xl/styles.xml"] = b"<styleSheet><cellXfs>" + looks + b"</cellXfs></styleSheet>"


def _deep(parts: Parts) -> None:
    parts["xl/workbook.xml"] = b"<a>" * 5_000_000


def _one_row(parts: Parts) -> None:
    cells = b'<c r="XFD1"><v>1</v></c>' * 3_000_000
    parts[_SHEET] = b'<worksheet><sheetData><row r="1">' + cells + b"</row></sheetData></worksheet>"


def _many_sheets(parts: Parts) -> None:
    entries = b'<sheet name="x" sheetId="1" r:id="rId1"/>' * 200_000
    parts["xl/workbook.xml"] = b'<workbook xmlns:r="r"><sheets>' + entries + b"</sheets></workbook>"


def _thousand_sheets(parts: Parts) -> None:
    entry = b'<sheet name="x" sheetId="1" r:id="rId1"/>'
    entries = b'<workbook xmlns:r="r"><sheets>' + entry * 1_000 + b"</sheets></workbook>"
    parts["xl/workbook.xml"] = entries


def _shared_texts(parts: Parts) -> None:
    parts["xl/sharedStrings.xml"] = b"<sst>" + b"<si><t>x</t></si>" * 2_000_000 + b"</sst>"


def _shared_text(parts: Parts) -> None:
    parts["xl/sharedStrings.xml"] = b"<sst><si><t>" + b"x" * 50_000_000 + b"</t></si></sst>"


def _all_rows(parts: Parts) -> None:
    parts[_SHEET] = b"<worksheet><sheetData>" + b"<row/>" * 2_000_000 + b"</sheetData></worksheet>"


def _merged(parts: Parts) -> None:
    merged = b'<mergeCell ref="A1:XFD1048576"/>' * 40_000
    parts[_SHEET] = parts[_SHEET].replace(b"</sheetData>", b"</sheetData>" + merged)


def _links(parts: Parts) -> None:
    rels = (
        b'<Relationships><Relationship Id="a" Type="/hyperlink" Target="x" TargetMode="External"/>'
        b"</Relationships>"
    )
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = rels
    links = b'<hyperlink ref="A1:XFD1048576" id="a"/>' * 40_000
    parts[_SHEET] = parts[_SHEET].replace(b"</sheetData>", b"</sheetData>" + links)


def _members(parts: Parts) -> None:
    parts |= {f"x/{at}": b"" for at in range(6_000)}


def _entities(parts: Parts) -> None:
    parts[_SHEET] = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b"<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
    )


def _comments(parts: Parts) -> None:
    rels = b'<Relationships><Relationship Id="a" Type="/comments" Target="c.xml"/></Relationships>'
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = rels
    parts["xl/worksheets/c.xml"] = b"<comments>" + b"<comment/>" * 400_000 + b"</comments>"


BOMBS = (
    _styles, _deep, _one_row, _many_sheets, _thousand_sheets, _shared_texts, _shared_text,
    _all_rows, _merged, _links, _members, _entities, _comments,
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_at_once(tmp_path: Path, bomb: Callable[[Parts], None]) -> None:
    path = edited(written(tmp_path / "台账.xlsx"), bomb)
    data = path.read_bytes()
    assert len(data) < 2_000_000
    tracemalloc.start()
    begun = time.process_time()
    try:
        with pytest.raises(UnreadableFile):
            opened(path, data, REGISTER)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.process_time() - begun < 5  # a second, where nobody counts each allocation
    assert peak < 100_000_000


@pytest.mark.slow
def test_a_picture_that_unpacks_without_end_is_not_unpacked(tmp_path: Path) -> None:
    path = written(tmp_path / "台账.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/image1.png", bytes(300_000_000))
    with pytest.raises(UnreadableFile, match="展开"):
        opened(path, path.read_bytes(), REGISTER)


def test_a_word_document_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "复核.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<a>" * 5_000_000)
    with pytest.raises(UnreadableFile, match="展开"):
        copies.imported(path)
