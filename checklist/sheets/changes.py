"""What a sheet that came back changes: compared, shown, agreed to; in the answers, saved too.

Each cell is compared three ways: as it was written, as it came back, as the answers stand now.
What nobody touched changes nothing; what was changed on both sides, and differently, is a conflict.
Nothing is chosen silently. Questionnaire, register and lawyer's copy share this.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path

from msgspec import Struct

from checklist.assessment.model import Assessment
from checklist.assessment.names import Spellings
from checklist.assessment.stored import outside
from checklist.assessment.stored.file import as_bytes, commit, refuse_unrecorded
from checklist.assessment.stored.history import FromSheet, Who
from checklist.assessment.stored.recovery import recover
from checklist.assessment.typed import Misread, excerpt
from checklist.commands import command
from checklist.errors import Complaint, Where, WrongUsage
from checklist.law.model import Rulebook
from checklist.paging import of_table
from checklist.sheets.spreadsheet import SheetKind, complaint, refused
from checklist.sheets.unread import Unread, show_unread
from checklist.sitting.evidence import put_beside
from checklist.streams import agreed, print_note, print_paged, print_text
from checklist.text import inert, name_key

LONGEST = 30_000
"""A cell holds 32,767 characters; what is longer is cut, and said to be."""
CUT = "……（太长，没有写全；要改请改答案文件）"


class Take(Enum):
    """Which side counts where sheet and answers disagree."""

    SHEET = "sheet"
    FILE = "file"


class CellChange(Struct, frozen=True, kw_only=True):
    """One cell: where it stands, what it is about, what the file says and what the sheet says.
    `also` are the other cells that change with it, since what they say is recorded once."""

    place: str
    about: str
    before: str
    after: str
    also: tuple[str, ...] = ()


class SheetOutcome(Struct, frozen=True, kw_only=True):
    """What an import comes to. `conflicts` are undecided: with any, nothing may be written.

    `remarks` say, in Chinese, what was left as it is and why, what moved on meanwhile and what
    looks odd; `unread` what stood in the sheet and was not read.
    """

    changes: tuple[CellChange, ...] = ()
    conflicts: tuple[CellChange, ...] = ()
    remarks: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


class ImportOutcome(SheetOutcome, frozen=True, kw_only=True):
    """What an import into the answers comes to. `by` is who filled the sheet in, where it says;
    `provided` is what a person is to agree to besides, `files` are the pictures that were taken
    out, by their paths beside the answers."""

    assessment: Assessment
    by: str | None = None
    provided: str = ""
    files: Mapping[str, bytes] = {}


@dataclass(kw_only=True)
class SheetComparison:
    """Collects what comes out while the cells of the sheet in `file` are compared one by one.

    `names` are those that stand in the answers; `earlier` those that the respondent had before.
    `files` are pictures by the paths at which they are to be put.
    """

    file: Path
    take: Take | None
    complaints: list[Complaint] = field(default_factory=list)
    changes: list[CellChange] = field(default_factory=list)
    conflicts: list[CellChange] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    names: Spellings = field(default_factory=Spellings)
    earlier: Collection[str] = ()
    provided: str = ""
    unread: Unread = field(default_factory=Unread)
    files: dict[str, bytes] = field(default_factory=dict)

    def ask_whether_own(self, what: str) -> None:
        """Have a person say that the sheet is the respondent's own, though `what` differs."""
        self.remarks.append(f"{what}：确实是同一个单位的，才写入")
        self.provided = "确实是同一个单位的，"

    def spelled(self, place: str, name: str, recorded: str | None) -> str:
        """A name that was typed, as it is recorded or stands anywhere already; the other is told.

        Two people type a name with other blanks or of another width: nothing changed by that.
        """
        same = recorded is not None and name_key(recorded) == name_key(name)
        kept = recorded if recorded and same else self.names.first(name)
        if kept != name:
            self.remarks.append(
                f"{place} {excerpt(name)}和已有的{excerpt(kept)}只差空格、大小写或者全角半角，"
                f"是同一个名称，按{excerpt(kept)}记；要换写法，用 checklist ask"
            )
        return kept

    def complain(self, place: str, misread: Misread) -> None:
        """Add what is wrong with one cell, and how to mend it."""
        self.complaints.append(complaint(self.file, place, misread))

    def is_taken(self, change: CellChange, *, moved: bool) -> bool:
        """Whether a change of the sheet counts; `moved`: the answers were changed too."""
        if moved and self.take is None:
            self.conflicts.append(change)
        elif not moved or self.take is Take.SHEET:
            self.changes.append(change)
            return True
        return False

    def refuse(self) -> None:
        """Raise UnreadableFile with every complaint, where there is any."""
        if self.complaints:
            raise refused(self.complaints)

    def outcome(self, assessment: Assessment, *, by: str | None = None) -> ImportOutcome:
        """What it all comes to, with `assessment`. Raises UnreadableFile with every complaint."""
        self.refuse()
        return ImportOutcome(
            assessment=assessment,
            by=by,
            provided=self.provided,
            changes=tuple(self.changes),
            conflicts=tuple(self.conflicts),
            remarks=tuple(self.remarks),
            unread=self.unread.lines(),
            files=self.files,
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
    return excerpt(text) if inert(text).strip() else "（空）"


def check_order(filled: Path, file: Path, kind: SheetKind) -> None:
    """Raise WrongUsage where answers stand in the place of the sheet that was filled in."""
    if filled.suffix.lower() not in {".yaml", ".yml"}:
        return
    name, words = kind.name, (*kind.command.split(), "import")
    if file.suffix.lower() in kind.suffixes:
        what = f"{name}和答案文件写反了"
        mend = f"{name}在前：{command(*words, file, filled)}"
    else:
        what = f"这里要写填好的{name}（{'、'.join(kind.suffixes)}），答案文件写在后面"
        mend = f"例如：{command(*words, name + kind.suffixes[0], filled)}"
    raise WrongUsage.because(what, mend, file=filled)


def side(take: str | None) -> Take | None:
    """The side that --take names."""
    if take is None:
        return None
    return Take.FILE if take == "file" else Take.SHEET


def conflicting(outcome: SheetOutcome, filled: Path, kind: SheetKind) -> list[Complaint]:
    """What to say where sheet and answers differ and nobody said which side counts."""
    side = f"都用{kind.name}的加 --take {kind.side}，都用答案文件的加 --take file"
    return [
        Complaint(
            what=f"{conflict.place} 写出{kind.name}以后答案文件里改过，两边不一样"
            f"（{conflict.about}）：{kind.name}写“{conflict.after or '空'}”，"
            f"答案文件是“{conflict.before or '空'}”",
            mend=f"看清以谁为准：{side}",
            where=Where(file=filled),
        )
        for conflict in outcome.conflicts
    ]


def show(outcome: SheetOutcome, filled: Path, kind: SheetKind) -> None:
    """Print what an import of `filled` comes to. Raises UnreadableFile for a conflict."""
    if complaints := conflicting(outcome, filled, kind):
        raise refused(complaints)
    for remark in outcome.remarks:
        print_note(remark)
    if outcome.changes:
        from checklist.sheets import preview

        print_paged(of_table(preview.table(outcome.changes, kind)))
    else:
        print_text(kind.unchanged)
    show_unread(outcome.unread)


def saved(
    outcome: ImportOutcome,
    before: Assessment,
    rulebook: Rulebook,
    *,
    file: Path,
    source: Path,
    known: bytes | None,
    at: datetime,
    yes: bool,
) -> bool:
    """Save the changes, once somebody agreed or where `yes` says so; returns whether none is left.

    To be called under the lock. `known` stood in the file before it was loaded; the history says
    that the changes came from `source`. Raises WrongUsage where nobody can be asked.
    """
    if not outcome.changes:
        return True
    if not is_agreed(len(outcome.changes), yes=yes, provided=outcome.provided):
        return False
    put_beside(outcome.files, file)
    after, respondent = outcome.assessment, outcome.assessment.respondent
    who = FromSheet(outcome.by or respondent.prepared_by or respondent.name, source.name)
    path = committed(file, before, after, known=known, who=who, at=at, rulebook=rulebook)
    print_text(f"已写入 {len(outcome.changes)} 处：{inert(str(path))}")
    return True


def committed(
    file: Path, before: Assessment, after: Assessment, *,
    known: bytes | None, who: Who, at: datetime, rulebook: Rulebook,
) -> Path:  # fmt: skip
    """Save what somebody had time to think about; returns where.

    What another program wrote meanwhile is kept beside, and told; so is it where another program
    holds the file. Raises NotSaved also where the history could not be added to; the rest as
    `commit`.
    """
    data = as_bytes(file, after, rulebook)
    refuse_unrecorded(file)
    seen = outside.look(file, known, during="等待确认期间")
    if warning := recover(file, before, rulebook, at=at):
        print_note(warning)
    path = commit(file, before, after, who=who, at=at, rulebook=rulebook, data=data)
    if path != file:
        held = f"“{inert(str(file))}”正被别的程序占用，它没有变。改动存在旁边，以后用这一份"
        print_note(f"{held}：{inert(str(path))}")
    if seen is not None:
        print_note(inert(seen.what))
        if seen.beside is not None:
            merged = command("merge", path, seen.beside, "-o", outside.together(path))
            print_note(f"那一份里的改动没有读进来。合并成一份：{merged}")
    return path


def is_agreed(count: int, *, yes: bool, provided: str = "") -> bool:
    """Whether somebody at the terminal agrees to the changes, or `yes` does; a no is confirmed.

    `provided` is what the question says besides. Raises WrongUsage where nobody can be asked.
    """
    if yes:
        return True
    if not sys.stdin.isatty():
        what = f"有 {count} 处改动，没有人可以确认，没有写入"
        raise WrongUsage.because(what, "看过改动以后，加上 --yes 再运行一次")
    if not agreed(f"{provided}以上 {count} 处是否写入？"):
        print_text("没有写入。")
        return False
    return True
