"""Workbooks as a spreadsheet program saves them."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from checklist.assessment.model import Evidence
from checklist.sitting.evidence import evidence_of_others

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
PNG = b"\x89PNG\r\n\x1a\n-a-picture"


def saved(book: Workbook, path: Path) -> Path:
    """The workbook as openpyxl writes it."""
    stream = BytesIO()
    with warnings.catch_warnings():  # openpyxl opens a temporary file without naming an encoding
        warnings.simplefilter("ignore", EncodingWarning)
        book.save(stream)
    path.write_bytes(stream.getvalue())
    return path


def in_words(text: str, data: bytes | None = None) -> tuple[Evidence | None, str]:
    """Evidence that is no file, but for a picture that was taken out."""
    if data is None:
        return Evidence(text), ""
    return evidence_of_others(text, data, answers=Path("自查.yaml"), at="2026-11-22")


def edited(path: Path, edit: Callable[[dict[str, bytes]], None]) -> Path:
    """The workbook after its parts, by name, were edited in place."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    edit(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def related(parts: dict[str, bytes], part: str, kind: str, target: str) -> str:
    """Add a relation to a part; returns its id."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    empty = f'<Relationships xmlns="{_PACKAGE}"></Relationships>'.encode()
    before = parts.get(rels, empty)
    id = f"rIdNew{before.count(b'<Relationship ')}"
    outside = ' TargetMode="External"' if ":" in target or kind == "hyperlink" else ""
    entry = f'<Relationship Id="{id}" Type="{_OFFICE}/{kind}" Target="{target}"{outside}/>'
    parts[rels] = before.replace(b"</Relationships>", entry.encode() + b"</Relationships>")
    return id


def with_picture(parts: dict[str, bytes], address: str, data: bytes, sheet: int = 1) -> None:
    """Let a picture float over a cell."""
    column, row = coordinate_from_string(address)
    media, drawing = f"xl/media/{address}.bin", f"xl/drawings/of-{address}.xml"
    parts[media] = data
    id = related(parts, drawing, "image", f"../media/{address}.bin")
    parts[drawing] = (
        f'<xdr:wsDr xmlns:xdr="{_DRAWING}" xmlns:a="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<xdr:oneCellAnchor><xdr:from><xdr:col>{column_index_from_string(column) - 1}</xdr:col>"
        f"<xdr:colOff>0</xdr:colOff><xdr:row>{row - 1}</xdr:row></xdr:from><xdr:pic>"
        f'<xdr:blipFill><a:blip r:embed="{id}"/></xdr:blipFill></xdr:pic></xdr:oneCellAnchor>'
        "</xdr:wsDr>"
    ).encode()
    related(parts, f"xl/worksheets/sheet{sheet}.xml", "drawing", f"../drawings/of-{address}.xml")


def with_wps_picture(parts: dict[str, bytes], name: str, data: bytes) -> None:
    """Keep a picture that cells show by =DISPIMG("name",1), as WPS does."""
    parts["xl/media/wps.png"] = data
    id = related(parts, "xl/cellimages.xml", "image", "media/wps.png")
    parts["xl/cellimages.xml"] = (
        f'<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"'
        f' xmlns:xdr="{_DRAWING}" xmlns:a="{_MAIN}" xmlns:r="{_OFFICE}"><etc:cellImage><xdr:pic>'
        f'<xdr:nvPicPr><xdr:cNvPr id="2" name="{name}"/></xdr:nvPicPr><xdr:blipFill>'
        f'<a:blip r:embed="{id}"/></xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>'
    ).encode()
    related(parts, "xl/workbook.xml", "cellImage", "cellimages.xml")


def with_picture_in_cell(parts: dict[str, bytes], address: str, data: bytes) -> None:
    """Put a picture into a cell of the first sheet as Excel does: #VALUE! with a rich value."""
    parts["xl/media/rich.png"] = data
    id = related(parts, "xl/richData/richValueRel.xml", "image", "../media/rich.png")
    parts |= {
        "xl/metadata.xml": b"""<metadata xmlns:xlrd="x"><futureMetadata name="XLRICHVALUE">
            <bk><extLst><ext><xlrd:rvb i="0"/></ext></extLst></bk></futureMetadata>
            <valueMetadata><bk><rc t="1" v="0"/></bk></valueMetadata></metadata>""",
        "xl/richData/rdrichvalue.xml": b'<rvData><rv s="0"><v>0</v><v>5</v></rv></rvData>',
        "xl/richData/rdrichvaluestructure.xml": b"""<rvStructures><s t="_localImage">
            <k n="_rvRel:LocalImageIdentifier" t="i"/><k n="CalcOrigin" t="i"/></s>
            </rvStructures>""",
        "xl/richData/richValueRel.xml": (
            f'<richValueRels xmlns:r="{_OFFICE}"><rel r:id="{id}"/></richValueRels>'
        ).encode(),
    }
    for kind, target in (
        ("sheetMetadata", "metadata.xml"),
        ("rdRichValue", "richData/rdrichvalue.xml"),
        ("rdRichValueStructure", "richData/rdrichvaluestructure.xml"),
        ("richValueRel", "richData/richValueRel.xml"),
    ):
        related(parts, "xl/workbook.xml", kind, target)
    cell = f'<c r="{address}" t="e" vm="1"><v>#VALUE!</v></c>'.encode()
    page = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = re.sub(
        rb'<c r="%b"(?:[^>]*/>|.*?</c>)' % address.encode(), cell, page, count=1
    )
