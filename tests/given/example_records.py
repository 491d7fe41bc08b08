"""What the records of the agency of the examples came to, as it lies beside its answers.

`python -m tests.given.example_records` makes it anew. The agency says that its records of
corrections are all kept: three have been deleted. It admits two years for its records of sellers;
until August that is what they are set to, counted from a day too early.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from checklist import __version__, resources
from checklist.assessment.stored.file import load
from checklist.evaluation.evaluate import evaluate
from checklist.law.periods import Period, end_of
from checklist.records.bearing import bound
from checklist.records.checking import Checking
from checklist.records.judging import Asked
from checklist.records.keeping import Keeping
from checklist.records.observing import beyond, clocks, contents, counting, since
from checklist.records.places import recorded_file
from checklist.records.recognising import recognised
from checklist.records.recorded import Recorded, rooms_of
from checklist.sheets.exports import tables
from checklist.sheets.listing import Listing
from checklist.text import name_key
from tests.given.bundled import LIVESTREAM
from tests.given.records import SINCE, Broadcast, broadcasts, written

ANSWERS = resources.examples_dir() / "agency.yaml"
TAKEN = datetime.fromisoformat("2026-11-27T17:00:00")
TWO_YEARS, THREE_YEARS = Period(years=2), Period(years=3)
DELETED = (4, 11, 12)
"""Corrections of which the record is gone."""


def files(folder: Path, rooms: Sequence[str]) -> list[Path]:
    """The exports: broadcasts, recordings, records of sellers and of corrections."""
    listed = [*broadcasts(rooms, days=272)][::3]
    return [
        written(folder / "场次.csv", _sessions(listed)),
        written(folder / "回放.csv", _recordings(listed)),
        written(folder / "商家核验记录.csv", _sellers(listed)),
        written(folder / "纠错记录.csv", _corrections(listed[::19])),
    ]


def _sessions(listed: Sequence[Broadcast]) -> Iterator[Sequence[object]]:
    yield "直播场次", "主播昵称", "开播时间", "下播时间"
    for each in listed:
        yield each.id, each.room, each.start, each.end


def _recordings(listed: Sequence[Broadcast]) -> Iterator[Sequence[object]]:
    yield "文件名", "上传时间", "到期删除时间"
    for at, each in enumerate(listed):
        if at not in (70, 71):
            yield f"live/{each.id}.mp4", each.end, each.kept


def _sellers(listed: Sequence[Broadcast]) -> Iterator[Sequence[object]]:
    """Until August kept for two years from the day of the verification, since then long enough."""
    yield "核验日期", "商家名称", "场次号", "保存至"
    for at, each in enumerate(listed):
        made, ended = each.start.date() - timedelta(days=20), each.end.date()
        is_mended = (ended.year, ended.month) >= (2026, 9)
        until = end_of(ended, THREE_YEARS) if is_mended else end_of(made, TWO_YEARS)
        yield made, f"商家{at % 17 + 1}", each.id, until


def _corrections(listed: Sequence[Broadcast]) -> Iterator[Sequence[object]]:
    yield "纠错时间", "口误", "场次号", "保存至", "保存状态"
    for at, each in enumerate(listed):
        until = end_of(each.end.date(), TWO_YEARS)
        yield each.start, "价格说错", each.id, until, "已删除" if at in DELETED else "正常"


def recorded() -> Recorded:
    """The check as it is kept."""
    assessment = load(ANSWERS, LIVESTREAM)
    binding = bound(evaluate(LIVESTREAM, assessment, as_of=TAKEN.date()))
    asked = Asked(
        clocks=clocks(LIVESTREAM),
        rooms={name_key(name) for name in rooms_of(assessment)},
        since=since(LIVESTREAM),
        now=TAKEN,
        keeping=Keeping(),
        beyond=beyond(LIVESTREAM, binding),
        contents=contents(LIVESTREAM, binding),
        counting=counting(LIVESTREAM, binding),
    )
    listing = Listing(asked.counting)
    with TemporaryDirectory() as folder:
        given = [
            (table, layout)
            for path in files(Path(folder), rooms_of(assessment))
            for table in tables(path)
            if (layout := recognised(table))
        ]
        tallies = Checking(asked, listing.add).run(given)
    period = assessment.period
    return Recorded(
        program=__version__,
        at=TAKEN.isoformat(),
        first=period.first if period else None,
        last=period.last if period else None,
        since=SINCE,
        rooms=rooms_of(assessment),
        sources=tuple(table.source for table, _ in given),
        kinds={layout.kind.value: (table.name,) for table, layout in given},
        tallies=tuple(tally.in_order() for tally in tallies.values()),
        worst=tuple(listing.worst()),
    )


if __name__ == "__main__":
    recorded_file(ANSWERS).write_bytes(recorded().as_bytes())
