"""Does a text fit the rulebook and the fingerprints taken when the rulebook was last reviewed?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from checklist.law.fingerprints import Fingerprints, fingerprint, normalised
from checklist.law.model import Chapter, Citation, Rulebook
from checklist.law.statute import (
    Passage,
    Statute,
    paragraphs_at,
    quote,
    whole_article,
    within,
)


class Defect(Enum):
    """How a place differs from what it was, or how a citation fails."""

    ALTERED = "altered"
    MISSING = "missing"
    ADDED = "added"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageDiffers:
    """A place whose words are not those reviewed. `place` is where they stood, or stand now if
    ADDED; `now` is where they went if MOVED; `text` is what stands at the place now. A whole
    article has neither paragraph nor item, and no text."""

    defect: Defect
    place: Citation
    text: str | None = None
    now: Citation | None = None


class Unit(Enum):
    """What is counted."""

    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    ITEM = "item"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountDiffers:
    """There were `before` of them and are `now`."""

    unit: Unit
    before: int
    now: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterDiffers:
    """A chapter of the rulebook whose articles stand elsewhere; `found` is what the text has."""

    chapter: Chapter
    found: tuple[str, ...]


class Failure(Enum):
    """Why a citation of the rulebook does not hold."""

    NO_SUCH_PLACE = "no_such_place"
    NEEDS_PARAGRAPH = "needs_paragraph"
    NEEDS_NO_PARAGRAPH = "needs_no_paragraph"
    NO_ANCHOR = "no_anchor"
    ANCHOR_ELSEWHERE = "anchor_elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationFails:
    """`id` is an obligation, duty holder, penalty, fact or obligation/question of the rulebook, or
    None for an entry without an id."""

    failure: Failure
    id: str | None
    source: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherTitle:
    """The text differs, and has another title: it may be another regulation."""

    found: str


Difference = OtherTitle | CountDiffers | ChapterDiffers | PassageDiffers | CitationFails


def check(
    statute: Statute, rulebook: Rulebook, fingerprints: Fingerprints
) -> tuple[Difference, ...]:
    """Everything that does not fit, the text's differences first, in reading order."""
    passages = tuple(_passages(statute, fingerprints))
    text: tuple[Difference, ...] = (*_counts(statute, fingerprints), *passages)
    found = (*text, *_chapters(statute, rulebook), *_citations(statute, rulebook))
    title = statute.title
    if text and title and normalised(title) != normalised(fingerprints.title):
        return (OtherTitle(found=title), *found)
    return found


def sources(rulebook: Rulebook) -> tuple[tuple[str | None, Citation], ...]:
    """What every duty holder, penalty, obligation and rule of jurisdiction cites, by its id."""
    groups = (rulebook.duty_holders, rulebook.penalties, rulebook.obligations)
    return (
        *((one.id, one.source) for group in groups for one in group),
        *((None, one.source) for one in rulebook.jurisdictions),
    )


def _counts(statute: Statute, fingerprints: Fingerprints) -> Iterator[CountDiffers]:
    for unit, before, now in zip(Unit, fingerprints.count(), statute.count(), strict=True):
        if before != now:
            yield CountDiffers(unit=unit, before=before, now=now)


def _chapters(statute: Statute, rulebook: Rulebook) -> Iterator[ChapterDiffers]:
    """A text saved without its chapter headings is not complained about."""
    if not any(article.chapter for article in statute.articles):
        return
    for chapter in rulebook.chapters:
        headings = {
            article.chapter or "": None
            for article in statute.articles
            if chapter.first <= article.number <= chapter.last
        }
        if any(normalised(one) != normalised(chapter.title) for one in headings):
            yield ChapterDiffers(chapter=chapter, found=tuple(headings))


# --- the text against its fingerprints ----------------------------------------------------------


def _passages(statute: Statute, fingerprints: Fingerprints) -> Iterator[PassageDiffers]:
    now = {one.place: one for one in statute.passages()}
    texts = _Texts(
        before=fingerprints.places,
        now={place: fingerprint(one.text) for place, one in now.items()},
    )
    for article in sorted({place.article for place in (*fingerprints.places, *now)}):
        before = [place for place in fingerprints.places if place.article == article]
        after = [one for place, one in now.items() if place.article == article]
        found = list(_article(before, after, texts))
        moves = {one.place: one.now for one in found if one.now is not None}
        renumbered = whole_article(moves) if len(moves) == len(before) else None
        if not after and all(one.defect is Defect.MISSING for one in found):
            yield PassageDiffers(defect=Defect.MISSING, place=Citation(article=article))
        elif renumbered:
            yield PassageDiffers(defect=Defect.MOVED, place=renumbered[0], now=renumbered[1])
            yield from (one for one in found if one.now is None)
        else:
            yield from found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """The fingerprint at every place, before and now."""

    before: Mapping[Citation, str]
    now: Mapping[Citation, str]

    def went_to(self, place: Citation) -> Citation | None:
        """Where the words of `place` stand now that did not stand there before."""
        words = self.before[place]
        return next(
            (at for at, one in self.now.items() if one == words and self.before.get(at) != words),
            None,
        )

    def came_from(self, place: Citation) -> Citation | None:
        """Where the words now at `place` stood before and no longer stand."""
        words = self.now[place]
        return next(
            (at for at, one in self.before.items() if one == words and self.now.get(at) != words),
            None,
        )


