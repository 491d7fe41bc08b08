"""How a command ends: every kind of trouble has its exit code, its words and its stream."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer
from typer._click import Command
from typer.main import get_command

from checklist import exits
from checklist.cli.app import run
from checklist.cli.common import judged_on, today
from checklist.errors import (
    ChecklistError,
    Complaint,
    NotWritten,
    UnreadableFile,
    Where,
    WrongUsage,
)
from checklist.streams import print_note, print_text

if TYPE_CHECKING:
    from tests.conftest import Process, Run

ROOT = Path(__file__).parents[2]
MISTAKES = (
    Complaint(
        what="第 3 个问题缺少 expect",
        mend="写明合格条件",
        where=Where(file="a.yaml", line=27, column=9),
    ),
    Complaint(what="“art99”不存在", mend="改成已有的编号"),
)  # fmt: skip


def ending_with(trouble: BaseException | None) -> Command:
    app = typer.Typer()

    @app.command()
    def only() -> None:
        if trouble is not None:
            raise trouble

    return get_command(app)


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (None, 0),
        (typer.Exit(exits.UNDETERMINED), 4),
        (UnreadableFile(*MISTAKES), 3),
        (WrongUsage(*MISTAKES), 2),
        (ChecklistError(*MISTAKES), 2),
        (NotWritten(*MISTAKES), 3),
        (OSError(errno.ENOSPC, "full"), 3),
        (PermissionError(errno.EACCES, "no", "a.yaml"), 3),
        (OSError(errno.ENAMETOOLONG, "long", "a.yaml"), 3),
        (FileNotFoundError(errno.ENOENT, "a template of ours"), 70),
        (KeyboardInterrupt(), 130),
        (EOFError(), 130),
        (typer.Abort(), 130),
        (RuntimeError("a bug"), 70),
    ],
)
def test_every_ending_has_its_exit_code(trouble: BaseException | None, code: int) -> None:
    assert run([], ending_with(trouble)) == code


def test_every_complaint_is_printed_and_none_is_a_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run([], ending_with(UnreadableFile(*MISTAKES)))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == (
        "a.yaml:27:9: 第 3 个问题缺少 expect\n      改法：写明合格条件\n"
        "“art99”不存在\n      改法：改成已有的编号\n"
    )


def test_a_bug_shows_its_traceback_without_saying_where_the_program_lies(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run([], ending_with(RuntimeError("a bug")))
    said = capsys.readouterr().err
    assert said.startswith("Traceback")
    assert f'File "cli{os.sep}app.py", line' in said
    assert str(ROOT) not in said
    assert str(Path(typer.__file__).parents[1]) not in said
    assert "RuntimeError: a bug" in said
    assert said.endswith("单位、个人的名称和文件夹、文件的名称，先换成别的字。\n")


def test_of_many_complaints_twenty_are_told_and_the_rest_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for count, more in ((20, ""), (21, "另有 1 处错误没有列出"), (500, "另有 480 处错误没有列出")):
        run([], ending_with(UnreadableFile(*MISTAKES[:1] * count)))
        said = capsys.readouterr().err
        assert said.count("缺少 expect") == min(count, 20)
        assert more in said
        assert ("另有" in said) == bool(more)


def test_hostile_text_in_a_complaint_comes_out_inert(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "\x1b[2J\u202e甲\r\n乙"
    run([], ending_with(UnreadableFile(
        Complaint(what=hostile, mend=hostile, where=Where(file=hostile, line=1))
    )))  # fmt: skip
    said = capsys.readouterr().err
    assert not set(said) & {"\x1b", "\u202e", "\r"}
    assert said.count("\n") == 2
    assert said.count("甲") == 3


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026/3/1", date(2026, 3, 1)),
        ("2026年3月1日", date(2026, 3, 1)),
        ("２０２６－０３－０１", date(2026, 3, 1)),
        (" 2028-02-29 ", date(2028, 2, 29)),
    ],
)
def test_a_day_is_understood_as_people_type_it(typed: str, day: date) -> None:
    assert judged_on(typed) == day


def test_without_a_day_it_is_today() -> None:
    before = today()
    assert before <= judged_on(None) <= today()


@pytest.mark.parametrize("typed", ["", "明天", "2026-02-29", "2026-13-01", "03-01", "2026-3-1x"])
def test_what_is_no_day_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(WrongUsage, match="2026-03-01"):
        judged_on(typed)


@pytest.mark.parametrize("printed", [print_text, print_note])
def test_characters_a_stream_cannot_encode_do_not_stop_the_program(
    printed: Callable[[str], None],
) -> None:
    name = "print_text" if printed is print_text else "print_note"
    program = f"from checklist.streams import {name}; {name}('√ 䶮 ✓ 直播')"
    ran = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "gbk"},
        check=True,
    )
    assert (ran.stdout or ran.stderr).decode("gbk").strip() == "√ ? ? 直播"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--help"], 0),
        (["check", ROOT / "examples" / "agency.yaml"], 1),
        (["check", ROOT / "examples" / "agency.yaml", "--format", "json"], 1),
        (["rules", "list"], 0),
        (["demo"], 0),
        (["nonsense"], 2),
        (["check", "没有.yaml"], 3),
    ],
)
def test_every_command_survives_a_chinese_windows_pipe(
    arguments: list[str | Path],
    code: int,
    process: Process,
) -> None:
    """GBK has no ✓, no emoji and no ¥: what we print ourselves must do without them."""
    ran = process(*arguments, env={"PYTHONIOENCODING": "gbk"})
    assert ran.returncode == code
    said = (ran.stdout + ran.stderr).decode("gbk")
    assert "Traceback" not in said
    assert "?" not in said


def test_the_version_is_printed(checklist: Run) -> None:
    from checklist import __version__

    assert checklist("--version").out == f"livestream-checklist {__version__}\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell's pipe")
def test_a_reader_that_leaves_early_gets_no_traceback() -> None:
    ran = subprocess.run(
        [
            "bash",
            "-c",
            f"{sys.executable} -m checklist rules list | true; echo ${{PIPESTATUS[0]}}",
        ],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert ran.stderr == b""
    assert ran.stdout.strip() in {b"130", b"0"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", ["--version", "--help", "check --help", "rules list"])
def test_a_full_disk_is_told_in_chinese(arguments: str) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "checklist", *arguments.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )
    assert ran.returncode == exits.BAD_FILE
    assert "写不出去（磁盘满了）" in ran.stderr.decode()
    assert b"Traceback" not in ran.stderr


def test_a_sitting_without_an_answer_leaves_nothing_behind(
    tmp_path: Path, process: Process
) -> None:
    ran = process("ask", str(tmp_path / "自查.yaml"), input=b"q\n")
    assert "还没有任何答案，没有建立文件" in ran.stdout.decode()
    assert list(tmp_path.iterdir()) == []
