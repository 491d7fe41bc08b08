"""Shows what an import would change before anything is written, asks whether to, and saves it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from checklist.errors import Complaint, UnreadableFile, Where, WrongUsage
from checklist.streams import agreed, print_note, print_text, terminal_width
from checklist.text import argument, inert

if TYPE_CHECKING:
    from checklist.assessment.model import Assessment
    from checklist.law.model import Rulebook
    from checklist.sheets.changes import CellChange, ImportOutcome, Take


class SheetWords(Struct, frozen=True, kw_only=True):
    """What is read back, in words: its name, its command and what --take calls it.

    `emptied` stands for a cell that takes something back; `unchanged` says that nothing changes.
    """

    name: str
    command: str
    side: str
    suffixes: tuple[str, ...]
    emptied: str
    unchanged: str


FORM = SheetWords(
    name="问卷",
    command="form",
    side="form",
    suffixes=(".xlsx",),
    emptied="（同共同答案）",
    unchanged="问卷里没有新的改动，什么也没有写入。",
)
REGISTER = SheetWords(
    name="台账",
    command="remediation",
    side="register",
    suffixes=(".xlsx", ".csv"),
    emptied="（撤回）",
    unchanged="台账里没有改动，什么也没有写入。",
)


def check_order(filled: Path, file: Path, kind: SheetWords) -> None:
    """Raise WrongUsage where answers stand in the place of the sheet that was filled in."""

    if filled.suffix.lower() not in {".yaml", ".yml"}:
        return
    name, command = kind.name, f"checklist {kind.command} import"
    if file.suffix.lower() in kind.suffixes:
        what = f"{name}和答案文件写反了"
        mend = f"{name}在前：{command} {argument(file)} {argument(filled)}"
    else:
        what = f"这里要写填好的{name}（{'、'.join(kind.suffixes)}），答案文件写在后面"
        mend = f"例如：{command} {name}{kind.suffixes[0]} {argument(filled)}"
    raise WrongUsage(Complaint(what=what, mend=mend, where=Where(file=filled)))


def side(take: str | None) -> Take | None:
    """The side that --take names."""
    from checklist.sheets.changes import Take

    if take is None:
        return None
    return Take.FILE if take == "file" else Take.SHEET


def show(outcome: ImportOutcome, filled: Path, kind: SheetWords) -> None:
    """Print what an import of `filled` comes to.

    Raises UnreadableFile where sheet and answers differ and nobody said which side counts.
    """
    if outcome.conflicts:
        side = f"都用{kind.name}的加 --take {kind.side}，都用答案文件的加 --take file"
        raise UnreadableFile(
            *(
                Complaint(
                    what=f"{conflict.place} 写出{kind.name}以后答案文件里改过，两边不一样"
                    f"（{conflict.about}）：{kind.name}写“{conflict.after or '空'}”，"
                    f"答案文件是“{conflict.before or '空'}”",
                    mend=f"看清以谁为准：{side}",
                    where=Where(file=filled),
                )
                for conflict in outcome.conflicts
            )
        )
    for remark in outcome.remarks:
        print_note(remark)
    print_text(_table(outcome.changes, kind.emptied) if outcome.changes else kind.unchanged)


def saved(
    outcome: ImportOutcome,
    before: Assessment,
    rulebook: Rulebook,
    *,
    file: Path,
    at: datetime,
    yes: bool,
) -> bool:
    """Save the answers, once somebody agreed or where `yes` says so; returns whether it was done.

    To be called under the lock. Raises WrongUsage where nobody can be asked.
    """
    from checklist.assessment.file import commit

    if not yes and not _agreed(len(outcome.changes)):
        print_text("没有写入。")
        return False
    after, respondent = outcome.assessment, outcome.assessment.respondent
    who = outcome.by or respondent.prepared_by or respondent.name or None
    path = commit(file, before, after, who=who, at=at, rulebook=rulebook)
    print_text(f"已写入 {len(outcome.changes)} 处：{inert(str(path))}")
    return True


def _table(changes: Sequence[CellChange], emptied: str) -> str:
    """One line a cell, as wide as the terminal; `emptied` stands for a cell that says nothing."""
    from tabulate import tabulate

    from checklist.layout import wrap
    from checklist.report.forms.table import steady

    room = min(max(terminal_width(), 60), 160) - 13
    shares = (12, room * 4 // 9 - 12, room * 2 // 9, room * 3 // 9)

    def fit(text: str, width: int) -> str:
        return "\n".join(wrap(line, width) for line in steady(text).splitlines())

    rows = [
        (change.place, change.about, change.before or "（空）", change.after or emptied)
        for change in changes
    ]
    return tabulate(
        [[fit(text, width) for text, width in zip(row, shares, strict=True)] for row in rows],
        headers=("单元格", "题目", "原来", "改为"),
        tablefmt="grid",
        disable_numparse=True,
    )


def _agreed(count: int) -> bool:
    """Whether somebody at the terminal agrees. Raises WrongUsage where nobody can be asked."""
    if not sys.stdin.isatty():
        what = f"有 {count} 处改动，没有人可以确认，没有写入"
        raise WrongUsage(Complaint(what=what, mend="看过改动以后，加上 --yes 再运行一次"))
    return agreed(f"以上 {count} 处是否写入？")
