"""Finds what changed from one text of a regulation to the next, place by place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum

from msgspec import Struct

from checklist.law.model import Citation
from checklist.upkeep.fingerprints import fingerprint, normalised
from checklist.upkeep.statute import Paragraph, Passage, Statute, passages, whole_article

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
    before, after = list(old.paragraphs()), list(new.paragraphs())
    pairs = _paired(
        [_whole(paragraph) for _, paragraph in before],
        [_whole(paragraph) for _, paragraph in after],
        at_one_place=lambda i, j: _ordinal(before[i][0]) == _ordinal(after[j][0]),
    )
    came_from: dict[int, Citation] = {}
    for i, j in sorted(pairs.items()):
        came_from.setdefault(after[j][0].article, Citation(article=before[i][0].article))
    partner = {j: i for i, j in pairs.items()}
    changes: list[PassageChange] = []
    for j, (place, paragraph) in enumerate(after):
        if j in partner:
            changes += _paragraph(*before[partner[j]], place, paragraph)
        else:
            near = came_from.get(place.article)
            changes += [_added(passage, near) for passage in passages(place, paragraph)]
    for i, (place, paragraph) in enumerate(before):
        if i not in pairs:
            changes += map(_repealed, passages(place, paragraph))
    return tuple(_renumbered(changes, old))


def _whole(paragraph: Paragraph) -> str:
    return normalised("\n".join((paragraph.text, *(item.text for item in paragraph.items))))


def _ordinal(place: Citation) -> tuple[int, int]:
    return place.article, place.paragraph or 1


def _renumbered(changes: list[PassageChange], old: Statute) -> Iterator[PassageChange]:
    """The changes, with those that are the renumbering of a whole article as one."""
    moves: dict[int, dict[Citation, Citation]] = {}
    for change in changes:
        if change.fate is Fate.MOVED and change.old and change.new:
            moves.setdefault(change.old.article, {})[change.old] = change.new
    sizes = Counter(passage.place.article for passage in old.passages())
    whole = {
        article: renumbered
        for article, places in moves.items()
        if len(places) == sizes[article] and (renumbered := whole_article(places))
    }
    for change in changes:
        renumbered = whole.get(change.old.article) if change.old else None
        if renumbered is None:
            yield change
        elif change.old == next(iter(moves[renumbered[0].article])):  # once for all its places
            yield PassageChange(fate=Fate.MOVED, old=renumbered[0], new=renumbered[1])


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


def _paragraph(
    old_place: Citation, old: Paragraph, new_place: Citation, new: Paragraph
) -> Iterator[PassageChange]:
    """What became of one paragraph and its items."""
    (head, *before), (now, *after) = passages(old_place, old), passages(new_place, new)
    yield from _passage(head, now)
    pairs = _paired(
        [normalised(item.text) for item in before],
        [normalised(item.text) for item in after],
        at_one_place=lambda i, j: before[i].place.item == after[j].place.item,
    )
    partner = {j: i for i, j in pairs.items()}
    for j, item in enumerate(after):
        if j in partner:
            yield from _passage(before[partner[j]], item)
        else:
            yield _added(item, old_place)
    for i, item in enumerate(before):
        if i not in pairs:
            yield _repealed(item)


def _passage(old: Passage, new: Passage) -> Iterator[PassageChange]:
    changed = fingerprint(old.text) != fingerprint(new.text)
    if changed or old.place != new.place:
        yield PassageChange(
            fate=Fate.CHANGED if changed else Fate.MOVED,
            old=old.place,
            new=new.place,
            old_text=old.text,
            new_text=new.text,
        )


def _added(passage: Passage, near: Citation | None) -> PassageChange:
    return PassageChange(fate=Fate.ADDED, new=passage.place, new_text=passage.text, near=near)


def _repealed(passage: Passage) -> PassageChange:
    return PassageChange(fate=Fate.REPEALED, old=passage.place, old_text=passage.text)


def _paired(
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
