"""Times, numbers, tables and headings are read as they are exported, and never guessed."""

from __future__ import annotations

import gzip
import json
import sys
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path

import pytest
import xlsxwriter

from checklist.assessment.typed import Misread
from checklist.errors import ChecklistError, UnreadableFile, WrongUsage
from checklist.law.record_kinds import RecordKind
from checklist.records import layouts
from checklist.records.headings import COMMON, OWN, TELLING
from checklist.records.keeping import Rule, declared
from checklist.records.model import FOREVER, Bad, Field, Layout, Row, Table
from checklist.records.reading import Read, read
from checklist.records.recognising import recognised
from checklist.records.values import moment, number, seconds
from checklist.sheets.exports import tables
from tests.given.records import NOW, written


def the_table(path: Path) -> Table:
    (table,) = tables(path)
    return table


def layout_of(path: Path) -> Layout:
    layout = recognised(the_table(path))
    assert layout is not None
    return layout


def rows(path: Path, *keep: str) -> list[Read]:
    return list(read(the_table(path), layout_of(path), declared(keep), NOW))


# --- values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-06-18 20:00:00", "2026-06-18 20:00:00"),
        ("2026/6/18 8:05", "2026-06-18 08:05:00"),
        ("2026年6月18日", "2026-06-18 00:00:00"),
        ("2029年12月31号", "2029-12-31 00:00:00"),
        ("二〇二九年十二月三十一日 20:00", "2029-12-31 20:00:00"),
        ("2029年底", "2029-12-31 00:00:00"),
        ("２０２６-06-18　20:00", "2026-06-18 20:00:00"),
        ("2026-06-18T12:00:00Z", "2026-06-18 20:00:00"),
        ("2026-06-18 20:00:00 +08:00", "2026-06-18 20:00:00"),
        ("20260618", "2026-06-18 00:00:00"),
        ("1781784000", "2026-06-18 20:00:00"),
        ("1781784000000", "2026-06-18 20:00:00"),
    ],
)
def test_a_time_is_that_of_china(text: str, meant: str) -> None:
    assert moment(text) == datetime.fromisoformat(meant)


@pytest.mark.parametrize("text", ["", "-", "NULL", "\\N", "无"])
def test_a_cell_that_says_nothing_is_no_time(text: str) -> None:
    assert moment(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "昨天",
        "46054.83",
        "1969-12-31",
        "2262-01-01",
        "#错误值",
        "三年后",
        "2029-12-31前",
        "12月31号",
        "2029年2月30号",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Misread):
        moment(text)


@pytest.mark.parametrize("text", ["3年", "180天", "36个月"])
def test_a_length_in_place_of_a_day_is_called_one(text: str) -> None:
    with pytest.raises(Misread, match="是一段时间，不是哪一天") as refused:
        moment(text)
    assert "--keep" in refused.value.mend


def test_durations_are_read_in_every_way_they_are_written() -> None:
    for text in ("3:05:00", "3小时5分", "3h5m", "11100", "185:00"):
        assert seconds(text) == 11_100, text
    with pytest.raises(Misread):
        seconds("三小时")


def test_a_number_that_excel_damaged_is_refused_and_others_stay_as_they_are() -> None:
    assert number("'6921234567890120001\t") == "6921234567890120001"
    assert number("00123") == "00123"
    with pytest.raises(Misread, match="科学计数法"):
        number("6.92E+18")


# --- files ---------------------------------------------------------------------------------------

