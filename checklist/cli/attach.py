"""Looks at a file that is named as evidence: its digest, its size and when it was seen."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from checklist.assessment.model import Evidence
from checklist.text import inert

_WORDS = "文字"
_QUOTES = "\"'“”‘’ \t"
_LIKE_A_PATH = re.compile(r".*[/\\].*|.*\.[A-Za-z0-9]{2,5}")


def evidence(text: str, *, answers: Path, at: str) -> tuple[Evidence | None, str]:
    """The evidence that was typed, and what to tell about it; None where a file was not found.

    A path is looked for from the current folder, then from the folder of the answers file; it is
    recorded relative to the latter where it lies below it. What does not look like a file, or comes
    behind 文字, is words.
    """
    if text.startswith(_WORDS):
        return Evidence(text.removeprefix(_WORDS).strip(" :：") or text), "已记下佐证（文字）"
    for path in _candidates(text, answers.parent):
        try:
            if not path.is_file():
                continue
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = path.stat().st_size
        except (OSError, ValueError):
            continue
        name = inert(path.name)
        seen = Evidence(name, _recorded(path, answers.parent), digest, size, at)
        return seen, f"已记下佐证：{name}，{size} 字节，SHA-256 {digest[:16]}…"
    if _LIKE_A_PATH.fullmatch(text.strip(_QUOTES)):
        mend = f"文件放到 {answers.resolve().parent} 里再写路径；只记文字，写 e 文字 {inert(text)}"
        return None, f"没有找到（或者打不开）文件“{inert(text)}”，没有记。{mend}"
    return Evidence(text), "已记下佐证（文字）"


def _candidates(text: str, folder: Path) -> Iterator[Path]:
    """Where the file may lie; as a terminal pastes names: in quotes, or with escaped blanks."""
    plain = text.strip(_QUOTES)
    if not plain:
        return
    for name in dict.fromkeys((plain, plain.replace("\\ ", " "))):
        path = Path(name).expanduser() if name.startswith("~/") else Path(name)
        yield path
        yield folder / path


def _recorded(path: Path, folder: Path) -> str:
    whole = path.resolve()
    try:
        return whole.relative_to(folder.resolve()).as_posix()
    except ValueError:
        return whole.as_posix()
