"""Reads pieces of an answers file out of YAML nodes, collecting every complaint on the way."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime

from checklist.assessment.typed import quoted
from checklist.yaml.nodes import Mapping, Node, Scalar, Sequence
from checklist.yaml.values import (
    Complaints,
    complain,
    entries_of,
    instead,
    items_of,
    spaced,
    suggestion,
)

_FEW = 12
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR_FIRST = re.compile(r"[0-9]{4}-")


class Pieces:
    """Reads pieces; what is empty counts as missing, as in a form that was not filled in.

    `complaints` is what was found wrong so far. A piece that cannot be read is None or left out.
    """

    def __init__(self) -> None:
        self.complaints: Complaints = []

    def complain(self, node: Node, what: str, mend: str) -> None:
        """Complain about what stands at `node`."""
        complain(self.complaints, node, what, mend)

    def mapping(self, node: Node | None, name: str) -> Mapping | None:
        """A group of keys."""
        if node is None or _is_empty(node):
            return None
        return entries_of(node, name, self.complaints)

    def items(self, node: Node | None, name: str) -> tuple[Node, ...]:
        """The entries of a list."""
        return () if node is None or _is_empty(node) else items_of(node, name, self.complaints)

    def text(self, node: Node | None, name: str) -> str | None:
        """One piece of text, whatever is in it: lines and invisible characters are kept."""
        if isinstance(node, Scalar):
            return node.value
        if node is None:
            return None
        mend = "冒号后面直接写文字；含有冒号、括号的加上引号"
        self.complain(node, f"{spaced(name)}应是一段文字", mend)
        return None

    def filled(self, node: Node | None, name: str) -> str | None:
        """One piece of text; an empty one counts as missing."""
        return self.text(node, name) or None

    def day(self, node: Node | None, name: str) -> date | None:
        """A date as YYYY-MM-DD."""
        text = self.filled(node, name)
        if node is None or text is None:
            return None
        try:
            return date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError:
            mend = "写成 年-月-日，例如 2026-02-01"
            self.complain(node, f"{spaced(name)}不是日历上的日期：{quoted(text)}", mend)
            return None

    def moment(self, node: Node | None, name: str) -> str | None:
        """A moment as ISO 8601, as it was written."""
        text = self.filled(node, name)
        if node is None or text is None:
            return None
        try:
            datetime.fromisoformat(text if _YEAR_FIRST.match(text) else "")
        except ValueError:
            mend = "写成 2026-10-31T09:30:00+08:00 这样，或者删去这一行"
            self.complain(node, f"{spaced(name)}不是时间：{quoted(text)}", mend)
            return None
        return text

    def keys(
        self, mapping: Mapping, known: Collection[str], name: str
    ) -> Iterator[tuple[Scalar, Node]]:
        """The entries whose key is known; the others are complained about."""
        for key, node in mapping.entries:
            if key.value in known:
                yield key, node
            else:
                self.unknown(key, known, f"{spaced(name)}里没有{quoted(key.value)}这个键")

    def unknown(self, key: Scalar, known: Collection[str], what: str) -> None:
        """Complain about an unknown name and suggest the one that was probably meant."""
        if len(known) <= _FEW:
            self.complain(key, what, instead(key.value, known, self.complaints))
            return
        meant = suggestion(key.value, known, self.complaints)
        self.complain(key, what, f"改成 {meant}" if meant else "检查拼写；不需要就删去这一行")


def _is_empty(node: Node) -> bool:
    match node:
        case Scalar(value=text):
            return not text.strip()
        case Sequence(items=items):
            return not items
        case _:
            return False