SESSIONS = [("直播场次", "下播时间"), ("LS1", "2026-06-18 23:00")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_of_excel_is_read(encoding: str, tmp_path: Path) -> None:
    path = written(tmp_path / "场次.csv", SESSIONS, encoding=encoding)
    (row,) = rows(path)
    assert isinstance(row, Row)
    assert row.session == "LS1"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_delimiter_is_read(delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / "场次.csv"
    path.write_text("\n".join(delimiter.join(row) for row in SESSIONS), encoding="utf-8")
    assert isinstance(rows(path)[0], Row)


def test_a_workbook_is_read_sheet_by_sheet_with_times_formulas_and_merged_cells(
    tmp_path: Path,
) -> None:
    path = tmp_path / "场次.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, other = book.add_worksheet("一月"), book.add_worksheet("说明")
        sheet.write_row(0, 0, ["直播场次", "直播间", "开播时间", "下播时间"])
        timed = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for at in (1, 2):
            sheet.write(at, 0, f"LS{at}")
            sheet.write_datetime(at, 2, datetime(2026, 6, 18, 20), timed)  # noqa: DTZ001
            sheet.write_formula(at, 3, f"=C{at + 1}+0.125", timed, 46191.958333333336)
        sheet.merge_range(1, 1, 2, 1, "青禾优选")
        other.write(0, 0, "随便写的")
    first, second = tables(path)
    layout = recognised(first)
    assert layout is not None
    found = list(read(first, layout, declared(()), NOW))
    assert [row.room for row in found if isinstance(row, Row)] == ["青禾优选", "青禾优选"]
    ends = {row.end for row in found if isinstance(row, Row)}
    assert ends == {datetime.fromisoformat("2026-06-18 23:00")}
    assert recognised(second) is None


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空.csv", b""),
        ("图.csv", b"\x89PNG\r\n\x1a\n\0\0\0"),
        ("断.csv.gz", gzip.compress(b"a,b\n" * 5000, mtime=0)[:60]),
        ("坏.xlsx", b"PK\x03\x04nothing"),
        ("manifest.json", b"{}"),
        ("manifest.json", b'{"fileFormat": "ORC", "fileSchema": "Key", "files": []}'),
        ("manifest.json", b'{"fileFormat": "CSV", "fileSchema": "Key", "files": [{"key": "x"}]}'),
    ],
    ids=["empty", "picture", "cut off", "no workbook", "no manifest", "ORC", "without its data"],
)
def test_a_file_that_is_none_is_refused_with_a_way_to_mend_it(
    name: str, data: bytes, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableFile) as refused:
        list(chain.from_iterable(table.rows() for table in tables(tmp_path / name)))
    assert all(each.mend and each.where for each in refused.value.complaints)


def test_a_folder_without_records_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "没有.csv"):
        with pytest.raises(UnreadableFile):
            list(tables(path))


def test_the_files_of_a_pattern_are_read_one_after_the_other(tmp_path: Path) -> None:
    for month in (1, 2):
        written(tmp_path / f"订单{month}.csv", [["订单号", "交易完成时间"]])
    found = [table.source.name for table in tables(tmp_path / "订单*.csv")]
    assert found == ["订单1.csv", "订单2.csv"]
    with pytest.raises(UnreadableFile, match="没有这样的文件"):
        [*tables(tmp_path / "场次*.csv")]


def test_a_file_that_ends_too_early_or_has_a_cell_without_end_is_told(tmp_path: Path) -> None:
    packed = gzip.compress("".join(f"订单号,{at}\n" for at in range(100_000)).encode())
    (tmp_path / "a.csv.gz").write_bytes(packed[:-1000])
    with pytest.raises(UnreadableFile, match="这个压缩文件不完整，只读到第"):
        [*the_table(tmp_path / "a.csv.gz").rows()]
    (tmp_path / "b.csv").write_text("订单号\n" + "长" * 100_001, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="第 2 行读不下去"):
        [*the_table(tmp_path / "b.csv").rows()]


@pytest.mark.parametrize(
    "rows",
    [
        'LS1,"甲\nLS2,乙\n',
        'LS1,"甲,2\nLS2,"乙",3\nLS3,丙,4\n',
        'LS1,甲\nLS2,"' + "乙\n" * 60_000,
    ],
    ids=["to the end", "to the next", "longer than a cell may be"],
)
def test_a_quote_that_is_not_closed_swallows_no_row(rows: str, tmp_path: Path) -> None:
    path = tmp_path / "场次.csv"
    path.write_text(f"直播场次,备注\n{rows}", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"第 [23] 行的引号没有成对，后面 [0-9]+ 行连成了一格"):
        [*the_table(path).rows()]
    # What is in order, and what is odd in one row alone, is read.
    path.write_text('直播场次,备注\nLS1,"甲\n""乙"""\nLS2,"12"寸\nLS3,3"', encoding="utf-8")
    assert [cells[0] for _, cells in the_table(path).rows()] == ["直播场次", "LS1", "LS2", "LS3"]


