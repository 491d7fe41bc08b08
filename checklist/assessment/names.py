"""Names of companies and people: however they are typed, they are one name in its first spelling.

Only blanks, case and width are looked past: 张三 and 张三丰 stay two people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Respondent
from checklist.text import name_key

_OF_RESPONDENT = ("name", "credit_code", "address", "prepared_by")
_OF_ANSWER = ("by", "owner", "department", "reviewer", "who_could_know")
Named = TypeVar("Named", Respondent, Answer)


class Respelling(Struct, frozen=True, kw_only=True):
    """A name that `file`, counted from 0, spells as `other`, and an earlier place as `kept`."""

    kept: str
    other: str
    file: int


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
                told = Respelling(kept=kept, other=name, file=at)
                self._others.setdefault((kept, name), told)
        return replace(of, **changed) if changed else of
