"""Tells which answers are a copy that some program left beside the original.

Programs that synchronise folders keep both of two edits and rename one; WeChat and browsers number
a file that was received twice; `checklist ask` keeps beside the answers what another program wrote
into them meanwhile. A name alone proves nothing: two companies may both have sent a 自查.yaml. So
the original has to lie in the same folder and be the same respondent's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from checklist.summary.model import Copy, RespondentRow
from checklist.text import name_key

_WORDS = "冲突|副本|拷贝|备份|conflict|copy"
_COMPUTER = (
    r"(?:DESKTOP|LAPTOP|WIN|MINWINPC|SURFACE|MACBOOK|IMAC|PC|USER|ADMIN|MS)[A-Z0-9-]*"
    r"|[A-Z0-9][A-Z0-9-]*PC"
)
_ENDING = re.compile(
    rf"""
    [\s_.-]* [（(\[【] \s* \d{{1,3}} \s* [）)\]】]          # 自查(1) 自查 (2): WeChat, browsers
    | \s \d                                                # 自查 2: macOS
    | [\s_.-]* [（(\[【] .* (?:{_WORDS}) .* [）)\]】]       # 自查 (张三的冲突副本 2026-11-02)
    | [\s_.-]+ (?:\S*\s)? (?:sync-?)? (?:{_WORDS}) .*      # 自查 - 副本 (2), 自查.sync-conflict-…
    | (?:的)? (?:副本|拷贝) \s? \d{{0,3}}                   # 自查的副本
    | - (?:{_COMPUTER}) (?:-\d{{1,3}})?                    # 自查-DESKTOP-XYZ: OneDrive
    | [\s_.-]+ .{{1,20}} 的 \s? (?:Mac|i|电脑).*           # 自查-张三的MacBook Pro
    | \.外部改动 (?:-\d+)?                                 # ours
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BEGINNING = re.compile(r"(?:copy\ of|副本|复件)[\s_-]*", re.IGNORECASE)


def copies(rows: Iterable[RespondentRow]) -> tuple[Copy, ...]:
    """The rows that are copies of another, by file."""
    by_place: dict[tuple[PurePosixPath, str], list[RespondentRow]] = {}
    rows = sorted(rows, key=lambda row: row.file)
    for row in rows:
        file = PurePosixPath(row.file)
        by_place.setdefault((file.parent, file.stem), []).append(row)
    originals = ((row, _original(row, by_place)) for row in rows)
    return tuple(Copy(row=row, original=original) for row, original in originals if original)


def originals(stem: str) -> Iterator[str]:
    """What the original may be called of a file with this name, the shortest first: of a copy of a
    copy it is the first."""
    if begins := _BEGINNING.match(stem):
        yield stem[begins.end() :]
    for end in range(1, len(stem)):
        if _ENDING.fullmatch(stem, end):
            yield stem[:end]


def _original(
    row: RespondentRow, by_place: Mapping[tuple[PurePosixPath, str], list[RespondentRow]]
) -> RespondentRow | None:
    file = PurePosixPath(row.file)
    for stem in originals(file.stem):
        for other in by_place.get((file.parent, stem), ()):
            if _same_respondent(row, other):
                return other
    return None


def _same_respondent(row: RespondentRow, other: RespondentRow) -> bool:
    if row.credit_code and other.credit_code:
        return name_key(row.credit_code) == name_key(other.credit_code)
    return bool(name_key(row.name)) and name_key(row.name) == name_key(other.name)
