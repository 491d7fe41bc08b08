"""What is a fault, and how much of it there is: the rules by which records are judged.

Whatever reads the records (row by row, or an engine for large data) brings what it found into the
shape of `Kept`, singly or counted; nothing else decides what is wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from msgspec import Struct

from checklist.law.periods import Period, end_of
from checklist.law.record_kinds import RecordKind
from checklist.records.keeping import Keeping
from checklist.records.model import COMPLETED, STREAMED, Clock, Failing, Fault, Month, Tally
from checklist.text import name_key

SHORTER = 60
"""Seconds by which a recording may be shorter than its broadcast."""
_RECORD_OF_EVENT = {RecordKind.ORDERS: COMPLETED}


class Asked(Struct, frozen=True, kw_only=True):
    """What to hold the records against: the clocks of each kind, from the rulebook; the rooms that
    count, by the keys of their names (none: all); since when, and when the records were taken."""

    clocks: Mapping[RecordKind, Collection[Clock]]
    rooms: Collection[str]
    since: date
    now: datetime
    keeping: Keeping

    def is_own(self, room: str) -> bool:
        """Whether a room is one of the respondent's; where no room is named, it is."""
        return not (room and self.rooms) or name_key(room) in self.rooms


class Kept(NamedTuple):
    """What is known of one thing that has to be kept, or of many that are alike in this.

    It is an order, an entry of a log, or the recordings of one broadcast together. `other` is its
    room where that is none of the respondent's. The clocks run from `streamed` and `completed`, as
    far as they are known; it is kept until `until`, the earliest that its parts say. `is_given`:
    there is a record of it at all; `is_there`: something of it is not deleted; `is_part_gone`:
    something is; `is_told`: every part says until when it is kept.
    """

    other: str
    streamed: date | None
    completed: date | None
    is_given: bool
    is_there: bool
    is_part_gone: bool
    is_short: bool
    is_told: bool
    until: date | None

    @property
    def event(self) -> date | None:
        """The day of the last of the events that its clocks run from."""
        return self.completed or self.streamed


def is_short(recorded: Any, lasted: Any) -> Any:
    """Whether recordings are shorter than their broadcast, in seconds: of numbers or of columns."""
    return recorded < lasted - SHORTER


def of_row(kind: RecordKind, other: str, event: date | None, until: date | None, *,
           is_gone: bool) -> Kept:  # fmt: skip
    """A row that is what has to be kept itself."""
    is_order = _RECORD_OF_EVENT.get(kind) == COMPLETED
    return Kept(
        other, None if is_order else event, event if is_order else None,
        is_given=True, is_there=not is_gone, is_part_gone=is_gone, is_short=False,
        is_told=until is not None, until=until,
    )  # fmt: skip


class Judging:
    """Counts what has to be kept of one kind, and what is wrong with it."""

    def __init__(self, asked: Asked, kind: RecordKind) -> None:
        self._asked, self._clocks = asked, asked.clocks.get(kind, ())
        self.tally = Tally(kind=kind)
        self._ends: dict[tuple[date | None, date | None], date | None] = {}

    def add(self, kept: Kept, count: int = 1) -> tuple[Fault, ...]:
        """Count what is alike, and say what is wrong with each; nothing with what need not be
        kept."""
        event = kept.event
        if not self.demands(kept.other, event, count) or event is None:
            return ()
        faults = tuple(self._faults(kept, event, count))
        for fault in faults:
            self.tally.faults[fault] = self.tally.count(fault) + count
        if faults:
            self.tally.months[event.isoformat()[:7]].failing += count
        return faults

    def demands(self, other: str, event: date | None, count: int = 1) -> bool:
        """Whether something has to be kept, with what it is told for where it need not."""
        tally = self.tally
        if other:
            tally.others[other] = tally.others.get(other, 0) + count
        elif event is None:
            tally.undated += count
        elif event < self._asked.since:
            tally.earlier += count
        else:
            tally.demanded += count
            tally.months.setdefault(event.isoformat()[:7], Month()).demanded += count
            return True
        return False

    def astray(self, fault: Fault, count: int = 1) -> None:
        """Count what cannot be held against anything: rows that cannot be read, orphans."""
        self.tally.faults[fault] = self.tally.count(fault) + count

    def vanished(self, begun: date | None, count: int = 1) -> None:
        """Count recordings that were in an earlier list, the last of them from a day."""
        tally = self.tally
        tally.vanished += count
        if begun and (tally.soonest is None or begun > tally.soonest[0]):
            tally.soonest = begun, self._asked.now.date()

    def _faults(self, kept: Kept, event: date, count: int) -> list[Fault]:
        if not kept.is_given:
            return [Fault.MISSING]
        if not kept.is_there or (kept.is_short and kept.is_part_gone):
            return [Fault.GONE]
        found = [Fault.SHORT] if kept.is_short else []
        if kept.until is not None:
            self._measure(event, kept.until)
            due = self.due(kept)
            if due and kept.until < due:
                return [*found, Fault.EARLY]
        if not kept.is_told:
            self.tally.unknown += count
        return found

    def _measure(self, event: date, until: date) -> None:
        """Keep the least that anything is kept; of two the one that began earlier."""
        span = until - event, event
        shortest = self.tally.shortest
        if shortest is None or span < (shortest[1] - shortest[0], shortest[0]):
            self.tally.shortest = event, until

    def due(self, kept: Kept) -> date | None:
        """Until when the strictest clock has it kept, by the day of each event; None where no
        clock runs from any of them."""
        days = kept.streamed, kept.completed
        if days not in self._ends:
            events = {STREAMED: kept.streamed, COMPLETED: kept.completed}
            ends = [
                end_of(begun, Period(years=each.years))
                for each in self._clocks
                if (begun := events.get(each.event))
            ]
            self._ends[days] = max(ends, default=None)
        return self._ends[days]

    def told(self, kept: Kept, fault: Fault, file: str, row: int, **said: str) -> Failing:
        """One of them, as it is told."""
        is_kept = fault in (Fault.EARLY, Fault.SHORT)
        return Failing(
            fault=fault, kind=self.tally.kind, file=file, row=row, event=kept.event,
            due=self.due(kept), until=kept.until if is_kept else None, **said,
        )  # fmt: skip
