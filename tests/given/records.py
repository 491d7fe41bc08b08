"""Records as companies export them, with faults planted in them and counted.

    planted = agency(folder)
    planted.files       # what to give to checklist records
    planted.faults      # how many of each fault are in the records of each kind
    planted.beyond      # the same of rooms that are not in the list, where they count too
    planted.lacking     # how many orders lack each kind of transaction information
    planted.totals      # how many rows add up others

`python -m tests.given.records FOLDER [ORDERS]` writes those of an agency, a brand and a platform.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import xlsxwriter

from checklist.law.periods import Period, end_of
from checklist.law.record_kinds import Content, RecordKind
from checklist.records.model import Failing, Fault, Month, Source, Tally
from checklist.records.recorded import Recorded

NOW = datetime.fromisoformat("2026-11-29 12:00:00")
SINCE = date(2026, 2, 1)
THREE_YEARS = Period(years=3)
ROOMS = ("青禾优选", "禾穗生活馆", "小禾 AI 导购", "禾田母婴", "禾光家电", "禾味", "禾衣", "禾旅")
OTHERS = ("别家一", "别家二")
"""Rooms on a platform that are not its own."""


@dataclass(frozen=True)
class Broadcast:
    id: str
    room: str
    start: datetime
    end: datetime

    @property
    def kept(self) -> date:
        """The first day on which its recording may go, counted from its end."""
        return end_of(self.end.date(), THREE_YEARS) + timedelta(days=1)


@dataclass
class Planted:
    files: list[Path] = field(default_factory=list)
    faults: Counter[tuple[RecordKind, Fault]] = field(default_factory=Counter)
    beyond: Counter[tuple[RecordKind, Fault]] = field(default_factory=Counter)
    lacking: Counter[Content] = field(default_factory=Counter)
    totals: Counter[RecordKind] = field(default_factory=Counter)
    bound: tuple[str, ...] = ()
    """The entries that bind whoever has these records, and reach further than its own rooms."""

    def fault(self, kind: RecordKind, fault: Fault, *, is_beyond: bool = False) -> None:
        (self.beyond if is_beyond else self.faults)[kind, fault] += 1

    def told(self) -> Counter[tuple[RecordKind, Fault]]:
        """All that has to be told."""
        return self.faults + self.beyond


def broadcasts(rooms: Sequence[str], *, days: int, first: date = SINCE) -> Iterator[Broadcast]:
    """One a day and room, every third over midnight; leap day and month ends among them."""
    number = count(1)
    for day in range(days):
        for room in rooms:
            at = next(number)
            start = datetime.combine(first, datetime.min.time()) + timedelta(days=day, hours=20)
            end = start + timedelta(hours=5 if at % 3 == 0 else 2, minutes=at % 50)
            yield Broadcast(f"LS{at:08}", room, start, end)


def recorded(name: str = "核验记录.xlsx", room: str = ROOMS[0]) -> Recorded:
    """A check that found records of sellers set to go too early, in a file of this name."""
    kind, ended, kept = RecordKind.SELLER_CHECKS, date(2026, 6, 18), date(2029, 5, 1)
    early = Failing(
        fault=Fault.EARLY,
        kind=kind,
        file=name,
        row=11,
        session=name,
        room=room,
        event=ended,
        due=end_of(ended, THREE_YEARS),
        until=kept,
        why=name,
    )
    tally = Tally(
        kind=kind,
        rows=420,
        demanded=400,
        others={room: 20},
        faults={Fault.EARLY: 3},
        shortest=(ended, kept),
        months={
            f"2026-{month:02}": Month(demanded=50, failing=month % 2) for month in range(2, 10)
        },
    )
    return Recorded(
        program="0.2.0",
        at=NOW.isoformat(),
        first=None,
        last=None,
        since=SINCE,
        rooms=(),
        sources=(Source(name=name, sha256="0a" * 32, size=4_711),),
        kinds={kind.value: (name,)},
        tallies=(Tally(kind=RecordKind.SESSIONS, rows=400, demanded=400), tally),
        worst=(early,),
    )


def written(path: Path, rows: Iterable[Sequence[object]], *, encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def _sessions(listed: Sequence[Broadcast], planted: Planted) -> Iterator[Sequence[object]]:
    """Every broadcast, with how long they were together at the end."""
    yield "直播场次", "主播昵称", "开播时间", "下播时间", "直播时长"
    for each in listed:
        yield each.id, each.room, each.start, each.end, each.end - each.start
    planted.totals[RecordKind.SESSIONS] += 1
    together = sum((each.end - each.start for each in listed), timedelta())
    yield "合计", "", "", f"{len(listed)}场", f"{together // timedelta(hours=1)}小时"


def _recordings(
    listed: Sequence[Broadcast], planted: Planted, own: Sequence[str] = ROOMS
) -> Iterator[Sequence[object]]:
    """Of 40 broadcasts one has none, one is gone, one goes a day early, one lacks ten minutes."""
    yield "文件名", "上传时间", "回放时长", "到期删除时间", "状态"
    for at, each in enumerate(listed):
        fault = {
            3: Fault.MISSING, 13: Fault.GONE, 23: Fault.EARLY, 33: Fault.SHORT,
        }.get(at % 40)  # fmt: skip
        if fault:
            planted.fault(RecordKind.REPLAYS, fault, is_beyond=each.room not in own)
        if fault is Fault.MISSING:
            continue
        lasted = each.end - each.start - timedelta(minutes=10 if fault is Fault.SHORT else 0)
        goes = each.kept - timedelta(days=fault is Fault.EARLY)
        name = f"live/{each.start:%Y/%m}/{each.id}.mp4"
        yield name, each.end, lasted, goes, "已删除" if fault is Fault.GONE else "正常"


def _log(
    listed: Sequence[Broadcast], planted: Planted, kind: RecordKind
) -> Iterator[Sequence[object]]:
    """A record for each broadcast, kept to the day; every fiftieth counted from the record."""
    for at, each in enumerate(listed):
        made = each.start.date() - timedelta(days=20)
        counted = made if at % 50 == 7 else each.end.date()
        if counted is made:
            planted.fault(kind, Fault.EARLY)
        yield [
            made.isoformat(),
            f"商家{at % 17}",
            each.id,
            end_of(counted, THREE_YEARS).isoformat(),
        ]
        if at % 60 == 59:
            planted.totals[kind] += 1
            yield "", "商家0 汇总", "60", ""


def agency(folder: Path, *, days: int = 60, rooms: Sequence[str] = ROOMS) -> Planted:
    """Eight rooms: broadcasts, recordings, a workbook of seller checks, corrections in GBK."""
    planted, listed = Planted(), list(broadcasts(rooms, days=days))
    start, end = map(datetime.fromisoformat, ("2026-01-05 20:00", "2026-01-05 22:00"))
    early = Broadcast("LS00000000", ROOMS[0], start, end)
    planted.files = [
        written(folder / "场次.csv", _sessions([early, *listed], planted)),
        written(folder / "回放.csv", _recordings(listed, planted, rooms), encoding="utf-8-sig"),
    ]
    with xlsxwriter.Workbook(folder / "核验记录.xlsx") as book:
        sheet = book.add_worksheet("登记")
        sheet.write_row(0, 0, ["直播商家核验登记表"])
        sheet.write_row(2, 0, ["核验日期", "商家名称", "场次号", "保存至"])
        for at, row in enumerate(_log(listed, planted, RecordKind.SELLER_CHECKS), 3):
            sheet.write_row(at, 0, row)
    planted.files.append(folder / "核验记录.xlsx")
    kind = RecordKind.CORRECTIONS
    head = ("纠错时间", "口误", "场次号", "保存至")
    rows: list[Sequence[object]] = [head, *_log(listed[::9], planted, kind)]
    planted.files.append(written(folder / "纠错记录.csv", rows, encoding="gb18030"))
    return planted


def brand(folder: Path, *, days: int = 90) -> Planted:
    """One room: broadcasts set downwards, one a file; recordings in an inventory of a store."""
    planted, listed = Planted(), list(broadcasts(ROOMS[:1], days=days))
    for each in listed[:2]:
        rows: list[Sequence[object]] = [
            ("直播间名称", each.room),
            ("直播场次", each.id),
            ("开播时间", each.start),
            ("下播时间", each.end),
        ]
        planted.files.append(written(folder / f"{each.id}.csv", rows))
    planted.files.append(written(folder / "场次.csv", _sessions(listed[2:], planted)))
    store = folder / "清单"
    store.mkdir()
    recordings: list[Any] = list(_recordings(listed, planted))[1:]
    kept = [
        ("bucket", str(name).replace("/", "%2F"), 1, f"{made:%Y-%m-%dT%H:%M:%S}+08:00", goes)
        for name, made, _, goes, state in recordings
        if state == "正常"
    ]
    for fault, into in ((Fault.GONE, Fault.MISSING), (Fault.SHORT, None)):
        moved = planted.faults.pop((RecordKind.REPLAYS, fault), 0)
        if into:  # an inventory has no row for what is gone, and no durations
            planted.faults[RecordKind.REPLAYS, into] += moved
    with gzip.open(store / "part-0.csv.gz", "wt", encoding="utf-8", newline="") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL).writerows(kept)
    manifest = {
        "fileFormat": "CSV",
        "fileSchema": "Bucket, Key, Size, LastModifiedDate, LifecycleExpirationDate",
        "files": [{"key": "bucket/inventory/data/part-0.csv.gz"}],
    }
    (store / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    planted.files.append(store)
    return planted


def files_with_orders(folder: Path) -> list[Path]:
    """Broadcasts, recordings and orders: something was sold in the first, whose recording goes too
    early; nothing in the second, whose recording does too, and in the third, which has none."""
    sessions = [
        (f"LS00000{at}", ROOMS[0], f"2026-0{at + 1}-28 20:00", f"2026-0{at + 1}-28 23:00")
        for at in (1, 2, 3)
    ]
    replays = [("LS000001.mp4", "2027-02-28"), ("LS000002.mp4", "2026-06-01")]
    orders = [("1", "LS000001", "2026-03-10", "长期"), ("2", "LS000002", "", "长期")]
    return [
        written(folder / "场次.csv", [("直播场次", "直播间", "开播时间", "下播时间"), *sessions]),
        written(folder / "回放.csv", [("文件名", "保存至"), *replays]),
        written(folder / "订单.csv", [("订单号", "场次号", "交易完成时间", "保存至"), *orders]),
    ]


def unreadable(folder: Path, *, orders: bool = True, earlier: bool = False) -> list[Path]:
    """Seven broadcasts of which the last was sold. The recording of the first is there; that of the
    second has no readable day; two rows have lost the number that tells whose they are; of the
    seventh the only part that can be read is deleted. Nothing is there of four; an `earlier` list
    has that of three of them, and of the second."""
    sessions = [
        (f"LS00000{at}", ROOMS[0], f"2026-0{at}-02 20:00", f"2026-0{at}-02 23:00")
        for at in range(2, 9)
    ]
    replays = [
        ("LS000002", "正常", "2030-01-01"), ("LS000003", "正常", "三年后"),
        ("6.92E+18", "正常", "2030-01-01"), ("6.92E+18", "正常", "2030-01-01"),
        ("LS000008", "已删除", "2030-01-01"), ("LS000008", "正常", "三年后"),
    ]  # fmt: skip
    sold = [("1", "LS000007", "2026-07-10", "长期"), ("2", "LS000007", "2026-02-30", "长期")]
    files = [
        written(folder / "场次.csv", [("直播场次", "直播间", "开播时间", "下播时间"), *sessions]),
        written(folder / "回放.csv", [("场次号", "文件状态", "保存至"), *replays]),
    ]
    head = ("订单号", "场次号", "交易完成时间", "保存至")
    files += [written(folder / "订单.csv", [head, *sold])] if orders else []
    past = [(f"LS00000{at}", "正常", "2030-01-01") for at in (3, 4, 5, 7)]
    old = folder / "旧回放.csv"
    return files + ([written(old, [("场次号", "文件状态", "保存至"), *past])] if earlier else [])


def lacking(tallies: Mapping[RecordKind, Tally]) -> Counter[Content]:
    """How many orders lack each kind of transaction information, by what was found."""
    orders = tallies.get(RecordKind.ORDERS)
    of = [each for each in (orders, orders and orders.beyond) if each]
    return sum((Counter(each.contents) for each in of), Counter[Content]())


SHOWN = (
    "直播账号",
    "回放地址",
    "互动信息",
    "商品快照",
    "客服记录",
    "支付流水号",
    "运单号",
    "退货单号",
    "售后单号",
)
"""The nine kinds of transaction information, as a platform may head them."""


def _transactions(orders: int, planted: Planted) -> Iterator[Sequence[object]]:
    """One in 1,000 goes a day early, one in 2,000 has no readable day; some lack something."""
    yield "主订单编号", "订单提交时间", "订单完成时间", "保存至", *SHOWN
    for at in range(orders):
        made = datetime.fromisoformat("2026-02-01") + timedelta(minutes=at % 400_000)
        done = made + timedelta(days=7)
        until: object = end_of(done.date(), THREE_YEARS) - timedelta(days=at % 1000 == 11)
        rooms = (*ROOMS[:1], *OTHERS)
        says = [rooms[at % 3], f"live/{at % 977}.mp4", f"im/{at}", f"snap/{at}", "无", f"p{at}"]
        says += [f"SF{at}", "无", "不涉及"]
        left = _left_out(at)
        for content, said in left.items():
            says[[*Content].index(content)] = said
        if at % 2000 == 1500:
            planted.fault(RecordKind.ORDERS, Fault.UNREAD)
            until = "2029-02-31"
        else:
            is_beyond = says[0] in OTHERS
            if at % 1000 == 11:
                planted.fault(RecordKind.ORDERS, Fault.EARLY, is_beyond=is_beyond)
            if left.keys() & {Content.SNAPSHOT, Content.PAYMENT}:
                planted.fault(RecordKind.ORDERS, Fault.LACKING, is_beyond=is_beyond)
            planted.lacking.update(left.keys())
        yield f"69{at:017}", made, done, until, *says
    planted.totals[RecordKind.ORDERS] += 1
    yield "总计（笔）", "", f"{orders}", "", *[""] * len(SHOWN)


def _left_out(at: int) -> dict[Content, str]:
    """What an order lacks: what every order has, by an empty cell or one that says so; of what not
    every order has, by an empty cell alone, which is no fault."""
    left = {
        Content.ACCOUNT: "" if at % 3000 == 8 else None,
        Content.REPLAY: "NULL" if at % 2500 == 8 else None,
        Content.SNAPSHOT: " - " if at % 1500 == 8 else None,
        Content.PAYMENT: "无" if at % 1000 == 500 else None,
        Content.AFTERSALES: "" if at % 400 == 1 else None,
    }
    return {content: said for content, said in left.items() if said is not None}


def platform(folder: Path, *, orders: int = 20_000, days: int = 60) -> Planted:
    """Orders of a platform with its own table of transaction information, and the broadcasts of
    rooms that it runs itself and of others, of which it has to keep the recordings too."""
    planted = Planted(bound=("art16-retention",))
    listed = list(broadcasts([*ROOMS[:1], *OTHERS], days=days))
    rows = _transactions(orders, planted)
    planted.files = [
        written(folder / "订单.csv", rows, encoding="gb18030"),
        written(folder / "场次.csv", _sessions(listed, planted)),
        written(folder / "回放.csv", _recordings(listed, planted)),
    ]
    return planted


if __name__ == "__main__":
    for make in (agency, brand, platform):
        into = Path(sys.argv[1]) / make.__name__
        into.mkdir(parents=True)
        many = {"orders": int(sys.argv[2])} if make is platform and len(sys.argv) > 2 else {}
        made = make(into, **many)
        print(into, dict(made.told()), dict(made.lacking), dict(made.totals))


def misread(folder: Path, *further: str) -> list[Path]:
    """Five broadcasts of a room, of which one begins before another is over and three cannot be
    read: of two of these something was sold. Those that can be read have a recording, and there
    are `further` ones."""
    room = ROOMS[0]
    sessions = [
        ("场次号", "直播间", "开播时间", "下播时间"),
        ("S1", room, "2026-03-01 19:00", "2026-03-01 22:00"),
        ("S2", room, "2026-03-01 21:00", "2026-03-01 23:30"),
        ("S4", room, "2026-06-18 08:00", "2026-06-18 07:00"),
        ("S5", room, "2026-06-19 08:00", "昨天"),
        ("S6", room, "2026-06-20 08:00", "昨天"),
    ]
    orders = [
        ("订单号", "场次号", "交易完成时间"),
        *((f"O{n}", f"S{n}", "2026-06-28 10:00") for n in (1, 2, 4, 5)),
    ]
    replays = [
        ("场次号", "文件名", "保存至"),
        *((f"S{n}", f"S{n}.mp4", "2030-01-01") for n in (1, 2)),
        *(("", each, "2030-01-01") for each in further),
    ]
    return [
        written(folder / "场次.csv", sessions),
        written(folder / "订单.csv", orders),
        written(folder / "回放.csv", replays),
    ]
