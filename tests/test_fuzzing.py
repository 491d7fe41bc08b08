"""Spoiled files: every reader takes or refuses them in Chinese, soon and without much memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

import pytest

from checklist.errors import UnreadableFile
from tests.conftest import ROOT
from tests.fuzzing import NAMES, Reader, bounded, fault, readers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bounds time and memory as Linux")
A_FEW, MANY = 40, 2_000
"""Spoiled files for each reader, in every run and with -m torture; each made from its number."""


def harm(name: str, first: int, count: int) -> dict[str, str]:
    """What each of these files does that it should not, by its number."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.fuzzing", name, str(first), str(count)],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120 + count,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()[-3000:]
    found: dict[str, str] = json.loads(ran.stdout)
    return found


@pytest.mark.slow
def test_every_reader_is_named() -> None:
    assert tuple(sorted(readers())) == NAMES


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_what_is_spoiled_is_what_its_reader_reads(name: str, tmp_path: Path) -> None:
    """Else all would be refused at the first byte, and nothing tried."""
    reader = readers()[name]
    path = tmp_path / reader.name
    path.write_bytes(reader.data)
    reader.read(path)


def test_an_error_of_ours_is_no_fault_and_any_other_is(tmp_path: Path) -> None:
    def refuses(file: Path) -> None:
        raise UnreadableFile.because("坏了", "改好", file=file)

    def fails(_: Path) -> None:
        raise KeyError("value")

    assert fault(Reader("x", b"x", refuses), tmp_path / "x") is None
    assert "KeyError: 'value'" in (fault(Reader("x", b"x", fails), tmp_path / "x") or "")


def hangs(_: Path) -> None:
    while True:
        with suppress(Exception):  # as around openpyxl
            sum(range(1000))


def swells(_: Path) -> None:
    assert len(b"x" * 700_000_000) > 1


@pytest.mark.slow
@pytest.mark.parametrize(("harms", "found"), [(hangs, "more than 1 s"), (swells, " MB")])
def test_what_takes_too_long_or_too_much_memory_is_a_fault(
    harms: Callable[[Path], None], found: str, tmp_path: Path
) -> None:
    """Also in a process started by one that has been larger than what is allowed."""
    assert len(b"x" * 900_000_000) > 1
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        told = process.submit(bounded, Reader("x", b"x", harms), "x", 0, tmp_path, seconds=1)
        assert found in (told.result() or "no fault")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_few_spoiled_files_do_no_harm(name: str) -> None:
    assert harm(name, 0, A_FEW) == {}


@pytest.mark.torture
@pytest.mark.parametrize("name", NAMES)
def test_thousands_of_spoiled_files_do_no_harm(name: str) -> None:
    assert harm(name, 0, MANY) == {}
