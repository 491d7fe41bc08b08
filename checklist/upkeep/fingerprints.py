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
from typing import Any

from msgspec import Struct

from checklist.errors import Complaint, UnreadableFile, Where
from checklist.law.model import Citation, Rulebook
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
_SHA256 = re.compile(r"[0-9a-f]{64}")


def normalised(text: str) -> str:
    """`text` as it is compared: widths, quotation marks, brackets and dashes unified, no white
    space and nothing invisible. Every other character counts."""
    plain = unicodedata.normalize("NFKC", text)
    visible = "".join(one for one in plain if not one.isspace() and not _is_invisible(one))
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

    def count(self) -> tuple[int, int, int]:
        """How many articles, paragraphs and items there were."""
        articles = {place.article for place in self.places}
        items = sum(place.item is not None for place in self.places)
        return len(articles), len(self.places) - items, items


def taken(statute: Statute, rulebook: Rulebook, *, on: date) -> Fingerprints:
    """The fingerprints of a text that has been compared with the rulebook on that day."""
    return Fingerprints(
        title=rulebook.title,
        edition=rulebook.edition,
        reviewed=on,
        source=rulebook.official_url,
        places={one.place: fingerprint(one.text) for one in statute.passages()},
    )


def as_text(fingerprints: Fingerprints) -> str:
    """The fingerprints as JSON, one place a line."""
    articles, paragraphs, items = fingerprints.count()
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
        "    "
        + _json(
            {
                "article": place.article,
                "paragraph": place.paragraph,
                "item": place.item,
                "sha256": sha256,
            }
        )
        for place, sha256 in fingerprints.places.items()
    ]
    return "\n".join(["{", *lines, '  "places": [', ",\n".join(places), "  ]", "}", ""])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def read(text: str, *, file: PurePath | str) -> Fingerprints:
    """The inverse of `as_text`. Raises UnreadableFile for anything else."""
    try:
        data = json.loads(text)
        found = Fingerprints(
            title=_text(data["title"]),
            edition=_text(data["edition"]),
            reviewed=date.fromisoformat(data["reviewed"]),
            source=_text(data["source"]),
            places=dict(_placed(one) for one in data["places"]),
        )
        articles, paragraphs, items = found.count()
        counts = {"articles": articles, "paragraphs": paragraphs, "items": items}
        sound = data["format"] == 1 and data["counts"] == counts
        sound = sound and len(found.places) == len(data["places"])
    except (ValueError, KeyError, TypeError, RecursionError):
        sound, found = False, None
    if found is None or not sound:
        raise UnreadableFile(
            Complaint(
                what="这不是完好的条文指纹文件",
                mend="指纹文件不要手改；核对过条文以后，用 checklist statute fingerprint 重新生成",
                where=Where(file=file),
            )
        )
    return found


def _placed(one: Any) -> tuple[Citation, str]:
    article, paragraph, item = one["article"], one["paragraph"], one["item"]
    numbers = [article, *(number for number in (paragraph, item) if number is not None)]
    if any(type(number) is not int or not 0 < number < 1000 for number in numbers):
        raise ValueError(numbers)
    if not _SHA256.fullmatch(one["sha256"]):
        raise ValueError(one["sha256"])
    return Citation(article=article, paragraph=paragraph, item=item), one["sha256"]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
