"""Reads YAML nodes key by key, collecting every complaint instead of stopping at the first.

What cannot be read is complained about and stands in as an empty value; whoever reads a file raises
at the end if there is any complaint.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from checklist.errors import Complaint
from checklist.text import inert
from checklist.yaml.nodes import Mapping as Entries
from checklist.yaml.nodes import Node, Scalar, Sequence, shortened

T = TypeVar("T")
Complaints = list[Complaint]

_KINDS: dict[type[Node], str] = {Scalar: "一段文字", Sequence: "列表", Entries: "一组键值"}
_MOST_SUGGESTIONS = 500


def spaced(name: str) -> str:
    """`name` as it stands before a Chinese word: with a space after Latin letters or digits."""
    return f"{name} " if name[-1:].isascii() else name


def complain(complaints: Complaints, place: Node, what: str, mend: str) -> None:
    """Add a complaint about `place`."""
    complaints.append(Complaint(what=what, mend=mend, where=place.where))


def suggestion(word: str, known: Iterable[str], complaints: Complaints) -> str | None:
    """The known word `word` was probably meant to be; None where nothing is close.

    Gives up on files that are wrong from end to end: looking is slow.
    """
    if len(word) > 60 or len(complaints) > _MOST_SUGGESTIONS:
        return None
    from difflib import get_close_matches  # noqa: PLC0415  slow to import, rarely needed

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.6)), None)


def instead(word: str, known: Iterable[str], complaints: Complaints) -> str:
    """How to mend an unknown word: the one that was probably meant, or the choice there is."""
    known = list(known)
    if meant := suggestion(word, known, complaints):
        return f"改成 {meant}"
    shown = "、".join(known[:20]) + ("等" if len(known) > 20 else "")
    return f"改成其中之一：{shown}" if known else "删去"


def text_of(node: Node, name: str, complaints: Complaints) -> str:
    """The text of a scalar: not empty, one line, nothing invisible. "" where it is none."""
    if not isinstance(node, Scalar):
        what = f"{spaced(name)}应是一段文字，这里是{_KINDS[type(node)]}"
        complain(complaints, node, what, "写成一段文字；含有冒号、逗号、括号的加引号")
        return ""
    value = node.value
    if not value.strip():
        complain(complaints, node, f"{spaced(name)}是空的", "写上内容；不需要的键整个删去")
        return ""
    if not value.isprintable() and inert(value) != value:
        what = f"{spaced(name)}里有换行或者看不见的控制字符"
        complain(complaints, node, what, "写成一行；长文字直接换行并缩进，不用 | 和 >")
        return ""
    return value


def items_of(node: Node, name: str, complaints: Complaints) -> tuple[Node, ...]:
    """The items of a list that has at least one. () where it is none."""
    if not isinstance(node, Sequence):
        what = f"{spaced(name)}应是列表，这里是{_KINDS[type(node)]}"
        complain(complaints, node, what, "写成列表：每项一行，以“- ”开头；或者写在 [ ] 里")
        return ()
    if not node.items:
        complain(complaints, node, f"{spaced(name)}是空的", "写上内容；不需要的键整个删去")
    return node.items


def entries_of(node: Node, name: str, complaints: Complaints) -> Entries:
    """A mapping, which may be empty. One without keys where it is none."""
    if isinstance(node, Entries):
        return node
    what = f"{spaced(name)}应是一组键值，这里是{_KINDS[type(node)]}"
    mend = "写成 { 键: 值 }，或者每个键一行并缩进"
    if isinstance(node, Scalar) and "：" in node.value:
        mend = "冒号用半角，后面空一格"
    complain(complaints, node, what, mend)
    return Entries((), node.mark, node.file)


def number_of(
    node: Node, name: str, complaints: Complaints, *, most: int, mend: str | None = None
) -> int | None:
    """A whole number from 1 to `most`. None where it is none."""
    text = text_of(node, name, complaints)
    number = whole_number(text, most=most)
    if text and number is None:
        plain = unicodedata.normalize("NFKC", text)
        mend = mend or f"写成 1 到 {most} 的整数"
        if plain != text and whole_number(plain, most=most) is not None:
            mend = f"数字用半角：{plain}"
        complain(complaints, node, f"{spaced(name)}应是整数，这里是 {shortened(text)}", mend)
    return number


def whole_number(text: str, *, most: int) -> int | None:
    """The number from 1 to `most` that `text` writes in half-width digits; None where it is none.

    No regular expressions here and in the readers: compiling them costs start-up time.
    """
    if not text.isdecimal() or not text.isascii() or text[0] == "0" or len(text) > len(str(most)):
        return None
    return int(text) if int(text) <= most else None


def some_entries_of(
    node: Node, name: str, complaints: Complaints, *, mend: str
) -> tuple[tuple[Scalar, Node], ...]:
    """The keys and values of a mapping that has at least one. () where it is none."""
    entries = entries_of(node, name, complaints).entries
    if isinstance(node, Entries) and not entries:
        complain(complaints, node, f"{spaced(name)}是空的", mend)
    return entries


class Fields:
    """The keys of one mapping, read one at a time.

    `name` is what complaints call the mapping; `keys` are all keys it may have, each with the way
    to mend its absence. Unknown keys are complained about at once.
    """

    __slots__ = ("_known_missing", "complaints", "keys", "name", "node", "values")

    def __init__(
        self, node: Node, name: str, keys: Mapping[str, str], complaints: Complaints
    ) -> None:
        # Keys whose absence is no news: the value is no mapping, or they were misspelt.
        self._known_missing: tuple[str, ...] = () if isinstance(node, Entries) else tuple(keys)
        self.node = entries_of(node, name, complaints)
        self.name = name
        self.keys = keys
        self.complaints = complaints
        self.values = {key.value: value for key, value in self.node.entries}
        if not self.values.keys() <= keys.keys():
            self._refuse_unknown()

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def required(self, key: str) -> Node | None:
        """The node under `key`; complains and returns None where there is none."""
        node = self.values.get(key)
        if node is None and key not in self._known_missing:
            self.complain(self.node, f"缺少 {key}", self.keys[key])
        return node

    def text(self, key: str) -> str:
        """A text that must be there; "" where it is not."""
        node = self.required(key)
        return "" if node is None else text_of(node, self.named(key), self.complaints)

    def optional_text(self, key: str) -> str | None:
        """A text that may be missing."""
        node = self.values.get(key)
        return None if node is None else text_of(node, self.named(key), self.complaints)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts that may be missing, each different; () where it is."""
        return tuple(text for text, _ in self.placed_texts(key))

    def placed_texts(self, key: str) -> list[tuple[str, Node]]:
        """A list of texts that may be missing, each different and with its node."""
        found: dict[str, Node] = {}
        for item in self.items(key):
            text = text_of(item, f"{self.named(key)} 里的一项", self.complaints)
            if text in found:
                self.complain(item, f"的 {key} 里重复写了 {shortened(text)}", "只保留一处")
            elif text:
                found[text] = item
        return list(found.items())

    def items(self, key: str) -> tuple[Node, ...]:
        """A list that may be missing but not empty."""
        node = self.values.get(key)
        return () if node is None else items_of(node, self.named(key), self.complaints)

    def number(self, key: str, *, most: int = 999, mend: str | None = None) -> int | None:
        """A whole number from 1 to `most` that may be missing."""
        node = self.values.get(key)
        if node is None:
            return None
        return number_of(node, self.named(key), self.complaints, most=most, mend=mend)

    def day(self, key: str) -> date | None:
        """A date as YYYY-MM-DD that may be missing."""
        node = self.values.get(key)
        text = None if node is None else text_of(node, self.named(key), self.complaints)
        if node is None or not text:
            return None
        try:
            if len(text) == 10 and text[4] == text[7] == "-" and text.isascii():
                return date.fromisoformat(text)
        except ValueError:
            pass
        what = f"的 {key} 不是日历上的日期：{shortened(text)}"
        self.complain(node, what, "写成 年-月-日，例如 2026-02-01，数字用半角")
        return None

    def word(self, key: str, words: Mapping[str, T]) -> T | None:
        """One of a closed list of words that may be missing, as what it stands for."""
        node = self.values.get(key)
        text = None if node is None else text_of(node, self.named(key), self.complaints)
        if node is None or not text:
            return None
        if text not in words:
            mend = f"写成其中之一：{'、'.join(words)}"
            self.complain(node, f"的 {key} 不能是 {shortened(text)}", mend)
        return words.get(text)

    def each(self, key: str, read: Callable[[Node, str], T]) -> tuple[T, ...]:
        """What `read` makes of each item of a list that may be missing."""
        named = self.named(key)
        return tuple(
            read(item, f"{named} 的第 {number} 项")
            for number, item in enumerate(self.items(key), 1)
        )

    def named(self, key: str) -> str:
        """What complaints call the value of `key`."""
        return f"{spaced(self.name)}的 {key}"

    def complain(self, place: Node, what: str, mend: str) -> None:
        """Complain about `place`, a part of this mapping; `what` goes on from its name."""
        complain(self.complaints, place, f"{spaced(self.name)}{what}", mend)

    def _refuse_unknown(self) -> None:
        for key, _ in self.node.entries:
            if key.value not in self.keys:
                mend = self._meant(key.value)
                self.complain(key, f"里不认识 {shortened(key.value)}", mend)

    def _meant(self, key: str) -> str:
        meant = suggestion(key, self.keys, self.complaints)
        if meant is None:
            absent = [one for one in self.keys if one not in self.values]
            return "删去" + (f"，或者改成其中之一：{'、'.join(absent)}" if absent else "")
        if meant in self.values:
            return f"删去；这里已经有 {meant}"
        self._known_missing += (meant,)
        return f"改成 {meant}"
