"""Reads when the figure is on the screen: a CSV of two columns, 开始 and 结束."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import PurePath

from checklist.errors import Complaint, UnreadableFile, Where
from checklist.replay.model import Span

_CLOCK = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,2}):)?(\d{1,5})(\.\d{1,3})?")
_MEND = "每行写 开始,结束，例如 00:00:52,00:01:00.5；时、分、秒用冒号隔开，也可以只写秒数"
_HEADS = {"开始", "开始时间", "起", "START"}


def spans(text: str, *, file: PurePath) -> tuple[Span, ...]:
    """The stretches written in a file, ascending. Raises UnreadableFile with every mistake."""
    stretches: list[Span] = []
    complaints: list[Complaint] = []
    for number, row in enumerate(cells_of(text, _MEND, file=file), 1):
        cells = [unicodedata.normalize("NFKC", cell).strip() for cell in row]
        if not any(cells) or (number == 1 and cells[0].upper() in _HEADS):
            continue
        span = _span(cells)
        if isinstance(span, str):
            where = Where(file=file, line=number)
            complaints.append(Complaint(what=span, mend=_MEND, where=where))
        else:
            stretches.append(span)
    if complaints:
        raise UnreadableFile(*complaints)
    if not stretches:
        raise UnreadableFile.because("没有写该形象出现的时段", _MEND, file=file)
    return merged(stretches)


def cells_of(text: str, mend: str, *, file: PurePath) -> list[list[str]]:
    """The cells of a small CSV, line by line. Raises UnreadableFile."""
    try:
        return [*csv.reader(text.splitlines())]
    except csv.Error:
        raise UnreadableFile.because("这不是 CSV，或者有一格太长", mend, file=file) from None


def moment(text: str) -> float | None:
    """Seconds, of 1:02:03.5, 02:03 or 123.5; None for anything else."""
    match = _CLOCK.fullmatch(text)
    if not match:
        return None
    hours, minutes, seconds, part = match.groups()
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds)
    if minutes and int(seconds) > 59:
        return None
    return whole + float(part or 0)


def merged(stretches: list[Span]) -> tuple[Span, ...]:
    """Stretches in their order; those that touch are one."""
    result: list[Span] = []
    for span in sorted(stretches):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


def _span(cells: list[str]) -> Span | str:
    if len(cells) < 2:
        return "这一行没有两列"
    start, end = moment(cells[0]), moment(cells[1])
    for value, cell in ((start, cells[0]), (end, cells[1])):
        if value is None:
            return f"“{cell[:20]}”不是时间"
    if start is None or end is None or start >= end:
        return "结束不晚于开始"
    return Span(start, end)
