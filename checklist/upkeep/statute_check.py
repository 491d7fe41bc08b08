"""Holds a text against the rulebook and the fingerprints taken when that was last reviewed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from checklist.law.model import Chapter, Citation, Rulebook
from checklist.law.wording import citation, cite
from checklist.text import inert
from checklist.upkeep.fingerprints import (
    Fingerprints,
    articles_of,
    by_place,
    divided_as,
    fingerprint,
    normalised,
)
from checklist.upkeep.places import Mention, Part, Why, count, mentions
from checklist.upkeep.statute import Statute, passages_at, quote, renumbered, shortened


class Defect(Enum):
    """How a place differs from what it was, in words about its `text`, and where it is `now`."""

    ALTERED = "文字与复核时不同，现在是“{text}”"
    MISSING = "复核时有，文件里没有"
    ADDED = "复核时没有，文件里多出“{text}”"
    MOVED = "文字没有变，但是移到了{now}"


class PassageDiffers(Struct, frozen=True, kw_only=True):
    """A place whose words are not those reviewed. `place` is where they stood, or stand now if
    ADDED; `now` is where they went if MOVED; `text` is what stands at the place now. A whole
    article has neither paragraph nor item, and no text."""

    defect: Defect
    place: Citation
    text: str | None = None
    now: Citation | None = None


class CountDiffers(Struct, frozen=True, kw_only=True):
    """There were `before` of 条, 款 or 项 and are `now`."""

    unit: str
    before: int
    now: int


class ChapterDiffers(Struct, frozen=True, kw_only=True):
    """A chapter of the rulebook whose articles the text has under other `headings`."""

    chapter: Chapter
    headings: tuple[str, ...]


class Failure(Enum):
    """Why a citation of the rulebook does not hold, in words about its `anchor`."""

    NO_SUCH_PLACE = "引用了这里，文件里没有这个位置"
    NEEDS_PARAGRAPH = "引用了这一条，这一条有几款，应当写明 paragraph"
    NEEDS_NO_PARAGRAPH = "引用了这一款，这一条只有一款，不应当写 paragraph"
    NO_ANCHOR = "引用了这里，没有写 anchor，无法核对"
    ANCHOR_ELSEWHERE = "引用了这里的“{anchor}”，文件里这个位置没有这几个字"


class CitationFails(Struct, frozen=True, kw_only=True):
    """`id` is an obligation, duty holder, penalty, fact or obligation/question of the rulebook, or
    None for an entry without an id."""

    failure: Failure
    id: str | None
    source: Citation


class OtherTitle(Struct, frozen=True, kw_only=True):
    """The text differs, and has another title: it may be another regulation."""

    title: str


class Undivided(Struct, frozen=True, kw_only=True):
    """Articles with the words reviewed, whose paragraphs the text does not tell apart as then: a
    remark. Where the words tell them apart, the places are those reviewed."""

    articles: tuple[int, ...]


Difference = OtherTitle | CountDiffers | ChapterDiffers | PassageDiffers | CitationFails | Undivided


def check(
    statute: Statute, rulebook: Rulebook, fingerprints: Fingerprints
) -> tuple[Difference, ...]:
    """Everything that does not fit, the text's differences first, in reading order; a remark on
    paragraphs that are not told apart comes last, and says nothing against the text."""
    read, statute = statute, divided_as(statute, fingerprints.places)
    altered = list(_passages(statute, fingerprints))
    text: list[Difference] = [*(_counts(statute, fingerprints) if altered else ()), *altered]
    blurred = {
        passage.place.article
        for passage in altered
        if passage.defect is Defect.ALTERED
        and passage.place == Citation(article=passage.place.article)
    } - {place.article for place in fingerprints.places if place.paragraph is None}
    places, division = _by_article(fingerprints.places), _by_article(by_place(read))
    differing = {passage.place.article for passage in altered}
    undivided = tuple(
        n for n in places if n not in differing and division.get(n, places[n]) != places[n]
    )
    remarks = [Undivided(articles=undivided)] if undivided else []
    citations = _citations(statute, rulebook, blurred)
    differences = (*text, *_chapters(statute, rulebook), *citations, *remarks)
    title = statute.title
    if text and title and normalised(title) != normalised(fingerprints.title):
        return (OtherTitle(title=title), *differences)
    return differences


def sources(rulebook: Rulebook) -> tuple[Mention, ...]:
    """What every duty holder, penalty, obligation, rule of jurisdiction and hint cites."""
    cited = (Part.DUTY_HOLDER, Part.PENALTY, Part.OBLIGATION, Part.JURISDICTION, Part.HINT)
    return tuple(
        mention
        for mention in mentions(rulebook)
        if mention.part in cited and mention.why is Why.CITES
    )


def _counts(statute: Statute, fingerprints: Fingerprints) -> Iterator[CountDiffers]:
    counts = count(fingerprints.places), statute.count()
    for unit, before, now in zip("条款项", *counts, strict=True):
        if before != now:
            yield CountDiffers(unit=unit, before=before, now=now)


def _chapters(statute: Statute, rulebook: Rulebook) -> Iterator[ChapterDiffers]:
    """A text saved without its chapter headings is not complained about."""
    if not any(statute.chapters.values()):
        return
    for chapter in rulebook.regulation.chapters:
        headings = dict.fromkeys(
            heading or ""
            for article, heading in statute.chapters.items()
            if chapter.first <= article <= chapter.last
        )
        if any(normalised(heading) != normalised(chapter.title) for heading in headings):
            yield ChapterDiffers(chapter=chapter, headings=tuple(headings))


# --- the text against its fingerprints ----------------------------------------------------------


def _passages(statute: Statute, fingerprints: Fingerprints) -> Iterator[PassageDiffers]:
    same = fingerprints.articles.items() & articles_of(statute).items()
    alike = {article for article, _ in same}
    now = {each.place: each.text for each in statute.passages if each.place.article not in alike}
    prints = {place: fingerprint(text) for place, text in now.items()}
    recorded = fingerprints.places.items()
    places = {place: words for place, words in recorded if place.article not in alike}
    stays = _same_words(places, prints)
    new = now.keys() - set(stays.values())
    stood, stands = _by_article(places), _by_article(now)
    came = set(stays.values())
    new_numbers = renumbered(places, stays)
    for article in sorted({*stood, *stands}):
        before, after = stood.get(article, []), stands.get(article, [])
        if article in new_numbers:
            to = Citation(article=new_numbers[article])
            yield PassageDiffers(defect=Defect.MOVED, place=Citation(article=article), now=to)
        elif before and after and before != after and not {*before, *after} & {*stays, *came}:
            words = "".join(now[place] for place in after)
            yield PassageDiffers(defect=Defect.ALTERED, place=Citation(article=article), text=words)
            continue
        elif not after and stays.keys().isdisjoint(before):
            yield PassageDiffers(defect=Defect.MISSING, place=Citation(article=article))
        else:
            for place in before:
                if stays.get(place, place) != place:
                    yield PassageDiffers(defect=Defect.MOVED, place=place, now=stays[place])
                elif place not in stays:
                    text = now[place] if place in new else None
                    defect = Defect.MISSING if text is None else Defect.ALTERED
                    yield PassageDiffers(defect=defect, place=place, text=text)
        for place in after:
            altered = place in places and place not in stays
            if place in new and not altered:
                yield PassageDiffers(defect=Defect.ADDED, place=place, text=now[place])


def _by_article(places: Iterable[Citation]) -> dict[int, list[Citation]]:
    articles: dict[int, list[Citation]] = {}
    for place in places:
        articles.setdefault(place.article, []).append(place)
    return articles


def _same_words(
    before: Mapping[Citation, str], now: Mapping[Citation, str]
) -> dict[Citation, Citation]:
    """Where the words of each place stand now, given fingerprints by place: where they stood, if
    they still do, else anywhere. No place is given twice."""
    stays = {place: place for place, words in before.items() if now.get(place) == words}
    free: dict[str, list[Citation]] = {}
    for place, words in now.items():
        if place not in stays:
            free.setdefault(words, []).append(place)
    for place, words in before.items():
        if place not in stays and free.get(words):
            stays[place] = free[words].pop(0)
    return stays


# --- the rulebook's citations against the text ---------------------------------------------------


def _citations(statute: Statute, rulebook: Rulebook, blurred: set[int]) -> Iterator[CitationFails]:
    """Sources are held against their anchors; further places, named without one, need to exist.
    In an article that is `blurred`, its words altered and its paragraphs not told apart, an anchor
    may stand anywhere."""
    anchored = sources(rulebook)
    for mention in anchored:
        source = mention.source
        if source.article in blurred:
            failure = _anchor_failure(statute, replace(source, paragraph=None, item=None))
        else:
            failure = _failure(statute, source) or _anchor_failure(statute, source)
        if failure:
            yield CitationFails(failure=failure, id=mention.id, source=source)
    for mention in mentions(rulebook):
        if mention.adds and mention not in anchored and mention.place.article not in blurred:
            place = replace(mention.place, anchor=None)
            if failure := _failure(statute, place, in_whole=True):
                yield CitationFails(failure=failure, id=mention.id, source=place)


def _failure(statute: Statute, source: Citation, *, in_whole: bool = False) -> Failure | None:
    """Whether the place exists and is cited by paragraph exactly where the article has several;
    `in_whole`: an article may be meant as a whole."""
    if quote(statute, source) is None:
        return Failure.NO_SUCH_PLACE
    several = any(passage.place.paragraph for passage in statute.by_article[source.article])
    if several and source.paragraph is None and (source.item is not None or not in_whole):
        return Failure.NEEDS_PARAGRAPH
    if not several and source.paragraph is not None:
        return Failure.NEEDS_NO_PARAGRAPH
    return None


def _anchor_failure(statute: Statute, source: Citation) -> Failure | None:
    if source.anchor is None:
        return Failure.NO_ANCHOR
    anchor = normalised(source.anchor)
    words = [passage.text for passage in passages_at(statute, source)]
    if source.item is not None:
        words = [quote(statute, source) or ""]
    stands_here = any(anchor in normalised(text) for text in words)
    return None if stands_here else Failure.ANCHOR_ELSEWHERE


# --- in words -----------------------------------------------------------------------------------


def difference(difference: Difference) -> str:
    """One line of `statute check`."""
    match difference:
        case OtherTitle(title=title):
            return f"题名是《{inert(title)}》，可能不是同一部法规"
        case CountDiffers(unit=unit, before=before, now=now):
            return f"共 {now} {unit}，复核时是 {before} {unit}"
        case ChapterDiffers(chapter=chapter, headings=headings):
            names = "、".join(f"“{inert(name)}”" if name else "没有章名" for name in headings)
            return f"{chapter.title}（第 {chapter.first} 至 {chapter.last} 条）：文件里是{names}"
        case PassageDiffers(defect=defect, place=place, now=now):
            text, where = shortened(difference.text or ""), citation(now) if now else "别处"
            return f"{citation(place)}：{defect.value.format(text=text, now=where)}"
        case CitationFails(failure=failure, id=id, source=source):
            words = failure.value.format(anchor=inert(source.anchor or ""))
            return f"{citation(source)}：{id or '规则册'} {words}"
        case Undivided(articles=articles):
            named = "、".join(cite(article) for article in articles)
            return f"文字相同，没有分款或者分款看不出来：{named}"
        case _:
            assert_never(difference)
