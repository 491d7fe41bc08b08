"""What can come of putting one step to someone: a closed union."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.assessment.model import SelfAuditPeriod
from checklist.assessment.record import Said


@dataclass(frozen=True, slots=True)
class Told:
    """A detail of the respondent."""

    what: str | SelfAuditPeriod


@dataclass(frozen=True, slots=True)
class Named:
    """The names of the rooms."""

    rooms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keep:
    """The answer given before stands; perhaps with a further note."""

    note: str | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """To the step before this one."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Not now."""


@dataclass(frozen=True, slots=True)
class Quit:
    """Save and leave."""


@dataclass(frozen=True, slots=True)
class Correct:
    """To the fact on which it hangs that this is asked at all."""

    fact: str


Command = Back | Skip | Quit
Reply = Said | Told | Named | Keep | Correct | Command
