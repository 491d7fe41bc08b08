"""Reads the little we need of a PDF a Chromium wrote: whether it is whole, and what lies where.

Chromium (Skia) writes PDF 1.4: a plain table of objects, only their streams compressed. What cannot
be read so is reported as unknown, never guessed. ISO 32000-1, 7.5 (structure), 12.3.2.3 (named
destinations).
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping

_PAGE = re.compile(rb"/Type\s*/Page\b")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_DESTINATION = re.compile(rb"/([^\s/\[<>]+)\s*\[\s*(\d+) 0 R")
_TO_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
_MAPPINGS = re.compile(rb"beginbf(char|range)\s(.*?)endbf", re.DOTALL)
_CODE = re.compile(rb"<((?:[0-9A-Fa-f]{2})+)>")
_LARGEST_TABLE = 4_000_000
_DEEPEST = 32
"""Levels of the tree of pages; each level holds eight times more."""


def is_whole(data: bytes) -> bool:
    """Whether it begins and ends as a PDF and holds at least one page."""
    return (
        data.startswith(b"%PDF-")
        and data.rstrip().endswith(b"%%EOF")
        and _PAGE.search(data) is not None
    )


def milestone(data: bytes) -> int | None:
    """The version of the browser that wrote it (its first number), or None where it is not said."""
    producer = re.search(rb"/Producer\s*\(Skia/PDF m(\d+)", data)
    return int(producer[1]) if producer else None


def pages_of_places(data: bytes) -> Mapping[str, int]:
    """On which page, from 1, each place lies that something in the document links to.

    Empty where the document does not say, or not in the way Chromium writes it.
    """
    objects = _Objects(data)
    catalog = objects.named(rb"/Root", data[data.rfind(b"trailer") :])
    tree = re.search(rb"/Pages (\d+) 0 R", catalog)
    if not tree:
        return {}
    number = {page: n for n, page in enumerate(_pages(int(tree[1]), objects), start=1)}
    return {
        _name(name): number[int(page)]
        for name, page in _DESTINATION.findall(objects.named(rb"/Dests", catalog))
        if int(page) in number
    }


def characters(data: bytes) -> frozenset[str]:
    """The characters for which its fonts hold a shape, as text has them (no compatibility forms).

    A character that is printed as an empty box is not among them. Empty where no font says.
    """
    objects = _Objects(data)
    tables = {int(number) for number in _TO_UNICODE.findall(data)}
    held = "".join(text for number in tables for text in _mapped(_stream(objects[number])))
    return frozenset(unicodedata.normalize("NFKC", held))


def _stream(written: bytes) -> bytes:
    """What a stream holds, unpacked where it is packed."""
    packed = written.partition(b"stream")[2].lstrip(b"\r\n")
    try:
        return zlib.decompressobj().decompress(packed, _LARGEST_TABLE)
    except zlib.error:
        return packed


def _mapped(table: bytes) -> Iterator[str]:
    """The texts that a ToUnicode table leads to: ISO 32000-1, 9.10.3."""
    for kind, rows in _MAPPINGS.findall(table):
        for row in rows.splitlines():
            codes = [bytes.fromhex(code.decode()) for code in _CODE.findall(row)]
            text = codes[-1].decode("utf-16-be", errors="ignore") if codes else ""
            yield text
            if kind == b"range" and len(codes) == 3 and len(text) == 1:
                many = int.from_bytes(codes[1], "big") - int.from_bytes(codes[0], "big")
                yield "".join(chr(ord(text) + at) for at in range(1, min(many, 0xFFFF) + 1))


class _Objects:
    """The document's objects, found through its table of offsets."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._offsets: dict[int, int] = {}
        start = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", data[-64:])
        table = data[int(start[1]) :] if start else b""
        head = re.match(rb"xref\s+0 \d+\s+", table)
        if head:
            entries = re.findall(rb"(\d{10}) \d{5} [nf]", table[head.end() :])
            self._offsets = {n: int(offset) for n, offset in enumerate(entries)}

    def __getitem__(self, number: int) -> bytes:
        """What is written of an object; empty where there is none."""
        offset = self._offsets.get(number, 0)
        return self._data[offset : self._data.find(b"endobj", offset)] if offset else b""

    def named(self, key: bytes, written: bytes) -> bytes:
        """The object that `written` refers to under `key`."""
        reference = re.search(key + rb" (\d+) 0 R", written)
        return self[int(reference[1])] if reference else b""


def _pages(node: int, objects: _Objects, depth: int = 0) -> Iterator[int]:
    """The objects that are pages, in their order."""
    written = objects[node]
    if _PAGE.search(written):
        yield node
        return
    kids = re.search(rb"/Kids\s*\[(.*?)\]", written, re.DOTALL)
    if kids and depth < _DEEPEST:
        for kid in _REFERENCE.findall(kids[1]):
            yield from _pages(int(kid), objects, depth + 1)


def _name(written: bytes) -> str:
    """A PDF name without its escapes: #23 is a number sign."""
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes.fromhex(code[1].decode()), written)
    return plain.decode("utf-8", errors="replace")
