"""An engine for large data finds the very same as reading row by row."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from checklist.errors import UnreadableFile
from checklist.law.record_kinds import Content, RecordKind
from checklist.records import observing
from checklist.records.checking import Checking
from checklist.records.judging import Asked
from checklist.records.keeping import declared
from checklist.records.model import Failing, Fault, Layout, Table, Tally
from checklist.records.recognising import recognised
from checklist.records.values import seconds
from checklist.sheets.exports import tables
from checklist.text import name_key
from tests.given import records
from tests.given.bundled import LIVESTREAM
from tests.given.records import NOW, ROOMS, Planted, lacking

pytest.importorskip("ibis", reason="the extra “records” is not installed")

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from checklist.records.bulk import run, staging


def asked(
    *keep: str, rooms: tuple[str, ...] = ROOMS, bound: Sequence[str] = (), now: datetime = NOW
) -> Asked:
    return Asked(
        clocks=observing.clocks(LIVESTREAM),
        rooms={name_key(name) for name in rooms},
        since=observing.since(LIVESTREAM),
        now=now,
        keeping=declared(keep),
        beyond=observing.beyond(LIVESTREAM, bound),
        contents=observing.contents(LIVESTREAM, bound),
    )


Outcome = tuple[Mapping[RecordKind, Tally], list[Failing]]


def known(files: list[Path]) -> list[tuple[Table, Layout]]:
    read = [
        (replace(table, is_earlier="旧" in path.name), recognised(table))
        for path in files
        for table in tables(path)
    ]
    return [(table, layout) for table, layout in read if layout is not None]


def by_rows(asked: Asked, files: list[Path]) -> Outcome:
    told: list[Failing] = []
    return Checking(asked, told.append).run(known(files)), told


def by_engine(asked: Asked, files: list[Path], engine: str = "duckdb") -> Outcome:
    told: list[Failing] = []
    return run.run(engine, asked, told.append, known(files)), told


def refusal(check: Callable[[Asked, list[Path]], Outcome], asked: Asked, files: list[Path]) -> str:
    try:
        check(asked, files)
    except UnreadableFile as refused:
        return str(refused)
    return ""


def alike(asked: Asked, files: list[Path], engine: str = "duckdb") -> Outcome:
    ours, told = by_rows(asked, files)
    theirs, told_too = by_engine(asked, files, engine)
    for kind, tally in ours.items():
        assert theirs[kind] == tally
    order = lambda each: (each.kind.value, each.file, each.row, each.fault.value)  # noqa: E731
    assert sorted(told_too, key=order) == sorted(told, key=order)
    return theirs, told_too


@pytest.mark.parametrize("make", [records.agency, records.brand, records.platform])
def test_exactly_what_was_planted_is_found(make: object, tmp_path: Path) -> None:
    planted: Planted = make(tmp_path)  # type: ignore[operator]
    tallies, told = alike(asked(bound=planted.bound), planted.files)
    assert Counter((each.kind, each.fault) for each in told) == planted.told()
    assert {kind: each.totals for kind, each in tallies.items() if each.totals} == planted.totals
    assert lacking(tallies) == planted.lacking


def test_a_file_of_several_blocks_keeps_its_rows_and_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "BLOCK", 20_000)
    planted = records.platform(tmp_path)
    _, told = alike(asked(bound=planted.bound), planted.files)
    assert len(told) == planted.told().total()


def test_from_where_arrow_cannot_read_on_rows_are_read_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "BLOCK", 4_000)
    planted = records.platform(tmp_path, orders=2_000)
    path, *_ = planted.files
    lines = path.read_text(encoding="gb18030").splitlines()
    lines[700] = lines[700].replace(",", f"{'长' * 9_000},", 1)
    lines[300] += ",多"
    path.write_text("\n".join(lines), encoding="gb18030")
    tallies, told = alike(asked(bound=planted.bound), [path])
    assert tallies[RecordKind.ORDERS].rows == 2_001
    assert {each.row for each in told} >= {13, 1013, 1502}


@pytest.mark.parametrize("rows", ['2,"b\n3,c\n', '2,"b,2\n3,"c",3\n', '2,"b\nc"\n3,d\n'])
def test_a_quote_that_is_not_closed_swallows_no_row(rows: str, tmp_path: Path) -> None:
    path = tmp_path / "订单.csv"
    path.write_text(f"订单号,备注,交易完成时间\n1,a,2026-06-18\n{rows}", encoding="utf-8")
    told = refusal(by_rows, asked(), [path])
    assert refusal(by_engine, asked(), [path]) == told
    assert ("第 3 行的引号没有成对" in told) == ('b\nc"' not in rows)


@pytest.mark.parametrize("count", [2, 3])
def test_broadcasts_without_an_order_are_told_apart(count: int, tmp_path: Path) -> None:
    tallies, _ = alike(asked(), records.files_with_orders(tmp_path)[:count])
    replays = tallies[RecordKind.REPLAYS]
    assert replays.unsold == {Fault.EARLY: 4 - count, Fault.MISSING: 1}
    assert replays.sold == count - 2


@pytest.mark.parametrize("orders", [True, False])
def test_a_recording_that_cannot_be_read_is_not_said_to_be_missing(
    orders: bool, tmp_path: Path
) -> None:
    sessions, replays, *rest = records.unreadable(tmp_path, orders=orders)
    tallies, _ = alike(asked(), [sessions, replays, *rest])
    assert tallies[RecordKind.REPLAYS].count(Fault.UNSURE) == 4
    *_, old = records.unreadable(tmp_path, orders=orders, earlier=True)
    tallies, _ = alike(asked(), [sessions, replays, *rest, old])
    assert tallies[RecordKind.REPLAYS].count(Fault.GONE) == 1
    alike(asked(), [replays, old])
    with replays.open(encoding="utf-8") as stream:
        head, *rows = csv.reader(stream)
    columns = dict(zip(head, map(pa.array, zip(*rows, strict=True)), strict=True))
    days = [
        None if each == "三年后" else date(2030, 1, 1) for each in columns["保存至"].to_pylist()
    ]
    columns["保存至"] = pa.array(days, pa.date32())
    pq.write_table(pa.table(columns), tmp_path / "回放.parquet")
    files = [sessions, tmp_path / "回放.parquet", *rest]
    tallies, _ = by_engine(asked(), files)  # the damaged number is told in other words
    assert tallies == by_rows(asked(), files)[0]
    assert tallies[RecordKind.REPLAYS].faults[Fault.UNREAD] == 2
    assert tallies[RecordKind.REPLAYS].faults[Fault.UNSURE] == 2


def test_rooms_of_others_do_not_count(tmp_path: Path) -> None:
    tallies, _ = alike(asked(rooms=ROOMS[1:2]), records.agency(tmp_path).files)
    assert set(tallies[RecordKind.REPLAYS].others) == {*ROOMS} - {ROOMS[1]}


def test_the_broadcast_of_an_order_tells_its_room_and_no_account_does(tmp_path: Path) -> None:
    rows = [
        ("订单号", "场次号", "交易完成时间", "直播账号"),
        ("O1", "S1", "2026-03-09 10:00", "qinghe"),
        *((f"O{n}", "S9", "2026-03-09 10:00", f"bieren{n % 2}") for n in range(2, 5)),
    ]
    sessions = [("场次号", "直播间", "下播时间"), ("S1", ROOMS[0], "2026-03-01 20:00")]
    files = [
        records.written(tmp_path / "场次.csv", sessions),
        records.written(tmp_path / "订单.csv", rows),
    ]
    tallies, _ = alike(asked(bound=["art16-retention"]), files)
    assert (beyond := tallies[RecordKind.ORDERS].beyond)
    assert beyond.others == {"bieren0": 2, "bieren1": 1}


@pytest.mark.parametrize("named", [(), ("S4.mp4",)])
def test_broadcasts_that_cannot_be_read_and_those_that_overlap(
    named: tuple[str, ...], tmp_path: Path
) -> None:
    tallies, told = alike(asked(), records.misread(tmp_path, *named))
    replays = tallies[RecordKind.REPLAYS]
    assert replays.count(Fault.UNSURE) == 2 - len(named)
    assert replays.unlisted == 1 + len(named)
    sessions = tallies[RecordKind.SESSIONS]
    assert (sessions.overlapping, sessions.overlaps) == (1, ("S2",))
    assert {each.row for each in told if each.fault is Fault.UNSURE} == {*(4, 5)[len(named) :]}


# --- generated -----------------------------------------------------------------------------------

DAYS = (
    "2026-01-31", "2026-02-01", "2026-02-28", "2028-02-29", "2024-02-29", "2026-08-31",
    "2026-11-28", "2026-12-31",
)  # fmt: skip
TIMES = (
    "{} 23:59:59", "{}T16:00:00Z", "{} 20:00", "{}", "{} 00:00:00.250", "{} 01:30:00+08:00",
)  # fmt: skip
ODD = (
    "",
    "-",
    "2026-02-30",
    "昨天",
    "长期",
    "2262-01-01",
    "1781784000",
    "2026年6月18日",
    "20260618",
)
KEPT = (
    "2029-01-31", "2029-02-01", "2029-02-28", "2031-02-28", "2031-02-27", "2029-08-31",
    "2027-02-28", "", "", "永久", "NULL", "2029-03-01 00:00:00",
)  # fmt: skip


LATE = datetime.fromisoformat("2031-03-01 00:00:00")
SAYS = (
    "a/b.mp4",
    "1",
    "有",
    "",
    "",
    " ",
    "-",
    "NULL",
    "无",
    "没有。",
    "不涉及",
    "\u3000/",
    "False",
    "无。。",
)
TOTALS = ("合计", "2 月小计：", "总 计（元）", "Total", "")


def time(draw: random.Random) -> str:
    if draw.random() < 0.06:
        return draw.choice(ODD)
    return draw.choice(TIMES).format(draw.choice(DAYS))


def name(draw: random.Random, ids: Sequence[str]) -> str:
    return draw.choice(
        ["", *ids, f"live/2026/{draw.choice(ids)}_1.mp4", "a b.mp4", " LS7 ", "6.92E+18", "'0042"]
    )


def tables_of(draw: random.Random, folder: Path) -> list[Path]:
    """A company's files with everything in them that may go wrong."""
    ids = [f"LS{at:06}" for at in range(draw.randint(1, 25))]
    rooms = (*ROOMS[:3], "青禾 优选", "别家", "")

    def rows(head: Sequence[str], count: int, row: Callable[[], Sequence[str]]) -> list[Any]:
        made = [row() for _ in range(count)]
        again = [draw.choice(made) for _ in range(draw.randint(0, 3))] if made else []
        short = [["x"], [], *([[*each, "多"] for each in made[:1]]), ["合计"], ["", "青禾 小计"]]
        short += [
            [draw.choice((total, cell)) for cell in each] for total in TOTALS for each in made[:2]
        ]
        return [head, *made, *again, *draw.sample(short, draw.randint(0, len(short)))]

    def session() -> list[str]:
        start = draw.choice(DAYS)
        ends = f"{start} 23:0{draw.randint(0, 9)}:00" if draw.random() < 0.8 else time(draw)
        return [draw.choice(ids), draw.choice(rooms), f"{start} 20:00", ends]

    def replay() -> list[str]:
        begun = f"{draw.choice(DAYS)} 20:{draw.choice(('00', '14', '16'))}"
        state = draw.choice(("", "", "正常", "已删除"))
        lasted = draw.choice(("", "3:05:00", "3小时", "10800", "三小时", "9000"))
        return [
            name(draw, ids), draw.choice(rooms), begun, lasted, draw.choice(KEPT),
            draw.choice(("", "", "2029-03-01", "2031-03-01 00:00:00", "长期", "x")),
            draw.choice(("", "", "", "2026-11-28 10:00", "2030-01-01")), state, time(draw),
        ]  # fmt: skip

    def order() -> list[str]:
        number = draw.choice((*ids, "", "69000000000001", "6.92E+18"))
        says = [draw.choice(SAYS) for _ in Content]
        own = [number, draw.choice(("", *ids)), time(draw), draw.choice(KEPT), draw.choice(rooms)]
        return [*own, draw.choice(("", "2026-01-31 23:59", "2026-02-01")), *says]

    def log() -> list[str]:
        return [
            time(draw),
            "商家",
            draw.choice(("", "无", *ids)),
            draw.choice(KEPT),
            draw.choice(rooms),
        ]

    heads = {
        "场次": ("直播场次", "直播间", "开播时间", "下播时间"),
        "回放": (
            "文件名", "直播间", "录制开始时间", "回放时长", "保存至", "到期删除", "删除时间",
            "状态", "上传时间",
        ),
        "订单": (
            "主订单编号", "场次号", "订单完成时间", "保存至", "直播间", "下单时间", *records.SHOWN
        ),
        "核验": ("核验日期", "商家名称", "场次号", "保存至", "直播间"),
    }  # fmt: skip
    makers = {"场次": session, "回放": replay, "订单": order, "核验": log}
    encodings = ("utf-8", "gb18030", "utf-8-sig", "utf-16")
    found = []
    for what in draw.sample([*heads], draw.randint(1, 4)):
        for part in range(draw.randint(1, 2)):
            path = folder / f"{what}{part}.csv"
            table = rows(heads[what], draw.randint(0, 60), makers[what])
            found.append(records.written(path, table, encoding=draw.choice(encodings)))
            if what == "回放" and draw.random() < 0.5:  # of these, some are no longer there
                table = rows(heads[what], 20, replay) + table[1:9]
                found.append(records.written(folder / f"旧{part}.csv", table))
    return found


