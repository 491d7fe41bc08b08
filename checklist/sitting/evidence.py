"""This module looks at a file that is named as evidence: digest, size, when it was seen."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from checklist.assessment.model import Evidence
from checklist.files import stays_below
from checklist.text import inert

_WORDS = "文字"
_QUOTES = "\"'“”‘’ \t"
_ADDRESS = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://|www\.).*", re.DOTALL)
_LIKE_A_PATH = re.compile(r".*[/\\].*|.*\.[A-Za-z0-9]{2,5}")


def typed_evidence(text: str, *, answers: Path, at: str) -> tuple[Evidence | None, str]:
    """Return the evidence that was typed and words about it; None where no file was found.

    A path is looked for from the current folder, then from the folder of the answers file; it is
    recorded relative to the latter where it lies below it. What does not look like a file, or comes
    behind 文字, is words.
    """
    if text.startswith(_WORDS):
        return _words(text), "已记下佐证（文字）"
    for path in _candidates(text, answers.parent):
        seen = _seen(path, answers.parent, at)
        if seen is not None and seen.sha256 is not None:
            words = f"已记下佐证：{seen.text}，{seen.size} 字节，SHA-256 {seen.sha256[:16]}…"
            return seen, words
    if _LIKE_A_PATH.fullmatch(text.strip(_QUOTES)):
        mend = f"文件放到 {answers.resolve().parent} 里再写路径；只记文字，写 e 文字 {inert(text)}"
        return None, f"没有找到（或者打不开）文件“{inert(text)}”，没有记。{mend}"
    return Evidence(text), "已记下佐证（文字）"


def evidence_of_others(text: str, *, answers: Path, at: str) -> tuple[Evidence, str]:
    """Return the evidence that somebody else typed into a register, and words about it or "".

    Only a file below the folder of the answers is looked at: a register that was sent round must
    not make anyone's other files known. Everything else is words.
    """
    if text.startswith(_WORDS):
        return _words(text), ""
    plain = text.strip(_QUOTES)
    if _ADDRESS.fullmatch(plain):
        return Evidence(text), ""
    folder = answers.parent.resolve()
    plain = plain.removeprefix(f"{folder / '_'}"[:-1])
    outside = not stays_below(plain)
    seen = None
    with contextlib.suppress(OSError, ValueError):
        if not outside:
            path = (folder / plain.replace("\\", "/")).resolve()
            outside = not path.is_relative_to(folder)
            seen = None if outside else _seen(path, folder, at)
    if seen is not None:
        return seen, ""
    if not _LIKE_A_PATH.fullmatch(plain):
        return Evidence(text), ""
    mend = f"要记成文件，把它复制到 {inert(str(folder))} 里，写相对于那里的路径"
    if outside:
        what = f"文件“{inert(text)}”不在答案文件所在的文件夹里，没有去看，只记文字"
        if not stays_below(plain) and not re.search(r"[/\\]", plain):
            what = f"“{inert(text)}”在 Windows 上不是普通的文件名，没有去看，只记文字"
    else:
        what = f"没有找到文件“{inert(text)}”，只记文字"
    return Evidence(text), f"{what}；{mend}"


def _words(text: str) -> Evidence:
    return Evidence(text.removeprefix(_WORDS).strip(" :：") or text)


def _seen(path: Path, folder: Path, at: str) -> Evidence | None:
    """Look at the file as it is now; None where there is none that can be read."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
    except (OSError, ValueError):
        return None
    return Evidence(inert(path.name), _recorded(path, folder), digest, size, at)


def _candidates(text: str, folder: Path) -> Iterator[Path]:
    """List where a file may lie. A terminal pastes names in quotes, or with escaped blanks."""
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
