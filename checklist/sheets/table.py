"""Reads the rows of a table that came back: columns are known by heading, rows by id and code.

A sheet counts as ours where a row of it names the columns of id and code, whatever it is called and
in whatever order its columns stand. Register and lawyer's copy share this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile

from msgspec import Struct

from checklist.assessment.typed import Misread
from checklist.report.forms.about import text
from checklist.sheets.book import Book, FilledSheet
from checklist.sheets.cells import LinkFormula, Row
from checklist.sheets.changes import SheetComparison
from checklist.sheets.reading import SheetReading, tell_astray, tell_beside
from checklist.sheets.spreadsheet import FilledRow, SheetKind
from checklist.sheets.unread import Thing, place
from checklist.text import inert

_HEADING_WITHIN = 50
Place = Callable[[str, str, int], str]
"""FilledSheet, column and row of a cell -> what complaints call it."""


def in_a_sheet(sheet: str, letters: str, number: int) -> str:
    """整改台账!J7; in a CSV file, which has no sheets, J7."""
    return f"{inert(sheet)}!{letters}{number}" if sheet else f"{letters}{number}"


class Table(Struct, frozen=True, kw_only=True):
    """What is read of a kind of table: a name for each heading. `fields` may be filled in, `beside`
    are our headings that nobody reads back, `evidence` is the field that may hold pictures, and
    `naming` are columns that only tell what a row is about.

    The names id, code and status are those of a `FilledRow`.
    """

    kind: SheetKind
    names: Mapping[str, str]
    fields: tuple[str, ...]
    beside: frozenset[str] = frozenset()
    naming: tuple[str, ...] = ()
    evidence: str = ""
    place: Place = in_a_sheet

    def is_heading(self, row: Row) -> bool:
        """Whether a row names the columns by which rows are known."""
        names = {self.names.get(heading) for heading in _headings(row).values()}
        return {"id", "code"} <= names

    def is_ours(self, sheet: FilledSheet) -> bool:
        """Whether a sheet holds such a table."""
        near = takewhile(lambda numbered: numbered[0] <= _HEADING_WITHIN, sheet.rows)
        return any(self.is_heading(row) for _, row in near)

    def rows(self, book: Book, comparison: SheetComparison) -> list[FilledRow]:
        """The rows of all our sheets that anything of ours stands in; notes what is not read."""
        rows: list[FilledRow] = []
        for sheet in book.sheets:
            if self.is_ours(sheet):
                rows += _Reading(self, book, sheet, comparison).rows()
            else:
                tell_beside(comparison.unread, sheet, is_known=sheet.name in self.kind.beside)
        tell_astray(comparison.unread, book)
        return rows


class _Reading:
    """The reading of one sheet. By letters: `columns` are the names of our columns, `fields` those
    that may be filled in, `headings` what the others are called, `strange` those of them that hold
    anything; ours have an empty name."""

    def __init__(
        self, table: Table, book: Book, sheet: FilledSheet, comparison: SheetComparison
    ) -> None:
        self.table, self.sheet, self.comparison = table, sheet, comparison
        self.reading = SheetReading(book, sheet, comparison.unread)
        self.columns: dict[str, str] = {}
        self.fields: list[str] = []
        self.headings: dict[str, str] = {}
        self.strange: dict[str, str] = {}

    def rows(self) -> Iterator[FilledRow]:
        """The rows under the heading that anything of ours stands in."""
        self.sheet.refuse_longer(self.comparison.file, self.table.kind)
        unread = self.comparison.unread
        for number, row in self.sheet.rows:
            if self.table.is_heading(row):  # once more below, as some programs print it
                if not self.columns:
                    self._find_columns(number, row)
            elif not self.columns:
                for letters in list(row)[1:]:
                    unread.add(Thing.ROW, self._place(letters, number))
            elif (filled := self._row(number, row)) is not None:
                if filled.id or filled.code:
                    self._note(number, row)
                    yield filled
                else:
                    named = f"“{inert(self.sheet.called)}”表" if self.sheet.called else ""
                    unread.add(Thing.ROW, f"{named}第 {number} 行")
        self.reading.tell()
        for heading in filter(None, self.strange.values()):
            unread.add(Thing.COLUMN, heading)
        self.comparison.remarks += self.reading.read_anyway(self.fields)

    def _place(self, letters: str, number: int) -> str:
        return self.table.place(self.sheet.called, letters, number)

    def _find_columns(self, number: int, row: Row) -> None:
        """Find the names of our columns by their letters."""
        table, comparison = self.table, self.comparison
        for letters, heading in _headings(row).items():
            name = table.names.get(heading)
            if name in self.columns.values():
                mend = f"自己加的列换一个列名，原来的“{heading}”列保持不变"
                what = f"表头“{heading}”出现了两次，不知道该读哪一列"
                comparison.complain(self._place(letters, number), Misread(what, mend))
            elif name:
                self.columns[letters] = name
            else:
                named = f"{place(self.sheet, letters)} 列“{inert(heading)[:30]}”"
                self.headings[letters] = "" if heading in table.beside else named
        self.fields = [at for at, name in self.columns.items() if name in table.fields]
        comparison.unread.lost |= {
            name: heading
            for heading, name in table.names.items()
            if name in table.fields and name not in self.columns.values()
        }

    def _row(self, number: int, row: Row) -> FilledRow | None:
        places = {name: self._place(letters, number) for letters, name in self.columns.items()}
        cells: dict[str, str] = {}
        for letters, name in self.columns.items():
            is_field, is_evidence = name in self.table.fields, name == self.table.evidence
            if is_field and self.reading.is_left(letters, number):
                continue
            if is_field and not is_evidence and self.reading.is_pictured(letters, number):
                continue
            cell = row.get(letters, "")
            if isinstance(cell, LinkFormula) and is_evidence:
                cell = cell.shown
            if isinstance(cell, str):
                cells[name] = text(cell)
                continue
            if name in self.table.naming:
                continue
            mend = cell.mend if is_field else f"这一列不能改；{self.table.kind.again}"
            self.comparison.complain(places[name], Misread(cell.what, mend))
        if not {"id", "code"} <= set(cells):
            return None
        others = {name: cells[name] for name in self.table.names.values() if name in cells}
        id, code, status = (others.pop(name, "") for name in ("id", "code", "status"))
        shown = {name: others.pop(name) for name in self.table.naming if name in others}
        evidence = [at for at, name in self.columns.items() if name == self.table.evidence]
        link, pictures = self.reading.evidence(evidence[0], number) if id and evidence else ("", {})
        return FilledRow(
            id=id,
            code=code,
            status=status,
            cells=others,
            places=places,
            shown=shown,
            link=link,
            pictures=pictures,
        )

    def _note(self, number: int, row: Row) -> None:
        """Note what is seen otherwise than it is read, and the columns that somebody added."""
        self.reading.note(number, self.fields)
        for letters in row:
            if letters not in self.columns:
                other = f"{place(self.sheet, letters)} 列"
                self.strange.setdefault(letters, self.headings.get(letters, other))


def _headings(row: Row) -> dict[str, str]:
    """The headings that stand in a row, by the letters of their columns."""
    return {
        letters: text(cell).replace("\n", "")
        for letters, cell in row.items()
        if isinstance(cell, str)
    }
