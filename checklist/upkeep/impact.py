"""Finds what in the rulebook hangs on a place of the regulation, to be reviewed when it changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from checklist.law.as_data import Data, place_as_data, rulebook_as_data
from checklist.law.model import Citation, Rulebook
from checklist.upkeep.places import Part, Why, mentions
from checklist.upkeep.statute import Statute, quote
from checklist.upkeep.statute_compare import PassageChange
from checklist.upkeep.statute_lines import number_of


class TouchedEntry(Struct, frozen=True, kw_only=True):
    """A part of the rulebook to be reviewed. A question has the id obligation/question; what has
    no id is known by its place alone."""

    part: Part
    id: str | None
    source: Citation
    why: Why


def impact(change: PassageChange, rulebook: Rulebook, old: Statute) -> tuple[TouchedEntry, ...]:
    """Everything of the rulebook that hangs on a changed place of the old text.

    Each part is told once, for the first of its reasons. What was added to an old article touches
    what cites that article.
    """
    place = change.old or change.near
    if place is None:
        return ()
    parts: dict[tuple[Part, str | None, Citation], TouchedEntry] = {}
    for part in (*_at(place, rulebook), *_naming(place, rulebook, old)):
        parts.setdefault((part.part, part.id, part.source), part)
    return tuple(sorted(parts.values(), key=lambda part: list(Part).index(part.part)))


def covers(source: Citation, place: Citation) -> bool:
    """Whether words at `place` belong to what `source` cites. The text before a list governs its
    items, and an article or paragraph cited as a whole includes all that stands in it."""
    return (
        source.article == place.article
        and (source.paragraph is None or place.paragraph in {None, source.paragraph})
        and (source.item is None or place.item in {None, source.item})
    )


def _at(place: Citation, rulebook: Rulebook) -> Iterator[TouchedEntry]:
    for mention in mentions(rulebook):
        if not covers(mention.place, place):
            continue
        id, source = mention.id, mention.source
        yield TouchedEntry(part=mention.part, id=id, source=source, why=mention.why)
        if id and mention.part is Part.OBLIGATION and mention.why is Why.CITES:
            obligation = rulebook.obligation(id)
            for ref in (*obligation.penalties, *obligation.penalties_in_doubt):
                fine = rulebook.penalty(ref.id).source
                yield TouchedEntry(part=Part.PENALTY, id=ref.id, source=fine, why=Why.FINES_IT)


def _naming(place: Citation, rulebook: Rulebook, old: Statute) -> Iterator[TouchedEntry]:
    for penalty in rulebook.penalties:
        named = named_places(quote(old, penalty.source) or "")
        if any(covers(source, place) for source in named):
            yield TouchedEntry(
                part=Part.PENALTY, id=penalty.id, source=penalty.source, why=Why.NAMES
            )


def impact_as_data(
    touched: Sequence[tuple[PassageChange, tuple[TouchedEntry, ...]]], rulebook: Rulebook
) -> Data:
    """What `checklist statute impact --format json` prints."""
    return {
        "format": 1,
        "rulebook": rulebook_as_data(rulebook),
        "changes": [
            {
                "change": change.fate.value,
                "old": change.old and place_as_data(change.old),
                "new": change.new and place_as_data(change.new),
                "old_text": change.old_text,
                "new_text": change.new_text,
                "touches": [
                    {
                        "part": part.part.value,
                        "id": part.id,
                        "source": place_as_data(part.source),
                        "why": part.why.value,
                    }
                    for part in parts
                ],
            }
            for change, parts in touched
        ],
    }


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
            yield from (Citation(article=number) for number in range(article, to + 1))
        case "款" if to and paragraph:
            for number in range(paragraph, to + 1):
                yield Citation(article=article, paragraph=number)
        case "项" if to and item:
            for number in range(item, to + 1):
                yield Citation(article=article, paragraph=paragraph, item=number)
        case _:
            yield Citation(article=article, paragraph=paragraph, item=item)
    if further:
        yield Citation(article=article, paragraph=paragraph, item=further)
