"""Fingerprints of a regulation's text: what it said, place by place, when it was last reviewed.

The project keeps these and short anchors, not the text.
"""
# ruff: noqa: RUF001  characters that look alike are what is unified here

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import PurePath
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from checklist.errors import UnreadableFile
from checklist.law.as_data import place_as_data
from checklist.law.model import Citation, Rulebook
from checklist.upkeep.places import count
from checklist.upkeep.statute import Passage, Statute, placed, quote

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
    unseen = {char: "" for char in set(plain) if char.isspace() or _is_invisible(char)}
    visible = plain.translate(_ALIKE | str.maketrans(unseen))
    # A converter to half width turns 。 into a full stop; one within a number stays.
    return re.sub(r"\.(?![0-9])", "。", visible)


@cache
def _is_invisible(character: str) -> bool:
    return (
        unicodedata.category(character) in {"Cc", "Cf"}
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


def fingerprint(text: str) -> str:
    """SHA-256 of the normalised text, 64 hex digits."""
    return hashlib.sha256(_bytes(text)).hexdigest()


def _bytes(text: str) -> bytes:
    return normalised(text).encode("utf-8", errors="replace")


class Fingerprints(Struct, frozen=True, kw_only=True):
    """The fingerprint of every paragraph (without its items) and item, by place, in reading order,
    and of all words of each article; files written before had none of the latter.

    `edition` is the rulebook's when the text was reviewed, `source` where the text is published.
    """

    title: str
    edition: str
    reviewed: date
    source: str
    places: Mapping[Citation, str]
    articles: Mapping[int, str] = {}


def taken(statute: Statute, rulebook: Rulebook, *, on: date) -> Fingerprints:
    """The fingerprints of a text that has been compared with the rulebook on that day."""
    return Fingerprints(
        title=rulebook.regulation.title,
        edition=rulebook.regulation.edition,
        reviewed=on,
        source=rulebook.regulation.official_url,
        places=by_place(statute),
        articles=articles_of(statute),
    )


def by_place(statute: Statute) -> dict[Citation, str]:
    """The fingerprint of each paragraph and item."""
    return {each.place: fingerprint(each.text) for each in statute.passages}


def articles_of(statute: Statute) -> dict[int, str]:
    """The fingerprint of all words of each article, wherever its paragraphs begin."""
    articles = {article: Citation(article=article) for article in statute.by_article}
    return {number: fingerprint(quote(statute, whole) or "") for number, whole in articles.items()}


# --- paragraphs by their words -------------------------------------------------------------------

_SENTENCE = re.compile(r"[^。：；:;]*[。：；:;][”’）)]*|[^。：；:;]+")
_MOST = 20_000
"""Sentences of a text whose paragraphs are looked for by their words: three times the longest code
of laws. Below: sentences of a paragraph."""
_SENTENCES = 30


def divided_as(statute: Statute, places: Mapping[Citation, str]) -> Statute:
    """The statute, with every break that its page lost or added put where those of `places` are.

    Sentences that together have the fingerprint of a place are that paragraph or item. Others stay
    as they were read; so does an article that would get more places than it had.
    """
    articles = {words: place.article for place, words in places.items()}
    sizes = Counter(place.article for place in places)
    if sum(len(_SENTENCE.findall(passage.text)) for passage in statute.passages) > _MOST:
        return statute
    passages: list[Passage] = []
    doubtful = set(statute.doubtful)
    for article, read in statute.by_article.items():
        pieces, sources, unknown = _known_pieces(read, articles)
        if len(pieces) <= max(len(read), sum(sizes[source] for source in sources)):
            passages.extend(placed(article, pieces))
            doubtful -= set() if unknown else {article}
        else:
            passages.extend(read)
    return replace(statute, passages=tuple(passages), doubtful=tuple(sorted(doubtful)))


def _known_pieces(
    passages: list[Passage], articles: Mapping[str, int]
) -> tuple[list[tuple[int | None, str]], set[int], bool]:
    """Paragraphs and items as `placed` takes them, of which articles they have the words, and
    whether they have other words."""
    sentences = [
        (passage if at == 0 else None, sentence)
        for passage in passages
        for at, sentence in enumerate(_SENTENCE.findall(passage.text))
    ]
    plain = [
        (begins is not None and begins.place.item is not None, _bytes(sentence))
        for begins, sentence in sentences
    ]
    pieces: list[tuple[int | None, str]] = []
    sources: set[int] = set()
    at, known, unknown = 0, True, False
    while at < len(sentences):
        begins, text = sentences[at]
        item = begins.place.item if begins else None
        words = _known(plain[at : at + _SENTENCES], articles)
        if words:
            sources.add(articles[words[1]])
            text = "".join(sentence for _, sentence in sentences[at : at + words[0]])
        if words or known or begins:
            pieces.append((item, text))
        else:
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + text)
        at += words[0] if words else 1
        known = words is not None
        unknown = unknown or not known
    return pieces, sources, unknown


def _known(
    sentences: list[tuple[bool, bytes]], articles: Mapping[str, int]
) -> tuple[int, str] | None:
    """How many sentences from the first have a fingerprint that is looked for, and which; no
    further than to the next that begins an item."""
    words = hashlib.sha256()
    for length, (begins_item, sentence) in enumerate(sentences, 1):
        if begins_item and length > 1:
            return None
        words.update(sentence)
        if (so_far := words.hexdigest()) in articles:
            return length, so_far
    return None


# --- the file ------------------------------------------------------------------------------------


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
    whole = [
        f"    {_json({'article': article, 'sha256': sha256})}"
        for article, sha256 in fingerprints.articles.items()
    ]
    blocks = ['  "articles": [', ",\n".join(whole), "  ],", '  "places": [', ",\n".join(places)]
    return "\n".join(["{", *lines, *blocks, "  ]", "}", ""])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


_Number = Annotated[int, Meta(gt=0, lt=1000)]


_Sha256 = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class _Article(Struct, frozen=True, kw_only=True):
    """One line of the file."""

    article: _Number
    sha256: _Sha256


class _Place(_Article, frozen=True, kw_only=True):
    """One line of the file."""

    paragraph: _Number | None
    item: _Number | None


class _File(Struct, frozen=True, kw_only=True):
    """The file as it is written; see `as_text`."""

    format: Literal[1]
    title: str
    edition: str
    reviewed: date
    source: str
    counts: dict[Literal["articles", "paragraphs", "items"], int]
    places: tuple[_Place, ...]
    articles: tuple[_Article, ...] = ()


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
        articles={each.article: each.sha256 for each in stored.articles},
    )
    counts = dict(zip(("articles", "paragraphs", "items"), count(fingerprints.places), strict=True))
    if stored.counts != counts or len(fingerprints.places) != len(stored.places):
        raise _broken(file)
    return fingerprints


def _broken(file: PurePath | str) -> UnreadableFile:
    what = "这不是完好的条文指纹文件"
    mend = "指纹文件不要手改；核对过条文以后，用 checklist statute fingerprint 重新生成"
    return UnreadableFile.because(what, mend, file=file)
