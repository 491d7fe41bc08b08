"""Ctrl-C, Ctrl-D, a closed terminal, a second terminal: at most what is being typed is lost."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checklist import exits
from tests.assessment.long_session import LongSession

Terminal = Any
"""A pexpect.spawn; pexpect has no types."""
PATIENCE = 120
"""Seconds after which a test gives up waiting; far more than a busy machine needs."""
LISTENING = "答（.*?）："
"""The prompt: what is typed before it stands there goes to the terminal and not to the program."""
pexpect = pytest.importorskip("pexpect")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@pytest.fixture
def session(tmp_path: Path) -> LongSession:
    return LongSession(tmp_path)


@pytest.fixture
def terminal(session: LongSession) -> Iterator[Terminal]:
    """A terminal in which three questions are answered and a fourth is half typed."""
    program, *arguments = session.command
    child = pexpect.spawn(
        program,
        arguments,
        env={**session.env, "TERM": "xterm"},
        encoding="utf-8",
        timeout=PATIENCE,
        dimensions=(40, 100),
    )
    for number in (1, 2, 3):
        child.expect(f"第{number}问？")
        child.expect(LISTENING)
        child.sendline("是")
    child.expect("第4问？")
    child.expect(LISTENING)
    child.send("否")
    child.expect("否$")
    yield child
    child.close(force=True)


def interrupted(child: Terminal) -> None:
    """Press Ctrl-C until the program says how to go on. Python looks for signals before it begins
    to wait for a line: one that comes between the two waits for the next key."""
    for _ in range(PATIENCE // 10):
        child.sendintr()
        if child.expect(["接着答", pexpect.TIMEOUT], timeout=10) == 0:
            return
    raise AssertionError("Ctrl-C is not heard")


def ended(child: Terminal) -> int:
    """The exit code, or minus the signal."""
    child.expect(pexpect.EOF)
    child.wait()
    return int(child.exitstatus) if child.signalstatus is None else -int(child.signalstatus)


@pytest.mark.slow
def test_ctrl_c_loses_what_is_being_typed_and_nothing_else(
    session: LongSession, terminal: Terminal
) -> None:
    interrupted(terminal)
    assert ended(terminal) == exits.INTERRUPTED
    assert session.answered() == 3


@pytest.mark.slow
def test_ctrl_d_loses_what_is_being_typed_and_nothing_else(
    session: LongSession, terminal: Terminal
) -> None:
    terminal.send("\x15")  # what is typed is taken back: Ctrl-D leaves only from an empty line
    terminal.sendeof()
    terminal.expect("接着答")
    assert ended(terminal) == exits.INTERRUPTED
    assert session.answered() == 3


def test_a_closed_terminal_loses_what_is_being_typed_and_nothing_else(
    session: LongSession, terminal: Terminal
) -> None:
    terminal.ptyproc.fileobj.close()  # an SSH session that breaks off: the system sends SIGHUP
    terminal.wait()
    assert session.answered() == 3


@pytest.mark.slow
def test_afterwards_one_goes_on_where_it_stopped(session: LongSession, terminal: Terminal) -> None:
    interrupted(terminal)
    ended(terminal)
    ran = subprocess.run(
        session.command, input="是\n".encode(), capture_output=True, env=session.env, check=False
    )
    asked = re.findall(r"第(\d+)问？", ran.stdout.decode())
    assert asked[0] == "4"
    assert session.answered() == 4


@pytest.mark.slow
def test_a_second_terminal_is_told_who_holds_the_file(
    session: LongSession, terminal: Terminal
) -> None:
    ran = subprocess.run(session.command, capture_output=True, env=session.env, check=False)
    said = ran.stderr.decode()
    assert ran.returncode == exits.BAD_FILE
    assert "正在另一个窗口里作答" in said
    assert f"（进程 {terminal.pid}，电脑 {os.uname().nodename}，自 20" in said
    assert session.answered() == 3
