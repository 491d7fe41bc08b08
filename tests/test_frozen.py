"""Our dataclasses behave as the standard library's do."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from checklist.frozen import dataclass as ours

OPTIONS: dict[str, Any] = {"frozen": True, "slots": True, "kw_only": True}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A value."""

    name: str
    sizes: tuple[int, ...] = ()
    index: int = dataclasses.field(default=0, compare=False, repr=False)


def make(decorator: Any, **options: Any) -> Any:
    body = {
        "__annotations__": {"name": "str", "sizes": "tuple[int, ...]", "index": "int"},
        "__doc__": "A value.",
        "sizes": (),
        "index": dataclasses.field(default=0, compare=False, repr=False),
    }
    return decorator(**OPTIONS, **options)(type("Standard", (), body))


Ours = make(ours)


def test_values_are_equal_and_hash_alike_exactly_when_their_fields_are() -> None:
    one, same, other = Ours(name="a"), Ours(name="a", index=9), Ours(name="a", sizes=(1,))
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert len({one, same, other}) == 2


def test_two_classes_with_the_same_fields_are_never_equal() -> None:
    assert Ours(name="a") != make(ours)(name="a")
    assert Ours(name="a") != "a"


def test_a_value_is_shown_as_the_standard_library_shows_it() -> None:
    assert repr(Ours(name="a", sizes=(1, 2))) == repr(Standard(name="a", sizes=(1, 2)))


def test_a_value_cannot_be_changed_and_takes_no_new_attributes() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Ours(name="a").name = "b"
    assert not hasattr(Ours(name="a"), "__dict__")
    with pytest.raises(TypeError):
        Ours("positional")


def test_the_standard_librarys_tools_work_on_it() -> None:
    assert dataclasses.replace(Ours(name="a"), name="b") == Ours(name="b")
    assert dataclasses.asdict(Ours(name="a")) == {"name": "a", "sizes": (), "index": 0}
    assert Ours.__match_args__ == Standard.__match_args__


def test_told_apart_by_identity_where_that_is_asked_for() -> None:
    by_identity = make(ours, eq=False)
    assert by_identity(name="a") != by_identity(name="a")
