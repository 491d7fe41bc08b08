"""记录核对.csv: every fault that records have, by file and row; and the worst of them."""

from __future__ import annotations

import csv
import heapq
from collections.abc import Collection
from io import BytesIO, TextIOWrapper

from checklist.law.record_kinds import RecordKind
from checklist.records.model import Failing
from checklist.records.recorded import MOST
from checklist.sheets.register.csv_file import guarded
from checklist.text import inert

FULL = 1_000_000
"""Faults that are listed: a spreadsheet shows no more rows than a few more."""
_HEAD = (
    "问题", "记录", "文件", "行", "场次", "直播间", "起算日", "应保存至", "实际保存至", "说明",
)  # fmt: skip


class Listing:
    """The faults as they are told, one after the other; `count` is how many there are."""

    def __init__(self, counting: Collection[RecordKind] = tuple(RecordKind)) -> None:
        """`counting` are the kinds of records that something which binds is shown by: only their
        faults are among the worst."""
        self.count, self._counting = 0, counting
        self._bytes = BytesIO()
        self._text = TextIOWrapper(self._bytes, "utf-8-sig", errors="replace", newline="")
        self._writer = csv.writer(self._text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        self._writer.writerow(_HEAD)
        self._worst: list[Failing] = []

    def add(self, failing: Failing) -> None:
        self.count += 1
        if failing.kind in self._counting:
            self._worst.append(failing)
        if len(self._worst) > 100 * MOST:
            self._worst = self.worst()
        if self.count > FULL:
            return
        days = (
            "" if day is None else day.isoformat()
            for day in (failing.event, failing.due, failing.until)
        )
        cells = (
            failing.fault.value, failing.kind.shown, failing.file, str(failing.row or ""),
            failing.session, failing.room, *days, failing.why,
        )  # fmt: skip
        self._writer.writerow([guarded(inert(cell)) for cell in cells])

    def worst(self) -> list[Failing]:
        """The faults of what goes too early by most; of equal ones those that stand further up."""
        return heapq.nsmallest(
            MOST, self._worst, key=lambda each: (-each.short_by, each.file, each.row)
        )

    def as_bytes(self) -> bytes:
        """The list as a file for a spreadsheet."""
        self._text.flush()
        return self._bytes.getvalue()
