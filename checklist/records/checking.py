"""Holds what is recorded against how long it has to be kept. The arithmetic is that of 民法典.

What has to be kept is what the law's clock began for since it came into force; no three years have
ended yet, and so what is found is what is gone already, or set to go too early.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from checklist.law.periods import Period, end_of
from checklist.law.record_kinds import RecordKind
from checklist.records.keeping import Keeping
from checklist.records.model import (
    COMPLETED,
    FOREVER,
    STREAMED,
    Bad,
    Clock,
    Failing,
    Fault,
    Layout,
    Month,
    Row,
    Table,
    Tally,
)
from checklist.records.reading import read
from checklist.records.sessions import Session, Sessions, no_common_key
from checklist.text import name_key

SHORTER = 60
"""Seconds by which a recording may be shorter than its broadcast."""
Read = tuple[Table, Layout]


class Asked(Struct, frozen=True, kw_only=True):
    """What to hold the records against: the clocks of each kind, from the rulebook; the rooms that
    count, by the keys of their names (none: all); since when, and when the records were taken."""

    clocks: Mapping[RecordKind, Collection[Clock]]
    rooms: Collection[str]
    since: date
    now: datetime
    keeping: Keeping


class Checking:
    """One check of several tables; `tell` is called for every row and broadcast with a fault."""

    def __init__(self, asked: Asked, tell: Callable[[Failing], None]) -> None:
        self.asked, self._tell = asked, tell
        self.tallies: dict[RecordKind, Tally] = {}
        self.sessions = Sessions(())
        self._seen: set[int] = set()
        self._read: set[tuple[str, datetime | None, date | None]] = set()

    def run(self, tables: Iterable[Read]) -> dict[RecordKind, Tally]:
        """What each kind of records came to.

        Raises UnreadableFile, also where no recording belongs to any broadcast of the list.
        """
        by_kind: dict[RecordKind, list[Read]] = {}
        for table, layout in tables:
            by_kind.setdefault(layout.kind, []).append((table, layout))
        for kind in dict.fromkeys((RecordKind.SESSIONS, RecordKind.ORDERS, *by_kind)):
            if kind not in by_kind:
                continue
            tally = self.tallies[kind] = Tally(kind=kind)
            self._seen, self._read = set(), set()
            rows = self._rows(tally, by_kind[kind])
            if kind is RecordKind.SESSIONS:
                self.sessions = Sessions(self._sessions(tally, rows))
            elif kind is RecordKind.REPLAYS:
                self._replays(tally, rows)
            else:
                for file, row in rows:
                    self._record(tally, file, row)
            left = (at for at, _ in self._demanded() if at not in self._seen)
            is_listed = bool(self.sessions) and kind is not RecordKind.ORDERS
            sessions = self.tallies.get(RecordKind.SESSIONS)
            is_listed = is_listed and not (sessions and sessions.count(Fault.UNREAD))
            tally.covers = is_listed and next(left, None) is None
        return self.tallies

    # --- rows ------------------------------------------------------------------------------------

    def _rows(self, tally: Tally, tables: Iterable[Read]) -> Iterator[tuple[str, Row]]:
        """The rows that can be read, with the name of their file; one that stands twice, once."""
        for table, layout in tables:
            for row in read(table, layout, self.asked.keeping, self.asked.now):
                tally.rows += 1
                if isinstance(row, Bad):
                    self._unread(tally, table.name, row.number, row.why)
                    continue
                same = (row.id or row.session, row.end or row.start or row.made, row.until)
                if same[0] and same in self._read:
                    tally.twice += 1
                    continue
                self._read.add(same)
                yield table.name, row

    def _unread(self, tally: Tally, file: str, number: int, why: str) -> None:
        self._fail(
            tally, Failing(fault=Fault.UNREAD, kind=tally.kind, file=file, row=number, why=why)
        )

    def _fail(self, tally: Tally, failing: Failing, *, again: bool = False) -> None:
        """Count and tell a fault; `again` is a second one of what fails in its month already."""
        tally.faults[failing.fault] = tally.count(failing.fault) + 1
        if failing.event and not again:
            tally.months[failing.event.isoformat()[:7]].failing += 1
        self._tell(failing)

    def _is_own(self, room: str) -> bool:
        """Whether a room is one of the respondent's; where no room is named, it is."""
        return not (room and self.asked.rooms) or name_key(room) in self.asked.rooms

    def _counts(self, tally: Tally, event: date | None, room: str) -> bool:
        """Whether something has to be kept, with what it is told for where it need not."""
        if not self._is_own(room):
            tally.others[room] = tally.others.get(room, 0) + 1
        elif event is None:
            tally.undated += 1
        elif event < self.asked.since:
            tally.earlier += 1
        else:
            tally.demanded += 1
            tally.months.setdefault(event.isoformat()[:7], Month()).demanded += 1
            return True
        return False

    # --- broadcasts ------------------------------------------------------------------------------

    def _sessions(self, tally: Tally, rows: Iterable[tuple[str, Row]]) -> Iterator[Session]:
        known: dict[str, Session] = {}
        for file, row in rows:
            before = known.get(row.session)
            if before and row.session:
                why = f"场次号与 {before.file} 第 {before.row} 行相同，时间不同"
                self._unread(tally, file, row.number, why)
                continue
            if row.end is None or (row.start and row.end < row.start):
                self._unread(tally, file, row.number, "没有下播时间，或者早于开播时间")
                continue
            if row.end > self.asked.now:
                self._unread(tally, file, row.number, "下播时间在核对日以后")
                continue
            session = Session(
                row=row.number, file=file, id=row.session or row.id, room=row.room,
                start=row.start, end=row.end, seconds=row.seconds,
            )  # fmt: skip
            self._counts(tally, row.end.date(), row.room)
            known[row.session] = session
            yield session

    def _demanded(self) -> Iterator[tuple[int, Session]]:
        """The broadcasts of which records have to be kept, each with its place in the list."""
        for at, session in enumerate(self.sessions.listed):
            if session.end.date() >= self.asked.since and self._is_own(session.room):
                yield at, session

    # --- recordings ------------------------------------------------------------------------------

    def _replays(self, tally: Tally, rows: Iterable[tuple[str, Row]]) -> None:
        """A broadcast may have several recordings: each is kept long enough, and together they are
        as long as it was."""
        of: dict[int, list[tuple[str, Row]]] = {}
        astray: list[tuple[str, Row]] = []
        for file, row in rows:
            at = self.sessions.place(row)
            if at is None:
                astray.append((file, row))
            else:
                of.setdefault(at, []).append((file, row))
        if self.sessions and astray and not of:
            raise no_common_key(self.sessions, astray)
        for file, row in astray:
            self._astray(tally, file, row)
        for at, belonging in of.items():
            if not self._is_own(self.sessions.listed[at].room):
                for _ in belonging:
                    self._counts(tally, None, self.sessions.listed[at].room)
        self._seen = {*of}
        for at, session in self._demanded():
            self._recorded(tally, session, of.get(at, ()))

    def _astray(self, tally: Tally, file: str, row: Row) -> None:
        """A recording that belongs to no broadcast of the list, or of no list."""
        if not self.sessions:
            self._record(tally, file, row)
        elif self._is_own(row.room):
            orphan = Failing(
                fault=Fault.ORPHAN, kind=tally.kind, file=file, row=row.number,
                session=row.session or row.id, room=row.room,
            )  # fmt: skip
            self._fail(tally, orphan)
        else:
            self._counts(tally, None, row.room)

    def _recorded(
        self, tally: Tally, session: Session, recordings: Sequence[tuple[str, Row]]
    ) -> None:
        there = [each for each in recordings if not each[1].is_gone]
        lasted = [row.seconds for _, row in there if row.seconds is not None]
        is_known = bool(session.lasted and there) and len(lasted) == len(there)
        is_short = is_known and sum(lasted) < (session.lasted or 0) - SHORTER
        ended = session.end.date()
        events = {STREAMED: ended, COMPLETED: max(ended, session.completed or ended)}
        event = events[COMPLETED]
        self._counts(tally, event, session.room)
        first = [(file, row.number) for file, row in recordings] or [(session.file, session.row)]
        file, number = first[0]
        told = partial(
            Failing,
            kind=tally.kind,
            file=file,
            row=number,
            session=session.id,
            room=session.room,
            event=event,
            due=self._due(tally.kind, events),
        )
        if not recordings:
            self._fail(tally, told(fault=Fault.MISSING))
        elif not there or (is_short and len(there) < len(recordings)):
            self._fail(tally, told(fault=Fault.GONE))
        else:
            file, row = min(there, key=lambda each: each[1].until or FOREVER)
            kept = told(fault=Fault.EARLY, file=file, row=row.number, until=row.until)
            if is_short:
                why = f"直播{session.lasted or 0:.0f}秒，录像共{sum(lasted)}秒"
                self._fail(tally, replace(kept, fault=Fault.SHORT, why=why))
            self._kept(tally, kept, again=is_short)

    # --- anything kept ---------------------------------------------------------------------------

    def _record(self, tally: Tally, file: str, row: Row) -> None:
        """A row that is what has to be kept itself: an order, an entry of a log."""
        at = self.sessions.place(row)
        session = None if at is None else self.sessions.listed[at]
        room = row.room or (session.room if session else "")
        is_order = tally.kind is RecordKind.ORDERS
        ended = row.end if is_order or session is None else session.end
        event = ended.date() if ended else None
        if is_order and session and event:
            session.completed = max(session.completed or event, event)
        if not self._counts(tally, event, room) or event is None:
            return
        if at is not None:
            self._seen.add(at)
        told = Failing(
            fault=Fault.GONE if row.is_gone else Fault.EARLY,
            kind=tally.kind,
            file=file,
            row=row.number,
            session=session.id if session else row.session or row.id,
            room=room,
            event=event,
            due=self._due(tally.kind, {COMPLETED if is_order else STREAMED: event}),
            until=None if row.is_gone else row.until,
        )
        if row.is_gone:
            self._fail(tally, told)
        else:
            self._kept(tally, told)

    def _kept(self, tally: Tally, told: Failing, *, again: bool = False) -> None:
        """Something that is still there: whether it is kept long enough; `told` where it is not."""
        event, until = told.event, told.until
        if until is None or event is None:
            tally.unknown += 1
            return
        if tally.shortest is None or until - event < tally.shortest[1] - tally.shortest[0]:
            tally.shortest = event, until
        if told.due and until < told.due:
            self._fail(tally, told, again=again)

    def _due(self, kind: RecordKind, events: Mapping[str, date]) -> date | None:
        """Until when the strictest clock of a kind has it kept, by the day of each event; None
        where no clock runs from any of them."""
        running = (each for each in self.asked.clocks.get(kind, ()) if each.event in events)
        ends = (end_of(events[each.event], Period(years=each.years)) for each in running)
        return max(ends, default=None)
