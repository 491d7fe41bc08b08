"""What a sheet that came back changes in the answers; questionnaire and register share this.

Each cell is compared three ways: as it was written, as it came back, as the answers stand now.
What nobody touched changes nothing; what was changed on both sides, and differently, is a conflict.
Nothing is chosen silently.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from msgspec import Struct

from checklist.assessment.model import Assessment
from checklist.assessment.typed import Misread, quoted
from checklist.errors import Complaint, UnreadableFile, Where
from checklist.text import inert

LONGEST = 30_000
"""A cell holds 32,767 characters; what is longer is cut, and said to be."""
CUT = "……（太长，没有写全；要改请改答案文件）"


class Take(Enum):
    """Which side counts where sheet and answers disagree."""

    SHEET = "sheet"
    FILE = "file"


class CellChange(Struct, frozen=True, kw_only=True):
    """One cell: where it stands, what it is about, what the file says and what the sheet says."""

    place: str
    about: str
    before: str
    after: str


class ImportOutcome(Struct, frozen=True, kw_only=True):
    """What an import comes to. `conflicts` are undecided: with any, nothing may be written.

    `by` is who filled the sheet in, where it says so. `remarks` say, in Chinese, what was left as
    it is and why, what moved on meanwhile and what looks odd.
    """

    assessment: Assessment
    by: str | None = None
    changes: tuple[CellChange, ...] = ()
    conflicts: tuple[CellChange, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(kw_only=True)
class SheetComparison:
    """Collects what comes out while the cells of the sheet in `file` are compared one by one."""

    file: Path
    take: Take | None
    complaints: list[Complaint] = field(default_factory=list)
    changes: list[CellChange] = field(default_factory=list)
    conflicts: list[CellChange] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def complain(self, place: str, misread: Misread) -> None:
        """Add what is wrong with one cell, and how to mend it."""
        what = f"{place} {misread.what}"
        self.complaints.append(Complaint(what=what, mend=misread.mend, where=Where(file=self.file)))

    def is_taken(self, change: CellChange, *, moved: bool) -> bool:
        """Whether a change of the sheet counts; `moved`: the answers were changed too."""
        if moved and self.take is None:
            self.conflicts.append(change)
        elif not moved or self.take is Take.SHEET:
            self.changes.append(change)
            return True
        return False

    def outcome(self, assessment: Assessment, *, by: str | None = None) -> ImportOutcome:
        """What it all comes to, with `assessment`. Raises UnreadableFile with every complaint."""
        if self.complaints:
            raise UnreadableFile(*self.complaints)
        return ImportOutcome(
            assessment=assessment,
            by=by,
            changes=tuple(self.changes),
            conflicts=tuple(self.conflicts),
            remarks=tuple(self.remarks),
        )


def cut(text: str) -> str:
    """`text` as far as a cell can hold it."""
    return text if len(text) <= LONGEST else text[:LONGEST] + CUT


def check_whole(text: str) -> None:
    """Raise Misread where a cell was cut when it was written: an import would lose the rest."""
    if CUT in text:
        what = "这一格原来的内容太长，没有写全，改了会丢掉后面的内容"
        raise Misread(what, "这一格改回原样，到答案文件里去改")


def shown(text: str) -> str:
    """A short quotation of a cell, or that it is empty."""
    return quoted(text) if inert(text).strip() else "（空）"
