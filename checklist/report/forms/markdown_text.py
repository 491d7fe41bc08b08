"""Text that people typed, as Markdown that shows it letter by letter and does nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checklist.text import inert

Lines = Iterator[str]
"""Lines of Markdown, in which everything that people typed is escaped."""
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}
_MARKS = {mark: f"\\{mark}" for mark in "\\`*_[]{}|~#!$^"}
_ESCAPES = str.maketrans(_ENTITIES | _MARKS)
_SCHEME = re.compile(r"(?i)(https?|ftp|mailto|xmpp):")
_WWW = re.compile(r"(?i)(www)\.")
# What would begin a list, a heading's underline, a quotation or a definition at a line's start.
_START = re.compile(r"^(\d*)([.)])|^([-+=:])")


def md(text: str) -> str:
    """One line that reads as `text` in CommonMark and GitHub's dialect: no tags, links or lists."""
    escaped = inert(text).strip().translate(_ESCAPES)
    # An entity keeps an address from becoming a link by itself.
    escaped = _WWW.sub(r"\1&#46;", _SCHEME.sub(r"\1&#58;", escaped))
    return _START.sub(lambda match: f"{match[1] or ''}\\{match[2] or match[3]}", escaped)


def bullets(lines: Iterable[str], *, depth: int = 0) -> Iterator[str]:
    """Ready-made Markdown lines as a list."""
    for line in lines:
        yield f"{'  ' * depth}- {line}"


def table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table of texts, which are escaped here."""
    names = list(headings)
    yield f"| {' | '.join(names)} |"
    yield f"|{' --- |' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(md(cell) or '—' for cell in row)} |"
