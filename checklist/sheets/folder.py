"""Reads several sheets of one kind that came back in a folder, as if they were one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from checklist.errors import Complaint, UnreadableFile, reason
from checklist.sheets.spreadsheet import SheetKind
from checklist.streams import print_note
from checklist.text import inert

Filled = TypeVar("Filled")
_NOT_OURS = (".", "~$")
"""How the names of hidden files begin, and of those that Excel keeps beside what is open."""
_OPEN_DOCUMENT = ".ods"
"""Cannot be read, but is no file to be passed over either: somebody may have filled it in."""


def loaded(path: Path, kind: SheetKind, load: Callable[[Path, str], Filled | None]) -> list[Filled]:
    """What `load` makes of a file, or of each that lies in a folder, which it is told the name of.

    What is none of this `kind`, and so None, is told and passed over; not that a file is broken.
    Raises UnreadableFile with every complaint about every file.
    """
    if not path.is_dir():
        whole = load(path, "")
        return [] if whole is None else [whole]
    sheets: list[Filled] = []
    complaints: list[Complaint] = []
    names, others = list[str](), list[str]()
    for file in _files(path, kind):
        try:
            filled = load(file, file.name)
        except UnreadableFile as error:
            complaints += error.complaints
            continue
        if filled is None:
            others.append(inert(file.name))
        else:
            sheets.append(filled)
            names.append(inert(file.name))
    if complaints:
        raise UnreadableFile(*complaints)
    if not sheets:
        what = f"这个文件夹里没有填好的{kind.name}（{'、'.join(kind.suffixes)}），下级文件夹不看"
        raise UnreadableFile.because(
            what, f"把填好的{kind.name}放进来，或者直接写它的文件名", file=path
        )
    print_note(f"读 {len(sheets)} 份{kind.name}：{'、'.join(names)}")
    if others:
        print_note(f"不是{kind.name}，没有读：{'、'.join(others)}")
    return sheets


def _files(folder: Path, kind: SheetKind) -> Iterator[Path]:
    """The files of the kind, or like it, right in a folder, by name. Raises UnreadableFile."""
    try:
        every = sorted(folder.iterdir())
    except OSError as error:
        what = f"打不开这个文件夹（{reason(error)}）"
        raise UnreadableFile.because(what, "检查路径和权限", file=folder) from None
    for file in every:
        suffixes = (*kind.suffixes, _OPEN_DOCUMENT)
        is_ours = file.suffix.lower() in suffixes and not file.name.startswith(_NOT_OURS)
        if is_ours and file.is_file():
            yield file
