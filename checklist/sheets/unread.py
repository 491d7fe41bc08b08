"""Lists what stood in a file and was not read (没有读入的), by what it is and where."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from checklist.assessment.typed import excerpt
from checklist.sheets.book import FilledSheet
from checklist.sheets.pictures import ATTACHED, BOX, CHART, COMMENT, PICTURE, Drawn
from checklist.streams import print_text
from checklist.text import inert

_TITLE = "没有读入的（另行处理，其余的照常读回）："
MOST_PLACES = 20
_FEW = 5
_KEEP = "要留的写进可以填的格子，或者另外留存"


class Thing(Enum):
    """What may not be read: what it is called, and what to do about it."""

    PICTURE = (
        PICTURE,
        "要作佐证的，另存成文件放到答案文件旁边，把文件名写进“佐证”；放在“佐证”格里的会自动取出",
    )
    COMMENT = (COMMENT, _KEEP)
    LINK = ("链接", "是文件的，复制到答案文件旁边，把文件名写进“佐证”；是网址的，把网址写出来")
    STRUCK = ("划了删除线的格子", "删掉划去的字、去掉删除线，再读回")
    ACROSS = ("合并了几列的单元格，只读最左一列", "拆分单元格，各列分别填")
    BURIED = ("合并时盖在下面的内容", "拆分单元格看一看，要留的写出来")
    BOX = (BOX, _KEEP)
    CHART = (CHART, _KEEP)
    ATTACHED = (ATTACHED, "另存成文件放到答案文件旁边，把文件名写进“佐证”")
    ROW = ("自己加的行", _KEEP)
    COLUMN = ("自己加的列", _KEEP)
    BEYOND = ("离表太远的格子", _KEEP)
    SHEET = ("别的表", "填在里面的没有读，要读的抄回原来的表")


class Unread:
    """What was not read so far. `lost` are the headings of columns that are gone, by field."""

    def __init__(self) -> None:
        self._places: dict[Thing, dict[str, None]] = {}
        self._others: list[str] = []
        self.lost: dict[str, str] = {}

    def add(self, thing: Thing, place: str) -> None:
        """Note a thing at a place, once."""
        self._places.setdefault(thing, {})[place] = None

    def add_all(self, other: Unread) -> None:
        """Note what `other` noted."""
        for thing, places in other._places.items():
            self._places.setdefault(thing, {}).update(places)
        self._others += other._others

    def say(self, line: str) -> None:
        """Note something else, in its own words."""
        self._others.append(line)

    def draw(self, sheet: FilledSheet, drawn: Drawn, why: str = "") -> None:
        """Note what lies on a sheet, and why it is not read where that is not plain."""
        words = excerpt(drawn.words) if drawn.words else why
        self.add(Thing[_NAMES[drawn.kind]], place(sheet, drawn.address) + words)

    def lines(self) -> tuple[str, ...]:
        """A line a thing, in the order of `Thing`, and the others."""
        lines = []
        for thing in Thing:
            places = [*self._places.get(thing, ())]
            if places:
                name, mend = thing.value
                more = f" 等 {len(places)} 处" if len(places) > MOST_PLACES else ""
                lines.append(f"{name}：{'、'.join(places[:MOST_PLACES])}{more}。{mend}")
        which = "、".join(f"“{heading}”" for heading in self.lost.values())
        lost = [f"没有{which}列（删了，或者改了列名）"] if which else []
        return (*lines, *self._others, *lost)


_NAMES = {thing.value[0]: thing.name for thing in Thing}


def show_unread(lines: Sequence[str]) -> None:
    """Print the list, where there is anything in it."""
    if lines:
        print_text("\n  ".join((_TITLE, *lines)))


def left_out(books: Sequence[FilledSheet]) -> str:
    """What stands in the sheets of a workbook and is no cell of a table that was read, in a line;
    nothing where there is nothing. A hidden sheet is not read."""
    by_kind: dict[str, list[str]] = {}
    for sheet in books:
        if sheet.is_hidden:
            by_kind.setdefault("隐藏的表", []).append(excerpt(sheet.name))
            continue
        for drawn in sheet.drawn:
            by_kind.setdefault(drawn.kind, []).append(place(sheet, drawn.address))
        for address in sheet.buried:
            by_kind.setdefault(Thing.BURIED.value[0], []).append(place(sheet, address))
        if sheet.beyond:
            by_kind.setdefault("离表太远的格子", []).append(place(sheet, sheet.beyond))
    listed = (
        f"{what}（{'、'.join(places[:_FEW])}{f'等{len(places)}处' if len(places) > _FEW else ''}）"
        for what, places in by_kind.items()
    )
    return "、".join(listed)


def place(sheet: FilledSheet, address: str) -> str:
    """整改台账!M5; the sheet alone where there is no cell."""
    name = inert(sheet.called)
    return "!".join(filter(None, (name, address)))


def says(shown: str, target: str) -> bool:
    """Whether a text shows already where its link leads, as of links that spreadsheets make."""
    plain = target.removeprefix("mailto:").removeprefix("http://").removeprefix("https://")
    return plain.rstrip("/") in shown
