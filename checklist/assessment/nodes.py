"""Reads pieces of an answers file out of YAML nodes, collecting every complaint on the way."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from difflib import get_close_matches

from checklist.assessment.typed import quoted
from checklist.errors import Complaint
from checklist.yaml_nodes import Mapping, Node, Scalar, Sequence

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Pieces:
    """What was complained about so far. A piece that cannot be read is None, or left out."""

    def __init__(self) -> None:
        self.complaints: list[Complaint] = []

    def complain(self, node: Node, what: str, mend: str) -> None:
        """Complain about what stands at `node`."""
        self.complaints.append(Complaint(what=what, mend=mend, where=node.where))

    def mapping(self, node: Node | None, name: str) -> Mapping | None:
        """A group of keys; nothing written counts as none."""
        if node is None or _is_empty(node) or isinstance(node, Mapping):
            return node if isinstance(node, Mapping) else None
        self.complain(node, f"{name} 应当是一组“键: 值”", "每行写一个键，冒号后面空一格再写值")
        return None

    def items(self, node: Node | None, name: str) -> tuple[Node, ...]:
        """The entries of a list; nothing written counts as none."""
        if node is None or _is_empty(node):
            return ()
        if isinstance(node, Sequence):
            return node.items
        self.complain(node, f"{name} 应当是一个列表", "每行写一项，用“- ”开头")
        return ()

    def text(self, node: Node | None, name: str) -> str | None:
        """One piece of text."""
        if node is None or isinstance(node, Scalar):
            return None if node is None else node.value
        self.complain(
            node, f"{name} 应当是一段文字", "冒号后面直接写文字；含有冒号、括号的加上引号"
        )
        return None

    def filled(self, node: Node | None, name: str) -> str | None:
        """One piece of text; an empty one counts as none."""
        return self.text(node, name) or None

    def day(self, node: Node | None, name: str) -> date | None:
        """A date."""
        text = self.filled(node, name)
        if node is None or text is None:
            return None
        try:
            return date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError:
            self.complain(
                node, f"{name}：{quoted(text)}不是日期", "写成 年-月-日，例如：2026-02-01"
            )
            return None

    def keys(
        self, mapping: Mapping, known: Collection[str], name: str
    ) -> Iterator[tuple[Scalar, Node]]:
        """The entries whose key is known; the others are complained about."""
        for key, node in mapping.entries:
            if key.value in known:
                yield key, node
            else:
                self.unknown(key, known, f"{name}里没有{quoted(key.value)}这个键")

    def unknown(self, key: Scalar, known: Collection[str], what: str) -> None:
        """Complain about an unknown name and suggest the nearest known one."""
        near = get_close_matches(key.value, known, n=1)
        if near:
            mend = f"是不是 {near[0]}？不需要就删去这一行"
        elif known and len(known) <= 12:
            mend = f"可以写的有：{'、'.join(known)}"
        else:
            mend = "检查拼写；不需要就删去这一行"
        self.complain(key, what, mend)


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.value
