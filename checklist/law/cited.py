"""The articles that prose names, and of which law each is.

第六十五条第二款 alone is of the regulation whose rulebook says it; behind the name of a law, and
after another article of it and 、和或至, it is of that law.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from checklist.law.wording import number

_N = "[一二三四五六七八九十百零]+"
_PLACE = re.compile(f"第({_N})条(?:第({_N})款)?(?:第({_N})项)?")
_FURTHER = re.compile(f"(?:(?:、|和|至|或者|或|以及|及|与)(?:第{_N}[款项])?)+")
"""What stands between two articles of one law."""
_LAW = re.compile("(?:》(?:（[^（）]*）)?|[典法例则定]|办法)$")
_OURS = ("本办法", "本规定")
_LONGEST_NAME = 60
_CHAPTER = re.compile(f"({'|'.join(_OURS)})?(第{_N}章)")
_GOES_ON = ("、", "和", "至")


class Cited(Struct, frozen=True, kw_only=True):
    """An article in prose, from `start` to `end`, with its paragraph and item where they are named.

    `ours`: it is of the regulation whose rulebook says it. `stem` is where the name begins, 本办法
    or 本规定, under which it goes, and `start` where it goes under none. `follows`: it goes on with
    the law of the one before it. `unclear`: it names no law, and the one before it is another's.
    """

    start: int
    end: int
    stem: int
    article: int
    paragraph: int | None
    item: int | None
    ours: bool
    follows: bool = False
    unclear: bool = False


def cited(text: str, called: tuple[str, ...] = ()) -> Iterator[Cited]:
    """Every article that a text names, in its order; `called` are further names of the regulation
    whose rulebook says it."""
    before: Cited | None = None
    for place in _PLACE.finditer(text):
        before = _cited(text, place, before, (*_OURS, *called))
        yield before


def _cited(text: str, place: re.Match[str], before: Cited | None, ours: tuple[str, ...]) -> Cited:
    start = place.start()
    ahead = text[max(0, start - _LONGEST_NAME) : start]
    named = next(filter(ahead.endswith, ours), None)
    others = named is None and _LAW.search(ahead) is not None
    follows = before is not None and bool(_FURTHER.fullmatch(text[before.end : start]))
    bare = named is None and not others
    of_others = before is not None and not before.ours
    article, paragraph, item = map(_number, place.groups())
    return Cited(
        start=start,
        end=place.end(),
        stem=start - (len(named or "")),
        article=article or 0,
        paragraph=paragraph,
        item=item,
        ours=not others and not (bare and follows and of_others),
        follows=bare and follows,
        unclear=bare and not follows and of_others,
    )


def _number(words: str | None) -> int | None:
    """Zero where it is written as no statute writes it."""
    try:
        return number(words) if words else None
    except ValueError:
        return 0


def naming(text: str, law: str) -> str:
    """The text with the name of its own regulation before each article and chapter of it."""
    text = _CHAPTER.sub(lambda match: _of_chapter(match, law), text)
    parts, at = [], 0
    for each in cited(text):
        if each.ours and not each.follows:
            parts += [text[at : each.stem], law]
            at = each.start
    return "".join([*parts, text[at:]])


def _of_chapter(match: re.Match[str], law: str) -> str:
    """办法第六章: a chapter, unless it is another law's or goes on after one of this."""
    ahead = match.string[max(0, match.start() - _LONGEST_NAME) : match.start()]
    own = match[1] or not (_LAW.search(ahead) or ahead.endswith(_GOES_ON))
    return f"{law}{match[2]}" if own else match[0]