def test_a_workbook_that_is_none_says_how_to_get_one(tmp_path: Path) -> None:
    (tmp_path / "单.xlsx").write_text("订单号,交易完成时间\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"这不是 \.xlsx 文件") as refused:
        [*tables(tmp_path / "单.xlsx")]
    assert "从后台重新导出，或者用 Excel、WPS 打开，另存为 .xlsx" in str(refused.value)


@pytest.mark.parametrize(
    ("name", "headings", "kind"),
    [
        ("场次表.csv", ("场次ID", "直播间名称", "开始", "结束"), RecordKind.SESSIONS),
        ("导出.csv", ("直播场次编号", "开播", "下播"), RecordKind.SESSIONS),
        ("导出.csv", ("直播场次号", "主播昵称", "关播", "直播时长"), RecordKind.SESSIONS),
        ("导出.csv", ("订单号", "成交时间"), None),  # some platforms mean when it was paid
    ],
)
def test_plain_headings_are_known(
    name: str, headings: tuple[str, ...], kind: RecordKind | None, tmp_path: Path
) -> None:
    layout = recognised(the_table(written(tmp_path / name, [headings])))
    assert (layout and layout.kind) == kind


def test_rows_that_cannot_be_read_are_told_one_by_one(tmp_path: Path) -> None:
    bad = [("6.92E+18", "2026-06-18"), ("LS2", "不是"), ("LS3", "2026-06-18"), ("LS4",)]
    found = rows(written(tmp_path / "场次.csv", [SESSIONS[0], *bad]))
    assert [(type(row).__name__, row.number) for row in found] == [
        ("Bad", 2), ("Bad", 3), ("Row", 4), ("Row", 5),
    ]  # fmt: skip
    path = tmp_path / "乱.csv"
    path.write_bytes("直播场次,下播时间\nLS1\xff,2026-06-18\n".encode("latin-1", "ignore"))
    data = "直播场次,下播时间\n".encode("gb18030") + b"LS\x80\xff,2026-06-18\n"
    path.write_bytes(data)
    (lost,) = rows(path)
    assert isinstance(lost, Bad)


def test_an_inventory_names_its_columns_apart_and_quotes_its_keys(tmp_path: Path) -> None:
    rows_ = [("b", "live%2FLS1+%E5%9B%9E.mp4", "2026-06-18T12:00:00Z", "2029-06-20T00:00:00Z")]
    with gzip.open(tmp_path / "a.csv.gz", "wt", encoding="utf-8") as stream:
        stream.write(",".join(f'"{cell}"' for cell in rows_[0]))
    schema = "Bucket, Key, LastModifiedDate, LifecycleExpirationDate"
    said = {"fileFormat": "CSV", "fileSchema": schema, "files": [{"key": "data/a.csv.gz"}]}
    (tmp_path / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    (row,) = rows(tmp_path)
    assert isinstance(row, Row)
    assert row.id == "live/LS1 回.mp4"
    assert row.made == datetime.fromisoformat("2026-06-18 20:00")
    assert row.until == date(2029, 6, 19)


# --- headings ------------------------------------------------------------------------------------


def test_every_kind_of_records_is_known_by_its_headings() -> None:
    assert {*OWN} == {*TELLING} == {*RecordKind}


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        ("直播场次,下播时间", RecordKind.SESSIONS),
        ("主订单编号,订单完成时间,订单提交时间", RecordKind.ORDERS),
        ("回放文件,录制结束时间,保存至", RecordKind.REPLAYS),
        ("商家名称,核验日期,保存至", RecordKind.SELLER_CHECKS),
        ("主播姓名,身份证件号码,核验日期", RecordKind.HOST_CHECKS),
        ("审核人,审核时间,场次号", RecordKind.REVIEWS),
        ("纠错时间,更正方式,场次号", RecordKind.CORRECTIONS),
        ("处置时间,违法信息,场次号", RecordKind.INTERACTIONS),
    ],
)
def test_each_kind_of_records_is_told_by_its_headings(
    headings: str, kind: RecordKind, tmp_path: Path
) -> None:
    path = written(tmp_path / "表.csv", [("某公司台账",), headings.split(",")])
    assert layout_of(path).kind is kind
    assert layout_of(path).head == 2


