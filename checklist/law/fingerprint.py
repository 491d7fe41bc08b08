"""The fingerprint of a question: a short text that changes exactly when what is put changes.

It is recorded beside every answer, in answer files, histories, forms, results and pages, for years.
So it is made from plain texts and from the fixed codes below, and never from how Python shows one
of our own objects: renaming a class changes nothing. tests/law/test_fingerprint.py pins one of
each kind; see docs/adr/0014.
"""

from __future__ import annotations

import hashlib
from typing import assert_never

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


def fingerprint(*put: object) -> str:
    """16 hexadecimal digits of the SHA-256 over texts, and over lists and tuples of texts."""
    return hashlib.sha256(repr(put).encode()).hexdigest()[:16]


def code(expect: Expectation) -> str:
    """The code by which an expectation enters the fingerprint. Never change one of these texts."""
    match expect:
        case ExpectYes():
            return "ExpectYes()"
        case ExpectNo():
            return "ExpectNo()"
        case ExpectAll():
            return "ExpectAll()"
        case ExpectNone():
            return "ExpectNone()"
        case ExpectOneOf(accept=accept):
            return f"ExpectOneOf(accept={accept!r})"
        case ExpectYearsAtLeast(years=years):
            return f"ExpectYearsAtLeast(years={years})"
        case ExpectMonthsAtMost(months=months):
            return f"ExpectMonthsAtMost(months={months})"
        case ExpectWorkingDaysAtMost(days=days):
            return f"ExpectWorkingDaysAtMost(days={days})"
        case ExpectOnceAYear():
            return "ExpectOnceAYear()"
        case ExpectJanuaryAndJuly():
            return "ExpectJanuaryAndJuly()"
    assert_never(expect)
