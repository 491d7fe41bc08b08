"""This module tells one round of self-audit from the next: whose record a file is, and how the
next one begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from checklist.assessment.model import SelfAuditPeriod
from checklist.commands import command
from checklist.evaluation.states import AnswerState
from checklist.files import free_name, sibling
from checklist.law.periods import Period, end_of
from checklist.sitting.details import UsualPeriod
from checklist.sitting.places import ONLY

_MONTH = Period(months=1)
"""A sitting about a period that ended longer ago may be meant for a new one."""
_DATED = re.compile("-20[0-9]{6}$")


def usual_period(in_force: date, today: date, last: SelfAuditPeriod | None = None) -> UsualPeriod:
    """Return the period until today that is proposed: from the day after the last one where that
    has ended, else from the day on which the regulation came into force."""
    earliest = first = min(in_force, today)
    before = last if last is not None and last.last < today else None
    if before is not None:
        first = max(earliest, before.last + timedelta(days=1))
    period = SelfAuditPeriod(first=first, last=today)
    again = last if last is not None and before is None and last.last >= first else None
    return UsualPeriod(period=period, earliest=earliest, before=before, again=again)


def record_lines(
    period: SelfAuditPeriod | None, today: date, only: AnswerState | None
) -> list[str]:
    """Say whose record an earlier period is, where that may not be meant, and that what happens
    now belongs into a new round; nothing where it goes without saying."""
    mends = only is AnswerState.GAP
    if period is None or period.last >= today:
        return []
    if not mends and end_of(period.last, _MONTH) >= today:
        return []
    span = f"{period.first} 至 {period.last}"
    if mends:
        head = f"--only {ONLY[AnswerState.GAP][0]} 是在 {span} 这一段的记录里记整改、更正："
        what = "当时没有做到、后来做到的，记整改，那一段仍然是没有做到；当时答错的，才是更正。"
    else:
        head = f"这份答案的自查期间是 {span}，已经结束 {(today - period.last).days} 天。"
        what = "在这里接着答，补的、改的都是那一段的记录。"
    return ["", head + what, "以后发生的事放进新的一轮；这份文件不变，答案带过去逐题确认："]


def new_round(path: Path, rules: Sequence[Path], today: date) -> str:
    """Spell the command that begins the next round beside the file of the last one."""
    stem = _DATED.sub("", path.stem)
    new = free_name(sibling(path, "", stem, f"-{today:%Y%m%d}{path.suffix}"))
    return command("ask", new, "--from", path, rules=rules)
