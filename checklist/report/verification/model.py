"""What comes out of a verification: one outcome, and what it rests on. No words."""

from __future__ import annotations

from checklist.assessment.model import Answer, Assessment
from checklist.frozen import dataclass
from checklist.report.comparison.model import Comparison, Edition
from checklist.report.comparison.page_file import Quoted

TITLE = "<title>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """The first place where two pages read otherwise, with some words around it.

    `chapter` is its heading as the page should read, None before the first, TITLE for the words on
    the browser's tab. `expected` is "" where the page says something more, `found` is "" where it
    leaves something out.
    """

    chapter: str | None
    expected: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """One fact or answer that is not what the page embeds. `section`: facts or answers."""

    section: str
    key: str
    old: Answer | None
    new: Answer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """The page is, to the letter, what these inputs give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersDiffer:
    """The answers are not those the page was made from. `head` names sections above the answers."""

    old: Assessment
    new: Assessment
    head: tuple[str, ...]
    changes: tuple[AnswerChange, ...]
    comparison: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDiffers:
    """The same answers and rules give another page. `spot` is None where the visible text agrees.

    `resaved`: it bears the marks of a browser's 另存为. `same_result`: what it embeds is right.
    `number` is the report's number, worked out anew.
    """

    spot: Spot | None
    same_result: bool
    resaved: bool
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherRulebook:
    """Judged by a rulebook that is not at hand; or by the program's own (`is_bundled`), while
    another one was given."""

    needed: Edition
    given: Edition
    is_bundled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherProgram:
    """Written by another version: results can be compared, the wording of the page cannot."""

    program: str
    comparison: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class StatuteNeeded:
    """The page quotes a text that was not given, or another one (or other fingerprints)."""

    quoted: Quoted
    given_sha256: str | None
    same_result: bool
    number: str


Outcome = Same | AnswersDiffer | PageDiffers | OtherRulebook | OtherProgram | StatuteNeeded
