"""Page, rulebook and answers -> whether the page is what they give, and if not, why. No words.

Everything is judged anew as of the day the page names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, convert
from msgspec.structs import replace

from checklist import PROGRAM
from checklist.assessment.as_data import digest
from checklist.assessment.evidence import pieces
from checklist.assessment.model import Answer, Assessment, Evidence
from checklist.comparing.compare import compare
from checklist.comparing.model import Comparison
from checklist.comparing.page_file import Page, Quoted, without_result
from checklist.comparing.result import Edition, Result
from checklist.comparing.shown import Lacking, Spot, first_difference, is_resaved, lacking
from checklist.evaluation.evaluate import evaluate
from checklist.law.as_data import Data
from checklist.law.model import Regulation, Rulebook
from checklist.report.beside import NOTHING, Beside
from checklist.report.forms import json
from checklist.report.page import html
from checklist.report.page.embedded import FORMAT
from checklist.report.view.build import build, numbered
from checklist.report.view.model import Report
from checklist.report.view.quotes import OfficialText


class AnswerChange(Struct, frozen=True, kw_only=True):
    """One fact or answer that is not what the page embeds. `section`: facts or answers."""

    section: str
    key: str
    old: Answer | None
    new: Answer | None


class Same(Struct, frozen=True, kw_only=True):
    """The page is, to the letter, what these inputs give."""


class AnswersDiffer(Struct, frozen=True, kw_only=True):
    """The answers are not those the page was made from."""

    old: Assessment
    new: Assessment
    changes: tuple[AnswerChange, ...]
    comparison: Comparison


class PageDiffers(Struct, frozen=True, kw_only=True):
    """The same answers and rules give another page. `spot` is None where the visible text agrees.

    `resaved`: it bears the marks of a browser's 另存为. `same_result`: what it embeds is right.
    `number` is the report's number, worked out anew. `checks` are those of records or recordings
    that are not what the page says it used.
    """

    spot: Spot | None
    same_result: bool
    resaved: bool
    number: str
    checks: tuple[str, ...] = ()


class OtherRulebook(Struct, frozen=True, kw_only=True):
    """The page was judged by a rulebook that is not at hand. `is_bundled`: it is the program's own,
    but another one was given. `lacking` is what it does not show of its own result."""

    needed: Edition
    given: Edition
    lacking: Lacking
    is_bundled: bool = False


class OtherProgram(Struct, frozen=True, kw_only=True):
    """Another version wrote the page: results can be compared, its wording cannot.

    `lacking` is what it does not show of its own result. `report` is what the inputs give.
    """

    comparison: Comparison
    lacking: Lacking
    report: Report


class StatuteNeeded(Struct, frozen=True, kw_only=True):
    """The page quotes a text that was not given, or another one (or other fingerprints).

    `lacking` is what it does not show although it has nothing to do with that text.
    """

    quoted: Quoted
    lacking: Lacking
    given_sha256: str | None
    same_result: bool
    number: str


Outcome = Same | AnswersDiffer | PageDiffers | OtherRulebook | OtherProgram | StatuteNeeded


def other_rulebook(
    page: Page, rulebook: Rulebook, *, bundled: Mapping[str, str]
) -> OtherRulebook | None:
    """Whether the page was judged by another rulebook: then nothing can be judged anew.

    `bundled` are the digests of those this program comes with, by id.
    """
    given = {each.id: each for each in rulebook.regulations}
    for needed in page.result.rulebooks:
        ours = given.get(needed.id, rulebook.regulations[0])
        if needed.sha256 != ours.sha256:
            return OtherRulebook(
                needed=needed,
                given=convert(ours, Edition, from_attributes=True),
                lacking=lacking(page),
                is_bundled=needed.sha256 == bundled.get(needed.id),
            )
    return None


def verify(
    page: Page,
    rulebook: Rulebook,
    assessment: Assessment,
    text: OfficialText | None,
    *,
    beside: Beside = NOTHING,
    not_compared: Sequence[Regulation] = (),
) -> Outcome:
    """Hold the page against what these inputs give. `rulebook` is the one the page was judged by,
    bundled or not. Raises NotInForce where the page's day is before it was in force."""
    day, quoted = page.result.as_of, page.seal.quoted
    seen, beside = beside.observations(rulebook), replace(beside, gone=_gone_then(page, assessment))
    findings = evaluate(rulebook, assessment, seen, as_of=day, not_compared=not_compared)
    report = _numbered_as(page, build(findings, beside))
    comparison = compare(page.result, convert(json.as_data(report), Result))
    if page.assessment != assessment and page.seal.answers_sha256 != digest(assessment):
        return _answers_differ(page.assessment, assessment, comparison)
    if (page.program, page.format) != (PROGRAM, FORMAT):
        return OtherProgram(comparison=comparison, lacking=lacking(page), report=report)
    same_result = page.data == (data := json.as_embedded(report))
    if quoted is not None and not _is_quoted(text, quoted):
        return StatuteNeeded(
            quoted=quoted,
            lacking=_besides_quotations(page, report, quoted),
            given_sha256=text.sha256 if text else None,
            same_result=same_result,
            number=report.number,
        )
    text = replace(text, source=quoted.source) if text and quoted else None
    expected = html.render(report, text=text)
    if expected == page.text or (same_result and _differs_in_packing(page, expected)):
        return Same()
    return PageDiffers(
        spot=first_difference(expected, page.text),
        same_result=same_result,
        resaved=is_resaved(page.text),
        number=report.number,
        checks=_other_checks(page.data, data),
    )


