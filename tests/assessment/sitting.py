"""A sitting whose answers come from a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

from checklist.assessment.model import Assessment
from checklist.assessment.stored.file import load
from checklist.law.model import Rulebook
from checklist.sitting.kept import Kept
from checklist.sitting.places import Scope
from checklist.sitting.session import Session
from checklist.sitting.terminal import Terminal
from tests.given import kinds

BOOK = kinds.every_kind()
ABOUT = ["某某公司", "张三", "", "", ""]


@dataclass
class Sitting:
    """A session whose answers come from a list, and what it showed."""

    path: Path
    shown: list[str] = field(default_factory=list)
    width: int = 80
    height: int | None = None
    """The rows of a terminal; None: lines are piped."""
    rulebook: Rulebook = field(default_factory=lambda: BOOK)
    scope: Scope = field(default_factory=Scope)
    begin_with: Assessment | None = None
    like: tuple[Path, ...] = ()
    styled: bool = False
    today: date = date(2026, 11, 1)
    second: int = 0
    """Of the clock, which stands still."""
    transcript: str = ""
    """Everything shown and typed, as it stands on the screen."""

    def answer(self, *lines: str) -> Assessment:
        """Type these lines until the session ends or they run out; what stands in the file."""
        typed: Iterator[str] = iter(lines)

        def read(prompt: str) -> str:
            self.shown.append(prompt)
            try:
                line = next(typed)
            except StopIteration:
                raise EOFError from None
            self.transcript += f"{prompt}{line}\n"
            return line

        rows = self.height
        terminal = Terminal(
            read=read,
            write=self.write,
            width=lambda: self.width,
            height=None if rows is None else lambda: rows,
            styled=self.styled,
        )
        kept = Kept(
            path=self.path,
            rulebook=self.rulebook,
            now=lambda: datetime.combine(self.today, time(9, 30, self.second), UTC),
            tell=terminal.show,
            begin_with=self.begin_with,
            like=self.like,
        )
        session = Session(kept=kept, terminal=terminal, today=self.today, scope=self.scope)
        session.open()
        try:
            session.run()
        except EOFError:
            session.say_how_to_go_on(interrupted=True)
        assert not list(typed), "the session ended before everything was typed"
        return load(self.path, self.rulebook) if self.path.exists() else session.assessment

    def write(self, text: str) -> None:
        self.shown.append(text)
        self.transcript += f"{text}\n"

    @property
    def text(self) -> str:
        return "\n".join(self.shown)
