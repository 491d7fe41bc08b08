"""Reads what a sheet holds beside the text of its cells, and notes what is not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import digits

from checklist.sheets.book import Book, FilledSheet
from checklist.sheets.pictures import PICTURE, Drawn
from checklist.sheets.unread import MOST_PLACES, Thing, Unread, place, says
from checklist.text import inert


class SheetReading:
    """The reading of one sheet of ours, cell by cell."""

    def __init__(self, book: Book, sheet: FilledSheet, unread: Unread) -> None:
        self.book, self.sheet, self.unread = book, sheet, unread
        self._led: set[str] = set()
        self._seen: set[Drawn] = set()
        self._merged: dict[str, str] = {}
        self._hidden: list[int] = []

    def is_shared(self, letters: str, number: int) -> bool:
        """Whether a cell is merged with one further up, which speaks for it."""
        return f"{letters}{number}" in self.sheet.spoken

    def is_left(self, letters: str, number: int) -> bool:
        """Whether a cell is not read: it is struck out, or covered by another column; notes it."""
        at = self.sheet.speaker(letters, number)
        area = self.sheet.across.get(f"{letters}{number}")
        if area is not None:
            self.unread.add(Thing.ACROSS, place(self.sheet, area))
        elif at in self.sheet.struck:
            self.unread.add(Thing.STRUCK, place(self.sheet, at))
        return area is not None or at in self.sheet.struck

    def is_pictured(self, letters: str, number: int) -> bool:
        """Whether a cell holds a picture instead of text."""
        return self.sheet.speaker(letters, number) in self.sheet.pictured

    def evidence(self, letters: str, number: int) -> tuple[str, Mapping[str, bytes]]:
        """Where a cell of evidence leads, and the pictures there, by their paths."""
        if self.is_left(letters, number):
            return "", {}
        at = self.sheet.speaker(letters, number)
        self._led.add(at)
        pictures = {}
        for drawn, path, data in self.book.pictures_at(self.sheet, at):
            pictures[path] = data
            self._seen.add(drawn)
        return self.sheet.links.get(at, ""), pictures

    def note(self, number: int, fields: Iterable[str]) -> None:
        """Note that a row of ours is hidden, or merged with another in one of these columns."""
        if number in self.sheet.hidden_rows:
            self._hidden.append(number)
        for letters in fields:
            if self.is_shared(letters, number):
                self._merged[self.sheet.speaker(letters, number)] = f"{letters}{number}"

    def tell(self) -> None:
        """Note what lies on the sheet and was not read."""
        for drawing in self.sheet.drawn:
            if drawing not in self._seen:
                at = self.sheet.spoken.get(drawing.address, drawing.address)
                why = "（取不出来：文件里没有这张图片，或者格式不认识）" if at in self._led else ""
                self.unread.draw(self.sheet, drawing, why if drawing.kind == PICTURE else "")
        for address in self.sheet.buried:
            self.unread.add(Thing.BURIED, place(self.sheet, address))
        if self.sheet.beyond:
            self.unread.add(Thing.BEYOND, place(self.sheet, self.sheet.beyond))
        rows = dict(self.sheet.rows)
        for address, target in self.sheet.links.items():
            letters = address.rstrip(digits)
            shown = rows.get(int(address.removeprefix(letters)), {}).get(letters)
            if address not in self._led and not (isinstance(shown, str) and says(shown, target)):
                self.unread.add(
                    Thing.LINK, f"{place(self.sheet, address)}（{inert(target)[:200]}）"
                )

    def read_anyway(self, fields: Sequence[str]) -> Iterator[str]:
        """What is read although nobody sees it there: merged cells, hidden rows, hidden ones among
        these columns, a hidden sheet."""
        areas = [f"{first}:{last}" for first, last in self._merged.items()]
        if areas:
            shown = "、".join(place(self.sheet, area) for area in areas[:MOST_PLACES])
            more = f" 等 {len(areas)} 处" if len(areas) > MOST_PLACES else ""
            yield f"{shown}{more} 合并了单元格，其中每一行都按合并的内容读"
        columns = [letters for letters in fields if letters in self.sheet.hidden_columns]
        parts = [f"{'、'.join(columns)} 列"] if columns else []
        parts += [f"第 {_spans(self._hidden)} 行"] if self._hidden else []
        parts = ["整张表"] if self.sheet.is_hidden else parts
        if parts:
            yield f"“{inert(self.sheet.called)}”{'、'.join(parts)}是隐藏的，照样读了"


def tell_beside(unread: Unread, sheet: FilledSheet, *, is_known: bool) -> None:
    """Note a sheet of which nothing is read, where it holds anything; `is_known` are those that go
    out with ours and say nothing when they come back, but for what somebody laid on them."""
    for each in sheet.drawn:
        unread.draw(sheet, each)
    if (sheet.rows or sheet.beyond) and not is_known:
        unread.add(Thing.SHEET, f"“{inert(sheet.called)}”{'（隐藏）' if sheet.is_hidden else ''}")


def tell_astray(unread: Unread, book: Book) -> None:
    """Note the pictures that lie on no sheet."""
    if book.astray:
        file = f"“{inert(book.sheets[0].file)}”" if book.sheets[0].file else ""
        unread.add(Thing.PICTURE, f"{file}{book.astray} 张（页眉、背景等处，不在哪一格）")


def _spans(numbers: Sequence[int]) -> str:
    """5–9、12: numbers that rise, those next to each other as a span."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in parts]
    return "、".join(shown[:MOST_PLACES]) + ("等" if len(shown) > MOST_PLACES else "")