def _gone_then(page: Page, assessment: Assessment) -> frozenset[Evidence]:
    """The evidence that was not there when the page was written: whoever verifies it may have other
    files, or none."""
    named = page.data.get("missing_evidence")
    gone = named if isinstance(named, list) else []
    return frozenset(
        piece
        for piece in pieces(assessment)
        if piece.path and {"path": piece.path, "sha256": piece.sha256} in gone
    )


def _numbered_as(page: Page, report: Report) -> Report:
    """The report with the number of the page, where that is what it was before checks of records
    and recordings entered it."""
    before = numbered(report.findings, report.answers_sha256, NOTHING)
    return replace(report, number=before) if page.seal.number == before else report


def _other_checks(old: Data, new: Data) -> tuple[str, ...]:
    """The checks that two results were not judged with alike."""
    was, now = ({check["check"]: check for check in data.get("checks", ())} for data in (old, new))
    return tuple(check for check in {**was, **now} if was.get(check) != now.get(check))


def _differs_in_packing(page: Page, expected: str) -> bool:
    """Whether nothing but the bytes of the compressed result differ: another zlib wrote them."""
    return page.intact and without_result(expected) == without_result(page.text)


def _is_quoted(text: OfficialText | None, quoted: Quoted) -> bool:
    """Whether a text is the one that the page quotes, compared with the same fingerprints."""
    wanted = quoted.sha256, quoted.fingerprints_sha256
    return text is not None and (text.sha256, text.fingerprints_sha256) == wanted


def _besides_quotations(page: Page, report: Report, quoted: Quoted) -> Lacking:
    """What the page lacks of all that stands there with the text it says it quotes, and without."""
    withheld = OfficialText(
        source=quoted.source,
        sha256=quoted.sha256,
        fingerprints_sha256=quoted.fingerprints_sha256,
        withheld={entry.id: entry.source for entry in report.findings.rulebook.obligations},
    )
    return lacking(page, html.render(report), html.render(report, text=withheld))


def _answers_differ(old: Assessment, new: Assessment, comparison: Comparison) -> AnswersDiffer:
    changes = [
        AnswerChange(section=section, key=key, old=before.get(key), new=after.get(key))
        for section, before, after in (
            ("facts", old.facts, new.facts),
            ("answers", old.answers, new.answers),
        )
        for key in dict.fromkeys((*after, *before))
        if before.get(key) != after.get(key)
    ]
    return AnswersDiffer(old=old, new=new, changes=tuple(changes), comparison=comparison)