def test_how_long_a_licence_is_valid_is_not_how_long_the_record_is_kept(tmp_path: Path) -> None:
    headings = ("商家名称", "核验日期", "许可证有效期至", "有效期至", "到期时间")
    assert Field.UNTIL not in layout_of(written(tmp_path / "核验.csv", [headings])).columns
    assert Field.EXPIRES not in layout_of(tmp_path / "核验.csv").columns


def test_the_name_of_a_file_tells_what_its_headings_leave_open(tmp_path: Path) -> None:
    rows_ = [("场次号", "直播间", "文件名", "到期删除"), ("LS1", "甲", "a.mp4", "2026-07-01")]
    assert layout_of(written(tmp_path / "回放.csv", rows_)).kind is RecordKind.REPLAYS
    assert recognised(the_table(written(tmp_path / "别的.csv", rows_))) is None


def test_a_table_that_fits_no_kind_has_no_layout(tmp_path: Path) -> None:
    path = written(tmp_path / "别的.csv", [("姓名", "电话"), ("甲", "1")])
    assert recognised(the_table(path)) is None


# --- how long it is kept -------------------------------------------------------------------------

LIFECYCLE = """<?xml version="1.0"?>
<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Rule><Filter><Prefix>live/</Prefix></Filter><Status>Enabled</Status>
    <Expiration><Days>180</Days></Expiration></Rule>
  <Rule><Prefix>old/</Prefix><Status>Disabled</Status><Expiration><Days>1</Days></Expiration></Rule>
  <Rule><Prefix>cold/</Prefix><Status>Enabled</Status><Transition><Days>9</Days></Transition></Rule>
</LifecycleConfiguration>"""


def test_the_rules_of_a_store_say_until_when_what_they_name_is_kept(tmp_path: Path) -> None:
    rules = tmp_path / "生命周期.xml"
    rules.write_text(LIFECYCLE, encoding="utf-8")
    keeping = declared([str(rules)])
    assert keeping.rules == (Rule(prefix="live/", days=180),)
    made = datetime.fromisoformat("2026-06-18 20:00")
    row = Row(1, "", "", None, None, None, "live/a.mp4", made, None, False)
    assert keeping.until(RecordKind.REPLAYS, row) == made.date() + timedelta(days=180)
    assert keeping.until(RecordKind.REPLAYS, row._replace(id="cold/a.mp4")) is None
    assert declared(["长期"]).until(RecordKind.REPLAYS, row) == FOREVER


def test_of_a_rule_of_the_store_and_what_was_declared_the_earlier_counts(tmp_path: Path) -> None:
    rules = tmp_path / "生命周期.xml"
    rules.write_text(LIFECYCLE, encoding="utf-8")
    made = datetime.fromisoformat("2026-06-18 20:00")
    row = Row(1, "", "", None, None, None, "live/a.mp4", made, None, False)
    for words in (["3年", str(rules)], [str(rules), "长期"]):
        until = declared(words).until(RecordKind.REPLAYS, row)
        assert until == made.date() + timedelta(days=180)


def test_a_rule_for_objects_with_a_tag_says_nothing_of_the_others(tmp_path: Path) -> None:
    rules = tmp_path / "生命周期.xml"
    tag = "<Tag><Key>临时</Key><Value>1</Value></Tag>"
    tagged = f"<Filter><And><Prefix>live/</Prefix>{tag}</And></Filter>"
    plain = "<Filter><Prefix>live/</Prefix></Filter>"
    rules.write_text(LIFECYCLE.replace(plain, tagged), encoding="utf-8")
    assert declared([str(rules)]).rules == ()


