"""Which rulebooks an answers file is judged by, and how that is changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import PurePath
from typing import Protocol

from msgspec.structs import replace

from checklist.assessment.model import SET_ASIDE, AnsweredTo, Assessment
from checklist.assessment.stored.text import Document
from checklist.law.model import Rulebook


def named(text: str, *, file: PurePath | str) -> tuple[AnsweredTo, ...]:
    """The rulebooks that the text of an answers file names; none where that cannot be read, which
    is complained about when the whole file is."""
    return Document(text, file=file).answered_to


class Named(Protocol):
    """A rulebook as something names it."""

    @property
    def id(self) -> str: ...
    @property
    def edition(self) -> str: ...


def judged_by(answered: Sequence[Named], known: Sequence[str]) -> tuple[str, ...]:
    """The ids of those `known` that a file is judged by, in the order of `known`.

    A file that names none of them, as files written by hand, is judged by the first.
    """
    wanted = {each.id for each in answered if each.edition != SET_ASIDE}
    return tuple(id for id in known if id in wanted) or tuple(known[:1])


def is_judged_by(answered: Sequence[Named], rulebook: Rulebook) -> bool:
    """Whether a file names every regulation of a rulebook as one that it is judged by."""
    wanted = {each.id for each in answered if each.edition != SET_ASIDE}
    return wanted >= {each.id for each in rulebook.regulations}


def not_decided(answered: Sequence[AnsweredTo], known: Sequence[str]) -> tuple[str, ...]:
    """The ids of those `known` that a file neither names nor sets aside."""
    ids = {each.id for each in answered}
    return tuple(id for id in known if id not in ids)


def are_aside(answered: Sequence[Named], known: Sequence[str]) -> tuple[str, ...]:
    """The ids of those `known` that a file sets aside."""
    aside = {each.id for each in answered if each.edition == SET_ASIDE}
    return tuple(id for id in known if id in aside)


def set_aside(assessment: Assessment, ids: Collection[str]) -> Assessment:
    """`assessment` as judged no longer by these rulebooks; answers to them lie dormant."""
    others = tuple(each for each in assessment.answered_to if each.id not in ids)
    aside = tuple(AnsweredTo(id=id, edition=SET_ASIDE) for id in ids)
    return replace(assessment, answered_to=(*others, *aside))
