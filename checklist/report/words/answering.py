"""When and by whom the answers were given, as far as recorded: from the first day to the last."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from checklist.assessment.model import Assessment
from checklist.report.words.wording import day

_NAMED = 6


def told(assessment: Assessment) -> str:
    """2026年11月18日至2026年11月20日；林晓、周敏. Empty where nothing was recorded."""
    answers = (*assessment.facts.values(), *assessment.answers.values())
    days = sorted(filter(None, (_day(one.at) for one in answers)))
    names = list(dict.fromkeys(one.by for one in answers if one.by))
    when = [day(days[0]) + (f"至{day(days[-1])}" if days[-1] != days[0] else "")] if days else []
    more = f"等{len(names)}人" if len(names) > _NAMED else ""
    who = ["、".join(names[:_NAMED]) + more] if names else []
    return "；".join([*when, *who])


def _day(at: str | None) -> date | None:
    """The day of a recorded time; None for one written by hand that is no date."""
    with suppress(ValueError):
        return date.fromisoformat((at or "")[:10])
    return None