@pytest.mark.parametrize("seed", range(16))
def test_whatever_stands_in_the_files(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    files = tables_of(draw, tmp_path)
    keep = draw.choice(((), ("180天",), ("回放=3年", "订单=36个月"), ("长期",)))
    against = asked(
        *keep,
        rooms=draw.choice((ROOMS, (), ROOMS[1:2])),
        bound=draw.choice(((), ("art16-retention", "art45-records"), ("art45-records",))),
        now=draw.choice((NOW, datetime.fromisoformat("2029-02-28T12:00:00"), LATE)),
    )
    refused = refusal(by_rows, against, files)
    if refused:
        assert refusal(by_engine, against, files) == refused
    else:
        alike(against, files)


def test_of_two_broadcasts_equally_near_a_recording_belongs_to_the_earlier(tmp_path: Path) -> None:
    room = ROOMS[0]
    sessions = [
        ("直播场次", "直播间", "开播时间", "下播时间"),
        ("LS000002", room, "2026-06-18 20:20", "2026-06-18 23:00"),
        ("LS000001", room, "2026-06-18 20:00", "2026-06-18 20:19"),
    ]
    replays = [
        ("直播间", "录制开始时间", "录制结束时间", "保存至"),
        (room, "2026-06-18 20:10", "2026-06-18 20:19", "2026-12-31"),
    ]
    files = [
        records.written(tmp_path / "场次.csv", sessions),
        records.written(tmp_path / "回放.csv", replays),
    ]
    _, told = alike(asked(), files)
    assert {each.session for each in told if each.row == 2 and each.until} == {"LS000001"}


# --- Parquet -------------------------------------------------------------------------------------


def as_parquet(path: Path, into: Path, types: Mapping[str, Any]) -> Path:
    """A CSV file as Parquet, its columns of these types."""
    with path.open(encoding="utf-8-sig") as stream:
        head, *rows = csv.reader(stream)
    columns = {}
    for name, cells in zip(head, zip(*rows, strict=True), strict=True):
        values: list[Any] = [cell or None for cell in cells]
        if types and name == "回放时长":
            values = [seconds(cell) for cell in cells]
            columns[name] = pa.array(values, pa.int32())
            continue
        column = pa.array(values, pa.string())
        type = types.get(name, pa.string())
        if pa.types.is_timestamp(type):
            column = pa.array([None if "场" in (cell or "") else cell for cell in values])
            column = column.cast(TIME)
            column = pc.assume_timezone(column, "Asia/Shanghai") if type.tz else column
        columns[name] = column.cast(type)
    pq.write_table(pa.table(columns), into)
    return into


TIME = pa.timestamp("us")


@pytest.mark.parametrize(
    ("time", "parts"), [(TIME, 1), (TIME, 3), (pa.timestamp("ns", "UTC"), 1), (None, 2)]
)
def test_parquet_is_read_where_it_lies_and_like_the_same_as_csv(
    time: pa.DataType, parts: int, tmp_path: Path
) -> None:
    planted = records.agency(tmp_path, days=90)
    sessions, replays, *_ = planted.files
    types = dict.fromkeys(("开播时间", "下播时间", "上传时间"), time) if time else {}
    folders = []
    for path in (sessions, replays):
        folder = tmp_path / f"{path.stem}们"
        folder.mkdir()
        whole = as_parquet(path, folder / f"{path.stem}.parquet", types)
        table = pq.read_table(whole)
        if parts > 1:
            whole.unlink()
            step = -(-len(table) // parts)
            for part in range(parts):
                pq.write_table(table.slice(part * step, step), folder / f"part-{part}.parquet")
        folders.append(folder)
    _, told = alike(asked(), folders) if parts == 1 else by_engine(asked(), folders)
    assert Counter(each.fault for each in told if each.kind is RecordKind.REPLAYS) == Counter(
        {fault: n for (kind, fault), n in planted.faults.items() if kind is RecordKind.REPLAYS}
    )
    if parts > 1:
        assert {each.file for each in told} >= {"part-0.parquet", "part-1.parquet"}


def test_times_with_a_zone_are_those_of_china_where_other_columns_have_to_be_read(
    tmp_path: Path,
) -> None:
    utc = pa.timestamp("us", "UTC")
    ended = pa.array([datetime.fromisoformat("2026-06-18T16:30:00+00:00")], utc)
    rows = {"订单号": ["1"], "交易完成时间": ended, "保存至": ["2029年6月18日"]}
    pq.write_table(pa.table(rows), tmp_path / "订单.parquet")
    _, (early,) = alike(asked(), [tmp_path / "订单.parquet"])
    assert (early.event, early.due) == (date(2026, 6, 19), date(2029, 6, 19))
