"""How long `checklist records` takes on Parquet, as a ratio to SQL for DuckDB written by hand.

    python benchmarks/records.py FOLDER [MILLIONS...]

makes orders in FOLDER (1 and 20 million, unless told otherwise; about 20 bytes each), with faults
in them, and checks them both ways, each as a process of its own, one after the other. The SQL
does the same: rows that cannot be, rows that stand twice, what goes too early by month, the least
that anything is kept, each failing row. Times are medians of several runs of both in turn; ratios
are of processor time without the start of the interpreter and its libraries, memory is the most
that a process held. It prints a table for docs/记录核对.md. Needs the extra `records`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median

import duckdb

MAKE = """
COPY (
  SELECT printf('69%017d', i) AS "主订单编号",
         'LS' || lpad(CAST(hash(i) % 100000 AS VARCHAR), 8, '0') AS "场次号",
         TIMESTAMP '2026-02-01' + to_minutes(i % 400000) AS "订单提交时间",
         TIMESTAMP '2026-02-08' + to_minutes(i % 400000) AS "订单完成时间",
         CAST(CAST(TIMESTAMP '2026-02-08' + to_minutes(i % 400000) AS DATE) + INTERVAL 3 YEAR
              - to_days(CASE WHEN i % 1000 = 11 THEN 1 ELSE 0 END) AS DATE) AS "保存至"
  FROM range({rows}) t(i)
) TO '{path}' (FORMAT parquet)
"""
BY_HAND = """
import duckdb, sys
from checklist.records.bulk.engine import MEMORY
path, folder = sys.argv[1:]
ready()
con = duckdb.connect()
con.sql(f"SET memory_limit='{MEMORY}'; SET temp_directory='{folder}'")
con.sql("SET preserve_insertion_order=false")
con.sql(f'''CREATE VIEW orders AS SELECT file_row_number + 1 AS n, "主订单编号" AS id,
  "场次号" AS session, "订单完成时间" AS ended, "保存至" AS until, "订单提交时间" AS made,
  CAST("订单完成时间" AS DATE) AS event
  FROM read_parquet('{path}', file_row_number=true)''')
fits = '''NOT ((contains(id, 'E') OR contains(id, 'e'))
  AND regexp_matches(id, '^\\\\d(\\\\.\\\\d+)?[Ee]\\\\+?\\\\d{2,}$'))
  AND NOT ((contains(session, 'E') OR contains(session, 'e'))
  AND regexp_matches(session, '^\\\\d(\\\\.\\\\d+)?[Ee]\\\\+?\\\\d{2,}$'))
  AND ended >= '1970-01-01' AND ended < '2201-01-01' AND made >= '1970-01-01'
  AND made < '2201-01-01' AND until >= '1970-01-01' AND until < '2201-01-01' '''
rows, fit, different = con.sql(f'''SELECT count(*), count(*) FILTER ({fits}),
  count(DISTINCT hash(id, ended)) FILTER ({fits}) FROM orders''').fetchone()
months = con.sql('''SELECT strftime(event, '%Y-%m'), count(*),
  count(*) FILTER (until < event + INTERVAL 3 YEAR), count(*) FILTER (until IS NULL),
  min(until - event) FROM orders WHERE event >= '2026-02-01' GROUP BY ALL''').fetchall()
failing = con.sql('''SELECT n, id, session, event, CAST(event + INTERVAL 3 YEAR AS DATE), until
  FROM orders WHERE event >= '2026-02-01' AND until < event + INTERVAL 3 YEAR
  ORDER BY n''').fetchall()
told(len(failing), fit - different)
"""
BY_US = """
import gc, sys
import ibis.backends.duckdb, pandas  # which Ibis and Arrow load when they are first used
gc.set_threshold(100_000)  # as checklist.__main__ has it
from datetime import date, datetime
from pathlib import Path
from checklist.law.record_kinds import RecordKind
from checklist.records.bulk.run import run
from checklist.records.judging import Asked
from checklist.records.keeping import Keeping
from checklist.records.model import Clock
from checklist.records.recognising import recognised
from checklist.sheets import exports
from checklist.sheets.listing import Listing
exports._source = lambda path, *parts: exports.Source(name=path.name, sha256='', size=1)
tables = [(table, recognised(table)) for table in exports.tables(Path(sys.argv[1]))]
ready()
listing = Listing()
asked = Asked(clocks={RecordKind.ORDERS: {Clock('交易完成', 3)}}, rooms=(), since=date(2026, 2, 1),
              now=datetime(2026, 11, 29, 12), keeping=Keeping())
tallies = run('duckdb', asked, listing.add, tables)
told(listing.count, tallies[RecordKind.ORDERS].twice)
"""
MEASURED = """
import json, resource, time
def ready():
    global begun
    begun = time.process_time(), time.perf_counter()
def told(failing, twice):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([time.process_time() - begun[0], time.perf_counter() - begun[1], peak, failing,
                      twice]))
"""


def measured(code: str, path: Path, folder: Path) -> tuple[float, float, float, int, int]:
    """Processor seconds, seconds, megabytes; what was found."""
    ran = subprocess.run(
        [sys.executable, "-c", MEASURED + code, str(path), str(folder)],
        capture_output=True,
        check=True,
        encoding="utf-8",
        cwd=Path(__file__).parents[1],
    )
    cpu, wall, peak, failing, twice = json.loads(ran.stdout.splitlines()[-1])
    return cpu, wall, peak, failing, twice


def main() -> int:
    folder, *written = sys.argv[1:]
    print("| 订单 | 手写的 SQL，处理器秒 | 本程序，处理器秒 | 比 | 用时，秒 | 最多占内存，MB |")
    print("|---:|---:|---:|---:|---:|---:|")
    is_over = False
    for millions in map(int, written or ("1", "20")):
        path = Path(folder) / f"订单-{millions}.parquet"
        if not path.exists():
            duckdb.sql(MAKE.format(rows=millions * 1_000_000, path=path))
        both = [
            [measured(code, path, Path(folder)) for code in (BY_HAND, BY_US)]
            for _ in range(7 if millions < 20 else 3)
        ]
        if len({each[3:] for run in both for each in run}) > 1:
            raise SystemExit(f"{path}: by hand and by us in turn {both}")
        hand, cpu = (median(run[at][0] for run in both) for at in (0, 1))
        wall, peak = median(ours[1] for _, ours in both), max(ours[2] for _, ours in both)
        is_over |= cpu > 1.5 * hand or peak > 1024
        print(
            f"| {millions} 百万 | {hand:.1f} | {cpu:.1f} | {cpu / hand:.2f} | {wall:.0f} | "
            f"{peak:.0f} |"
        )
    return int(is_over)


if __name__ == "__main__":
    raise SystemExit(main())