def _article(
    before: list[Citation], after: list[Passage], texts: _Texts
) -> Iterator[PassageDiffers]:
    """Equal passages are paired first, in order; what is left between two of them follows."""
    stood = [texts.before[place] for place in before]
    stands = [texts.now[one.place] for one in after]
    for tag, i, k, j, m in SequenceMatcher(None, stood, stands, autojunk=False).get_opcodes():
        gone, come = before[i:k], after[j:m]
        if tag == "equal":
            for place, passage in zip(gone, come, strict=True):
                if place != passage.place:
                    yield PassageDiffers(defect=Defect.MOVED, place=place, now=passage.place)
            continue
        moved = {place: to for place in gone if (to := texts.went_to(place))}
        for place, to in moved.items():
            yield PassageDiffers(defect=Defect.MOVED, place=place, now=to)
        yield from _unpaired(
            [place for place in gone if place not in moved],
            [one for one in come if not texts.came_from(one.place)],
        )


def _unpaired(gone: list[Citation], come: list[Passage]) -> Iterator[PassageDiffers]:
    """What vanished and what is new between two passages that stayed."""
    by_place = {one.place: one for one in come}
    for place in gone:
        new = by_place.pop(place, None)
        if new is None:
            yield PassageDiffers(defect=Defect.MISSING, place=place)
        else:
            yield PassageDiffers(defect=Defect.ALTERED, place=place, text=new.text)
    for one in by_place.values():
        yield PassageDiffers(defect=Defect.ADDED, place=one.place, text=one.text)


# --- the rulebook's citations against the text ---------------------------------------------------


def _citations(statute: Statute, rulebook: Rulebook) -> Iterator[CitationFails]:
    for id, source in sources(rulebook):
        failure = _failure(statute, source) or _anchor_failure(statute, source)
        if failure:
            yield CitationFails(failure=failure, id=id, source=source)
    for id, source in _further(rulebook):
        failure = _failure(statute, source, in_whole=True)
        if failure:
            yield CitationFails(failure=failure, id=id, source=source)


def _further(rulebook: Rulebook) -> Iterator[tuple[str | None, Citation]]:
    """Places named without an anchor: items of questions and fines, other grounds, facts, and what
    is no obligation."""
    for fact in rulebook.facts:
        if fact.source is not None:
            yield fact.id, fact.source
    for one in rulebook.not_obligations:
        yield None, one.source
    for obligation in rulebook.obligations:
        for question in obligation.questions:
            if question.item is not None:
                yield f"{obligation.id}/{question.id}", within(obligation.source, question.item)
        for ref in (*obligation.penalties, *obligation.penalties_in_doubt):
            if ref.item is not None:
                yield obligation.id, within(rulebook.penalty(ref.id).source, ref.item)
        for ground in obligation.binds.values():
            if ground.via is not None:
                yield obligation.id, Citation(article=ground.via)
            if ground.liability is not None:
                yield obligation.id, Citation(article=ground.liability.article)


def _failure(statute: Statute, source: Citation, *, in_whole: bool = False) -> Failure | None:
    """Whether the place exists and is cited by paragraph exactly where the article has several;
    `in_whole`: an article may be meant as a whole."""
    if quote(statute, source) is None:
        return Failure.NO_SUCH_PLACE
    article = statute.article(source.article)
    several = article is not None and len(article.paragraphs) > 1
    if several and source.paragraph is None and (source.item is not None or not in_whole):
        return Failure.NEEDS_PARAGRAPH
    if not several and source.paragraph is not None:
        return Failure.NEEDS_NO_PARAGRAPH
    return None


def _anchor_failure(statute: Statute, source: Citation) -> Failure | None:
    if source.anchor is None:
        return Failure.NO_ANCHOR
    anchor = normalised(source.anchor)
    if source.item is not None:
        words = [quote(statute, source) or ""]
    else:
        words = [
            text
            for one in paragraphs_at(statute, source)
            for text in (one.text, *(item.text for item in one.items))
        ]
    return None if any(anchor in normalised(one) for one in words) else Failure.ANCHOR_ELSEWHERE
