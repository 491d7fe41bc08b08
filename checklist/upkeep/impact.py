"""What in the rulebook hangs on a place of the regulation, to be reviewed when that changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from checklist.law.model import Citation, Obligation, Rulebook
from checklist.upkeep.statute import Statute, quote
from checklist.upkeep.statute_compare import Change
from checklist.upkeep.statute_lines import number_of


class Part(Enum):
    """What of the rulebook is touched."""

    FACT = "fact"
    DUTY_HOLDER = "duty_holder"
    OBLIGATION = "obligation"
    QUESTION = "question"
    PENALTY = "penalty"
    JURISDICTION = "jurisdiction"
    NOT_OBLIGATION = "not_obligation"


class Why(Enum):
    """How it hangs on the place."""

    CITES = "cites"  # 依据就在这里
    GROUND = "ground"  # 经由这一条约束，或者责任由这一条定
    FINED_HERE = "fined_here"  # 处罚它的规定在这里
    FINES_IT = "fines_it"  # 处罚违反这里的行为
    NAMES = "names"  # 条文点到这里


class Touched(Struct, frozen=True, kw_only=True):
    """A part of the rulebook by its id, a question by obligation/question; one without an id by
    its place alone."""

    part: Part
    id: str | None
    source: Citation
    why: Why


def impact(change: Change, rulebook: Rulebook, old: Statute) -> tuple[Touched, ...]:
    """Everything of the rulebook that hangs on a changed place of the old text, each once, for the
    first of its reasons. What was added to an old article touches what cites that article."""
    place = change.old or change.near
    if place is None:
        return ()
    found: dict[tuple[Part, str | None, Citation], Touched] = {}
    for one in (*_at(place, rulebook), *_naming(place, rulebook, old)):
        found.setdefault((one.part, one.id, one.source), one)
    return tuple(sorted(found.values(), key=lambda one: list(Part).index(one.part)))


def covers(source: Citation, place: Citation) -> bool:
    """Whether words at `place` belong to what `source` cites. The text before a list governs its
    items, and an article or paragraph cited as a whole includes all that stands in it."""
    return (
        source.article == place.article
        and (source.paragraph is None or place.paragraph in {None, source.paragraph})
        and (source.item is None or place.item in {None, source.item})
    )


def _at(place: Citation, rulebook: Rulebook) -> Iterator[Touched]:
    for part, id, source in _sources(rulebook):
        if covers(source, place):
            yield Touched(part=part, id=id, source=source, why=Why.CITES)
    fined_here = {one.id for one in rulebook.penalties if covers(one.source, place)}
    for obligation in rulebook.obligations:
        if covers(obligation.source, place):
            yield from _of_cited(obligation, place, rulebook)
            continue
        fined = any(
            ref.id in fined_here and (place.item is None or ref.item in {None, place.item})
            for ref in (*obligation.penalties, *obligation.penalties_in_doubt)
        )
        if fined or _grounded(obligation, place):
            why = Why.FINED_HERE if fined else Why.GROUND
            yield _obligation(obligation, why)


def _sources(rulebook: Rulebook) -> Iterator[tuple[Part, str | None, Citation]]:
    for fact in rulebook.facts:
        if fact.source is not None:
            yield Part.FACT, fact.id, fact.source
    for holder in rulebook.duty_holders:
        yield Part.DUTY_HOLDER, holder.id, holder.source
    for penalty in rulebook.penalties:
        yield Part.PENALTY, penalty.id, penalty.source
    for jurisdiction in rulebook.jurisdictions:
        yield Part.JURISDICTION, None, jurisdiction.source
    for other in rulebook.not_obligations:
        yield Part.NOT_OBLIGATION, None, other.source


def _obligation(obligation: Obligation, why: Why) -> Touched:
    return Touched(part=Part.OBLIGATION, id=obligation.id, source=obligation.source, why=why)


def _of_cited(obligation: Obligation, place: Citation, rulebook: Rulebook) -> Iterator[Touched]:
    yield _obligation(obligation, Why.CITES)
    for question in obligation.questions:
        if place.item is None or question.item in {None, place.item}:
            id = f"{obligation.id}/{question.id}"
            yield Touched(part=Part.QUESTION, id=id, source=obligation.source, why=Why.CITES)
    for ref in (*obligation.penalties, *obligation.penalties_in_doubt):
        source = rulebook.penalty(ref.id).source
        yield Touched(part=Part.PENALTY, id=ref.id, source=source, why=Why.FINES_IT)


def _grounded(obligation: Obligation, place: Citation) -> bool:
    return any(
        place.article in {ground.via, ground.liability and ground.liability.article}
        for ground in obligation.binds.values()
    )


def _naming(place: Citation, rulebook: Rulebook, old: Statute) -> Iterator[Touched]:
    for penalty in rulebook.penalties:
        named = named_places(quote(old, penalty.source) or "")
        if any(covers(one, place) for one in named):
            yield Touched(part=Part.PENALTY, id=penalty.id, source=penalty.source, why=Why.NAMES)


# --- references within the regulation ------------------------------------------------------------

_ARTICLE, _SOME = "[一二三四五六七八九十百零]+", "[一二三四五六七八九十]+"
_REFERENCE = f"第{_ARTICLE}条(?:第{_SOME}款)?(?:第{_SOME}项)?"
_OF_ANOTHER_LAW = re.compile(f"》(?:{_REFERENCE}[、和至]?)+")
_PLACES = re.compile(
    f"第({_ARTICLE})条(?:第({_SOME})款)?(?:第({_SOME})项)?"
    f"(?:至第({_ARTICLE})([条款项]))?(?:、第({_SOME})项)?"
)


def named_places(text: str) -> tuple[Citation, ...]:
    """The places of its own regulation that a provision names, not those of laws in 《》.

    第六条至第八条, 第九条第一项、第二项 and 第十四条第一款至第三款 name several.
    """
    return tuple(
        place
        for match in _PLACES.finditer(_OF_ANOTHER_LAW.sub("》", text))
        for place in _places(match)
    )


def _places(match: re.Match[str]) -> Iterator[Citation]:
    article, paragraph, item, to, further = (
        number_of(words) if words else None for words in match.group(1, 2, 3, 4, 6)
    )
    if article is None:
        return
    match match[5]:
        case "条" if to:
            yield from (Citation(article=one) for one in range(article, to + 1))
        case "款" if to and paragraph:
            for one in range(paragraph, to + 1):
                yield Citation(article=article, paragraph=one)
        case "项" if to and item:
            for one in range(item, to + 1):
                yield Citation(article=article, paragraph=paragraph, item=one)
        case _:
            yield Citation(article=article, paragraph=paragraph, item=item)
    if further:
        yield Citation(article=article, paragraph=paragraph, item=further)
