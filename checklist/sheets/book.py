"""Opens a workbook that came back: its sheets as text, and what lies on them beside text.

Nothing in it is trusted: only the parts that are needed are read, within bounds, and nothing is
calculated. A merged cell speaks for every row that it covers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import ascii_uppercase
from xml.etree.ElementTree import Element

from msgspec import Struct
from msgspec.structs import replace

from checklist.errors import UnreadableFile
from checklist.sheets import pictures
from checklist.sheets.cells import CellReader, Numbered, corners, letters
from checklist.sheets.package import BROKEN, Package, Relation, TooLarge, attribute, named
from checklist.sheets.parts import Looks, SharedTexts, Text
from checklist.sheets.pictures import ATTACHED, PICTURE, Drawn, Images
from checklist.sheets.spreadsheet import SheetKind, opened_package, too_large
from checklist.text import inert

_MOST_SHEETS = 200
_MOST_COVERED = 200_000
_SHEETS = ("worksheet", "chartsheet", "dialogsheet")


class FilledSheet(Struct, frozen=True, kw_only=True):
    """A sheet as it came back; one without a name in a CSV file or a document. `file` is the name
    of the file it is of, where several are read together.

    By addresses of cells: `spoken` has the cell further up that speaks for a merged one, `across`
    the area that covers one from another column, `buried` those of them that said something else,
    `links` where cells lead, `struck` what is struck out, `pictured` what holds a picture instead
    of text. `beyond` is the first cell that lies further right or below than is looked at.
    """

    name: str = ""
    file: str = ""
    is_hidden: bool = False
    rows: Sequence[Numbered] = ()
    spoken: Mapping[str, str] = {}
    across: Mapping[str, str] = {}
    buried: Sequence[str] = ()
    links: Mapping[str, str] = {}
    struck: frozenset[str] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[str] = frozenset()
    drawn: Sequence[Drawn] = ()
    pictures: Mapping[str, Sequence[Drawn]] = {}
    pictured: frozenset[str] = frozenset()
    beyond: str = ""

    @property
    def called(self) -> str:
        """整改台账; 商品部.xlsx 整改台账 where several files are read together."""
        return " ".join(filter(None, (self.file, self.name)))

    def speaker(self, letters: str, number: int) -> str:
        """The address of the cell that speaks for this one: its own, but for a merged one."""
        address = f"{letters}{number}"
        return self.spoken.get(address, address)

    def refuse_longer(self, file: Path, kind: SheetKind) -> None:
        """Raise UnreadableFile where more rows are filled than ours ever has."""
        if self.beyond and int(self.beyond.lstrip(ascii_uppercase)) > kind.rows:
            what = f"“{inert(self.name)}”表超过 {kind.rows} 行，不像{kind.name}"
            raise UnreadableFile.because(what, kind.again, file=file)


class Book(Struct, frozen=True, kw_only=True):
    """A workbook as it came back. `astray` counts pictures that lie on no sheet."""

    sheets: Sequence[FilledSheet]
    images: Images | None = None
    astray: int = 0

    def among_others(self, file: str) -> Book:
        """The workbook as it is called where several are read together."""
        return replace(self, sheets=[replace(sheet, file=file) for sheet in self.sheets])

    def pictures_at(self, sheet: FilledSheet, address: str) -> Iterator[tuple[Drawn, str, bytes]]:
        """The pictures of a cell that can be taken out, each with its path beside the answers and
        its bytes."""
        for drawn in sheet.pictures.get(address, ()):
            image = self.images.get(drawn.part) if self.images else None
            if image is not None:
                yield drawn, image.path(sheet.name, address), image.data


def opened(path: Path, data: bytes, kind: SheetKind) -> Book:
    """The workbook in a file.

    Raises UnreadableFile for what is no XLSX file, is broken, or unpacks to far too much.
    """
    package = opened_package(path, data, kind)
    try:
        return _Opening(package, kind).book()
    except TooLarge:
        raise too_large(path, kind) from None
    except BROKEN as error:
        what = f"这个 .xlsx 文件已经损坏，打不开（{type(error).__name__}）"
        raise UnreadableFile.because(what, kind.again, file=path) from error


class _Opening:
    def __init__(self, package: Package, kind: SheetKind) -> None:
        self.package, self.kind = package, kind
        (self.part,) = package.all_related("", "officeDocument")
        self.tree = package.tree(self.part)
        self.texts = self._shared_texts()
        self.looks = Looks(package.tree(next(package.all_related(self.part, "styles"), "")))
        self.in_cells = pictures.in_cells(package, self.part)
        self.from_1904 = any(
            attribute(each, "date1904") in {"1", "true"} for each in named(self.tree, "workbookPr")
        )

    def _shared_texts(self) -> Sequence[Text]:
        shared = SharedTexts()
        if part := next(self.package.all_related(self.part, "sharedStrings"), None):
            self.package.parse(part, shared)
        return shared.texts

    def book(self) -> Book:
        relations = self.package.related(self.part)
        entries = list(named(self.tree, "sheet"))
        if len(entries) > _MOST_SHEETS:
            raise TooLarge
        sheets = [
            self._sheet(entry, relations[attribute(entry, "id")].target)
            for entry in entries
            if relations[attribute(entry, "id")].kind in _SHEETS
        ]
        shown = {drawing.part for sheet in sheets for drawing in sheet.drawn} | {
            *self.in_cells.values()
        }
        media = {part for part in self.package.sizes if part.startswith("xl/media/")}
        return Book(sheets=sheets, images=Images(self.package), astray=len(media - shown))

    def _sheet(self, entry: Element, part: str) -> FilledSheet:
        reader = CellReader(self.texts, self.looks, self.kind, from_1904=self.from_1904)
        self.package.parse(part, reader)
        areas, drawn = _Areas(reader, self.kind.columns), [*self._drawn(part, reader)]
        placed: dict[str, list[Drawn]] = {}
        for drawing in drawn:
            if drawing.kind == PICTURE:
                placed.setdefault(areas.spoken.get(drawing.address, drawing.address), []).append(
                    drawing
                )
        return FilledSheet(
            name=entry.get("name", ""),
            is_hidden=entry.get("state", "visible") != "visible",
            rows=reader.rows,
            spoken=areas.spoken,
            across=areas.across,
            buried=tuple(areas.buried),
            links={**areas.links(self.package.related(part)), **reader.led},
            struck=frozenset(reader.struck),
            hidden_rows=frozenset(reader.hidden_rows),
            hidden_columns=frozenset(reader.hidden_columns),
            drawn=drawn,
            pictures=placed,
            pictured=frozenset(reader.pictured),
            beyond=reader.beyond,
        )

    def _drawn(self, part: str, reader: CellReader) -> Iterator[Drawn]:
        yield from pictures.on_sheet(self.package, part)
        for address, name in reader.pictured.items():
            yield Drawn(kind=PICTURE, address=address, part=self.in_cells.get(name, ""))
        for _ in reader.attached:
            yield Drawn(kind=ATTACHED, address="")


class _Areas:
    """The areas of a sheet: what is merged there, and where links lead. Raises TooLarge."""

    def __init__(self, reader: CellReader, columns: int) -> None:
        self._reader, self._columns, self._steps = reader, columns, 0
        self._rows = dict(reader.rows)
        self._numbers = sorted(self._rows)
        self.spoken: dict[str, str] = {}
        self.across: dict[str, str] = {}
        self.buried: list[str] = []
        for area in reader.merged:
            self._merge(area)

    def _cells(self, area: str) -> Iterator[tuple[str, int]]:
        """The cells of an area, in rows in which anything stands."""
        left, top, right, bottom = corners(area)
        for number in self._numbers[bisect_left(self._numbers, top) :]:
            if number > bottom:
                break
            for column in range(left, min(right, self._columns) + 1):
                self._steps += 1
                if self._steps > _MOST_COVERED:
                    raise TooLarge
                yield letters(column), number

    def _merge(self, area: str) -> None:
        left, top, _, _ = corners(area)
        first = letters(left)
        value = self._rows.get(top, {}).get(first)
        for column, number in self._cells(area):
            address, row = f"{column}{number}", self._rows[number]
            if (column, number) == (first, top):
                continue
            if row.pop(column, value) != value:
                self.buried.append(address)
            if column != first:
                self.across[address] = area
                continue
            self.spoken[address] = f"{first}{top}"
            if value is not None:
                row[column] = value

    def links(self, relations: Mapping[str, Relation]) -> Mapping[str, str]:
        """Where cells lead, to a file or an address; a place in the workbook itself is none."""
        links: dict[str, str] = {}
        for area, id in self._reader.links:
            if id in relations and relations[id].target:
                links |= {f"{each}{row}": relations[id].target for each, row in self._cells(area)}
        return links
