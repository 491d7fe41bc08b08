"""Where the findings of recordings lie: beside the answers, and in a folder of their own."""

from __future__ import annotations

from pathlib import Path

from checklist.files import sibling

REPLAYED = "录像.json"
FOLDER = "录像核查"
LISTED, TIMELINE, CONTACT = "缺失时段.csv", "时间轴.png", "缺失截图.jpg"
RESULT, REACHED = "结果.json", "进度.json"


def replayed_file(answers: Path) -> Path:
    """自查.录像.json: where what recordings show is kept beside the answers."""
    return sibling(answers, "", answers.stem, f".{REPLAYED}")


def kept(answers: Path) -> list[Path]:
    """What lies beside the answers and goes where they go."""
    path = replayed_file(answers)
    return [path] if path.is_file() else []
