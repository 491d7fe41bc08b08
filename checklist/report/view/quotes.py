"""The official text at hand: its words at each cited place, and whether they are those reviewed.

Only imported where a text was given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from checklist.law.model import Citation, Rulebook
from checklist.upkeep.fingerprints import Fingerprints
from checklist.upkeep.statute import Statute, passages_at, quote
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
    quotations: Mapping[str, Quotation]
    fingerprints_sha256: str | None = None
    differs: tuple[Citation, ...] | None = None
    other_title: str | None = None


def official_text(
    statute: Statute, rulebook: Rulebook, fingerprints: Fingerprints | None, *, source: str
) -> OfficialText:
    """The words behind every obligation of the rulebook, as far as the text has them."""
    quotations = {each.id: _quotation(statute, each.source) for each in rulebook.obligations}
    passages = ((passage.place, passage.text) for passage in statute.passages)
    text = OfficialText(
        source=source,
        sha256=_sha256([statute.title or "", *_lines(passages)]),
        quotations={id: quotation for id, quotation in quotations.items() if quotation},
    )
    if fingerprints is None:
        return text
    differences = check(statute, rulebook, fingerprints)
    titles = (each.title for each in differences if isinstance(each, OtherTitle))
    return replace(
        text,
        fingerprints_sha256=_sha256(_lines(fingerprints.places.items())),
        differs=tuple(each.place for each in differences if isinstance(each, PassageDiffers)),
        other_title=next(titles, None),
    )


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
    place = Citation(article=source.article, paragraph=source.paragraph, item=source.item)
    return Quotation(place=place, lines=lines)
