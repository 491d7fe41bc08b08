"""Fingerprints are recorded beside every answer for years, so they are pinned here as literals."""

from __future__ import annotations

from typing import get_args

import pytest

from checklist.law.model import (
    JANUARY_AND_JULY,
    ExpectAll,
    Expectation,
    ExpectJanuaryAndJuly,
    ExpectMonthsAtMost,
    ExpectNo,
    ExpectNone,
    ExpectOnceAYear,
    ExpectOneOf,
    ExpectWorkingDaysAtMost,
    ExpectYearsAtLeast,
    ExpectYes,
    Fact,
    Option,
    Question,
)

OPTIONS = (Option(id="a", label="甲"), Option(id="b", label="乙", inapplicable_if="没有乙"))
KINDS: dict[str, tuple[Expectation, tuple[Option, ...]]] = {
    "yes": (ExpectYes(), ()),
    "no": (ExpectNo(), ()),
    "all": (ExpectAll(), OPTIONS),
    "none": (ExpectNone(), OPTIONS),
    "one_of": (ExpectOneOf(("a",)), OPTIONS),
    "years": (ExpectYearsAtLeast(3), ()),
    "months": (ExpectMonthsAtMost(6), ()),
    "working_days": (ExpectWorkingDaysAtMost(3), ()),
    "once_a_year": (ExpectOnceAYear(), ()),
    "january_and_july": (ExpectJanuaryAndJuly(), JANUARY_AND_JULY),
}


def question(kind: str, inapplicable_if: str | None = None) -> Question:
    expect, options = KINDS[kind]
    return Question(
        id="q", ask="怎样？", expect=expect, options=options, inapplicable_if=inapplicable_if
    )


FACT = Fact(id="f", ask="是否？", why="因为")
CHOICE = Fact(id="f", ask="哪种？", why="因为", options=OPTIONS)
