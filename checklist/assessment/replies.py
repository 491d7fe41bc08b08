"""What can come of putting one step to someone, and what is said beside it: closed unions."""

from __future__ import annotations

from datetime import date

from checklist.assessment.model import SelfAuditPeriod
from checklist.assessment.record import Said
from checklist.frozen import dataclass


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
    """The answer given before stands."""


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
class Go:
    """To a section or question; `where` as typed, empty to be asked."""

    where: str


@dataclass(frozen=True, slots=True)
class View:
    """Show what is answered."""


@dataclass(frozen=True, slots=True)
class Correct:
    """To the fact on which it hangs that this is asked at all."""

    fact: str


Command = Back | Skip | Quit | Go | View
Reply = Said | Told | Named | Keep | Correct | Command


@dataclass(frozen=True, slots=True)
class Noted:
    """备注."""

    text: str


@dataclass(frozen=True, slots=True)
class HandedIn:
    """佐证材料, as typed: the path of a file, or words."""

    text: str


@dataclass(frozen=True, slots=True)
class Charged:
    """责任人 and 期限; None for the one that was not typed."""

    owner: str | None
    due: date | None


Beside = Noted | HandedIn | Charged
