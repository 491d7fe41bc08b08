"""One register of many respondents: written with where each row comes from, and read back there."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from checklist import resources
from checklist.assessment.stored.file import load, lock, save
from checklist.cli.app import run
from checklist.sheets.register import xlsx
from tests.conftest import Run
from tests.given.bundled import LIVESTREAM
from tests.given.workbooks import saved
from tests.remediation.registers import column

FILES = {"机构.yaml": "agency", "深/品牌.yaml": "brand", "主播.yaml": "host"}
DAY = ("--as-of", "2026-11-20")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("joint") / "各家"
    (folder / "深").mkdir(parents=True)
    for name, example in FILES.items():
        shutil.copy(resources.examples_dir() / f"{example}.yaml", folder / name)
    assert run(["summary", str(folder), "--format", "xlsx", *DAY]) == 0
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    return shutil.copytree(written, tmp_path / "各家")


@pytest.fixture
def register(folder: Path) -> Path:
    return folder / "汇总-整改台账.xlsx"


def rows_of(page: Worksheet) -> list[dict[str, object]]:
    """The rows by heading."""
    values = page.iter_rows(min_row=xlsx.HEADING_ROW + 1, values_only=True)
    headings = [str(cell) for cell in next(values)]
    return [dict(zip(headings, row, strict=True)) for row in values]


def first_of(page: Worksheet, source: str) -> int:
    """The first row that is about a file."""
    at = column(page, "来源")
    return next(row for row in range(4, page.max_row + 1) if page.cell(row, at).value == source)


def fill(register: Path, heading: str = "责任人", value: str = "张三", *sources: str) -> Path:
    """Type into the first row of each file, or of some."""
    book = openpyxl.load_workbook(register)
    page = book[xlsx.REGISTER]
    for source in sources or FILES:
        page.cell(first_of(page, source), column(page, heading)).value = value
    return saved(book, register)


def owners(folder: Path, name: str = "张三") -> dict[str, int]:
    """How many answers of each file have this owner."""
    return {
        source: sum(
            answer.owner == name for answer in load(folder / source, LIVESTREAM).answers.values()
        )
        for source in FILES
    }


def contents(folder: Path) -> dict[str, bytes]:
    return {source: (folder / source).read_bytes() for source in FILES}


EVERY = dict.fromkeys(FILES, 1)


@pytest.mark.slow
def test_each_row_says_where_it_comes_from(folder: Path, register: Path, checklist: Run) -> None:
    page = openpyxl.load_workbook(register)[xlsx.REGISTER]
    rows = rows_of(page)
    assert [row["序号"] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    for source in FILES:
        checklist("report", folder / source, "-o", folder.parent / "一家.xlsx", *DAY)
        single = rows_of(openpyxl.load_workbook(folder.parent / "一家.xlsx")[xlsx.REGISTER])
        own = [row for row in rows if row["来源"] == source]
        name = load(folder / source, LIVESTREAM).respondent.name
        assert {row["填报单位"] for row in own} == {name}
        for joint, alone in zip(own, single, strict=True):
            assert joint["行标识"] == f"{alone['行标识']} < {source}"
            for heading in set(alone) - {"序号", "行标识", "核对码"}:
                assert joint[heading] == alone[heading]
        (folder.parent / "一家.xlsx").unlink()


def test_it_comes_back_to_each_file(folder: Path, register: Path, checklist: Run) -> None:
    fill(register)
    ran = checklist("remediation", "import", register, folder, "--yes")
    assert ran.code == 0, ran.err
    for source in FILES:
        assert f"已写入 1 处：{folder / source}" in ran.out
        assert f"{folder / source}：" in ran.out
    assert owners(folder) == EVERY
    again = checklist("remediation", "import", register, folder, "--yes")
    assert (again.code, again.out) == (0, "台账里没有改动，什么也没有写入。\n")


def test_untouched_it_changes_nothing(folder: Path, register: Path, checklist: Run) -> None:
    before = contents(folder)
    ran = checklist("remediation", "import", register, folder, "--yes")
    assert (ran.code, ran.out) == (0, "台账里没有改动，什么也没有写入。\n")
    assert contents(folder) == before


def test_nobody_there_to_agree_sees_everything_and_nothing_is_written(
    folder: Path, register: Path, checklist: Run
) -> None:
    before = contents(fill(register).parent)
    ran = checklist("remediation", "import", register, folder)
    assert ran.code == 2
    assert "有 3 处改动，没有人可以确认" in ran.err
    assert all(f"{folder / source}：" in ran.out for source in FILES)
    assert contents(folder) == before


@pytest.mark.parametrize(("typed", "count"), [("是", 1), ("否", 0)])
def test_all_of_it_is_agreed_to_at_once(
    folder: Path,
    register: Path,
    checklist: Run,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    count: int,
) -> None:
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return typed

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", answer)
    assert checklist("remediation", "import", fill(register), folder).code == 0
    assert len(asked) == 1
    assert "以上 3 处是否写入？" in asked[0]
    assert owners(folder) == dict.fromkeys(FILES, count)


def sort_backwards(book: Workbook) -> None:
    page = book[xlsx.REGISTER]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=4)]
    for at, row in enumerate(reversed(rows), 4):
        for letter, value in enumerate(row, 1):
            page.cell(at, letter).value = value


def name_other_sources(book: Workbook) -> None:
    page = book[xlsx.REGISTER]
    for row in range(4, page.max_row + 1):
        page.cell(row, column(page, "来源")).value = "../别处.yaml"


def drop_columns(book: Workbook) -> None:
    page = book[xlsx.REGISTER]
    page.delete_cols(column(page, "填报单位"))
    page.delete_cols(column(page, "问题"))


@pytest.mark.parametrize(
    "do",
    [
        sort_backwards,
        pytest.param(name_other_sources, marks=pytest.mark.slow),
        pytest.param(drop_columns, marks=pytest.mark.slow),
    ],
)
def test_what_people_do_to_the_sheet_does_no_harm(
    folder: Path, register: Path, checklist: Run, do: object
) -> None:
    book = openpyxl.load_workbook(fill(register))
    do(book)  # type: ignore[operator]
    saved(book, register)
    assert checklist("remediation", "import", register, folder, "--yes").code == 0
    assert owners(folder) == EVERY


@pytest.mark.slow
def test_as_a_table_of_a_spreadsheet_it_comes_back_too(
    folder: Path, register: Path, checklist: Run
) -> None:
    page = openpyxl.load_workbook(fill(register))[xlsx.REGISTER]
    target = register.with_suffix(".csv")
    with target.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows(page.iter_rows(values_only=True))
    assert checklist("remediation", "import", target, folder, "--yes").code == 0
    assert owners(folder) == EVERY


def test_one_bad_cell_leaves_every_file_alone(folder: Path, register: Path, checklist: Run) -> None:
    before = contents(folder)
    fill(fill(register), "完成时限", "月底", "深/品牌.yaml")
    ran = checklist("remediation", "import", register, folder, "--yes")
    assert (ran.code, "没有看懂“月底”" in ran.err) == (3, True)
    fill(fill(register), "完成时限", "=TODAY()", "深/品牌.yaml")
    assert checklist("remediation", "import", register, folder, "--yes").code == 3
    assert contents(folder) == before


@pytest.mark.slow
def test_a_conflict_in_one_file_leaves_every_file_alone(
    folder: Path, register: Path, checklist: Run
) -> None:
    fill(register)
    page = openpyxl.load_workbook(register)[xlsx.REGISTER]
    id = str(page.cell(first_of(page, "机构.yaml"), column(page, "行标识")).value)
    single = folder.parent / "一家.xlsx"
    checklist("report", folder / "机构.yaml", "-o", single, *DAY)
    book = openpyxl.load_workbook(single)
    alone = book[xlsx.REGISTER]
    row = next(
        row
        for row in range(4, alone.max_row + 1)
        if alone.cell(row, column(alone, "行标识")).value == id.partition(" < ")[0]
    )
    alone.cell(row, column(alone, "责任人")).value = "李四"
    checklist("remediation", "import", saved(book, single), folder / "机构.yaml", "--yes")
    before = contents(folder)
    ran = checklist("remediation", "import", register, folder, "--yes")
    assert (ran.code, "两边不一样" in ran.err) == (3, True)
    assert contents(folder) == before
    taken = checklist("remediation", "import", register, folder, "--yes", "--take", "register")
    assert (taken.code, owners(folder)) == (0, EVERY)


def test_a_row_parted_from_its_file_is_refused(
    folder: Path, register: Path, checklist: Run
) -> None:
    """Nobody can make one company's row another's, by slip or by hand."""
    before = contents(folder)
    book = openpyxl.load_workbook(fill(register))
    page = book[xlsx.REGISTER]
    at, row = column(page, "行标识"), first_of(page, "机构.yaml")
    whole = str(page.cell(row, at).value)
    for id, told in (
        (whole.replace("机构.yaml", "主播.yaml"), "不成对"),
        (whole.partition(" < ")[0], "不知道这一行是哪一份答案文件的"),
        ("", "不知道这一行是哪一份答案文件的"),
        (whole.replace("机构.yaml", "../../外.yaml"), "没有“../../外.yaml”这份答案文件"),
    ):
        page.cell(row, at).value = id
        saved(book, register)
        ran = checklist("remediation", "import", register, folder, "--yes")
        assert (ran.code, told in ran.err) == (3, True), ran.err
    assert contents(folder) == before


@pytest.mark.slow
def test_a_file_that_is_gone_matters_only_where_something_was_filled_in(
    folder: Path, register: Path, checklist: Run
) -> None:
    (folder / "主播.yaml").unlink()
    fill(register, "责任人", "张三", "机构.yaml")
    assert checklist("remediation", "import", register, folder, "--yes").code == 0
    fill(register)
    ran = checklist("remediation", "import", register, folder, "--yes")
    assert (ran.code, "没有“主播.yaml”这份答案文件" in ran.err) == (3, True)


def test_what_is_open_elsewhere_stops_everything(
    folder: Path, register: Path, checklist: Run
) -> None:
    before = contents(fill(register).parent)
    with lock(folder / "主播.yaml"):
        assert checklist("remediation", "import", register, folder, "--yes").code != 0
    assert contents(folder) == before


def test_one_kind_in_the_place_of_the_other_is_told(
    folder: Path, register: Path, checklist: Run
) -> None:
    into_one = checklist("remediation", "import", register, folder / "机构.yaml")
    assert (into_one.code, "几家合在一起的台账" in into_one.err) == (2, True)
    checklist("report", folder / "机构.yaml", "-o", folder / "一家.xlsx")
    into_many = checklist("remediation", "import", folder / "一家.xlsx", folder)
    assert (into_many.code, "这是一家的台账" in into_many.err) == (2, True)


def test_a_register_that_was_filled_in_is_never_written_over(
    folder: Path, register: Path, checklist: Run
) -> None:
    before = fill(register).read_bytes()
    ran = checklist("summary", folder, "--format", "xlsx", *DAY)
    assert (ran.code, register.read_bytes()) == (2, before)


@pytest.mark.parametrize("name", ["=cmd() < 甲.yaml", "甲 & <b>.yaml", "@SUM(1).yml", "a\n b.yaml"])
def test_hostile_names_stay_text_and_find_back(tmp_path: Path, checklist: Run, name: str) -> None:
    if os.name == "nt" and set(name) & set("<\n"):
        pytest.skip("Windows has no such names")
    folder = tmp_path / "家"
    folder.mkdir()
    given = load(resources.examples_dir() / "brand.yaml", LIVESTREAM)
    save(folder / name, given, LIVESTREAM)
    register = tmp_path / "台账.xlsx"
    assert checklist("summary", folder, "-o", register, *DAY).code == 0
    book = openpyxl.load_workbook(register)
    page = book[xlsx.REGISTER]
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}
    page.cell(4, column(page, "责任人")).value = "张三"
    ran = checklist("remediation", "import", saved(book, register), folder, "--yes")
    assert ran.code == 0, ran.err
    assert any(one.owner == "张三" for one in load(folder / name, LIVESTREAM).answers.values())


def test_copies_can_stay_out(folder: Path, checklist: Run) -> None:
    shutil.copy(folder / "主播.yaml", folder / "主播 (1).yaml")
    target = folder.parent / "台账.xlsx"
    checklist("summary", folder, "-o", target, "--skip-copies", *DAY)
    page = openpyxl.load_workbook(target)[xlsx.REGISTER]
    assert {row["来源"] for row in rows_of(page)} == set(FILES)


def test_rows_under_the_source_of_others_are_refused(
    folder: Path, register: Path, checklist: Run
) -> None:
    book = openpyxl.load_workbook(fill(register))
    page = book[xlsx.REGISTER]
    at = column(page, "来源")
    first, last = page.cell(4, at), page.cell(page.max_row, at)
    first.value, last.value = last.value, first.value
    saved(book, register)
    before = contents(folder)
    ran = checklist("remediation", "import", register, folder, "--yes")
    assert ran.code == 3
    assert f"!{first.coordinate} 写的是另一份答案文件" in ran.err
    assert f"!{last.coordinate} 写的是另一份答案文件" in ran.err
    assert contents(folder) == before
