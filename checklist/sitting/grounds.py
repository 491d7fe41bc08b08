"""This module asks on which of several grounds 不适用 is said, where the days do not decide it."""

from __future__ import annotations

import re

from checklist.assessment.model import Value
from checklist.assessment.objections import Span, grounds, one_of
from checklist.assessment.typed import Misread, normal, quoted
from checklist.law.model import Fact, Question
from checklist.sitting.console import Console

_HOW = "写序号，几种都是的都写，用空格隔开；不细分，直接回车"
_WHICH = "  是哪一种？（序号；不细分，直接回车）："


def reason(console: Console, asked: Question | Fact, value: Value, span: Span | None) -> str | None:
    """Return the grounds of an answer; None where nothing in it is 不适用. Raises KeyTyped."""
    if isinstance(asked, Fact):
        return None
    told: dict[tuple[str, ...], str] = {}
    for label, named in grounds(asked, value, span):
        if named and named not in told:
            told[named] = named[0] if len(named) == 1 else _asked(console, label, named)
    return "；".join(dict.fromkeys(told.values())) or None


def _asked(console: Console, label: str, named: tuple[str, ...]) -> str:
    what = f"“{label}”不适用" if label else "不适用"
    listed = [f"  {at}  {ground}" for at, ground in enumerate(named, 1)]
    console.show([f"  {what}：", *listed])

    def read(text: str) -> str:
        numbers = [int(each) for each in re.findall("[0-9]{1,3}", normal(text))]
        if not text.strip():
            return one_of("，或者".join(named))
        if not numbers or not all(1 <= each <= len(named) for each in numbers):
            raise Misread(f"没有看懂{quoted(text)}", _HOW)
        return "；".join(named[each - 1] for each in dict.fromkeys(numbers))

    return console.until(read, [*listed, _HOW], _WHICH)
