"""Which pictures are looked at, and what that guarantees."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checklist.replay.sampling import CLOSE, USUAL, plan, stretches, widest


def moments(keyframes: list[float], end: float, most: float = USUAL) -> list[float]:
    made = plan(keyframes, end, most=most)
    return [
        at
        for group in made.groups
        for at in ([] if group.skipped else [group.start]) + [*group.wanted]
    ]


def test_keyframes_two_seconds_apart_are_looked_at_and_nothing_else() -> None:
    assert moments([0, 2, 4, 6], 8) == [0, 2, 4, 6]


def test_keyframes_that_lie_close_are_not_all_looked_at() -> None:
    looked = moments([at / 2 for at in range(20)], 10)
    assert len(looked) == 5
    assert widest(looked, 10) <= USUAL


def test_keyframes_of_an_odd_rate_are_still_looked_at_alone() -> None:
    assert moments([0, 2.002, 4.004], 6.006) == [0, 2.002, 4.004]


def test_between_keyframes_that_lie_far_apart_pictures_are_decoded() -> None:
    looked = moments([0, 10], 20)
    assert looked[:2] == [0, 1.8]
    assert widest(looked, 20) <= USUAL


def test_the_guarantee_counts_the_beginning_and_the_end() -> None:
    assert widest([3, 4], 10) == 6
    assert widest([3, 4], 5) == 3
    assert widest([], 5) == 5


@given(
    st.lists(st.floats(0, 100), min_size=1, max_size=60),
    st.floats(0.1, 120),
    st.sampled_from([USUAL, CLOSE]),
)
def test_no_two_pictures_lie_farther_apart_than_asked(
    keyframes: list[float], length: float, most: float
) -> None:
    start = min(keyframes)
    shifted = [at - start for at in keyframes]
    end = max(length, *shifted)
    looked = moments(shifted, end, most)
    assert looked == sorted(set(looked))
    assert widest(looked, end) <= most + 0.05 + 1e-9


def test_one_stretch_a_minute_is_looked_at_picture_by_picture() -> None:
    made = plan([2.0 * number for number in range(300)], 600)
    chosen = [made.groups[number].start for number in stretches(made)]
    assert 9 <= len(chosen) <= 11
    assert len({at % 60 for at in chosen}) > 3
