"""A whole sitting stays within the half hour that people have."""

from __future__ import annotations

from tests.burden import LIMIT_MINUTES, measured


def test_an_agency_that_also_operates_rooms_needs_less_than_twenty_five_minutes() -> None:
    burden = measured()
    print(burden)
    assert burden.questions > 50, "this agency answers for itself and for its rooms"
    assert burden.minutes < LIMIT_MINUTES, str(burden)
