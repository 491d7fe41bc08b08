"""The official text at hand: its words at each cited place, and whether they are those reviewed.

Only imported where a text was given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from checklist.law.model import Citation, Rulebook
from checklist.upkeep.fingerprints import Fingerprints, by_place, divided_as
from checklist.upkeep.statute import Statute, lies_in, passages_at, quote
from checklist.upkeep.statute_check import OtherTitle, PassageDiffers, check


class Quotation(Struct, frozen=True, kw_only=True):
    """What stands at a cited place, one line per paragraph and item."""

    place: Citation
    lines: tuple[str, ...]


class OfficialText(Struct, frozen=True, kw_only=True):
    """A text in the file named `source`. `quotations` are by obligation, where the words at its
    place are those reviewed (or none were reviewed); `withheld` has the places of all others.

    `sha256` is a digest of its passages, `fingerprints_sha256` of what they were compared with.
    `differs` lists the places whose words are not those reviewed with the rulebook; None where no
    fingerprints say so. `other_title` is the text's title where it differs and has another one.
    """

    source: str
    sha256: str
    quotations: Mapping[str, Quotation] = {}
    withheld: Mapping[str, Citation] = {}
    fingerprints_sha256: str | None = None
    differs: tuple[Citation, ...] | None = None
    other_title: str | None = None


def official_text(
    statute: Statute, rulebook: Rulebook, fingerprints: Fingerprints | None, *, source: str
) -> OfficialText:
    """The words behind every obligation of the rulebook, as far as the text has them."""
    passages = ((passage.place, passage.text) for passage in statute.passages)
    sha256 = _sha256([statute.title or "", *_lines(passages)])
    differences = check(statute, rulebook, fingerprints) if fingerprints else ()
    titles = (each.title for each in differences if isinstance(each, OtherTitle))
    differs = tuple(each.place for each in differences if isinstance(each, PassageDiffers))
    if fingerprints:
        statute = divided_as(statute, fingerprints.places)
    reviewed = fingerprints.places if fingerprints else by_place(statute)
    quotations, withheld = _quoted(statute, rulebook, reviewed)
    return OfficialText(
        source=source,
        sha256=sha256,
        quotations=quotations,
        withheld=withheld,
        fingerprints_sha256=_sha256(_lines(reviewed.items())) if fingerprints else None,
        differs=differs if fingerprints else None,
        other_title=next(titles, None),
    )


def beside_others(text: OfficialText, of: str) -> OfficialText:
    """The text with its places behind the short name of its regulation."""
    quotations = {
        id: replace(each, place=replace(each.place, of=of)) for id, each in text.quotations.items()
    }
    withheld = {id: replace(place, of=of) for id, place in text.withheld.items()}
    differs = text.differs and tuple(replace(place, of=of) for place in text.differs)
    return replace(text, quotations=quotations, withheld=withheld, differs=differs)


def _quoted(
    statute: Statute, rulebook: Rulebook, reviewed: Mapping[Citation, str]
) -> tuple[dict[str, Quotation], dict[str, Citation]]:
    """The words at each place, where they are all those reviewed there; the places of others."""
    stands = by_place(statute)
    quotations: dict[str, Quotation] = {}
    withheld: dict[str, Citation] = {}
    for entry in rulebook.obligations:
        source = replace(entry.source, anchor=None)
        same = _words(stands, source) == _words(reviewed, source)
        quotation = _quotation(statute, source) if same else None
        if quotation:
            quotations[entry.id] = quotation
        else:
            withheld[entry.id] = source
    return quotations, withheld


def _words(places: Mapping[Citation, str], source: Citation) -> list[tuple[int | None, str]]:
    """The items and fingerprints of what is quoted for a citation: of an item, its lead too."""
    paragraph = replace(source, item=None)
    return [
        (place.item, words)
        for place, words in places.items()
        if lies_in(place, paragraph) and (not source.item or place.item in {None, source.item})
    ]


def _lines(passages: Iterable[tuple[Citation, str]]) -> Iterator[str]:
    for place, text in passages:
        yield f"{place.article} {place.paragraph} {place.item} {text}"


def _sha256(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()


def _quotation(statute: Statute, source: Citation) -> Quotation | None:
    """The cited paragraph; of its items the cited one, else all."""
    words = quote(statute, source)
    if words is None:
        return None
    lines = tuple(words.split("\n"))
    if source.item is not None:
        lines = (passages_at(statute, replace(source, item=None))[0].text, *lines)
    return Quotation(place=source, lines=lines)
