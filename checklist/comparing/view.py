"""Comparison -> what its page shows, in its order: worse first. No words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from checklist.comparing.model import (
    Cause,
    Comparison,
    Difference,
    Effect,
    FactChange,
    Result,
    Told,
    alike,
)
from checklist.evaluation.model import Status

Group = tuple[Difference, ...]
"""Differences of one obligation that came out alike in several rooms."""


class Tally(Struct, frozen=True, kw_only=True):
    """How often each status stands in one result; encouragements are not counted."""

    result: Result
    counts: Mapping[Status, int]


class Because(Struct, frozen=True, kw_only=True):
    """How many differences, worse, better or neither, have one cause. One may have several."""

    cause: Cause
    worse: int
    better: int
    other: int


class Standing(Struct, frozen=True, kw_only=True):
    """A breach that stood before and stands unchanged, with the rooms it is about."""

    told: Told
    subjects: tuple[str | None, ...]


class View(Struct, frozen=True, kw_only=True):
    """`worse`: fell back, or has a gap or doubt that was none before. `titles` are by entry."""

    comparison: Comparison
    old: Tally
    new: Tally
    worse: tuple[Group, ...]
    better: tuple[Group, ...]
    other: tuple[Group, ...]
    standing: tuple[Standing, ...]
    causes: tuple[Because, ...]
    facts: tuple[FactChange, ...]
    titles: Mapping[str, Told]

    def count(self, groups: Iterable[Group]) -> int:
        """How many differences, room by room."""
        return sum(map(len, groups))


def view(comparison: Comparison) -> View:
    """Everything the page shows."""
    kinds: dict[str, list[Difference]] = {"worse": [], "better": [], "other": []}
    for one in comparison.differences:
        kinds[_kind(one)].append(one)
    old, new = comparison.old, comparison.new
    told = (*old.findings.values(), *new.findings.values())
    return View(
        comparison=comparison,
        old=_tally(old),
        new=_tally(new),
        worse=tuple(alike(kinds["worse"])),
        better=tuple(alike(kinds["better"])),
        other=tuple(alike(kinds["other"])),
        standing=tuple(_standing(comparison)),
        causes=tuple(_causes(comparison)),
        facts=tuple(comparison.fact_changes()),
        titles={one.obligation: one for one in told},
    )


def _kind(one: Difference) -> str:
    if one.effect is Effect.FELL_BACK or any(each.opened for each in one.questions):
        return "worse"
    return "better" if one.effect is Effect.IMPROVED else "other"


def _tally(result: Result) -> Tally:
    counts = Counter(one.status for one in result.findings.values() if not one.encouragement)
    return Tally(result=result, counts={status: counts[status] for status in Status})


def _standing(comparison: Comparison) -> Iterable[Standing]:
    changed = {(one.told.obligation, one.told.subject) for one in comparison.differences}
    found: dict[str, list[Told]] = {}
    for key, told in comparison.new.findings.items():
        if key not in changed and told.status is Status.NOT_SATISFIED:
            found.setdefault(told.obligation, []).append(told)
    for of_one in found.values():
        yield Standing(told=of_one[0], subjects=tuple(one.subject for one in of_one))


def _causes(comparison: Comparison) -> Iterable[Because]:
    for cause in Cause:
        kinds = Counter(_kind(one) for one in comparison.differences if cause in one.causes)
        if kinds:
            worse, better, other = kinds["worse"], kinds["better"], kinds["other"]
            yield Because(cause=cause, worse=worse, better=better, other=other)
