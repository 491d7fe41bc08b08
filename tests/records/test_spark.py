"""Spark finds the very same: it runs the same expression."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.given import records

pytest.importorskip("ibis", reason="the extra “records” is not installed")
pytest.importorskip("pyspark", reason="the extra “spark” is not installed")

from tests.records.test_bulk import alike, asked

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(not shutil.which("java"), reason="Java is not installed"),
]


@pytest.mark.parametrize("make", [records.agency, records.brand, records.platform])
def test_exactly_what_was_planted_is_found(make: object, tmp_path: Path) -> None:
    planted = make(tmp_path)  # type: ignore[operator]
    tallies, told = alike(asked(), planted.files, "local[2]")
    assert tallies
    assert len(told) == planted.faults.total()
