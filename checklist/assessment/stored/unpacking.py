"""A bundle that somebody sent: held against its manifest, then unpacked whole or not at all.

Nothing in it is trusted: neither names, nor kinds of files, nor sizes.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import stat
import struct
import zlib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import msgspec

from checklist.assessment.stored.bundle import FORMAT, MANIFEST, MOST_FILES, PIECE, Listed, Manifest
from checklist.errors import UnreadableFile, WrongUsage, reason, unwritable
from checklist.files import create, refuse_encrypted, refuse_folder, sibling
from checklist.paths import faulty_name, two_alike
from checklist.text import inert

_MOST_DIRECTORY = 4_000_000
"""Bytes of the directory of an archive, and of its manifest: 5,000 names fill a quarter of it."""
_FIXED, _TIMES = 200_000_000, 20
"""What an archive may unpack to: so many bytes, and so many times its own size."""
_ENCRYPTED = 0x1
_HEAD = 4096
_FAILURES = (
    BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OverflowError,
    LookupError, struct.error, zlib.error,
)  # fmt: skip
"""What `zipfile` raises for an archive that is damaged, or made to mislead it."""
_AGAIN = "请对方用 checklist bundle 重新打包，原样发来"


class _Wary(io.BufferedReader):
    """An archive of which no more is read at once than the directory of an honest one."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Raise BadZipFile for more than an honest archive needs, and where the disk fails."""
        most = _MOST_DIRECTORY if size is None or size < 0 else size
        try:
            data = super().read(most) if most <= _MOST_DIRECTORY else None
        except OSError:
            data = None
        if data is None:
            raise BadZipFile
        return data

    def seek(self, target: int, whence: int = 0, /) -> int:
        """Raise BadZipFile for a place that no file has."""
        try:
            return super().seek(target, whence)
        except OSError:
            raise BadZipFile from None


def unpack(path: Path, folder: Path) -> Manifest:
    """Write what the bundle at `path` holds to the new `folder`, and return its manifest.

    Raises UnreadableFile, with nothing written, for anything but a bundle that is whole; WrongUsage
    where something lies at `folder` or nothing can be written there, NotWritten where a disk fails.
    """
    if folder.is_symlink() or folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        mend = "用 -o 写一个新文件夹的名字"
        raise WrongUsage.because("这里已经有文件，没有解开", mend, file=folder)
    folder = folder.absolute()
    with _opened(path) as stream:
        try:
            with ZipFile(stream) as archive:
                entries = _entries(archive, path)
                manifest = _manifest(archive, entries, path)
                _write(archive, entries, manifest, path, folder)
        except _FAILURES:
            stream.seek(0)
            refuse_encrypted(stream.read(_HEAD), file=path)
            what = "这不是 checklist bundle 写出的压缩包，或者传送中损坏了"
            raise UnreadableFile.because(what, _AGAIN, file=path) from None
    return manifest


def _opened(path: Path) -> _Wary:
    """Raises UnreadableFile."""
    refuse_folder(path)
    if path.exists() and not path.is_file():
        raise UnreadableFile.because("这不是普通的文件", "检查路径是否写对", file=path)
    try:
        return _Wary(io.FileIO(path))
    except OSError as error:
        what = f"读不了这个压缩包（{reason(error)}）"
        raise UnreadableFile.because(what, "检查路径和文件名是否写对", file=path) from None


def _refused(path: Path, what: str) -> UnreadableFile:
    return UnreadableFile.because(f"没有解开：{what}", _AGAIN, file=path)


def _entries(archive: ZipFile, path: Path) -> dict[str, ZipInfo]:
    """The files by name. Raises UnreadableFile for what an honest bundle never holds."""
    entries = archive.infolist()
    if len(entries) > MOST_FILES + 1:
        raise _refused(path, f"里面的文件超过 {MOST_FILES} 个")
    for entry in entries:
        if fault := _fault(entry):
            raise _refused(path, f"里面的“{inert(entry.orig_filename)[:80]}”{fault}")
    names = [entry.orig_filename for entry in entries]
    if alike := two_alike(names):
        first, second = (inert(name)[:80] for name in alike)
        same = "出现了两次" if first == second else f"和“{second}”在 Windows 上是同一个文件"
        raise _refused(path, f"里面的“{first}”{same}")
    whole, packed = sum(entry.file_size for entry in entries), path.stat().st_size
    if whole > _FIXED + _TIMES * packed:
        what = f"压缩包只有 {packed:,} 字节，解开却有 {whole:,} 字节，像是压缩包炸弹"
        raise _refused(path, what)
    return dict(zip(names, entries, strict=True))


def _fault(entry: ZipInfo) -> str | None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "是一个链接"
    if kind not in {0, stat.S_IFREG} or entry.orig_filename.endswith("/"):
        return "不是文件"
    if entry.flag_bits & _ENCRYPTED:
        return "加了密码"
    if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        return "用的压缩方法读不了"
    return faulty_name(entry.orig_filename)


def _manifest(archive: ZipFile, entries: dict[str, ZipInfo], path: Path) -> Manifest:
    """What the archive says it holds, which is what it does hold. Raises UnreadableFile."""
    entry = entries.get(MANIFEST)
    if entry is None:
        raise _refused(path, f"里面没有“{MANIFEST}”，不是 checklist bundle 写出的")
    if entry.file_size > _MOST_DIRECTORY:
        raise _refused(path, f"“{MANIFEST}”太大")
    try:
        manifest = msgspec.json.decode(archive.read(entry), type=Manifest)
    except (msgspec.DecodeError, RecursionError):
        what = f"“{MANIFEST}”看不懂，可能由更新的程序写成（本程序读 {FORMAT}）"
        raise _refused(path, what) from None
    names = [file.name for file in manifest.files]
    own = [name for name in (manifest.answers, manifest.history, manifest.report) if name]
    if len(set(names)) < len(names) or not set(own) <= set(names) or MANIFEST in names:
        raise _refused(path, f"“{MANIFEST}”自相矛盾")
    for name in sorted(set(names) ^ (set(entries) - {MANIFEST})):
        how = "清单里有，压缩包里没有" if name in names else "压缩包里有，清单里没有"
        raise _refused(path, f"“{inert(name)[:80]}”{how}")
    return manifest


def _write(
    archive: ZipFile, entries: dict[str, ZipInfo], manifest: Manifest, path: Path, folder: Path
) -> None:
    """Unpack into a folder beside, which takes its name once every digest is right."""
    beside = sibling(folder, ".", folder.name, f".{os.getpid()}.tmp")
    try:
        beside.mkdir()
        try:
            for file in manifest.files:
                _unpack(archive, entries[file.name], file, path, beside)
            (beside / MANIFEST).write_bytes(archive.read(entries[MANIFEST]))
            if folder.is_dir():
                folder.rmdir()  # it is empty
            beside.rename(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        mend = "检查磁盘空间，以及这个文件夹是否允许写入，或者用 -o 换一个位置"
        what = f"解不开到这里（{reason(error)}）"
        raise unwritable(error).because(what, mend, file=folder) from None


def _unpack(archive: ZipFile, entry: ZipInfo, listed: Listed, path: Path, folder: Path) -> None:
    target = folder / listed.name
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with archive.open(entry) as source, create(target) as copy:
        while piece := source.read(PIECE):
            copy.write(piece)
            digest.update(piece)
            size += len(piece)
    if (digest.hexdigest(), size) != (listed.sha256, listed.size):
        what = f"“{inert(listed.name)[:80]}”与清单里的摘要不符：传送中损坏，或者被改动过"
        raise _refused(path, what)
