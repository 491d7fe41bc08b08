"""Whether a text that was read off a picture is a prompt, and which of its characters are.

Reading joins neighbours on a line ("青禾优选 AI生成 关注领券") and takes I for l, 1 or |.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from msgspec import Struct

from checklist.replay.model import Box, Words

_BETWEEN = 8
"""Characters that may stand between the words: 人工智能等技术生成, AI数字人由算法生成."""
_LIKE_I = {"L", "1", "|", "!", "丨"}


class Line(Struct, frozen=True, kw_only=True):
    """A line of text that was read, and the place of each of its characters."""

    text: str
    boxes: tuple[Box, ...]


def folded(text: str) -> list[str]:
    """Each character as it is compared: no width, no case, what is read for an I after an A an I;
    blanks are empty. As many as the text has."""
    result: list[str] = []
    for character in text:
        plain = unicodedata.normalize("NFKC", character).upper().strip()
        if plain in _LIKE_I and result and result[-1] == "A":
            plain = "I"
        result.append(plain)
    return result


def part(text: str, words: Words) -> tuple[int, int] | None:
    """From which to before which character the shortest prompt in a text stands; None: there is
    none."""
    characters = folded(text)
    by_group = [_places(characters, [folded(word) for word in group]) for group in words]
    if not all(by_group):
        return None
    best: tuple[int, int] | None = None
    for first in by_group[0]:
        start, end, fits = *first, True
        for places in by_group[1:]:
            near = min(places, key=lambda at: _distance((start, end), at))
            fits = fits and _distance((start, end), near) <= _BETWEEN
            start, end = min(start, near[0]), max(end, near[1])
        if fits and (best is None or end - start < best[1] - best[0]):
            best = start, end
    return best


def says(text: str, words: Words) -> bool:
    """Whether a text is a prompt, or holds one."""
    return part(text, words) is not None


def resembles(text: str, prompt: str) -> bool:
    """Whether a text that is no prompt may be one that could only be read in part."""
    seen = {*folded(text)} - {""}
    known = {*folded(prompt)} - {""}
    return len(seen & known) * 2 >= len(known)


def prompts(lines: Sequence[Line], words: Words) -> list[Line]:
    """The prompts among lines, each cut to its own characters."""
    matches = []
    for line in lines:
        at = part(line.text, words)
        if at:
            start, end = at
            matches.append(Line(text=line.text[start:end].strip(), boxes=line.boxes[start:end]))
    return matches


def around(boxes: Sequence[Box]) -> Box:
    """The place that holds all of these."""
    return Box(
        min(each.left for each in boxes),
        min(each.top for each in boxes),
        max(each.right for each in boxes),
        max(each.bottom for each in boxes),
    )


def _places(text: Sequence[str], words: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Where any of the words stands in a text; blanks between its characters do not matter."""
    solid = [(at, each) for at, each in enumerate(text) if each]
    joined = [each for _, each in solid]
    places = []
    for word in words:
        size = len(word)
        places += [
            (solid[at][0], solid[at + size - 1][0] + 1)
            for at in range(len(joined) - size + 1)
            if joined[at : at + size] == [*word]
        ]
    return places


def _distance(first: tuple[int, int], other: tuple[int, int]) -> int:
    """How many characters stand between two places; 0 where they overlap."""
    return max(0, other[0] - first[1], first[0] - other[1])
