"""Finds the answer files below a folder, and says how a page refers to another file."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from checklist.errors import Complaint, UnreadableFile, Where, reason
from checklist.summary.model import UnreadFile

_SUFFIXES = {".yaml", ".yml"}
_NOT_OURS = (".", "~$")
"""How the names of hidden files, of locks and of half-written copies begin."""
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


class Listing(Struct, frozen=True, kw_only=True):
    """What lies below a folder.

    `unread` holds the folders that could not be opened; `links` is the number of linked folders
    that were not gone into.
    """

    files: tuple[Path, ...]
    unread: tuple[UnreadFile, ...]
    links: int


def find(folder: Path) -> Listing:
    """Every .yaml and .yml file below `folder`, by path; nothing hidden, no linked folders.

    Raises UnreadableFile where `folder` itself cannot be looked into, or holds nothing of all this.
    """
    files: list[Path] = []
    unread: list[UnreadFile] = []
    links = 0
    visited: set[tuple[int, int]] = set()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            about = here.stat()
            if (about.st_dev, about.st_ino) in visited and about.st_ino:
                continue  # a folder that contains itself, as junctions on Windows can
            visited.add((about.st_dev, about.st_ino))
            with os.scandir(here) as scan:
                entries = [entry for entry in scan if not entry.name.startswith(_NOT_OURS)]
        except OSError as error:
            complaint = _unreadable(here, error)
            if here == folder:
                raise UnreadableFile(complaint) from None
            unread.append(UnreadFile(file=shown(here, folder), complaints=(complaint,)))
            continue
        for entry in entries:
            if entry.is_dir():
                links += entry.is_symlink()
                if not entry.is_symlink():
                    waiting.append(Path(entry.path))
            elif Path(entry.name).suffix.lower() in _SUFFIXES:
                files.append(Path(entry.path))
    if not files and not unread:
        raise _empty(folder)
    files.sort(key=lambda file: file.parts)
    return Listing(files=tuple(files), unread=tuple(unread), links=links)


def shown(file: Path, folder: Path) -> str:
    """The path below `folder`, with slashes."""
    return file.relative_to(folder).as_posix()


def reference(file: Path, page: Path) -> str | None:
    """How the page in the folder `page` refers to `file`: relative, percent-encoded.

    None where there is no relative way, as between two drives.
    """
    try:
        relative = os.path.relpath(file, page)
    except ValueError:
        return None
    encoded = os.fsencode(relative.replace(os.sep, "/"))
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in encoded)


def _empty(folder: Path) -> UnreadableFile:
    what = "这个文件夹里没有答案文件（.yaml、.yml）"
    mend = "写上放着答案文件的文件夹；答案文件用 checklist ask 生成"
    return UnreadableFile.because(what, mend, file=folder)


def _unreadable(folder: Path, error: OSError) -> Complaint:
    match error:
        case FileNotFoundError():
            what, mend = "找不到这个文件夹", "检查路径是否写对"
        case NotADirectoryError():
            what = "这是一个文件，不是文件夹"
            mend = "写上放着答案文件的文件夹；看一份用 checklist check"
        case _:
            what, mend = f"打不开这个文件夹（{reason(error)}）", "检查路径和权限"
    return Complaint(what=what, mend=mend, where=Where(file=folder))
