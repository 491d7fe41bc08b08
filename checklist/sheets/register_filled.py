"""A register that came back, as text: cells with their addresses, rows with their ids."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from checklist.errors import Complaint
from checklist.sheets.register_fields import Cells


class FilledRow(Struct, frozen=True, kw_only=True):
    """One row as it was read back. `id` and `code` are empty where they were lost.

    `cells` holds the fields whose column is there and that could be read; `places` the addresses
    (整改台账!J7) of all whose column is there, and those of "id" and "status".
    """

    sheet: str
    id: str
    code: str
    status: str
    cells: Cells
    places: Mapping[str, str]


class Filled(Struct, frozen=True, kw_only=True):
    """The whole register.

    `remarks` say in Chinese what was not read, `complaints` which cells cannot be. `legacy` is the
    encoding of a file that could not hold every character (GBK), else None.
    """

    rows: tuple[FilledRow, ...]
    remarks: tuple[str, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    legacy: str | None = None
