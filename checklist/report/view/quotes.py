"""The official text at hand: its words at each cited place, and whether they are those reviewed.

Only imported where a text was given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from msgspec import Struct

from checklist.law.model import Citation, Rulebook
from checklist.upkeep.fingerprints import Fingerprints
from checklist.upkeep.statute import Statute, paragraphs_at, quote
from checklist.upkeep.statute_check import OtherTitle, PassageDiffers, check


class Quotation(Struct, frozen=True, kw_only=True):
    """What stands at a cited place, one line per paragraph and item."""

    place: Citation
    lines: tuple[str, ...]


class OfficialText(Struct, frozen=True, kw_only=True):
    """A text in the file named `source`. `quotations` are by obligation, where its place exists.

    `sha256` is a digest of its passages, `fingerprints_sha256` of what they were compared with.
    `differs` lists the places whose words are not those reviewed with the rulebook; None where no
    fingerprints say so. `other_title` is the text's title where it differs and has another one.
    """

    source: str
    sha256: str
    fingerprints_sha256: str | None
    quotations: Mapping[str, Quotation]
    differs: tuple[Citation, ...] | None
    other_title: str | None


def official_text(
    statute: Statute, rulebook: Rulebook, fingerprints: Fingerprints | None, *, source: str
) -> OfficialText:
    """The words behind every obligation of the rulebook, as far as the text has them."""
    differences = check(statute, rulebook, fingerprints) if fingerprints else ()
    titles = (one.title for one in differences if isinstance(one, OtherTitle))
    places = tuple(one.place for one in differences if isinstance(one, PassageDiffers))
    return OfficialText(
        source=source,
        sha256=_sha256(
            statute.title or "", *(_at(one.place, one.text) for one in statute.passages())
        ),
        fingerprints_sha256=_sha256(
            *(_at(place, one) for place, one in fingerprints.places.items())
        )
        if fingerprints
        else None,
        quotations={
            one.id: found
            for one in rulebook.obligations
            if (found := _quotation(statute, one.source)) is not None
        },
        differs=places if fingerprints else None,
        other_title=next(titles, None),
    )


def _at(place: Citation, text: str) -> str:
    return f"{place.article} {place.paragraph} {place.item} {text}"


def _sha256(*lines: str) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()


def _quotation(statute: Statute, source: Citation) -> Quotation | None:
    """The cited paragraph; of its items the cited one, else all."""
    words = quote(statute, source)
    if words is None:
        return None
    lines = tuple(words.split("\n"))
    if source.item is not None:
        lines = (paragraphs_at(statute, source)[0].text, *lines)
    place = Citation(article=source.article, paragraph=source.paragraph, item=source.item)
    return Quotation(place=place, lines=lines)
