"""`checklist records`: from the files of a company to findings that rest on them."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from msgspec.structs import replace

from checklist.assessment.stored.file import load, save
from checklist.sheets.parquet import is_installed
from tests.conftest import Run
from tests.given import records
from tests.given.bundled import LIVESTREAM
from tests.given.records import NOW, Planted, written
from tests.given.respondents import all_passing
from tests.remediation.test_import_command import type_into

CAREFUL = all_passing(LIVESTREAM, "agency that operates rooms", ["r1", "r2"])
ROOMS = tuple(room.name for room in CAREFUL.rooms)
AT = ("--as-of", "2026-11-29")


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Those of an agency that says it does everything right."""
    return save(tmp_path / "自查.yaml", CAREFUL, LIVESTREAM)


@pytest.fixture
def planted(tmp_path: Path) -> Planted:
    return records.agency(tmp_path, rooms=ROOMS)


def failing(answers: Path) -> list[dict[str, str]]:
    text = answers.with_name("自查.记录核对.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def finding(checklist: Run, answers: Path, id: str) -> dict[str, Any]:
    data = json.loads(checklist("check", answers, "--format", "json", *AT).out)
    return next(each for each in data["findings"] if each["obligation"] == id)


def test_every_fault_is_listed_with_file_row_and_days(
    checklist: Run, answers: Path, planted: Planted
) -> None:
    ran = checklist("records", answers, *planted.files, *AT)
    assert ran.code == 1
    listed = failing(answers)
    assert len(listed) == planted.faults.total()
    early = next(each for each in listed if each["问题"] == "到期太早")
    assert all(
        early[column] for column in ("文件", "行", "场次", "起算日", "应保存至", "实际保存至")
    )
    assert early["起算日"] < early["实际保存至"] < early["应保存至"]
    assert f"共{len(listed)}处" in ran.err
    assert "供参考：" in ran.err  # an agency is not bound to keep recordings by 第十六条


def test_a_record_form_is_no_list_and_keeps_nothing_else_from_being_checked(
    checklist: Run, answers: Path, planted: Planted
) -> None:
    folder = answers.with_name("样表")
    checklist("forms", "write", "correction-log", "--format", "xlsx", "-o", folder)
    (paper,) = folder.iterdir()
    ran = checklist("records", answers, *planted.files, paper, *AT)
    assert ran.code == 1
    assert f"{paper.name}：逐份填写的记录样表，不是一行一条的清单，没有核对；要核对的" in ran.out
    assert paper.name not in answers.with_name("自查.列对照.yaml").read_text(encoding="utf-8")
    alone = checklist("records", answers, paper, *AT)
    assert alone.code == 3
    assert "给出的都是逐份填写的记录样表" in alone.err


def test_records_beat_a_claim_and_it_is_told(
    checklist: Run, answers: Path, planted: Planted
) -> None:
    before = finding(checklist, answers, "art45-records")
    checklist("records", answers, *planted.files, *AT)
    after = finding(checklist, answers, "art45-records")
    assert (before["status"], after["status"]) == ("satisfied", "not_satisfied")
    assert [each["question"] for each in after["contradictions"]] == ["period"]
    assert "商家核验记录" in after["contradictions"][0]["note"]


def test_what_records_show_is_mended_by_a_new_check_of_them(
    checklist: Run, answers: Path, planted: Planted
) -> None:
    mend, page = "用 checklist records 再核对一次", answers.with_name("报告.md")
    checklist("report", answers, "-o", page, *AT)
    assert mend not in page.read_text(encoding="utf-8")
    page.unlink()
    checklist("records", answers, *planted.files, *AT)
    checklist("report", answers, "-o", page, *AT)
    assert mend in page.read_text(encoding="utf-8")
    register = answers.with_name("台账.csv")
    checklist("report", answers, "-o", register, *AT)
    rows = [*csv.reader(register.read_text(encoding="utf-8-sig").splitlines())]
    row = next(row for row in rows if any("art45-records/period" in cell for cell in row))
    assert any(mend in cell for cell in row)
    sheet = answers.with_name("台账.xlsx")
    checklist("report", answers, "-o", sheet, *AT)
    type_into(sheet, "art45-records/period", 整改完成之日="2026-11-20")
    ran = checklist("remediation", "import", sheet, answers, "--yes")
    assert ran.code == 3
    assert mend in ran.err
    assert "checklist ask" not in ran.err


@pytest.mark.slow
def test_compare_says_that_the_records_changed_and_not_the_answer(
    checklist: Run, answers: Path, planted: Planted, tmp_path: Path
) -> None:
    before, after = tmp_path / "前.html", tmp_path / "后.html"
    checklist("report", answers, "-o", before, *AT)
    checklist("records", answers, *planted.files, *AT)
    checklist("report", answers, "-o", after, *AT)
    told = checklist("compare", before, after).out
    assert "记录核对的结果变了" in told.replace("\n", "").replace(" ", "")
    assert "作答变了" not in told


def test_the_page_says_once_which_law_goes_first(
    checklist: Run, answers: Path, planted: Planted, tmp_path: Path
) -> None:
    checklist("records", answers, *planted.files, *AT)
    checklist("report", answers, "-o", tmp_path / "报告.html", *AT)
    page = (tmp_path / "报告.html").read_text(encoding="utf-8")
    assert "没有规定的，" in page
    assert "没有规定的：" not in page


def test_nothing_wrong_leaves_with_zero_and_changes_no_finding(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    said = checklist("check", answers, "--format", "json", *AT).out
    rows = [
        ("商家名称", "核验日期", "直播结束时间", "保存至"),
        ("甲", "2026-05-01", "2026-06-18", "长期"),
    ]
    ran = checklist("records", answers, written(tmp_path / "核验.csv", rows), *AT)
    assert ran.code == 0
    assert "抽查" in ran.err
    assert failing(answers) == []
    statuses = [
        [
            (each["obligation"], each["subject"], each["status"])
            for each in json.loads(text)["findings"]
        ]
        for text in (said, checklist("check", answers, "--format", "json", *AT).out)
    ]
    assert statuses[0] == statuses[1]


def test_a_table_that_is_not_recognised_is_written_down_to_be_filled_in(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    path = written(tmp_path / "台账.csv", [("甲", "乙", "丙"), ("LS1", "2026-06-18", "2026-07-01")])
    ran = checklist("records", answers, path, *AT)
    assert ran.code == 3
    assert not answers.with_name("自查.记录.json").exists()
    kept = answers.with_name("自查.列对照.yaml")
    text = kept.read_text(encoding="utf-8").replace("类别:\n", "类别: 纠错记录\n")
    kept.write_text(
        text.replace("列: {}", '列: { 场次号: "甲", 结束时间: "乙", 保存至: "丙" }'),
        encoding="utf-8",
    )
    ran = checklist("records", answers, path, *AT)
    assert ran.code == 1
    assert [each["问题"] for each in failing(answers)] == ["到期太早"]


def test_rooms_outside_the_list_keep_a_check_from_being_one_of_all(
    checklist: Run, answers: Path, planted: Planted
) -> None:
    said = load(answers, LIVESTREAM)
    save(answers, replace(said, rooms=said.rooms[:1]), LIVESTREAM)
    ran = checklist("records", answers, *planted.files, *AT)
    told = [line for line in ran.err.splitlines() if line.startswith("没有发现问题")]
    assert any("只就名单里的直播间；名单以外的" in line for line in told)
    assert any("名单里漏了才补进去，别人的不用" in line for line in told)
    assert not any("（全部）" in line and "回放" in line for line in told)


def test_a_table_that_is_left_out_after_all_is_not_asked_about_again(
    checklist: Run, answers: Path, planted: Planted, tmp_path: Path
) -> None:
    strange = written(tmp_path / "别的.csv", [("甲", "乙"), ("1", "2")])
    assert checklist("records", answers, planted.files[0], strange, *AT).code == 3
    ran = checklist("records", answers, planted.files[0], *AT)
    assert "不在名单里" in ran.out
    assert answers.with_name("自查.记录.json").exists()


def test_the_same_files_are_understood_the_same_again(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    files = records.brand(tmp_path).files
    first, again = (checklist("records", answers, *files, *AT) for _ in range(2))
    assert "回放：读了" in first.out
    assert (first.out, first.err) == (again.out, again.err)


def test_what_was_corrected_of_another_table_is_not_lost(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    first = written(
        tmp_path / "a.csv", [("纠错时间", "直播结束", "截止"), ("", "2026-06-18", "长期")]
    )
    second = written(tmp_path / "b.csv", [("纠错时间", "直播结束"), ("", "2026-06-18")])
    kept = answers.with_name("自查.列对照.yaml")
    mine = '- 文件: "a.csv"\n  类别: 纠错记录\n  列: { 结束时间: "直播结束", 保存至: "截止" }\n'
    kept.write_text(mine, encoding="utf-8")
    checklist("records", answers, second, *AT)
    assert mine in kept.read_text(encoding="utf-8")
    checklist("records", answers, first, *AT)
    assert '保存至: "截止"' in kept.read_text(encoding="utf-8")


def test_a_check_of_another_period_is_not_used_and_that_is_said(
    checklist: Run, answers: Path, planted: Planted
) -> None:
    checklist("records", answers, *planted.files, *AT)
    said = load(answers, LIVESTREAM)
    renamed = replace(said.rooms[0], name="改了名")
    save(answers, replace(said, rooms=(renamed, *said.rooms[1:])), LIVESTREAM)
    ran = checklist("check", answers, *AT)
    assert "没有用它" in ran.err
    assert finding(checklist, answers, "art45-records")["status"] == "satisfied"
    told = "已失效，没有用它：记录核对以后，直播间名单变了。再运行一次 checklist records。"
    assert told in ran.out.replace("\n", "").replace("　", "")
    data = json.loads(checklist("check", answers, "--format", "json", *AT).out)
    assert [each["check"] for each in data["unused_checks"]] == ["records"]
    assert "checks" not in data
    for name in ("自查.html", "自查.md"):
        target = answers.with_name(name)
        checklist("report", answers, "-o", target, *AT)
        assert told in target.read_text(encoding="utf-8").replace("\\", "")
    ran = checklist("summary", answers.parent, "-o", answers.parent / "汇总.html", *AT)
    assert told in ran.err
    assert told in (answers.parent / "汇总.html").read_text(encoding="utf-8")
    # Fewer rooms are in the list: what no longer counts is replaced all the same, and that is told.
    ran = checklist("records", answers, *planted.files, *AT)
    assert "已经替换，前后的数目记进了修改历史" in ran.err
    assert "没有用它" not in checklist("check", answers, *AT).err


@pytest.mark.parametrize(
    "data", [b"", b"{", b'{"format": "checklist-records-2"}', b"\xff", b"[]", b"{}"]
)
def test_a_kept_check_that_is_damaged_is_refused(
    data: bytes, checklist: Run, answers: Path
) -> None:
    answers.with_name("自查.记录.json").write_bytes(data)
    ran = checklist("check", answers)
    assert ran.code == 3
    assert "记录.json" in ran.err


@pytest.mark.slow
def test_a_bundle_takes_the_check_along_so_that_its_page_can_be_verified(
    checklist: Run, answers: Path, planted: Planted, tmp_path: Path
) -> None:
    checklist("records", answers, *planted.files, *AT)
    packed, folder = tmp_path / "自查.zip", tmp_path / "解开"
    assert checklist("bundle", answers, "-o", packed).code == 0
    opened = checklist("bundle", "open", packed, "-o", folder)
    assert opened.code == 0, opened.err
    assert (folder / "自查.记录.json").read_bytes() == answers.with_name(
        "自查.记录.json"
    ).read_bytes()
    (folder / "自查.记录.json").unlink()
    ran = checklist("report", "verify", folder / "自查.html", folder / "自查.yaml")
    assert ran.code == 1
    assert "记录核对变了" in ran.out
    assert "重算了摘要" not in ran.out


def test_a_sitting_says_that_its_conclusion_leaves_the_records_out(
    checklist: Run, answers: Path, planted: Planted
) -> None:
    told = "记录核对的结果没有算进上面的结论"
    assert told not in checklist("ask", answers, typed="\n" * 9).out
    checklist("records", answers, *planted.files, *AT)
    assert told in checklist("ask", answers, typed="\n" * 9).out


def test_hostile_cells_become_no_formula_and_no_control_character(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    rows = [
        ("商家名称", "核验日期", "直播结束时间", "场次号", "保存至"),
        ("甲", "2026-05-01", "2026-06-18", "=HYPERLINK(\x1b[2J)", "2026-07-01"),
    ]
    ran = checklist("records", answers, written(tmp_path / "核验.csv", rows), *AT)
    assert "\x1b" not in ran.out + ran.err
    assert failing(answers)[0]["场次"].startswith("'=")


def test_a_list_from_before_tells_what_was_deleted_since(
    checklist: Run, answers: Path, planted: Planted, tmp_path: Path
) -> None:
    sessions, replays, *_ = planted.files
    lines = replays.read_text(encoding="utf-8-sig").splitlines()
    now = tmp_path / "现在.csv"
    now.write_text("\n".join([lines[0], *lines[2:]]), encoding="utf-8")
    ran = checklist("records", answers, sessions, now, "--earlier", replays, *AT)
    assert "旧清单里有、现在没有的1段，已经删除" in ran.out.replace("\n", "")
    (gone, *_) = [each for each in failing(answers) if each["文件"].startswith("旧清单")]
    assert (gone["问题"], gone["文件"], gone["行"]) == ("已经删除", "旧清单 回放.csv", "2")
    ran = checklist("records", answers, sessions, now, "--earlier", sessions, *AT)
    assert ran.code == 3
    assert "不是回放的清单" in ran.err
    ran = checklist("records", answers, sessions, "--earlier", replays, *AT)
    assert "没有给现在的" in ran.err


# --- platforms -----------------------------------------------------------------------------------


def test_a_platform_is_told_of_the_rooms_of_others_and_of_what_its_orders_lack(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    operator = all_passing(LIVESTREAM, "platform", ["r1"])
    operator = replace(operator, rooms=(replace(operator.rooms[0], name=records.ROOMS[0]),))
    save(answers, operator, LIVESTREAM)
    planted = records.platform(tmp_path, orders=2_000)
    ran = checklist("records", answers, *planted.files, *AT)
    assert ran.code == 1
    assert len(failing(answers)) == planted.told().total()
    out = ran.out.replace("\n", "")
    assert "名单以外的回放：要保存的有120场" in out
    assert "行是合计、小计，不算" in out
    judged = finding(checklist, answers, "art16-retention")
    notes = [each["note"] for each in judged["contradictions"]]
    assert any("没有支付记录" in note for note in notes)
    checklist("report", answers, "-o", tmp_path / "报告.html", *AT)
    assert "名单以外的回放" in (tmp_path / "报告.html").read_text(encoding="utf-8")


def test_rooms_of_others_alone_are_enough_to_leave_with_one(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    operator = all_passing(LIVESTREAM, "platform", ["r1"])
    save(answers, operator, LIVESTREAM)
    listed = [("直播场次", "直播间", "下播时间"), ("LS000001", "别家", "2026-06-18 22:00")]
    replays = [("文件名", "保存至"), ("LS000001.mp4", "2027-06-18")]
    files = (written(tmp_path / "场.csv", listed), written(tmp_path / "回放.csv", replays))
    ran = checklist("records", answers, *files, *AT)
    assert ran.code == 1
    assert [each["直播间"] for each in failing(answers)] == ["别家"]


def test_a_platform_whose_broadcasts_may_have_sold_nothing_has_an_open_question(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    save(answers, all_passing(LIVESTREAM, "platform", ["r1"]), LIVESTREAM)
    files = records.files_with_orders(tmp_path)
    ran = checklist("records", answers, *files[:2], *AT)
    told = ran.err.replace("\n", "")
    assert "没有给能对上场次的订单，看不出有没有成交，待确认" in told
    assert "不符合：" not in told
    assert finding(checklist, answers, "art16-retention")["status"] == "undetermined"
    checklist("report", answers, "-o", tmp_path / "报告.html", *AT)
    page = (tmp_path / "报告.html").read_text(encoding="utf-8")
    assert "没有给能对上场次的订单，看不出有没有成交，待确认" in page
    assert "按记录还不能断定" in page
    ran = checklist("records", answers, *files, *AT)
    assert ran.code == 1
    assert "其中没有成交的场次：1场没有回放、1场到期太早" in ran.out.replace("\n", "")
    assert finding(checklist, answers, "art16-retention")["status"] == "not_satisfied"
    why = {each["场次"]: each["说明"] for each in failing(answers)}
    assert why["LS000003"] == "给出的订单里没有这一场成交的"


def test_a_platform_whose_recordings_cannot_be_read_has_an_open_question(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    save(answers, all_passing(LIVESTREAM, "platform", ["r1"]), LIVESTREAM)
    listed = [("直播场次", "下播时间"), ("LS000001", "2026-06-18 22:00")]
    replays = [("场次号", "文件名", "保存至"), ("LS000001", "a.mp4", "三年后")]
    orders = [("订单号", "场次号", "交易完成时间"), ("1", "LS000001", "2026-06-20")]
    files = (
        written(tmp_path / "场.csv", listed),
        written(tmp_path / "回放.csv", replays),
        written(tmp_path / "订单.csv", orders),
    )
    ran = checklist("records", answers, *files, *AT)
    assert ran.code == 1
    assert "× 看不出有没有 1场" in ran.out
    assert "没有回放" not in ran.out
    told = ran.err.replace("\n", "")
    assert "1场中1场看不出有没有；另有1行读不出；读不出的行里写着什么看不出，待确认" in told
    assert finding(checklist, answers, "art16-retention")["status"] == "undetermined"


def test_orders_that_a_merchant_exported_show_nothing_of_transaction_information(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    rows = [("订单号", "交易完成时间", "保存至", "支付单号"), ("1", "2026-06-18", "长期", "")]
    ran = checklist("records", answers, written(tmp_path / "单.csv", rows), *AT)
    assert ran.code == 0
    assert "9类交易信息是不是都在，商家导出的订单看不出" in ran.err.replace("\n", "")


# --- a second check ------------------------------------------------------------------------------


@pytest.fixture
def platform(tmp_path: Path) -> Path:
    """The answers of a platform that says it keeps everything."""
    return save(tmp_path / "自查.yaml", all_passing(LIVESTREAM, "platform", ["r1"]), LIVESTREAM)


def status(checklist: Run, answers: Path) -> str:
    return str(finding(checklist, answers, "art16-retention")["status"])


def test_a_check_of_fewer_files_takes_no_finding_away(
    checklist: Run, platform: Path, tmp_path: Path
) -> None:
    sessions, replays, orders = files = records.files_with_orders(tmp_path)
    assert checklist("records", platform, *files, *AT).code == 1
    assert status(checklist, platform) == "not_satisfied"
    kept = platform.with_name("自查.记录.json"), platform.with_name("自查.记录核对.csv")
    before = [path.read_bytes() for path in kept]
    empty = written(tmp_path / "空场次.csv", [("直播场次", "直播间", "开播时间", "下播时间")])
    for given in (
        (sessions,),
        (replays,),
        (sessions, replays),
        (orders,),
        (empty, replays, orders),
    ):
        for more in ((), ("--yes",)):
            ran = checklist("records", platform, *given, *more, *AT)
            assert ran.code == 4, given
            assert "没有替换：上次的结果照旧算数" in ran.err.replace("\n", "")
            assert [path.read_bytes() for path in kept] == before
    assert status(checklist, platform) == "not_satisfied"
    told = checklist("records", platform, sessions, *AT).err.replace("\n", "")
    assert "回放没有给出（上次 回放.csv：要保存的3场、没有回放1场、到期太早2场）" in told
    told = checklist("records", platform, sessions, replays, *AT).err.replace("\n", "")
    assert "回放：有成交的到期太早上次1场，这次0场" in told


def test_what_is_mended_is_replaced_where_that_is_said_and_the_history_tells(
    checklist: Run, platform: Path, tmp_path: Path
) -> None:
    sessions, replays, orders = records.files_with_orders(tmp_path)
    checklist("records", platform, sessions, replays, orders, *AT)
    rows = [("文件名", "保存至"), *((f"LS00000{at}.mp4", "长期") for at in (1, 2, 3))]
    mended = written(tmp_path / "新回放.csv", rows)
    ran = checklist("records", platform, sessions, mended, orders, *AT)
    assert ran.code == 4
    assert "回放：没有回放上次1场，这次0场" in ran.err.replace("\n", "")
    ran = checklist("records", platform, sessions, mended, orders, "--replace", *AT)
    assert ran.code == 0
    assert status(checklist, platform) == "satisfied"
    told = checklist("history", platform).out.replace("\n", "").replace(" ", "")
    assert "记录核对" in told
    assert "回放：要保存的3场、没有回放1场、到期太早2场→要保存的3场" in told
    assert "订单：没有给出→要保存的1笔" in told


def test_the_same_or_more_replaces_without_being_asked(
    checklist: Run, platform: Path, tmp_path: Path
) -> None:
    sessions, replays, orders = records.files_with_orders(tmp_path)
    for files in ((sessions,), (sessions, replays), (sessions, replays, orders)):
        for _ in range(2):
            assert "没有替换" not in checklist("records", platform, *files, *AT).err
    lines = platform.with_name("自查.历史.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3
    assert status(checklist, platform) == "not_satisfied"


def test_orders_of_a_platform_without_any_such_column_are_not_called_a_merchants(
    checklist: Run, platform: Path, tmp_path: Path
) -> None:
    rows = [("订单号", "交易完成时间", "保存至"), ("1", "2026-06-18", "长期")]
    ran = checklist("records", platform, written(tmp_path / "单.csv", rows), *AT)
    assert ran.code == 0
    assert "商家导出的" not in ran.err


def test_orders_without_a_column_do_not_replace_those_that_had_it_empty(
    checklist: Run, platform: Path, tmp_path: Path
) -> None:
    rows = [("订单号", "交易完成时间", "保存至", "售后"), ("1", "2026-06-18", "长期", "")]
    checklist("records", platform, written(tmp_path / "单.csv", rows), *AT)
    without = written(tmp_path / "少一列.csv", [row[:3] for row in rows])
    ran = checklist("records", platform, without, *AT)
    assert ran.code == 4
    assert "订单：没有售后上次1笔，这次0笔" in ran.err.replace("\n", "")


def test_the_history_of_records_is_in_no_way_of_what_is_restored(
    checklist: Run, platform: Path, tmp_path: Path
) -> None:
    answers = load(platform, LIVESTREAM)
    checklist("records", platform, records.files_with_orders(tmp_path)[0], *AT)
    ran = checklist("history", platform, "--restore", "1")
    assert ran.code == 2
    assert "记录核对的不能恢复" in ran.err
    assert "补记" not in checklist("ask", platform, typed="\n" * 9).out
    assert load(platform, LIVESTREAM).answers == answers.answers


# --- what was taken for what ---------------------------------------------------------------------


def test_what_is_not_read_of_a_table_is_named(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    rows = [
        ("商家名称", "核验日期", "直播结束时间", "保存至", "备注", "保存至", " "),
        ("甲", "2026-05-01", "2026-06-18", "长期", "已删除", "2026-07-01", ""),
    ]
    ran = checklist("records", answers, written(tmp_path / "核验.csv", rows), *AT)
    assert "；没有读的列：商家名称、备注、保存至（同名的另一列））" in ran.out.replace("\n", "")


def test_a_table_that_lacks_something_says_under_which_name_it_is_written(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    path = written(tmp_path / "单.csv", [("订单号", "成交时间"), ("1", "2026-06-18")])
    ran = checklist("records", answers, path, *AT)
    assert ran.code == 3
    assert "单.csv：像订单，缺少结束时间（订单的写交易完成的时间）" in ran.out
    kept = answers.with_name("自查.列对照.yaml")
    text = kept.read_text(encoding="utf-8")
    assert "# 下面这张表像订单，“列”里缺少结束时间" in text
    made = text.replace('编号: "订单号"', '编号: "订单号", 生成时间: "成交时间"')
    kept.write_text(made, encoding="utf-8")
    ran = checklist("records", answers, path, *AT)
    assert "在“列”里补上结束时间（订单的写交易完成的时间）" in ran.err.replace("\n", "")
    kept.write_text(made.replace("生成时间: ", "结束时间: "), encoding="utf-8")
    assert checklist("records", answers, path, *AT).code == 0


def sheets(path: Path, **rows: Sequence[Sequence[str]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, of_sheet in rows.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(of_sheet):
                sheet.write_row(at, 0, row)
    return path


def test_a_sheet_that_is_no_record_is_left_out_and_what_is_written_of_another_stays(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    log = [("核", "播完", "留到"), ("2026-05-01", "2026-06-18", "长期")]
    path = sheets(tmp_path / "核验.xlsx", 登记=log, 说明=[("怎样填写",), ("逐行填",)])
    assert checklist("records", answers, path, *AT).code == 3
    kept = answers.with_name("自查.列对照.yaml")
    one = '- 文件: "核验.xlsx"\n  表: "登记"\n  类别: 商家核验记录\n'
    one += '  列: { 生成时间: "核", 结束时间: "播完", 保存至: "留到" }\n'
    kept.write_text(f"{one}- 文件: 核验.xlsx\n  表: 说明\n  类别: 不核对\n", encoding="utf-8")
    ran = checklist("records", answers, path, *AT)
    assert ran.code == 0
    assert "核验.xlsx 的“说明”表：不核对" in ran.out
    text = kept.read_text(encoding="utf-8")
    assert '  表: "说明"\n  类别: 不核对\n' in text
    assert checklist("records", answers, path, *AT).code == 0
    sheets(path, 登记=log)
    assert checklist("records", answers, path, *AT).code == 0
    kept.write_text(one, encoding="utf-8")
    sheets(path, 改了名=log)  # of a file with one sheet it does not matter how it is called
    assert checklist("records", answers, path, *AT).code == 0
    sheets(path, 改了名=log, 又一张=log)
    assert checklist("records", answers, path, *AT).code == 3


def test_nothing_is_checked_where_every_table_is_left_out(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    path = written(tmp_path / "单.csv", [("订单号", "交易完成时间"), ("1", "2026-06-18")])
    kept = answers.with_name("自查.列对照.yaml")
    kept.write_text("- 文件: 单.csv\n  类别: 不核对\n", encoding="utf-8")
    ran = checklist("records", answers, path, *AT)
    assert ran.code == 3
    assert "没有要核对的表" in ran.err


# --- engines -------------------------------------------------------------------------------------

EXTRA = is_installed()


@pytest.mark.skipif(not EXTRA, reason="the extra “records” is not installed")
def test_what_is_kept_and_listed_is_the_same_by_every_engine(
    checklist: Run, answers: Path, planted: Planted
) -> None:
    kept = []
    for engine in ("python", "duckdb"):
        ran = checklist("records", answers, *planted.files, *AT, "--engine", engine)
        assert ran.code == 1
        listed = sorted(map(str, failing(answers)))
        kept.append((answers.with_name("自查.记录.json").read_bytes(), listed, ran.out))
    assert kept[0] == kept[1]


@pytest.mark.skipif(not EXTRA, reason="the extra “records” is not installed")
def test_parquet_is_read_without_being_asked(checklist: Run, answers: Path, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = {
        "订单号": ["1", "2"],
        "交易完成时间": [NOW, NOW],
        "保存至": ["2029-11-29", "2027-01-01"],
    }
    for part in ("a.parquet", "b.parquet"):
        pq.write_table(pa.table(rows), tmp_path / part)
        rows["订单号"] = ["3", "4"]
    ran = checklist("records", answers, tmp_path / "*.parquet", *AT)
    assert [(each["文件"], each["行"]) for each in failing(answers)] == [
        ("a.parquet", "2"),
        ("b.parquet", "2"),
    ]
    assert "订单：读了4行" in ran.out


@pytest.mark.skipif(EXTRA, reason="the extra “records” is installed")
@pytest.mark.parametrize("given", [("订单.parquet",), ("订单.csv", "--engine", "duckdb")])
def test_where_the_extra_is_missing_it_is_told_how_to_get_it(
    checklist: Run, answers: Path, tmp_path: Path, given: tuple[str, ...]
) -> None:
    rows = [("订单号", "交易完成时间"), ("1", "2026-06-18")]
    path = written(tmp_path / given[0], rows)
    ran = checklist("records", answers, path, *given[1:], *AT)
    assert ran.code in (2, 3)
    assert 'pip install ".[records]"' in ran.err


def test_an_engine_that_is_none_is_refused(checklist: Run, answers: Path, tmp_path: Path) -> None:
    rows = [("订单号", "交易完成时间"), ("1", "2026-06-18")]
    ran = checklist("records", answers, written(tmp_path / "单.csv", rows), "--engine", "oracle")
    assert ran.code == 2
    assert "local[*]" in ran.err


def test_what_was_not_read_is_told_beside_what_was(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    path = tmp_path / "核验.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("登记")
        sheet.write_row(0, 0, ["商家名称", "核验日期", "直播结束时间", "保存至"])
        sheet.write_row(1, 0, ["甲", "2026-05-01", "2026-06-18", "长期"])
        sheet.write_comment("B2", "电话核过")
    ran = checklist("records", answers, path, *AT)
    assert "核验.xlsx 里没有读入的：批注（登记!B2）" in ran.err.replace("\n", "")
