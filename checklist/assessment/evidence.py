"""Files that were named as evidence: what one is now, held against what was recorded of it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import unicodedata
from datetime import date, timedelta
from enum import Enum
from pathlib import Path

from msgspec.structs import replace

from checklist.assessment.model import Assessment, Evidence
from checklist.errors import reason
from checklist.files import create, free_name
from checklist.paths import leads_out

FOLDER = "证据"
"""Where what lay elsewhere is copied to, beside the answers."""
MOST_COPIED = 500_000_000
"""Bytes of a file that is copied without asking; a recording of a whole broadcast is larger."""
SOON = 30
"""Days before its last one from which it is told that a piece of evidence expires."""
_PIECE = 1 << 20
_NO_FILES = {"thumbs.db", "desktop.ini"}
_ADDRESS = (
    r"(?i:(?<![a-z0-9+.-])(?!file:)[a-z][a-z0-9+.-]+://"
    r"|(?:^|[\s:(])(?:www\.\S|(?:[a-z0-9-]+\.)+"
    r"(?:com|cn|net|org|gov|edu|top|io|cc|me|info|shop|vip|link|site|store)(?:[:/?]|$)))"
)


_NAME_OF_A_FILE = (
    r"(?i:[^\n，。；：、！？]+[.。\uff0e](?:pdf|docx?|xlsx?|pptx?|wps|et|txt|csv|md|jpe?g|png|gif|bmp|webp|heic|tiff?"
    r"|mp[34]|mov|avi|mkv|flv|wav|m4a|zip|rar|7z|html?|eml|msg|ofd))"
)


class Astray(Enum):
    """How what lies at the path of a piece of evidence differs from what was recorded."""

    GONE = "gone"
    CHANGED = "changed"
    EMPTIED = "emptied"
    FOLDER = "folder"
    OUTSIDE = "outside"
    UNREADABLE = "unreadable"


def is_address(text: str) -> bool:
    """Whether words hold the address of a page or of shared files (链接：https://… 提取码：…)."""
    return re.search(_ADDRESS, unicodedata.normalize("NFKC", text)) is not None


def is_only_a_name(piece: Evidence) -> bool:
    """Whether a piece of evidence is no more than names of files (截图一.png、截图二.png), and no
    sentence: they were not found when it was recorded, or never looked for."""
    names = rf"{_NAME_OF_A_FILE}(?:[、，；]\s*{_NAME_OF_A_FILE})*"
    return piece.path is None and re.fullmatch(names, piece.text.strip()) is not None


def pieces(assessment: Assessment) -> tuple[Evidence, ...]:
    """Every piece of evidence that any answer names, each once."""
    given = (*assessment.facts.values(), *assessment.answers.values())
    return tuple(dict.fromkeys(piece for answer in given for piece in answer.evidence))


def astray(assessment: Assessment, folder: Path) -> dict[Evidence, Astray]:
    """The files that are not in the `folder` of the answers as they were recorded, and how."""
    looked = ((piece, look(piece, folder)) for piece in pieces(assessment))
    return {piece: state for piece, state in looked if state is not None}


def missing(assessment: Assessment, folder: Path) -> frozenset[Evidence]:
    """The files that are not there any more. What is in those that are is not looked at."""
    return frozenset(
        piece
        for piece in pieces(assessment)
        if piece.path and not leads_out(piece.path) and _is_gone(folder / piece.path)
    )


def _is_gone(path: Path) -> bool:
    try:
        return not path.exists()
    except (OSError, ValueError):  # nobody knows
        return False


def ending(assessment: Assessment, as_of: date) -> dict[Evidence, date]:
    """The evidence that has expired on a day, or soon will, and its last day."""
    last = as_of + min(timedelta(days=SOON), date.max - as_of)
    until = ((piece, piece.valid_until) for piece in pieces(assessment))
    return {piece: day for piece, day in until if day is not None and day <= last}


def look(piece: Evidence, folder: Path) -> Astray | None:
    """How a file differs from what was recorded; None of words, and where nothing does.

    What leads out of the folder is not looked at: whoever sent the answers must not learn
    anything of other files from what is said here.
    """
    if piece.path is None:
        return None
    try:
        path = folder / piece.path
        if leads_out(piece.path) or not path.resolve().is_relative_to(folder.resolve()):
            return Astray.OUTSIDE
        if not path.exists():
            return Astray.GONE
        if not path.is_file():
            return Astray.FOLDER if path.is_dir() else Astray.UNREADABLE
        sha256, size = digest(path)
    except (OSError, ValueError):
        return Astray.UNREADABLE
    if size == 0 and piece.size:
        return Astray.EMPTIED
    was = (piece.sha256 or sha256, size if piece.size is None else piece.size)
    return None if was == (sha256, size) else Astray.CHANGED


def digest(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a file as it is now. Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest(), stream.tell()


def files_in(folder: Path) -> tuple[Path, ...]:
    """The files right in a folder that somebody may have meant as evidence. Raises OSError."""
    return tuple(
        path
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith(".") and path.name.lower() not in _NO_FILES
    )


def moved(piece: Evidence, source: Path, answers: Path) -> Evidence:
    """`piece` of answers in the folder `source` as those at `answers` name it.

    A file that does not lie below their folder is copied there; what cannot be, or is a link out of
    `source`, is known by its name and digest alone.
    """
    if piece.path is None:
        return piece
    folder = answers.parent.resolve()
    try:
        whole = (source / piece.path).resolve()
        if whole.is_relative_to(folder):
            return replace(piece, path=whole.relative_to(folder).as_posix())
        is_there = whole.is_relative_to(source.resolve()) and whole.is_file()
        where = copied_in(whole, folder, answers=answers)[0] if is_there else None
    except (OSError, ValueError):
        where = None
    return replace(piece, path=where) if where else piece.without_path()


def copied_in(path: Path, folder: Path, *, answers: Path) -> tuple[str | None, str]:
    """Copy a file that lies elsewhere to the folder of the answers.

    Returns where, relative to that folder, or None; and in the latter case why, in Chinese. What is
    there already with the same content is not copied again.
    """
    home = folder / FOLDER
    try:
        sha256, size = digest(path)
        if size > MOST_COPIED:
            return None, f"超过 {MOST_COPIED // 1_000_000} MB"
        if home.is_symlink():
            return None, f"“{FOLDER}”是一个链接"
        home.mkdir(exist_ok=True)
        target = home / path.name
        if target.is_file() and not target.is_symlink() and digest(target) == (sha256, size):
            return f"{FOLDER}/{path.name}", ""
        target = free_name(target)
        _copy(path, target, answers)
    except (OSError, ValueError) as error:
        return None, reason(error) if isinstance(error, OSError) else "文件名不合法"
    return f"{FOLDER}/{target.name}", ""


def _copy(path: Path, target: Path, answers: Path) -> None:
    with path.open("rb") as source, create(target, like=(answers, path)) as copy:
        try:
            while piece := source.read(_PIECE):
                copy.write(piece)
            copy.flush()
            os.fsync(copy.fileno())
        except OSError:
            with contextlib.suppress(OSError):
                target.unlink()
            raise
