from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from checklist.law.applicability import Applies, Facts
from checklist.law.jurisdiction import competences
from checklist.law.reading.rulebook import load_rulebook

SMALL = load_rulebook(Path(__file__).with_name("small_rulebook.yaml"), bundled=False)
HOME, PLACE = SMALL.jurisdictions
OPERATOR = {"opens_room": "yes", "serves_hosts": "no", "employs_hosts": "no"}
AGENCY_TOO = OPERATOR | {"serves_hosts": "yes"}


def found(
    facts: Facts, rooms: Mapping[str, Mapping[str, str]] | None = None
) -> list[tuple[str, str, tuple[str, ...] | None, Applies]]:
    by_room = {room: {**facts, **own} for room, own in (rooms or {}).items()}
    return [
        (one.jurisdiction.authority, one.holder, one.rooms, one.applies)
        for one in competences(SMALL, facts, by_room)
    ]


def test_nobody_in_law_is_under_no_authority() -> None:
    assert found({"opens_room": "no", "serves_hosts": "no"}) == []


def test_each_holder_a_respondent_is_has_its_own_authority() -> None:
    assert found(AGENCY_TOO | {"channel": "platform"}) == [
        (HOME.authority, "mcn", None, Applies.YES),
        (PLACE.authority, "room_operator", None, Applies.YES),
        (PLACE.authority, "mcn", None, Applies.YES),
    ]


def test_rooms_that_differ_are_told_apart() -> None:
    rooms: dict[str, dict[str, str]] = {
        "r1": {"channel": "platform"},
        "r2": {"channel": "own_site"},
        "r3": {},
        "r4": {"channel": "platform"},
    }
    assert found(OPERATOR, rooms) == [
        (PLACE.authority, "room_operator", ("r1", "r4"), Applies.YES),
        (PLACE.authority, "room_operator", ("r3",), Applies.UNKNOWN),
    ]


def test_an_unknown_channel_leaves_the_authority_unknown() -> None:
    assert found(OPERATOR) == [(PLACE.authority, "room_operator", None, Applies.UNKNOWN)]


def test_who_may_be_a_holder_may_be_under_its_authority() -> None:
    assert found({"opens_room": "no"}) == [
        (HOME.authority, "mcn", None, Applies.UNKNOWN),
        (PLACE.authority, "mcn", None, Applies.UNKNOWN),
    ]


VALUES = {
    "opens_room": ["yes", "no"],
    "serves_hosts": ["yes", "no"],
    "channel": ["platform", "own_site", "other"],
}


@given(
    st.fixed_dictionaries(
        {}, optional={fact: st.sampled_from(values) for fact, values in VALUES.items()}
    )
)
def test_what_is_certain_stays_so_whatever_else_becomes_known(facts: dict[str, str]) -> None:
    sure = {one[:3] for one in found(facts) if one[3] is Applies.YES}
    for fact, values in VALUES.items():
        for value in values if fact not in facts else ():
            assert sure <= {one[:3] for one in found({**facts, fact: value})}
