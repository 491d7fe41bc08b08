"""This module reads typed lines, tells keys from answers, and prints wrapped lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from enum import Enum
from typing import TypeVar

from msgspec import Struct

from checklist.assessment.model import Mark
from checklist.assessment.typed import Misread, is_nothing, mark, normal, quoted
from checklist.layout import wrap
from checklist.text import inert, tidy

T = TypeVar("T")


class Keystroke(Enum):
    """A key that can be typed instead of an answer."""

    HELP = "?"
    BACK = "b"
    UNDO = "u"
    SKIP = "s"
    NOTE = "m"
    EVIDENCE = "e"
    PERSON = "p"
    GO = "g"
    VIEW = "v"
    QUIT = "q"


class KeyTyped(Exception):
    """A key that leads away from a question was typed instead of an answer.

    `where` is what stood behind it: the place to go to in `g 12`, else nothing.
    """

    def __init__(self, key: Keystroke, where: str = "") -> None:
        super().__init__(key, where)
        self.key = key
        self.where = where


class _Names(Struct, frozen=True):
    shown: str
    words: tuple[str, ...]
    """Chinese words for the key, the longer ones first."""


KEYS = {
    Keystroke.HELP: _Names("说明", ("？", "h", "help", "帮助", "说明", "按键")),
    Keystroke.BACK: _Names("上一题", ("上一题", "返回")),
    Keystroke.UNDO: _Names("撤回", ("撤回", "撤销")),
    Keystroke.SKIP: _Names("先跳过", ("先跳过", "跳过")),
    Keystroke.NOTE: _Names("备注", ("备注",)),
    Keystroke.EVIDENCE: _Names("佐证", ("佐证材料", "佐证", "证据")),
    Keystroke.PERSON: _Names("责任人和期限", ("责任人和期限", "责任人", "期限")),
    Keystroke.GO: _Names("跳到", ("跳到",)),
    Keystroke.VIEW: _Names("看已答", ("看已答", "已答", "查看")),
    Keystroke.QUIT: _Names("保存并退出", ("保存并退出", "退出")),
}
BESIDE = (Keystroke.NOTE, Keystroke.EVIDENCE, Keystroke.PERSON)
"""These keys record something beside an answer."""
SHOWN = tuple(
    "  ".join(f"{key.value} {KEYS[key].shown}" for key in KEYS if (key in BESIDE) is beside)
    for beside in (False, True)
)
"""The keys that lead somewhere, and the keys that record something beside an answer."""

_WITH_MORE = (*BESIDE, Keystroke.GO)
_BETWEEN = " \u3000:："


def typed(text: str, *, more: bool) -> tuple[Keystroke, str] | None:
    """Return the key that was typed and what stands behind it; None for anything else.

    `more`: whether “备注 下周复查” is understood, and not only the key alone. A letter is followed
    by a space, a colon or Chinese text, so that words of Latin letters stay answers.
    """
    word = normal(text)
    for key, names in KEYS.items():
        if word == key.value or word in names.words:
            return key, ""
    line = inert(text).strip()
    for key in _WITH_MORE if more else ():
        for start in (key.value, *KEYS[key].words):
            rest = _behind(line, start)
            if rest:
                return key, rest
    return None


def _behind(line: str, start: str) -> str:
    """Return what follows `start` in the line, if the line begins with it."""
    head, rest = line[: len(start)], line[len(start) :]
    if unicodedata.normalize("NFKC", head).casefold() != start or not rest:
        return ""
    latin = unicodedata.normalize("NFKC", rest[0]).isascii() and rest[0] not in _BETWEEN
    a_word = start.isascii() and latin
    # g12 needs no space.
    a_number = start == Keystroke.GO.value and unicodedata.normalize("NFKC", rest).isdecimal()
    return "" if a_word and not a_number else rest.lstrip(_BETWEEN).rstrip()


# --- lines of text -------------------------------------------------------------------------------

_AROUND_A_PAGE = 9
"""These rows are left for the question above a page and the words below it."""
NOT_CHANGED = "  没有改"
_CONFIRM = "直接回车表示确认；不改，输入 否"
_CONFIRM_LOSS = "确实要这样改，输入 是；不改，直接回车"
ANSWER = "答（? 说明）："
_BESIDE = {
    Keystroke.NOTE: "  备注（直接回车取消）：",
    Keystroke.EVIDENCE: "  佐证材料：文件路径，或者一句话（直接回车取消）：",
    Keystroke.PERSON: "  部门、责任人、期限，例如 商品部 张三 2026-12-31（直接回车取消）：",
}


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
        self.read = read
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

    @property
    def width(self) -> int:
        """Count the cells of a line now: a window may be resized while a question is asked."""
        # One cell is left free: old Windows consoles break a full line once more.
        return min(max(self._columns(), 40), 101) - 1

    def show(self, lines: Iterable[str], *, strong: str | None = None) -> None:
        """Print lines of text, wrapped and inert; `strong` is the line that stands out."""
        for line in lines:
            text = self._wrapped(line)
            self._write(f"\x1b[1m{text}\x1b[0m" if self._styled and line == strong else text)

    def show_paged(self, lines: Iterable[str]) -> None:
        """Print lines; those that would scroll off a terminal, a screenful at a time."""
        rest = [row for line in lines for row in self._wrapped(line).split("\n")]
        most = max(self._rows() - _AROUND_A_PAGE, 1) if self._rows else len(rest)
        while len(rest) > most:
            self._write("\n".join(rest[:most]))
            rest = rest[most:]
            if self.line(f"  还有 {len(rest)} 行（直接回车接着看；写 0 不看了）：").strip():
                return
        if rest:
            self._write("\n".join(rest))

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
        between: str = "",
    ) -> T:
        """Ask until the line is understood. Raises KeyTyped for a key that leads elsewhere.

        `more`: whether what stands behind a key (g 12) is understood though nothing is recorded.
        `between` joins the lines of a list that is pasted; without it several answer nothing.
        """
        while True:
            try:
                return read(self.line(prompt, help, more=more, between=between))
            except Misread as misread:
                self.show_misread(misread)

    def line(
        self, prompt: str, help: Sequence[str] = (), *, more: bool = False, between: str = ""
    ) -> str:
        """Read one line that is no key; what is typed beside an answer is recorded on the way.

        Several lines at once answer nothing, unless `between` makes them one; behind the key for a
        note they are one note.
        """
        while True:
            entered = self.read(prompt)
            if between:
                entered = between.join(filter(None, map(str.strip, entered.split("\n"))))
            text, _, below = entered.partition("\n")
            match typed(text, more=more or self.beside is not None):
                case (Keystroke.NOTE, rest) if below and self.beside:
                    self._record_beside(Keystroke.NOTE, f"{rest}\n{below}")
                case _ if below:
                    self._refuse_lines(f"{text}\n{below}")
                case None:
                    return text
                case (Keystroke.HELP, _):
                    self.show_paged([f"  {line}" for line in help])
                case (key, rest) if key in BESIDE:
                    self._record_beside(key, rest)
                case (key, rest):
                    raise KeyTyped(key, rest)

    def confirm(self, lines: Iterable[str], prompt: str, *, loses: bool = False) -> bool:
        """Ask whether something shown is meant: 是 for yes, 否, b or u for no.

        An empty line means yes, but no where something is lost for good. A key that leads elsewhere
        is a no too, and that is said.
        """
        self.show_paged(lines)
        how = _CONFIRM_LOSS if loses else _CONFIRM

        def read(text: str) -> bool:
            empty = Mark.NO if loses else Mark.YES
            answer = mark(normal(text)) if text.strip() else empty
            if answer not in (Mark.YES, Mark.NO):
                raise Misread("没有看懂", how)
            return answer is Mark.YES

        try:
            return self.until(read, [how], prompt)
        except KeyTyped as typed:
            if typed.key in (Keystroke.BACK, Keystroke.UNDO, Keystroke.SKIP):
                return False
            self.show([NOT_CHANGED])
            raise

    def _refuse_lines(self, text: str) -> None:
        lines = list(filter(None, tidy(text).split("\n")))
        as_note = "；要整段记成备注，先输入 m 和空格再粘贴" if self.beside else ""
        what = f"  一次贴进来 {len(lines)} 行，没有算作回答：{quoted(' / '.join(lines))}。"
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
        lines = tidy(rest or self.read(_BESIDE[key])).split("\n")
        if len(lines) > 1 and key is not Keystroke.NOTE:
            self._refuse_lines("\n".join(lines))
            return
        text = "\n".join(inert(line) for line in lines if line)
        if not rest and typed(text, more=False):
            text = ""  # A key is no note: whoever types q or u here wants to leave this line.
        try:
            self.show([f"  {'没有记' if is_nothing(text) else self.beside(key, text)}"])
        except Misread as misread:
            self.show_misread(misread)
