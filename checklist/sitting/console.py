"""A plain line terminal: lines out, wrapped and inert; lines in, keys told from answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from checklist.assessment.typed import Misread
from checklist.layout import wrap
from checklist.sitting import details
from checklist.sitting.keys import BESIDE, KEYS, Key, typed
from checklist.sitting.replies import (
    Back,
    Beside,
    Charged,
    Command,
    Go,
    HandedIn,
    Noted,
    Quit,
    Skip,
    View,
)
from checklist.text import inert

ANSWER = "答（? 说明）："
_BESIDE = {
    Key.NOTE: "  备注（直接回车取消）：",
    Key.EVIDENCE: "  佐证材料：文件路径，或者一句话（直接回车取消）：",
    Key.PERSON: "  责任人和期限，例如 张三 2026-12-31（直接回车取消）：",
}

T = TypeVar("T")


class Left(Exception):
    """A key was typed instead of an answer."""

    def __init__(self, command: Command) -> None:
        self.command = command


class Console:
    """Speaks through `read` (one line for a prompt; raises EOFError at the end) and `write`.

    `width` is asked for the columns at every line; `styled` allows bold text: without it there is
    not one escape sequence.
    """

    def __init__(
        self,
        *,
        read: Callable[[str], str],
        write: Callable[[str], None],
        width: Callable[[], int],
        styled: bool = False,
    ) -> None:
        self.read = read
        self._write = write
        self._styled = styled
        self._columns = width
        self.beside: Callable[[Beside], str] | None = None
        """Takes what is said beside the answer being asked for, and says what it recorded."""

    @property
    def width(self) -> int:
        """Cells of a line now: a window may be resized while a question is asked."""
        # One cell is left free: old Windows consoles break a full line once more.
        return min(max(self._columns(), 40), 101) - 1

    def show(self, lines: Iterable[str], *, strong: str | None = None) -> None:
        """Print lines of text, wrapped and inert; `strong` is the line that stands out."""
        for line in lines:
            text = wrap(inert(line), self.width) if line else ""
            self._write(f"\x1b[1m{text}\x1b[0m" if self._styled and line == strong else text)

    def show_command(self, command: str) -> None:
        """Print a command on a line of its own, unbroken, so that it can be copied."""
        self._write(f"  {inert(command)}")

    def rule(self) -> None:
        """A line that sets one step apart from the next."""
        self.show(["", "-" * self.width])

    def until(
        self,
        read: Callable[[str], T],
        help: Iterable[str],
        prompt: str = ANSWER,
        *,
        more: bool = False,
    ) -> T:
        """Ask until the line is understood. Raises Left for a key that leads elsewhere.

        `more`: whether what stands behind a key (g 12) is understood though nothing is recorded.
        """
        explained = list(help)
        while True:
            try:
                return read(self.line(prompt, explained, more=more))
            except Misread as misread:
                self.show([f"  {misread.what}。{misread.mend}。"])

    def line(self, prompt: str, help: Sequence[str] = (), *, more: bool = False) -> str:
        """One typed line that is no key; what is said beside it is passed on."""
        while True:
            text = self.read(prompt)
            match typed(text, more=more or self.beside is not None):
                case None:
                    return text
                case (Key.HELP, _):
                    self.show([f"  {line}" for line in help])
                case (Key.BACK, _):
                    raise Left(Back())
                case (Key.SKIP, _):
                    raise Left(Skip())
                case (Key.QUIT, _):
                    raise Left(Quit())
                case (Key.VIEW, _):
                    raise Left(View())
                case (Key.GO, where):
                    raise Left(Go(where))
                case (key, said):
                    self._take_beside(key, said)

    def _take_beside(self, key: Key, said: str) -> None:
        if self.beside is None:
            names = "、".join(KEYS[one].shown for one in BESIDE)
            self.show([f"  {names}记在各题旁边，在这里不能记"])
            return
        text = inert(said or self.read(_BESIDE[key])).strip()
        if not text:
            self.show(["  没有记"])
            return
        try:
            one = _beside(key, text)
        except Misread as misread:
            self.show([f"  {misread.what}。{misread.mend}。"])
            return
        self.show([f"  {self.beside(one)}"])


def _beside(key: Key, text: str) -> Beside:
    if key is Key.PERSON:
        owner, due = details.in_charge(text)
        return Charged(owner, due)
    return Noted(text) if key is Key.NOTE else HandedIn(text)
