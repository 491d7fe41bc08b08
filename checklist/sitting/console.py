"""This module prints wrapped lines and reads typed ones; it tells keys from answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from checklist.assessment.typed import Misread
from checklist.layout import wrap
from checklist.sitting.keys import BESIDE, KEYS, Keystroke, KeyTyped, typed
from checklist.text import inert

ANSWER = "答（? 说明）："
_BESIDE = {
    Keystroke.NOTE: "  备注（直接回车取消）：",
    Keystroke.EVIDENCE: "  佐证材料：文件路径，或者一句话（直接回车取消）：",
    Keystroke.PERSON: "  责任人和期限，例如 张三 2026-12-31（直接回车取消）：",
}

T = TypeVar("T")


class Console:
    """A console speaks through `read` (a line for a prompt; EOFError at the end) and `write`.

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
        self.beside: Callable[[Keystroke, str], str] | None = None
        """It records what is typed beside the answer being asked for, and says what it recorded."""

    @property
    def width(self) -> int:
        """Count the cells of a line now: a window may be resized while a question is asked."""
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

    def show_misread(self, misread: Misread) -> None:
        """Say what was not understood, and what would be."""
        self.show([f"  {misread.what}。{misread.mend}。"])

    def rule(self) -> None:
        """Draw a line that sets one step apart from the next."""
        self.show(["", "-" * self.width])

    def until(
        self,
        read: Callable[[str], T],
        help: Sequence[str],
        prompt: str = ANSWER,
        *,
        more: bool = False,
    ) -> T:
        """Ask until the line is understood. Raises KeyTyped for a key that leads elsewhere.

        `more`: whether what stands behind a key (g 12) is understood though nothing is recorded.
        """
        while True:
            try:
                return read(self.line(prompt, help, more=more))
            except Misread as misread:
                self.show_misread(misread)

    def line(self, prompt: str, help: Sequence[str] = (), *, more: bool = False) -> str:
        """Read one line that is no key; what is typed beside an answer is recorded on the way."""
        while True:
            text = self.read(prompt)
            match typed(text, more=more or self.beside is not None):
                case None:
                    return text
                case (Keystroke.HELP, _):
                    self.show([f"  {line}" for line in help])
                case (key, rest) if key in BESIDE:
                    self._record_beside(key, rest)
                case (key, rest):
                    raise KeyTyped(key, rest)

    def _record_beside(self, key: Keystroke, rest: str) -> None:
        if self.beside is None:
            names = "、".join(KEYS[key].shown for key in BESIDE)
            self.show([f"  {names}记在各题旁边，在这里不能记"])
            return
        text = inert(rest or self.read(_BESIDE[key])).strip()
        try:
            self.show([f"  {self.beside(key, text) if text else '没有记'}"])
        except Misread as misread:
            self.show_misread(misread)
