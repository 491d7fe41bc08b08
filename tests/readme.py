"""What README.md shows of the program's output. `python -m tests.readme` renews it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(
    r"(<!-- generated: (\w+) -->\n```text\n)(.*?)(```\n<!-- /generated -->)", re.DOTALL
)
FIGURES = re.compile(r"(<!-- figures -->\n)(.*?)(<!-- /figures -->)", re.DOTALL)
RULE = "-" * 40
BY_NAME = "from checklist.__main__ import main; main()"
"""Started so, commands are shown as where the program is on PATH."""
ANSWERS = (
    "杭州示例文化传媒有限公司", "李合规", "", "", "2026-02-01 至 2026-10-31",
    "1", "否", "否", "禾田生活馆、小禾导购", "1", "2", "3", "是", "1", "", "否", "2", "是",
    "是", "", "是", "是", "是", "是", "是", "否", "是", "否",
    "是", "否", "否", "是", "否", "1", "1", "否", "q",
)  # fmt: skip


def checklist(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """One run of the program in an empty folder, as an 80-column terminal shows it."""
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(
            [sys.executable, "-X", "utf8", "-c", BY_NAME, *arguments],
            input=typed,
            capture_output=True,
            check=False,
            cwd=folder,
            encoding="utf-8",
            env={**os.environ, "COLUMNS": "80", "PYTHONPATH": str(ROOT)},
        )


def help_page() -> str:
    return checklist("--help").stdout


def questionnaire() -> str:
    """How a sitting begins, a question about rooms, and what follows once the facts are known."""
    said = checklist("ask", "自查.yaml", typed="\n".join(ANSWERS) + "\n").stdout
    if "没有看懂" in said or "主体情况问完了" not in said:
        raise ValueError(f"ANSWERS no longer fit the questions:\n{said}")
    parts = re.split(rf"^{RULE}-*\n", said, flags=re.MULTILINE)
    rooms = next(part for part in parts if "数字人" in part)
    shown = [parts[0], parts[1], "……\n\n", rooms, *parts[-2:]]
    return (RULE + "\n").join(shown).replace(f"{RULE}\n……\n\n{RULE}\n", f"{RULE}\n……\n{RULE}\n")


def findings() -> str:
    """The first two gaps of the example and the conclusion."""
    agency = ROOT / "examples" / "agency.yaml"
    ran = checklist("check", str(agency), "--as-of", "2026-11-22")
    borders = 0

    def within_two_rows(line: str) -> bool:
        nonlocal borders
        borders += line.startswith(("+-", "+="))
        return borders < 4

    rows = list(takewhile(within_two_rows, ran.stdout.splitlines()))
    border = next(line for line in rows if line.startswith("+-"))
    said = ran.stderr.replace(str(agency), "自查.yaml")
    return "\n".join([*rows, border, "……", "", said])


BLOCKS: dict[str, Callable[[], str]] = {
    "help": help_page,
    "ask": questionnaire,
    "check": findings,
}


def renewed(readme: str) -> str:
    """`readme` with every generated block as the program prints it now, and the last figures."""
    shown = BLOCK.sub(lambda match: match[1] + BLOCKS[match[2]]() + match[4], readme)
    measured = (ROOT / "benchmarks" / "results.md").read_text(encoding="utf-8")
    table = "".join(line for line in measured.splitlines(keepends=True) if line.startswith("|"))
    return FIGURES.sub(lambda match: match[1] + table + match[3], shown)


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
