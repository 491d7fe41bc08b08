"""Follows a prompt from picture to picture: cheaply where it stays, reading all where it is lost.

What is seen of a picture comes through `Picture`, so that everything here is tried without one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Protocol

from checklist.replay.model import Box, Seen, Words
from checklist.replay.reading import Line, around, prompts, resembles, says

SURE, UNLIKE = 0.72, 0.45
"""From which likeness on nothing has to be read; below which a text that is not read is none."""
_STRANGE = 0.3
"""Below which it is something else, where nothing but its edge is looked for."""
_KEPT = 16
"""Pictures that are kept to look back at, where the prompt turns up elsewhere."""
_LONGEST_WAIT, _NEVER_SEEN_WAIT = 4, 8
"""Pictures from one reading of all to the next, at most: while a prompt is lost, and while none was
ever seen."""
_AT_FIRST = 4
"""Pictures at the beginning of which all is read."""
_NEAR = 0.02
"""Shares of the picture by which the place of what stays in one place may differ, as it is read."""
_MOST_PLACES = 6


class Place:
    """Where a prompt was seen, and what it says there."""

    __slots__ = ("__weakref__", "box", "is_sure", "text")

    def __init__(self, text: str, box: Box, *, is_sure: bool = False) -> None:
        self.text, self.box, self.is_sure = text, box, is_sure


class Picture(Protocol):
    """One picture of a recording, as it is looked at."""

    @property
    def at(self) -> float: ...

    def likeness(self, place: Place) -> float:
        """How like the place is to what it was when it was learned, from -1 to 1; 0 if never."""

    def learn(self, place: Place) -> None:
        """Take what is at the place now for how the prompt looks there."""

    def read(self, place: Place) -> str:
        """The text at the place."""

    def read_all(self, height: float | None) -> Sequence[Line]:
        """All text, line by line; of lines so high, as a share of the picture, where that is known:
        then it need not be looked at as closely."""


def judged(picture: Picture, place: Place, words: Words, *, trusting: bool = False) -> Seen:
    """What a picture shows at the place of a prompt; where it is read, its looks are learned.

    `trusting`: what is quite unlike is absent without being read, as between two pictures of which
    one shows it and the other does not.
    """
    likeness = picture.likeness(place)
    if likeness >= SURE:
        return Seen.PRESENT
    if trusting and likeness < _STRANGE:
        return Seen.ABSENT
    text = picture.read(place)
    if says(text, words):
        picture.learn(place)
        return Seen.PRESENT
    if likeness >= UNLIKE or resembles(text, place.text):
        return Seen.UNSURE
    return Seen.ABSENT


class Following:
    """Looks at one picture after the other; `seen` is what each showed, in their order."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.seen: list[tuple[float, Seen]] = []
        self.places: list[Place] = []
        self._new: list[Place] = []
        self._kept: deque[tuple[int, Picture]] = deque(maxlen=_KEPT)
        self._wait, self._until = 1, 0

    def look(self, picture: Picture) -> Seen:
        """What the next picture shows."""
        number = len(self.seen)
        self.seen.append((picture.at, Seen.ABSENT))
        state = self._at_places(picture)
        if state is not Seen.PRESENT and self._stays(picture):
            state = Seen.PRESENT
        if (
            state is not Seen.PRESENT
            and number >= self._until
            and self._finds_known(picture, number)
        ):
            state = Seen.PRESENT
        self.seen[number] = picture.at, state
        if state is Seen.PRESENT:
            self._kept.clear()
            self._wait, self._until = 1, number + 1
        else:
            self._kept.append((number, picture))
        return state

    def at_places(self, picture: Picture, *, trusting: bool = False) -> Seen:
        """What a picture shows at the places that are known, where nothing new is looked for."""
        states = [judged(picture, place, self.words, trusting=trusting) for place in self.places]
        ranked = (Seen.PRESENT, Seen.UNSURE)
        return next((each for each in ranked if each in states), Seen.ABSENT)

    def _at_places(self, picture: Picture) -> Seen:
        """As above, the place where it was last first; there it will be looked for first again."""
        best = Seen.ABSENT
        for place in self.places:
            state = judged(picture, place, self.words)
            if state is Seen.PRESENT:
                self.places.remove(place)
                self.places.insert(0, place)
                return state
            best = Seen.UNSURE if state is Seen.UNSURE else best
        return best

    def _stays(self, picture: Picture) -> bool:
        """Whether what was read in an earlier picture is there still: then it is a prompt, and was
        one there. What has moved on, as comments do, is none."""
        new, self._new = self._new, []
        is_there = False
        for place in new:
            if judged(picture, place, self.words) is not Seen.PRESENT:
                continue
            place.is_sure = True
            self.places.insert(0, place)
            del self.places[_MOST_PLACES:]
            self._look_back(place)
            is_there = True
        return is_there

    def _look_back(self, place: Place) -> None:
        """Look for a prompt, at the place where it turned up, in the pictures that were kept."""
        for number, picture in self._kept:
            if judged(picture, place, self.words) is Seen.PRESENT:
                self.seen[number] = picture.at, Seen.PRESENT

    def _finds_known(self, picture: Picture, number: int) -> bool:
        """Read all of a picture. What is found counts at once only where a prompt is known to
        stand; elsewhere it has to be seen to stay."""
        longest = _LONGEST_WAIT if self.places else _NEVER_SEEN_WAIT
        self._wait = 1 if number < _AT_FIRST else min(self._wait * 2, longest)
        self._until = number + self._wait
        is_known = False
        heights = [place.box.bottom - place.box.top for place in self.places]
        for line in prompts(picture.read_all(min(heights, default=None)), self.words):
            box = around(line.boxes)
            known = next((each for each in self.places if near(each.box, box)), None)
            if known:
                known.box = box
                picture.learn(known)
                is_known = True
            else:
                place = Place(line.text, box)
                picture.learn(place)
                self._new.append(place)
        return is_known


def near(first: Box, other: Box) -> bool:
    """Whether two boxes are one place."""
    left = abs(first.left - other.left) <= _NEAR or abs(first.right - other.right) <= _NEAR
    return (
        left and abs(first.top - other.top) <= _NEAR and abs(first.bottom - other.bottom) <= _NEAR
    )


def changed(pictures: Sequence[Picture], following: Following, before: Seen) -> float | None:
    """When, among the pictures between two that showed otherwise, what is seen changes; None:
    after all of them.

    They are halved until the change is between two neighbours: it changes once in so short a time.
    """
    low, high = 0, len(pictures)
    while low < high:
        middle = (low + high) // 2
        state = following.at_places(pictures[middle], trusting=True)
        if (state is Seen.PRESENT) == (before is Seen.PRESENT):
            low = middle + 1
        else:
            high = middle
    return pictures[low].at if low < len(pictures) else None
