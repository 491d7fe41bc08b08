"""The one error type users meet, and the place it points at."""

from __future__ import annotations

from pathlib import PurePath

from checklist.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place in a file. `line` and `column` count from 1; None means the file as a whole."""

    file: PurePath | str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [str(self.file)]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One mistake in something a user wrote: what is wrong, where, and how to mend it (Chinese)."""

    what: str
    mend: str
    where: Where | None = None

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n      改法：{self.mend}"


class ChecklistError(Exception):
    """Something the user can mend. Carries every complaint found, not only the first.

    The wording is Chinese, is public API, and is printed without a traceback.
    """

    def __init__(self, *complaints: Complaint) -> None:
        if not complaints:
            raise ValueError("a ChecklistError needs at least one complaint")
        self.complaints = complaints
        super().__init__("\n".join(str(complaint) for complaint in complaints))


class UnreadableFile(ChecklistError):
    """A file is missing, unreadable or wrong inside: exit code 3."""


class WrongUsage(ChecklistError):
    """The command was called in a way it cannot follow: exit code 2."""
