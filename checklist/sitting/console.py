"""This module reads typed lines and prints wrapped lines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

from checklist.assessment.typed import Misread, excerpt, is_nothing, normal
from checklist.layout import wrap
from checklist.paging import Pager
from checklist.sitting.keys import (
    BESIDE,
    BESIDE_HELP,
    BESIDE_PROMPTS,
    KEYS,
    Keystroke,
    KeyTyped,
    is_help,
    typed,
)
from checklist.text import inert, tidy

T = TypeVar("T")
Join = Callable[[str], str] | None

USUAL_ROWS = 24
"""So many rows a screen has where nobody says otherwise."""
_AROUND_A_STEP = 2
"""These rows stand around what is asked below something else: a blank and the prompt."""
NOT_CHANGED = "  没有改"
ENTER_CONFIRMS = "  确认要这样改吗？1 是  2 否，不改（直接回车表示 1 是）："
ENTER_DECLINES = "（直接回车表示 2 否）："
_CONFIRM = "写 1（是）或者 2（否，不改）"
_AGREES = ("1", "是", "是的", "对", "y", "yes", "确认", "改")
_DECLINES = ("2", "否", "不是", "n", "no", "不改", "不要", "不要改", "不确认", "取消", "不")
ANSWER = "答（? 说明）："
_FINISH = "还没有记下：先把这里答完；不要了，输入 b，再按别的键"
_NOTHING = "  没有记，接着答"


class Console:
    """A console speaks through `read` (a line for a prompt; EOFError at the end) and `write`.

    `width` is asked for the columns at every line, `height` for the rows of a terminal where there
    is someone who can ask for the next screenful; `styled` allows bold text: without it there is
    not one escape sequence.
    """

    def __init__(
        self,
        *,
        read: Callable[[str], str],
        write: Callable[[str], None],
        width: Callable[[], int],
        height: Callable[[], int] | None = None,
        styled: bool = False,
    ) -> None:
        self._pager = Pager(read, self._written, height, _leads)
        self._write = write
        self._styled = styled
        self._columns = width
        self._rows = height
        self.names: Callable[[], Sequence[str]] = tuple
        """It lists the names that are never split across lines."""
        self.beside: Callable[[Keystroke, str], str] | None = None
        """It records what is typed beside the answer being asked for, and says what it recorded."""
        self.besides: Collection[Keystroke] = BESIDE
        """These keys are taken here."""
        self.offered: Callable[[Keystroke], Iterable[str]] = lambda _: ()
        """It lists what may be typed behind a key, before that is asked for."""
        self.own: Keystroke | None = None
        """What stands behind this key is what is asked for."""
        self.pending: Callable[[], str] | None = None
        """It names what was typed and is recorded only once what follows on it is answered."""
        self._asked: Sequence[str] = ()
        """What is asked, with its choices, below its heading."""
        self._group: object = None
        self._used = 0
        """So many rows stand on the screen of that group, prompts among them."""

    @property
    def width(self) -> int:
        """Count the cells of a line now: a window may be resized while a question is asked."""
        # One cell is left free: old Windows consoles break a full line once more.
        return min(max(self._columns(), 40), 101) - 1

    def show(self, lines: Iterable[str], *, strong: str | None = None, asked: bool = False) -> bool:
        """Print lines of text, wrapped and inert; `strong` is the line that stands out.

        Those that would scroll off a terminal are shown a screenful at a time; returns whether they
        were looked at to the end. `asked`: what is typed meanwhile answers what was asked before.
        """
        styled = [
            f"\x1b[1m{text}\x1b[0m" if self._styled and line == strong else text
            for line in lines
            for text in [self._wrapped(line)]
        ]
        return self._pager.show(styled, asked=asked)

    @property
    def typed_ahead(self) -> bool:
        """Whether something was typed while text was shown that answers what is asked next."""
        return self._pager.ahead is not None

    def fits(self, lines: Iterable[str]) -> bool:
        """Whether one screen holds the lines; always where nobody asks for the next screenful."""
        return not self._rows or "\n".join(map(self._wrapped, lines)).count("\n") + 1 < self._rows()

    def begin(
        self,
        group: object,
        heading: Sequence[str],
        below: Sequence[str],
        body: Sequence[str],
        *,
        strong: str,
    ) -> None:
        """Show what is asked on a screen of its own, under its heading.

        Where it belongs to the group of what was asked before, and the screen holds both, it stands
        below that, and `below` in place of the heading.
        """
        self._asked = body
        rows = len("\n".join(map(self._wrapped, (*below, *body))).split("\n")) + _AROUND_A_STEP
        most = self._rows() if self._rows else USUAL_ROWS
        above = ["", *below]
        if group != self._group or self._used + rows > most:
            self._used = -1  # the blank stands on the screen before
            above = ["", "-" * self.width, *heading, ""]
        self._group = group
        if not self.show([*above, *body], strong=strong) and not self.typed_ahead:
            self._written("\n".join(map(self._wrapped, body)))  # whoever answers sees to what

    def set_apart(self) -> None:
        """Let what is asked next begin a screen of its own."""
        self._group = None

    def _written(self, text: str) -> None:
        self._write(text)
        self._used += text.count("\n") + 1

    def show_command(self, command: str) -> None:
        """Print a command on a line of its own, unbroken, so that it can be copied."""
        self._pager.show([f"  {inert(command)}"])

    def show_misread(self, misread: Misread) -> None:
        """Say what was not understood, and what would be."""
        self.show([f"  {misread.what}。{misread.mend}。"])

    def rule(self) -> None:
        """Draw a line that sets one step apart from the next."""
        self.show(["", "-" * self.width])
        self._group, self._used = None, 1

    def until(
        self,
        read: Callable[[str], T],
        help: Sequence[str],
        prompt: str = ANSWER,
        *,
        more: bool = False,
        joined: Join = None,
    ) -> T:
        """Ask until the line is understood. Raises KeyTyped for a key that leads elsewhere.

        `more`: whether what stands behind a key (g 12) is understood though nothing is recorded.
        `joined` makes one line of a list that is pasted; without it several answer nothing.
        """
        while True:
            try:
                return read(self.line(prompt, help, more=more, joined=joined))
            except Misread as misread:
                self.show_misread(misread)

    def line(
        self, prompt: str, help: Sequence[str] = (), *, more: bool = False, joined: Join = None
    ) -> str:
        """Read one line that is no key; what is typed beside an answer is recorded on the way.

        Several lines at once answer nothing, unless `joined` makes them one; behind the key for a
        note they are one note.
        """
        while True:
            entered = self._pager.ask(prompt)
            self._used += 1
            entered = joined(entered) if joined else entered
            text, _, below = entered.partition("\n")
            match typed(text, more=more or self.beside is not None):
                case (Keystroke.NOTE, rest) if below and self.beside:
                    self._record_beside(Keystroke.NOTE, f"{rest}\n{below}")
                case _ if below:
                    self._refuse_lines(f"{text}\n{below}")
                case None:
                    return text
                case (Keystroke.HELP, _) | (self.own, ""):
                    self.show([f"  {line}" for line in help], asked=True)
                    again = prompt == ANSWER and not self.fits([*help, *self._asked, ""])
                    if again and not self.typed_ahead:
                        self.show(["", *self._asked], asked=True)  # whoever answers sees to what
                case (self.own, rest):
                    return rest
                case (key, rest) if key in BESIDE:
                    self._record_beside(key, rest)
                case (Keystroke.GO | Keystroke.VIEW | Keystroke.QUICK, _) if self.pending:
                    self.show([f"  {self.pending()}{_FINISH}"])
                case (key, rest):
                    raise KeyTyped(key, rest)

    def confirm(
        self, lines: Iterable[str], prompt: str, *, loses: bool = False, help: str = _CONFIRM
    ) -> bool | None:
        """Ask whether something shown is meant: 1 or 是 for yes, 2 or 否 for no; None for b or u,
        which lead back to what was asked before.

        An empty line means yes, but no where something is lost for good, and the prompt says which.
        A key that leads elsewhere is a no too, and that is said.
        """
        self.show(lines)

        def read(text: str) -> bool:
            word = normal(text)
            if not text.strip():
                return not loses
            if word in _AGREES or word in _DECLINES:
                return word in _AGREES
            raise Misread(f"没有看懂{excerpt(text)}", help)

        try:
            return self.until(read, [help], prompt, more=True)
        except KeyTyped as typed:
            if typed.key in (Keystroke.BACK, Keystroke.UNDO, Keystroke.SKIP):
                return False if typed.key is Keystroke.SKIP else None
            self.show([NOT_CHANGED])
            raise

    def _refuse_lines(self, text: str) -> None:
        lines = list(filter(None, tidy(text).split("\n")))
        as_note = "；要整段记成备注，先输入 m 和空格再粘贴" if self.beside else ""
        what = f"  一次贴进来 {len(lines)} 行，没有算作回答：{excerpt(' / '.join(lines))}。"
        self.show(["", f"{what}这里只写一行{as_note}。"])

    def _wrapped(self, line: str) -> str:
        return wrap(inert(line), self.width, self.names()) if line else ""

    def _record_beside(self, key: Keystroke, rest: str) -> None:
        if self.beside is None or key not in self.besides:
            refused = (each for each in BESIDE if not self.beside or each not in self.besides)
            names = "、".join(KEYS[each].shown for each in refused)
            self.show([f"  {names}记在各题旁边，在这里不能记"])
            return
        if not rest:
            self.show(self.offered(key))
        asked = not rest or is_help(rest)
        while text := self._beside_text(key, rest):
            if self._is_recorded(self.beside, key, text) or not asked:
                return
            rest = ""

    def _beside_text(self, key: Keystroke, rest: str) -> str:
        """Return what stands behind a key, or is typed at its prompt; "" where nothing is meant."""
        while True:
            entered = rest or self._pager.ask(BESIDE_PROMPTS[key])
            if is_help(entered):
                help_lines = (*(f"  {line}" for line in BESIDE_HELP[key]), *self.offered(key))
                self.show(help_lines, asked=True)
                rest = ""
                continue
            lines = tidy(entered).split("\n")
            if len(lines) > 1 and key is not Keystroke.NOTE:
                self._refuse_lines("\n".join(lines))
                return ""
            text = "\n".join(inert(line) for line in lines if line)
            # A key is no note: whoever types q or u here wants to leave this line.
            if is_nothing(text) or (not rest and typed(text, more=False)):
                self.show([_NOTHING])
                return ""
            return text

    def _is_recorded(
        self, record: Callable[[Keystroke, str], str], key: Keystroke, text: str
    ) -> bool:
        """Record what stands behind a key, and show words about it; whether it was understood."""
        self.beside = None  # Nothing is put beside what is being put there.
        try:
            words = record(key, text)
        except Misread as misread:
            self.show_misread(misread)
            return False
        finally:
            self.beside = record
        self.show(f"  {line}" for line in words.split("\n") if words)
        return True


def _leads(line: str) -> bool:
    """Whether a line typed below a part of something long is a key that is taken elsewhere."""
    key = typed(line.partition("\n")[0], more=True)
    return key is not None and key[0] not in (Keystroke.HELP, Keystroke.QUIT)
