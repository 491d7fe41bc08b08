"""The broadcasts of the list, and which of them a recording or a record belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from operator import itemgetter

from msgspec import Struct

from checklist.assessment.typed import excerpt
from checklist.errors import UnreadableFile
from checklist.law.record_kinds import RecordKind
from checklist.records.judging import Asked, Judging, Kept, Place
from checklist.records.model import Fault, Row, Tally
from checklist.text import name_key

APART = timedelta(minutes=15)
"""How far apart a recording and its broadcast may begin."""
LEAST = 6
"""Characters that part of a name has at least that is the number of a broadcast."""
OVERLAPS = 3
"""Broadcasts that are named of those that overlap."""
_BEGAN = itemgetter(0)
_PART = re.compile(rf"[0-9A-Za-z]{{{LEAST},}}")


class Session(Struct, kw_only=True):
    """One broadcast; `completed` is when the last of its orders was, as far as orders are given.

    Of its `recordings` there are the rows, each with the name of its file; `is_unsure`: a row that
    cannot be read may be another.
    """

    row: int
    file: str
    id: str
    room: str
    start: datetime | None
    end: datetime
    seconds: int | None
    completed: date | None = None
    recordings: list[tuple[str, Row]] = []
    is_unsure: bool = False

    @property
    def lasted(self) -> float | None:
        """Its length in seconds."""
        if self.start:
            return (self.end - self.start).total_seconds()
        return self.seconds

    @property
    def days(self) -> tuple[date, date]:
        """When the clocks of its recordings began: it ended, the last of its orders was
        completed."""
        ended = self.end.date()
        return ended, max(ended, self.completed or ended)


class Sessions:
    """The broadcasts, found by number, by the name of a file, or by room and beginning."""

    def __init__(self, listed: Iterable[Session]) -> None:
        self.listed = list(listed)
        self._by_id = {each.id: each for each in self.listed if each.id}
        self._starts: dict[str, list[tuple[datetime, Session]]] = {}
        for each in self.listed:
            if each.start:
                self._starts.setdefault(name_key(each.room), []).append((each.start, each))
        for starts in self._starts.values():
            starts.sort(key=_BEGAN)

    def __bool__(self) -> bool:
        return bool(self.listed)

    def count_overlaps(self, tally: Tally) -> None:
        """Count those that began before an earlier one of the same room, if it has a name, was
        over."""
        late = set[int]()
        for room, starts in self._starts.items():
            reach = datetime.min  # noqa: DTZ901
            for start, each in starts:
                if room and start < reach:
                    late.add(id(each))
                reach = max(reach, each.end)
        shown = (each.id or str(each.start) for each in self.listed if id(each) in late)
        tally.overlapping, tally.overlaps = len(late), tuple(islice(shown, OVERLAPS))

    def of(self, row: Row, kind: RecordKind) -> Session | None:
        """The broadcast that a row belongs to; None where none is told.

        A number of an order names no broadcast, whatever it looks like.
        """
        if row.session or kind is RecordKind.ORDERS:
            return self._by_id.get(row.session)
        named = (row.id, *_PART.findall(row.id))
        by_name = next((self._by_id[part] for part in named if part in self._by_id), None)
        return by_name or self._by_start(row)

    def _by_start(self, row: Row) -> Session | None:
        """The one of the same room that began nearest, within a quarter of an hour."""
        starts, began = self._starts.get(name_key(row.room)), row.start
        if began is None or not starts:
            return None
        at = bisect_left(starts, began, key=_BEGAN)
        start, _ = min(starts[max(at - 1, 0) : at + 1], key=lambda each: abs(each[0] - began))
        near = starts[bisect_left(starts, start, key=_BEGAN)][1]
        return near if abs(start - began) <= APART else None


class Unlisted:
    """The rows of the list of broadcasts that cannot be read, by the number that still can: orders
    of that number show that there was such a broadcast, and a recording of it has to be kept."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[Place, str]] = {}
        self.sold: dict[str, date] = {}

    def add(self, place: Place, number: str, room: str) -> None:
        """Note a row that cannot be read."""
        if number:
            self.rows.setdefault(number, (place, room))

    def sell(self, number: str, completed: date) -> None:
        """Note an order of a broadcast that is not in the list."""
        if number in self.rows:
            self.sold[number] = max(completed, self.sold.get(number, completed))

    def judge(
        self, judging: Judging, asked: Asked, sessions: Tally, astray: Iterable[tuple[str, str]]
    ) -> None:
        """Hold each of which something was sold against the recordings `astray`, by number and
        name: one whose number none of them bears may be missing. All other rows of `sessions` that
        cannot be read are held against nothing."""
        borne = {part for named in astray for each in named for part in (each, *_borne(each))}
        held = 0
        for number, completed in self.sold.items():
            place, room = self.rows[number]
            other, is_beyond = asked.place(judging.tally.kind, room)
            if other or number in borne:
                continue
            held += 1
            kept = Kept(
                "", None, completed, is_given=False, is_there=False, is_part_gone=False,
                is_short=False, is_told=True, until=None, is_beyond=is_beyond, is_unsure=True,
            )  # fmt: skip
            for fault in judging.add(kept):
                judging.wrong(kept, fault, place, session=number, room=room)
        judging.tally.unlisted = sessions.count(Fault.UNREAD) - held


def _borne(name: str) -> list[str]:
    """The numbers that the name of a recording may bear: 直播/S005.mp4."""
    return [name.rpartition("/")[2].partition(".")[0], *re.findall("[0-9A-Za-z]+", name)]


def refused(row: Row, before: Session | None, now: datetime) -> str:
    """Why a row is no broadcast of the list; nothing where it is one. `before` is one of the same
    number further up."""
    if before and row.session:
        return same_number(before.file, before.row)
    return unfit(row.start, row.end, now)


def unfit(start: datetime | None, end: datetime | None, now: datetime) -> str:
    """What is wrong with the times of a broadcast; nothing where they can be."""
    if end is None or (start and end < start):
        return "没有下播时间，或者早于开播时间"
    return "下播时间在核对日以后" if end > now else ""


def same_number(file: str, row: int) -> str:
    """Why the second of two broadcasts with one number is refused, the first being at this row."""
    return f"场次号与 {file} 第 {row} 行相同，时间不同"


def no_common_key(sessions: Sequence[Session], shown: Sequence[str], file: str) -> UnreadableFile:
    """The error where no recording belongs to any broadcast; some of them are `shown`."""
    listed = "、".join(excerpt(each.id or str(each.start or each.end)) for each in sessions[:3])
    recordings = "、".join(map(excerpt, shown))
    what = (
        "没有一段回放对得上场次：按场次号、文件名里的场次号、同一直播间十五分钟以内的开始时间都试过。"
        f"场次例如 {listed}；回放例如 {recordings}"
    )
    mend = "给回放的表加一列“场次号”，或者在列对照里改正哪一列是场次号"
    return UnreadableFile.because(what, mend, file=file)
