"""The YAML that the program itself writes, read by one regular expression: a quarter of the time.

Only what cannot be read in two ways is read here: block keys and lists, flow collections on one
line with single spaces, words of letters, digits and ideographs, and double-quoted text without
escapes. Whatever else stands in a file, be it one character, libyaml reads the whole of it. Nodes
know no places: who finds a mistake reads again, with places. tests/test_yaml_lines.py holds both
readers against each other.
"""

from __future__ import annotations

import re

from checklist.yaml_tree import Mapping, Node, Scalar, Sequence

# No quantifier gives back what it took: what follows can never be part of it.
_WORD = r"[A-Za-z0-9\u3007\u4e00-\u9fff][A-Za-z0-9_/.\u3007\u4e00-\u9fff（）-]*+"
# What YAML counts as printable, without its line breaks, the quotation mark and the backslash.
_BEYOND_ASCII = r"\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_TEXT = rf"[ !#-\[\]-~{_BEYOND_ASCII}]*+"
_KEY = r"[A-Za-z0-9][A-Za-z0-9_/.-]{0,199}+"
_VALUE = rf'(?:({_WORD})|"({_TEXT})"|([{{\[].*+))'
_comments = re.compile(rf"(?:#[ -~{_BEYOND_ASCII}]*+\n)*+").match
# A key and below it, two deeper, keys with their values on the same line: an answer as most are.
_group = re.compile(
    rf'( *+)({_KEY}):\n((?:\1  {_KEY}: (?:{_WORD}|"{_TEXT}"|[{{\[].*+)\n)++)(?!\1  )'
).match
_pairs = re.compile(rf" *+({_KEY}): {_VALUE}\n").findall
# Any one line: a key with or without a value on its line, or an item of a list.
_line = re.compile(rf"( *+)(?:({_KEY}):(?: {_VALUE})?+|- {_VALUE})\n").match
_key = re.compile(rf"({_KEY}): ").match
_value = re.compile(_VALUE.replace(".*+", "")).match
_MOST_DEEP = 8
_MOST_SHARED = 5000


class _Otherwise(Exception):
    """Something is written in another way than the program writes it."""


class _Open:
    """A block mapping or list that goes on: how deep it stands, what it holds, what key waits."""

    __slots__ = ("entries", "indent", "items", "key")

    def __init__(self, indent: int, *, is_list: bool) -> None:
        self.indent = indent
        self.entries: list[tuple[Scalar, Node]] = []
        self.items: list[Node] | None = [] if is_list else None
        self.key: Scalar | None = None

    def take(self, node: Node) -> None:
        """Hold a value: of the key that waits for it, or of the list."""
        if self.items is not None:
            self.items.append(node)
        elif self.key is not None:
            self.entries.append((self.key, node))
            self.key = None
        else:
            raise _Otherwise

    def whole(self) -> Node:
        """What it comes to, now that it is complete."""
        if self.key is not None:
            raise _Otherwise
        return (
            _mapping(self.entries) if self.items is None else Sequence(tuple(self.items), None, "")
        )


def read(text: str) -> Node | None:
    """The one document in `text`, without places; None where libyaml has to read it."""
    if not text.endswith("\n"):
        text += "\n"
    begins = _comments(text)
    try:
        return _block(text, begins.end() if begins else 0)
    except _Otherwise:
        return None


def _block(text: str, at: int) -> Node:
    levels: list[_Open] = []
    while at < len(text):
        found = _group(text, at)
        if found is not None:
            _take_group(levels, found)
        else:
            found = _line(text, at)
            if found is None:
                raise _Otherwise
            _take_line(levels, found)
        at = found.end()
    return _closed(levels)


def _take_group(levels: list[_Open], found: re.Match[str]) -> None:
    indent, name, lines = found.groups()
    shared = _SHARED.get
    entries: list[tuple[Scalar, Node]] = [
        (shared(key) or _shared(key), shared(word) or _node(word, quoted, flow))
        for key, word, quoted, flow in _pairs(lines)
    ]
    level = _level(levels, len(indent), is_list=False)
    level.entries.append((_shared(name), _mapping(entries)))


def _take_line(levels: list[_Open], found: re.Match[str]) -> None:
    indent, key, word, quoted, flow, item, item_quoted, item_flow = found.groups("")
    level = _level(levels, len(indent), is_list=not key)
    if not key:
        level.take(_node(item, item_quoted, item_flow))
        return
    level.key = _shared(key)
    if found.end(2) + 2 < found.end():  # something stands behind the colon
        level.take(_node(word, quoted, flow))


def _level(levels: list[_Open], indent: int, *, is_list: bool) -> _Open:
    """The mapping or list that a line this deep belongs to; deeper ones are complete."""
    if levels:
        level = levels[-1]
        if level.indent == indent and level.key is None and (level.items is not None) is is_list:
            return level
    while levels and levels[-1].indent > indent:
        inner = levels.pop()
        if not levels:
            raise _Otherwise
        levels[-1].take(inner.whole())
    if levels and levels[-1].indent == indent:
        level = levels[-1]
        if (level.items is not None) is not is_list or level.key is not None:
            raise _Otherwise
        return level
    if levels:
        fits = levels[-1].key is not None and len(levels) < _MOST_DEEP
    else:
        fits = indent == 0 and not is_list
    if not fits:
        raise _Otherwise
    levels.append(_Open(indent, is_list=is_list))
    return levels[-1]


def _closed(levels: list[_Open]) -> Node:
    if not levels:
        raise _Otherwise
    while len(levels) > 1:
        inner = levels.pop()
        levels[-1].take(inner.whole())
    return levels[0].whole()


def _flow(line: str, at: int, deep: int) -> tuple[Node, int]:
    """The collection that begins at `at`, and where it ends."""
    is_list = line[at] == "["
    if deep > _MOST_DEEP or (not is_list and not line.startswith(" ", at + 1)):
        raise _Otherwise
    at += 1 if is_list else 2
    close = "]" if is_list else " }"
    entries: list[tuple[Scalar, Node]] = []
    items: list[Node] = []
    while True:
        key = None if is_list else _key(line, at)
        if key is not None:
            at = key.end()
        elif not is_list:
            raise _Otherwise
        found = _value(line, at)
        if found is None:
            raise _Otherwise
        word, quoted, inner = found.groups("")
        if inner:
            node, at = _flow(line, at, deep + 1)
        else:
            node, at = _node(word, quoted, ""), found.end()
        if key is None:
            items.append(node)
        else:
            entries.append((_shared(key[1]), node))
        if line.startswith(", ", at):
            at += 2
        elif line.startswith(close, at):
            at += len(close)
            return (Sequence(tuple(items), None, "") if is_list else _mapping(entries)), at
        else:
            raise _Otherwise


def _mapping(entries: list[tuple[Scalar, Node]]) -> Mapping:
    """Keys are words; only that none stands there twice is left to see."""
    if len({key.value for key, _ in entries}) < len(entries):
        raise _Otherwise
    return Mapping(tuple(entries), None, "")


_SHARED: dict[str, Scalar] = {}
"""Nodes without places are alike when their text is: those of the commonest words exist once."""


def _shared(word: str) -> Scalar:
    found = _SHARED.get(word)
    if found is None:
        found = Scalar(word, None, "")
        if len(_SHARED) < _MOST_SHARED:
            _SHARED[word] = found
    return found


def _node(word: str, quoted: str, flow: str) -> Node:
    """What stands behind a key: two of the three are empty, or all where it says ""."""
    if word:
        return _shared(word)
    if not flow:
        return Scalar(quoted, None, "")
    node, end = _flow(flow, 0, 1)
    if end != len(flow):
        raise _Otherwise
    return node
