"""Lines of Chinese text on a terminal: how wide they are, and where they may break."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

_OPENING = "（“《「【‘(["
_CLOSING = "，。；：、？！）”》」】’…—,.;:?!)]%％"
_START = r" *(?:[0-9]+(?:  |\. )|[□○] )?"
_UNIT = rf"[{re.escape(_OPENING)}]*(?:[!-~]+|[^\s])[{re.escape(_CLOSING)}]*|[ \u3000]+"


def cells(text: str) -> int:
    """How many terminal cells a line takes at most: ambiguous characters count as wide."""
    return len(text) if text.isascii() else sum(map(_width, text))


@cache
def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F", "A"} else 1


def wrap(text: str, width: int) -> str:
    """One line of text as lines of at most `width` cells, further ones indented like its start.

    No line begins with closing punctuation or ends with an opening one; Latin words stay whole
    unless they are wider than a line.
    """
    start = re.match(_START, text)
    head = start.group() if start else ""
    margin = cells(head)
    if margin + cells(text[len(head) :]) <= width:
        return text.rstrip()
    indent = " " * margin
    lines, used = [head], margin
    for unit in _units(text[len(head) :], width - margin):
        size = cells(unit)
        if used + size > width and used > margin and used + cells(unit.rstrip()) > width:
            lines.append(indent)
            used = margin
            if not unit.strip():
                continue
        lines[-1] += unit
        used += size
    return "\n".join(line.rstrip() for line in lines)


def _units(text: str, width: int) -> Iterator[str]:
    """The pieces between which a line may break."""
    for unit in re.findall(_UNIT, text):
        if cells(unit) <= width:
            yield unit
        else:
            yield from unit
