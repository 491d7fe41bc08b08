"""The `--help` block of README.md. `python -m tests.readme` renews it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BEGIN = "<!-- help: generated, renew with `python -m tests.readme` -->\n```text\n"
END = "```\n<!-- /help -->"


def help_page() -> str:
    """The help page as an 80-column terminal shows it."""
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "checklist", "--help"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "80"},
    )
    return ran.stdout


def parts(readme: str) -> tuple[str, str, str]:
    """What stands before, in and after the generated block."""
    before, begin, rest = readme.partition(BEGIN)
    block, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("README.md has lost the markers of its --help block")
    return before + begin, block, end + after


if __name__ == "__main__":
    before, _, after = parts(README.read_text(encoding="utf-8"))
    README.write_text(before + help_page() + after, encoding="utf-8")
