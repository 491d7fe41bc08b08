from __future__ import annotations

import json
import os
import re
import sys
import threading
from pathlib import Path

import pytest

from checklist import resources
from checklist.files import free_name, write_whole
from tests.conftest import Run
from tests.given.bundled import write_example

DAY = ("--as-of", "2026-11-22")


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    copy = tmp_path / "机构 甲.yaml"
    write_example("agency", copy)
    return copy


@pytest.fixture
def nothing(tmp_path: Path) -> Path:
    file = tmp_path / "空.yaml"
    file.write_text("format: 1\nrespondent: { name: 某公司 }\n", encoding="utf-8")
    return file


def test_check_leaves_with_one_where_something_is_not_satisfied(
    checklist: Run, agency: Path
) -> None:
    ran = checklist("check", agency, *DAY)
    assert ran.code == 1
    assert "\n不符合 15项\n" in ran.out
    assert ran.err.startswith("结论：有")


def test_check_leaves_with_four_where_nothing_was_answered(checklist: Run, nothing: Path) -> None:
    ran = checklist("check", nothing, *DAY)
    assert ran.code == 4
    assert "还没有可以判断的答复" in ran.err


def test_check_prints_json_and_nothing_else_to_standard_output(
    checklist: Run, agency: Path
) -> None:
    ran = checklist("check", agency, *DAY, "--format", "json")
    assert ran.out.isascii()
    assert json.loads(ran.out)["as_of"] == "2026-11-22"


def test_check_writes_utf8_where_it_is_told_to(
    checklist: Run, agency: Path, tmp_path: Path
) -> None:
    out = tmp_path / "结果.json"
    ran = checklist("check", agency, *DAY, "--format", "json", "-o", out)
    assert ran.out == ""
    assert str(out) in ran.err
    assert "直播" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["check", "report"])
def test_a_day_before_the_regulation_is_in_force_is_wrong_usage(
    checklist: Run, agency: Path, command: str
) -> None:
    ran = checklist(command, agency, "--as-of", "2026-01-31")
    assert ran.code == 2
    assert "2026-02-01 才起施行" in ran.err
    assert ran.out == ""


def test_report_lies_beside_the_answers(checklist: Run, agency: Path) -> None:
    before = agency.read_bytes()
    ran = checklist("report", agency, *DAY)
    page = agency.with_suffix(".html")
    assert ran.code == 0
    assert ran.out.strip() == str(page)
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert agency.read_bytes() == before


@pytest.mark.parametrize("command", ["check", "report"])
def test_no_command_writes_over_the_answers(
    checklist: Run, agency: Path, tmp_path: Path, command: str
) -> None:
    before = agency.read_bytes()
    other = tmp_path / "另一份.yaml"
    other.write_bytes(before)
    link = tmp_path / "link.html"
    link.symlink_to(agency)
    for target in (agency, other, link, tmp_path):
        ran = checklist(command, agency, *DAY, "-o", target)
        assert ran.code == 2, target
        assert "改法：" in ran.err
    assert agency.read_bytes() == other.read_bytes() == before


def test_answers_named_like_a_page_are_not_written_over(
    checklist: Run, agency: Path, tmp_path: Path
) -> None:
    odd = tmp_path / "odd.html"
    odd.write_bytes(agency.read_bytes())
    assert checklist("report", odd, *DAY).code == 2
    assert odd.read_bytes() == agency.read_bytes()


def test_a_folder_that_does_not_exist_is_told_in_chinese(
    checklist: Run, agency: Path, tmp_path: Path
) -> None:
    for name in ("报告.html", "报告.pdf"):  # a PDF is not printed first
        folder = tmp_path / "没有"
        ran = checklist("report", agency, *DAY, "-o", folder / name)
        assert ran.code == 2
        assert ran.err == (
            f"{folder / name}: 没有 {folder} 这个文件夹\n"
            "      改法：先建立文件夹，或者换一个存在的文件夹\n"
        )


def test_the_rulebook_given_by_hand_is_named_as_such(
    checklist: Run, agency: Path, tmp_path: Path
) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_bytes(resources.rules_file().read_bytes())
    ran = checklist("check", agency, *DAY, "--rules", rules)
    assert "非随附规则册" in ran.err
    checklist("report", agency, *DAY, "--rules", rules)
    assert "非随附规则册" in agency.with_suffix(".html").read_text(encoding="utf-8")


def test_demo_writes_a_page_and_never_over_another(
    checklist: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first, second = checklist("demo"), checklist("demo")
    assert first.code == second.code == 0
    assert first.out.strip() == str(tmp_path / "示例-合规自查报告.html")
    assert second.out.strip() == str(tmp_path / "示例-合规自查报告-2.html")
    assert "checklist ask" in first.err


def test_a_file_is_replaced_whole_and_nothing_is_left_behind(tmp_path: Path) -> None:
    file = tmp_path / "报告.html"
    assert write_whole(file, b"one") == file
    assert write_whole(file, b"two") == file
    assert file.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [file]


def test_a_free_name_counts_up(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    assert free_name(file) == file
    file.write_text("", encoding="utf-8")
    (tmp_path / "a-2.html").write_text("", encoding="utf-8")
    assert free_name(file) == tmp_path / "a-3.html"


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in the file system there")
def test_a_pipe_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()
    assert write_whole(pipe, b"one") == pipe
    reader.join(timeout=120)
    assert received == [b"one"]
    assert pipe.is_fifo()


def test_a_folder_is_no_place_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=re.escape(tmp_path.name)):
        write_whole(tmp_path, b"one")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["check", "report"])
def test_a_dash_does_not_become_a_file_named_dash(
    checklist: Run, agency: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(agency.parent)
    ran = checklist(command, agency, *DAY, "-o", "-")
    assert ran.code == 2
    assert "-o - 不能写到标准输出" in ran.err
    assert list(agency.parent.glob("-*")) == []


def test_check_says_what_writes_a_page(checklist: Run, agency: Path) -> None:
    ran = checklist("check", agency, *DAY, "-o", agency.with_suffix(".html"))
    assert ran.code == 2
    assert "网页、PDF 和整改台账用 checklist report 写" in ran.err
