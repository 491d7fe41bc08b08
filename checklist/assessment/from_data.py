"""What `as_data` wrote, read back. The data has been held against its schema before."""

from __future__ import annotations

from datetime import date
from typing import Any

from checklist.assessment.model import (
    Answer,
    AnsweredTo,
    Assessment,
    Choice,
    Evidence,
    Extreme,
    Mark,
    Picks,
    Respondent,
    Room,
    SelfAuditPeriod,
    TimesAYear,
    Unread,
    Value,
    WorkingDays,
)
from checklist.law.periods import Period


def assessment_in(data: Any) -> Assessment:
    """The inverse of `assessment_as_data`; what else stands beside it is not looked at."""
    period = data["period"]
    return Assessment(
        respondent=Respondent(**data["respondent"]),
        period=period
        and SelfAuditPeriod(
            first=date.fromisoformat(period["from"]), last=date.fromisoformat(period["to"])
        ),
        rooms=tuple(Room(id=one["id"], name=one["name"]) for one in data["rooms"]),
        answered_to=tuple(
            AnsweredTo(id=one["id"], edition=one["edition"]) for one in data["answered_to"]
        ),
        facts={id: answer_in(one) for id, one in data["facts"].items()},
        answers={key: answer_in(one) for key, one in data["answers"].items()},
    )


def answer_in(data: Any) -> Answer:
    """The inverse of `answer_as_data`."""
    told = dict(data)
    value = told.pop("value")
    exceptions = {room: value_in(one) for room, one in told.pop("except", {}).items()}
    evidence = tuple(Evidence(**one) for one in told.pop("evidence", ()))
    for name in ("due", "closed_on"):
        if name in told:
            told[name] = date.fromisoformat(told[name])
    return Answer(
        value=None if value is None else value_in(value),
        exceptions=exceptions,
        evidence=evidence,
        **told,
    )


def value_in(data: Any) -> Value:
    """The inverse of `value_as_data` for anything but None."""
    match data["kind"], data["value"]:
        case "mark", code:
            return Mark(code)
        case "extreme", code:
            return Extreme(code)
        case "choice", option:
            return Choice(option)
        case "picks", marks:
            return Picks({id: Mark(code) for id, code in marks.items()})
        case "period", span:
            return Period(**span)
        case "working_days", count:
            return WorkingDays(count)
        case "times_a_year", count:
            return TimesAYear(count)
        case "unread", raw:
            return Unread(raw)
        case other:
            raise ValueError(other)
