"""Write a file whole or not at all, even while WPS or a virus scanner holds the old one open."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable
from pathlib import Path

_TRIES = 5
_PAUSE = 0.2
"""Seconds between tries to replace a file that another program holds open."""


def write_whole(path: Path, data: bytes | Iterable[bytes]) -> Path:
    """Put `data` at `path` in one step: a crash leaves either the old file or the new one.

    What is long may come in pieces. Returns where it really lies: beside `path`, under another
    name, when another program keeps holding the old file. A device or pipe is written to and never
    replaced. Raises OSError when nothing could be written.
    """
    pieces = (data,) if isinstance(data, bytes) else data
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            for piece in pieces:
                stream.write(piece)
        return path
    target = path.resolve() if path.is_symlink() else path
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        temporary.unlink(missing_ok=True)  # what a crash, or somebody else, left under this name
        with temporary.open("xb") as stream:
            for piece in pieces:
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(OSError):
            temporary.chmod(target.stat().st_mode & 0o777)
        written = _replace(temporary, target)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return path if written == target else written


def append_line(path: Path, line: bytes) -> None:
    """Add one line, without its end, to a file that is only ever added to; flushed to the disk.

    A last line that a crash left without an end stays as it is, and `line` begins after it. Raises
    OSError; what was written until then stays, as such a torn line.
    """
    with path.open("a+b", buffering=0) as stream:
        torn = stream.seek(0, os.SEEK_END) > 0 and stream.seek(-1, os.SEEK_END) >= 0
        start = b"\n" if torn and stream.read(1) != b"\n" else b""
        left = memoryview(start + line + b"\n")
        while left:
            left = left[stream.write(left) :]
        os.fsync(stream.fileno())


def free_name(path: Path) -> Path:
    """`path`, or where that exists the first of 名-2.html, 名-3.html … that does not."""
    number = 2
    free = path
    while free.exists():
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return free


def _replace(temporary: Path, target: Path) -> Path:
    for tried in range(_TRIES):
        if tried:
            time.sleep(_PAUSE)
        try:
            temporary.replace(target)
        except PermissionError:
            if target.is_dir():
                raise
            continue
        return target
    beside = free_name(target)
    temporary.replace(beside)
    return beside
