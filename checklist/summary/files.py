"""Finds the answer files below a folder, and says how a page refers to another file."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from msgspec import Struct

from checklist.errors import Complaint, UnreadableFile, Where, reason
from checklist.file_kinds import FileKind, kind_of
from checklist.files import sibling
from checklist.report.forms.about import text
from checklist.summary.model import UnreadFile

_SUFFIXES = {".yaml", ".yml"}
_NOT_OURS = (".", "~$")
"""How the names of hidden files, of locks and of half-written copies begin."""
_HEAD = 2_000_000
_TABLE = '"填报单位","统一社会信用代码","文件","结论"'
"""How the first line of an overview as CSV begins."""
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
                file = Path(entry.path)
                if file.exists() and not file.is_file():  # a pipe would keep whoever reads waiting
                    unread.append(UnreadFile(file=shown(file, folder), complaints=(_pipe(file),)))
                else:
                    files.append(file)
    if not files and not unread:
        raise _empty(folder)
    files.sort(key=lambda file: file.parts)
    return Listing(files=tuple(files), unread=tuple(unread), links=links)


def named(folder: Path) -> dict[str, Path]:
    """The answers files below `folder` by what a register calls them; of no two by one name."""
    by_name: dict[str, list[Path]] = {}
    for file in find(folder).files:
        by_name.setdefault(text(shown(file, folder)), []).append(file)
    return {name: files[0] for name, files in by_name.items() if len(files) == 1}


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


def own_reports(files: Sequence[Path], folder: Path, reports: Path, page: Path) -> dict[Path, Path]:
    """Where the report of each file is written below the folder `reports`: no two at one place, and
    none where the page will be."""
    taken = {_place(page)}
    by_file: dict[Path, Path] = {}
    for file in files:
        relative = file.relative_to(folder)
        names = [relative.stem if relative.suffix == ".yaml" else relative.name, relative.name]
        numbered = (f"{relative.name}-{number}" for number in range(2, len(files) + 3))
        targets = (
            sibling(reports / relative, "", name, ".html") for name in chain(names, numbered)
        )
        target = next(target for target in targets if _place(target) not in taken)
        taken.add(_place(target))
        by_file[file] = target
    return by_file


def reports_beside(files: Sequence[Path], page: Path) -> tuple[dict[Path, Path], list[Path]]:
    """The reports that lie beside the answers, and those of which nobody can tell whose they are:
    甲.yaml and 甲.yml both have their report written to 甲.html."""
    by_report: dict[Path, list[Path]] = {}
    for file in files:
        beside = sibling(file, "", file.stem, ".html")
        if _is_report(beside) and _place(beside) != _place(page):
            by_report.setdefault(beside, []).append(file)
    unclear = [report for report, of in by_report.items() if len(of) > 1]
    return {of[0]: report for report, of in by_report.items() if len(of) == 1}, unclear


def is_summary(file: Path) -> bool:
    """Whether a file is an earlier overview, which a new one may take the place of."""
    text = _head(file)
    is_table = _TABLE in text.partition("\n")[0]
    return not text.strip() or is_table or kind_of(text) in {FileKind.OVERVIEW, FileKind.SUMMARY}


def _is_report(file: Path) -> bool:
    text = _head(file)
    return bool(text) and kind_of(text) not in {FileKind.OVERVIEW, FileKind.COMPARISON}


def _head(file: Path) -> str:
    """As much of a file as says of which kind it is; empty where it cannot be read."""
    try:
        if not file.is_file():
            return ""
        with file.open("rb") as stream:
            return stream.read(_HEAD).decode("utf-8-sig", errors="replace")
    except OSError:
        return ""


def _place(file: Path) -> str:
    """A path as most file systems compare them: 甲A.html and 甲a.html are one file there."""
    return unicodedata.normalize("NFC", os.path.realpath(file)).casefold()


def _pipe(file: Path) -> Complaint:
    what, mend = "这是管道或者设备，不是文件", "移出这个文件夹，或者换一个扩展名"
    return Complaint(what=what, mend=mend, where=Where(file=file))


def _empty(folder: Path) -> UnreadableFile:
    what = "这个文件夹里没有答案文件（.yaml、.yml）"
    mend = "写上放着答案文件的文件夹；答案文件用 checklist ask 生成"
    return UnreadableFile.because(what, mend, file=folder)


def _unreadable(folder: Path, error: OSError) -> Complaint:
    match error:
        case FileNotFoundError():
            what, mend = "找不到这个文件夹", "检查路径是否写对"
        case _ if folder.is_file():  # Windows calls that an invalid argument
            what = "这是一个文件，不是文件夹"
            mend = "写上放着答案文件的文件夹；看一份用 checklist check"
        case _:
            what, mend = f"打不开这个文件夹（{reason(error)}）", "检查路径和权限"
    return Complaint(what=what, mend=mend, where=Where(file=folder))
