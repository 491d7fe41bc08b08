"""The menu: whoever types no commands still runs them, and them alone."""

from __future__ import annotations

import io
import os
import webbrowser
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest

from checklist.cli import menu
from tests.conftest import Ran, Run
from tests.given.bundled import write_example

Chosen = Callable[..., Ran]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that the browser was asked to show."""
    pages: list[str] = []

    def note(address: str) -> bool:
        pages.append(unquote(address))
        return True

    monkeypatch.setattr(webbrowser, "open", note)
    return pages


@pytest.fixture
def chosen(
    checklist: Run, shown: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Chosen:
    """Types lines into the menu, where it is started without a folder."""
    assert shown == []

    def call(*lines: str | Path, folder: str | Path | None = None) -> Ran:
        monkeypatch.chdir(tmp_path)
        typed = "".join(f"{line}\n" for line in lines).encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"))
        return checklist("menu", *([folder] if folder else []))

    return call


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder of the answers, with some in it."""
    folder = tmp_path / "我的自查"
    folder.mkdir()
    write_example("agency", folder / "自查.yaml")
    return folder


def test_it_lists_what_there_is_and_where_things_lie_and_leaves(
    chosen: Chosen, tmp_path: Path
) -> None:
    ran = chosen("q")
    assert ran.code == 0
    assert f"答案和报告放在：{tmp_path / '我的自查'}" in ran.out
    assert all(title in ran.out for title, _ in menu._CHOICES.values())


def test_leaving_by_the_end_of_input_is_told_as_such(chosen: Chosen) -> None:
    assert chosen().code == 130


def test_what_is_not_on_the_list_is_said(chosen: Chosen) -> None:
    assert "没有“99”这一项" in chosen("99", "", "q").out


def test_a_command_that_was_told_is_run_as_it_stands(chosen: Chosen, own: Path) -> None:
    ran = chosen("python -m checklist check 自查.yaml", 'checklist check "没有 这个.yaml"', "q")
    assert "结论：" in ran.err
    assert "没有 这个.yaml: " in ran.err
    assert own.exists()


@pytest.mark.parametrize("typed", ["checklist menu", "checklist", "ask", "rm -rf checklist"])
def test_another_line_is_not_on_the_list(chosen: Chosen, typed: str) -> None:
    assert f"没有“{typed}”这一项" in chosen(typed, "q").out


def test_the_sample_is_written_into_the_folder_and_shown(
    chosen: Chosen, shown: list[str], tmp_path: Path
) -> None:
    assert "-m checklist demo" in chosen("1", "q").out.replace("\ncheckl", "\n-m checkl")
    (page,) = (tmp_path / "我的自查").glob("*.html")
    assert [Path(address).name for address in shown] == [page.name]


def test_a_sitting_begins_and_is_taken_up_again(chosen: Chosen, tmp_path: Path) -> None:
    chosen("2", "测试有限公司", "李四", "q", "q")
    answers = tmp_path / "我的自查" / "自查.yaml"
    assert "测试有限公司" in answers.read_text(encoding="utf-8")
    ran = chosen("2", "q", "q")
    assert "填报单位的全称" not in ran.out


def test_what_needs_answers_says_where_to_begin_without_any(chosen: Chosen, tmp_path: Path) -> None:
    ran = chosen("3", "4", "6", "q")
    assert ran.out.count("先选 2") == 3
    assert list((tmp_path / "我的自查").iterdir()) == []


@pytest.mark.slow
def test_report_pack_and_archive_are_written(chosen: Chosen, shown: list[str], own: Path) -> None:
    chosen("3", "4", "4", "6", "q")
    assert shown[0].endswith("自查.html")
    names = {file.name for file in own.iterdir()}
    again = {"自查-整改包", "自查-整改包-2"}  # one that is worked in stays
    assert names >= {"自查.html", "自查.zip"} | again


def test_one_of_several_answers_files_is_chosen_by_number(chosen: Chosen, own: Path) -> None:
    write_example("host", own / "主播.yaml")
    os.utime(own / "主播.yaml", (1, 1))
    ran = chosen("3", "2", "3", "", "q")
    assert "1  自查.yaml" in ran.out
    assert [page.name for page in own.glob("*.html")] == ["主播.html"]


@pytest.mark.slow
def test_a_register_a_form_and_an_archive_come_back(
    chosen: Chosen, own: Path, checklist: Run
) -> None:
    checklist("report", own / "自查.yaml", "-o", own / "台账.xlsx")
    ran = chosen("5", "1", "1", "q")
    assert "台账里没有改动" in ran.out + ran.err
    checklist("form", own / "自查.yaml", "-o", own / "问卷.xlsx")
    ran = chosen("6", "5", f'"{own / "问卷.xlsx"}"', "2", "5", own / "自查.zip", "q")
    assert "问卷里没有新的改动" in ran.out + ran.err
    assert (own / "自查" / "自查.yaml").exists()


def test_what_lies_beside_an_open_workbook_is_not_offered(chosen: Chosen, own: Path) -> None:
    (own / "~$台账.xlsx").write_bytes(b"")
    (own / ".~台账.xlsx").write_bytes(b"")
    assert "台账.xlsx" not in chosen("5", "", "q").out


def test_the_folder_may_be_another_and_must_be_one(chosen: Chosen, tmp_path: Path) -> None:
    assert chosen("q", folder="别处/更深").code == 0
    assert (tmp_path / "别处/更深").is_dir()
    (tmp_path / "文件").write_text("", encoding="utf-8")
    ran = chosen("q", folder="文件")
    assert (ran.code, ran.out) == (2, "")
    assert "答案不能放在这里" in ran.err


def test_an_error_of_a_command_leads_back_to_the_menu(chosen: Chosen, own: Path) -> None:
    (own / "自查.yaml").write_text("坏", encoding="utf-8")
    ran = chosen("3", "q")
    assert ran.code == 0
    assert "自查.yaml:1" in ran.err
