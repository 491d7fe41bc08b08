"""Who gets which rows of the register: each department or person only their own."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from checklist.sheets.register.rows import RegisterRow


class Hand(Struct, frozen=True, kw_only=True):
    """The rows of one department, or of a person of none; `name` is None for what nobody has."""

    name: str | None
    rows: tuple[RegisterRow, ...]


def hands(rows: Sequence[RegisterRow]) -> tuple[Hand, ...]:
    """The rows by hand, in the order in which they come; what nobody has stands last."""
    by_name: dict[str | None, list[RegisterRow]] = {}
    for row in rows:
        by_name.setdefault(row.hand, []).append(row)
    parts = [Hand(name=name, rows=tuple(of)) for name, of in by_name.items()]
    return tuple(sorted(parts, key=lambda hand: hand.name is None))
