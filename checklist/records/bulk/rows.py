"""A table of rows as columns: what `records.reading` makes of one row, for all at once.

Days are numbers, from 1970-01-01 on; where there is none it is `NOTHING`, so that rows alike in all
can be counted together and joined.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

import ibis

from checklist.assessment.model import Extreme
from checklist.errors import UnreadableFile
from checklist.law.periods import Period
from checklist.law.record_kinds import Content, RecordKind
from checklist.records.keeping import Keeping, word_ends
from checklist.records.model import FOREVER
from checklist.records.values import DAMAGED, DELETED, FIRST_YEAR, LAST_YEAR, LOST
from checklist.text import name_key

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue, StringValue, Table, TimestampValue

    from checklist.records.bulk.engine import Engine
    from checklist.records.judging import Asked

_EPOCH = date(1970, 1, 1).toordinal()
NOTHING = -_EPOCH
"""The number of a day that is not known: before all others."""
_TOO_LATE = FOREVER.toordinal() - _EPOCH
MISDATED = "年份不对"
_SAME = ("session", "room", "start", "end", "seconds", "id", "made", "until", "is_gone", "lacks")


class Given(NamedTuple):
    """The tables of one kind as one, in the columns of `cells.SCHEMA`; `files` are the places after
    which rows of each file come, with its name. `is_staged`: it was made, row by row.
    `is_numbered`: rows have numbers, which those of a database have not. `contents` are the kinds
    of transaction information that each table has a column for. `in_all` is how many rows the files
    say that they have, where they do."""

    table: Table
    files: Sequence[tuple[int, str]]
    is_staged: bool = False
    is_numbered: bool = True
    contents: Collection[Content] = ()
    in_all: int | None = None

    def place(self, pos: int) -> tuple[str, int]:
        """The file in which a row stands, and its number there."""
        begin, name = self.files[bisect_right(self.files, pos, key=lambda each: each[0] + 1) - 1]
        return name, pos - begin if self.is_numbered else 0

    def refuse_other(self, rows: int) -> None:
        """Raise UnreadableFile where other rows were read than are in the files."""
        if self.in_all not in (None, rows):
            what = f"{self.files[0][1]}等文件写着有{self.in_all}行，读到的是{rows}行"
            raise UnreadableFile.because(what, "等文件写完、下载完，再运行一次")


def number_of(day: date | None) -> int:
    """A day as a number; NOTHING for none."""
    return NOTHING if day is None else day.toordinal() - _EPOCH


def day_of(number: int) -> date | None:
    """The day that a number stands for; None for NOTHING."""
    return None if number == NOTHING else date.fromordinal(number + _EPOCH)


def read(given: Table, kind: RecordKind, asked: Asked, engine: Engine) -> Table:
    """The rows with what follows from their columns: `end`, the last day `until` which each is
    kept, whether it `is_gone`, and the key of its room where rooms count."""
    lasted = given.seconds.nullif(0).as_interval("s")
    is_gone = (given.deleted <= asked.now).fill_null(False) | given.state.re_search(DELETED)
    rows = given.mutate(
        end=ibis.coalesce(given.end, given.start + lasted),
        is_gone=is_gone,
        why=ibis.coalesce(given.why, _misdated(given)),
    )
    earliest = ibis.least(rows.until, day(rows.expires) - 1, day(rows.deleted) - 1)
    rows = rows.mutate(until=ibis.ifelse(rows.until == _TOO_LATE, _TOO_LATE, earliest))
    rows = _declared(rows, kind, asked.keeping, engine)
    return rows.drop("expires", "deleted", "state")


def _misdated(given: Table) -> StringValue:
    """Why a row with a day that cannot be is not read."""
    times = (given.start, given.end, given.deleted, given.made, given.expires)
    first, last = datetime(FIRST_YEAR, 1, 1), datetime(LAST_YEAR + 1, 1, 1)  # noqa: DTZ001
    is_wrong = (ibis.least(*times) < first) | (ibis.greatest(*times) >= last)
    is_late = (given.until >= number_of(last.date())) & (given.until != _TOO_LATE)
    return ibis.ifelse(is_wrong | (given.until < 0) | is_late, MISDATED, None)


def day(time: TimestampValue) -> IntegerValue:
    """The number of the day of a time."""
    return time.date().epoch_days()


def _declared(rows: Table, kind: RecordKind, keeping: Keeping, engine: Engine) -> Table:
    """The rows with the last day on which each is kept by what was declared, where it does not say
    itself. What a word comes to is worked out day by day, by the arithmetic of the law."""
    last_days = []
    for rule in keeping.rules:
        last = ibis.literal(number_of(rule.last)) if rule.last else day(rows.made) + rule.days
        last_days.append(ibis.ifelse(rows.id.startswith(rule.prefix) & (rows.id != ""), last, None))
    word = keeping.word(kind)
    if isinstance(word, Period):
        rows = rows.mutate(begun=day(ibis.coalesce(rows.made, rows.end, rows.start)))
        begun = engine.distinct(rows.filter(rows.until.isnull()), "begun")
        ends = {
            first_day: number_of(word_ends(word, day_of(first_day) or FOREVER))
            for first_day in begun
        }
        if ends:
            known = engine.table({"begun": [*ends], "ends": [*ends.values()]})
            rows = rows.left_join(known, "begun").drop("begun_right", "begun")
            last_days.append(rows.ends)
    elif isinstance(word, Extreme):
        last_days.append(ibis.literal(_TOO_LATE))
    if not last_days:
        return rows.mutate(until=rows.until.fill_null(NOTHING))
    declared = ibis.least(*last_days) if len(last_days) > 1 else last_days[0]
    rows = rows.mutate(until=ibis.coalesce(rows.until, declared, NOTHING))
    return rows.drop("ends") if "ends" in rows.columns else rows


def once(rows: Table) -> Table:
    """The rows without those that say in everything the same as an earlier one; rows without any
    number all stay."""
    is_keyed = (rows.id != "") | (rows.session != "")
    keyed = rows.filter(is_keyed)
    first = keyed.group_by(_SAME).agg(pos=keyed.pos.min())
    columns = ("pos", *_SAME)
    return (
        first.select(columns)
        .union(rows.filter(~is_keyed).select(columns))
        .mutate(why=ibis.null("string"))
    )


def named(bad: Table) -> Table:
    """Rows that cannot be read with what still tells which broadcast they belong to."""
    lost = f"{LOST}|^(?:{DAMAGED})$"
    whole = {
        each: ibis.ifelse(bad[each].re_search(lost), "", bad[each]) for each in ("session", "id")
    }
    return bad.select("pos", "room", "start", **whole)


def with_other(rows: Table, kind: RecordKind, asked: Asked, engine: Engine) -> Table:
    """The rows with the name of their room as `other` where it does not count, and whether it
    `is_beyond`: counts though it is none of the respondent's."""
    rooms = engine.distinct(rows, "room") if asked.rooms else []
    others = [each for each in rooms if not asked.is_own(each)]
    if not others:
        return rows.mutate(other=ibis.literal(""), is_beyond=ibis.literal(False))
    known = engine.table({"room": others, "other": others})
    rows = rows.left_join(known, "room").drop("room_right")
    return placing(rows.mutate(other=rows.other.fill_null("")), kind, asked)


def placing(rows: Table, kind: RecordKind, asked: Asked) -> Table:
    """The rows with what becomes of those whose room is an `other`, as `Asked.place` has it."""
    if kind not in asked.beyond:
        return rows.mutate(is_beyond=ibis.literal(False))
    return rows.mutate(is_beyond=rows.other != "", other=ibis.literal(""))


def with_key(rows: Table, engine: Engine) -> Table:
    """The rows with what the spellings of the name of their room have in common, as `room_key`."""
    keys = {each: name_key(each) for each in engine.distinct(rows, "room")}
    known = engine.table({"room": [*keys], "room_key": [*keys.values()]})
    return rows.left_join(known, "room").drop("room_right")
