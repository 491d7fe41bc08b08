"""Finds entries of a rulebook by what people type: ids and the Chinese words are understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeVar

from checklist.errors import Complaint, WrongUsage
from checklist.law.model import Obligation, Regulation, Rulebook
from checklist.law.wording import KIND, REVIEW, cite, number
from checklist.text import inert
from checklist.yaml.reading import suggestion

T = TypeVar("T")


def chosen(
    rulebook: Rulebook,
    *,
    holder: str | None,
    article: str | None,
    kind: str | None,
    state: str | None,
) -> tuple[Obligation, ...]:
    """The obligations that pass every filter given, in the rulebook's order.

    Raises WrongUsage with what is possible for a value that means nothing.
    """
    holders = {
        duty_holder.id: (duty_holder.id, duty_holder.name) for duty_holder in rulebook.duty_holders
    }
    kinds = {each: (each.value, word) for each, word in KIND.items()}
    states = {each: (each.value, word) for each, word in REVIEW.items()}
    bound = _meant("--holder", holder, holders)
    places = None if article is None else _articles(rulebook, article)
    of_kind = _meant("--kind", kind, kinds)
    in_state = _meant("--state", state, states)
    return tuple(
        obligation
        for obligation in rulebook.obligations
        if (bound is None or bound in obligation.binds)
        and (places is None or obligation in places)
        and (of_kind is None or obligation.kind is of_kind)
        and (in_state is None or obligation.review.state is in_state)
    )


def named(rulebook: Rulebook, typed: str) -> tuple[Obligation, ...]:
    """The obligation with the typed id, or those of a typed article: 第三十七条, and 办法第六条
    where several regulations have one. Raises WrongUsage with what may have been meant."""
    id = _plain(typed)
    ids = rulebook.obligation_ids()
    if id in ids:
        return (rulebook.obligation(id),)
    regulations, article = _place(rulebook, typed)
    there = _of_article(rulebook, regulations, article)
    if len(there) == 1:
        return there.popitem()[1]
    what, mend = f"没有“{inert(typed)}”这条义务", "用 checklist rules list 查看全部编号"
    if there:
        places = (
            f"{regulation.called}{cite(article)}（{'、'.join(entry.id for entry in entries)}）"
            for regulation, entries in there.items()
        )
        what = f"{len(there)} 部规定都有{cite(article)}的义务"
        mend = f"写明是哪一部，或者写编号：{'；'.join(places)}"
    elif article and not any(regulation.chapter_of(article) for regulation in regulations):
        last = (
            f"{regulation.called}到{cite(regulation.chapters[-1].last)}为止"
            for regulation in regulations
        )
        what, mend = f"没有“{inert(typed)}”这一条", f"{'；'.join(last)}，改正条号"
    elif article:
        mend = "这一条没有义务；怎样处理的，用 checklist rules coverage 查看"
    elif like := suggestion(id, ids):
        mend = f"是不是想写 {like}；全部编号见 checklist rules list"
    raise WrongUsage.because(what, mend)


def _of_article(
    rulebook: Rulebook, regulations: Sequence[Regulation], article: int
) -> dict[Regulation, tuple[Obligation, ...]]:
    """The entries of an article, by the regulation that has any."""
    by_regulation: dict[Regulation, tuple[Obligation, ...]] = {}
    for entry in rulebook.obligations:
        regulation = rulebook.regulation_of(entry.source)
        if entry.source.article == article and regulation in regulations:
            by_regulation[regulation] = (*by_regulation.get(regulation, ()), entry)
    return by_regulation


def _articles(rulebook: Rulebook, typed: str) -> tuple[Obligation, ...]:
    """The entries of a typed article, of every regulation that may be meant."""
    regulations, article = _place(rulebook, typed)
    if any(regulation.chapter_of(article) for regulation in regulations):
        there = _of_article(rulebook, regulations, article)
        return tuple(entry for entries in there.values() for entry in entries)
    chapters = [chapter for regulation in regulations for chapter in regulation.chapters]
    first = min(chapter.first for chapter in chapters)
    last = max(chapter.last for chapter in chapters)
    raise _unknown("--article", typed, f"写成 {first} 到 {last} 的整数，例如 {last}")


def _place(rulebook: Rulebook, typed: str) -> tuple[Sequence[Regulation], int]:
    """The regulations that may be meant, and the number of an article; 0 where none was typed."""
    plain, regulations = _plain(typed), rulebook.regulations
    for each in rulebook.regulations:
        for name in (each.called, each.title, f"《{each.title}》"):
            if plain.startswith(_plain(name)):
                plain, regulations = plain.removeprefix(_plain(name)), (each,)
    bare = re.sub(r"^(?:art|第)|条$", "", plain)
    try:
        return regulations, int(bare) if re.fullmatch("[0-9]{1,3}", bare) else number(bare)
    except ValueError:
        return regulations, 0


def _meant(option: str, typed: str | None, known: Mapping[T, tuple[str, str]]) -> T | None:
    """What is known by the id or the word that was typed; None where nothing was."""
    if typed is None:
        return None
    plain = _plain(typed)
    for meaning, names in known.items():
        if plain in names:
            return meaning
    choices = "、".join(f"{word}（{id}）" for id, word in known.values())
    raise _unknown(option, typed, f"写成其中之一：{choices}")


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).strip().lower()


def _unknown(option: str, typed: str, mend: str) -> WrongUsage:
    return WrongUsage(Complaint(what=f"{option} 后面不能是“{inert(typed)}”", mend=mend))
