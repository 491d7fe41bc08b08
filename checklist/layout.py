"""Lines of Chinese text on a terminal: how wide they are, and where they may break."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache

_OPENING = "（“《「【‘(["
_CLOSING = "，。；：、？！）”》」】’…—,.;:?!)]%％"
_START = r" *(?:[0-9]+(?:  |\. )|[□○] )?"
_UNIT = rf"[{re.escape(_OPENING)}]*(?:{{}}[!-~]+|[^\s])[{re.escape(_CLOSING)}]*|[ \u3000]+"


def cells(text: str) -> int:
    """How many terminal cells a line takes at most: ambiguous characters count as wide."""
    return len(text) if text.isascii() else sum(map(_width, text))


@cache
def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F", "A"} else 1


def wrap(text: str, width: int, names: Collection[str] = ()) -> str:
    """One line of text as lines of at most `width` cells, further ones indented like its start.

    No line begins with closing punctuation or ends with an opening one; Latin words, and `names`
    with a number before them, stay whole unless they are wider than a line.
    """
    start = re.match(_START, text)
    head = start.group() if start else ""
    margin = cells(head)
    if margin + cells(text[len(head) :]) <= width:
        return text.rstrip()
    indent = " " * margin
    lines, used = [head], margin
    for unit in _units(text[len(head) :], width - margin, names):
        size = cells(unit)
        if used + size > width and used > margin and used + cells(unit.rstrip()) > width:
            lines.append(indent)
            used = margin
            if not unit.strip():
                continue
        lines[-1] += unit
        used += size
    return "\n".join(line.rstrip() for line in lines)


def _units(text: str, width: int, names: Collection[str]) -> Iterator[str]:
    """The pieces between which a line may break."""
    longest_first = sorted({re.escape(name) for name in names if name}, key=len, reverse=True)
    whole = rf"(?:[0-9]+ )?(?:{'|'.join(longest_first)})|" if longest_first else ""
    for unit in re.findall(_UNIT.format(whole), text):
        if cells(unit) <= width:
            yield unit
        else:
            yield from unit
