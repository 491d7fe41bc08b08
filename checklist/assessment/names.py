"""Names of companies and people: however they are typed, they are one name in its first spelling.

Only blanks, case and width are looked past: 张三 and 张三丰 stay two people. Rooms have ids beside
their names, and an id is never given twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum
from itertools import count
from typing import Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Respondent, Room
from checklist.text import inert, name_key

_OF_RESPONDENT = ("name", "credit_code", "address", "prepared_by")
_OF_ANSWER = ("by", "owner", "department", "reviewer", "who_could_know")
Named = TypeVar("Named", Respondent, Answer)


_ROOM_NUMBER = re.compile("r([0-9]{1,38})")


def new_room_ids(known: Iterable[str]) -> Iterator[str]:
    """Ids for further rooms, above every one that is or was in use: r9, r10 … behind r8."""
    numbers = (int(match[1]) for id in known if (match := _ROOM_NUMBER.fullmatch(id)))
    first = max(numbers, default=0) + 1
    return (f"r{number}" for number in count(first))


def ids_in_use(assessment: Assessment) -> set[str]:
    """The ids of rooms that the answers name, those of no room in the list too."""
    answers = (*assessment.facts.values(), *assessment.answers.values())
    listed = {room.id for room in assessment.rooms}
    return listed.union(
        *(each.exceptions for each in answers), *(each.remedied for each in answers)
    )


def with_new_ids(
    rooms: Sequence[Room], before: Sequence[Room], known: Iterable[str]
) -> tuple[Room, ...]:
    """`rooms`, those that were not listed before with ids that were never in use."""
    kept = {room.id for room in before}
    ids = new_room_ids(known)
    return tuple(room if room.id in kept else replace(room, id=next(ids)) for room in rooms)


def rooms_named(text: str, rooms: Iterable[Room]) -> set[str]:
    """The ids of the rooms whose id or name stands in a text, and not as part of a longer one: r12
    is not r1, and 青禾优选 is not 青禾."""
    keys = {
        room.id: {name_key(name) for name in (room.id, room.name, *room.formerly)} for room in rooms
    }
    held = {key for of in keys.values() for key in of if key and _holds(text, key)}
    whole = {
        key
        for key in held
        if key.isascii() or not any(key != other and key in other for other in held)
    }
    return {id for id, of in keys.items() if of & whole}


def _holds(text: str, key: str) -> bool:
    whole = name_key(text)
    if not key.isascii():
        return key in whole
    spaced = unicodedata.normalize("NFKC", text).casefold()
    alone = rf"(?<![0-9a-z]){re.escape(key)}(?![0-9a-z])"
    return any(re.search(alone, each) for each in (whole, spaced))


def called(word: str, rooms: Sequence[Room]) -> tuple[Room, ...]:
    """The rooms of that name; where there is none, the one of that id."""
    named = tuple(room for room in rooms if name_key(room.name) == name_key(word))
    return named or tuple(room for room in rooms if name_key(room.id) == name_key(word))


def called_in_part(word: str, rooms: Sequence[Room]) -> tuple[Room, ...]:
    """The rooms whose name holds the word: 云栈禾味 of 禾味. One letter is no part."""
    key = name_key(word)
    return tuple(room for room in rooms if len(key) > 1 and key in name_key(room.name))


class Kinship(Enum):
    """Whether a sheet is about the respondent: surely, only if somebody says so, or not."""

    OWN = "own"
    RENAMED = "renamed"
    ANOTHERS = "another's"


def kinship(
    respondent: Respondent, name: str, credit_code: str, *, earlier: Collection[str]
) -> Kinship:
    """Whose sheet it is that names a respondent so; `earlier` are names that `respondent` had.

    What one of the two does not say tells nothing.
    """
    theirs, own = name_key(name), name_key(respondent.name)
    codes = {name_key(code) for code in (credit_code, respondent.credit_code or "")} - {""}
    has_both = bool(name_key(credit_code) and name_key(respondent.credit_code or ""))
    if not (theirs and own):
        return Kinship.ANOTHERS if len(codes) > 1 else Kinship.OWN
    if theirs == own:
        is_same = len(codes) < 2 and inert(name).strip() == inert(respondent.name).strip()
        return Kinship.OWN if is_same else Kinship.RENAMED
    is_known = has_both and len(codes) == 1
    is_known = is_known or any(theirs == name_key(each) for each in earlier)
    return Kinship.RENAMED if is_known else Kinship.ANOTHERS


class Respelling(Struct, frozen=True, kw_only=True):
    """A name that `file`, counted from 0, spells as `other`, and an earlier place as `kept`."""

    kept: str
    other: str
    file: int

    @property
    def is_spelling(self) -> bool:
        """Whether it is the same name but for its spelling."""
        return name_key(self.kept) == name_key(self.other)


class Spellings:
    """The first spelling of every name in some files, and where another one stood."""

    def __init__(self, *files: Assessment) -> None:
        self._first: dict[str, str] = {}
        self._others: dict[tuple[str, str], Respelling] = {}
        self.files = [self._spelled(at, file) for at, file in enumerate(files)]
        """The files with every name in its first spelling."""

    def __iter__(self) -> Iterator[Respelling]:
        return iter(self._others.values())

    def first(self, name: str) -> str:
        """The spelling in which a name stands already, else `name`, from now on."""
        return self._first.setdefault(name_key(name), name)

    def _spelled(self, at: int, file: Assessment) -> Assessment:
        return replace(
            file,
            respondent=self._with_names(at, file.respondent, _OF_RESPONDENT),
            facts={key: self._answer(at, answer) for key, answer in file.facts.items()},
            answers={key: self._answer(at, answer) for key, answer in file.answers.items()},
        )

    def _answer(self, at: int, answer: Answer) -> Answer:
        return self._with_names(at, answer, _OF_ANSWER)

    def _with_names(self, at: int, of: Named, fields: Sequence[str]) -> Named:
        changed: dict[str, str] = {}
        for field in fields:
            name: str | None = getattr(of, field)
            if name and (kept := self.first(name)) != name:
                changed[field] = kept
                respelling = Respelling(kept=kept, other=name, file=at)
                self._others.setdefault((kept, name), respelling)
        return replace(of, **changed) if changed else of


class AnyRoom(Protocol):
    """A room, in the answers or in a result."""

    @property
    def name(self) -> str: ...
    @property
    def formerly(self) -> tuple[str, ...]: ...


def had_name(room: AnyRoom, name: str) -> bool:
    """Whether a room is or was called so, however that is typed."""
    return name_key(name) in {name_key(each) for each in (room.name, *room.formerly)}


def is_same_room(room: AnyRoom, other: AnyRoom) -> bool:
    """Whether two rooms of one id are the same: by name, or because one had the other's name."""
    return had_name(other, room.name) or had_name(room, other.name)


def twins(rooms: Iterable[Room]) -> list[list[Room]]:
    """Rooms that one file lists apart although their names are the same, however typed."""
    by_name: dict[str, list[Room]] = {}
    for room in rooms:
        by_name.setdefault(name_key(room.name), []).append(room)
    return [alike for alike in by_name.values() if len(alike) > 1]


def told_apart(rooms: Iterable[Room]) -> str:
    """小禾 AI（r3）、小禾AI（r6）."""
    return "、".join(f"{inert(room.name)}（{room.id}）" for room in rooms)
