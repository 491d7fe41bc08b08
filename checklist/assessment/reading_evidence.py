"""佐证材料 of an answers file: words, or a file with what was seen of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklist.assessment.model import Evidence
from checklist.assessment.nodes import Pieces
from checklist.assessment.typed import quoted
from checklist.yaml.nodes import Mapping, Node

EVIDENCE_KEYS = ("text", "path", "sha256", "size", "seen_at")
DIGEST = "[0-9a-f]{64}"
SIZE = "[0-9]{1,15}"


def evidence(node: Node | None, pieces: Pieces) -> tuple[Evidence, ...]:
    """Every piece of evidence; what is empty is left out."""
    return () if node is None else tuple(_evidence(node, pieces))


def _evidence(node: Node, pieces: Pieces) -> Iterator[Evidence]:
    for item in pieces.items(node, "evidence"):
        if not isinstance(item, Mapping):
            text = pieces.filled(item, "evidence")
            if text:
                yield Evidence(text)
            continue
        said = {key.value: value for key, value in pieces.keys(item, EVIDENCE_KEYS, "一份佐证材料")}
        path = pieces.filled(said.get("path"), "path")
        text = pieces.filled(said.get("text"), "text") or path
        if not text:
            pieces.complain(item, "佐证材料没有写是什么", "写明 text（文字）或者 path（文件）")
            continue
        size = _matching(said.get("size"), "size", SIZE, pieces, "写文件的字节数，例如：1024")
        yield Evidence(
            text=text,
            path=path,
            sha256=_matching(
                said.get("sha256"), "sha256", DIGEST, pieces, "SHA-256 是 64 位十六进制小写数字"
            ),
            size=None if size is None else int(size),
            seen_at=pieces.moment(said.get("seen_at"), "seen_at"),
        )


def _matching(node: Node | None, name: str, pattern: str, pieces: Pieces, mend: str) -> str | None:
    text = pieces.filled(node, name)
    if node is None or text is None or re.fullmatch(pattern, text):
        return text
    pieces.complain(node, f"{name} 写的是{quoted(text)}", mend)
    return None
