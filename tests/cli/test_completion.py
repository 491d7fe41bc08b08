"""What a shell offers on Tab, and the script by which it asks for it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from checklist.cli.app import COMMANDS, COMPLETING
from tests.conftest import Process, Run
from tests.given.slowly import slow_but


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", {*COMMANDS}),
        ("re", {"records", "remediation", "replay", "report"}),
        ("report --pd", {"--pdf"}),
        ("report ", {"seal", "verify"}),
        ("report 自查.yaml --on", {"--only"}),
        ("rules cov", {"coverage"}),
    ],
)
def test_what_may_follow_is_offered(typed: str, offered: set[str], process: Process) -> None:
    words = f"checklist {typed}"
    env = {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}
    ran = process(env={COMPLETING: "complete_bash", **env})
    assert set(ran.stdout.decode().split()) == offered
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize("encoding", slow_but("gbk", of=["utf-8", "gbk", "cp1252"]))
@pytest.mark.parametrize(
    ("typed", "word", "offered"),
    [
        ("checklist re", "re", {"records", "remediation", "replay", "report"}),
        (r"'C:\x y\checklist.exe' rules cov", "cov", {"coverage"}),
        ("checklist report --on", "--on", {"--only"}),
        ("checklist report ", "", {"seal", "verify"}),
        ("checklist report 自", "自", set()),
    ],
)
def test_powershell_gets_one_line_for_each_offer(
    typed: str, word: str, offered: set[str], encoding: str, process: Process
) -> None:
    words = {"_TYPER_COMPLETE_ARGS": typed, "_TYPER_COMPLETE_WORD_TO_COMPLETE": word}
    env = {COMPLETING: "complete_powershell", "PYTHONIOENCODING": encoding, **words}
    ran = process(env=env)
    lines = ran.stdout.decode(encoding).splitlines()
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert {line.partition(":::")[0] for line in lines if line} == offered
    assert all(line.partition(":::")[2] for line in lines if line)


def test_after_powershell_asked_nothing_is_left_in_its_environment(checklist: Run) -> None:
    script = checklist("--completion", "powershell").out
    asking, _, after = script.partition("} finally {")
    names = set(re.findall(r"\$Env:(\w+) =", asking))
    assert names == set(re.findall(r"\$Env:(\w+) = \$null", after))
    assert names > {COMPLETING}
    assert script.isascii()  # whatever the code page, it arrives as it is


def test_bash_asks_by_the_script(tmp_path: Path) -> None:
    pexpect = pytest.importorskip("pexpect", reason="a POSIX terminal")
    program = tmp_path / "checklist"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m checklist "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    shell = pexpect.spawn("bash", ["--norc", "-i"], encoding="utf-8", timeout=60)
    shell.sendline(
        f'PS1=; PATH={tmp_path}:$PATH; eval "$(checklist --completion bash)"; echo go$((1 + 1))'
    )
    shell.expect("go2")
    shell.send("checklist rules cov\t")
    shell.expect("checklist rules coverage ")
    shell.close(force=True)


def test_a_shell_nobody_foresaw_is_refused_with_those_there_are(checklist: Run) -> None:
    ran = checklist("--completion", "tcsh")
    assert ran.code == 2
    assert "可选：bash、zsh、fish、powershell" in ran.err
