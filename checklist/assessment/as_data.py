"""What was said, as plain data for JSON: codes in English, users' words only as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, assert_never

from checklist.assessment.model import (
    Answer,
    Assessment,
    Choice,
    Evidence,
    Extreme,
    Mark,
    Picks,
    SelfAuditPeriod,
    TimesAYear,
    Unread,
    Value,
    WorkingDays,
)
from checklist.law.as_data import Data
from checklist.law.periods import Period


def assessment_as_data(one: Assessment) -> Data:
    """All that was said, section by section, in the order of the file it was read from."""
    return {
        "respondent": {
            "name": one.respondent.name,
            "credit_code": one.respondent.credit_code,
            "address": one.respondent.address,
            "prepared_by": one.respondent.prepared_by,
        },
        "period": period_as_data(one.period),
        "rooms": [{"id": room.id, "name": room.name} for room in one.rooms],
        "answered_to": [{"id": each.id, "edition": each.edition} for each in one.answered_to],
        "facts": {id: answer_as_data(answer) for id, answer in one.facts.items()},
        "answers": {key: answer_as_data(answer) for key, answer in one.answers.items()},
    }


def answer_as_data(answer: Answer) -> Data:
    """{"value", and what else was recorded}: "except" (room id to value), "by", "at", "asked_as",
    "reason", "who_could_know", "note", "evidence", "owner", "due" (ISO date), "state",
    "department", "reviewer", "measures", "closed_on" (ISO date)."""
    exceptions = {room: value_as_data(value) for room, value in answer.exceptions.items()}
    return {"value": value_as_data(answer.value), **dict(_recorded(
        ("except", exceptions),
        ("by", answer.by),
        ("at", answer.at),
        ("asked_as", answer.asked_as),
        ("reason", answer.reason),
        ("who_could_know", answer.who_could_know),
        ("note", answer.note),
        ("evidence", [evidence_as_data(one) for one in answer.evidence]),
        ("owner", answer.owner),
        ("due", answer.due and answer.due.isoformat()),
        ("state", answer.state),
        ("department", answer.department),
        ("reviewer", answer.reviewer),
        ("measures", answer.measures),
        ("closed_on", answer.closed_on and answer.closed_on.isoformat()),
    ))}  # fmt: skip


def value_as_data(value: Value | None) -> Data | None:
    """{"kind", "value"}; None where nothing was said. What `value` is hangs on the kind: a code, an
    option id, option ids to codes, {"years", "months", "days"}, a number, or the text as read."""
    match value:
        case None:
            return None
        case Mark():
            return {"kind": "mark", "value": value.value}
        case Extreme():
            return {"kind": "extreme", "value": value.value}
        case Choice(option=option):
            return {"kind": "choice", "value": option}
        case Picks(marks=marks):
            return {"kind": "picks", "value": {id: mark.value for id, mark in marks.items()}}
        case Period(years=years, months=months, days=days):
            return {"kind": "period", "value": {"years": years, "months": months, "days": days}}
        case WorkingDays(count=count):
            return {"kind": "working_days", "value": count}
        case TimesAYear(count=count):
            return {"kind": "times_a_year", "value": count}
        case Unread(raw=raw):
            return {"kind": "unread", "value": raw}
    assert_never(value)


def evidence_as_data(one: Evidence) -> Data:
    """{"text", and of a file "path", "sha256", "size" (bytes), "seen_at"} as far as recorded."""
    return {"text": one.text, **dict(_recorded(
        ("path", one.path), ("sha256", one.sha256), ("size", one.size), ("seen_at", one.seen_at),
    ))}  # fmt: skip


def period_as_data(period: SelfAuditPeriod | None) -> Data | None:
    """{"from", "to"}: ISO dates, both days included."""
    if period is None:
        return None
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def _recorded(*named: tuple[str, Any]) -> Iterator[tuple[str, Any]]:
    """What there is: most answers have none of it, and a thousand nulls tell nobody anything."""
    for name, value in named:
        if value not in (None, {}, []):
            yield name, value
