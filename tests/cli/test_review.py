"""`checklist rules review` as its users run it: whoever keeps the rulebook, and a lawyer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from checklist.law.model import ReviewState
from checklist.law.reading.rulebook import load_rulebook
from tests.conftest import ROOT, Ran
from tests.review.copies import AGREED, AMENDED, KINDS, SMALL, fill

Run = Callable[..., Ran]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return shutil.copyfile(SMALL, tmp_path / "规则册.yaml")


@pytest.fixture(params=KINDS)
def copy(request: pytest.FixtureRequest, checklist: Run, rules: Path) -> Path:
    path = rules.with_name(f"复核{request.param}")
    assert checklist("rules", "review", "-o", path, "--rules", rules).code == 0
    return path


def filled(copy: Path) -> Path:
    return fill(fill(copy, "art27-keep", **AGREED), "art28-keep", **AMENDED)


def test_a_copy_says_where_it_is_and_how_to_read_it_back(checklist: Run, rules: Path) -> None:
    path = rules.with_name("复核.xlsx")
    ran = checklist("rules", "review", "-o", path, "--rules", rules)
    assert (ran.code, ran.out.strip()) == (0, str(path))
    assert f"checklist rules review import {path} -o 新规则册.yaml" in ran.err
    assert "没有用 --statute 给出官方条文" in ran.err


def test_a_statute_is_quoted(checklist: Run, tmp_path: Path) -> None:
    statutes = ROOT / "tests" / "statutes"
    path = tmp_path / "复核.docx"
    mini = ("--rules", statutes / "mini.yaml")
    ran = checklist("rules", "review", "-o", path, "--statute", statutes / "mini-revised.md", *mini)
    assert ran.code == 0
    assert "处不同，复核表里不引用这些地方" in ran.err
    import docx

    text = "\n".join(
        cell.text for row in docx.Document(str(path)).tables[0].rows for cell in row.cells
    )
    assert "（所给条文这一处与规则册复核时的不同，或者没有这一处）" in text


def test_what_a_lawyer_fills_in_becomes_a_new_rulebook(
    checklist: Run, copy: Path, rules: Path
) -> None:
    before, target = rules.read_bytes(), rules.with_name("新规则册.yaml")
    ran = checklist(
        "rules", "review", "import", filled(copy), "-o", target, "--rules", rules, "--yes"
    )
    assert ran.code == 0
    assert "art27-keep" in ran.out
    assert f"已写入 2 处：{target}" in ran.out
    assert f"checklist rules lint {target}" in ran.err
    assert rules.read_bytes() == before
    book = load_rulebook(target, bundled=False)
    assert book.obligation("art27-keep").review.state is ReviewState.REVIEWED
    assert checklist("rules", "lint", target).code == 0
    shown = checklist("rules", "show", "art28-keep", "--rules", target).out
    assert "待定：复核意见（李律师，2026-11-26）：少了一项" in shown
    assert "已复核：张律师" in checklist("rules", "show", "art27-keep", "--rules", target).out


def test_without_a_terminal_nothing_is_written_unless_agreed(
    checklist: Run, copy: Path, rules: Path
) -> None:
    target = rules.with_name("新规则册.yaml")
    ran = checklist("rules", "review", "import", filled(copy), "-o", target, "--rules", rules)
    assert ran.code == 2
    assert "有 2 处改动，没有人可以确认，没有写入" in ran.err
    assert not target.exists()


def test_an_untouched_copy_writes_nothing(checklist: Run, copy: Path, rules: Path) -> None:
    target = rules.with_name("新规则册.yaml")
    ran = checklist("rules", "review", "import", copy, "-o", target, "--rules", rules, "--yes")
    assert (ran.code, ran.out.strip()) == (0, "复核表里没有新的意见，什么也没有写入。")
    assert not target.exists()


def test_one_bad_cell_stops_everything(checklist: Run, copy: Path, rules: Path) -> None:
    target = rules.with_name("新规则册.yaml")
    path = fill(filled(copy), "art29-train", **AGREED | {"日期": "2026-13-01"})
    ran = checklist("rules", "review", "import", path, "-o", target, "--rules", rules, "--yes")
    assert ran.code == 3
    assert "日历上没有“2026-13-01”这一天" in ran.err
    assert ran.err.count("改法：") == 1
    assert not target.exists()


def test_a_copy_that_is_there_is_not_overwritten(checklist: Run, copy: Path, rules: Path) -> None:
    before = copy.read_bytes()
    ran = checklist("rules", "review", "-o", copy, "--rules", rules)
    assert ran.code == 2
    assert "已经有这个文件，没有覆盖" in ran.err
    assert copy.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("规则册.yaml", "新的规则册不能写在输入的文件上"),
        ("别的.yaml", "已经有这个文件，没有覆盖"),
        ("新规则册", "新的规则册的文件名要以 .yaml 或者 .yml 结尾"),
        ("没有/新规则册.yaml", "这个文件夹"),
    ],
)
def test_the_new_rulebook_is_a_file_of_its_own(
    checklist: Run, copy: Path, rules: Path, name: str, what: str
) -> None:
    rules.with_name("别的.yaml").write_text("format: 1\n", encoding="utf-8")
    before = rules.read_bytes()
    target = rules.with_name("新") if not name else rules.parent / name
    ran = checklist(
        "rules", "review", "import", filled(copy), "-o", target, "--rules", rules, "--yes"
    )
    assert ran.code == 2
    assert what in ran.err
    assert rules.read_bytes() == before


@pytest.mark.parametrize("name", ["复核.xls", "复核.doc", "复核.pdf", "复核"])
def test_a_copy_is_an_xlsx_or_a_docx_file(checklist: Run, rules: Path, name: str) -> None:
    ran = checklist("rules", "review", "-o", rules.with_name(name), "--rules", rules)
    assert ran.code == 2
    assert "复核表的文件名要以 .xlsx 或者 .docx 结尾" in ran.err


def test_a_rulebook_in_the_place_of_the_copy_is_told(checklist: Run, rules: Path) -> None:
    target = rules.with_name("新规则册.yaml")
    ran = checklist("rules", "review", "import", rules, "-o", target)
    assert ran.code == 2
    assert "这里要写填好的复核表（.xlsx、.docx）" in ran.err


def test_the_help_page_says_both_ways(checklist: Run) -> None:
    ran = checklist("rules", "review", "--help")
    assert ran.code == 0
    assert "checklist rules review import 复核.xlsx -o 新规则册.yaml" in ran.out
