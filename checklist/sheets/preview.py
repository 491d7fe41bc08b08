"""The table of what an import changes, shown before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

from checklist.report.forms.table import NARROWEST, WIDEST, grid
from checklist.sheets.changes import CellChange
from checklist.sheets.spreadsheet import SheetKind
from checklist.streams import terminal_width


def table(changes: Sequence[CellChange], kind: SheetKind) -> str:
    """One line a cell, as wide as the terminal."""
    room = min(max(terminal_width(), NARROWEST), WIDEST) - 13
    shares = (12, room * 4 // 9 - 12, room * 2 // 9, room * 3 // 9)
    rows = (
        (
            change.place,
            f"{change.about}{_with_it(change)}",
            change.before or "（空）",
            change.after or kind.emptied,
        )
        for change in changes
    )
    return grid(("单元格", kind.subject, "原来", "改为"), rows, shares, sum(shares) + 13)


def _with_it(change: CellChange) -> str:
    """（一道题只记一份，F29、F48 也跟着改）: which other cells change, without the sheet's name."""
    sheet = f"{change.place.partition('!')[0]}!"
    cells = "、".join(place.removeprefix(sheet) for place in change.also)
    return f"（一道题只记一份，{cells} 也跟着改）" if cells else ""
