"""To whom what is sent round comes back, and by which day, as it stands on the sheet."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from checklist.law.wording import day
from checklist.text import inert

_SOMEBODY = "____________"
_SOME_DAY = "______年____月____日"


class Back(Struct, frozen=True, kw_only=True):
    """To whom it comes back, and the last day for that. What nobody said is left to be written in:
    it is never made up."""

    to: str = ""
    by: date | None = None

    @property
    def whom(self) -> str:
        """Whom it goes back to, or a line for the name."""
        return inert(self.to) or _SOMEBODY

    @property
    def words(self) -> str:
        """请在2026年12月10日以前（含当天）填好，发回给 林晓。"""
        last = day(self.by) if self.by else _SOME_DAY
        return f"请在{last}以前（含当天）填好，发回给 {self.whom}。"


NOBODY = Back()
"""Nothing was said of it."""
