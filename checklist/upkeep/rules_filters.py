"""The filters of `checklist rules list`: ids and the Chinese words are both understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from checklist.errors import Complaint, WrongUsage
from checklist.text import inert

if TYPE_CHECKING:
    from checklist.law.model import Obligation, Rulebook

T = TypeVar("T")

HolderOption = Annotated[
    str | None,
    typer.Option(
        "--holder",
        metavar="主体",
        help="只看约束这一义务主体的，例如 mcn 或者 直播营销人员服务机构。",
        show_default=False,
    ),
]
ArticleOption = Annotated[
    str | None,
    typer.Option(
        "--article",
        metavar="条",
        help="只看这一条的，例如 37 或者 第三十七条。",
        show_default=False,
    ),
]
KindOption = Annotated[
    str | None,
    typer.Option(
        "--kind", metavar="性质", help="只看这一种的：义务、禁止、倡导。", show_default=False
    ),
]
StateOption = Annotated[
    str | None,
    typer.Option(
        "--state", metavar="状态", help="只看这一复核状态的：待复核、已复核。", show_default=False
    ),
]


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
    from checklist.law.wording import KIND, REVIEW

    holders = {one.id: (one.id, one.name) for one in rulebook.duty_holders}
    kinds = {one: (one.value, word) for one, word in KIND.items()}
    states = {one: (one.value, word) for one, word in REVIEW.items()}
    bound = None if holder is None else _meant("--holder", holder, holders)
    number = None if article is None else _article(rulebook, article)
    of_kind = None if kind is None else _meant("--kind", kind, kinds)
    in_state = None if state is None else _meant("--state", state, states)
    return tuple(
        one
        for one in rulebook.obligations
        if (bound is None or bound in one.binds)
        and (number is None or one.source.article == number)
        and (of_kind is None or one.kind is of_kind)
        and (in_state is None or one.review.state is in_state)
    )


def _meant(option: str, typed: str, known: Mapping[T, tuple[str, str]]) -> T:
    """What is known by the id or the word that was typed."""
    plain = _plain(typed)
    for one, names in known.items():
        if plain in names:
            return one
    choices = "、".join(f"{word}（{id}）" for id, word in known.values())
    raise _unknown(option, typed, f"写成其中之一：{choices}")


def _article(rulebook: Rulebook, typed: str) -> int:
    from checklist.law.wording import number

    bare = re.sub(r"^(?:art|第)|条$", "", _plain(typed))
    try:
        found = int(bare) if re.fullmatch("[0-9]{1,3}", bare) else number(bare)
    except ValueError:
        found = 0
    if rulebook.chapter_of(found) is not None:
        return found
    chapters = rulebook.chapters
    first, last = min(one.first for one in chapters), max(one.last for one in chapters)
    raise _unknown("--article", typed, f"写成 {first} 到 {last} 的整数，例如 {last}")


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).strip().lower()


def _unknown(option: str, typed: str, mend: str) -> WrongUsage:
    return WrongUsage(Complaint(what=f"{option} 后面不能是“{inert(typed)}”", mend=mend))
