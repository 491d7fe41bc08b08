"""What can come of putting one step to someone, and what is said beside it: closed unions."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from checklist.assessment.model import SelfAuditPeriod
from checklist.assessment.record import Said


class Told(Struct, frozen=True):
    """A detail of the respondent."""

    what: str | SelfAuditPeriod


class Named(Struct, frozen=True):
    """The names of the rooms."""

    rooms: tuple[str, ...]


class Keep(Struct, frozen=True):
    """The answer given before stands."""


class Back(Struct, frozen=True):
    """To the step before this one."""


class Skip(Struct, frozen=True):
    """Not now."""


class Quit(Struct, frozen=True):
    """Save and leave."""


class Go(Struct, frozen=True):
    """To a section or question; `where` as typed, empty to be asked."""

    where: str


class View(Struct, frozen=True):
    """Show what is answered."""


class Correct(Struct, frozen=True):
    """To the fact on which it hangs that this is asked at all."""

    fact: str


Command = Back | Skip | Quit | Go | View
Reply = Said | Told | Named | Keep | Correct | Command


class Noted(Struct, frozen=True):
    """备注."""

    text: str


class HandedIn(Struct, frozen=True):
    """佐证材料, as typed: the path of a file, or words."""

    text: str


class Charged(Struct, frozen=True):
    """责任人 and 期限; None for the one that was not typed."""

    owner: str | None
    due: date | None


Beside = Noted | HandedIn | Charged
