"""What an import refuses: each cell by its address with a way to mend it, and all in one go."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Evidence, Mark
from checklist.assessment.recheck import CARRIED
from checklist.errors import UnreadableFile
from checklist.law.model import Rulebook
from checklist.law.periods import Period
from checklist.sheets.changes import CUT, Take
from checklist.sheets.package import MOST_UNPACKED
from checklist.sheets.register import csv_file, xlsx
from checklist.sheets.register.columns import CODE, ID
from tests.given.law import reissued
from tests.remediation.registers import (
    AGENCY,
    FALSE_CLAIMS,
    PROMPT,
    REVIEWED,
    RULEBOOK,
    address,
    column,
    fill,
    having,
    imported,
    judged,
    said,
    saved,
    sharing,
    written,
)
from tests.report.test_remedied import PAST


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return written(tmp_path / "整改台账.xlsx")


def refused(
    path: Path, assessment: Assessment = AGENCY, rulebook: Rulebook = RULEBOOK
) -> list[tuple[str, str]]:
    """What is refused, and how to mend it."""
    with pytest.raises(UnreadableFile) as error:
        imported(path, assessment, rulebook)
    assert all(one.where is not None and one.where.file == path for one in error.value.complaints)
    return [(one.what, one.mend) for one in error.value.complaints]


@pytest.mark.parametrize(
    ("heading", "typed", "what", "mend"),
    [
        ("完成时限", "月底", "没有看懂“月底”", "例如 2026-12-31"),
        ("完成时限", "2026-02-30", "日历上没有“2026-02-30”这一天", "例如 2026-12-31"),
        ("完成时限", "26-12-31", "“26-12-31”的年份不对", "例如 2026-12-31"),
        ("完成时限", "12/15/2026", "“12/15/2026”的年份要写在最前面", "例如 2026-12-31"),
        ("完成时限", 46387, "没有看懂“46387”", "例如 2026-12-31"),
        ("完成时限", "3月5日前", "“3月5日前”没有写年份", "加上年份，例如 2026-03-05"),
        ("责任人", "钱姐 12月4日", "责任人里有别的内容", "日期写到“完成时限”"),
        ("整改完成之日", "2026-03-01", "这道题问的不是自查期间里的事", "用 checklist ask 重新作答"),
        ("销号日期", "昨天", "没有看懂“昨天”", "例如 2026-12-31"),
        ("销号日期", "2026-11-23", "在今天（2026-11-22）以后", "写实际验收的日期"),
        ("进度", "完成", "没有看懂进度“完成”", "未启动、进行中、待验收、已验收"),
        ("进度", "无", "没有看懂进度“无”", "未启动、进行中、待验收、已验收"),
        ("责任人", "名" * 101, "超过 100 个字", "写责任人的名称"),
        ("佐证", "长" * 501, "一件佐证超过 500 个字", "一行写一件"),
        ("佐证", "\n".join(map(str, range(201))), "佐证超过 200 件", "清单"),
        ("备注", "长" * 30_001, "超过 30000 个字", "写短些"),
        ("备注", f"改了{CUT}", "没有写全", "到答案文件里去改"),
        ("责任人", "=A1", "是公式，台账里不能有公式", "直接写文字"),
        ("备注", '=HYPERLINK("http://evil.example","x")', "是公式", "直接写文字"),
        (ID, "=A1", "是公式", "不能改"),
    ],
)
def test_what_is_not_understood_is_refused_by_its_cell(
    register: Path, heading: str, typed: object, what: str, mend: str
) -> None:
    place = fill(register, FALSE_CLAIMS, **{heading: typed})
    ((told, way),) = refused(register)
    assert told.startswith(f"{place} ")
    assert what in told
    assert mend in way


def test_every_bad_cell_is_told_at_once(register: Path) -> None:
    places = [
        fill(register, FALSE_CLAIMS, 完成时限="月底"),
        fill(register, FALSE_CLAIMS, 进度="好了"),
        fill(register, REVIEWED, 销号日期="昨天"),
    ]
    assert sorted(what.partition(" ")[0] for what, _ in refused(register)) == sorted(places)


def test_a_formula_hides_no_other_mistake(register: Path) -> None:
    places = [
        fill(register, FALSE_CLAIMS, 责任人="=A1"),
        fill(register, FALSE_CLAIMS, 完成时限="月底"),
        fill(register, REVIEWED, 进度="好了"),
        fill(register, PROMPT, **{ID: "art99/none"}),
    ]
    assert sorted(what.partition(" ")[0] for what, _ in refused(register)) == sorted(places)


def test_an_error_of_the_spreadsheet_is_refused(register: Path) -> None:
    book = openpyxl.load_workbook(register)
    cell = book[xlsx.REGISTER][address(book[xlsx.REGISTER], FALSE_CLAIMS, "责任人")]
    cell.value, cell.data_type = "#REF!", "e"
    ((told, _),) = refused(saved(book, register))
    assert "错误值" in told


def test_a_row_that_stands_twice_is_refused(register: Path) -> None:
    book = openpyxl.load_workbook(register)
    page = book[xlsx.REGISTER]
    first = page.max_row
    page.append([cell.value for cell in page[first]])
    ((told, mend),) = refused(saved(book, register))
    assert told.startswith(f"{xlsx.REGISTER}!Q{first + 1} 和 {xlsx.REGISTER}!Q{first} 是同一行")
    assert mend == "留下对的一行，另一行整行删掉"


def test_copies_of_the_sheet_that_say_different_things_are_refused(register: Path) -> None:
    book = openpyxl.load_workbook(register)
    other = book.copy_worksheet(book[xlsx.REGISTER])
    place = address(other, FALSE_CLAIMS, "责任人")
    book[xlsx.REGISTER][place].value, other[place].value = "张三", "王五"
    ((told, _),) = refused(saved(book, register))
    assert told.startswith(f"{other.title}!{place} 和 {xlsx.REGISTER}!{place} 记在同一个答复上")
    assert told.endswith("“王五”与“张三”")


@pytest.mark.parametrize(
    "cells",
    [{CODE: None}, {ID: None}, {CODE: "1:ab:sample:2026.1"}, {ID: "art30/reviewed"}],
)
def test_a_row_that_lost_what_it_is_known_by_is_refused(
    register: Path, cells: dict[str, object]
) -> None:
    fill(register, FALSE_CLAIMS, 责任人="张三")
    fill(register, FALSE_CLAIMS, **cells)
    told, mend = refused(register)[-1]
    assert f"{xlsx.REGISTER}!Q" in told
    assert "不成对" in told
    assert "贴回来" in mend


def test_a_question_the_rulebook_has_no_more_is_refused(register: Path) -> None:
    place = fill(register, REVIEWED, 责任人="张三")
    others = tuple(one for one in RULEBOOK.obligations if one.id != "art30")
    newer = reissued(RULEBOOK, edition="2027.1", obligations=others)
    ((told, mend),) = refused(register, AGENCY, newer)
    assert told == f"{place} 规则册里已经没有这一行的题（{REVIEWED}）"
    assert "改回原样" in mend


def test_the_register_of_somebody_else_is_refused(register: Path) -> None:
    other = replace(AGENCY.respondent, name="别的公司", credit_code="91330100MA0000001X")
    ((told, mend),) = refused(register, replace(AGENCY, respondent=other))
    assert "这份台账不是“别的公司”的" in told
    assert "拿错了文件" in mend


def test_the_register_of_another_rulebook_is_refused(register: Path) -> None:
    ((told, mend),) = refused(register, AGENCY, reissued(RULEBOOK, id="another"))
    assert "按另一部规则册（sample）写出，不是 another" in told
    assert "--rules" in mend


def test_a_heading_that_stands_twice_is_refused(register: Path) -> None:
    book = openpyxl.load_workbook(register)
    page = book[xlsx.REGISTER]
    page.cell(xlsx.HEADING_ROW + 1, page.max_column + 1).value = "备注"
    ((told, _),) = refused(saved(book, register))
    assert told == f"{xlsx.REGISTER}!S3 表头“备注”出现了两次，不知道该读哪一列"


def test_progress_of_an_answer_that_is_not_confirmed_is_refused(tmp_path: Path) -> None:
    carried = having(FALSE_CLAIMS, state=CARRIED)
    path = written(tmp_path / "台账.xlsx", judged(carried))
    place = fill(path, FALSE_CLAIMS, 责任人="张三", 进度="已验收")
    ((told, mend),) = refused(path, carried)
    assert told == f"{place} 这道题的答复是上次自查留下的，还没有确认，不能记进度"
    assert "checklist ask" in mend
    fill(path, FALSE_CLAIMS, 进度="未启动")
    assert imported(path, carried).assessment == having(FALSE_CLAIMS, carried, owner="张三")


class TestConflicts:
    """Changed in the register and, differently, in the answers."""

    @pytest.mark.parametrize(
        ("heading", "typed", "field", "now", "shown"),
        [
            ("责任人", "张三", "owner", "王五", "王五"),
            ("进度", "已验收", "state", "进行中", "进行中"),
            ("整改措施", "下架", "measures", "培训", "培训"),
            ("备注", "甲", "note", "乙", "乙"),
        ],
    )
    def test_both_sides_are_told_and_nothing_is_decided(
        self, register: Path, heading: str, typed: str, field: str, now: str, shown: str
    ) -> None:
        place = fill(register, FALSE_CLAIMS, **{heading: typed})
        file = having(FALSE_CLAIMS, AGENCY, **{field: now})
        outcome = imported(register, file)
        assert outcome.assessment == file
        assert not outcome.changes
        (conflict,) = outcome.conflicts
        assert (conflict.place, conflict.before, conflict.after) == (place, shown, typed)
        taken = imported(register, file, take=Take.SHEET).assessment
        assert taken == having(FALSE_CLAIMS, file, **{field: typed})
        kept = imported(register, file, take=Take.FILE)
        assert kept.assessment == file
        assert kept.remarks == (f"{place} 两边都改过，以答案文件为准，仍是“{shown}”",)

    def test_the_same_change_on_both_sides_is_none(self, register: Path) -> None:
        fill(register, FALSE_CLAIMS, 责任人="张三", 完成时限=datetime(2027, 1, 1))  # noqa: DTZ001
        file = having(FALSE_CLAIMS, owner="张三", due=datetime(2027, 1, 1).date())  # noqa: DTZ001
        outcome = imported(register, file)
        assert (outcome.changes, outcome.conflicts, outcome.assessment) == ((), (), file)

    def test_rows_of_one_shared_answer_that_disagree_name_both_cells(self, tmp_path: Path) -> None:
        path = written(tmp_path / "台账.xlsx", judged(AGENCY, sharing()))
        one = fill(path, REVIEWED, 责任人="张三")
        other = fill(path, "art31-review/reviewed", 责任人="王五")
        ((told, mend),) = refused(path, AGENCY, sharing())
        assert told == f"{other} 和 {one} 记在同一个答复上，写的却不一样：“王五”与“张三”"
        assert mend == "两格改成一样的，或者把不对的一格改回原样"

    @pytest.mark.parametrize("word", ["已验收", "待验收"])
    def test_rooms_of_one_question_have_one_progress(self, tmp_path: Path, word: str) -> None:
        answers = {
            **AGENCY.answers,
            "art31-records/kept": said(Mark.NO, exceptions={"r3": Mark.UNKNOWN}),
        }
        rooms = replace(AGENCY, answers=answers)
        path = written(tmp_path / "台账.xlsx", judged(rooms))
        one = fill(path, "art31-records/kept@r1,r2", 进度=word)
        ((told, mend),) = refused(path, rooms)
        other = address(
            openpyxl.load_workbook(path)[xlsx.REGISTER], "art31-records/kept@r3", "进度"
        )
        place = f"{xlsx.REGISTER}!{other}"
        assert told.startswith(f"{one} 写了“{word}”，同一道题别的直播间（{place}）没有写")
        assert mend.startswith(f"都做完了的，几格都写 {word}；没有的，写 进行中，")
        assert mend.endswith("做完的那几间写“整改完成之日”，各间可以不同")
        fill(path, "art31-records/kept@r3", 进度=word)
        assert imported(path, rooms).assessment == having("art31-records/kept", rooms, state=word)

    def test_one_room_under_way_is_the_question_under_way(self, tmp_path: Path) -> None:
        rooms = differing("art31-records/kept", said(Mark.NO, exceptions={"r3": Mark.UNKNOWN}))
        path = written(tmp_path / "台账.xlsx", judged(rooms))
        fill(path, "art31-records/kept@r3", 进度="进行中")
        under_way = having("art31-records/kept", rooms, state="进行中")
        assert imported(path, rooms).assessment == under_way

    def test_twins_of_one_room_need_not_both_be_filled(self, tmp_path: Path) -> None:
        rooms = differing(REVIEWED, said(Mark.YES, exceptions={"r3": Mark.NO}))
        path = written(tmp_path / "台账.xlsx", judged(rooms, sharing()))
        fill(path, "art31-review/reviewed@r3", 进度="已验收")
        done = having(REVIEWED, rooms, state="已验收")
        assert imported(path, rooms, sharing()).assessment == done


def differing(key: str, answer: Answer) -> Assessment:
    """The sample agency with another answer to one question."""
    return replace(AGENCY, answers={**AGENCY.answers, key: answer})


ODS = b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


class TestFiles:
    """What is no register, or must not be opened."""

    @pytest.mark.parametrize(
        ("name", "data", "what"),
        [
            ("台账.xlsx", b"not a zip", "这不是 .xlsx 文件"),
            ("台账.xls", b"\xd0\xcf\x11\xe0" * 200, "加了密码，或者是旧的 .xls"),
            ("台账.csv", b"PK\x03\x04\x00\x00", "这不是 CSV 文件"),
            ("台账.ods", ODS, "这是 OpenDocument 格式的文件（.ods），读不了"),
            ("台账.csv", b"\xff" * 64, "文字编码认不出"),
            ("台账.csv", "甲,乙\r\n".encode(), "没有找到整改台账"),
            ("台账.csv", b'"' + b"x" * 200_000, "CSV 文件读不下去"),
        ],
    )
    def test_what_is_no_register_is_refused(
        self, tmp_path: Path, name: str, data: bytes, what: str
    ) -> None:
        path = tmp_path / name
        path.write_bytes(data)
        ((told, _),) = refused(path)
        assert what in told

    def test_a_page_has_no_password_to_take_off(self, tmp_path: Path) -> None:
        path = tmp_path / "自查.html"
        path.write_bytes(b"<!DOCTYPE html>")
        ((_, mend),) = refused(path)
        assert "密码" not in mend

    def test_a_register_of_an_earlier_program_is_refused(self, register: Path) -> None:
        book = openpyxl.load_workbook(register)
        page = book[xlsx.REGISTER]
        page.delete_cols(column(page, "行标识"))
        ((told, mend),) = refused(saved(book, register))
        assert "“行标识”和“核对码”" in told
        assert "重新写一份" in mend

    @pytest.mark.slow
    def test_a_bomb_is_not_unpacked(self, tmp_path: Path) -> None:
        path = tmp_path / "台账.xlsx"
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("xl/worksheets/sheet1.xml", b"0" * (MOST_UNPACKED + 1))
        path.write_bytes(stream.getvalue())
        ((told, _),) = refused(path)
        assert "大得不像台账" in told

    def test_one_in_a_folder_that_cannot_be_read_is_told(self, register: Path) -> None:
        (register.parent / "张三.ods").write_bytes(ODS)
        with pytest.raises(UnreadableFile) as error:
            imported(register.parent)
        (complaint,) = error.value.complaints
        assert "（.ods），读不了" in complaint.what
        assert "另存为 .xlsx" in complaint.mend

    def test_a_sheet_without_end_is_refused(self, register: Path) -> None:
        book = openpyxl.load_workbook(register)
        book[xlsx.REGISTER].cell(1_000_000, 1).value = "x"
        ((told, _),) = refused(saved(book, register))
        assert "超过 100000 行" in told

    def test_a_broken_package_is_refused(self, register: Path) -> None:
        data = register.read_bytes()
        stream = BytesIO()
        with (
            zipfile.ZipFile(BytesIO(data)) as old,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for name in old.namelist():
                new.writestr(name, b"<broken" if "sheet1" in name else old.read(name))
        register.write_bytes(stream.getvalue())
        ((told, _),) = refused(register)
        assert "已经损坏" in told

    def test_a_csv_names_the_cell_too(self, tmp_path: Path) -> None:
        path = tmp_path / "台账.csv"
        told = csv_file.render(judged()).decode("utf-8-sig")
        path.write_text(told.replace("2026-12-31", "月底"), encoding="utf-8", newline="")
        ((what, _),) = refused(path)
        assert what.startswith("J2 ")


class TestDoneAndNotDone:
    """A day of completion and a progress, or an option, that say otherwise."""

    DAY = "整改完成之日"

    @pytest.fixture
    def past(self, tmp_path: Path) -> Path:
        return written(tmp_path / "台账.xlsx", judged(AGENCY, PAST))

    @pytest.mark.parametrize(("before", "state"), [(None, "进行中"), ("进行中", "未启动")])
    def test_what_is_done_is_neither_to_be_begun_nor_under_way(
        self, tmp_path: Path, before: str | None, state: str
    ) -> None:
        known = having(FALSE_CLAIMS, state=before)
        past = written(tmp_path / "台账.xlsx", judged(known, PAST))
        day = fill(past, FALSE_CLAIMS, **{self.DAY: "2026-06-01"})
        fill(past, FALSE_CLAIMS, 进度=state)
        ((told, mend),) = refused(past, known, PAST)
        assert f"进度是“{state}”，同一行却写了“{self.DAY}”（{day}）" in told
        assert mend.startswith("做完的，进度写 已验收（还没有验收的，待验收）；")
        for right in ("已验收", "待验收") if before else ("已验收", "待验收", ""):
            fill(past, FALSE_CLAIMS, 进度=right)
            outcome = imported(past, known, PAST)
            answer = outcome.assessment.answers[FALSE_CLAIMS]
            assert answer.remedied == {"": date(2026, 6, 1)}
            assert outcome.remarks == ()

    @pytest.mark.parametrize("closed", ["2026-05-31", "2026-06-01"])
    def test_what_is_closed_before_it_was_done_is_told(self, past: Path, closed: str) -> None:
        fill(past, FALSE_CLAIMS, **{self.DAY: "2026-06-01"}, 进度="已验收", 销号日期=closed)
        told = (
            "“自查期间出现过下列哪些情形？”的销号日期（2026-05-31）比整改完成之日（2026-06-01）还早"
        )
        remarks = imported(past, rulebook=PAST).remarks
        assert remarks == ((told,) if closed == "2026-05-31" else ())

    def test_a_progress_that_nobody_touched_does_not_speak_against_a_day(self, past: Path) -> None:
        day = fill(past, FALSE_CLAIMS, **{self.DAY: "2026-06-01"})
        outcome = imported(past, rulebook=PAST)
        answer = outcome.assessment.answers[FALSE_CLAIMS]
        assert (answer.state, answer.remedied) == (None, {"": date(2026, 6, 1)})
        (told,) = outcome.remarks
        assert (
            f"进度还是写出时的“未启动”，同一行填了“{self.DAY}”（{day}）：按这一天做完了记" in told
        )
        again = imported(past, outcome.assessment, PAST)
        assert (again.changes, again.remarks) == ((), ())

    def test_where_other_rooms_are_left_nothing_is_said_of_them(self, tmp_path: Path) -> None:
        key, one = "art27-records/years", "art27-records/years@r2"
        rooms = differing(key, said(Period(years=2), exceptions={"r2": Period(years=1)}))
        past = written(tmp_path / "台账.xlsx", judged(rooms, PAST))
        fill(past, one, **{self.DAY: "2026-06-01"})
        outcome = imported(past, rooms, PAST)
        answer = outcome.assessment.answers[key]
        assert (answer.state, answer.remedied) == (None, {"r2": date(2026, 6, 1)})
        assert len(outcome.remarks) == 1

    def test_a_progress_that_was_recorded_since_counts(self, past: Path) -> None:
        """The cell was left alone; meanwhile somebody recorded that it is under way."""
        fill(past, FALSE_CLAIMS, **{self.DAY: "2026-06-01"})
        ((told, _),) = refused(past, having(FALSE_CLAIMS, state="进行中"), PAST)
        assert "进度是“进行中”" in told

    def test_every_row_and_every_mistake_is_named_at_once(self, tmp_path: Path) -> None:
        """The day is wrong as well, and another row has the same mistake."""
        known, records = having(FALSE_CLAIMS, state="进行中"), "art27-records/years"
        under_way = replace(known.answers[records], state="进行中")
        known = replace(known, answers={**known.answers, records: under_way})
        past = written(tmp_path / "台账.xlsx", judged(known, PAST))
        fill(past, FALSE_CLAIMS, **{self.DAY: "2027-01-05"}, 进度="未启动")
        fill(past, f"{records}@r1,r2", **{self.DAY: "2026-06-01"}, 进度="未启动")
        told = [what for what, _ in refused(past, known, PAST)]
        assert len(told) == 3
        assert sum("进度是“未启动”" in what for what in told) == 2
        assert sum("还没有到" in what for what in told) == 1

    def test_progress_that_was_recorded_counts_where_its_cell_is_emptied(
        self, tmp_path: Path
    ) -> None:
        known = having(FALSE_CLAIMS, state="进行中")
        past = written(tmp_path / "台账.xlsx", judged(known, PAST))
        fill(past, FALSE_CLAIMS, **{self.DAY: "2026-06-01"}, 进度=None)
        ((told, _),) = refused(past, known, PAST)
        assert "进度是“进行中”" in told

    def test_what_is_recorded_as_mended_is_not_said_to_be_under_way(self, tmp_path: Path) -> None:
        known = having(FALSE_CLAIMS, remedied={"": date(2026, 6, 1)})
        past = written(tmp_path / "台账.xlsx", judged(known, PAST))
        fill(past, FALSE_CLAIMS, 责任人="张三")
        assert imported(past, known, PAST).changes
        fill(past, FALSE_CLAIMS, 进度="进行中")
        ((_, mend),) = refused(past, known, PAST)
        assert mend.endswith("整改完成之日空着（已经记下的，写 无）")
        fill(past, FALSE_CLAIMS, **{self.DAY: "无"})
        answer = imported(past, known, PAST).assessment.answers[FALSE_CLAIMS]
        assert (answer.state, answer.remedied) == ("进行中", {})

    def test_one_room_may_be_done_while_the_question_is_under_way(self, tmp_path: Path) -> None:
        key, one = "art27-records/years", "art27-records/years@r2"
        rooms = differing(key, said(Period(years=2), exceptions={"r2": Period(years=1)}))
        past = written(tmp_path / "台账.xlsx", judged(rooms, PAST))
        fill(past, one, **{self.DAY: "2026-06-01"}, 进度="进行中")
        answer = imported(past, rooms, PAST).assessment.answers[key]
        assert (answer.state, answer.remedied) == ("进行中", {"r2": date(2026, 6, 1)})
        fill(past, f"{key}@r1,r3", **{self.DAY: "2026-07-01"}, 进度="进行中")
        assert len(refused(past, rooms, PAST)) == 2

    def test_while_an_option_is_not_known_nothing_is_mended(self, past: Path) -> None:
        place = fill(past, PROMPT, **{self.DAY: "2026-06-01"}, 进度="已验收")
        day = place.replace("!K", "!O")
        ((told, mend),) = refused(past, rulebook=PAST)
        assert told.startswith(f"{day} 这道题还有没有弄清的（")
        assert "先用 checklist ask 把它们答清楚" in mend


def test_rows_of_which_only_what_is_seen_was_moved_are_refused(register: Path) -> None:
    fill(register, FALSE_CLAIMS, 责任人="张三")
    book = openpyxl.load_workbook(register)
    page = book[xlsx.REGISTER]
    first, second = (address(page, id, "问题") for id in (FALSE_CLAIMS, REVIEWED))
    hidden = {column(page, ID), column(page, CODE)}
    for at in set(range(1, page.max_column + 1)) - hidden:
        one, other = (page.cell(page[place].row, at) for place in (first, second))
        one.value, other.value = other.value, one.value
    saved(book, register)
    whats = [what for what, _ in refused(register)]
    for place in (first, second):
        (what,) = [what for what in whats if f"!{place} " in what]
        assert "写的是另一道题" in what


def test_words_added_to_the_problem_of_a_row_are_not_read(register: Path) -> None:
    book = openpyxl.load_workbook(register)
    page = book[xlsx.REGISTER]
    page[address(page, FALSE_CLAIMS, "问题")].value += "\n见会议纪要"
    page[address(page, REVIEWED, "问题")].value = "审核"
    saved(book, register)
    fill(register, FALSE_CLAIMS, 责任人="张三")
    assert len(imported(register).changes) == 1


def test_a_last_day_of_no_piece_of_evidence_is_refused(register: Path) -> None:
    place = fill(register, FALSE_CLAIMS, 佐证="有效至2027-03-01")
    ((what, mend),) = refused(register)
    assert what == f"{place} 只写了有效期，没有写是哪一件佐证"
    assert mend == "写在那一件的后面，例如：营业执照.pdf 有效至2027-03-01"
    fill(register, FALSE_CLAIMS, 佐证="执照\n有效至2027-03-01")
    assert imported(register).changes[0].after == "加上：执照 有效至2027-03-01（文字）"


def test_a_line_that_was_kept_as_evidence_before_stays(tmp_path: Path) -> None:
    kept = having(FALSE_CLAIMS, evidence=(Evidence("有效至2027-03-01"),))
    register = written(tmp_path / "整改台账.xlsx", judged(kept))
    assert not imported(register, kept).changes
    assert not imported(register, having(FALSE_CLAIMS)).changes
