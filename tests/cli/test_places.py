"""Files and folders that are not what a command needs: told in Chinese, nothing written."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from shutil import copytree

import pytest

from checklist import resources
from checklist.cli import rulebooks
from checklist.errors import reason
from tests.conftest import Process, Run
from tests.given.slowly import slow_but

COMPARE = ("compare", "--format", "html")


@pytest.fixture
def here(answers: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with an answers file in it."""
    monkeypatch.chdir(answers.parent)
    return answers.parent


@pytest.mark.parametrize("folder", [".", "", "/", ".."])
@pytest.mark.parametrize(
    "command",
    [
        ("report",),
        ("report", "--format", "xlsx"),
        ("ask",),
        ("history",),
        ("form",),
        ("check",),
        (*COMPARE, "自查.yaml"),
    ],
)
def test_a_folder_is_no_file(checklist: Run, here: Path, command: list[str], folder: str) -> None:
    ran = checklist(*command, folder)
    assert ran.code == 3
    assert f"{Path(folder)}: 这是一个文件夹，不是文件\n      改法：" in ran.err
    assert [one.name for one in here.iterdir()] == ["自查.yaml"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder somebody stands in")
@pytest.mark.parametrize("command", slow_but("report", "form", of=["report", "form", "demo"]))
def test_a_working_folder_that_was_deleted_is_told_in_chinese(
    process: Process, tmp_path: Path, command: str
) -> None:
    hook = tmp_path / "hook"
    gone = tmp_path / "gone"
    hook.mkdir()
    gone.mkdir()
    (hook / "sitecustomize.py").write_text(
        f"import os\nos.chdir({str(gone)!r})\nos.rmdir({str(gone)!r})\n", encoding="utf-8"
    )
    path = os.pathsep.join([str(hook), str(Path(__file__).parents[2])])
    arguments = [] if command == "demo" else ["自查.yaml"]
    ran = process(command, *arguments, env={"PYTHONPATH": path})
    told = ran.stderr.decode()
    assert ran.returncode in {2, 3}
    assert "Traceback" not in told
    assert "改法：" in told


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "command",
    [
        ("report", "自查.yaml"),
        ("check", "自查.yaml"),
        ("summary", "."),
        (*COMPARE, "自查.yaml", "自查.yaml"),
    ],
)
def test_a_folder_to_write_into_has_to_be_there(checklist: Run, command: list[str]) -> None:
    suffix = ".json" if command[0] == "check" else ".html"
    ran = checklist(*command, "-o", f"没有/x{suffix}")
    assert ran.code == 2
    assert f"{Path('没有') / 'x'}{suffix}: 没有 没有 这个文件夹" in ran.err
    ran = checklist(*command, "-o", f"自查.yaml/x{suffix}")
    assert "自查.yaml 是文件，不是文件夹" in ran.err


@pytest.mark.parametrize(
    ("command", "example"),
    [
        (("check", "自查.yaml", "--format", "json"), "结果.json"),
        (("report", "自查.yaml"), "报告.html"),
        (("report", "自查.yaml", "--format", "xlsx"), "报告-整改台账.xlsx"),
        (("calendar", "自查.yaml"), "期限.ics"),
        (("summary", "."), "汇总.html"),
        (("bundle", "自查.yaml"), "自查.zip"),
        (("form", "自查.yaml"), "问卷.xlsx"),
        (("merge", "自查.yaml", "另一份.yaml"), "合并.yaml"),
        (("rules", "catalogue"), "义务目录.md"),
        (("rules", "schema", "answers"), "answers.schema.json"),
        (("rules", "review"), "复核.xlsx"),
    ],
)
def test_where_nothing_is_written_a_free_name_of_the_right_kind_is_advised(
    checklist: Run, here: Path, command: list[str], example: str
) -> None:
    (here / "甲").mkdir()
    for free in (example, f"{Path(example).stem}-2{Path(example).suffix}"):
        ran = checklist(*command, "-o", "甲")
        assert ran.code == 2
        assert f"改法：用 -o 另写一个文件名，例如 -o {free}\n" in f"{ran.err}\n"
        (here / free).mkdir()


@pytest.mark.parametrize("command", [("merge", "自查.yaml", "乙.yaml"), ("form", "自查.yaml")])
def test_the_name_that_is_taken_is_not_advised(
    checklist: Run, here: Path, command: list[str]
) -> None:
    (here / "乙.yaml").write_bytes((here / "自查.yaml").read_bytes())
    taken = "合并.yaml" if command[0] == "merge" else "问卷.xlsx"
    (here / taken).write_bytes(b"")
    ran = checklist(*command, "-o", taken)
    assert ran.code == 2
    assert f"例如 -o {taken.replace('.', '-2.')}" in ran.err


def test_the_folder_of_the_reports_may_hold_the_summary_too(checklist: Run, here: Path) -> None:
    ran = checklist("summary", ".", "--reports", "报告", "-o", "报告/汇总.html")
    assert ran.code == 0
    assert (here / "报告" / "汇总.html").is_file()


