"""Reads the parts that all sheets of a workbook share: the looks of cells, and their texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from msgspec import Struct

from checklist.sheets.package import Target, local, named

Attributes = Mapping[str, str]

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_DAYS = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
"""The numbers of built-in formats that show a day or a time, those of a Chinese Excel too."""
_NO_DAY = re.compile(r'\\.|"[^"]*"|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
"""What says nothing in a format: literal text, widths, colours and conditions."""


class Text(Struct, frozen=True):
    """A text as workbooks keep it; `is_struck` where any of it is struck out."""

    content: str
    is_struck: bool = False


def _is_on(attributes: Attributes) -> bool:
    """Whether a switch that is there is on; one without a value is."""
    return attributes.get("val", "1") not in {"0", "false", "off"}


class Looks:
    """Which looks of cells, by number, show days, and which strike out, as the styles say."""

    def __init__(self, styles: Element) -> None:
        formats, fonts, looks = (
            [look for group in named(styles, name) for look in group]
            for name in ("numFmts", "fonts", "cellXfs")
        )
        codes = {
            number_format.get("numFmtId", ""): number_format.get("formatCode", "")
            for number_format in formats
        }
        struck = {
            number
            for number, font in enumerate(fonts)
            if any(_is_on(mark.attrib) for mark in font if local(mark.tag) == "strike")
        }
        self.days: set[int] = set()
        self.struck: set[int] = set()
        for number, look in enumerate(looks):
            format = look.get("numFmtId", "0")
            code = _NO_DAY.sub("", codes.get(format, ""))
            if int(format) in _DAYS or re.search("[dmyhs]", code, re.IGNORECASE):
                self.days.add(number)
            if int(look.get("fontId", "0")) in struck:
                self.struck.add(number)


class Words(Target):
    """Gathers text that is written in pieces, without the readings above Chinese characters."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._is_text = self._is_struck = False
        self._readings = 0

    def data(self, data: str) -> None:
        if self._is_text and not self._readings:
            self._pieces.append(data)

    def _clear(self) -> None:
        self._pieces, self._is_text, self._is_struck = [], False, False

    def _words(self, name: str, attributes: Attributes) -> None:
        self._is_text = name == "t"
        self._readings += name == "rPh"
        if name == "strike" and _is_on(attributes):
            self._is_struck = True

    def _content(self) -> Text:
        content = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(self._pieces))
        return Text(content, self._is_struck)


class SharedTexts(Words):
    """The texts that cells share, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: list[Text] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        name = local(tag)
        if name == "si":
            self._clear()
        self._words(name, attributes)

    def end(self, tag: str) -> None:
        name = local(tag)
        self._is_text = False
        self._readings -= name == "rPh"
        if name == "si":
            self._texts.append(self._content())

    def close(self) -> Sequence[Text]:
        return self._texts
