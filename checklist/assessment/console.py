"""A plain line terminal: lines out, wrapped and inert; lines in, commands told from answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from checklist.assessment.replies import Back, Command, Quit, Skip
from checklist.assessment.typed import Misread, normal
from checklist.layout import wrap
from checklist.text import inert

BACK = {"b", "上一题", "返回"}
SKIP = {"s", "跳过"}
QUIT = {"q", "退出", "保存并退出"}
HELP = {"?", "h", "help", "帮助", "说明"}
_NOTE = "备注"

T = TypeVar("T")


class Left(Exception):
    """A command was typed instead of an answer."""

    def __init__(self, command: Command) -> None:
        self.command = command


class Console:
    """Speaks through `read` (one line for a prompt; raises EOFError at the end) and `write`."""

    def __init__(
        self, *, read: Callable[[str], str], write: Callable[[str], None], width: int
    ) -> None:
        self.read = read
        self._write = write
        # One cell is left free: old Windows consoles break a full line once more.
        self._width = min(max(width, 40), 101) - 1
        self.notes: list[str] | None = None
        """Notes typed so far beside the answer that is being asked for; None: none are taken."""

    def show(self, lines: Iterable[str]) -> None:
        """Print lines of text, wrapped and inert."""
        for line in lines:
            self._write(wrap(inert(line), self._width) if line else "")

    def show_command(self, command: str) -> None:
        """Print a command on a line of its own, unbroken, so that it can be copied."""
        self._write(f"  {inert(command)}")

    def rule(self) -> None:
        """A line that sets one step apart from the next."""
        self.show(["", "-" * self._width])

    def until(
        self, read: Callable[[str], T], help: Iterable[str], prompt: str = "答（? 说明）："
    ) -> T:
        """Ask until the line is understood. Raises Left for a command."""
        explained = list(help)
        while True:
            text = self.line(prompt)
            if normal(text) in HELP:
                self.show([f"  {line}" for line in explained])
                continue
            try:
                return read(text)
            except Misread as misread:
                self.show([f"  {misread.what}。{misread.mend}。"])

    def line(self, prompt: str) -> str:
        """One typed line that is no command; notes are kept aside."""
        while True:
            text = self.read(prompt)
            word = normal(text)
            if word in BACK:
                raise Left(Back())
            if word in SKIP:
                raise Left(Skip())
            if word in QUIT:
                raise Left(Quit())
            note = inert(text).strip().removeprefix(_NOTE).strip(" :：")
            if self.notes is None or not word.startswith(_NOTE) or not note:
                return text
            self.notes.append(note)
            self.show(["  已记下备注，请继续作答"])
