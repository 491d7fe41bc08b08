"""What comes out of a verification: one outcome, and what it rests on. No words."""

from __future__ import annotations

from checklist.assessment.model import Answer, Assessment
from checklist.frozen import dataclass
from checklist.report.comparison.model import Comparison, Edition
from checklist.report.comparison.page_file import Quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """The first place where two pages read otherwise, with some words around it.

    `chapter` is its heading as the page should read, None before the first. `expected` or `found`
    is "" where one page has nothing more to say.
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
    """

    spot: Spot | None
    same_result: bool
    resaved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherRulebook:
    """Judged by a rulebook that is not at hand."""

    needed: Edition
    given: Edition


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


Outcome = Same | AnswersDiffer | PageDiffers | OtherRulebook | OtherProgram | StatuteNeeded
