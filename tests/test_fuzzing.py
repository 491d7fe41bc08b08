"""Spoiled files: every reader takes or refuses them in Chinese, soon and without much memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.fuzzing import readers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bounds time and memory as Linux")
NAMES = sorted(readers()) if sys.platform == "linux" else []
A_FEW, MANY = 40, 3_000
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


@pytest.mark.parametrize("name", NAMES)
def test_what_is_spoiled_is_what_its_reader_reads(name: str, tmp_path: Path) -> None:
    """Else all would be refused at the first byte, and nothing tried."""
    reader = readers()[name]
    path = tmp_path / reader.name
    path.write_bytes(reader.data)
    reader.read(path)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_few_spoiled_files_do_no_harm(name: str) -> None:
    assert harm(name, 0, A_FEW) == {}


@pytest.mark.torture
@pytest.mark.parametrize("name", NAMES)
def test_thousands_of_spoiled_files_do_no_harm(name: str) -> None:
    assert harm(name, A_FEW, MANY) == {}
