"""What other programs do to an answers file that is open here: seen before a save, kept beside.

The lock keeps two of our own programs apart; an editor, a synchronised folder or `sed` knows
nothing of it (docs/adr/0007).
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from msgspec import Struct

from checklist.assessment.stored.file import not_saved
from checklist.files import free_name, read_bytes, sibling, write_whole


class OnDisk(Enum):
    """The file on disk compared with what was last read from or written to it."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


class Outside(Struct, frozen=True, kw_only=True):
    """What another program did, in Chinese, and where its version was kept, if there is one."""

    what: str
    beside: Path | None = None


def known(path: Path) -> bytes | None:
    """What stands at `path`, to be compared later; None where no file is. Raises UnreadableFile.

    To be read before the answers are loaded: a change in between is then seen rather than missed.
    """
    return read_bytes(path) if path.exists() or path.is_symlink() else None


def look(path: Path, known: bytes | None, *, during: str) -> Outside | None:
    """What another program did to `path` since `known` was read; its version is kept beside.

    To be called before each save. `during` says when, in Chinese. Raises NotSaved where that
    version cannot be kept; nothing may be written over it then.
    """
    match on_disk(path, known):
        case OnDisk.SAME:
            return None
        case OnDisk.GONE:
            what = f"{path} 在{during}被删除或者移走了，已经用这里的答案重新写出"
            return Outside(what=what)
        case OnDisk.CHANGED:
            try:
                beside = _keep_beside(path)
            except OSError as error:
                raise not_saved(path, error) from None
            what = f"{path} 在{during}被别的程序改过：改过的那一份原样存在 {beside}"
            return Outside(what=f"{what}，这里的答案照常存进 {path}", beside=beside)


def on_disk(path: Path, known: bytes | None) -> OnDisk:
    """Compare `path` with the bytes last seen there; `known` is None where no file was.

    What cannot be read counts as the same: on Windows that is a file held by another program, and
    a save then goes beside it. Devices and pipes cannot be compared either.
    """
    try:
        if path.exists() and not path.is_file():
            return OnDisk.SAME
        if known is not None and path.stat().st_size != len(known):
            return OnDisk.CHANGED
        return OnDisk.SAME if path.read_bytes() == known else OnDisk.CHANGED
    except FileNotFoundError:
        return OnDisk.SAME if known is None else OnDisk.GONE
    except OSError:
        return OnDisk.SAME


def together(path: Path) -> Path:
    """Where the answers at `path` and a version kept beside them may be merged to."""
    return free_name(sibling(path, "", path.stem, f".合并{path.suffix}"))


def _keep_beside(path: Path) -> Path:
    """Copy what stands at `path` to 自查.外部改动.yaml, or the next free name; returns where.

    Raises OSError where it cannot be kept.
    """
    target = path.resolve() if path.is_symlink() else path
    kept = free_name(sibling(target, "", target.stem, f".外部改动{target.suffix}"))
    return write_whole(kept, target.read_bytes(), like=(target,))
