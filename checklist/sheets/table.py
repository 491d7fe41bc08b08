"""Reads the rows of a table that came back: columns are known by heading, rows by id and code.

A sheet counts as ours where a row of it names the columns of id and code, whatever it is called and
in whatever order its columns stand. Register and lawyer's copy share this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from checklist.assessment.typed import Misread
from checklist.report.forms.about import text
from checklist.sheets import spreadsheet
from checklist.sheets.changes import SheetComparison
from checklist.sheets.spreadsheet import Cells, FilledRow, Numbered, Row, SheetKind
from checklist.text import inert

_HEADING_WITHIN = 50
Place = Callable[[str, str, int], str]
"""Sheet, column and row of a cell -> what complaints call it."""


def in_a_sheet(sheet: str, letters: str, number: int) -> str:
    """整改台账!J7; in a CSV file, which has no sheets, J7."""
    return f"{inert(sheet)}!{letters}{number}" if sheet else f"{letters}{number}"


class Table(Struct, frozen=True, kw_only=True):
    """What is read of a kind of table: a name for each heading. `fields` may be filled in.

    The names id, code and status are those of a `FilledRow`.
    """

    kind: SheetKind
    names: Mapping[str, str]
    fields: tuple[str, ...]
    place: Place = in_a_sheet

    def is_heading(self, row: Row) -> bool:
        """Whether a row names the columns by which rows are known."""
        names = {self.names.get(heading) for heading in _headings(row).values()}
        return {"id", "code"} <= names

    def pages(self, path: Path, data: bytes) -> dict[str, list[Numbered]]:
        """The rows of each sheet of an XLSX file that holds such a table."""
        pages: dict[str, list[Numbered]] = {}
        with spreadsheet.opened(path, data, self.kind) as sheets:
            for name, rows in sheets.items():
                page: list[Numbered] = []
                known = False
                for number, row in rows:
                    known = known or self.is_heading(row)
                    if not known and number > _HEADING_WITHIN:
                        break
                    page.append((number, row))
                if known:
                    pages[name] = page
        return pages

    def rows(
        self, sheet: str, page: Sequence[Numbered], comparison: SheetComparison
    ) -> Iterator[FilledRow]:
        """The rows under the heading that anything of ours stands in."""
        columns: dict[str, str] = {}
        strangers: list[int] = []
        for number, row in page:
            if self.is_heading(row):  # once more below, as some programs print it on every page
                columns = columns or self._columns(sheet, number, row, comparison)
                continue
            filled = self._row(sheet, number, row, columns, comparison)
            if filled is None:
                continue
            if filled.id or filled.code:
                yield filled
            elif any(filled.cells.values()):
                strangers.append(number)
        if strangers:
            rows = "、".join(map(str, strangers[:10])) + ("等" if len(strangers) > 10 else "")
            which = f"“{inert(sheet)}”表" if sheet else "文件"
            heading = next(heading for heading, name in self.names.items() if name == "id")
            comparison.remarks.append(
                f"{which}第 {rows} 行没有{heading}，是后来自己加的，没有读：请另外留存"
            )

    def _columns(
        self, sheet: str, number: int, row: Row, comparison: SheetComparison
    ) -> dict[str, str]:
        """The names of our columns by their letters."""
        columns: dict[str, str] = {}
        for letters, heading in _headings(row).items():
            name = self.names.get(heading)
            if name in columns.values():
                mend = f"自己加的列换一个列名，原来的“{heading}”列保持不变"
                what = f"表头“{heading}”出现了两次，不知道该读哪一列"
                comparison.complain(self.place(sheet, letters, number), Misread(what, mend))
            elif name:
                columns[letters] = name
        there = columns.values()
        lost = [
            f"“{heading}”"
            for heading, name in self.names.items()
            if name in self.fields and name not in there
        ]
        if lost:
            which = "、".join(lost)
            comparison.remarks.append(f"没有{which}列（删了，或者改了列名），这些列没有读")
        return columns

    def _row(
        self, sheet: str, number: int, row: Row, columns: Cells, comparison: SheetComparison
    ) -> FilledRow | None:
        places = {name: self.place(sheet, letters, number) for letters, name in columns.items()}
        cells: dict[str, str] = {}
        for letters, name in columns.items():
            cell = row.get(letters, "")
            if isinstance(cell, str):
                cells[name] = text(cell)
                continue
            mend = cell.mend if name in self.fields else f"这一列不能改；{self.kind.again}"
            comparison.complain(places[name], Misread(cell.what, mend))
        if not {"id", "code"} <= set(cells):
            return None
        others = {name: cells[name] for name in self.names.values() if name in cells}
        return FilledRow(
            id=others.pop("id"),
            code=others.pop("code"),
            status=others.pop("status", ""),
            cells=others,
            places=places,
        )


def _headings(row: Row) -> dict[str, str]:
    """The headings that stand in a row, by the letters of their columns."""
    return {
        letters: text(cell).replace("\n", "")
        for letters, cell in row.items()
        if isinstance(cell, str)
    }
