"""Looks at a file that is named as evidence: its digest, its size and when it was seen."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from checklist.assessment.model import Evidence
from checklist.text import inert

_QUOTES = "\"'“”‘’ \t"
_LIKE_A_PATH = re.compile(r".*[/\\].*|.*\.[A-Za-z0-9]{2,5}")


def evidence(text: str, *, answers: Path, at: str) -> tuple[Evidence, str]:
    """The evidence that was typed, and what to tell about it.

    A path is looked for from the current folder, then from the folder of the answers file; it is
    recorded relative to the latter where it lies below it. What is no file is words.
    """
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
    words = Evidence(text)
    if _LIKE_A_PATH.fullmatch(text.strip(_QUOTES)):
        return words, f"没有找到（或者打不开）文件“{inert(text)}”，已按文字记下"
    return words, "已记下佐证（文字）"


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
