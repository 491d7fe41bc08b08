"""What another program did to an answers file that is open here: seen before it is written over.

The lock keeps two sittings apart; an editor, a synchronised folder or `sed` knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from checklist.whole_file import free_name, write_whole

_PIECE = 1_000_000


class Standing(Enum):
    """How the file on disk compares with what was last read from or written to it."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


def standing(path: Path, known: bytes | None) -> Standing:
    """Compare `path` with the bytes last seen there; `known` is None where no file was.

    What cannot be read counts as the same: on Windows that is a file held by another program, and
    a save then goes beside it. Devices and pipes cannot be compared either.
    """
    try:
        if path.exists() and not path.is_file():
            return Standing.SAME
        if known is not None and path.stat().st_size != len(known):
            return Standing.CHANGED
        return Standing.SAME if path.read_bytes() == known else Standing.CHANGED
    except FileNotFoundError:
        return Standing.SAME if known is None else Standing.GONE
    except OSError:
        return Standing.SAME


def keep_beside(path: Path) -> Path:
    """Copy what stands at `path` to 自查.外部改动.yaml, or the next free name; returns where.

    Raises OSError where it cannot be kept; nothing may be written over it then.
    """
    target = path.resolve() if path.is_symlink() else path
    beside = free_name(target.with_name(f"{target.stem}.外部改动{target.suffix}"))
    return write_whole(beside, _pieces(target))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece
