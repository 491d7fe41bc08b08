"""What changed from one text of a regulation to the next, place by place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum

from msgspec import Struct

from checklist.law.model import Citation
from checklist.upkeep.fingerprints import fingerprint, normalised
from checklist.upkeep.statute import Paragraph, Statute, whole_article, within

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


class Change(Struct, frozen=True, kw_only=True):
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


class _Placed(Struct, frozen=True):
    place: Citation
    ordinal: int
    paragraph: Paragraph
    whole: str
    """The normalised text with its items."""


def compare(old: Statute, new: Statute) -> tuple[Change, ...]:
    """Every change, by the new text's order; what was repealed follows.

    Paragraphs are paired by equal text, then by likeness, then by place; so are the items of a
    pair. A renumbered article has therefore moved.
    """
    before, after = _placed(old), _placed(new)
    pairs = _paired(
        [one.whole for one in before],
        [one.whole for one in after],
        at_one_place=lambda i, j: _number(before[i]) == _number(after[j]),
    )
    articles: dict[int, Citation] = {}
    for i, j in sorted(pairs.items()):
        articles.setdefault(after[j].place.article, Citation(article=before[i].place.article))
    partner = {j: i for i, j in pairs.items()}
    changes: list[Change] = []
    for j, one in enumerate(after):
        if j in partner:
            changes += _paragraph(before[partner[j]], one)
        else:
            near = articles.get(one.place.article)
            changes += _all(one, Fate.ADDED, near)
    for i, one in enumerate(before):
        if i not in pairs:
            changes += _all(one, Fate.REPEALED, None)
    return tuple(_renumbered(changes, old))


def _renumbered(changes: list[Change], old: Statute) -> Iterator[Change]:
    """The changes, with those that are the renumbering of a whole article as one."""
    moves: dict[int, dict[Citation, Citation]] = {}
    for one in changes:
        if one.fate is Fate.MOVED and one.old and one.new:
            moves.setdefault(one.old.article, {})[one.old] = one.new
    sizes = Counter(one.place.article for one in old.passages())
    whole = {
        article: found
        for article, places in moves.items()
        if len(places) == sizes[article] and (found := whole_article(places))
    }
    told: set[int] = set()
    for one in changes:
        renumbered = whole.get(one.old.article) if one.old else None
        if renumbered is None:
            yield one
        elif renumbered[0].article not in told:
            told.add(renumbered[0].article)
            yield Change(fate=Fate.MOVED, old=renumbered[0], new=renumbered[1])


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


def _number(one: _Placed) -> tuple[int, int]:
    return one.place.article, one.ordinal


def _placed(statute: Statute) -> list[_Placed]:
    return [
        _Placed(
            Citation(
                article=article.number,
                paragraph=ordinal if len(article.paragraphs) > 1 else None,
            ),
            ordinal,
            paragraph,
            normalised("\n".join((paragraph.text, *(item.text for item in paragraph.items)))),
        )
        for article in statute.articles
        for ordinal, paragraph in enumerate(article.paragraphs, 1)
    ]


def _paragraph(before: _Placed, after: _Placed) -> Iterator[Change]:
    """What became of one paragraph and its items."""
    yield from _passage(before.place, before.paragraph.text, after.place, after.paragraph.text)
    old, new = before.paragraph.items, after.paragraph.items
    pairs = _paired(
        [normalised(item.text) for item in old],
        [normalised(item.text) for item in new],
        at_one_place=lambda i, j: old[i].number == new[j].number,
    )
    partner = {j: i for i, j in pairs.items()}
    for j, item in enumerate(new):
        place = within(after.place, item.number)
        if j in partner:
            was = old[partner[j]]
            yield from _passage(within(before.place, was.number), was.text, place, item.text)
        else:
            yield Change(fate=Fate.ADDED, new=place, new_text=item.text, near=before.place)
    for i, item in enumerate(old):
        if i not in pairs:
            place = within(before.place, item.number)
            yield Change(fate=Fate.REPEALED, old=place, old_text=item.text)


def _passage(old: Citation, old_text: str, new: Citation, new_text: str) -> Iterator[Change]:
    changed = fingerprint(old_text) != fingerprint(new_text)
    if changed or old != new:
        fate = Fate.CHANGED if changed else Fate.MOVED
        yield Change(fate=fate, old=old, new=new, old_text=old_text, new_text=new_text)


def _all(one: _Placed, fate: Fate, near: Citation | None) -> Iterator[Change]:
    """A whole paragraph and each of its items, added or repealed."""
    passages = [(one.place, one.paragraph.text)]
    passages += [(within(one.place, item.number), item.text) for item in one.paragraph.items]
    for place, text in passages:
        if fate is Fate.ADDED:
            yield Change(fate=fate, new=place, new_text=text, near=near)
        else:
            yield Change(fate=fate, old=place, old_text=text)


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
