"""Finds what changed from one text of a regulation to the next, place by place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby

from msgspec import Struct

from checklist.law.model import Citation
from checklist.upkeep.fingerprints import fingerprint, normalised
from checklist.upkeep.statute import Passage, Statute, renumbered

Piece = tuple[Passage, ...]
"""A paragraph with its items, or an item alone; empty where there is none."""

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


def _paragraphs(statute: Statute) -> list[Piece]:
    return [tuple(passages) for _, passages in groupby(statute.passages, _ordinal)]


def _ordinal(passage: Passage) -> tuple[int, int]:
    return passage.place.article, passage.place.paragraph or 1


def _number(item: Passage) -> int | None:
    return item.place.item


def _changes(was: Piece, now: Piece, near: Citation | None) -> Iterator[PassageChange]:
    """What became of a paragraph and its items, or of an item."""
    if was and now:
        old, new = was[0], now[0]
        changed = fingerprint(old.text) != fingerprint(new.text)
        if changed or old.place != new.place:
            yield PassageChange(
                fate=Fate.CHANGED if changed else Fate.MOVED,
                old=old.place,
                new=new.place,
                old_text=old.text,
                new_text=new.text,
            )
        for before, after in _paired(_items(was), _items(now), _number):
            yield from _changes(before, after, old.place)
        return
    for passage in now:
        yield PassageChange(fate=Fate.ADDED, new=passage.place, new_text=passage.text, near=near)
    for passage in was:
        yield PassageChange(fate=Fate.REPEALED, old=passage.place, old_text=passage.text)


def _items(paragraph: Piece) -> list[Piece]:
    return [(item,) for item in paragraph[1:]]


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
    became = _became(
        [normalised("\n".join(passage.text for passage in piece)) for piece in old],
        [normalised("\n".join(passage.text for passage in piece)) for piece in new],
        at_one_place=lambda i, j: where(old[i][0]) == where(new[j][0]),
    )
    origin = {j: old[i] for i, j in became.items()}
    gone = [(piece, ()) for i, piece in enumerate(old) if i not in became]
    return [*((origin.get(j, ()), piece) for j, piece in enumerate(new)), *gone]


def _became(
    old: Sequence[str], new: Sequence[str], *, at_one_place: Callable[[int, int], bool]
) -> dict[int, int]:
    """Which old text (by index) became which new one; each is used once."""
    pairs: dict[int, int] = {}
    free: dict[str, list[int]] = {}
    for j, text in enumerate(new):
        free.setdefault(text, []).append(j)
    for i, text in enumerate(old):
        if same := free.get(text):
            here = next((j for j in same if at_one_place(i, j)), same[0])
            same.remove(here)
            pairs[i] = here
    for enough, only_here in ((_SAME_PROVISION, False), (_SAME_PLACE, True)):
        taken = set(pairs.values())
        scored = [
            (_likeness(old[i], new[j], enough) + 0.05 * at_one_place(i, j), -i, -j)
            for i in range(len(old))
            if i not in pairs
            for j in range(len(new))
            if j not in taken and (at_one_place(i, j) or not only_here)
        ]
        for score, minus_i, minus_j in sorted(scored, reverse=True):
            if score >= enough and -minus_i not in pairs and -minus_j not in taken:
                pairs[-minus_i] = -minus_j
                taken.add(-minus_j)
    return pairs


def _likeness(old: str, new: str, enough: float) -> float:
    """From 0 (nothing in common) to 1 (equal); 0 where it is certainly less than `enough`."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.real_quick_ratio() < enough or matcher.quick_ratio() < enough:
        return 0
    return matcher.ratio()


def differing(old: str, new: str, *, context: int = 12) -> tuple[str, str]:
    """Both texts cut to where they differ, that part in 【】, with some characters around it."""
    shortest = min(len(old), len(new))
    start = next((at for at in range(shortest) if old[at] != new[at]), shortest)
    alike = 0
    while alike < shortest - start and old[-1 - alike] == new[-1 - alike]:
        alike += 1

    def cut(text: str) -> str:
        stop = len(text) - alike
        first, last = max(0, start - context), min(len(text), stop + context)
        head = "…" if first else ""
        tail = "…" if last < len(text) else ""
        return f"{head}{text[first:start]}【{text[start:stop]}】{text[stop:last]}{tail}"

    return cut(old), cut(new)
