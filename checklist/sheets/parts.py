"""Reads the parts that all sheets of a workbook share: the looks of cells, and their texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from msgspec import Struct

from checklist.sheets.package import PassingTree, local, named

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_DAYS = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
"""The numbers of built-in formats that show a day or a time, those of a Chinese Excel too."""
_NO_DAY = re.compile(r'\\.|"[^"]*"|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
"""What says nothing in a format: literal text, widths, colours and conditions."""


class Looks:
    """Which looks of cells, by number, show days, and which strike out, as the styles say."""

    def __init__(self, styles: Element) -> None:
        formats, fonts, looks = (
            [look for group in named(styles, name) for look in group]
            for name in ("numFmts", "fonts", "cellXfs")
        )
        codes = {each.get("numFmtId", ""): each.get("formatCode", "") for each in formats}
        self.days: set[int] = set()
        self.struck: set[int] = set()
        struck = {number for number, font in enumerate(fonts) if _is_struck(font)}
        for number, look in enumerate(looks):
            format = look.get("numFmtId", "0")
            code = _NO_DAY.sub("", codes.get(format, ""))
            if int(format) in _DAYS or re.search("[dmyhs]", code, re.IGNORECASE):
                self.days.add(number)
            if int(look.get("fontId", "0")) in struck:
                self.struck.add(number)


class Text(Struct, frozen=True):
    """A text as workbooks keep it; `is_struck` where any of it is struck out."""

    content: str
    is_struck: bool = False


def text_in(element: Element) -> Text:
    """A text that is written in pieces."""
    return Text(unescaped("".join(_pieces(element))), _is_struck(element))


def unescaped(content: str) -> str:
    """A text with the characters that XML cannot hold."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), content)


def _pieces(element: Element) -> Iterator[str]:
    """The pieces of a text, without the readings above Chinese characters."""
    for child in element:
        match local(child.tag):
            case "t":
                yield child.text or ""
            case "rPh":
                pass
            case _:
                yield from _pieces(child)


def _is_struck(element: Element) -> bool:
    """Whether anything in it says that it is struck out; a switch without a value is on."""
    strikes = named(element, "strike")
    return any(strike.get("val", "1") not in {"0", "false", "off"} for strike in strikes)


class SharedTexts(PassingTree):
    """The texts that cells share, in their order."""

    PASSING = frozenset({"si"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[Text] = []

    def read(self, element: Element) -> None:
        self.texts.append(text_in(element))
