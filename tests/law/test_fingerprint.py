"""Fingerprints are recorded beside every answer for years, so they are pinned here as literals."""

from __future__ import annotations

from typing import get_args

import pytest
from msgspec.structs import replace

from checklist.law.expectations import (
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
)
from checklist.law.model import (
    JANUARY_AND_JULY,
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
PINNED = {
    "yes": "39cd04f9290c82e5",
    "no": "97d097098b6ee198",
    "all": "aa81d8b30b02bac6",
    "none": "f167acf60928598c",
    "one_of": "d1d1aee3c74c4a59",
    "years": "ac0d5ee3b099f53e",
    "months": "2b4ff53685a8722e",
    "working_days": "439aa58e6e3849e4",
    "once_a_year": "a0b4e26340d293dc",
    "january_and_july": "f8e672c227c5ebbb",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_each_kind_keeps_its_fingerprint(kind: str) -> None:
    assert question(kind).fingerprint == PINNED[kind]


def test_every_kind_of_expectation_is_pinned() -> None:
    assert {type(expect) for expect, _ in KINDS.values()} == set(get_args(Expectation))


def test_the_ground_for_not_applicable_counts() -> None:
    assert question("yes", "没有").fingerprint == "50ed4b4577e79c46"


def test_a_fact_keeps_its_fingerprint() -> None:
    assert FACT.fingerprint == "06c5194253b147e5"
    assert CHOICE.fingerprint == "8324d8c6f761ade0"


def test_what_is_expected_counts() -> None:
    three = Question(id="q", ask="多久？", expect=ExpectYearsAtLeast(3))
    five = Question(id="q", ask="多久？", expect=ExpectYearsAtLeast(5))
    assert three.fingerprint != five.fingerprint


def test_a_sign_that_no_longer_proves_anything_is_asked_again() -> None:
    plain = Question(id="q", ask="有过哪些？", expect=ExpectNone(), options=OPTIONS)
    sign = Option(id="a", label="甲", leaves_open="只是一方的说法")
    assert replace(plain, options=(sign, OPTIONS[1])).fingerprint != plain.fingerprint
