"""Answers, history, evidence and report packed as one ZIP file, with the digest of each.

The digests prove that nothing was damaged or left out on the way; whoever can pack can pack anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import msgspec
from msgspec import Struct

from checklist import PROGRAM
from checklist.assessment.evidence import Astray, look, pieces
from checklist.assessment.model import Assessment, Evidence
from checklist.assessment.stored.file import MAX_HISTORY, history_file
from checklist.assessment.stored.text import to_text
from checklist.errors import Complaint, Where, WrongUsage
from checklist.files import read_bytes, sibling
from checklist.law.model import Rulebook
from checklist.paths import faulty_name, two_alike

MANIFEST = "清单.json"
FORMAT: Literal["checklist-bundle-1"] = "checklist-bundle-1"
MOST_FILES = 5_000
PIECE = 1 << 20
_REGULAR = 0o100600 << 16
_ON_DISK = {None, Astray.CHANGED, Astray.EMPTIED}


class Part(Struct, frozen=True):
    """A file to be packed: its name in the archive, and its bytes or where they lie."""

    name: str
    content: bytes | Path


class Listed(Struct, frozen=True, kw_only=True):
    """A file of a bundle; `size` in bytes."""

    name: str
    sha256: str
    size: int


class Manifest(Struct, frozen=True, kw_only=True):
    """What a bundle holds. `answers`, `history` and `report` are names among `files`."""

    format: Literal["checklist-bundle-1"] = FORMAT
    program: str
    made_at: str
    answers: str
    history: str | None
    report: str
    files: tuple[Listed, ...]

    def as_bytes(self) -> bytes:
        """The manifest as it stands in the archive."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"

    @property
    def digest(self) -> str:
        """SHA-256 of the manifest, and so of the whole bundle."""
        return hashlib.sha256(self.as_bytes()).hexdigest()

    def lacks(self, assessment: Assessment) -> bool:
        """Whether a file named as evidence is missing, or another than was recorded."""
        packed = {file.name: file.sha256 for file in self.files}
        named = [piece for piece in pieces(assessment) if piece.path is not None]
        return any(packed.get(piece.path or "") != piece.sha256 for piece in named if piece.sha256)


class Contents(Struct, frozen=True, kw_only=True):
    """What is to be packed, with the answers first."""

    answers: Part
    history: Part | None
    report: Part
    evidence: tuple[Part, ...]
    beside: tuple[Part, ...] = ()

    def parts(self) -> Iterator[Part]:
        """Every file, in the order in which it is packed."""
        yield self.answers
        if self.history is not None:
            yield self.history
        yield self.report
        yield from self.beside
        yield from self.evidence


def contents(
    file: Path,
    assessment: Assessment,
    rulebook: Rulebook,
    page: str,
    beside: Iterable[Path] = (),
) -> Contents:
    """What a bundle of the answers at `file` holds; `page` is the report that they give, and
    `beside` are files by which they are judged, as far as there are any.

    No place of one computer goes along: answers and history are written as they are read today.
    Raises WrongUsage where a file could not be unpacked everywhere.
    """
    named = dict.fromkeys(piece.path for piece in pieces(assessment) if _is_there(piece, file))
    evidence = tuple(Part(name, file.parent / name) for name in named if name)
    taken = {part.name for part in evidence}
    history = _history(file)
    packed = Contents(
        answers=Part(file.name, to_text(assessment, rulebook).encode()),
        history=history,
        report=Part(_free(f"{file.stem}.html", taken), page.encode("utf-8", "replace")),
        beside=tuple(Part(each.name, each) for each in beside if each.name not in taken),
        evidence=evidence,
    )
    _refuse_names([MANIFEST, *(part.name for part in packed.parts())], file)
    return packed


def pack(contents: Contents, stream: BinaryIO, *, at: datetime) -> Manifest:
    """Write the bundle to `stream` and return what is in it. Raises OSError."""
    files = list[Listed]()
    with ZipFile(stream, "w") as archive:
        for part in contents.parts():
            files.append(_packed(archive, part, at))
        manifest = Manifest(
            program=PROGRAM,
            made_at=at.isoformat(),
            answers=contents.answers.name,
            history=contents.history.name if contents.history else None,
            report=contents.report.name,
            files=tuple(files),
        )
        _packed(archive, Part(MANIFEST, manifest.as_bytes()), at)
    return manifest


