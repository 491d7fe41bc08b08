"""What a shell offers on Tab, and the script by which it asks for it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from checklist.cli.app import COMMANDS, COMPLETING
from tests.conftest import Process, Run

pexpect = pytest.importorskip("pexpect", reason="a POSIX terminal")


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


def test_bash_asks_by_the_script(tmp_path: Path) -> None:
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
