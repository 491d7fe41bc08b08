"""The answers file on disk: load, save without ever leaving half a file, lock."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.assessment.model import Assessment
from checklist.assessment.stored import holding
from checklist.assessment.stored.text import SCHEMA_LINE, SCHEMA_MARK, read, to_text
from checklist.errors import Complaint, NotWritten, UnreadableFile, Where, reason
from checklist.files import (
    MAX_BYTES,
    append_line,
    check_added_to,
    create,
    read_bytes,
    read_text,
    refuse_folder,
    sibling,
    write_whole,
)
from checklist.law.model import Rulebook
from checklist.streams import print_note

if TYPE_CHECKING:
    from checklist.assessment.stored.history import History, Who

MAX_HISTORY = 100_000_000
"""Bytes of a history file: many years of answers."""


class NotSaved(NotWritten):
    """Nothing was written; what stood in the file still stands there."""


class NotRecorded(NotWritten):
    """The history could not be added to. The answers themselves are saved, in the file `saved`."""

    def __init__(self, complaint: Complaint, saved: Path) -> None:
        super().__init__(complaint)
        self.saved = saved


def load(path: Path, rulebook: Rulebook) -> Assessment:
    """What stands in the file. Reading never changes it.

    Raises UnreadableFile with every mistake found, each with its line.
    """
    return read(read_text(path), file=path, rulebook=rulebook)


def commit(
    path: Path,
    before: Assessment,
    after: Assessment,
    *,
    who: Who,
    at: datetime,
    rulebook: Rulebook,
    data: bytes | None = None,
    like: Iterable[Path] = (),
) -> Path:
    """Save `after` in place of `before`, then add to the history what changed between the two.

    To be called under the lock under which `before` was loaded. `who` changed it, `at` a moment
    with an offset. `data` is what `as_bytes` made of `after`, if that is known. `like`: as in
    `create`. Returns where it was really saved. Raises NotSaved, and NotRecorded after a save.
    """
    from checklist.assessment.stored.history import lines_between  # noqa: PLC0415  only those who write

    _begin_history(path, like)
    saved = save(path, after, rulebook, data=data, like=like)
    add_to_history(saved, lines_between(before, after, who=who, at=at, rulebook=rulebook))
    return saved


def save(
    path: Path,
    assessment: Assessment,
    rulebook: Rulebook,
    *,
    data: bytes | None = None,
    like: Iterable[Path] = (),
) -> Path:
    """Write the whole file in one step: a crash leaves either the old file or the new one.

    Returns where it was really saved: beside `path`, under another name, when another program
    (WPS, a virus scanner) keeps holding it. `data` and `like` as in `commit`. Raises NotSaved.
    """
    whole = as_bytes(path, assessment, rulebook) if data is None else data
    try:
        saved = write_whole(path, whole, like=like)
    except OSError as error:
        raise not_saved(path, error) from None
    _flush_folder(saved)
    return saved


def as_bytes(path: Path, assessment: Assessment, rulebook: Rulebook) -> bytes:
    """What `save` writes to `path`. Raises NotSaved where it is too much to be read again."""
    schema = _schema_line(path) or SCHEMA_LINE
    data = to_text(assessment, rulebook, schema=schema).encode("utf-8")
    if len(data) > MAX_BYTES:
        what = f"答案太多，超过 {MAX_BYTES // 1_000_000} MB，没有保存"
        raise NotSaved.because(what, "缩短备注，或者分成几份文件", file=path)
    return data


def not_saved(path: Path, error: OSError) -> NotSaved:
    """That nothing was written to `path`, and why, in Chinese."""
    mend = "检查磁盘空间，以及这个文件夹是否允许写入"
    return NotSaved.because(f"没有保存成功（{reason(error)}）", mend, file=path)


def _schema_line(path: Path) -> str | None:
    """Where the file says its schema lies: somebody may have pointed their editor elsewhere."""
    try:
        with path.open("rb") as file:
            first = file.readline(500).decode("utf-8", errors="replace").rstrip("\r\n")
    except OSError:
        return None
    return first if first.startswith(SCHEMA_MARK) and first.isprintable() else None


def history_file(path: Path) -> Path:
    """Where the history of the answers at `path` lies: 自查.历史.jsonl beside 自查.yaml."""
    target = path.resolve() if path.is_symlink() else path
    return sibling(target, "", target.stem, ".历史.jsonl")


def add_to_history(path: Path, lines: Collection[str]) -> None:
    """Add lines to the history of the answers at `path`, and flush it. Raises NotRecorded."""
    if not lines:
        return
    file = history_file(path)
    begun = file.exists()
    try:
        append_line(file, "\n".join(lines).encode("utf-8", errors="replace"), like=(path,))
    except OSError as error:
        what = f"已经保存，但修改历史没有记下（{reason(error)}）"
        mend = "检查磁盘空间，以及这个文件是否允许写入"
        complaint = Complaint(what=what, mend=mend, where=Where(file=file))
        raise NotRecorded(complaint, path) from None
    if not begun:
        _flush_folder(file)


def refuse_unrecorded(path: Path) -> None:
    """Raise NotSaved where the history of the answers at `path` could not be added to.

    To be called before changes that can be made again; a sitting saves its answers all the same.
    """
    file = history_file(path)
    try:
        check_added_to(file)
    except OSError as error:
        what = f"修改历史写不进去（{reason(error)}），所以什么也没有改"
        mend = "检查这个文件是否允许写入，再试一次"
        raise NotSaved.because(what, mend, file=file) from None


def _begin_history(path: Path, like: Iterable[Path]) -> None:
    """Begin the history of a new file before the file: a kill between the two is then noticed."""
    with contextlib.suppress(OSError):
        if not (path.exists() or path.is_symlink()):
            create(history_file(path), like=like).close()


def load_history(path: Path) -> History:
    """The history of the answers at `path`; empty where there is none yet.

    Raises UnreadableFile when it lies there and cannot be read at all, or `path` is a folder.
    """
    from checklist.assessment.stored.history import History, history_in  # noqa: PLC0415

    refuse_folder(path)
    file = history_file(path)
    return history_in(read_bytes(file, limit=MAX_HISTORY)) if file.exists() else History()


@contextlib.contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold the file for this process. Raises UnreadableFile where another does, or for a folder.

    Held on a sidecar, because replacing a file would drop a lock on the file itself; a second one
    says who holds it, because a locked file cannot be read on Windows. Where the folder knows no
    locks, as some network drives, that is told and nothing is held.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  only those who write need these

    refuse_folder(path)
    target = holder = path
    try:
        _check_folder(path)
        target = path.resolve() if path.is_symlink() else path
        holder = sibling(target, ".", target.name, ".holder")
        held = FileLock(_sidecar(target), timeout=0) if _can_lock(target.parent) else None
        if held is not None:
            held.acquire()
    except Timeout:
        what = f"这个文件正在另一个窗口里作答{holding.who(holder)}"
        mend = "回到那个窗口继续；或者先在那里输入 q 退出，再重新打开"
        raise UnreadableFile.because(what, mend, file=path) from None
    except OSError as error:
        what = f"不能在这个文件夹里写文件（{reason(error)}）"
        mend = "换一个存在的、允许写入的文件夹"
        raise UnreadableFile.because(what, mend, file=path) from None
    if held is None:
        print_note("这个文件夹不支持文件锁，分不出是不是有两个窗口在同时作答：请只开一个窗口。")
        yield
        return
    try:
        with contextlib.suppress(OSError):
            holding.begin(holder, target)
        yield
    finally:
        with contextlib.suppress(OSError):
            holder.unlink(missing_ok=True)
        _leave_nothing_beside(target)
        held.release()


def _check_folder(path: Path) -> None:
    """Raise UnreadableFile where the folder that the file is to lie in does not exist."""
    if not path.parent.is_dir():
        what = f"没有 {path.parent} 这个文件夹"
        mend = "先建立文件夹，或者换一个存在的文件夹"
        raise UnreadableFile.because(what, mend, file=path)


def _can_lock(folder: Path) -> bool:
    """Whether files in this folder can be locked. A file of our own is tried, held by nobody."""
    if sys.platform == "win32":
        return True
    import fcntl  # noqa: PLC0415  only those who write need these
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryFile(dir=folder) as tried:
        try:
            fcntl.flock(tried, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def _sidecar(target: Path) -> Path:
    """What is locked in place of `target`; a link that somebody laid there is taken away."""
    sidecar = sibling(target, ".", target.name, ".lock")
    if sidecar.is_symlink():
        sidecar.unlink()
    with contextlib.suppress(FileExistsError):
        create(sidecar, like=(target,)).close()
    return sidecar


def _leave_nothing_beside(target: Path) -> None:
    """Take away what was locked in place of a file that nobody wrote. It is held still, and where
    that forbids it (Windows), it stays."""
    if not target.exists():
        with contextlib.suppress(OSError):
            sibling(target, ".", target.name, ".lock").unlink(missing_ok=True)


def _flush_folder(file: Path) -> None:
    """Make the new name itself survive a power cut, where the system can (not on Windows)."""
    with contextlib.suppress(OSError):
        descriptor = os.open(file.resolve().parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