@pytest.mark.parametrize("text", ["", "<a>", "<a/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_rules_that_are_none_are_refused(text: str, tmp_path: Path) -> None:
    rules = tmp_path / "生命周期.xml"
    rules.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile):
        declared([str(rules)])


@pytest.mark.parametrize("word", ["很久", "录像=3年", "从未", "回放="])
def test_a_word_that_says_no_period_is_refused(word: str) -> None:
    with pytest.raises(WrongUsage):
        declared([word])


# --- 列对照 --------------------------------------------------------------------------------------


def test_what_is_written_of_a_table_goes_before_its_headings(tmp_path: Path) -> None:
    path = written(tmp_path / "别的.csv", [("标题",), ("甲", "乙"), ("LS1", "2026-06-18")])
    kept = tmp_path / "列对照.yaml"
    kept.write_text(layouts.to_text([(the_table(path), None)]), encoding="utf-8")
    written_so = layouts.read(kept)  # its 类别 is left to be filled in
    assert [layout for _, layout in layouts.laid_out([the_table(path)], written_so)] == [None]
    kept.write_text("- 文件: 别的.csv\n  类别:\n  列: { 场次号: 甲 }\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="没有写类别"):
        layouts.read(kept)
    kept.write_text(
        '- 文件: 别的.csv\n  类别: 场次\n  列: { 场次号: "甲", 结束时间: "乙" }\n', encoding="utf-8"
    )
    ((table, layout),) = layouts.laid_out([the_table(path)], layouts.read(kept))
    assert layout is not None
    assert (layout.kind, layout.head) == (RecordKind.SESSIONS, 2)
    again = layouts.to_text([(table, layout)])
    kept.write_text(again, encoding="utf-8")
    assert layouts.laid_out([table], layouts.read(kept)) == [(table, layout)]


def test_every_mistake_in_it_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    kept = tmp_path / "列对照.yaml"
    kept.write_text(
        "- 文件: a.csv\n  类别: 场景\n  列: { 场次: x }\n- 类别: 场次\n  别的: 1\n",
        encoding="utf-8",
    )
    with pytest.raises(UnreadableFile) as refused:
        layouts.read(kept)
    assert len(refused.value.complaints) >= 4
    assert all(each.where and each.where.line for each in refused.value.complaints)


def test_a_kind_that_is_none_is_one_mistake(tmp_path: Path) -> None:
    kept = tmp_path / "列对照.yaml"
    kept.write_text("- 文件: a.csv\n  类别: 场次表\n  列: { 场次号: 甲 }\n", encoding="utf-8")
    with pytest.raises(UnreadableFile) as refused:
        layouts.read(kept)
    (only,) = refused.value.complaints
    assert only.what == "类别 不能是 场次表"
    assert "不核对" in only.mend


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    path = written(tmp_path / "场次.csv", SESSIONS)
    kept = tmp_path / "列对照.yaml"
    kept.write_text("- 文件: 场次.csv\n  类别: 场次\n  列: { 结束时间: 结束 }\n", encoding="utf-8")
    with pytest.raises(ChecklistError, match=r"写成表里有的：直播场次、下播时间$"):
        layouts.laid_out([the_table(path)], layouts.read(kept))


@pytest.mark.parametrize("name", ['a"b.csv', "= 1.csv", "#x.csv", "a: b.csv"])
def test_hostile_names_and_headings_come_back_as_they_were(name: str, tmp_path: Path) -> None:
    if sys.platform == "win32" and set(name) & set('":'):
        pytest.skip("Windows has no such names")
    path = written(tmp_path / name, [("直播场次", "下播时间"), ("x", "2026-06-18")])
    kept = tmp_path / "列对照.yaml"
    found = [(the_table(path), layout_of(path))]
    kept.write_text(layouts.to_text(found), encoding="utf-8")
    assert layouts.read(kept)[0].file == name


def test_what_a_workbook_holds_and_was_not_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "场次.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, hidden = book.add_worksheet("一月"), book.add_worksheet("底稿")
        for at, row in enumerate(SESSIONS):
            sheet.write_row(at, 0, row)
            hidden.write_row(at, 0, row)
        sheet.write_comment("A2", "补播")
        sheet.write(1, 300, "远处")
        hidden.hide()
    (table,) = tables(path)
    assert table.left_out == "批注（一月!A2）、离表太远的格子（一月!KO2）、隐藏的表（“底稿”）"


def test_a_workbook_of_hidden_sheets_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "场次.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("空的")
        hidden = book.add_worksheet("底稿")
        hidden.write_row(0, 0, SESSIONS[0])
        hidden.hide()
    with pytest.raises(UnreadableFile, match="取消隐藏"):
        [*tables(path)]


def test_a_column_of_broadcasts_is_the_number_of_the_broadcast_in_every_kind() -> None:
    for kind in RecordKind:
        assert "场次" in COMMON[Field.SESSION].split(), kind
