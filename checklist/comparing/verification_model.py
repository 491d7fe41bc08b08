"""What comes out of a verification: one outcome, and what it rests on. No words."""

from __future__ import annotations

from msgspec import Struct

from checklist.assessment.model import Answer, Assessment
from checklist.comparing.model import Comparison, Edition
from checklist.comparing.page_file import Quoted

TITLE = "<title>"


class Spot(Struct, frozen=True, kw_only=True):
    """The first place where two pages read otherwise, with some words around it.

    `chapter` is its heading as the page should read, None before the first, TITLE for the words on
    the browser's tab. `expected` is "" where the page says something more, `found` is "" where it
    leaves something out.
    """

    chapter: str | None
    expected: str
    found: str


class AnswerChange(Struct, frozen=True, kw_only=True):
    """One fact or answer that is not what the page embeds. `section`: facts or answers."""

    section: str
    key: str
    old: Answer | None
    new: Answer | None


class Same(Struct, frozen=True, kw_only=True):
    """The page is, to the letter, what these inputs give."""


class AnswersDiffer(Struct, frozen=True, kw_only=True):
    """The answers are not those the page was made from. `head` names sections above the answers."""

    old: Assessment
    new: Assessment
    head: tuple[str, ...]
    changes: tuple[AnswerChange, ...]
    comparison: Comparison


class PageDiffers(Struct, frozen=True, kw_only=True):
    """The same answers and rules give another page. `spot` is None where the visible text agrees.

    `resaved`: it bears the marks of a browser's 另存为. `same_result`: what it embeds is right.
    `number` is the report's number, worked out anew.
    """

    spot: Spot | None
    same_result: bool
    resaved: bool
    number: str


class OtherRulebook(Struct, frozen=True, kw_only=True):
    """Judged by a rulebook that is not at hand; or by the program's own (`is_bundled`), while
    another one was given."""

    needed: Edition
    given: Edition
    is_bundled: bool = False


class OtherProgram(Struct, frozen=True, kw_only=True):
    """Written by another version: results can be compared, the wording of the page cannot."""

    program: str
    comparison: Comparison


class StatuteNeeded(Struct, frozen=True, kw_only=True):
    """The page quotes a text that was not given, or another one (or other fingerprints)."""

    quoted: Quoted
    given_sha256: str | None
    same_result: bool
    number: str


Outcome = Same | AnswersDiffer | PageDiffers | OtherRulebook | OtherProgram | StatuteNeeded
