"""Long text on a screen: nothing scrolls away unread, nothing is cut badly, nothing is answered."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist import exits
from checklist.assessment.stored.file import load
from checklist.paging import Pager, of_table
from checklist.sheets.register import xlsx
from checklist.sitting.console import Console
from checklist.sitting.keys import KeyTyped
from checklist.sitting.shown.review import pending_lines
from tests.assessment.sitting import Sitting
from tests.assessment.test_terminal import Screen
from tests.conftest import Process, Run
from tests.given.bundled import LIVESTREAM, write_example
from tests.given.workbooks import saved

DAY = date(2026, 11, 1)

PARAGRAPH = st.integers(1, 9).map(lambda rows: ["\n".join("甲" * rows)])
TEXT = st.lists(st.one_of(PARAGRAPH, PARAGRAPH.map(lambda one: ["", *one]))).map(
    lambda parts: [each for part in parts for each in part]
)


class Watched:
    """What a pager writes between two of its questions; `typed` answers those, then Enter does."""

    def __init__(self, rows: int | None, *typed: str) -> None:
        self.screens: list[list[str]] = [[]]
        self.asked: list[str] = []
        self._typed: Iterator[str] = iter(typed)
        self.pager = Pager(self._read, self._write, None if rows is None else lambda: rows)

    def _read(self, prompt: str) -> str:
        self.asked.append(prompt)
        self.screens.append([])
        return next(self._typed, "")

    def _write(self, text: str) -> None:
        self.screens[-1] += text.split("\n")


@given(TEXT, TEXT, st.integers(6, 40))
def test_everything_is_shown_and_no_screen_holds_more_than_can_be_seen(
    first: list[str], second: list[str], rows: int
) -> None:
    watched = Watched(rows)
    assert watched.pager.show(first)
    assert watched.pager.show(second)
    shown = [row for screen in watched.screens for row in screen]
    assert list(filter(None, shown)) == list(filter(None, "\n".join(first + second).split("\n")))
    assert all(len(screen) < rows for screen in watched.screens)


@given(TEXT, st.integers(24, 40))
def test_no_paragraph_is_cut_that_is_no_longer_than_half_a_screen(
    text: list[str], rows: int
) -> None:
    watched = Watched(rows)
    watched.pager.show([f"{number} {each}" if each else "" for number, each in enumerate(text)])
    assert all(screen[0][:1].isdecimal() for screen in watched.screens[1:] if screen)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        (["甲", "乙", "丙", "丁", "", "题", "子", "丑"], "题"),
        (["甲", "乙", "丙", "丁", "题", "  条", "    子", "    丑"], "题"),
        (["题", "  甲", "  乙", "  丙", "  条", "    子", "    丑", "    寅"], "    丑"),
    ],
)
def test_a_heading_stands_with_what_it_heads(text: list[str], begins: str) -> None:
    watched = Watched(8)
    watched.pager.show(text)
    assert [screen[0] for screen in watched.screens] == [text[0], begins]


def test_what_fits_on_a_screen_of_its_own_is_not_begun_at_the_end_of_another() -> None:
    watched = Watched(8)
    watched.pager.show(["甲"] * 4)
    watched.pager.show(["乙"] * 4)
    assert watched.screens == [["甲"] * 4, ["乙"] * 4]


def test_one_row_more_is_not_asked_for() -> None:
    watched = Watched(8)
    watched.pager.show([*"甲乙丙丁戊己庚"])
    assert (watched.asked, watched.screens) == ([], [[*"甲乙丙丁戊己庚"]])
    watched = Watched(8)
    watched.pager.show([*"甲乙丙丁戊己庚辛"])
    assert len(watched.asked) == 1


def test_of_a_long_paragraph_no_single_row_stands_on_the_next_screen() -> None:
    watched = Watched(8)
    long = "\n".join("甲乙丙丁戊己庚")
    watched.pager.show([long, "子\n丑\n寅"])
    assert watched.screens == [[*"甲乙丙丁戊"], [*"己庚子丑寅"]]


def test_a_blank_that_no_longer_fits_is_not_asked_for() -> None:
    watched = Watched(8)
    assert watched.pager.show([*"甲乙丙丁戊己"])
    assert watched.pager.show([""])
    assert (watched.asked, watched.screens) == ([], [[*"甲乙丙丁戊己"]])


@pytest.mark.parametrize(
    ("typed", "seen"),
    [(" ", True), ("q", False), ("\N{FULLWIDTH LATIN CAPITAL LETTER Q}", False), ("0", False)],
)
def test_enter_or_a_blank_goes_on_and_q_leaves(typed: str, seen: bool) -> None:
    watched = Watched(8, typed)
    assert watched.pager.show(["甲"] * 9) is seen
    assert watched.asked == ["  还有 3 行（回车接着看，q 不看了）："]


@pytest.mark.parametrize("typed", ["是", "b", "2\n是", "\x1b[2J"])
def test_whatever_else_is_typed_is_told_to_be_no_answer(typed: str) -> None:
    watched = Watched(8, typed, "q")
    assert not watched.pager.show(["甲"] * 9)
    assert "没有算作回答" in watched.screens[1][0]
    assert "\x1b" not in watched.screens[1][0]
    assert len(watched.asked) == 2


def test_whoever_leaves_off_sees_all_the_same_what_is_asked() -> None:
    written: list[str] = []
    console = Console(read=lambda _: "q", write=written.append, width=lambda: 80, height=lambda: 8)
    body = ["有没有？", *(f"{at} 选项" for at in range(9))]
    console.begin(1, ["一题"], [], body, strong="有没有？")
    assert written[-1] == "\n".join(body)


def test_without_a_terminal_nothing_is_asked() -> None:
    watched = Watched(None)
    assert watched.pager.show(["甲"] * 99)
    assert watched.screens == [["甲"] * 99]


def test_a_row_of_a_table_is_a_paragraph_and_its_head_stands_with_the_first() -> None:
    head = "+--+\n|甲|\n+==+\n"
    rows = ["|1 |\n|2 |\n+--+", "|3 |\n+--+"]
    assert list(of_table(head + "\n".join(rows))) == [head + rows[0], rows[1]]
    assert list(of_table("")) == []


class TestKeys:
    """A key typed below a part of something long is taken, where something is asked next."""

    @pytest.mark.parametrize("key", ["g 3", "u", "g3", "p 第1题 张三", "备注 甲"])
    def test_a_key_ends_the_paging_and_is_taken_where_something_is_asked(self, key: str) -> None:
        written: list[str] = []
        typed = iter([key])
        console = Console(
            read=lambda _: next(typed), write=written.append, width=lambda: 80, height=lambda: 8
        )
        console.beside = lambda *said: f"记下了 {said}"
        assert not console.show(str(at) for at in range(50))
        assert not console.show(str(at) for at in range(50, 99)), "no more of anything is shown"
        assert "49" not in written
        with pytest.raises((KeyTyped, StopIteration)):
            console.line("题号：")
        assert any(key in line for line in written)

    @pytest.mark.parametrize("line", ["12", "?", "是"])
    def test_nothing_else_is_taken(self, line: str) -> None:
        typed = iter([line, "q"])
        console = Console(
            read=lambda _: next(typed), write=lambda _: None, width=lambda: 80, height=lambda: 8
        )
        assert not console.show(str(at) for at in range(50))
        with pytest.raises(StopIteration):
            console.line("题号：")


class TestTheReview:
    """What is to be looked at, longer than the screen: one goes on where one was."""

    def sitting(self, tmp_path: Path, height: int | None = 24) -> Sitting:
        path = write_example("agency", tmp_path / "自查.yaml")
        return Sitting(path, rulebook=LIVESTREAM, height=height)

    def gap(self, sitting: Sitting) -> str:
        """The number of a question in the second half of what is listed."""
        lines = list(pending_lines(LIVESTREAM, load(sitting.path, LIVESTREAM), DAY))
        listed = [match[1] for line in lines if (match := re.match(r" +([0-9]+)  \[", line))]
        return listed[len(listed) // 2]

    def test_g_is_taken_below_a_part_of_the_list(self, tmp_path: Path) -> None:
        sitting = self.sitting(tmp_path)
        sitting.answer("g 3", "q")
        assert re.search(r"第 3/[0-9]+ 题", sitting.text)
        assert "没有算作回答" not in sitting.text

    def test_it_goes_on_behind_what_was_looked_at(self, tmp_path: Path) -> None:
        sitting = self.sitting(tmp_path)
        number = self.gap(sitting)
        sitting.answer(f"g {number}", "", "q", "从头", "q", "q")
        first, second, third = sitting.transcript.split("检查一遍：")[1:]
        told = re.search(r"前面的 ([0-9]+) 题已经列过，要看，输入 从头", second)
        assert told
        assert told[1] != "0"
        assert re.search(rf"(?m)^ +{number}  \[", second)
        assert "已经列过" not in first + third

    def test_what_fits_on_the_screen_is_listed_whole(self, tmp_path: Path) -> None:
        sitting = self.sitting(tmp_path, height=None)
        sitting.answer(f"g {self.gap(sitting)}", "", "")
        assert "已经列过" not in sitting.text


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
class TestOnATerminal:
    """`check` waits there, and nowhere else."""

    def test_check_shows_a_screenful_and_goes_on(self, tmp_path: Path) -> None:
        write_example("agency", tmp_path / "自查.yaml")
        screen = Screen(tmp_path, "check", "自查.yaml", rows=24)
        screen.wait("（回车接着看，q 不看了）：")
        assert screen.rows[0] == "杭州青禾示例文化传媒有限公司", "the first line is still there"
        screen.type("")
        screen.wait("（回车接着看，q 不看了）：")
        assert "结论：" not in screen.text
        screen.type("q")
        screen.wait("checklist report 自查.yaml\r\n")
        assert screen.ended() == exits.NOT_SATISFIED
        (last,) = [line for line in screen.text.split("\r\n") if "完整报告：" in line]
        assert last.endswith("report 自查.yaml"), "a command is not broken: it is copied"

    @pytest.mark.slow
    def test_what_an_import_changes_is_shown_a_screenful_at_a_time(
        self, tmp_path: Path, checklist: Run
    ) -> None:
        checklist("report", write_example("agency", tmp_path / "自查.yaml"), "--format", "xlsx",
                  "-o", tmp_path / "台账.xlsx")  # fmt: skip
        book = openpyxl.load_workbook(tmp_path / "台账.xlsx")
        page = book[xlsx.REGISTER]
        (place,) = (at for at in page[xlsx.HEADING_ROW + 1] if at.value == "责任部门")
        for row in range(xlsx.HEADING_ROW + 2, page.max_row + 1):
            page.cell(row, place.column).value = "某某部"
        saved(book, tmp_path / "台账.xlsx")
        screen = Screen(tmp_path, "remediation", "import", "台账.xlsx", "自查.yaml", rows=24)
        screen.wait("（回车接着看，q 不看了）：")
        assert "是否写入" not in screen.text

    @pytest.mark.slow
    def test_what_is_piped_is_printed_at_once(self, process: Process, tmp_path: Path) -> None:
        write_example("agency", tmp_path / "自查.yaml")
        ran = process("check", tmp_path / "自查.yaml")
        assert ran.stdout.decode().count("\n") > 100
        assert "接着看" not in ran.stdout.decode() + ran.stderr.decode()
