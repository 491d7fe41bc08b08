"""How long the commands take, as ratios to a floor that no program of this kind can beat.

The floor of a command is a bare interpreter that imports only the libraries the command needs and
composes the same YAML files with the C loader. Commands and floors run alternately, each as a
process of its own; the ratio is that of the medians of the time that the processor spent on them
(where the system does not tell that, of wall time): other work on the machine changes it little.
`python benchmarks/run.py [RUNS]` prints a table and writes results.md beside this file; it leaves 1
where a limit is exceeded.

`checklist ask` is measured up to its first question: its input has ended, so that it shows the
question, finds nobody to answer and leaves with 130. `checklist summary` is measured over 2,000
generated answer files (`python -m tests.many`), on one processor where that can be told to a
process; each further file may take no more than a few kilobytes of memory.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
AGENCY = ROOT / "examples" / "agency.yaml"
RULES = [str(path) for path in sorted((ROOT / "rules").glob("*.yaml"))]
FORMS = str(ROOT / "rules" / "forms" / "records.yaml")
LEAST_RUNS = 21

# As an installed program runs: from compiled files, output buffered.
SWITCHES = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONWARNDEFAULTENCODING")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in SWITCHES}

COMPOSE_RULES = f"""
for file in {RULES!r}:
    with open(file, encoding='utf-8') as stream:
        yaml.compose(stream.read(), Loader=yaml.CSafeLoader)
"""
COMPOSE = f"""
for file in {[*RULES, str(AGENCY)]!r}:
    with open(file, encoding='utf-8') as stream:
        yaml.compose(stream.read(), Loader=yaml.CSafeLoader)
"""
COMPOSE_REPORT = f"""
for file in {[*RULES, FORMS, str(AGENCY)]!r}:
    with open(file, encoding='utf-8') as stream:
        yaml.compose(stream.read(), Loader=yaml.CSafeLoader)
"""
"""A page also names the record forms, so it reads their file."""
MANY, FEW = 2000, 500
MOST_MEMORY = 4
"""Kilobytes that each further file of a summary may take: one row, and nothing of the answers."""
COMPOSE_ALL = """
import pathlib, sys
for file in sorted(pathlib.Path(sys.argv[1]).rglob('*.yaml')):
    with open(file, encoding='utf-8') as stream:
        yaml.compose(stream.read(), Loader=yaml.CSafeLoader)
