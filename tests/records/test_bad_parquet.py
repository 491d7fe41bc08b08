"""What is wrong with Parquet files is told in Chinese, or counted; nothing is read for another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from checklist.cli.engines import unchanged
from checklist.errors import NotWritten, UnreadableFile
from checklist.law.record_kinds import RecordKind
from checklist.records.model import Fault
from checklist.sheets.exports import tables

pytest.importorskip("ibis", reason="the extra “records” is not installed")

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from checklist.records.bulk import engine, run
from checklist.records.bulk.rows import Given
from tests.records.test_bulk import alike, asked, by_engine, by_rows, known

ORDERS = RecordKind.ORDERS


def orders(path: Path, other: Mapping[str, Any] = {}, *, rows: int = 2, first: int = 0) -> Path:
    """A file of orders, the first of which goes too early; `other` columns come first."""
    path.parent.mkdir(exist_ok=True)
    columns = {
        "订单号": pa.array([f"7{first + at:05}" for at in range(rows)]),
        "下单时间": pa.array([datetime.fromisoformat("2026-06-01")] * rows, pa.timestamp("us")),
        "交易完成时间": pa.array([datetime.fromisoformat("2026-06-18")] * rows, pa.timestamp("us")),
        "保存至": pa.array([date(2028 if not at else 2029, 6, 18) for at in range(rows)]),
    }
    added = {name: column for name, column in other.items() if name not in columns}
    pq.write_table(pa.table({**added, **columns, **other}), path)
    return path


@pytest.mark.parametrize("names", [("a.parquet", "b.parquet"), ("单[1].parquet", "单[2].parquet")])
def test_the_parts_of_a_folder_are_found_wherever_one_stands(
    names: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for at, name in enumerate(names):
        orders(Path("订单", name), first=2 * at)
    tallies, told = by_engine(asked(), [Path("订单")])
    assert tallies[ORDERS].rows == 4
    assert [(each.file, each.row) for each in told] == [(name, 1) for name in names]


def test_a_name_is_no_pattern(tmp_path: Path) -> None:
    orders(tmp_path / "单1.parquet", rows=9)
    tallies, _ = by_engine(asked(), [orders(tmp_path / "单[1].parquet")])
    assert tallies[ORDERS].rows == 2


@pytest.mark.parametrize("name", ["pos", "POS", "begin", "part", "filename", "file_row_number"])
@pytest.mark.parametrize("parts", [1, 2])
def test_columns_may_have_the_names_that_the_program_uses_itself(
    name: str, parts: int, tmp_path: Path
) -> None:
    for part in range(parts):
        orders(tmp_path / "订单" / f"{part}.parquet", {name: ["x", "y"]}, first=2 * part)
    tallies, told = by_engine(asked(), [tmp_path / "订单"])
    assert tallies == by_rows(asked(), [tmp_path / "订单"])[0]
    assert len(told) == parts


DAMAGED: dict[str, dict[str, Any]] = {
    "pages": {},
    "list": {"场次号": [["LS1"], None]},
    "bytes": {"场次号": [b"\xff\xfe", b"1"]},
    "seconds": {"交易完成时间": pa.array([1 << 50, 0], pa.timestamp("s"))},
}


@pytest.mark.parametrize("what", DAMAGED)
def test_what_cannot_be_read_is_told_without_a_traceback(what: str, tmp_path: Path) -> None:
    rows = 20_000 if what == "pages" else 2
    path = orders(tmp_path / "订单.parquet", DAMAGED[what], rows=rows)
    if what == "pages":
        whole = path.read_bytes()
        path.write_bytes(whole[:2000] + b"\xff" * 9000 + whole[11_000:])
    with pytest.raises(UnreadableFile, match=r"订单.parquet读不下去了（.+）"):
        by_engine(asked(), [path])
    if what in ("pages", "seconds"):
        with pytest.raises(UnreadableFile, match="读不下去了"):
            by_rows(asked(), [path])


def test_half_a_file_is_refused_when_it_is_opened(tmp_path: Path) -> None:
    path = orders(tmp_path / "订单.parquet")
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(UnreadableFile, match="不完整，或者不是 Parquet"):
        known([path])


def test_a_file_without_rows_has_nothing_to_be_kept(tmp_path: Path) -> None:
    tallies, told = alike(asked(), [orders(tmp_path / "订单.parquet", rows=0)])
    assert (tallies[ORDERS].rows, tallies[ORDERS].demanded, told) == (0, 0, [])


TIMES = ["1969-12-31 23:59:59", "1970-01-01", "2200-12-31", "2262-04-11", "9999-12-31"]


@pytest.mark.parametrize("column", ["交易完成时间", "下单时间"])
@pytest.mark.parametrize("unit", ["us", "s"])
def test_times_that_cannot_be_are_counted(column: str, unit: str, tmp_path: Path) -> None:
    times = pa.array([datetime.fromisoformat(each) for each in TIMES], pa.timestamp(unit))
    path = orders(tmp_path / "订单.parquet", {column: times}, rows=len(TIMES))
    tallies, _ = by_engine(asked(), [path])
    assert tallies[ORDERS].count(Fault.UNREAD) == 3
    assert tallies == by_rows(asked(), [path])[0]


@pytest.mark.parametrize("type", [pa.date32(), pa.timestamp("us"), pa.string()])
@pytest.mark.parametrize("made", [{}, {"下单时间": ["2026-06-01", "昨天"]}])
def test_the_last_day_that_databases_know_is_for_ever(
    type: pa.DataType, made: dict[str, Any], tmp_path: Path
) -> None:
    until = pa.array([date(9999, 12, 31)] * 2).cast(type)
    tallies, told = alike(asked(), [orders(tmp_path / "订单.parquet", {"保存至": until, **made})])
    assert [each.fault for each in told] == [Fault.UNREAD] * len(made)
    assert tallies[ORDERS].shortest == (date(2026, 6, 18), date.max)


def test_a_day_after_all_that_a_calendar_has_is_counted(tmp_path: Path) -> None:
    until = pa.array([6_585_000, 21_718], pa.int32()).cast(pa.date32())
    path = orders(tmp_path / "订单.parquet", {"保存至": until})
    assert by_engine(asked(), [path])[0][ORDERS].count(Fault.UNREAD) == 1


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MEMORY", "1MB")
    with pytest.raises(NotWritten, match="TMPDIR"):
        by_engine(asked(), [orders(tmp_path / "订单.parquet", rows=50_000)])


def test_a_file_that_changes_meanwhile_is_told_whatever_came_of_it(tmp_path: Path) -> None:
    path = orders(tmp_path / "订单.parquet")
    with pytest.raises(UnreadableFile, match="这个文件变了"), unchanged(tables(path)):
        orders(path, rows=9)
    with pytest.raises(UnreadableFile, match="这个文件变了"), unchanged(tables(path)):
        known([path.rename(tmp_path / "搬走.csv")])
    with pytest.raises(UnreadableFile, match="写着有2行，读到的是9行"):
        Given(ibis.table({"pos": "int64"}, name="orders"), [(0, path.name)], in_all=2).refuse_other(
            9
        )


def test_it_is_told_how_much_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "TELLS_IN", 0.001)
    told: list[float] = []
    given = known([orders(tmp_path / "订单.parquet", rows=300_000)])
    run.run("duckdb", asked(), lambda _: None, given, follow=told.append)
    assert told
    assert all(0 < each <= 100 for each in told)
