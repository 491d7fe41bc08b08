"""Fingerprints of a regulation's text: what it said, place by place, when it was last reviewed.

The project keeps these and short anchors, not the text.
"""
# ruff: noqa: RUF001  characters that look alike are what is unified here

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from checklist.errors import Complaint, UnreadableFile, Where
from checklist.law.as_data import place_as_data
from checklist.law.model import Citation, Rulebook
from checklist.upkeep.places import count
from checklist.upkeep.statute import Statute

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»「」『』〝〞", '"'),
        **dict.fromkeys("‘’‚‛`", "'"),
        **dict.fromkeys("〔[【〖", "("),
        **dict.fromkeys("〕]】〗", ")"),
        **dict.fromkeys("‐‑‒–—―−─━", "-"),
        **dict.fromkeys("•‧∙⋅・", "·"),
        **dict.fromkeys("〜∼", "~"),
        "∶": ":",
    }
)


def normalised(text: str) -> str:
    """`text` as it is compared: widths, quotation marks, brackets and dashes unified, no white
    space and nothing invisible. Every other character counts."""
    plain = unicodedata.normalize("NFKC", text)
    visible = "".join(char for char in plain if not char.isspace() and not _is_invisible(char))
    # A converter to half width turns 。 into a full stop; one within a number stays.
    return re.sub(r"\.(?![0-9])", "。", visible.translate(_ALIKE))


def _is_invisible(character: str) -> bool:
    return (
        unicodedata.category(character) in {"Cc", "Cf"}
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


def fingerprint(text: str) -> str:
    """SHA-256 of the normalised text, 64 hex digits."""
    return hashlib.sha256(normalised(text).encode("utf-8", errors="replace")).hexdigest()


class Fingerprints(Struct, frozen=True, kw_only=True):
    """The fingerprint of every paragraph (without its items) and item, by place, in reading order.

    `edition` is the rulebook's when the text was reviewed, `source` where the text is published.
    """

    title: str
    edition: str
    reviewed: date
    source: str
    places: Mapping[Citation, str]


def taken(statute: Statute, rulebook: Rulebook, *, on: date) -> Fingerprints:
    """The fingerprints of a text that has been compared with the rulebook on that day."""
    return Fingerprints(
        title=rulebook.title,
        edition=rulebook.edition,
        reviewed=on,
        source=rulebook.official_url,
        places={each.place: fingerprint(each.text) for each in statute.passages},
    )


def as_text(fingerprints: Fingerprints) -> str:
    """The fingerprints as JSON, one place a line."""
    articles, paragraphs, items = count(fingerprints.places)
    about = {
        "format": 1,
        "title": fingerprints.title,
        "edition": fingerprints.edition,
        "reviewed": fingerprints.reviewed.isoformat(),
        "source": fingerprints.source,
        "counts": {"articles": articles, "paragraphs": paragraphs, "items": items},
    }
    lines = [f"  {json.dumps(key)}: {_json(value)}," for key, value in about.items()]
    places = [
        f"    {_json({**place_as_data(place), 'sha256': sha256})}"
        for place, sha256 in fingerprints.places.items()
    ]
    return "\n".join(["{", *lines, '  "places": [', ",\n".join(places), "  ]", "}", ""])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


_Number = Annotated[int, Meta(gt=0, lt=1000)]


class _Place(Struct, frozen=True, kw_only=True):
    """One line of the file."""

    article: _Number
    paragraph: _Number | None
    item: _Number | None
    sha256: Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class _File(Struct, frozen=True, kw_only=True):
    """The file as it is written; see `as_text`."""

    format: Literal[1]
    title: str
    edition: str
    reviewed: date
    source: str
    counts: dict[Literal["articles", "paragraphs", "items"], int]
    places: tuple[_Place, ...]


def read(text: str, *, file: PurePath | str) -> Fingerprints:
    """The inverse of `as_text`. Raises UnreadableFile for anything else."""
    try:
        stored = msgspec.json.decode(text, type=_File)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise _broken(file) from None
    fingerprints = Fingerprints(
        title=stored.title,
        edition=stored.edition,
        reviewed=stored.reviewed,
        source=stored.source,
        places={
            Citation(article=each.article, paragraph=each.paragraph, item=each.item): each.sha256
            for each in stored.places
        },
    )
    counts = dict(zip(("articles", "paragraphs", "items"), count(fingerprints.places), strict=True))
    if stored.counts != counts or len(fingerprints.places) != len(stored.places):
        raise _broken(file)
    return fingerprints


def _broken(file: PurePath | str) -> UnreadableFile:
    what = "这不是完好的条文指纹文件"
    mend = "指纹文件不要手改；核对过条文以后，用 checklist statute fingerprint 重新生成"
    return UnreadableFile(Complaint(what=what, mend=mend, where=Where(file=file)))
