"""A whole sitting stays within the half hour that people have."""

from __future__ import annotations

import re

import pytest

from tests.burden import LIMIT_MINUTES, LIMIT_SCREENS, LIMIT_SCREENS_QUICK, measured
from tests.given.bundled import BOOKS


@pytest.mark.slow
def test_an_agency_that_also_operates_rooms_needs_less_than_twenty_five_minutes() -> None:
    burden = measured()
    print(burden)
    assert burden.questions > 50, "this agency answers for itself and for its rooms"
    assert burden.minutes < LIMIT_MINUTES, str(burden)
    assert burden.screens <= LIMIT_SCREENS, str(burden)


def test_the_quick_path_needs_few_screens() -> None:
    burden = measured(quick=True)
    print(burden)
    assert burden.questions >= 14, "every question that decides a fine at once is asked"
    assert burden.screens <= LIMIT_SCREENS_QUICK, str(burden)


def test_no_question_is_too_long_to_be_read_aloud() -> None:
    """Nor has one an aside that hides what is asked: the rest is told under `?`."""
    asked = [question.ask for book in BOOKS.values() for question in book.questions().values()]
    assert [ask for ask in asked if len(ask) > 80] == []
    assert [ask for ask in asked if re.search("（[^（）]{31,}）", ask)] == []
