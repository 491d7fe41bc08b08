"""Folders that know no locks, and names as long as a name may be."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checklist.assessment.stored.file import history_file, load, lock
from checklist.files import free_name, sibling, write_whole
from tests.conftest import ROOT
from tests.given.bundled import LIVESTREAM

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Process, Run

NO_LOCKS = ("EOPNOTSUPP", "ENOLCK", "EACCES", "ENOSYS", "EINVAL")
"""What systems say to flock on network drives, FUSE and others that do not know it."""
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="flock")
TOLD = "不支持文件锁"
MEASURE = "m 六月补了\nq\n".encode()
"""Typed at the first gap: what is done about it, and leave."""


def without_locks(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    import fcntl

    def flock(*_: object) -> None:
        raise OSError(getattr(errno, name), "flock")

    monkeypatch.setattr(fcntl, "flock", flock)


@POSIX
@pytest.mark.parametrize("name", NO_LOCKS)
def test_where_nothing_can_be_locked_the_work_goes_on_and_it_is_said_once(
    name: str, answers: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_locks(monkeypatch, name)
    left = answers.with_name(".自查.yaml.lock")
    left.write_text("4711 pc-12", encoding="utf-8")  # by a program that is long gone
    with lock(answers):
        pass
    with lock(answers):
        assert load(answers, LIVESTREAM).respondent.name
    assert capsys.readouterr().err.count(TOLD) == 2
    assert {file.name for file in answers.parent.iterdir()} == {"自查.yaml", ".自查.yaml.lock"}


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize("name", NO_LOCKS)
def test_without_locks_a_sitting_is_held_and_saved(
    name: str, answers: Path, process: Process, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "import errno, fcntl\n"
        "def flock(*_):\n"
        f"    raise OSError(errno.{name}, 'flock')\n"
        "fcntl.flock = flock\n",
        encoding="utf-8",
    )
    env = {"PYTHONPATH": f"{site}{os.pathsep}{ROOT}"}
    before = answers.read_bytes()
    ran = process("ask", answers, "--only", "gaps", input=MEASURE, env=env)
    assert ran.returncode == 0
    assert ran.stderr.decode().count(TOLD) == 1
    assert b"Warning" not in ran.stderr
    assert answers.read_bytes() != before


@pytest.mark.slow
def test_where_locks_work_a_second_window_is_still_kept_out(
    answers: Path, process: Process
) -> None:
    with lock(answers):
        ran = process("ask", answers)
    assert ran.returncode == 3
    assert "正在另一个窗口里作答（进程" in ran.stderr.decode()
    assert TOLD not in ran.stderr.decode()
    assert process("ask", answers, input=b"q\n").returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names are counted in bytes")
@pytest.mark.parametrize(("character", "length"), [("查", 80), ("查", 83), ("é", 125), ("𠀀", 62)])
def test_answers_of_any_name_that_can_be_are_saved_with_all_that_lies_beside_them(
    character: str, length: int, tmp_path: Path, checklist: Run, process: Process
) -> None:
    path = tmp_path / f"{character * length}.yaml"
    shutil.copyfile(ROOT / "examples" / "agency.yaml", path)
    before = path.read_bytes()
    process("ask", path, "--only", "gaps", input=MEASURE)
    assert path.read_bytes() != before
    assert history_file(path).is_file()
    for arguments in (["report", "--only", "retention"], ["history"], ["form"]):
        ran = checklist(*arguments, path)
        assert ran.code == 0, ran.err
    names = [file.name for file in tmp_path.iterdir()]
    assert not any(name.endswith((".tmp", ".holder")) for name in names)
    assert all(len(os.fsencode(name)) <= 255 for name in names)


@pytest.mark.parametrize(
    "make",
    [
        history_file,
        lambda path: sibling(path, ".", path.name, ".lock"),
        lambda path: sibling(path, "", path.stem, f".外部改动{path.suffix}"),
        lambda path: sibling(path, "", path.stem, "-对比.html"),
    ],
)
def test_two_long_names_never_share_what_lies_beside_them(make: Callable[[Path], Path]) -> None:
    names = {make(Path(f"{'查' * 82}{end}.yaml")).name for end in "甲乙丙"}
    assert len(names) == 3
    assert make(Path("自查.yaml")).name.count("自查") == 1
    assert "~" not in make(Path("自查.yaml")).name


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names are counted in bytes")
def test_half_a_save_under_a_long_name_is_cleared_away(tmp_path: Path) -> None:
    path = tmp_path / f"{'查' * 83}.yaml"
    write_whole(path, b"one")
    torn = sibling(path, ".", path.name, ".0000004711.tmp")
    torn.write_bytes(b"half")
    other = tmp_path / ".别的.yaml.4711.tmp"
    other.write_bytes(b"of another file")
    with lock(path):
        assert (torn.exists(), other.exists()) == (False, True)


@pytest.mark.skipif(sys.platform == "win32", reason="only names counted in bytes are that long")
def test_a_free_name_is_never_too_long(tmp_path: Path) -> None:
    path = tmp_path / f"{'查' * 82}.yaml"
    path.write_bytes(b"")
    assert not free_name(path).exists()
    assert write_whole(free_name(path), b"second") != path
