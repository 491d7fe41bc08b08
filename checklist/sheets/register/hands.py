"""Who gets which rows of the register: each department or person only their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from checklist.sheets.register.columns import COLUMNS, HEADING
from checklist.sheets.register.rows import RegisterRow
from checklist.text import name_key

_AT = {heading: at for at, heading in enumerate(COLUMNS)}


class Hand(Struct, frozen=True, kw_only=True):
    """The rows of one department, or of a person of none; `name` is None for what nobody has."""

    name: str | None
    rows: tuple[RegisterRow, ...]


def hands(rows: Sequence[RegisterRow]) -> tuple[Hand, ...]:
    """The rows by hand, in the order in which they come; what nobody has stands last.

    A person of one department is that department's. What names nobody goes with the only hand that
    is named beside the other questions of its entry and rooms, as it does in the report.
    """
    departments: dict[str, set[str]] = {}
    for row in rows:
        owner, department = _said(row, "owner"), _said(row, "department")
        if owner and department:
            departments.setdefault(name_key(owner), set()).add(department)
    named = [_hand(row, departments) for row in rows]
    beside: dict[str, set[str]] = {}
    for row, name in zip(rows, named, strict=True):
        if name:
            beside.setdefault(_matter(row), set()).add(name_key(name))
    spelled = {name_key(name): name for name in reversed(named) if name}
    by_name: dict[str, list[RegisterRow]] = {}
    for row, name in zip(rows, named, strict=True):
        key = name_key(name) if name else _only(beside.get(_matter(row), ())) or ""
        by_name.setdefault(key, []).append(row)
    parts = [Hand(name=spelled.get(key), rows=tuple(of)) for key, of in by_name.items()]
    return tuple(sorted(parts, key=lambda hand: hand.name is None))


def _hand(row: RegisterRow, departments: dict[str, set[str]]) -> str:
    """The department of a row, else that of its owner, else the owner; nothing for nobody."""
    owner = _said(row, "owner")
    of_owner = _only({*departments.get(name_key(owner), ())})
    return _said(row, "department") or of_owner or owner


def _only(names: Iterable[str]) -> str:
    """The only one of some names; nothing where there are several, or none."""
    several = [*names]
    return several[0] if len(several) == 1 else ""


def _said(row: RegisterRow, field: str) -> str:
    return row.cells[_AT[HEADING[field]]]


def _matter(row: RegisterRow) -> str:
    """The entry of a row, and the rooms it is about: art37-prompt@r1,r2."""
    asked, _, rooms = row.id.partition("@")
    return f"{asked.partition('/')[0]}@{rooms}"
