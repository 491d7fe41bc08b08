"""Reads what is typed at a prompt; writes to standard output and standard error.

Writing works whatever the streams can encode and whoever has left, or where there is no stream at
all. Reading takes a paste of several
lines as one input, so that its second line never answers a question that was not yet shown.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from checklist.errors import NotWritten, reason
from checklist.paging import Pager
from checklist.text import clipped, inert

_PASSES_IN = 0.5
_A_PASTE_GOES_ON = 0.03
"""Seconds within which the next piece of a paste follows; nobody types that fast."""


def open_missing() -> None:
    """Open what the program was started without, as pythonw and cron do, as an empty stream.

    What is printed there is dropped, and reading meets the end of input at once.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115


def print_text(text: str) -> None:
    """Print results to standard output; characters it cannot encode become “?”."""
    _print(text, sys.stdout)


def print_note(text: str) -> None:
    """Print to standard error: progress, summaries and complaints, never results.

    Where nothing can be written there, the exit code still tells how it went.
    """
    with suppress(NotWritten):
        _print(text, sys.stderr)


class Passing:
    """A line on the terminal of somebody who waits, written anew at most twice a second; nothing
    where nobody watches. `worded` makes it of what is done by now, and the seconds that it took."""

    def __init__(self, worded: Callable[[int, float], str]) -> None:
        self._worded, self._done, self._width = worded, 0, 0
        self._begun = self._shown = time.monotonic()

    def add(self, done: int) -> None:
        """So much more is done."""
        self._done += done
        if self._is_due():
            self._write(self._worded(self._done, self._shown - self._begun))

    def tell(self, line: str) -> None:
        """Show another line, where one was not shown just now."""
        if self._is_due():
            self._write(line)

    def clear(self) -> None:
        """Take the line away, before anything else is shown."""
        if self._width:
            self._write("")

    def _is_due(self) -> bool:
        now = time.monotonic()
        is_due = now - self._shown >= _PASSES_IN and sys.stderr.isatty()
        self._shown = now if is_due else self._shown
        return is_due

    def _write(self, line: str) -> None:
        blank = " " * self._width
        self._width = 2 * len(line)
        with suppress(NotWritten):
            _print(f"\r{blank}\r{line}", sys.stderr, end="")


def terminal_width() -> int:
    """How many cells wide the terminal is; 80 where there is none."""
    return shutil.get_terminal_size().columns


def terminal_height() -> int:
    """How many rows the terminal has; 24 where there is none."""
    return shutil.get_terminal_size().lines


def pager() -> Pager | None:
    """What shows results a screenful at a time where somebody watches; None where nobody does."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    watched = all(stream.isatty() for stream in streams)
    return Pager(typed_lines, print_text, terminal_height) if watched else None


def print_paged(paragraphs: Iterable[str]) -> None:
    """Print results, a screenful at a time where somebody watches."""
    (pager() or Pager(typed_lines, print_text, None)).show(paragraphs)


def agreed(question: str) -> bool:
    """Whether somebody says yes; an empty line is a no. Raises EOFError at the end of input."""
    answer = typed_lines(f"{question}（是/否，直接回车就是“否”）")
    return answer.strip().lower() in {"是", "是的", "好", "好的", "对", "y", "yes", "1"}


def typed_lines(prompt: str) -> str:
    """Read one line that is typed at a prompt, or all lines that are pasted there at once.

    What was typed before the prompt stood there is told and answers nothing. Raises EOFError.
    """
    early = inert(_waiting(0)).strip()
    if early:
        print_text(f"  “{clipped(early, 30)}”是在提问以前输入的，没有算作回答")
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.flush()
    line = input(prompt.encode(encoding, errors="replace").decode(encoding))
    if "\n" in line:  # the terminal said where the paste begins and ends
        return line.strip("\r\n")
    return f"{line}\n{_waiting(_A_PASTE_GOES_ON)}".rstrip("\r\n")


def read_line(prompt: str) -> str:
    """Read what is typed at a terminal, or the next line of a pipe. Raises EOFError."""
    return typed_lines(prompt) if sys.stdin.isatty() else _piped_line(prompt)


def _piped_line(prompt: str) -> str:
    """One line, shown after its prompt so that a transcript can be read."""
    data: bytes | str = getattr(sys.stdin, "buffer", sys.stdin).readline()
    if not data:
        raise EOFError
    line = (data if isinstance(data, str) else _decoded(data)).rstrip("\r\n")
    print_text(prompt + inert(line))
    return line


def _decoded(data: bytes) -> str:
    """Text from a pipe: UTF-8, else what Chinese Windows writes."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _waiting(seconds: float) -> str:
    """Take what a terminal holds already or brings within seconds, unfinished lines too."""
    return _held(seconds).replace("\r", "\n") if sys.stdin.isatty() else ""


if sys.platform == "win32":
    import msvcrt

    def _held(seconds: float) -> str:
        text = ""
        time.sleep(seconds)
        while msvcrt.kbhit():
            text += msvcrt.getwch()
        return text
else:
    import select
    import termios

    def _held(seconds: float) -> str:
        data, piece = b"", b"-"
        with suppress(OSError, termios.error):  # of a terminal that is gone, or never was one
            terminal = sys.stdin.fileno()
            before = termios.tcgetattr(terminal)
            by_character = [*before[:3], before[3] & ~termios.ICANON, *before[4:]]
            termios.tcsetattr(terminal, termios.TCSANOW, by_character)
            try:
                while piece and select.select([terminal], [], [], seconds)[0]:
                    piece = os.read(terminal, 4096)
                    data, seconds = data + piece, _A_PASTE_GOES_ON
            finally:
                termios.tcsetattr(terminal, termios.TCSANOW, before)
        return data.decode(sys.stdin.encoding or "utf-8", errors="replace")


def _print(text: str, stream: TextIO, end: str = "\n") -> None:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        stream.write(text.encode(encoding, errors="replace").decode(encoding) + end)
        stream.flush()
    except OSError as error:
        # Windows calls a pipe whose reader has left an invalid argument.
        if error.errno in {errno.EPIPE, errno.EINVAL}:
            raise BrokenPipeError from None
        what = f"结果写不出去（{reason(error)}）"
        raise NotWritten.because(what, "检查磁盘空间，或者换一个地方写") from None
