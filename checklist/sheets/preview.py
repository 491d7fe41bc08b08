"""What an import would change, shown before anything is written, and the asking whether to."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.errors import Complaint, UnreadableFile, Where, WrongUsage

if TYPE_CHECKING:
    from checklist.sheets.form_changes import Change


def table(changes: Sequence[Change], *, emptied: str) -> str:
    """One line a cell, as wide as the terminal; `emptied` stands for a cell that says nothing."""
    from tabulate import tabulate

    from checklist.layout import wrap
    from checklist.report.forms.table import steady

    room = min(max(shutil.get_terminal_size().columns, 60), 160) - 13
    shares = (12, room * 4 // 9 - 12, room * 2 // 9, room * 3 // 9)

    def fit(text: str, width: int) -> str:
        return "\n".join(wrap(line, width) for line in steady(text).splitlines())

    return tabulate(
        [
            [
                fit(text, width)
                for text, width in zip(
                    (one.place, one.about, one.before or "（空）", one.after or emptied),
                    shares,
                    strict=True,
                )
            ]
            for one in changes
        ],
        headers=("单元格", "题目", "原来", "改为"),
        tablefmt="grid",
        disable_numparse=True,
    )


def refuse_conflicts(file: Path, conflicts: Sequence[Change], *, name: str, side: str) -> None:
    """Raise UnreadableFile where `file`, a `name` that --take calls `side`, and answers differ."""
    if conflicts:
        mend = f"看清以谁为准：都用{name}的加 --take {side}，都用答案文件的加 --take file"
        raise UnreadableFile(
            *(
                Complaint(
                    what=f"{one.place} 写出{name}以后答案文件里改过，两边不一样（{one.about}）："
                    f"{name}写“{one.after or '空'}”，答案文件是“{one.before or '空'}”",
                    mend=mend,
                    where=Where(file=file),
                )
                for one in conflicts
            )
        )


def check_order(
    filled: Path, file: Path, *, name: str, command: str, suffixes: tuple[str, ...]
) -> None:
    """Raise WrongUsage where answers stand in the place of `filled`, a `name`."""
    from checklist.assessment.told import argument

    if filled.suffix.lower() not in {".yaml", ".yml"}:
        return
    if file.suffix.lower() in suffixes:
        what = f"{name}和答案文件写反了"
        mend = f"{name}在前：checklist {command} import {argument(file)} {argument(filled)}"
    else:
        what = f"这里要写填好的{name}（{'、'.join(suffixes)}），答案文件写在后面"
        mend = f"例如：checklist {command} import {name}{suffixes[0]} {argument(filled)}"
    raise WrongUsage(Complaint(what=what, mend=mend, where=Where(file=filled)))


def agreed(count: int) -> bool:
    """Raises WrongUsage where nobody can be asked."""
    if not sys.stdin.isatty():
        what = f"有 {count} 处改动，没有人可以确认，没有写入"
        raise WrongUsage(Complaint(what=what, mend="看过改动以后，加上 --yes 再运行一次"))
    sys.stdout.flush()
    answer = input(f"以上 {count} 处是否写入？（是/否，直接回车是否）").strip().lower()
    return answer in {"是", "y", "yes", "1"}
