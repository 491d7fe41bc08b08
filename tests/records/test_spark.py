"""Spark finds the very same: it runs the same expression."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from checklist.assessment.stored.file import save
from tests.conftest import Run
from tests.given import records
from tests.given.bundled import LIVESTREAM
from tests.given.records import NOW, Planted
from tests.given.respondents import all_passing

pytest.importorskip("ibis", reason="the extra “records” is not installed")
pytest.importorskip("pyspark", reason="the extra “spark” is not installed")

from pyspark.sql import SparkSession

from tests.records.test_bulk import alike, asked

CAREFUL = all_passing(LIVESTREAM, "agency that operates rooms", ["r1", "r2"])

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(not shutil.which("java"), reason="Java is not installed"),
]


def test_tables_are_read_by_name(checklist: Run, tmp_path: Path) -> None:
    answers = save(tmp_path / "自查.yaml", CAREFUL, LIVESTREAM)
    ended = NOW - timedelta(days=30)
    session = SparkSession.builder.master("local[2]").getOrCreate()
    made = {
        "sessions": [(f"LS{at:06}", ended + timedelta(hours=at)) for at in range(3)],
        "replays": [(f"a/LS{at:06}.mp4", date(2029, 10, 30 + at % 2)) for at in range(2)],
    }
    heads = {"sessions": ["直播场次", "下播时间"], "replays": ["回放文件", "保存至"]}
    for name, rows in made.items():
        session.createDataFrame(rows, heads[name]).createOrReplaceTempView(name)
    given = ("table:sessions", "table:replays")
    ran = checklist("records", answers, *given, "--as-of", "2026-11-29", "--engine", "local[2]")
    assert "× 没有回放 1场" in ran.out
    listed = answers.with_name("自查.记录核对.csv").read_text(encoding="utf-8-sig")
    assert '"没有回放","回放","表 sessions","","LS000002"' in listed
    ran = checklist("records", answers, "table:别的", "--engine", "local[2]")
    assert ran.code == 3
    assert "没有找到表" in ran.err
    assert checklist("records", answers, *given).code == 2


@pytest.mark.parametrize(
    ("make", "size"),
    [
        (records.agency, {"days": 10}),
        (records.brand, {"days": 45}),
        (records.platform, {"orders": 3_000, "days": 20}),
    ],
)
def test_exactly_what_was_planted_is_found(
    make: Callable[..., Planted], size: dict[str, int], tmp_path: Path
) -> None:
    planted = make(tmp_path, **size)
    tallies, told = alike(asked(bound=planted.bound), planted.files, "local[2]")
    assert tallies
    assert len(told) == planted.told().total()


def test_a_recording_that_cannot_be_read_is_not_said_to_be_missing(tmp_path: Path) -> None:
    alike(asked(), records.unreadable(tmp_path, earlier=True), "local[2]")
