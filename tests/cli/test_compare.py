from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from checklist import resources
from checklist.cli.app import run
from checklist.layout import cells
from tests.conftest import Process, Run


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the agency's result and page, and those after a gap was closed and another one
    opened."""
    folder = tmp_path_factory.mktemp("results")
    answers = folder / "自查.yaml"
    text = (resources.examples_dir() / "agency.yaml").read_text(encoding="utf-8")
    kept, established = (
        "art31-records/period:\n    value: ",
        "art30-mechanism/established:\n    value: ",
    )
    changed = text.replace(f"{kept}2年", f"{kept}3年").replace(
        f"{established}是", f"{established}否"
    )
    assert changed.count("3年") == text.count("3年") + 1
    made = {"旧.json": text, "新.json": changed, "三月.html": text, "十一月.html": changed}
    for name, content in made.items():
        answers.write_text(content, encoding="utf-8")
        command = "check" if name.endswith(".json") else "report"
        run([command, str(answers), "--as-of", "2026-11-22", "-o", str(folder / name)])
    return folder


def copied(source: Path, target: Path, old: str, new: str) -> tuple[Path, Path]:
    return (
        shutil.copyfile(source / old, target / old),
        shutil.copyfile(source / new, target / new),
    )


@pytest.fixture
def results(written: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The two results as JSON."""
    return copied(written, tmp_path, "旧.json", "新.json")


@pytest.fixture
def reports(written: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The same two results, as pages."""
    old, new = (
        shutil.copyfile(written / name, tmp_path / name) for name in ("三月.html", "十一月.html")
    )
    return old, new


def test_compare_leaves_with_one_where_something_fell_back(
    checklist: Run, results: tuple[Path, Path]
) -> None:
    ran = checklist("compare", *results)
    assert ran.code == 1
    assert "变差（" in ran.out
    assert "改进（" in ran.out
    assert "作答变了" in ran.out


def test_compare_leaves_with_zero_where_nothing_did(
    checklist: Run, results: tuple[Path, Path]
) -> None:
    ran = checklist("compare", results[0], results[0])
    assert (ran.code, "两份是同一个结果" in ran.out) == (0, True)
    assert "改进" not in ran.out


def test_a_page_beside_its_own_copy_is_told_as_the_same_result(
    checklist: Run, reports: tuple[Path, Path], tmp_path: Path
) -> None:
    copy = tmp_path / "副本.html"
    copy.write_bytes(reports[0].read_bytes())
    page = tmp_path / "对比.html"
    ran = checklist("compare", reports[0], copy, "-o", page)
    assert (ran.code, "两份是同一个结果" in ran.err) == (0, True)
    text = page.read_text(encoding="utf-8")
    assert "两份是同一个结果" in text
    assert "变差的</h2>" not in text


def test_the_end_leaves_out_what_did_not_happen(checklist: Run, results: tuple[Path, Path]) -> None:
    last = checklist("compare", *results).out.splitlines()[-1]
    assert last.startswith("变差 1 项，改进 1 项，没有变化 ")


def test_rooms_that_share_a_row_are_counted_beside_their_rows(
    checklist: Run, results: tuple[Path, Path], tmp_path: Path
) -> None:
    answers = tmp_path / "自查.yaml"
    text = (resources.examples_dir() / "agency.yaml").read_text(encoding="utf-8")
    answers.write_text(text.replace("    value: 否\n", "    value: 是\n"), encoding="utf-8")
    other = tmp_path / "全改.json"
    checklist("check", answers, "--as-of", "2026-11-22", "--format", "json", "-o", other)
    ran = checklist("compare", results[0], other)
    heading = re.search(r"（(\d+)项，几个直播间相同的合为一行，共(\d+)行）", ran.out)
    assert heading is not None
    assert int(heading[1]) > int(heading[2]) > 0


def test_compare_writes_json_to_standard_output_alone(
    checklist: Run, results: tuple[Path, Path]
) -> None:
    ran = checklist("compare", *results, "--format", "json")
    data = json.loads(ran.out)
    assert ran.out.isascii()
    assert (data["format"], data["fell_back"], data["same_rules"]) == (1, True, True)
    assert "变差 " in ran.err


def test_compare_writes_where_it_is_told_to_and_never_over_a_result(
    checklist: Run, results: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "对比.json"
    assert checklist("compare", *results, "--format", "json", "-o", out).code == 1
    assert "作答" not in out.read_text(encoding="utf-8")
    before = results[0].read_bytes()
    assert checklist("compare", *results, "-o", results[0]).code == 2
    assert results[0].read_bytes() == before


def test_compare_tells_the_mistakes_of_both_files(checklist: Run, tmp_path: Path) -> None:
    broken = tmp_path / "坏.json"
    broken.write_text('{"format": 1, "findings": []}', encoding="utf-8")
    ran = checklist("compare", tmp_path / "没有.json", broken)
    assert ran.code == 3
    assert "没有.json: 找不到这个文件" in ran.err
    assert "坏.json: 最外层 缺少 as_of" in ran.err
    assert ran.err.count("改法：") == 2


def test_compare_refuses_an_answers_file_and_says_what_to_give(checklist: Run) -> None:
    file = resources.examples_dir() / "agency.yaml"
    ran = checklist("compare", file, file)
    assert ran.code == 3
    assert "checklist check 答案文件 --format json -o 结果.json" in ran.err


def test_compare_survives_a_gbk_pipe_of_eighty_columns(
    process: Process, results: tuple[Path, Path]
) -> None:
    ran = process("compare", *results, env={"PYTHONIOENCODING": "gbk", "COLUMNS": "80"})
    assert (ran.returncode, ran.stderr) == (1, b"")
    text = ran.stdout.decode("gbk")
    assert "?" not in text
    assert max(map(cells, text.splitlines())) <= 80


def test_the_help_tells_when_it_leaves_with_one(checklist: Run) -> None:
    ran = checklist("compare", "--help")
    assert "退出码：没有变差是 0" in ran.out + ran.err


def test_compare_takes_pages_and_json_files_mixed(
    checklist: Run, results: tuple[Path, Path], reports: tuple[Path, Path]
) -> None:
    told = [
        json.loads(checklist("compare", old, new, "--format", "json").out)
        for old in (results[0], reports[0])
        for new in (results[1], reports[1])
    ]
    assert all(one == told[0] for one in told)
    assert told[0]["totals"]["improved"] == 1


def test_compare_writes_a_page_by_its_suffix_or_beside_the_newer_result(
    checklist: Run, reports: tuple[Path, Path], tmp_path: Path
) -> None:
    page = tmp_path / "对比.html"
    assert checklist("compare", *reports, "-o", page).code == 1
    ran = checklist("compare", *reports, "--format", "html")
    assert "十一月-对比.html" in ran.err
    assert (tmp_path / "十一月-对比.html").read_bytes() == page.read_bytes()
    assert "有好有坏" in page.read_text(encoding="utf-8")


def test_compare_refuses_a_page_that_is_not_ours(checklist: Run, tmp_path: Path) -> None:
    other = tmp_path / "别的.html"
    other.write_text("<!doctype html><p>别的网页</p>", encoding="utf-8")
    ran = checklist("compare", other, other)
    assert ran.code == 3
    assert "没有内嵌的结果和封记" in ran.err
