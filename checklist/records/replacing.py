"""A check that takes the place of an earlier one: what would no longer be known, and what the
history says of it.

What is found rests on all files together, and so a check is replaced as a whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from checklist.assessment.stored.history import RECORDS, Entry
from checklist.records.model import Fault, Tally
from checklist.records.recorded import Recorded
from checklist.records.words import apart, counted, name, unit

_FINDINGS = (Fault.MISSING, Fault.GONE, Fault.EARLY, Fault.SHORT, Fault.LACKING)
"""What speaks against an answer."""
_NOTHING = "没有给出"


def losses(before: Recorded, after: Recorded) -> Iterator[str]:
    """A line for each thing that the earlier check knows and the new one does not: records of some
    kind, as many of them, as many with a fault."""
    now = {name(tally): tally for tally in apart(after.tallies)}
    for tally in _telling(before):
        new = now.get(name(tally))
        if new is None:
            files = "、".join(before.kinds.get(tally.kind.value, ()))
            yield f"{name(tally)}没有给出（上次 {files}：{counted(tally)}）"
            continue
        of = unit(tally.kind)
        for what, was, left in _compared(tally, new):
            if left < was:
                yield f"{name(tally)}：{what}上次{was}{of}，这次{left}{of}"


def entry(before: Recorded | None, after: Recorded, *, who: str | None, at: datetime) -> str:
    """The line of the history about a new check: the counts before and after; empty where they are
    the same."""
    old, new = _in_words(before), _in_words(after)
    if old == new:
        return ""
    names = {**old, **new}
    return Entry(
        0, at.isoformat(), who or None, RECORDS, None,
        {each: old.get(each, _NOTHING) for each in names},
        {each: new.get(each, _NOTHING) for each in names},
    ).line  # fmt: skip


def _in_words(recorded: Recorded | None) -> dict[str, str]:
    return {name(each): counted(each) for each in _telling(recorded)} if recorded else {}


def _telling(recorded: Recorded) -> list[Tally]:
    """What each kind of records came to, where it came to anything."""
    return [each for each in apart(recorded.tallies) if each.demanded or each.faults]


def _compared(tally: Tally, new: Tally) -> Iterator[tuple[str, int, int]]:
    """What is counted, before and now. Of sales alone it counts where the whole does not tell."""
    yield "要保存的", tally.demanded, new.demanded
    for fault in _FINDINGS:
        was, left = tally.count(fault), new.count(fault)
        yield fault.value, was, left
        if left >= was:
            unsold = tally.unsold.get(fault, 0), new.unsold.get(fault, 0)
            yield f"有成交的{fault.value}", was - unsold[0], left - unsold[1]
    for content, count in tally.contents.items():
        yield f"没有{content.shown}", count, new.contents.get(content, 0)
