"""A progress bar on a terminal. Nothing is written where nobody watches."""

from __future__ import annotations

import shutil
import sys
import time
from types import TracebackType
from typing import Self

from checklist.layout import cells

_WIDEST = 79
_PAUSE = 0.1
"""Seconds between two drawings."""


class ProgressBar:
    """`with ProgressBar(2000) as bar: bar.advance(25)`; gone without a trace at the end.

    Drawn on standard error with characters that every code page has, never wider than the terminal.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._begun = time.monotonic()
        self._drawn_at = 0.0
        self._drawn = ""
        self._watched = sys.stderr.isatty()

    def __enter__(self) -> Self:
        self._draw()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._write("")

    def advance(self, count: int) -> None:
        """`count` more are done."""
        self._done += count
        if time.monotonic() - self._drawn_at >= _PAUSE:
            self._draw()

    def _draw(self) -> None:
        self._drawn_at = time.monotonic()
        after = f"] {self._done}/{self._total}{self._left()}"
        room = min(shutil.get_terminal_size((80, 24)).columns - 1, _WIDEST) - 1 - cells(after)
        filled = room * self._done // max(self._total, 1)
        bar = f"[{'#' * filled}{'-' * (room - filled)}{after}" if room >= 8 else after.lstrip("] ")
        self._write(bar)

    def _left(self) -> str:
        spent = time.monotonic() - self._begun
        if spent < 1 or not 0 < self._done < self._total:
            return ""
        seconds = spent / self._done * (self._total - self._done)
        minutes = round(seconds / 60)
        return f"  约剩 {minutes} 分钟" if seconds >= 90 else f"  约剩 {max(1, round(seconds))} 秒"

    def _write(self, line: str) -> None:
        if not self._watched:
            return
        rest = max(cells(self._drawn) - cells(line), 0)
        encoding = sys.stderr.encoding or "utf-8"
        shown = f"\r{line}{' ' * rest}" + ("" if line else "\r")
        sys.stderr.write(shown.encode(encoding, errors="replace").decode(encoding))
        sys.stderr.flush()
        self._drawn = line
