"""What a reader of a file carries from node to node: it reads values and collects complaints.

What cannot be read is complained about and stands in as an empty value; whoever reads a file raises
at the end if there is any complaint.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from checklist.errors import Complaint
from checklist.text import inert
from checklist.yaml.nodes import Mapping as Entries
from checklist.yaml.nodes import Node, Scalar, Sequence, shortened

if TYPE_CHECKING:
    from checklist.yaml.shape import Fields

_KINDS: dict[type[Node], str] = {Scalar: "一段文字", Sequence: "列表", Entries: "一组键值"}
_FILL_IN = "写上内容；不需要的键整个删去"
_MOST_SUGGESTIONS = 500


@dataclass(slots=True)
class Reading:
    """What has been read of a file so far. A reader with more to remember extends this class.

    Each method takes the node to read, and what complaints call it.
    """

    complaints: list[Complaint] = field(default_factory=list)
    names_keys_alone: bool = False
    """Whether complaints call a value by its key, without the mapping in which it stands."""

    def complain(self, place: Node, what: str, mend: str) -> None:
        """Add a complaint about `place`."""
        self.complaints.append(Complaint(what=what, mend=mend, where=place.where))

    def in_order(self) -> list[Complaint]:
        """The complaints in the order of the file."""
        return sorted(self.complaints, key=_position)

    def refuse(self, key: Scalar, fields: Fields) -> None:
        """Complain about a key that the mapping cannot have, and say which was probably meant."""
        meant = suggestion(key.value, fields.record.keys, self.complaints)
        if meant is None:
            absent = [known for known in fields.record.keys if known not in fields]
            mend = "删去" + (f"，或者改成其中之一：{'、'.join(absent)}" if absent else "")
        elif meant in fields:
            mend = f"删去；这里已经有 {meant}"
        else:
            mend = f"改成 {meant}"
            fields.excuse(meant)
        fields.complain(key, f"里不认识 {shortened(key.value)}", mend)

    def text(self, node: Node, name: str) -> str:
        """The text of a scalar: not empty, one line, nothing invisible. "" where it is none."""
        if not isinstance(node, Scalar):
            what = f"{spaced(name)}应是一段文字，这里是{_KINDS[type(node)]}"
            self.complain(node, what, "写成一段文字；含有冒号、逗号、括号的加引号")
            return ""
        value = node.value
        if not value.strip():
            self.complain(node, f"{spaced(name)}是空的", _FILL_IN)
            return ""
        if not value.isprintable() and inert(value) != value:
            what = f"{spaced(name)}里有换行或者看不见的控制字符"
            self.complain(node, what, "写成一行；长文字直接换行并缩进，不用 | 和 >")
            return ""
        return value

    def items(self, node: Node, name: str) -> tuple[Node, ...]:
        """The items of a list that has at least one. () where it is none."""
        if not isinstance(node, Sequence):
            what = f"{spaced(name)}应是列表，这里是{_KINDS[type(node)]}"
            self.complain(node, what, "写成列表：每项一行，以“- ”开头；或者写在 [ ] 里")
            return ()
        if not node.items:
            self.complain(node, f"{spaced(name)}是空的", _FILL_IN)
        return node.items

    def entries(self, node: Node, name: str, *, mend: str | None = None) -> Entries:
        """A mapping; with `mend`, one that has at least one key. Without keys where it is none."""
        if isinstance(node, Entries):
            if mend and not node.entries:
                self.complain(node, f"{spaced(name)}是空的", mend)
            return node
        what = f"{spaced(name)}应是一组键值，这里是{_KINDS[type(node)]}"
        half_width = isinstance(node, Scalar) and "：" in node.value
        write = "冒号用半角，后面空一格" if half_width else "写成 { 键: 值 }，或者每个键一行并缩进"
        self.complain(node, what, write)
        return Entries((), mark=node.mark, file=node.file)


def _position(complaint: Complaint) -> tuple[int, int]:
    where = complaint.where
    return (where.line or 0, where.column or 0) if where else (0, 0)


def spaced(name: str) -> str:
    """`name` as it stands before a Chinese word: with a space after Latin letters or digits."""
    return f"{name} " if name[-1:].isascii() else name


def suggestion(
    word: str, known: Iterable[str], complaints: Collection[Complaint] = ()
) -> str | None:
    """The known word `word` was probably meant to be; None where nothing is close.

    Gives up on files that are wrong from end to end: looking is slow.
    """
    if len(word) > 60 or len(complaints) > _MOST_SUGGESTIONS:
        return None
    from difflib import get_close_matches  # noqa: PLC0415  slow to import, rarely needed

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.6)), None)


def instead(word: str, known: Iterable[str], complaints: Collection[Complaint] = ()) -> str:
    """How to mend an unknown word: the one that was probably meant, or the choice there is."""
    known = list(known)
    if meant := suggestion(word, known, complaints):
        return f"改成 {meant}"
    shown = "、".join(known[:20]) + ("等" if len(known) > 20 else "")
    return f"改成其中之一：{shown}" if known else "删去"


def whole_number(text: str, *, most: int, before: str = "", after: str = "") -> int | None:
    """The number from 1 to `most` that `text` writes in half-width digits; None where it is none.

    `before` and `after` are the words that must stand around the number. No regular expressions
    here and in the readers: compiling them costs start-up time.
    """
    if not (text.startswith(before) and text.endswith(after)):
        return None
    text = text.removeprefix(before).removesuffix(after)
    if not text.isdecimal() or not text.isascii() or text[0] == "0" or len(text) > len(str(most)):
        return None
    return int(text) if int(text) <= most else None


def day_in(text: str) -> date | None:
    """The day that `text` writes as YYYY-MM-DD; None where it writes none."""
    if len(text) == 10 and text[4] == text[7] == "-" and text.isascii():
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    return None
