"""Makes text that people typed harmless to show: on a terminal, in a page, in a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable


def inert(text: str) -> str:
    """`text` as one visible line that cannot steer what shows it.

    Line breaks and tabs become spaces; other control characters (terminal escapes), marks that
    reorder or hide text (bidi overrides, zero-width characters, tags) and what is no character are
    dropped; a lone surrogate becomes U+FFFD. Visible characters, rare name characters in private
    use among them, stay.
    Escaping for HTML or a spreadsheet is a further step and is left to those formats.
    """
    if text.isprintable():
        return text
    return "".join(map(_harmless, text))


def clipped(text: str, most: int) -> str:
    """The first characters of a text, and … where there are more."""
    return text if len(text) <= most else f"{text[:most]}…"


def without_asides(text: str) -> str:
    """`text` on one inert line, without what stands in its brackets （…）."""
    return inert(re.sub("（[^（）]*）", "", text))


def quoted(text: str) -> str:
    """“…”, with ‘’ for the quotation marks that stand within."""
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def name_key(name: str) -> str:
    """What the spellings of one name have in common: two people type it with other blanks, in
    another case, or with letters and brackets of another width."""
    return "".join(unicodedata.normalize("NFKC", inert(name)).casefold().split())


def each_name(names: Iterable[str | None]) -> list[str]:
    """Each name once, in its first spelling; what is empty is none."""
    first: dict[str, str] = {}
    for name in filter(None, names):
        first.setdefault(name_key(name), name)
    return list(first.values())


def tidy(text: str) -> str:
    """Text as it survives a spreadsheet: lines without blanks around them, none around them all."""
    return "\n".join(line.strip() for line in text.splitlines()).strip()


def _harmless(character: str) -> str:
    if character.isspace() and character not in "\x1c\x1d\x1e\x1f":
        return character if unicodedata.category(character) == "Zs" else " "
    match unicodedata.category(character):
        case "Cc" | "Cf" | "Zl" | "Zp":
            return ""
        case "Cs":
            return "\N{REPLACEMENT CHARACTER}"
        case _ if character in "\ufffe\uffff":  # no text of XML, or some reader of JSON, has them
            return ""
        case _:
            return character
