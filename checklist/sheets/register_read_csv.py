"""整改台账 as CSV -> its rows: UTF-8, UTF-16 or the GBK that Excel writes on a Chinese Windows."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

from msgspec import Struct

from checklist.sheets import spreadsheet
from checklist.sheets.register_csv import bare
from checklist.sheets.register_fields import CODE, ID

_MOST_ROWS = 100_000
_MOST_COLUMNS = 100
_AGAIN = "用 Excel 或者 WPS 打开，另存为 .xlsx 再读回"


class _Cell(Struct, frozen=True, kw_only=True):
    """A cell as openpyxl would give it."""

    column_letter: str
    value: str
    data_type: str = "s"


def rows(path: Path, data: bytes) -> tuple[list[tuple[int, spreadsheet.Row]], str | None]:
    """The rows in which anything stands, by number, from 1; and the encoding if it is a poor one.

    Raises UnreadableFile.
    """
    told, legacy = _decoded(path, data)
    if "\0" in told:
        raise spreadsheet.unreadable(path, "这不是 CSV 文件：里面有不是文字的内容", _AGAIN)
    found: list[tuple[int, spreadsheet.Row]] = []
    try:
        reader = csv.reader(StringIO(told, newline=""), delimiter=_delimiter(told))
        for number, row in enumerate(reader, 1):
            if number > _MOST_ROWS:
                raise spreadsheet.unreadable(path, f"超过 {_MOST_ROWS} 行，不像台账", _AGAIN)
            cells = tuple(
                _Cell(column_letter=_letters(at), value=bare(cell))
                for at, cell in enumerate(row[:_MOST_COLUMNS])
                if cell
            )
            if cells:
                found.append((number, cells))
    except csv.Error as error:
        what = f"这个 CSV 文件读不下去（{error}）"
        raise spreadsheet.unreadable(path, what, _AGAIN) from None
    return found, legacy


def _decoded(path: Path, data: bytes) -> tuple[str, str | None]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), None
    for encoding, legacy in (("utf-8-sig", None), ("gb18030", "gbk")):
        try:
            return data.decode(encoding), legacy
        except UnicodeDecodeError:
            continue
    what = "这个 CSV 文件的文字编码认不出（不是 UTF-8，也不是 GBK）"
    raise spreadsheet.unreadable(path, what, _AGAIN)


def _delimiter(told: str) -> str:
    """What stands between the headings; a comma unless the line says otherwise."""
    for line in told.splitlines()[:50]:
        if ID in line and CODE in line:
            return max(",\t;", key=line.count)
    return ","


def _letters(at: int) -> str:
    """A, B, …, Z, AA: the name of a column, counted from 0."""
    name = ""
    at += 1
    while at:
        at, letter = divmod(at - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
