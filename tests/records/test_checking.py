"""What was planted in records is found, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.errors import UnreadableFile
from checklist.law.record_kinds import Content, RecordKind
from checklist.records import observing, words
from checklist.records.checking import Checking
from checklist.records.judging import Asked
from checklist.records.keeping import declared
from checklist.records.model import Clock, Failing, Fault, Field, Tally
from checklist.records.recognising import recognised
from checklist.records.words import field_of, vanished
from checklist.sheets.exports import tables
from checklist.text import name_key
from tests.given import records
from tests.given.bundled import LIVESTREAM
from tests.given.records import NOW, ROOMS, Planted, files_with_orders, lacking, written

CLOCKS = observing.clocks(LIVESTREAM)


def checked(
    files: list[Path],
    *,
    keep: tuple[str, ...] = (),
    rooms: tuple[str, ...] = ROOMS,
    clocks: Mapping[RecordKind, set[Clock]] = CLOCKS,
    earlier: Sequence[Path] = (),
    bound: Sequence[str] = (),
    now: datetime = NOW,
) -> tuple[dict[RecordKind, Tally], list[Failing]]:
    told: list[Failing] = []
    read = [(table, recognised(table)) for path in files for table in tables(path)]
    for path in earlier:
        read += [(replace(each, is_earlier=True), recognised(each)) for each in tables(path)]
    asked = Asked(
        clocks=clocks,
        rooms={name_key(name) for name in rooms},
        since=observing.since(LIVESTREAM),
        now=now,
        keeping=declared(keep),
        beyond=observing.beyond(LIVESTREAM, bound),
        contents=observing.contents(LIVESTREAM, bound),
    )
    known = [(table, layout) for table, layout in read if layout is not None]
    assert len(known) == len(read)
    return Checking(asked, told.append).run(known), told


def faults(tallies: dict[RecordKind, Tally]) -> Counter[tuple[RecordKind, Fault]]:
    return Counter(
        {(kind, fault): n for kind, tally in tallies.items() for fault, n in tally.faults.items()}
    )


def beyond(tallies: dict[RecordKind, Tally]) -> dict[RecordKind, Tally]:
    return {kind: tally.beyond for kind, tally in tallies.items() if tally.beyond}


@pytest.mark.parametrize(
    "make",
    [
        records.agency,
        records.brand,
        partial(records.platform, orders=1_000),
        pytest.param(records.platform, marks=pytest.mark.slow),
    ],
)
def test_exactly_what_was_planted_is_found(make: object, tmp_path: Path) -> None:
    planted: Planted = make(tmp_path)  # type: ignore[operator]
    tallies, told = checked(planted.files, bound=planted.bound)
    assert planted.faults
    assert faults(tallies) == planted.faults
    assert faults(beyond(tallies)) == planted.beyond
    assert Counter((each.kind, each.fault) for each in told) == planted.told()
    assert {kind: each.totals for kind, each in tallies.items() if each.totals} == planted.totals
    assert lacking(tallies) == planted.lacking


def test_what_began_before_the_law_was_in_force_is_counted_apart(tmp_path: Path) -> None:
    tallies, _ = checked(records.agency(tmp_path, days=3).files)
    assert tallies[RecordKind.SESSIONS].earlier == 1
    assert tallies[RecordKind.SESSIONS].demanded == 24


SESSIONS = ("直播场次", "直播间", "开播时间", "下播时间")
ONE = ("LS000001", "青禾优选", "2026-02-28 20:00", "2026-02-28 23:00")
REPLAYS = ("文件名", "录制完成时间", "回放时长", "保存至")


def one(
    folder: Path, *recordings: tuple[str, ...], columns: tuple[str, ...] = REPLAYS
) -> list[Path]:
    return [
        written(folder / "场次.csv", [SESSIONS, ONE]),
        written(folder / "回放.csv", [columns, *recordings]),
    ]


def test_three_years_end_on_the_matching_day_and_that_day_still_counts(tmp_path: Path) -> None:
    for kept, wrong in (("2029-02-28", 0), ("2029-02-27", 1)):
        row = ("LS000001.mp4", "2026-03-01 01:00", "3:00:00", kept)
        tallies, _ = checked(one(tmp_path, row))
        assert tallies[RecordKind.REPLAYS].count(Fault.EARLY) == wrong


def test_what_goes_on_a_day_is_kept_until_the_day_before(tmp_path: Path) -> None:
    columns = ("文件名", "录制完成时间", "到期删除时间")
    for goes, wrong in (("2029-03-01 00:00:00", 0), ("2029-02-28 08:00:00", 1)):
        row = ("LS000001.mp4", "2026-03-01 01:00", goes)
        tallies, _ = checked(one(tmp_path, row, columns=columns))
        assert tallies[RecordKind.REPLAYS].count(Fault.EARLY) == wrong


def test_a_recording_lasts_three_years_from_the_last_order_that_was_completed(
    tmp_path: Path,
) -> None:
    files = one(tmp_path, ("LS000001.mp4", "2026-03-01 01:00", "3:00:00", "2029-02-28"))
    orders = [
        ("订单号", "场次号", "交易完成时间", "保存至"),
        ("1", "LS000001", "2026-03-10", "长期"),
    ]
    tallies, (early,) = checked([*files, written(tmp_path / "订单.csv", orders)])
    assert (early.due, early.until) == (date(2029, 3, 10), date(2029, 2, 28))
    assert tallies[RecordKind.ORDERS].faults == {}


def test_several_recordings_of_one_broadcast_are_judged_together(tmp_path: Path) -> None:
    whole = ("LS000001_1.mp4", "2026-02-28 22:00", "2:00:00", "2029-03-01")
    rest = ("LS000001_2.mp4", "2026-02-28 23:30", "1:00:00", "2029-02-01")
    tallies, _ = checked(one(tmp_path, whole, rest))
    assert tallies[RecordKind.REPLAYS].faults == {Fault.EARLY: 1}
    tallies, (short,) = checked(one(tmp_path, whole))
    assert tallies[RecordKind.REPLAYS].faults == {Fault.SHORT: 1}
    assert "10800秒" in short.why
    assert "7200秒" in short.why


def test_a_recording_may_be_shorter_than_its_broadcast_by_a_minute_and_no_more(
    tmp_path: Path,
) -> None:
    for lasts, wrong in (("2:59:00", 0), ("2:58:59", 1)):
        row = ("LS000001.mp4", "2026-03-01 01:00", lasts, "2029-03-01")
        tallies, _ = checked(one(tmp_path, row))
        assert tallies[RecordKind.REPLAYS].count(Fault.SHORT) == wrong


def test_what_fails_in_a_month_counts_once_whatever_is_wrong_with_it(tmp_path: Path) -> None:
    both = ("LS000001.mp4", "2026-03-01 01:00", "2:00:00", "2026-09-01")
    tallies, told = checked(one(tmp_path, both))
    assert [each.fault for each in told] == [Fault.SHORT, Fault.EARLY]
    (month,) = tallies[RecordKind.REPLAYS].months.values()
    assert (month.failing, month.demanded) == (1, 1)
    short = ("LS000001.mp4", "2026-03-01 01:00", "2:00:00", "长期")
    tallies, _ = checked(one(tmp_path, short))
    (month,) = tallies[RecordKind.REPLAYS].months.values()
    assert month.failing == 1


def test_what_no_year_is_said_of_fails_in_its_month_too(tmp_path: Path) -> None:
    rows = [
        ("处置时间", "弹幕", "直播结束时间", "保存状态"),
        ("2026-06-01", "甲", "2026-06-01", "已删除"),
    ]
    tallies, _ = checked([written(tmp_path / "互动.csv", rows)])
    assert tallies[RecordKind.INTERACTIONS].months["2026-06"].failing == 1


def test_a_clock_runs_from_the_event_that_the_rulebook_names(tmp_path: Path) -> None:
    files = one(tmp_path, ("LS000001.mp4", "2026-03-01 01:00", "3:00:00", "2029-02-28"))
    orders = [
        ("订单号", "场次号", "交易完成时间", "保存至"),
        ("1", "LS000001", "2026-03-10", "长期"),
    ]
    files.append(written(tmp_path / "订单.csv", orders))
    for event, early in (("交易完成", 1), ("直播结束", 0), ("办完报废", 0)):
        tallies, _ = checked(files, clocks={RecordKind.REPLAYS: {Clock(event, 3)}})
        assert tallies[RecordKind.REPLAYS].count(Fault.EARLY) == early, event


def test_a_recording_without_its_broadcast_is_told_and_proves_nothing(tmp_path: Path) -> None:
    known = ("LS000001.mp4", "2026-03-01 01:00", "3:00:00", "2029-03-01")
    other = ("LS777777.mp4", "2026-03-01 01:00", "3:00:00", "2029-03-01")
    tallies, (orphan,) = checked(one(tmp_path, known, other))
    assert (orphan.fault, orphan.session) == (Fault.ORPHAN, "LS777777.mp4")
    assert orphan.why == ""
    assert tallies[RecordKind.REPLAYS].demanded == 1


def test_that_a_recording_is_deleted_is_told_also_where_its_broadcast_cannot_be_read(
    tmp_path: Path,
) -> None:
    sessions = [
        ("场次号", "开播时间", "下播时间"),
        ("LS000001", "2026-06-01 20:00:00", "2026-06-01 22:00:00"),
        ("LS000002", "五月一日", "五月一日"),
    ]
    replays = [
        ("场次号", "文件名", "状态", "保存至"),
        ("LS000001", "LS000001.mp4", "在", "2030-01-01"),
        ("LS000002", "LS000002.mp4", "已删除", "2030-01-01"),
    ]
    files = [written(tmp_path / "场次.csv", sessions), written(tmp_path / "回放.csv", replays)]
    _, told = checked(files, rooms=())
    (orphan,) = (each for each in told if each.fault is Fault.ORPHAN)
    assert orphan.why.startswith("已经删除")
    assert "读不出" in orphan.why


def test_what_a_time_of_an_order_means_is_said() -> None:
    assert field_of(RecordKind.ORDERS, Field.END) == "结束时间（交易完成）"
    assert field_of(RecordKind.SESSIONS, Field.END) == "结束时间"


def test_recordings_that_fit_no_broadcast_at_all_are_an_error_that_shows_three(
    tmp_path: Path,
) -> None:
    with pytest.raises(UnreadableFile, match="没有一段回放对得上场次") as refused:
        checked(one(tmp_path, ("甲.mp4", "2026-03-01 01:00", "3:00:00", "2029-03-01")))
    assert "LS000001" in str(refused.value)
    assert "甲.mp4" in str(refused.value)


def test_a_recording_is_found_by_room_and_beginning(tmp_path: Path) -> None:
    columns = ("直播间", "录制开始时间", "录制结束时间", "保存至")
    near = ("青禾优选", "2026-02-28 20:14", "2026-02-28 23:00", "2029-03-01")
    tallies, _ = checked(one(tmp_path, near, columns=columns))
    assert tallies[RecordKind.REPLAYS].covers
    far = ("青禾优选", "2026-02-28 20:16", "2026-02-28 23:00", "2029-03-01")
    with pytest.raises(UnreadableFile):
        checked(one(tmp_path, far, columns=columns))


def test_rooms_that_are_not_in_the_list_are_named_and_do_not_count(tmp_path: Path) -> None:
    row = ("LS000001.mp4", "2026-03-01 01:00", "3:00:00", "2026-03-02")
    tallies, told = checked(one(tmp_path, row), rooms=("别的直播间",))
    assert told == []
    assert tallies[RecordKind.SESSIONS].others == {"青禾优选": 1}
    assert tallies[RecordKind.REPLAYS].others == {"青禾优选": 1}  # told by its broadcast


def test_what_was_in_an_earlier_list_and_is_not_now_was_deleted(tmp_path: Path) -> None:
    kept = ("LS000001.mp4", "2026-03-01 01:00", "3:00:00", "长期")
    files = one(tmp_path, kept)
    other = ("LS000002", "青禾优选", "2026-03-28 20:00", "2026-03-28 23:00")
    written(tmp_path / "场次.csv", [SESSIONS, ONE, other])
    before = [REPLAYS, kept, ("LS000002.mp4", "2026-03-29 01:00", "3:00:00", "长期")]
    tallies, _ = checked(files)
    assert tallies[RecordKind.REPLAYS].faults == {Fault.MISSING: 1}
    assert tallies[RecordKind.REPLAYS].vanished == 0
    tallies, (gone,) = checked(files, earlier=[written(tmp_path / "旧.csv", before)])
    tally = tallies[RecordKind.REPLAYS]
    assert (gone.fault, gone.file, gone.row, gone.session) == (Fault.GONE, "旧.csv", 3, "LS000002")
    assert (tally.vanished, tally.soonest) == (1, (date(2026, 3, 29), NOW.date()))
    assert "最多保存了8个月" in vanished(tally)


def test_of_several_that_were_deleted_the_last_tells_how_long_they_were_kept_at_most(
    tmp_path: Path,
) -> None:
    """Who keeps recordings of half a year has always lost some of a year ago."""
    kept = ("LS000001.mp4", "2026-03-01 01:00", "3:00:00", "长期")
    others = [(f"LS00000{n}.mp4", f"2026-0{n}-11", "3:00:00", "长期") for n in (4, 6, 5)]
    before = written(tmp_path / "旧.csv", [REPLAYS, kept, *others])
    tallies, _ = checked([written(tmp_path / "回放.csv", [REPLAYS, kept])], earlier=[before])
    tally = tallies[RecordKind.REPLAYS]
    assert (tally.vanished, tally.soonest) == (3, (date(2026, 6, 11), NOW.date()))


def test_what_does_not_say_until_when_is_unknown_until_it_is_declared(tmp_path: Path) -> None:
    columns = ("文件名", "录制完成时间")
    files = one(tmp_path, ("LS000001.mp4", "2026-03-01 01:00"), columns=columns)
    tallies, told = checked(files)
    assert (tallies[RecordKind.REPLAYS].unknown, told) == (1, [])
    assert not tallies[RecordKind.REPLAYS].is_complete
    for word, wrong in (("180天", 1), ("回放=3年", 0), ("长期", 0), ("订单=180天", 0)):
        tallies, _ = checked(files, keep=(word,))
        assert tallies[RecordKind.REPLAYS].count(Fault.EARLY) == wrong, word
    for several, wrong in ((("回放=3年", "180天"), 0), (("长期", "回放=180天"), 1)):
        tallies, _ = checked(files, keep=several)  # what is said of one kind goes before
        assert tallies[RecordKind.REPLAYS].count(Fault.EARLY) == wrong, several


def test_what_is_declared_runs_from_when_a_recording_was_made_and_not_from_its_beginning(
    tmp_path: Path,
) -> None:
    """Of a broadcast past midnight three years are three years from its last day."""
    late = ("LS000001", "青禾优选", "2026-03-01 22:00", "2026-03-02 01:00")
    columns = ("文件名", "开播时间", "录制完成时间")
    row = ("LS000001.mp4", "2026-03-01 22:00", "2026-03-02 01:30")
    files = one(tmp_path, row, columns=columns)
    written(tmp_path / "场次.csv", [SESSIONS, late])
    tallies, told = checked(files, keep=("3年",))
    assert told == []
    assert tallies[RecordKind.REPLAYS].shortest == (date(2026, 3, 2), date(2029, 3, 2))


def test_the_same_row_twice_counts_once_and_another_under_its_number_is_refused(
    tmp_path: Path,
) -> None:
    later = ("LS000001", "青禾优选", "2026-03-28 20:00", "2026-03-28 23:00")
    path = written(tmp_path / "场次.csv", [SESSIONS, ONE, ONE, later])
    tallies, (unread,) = checked([path])
    assert tallies[RecordKind.SESSIONS].twice == 1
    assert (unread.fault, unread.row) == (Fault.UNREAD, 4)
    assert "第 2 行" in unread.why


def test_a_pass_is_whole_only_where_every_broadcast_has_its_own(tmp_path: Path) -> None:
    row = ("LS000001.mp4", "2026-03-01 01:00", "3:00:00", "2029-03-01")
    tallies, _ = checked(one(tmp_path, row))
    assert tallies[RecordKind.REPLAYS].is_complete
    tallies, _ = checked(one(tmp_path, row)[1:])
    assert not tallies[RecordKind.REPLAYS].is_complete
    ends = ("坏", "青禾优选", "2026-02-30 20:00", "2026-02-30 23:00")
    written(tmp_path / "场次.csv", [SESSIONS, ONE, ends])
    tallies, _ = checked([tmp_path / "场次.csv", tmp_path / "回放.csv"])
    assert not tallies[RecordKind.REPLAYS].is_complete


def test_one_entry_for_each_broadcast_covers_nothing(tmp_path: Path) -> None:
    rows = [
        ("纠错时间", "口误", "场次号", "保存至"),
        ("2026-02-28", "价格说错", "LS000001", "2029-03-01"),
    ]
    files = [written(tmp_path / "场次.csv", [SESSIONS, ONE]), written(tmp_path / "纠.csv", rows)]
    tally = checked(files)[0][RecordKind.CORRECTIONS]
    assert (tally.demanded, tally.faults, tally.covers) == (1, {}, False)


def test_the_moment_of_the_records_decides_what_is_gone(tmp_path: Path) -> None:
    columns = ("文件名", "录制完成时间", "删除时间")
    for deleted, fault in (("2026-11-28 10:00", Fault.GONE), ("2026-12-31 10:00", Fault.EARLY)):
        row = ("LS000001.mp4", "2026-03-01 01:00", deleted)
        tallies, _ = checked(one(tmp_path, row, columns=columns))
        assert tallies[RecordKind.REPLAYS].faults == {fault: 1}
    assert datetime.fromisoformat("2026-11-28") < NOW


# --- transaction information ---------------------------------------------------------------------

PLATFORM = ("art16-retention",)
PAID = ("订单号", "交易完成时间", "保存至", "支付单号", "退货单号")


def paid(folder: Path, *rows: tuple[str, ...], head: tuple[str, ...] = PAID) -> list[Path]:
    begun = [(str(at), "2026-06-18", "长期", *row) for at, row in enumerate(rows)]
    return [written(folder / "订单.csv", [head, *begun])]


def test_what_every_order_has_must_not_be_empty_and_the_rest_may(tmp_path: Path) -> None:
    files = paid(tmp_path, ("P1", "无"), ("无", ""), ("", "R1"), (" - ", "无"))
    tallies, told = checked(files, bound=PLATFORM)
    assert [(each.fault, each.row, each.why) for each in told] == [
        (Fault.LACKING, row, "没有支付记录") for row in (3, 4, 5)
    ]
    orders = tallies[RecordKind.ORDERS]
    assert orders.contents == {Content.PAYMENT: 3, Content.RETURNS: 1}
    assert len(orders.uncolumned) == 7


def test_what_was_ordered_before_the_law_was_in_force_may_lack_what_came_before(
    tmp_path: Path,
) -> None:
    head = ("订单号", "下单时间", "交易完成时间", "支付单号")
    rows = [head, ("1", "2026-01-31", "2026-02-05", ""), ("2", "2026-02-01", "2026-02-05", "")]
    tallies, told = checked([written(tmp_path / "订单.csv", rows)], bound=PLATFORM)
    assert [each.row for each in told] == [3]
    assert tallies[RecordKind.ORDERS].contents[Content.PAYMENT] == 1


def test_an_export_of_a_merchant_is_not_asked_for_what_only_a_platform_has(tmp_path: Path) -> None:
    tallies, told = checked(paid(tmp_path, ("", "")))
    assert told == []
    assert not tallies[RecordKind.ORDERS].contents
    assert not tallies[RecordKind.ORDERS].uncolumned


def test_a_column_shows_something_only_where_every_table_has_it(tmp_path: Path) -> None:
    (tmp_path / "二").mkdir()
    files = paid(tmp_path, ("", "无")) + paid(tmp_path / "二", (), head=PAID[:3])
    tallies, told = checked(files, bound=PLATFORM)
    assert told == []
    assert Content.PAYMENT in tallies[RecordKind.ORDERS].uncolumned


def test_what_is_wrong_with_broadcasts_without_an_order_is_counted_apart(tmp_path: Path) -> None:
    files = files_with_orders(tmp_path)
    for given, sold in ((files, 1), (files[:2], 0)):
        tallies, told = checked(given)
        tally = tallies[RecordKind.REPLAYS]
        assert (tally.demanded, tally.sold) == (3, sold)
        assert tally.faults == {Fault.EARLY: 2, Fault.MISSING: 1}
        assert tally.unsold == {Fault.EARLY: 2 - sold, Fault.MISSING: 1}
        whys = {each.session: each.why for each in told}
        nothing = "给出的订单里没有这一场成交的" if sold else ""
        assert whys == {"LS000001": "", "LS000002": nothing, "LS000003": nothing}
        lines = list(words.tally_lines(tally))
        assert any(
            "其中没有成交的场次：1场没有回放、1场到期太早" in each for each in lines
        ) == bool(sold)
    tally = checked(files)[0][RecordKind.REPLAYS]
    assert tally.shortest == (date(2026, 3, 28), date(2026, 6, 1))
    assert tally.shortest_sold == (date(2026, 3, 10), date(2027, 2, 28))


# --- rooms of others -----------------------------------------------------------------------------


def test_a_platform_keeps_the_recordings_of_every_room_and_is_told_of_those(
    tmp_path: Path,
) -> None:
    files = one(tmp_path, ("LS000002.mp4", "2026-03-01 01:00", "3:00:00", "2026-09-01"))
    other = ("LS000002", "别家", "2026-02-28 20:00", "2026-02-28 23:00")
    written(tmp_path / "场次.csv", [SESSIONS, ONE, other, ("LS000003", *other[1:])])
    tallies, told = checked(files, bound=PLATFORM)
    outside = tallies[RecordKind.REPLAYS].beyond
    assert outside
    assert (outside.demanded, outside.faults) == (2, {Fault.MISSING: 1, Fault.EARLY: 1})
    assert tallies[RecordKind.REPLAYS].faults == {Fault.MISSING: 1}
    assert {each.room for each in told} == {"青禾优选", "别家"}
    assert tallies[RecordKind.SESSIONS].others == {"别家": 2}
    tallies, told = checked(files)
    assert tallies[RecordKind.REPLAYS].beyond is None
    assert [each.room for each in told] == ["青禾优选"]


ACCOUNTS = (
    ("订单号", "场次号", "交易完成时间", "直播账号"),
    ("O1", "LS000001", "2026-03-09 10:00", "qinghe"),
    ("O2", "LS000009", "2026-03-09 10:00", "bieren"),
)


def test_the_broadcast_of_an_order_tells_its_room_and_no_account_does(tmp_path: Path) -> None:
    """An account is not called as the room is; by the number of the broadcast it is known."""
    files = [*one(tmp_path)[:1], written(tmp_path / "订单.csv", ACCOUNTS)]
    tallies, _ = checked(files, bound=PLATFORM)
    orders = tallies[RecordKind.ORDERS]
    assert (orders.demanded, orders.others) == (1, {})
    assert orders.beyond
    assert (orders.beyond.demanded, orders.beyond.others) == (1, {"bieren": 1})
    lines = "".join(words.tally_lines(orders.beyond))
    assert "1行的直播间不在名单里，计在这里：“bieren”" in lines
    tallies, _ = checked(files)
    assert tallies[RecordKind.ORDERS].others == {"bieren": 1}


def test_a_broadcast_that_cannot_be_read_and_sold_may_lack_its_recording(tmp_path: Path) -> None:
    """A slip in the list of broadcasts takes nothing out of the verdict without a word."""
    tallies, told = checked(records.misread(tmp_path))
    unsure = [each for each in told if each.fault is Fault.UNSURE]
    assert [each.session for each in unsure] == ["S4", "S5"]
    assert unsure[0].why.startswith("场次的这一行读不出，订单里有这一场成交的")
    seen = {each.option: each for each in observing.observations(LIVESTREAM, tallies, {})}
    note = seen["replay"].note
    assert seen["replay"].undecided
    assert "4场中2场看不出有没有；场次另有1行读不出，没有核对；读不出的行里写着什么看不出" in note
    lines = "".join(words.tally_lines(tallies[RecordKind.SESSIONS]))
    assert "1场在同一直播间的另一场结束以前就开播（S2）：也许是时间写错了" in lines


def test_a_month_in_which_only_others_broadcast_has_a_row_of_its_own(tmp_path: Path) -> None:
    files = one(tmp_path, ("LS000002.mp4", "2026-03-29 01:00", "3:00:00", "2026-09-01"))
    other = ("LS000002", "别家", "2026-03-28 20:00", "2026-03-28 23:00")
    written(tmp_path / "场次.csv", [SESSIONS, ONE, other])
    tallies, _ = checked(files, bound=PLATFORM)
    assert words.months([*tallies.values()]) == ["2026-02", "2026-03"]


def test_an_agency_that_selects_keeps_records_of_sellers_of_every_room(tmp_path: Path) -> None:
    rows = [
        ("商家名称", "核验日期", "直播间", "直播结束时间", "保存至"),
        ("甲", "2026-05-01", "别家", "2026-06-18", "2026-12-01"),
    ]
    file = written(tmp_path / "核验.csv", rows)
    tallies, (early,) = checked([file], bound=("art45-records",))
    outside = tallies[RecordKind.SELLER_CHECKS].beyond
    assert outside
    assert outside.faults == {Fault.EARLY: 1}
    assert early.room == "别家"
    assert checked([file])[1] == []


# --- rows that cannot be read ---------------------------------------------------------------------


def test_a_recording_that_cannot_be_read_is_not_said_to_be_missing(tmp_path: Path) -> None:
    tallies, told = checked(records.unreadable(tmp_path))
    assert tallies[RecordKind.REPLAYS].faults == {
        Fault.UNREAD: 4, Fault.UNSURE: 4, Fault.MISSING: 2,
    }  # fmt: skip
    of = {each.session: each for each in told if each.kind is RecordKind.REPLAYS and each.session}
    unsure = {session for session, each in of.items() if each.fault is Fault.UNSURE}
    # What was sold decides, and so it is not claimed to be missing while it may be among them.
    assert unsure == {"LS000003", "LS000008", "LS000007", "LS000004"}
    assert of["LS000003"].why == "读不出的行里可能有它；读得出的订单里没有这一场成交的"
    assert (of["LS000003"].file, of["LS000008"].file) == ("场次.csv", "回放.csv")
    tally = tallies[RecordKind.REPLAYS]
    assert tally.demanded == 7
    assert not tally.is_complete


def test_where_a_column_is_taken_for_another_no_recording_is_missing(tmp_path: Path) -> None:
    sessions, replays = records.unreadable(tmp_path, orders=False)
    text = (
        replays.read_text("utf-8").replace("2030-01-01", "1.2 GB").replace("6.92E+18", "LS000004")
    )
    replays.write_text(text, encoding="utf-8")
    tallies, _ = checked([sessions, replays])
    assert tallies[RecordKind.REPLAYS].count(Fault.UNSURE) == 4  # of each that has a row
    assert tallies[RecordKind.REPLAYS].count(Fault.MISSING) == 3


def test_of_what_is_gone_since_an_earlier_list_no_more_is_claimed_than_is_certain(
    tmp_path: Path,
) -> None:
    sessions, replays, orders, before = records.unreadable(tmp_path, earlier=True)
    tallies, told = checked([sessions, replays, orders], earlier=[before])
    tally = tallies[RecordKind.REPLAYS]
    assert (tally.count(Fault.UNSURE), tally.count(Fault.GONE), tally.count(Fault.MISSING)) == (
        4, 1, 1,
    )  # fmt: skip
    assert tally.vanished == 0  # of four that are gone, four rows may be the recordings
    assert {each.session for each in told if each.fault is Fault.GONE} == {"LS000005"}


def test_a_recording_that_cannot_be_read_any_more_was_not_deleted_since(tmp_path: Path) -> None:
    columns = ("文件名", "录制完成时间", "保存至")
    files = one(tmp_path, ("LS000001.mp4", "2026-03-01 01:00", "三年后"), columns=columns)
    rows = [columns, ("LS000001.mp4", "2026-03-01 01:00", "长期"), ("b.mp4", "2026-03-01", "长期")]
    before = written(tmp_path / "旧.csv", rows)
    tallies, told = checked(files, earlier=[before])
    assert tallies[RecordKind.REPLAYS].vanished == 1
    assert not [each for each in told if each.fault is Fault.GONE]
    lost = [columns, ("", "2026-03-01 01:00", "三年后")]
    tallies, told = checked([files[0], written(tmp_path / "回放.csv", lost)], earlier=[before])
    assert tallies[RecordKind.REPLAYS].vanished == 1  # of two that are gone it may be either


# --- totals, and what is over --------------------------------------------------------------------


def test_rows_that_add_up_others_are_told_once_and_are_no_bad_rows(tmp_path: Path) -> None:
    add_up = [
        ("合计", "", "", "12:00:00"),
        ("", "青禾优选 小计", "", "3场"),
        ("总 计（场）：", "", "", "2"),
    ]
    files = [written(tmp_path / "场次.csv", [SESSIONS, ONE, *add_up])]
    tallies, told = checked(files)
    assert (tallies[RecordKind.SESSIONS].totals, told) == (3, [])
    dated = ("LS000002", "年货合计", "2026-03-28 20:00", "2026-03-28 23:00")
    tallies, _ = checked([written(tmp_path / "场次.csv", [SESSIONS, ONE, dated])])
    assert tallies[RecordKind.SESSIONS].totals == 0


def test_what_three_years_have_passed_for_needs_no_recording_any_more(tmp_path: Path) -> None:
    gone = ("LS000001.mp4", "2026-03-01 01:00", "3:00:00", "")
    columns = (*REPLAYS, "状态")
    for day, over, fault in (
        ("2029-02-28T12:00:00", 0, {Fault.GONE: 1}),
        ("2029-03-01T00:00:00", 1, {}),
    ):
        now = datetime.fromisoformat(day)
        for files in (one(tmp_path, (*gone, "已删除"), columns=columns), one(tmp_path)):
            tally = checked(files, now=now)[0][RecordKind.REPLAYS]
            expected = fault if "LS000001" in files[1].read_text("utf-8") else {}
            missing = {Fault.MISSING: 1} if fault and not expected else expected
            assert (tally.over, tally.demanded, tally.faults) == (over, 1 - over, missing)
            assert tally.covers or not over


def test_what_went_before_its_three_years_were_over_is_told_later_too(tmp_path: Path) -> None:
    columns = ("文件名", "录制完成时间", "删除时间")
    row = ("LS000001.mp4", "2026-03-01 01:00", "2028-06-01")
    now = datetime.fromisoformat("2029-06-01T12:00:00")
    tallies, (early,) = checked(one(tmp_path, row, columns=columns), now=now)
    assert (early.fault, early.until) == (Fault.EARLY, date(2028, 5, 31))
    assert tallies[RecordKind.REPLAYS].over == 0
    late = ("LS000001.mp4", "2026-03-01 01:00", "2029-03-15")
    tallies, told = checked(one(tmp_path, late, columns=columns), now=now)
    assert (tallies[RecordKind.REPLAYS].over, told) == (1, [])
