"""Our dataclasses behave as the standard library's do."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from typing import Any

import pytest

from checklist import frozen


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A value."""

    name: str
    sizes: tuple[int, ...] = ()
    tags: dict[str, int] = dataclasses.field(default_factory=dict)
    index: int = dataclasses.field(default=0, compare=False, repr=False)
    length: int = dataclasses.field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.name))


@frozen.dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """A value."""

    name: str
    sizes: tuple[int, ...] = ()
    tags: dict[str, int] = dataclasses.field(default_factory=dict)
    index: int = dataclasses.field(default=0, compare=False, repr=False)
    length: int = dataclasses.field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.name))


@frozen.dataclass(frozen=True, slots=True)
class Pair:
    """Two things in order."""

    first: int
    second: int = 2


@frozen.dataclass(frozen=True, slots=True)
class OtherPair:
    """Two other things in order."""

    first: int
    second: int = 2


@frozen.dataclass(frozen=True, slots=True, eq=False)
class ByIdentity:
    """Told apart by identity."""

    first: int


@frozen.dataclass(frozen=True, slots=True)
class Nothing:
    """No fields at all."""


def test_values_are_equal_and_hash_alike_exactly_when_their_compared_fields_are() -> None:
    one, same, other = Pair(1), Pair(1, 2), Pair(2)
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert len({one, same, other}) == 2
    assert Ours(name="a") == Ours(name="a", index=9)
    assert Ours(name="a") != Ours(name="b")
    assert Nothing() == Nothing()


def test_values_of_two_classes_are_never_equal() -> None:
    assert Pair(1) != OtherPair(1)  # type: ignore[comparison-overlap]
    assert Pair(1) != (1, 2)  # type: ignore[comparison-overlap]


def test_a_value_is_shown_as_the_standard_library_shows_it() -> None:
    shown = repr(Ours(name="a", sizes=(1, 2))).replace("Ours", "Standard")
    assert shown == repr(Standard(name="a", sizes=(1, 2)))


def test_a_value_cannot_be_changed_and_takes_no_new_attributes() -> None:
    value: Any = Ours(name="a")
    for name in ("name", "other"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, name, "b")
    with pytest.raises(dataclasses.FrozenInstanceError):
        del value.name
    assert not hasattr(value, "__dict__")


def test_defaults_are_made_anew_and_what_follows_from_the_fields_is_set() -> None:
    one, other = Ours(name="abc"), Ours(name="abc")
    assert one.tags == {}
    assert one.tags is not other.tags
    assert one.length == 3


@pytest.mark.parametrize(
    ("arguments", "named"), [(("a",), {}), ((), {}), ((), {"name": "a", "nme": 1})]
)
def test_a_wrong_call_is_refused(arguments: tuple[str, ...], named: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="__init__"):
        Ours(*arguments, **named)


def test_the_standard_librarys_tools_work_on_it() -> None:
    value = Ours(name="a", tags={"b": 1})
    assert dataclasses.replace(value, name="b") == Ours(name="b", tags={"b": 1})
    assert dataclasses.asdict(value) == dataclasses.asdict(Standard(name="a", tags={"b": 1}))
    assert [field.name for field in dataclasses.fields(Ours)] == [
        field.name for field in dataclasses.fields(Standard)
    ]
    assert Pair.__match_args__ == ("first", "second")


def test_a_value_survives_copying_and_pickling() -> None:
    value = Ours(name="a", tags={"b": 1})
    assert copy.copy(value) == value
    assert copy.deepcopy(value) == value
    assert pickle.loads(pickle.dumps(value)) == value


def test_told_apart_by_identity_where_that_is_asked_for() -> None:
    assert ByIdentity(1) != ByIdentity(1)
    assert len({ByIdentity(1), ByIdentity(1)}) == 2


def test_its_fields_and_annotations_are_told_as_they_were_written() -> None:
    types = [field.type for field in dataclasses.fields(Standard)]
    assert [field.type for field in dataclasses.fields(Ours)] == types
    assert Ours.__annotations__ == Standard.__annotations__


def test_classes_of_as_many_fields_keep_their_own_names_and_defaults() -> None:
    assert Pair(first=1).second == 2
    assert list(inspect.signature(Ours).parameters) == ["name", "sizes", "tags", "index"]
    assert list(inspect.signature(OtherPair).parameters) == ["first", "second"]


def test_a_field_without_a_default_cannot_follow_one_with_a_default() -> None:
    with pytest.raises(TypeError, match="second"):

        @frozen.dataclass(frozen=True, slots=True)
        class Wrong:
            """In the wrong order."""

            first: int = 1
            second: int  # type: ignore[misc]
