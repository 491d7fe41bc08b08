"""整改台账 that came back, XLSX or CSV -> its rows as text. Columns are found by their headings.

A sheet counts as a register where a row of it names 行标识 and 核对码, whatever it is called and in
whatever order its columns stand. How far the file may be trusted: spreadsheet.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from checklist.errors import Complaint, Where
from checklist.report.forms.about import text
from checklist.sheets import register_read_csv as read_csv
from checklist.sheets import spreadsheet
from checklist.sheets.register_fields import CODE, FIELDS, HEADING, ID, STATUS
from checklist.sheets.register_filled import Filled, FilledRow
from checklist.text import inert
from checklist.yaml.nodes import read_bytes

_MOST_ROWS = 100_000
_MOST_COLUMNS = 100
_HEADING_WITHIN = 50
_REGISTER = spreadsheet.Kind(
    name="台账",
    again="请用 checklist report 写出的整改台账（.xlsx）来填，填好后仍存成 .xlsx",
    example="张三、2026-12-31",
)
_OWN = {STATUS, ID, CODE, *HEADING.values()}

Page = list[tuple[int, spreadsheet.Row]]


def load(path: Path) -> Filled:
    """The register in the file, with a complaint about every cell that cannot be read.

    Raises UnreadableFile where the file is no register.
    """
    data = read_bytes(path, limit=spreadsheet.MAX_BYTES)
    legacy = None
    if path.suffix.lower() == ".csv":
        rows, legacy = read_csv.rows(path, data)
        pages = {"": rows}
    else:
        pages = _pages(path, data)
    reader = _Reader(path)
    found = [row for name, page in pages.items() for row in reader.rows(name, page)]
    if not reader.registers:
        what = f"没有找到整改台账：表头里要有“{ID}”和“{CODE}”两列（写出时是隐藏的）"
        raise spreadsheet.unreadable(path, what, f"{_REGISTER.again}；较早写出的台账要重新写一份")
    return Filled(
        rows=tuple(found),
        remarks=tuple(reader.remarks),
        complaints=tuple(reader.complaints),
        legacy=legacy,
    )


def _pages(path: Path, data: bytes) -> dict[str, Page]:
    """The sheets that are registers."""
    pages: dict[str, Page] = {}
    with spreadsheet.opened(path, data, _REGISTER) as book:
        for name in book.names:
            page: Page = []
            known = False
            for number, row in book.rows(name, most=_MOST_ROWS, columns=_MOST_COLUMNS):
                known = known or _is_heading(row)
                if not known and number > _HEADING_WITHIN:
                    break
                page.append((number, row))
            if known:
                pages[name] = page
    return pages


def _is_heading(row: spreadsheet.Row) -> bool:
    return {ID, CODE} <= {_heading(cell) for cell in row}


def _heading(cell: spreadsheet.Cell) -> str:
    return text(spreadsheet.text(cell.value)).replace("\n", "")


class _Reader:
    """Reads sheets and collects what it finds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.registers = 0
        self.complaints: list[Complaint] = []
        self.remarks: list[str] = []

    def rows(self, sheet: str, page: Page) -> Iterator[FilledRow]:
        """The rows under the heading that anything stands in."""
        columns: dict[str, str] = {}
        strangers: list[int] = []
        for number, row in page:
            if not columns:
                if _is_heading(row):
                    self.registers += 1
                    columns = self._columns(sheet, number, row)
                continue
            if _is_heading(row):
                continue  # the heading once more, as some programs print it on every page
            read = self._row(sheet, number, row, columns)
            if read is None:
                continue
            if read.id or read.code:
                yield read
            elif any(read.cells.values()):
                strangers.append(number)
        if strangers:
            rows = "、".join(map(str, strangers[:10])) + ("等" if len(strangers) > 10 else "")
            which = f"“{inert(sheet)}”表" if sheet else "文件"
            self.remarks.append(
                f"{which}第 {rows} 行没有行标识，是后来自己加的，没有读：请另外留存"
            )

    def _columns(self, sheet: str, number: int, row: spreadsheet.Row) -> dict[str, str]:
        """Our headings, each with the letter of its column."""
        columns: dict[str, str] = {}
        for cell in row:
            name = _heading(cell)
            if name in columns:
                place = _place(sheet, f"{cell.column_letter}{number}")
                mend = f"自己加的列换一个列名，原来的“{name}”列保持不变"
                self.complain(place, f"表头“{name}”出现了两次，不知道该读哪一列", mend)
            elif name in _OWN:
                columns[name] = cell.column_letter
        lost = "、".join(f"“{name}”" for name in HEADING.values() if name not in columns)
        if lost:
            self.remarks.append(f"没有{lost}列（删了，或者改了列名），这些列没有读")
        return columns

    def _row(
        self, sheet: str, number: int, row: spreadsheet.Row, columns: Mapping[str, str]
    ) -> FilledRow | None:
        found: dict[str, str] = {}
        unread: set[str] = set()
        by_letter = {letter: name for name, letter in columns.items()}
        for cell in row:
            name = by_letter.get(cell.column_letter)
            if name is None:
                continue
            wrong = spreadsheet.wrong(cell.data_type, _REGISTER)
            if wrong is None:
                found[name] = text(spreadsheet.text(cell.value))
                continue
            unread.add(name)
            what, mend = wrong
            if name in {ID, CODE}:
                mend = f"这一列不能改；{_REGISTER.again}"
            self.complain(_place(sheet, f"{cell.column_letter}{number}"), what, mend)
        if not found or unread & {ID, CODE}:
            return None
        return FilledRow(
            sheet=sheet,
            id=found.get(ID, ""),
            code=found.get(CODE, ""),
            status=found.get(STATUS, ""),
            cells={
                field: found.get(HEADING[field], "")
                for field in FIELDS
                if HEADING[field] in columns and HEADING[field] not in unread
            },
            places={
                name: _place(sheet, f"{columns[heading]}{number}")
                for name, heading in (("id", ID), ("status", STATUS), *HEADING.items())
                if heading in columns
            },
        )

    def complain(self, place: str, what: str, mend: str) -> None:
        """Complain about one cell."""
        where = Where(file=self._path)
        self.complaints.append(Complaint(what=f"{place} {what}", mend=mend, where=where))


def _place(sheet: str, address: str) -> str:
    """整改台账!J7; in a CSV file, which has no sheets, J7."""
    return f"{inert(sheet)}!{address}" if sheet else address
