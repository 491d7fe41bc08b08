"""YAML as nodes that know their place: text, lists and mappings, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from checklist.errors import Where


def place(file: PurePath | str, mark: Any) -> Where:
    """The place of a mark of libyaml's; without one, the file as a whole."""
    if mark is None:
        return Where(file=file)
    return Where(file=file, line=mark.line + 1, column=mark.column + 1)


# Not frozen, and without a Where of their own: thousands are built at every start.
@dataclass(slots=True, eq=False)
class Scalar:
    """A piece of text, exactly as written: `no`, `1.10` and `2026-02-01` stay text.

    A key without a value has the empty text.
    """

    value: str
    mark: Any
    file: PurePath | str

    @property
    def where(self) -> Where:
        return place(self.file, self.mark)


@dataclass(slots=True, eq=False)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    mark: Any
    file: PurePath | str

    @property
    def where(self) -> Where:
        return place(self.file, self.mark)


@dataclass(slots=True, eq=False)
class Mapping:
    """Keys and values in the order of the file; keys are unique texts."""

    entries: tuple[tuple[Scalar, Node], ...]
    mark: Any
    file: PurePath | str

    @property
    def where(self) -> Where:
        return place(self.file, self.mark)

    def get(self, key: str) -> Node | None:
        """The value under `key`; None where the key is missing."""
        return next((value for name, value in self.entries if name.value == key), None)


Node = Scalar | Sequence | Mapping