def test_why_the_system_refused_is_told_in_chinese() -> None:
    assert reason(OSError(errno.ENOSPC, "No space left on device")) == "磁盘满了"
    assert reason(OSError(errno.EDEADLK, "Resource deadlock avoided")).startswith("系统错误 E")
    assert reason(OSError(99999, "另一个程序正在使用此文件。")) == "另一个程序正在使用此文件。"
    assert reason(OSError("no number")) == "系统错误"


def test_on_windows_a_path_that_is_too_long_is_told_as_such(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    missing = OSError(errno.ENOENT, "No such file or directory", str(tmp_path / "x.html"))
    deep = OSError(errno.ENOENT, "No such file or directory", "深" * 60 + "/" + "x" * 200)
    monkeypatch.setattr(sys, "platform", "linux")
    assert reason(deep) == "没有这个文件或者文件夹"
    monkeypatch.setattr(sys, "platform", "win32")
    assert reason(missing) == "没有这个文件或者文件夹"
    assert "路径太长" in reason(deep)


@pytest.mark.parametrize("command", ["report", "form"])
@pytest.mark.parametrize("wrong", [("--format", "docx"), ("--onlly",), ("a", "b")])
def test_a_hidden_command_is_not_advised(checklist: Run, command: str, wrong: list[str]) -> None:
    ran = checklist(command, *wrong)
    assert ran.code == 2
    assert ran.err.endswith(f"改法：用 checklist {command} --help 查看用法\n")


def forget_rulebooks() -> None:
    """As a program that begins: nothing was read before."""
    rulebooks.bundled_rulebook.cache_clear()
    rulebooks.bundled_rulebooks.cache_clear()


def test_a_copy_of_the_rules_is_told_only_where_it_differs(
    here: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    installed = tmp_path_factory.mktemp("installed")
    copytree(resources.rules_file().parent, installed / "rules")
    copytree(resources.rules_file().parent, here / "rules")
    monkeypatch.setattr(resources, "_ROOT", installed)
    monkeypatch.setattr(resources, "_BUNDLED", installed)
    edited = here / "rules" / "livestream.yaml"
    edited.write_bytes(edited.read_bytes().replace(b"\n", b"\r\n"))
    forget_rulebooks()
    rulebooks.rulebook(None)
    assert capsys.readouterr().err == ""
    edited.write_bytes(edited.read_bytes() + b"# mine\n")
    forget_rulebooks()
    rulebooks.rulebook(None)
    forget_rulebooks()
    assert "不是这里的" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["x.html", "x.PDF", "x.xlsx", "x.csv", "x.json", "x.docx", "自查.历史.jsonl"]
)
def test_new_answers_do_not_lie_under_the_name_of_something_else(
    checklist: Run, here: Path, name: str
) -> None:
    for command in (("ask",), ("form", "import", "问卷.xlsx")):
        ran = checklist(*command, name)
        assert ran.code == 2
        assert f"改法：换成 .yaml，例如 {Path(name).with_suffix('.yaml')}\n" in ran.err
    assert [one.name for one in here.iterdir()] == ["自查.yaml"]


def test_a_picture_named_like_answers_is_no_text(checklist: Run, here: Path) -> None:
    (here / "图.yaml").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff")
    (here / "坏.yaml").write_bytes(b"\n\xff")
    assert "图.yaml: 这是图片，不是文本文件" in checklist("check", "图.yaml").err
    told = checklist("summary", ".").err
    assert "没有汇总 图.yaml: 这是图片，不是文本文件\n" in told
    assert "没有汇总 坏.yaml:2: 文件不是 UTF-8 编码\n" in told


@pytest.mark.parametrize("name", ["nul.html", "CON.html", "aux .报告.html", "com1", "Lpt³.html"])
def test_what_windows_takes_for_a_device_is_no_name_for_a_file(
    checklist: Run, here: Path, name: str
) -> None:
    ran = checklist("report", "自查.yaml", "-o", name)
    assert ran.code == 2
    assert "在 Windows 上是一种设备" in ran.err
    assert checklist("ask", f"{name.partition('.')[0]}.yaml").code == 2
    assert [one.name for one in here.iterdir()] == ["自查.yaml"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file")
def test_answers_that_lie_under_such_a_name_elsewhere_are_still_read(
    checklist: Run, here: Path
) -> None:
    (here / "自查.yaml").rename(here / "aux.yaml")
    assert checklist("check", "aux.yaml").code == 1
    assert checklist("report", "aux.yaml", "-o", "报告.html").code == 0


def test_a_colon_would_hide_a_report_in_another_file_on_windows(
    checklist: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    ran = checklist("report", "自查.yaml", "-o", "报告 12:30.html")
    assert (ran.code, [one.name for one in here.iterdir()]) == (2, ["自查.yaml"])
    assert "半角冒号" in ran.err
