"""Finds the articles that the prose of a rulebook names and that its regulation does not have."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from msgspec.structs import replace

from checklist.errors import Complaint
from checklist.files import read_text
from checklist.law.cited import Cited, cited
from checklist.law.model import Citation, Rulebook
from checklist.law.wording import cite
from checklist.yaml.nodes import Mapping, Node, Scalar, Sequence, parse

_QUOTED = frozenset({"anchor", "law", "rulebook"})
"""What stands there is the law's own text, or names no article."""


def wrongly_cited(book: Rulebook, file: Path, places: Collection[Citation]) -> list[Complaint]:
    """What names no place of the regulation, and what could be of another law, in the file of a
    rulebook that can be read. `places` are all there are; empty where they are not known."""
    known, regulation = _known(places), book.regulation
    called = (regulation.title, f"《{regulation.title}》", f"《{regulation.short}》")

    def has(each: Cited) -> bool:
        if not known:  # by its chapters alone
            return regulation.chapter_of(each.article) is not None
        named = Citation(article=each.article, paragraph=each.paragraph, item=each.item)
        return named in known

    return [
        complaint
        for scalar in _texts(parse(read_text(file), file=file))
        for citation in cited(scalar.value, called)
        if (complaint := _complaint(scalar, citation, is_there=has(citation)))
    ]


def _known(places: Collection[Citation]) -> set[Citation]:
    """The places of a regulation in all ways in which they may be cited."""
    known = {replace(place, anchor=None, of="") for place in places}
    known |= {replace(place, paragraph=place.paragraph or 1) for place in known}
    known |= {replace(place, paragraph=None) for place in known}
    return known | {Citation(article=place.article) for place in known}


def _complaint(scalar: Scalar, each: Cited, *, is_there: bool) -> Complaint | None:
    called = cite(each.article, each.paragraph, each.item) if each.article else "这一条"
    where = replace(scalar.where, column=_column(scalar, each))
    if each.unclear:
        what = f"“{called}”前面说的是另一部法律，看不出这里是哪一部的"
        mend = "写明是哪一部：本规定的写“本办法”或者“本规定”，别的写上法律的名称"
        return Complaint(what=what, mend=mend, where=where)
    if each.ours and not is_there:
        what = f"“{called}”不在这部规定里"
        return Complaint(what=what, mend="改正条号；是别的法律的，写上它的名称", where=where)
    return None


def _column(scalar: Scalar, each: Cited) -> int | None:
    """Where the article stands in a text of one line; where a text begins that is folded."""
    column = scalar.where.column
    return column + each.start if column and "\n" not in scalar.value else column


def _texts(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from _texts(item)
        case Mapping():
            for key, value in node.entries:
                if key.value not in _QUOTED:
                    yield from _texts(value)
