"""Writes to standard output and standard error, whatever they can encode and whoever has left."""

from __future__ import annotations

import errno
import shutil
import sys
from typing import TextIO

from checklist.errors import WrongUsage, reason


def print_text(text: str) -> None:
    """Print results to standard output; characters it cannot encode become “?”."""
    _print(text, sys.stdout)


def print_note(text: str) -> None:
    """Print to standard error: progress, summaries and complaints, never results."""
    _print(text, sys.stderr)


def terminal_width() -> int:
    """How many cells wide the terminal is; 80 where there is none."""
    return shutil.get_terminal_size().columns


def agreed(question: str) -> bool:
    """Whether somebody says yes; an empty line is a no. Raises EOFError at the end of input."""
    sys.stdout.flush()
    return input(f"{question}（是/否，直接回车是否）").strip().lower() in {"是", "y", "yes", "1"}


def _print(text: str, stream: TextIO) -> None:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        stream.write(text.encode(encoding, errors="replace").decode(encoding) + "\n")
        stream.flush()
    except OSError as error:
        # Windows calls a pipe whose reader has left an invalid argument.
        if error.errno in {errno.EPIPE, errno.EINVAL}:
            raise BrokenPipeError from None
        what = f"结果写不出去（{reason(error)}）"
        raise WrongUsage.because(what, "检查磁盘空间，或者换一个地方写") from None
