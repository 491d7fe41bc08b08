"""Text as people type it, made comparable; and the error for text that was not understood."""

from __future__ import annotations

import re
import unicodedata

from checklist.assessment.model import Mark
from checklist.errors import ChecklistError, Complaint
from checklist.text import inert

_CIRCLED = re.compile("([\u2460-\u2473\u3251-\u325f])")
DAY = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
"""Year, month and day as people type them, in half-width digits."""
_TRAILING = " 。.，,、；;！!"

WORDS = {
    Mark.YES: ("是", "是的", "对", "有", "y", "yes"),
    Mark.NO: ("否", "不是", "没有", "没", "无", "n", "no"),
    Mark.UNKNOWN: ("不清楚", "不知道", "不确定", "说不清", "未知"),
    Mark.INAPPLICABLE: ("不适用", "n/a"),
}
_SAID = {word: mark for mark, words in WORDS.items() for word in words}


class Misread(ChecklistError):
    """Text that does not answer the question. Carries what is wrong and an example that would."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(Complaint(what=what, mend=mend))
        self.what = what
        self.mend = mend


def normal(text: str) -> str:
    """One inert line with full-width letters, digits and punctuation made plain; lower case."""
    spaced = _CIRCLED.sub(r" \1 ", inert(text))
    return unicodedata.normalize("NFKC", spaced).casefold().strip().rstrip(_TRAILING)


def quoted(text: str) -> str:
    """A short inert quotation for a complaint: “三两年”."""
    line = inert(text).strip()
    return f"“{line[:30]}…”" if len(line) > 30 else f"“{line}”"


def mark(text: str) -> Mark | None:
    """The mark a normalized word says, if it is one."""
    return _SAID.get(text)


def said(text: str) -> Mark | None:
    """The mark that text says, normalized or not. The words themselves are normal already."""
    return _SAID.get(text) or _SAID.get(normal(text))