"""
ONE_PROCESSOR = """
import os, sys
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
os.execv(sys.argv[1], sys.argv[1:])
"""
EMPTY_PROGRAM = """
import typer
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
@app.command()
def nothing() -> None: ...
app()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One command, its floor, and the most that the first may take in units of the second."""

    name: str
    command: list[str]
    floor: list[str]
    limit: float
    runs: int | None = None
    """Fewer than the others, where one run takes seconds."""


def python(*arguments: str) -> list[str]:
    return [sys.executable, "-X", "utf8", *arguments]


def comparisons(folder: Path) -> list[Comparison]:
    checklist = python("-m", "checklist")
    as_of = ["--as-of", "2026-11-01"]
    return [
        Comparison(
            name="checklist check",
            command=[*checklist, "check", str(AGENCY), *as_of],
            floor=python("-c", f"import typer, yaml, tabulate, wcwidth{COMPOSE}"),
            limit=1.7,
        ),
        Comparison(
            name="checklist report",
            command=[*checklist, "report", str(AGENCY), *as_of, "-o", str(folder / "out.html")],
            floor=python("-c", f"import typer, yaml, jinja2{COMPOSE_REPORT}"),
            limit=1.9,
        ),
        Comparison(
            name="checklist --help",
            command=[*checklist, "--help"],
            floor=python("-c", EMPTY_PROGRAM, "--help"),
            limit=1.4,
        ),
        Comparison(
            name="checklist ask, to its first question",
            command=[*checklist, "ask", str(folder / "new.yaml")],
            floor=python("-c", f"import typer, yaml, wcwidth, filelock{COMPOSE_RULES}"),
            limit=1.7,
        ),
        summary(folder),
    ]


def summary(folder: Path) -> Comparison:
    """The summary of many files, on one processor where that can be told to a process."""
    many = folder / "many"
    command = [*python("-m", "checklist"), "summary", str(many), "-o", str(folder / "all.html")]
    command += ["--as-of", "2026-11-20"]
    floor = python("-c", f"import typer, yaml, jinja2{COMPOSE_ALL}", str(many))
    alone = python("-c", ONE_PROCESSOR) if hasattr(os, "sched_setaffinity") else []
    return Comparison(
        name=f"checklist summary, {MANY} files",
        command=[*alone, *command],
        floor=[*alone, *floor],
        limit=2.2,
        runs=11,
    )


def kilobytes(folder: Path) -> int:
    """The most memory of `checklist summary` over a folder."""
    command = [*python("-m", "checklist"), "summary", str(folder), "-o", f"{folder}.html"]
    return used([*command, "--as-of", "2026-11-20"])[1]


def used(command: list[str]) -> tuple[float, int]:
    """The milliseconds that a command took, of the processor where the system tells them, and the
    kilobytes of memory that it needed at most, else 0."""
    start = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as ran:
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(ran.pid, 0)
            ran.returncode = os.waitstatus_to_exitcode(status)
            spent, most = usage.ru_utime + usage.ru_stime, usage.ru_maxrss
        else:
            ran.wait()
            spent, most = time.perf_counter() - start, 0
    if ran.returncode not in {0, 1, 4, 130}:
        raise SystemExit(f"{command} left with {ran.returncode}")
    return spent * 1000, most


def measure(comparison: Comparison, runs: int) -> tuple[float, float]:
    """The medians of command and floor, in milliseconds, after one unmeasured run of each."""
    of_command, of_floor = [], []
    used(comparison.command), used(comparison.floor)
    for _ in range(comparison.runs or runs):
        of_command.append(used(comparison.command)[0])
        of_floor.append(used(comparison.floor)[0])
    return statistics.median(of_command), statistics.median(of_floor)


def main() -> int:
    runs = max(int(sys.argv[1]) if len(sys.argv) > 1 else LEAST_RUNS, LEAST_RUNS)
    libraries = ", ".join(
        f"{one} {version(one)}" for one in ("typer", "PyYAML", "Jinja2", "tabulate")
    )
    lines = [
        "# Processor times, as ratios of medians",
        "",
        f"CPython {platform.python_version()}, {platform.system()}, {libraries};",
        f"{os.cpu_count()} processors; {runs} alternating runs each, 11 of the summary.",
        "Written by `python benchmarks/run.py`.",
        "",
        "| command | ms | floor, ms | ratio | limit |",
        "|---|---:|---:|---:|---:|",
    ]
    slow = 0
    with tempfile.TemporaryDirectory() as folder:
        few = Path(folder, "few")
        for where, count in ((Path(folder, "many"), MANY), (few, FEW)):
            written = [sys.executable, "-m", "tests.many", str(where), str(count)]
            subprocess.run(written, cwd=ROOT, env=ENVIRONMENT, check=True)
        for one in comparisons(Path(folder)):
            command, floor = measure(one, runs)
            ratio = command / floor
            slow += ratio > one.limit
            times = f"{command:.0f} | {floor:.0f} | {ratio:.2f}"
            lines.append(f"| `{one.name}` | {times} | {one.limit} |")
        if hasattr(os, "wait4"):
            each = (kilobytes(Path(folder, "many")) - kilobytes(few)) / (MANY - FEW)
            slow += each > MOST_MEMORY
            lines += ["", f"`checklist summary` takes {each:.1f} kB more memory for each file;"]
            lines += [f"{MOST_MEMORY} kB are the limit."]
    text = "\n".join(lines) + "\n"
    (ROOT / "benchmarks" / "results.md").write_text(text, encoding="utf-8")
    print(text, end="")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
