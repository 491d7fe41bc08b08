"""This module spells a command of the program as it is typed in the shell at hand.

A file may have been named by somebody else to run as code when the line is copied. Whatever cannot
be quoted without doubt is left out, and words stand in its place.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterable
from enum import Enum
from pathlib import Path, PurePath

from checklist.text import inert

NAME = "checklist"
NO_FILE, NO_WORD = "这里写文件名", "这里写名称"
"""These stand in a command for a file name, or another word, that cannot be quoted safely."""


class Shell(Enum):
    """What reads the line. On Windows nobody knows whether it is cmd or PowerShell."""

    POSIX = "sh"
    WINDOWS = "cmd, PowerShell"


_BARE = {Shell.POSIX: r"[\w./:+,@-]+", Shell.WINDOWS: r"[\w./\\:+-]+"}
# Inside double quotes cmd still replaces %…% and !…!, PowerShell $… and `…, and PowerShell takes
# curly quotes for straight ones; a backslash before the closing quote would quote that.
_UNSAFE_ON_WINDOWS = '["%!$`\u201c\u201d\u201e]|\\\\\\Z'


def command(
    *words: str | PurePath, rules: Iterable[PurePath] = (), shell: Shell | None = None
) -> str:
    """Spell `checklist` with these words, paths among them as file names, and behind them the
    rulebooks that were given with --rules."""
    at_hand = shell or _at_hand()
    given = (word for book in rules for word in ("--rules", book))
    return " ".join((_program(at_hand), *(_argument(word, at_hand) for word in (*words, *given))))


def words_of(line: str, shell: Shell | None = None) -> list[str] | None:
    """Return the words behind `checklist` in a command that is spelled as `command` spells it, and
    None for any other line."""
    at_hand = shell or _at_hand()
    try:
        typed = shlex.split(line, posix=at_hand is Shell.POSIX)
    except ValueError:  # a quotation mark is missing
        return None
    if at_hand is Shell.WINDOWS:
        typed = [word.strip('"') for word in typed]
    names = [re.split(r"[\\/]", word)[-1].removesuffix(".exe") for word in typed[:3]]
    return typed[names.index(NAME) + 1 :] if NAME in names else None


def _at_hand() -> Shell:
    return Shell.WINDOWS if sys.platform == "win32" else Shell.POSIX


def _argument(word: str | PurePath, shell: Shell) -> str:
    text = str(word)
    if isinstance(word, PurePath) and text.startswith("-"):
        text = f".{os.sep}{text}"  # It would be taken for an option.
    return _quoted(text, shell) or (NO_FILE if isinstance(word, PurePath) else NO_WORD)


def _quoted(text: str, shell: Shell) -> str | None:
    """Return the text as one word of the shell; None where it would not arrive as it is."""
    if not text or inert(text) != text:
        return None
    if re.fullmatch(_BARE[shell], text):
        return text
    if shell is Shell.POSIX:
        return shlex.quote(text)
    return None if re.search(_UNSAFE_ON_WINDOWS, text) else f'"{text}"'


def _program(shell: Shell) -> str:
    """Spell how this program was started: by name where that is found, else by its place."""
    started = Path(sys.argv[0])
    if started.name == "__main__.py" and started.parent.name == NAME:
        python = Path(sys.executable)
        return f"{_started(python, python.stem, shell) or 'python'} -m {NAME}"
    if started.stem.removesuffix("-script") != NAME:
        return NAME  # A test or another program runs it.
    return _started(started, NAME, shell) or NAME


def _started(file: Path, name: str, shell: Shell) -> str | None:
    """Spell a program; None where it cannot be started by anything that can be typed safely."""
    program = shutil.which(name)
    if program and _folder(program) == _folder(file):
        return name
    whole = os.path.abspath(file)  # noqa: PTH100  a link in .venv is not what it points to
    here = f"{os.getcwd()}{os.sep}"  # noqa: PTH109
    near = whole.removeprefix(here)
    if os.sep not in near:
        near = f".{os.sep}{near}"
    # PowerShell prints a quoted path instead of starting it.
    is_bare = shell is Shell.POSIX or re.fullmatch(_BARE[shell], near)
    return _quoted(near, shell) if is_bare else None


def _folder(file: str | Path) -> str:
    return os.path.dirname(os.path.abspath(file))  # noqa: PTH100, PTH120
