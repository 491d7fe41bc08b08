"""The dates of a report as an iCalendar file (RFC 5545), to be imported into any calendar.

The same appointment has the same UID every time, so that a second import changes what was there.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from checklist.report.view.appointments import (
    Appointment,
    Done,
    Duty,
    Expires,
    Kept,
    Renew,
    ToDo,
)
from checklist.report.view.model import Report
from checklist.report.words.appointments import category, description, title
from checklist.text import inert, name_key

_NAMESPACE = uuid.UUID("b1c9a0f2-6b6e-5d0e-9a43-0c7c2f5c8e11")
_UID = re.compile(rb"^UID:([0-9a-f-]{36})\r?$", re.MULTILINE)
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_MOST = 2**31 - 1
_HOUR = 9
"""Alarms come at nine in the morning of whoever imports the file."""
_DAYS_AHEAD: dict[type[Appointment], tuple[int, ...]] = {
    ToDo: (7, 1),
    Done: (),
    Duty: (14, 3),
    Kept: (30,),
    Expires: (30, 7),
    Renew: (0,),
}


def render(report: Report, made: Sequence[Appointment], *, at: datetime) -> bytes:
    """The calendar. `at`, with an offset, is when what it tells was last changed: a later one
    replaces an earlier one in whatever imports both."""
    name = inert(report.findings.assessment.respondent.name)
    calendar = Calendar()
    calendar.add("prodid", "-//livestream-checklist//calendar//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"直播电商合规期限 {name}".strip())
    for appointment in made:
        event = _event(appointment, report, at.astimezone(UTC).replace(microsecond=0))
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data


def uids(calendar: bytes) -> frozenset[str]:
    """The UIDs of a calendar of ours, as it was written before; none in anything else."""
    return frozenset(uid.decode() for uid in _UID.findall(calendar))


def known(
    made: Iterable[Appointment], report: Report, earlier: Collection[str]
) -> tuple[Appointment, ...]:
    """The appointments without those called off that the calendar written before did not hold."""
    return tuple(
        each for each in made if not isinstance(each, Done) or _uid(each, report) in earlier
    )


def _uid(appointment: Appointment, report: Report) -> str:
    respondent = name_key(report.findings.assessment.respondent.name)
    return str(uuid.uuid5(_NAMESPACE, f"{respondent}\n{appointment.key}"))


def _event(appointment: Appointment, report: Report, at: datetime) -> Event:
    event = Event()
    event.add("uid", _uid(appointment, report))
    event.add("dtstamp", at)
    event.add("last-modified", at)
    event.add("sequence", min(max(0, int((at - _EPOCH).total_seconds() // 60)), _MOST))
    event.add("dtstart", appointment.day)
    if appointment.day < date.max:
        event.add("dtend", appointment.day + timedelta(days=1))
    event.add("summary", inert(title(appointment)))
    event.add("description", "\n".join(map(inert, description(appointment, report))))
    event.add("categories", [category(appointment)])
    event.add("status", "CANCELLED" if isinstance(appointment, Done) else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    for days in _DAYS_AHEAD[type(appointment)]:
        if (appointment.day - report.findings.as_of).days >= days:
            event.add_component(_alarm(inert(title(appointment)), days))
    return event


def _alarm(words: str, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", timedelta(days=-days, hours=_HOUR))
    return alarm
