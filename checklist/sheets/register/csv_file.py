"""The register as CSV for Excel and WPS: nothing in it can become a formula.

Written as UTF-8 with a mark; read as UTF-8, UTF-16 or the GBK that Excel writes on a Chinese
Windows.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

from checklist.errors import UnreadableFile
from checklist.files import refuse_encrypted
from checklist.report.view.model import Report
from checklist.sheets.cells import Numbered, letters
from checklist.sheets.register.columns import CODE, COLUMNS, ID
from checklist.sheets.register.rows import rows
from checklist.sheets.spreadsheet import REGISTER
from checklist.text import tidy

# The full-width forms count too: Excel in East Asian locales reads them as the narrow ones.
_FORMULA = tuple("=+-@\t\r＝＋－\N{FULLWIDTH COMMERCIAL AT}")
_AGAIN = "用 Excel 或者 WPS 打开，另存为 .xlsx 再读回"


def render(report: Report) -> bytes:
    """The register, one row a question, with a heading; lines end in CR LF."""
    return as_text([COLUMNS, *(row.cells for row in rows(report))]).encode("utf-8-sig")


def as_text(rows: Iterable[Iterable[str]]) -> str:
    """Rows for a spreadsheet: every cell in quotes, and guarded."""
    stream = StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows(map(guarded, row) for row in rows)
    return stream.getvalue()


def guarded(cell: str) -> str:
    """`cell`, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.lstrip(" \u3000\n").startswith(_FORMULA) else cell


def read(path: Path, data: bytes) -> tuple[list[Numbered], str | None]:
    """The rows in which anything stands, by number, from 1; and the encoding if it is a poor one.

    Raises UnreadableFile.
    """
    text, legacy = _decoded(path, data)
    if "\0" in text:
        raise UnreadableFile.because("这不是 CSV 文件：里面有不是文字的内容", _AGAIN, file=path)
    filled: list[Numbered] = []
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
        for number, row in enumerate(reader, 1):
            if number > REGISTER.rows:
                raise UnreadableFile.because(
                    f"超过 {REGISTER.rows} 行，不像台账", _AGAIN, file=path
                )
            cells = {
                letters(at): tidy(_bare(cell))
                for at, cell in enumerate(row[: REGISTER.columns], 1)
                if cell
            }
            if cells:
                filled.append((number, cells))
    except csv.Error as error:
        what = f"这个 CSV 文件读不下去（{error}）"
        raise UnreadableFile.because(what, _AGAIN, file=path) from None
    return filled, legacy


def as_saved(text: str, encoding: str | None) -> str:
    """What becomes of a cell in a file of this encoding; None is one that holds everything.

    䶮 has no place in GBK: saved by Excel as CSV it comes back as a question mark.
    """
    return text.encode(encoding, "replace").decode(encoding) if encoding else text


def _bare(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if cell.startswith("'") and guarded(cell[1:]) == cell else cell


def _decoded(path: Path, data: bytes) -> tuple[str, str | None]:
    refuse_encrypted(data, file=path)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), None
    for encoding, legacy in (("utf-8-sig", None), ("gb18030", "gbk")):
        try:
            return data.decode(encoding), legacy
        except UnicodeDecodeError:
            continue
    what = "这个 CSV 文件的文字编码认不出（不是 UTF-8，也不是 GBK）"
    raise UnreadableFile.because(what, _AGAIN, file=path)


def _delimiter(text: str) -> str:
    """What stands between the headings; a comma unless the line says otherwise."""
    for line in text.splitlines()[:50]:
        if ID in line and CODE in line:
            return max(",\t;", key=line.count)
    return ","
