"""What stands beside the values that several files give to one question; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from checklist.assessment.model import Answer
from checklist.assessment.recheck import CARRIED

DETAILS = (
    "reason", "who_could_know", "owner", "due", "state", "department", "reviewer", "measures",
    "closed_on",
)  # fmt: skip
"""What stands beside a value and cannot be two things at once."""
T = TypeVar("T")


def with_details(
    base: Answer, spoken: Mapping[int, Answer], remark: str | None, *, decided: bool
) -> Answer:
    """What stands beside the value: all notes and evidence; of the rest what is not disputed."""

    def undisputed(name: str) -> Any:
        own, said = getattr(base, name), stated(spoken, name)
        if own is not None and (decided or own == CARRIED):  # unconfirmed stays unconfirmed
            return own
        return said[0] if len(said) == 1 else None

    notes = distinct([one.note for one in spoken.values() if one.note])
    return replace(
        base,
        note="\n".join([*notes, *([remark] if remark else [])]) or None,
        evidence=tuple(dict.fromkeys(path for one in spoken.values() for path in one.evidence)),
        **{name: undisputed(name) for name in DETAILS},
    )


def chosen_base(voice: Answer, chosen: Answer) -> Answer:
    """What a decision for `chosen` comes to. Where that file only said something beside an answer
    it does not give, the answer stays that of `voice`, as unconfirmed as it was."""
    if says_something(chosen) or not says_something(voice):
        return chosen
    beside = {name: getattr(chosen, name) for name in DETAILS}
    if voice.state == CARRIED:
        beside["state"] = CARRIED
    return replace(voice, **{name: value for name, value in beside.items() if value is not None})


def stated(spoken: Mapping[int, Answer], name: str) -> list[object]:
    """The different things said about one of DETAILS."""
    return distinct([said for one in spoken.values() if (said := getattr(one, name)) is not None])


def says_something(answer: Answer) -> bool:
    """Whether there is an answer, for the whole or for a room."""
    return answer.value is not None or bool(answer.exceptions)


def distinct(said: Sequence[T]) -> list[T]:
    """Each different thing once; by equality, because some cannot be hashed."""
    found: list[T] = []
    for one in said:
        if one not in found:
            found.append(one)
    return found
