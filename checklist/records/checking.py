"""Reads records row by row and brings them into the shape in which they are judged.

What has to be kept is what the law's clock began for since it came into force; no three years have
ended yet, and so what is found is what is gone already, or set to go too early.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from checklist.law.record_kinds import RecordKind
from checklist.records.judging import (
    OF_WHAT_IS_KEPT,
    Asked,
    Judging,
    Kept,
    is_short,
    needs_no_order,
)
from checklist.records.model import (
    FOREVER,
    Bad,
    Failing,
    Fault,
    Layout,
    Row,
    Table,
    Tally,
    Total,
    contents_of,
    same_recording,
)
from checklist.records.reading import read
from checklist.records.sessions import Session, Sessions, Unlisted, no_common_key, refused
from checklist.records.words import DELETED_ASTRAY

_AT_A_TIME = 1000
"""Rows after which it is told how many were read."""
Read = tuple[Table, Layout]
Placed = tuple[str, Row]
"""A row with the name of its file."""


def unwatched(rows: int) -> None:
    """Nobody wants to know how many rows were read."""


def parted(tables: Iterable[Read]) -> tuple[dict[RecordKind, list[Read]], list[Read]]:
    """The tables of each kind, and the lists of recordings from before."""
    by_kind: dict[RecordKind, list[Read]] = {}
    earlier: list[Read] = []
    for table, layout in tables:
        of_kind = earlier if table.is_earlier else by_kind.setdefault(layout.kind, [])
        of_kind.append((table, layout))
    return by_kind, earlier


class Checking:
    """One check of several tables; `tell` is called for every row and broadcast with a fault,
    `watch` with the number of rows that were read since the last time."""

    def __init__(
        self,
        asked: Asked,
        tell: Callable[[Failing], None],
        watch: Callable[[int], None] = unwatched,
    ) -> None:
        self.asked, self._tell, self._watch = asked, tell, watch
        self.tallies: dict[RecordKind, Tally] = {}
        self.sessions, self._read = Sessions(()), set[object]()
        self._bad, self._earlier = list[Row](), set[str]()
        self._unlisted = Unlisted()

    def run(self, tables: Iterable[Read]) -> dict[RecordKind, Tally]:
        """What each kind of records came to.

        Raises UnreadableFile, also where no recording belongs to any broadcast of the list.
        """
        by_kind, earlier = parted(tables)
        self._earlier = {table.name for table, _ in earlier}
        for kind in dict.fromkeys((RecordKind.SESSIONS, RecordKind.ORDERS, *by_kind)):
            if kind not in by_kind:
                continue
            held = contents_of(layout for _, layout in by_kind[kind])
            orders = self.tallies.get(RecordKind.ORDERS) if self.sessions else None
            judging = Judging(self.asked, kind, held, self._tell, orders)
            self.tallies[kind] = judging.tally
            self._read, self._bad = set(), []
            rows = self._rows(judging, by_kind[kind])
            if kind is RecordKind.REPLAYS:
                rows = self._with_vanished(judging, rows, earlier)
            if kind is RecordKind.SESSIONS:
                self.sessions = Sessions(self._sessions(judging, rows))
                self.sessions.count_overlaps(judging.tally)
            elif kind is RecordKind.REPLAYS:
                self._replays(judging, rows)
            else:
                for file, row in rows:
                    self._record(judging, file, row)
        return self.tallies

    # --- rows ------------------------------------------------------------------------------------

    def _rows(self, judging: Judging, tables: Iterable[Read]) -> Iterator[Placed]:
        """The rows that can be read, with the name of their file; one that stands twice, once."""
        for table, layout in tables:
            for row in read(table, layout, self.asked.keeping, self.asked.now):
                judging.tally.rows += 1
                if judging.tally.rows % _AT_A_TIME == 0:
                    self._watch(_AT_A_TIME)
                if isinstance(row, Total):
                    judging.tally.totals += 1
                    continue
                if isinstance(row, Bad):
                    judging.astray(Fault.UNREAD, (table.name, row.number), row.why)
                    if judging.tally.kind is RecordKind.REPLAYS:
                        self._bad.append(row.named)
                    elif judging.tally.kind is RecordKind.SESSIONS:
                        number = row.named.session or row.named.id
                        self._unlisted.add((table.name, row.number), number, row.named.room)
                    continue
                if row.lacks:
                    row = row._replace(lacks=judging.lacking(row.lacks))  # noqa: PLW2901
                same = row[1:]
                if (row.id or row.session) and same in self._read:
                    judging.tally.twice += 1
                    continue
                self._read.add(same)
                yield table.name, row

    def _with_vanished(
        self, judging: Judging, rows: Iterator[Placed], earlier: Sequence[Read]
    ) -> Iterator[Placed]:
        """The rows, and those of earlier lists that are no longer among them: deleted since. Of a
        row that cannot be read and has no name, any of them may be the recording; where there are
        broadcasts, it is looked for among these."""
        there: set[object] = set()
        for file, row in rows:
            there.add(same_recording(row))
            yield file, row
        bad, self._read, self._bad = self._bad, set(), []
        there.update(row.id for row in bad if row.id)
        nameless = sum(not row.id for row in bad)
        for file, row in self._rows(judging, earlier):
            if same_recording(row) not in there:
                nameless -= 1
                if nameless >= 0 and not self.sessions:
                    continue
                if nameless < 0 and not self.asked.place(RecordKind.REPLAYS, row.room)[0]:
                    begun = row.made or row.end or row.start
                    judging.vanished(begun.date() if begun else None)
                yield file, row._replace(is_gone=True)
        self._bad = bad

    # --- broadcasts ------------------------------------------------------------------------------

    def _sessions(self, judging: Judging, rows: Iterable[Placed]) -> Iterator[Session]:
        known: dict[str, Session] = {}
        for file, row in rows:
            why = refused(row, known.get(row.session), self.asked.now)
            if why or row.end is None:
                judging.astray(Fault.UNREAD, (file, row.number), why)
                self._unlisted.add((file, row.number), row.session or row.id, row.room)
                continue
            session = Session(
                row=row.number, file=file, id=row.session or row.id, room=row.room,
                start=row.start, end=row.end, seconds=row.seconds,
            )  # fmt: skip
            other, is_beyond = self.asked.place(RecordKind.SESSIONS, row.room)
            if is_beyond:
                judging.demands(row.room, None)  # by its name, should it be one's own after all
            judging.demands(other, row.end.date(), is_beyond=is_beyond)
            known[row.session] = session
            yield session

    def _demanded(self, kind: RecordKind) -> Iterator[tuple[Session, bool]]:
        """The broadcasts of which records have to be kept, each with whether its room is
        another's."""
        for session in self.sessions.listed:
            other, is_beyond = self.asked.place(kind, session.room)
            if session.end.date() >= self.asked.since and not other:
                yield session, is_beyond

    # --- recordings ------------------------------------------------------------------------------

    def _replays(self, judging: Judging, rows: Iterable[Placed]) -> None:
        """A broadcast may have several recordings: each is kept long enough, and together they are
        as long as it was."""
        kind, listed = judging.tally.kind, self.sessions.listed
        astray: list[Placed] = []
        for file, row in rows:
            session = self.sessions.of(row, kind)
            (session.recordings if session else astray).append((file, row))
        self._find_unsure(judging)
        if listed and astray and not any(each.recordings or each.is_unsure for each in listed):
            shown = [row.session or row.id or str(row.start) for _, row in astray[:3]]
            raise no_common_key(listed, shown, astray[0][0])
        for file, row in astray:
            self._astray(judging, file, row)
        for session in listed:
            if session.recordings and (other := self.asked.place(kind, session.room)[0]):
                judging.demands(other, None, len(session.recordings))
        for session, is_beyond in self._demanded(kind):
            self._recorded(judging, session, is_beyond=is_beyond)
        if listed:
            left = [
                is_beyond
                for session, is_beyond in self._demanded(kind)
                if not session.recordings and not judging.is_over(*session.days)
            ]
            sessions = self.tallies[RecordKind.SESSIONS]
            judging.cover(sessions, left)
            named = [(row.session, row.id) for row in (*(row for _, row in astray), *self._bad)]
            self._unlisted.judge(judging, self.asked, sessions, named)

    def _find_unsure(self, judging: Judging) -> None:
        """Mark the broadcasts that a row which cannot be read may be a recording of: the one that
        it names, else any that has none, or had it in an earlier list, first those of which
        something was sold."""
        kind = judging.tally.kind
        named = [self.sessions.of(row, kind) for row in self._bad]
        for session in filter(None, named):
            session.is_unsure = True
        without = [
            session
            for session, _ in self._demanded(kind)
            if all(file in self._earlier for file, _ in session.recordings)
            and not session.is_unsure
            and not judging.is_over(*session.days)
        ]
        without.sort(key=lambda session: session.completed is None)
        for session in without[: named.count(None)]:
            session.is_unsure = True

    def _astray(self, judging: Judging, file: str, row: Row) -> None:
        """A recording that belongs to no broadcast of the list, or of no list."""
        if not self.sessions:
            self._record(judging, file, row)
        elif other := self.asked.place(judging.tally.kind, row.room)[0]:
            judging.demands(other, None)
        else:
            why = DELETED_ASTRAY if row.is_gone else ""
            of = {"session": row.session or row.id, "room": row.room}
            judging.astray(Fault.ORPHAN, (file, row.number), why, **of)

    def _recorded(self, judging: Judging, session: Session, *, is_beyond: bool) -> None:
        recordings = session.recordings
        there = [placed for placed in recordings if not placed[1].is_gone]
        lasted = [row.seconds for _, row in there if row.seconds is not None]
        is_known = bool(session.lasted and there) and len(lasted) == len(there)
        streamed, completed = session.days
        dated = [placed for placed in there or recordings if placed[1].until]
        first = min(dated, key=lambda placed: placed[1].until or FOREVER, default=None)
        kept = Kept(
            "", streamed, completed, is_given=bool(recordings),
            is_there=bool(there), is_part_gone=len(there) < len(recordings),
            is_short=is_known and is_short(sum(lasted), session.lasted),
            is_told=len(dated) == len(there), until=first[1].until if first else None,
            is_beyond=is_beyond, is_sold=session.completed is not None,
            is_unsure=session.is_unsure,
        )  # fmt: skip
        for fault in judging.add(kept):
            place = session.file, session.row
            if fault in OF_WHAT_IS_KEPT and first:
                place = first[0], first[1].number
            elif recordings:
                place = recordings[0][0], recordings[0][1].number
            judging.wrong(
                kept, fault, place, session=session.id, room=session.room,
                lasted=session.lasted, recorded=sum(lasted),
            )  # fmt: skip

    # --- anything kept ---------------------------------------------------------------------------

    def _record(self, judging: Judging, file: str, row: Row) -> None:
        """A row that is what has to be kept itself: an order, an entry of a log."""
        kind = judging.tally.kind
        session = self.sessions.of(row, kind)
        room = (session.room if session else "") or row.room
        is_order = kind is RecordKind.ORDERS
        ended = row.end if is_order or session is None else session.end
        event = ended.date() if ended else None
        if is_order and session and event:
            session.completed = max(session.completed or event, event)
        elif is_order and event:
            self._unlisted.sell(row.session, event)
        other, is_beyond = self.asked.place(kind, room)
        if is_beyond and session is None:
            judging.demands(room, None, is_beyond=True)  # by its name, as no broadcast tells it
        # What was there before the law was in force is asked about apart.
        lacks = 0 if row.made and row.made.date() < self.asked.since else row.lacks
        kept = Kept(
            other, None if is_order else event, event if is_order else None, is_given=True,
            is_there=not row.is_gone, is_part_gone=row.is_gone, is_short=False,
            is_told=row.until is not None, until=row.until, is_beyond=is_beyond, lacks=lacks,
            is_sold=needs_no_order(kind),
        )  # fmt: skip
        for fault in judging.add(kept):
            number = session.id if session else row.session or row.id
            judging.wrong(kept, fault, (file, row.number), session=number, room=room)
