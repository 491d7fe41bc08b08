"""What has to be kept, as a table: one row for each thing, in the columns of `judging.Kept`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis
from msgspec.structs import replace

from checklist.law.record_kinds import RecordKind
from checklist.records.bulk.rows import NOTHING, day, day_of, number_of, with_key, with_other
from checklist.records.judging import Kept, is_short, needs_no_order
from checklist.records.sessions import APART as TIME_APART
from checklist.records.sessions import LEAST

if TYPE_CHECKING:
    from ibis.expr.types import Table, TimestampValue

    from checklist.records.bulk.engine import Engine
    from checklist.records.judging import Asked

APART = 1 << 39
"""What the places of an earlier list are apart from those of the present one."""
_PLACES = 1 << 40
"""A day and the place of a row are one number where the row of the earliest day is looked for."""


def listed(rows: Table, asked: Asked, engine: Engine) -> tuple[Table, Table]:
    """The broadcasts of the list that stand, and the rows that are refused. `first` is, of one of
    these, the row further up that has its number."""
    is_one = rows.end.notnull() & (rows.end <= asked.now)
    is_one &= ~(rows.end < rows.start).fill_null(False)
    rows = rows.mutate(is_one=is_one.fill_null(False))
    first = ibis.ifelse(rows.is_one, rows.pos, None).min().over(group_by="session")
    rows = rows.mutate(first=ibis.ifelse(rows.session == "", None, first))
    rows = rows.mutate(is_second=(rows.first < rows.pos).fill_null(False))
    keyed = with_key(rows, engine)
    rows = engine.kept(with_other(keyed, RecordKind.SESSIONS, replace(asked, beyond=()), engine))
    stands = rows.is_one & ~rows.is_second
    stand = rows.filter(stands)
    lasted = ibis.coalesce(seconds(stand.end) - seconds(stand.start), stand.seconds)
    stand = stand.select(
        "pos", "room", "room_key", "other", "start", "end",
        id=ibis.ifelse(stand.session == "", stand.id, stand.session),
        ended=day(stand.end), lasted=lasted,
    )  # fmt: skip
    return engine.kept(stand), rows.filter(~stands)


def unread(bad: Table | None, refused: Table) -> Table:
    """The rows of the list that cannot be read, if there are any, and those that are refused."""
    rows = refused.select("pos", "session", "id", "room")
    return rows if bad is None else rows.union(bad.select(rows.columns))


def overlapping(stand: Table) -> Table:
    """The broadcasts that began before an earlier one of the same room, if it has a name, was
    over."""
    named = stand.filter((stand.room_key != "") & stand.start.notnull())
    order = {"group_by": "room_key", "order_by": ["start", "pos"]}
    reach = named.mutate(reach=named.end.max().over(ibis.cumulative_window(**order)))
    reach = reach.mutate(before=reach.reach.lag().over(**order))
    return reach.filter((reach.start < reach.before).fill_null(False))


def seconds(time: TimestampValue) -> ibis.expr.types.IntegerValue:
    """A time as whole seconds."""
    return time.truncate("s").epoch_seconds().cast("int64")


def last_orders(stand: Table, orders: Table) -> Table:
    """The broadcasts with the day on which the last of their orders was `completed`."""
    dated = orders.filter((orders.session != "") & orders.end.notnull())
    last = dated.group_by("session").agg(completed=day(dated.end).max())
    return stand.left_join(last, stand.id == last.session).drop("session")


def begun(stand: Table) -> Table:
    """The broadcasts with the days on which the clocks of their recordings began: the last of the
    orders was `completed`, if that is later than the end. `is_sold`: any was."""
    last = ibis.coalesce(stand.completed, stand.ended)
    return stand.mutate(
        completed=ibis.greatest(stand.ended, last), is_sold=stand.completed.notnull()
    )


def vanished(before: Table, now: Table) -> Table:
    """The recordings of an earlier list that the list of now has no more."""
    known = _recordings(now).select("name", "began").distinct()
    left = _recordings(before)
    return left.anti_join(known, ["name", "began"]).drop("name", "began")


def _recordings(rows: Table) -> Table:
    """The rows with what tells a recording in two lists, as `model.same_recording` has it."""
    began = ibis.coalesce(seconds(rows.start), -1)
    return rows.mutate(
        name=ibis.ifelse(rows.id == "", rows.session, rows.id),
        began=ibis.ifelse(rows.id == "", began, -2),
    )


def together(rows: Table, gone: Table) -> Table:
    """The rows of a list, and what was in an earlier one."""
    columns = [name for name in rows.columns if name in gone.columns]
    later = gone.mutate(pos=gone.pos + APART).select(columns)
    return rows.select(columns).union(later)


def placed(rows: Table, kind: RecordKind, stand: Table | None, engine: Engine) -> Table:
    """The rows with `at`, the place of the broadcast in the list that each belongs to."""
    if stand is None:
        return rows.mutate(at=ibis.null("int64"))
    if kind is not RecordKind.ORDERS:
        rows = engine.kept(rows)
    numbered = stand.filter(stand.id != "").select(by_number="pos", number="id")
    rows = rows.left_join(numbered, rows.session == numbered.number).drop("number")
    if kind is RecordKind.ORDERS:
        return rows.mutate(at=rows.by_number).drop("by_number")
    loose = rows.filter(rows.session == "")
    names = engine.kept(_by_name(loose.filter(loose.id != ""), stand))
    rows = rows.left_join(names, (rows.id == names.name) & (rows.session == "")).drop("name")
    places = [rows.by_number, rows.by_name]
    if kind is RecordKind.REPLAYS:
        rows = engine.kept(with_key(rows, engine))
        starts = engine.kept(_by_start(rows.filter(rows.session == ""), stand))
        rows = rows.left_join(
            starts,
            (rows.room_key == starts.key) & (rows.start == starts.began) & (rows.session == ""),
        ).drop("key", "began")
        places = [rows.by_number, rows.by_name, rows.by_start]
    rows = rows.mutate(at=ibis.coalesce(*places))
    return rows.drop("by_number", "by_name", *({"by_start", "room_key"} & {*rows.columns}))


def _by_name(rows: Table, stand: Table) -> Table:
    """For names of files the broadcast whose number is in them; the first that is known counts."""
    names = rows.select(name="id").distinct()
    parts = names.mutate(part=names.name.re_split("[^0-9A-Za-z]+")).unnest("part", offset="turn")
    parts = parts.filter(parts.part.length() >= LEAST).mutate(turn=parts.turn + 1)
    whole = names.mutate(part=names.name, turn=ibis.literal(0, "int64"))
    parts = parts.select("name", "part", turn=parts.turn.cast("int64")).union(
        whole.select("name", "part", "turn")
    )
    known = stand.filter(stand.id != "").select("id", "pos")
    hits = parts.join(known, parts.part == known.id)
    first = hits.group_by("name").agg(turn=hits.turn.min())
    hits = hits.join(first, ["name", "turn"])
    return hits.group_by("name").agg(by_name=hits.pos.min())


def _by_start(rows: Table, stand: Table) -> Table:
    """For rooms and times the broadcast of the room that began nearest, the earlier of two."""
    begun = rows.filter(rows.start.notnull()).select("room_key", "start").distinct()
    apart = int(TIME_APART.total_seconds())
    starts = stand.filter(stand.start.notnull()).select("pos", key="room_key", began="start")
    at, began = seconds(begun.start), seconds(starts.began)
    begun = begun.mutate(at=at, slot=at // apart)
    starts = starts.mutate(from_=began, slot=began // apart)
    near = starts.mutate(slot=starts.slot - 1).union(starts, starts.mutate(slot=starts.slot + 1))
    pairs = begun.join(near, (begun.room_key == near.key) & (begun.slot == near.slot))
    off = pairs["at"] - pairs.from_
    pairs = pairs.mutate(off=ibis.ifelse(off < 0, -off * 2 + 1, off * 2))
    pairs = pairs.filter(pairs.off <= apart * 2 + 1)
    least = pairs.group_by("room_key", "start").agg(off=pairs.off.min())
    pairs = pairs.join(least, ["room_key", "start", "off"])
    return pairs.group_by(key="room_key", began="start").agg(by_start=pairs.pos.min())


def of_rows(rows: Table, kind: RecordKind, stand: Table | None, asked: Asked,
            engine: Engine) -> Table:  # fmt: skip
    """Rows that are what has to be kept themselves: orders, entries of a log. `unplaced` is the
    room of those that are outside the list and belong to no broadcast."""
    is_order = kind is RecordKind.ORDERS
    begun = day(rows.end)
    session, room = rows.session, rows.room
    if "at" in rows.columns and stand is not None:
        known = stand.select(at_="pos", at_id="id", at_room="room", at_ended="ended")
        rows = rows.left_join(known, rows.at == known.at_)
        begun = day(rows.end) if is_order else ibis.coalesce(rows.at_ended, day(rows.end))
        room = ibis.ifelse(rows.at_room.fill_null("") == "", rows.room, rows.at_room)
        session = ibis.coalesce(rows.at_id, rows.session)
    rows = rows.mutate(room=room, begun=ibis.coalesce(begun, NOTHING))
    rows = with_other(rows, kind, asked, engine)
    # What was there before the law was in force is asked about apart.
    is_earlier = (day(rows.made) < number_of(asked.since)).fill_null(False)
    return rows.select(
        "pos", "other", "until", "room", "is_beyond",
        lacks=ibis.ifelse(is_earlier, 0, rows.lacks),
        session=ibis.ifelse(session == "", rows.id, session),
        streamed=ibis.literal(NOTHING, "int64") if is_order else rows.begun,
        completed=rows.begun if is_order else ibis.literal(NOTHING, "int64"),
        is_given=ibis.literal(True),
        is_there=~rows.is_gone,
        is_part_gone=rows.is_gone,
        is_short=ibis.literal(False),
        is_told=rows.until != NOTHING,
        is_sold=ibis.literal(needs_no_order(kind)),
        is_unsure=ibis.literal(False),
        kept="pos",
        unplaced=ibis.ifelse(rows.is_beyond & rows["at"].isnull(), rows.room, ""),
        lasted=ibis.null("int64"),
        recorded=ibis.null("int64"),
    )  # fmt: skip


def unsure(broadcasts: Table, places: Table) -> Table:
    """The recordings of broadcasts, of which some may have another in a row that cannot be read:
    those whose places in the list are given."""
    named = places.select(at_="at").distinct()
    broadcasts = broadcasts.left_join(named, broadcasts.listed == named.at_)
    return broadcasts.mutate(is_unsure=broadcasts.is_unsure | broadcasts.at_.notnull()).drop("at_")


def of_broadcasts(rows: Table, stand: Table, since: date) -> Table:
    """The recordings of each broadcast of the list that has to be kept, together."""
    rows = rows.filter(rows.at.notnull())
    there, is_told = ~rows.is_gone, rows.until != NOTHING
    coded = rows.until * _PLACES + rows.pos
    together = rows.group_by("at").agg(
        given=rows.count(), there=there.sum(), timed=(there & rows.seconds.notnull()).sum(),
        dated=(there & is_told).sum(), recorded=ibis.ifelse(there, rows.seconds, None).sum(),
        first=rows.pos.min(), apiece=ibis.ifelse(there & is_told, coded, None).min(),
        gone=ibis.ifelse(is_told, coded, None).min(),
    )  # fmt: skip
    broadcasts = stand.filter((stand.other == "") & (stand.ended >= number_of(since)))
    joined = broadcasts.left_join(together, broadcasts.pos == together.at)
    given, present = joined.given.fill_null(0), joined.there.fill_null(0)
    is_known = (present > 0) & (joined.timed == present) & (joined.lasted > 0)
    # What is there decides; of what is all gone it is told until when it was to be kept.
    apiece = ibis.ifelse(present > 0, joined.apiece, joined.gone)
    place = apiece % _PLACES
    return joined.select(
        "room", "lasted", "recorded", "other", "first", "is_beyond", "is_sold",
        listed=joined.pos,
        pos=ibis.coalesce(joined.first, joined.pos),
        session=joined.id,
        kept=ibis.coalesce(place, joined.first, joined.pos),
        streamed=joined.ended,
        completed=joined.completed,
        lacks=ibis.literal(0, "int64"),
        is_given=given > 0,
        is_there=present > 0,
        is_part_gone=present < given,
        is_short=(is_known & is_short(joined.recorded, joined.lasted)).fill_null(False),
        is_told=joined.dated.fill_null(0) == present,
        is_unsure=ibis.literal(False),
        unplaced=ibis.literal(""),
        until=ibis.coalesce((apiece - place) // _PLACES, NOTHING),
    )  # fmt: skip


def judged_as(each: Mapping[str, Any]) -> Kept:
    """A row of such a table as it is judged."""
    days = {name: day_of(each[name]) for name in ("streamed", "completed", "until")}
    return Kept(**{**{name: each[name] for name in Kept._fields}, **days})
