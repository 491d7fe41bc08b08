"""Checks records by an engine: it counts what is alike, and `Judging` judges each of these once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

import ibis

from checklist.law.record_kinds import RecordKind
from checklist.records.bulk import rows as bulk_rows
from checklist.records.bulk import things
from checklist.records.bulk.cells import ADDS_UP
from checklist.records.bulk.rows import Given, day_of, placing
from checklist.records.judging import OF_WHAT_IS_KEPT, Asked, Judging, Kept
from checklist.records.model import Failing, Fault, Tally
from checklist.records.sessions import (
    OVERLAPS,
    Session,
    Unlisted,
    no_common_key,
    same_number,
    unfit,
)
from checklist.records.words import DELETED_ASTRAY

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from checklist.records.bulk.engine import Engine


class Checking:
    """One check; `tell` is called for every row and broadcast with a fault."""

    def __init__(
        self,
        asked: Asked,
        tell: Callable[[Failing], None],
        engine: Engine,
        watch: Callable[[int], None],
    ) -> None:
        self.asked, self._tell, self._engine, self._watch = asked, tell, engine, watch
        self.tallies: dict[RecordKind, Tally] = {}
        self._stand: Table | None = None
        self._bad: Table | None = None
        self._unlisted = Unlisted()
        self._given: Mapping[RecordKind, Given] = {}

    def run(
        self, given: Mapping[RecordKind, Given], earlier: Given | None = None
    ) -> dict[RecordKind, Tally]:
        """What each kind of records came to; `earlier` are lists of recordings from before.

        Raises UnreadableFile where no recording belongs to any broadcast of the list.
        """
        self._given = given
        for kind in dict.fromkeys((RecordKind.SESSIONS, RecordKind.ORDERS, *given)):
            if kind not in given:
                continue
            orders = None if self._stand is None else self.tallies.get(RecordKind.ORDERS)
            judging = Judging(self.asked, kind, given[kind].contents, self._tell, orders)
            self._bad = None
            self.tallies[kind] = judging.tally
            rows = self._clean(judging, kind, self._given[kind])
            if kind is RecordKind.REPLAYS and earlier:
                rows = self._with_vanished(judging, rows, earlier)
            if kind is RecordKind.SESSIONS:
                self._sessions(judging, rows)
            elif kind is RecordKind.REPLAYS and self._stand is not None:
                self._replays(judging, rows, self._stand)
            else:
                self._records(judging, kind, rows)
        return self.tallies

    def _clean(self, judging: Judging, kind: RecordKind, given: Given) -> Table:
        """The rows that can be read, each once; what is left out is counted and told."""
        rows = bulk_rows.read(given.table, kind, self.asked, self._engine)
        rows = rows.mutate(lacks=judging.lacking(rows.lacks))
        good = rows.why.isnull()
        keyed = good & ((rows.id != "") | (rows.session != ""))
        named = ibis.ifelse(rows.id == "", rows.session, rows.id)
        hashed = self._engine.fingerprint(named, rows.end)
        counted = rows.aggregate(
            rows=rows.count(), good=rows.count(where=good), keyed=rows.count(where=keyed),
            distinct=hashed.nunique(where=keyed), totals=rows.count(where=rows.why == ADDS_UP),
        )  # fmt: skip
        counts = self._engine.row(counted)
        given.refuse_other(counts["rows"])
        judging.tally.rows += counts["rows"]
        judging.tally.totals += counts["totals"] or 0
        if not given.is_staged:
            self._watch(counts["rows"])
        if counts["rows"] > (counts["good"] or 0):
            bad = rows.filter(rows.why.notnull() & (rows.why != ADDS_UP))
            for row in self._engine.rows(bad.select("pos", "why").order_by("pos")):
                judging.astray(Fault.UNREAD, given.place(row["pos"]), row["why"])
            if kind in (RecordKind.REPLAYS, RecordKind.SESSIONS):
                self._bad = self._engine.kept(bulk_rows.named(bad))
            rows = rows.filter(rows.why.isnull())
        if counts["distinct"] == (counts["keyed"] or 0):
            return rows
        once = self._engine.kept(bulk_rows.once(rows))
        judging.tally.twice += counts["good"] - self._count(once)
        return once

    def _with_vanished(self, judging: Judging, rows: Table, earlier: Given) -> Table:
        """The rows, and those of earlier lists that are no longer among them: deleted since. Of a
        row that cannot be read and has no name, any of them may be the recording; where there are
        broadcasts, it is looked for among these."""
        kind, bad = RecordKind.REPLAYS, self._bad
        before = self._clean(judging, kind, earlier)
        gone, nameless = things.vanished(before, rows), 0
        if bad is not None:
            named = bad.filter(bad.id != "")
            nameless = self._count(bad) - self._count(named)
            gone = gone.anti_join(named, "id")
        self._bad, gone = bad, self._engine.kept(gone)
        certain = gone.order_by("pos").limit(None, offset=nameless) if nameless else gone
        own = bulk_rows.with_other(certain, kind, self.asked, self._engine)
        own = own.filter(own.other == "")
        begun = bulk_rows.day(ibis.coalesce(own.made, own.end, own.start))
        counts = self._engine.row(own.aggregate(n=own.count(), begun=begun.max()))
        if counts["n"]:
            day = None if counts["begun"] is None else day_of(counts["begun"])
            judging.vanished(day, counts["n"])
        current = self._given[kind]
        later = [(begin + things.APART, name) for begin, name in earlier.files]
        both = Given(current.table, [*current.files, *later])
        self._given = {**self._given, kind: both}
        gone = certain if self._stand is None else gone
        return things.together(rows, gone.mutate(is_gone=ibis.literal(True)))

    def _count(self, rows: Table) -> int:
        count: int = self._engine.row(rows.aggregate(n=rows.count()))["n"]
        return count

    # --- broadcasts ------------------------------------------------------------------------------

    def _sessions(self, judging: Judging, rows: Table) -> None:
        stand, refused = things.listed(rows, self.asked, self._engine)
        place = self._given[RecordKind.SESSIONS].place
        self._unlist(things.unread(self._bad, refused))
        for row in self._engine.rows(refused.order_by("pos")):
            why = unfit(row["start"], row["end"], self.asked.now)
            if row["is_second"]:
                why = same_number(*place(row["first"]))
            judging.astray(Fault.UNREAD, place(row["pos"]), why)
        for group in self._engine.rows(stand.group_by("other", "ended").agg(n=stand.count())):
            room, ended, count = group["other"], day_of(group["ended"]), group["n"]
            other, is_beyond = self.asked.place(RecordKind.SESSIONS, room) if room else ("", False)
            if is_beyond:
                judging.demands(room, None, count)
            judging.demands(other, ended, count, is_beyond=is_beyond)
        late = things.overlapping(stand)
        judging.tally.overlapping = self._count(late)
        shown = self._engine.rows(late.order_by("pos").limit(OVERLAPS))
        judging.tally.overlaps = tuple(each["id"] or str(each["start"]) for each in shown)
        if self._count(stand):
            self._stand = stand.mutate(completed=ibis.null("int64"))

    def _unlist(self, rows: Table) -> None:
        """Note the rows of the list that cannot be read."""
        for row in self._engine.rows(rows.order_by("pos")):
            place = self._given[RecordKind.SESSIONS].place(row["pos"])
            self._unlisted.add(place, row["session"] or row["id"], row["room"])

    def _sell(self, placed: Table) -> None:
        """Note which broadcasts that are not in the list have an order."""
        if not self._unlisted.rows:
            return
        numbers = self._engine.table({"session": [*self._unlisted.rows]})
        astray = placed.filter(placed["at"].isnull() & placed.end.notnull())
        sold = astray.semi_join(numbers, "session").group_by("session")
        for each in self._engine.rows(sold.agg(end=astray.end.max())):
            self._unlisted.sell(each["session"], each["end"].date())

    def _hold_unlisted(self, judging: Judging, astray: Table, bad: Table | None) -> None:
        """Hold the broadcasts that cannot be read against the recordings of none that can."""
        loose = [rows for rows in (astray, bad) if rows is not None and self._unlisted.sold]
        named = (
            (each["session"], each["id"])
            for rows in loose
            for each in self._engine.rows(rows.select("session", "id"))
        )
        self._unlisted.judge(judging, self.asked, self.tallies[RecordKind.SESSIONS], named)

    # --- recordings of a list --------------------------------------------------------------------

    def _replays(self, judging: Judging, rows: Table, stand: Table) -> None:
        kind = RecordKind.REPLAYS
        stand = things.begun(placing(stand, kind, self.asked))
        rows = self._engine.kept(things.placed(rows, kind, stand, self._engine))
        astray = rows.filter(rows.at.isnull())
        astray = bulk_rows.with_other(astray, kind, self.asked, self._engine)
        placed = rows.filter(rows.at.notnull())
        bad = self._bad
        if bad is not None:
            bad = self._engine.kept(things.placed(bad, kind, stand, self._engine))
        if not self._count(placed) and (bad is None or not self._count(bad.filter(bad.at >= 0))):
            self._refuse(astray, stand)
        orphans = astray.filter(astray.other == "").order_by("pos")
        for orphan in self._engine.rows(orphans.select("pos", "session", "id", "room", "is_gone")):
            place, why = self._given[kind].place(orphan["pos"]), DELETED_ASTRAY
            of = {"session": orphan["session"] or orphan["id"], "room": orphan["room"]}
            judging.astray(Fault.ORPHAN, place, why if orphan["is_gone"] else "", **of)
        foreign = stand.filter(stand.other != "").select("other", of="pos")
        foreign = placed.join(foreign, placed.at == foreign.of).select("other")
        for others in (foreign, astray.filter(astray.other != "").select("other")):
            for group in self._engine.rows(others.group_by("other").agg(n=others.count())):
                judging.demands(group["other"], None, group["n"])
        broadcasts = self._engine.kept(things.of_broadcasts(rows, stand, self.asked.since))
        if bad is not None:
            broadcasts = self._engine.kept(self._unsure(judging, broadcasts, bad))
        self._judge(judging, broadcasts)
        self._cover(judging, broadcasts)
        self._hold_unlisted(judging, astray, bad)

    def _unsure(self, judging: Judging, broadcasts: Table, bad: Table) -> Table:
        """The broadcasts, with those that a row which cannot be read may be a recording of: the one
        that it names, else any that has none, or had it in an earlier list, first those of which
        something was sold."""
        broadcasts = things.unsure(broadcasts, bad.filter(bad.at >= 0))
        is_listed = (broadcasts.first < things.APART).fill_null(False)
        without = broadcasts.filter(~is_listed & ~broadcasts.is_unsure)
        without = without.select("is_sold", "listed", "streamed", "completed")
        any_ = (
            each["listed"]
            for each in self._engine.rows(without.order_by(ibis.desc("is_sold"), "listed"))
            if not judging.is_over(day_of(each["streamed"]), day_of(each["completed"]))
        )
        lost = [*islice(any_, self._count(bad.filter(bad.at.isnull())))]
        return things.unsure(broadcasts, self._engine.table({"at": lost})) if lost else broadcasts

    def _cover(self, judging: Judging, broadcasts: Table) -> None:
        """Note whether every broadcast of a list that could be read has a recording."""
        left = broadcasts.filter(~broadcasts.is_given).select("streamed", "completed", "is_beyond")
        days = self._engine.rows(left.distinct())
        still = {
            each["is_beyond"]
            for each in days
            if not judging.is_over(day_of(each["streamed"]), day_of(each["completed"]))
        }
        judging.cover(self.tallies.get(RecordKind.SESSIONS), still)

    def _refuse(self, astray: Table, stand: Table) -> None:
        """Raise UnreadableFile where there are recordings and none has a broadcast."""
        shown = [*self._engine.rows(astray.order_by("pos").limit(3))]
        if not shown:
            return
        listed = [
            Session(row=0, file="", room="", seconds=None, id=each["id"], start=each["start"],
                    end=each["end"])
            for each in self._engine.rows(stand.order_by("pos").limit(3))
        ]  # fmt: skip
        named = [each["session"] or each["id"] or str(each["start"]) for each in shown]
        file, _ = self._given[RecordKind.REPLAYS].place(shown[0]["pos"])
        raise no_common_key(listed, named, file)

    # --- anything kept ---------------------------------------------------------------------------

    def _records(self, judging: Judging, kind: RecordKind, rows: Table) -> None:
        placed = things.placed(rows, kind, self._stand, self._engine)
        if kind is RecordKind.ORDERS and self._stand is not None:
            stand = self._stand.drop("completed")
            self._stand = self._engine.kept(things.last_orders(stand, rows))
            self._sell(placed)
        records = things.of_rows(placed, kind, self._stand, self.asked, self._engine)
        self._judge(judging, records)

    def _judge(self, judging: Judging, records: Table) -> None:
        """Judge what is alike once, and tell each thing of which something is wrong."""
        by_all = records.group_by((*Kept._fields, "unplaced"))
        groups = [*self._engine.rows(by_all.agg(n=records.count()))]
        wrong: dict[Kept, tuple[Fault, ...]] = {}
        alike: list[Mapping[str, Any]] = []
        for group in groups:
            kept = things.judged_as(group)
            if group["unplaced"]:
                judging.demands(group["unplaced"], None, group["n"], is_beyond=True)
            if faults := judging.add(kept, group["n"]):
                wrong[kept] = faults
                alike.append(group)
        if not wrong:
            return
        # What all groups have in common tells none apart.
        names = Kept._fields
        keys = [name for name in names if len({group[name] for group in groups}) > 1] or names[-1:]
        known = self._engine.table({name: [group[name] for group in alike] for name in keys})
        for row in self._engine.rows(records.semi_join(known, keys).order_by("pos")):
            kept = things.judged_as(row)
            given = self._given[judging.tally.kind if kept.is_given else RecordKind.SESSIONS]
            for fault in wrong[kept]:
                place = given.place(row["kept" if fault in OF_WHAT_IS_KEPT else "pos"])
                of = {name: row[name] for name in ("session", "room", "lasted", "recorded")}
                judging.wrong(kept, fault, place, **of)
