"""How a value is spelled as plain data: in words for people, in codes for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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


class Code(Struct, frozen=True):
    """How one class of values is spelled for programs, under which "kind", and read again."""

    kind: str
    cls: type[Value]
    spelled: Callable[[Any], Any]
    read: Callable[[Any], Value]


_CODES = (
    Code("mark", Mark, lambda mark: mark.value, Mark),
    Code("extreme", Extreme, lambda extreme: extreme.value, Extreme),
    Code("choice", Choice, lambda choice: choice.option, Choice),
    Code(
        "picks",
        Picks,
        lambda picks: {id: mark.value for id, mark in picks.marks.items()},
        lambda marks: Picks({id: Mark(code) for id, code in marks.items()}),
    ),
    Code("period", Period, asdict, lambda span: Period(**span)),
    Code("working_days", WorkingDays, lambda days: days.count, WorkingDays),
    Code("times_a_year", TimesAYear, lambda times: times.count, TimesAYear),
    Code("unread", Unread, lambda unread: unread.raw, Unread),
)
"""One for each class of values. Under "value" stand a code, an option id, option ids to codes,
{"years", "months", "days"}, a number, or the text as read."""
_BY_CLASS = {code.cls: code for code in _CODES}
_BY_KIND = {code.kind: code for code in _CODES}


class Codes(Struct, frozen=True):
    """How values are spelled for programs."""

    def value(self, value: Value) -> Data:
        """{"kind", "value"}."""
        code = _BY_CLASS[type(value)]
        return {"kind": code.kind, "value": code.spelled(value)}

    def value_in(self, data: Any) -> Value:
        """The value that {"kind", "value"} says."""
        return _BY_KIND[data["kind"]].read(data["value"])


Spelling = Words | Codes
CODES = Codes()
