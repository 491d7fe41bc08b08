"""A terminal as a picture: a program runs in a real one, and what stands there becomes a page."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from html import escape
from pathlib import Path

import pexpect
import pyte

from tests.readme import BY_NAME

_PATIENCE, _QUIET = 30.0, 1.0
_COLOURS = {
    "default": "#d7dae0", "black": "#5c6370", "red": "#f07178", "green": "#7fd1a8",
    "brown": "#e5c07b", "yellow": "#e5c07b", "blue": "#82aaff", "magenta": "#c792ea",
    "cyan": "#7fdbca", "white": "#ffffff",
}  # fmt: skip
_STYLE = """
html { background: #e9e7e2; }
body { display: inline-block; margin: 0; padding: 28px; }
figure { margin: 0; border-radius: 10px; overflow: hidden; background: #1f232b; }
figcaption { padding: 9px 16px; background: #2b303a; color: #9aa1ae;
  font: 14px/1.4 "Noto Sans CJK SC", sans-serif; }
pre { margin: 0; padding: 16px 20px 18px; color: #d7dae0;
  font: 16px/1.5 "Noto Sans Mono CJK SC", monospace; }
b { font-weight: 700; color: #fff; }
.cursor { background: #d7dae0; }
"""


def captured(
    arguments: Sequence[str], *, folder: Path, typed: Sequence[str], size: tuple[int, int]
) -> pyte.Screen:
    """The screen of `checklist ARGUMENTS` once it waits after the last of what was `typed`.

    A line of `typed` that ends in a return is sent; `size` is columns and rows.
    """
    columns, rows = size
    screen = pyte.Screen(columns, rows)
    stream = pyte.Stream(screen)
    program = pexpect.spawn(
        sys.executable,
        ["-c", BY_NAME, *arguments],
        cwd=str(folder),
        env={**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"},
        dimensions=(rows, columns),
        encoding="utf-8",
    )
    _listen(program, stream)
    for line in typed:
        program.send(line)
        _listen(program, stream)
    program.close(force=True)
    return screen


def _listen(program: pexpect.spawn[str], stream: pyte.Stream) -> None:
    """Until it has been silent for a while: it waits for somebody to type."""
    until = time.monotonic() + _PATIENCE
    heard = False
    while time.monotonic() < until:
        try:
            stream.feed(program.read_nonblocking(4096, timeout=_QUIET))
            heard = True
        except pexpect.TIMEOUT:
            if heard:
                return
        except pexpect.EOF:
            return


def page(screen: pyte.Screen, *, title: str) -> str:
    """HTML of a terminal window that shows the screen, its last line with the cursor."""
    lines = "\n".join(_line(screen, row) for row in range(_last(screen) + 1))
    head = f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style>'
    return f"{head}<figure><figcaption>{escape(title)}</figcaption><pre>{lines}</pre></figure>"


def _last(screen: pyte.Screen) -> int:
    return max(
        row for row in range(screen.lines) if screen.display[row].strip() or row == screen.cursor.y
    )


def _line(screen: pyte.Screen, row: int) -> str:
    pieces: list[str] = []
    for column in range(screen.columns):
        cell = screen.buffer[row][column]
        if (row, column) == (screen.cursor.y, screen.cursor.x):
            pieces.append('<span class="cursor"> </span>')
            continue
        text = escape(cell.data)
        if cell.bold:
            text = f"<b>{text}</b>"
        if cell.fg != "default":
            text = f'<span style="color:{_COLOURS.get(cell.fg, "#d7dae0")}">{text}</span>'
        pieces.append(text)
    return "".join(pieces).rstrip(" ")
