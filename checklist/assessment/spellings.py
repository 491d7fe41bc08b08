"""How a value is spelled as plain data: in words for people, in codes for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct, convert, to_builtins

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


class CodedMark(Struct, frozen=True, tag="mark", tag_field="kind"):
    """A mark with the word that says so."""

    value: Mark


class CodedExtreme(Struct, frozen=True, tag="extreme", tag_field="kind"):
    """长期 or 从未 with the word that says so."""

    value: Extreme


class CodedPeriod(Struct, frozen=True, tag="period", tag_field="kind"):
    """A period with the word that says so."""

    value: Period


Coded = CodedMark | CodedExtreme | CodedPeriod | Choice | Picks | WorkingDays | TimesAYear | Unread
"""What {"kind", "value"} may be: the other values have the word in their own types."""
_CODED: dict[type, Callable[[Any], Coded]] = {
    Mark: CodedMark, Extreme: CodedExtreme, Period: CodedPeriod
}  # fmt: skip


class Codes(Struct, frozen=True):
    """How values are spelled for programs."""

    def value(self, value: Value) -> Data:
        """{"kind", "value"}. Under "value" stand a code, an option id, option ids to codes,
        {"years", "months", "days"}, a number, or the text as read."""
        coded = _CODED.get(type(value))
        data: Data = to_builtins(coded(value) if coded else value)
        return data

    def value_in(self, data: Any) -> Value:
        """The value that {"kind", "value"} says. Raises ValueError for anything else."""
        coded = convert(data, Coded)
        return coded.value if isinstance(coded, CodedMark | CodedExtreme | CodedPeriod) else coded


Spelling = Words | Codes
CODES = Codes()
