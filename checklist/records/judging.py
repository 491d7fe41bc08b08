"""What is a fault, and how much of it there is: the rules by which records are judged.

Whatever reads the records (row by row, or an engine for large data) brings what it found into the
shape of `Kept`, singly or counted; nothing else decides what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from msgspec import Struct

from checklist.law.periods import Period, end_of
from checklist.law.record_kinds import Content, RecordKind
from checklist.records.keeping import Keeping
from checklist.records.model import (
    COMPLETED,
    STREAMED,
    WITHOUT,
    Clock,
    Failing,
    Fault,
    Month,
    Tally,
)
from checklist.records.words import MAY_BE, NOT_LISTED, lengths, with_sales
from checklist.text import name_key

SHORTER = 60
"""Seconds by which a recording may be shorter than its broadcast."""
OF_WHAT_IS_KEPT = (Fault.EARLY, Fault.SHORT)
"""What is wrong with what is there, and so is told of where that stands."""
Place = tuple[str, int]
"""A file and the number of a row in it."""


class Asked(Struct, frozen=True, kw_only=True):
    """What to hold the records against: the clocks of each kind, from the rulebook; the rooms that
    count, by the keys of their names (none: all); since when, and when the records were taken.

    Of the kinds `beyond`, some duty of the respondent reaches those of all other rooms as well.
    `contents` are what a table of orders has to hold, each with whether every order has it; none
    where no table of this respondent can show it.
    """

    clocks: Mapping[RecordKind, Collection[Clock]]
    rooms: Collection[str]
    since: date
    now: datetime
    keeping: Keeping
    beyond: Collection[RecordKind] = ()
    contents: Mapping[Content, bool] = {}
    counting: Collection[RecordKind] = tuple(RecordKind)
    """The kinds that something which binds the respondent is shown by."""

    def place(self, kind: RecordKind, room: str) -> tuple[str, bool]:
        """The name of a room that does not count, empty where it does; and whether it does though
        it is none of the respondent's."""
        if self.is_own(room):
            return "", False
        return ("", True) if kind in self.beyond else (room, False)

    def is_own(self, room: str) -> bool:
        """Whether a room is one of the respondent's; where no room is named, it is."""
        return not (room and self.rooms) or name_key(room) in self.rooms


