"""Reads files whole, and writes them whole or not at all, even while WPS holds the old one open."""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path, PurePath
from typing import BinaryIO

from checklist.errors import Complaint, UnreadableFile, Where, reason

MAX_BYTES = 2_000_000
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ENCRYPTED = (b"%TSD-Header-###%", b"b\x14#e", b"E-SafeNet")
"""How files begin that the encryption software of a company left encrypted."""
_COMPOUND = b"\xd0\xcf\x11\xe0"
"""Begins what Office wrote before 2007, and what it encrypts with a password."""
_WITH_A_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_KINDS = (
    (b"%PDF-", "PDF 文件"),
    (b"PK\x03\x04", "Word、Excel 或者压缩文件"),
    (_COMPOUND, "旧的 Office 文件，或者加了密码的 Office 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
)
Data = bytes | Iterable[bytes] | Callable[[BinaryIO], None]
"""What is written: bytes, their pieces, or a function that writes them."""
_AT_FIRST = 100_000  # bytes: setting aside all that a file may have takes longer than reading most
_LONGEST, _TRIES = 255, 20
_PAUSE = 0.05
"""Seconds between tries to read or replace a file that another program holds open."""


# --- reading -----------------------------------------------------------------------------------


def read_bytes(path: Path, *, limit: int = MAX_BYTES, tries: int = _TRIES) -> bytes:
    """The bytes of a file of at most `limit` bytes.

    Raises UnreadableFile when it is missing, a directory, not readable or too big.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(min(limit + 1, _AT_FIRST))
            data += stream.read(limit + 1 - len(data)) if len(data) == _AT_FIRST else b""
    except FileNotFoundError:
        mend = "检查路径和文件名（包括扩展名）是否写对"
        if has_wildcard(path.name):
            mend = "这里没有把 *、? 展开成文件名（或者没有相配的文件）：逐个写出文件名"
        raise UnreadableFile.because("找不到这个文件", mend, file=path) from None
    except IsADirectoryError:
        raise _directory(path) from None
    except PermissionError:
        if path.is_dir():  # so Windows says it
            raise _directory(path) from None
        if tries > 1:  # on Windows it may be held, or be in the middle of being saved
            time.sleep(_PAUSE)
            return read_bytes(path, limit=limit, tries=tries - 1)
        mend = "检查文件权限；如果正被其他软件打开，先关闭它"
        raise UnreadableFile.because("没有权限读取这个文件", mend, file=path) from None
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else "文件名不合法"
        what = f"读不了这个文件（{why}）"
        raise UnreadableFile.because(what, "检查路径和存储设备", file=path) from None
    refuse_larger(len(data), limit, file=path)
    return data


def has_wildcard(name: str) -> bool:
    """Whether a name has * or ? in it, which a shell may have left as it was typed."""
    return "*" in name or "?" in name


def refuse_larger(size: int, limit: int, *, file: PurePath | str) -> None:
    """Raise UnreadableFile for more than `limit` bytes."""
    if size > limit:
        what = f"文件太大，超过 {limit / 1_000_000:g} MB"
        mend = "检查是不是选错了文件；正常的文件远小于这个大小"
        raise UnreadableFile.because(what, mend, file=file)


def refuse_folder(path: Path) -> None:
    """Raise UnreadableFile where `path` is a folder, before a name is made from its own."""
    if path.is_dir():
        raise _directory(path)


def decode(data: bytes, *, file: PurePath | str) -> str:
    """The text of UTF-8 bytes, without a byte order mark.

    Raises UnreadableFile when it is empty or not UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refuse_encrypted(data, file=file)
        kind = next((kind for mark, kind in _KINDS if data.startswith(mark)), None)
        if kind or (b"\0" in data and not data.startswith(_UTF_16)):
            what = f"这是{kind}，不是文本文件" if kind else "这不是文本文件"
            mend = "检查是不是选错了文件；图片、表格等改成 .yaml 的名字也读不了"
            raise UnreadableFile.because(what, mend, file=file) from None
        line = data.count(b"\n", 0, error.start) + 1
        what = f"文件不是 UTF-8 编码{_guessed_encoding(data)}"
        mend = "用记事本或其他编辑器打开，另存为 UTF-8 编码"
        where = Where(file=file, line=line)
        raise UnreadableFile(Complaint(what=what, mend=mend, where=where)) from None
    if not text.strip():
        mend = "检查是不是选错了文件，或者内容没有保存"
        raise UnreadableFile.because("文件是空的", mend, file=file)
    return text


def refuse_encrypted(data: bytes, *, file: PurePath | str) -> None:
    """Raise UnreadableFile for what a company's own software, or a password, left encrypted."""
    if data.startswith(_COMPOUND) and _WITH_A_PASSWORD in data:
        mend = "用 Office 或者 WPS 打开，去掉打开密码，另存以后再给出"
        raise UnreadableFile.because("这个 Office 文件加了打开密码", mend, file=file)
    if data.startswith(_ENCRYPTED):
        mend = "在公司的加密软件里解密，或者请管理员允许本程序读取，再试一次"
        what = "这个文件看来被公司的加密软件加了密，读到的是密文"
        raise UnreadableFile.because(what, mend, file=file)


def read_text(path: Path, *, limit: int = MAX_BYTES) -> str:
    """The text of a UTF-8 file. Raises UnreadableFile as `read_bytes` and `decode` do."""
    return decode(read_bytes(path, limit=limit), file=path)


def _directory(path: Path) -> UnreadableFile:
    mend = "写上文件夹里那个文件的名字"
    return UnreadableFile.because("这是一个文件夹，不是文件", mend, file=path)


def _guessed_encoding(data: bytes) -> str:
    if data.startswith(_UTF_16):
        return "（看起来是 UTF-16）"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "（看起来是 GBK）"


# --- writing -----------------------------------------------------------------------------------


def create(path: Path, *, like: Iterable[Path] = ()) -> BinaryIO:
    """Open a new file for writing. A link that lies under its name is not followed.

    It is open to nobody to whom the umask, or one of the files it is made `like`, is closed.
    Raises FileExistsError where anything lies there; OSError.
    """
    opener = partial(os.open, mode=_mode(0o666, like))
    return open(path, "xb", opener=opener)


def write_whole(path: Path, data: Data, *, like: Iterable[Path] = (), follow: bool = True) -> Path:
    """Put `data` at `path` in one step: a crash leaves either the old file or the new one.

    Returns where it really lies: beside `path`, under another name, when another program keeps
    holding the old file. A device or pipe is written to and never replaced; a link only where the
    user named it (`follow`). `like` as in `create`. Raises OSError when nothing could be written.
    """
    if path.is_symlink() and not follow:
        _refuse_link(path)
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            _pour(data, stream)
        return path
    target = path.resolve() if path.is_symlink() else path
    temporary = sibling(target, ".", target.name, f".{os.getpid():010}.tmp")
    try:
        temporary.unlink(missing_ok=True)  # what a crash, or somebody else, left under this name
        with create(temporary, like=(*like, target)) as stream:
            _pour(data, stream)
            stream.flush()
            os.fsync(stream.fileno())
        written = _replace(temporary, target)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return path if written == target else written


def append_line(path: Path, line: bytes, *, like: Iterable[Path] = ()) -> None:
    """Add one line, without its end, to a file that is only ever added to; flushed to the disk.

    A last line that a crash left without an end stays as it is, and `line` begins after it. A link
    or device is never followed; `like` as in `create`. Raises OSError; what was written until then
    stays, as such a torn line.
    """
    _refuse_link(path)
    if path.exists():
        _narrow(path, like)
    else:
        create(path, like=like).close()
    with path.open("a+b", buffering=0) as stream:
        torn = stream.seek(0, os.SEEK_END) > 0 and stream.seek(-1, os.SEEK_END) >= 0
        start = b"\n" if torn and stream.read(1) != b"\n" else b""
        left = memoryview(start + line + b"\n")
        while left:
            left = left[stream.write(left) :]
        os.fsync(stream.fileno())


def half_saves(target: Path) -> Iterator[Path]:
    """What `write_whole` left of `target` where it was killed."""
    start = sibling(target, ".", target.name, f".{0:010}.tmp").name.removesuffix(f"{0:010}.tmp")
    return target.parent.glob(f"{glob.escape(start)}*.tmp")


def sibling(path: Path, before: str, name: str, after: str) -> Path:
    """The file called {before}{name}{after} in the folder of `path`.

    Where that is longer than a name may be, a digest stands for the end of `name`, so that two
    names that only differ there stay two.
    """
    if _length(before + name + after) > _LONGEST:
        from hashlib import sha256  # noqa: PLC0415  hardly ever, and no name waits for it

        short = f"~{sha256(os.fsencode(name)).hexdigest()[:8]}"
        while name and _length(before + name + short + after) > _LONGEST:
            name = name[:-1]
        name += short
    return path.with_name(before + name + after)


def _length(name: str) -> int:
    """How long a name is where this system counts to 255: in UTF-16 units, or in bytes."""
    if sys.platform in {"win32", "darwin"}:
        return len(name.encode("utf-16-le", "surrogatepass")) // 2
    return len(os.fsencode(name))


def check_added_to(path: Path) -> None:
    """Raise OSError where `append_line` could not add to the file at `path`, if there is one."""
    _refuse_link(path)
    if path.exists():
        path.open("r+b").close()


def free_name(path: Path) -> Path:
    """`path`, or where that exists the first of 名-2.html, 名-3.html … that does not."""
    free, number = path, 2
    while free.exists() or free.is_symlink():
        free = sibling(path, "", path.stem, f"-{number}{path.suffix}")
        number += 1
    return free


def _refuse_link(path: Path) -> None:
    """Raise OSError for a link or device: what is added to it lands elsewhere."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise OSError(errno.EMLINK, "这个名字是一个链接或者设备，会写到别处")


def _mode(mode: int, like: Iterable[Path]) -> int:
    """`mode` without what is closed to others in one of the files; the owner keeps theirs."""
    for file in like:
        with contextlib.suppress(OSError):
            mode &= file.stat().st_mode | 0o600
    return mode


def _narrow(path: Path, like: Iterable[Path]) -> None:
    """Close `path` to whom one of the files is closed; what cannot be changed stays."""
    mode = path.stat().st_mode & 0o777
    if _mode(mode, like) != mode:
        with contextlib.suppress(OSError):
            path.chmod(_mode(mode, like))


def _pour(data: Data, stream: BinaryIO) -> None:
    if callable(data):
        data(stream)
    elif isinstance(data, bytes):
        stream.write(data)
    else:
        stream.writelines(data)


def _replace(temporary: Path, target: Path) -> Path:
    for _ in range(_TRIES):
        try:
            return temporary.replace(target)
        except PermissionError:
            if target.is_dir():
                raise
            time.sleep(_PAUSE)
    beside = free_name(target)
    temporary.replace(beside)
    return beside
