"""The one error type users meet, and the place it points at."""

from __future__ import annotations

import errno
import sys
from pathlib import Path, PurePath
from typing import Self

from msgspec import Struct


class Where(Struct, frozen=True, kw_only=True):
    """A place in a file. `line` and `column` count from 1; None means the file as a whole."""

    file: PurePath | str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        places = (place for place in (self.line, self.column) if place is not None)
        return ":".join(map(str, (self.file, *places)))


class Complaint(Struct, frozen=True, kw_only=True):
    """One mistake in something a user wrote: what is wrong, where, and how to mend it (Chinese)."""

    what: str
    mend: str
    where: Where | None = None

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n      改法：{self.mend}"


_REASONS = {
    "ENOENT": "没有这个文件或者文件夹",
    "EACCES": "没有权限，或者正被别的程序占用",
    "EPERM": "没有权限",
    "EROFS": "这个磁盘是只读的",
    "ENOTDIR": "路径中间有一段不是文件夹",
    "EISDIR": "这是一个文件夹，不是文件",
    "EEXIST": "已经有同名的文件或者文件夹",
    "ENOSPC": "磁盘满了",
    "EDQUOT": "超出了磁盘配额",
    "EFBIG": "文件太大",
    "ENAMETOOLONG": "文件名太长",
    "EINVAL": "文件名不合法，或者这里不能这样读写",
    "ELOOP": "链接绕成了圈",
    "EBUSY": "正被别的程序占用",
    "ETXTBSY": "正被别的程序占用",
    "EMFILE": "同时打开的文件太多",
    "ENFILE": "同时打开的文件太多",
    "EIO": "磁盘读写出错",
    "ENOEXEC": "这不是可以运行的程序",
}

_LONGEST_ON_WINDOWS = 240


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese; its own words only where it speaks Chinese too."""
    name = errno.errorcode.get(error.errno or 0, "")
    if name == "ENOENT" and error.filename and sys.platform == "win32":
        # So Windows says it; and while a file is written, its name is some characters longer.
        if len(str(Path(error.filename).absolute())) > _LONGEST_ON_WINDOWS:
            return "连同文件夹的路径太长，Windows 上最多约 240 个字符"
    words = error.strerror or ""
    if name not in _REASONS and words and not words.isascii():
        return words
    return _REASONS.get(name, f"系统错误 {name or error.errno or ''}".rstrip())


class ChecklistError(Exception):
    """Something the user can mend. Carries every complaint found, not only the first.

    The wording is Chinese, is public API, and is printed without a traceback.
    """

    def __init__(self, *complaints: Complaint) -> None:
        if not complaints:
            raise ValueError("a ChecklistError needs at least one complaint")
        self.complaints = complaints
        super().__init__(*complaints)

    def __str__(self) -> str:
        return "\n".join(map(str, self.complaints))

    @classmethod
    def because(cls, what: str, mend: str, *, file: PurePath | str | None = None) -> Self:
        """The error with one complaint: about `file` as a whole, or about no file."""
        where = None if file is None else Where(file=file)
        return cls(Complaint(what=what, mend=mend, where=where))


SYSTEM_REFUSES = {
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG, errno.ELOOP, errno.EMFILE,
    errno.ENFILE,
}  # fmt: skip
"""What the system says of a file that is there, or could be, and that it does not hand over."""
DISK_FAILS = {errno.ENOSPC, errno.EIO, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
"""What the system says where a disk is full or broken, whatever was typed."""


class UnreadableFile(ChecklistError):
    """A file is missing, unreadable or wrong inside: exit code 3."""


class NotWritten(ChecklistError):
    """Something could not be written, and the command was not to blame: exit code 3."""


class WrongUsage(ChecklistError):
    """The command was called in a way it cannot follow: exit code 2."""


def unwritable(error: OSError) -> type[WrongUsage | NotWritten]:
    """What to raise where something cannot be written: whether another place would do."""
    return NotWritten if error.errno in DISK_FAILS else WrongUsage