class Kept(NamedTuple):
    """What is known of one thing that has to be kept, or of many that are alike in this.

    It is an order, an entry of a log, or the recordings of one broadcast together. `other` is its
    room where that is none of the respondent's. The clocks run from `streamed` and `completed`, as
    far as they are known; it is kept until `until`, the earliest that its parts say. `is_given`:
    there is a record of it at all; `is_there`: something of it is not deleted; `is_part_gone`:
    something is; `is_told`: every part says until when it is kept. `is_beyond`: its room is none
    of the respondent's, and it counts all the same. `lacks` are the contents that it has not, as
    `bits`. `is_sold`: an order of it is known to be completed, or it needs none. `is_unsure`: some
    row that cannot be read may be a record of it.
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
    is_beyond: bool = False
    lacks: int = 0
    is_sold: bool = True
    is_unsure: bool = False

    @property
    def event(self) -> date | None:
        """The day of the last of the events that its clocks run from."""
        return self.completed or self.streamed


def is_short(recorded: Any, lasted: Any) -> Any:
    """Whether recordings are shorter than their broadcast, in seconds: of numbers or of columns."""
    return recorded < lasted - SHORTER


def bits(contents: Collection[Content]) -> int:
    """Contents as one number: a bit for each."""
    return sum(1 << at for at, each in enumerate(Content) if each in contents)


def needs_no_order(kind: RecordKind) -> bool:
    """Whether what is kept is no matter of orders, or an order itself; a recording is of sales only
    where there were any."""
    return kind is not RecordKind.REPLAYS


class Judging:
    """Counts what has to be kept of one kind, and what is wrong with it, and calls `tell` for each
    thing that is. Of `contents` the tables have columns; the `orders` are of a list of broadcasts.
    """

    def __init__(
        self,
        asked: Asked,
        kind: RecordKind,
        contents: Collection[Content],
        tell: Callable[[Failing], None],
        orders: Tally | None,
    ) -> None:
        self._asked, self._clocks = asked, asked.clocks.get(kind, ())
        self._tell, self._orders = tell, orders
        self._ends: dict[tuple[date | None, date | None], date | None] = {}
        wanted = asked.contents if kind is RecordKind.ORDERS else {}
        shown = [each for each in Content if each in wanted and each in contents]
        self._shown, self._of_every = bits(shown), bits([each for each in shown if wanted[each]])
        self.tally = Tally(
            kind=kind,
            contents=dict.fromkeys(shown, 0),
            uncolumned=tuple(each for each in Content if each in wanted and each not in shown),
        )

    def lacking(self, codes: Any) -> Any:
        """Which contents are lacking by what cells say (`model.WITHOUT`): of numbers or of
        columns. That there was none tells a lack only of what every order has."""
        return (codes & self._shown) | ((codes // WITHOUT) & self._of_every)

    def add(self, kept: Kept, count: int = 1) -> tuple[Fault, ...]:
        """Count what is alike, and say what is wrong with each; nothing with what need not be
        kept, or need not be any more."""
        event, due = kept.event, self.due(kept.streamed, kept.completed)
        is_early = bool(due and kept.until and kept.until < due)
        is_over = self.is_over(kept.streamed, kept.completed)
        # What says itself that it goes before its last day is told on later days too.
        is_past, is_over = is_over and is_early, is_over and not is_early
        place = {"is_beyond": kept.is_beyond, "is_over": is_over}
        if not self.demands(kept.other, event, count, **place) or event is None:
            return ()
        tally = self._of(is_beyond=kept.is_beyond)
        faults = [Fault.EARLY] if is_past else self._faults(kept, is_early=is_early)
        if kept.until and (kept.is_there or is_past) and Fault.GONE not in faults:
            tally.shortest = _shorter(tally.shortest, (event, kept.until))
            if kept.is_sold:
                tally.shortest_sold = _shorter(tally.shortest_sold, (event, kept.until))
        tally.sold += count if kept.is_sold else 0
        if kept.is_there and not kept.is_told and Fault.GONE not in faults and not is_early:
            tally.unknown += count
        for fault in faults:
            tally.faults[fault] = tally.count(fault) + count
            if not kept.is_sold:
                tally.unsold[fault] = tally.unsold.get(fault, 0) + count
        for content in self._lacks(kept):
            tally.contents[content] = tally.contents.get(content, 0) + count
        if faults:
            tally.months[event.isoformat()[:7]].failing += count
        return tuple(faults)

    def demands(
        self, other: str, event: date | None, count: int = 1, *,
        is_beyond: bool = False, is_over: bool = False,
    ) -> bool:  # fmt: skip
        """Whether something has to be kept, with what it is told for where it need not."""
        tally = self._of(is_beyond=is_beyond)
        if other:
            tally.others[other] = tally.others.get(other, 0) + count
        elif event is None:
            tally.undated += count
        elif event < self._asked.since:
            tally.earlier += count
        elif is_over:
            tally.over += count
        else:
            tally.demanded += count
            tally.months.setdefault(event.isoformat()[:7], Month()).demanded += count
            return True
        return False

    def is_over(self, streamed: date | None, completed: date | None) -> bool:
        """Whether what these days began need not be kept any more when the records were taken."""
        due = self.due(streamed, completed)
        return due is not None and due < self._asked.now.date()

    def astray(
        self, fault: Fault, place: Place, why: str = "", *, session: str = "", room: str = ""
    ) -> None:
        """Count and tell what cannot be held against anything: a row that cannot be read, an
        orphan."""
        self.tally.faults[fault] = self.tally.count(fault) + 1
        (file, row), kind = place, self.tally.kind
        self._tell(Failing(
            fault=fault, kind=kind, file=file, row=row, session=session, room=room, why=why
        ))  # fmt: skip

    def cover(self, sessions: Tally | None, left: Collection[bool]) -> None:
        """Note whether every broadcast of a list that could be read has a recording. Those `left`
        have none: of each, whether its room is another's."""
        if sessions and sessions.count(Fault.UNREAD):
            return
        self.tally.covers = False not in left
        if self.tally.beyond:
            self.tally.beyond.covers = True not in left

    def vanished(self, begun: date | None, count: int = 1) -> None:
        """Count recordings that were in an earlier list, the last of them from a day."""
        tally = self.tally
        tally.vanished += count
        if begun and (tally.soonest is None or begun > tally.soonest[0]):
            tally.soonest = begun, self._asked.now.date()

    def due(self, streamed: date | None, completed: date | None) -> date | None:
        """Until when the strictest clock has it kept, by the day of each event; None where no
        clock runs from any of them."""
        days = streamed, completed
        if days not in self._ends:
            events = {STREAMED: streamed, COMPLETED: completed}
            ends = [
                end_of(begun, Period(years=each.years))
                for each in self._clocks
                if (begun := events.get(each.event))
            ]
            self._ends[days] = max(ends, default=None)
        return self._ends[days]

    def wrong(
        self, kept: Kept, fault: Fault, place: Place, *, session: str, room: str,
        lasted: float | None = None, recorded: float = 0,
    ) -> None:  # fmt: skip
        """Tell one thing that has a fault; of recordings, the seconds that the broadcast `lasted`
        and that are `recorded`."""
        why = ""
        if fault is Fault.SHORT:
            why = lengths(lasted, recorded)
        elif fault is Fault.UNSURE:
            why = MAY_BE if kept.streamed else NOT_LISTED
        elif fault is Fault.LACKING:
            why = f"没有{'、'.join(each.shown for each in self._lacks(kept, self._of_every))}"
        file, row = place
        self._tell(Failing(
            fault=fault, kind=self.tally.kind, file=file, row=row, session=session, room=room,
            event=kept.event, due=self.due(kept.streamed, kept.completed),
            until=kept.until if fault in OF_WHAT_IS_KEPT else None,
            why=with_sales(why, self._orders, is_sold=kept.is_sold),
        ))  # fmt: skip

    def _of(self, *, is_beyond: bool) -> Tally:
        """The tally that a thing counts in."""
        tally = self.tally
        if not is_beyond:
            return tally
        if tally.beyond is None:
            tally.beyond = Tally(
                kind=tally.kind, contents=dict.fromkeys(tally.contents, 0), is_outside=True
            )
        return tally.beyond

    def _lacks(self, kept: Kept, among: int = -1) -> list[Content]:
        """The contents that a thing has not."""
        return [each for at, each in enumerate(Content) if kept.lacks & among & (1 << at)]

    def _faults(self, kept: Kept, *, is_early: bool) -> list[Fault]:
        is_gone = not kept.is_there or (kept.is_short and kept.is_part_gone)
        if is_gone and not kept.is_unsure:
            return [Fault.GONE if kept.is_given else Fault.MISSING]
        faults = {
            Fault.UNSURE: is_gone or (kept.is_short and kept.is_unsure),
            Fault.SHORT: kept.is_short and not kept.is_unsure,
            Fault.EARLY: is_early,
            Fault.LACKING: bool(kept.lacks & self._of_every),
        }
        return [fault for fault, is_so in faults.items() if is_so]


def _shorter(known: tuple[date, date] | None, span: tuple[date, date]) -> tuple[date, date]:
    """The shorter of two spans; where they are as long, the one that began earlier."""
    return min(known or span, span, key=lambda each: (each[1] - each[0], each[0]))
