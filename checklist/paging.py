"""Long text a screenful at a time, broken where it reads well."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from checklist.text import inert

HOW = "回车接着看，q 不看了"
_KEYS = "，g、u 等键照用"
_ANSWERS = "，也可以直接回答"
_BELOW = 2
"""These rows are left for the prompt, which may take two."""
_TOO_FEW = 1
"""So many rows more are printed at once: the prompt that announces them would take as many."""
_FEWEST_ROWS = 4
_LONG_HEADING = 2
_ENOUGH = ("q", "0")


class Pager:
    """It prints paragraphs, and waits where more would scroll off unread.

    `read` asks for a line, `rows` for the rows of a terminal; without it nothing is waited for.
    `leads` tells a line that is to be taken where something is asked next: it ends the paging.
    """

    def __init__(
        self,
        read: Callable[[str], str],
        write: Callable[[str], None],
        rows: Callable[[], int] | None,
        leads: Callable[[str], bool] | None = None,
    ) -> None:
        self._read = read
        self._write = write
        self._rows = rows
        self._leads = leads
        self.ahead: str | None = None
        """This was typed while something was shown, and answers what is asked next."""
        self.waited = False
        """Whether what was shown last was shown in several parts."""
        self._unread = 0
        """So many rows were printed since somebody was last asked for something."""

    def ask(self, prompt: str) -> str:
        """Read a line: what stands above the prompt counts as read."""
        if self.ahead is not None:
            line, self.ahead = self.ahead, None
            self._write(f"{prompt}{inert(line)}")
            self._unread = 0
            return line
        try:
            return self._read(prompt)
        finally:
            self._unread = 0

    def show(self, paragraphs: Iterable[str], *, asked: bool = False) -> bool:
        """Print paragraphs, whose rows are broken already; whether they were looked at to the end.

        What fits on a screen of its own is not begun on one that does not hold it all. `asked`:
        they stand below something that was asked and seen to the end, so that whatever is typed
        meanwhile answers that.
        """
        rest, self.waited = list(paragraphs), False
        while self._rows and rest:
            room = max(self._rows() - _BELOW, _FEWEST_ROWS)
            left = room - self._unread
            if _count(rest) <= left:
                break
            if not any(rest):  # a blank is no reason to ask
                return True
            if self.ahead is not None:
                return False
            whole = self._unread and _count(rest) <= room
            page, rest = ([], rest) if whole else _cut(rest, left, fresh=not self._unread)
            self._print(page)
            if page and _count(rest) <= _TOO_FEW:
                break
            if not self._goes_on(_count(rest), asked=asked):
                return False
        self._print(rest)
        return True

    def _print(self, paragraphs: Sequence[str]) -> None:
        if paragraphs:
            self._write("\n".join(paragraphs))
            self._unread += _count(paragraphs)

    def _goes_on(self, rows: int, *, asked: bool) -> bool:
        """Wait until somebody wants the next screenful, or no more of it."""
        self.waited = True
        while True:
            try:
                more = "" if not self._leads else _ANSWERS if asked else _KEYS
                line = self.ask(f"  还有 {rows} 行（{HOW}{more}）：")
            except EOFError:  # Whoever is asked something next is told that input has ended.
                return False
            answer = inert(line).strip()
            word = unicodedata.normalize("NFKC", answer).lower()
            if not word or word in _ENOUGH:
                return not word
            if self._leads and (asked or self._leads(line)):
                self.ahead = line
                return False
            self._write(f"  “{answer[:30]}”没有算作回答：还没有看完，{HOW}。")


def of_table(text: str) -> Iterator[str]:
    """The rows of a table in +---+, each a paragraph; the head goes with the first."""
    head, *rows = re.split(r"(?<=-\+\n)(?=\|)", text)
    for row in (head + rows[0], *rows[1:]) if rows else filter(None, [head]):
        yield row.rstrip("\n")


def _count(paragraphs: Sequence[str]) -> int:
    return sum(paragraph.count("\n") + 1 for paragraph in paragraphs)


def _cut(paragraphs: list[str], room: int, *, fresh: bool) -> tuple[list[str], list[str]]:
    """What to print of more than fits: whole paragraphs, and no heading without what it heads;
    of one that would leave half of the screen empty, as many rows as fit. On a `fresh` screen it is
    never nothing."""
    at = used = 0
    while used + _count(paragraphs[at : at + 1]) <= room:
        used += _count(paragraphs[at : at + 1])
        at += 1
    whole = at
    while at and (not paragraphs[at - 1] or _heads(paragraphs, at - 1)):
        at -= 1
    if _count(paragraphs[:at]) >= room // 2:
        return paragraphs[:at], _begun(paragraphs[at:])
    page, rest = _rows(paragraphs[whole:], room - used)
    if page:
        return [*paragraphs[:whole], *page], rest
    at = at or (whole if fresh else 0)
    return paragraphs[:at], paragraphs[at:]


def _heads(paragraphs: Sequence[str], at: int) -> bool:
    """Whether what follows belongs to a short paragraph: it is indented more, or stands right below
    one that stands behind a blank."""
    short = paragraphs[at].count("\n") < _LONG_HEADING
    behind_a_blank = at > 0 and not paragraphs[at - 1]
    deeper = _indent(paragraphs[at + 1]) > _indent(paragraphs[at])
    return short and bool(paragraphs[at + 1]) and (behind_a_blank or deeper)


def _indent(paragraph: str) -> int:
    return len(paragraph) - len(paragraph.lstrip(" "))


def _rows(paragraphs: list[str], room: int) -> tuple[list[str], list[str]]:
    """Split the first paragraph behind `room` rows; no single row stays behind or goes on."""
    rows = paragraphs[0].split("\n")
    at = min(room, len(rows) - 2)
    if at < 2:
        return [], paragraphs
    return ["\n".join(rows[:at])], ["\n".join(rows[at:]), *paragraphs[1:]]


def _begun(paragraphs: list[str]) -> list[str]:
    """Without the blanks at the top of a page."""
    at = next((at for at, each in enumerate(paragraphs) if each), 0)
    return paragraphs[at:]
