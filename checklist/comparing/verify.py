"""Page, rulebook and answers -> outcome. Judges anew as of the day the page names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from checklist import __version__
from checklist.assessment.as_data import assessment_in, digest
from checklist.assessment.model import Answer, Assessment
from checklist.comparing.compare import compare
from checklist.comparing.model import Edition
from checklist.comparing.page_file import Page
from checklist.comparing.result_file import result_of
from checklist.comparing.verification_model import (
    AnswerChange,
    AnswersDiffer,
    OtherProgram,
    OtherRulebook,
    Outcome,
    PageDiffers,
    Same,
    StatuteNeeded,
)
from checklist.comparing.visible import first_difference, is_resaved
from checklist.evaluation.evaluate import evaluate
from checklist.law.model import Rulebook
from checklist.report.forms import json
from checklist.report.page import html
from checklist.report.view.build import build
from checklist.report.view.model import Report
from checklist.report.view.quotes import OfficialText

PROGRAM = f"livestream-checklist {__version__}"


def other_rulebook(
    page: Page, rulebook: Rulebook, *, bundled_sha256: str | None = None
) -> OtherRulebook | None:
    """Whether the page was judged by another rulebook: then nothing can be judged anew.

    `bundled_sha256` is the digest of the one this program comes with.
    """
    needed = page.result.rulebooks[0]
    if needed.sha256 == rulebook.sha256:
        return None
    given = Edition(
        id=rulebook.id,
        edition=rulebook.edition,
        sha256=rulebook.sha256,
        bundled=rulebook.bundled,
    )
    return OtherRulebook(needed=needed, given=given, is_bundled=needed.sha256 == bundled_sha256)


def verify(
    page: Page, rulebook: Rulebook, assessment: Assessment, text: OfficialText | None
) -> Outcome:
    """Hold the page against what these inputs give. `rulebook` is the one the page was judged by.

    `rulebook.bundled` says whether it is the one this program comes with. Raises NotInForce where
    the page names a day before the regulation was in force.
    """
    report = build(evaluate(rulebook, assessment, as_of=page.result.as_of))
    data = json.as_data(report)
    comparison = compare(page.result, result_of(data))
    told = assessment_in(page.data)
    changed = told != assessment
    if changed and page.seal.answers_sha256 != digest(assessment):
        return AnswersDiffer(
            old=told,
            new=assessment,
            head=tuple(_head(told, assessment)),
            changes=tuple(_changes(told, assessment)),
            comparison=comparison,
        )
    if page.seal.program != PROGRAM:
        return OtherProgram(program=page.seal.program, comparison=comparison)
    same_result = page.data == data
    quoted = page.seal.quoted
    if quoted is not None:
        if text is None or (quoted.sha256, quoted.fingerprints_sha256) != (
            text.sha256,
            text.fingerprints_sha256,
        ):
            return StatuteNeeded(
                quoted=quoted,
                given_sha256=text.sha256 if text else None,
                same_result=same_result,
                number=report.number,
            )
        text = replace(text, source=quoted.source)
    return _to_the_letter(page, report, text if quoted else None, same_result=same_result)


def _to_the_letter(
    page: Page, report: Report, text: OfficialText | None, *, same_result: bool
) -> Outcome:
    expected = html.render(report, text=text)
    if expected == page.text:
        return Same()
    return PageDiffers(
        spot=first_difference(expected, page.text),
        same_result=same_result,
        resaved=is_resaved(page.text),
        number=report.number,
    )


def _head(old: Assessment, new: Assessment) -> Iterator[str]:
    for name in ("respondent", "period", "rooms", "answered_to"):
        if getattr(old, name) != getattr(new, name):
            yield name


def _changes(old: Assessment, new: Assessment) -> Iterator[AnswerChange]:
    yield from _changed("facts", old.facts, new.facts)
    yield from _changed("answers", old.answers, new.answers)


def _changed(
    section: str, old: Mapping[str, Answer], new: Mapping[str, Answer]
) -> Iterator[AnswerChange]:
    for key in dict.fromkeys((*new, *old)):
        was, now = old.get(key), new.get(key)
        if was != now:
            yield AnswerChange(section=section, key=key, old=was, new=now)
