"""How a value is spelled as plain data: in words for people, in codes for programs."""

from __future__ import annotations

from typing import Any, assert_never

from msgspec import Struct
from msgspec.structs import asdict

from checklist.assessment.model import (
    Choice,
    Extreme,
    Mark,
    Picks,
    TimesAYear,
    Unread,
    Value,
    WorkingDays,
)
from checklist.assessment.values import Misread, Plain, as_data, from_data
from checklist.assessment.yaml_text import as_it_stood, raw_text
from checklist.law.as_data import Data
from checklist.law.model import Fact, Question
from checklist.law.periods import Period


class Words(Struct, frozen=True, kw_only=True):
    """How values are spelled for people. `question` is None where no rulebook has it any more.

    `stale` is whether the question has changed since: what does not fit it is then kept as Unread.
    """

    question: Question | Fact | None
    stale: bool = False

    def value(self, value: Value) -> Plain:
        """The words of a value; options in the order in which they are put."""
        match value:
            case Unread(raw=raw):
                return as_it_stood(raw)
            case Picks(marks=marks) if self.question is not None:
                order = [option.id for option in self.question.options if option.id in marks]
                rest = sorted(marks.keys() - set(order))
                return as_data(Picks({id: marks[id] for id in (*order, *rest)}))
            case _:
                return as_data(value)

    def value_in(self, data: Plain) -> Value | None:
        """The value that words say; None for blank text. Raises Misread."""
        if isinstance(data, str) and not data.strip():
            return None
        if self.question is None:
            return Unread(raw_text(data))
        try:
            return from_data(self.question, data)
        except Misread:
            if self.stale:
                return Unread(raw_text(data))
            raise


class Codes(Struct, frozen=True):
    """How values are spelled for programs."""

    def value(self, value: Value) -> Data:
        """{"kind", "value"}. What "value" is hangs on the kind: a code, an option id, option ids to
        codes, {"years", "months", "days"}, a number, or the text as read."""
        match value:
            case Mark():
                return {"kind": "mark", "value": value.value}
            case Extreme():
                return {"kind": "extreme", "value": value.value}
            case Choice(option=option):
                return {"kind": "choice", "value": option}
            case Picks(marks=marks):
                return {"kind": "picks", "value": {id: mark.value for id, mark in marks.items()}}
            case Period():
                return {"kind": "period", "value": asdict(value)}
            case WorkingDays(count=count):
                return {"kind": "working_days", "value": count}
            case TimesAYear(count=count):
                return {"kind": "times_a_year", "value": count}
            case Unread(raw=raw):
                return {"kind": "unread", "value": raw}
        assert_never(value)

    def value_in(self, data: Any) -> Value:
        """The value that {"kind", "value"} says. Raises ValueError for any other kind."""
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


Spelling = Words | Codes
CODES = Codes()
