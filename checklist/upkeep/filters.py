"""Finds entries of a rulebook by what people type: ids and the Chinese words are understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TypeVar

from checklist.errors import Complaint, WrongUsage
from checklist.law.model import Obligation, Rulebook
from checklist.law.wording import KIND, REVIEW, number
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
    holders = {each.id: (each.id, each.name) for each in rulebook.duty_holders}
    kinds = {each: (each.value, word) for each, word in KIND.items()}
    states = {each: (each.value, word) for each, word in REVIEW.items()}
    bound = _meant("--holder", holder, holders)
    place = None if article is None else _article(rulebook, article)
    of_kind = _meant("--kind", kind, kinds)
    in_state = _meant("--state", state, states)
    return tuple(
        obligation
        for obligation in rulebook.obligations
        if (bound is None or bound in obligation.binds)
        and (place is None or obligation.source.article == place)
        and (of_kind is None or obligation.kind is of_kind)
        and (in_state is None or obligation.review.state is in_state)
    )


def named(rulebook: Rulebook, typed: str) -> Obligation:
    """The obligation with the typed id. Raises WrongUsage with what may have been meant."""
    id = _plain(typed)
    ids = rulebook.obligation_ids()
    if id in ids:
        return rulebook.obligation(id)
    mend = "用 checklist rules list 查看全部编号"
    if like := suggestion(id, ids):
        mend = f"是不是想写 {like}；全部编号见 checklist rules list"
    if article := re.fullmatch(r"(?:art|第)?([0-9]{1,3})条?", id):
        there = [each.id for each in rulebook.obligations if each.source.article == int(article[1])]
        mend = f"第 {article[1]} 条的义务有：{'、'.join(there)}" if there else mend
    raise WrongUsage(Complaint(what=f"没有“{inert(typed)}”这条义务", mend=mend))


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


def _article(rulebook: Rulebook, typed: str) -> int:
    bare = re.sub(r"^(?:art|第)|条$", "", _plain(typed))
    try:
        article = int(bare) if re.fullmatch("[0-9]{1,3}", bare) else number(bare)
    except ValueError:
        article = 0
    if rulebook.regulation.chapter_of(article) is not None:
        return article
    chapters = rulebook.regulation.chapters
    first, last = min(each.first for each in chapters), max(each.last for each in chapters)
    raise _unknown("--article", typed, f"写成 {first} 到 {last} 的整数，例如 {last}")


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).strip().lower()


def _unknown(option: str, typed: str, mend: str) -> WrongUsage:
    return WrongUsage(Complaint(what=f"{option} 后面不能是“{inert(typed)}”", mend=mend))
