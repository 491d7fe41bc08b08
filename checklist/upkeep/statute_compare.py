"""Finds what changed from one text of a regulation to the next, place by place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby
from operator import attrgetter

from msgspec import Struct

from checklist.law.model import Citation
from checklist.upkeep.fingerprints import by_place, divided_as, fingerprint, normalised
from checklist.upkeep.statute import Passage, Statute, renumbered

Piece = tuple[Passage, ...]
"""A paragraph with its items, or an item alone; empty where there is none."""

_LONG = 100_000
_MANY = 30_000_000
"""How often a character of one text may stand in the other before only characters are counted, and
in all texts before only those at one place are held against each other. Two versions of a long
provision have 10,000, and of all livestream rules, every word changed, 8,000,000."""
_SAME_PROVISION = 0.6
_SAME_PLACE = 0.3
"""How alike two texts must be (0 to 1) to be one provision, reworded; at one place less is enough:
there the alternative is that one provision was repealed and an unrelated one put in its stead."""


class Fate(Enum):
    """What became of a place of the old text."""

    CHANGED = "changed"
    MOVED = "moved"
    ADDED = "added"
    REPEALED = "repealed"


class PassageChange(Struct, frozen=True, kw_only=True):
    """One paragraph or item, or a renumbered article as a whole, MOVED and without its text.

    CHANGED may have moved as well: then `old` and `new` differ. `old` is None exactly when ADDED,
    `new` exactly when REPEALED; so are their texts. `near` is
    given when ADDED to what was there before: the old article, or the old paragraph of an item.
    """

    fate: Fate
    old: Citation | None = None
    new: Citation | None = None
    old_text: str | None = None
    new_text: str | None = None
    near: Citation | None = None


def compare(old: Statute, new: Statute) -> tuple[PassageChange, ...]:
    """Every change, by the new text's order; what was repealed follows.

    Paragraphs are paired by equal text, then by likeness, then by place; so are the items of a
    pair. A renumbered article has therefore moved.
    """
    pairs = _paired(_paragraphs(old), _paragraphs(new), _ordinal)
    came_from: dict[int, Citation] = {}
    stay = [(was[0], now[0]) for was, now in pairs if was and now]
    for before, after in sorted(stay, key=lambda pair: _ordinal(pair[0])):
        article = Citation(article=before.place.article)
        came_from.setdefault(after.place.article, article)
    changes = [
        change
        for was, now in pairs
        for change in _changes(was, now, came_from.get(now[0].place.article) if now else None)
    ]
    return tuple(_renumbered(changes, old))


def told_apart(old: Statute, new: Statute) -> tuple[Statute, Statute]:
    """Both texts, with the same paragraphs where they have the same words."""
    new = divided_as(new, by_place(old))
    return divided_as(old, by_place(new)), new


def _paragraphs(statute: Statute) -> list[Piece]:
    return [tuple(passages) for _, passages in groupby(statute.passages, _ordinal)]


def _ordinal(passage: Passage) -> tuple[int, int]:
    return passage.place.article, passage.place.paragraph or 1


def _changes(was: Piece, now: Piece, near: Citation | None) -> Iterator[PassageChange]:
    """What became of a paragraph and its items, or of an item."""
    if was and now:
        old, new = was[0], now[0]
        changed = fingerprint(old.text) != fingerprint(new.text)
        if changed or old.place != new.place:
            yield PassageChange(
                fate=Fate.CHANGED if changed else Fate.MOVED,
                old=old.place, new=new.place, old_text=old.text, new_text=new.text,
            )  # fmt: skip
        items, others = ([(item,) for item in piece[1:]] for piece in (was, now))
        for before, after in _paired(items, others, attrgetter("place.item")):
            yield from _changes(before, after, old.place)
        return
    for passage in now:
        yield PassageChange(fate=Fate.ADDED, new=passage.place, new_text=passage.text, near=near)
    for passage in was:
        yield PassageChange(fate=Fate.REPEALED, old=passage.place, old_text=passage.text)


def _renumbered(changes: list[PassageChange], old: Statute) -> Iterator[PassageChange]:
    """The changes, with those that are the renumbering of a whole article as one."""
    moves = {
        change.old: change.new
        for change in changes
        if change.fate is Fate.MOVED and change.old and change.new
    }
    new_numbers = renumbered((passage.place for passage in old.passages), moves)
    for change in changes:
        article = change.old.article if change.old else 0
        if article not in new_numbers:
            yield change
        elif change.old == old.by_article[article][0].place:  # once for all its places
            was, now = Citation(article=article), Citation(article=new_numbers[article])
            yield PassageChange(fate=Fate.MOVED, old=was, new=now)


def _paired(
    old: Sequence[Piece], new: Sequence[Piece], where: Callable[[Passage], object]
) -> list[tuple[Piece, Piece]]:
    """Each new piece with the old one that became it, if any; then the old ones that are gone.

    `where` tells which place of its text a piece stands at.
    """
    texts_old, texts_new = (
        [
            (where(piece[0]), normalised("\n".join(passage.text for passage in piece)))
            for piece in pieces
        ]
        for pieces in (old, new)
    )
    became = _became(texts_old, texts_new)
    origin = {j: old[i] for i, j in became.items()}
    gone = [(piece, ()) for i, piece in enumerate(old) if i not in became]
    return [*((origin.get(j, ()), piece) for j, piece in enumerate(new)), *gone]


def _became(old: Sequence[tuple[object, str]], new: Sequence[tuple[object, str]]) -> dict[int, int]:
    """Which old text (by index) became which new one; each is used once. Both with their places."""
    pairs = _equal(old, new)
    left = {*range(len(old))} - pairs.keys()
    free = {*range(len(new))} - {*pairs.values()}
    stood = {old[i][0]: i for i in left}
    whole_old, whole_new = "".join(old[i][1] for i in left), "".join(new[j][1] for j in free)
    is_much = _meetings(whole_old, whole_new) > _MANY
    for enough, only_here in ((_SAME_PROVISION, is_much), (_SAME_PLACE, True)):
        scored = []
        for j in free:
            here = stood.get(new[j][0])
            matcher = SequenceMatcher(None, "", new[j][1], autojunk=False)
            for i in left & {here} if only_here else left:
                like = _likeness(old[i][1], new[j][1], matcher, enough)
                scored.append((like + 0.05 * (i == here), -i, -j))
        for score, minus_i, minus_j in sorted(scored, reverse=True):
            if score >= enough and -minus_i in left and -minus_j in free:
                pairs[-minus_i] = -minus_j
                left.remove(-minus_i)
                free.remove(-minus_j)
    return pairs


def _equal(old: Sequence[tuple[object, str]], new: Sequence[tuple[object, str]]) -> dict[int, int]:
    """Texts that are the same, at the same place if they can be."""
    free: dict[str, dict[object, int]] = {}
    for j, (place, text) in enumerate(new):
        free.setdefault(text, {})[place] = j
    pairs: dict[int, int] = {}
    for i, (place, text) in enumerate(old):
        if same := free.get(text):
            pairs[i] = same.pop(place if place in same else next(iter(same)))
    return pairs


def _likeness(old: str, new: str, matcher: SequenceMatcher[str], enough: float) -> float:
    """From 0 (nothing in common) to 1 (equal); 0 where it is certainly less than `enough`.

    Of texts longer than any provision only the characters are counted, whatever their order.
    """
    matcher.set_seq1(old)
    if matcher.real_quick_ratio() < enough or matcher.quick_ratio() < enough:
        return 0
    return matcher.quick_ratio() if _meetings(old, new) > _LONG else matcher.ratio()


def _meetings(old: str, new: str) -> int:
    """How often a character of one text stands in the other."""
    letters = Counter(new)
    return sum(number * letters[letter] for letter, number in Counter(old).items())


_AROUND = 12
"""Characters that are shown around what differs."""


def differing(old: str, new: str) -> tuple[str, str]:
    """Both texts cut to where they differ, that part in 【】, with some characters around it."""
    start = _alike(old, new)
    alike = _alike(old[start:][::-1], new[start:][::-1])

    def cut(text: str) -> str:
        stop = len(text) - alike
        first, last = max(0, start - _AROUND), min(len(text), stop + _AROUND)
        head = "…" if first else ""
        tail = "…" if last < len(text) else ""
        return f"{head}{text[first:start]}【{text[start:stop]}】{text[stop:last]}{tail}"

    return cut(old), cut(new)


def _alike(old: str, new: str) -> int:
    """How many characters two texts have in common before they differ."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(old), len(new)))
