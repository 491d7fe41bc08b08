"""`checklist ask`: the questionnaire, saved after every answer, taken up where it stopped."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checklist.cli import exits
from checklist.cli.common import RulesOption, print_text, rulebook, today
from checklist.text import inert

if TYPE_CHECKING:
    from checklist.assessment.terminal import Terminal

HELP = """逐题回答，得出自查答案文件。

先问主体情况，说明您在法律上是谁，再只问适用的义务。每答一题就保存；再运行一次就接着问。"""


def ask(
    file: Annotated[
        Path, typer.Argument(metavar="答案文件", help="答案存在这个文件里；没有就新建。")
    ] = Path("自查.yaml"),
    rules: RulesOption = None,
) -> None:
    """Ask, save, and say what to do next."""
    from checklist.assessment.file import lock
    from checklist.cli.session import Session

    book = rulebook(rules)
    with lock(file):
        session = Session(
            path=file, rulebook=book, terminal=_terminal(), now=_now, today=today(), rules=rules
        )
        session.open()
        try:
            session.run()
        except (KeyboardInterrupt, EOFError):
            print_text("")
            session.say_how_to_go_on(interrupted=True)
            raise typer.Exit(exits.INTERRUPTED) from None


def _now() -> datetime:
    return datetime.now().astimezone().replace(microsecond=0)


def _terminal() -> Terminal:
    import shutil

    from checklist.assessment.terminal import Terminal

    width = shutil.get_terminal_size((80, 24)).columns
    return Terminal(read=_reader(), write=print_text, width=width)


def _reader() -> Callable[[str], str]:
    """How one line is read: edited on a terminal, taken as it comes from a pipe."""
    if not sys.stdin.isatty():
        return _piped_line
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  lets people edit Chinese text in the line they type
    return _typed_line


def _typed_line(prompt: str) -> str:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.flush()
    return input(prompt.encode(encoding, errors="replace").decode(encoding))


def _piped_line(prompt: str) -> str:
    """One line, shown after its prompt so that a transcript can be read."""
    stream = getattr(sys.stdin, "buffer", None)
    data = stream.readline() if stream else sys.stdin.readline()
    if not data:
        raise EOFError
    line = data if isinstance(data, str) else _decoded(data)
    print_text(prompt + inert(line.rstrip("\r\n")))
    return line.rstrip("\r\n")


def _decoded(data: bytes) -> str:
    """Text from a pipe: UTF-8, else what Chinese Windows writes."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")
