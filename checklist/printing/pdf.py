"""Reads the little we need of a PDF a Chromium wrote: whether it is whole, and what lies where.

What cannot be read is reported as unknown, never guessed.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator, Mapping
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import StreamObject

_PAGE = re.compile(rb"/Type\s*/Page\b")
_TO_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
_MAPPINGS = re.compile(rb"beginbf(char|range)\s(.*?)endbf", re.DOTALL)
_CODE = re.compile(rb"<((?:[0-9A-Fa-f]{2})+)>")
_BROKEN = (PyPdfError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError,
           ValueError)  # fmt: skip
"""What reading a PDF raises that is none, or is written otherwise than it should be."""
# What pypdf mends on the way is nothing that a user has to do anything about.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


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

    Empty where the document does not say.
    """
    try:
        reader = PdfReader(BytesIO(data))
        places = reader.named_destinations.items()
        pages = {name: reader.get_destination_page_number(place) for name, place in places}
    except _BROKEN:
        return {}
    return {name.lstrip("/"): page + 1 for name, page in pages.items() if page is not None}


def count(data: bytes) -> int:
    """How many pages it has; 0 where that is not known."""
    try:
        return len(PdfReader(BytesIO(data)).pages)
    except _BROKEN:
        return 0


def characters(data: bytes) -> frozenset[str]:
    """The characters for which its fonts hold a shape, as text has them (no compatibility forms).

    A character that is printed as an empty box is not among them. Empty where no font says.
    """
    try:
        reader = PdfReader(BytesIO(data))
        tables = [reader.get_object(int(at)) for at in {*_TO_UNICODE.findall(data)}]
        written = [table.get_data() for table in tables if isinstance(table, StreamObject)]
    except _BROKEN:
        return frozenset()
    held = "".join(text for table in written for text in _mapped(table))
    return frozenset(unicodedata.normalize("NFKC", held))


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