def _packed(archive: ZipFile, part: Part, at: datetime) -> Listed:
    """Pack one file. Pictures, PDF and video are compressed already and stored as they are, so that
    what an archive unpacks to can be held against its own size."""
    entry = ZipInfo(part.name, at.timetuple()[:6])
    entry.create_system, entry.external_attr = 3, _REGULAR
    digest, size = hashlib.sha256(), 0
    if isinstance(part.content, bytes):
        entry.compress_type, entry.file_size = ZIP_DEFLATED, len(part.content)
    else:
        entry.compress_type, entry.file_size = ZIP_STORED, part.content.stat().st_size
    with archive.open(entry, "w") as target:
        for piece in _pieces(part.content):
            target.write(piece)
            digest.update(piece)
            size += len(piece)
    return Listed(name=part.name, sha256=digest.hexdigest(), size=size)


def _pieces(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as stream:
        while piece := stream.read(PIECE):
            yield piece


def _is_there(piece: Evidence, file: Path) -> bool:
    return piece.path is not None and look(piece, file.parent) in _ON_DISK


def _free(name: str, taken: Iterable[str]) -> str:
    """`name`, or the first of 名-2.html, 名-3.html … that no evidence has."""
    stem, _, suffix = name.rpartition(".")
    number, free, others = 2, name, {each.casefold() for each in taken}
    while free.casefold() in others:
        free = f"{stem}-{number}.{suffix}"
        number += 1
    return free


def _refuse_names(names: list[str], file: Path) -> None:
    """Raise WrongUsage with every name that could not be unpacked on every system."""
    mend = "改文件名，在 checklist ask 里用 e 重新登记，再打包"
    wrong = [(name, faulty_name(name)) for name in names]
    faults = [f"“{name}”{fault}" for name, fault in wrong if fault]
    if alike := two_alike(names):
        faults.append(f"“{alike[0]}”和“{alike[1]}”同名，或者在 Windows 上是同一个文件")
    if len(names) > MOST_FILES:
        faults.append(f"文件超过 {MOST_FILES} 个")
    if faults:
        where = Where(file=file)
        raise WrongUsage(
            *(Complaint(what=f"没有打包：{fault}", mend=mend, where=where) for fault in faults)
        )


# --- the history ---------------------------------------------------------------------------------


def _history(file: Path) -> Part | None:
    """The history beside the answers, without places of one computer that older versions wrote."""
    path = history_file(file)
    if path.is_symlink():
        what = "修改历史是一个链接，没有打包"
        raise WrongUsage.because(what, "删掉这个链接，或者换成它指向的文件", file=path)
    if not path.exists():
        return None
    lines = read_bytes(path, limit=MAX_HISTORY).split(b"\n")
    name = sibling(file, "", file.stem, ".历史.jsonl").name
    return Part(name, b"\n".join(map(_portable, lines)))


def _portable(line: bytes) -> bytes:
    """One line of a history. What a crash tore is no line, and leaves an empty one in its place."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return b""
    if not isinstance(entry, dict):
        return b""
    before = json.dumps(entry)
    for side in ("old", "new"):
        answer = entry.get(side)
        if isinstance(answer, dict) and isinstance(answer.get("evidence"), list):
            answer["evidence"] = [_piece(each) for each in answer["evidence"]]
    return line if json.dumps(entry) == before else json.dumps(entry, ensure_ascii=False).encode()


def _piece(recorded: Any) -> Any:
    match recorded:
        case str():
            return Evidence(recorded).portable().text
        case {"text": str(text), "path": str(path)}:
            piece = Evidence(text, path).portable()
            kept = {name: each for name, each in recorded.items() if name != "path" or piece.path}
            return {**kept, "text": piece.text}
        case _:
            return recorded
