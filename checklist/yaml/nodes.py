"""YAML as nodes that know their place: every scalar is text, nothing is implied, shared or merged.

Built from libyaml's event stream (the pure-Python parser where libyaml is missing): composing would
hide anchors and follow aliases, and this has to complain about both.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any

import yaml
from msgspec import Struct
from yaml import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from checklist.errors import Complaint, UnreadableFile, Where
from checklist.text import clipped

MAX_DEPTH = 20


class Placed(Struct, eq=False, kw_only=True):
    """Where a node stands: libyaml's mark, from which a `Where` is made only when it is asked for.

    Thousands of nodes are built at every start.
    """

    mark: Any
    file: PurePath | str

    @property
    def where(self) -> Where:
        """The place; the file as a whole where a parser gave no mark."""
        if self.mark is None:
            return Where(file=self.file)
        return Where(file=self.file, line=self.mark.line + 1, column=self.mark.column + 1)


class Scalar(Placed, eq=False):
    """A piece of text, exactly as written: `no`, `1.10` and `2026-02-01` stay text.

    A key without a value has the empty text.
    """

    value: str


class Sequence(Placed, eq=False):
    """A list."""

    items: tuple[Node, ...]


class Mapping(Placed, eq=False):
    """Keys and values in the order of the file; keys are unique texts."""

    entries: tuple[tuple[Scalar, Node], ...]

    def get(self, key: str) -> Node | None:
        """The value under `key`; None where the key is missing."""
        return next((value for name, value in self.entries if name.value == key), None)


Node = Scalar | Sequence | Mapping


def parse(text: str, *, file: PurePath | str) -> Node:
    """The one document in `text`. Raises UnreadableFile with every complaint found."""
    complaints: list[Complaint] = []
    root = parse_into(complaints, text, file=file)
    if root is None or complaints:
        raise UnreadableFile(*complaints)
    return root


def parse_into(complaints: list[Complaint], text: str, *, file: PurePath | str) -> Node | None:
    """The one document in `text`, adding to `complaints` what is wrong with it as YAML.

    Returns None, with at least one complaint added, where it is too broken to be looked into;
    duplicate keys and the like are complained about and left out.
    """
    before = len(complaints)
    tree = _Tree(file, complaints)
    try:
        root = tree.build(_events(text))
    except yaml.YAMLError as error:
        from checklist.yaml.errors import as_deep_as_read, syntax_complaint  # noqa: PLC0415

        if (readable := as_deep_as_read(error, text)) is not None:
            del complaints[before:]
            return parse_into(complaints, readable, file=file)
        complaints.append(syntax_complaint(error, text, file))
        return None
    if root is None and not complaints:
        what, mend = "文件里没有内容，只有注释", "检查是不是选错了文件"
        complaints.append(Complaint(what=what, mend=mend, where=Where(file=file)))
    return None if tree.unusable else root


def _events(text: str) -> Iterable[Any]:
    parser = yaml.CSafeLoader(text) if yaml.__with_libyaml__ else yaml.SafeLoader(text)
    return iter(parser.get_event, None)


class _Tree:
    """Builds nodes from events without recursion."""

    def __init__(self, file: PurePath | str, complaints: list[Complaint]) -> None:
        self._file = file
        self._complaints = complaints
        self.unusable = False
        """Whether what was built may not be what the author meant."""

    def build(self, events: Iterable[Any]) -> Node | None:
        file = self._file
        nodes: list[Node] = []
        open_nodes: list[tuple[list[Node], Any]] = []
        documents = 0
        for event in events:
            kind = type(event)
            if kind is ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    self._refuse_properties(event)
                nodes.append(Scalar(event.value, mark=event.start_mark, file=file))
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if event.anchor is not None or event.tag is not None:
                    self._refuse_properties(event)
                open_nodes.append((nodes, event.start_mark))
                nodes = []
                if len(open_nodes) > MAX_DEPTH:
                    self._give_up(event, f"嵌套超过 {MAX_DEPTH} 层", "减少括号或缩进的层数")
                    return None
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                children, (nodes, mark) = nodes, open_nodes.pop()
                if kind is SequenceEndEvent:
                    nodes.append(Sequence(tuple(children), mark=mark, file=file))
                else:
                    nodes.append(Mapping(self._pairs(children), mark=mark, file=file))
            elif kind is AliasEvent:
                self._give_up(
                    event, "不能用别名（*）", "把所指的内容照写一遍；文字以 * 开头时加引号"
                )
                nodes.append(Scalar("", mark=event.start_mark, file=file))
            elif kind is DocumentStartEvent:
                documents += 1
                if documents == 2:
                    self._give_up(
                        event, "一个文件里只能有一份内容", "删去 --- 分隔线，或者分成两个文件"
                    )
                    return None
        return nodes[0] if nodes else None

    def _pairs(self, children: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
        each: Iterator[Any] = iter(children)  # a key, its value, the next key …
        pairs = tuple(zip(each, each, strict=True))
        texts = {key.value for key, _ in pairs if type(key) is Scalar}
        usual = len(texts) == len(pairs) and "<<" not in texts and "".join(texts).isascii()
        return pairs if usual else self._sound(pairs)

    def _sound(self, pairs: Iterable[tuple[Node, Node]]) -> tuple[tuple[Scalar, Node], ...]:
        """The pairs whose keys can be used; the others are complained about."""
        sound: dict[str, tuple[Scalar, Node]] = {}
        for key, value in pairs:
            if not isinstance(key, Scalar):
                self._complain(
                    key, "键必须是一段文字，不能是列表或一组键值", "检查冒号、括号和问号"
                )
            elif key.value == "<<":
                self._complain(key, "不能用合并键（<<）", "把要合并的内容照写一遍")
            elif key.value in sound:
                first = sound[key.value][0].where.line
                what = f"{shortened(key.value)} 重复出现，第 {first} 行已经写过"
                self._complain(key, what, "只保留一处")
            elif marks := full_width(key.value):
                what = f"键 {shortened(key.value)} 里有全角字符 {marks}"
                self._complain(key, what, f"改用半角：{shortened(half_width(key.value))}")
            else:
                sound[key.value] = key, value
        return tuple(sound.values())

    def _refuse_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self._complain(event, "不能用锚点（&）", "删去 & 及其名称；文字以 & 开头时加引号")
        if event.tag is not None:
            self._complain(event, "不能用类型标签（!）", "删去 ! 及其名称；文字以 ! 开头时加引号")

    def _give_up(self, event: Any, what: str, mend: str) -> None:
        self.unusable = True
        self._complain(event, what, mend)

    def _complain(self, at: Any, what: str, mend: str) -> None:
        place = at if isinstance(at, Placed) else Placed(mark=at.start_mark, file=self._file)
        self._complaints.append(Complaint(what=what, mend=mend, where=place.where))


def shortened(text: str) -> str:
    """`text` as a complaint quotes it: its first 40 characters."""
    return clipped(text, 40)


_PUNCTUATION = {"，": ",", "。": ".", "、": ",", "“": '"', "”": '"', "‘": "'", "’": "'"}


def full_width(text: str) -> str:
    """The full-width letters, digits and punctuation in `text`, in order, each once."""
    marks = [
        mark for mark in text if mark in _PUNCTUATION or unicodedata.east_asian_width(mark) == "F"
    ]
    return "".join(dict.fromkeys(marks))


def half_width(text: str) -> str:
    """A key with what `full_width` finds in half-width form; what follows a colon is its value."""
    key, colon, value = text.replace("：", ":").partition(":")
    plain = unicodedata.normalize("NFKC", "".join(_PUNCTUATION.get(mark, mark) for mark in key))
    return f"{plain.strip()}: {value.strip()}".rstrip() if colon else plain.strip()
