"""Reads single values out of YAML nodes, collecting every complaint instead of stopping at one.

What cannot be read is complained about and stands in as an empty value; whoever reads a file raises
at the end if there is any complaint.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date

from checklist.errors import Complaint
from checklist.text import inert
from checklist.yaml.nodes import Mapping as Entries
from checklist.yaml.nodes import Node, Scalar, Sequence, shortened

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


def day_of(node: Node, name: str, complaints: Complaints) -> date | None:
    """A date as YYYY-MM-DD. None where it is none."""
    text = text_of(node, name, complaints)
    day = day_in(text)
    if text and day is None:
        what = f"{spaced(name)}不是日历上的日期：{shortened(text)}"
        complain(complaints, node, what, "写成 年-月-日，例如 2026-02-01，数字用半角")
    return day


def day_in(text: str) -> date | None:
    """The day that `text` writes as YYYY-MM-DD; None where it writes none."""
    if len(text) == 10 and text[4] == text[7] == "-" and text.isascii():
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    return None
