"""Makes text that people typed harmless to show: on a terminal, in a page, in a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_DASHES = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501"), "-"),
    **dict.fromkeys(map(ord, "\u2e3a\u2e3b"), "-"),
    **dict.fromkeys(map(ord, "\u301c\u3030\u223c\u223d"), "~"),
}
"""Every dash and wave that an IME makes of the key for - or ~ (— and 〜 among them), once NFKC has
made those of full width plain."""


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


def plain(text: str) -> str:
    """One inert line with full-width letters, digits and punctuation, and dashes, made plain."""
    return unicodedata.normalize("NFKC", inert(text)).translate(_DASHES).strip()


def name_key(name: str) -> str:
    """What the spellings of one name have in common: two people type it with other blanks, in
    another case, or with letters, brackets and dashes of another width."""
    return "".join(plain(name).casefold().split())


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


def ranges(numbers: Sequence[int]) -> list[str]:
    """1, 4—6 and 8: each run of more than two in one."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [f"{run[0]}—{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs]
