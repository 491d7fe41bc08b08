"""Reads the cells of one sheet of a workbook as the text a person sees, in one pass.

Beside the text it gathers what a spreadsheet program shows and a text cannot hold: which cells are
merged, struck out, hidden, or hold a picture, and where links lead. Nothing is calculated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element

from checklist.assessment.typed import Misread
from checklist.sheets.package import PassingTree, attribute, local
from checklist.sheets.parts import Looks, Text, text_in, unescaped
from checklist.sheets.spreadsheet import SheetKind
from checklist.text import tidy

Row = Mapping[str, str | Misread]
"""What the filled cells of a row say, by the letters of their columns, or why one says nothing."""
Numbered = tuple[int, Row]
"""A row in which anything stands, with its number, from 1."""

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_PICTURE = re.compile(r'\s*(?:_xl\w+\.)*(?:DISPIMG|IMAGE)\(\s*"?([^"]*)', re.IGNORECASE)
_PICTURE_IN_CELL = "#VALUE!"
"""What Excel writes for a picture in a cell, for programs that know none; without a formula."""
_LINK = re.compile(r'\s*HYPERLINK\(\s*"([^"]*)"\s*(?:,\s*"[^"]*"\s*)?\)\s*', re.IGNORECASE)
_BEGIN = datetime(1899, 12, 30)  # noqa: DTZ001
_BEGIN_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_FIRST_OF_MARCH_1900 = 61
"""Excel counts a 29 February 1900 that never was."""


class LinkFormula(Misread):
    """A formula that shows words and leads to `target`: =HYPERLINK("证据/甲.png","截图")."""

    def __init__(self, plain: Misread, shown: str) -> None:
        super().__init__(plain.what, plain.mend)
        self.shown = shown


def letters(column: int) -> str:
    """The letters of a column by its number, from 1: 28 is AB."""
    name = ""
    while column:
        column, last = divmod(column - 1, 26)
        name = chr(ord("A") + last) + name
    return name


def number(name: str) -> int:
    """The number of a column by its letters, from 1."""
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def corners(area: str) -> tuple[int, int, int, int]:
    """First column and row, last column and row of F6:G10. Raises ValueError."""
    first, _, last = area.partition(":")
    ends = [_ADDRESS.fullmatch(end) for end in (first, last or first)]
    if ends[0] is None or ends[1] is None:
        raise ValueError(f"not an area: {area[:20]}")
    at = [(number(end[1]), int(end[2])) for end in ends if end]
    columns, rows = sorted(each for each, _ in at), sorted(each for _, each in at)
    return columns[0], rows[0], columns[1], rows[1]


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") in {"1", "true", "on"}


class CellReader(PassingTree):
    """The cells of a sheet of this `kind`.

    `pictured` holds what stands for a picture in a cell, by address: the id that WPS gives it, or
    the number of Excel's rich value. `beyond` is the first cell further right or below than is
    looked at.
    """

    PASSING = frozenset({"c", "row", "col", "mergeCell", "hyperlink", "oleObject"})
    OPENING = "row"

    def __init__(
        self, texts: Sequence[Text], looks: Looks, kind: SheetKind, *, from_1904: bool
    ) -> None:
        super().__init__()
        self._texts, self._looks, self._kind, self._from_1904 = texts, looks, kind, from_1904
        what = f"这一格是公式，{kind.name}里不能有公式"
        self._no_formula = Misread(what, f"直接写文字，例如：{kind.example}")
        self.rows: list[tuple[int, dict[str, str | Misread]]] = []
        self.merged: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.struck: set[str] = set()
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[str] = set()
        self.pictured: dict[str, str] = {}
        self.led: dict[str, str] = {}
        self.attached: set[str] = set()
        self.beyond = ""
        self._number = self._column = 0
        self._row: dict[str, str | Misread] = {}

    def begin(self, attributes: Mapping[str, str]) -> None:
        self._number, self._column = int(attributes.get("r", self._number + 1)), 0
        self._row = {}

    def read(self, element: Element) -> None:
        match local(element.tag):
            case "c":
                self._read(element)
            case "row":
                if self._row:
                    self.rows.append((self._number, self._row))
                if _is_hidden(element):
                    self.hidden_rows.add(self._number)
            case "col" if _is_hidden(element):
                last = min(int(element.attrib["max"]), self._kind.columns)
                columns = range(int(element.attrib["min"]), last + 1)
                self.hidden_columns |= {letters(column) for column in columns}
            case "mergeCell":
                self.merged.append(element.attrib["ref"])
            case "hyperlink":
                self.links.append((element.attrib["ref"], attribute(element, "id")))
            case "oleObject":
                self.attached.add(element.get("shapeId", ""))

    def _read(self, cell: Element) -> None:
        at = _ADDRESS.fullmatch(cell.get("r", ""))
        self._column = number(at[1]) if at else self._column + 1
        if not len(cell):
            return
        name = at[1] if at else letters(self._column)
        address, look = f"{name}{self._number}", int(cell.get("s", "0"))
        parts = {local(part.tag): part for part in cell}
        text = text_in(parts["is"]) if "is" in parts else Text("")
        if "v" in parts:
            text = Text(unescaped(parts["v"].text or ""))
        formula = parts.get("f")
        if formula is not None and not (self._kind.as_exported and text.content):
            value = self._calculated(formula.text or "", cell, address, text.content)
        elif cell.get("t") == "s":
            text = self._texts[int(text.content)]
            value = tidy(text.content)
        else:
            value = self._value(cell, address, text.content, look)
        if value == "":
            return
        if self._column > self._kind.columns or self._number > self._kind.rows:
            self.beyond = self.beyond or address
            return
        self._row[name] = value
        if text.is_struck or look in self._looks.struck:
            self.struck.add(address)

    def _calculated(self, formula: str, cell: Element, address: str, raw: str) -> str | Misread:
        if picture := _PICTURE.match(formula):
            self.pictured[address] = cell.get("vm") or picture[1]
            return ""
        if link := _LINK.fullmatch(formula):
            self.led[address] = link[1]
            return LinkFormula(self._no_formula, tidy(raw))
        return self._no_formula

    def _value(self, cell: Element, address: str, raw: str, look: int) -> str | Misread:
        """What the cell says, as the text a person sees there; empty for one with a picture."""
        match cell.get("t", "n"):
            case "e" if "vm" in cell.attrib or raw == _PICTURE_IN_CELL:
                self.pictured[address] = cell.get("vm", "")
                return ""
            case "e":
                return Misread("这一格是表格软件的错误值", "清空这一格，直接写文字")
            case "b":
                return "TRUE" if raw.strip() == "1" else "FALSE"
            case "n":
                return self._amount(raw.strip(), look)
            case "d":
                return raw.strip() if self._kind.as_exported else raw.strip().partition("T")[0]
            case _:
                return tidy(raw)

    def _amount(self, raw: str, look: int) -> str:
        """A number, or the day or time as which it is shown."""
        if not raw:
            return ""
        amount = float(raw)
        if look in self._looks.days and 0 <= amount < 2_958_466:
            return _day(amount, from_1904=self._from_1904, timed=self._kind.as_exported)
        if raw.lstrip("-").isdecimal():
            return raw
        return str(int(amount)) if amount.is_integer() and abs(amount) < 1e15 else str(amount)


def _day(amount: float, *, from_1904: bool, timed: bool) -> str:
    """A day as Excel counts them, if `timed` with its time; 12:30:00 where it is less than one."""
    if amount < 1 and not from_1904:
        return (_BEGIN + timedelta(seconds=round(amount * 86_400))).time().isoformat()
    begin = _BEGIN_1904 if from_1904 else _BEGIN
    early = not from_1904 and amount < _FIRST_OF_MARCH_1900 - 1
    at = begin + timedelta(days=int(amount) + early, seconds=round(amount % 1 * 86_400))
    return at.isoformat(" ") if timed and amount % 1 else at.date().isoformat()
