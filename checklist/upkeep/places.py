"""Walks over every place of the regulation that a rulebook names, once for all who ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from checklist.law.cited import cited
from checklist.law.model import Citation, Obligation, Rulebook


class Part(Enum):
    """What of the rulebook names a place."""

    FACT = "fact"
    DUTY_HOLDER = "duty_holder"
    OBLIGATION = "obligation"
    QUESTION = "question"
    PENALTY = "penalty"
    JURISDICTION = "jurisdiction"
    HINT = "hint"
    NOT_OBLIGATION = "not_obligation"


class Why(Enum):
    """How a part of the rulebook hangs on a place."""

    CITES = "cites"  # 依据就在这里
    GROUND = "ground"  # 经由这一条约束，或者责任由这一条定
    FINED_HERE = "fined_here"  # 处罚它的规定在这里
    FINES_IT = "fines_it"  # 处罚违反这里的行为
    NAMES = "names"  # 条文点到这里


class Mention(Struct, frozen=True, kw_only=True):
    """One part of the rulebook, and a place that it names.

    `id` is None for a part without one; a question is obligation/question. `source` is what the
    part itself rests on, `place` what it names: they differ for items, grounds and fines.
    `adds` is False where a question or a fine names no item, and so only repeats the place of its
    entry or of the penalty.
    """

    part: Part
    id: str | None
    source: Citation
    place: Citation
    why: Why = Why.CITES
    adds: bool = True


def mentions(rulebook: Rulebook) -> Iterator[Mention]:
    """Every place the rulebook names, section by section, an entry with all that it names."""
    for fact in rulebook.facts:
        if fact.source is not None:
            yield _cites(Part.FACT, fact.id, fact.source)
    for holder in rulebook.duty_holders:
        yield _cites(Part.DUTY_HOLDER, holder.id, holder.source)
    for penalty in rulebook.penalties:
        yield _cites(Part.PENALTY, penalty.id, penalty.source)
    for obligation in rulebook.obligations:
        yield from _of_entry(rulebook, obligation)
    for other in rulebook.not_obligations:
        yield _cites(Part.NOT_OBLIGATION, None, other.source)
    for jurisdiction in rulebook.jurisdictions:
        yield _cites(Part.JURISDICTION, None, jurisdiction.source)
    for hint in rulebook.hints:
        if hint.source is not None:
            yield _cites(Part.HINT, None, hint.source)


def count(places: Iterable[Citation]) -> tuple[int, int, int]:
    """How many articles, paragraphs and items these are; each paragraph has a place of its own."""
    listed = list(places)
    items = sum(place.item is not None for place in listed)
    return len({place.article for place in listed}), len(listed) - items, items


def _cites(part: Part, id: str | None, source: Citation) -> Mention:
    return Mention(part=part, id=id, source=source, place=source)


def _of_entry(rulebook: Rulebook, obligation: Obligation) -> Iterator[Mention]:
    entry = _cites(Part.OBLIGATION, obligation.id, obligation.source)
    yield entry
    for question in obligation.questions:
        item = question.item
        yield replace(
            entry,
            part=Part.QUESTION,
            id=f"{obligation.id}/{question.id}",
            place=replace(entry.place, item=item) if item else entry.place,
            adds=item is not None,
        )
    for ref in (*obligation.penalties, *obligation.penalties_in_doubt):
        source = rulebook.penalty(ref.id).source
        place = replace(source, item=ref.item) if ref.item else source
        yield replace(entry, place=place, why=Why.FINED_HERE, adds=ref.item is not None)
    for place in dict.fromkeys(_grounds(rulebook, obligation)):
        yield replace(entry, place=place, why=Why.GROUND)


def _grounds(rulebook: Rulebook, obligation: Obligation) -> Iterator[Citation]:
    """The places through which an entry binds, or on which it hangs who is liable: the paragraphs
    that the reason names, else where the rulebook says who the holder is, else the article."""
    for holder, ground in obligation.binds.items():
        if ground.via:
            yield Citation(article=ground.via)
        if ground.liability is None:
            continue
        article, source = ground.liability.article, rulebook.duty_holder(holder).source
        named = [
            Citation(article=article, paragraph=place.paragraph, item=place.item)
            for place in cited(ground.liability.why)
            if place.ours and place.article == article
        ]
        own = replace(source, anchor=None) if source.article == article else None
        yield from named or [own or Citation(article=article)]
