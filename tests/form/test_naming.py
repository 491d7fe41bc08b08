"""What a row shows is held against its hidden id: who moves only what is seen answers nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from checklist.errors import UnreadableFile
from checklist.sheets.form.sheet import ID_COLUMN, NAME, SHOWN_COLUMN
from tests.form.filling import ROOMS, answer, assessment, fill, imported, row_of, written
from tests.given.workbooks import saved

DONE, PERIOD = "answers/art25-all/done", "answers/art25-all/period"
SEEN = "ABCDEFGHI"


def change(path: Path, edit: Callable[[Any], None]) -> Path:
    book = openpyxl.load_workbook(path)
    edit(book[NAME])
    return saved(book, path)


def swapped(page: Any, first: int, second: int, letters: str) -> None:
    for letter in letters:
        one, other = page[f"{letter}{first}"], page[f"{letter}{second}"]
        one.value, other.value = other.value, one.value


def forget(page: Any) -> None:
    """What a form of an earlier program looks like."""
    for cell in page[SHOWN_COLUMN]:
        cell.value = None


def refused(path: Path) -> list[str]:
    with pytest.raises(UnreadableFile) as error:
        imported(path, assessment())
    return [each.what for each in error.value.complaints]


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return written(tmp_path / "问卷.xlsx", assessment())


@pytest.mark.parametrize("is_earlier", [False, True])
def test_rows_of_which_only_what_is_seen_was_moved_are_named_and_nothing_is_read(
    form: Path, is_earlier: bool
) -> None:
    first, second = row_of(form, DONE), row_of(form, PERIOD)
    answer(form, DONE, "是")
    change(form, lambda page: swapped(page, first, second, SEEN))
    if is_earlier:
        change(form, forget)
    whats = refused(form)
    for row in (first, second):
        (what,) = [what for what in whats if f"C{row}" in what]
        assert "这一行隐藏的题目编号却是" in what


def test_rows_that_show_the_same_question_under_another_number_are_named(form: Path) -> None:
    row = row_of(form, DONE)
    fill(form, {f"A{row}": "99", f"E{row}": "是"})
    assert [f"{NAME}!A{row} 写的是" in what for what in refused(form)] == [True]


@pytest.mark.parametrize("letter", "CD")
def test_a_question_or_room_that_reads_otherwise_is_named(form: Path, letter: str) -> None:
    row = row_of(form, DONE)
    fill(form, {f"{letter}{row}": "有没有卖过二手", f"E{row}": "是"})
    assert f"{NAME}!{letter}{row} 写的是" in refused(form)[0]


def test_deleted_cells_are_named_though_the_answers_are_those_of_the_row_above(form: Path) -> None:
    row = row_of(form, DONE)

    def shift_up(page: Any) -> None:
        for at in range(row, page.max_row):
            for letter in SEEN:
                page[f"{letter}{at}"].value = page[f"{letter}{at + 1}"].value

    change(form, shift_up)
    assert any(f"C{row}" in what for what in refused(form))


@pytest.mark.parametrize("is_earlier", [False, True])
def test_whole_rows_may_be_sorted_and_spaced_and_typed_wide(form: Path, is_earlier: bool) -> None:
    first, second = row_of(form, DONE), row_of(form, PERIOD)
    answer(form, DONE, "是")
    every = [*SEEN, ID_COLUMN, *"KLMNOP", SHOWN_COLUMN]
    change(form, lambda page: swapped(page, first, second, "".join(every)))
    ask = openpyxl.load_workbook(form)[NAME][f"C{second}"].value
    fill(form, {f"C{second}": f" {ask} ".replace("(", "（").replace("\n", " \r\n")})
    if is_earlier:
        change(form, forget)
    assert len(imported(form, assessment()).changes) == 1


def test_a_room_renamed_since_the_form_was_written_is_still_the_room(tmp_path: Path) -> None:
    form = written(tmp_path / "问卷.xlsx", assessment())
    answer(form, DONE, "是")
    renamed = replace(assessment(), rooms=(replace(ROOMS[0], name="新旗舰店"), ROOMS[1]))
    assert len(imported(form, renamed).changes) == 1


def test_what_somebody_wrote_beside_a_form_of_an_earlier_program_is_only_noted(form: Path) -> None:
    row = row_of(form, DONE)
    change(form, forget)
    answer(form, DONE, "是")
    fill(form, {f"{SHOWN_COLUMN}{row}": "问过老板"})
    outcome = imported(form, assessment())
    assert len(outcome.changes) == 1
    assert any(f"{SHOWN_COLUMN} 列" in line for line in outcome.unread)
