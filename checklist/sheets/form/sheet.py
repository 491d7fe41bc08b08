"""The questionnaire as a sheet of values: which rows there are, what stands in them, their ids.

One row per answer cell. A question keeps its ids for good: `answers/<entry>/<question>`, followed
by `#<option>` for one option of a multi-select and by `@<room>` for what differs in one room.
"""

from __future__ import annotations

import re

from msgspec import Struct

from checklist.assessment.model import Assessment
from checklist.law.model import Rulebook
from checklist.sheets.spreadsheet import Cells, FilledRow

NAME = "问卷"
FORMAT = "1"
MARK = "livestream-checklist-form"
FACTS = "facts"
ANSWERS = "answers"

FIRST_ROW = 5
"""Where the questions begin, counted from 1; the headings stand above."""
MAX_ROWS = 20_000
"""More is no form anybody fills in."""
FILLED_BY = "E3"
MARK_CELLS = ("J1", "K1", "L1", "M1")
"""MARK, FORMAT, and the rulebook's id and edition."""
HEADING = {"answer": "答复", "note": "备注", "evidence": "佐证", "owner": "责任人", "due": "期限"}
"""What may be filled in: each field of an answer and what its column is called."""
FIELDS = tuple(HEADING)
COLUMN = dict(zip(FIELDS, "EFGHI", strict=True))
ID_COLUMN = "J"
FINGERPRINT_COLUMN = "K"
WAS_COLUMN = dict(zip(FIELDS, "LMNOP", strict=True))
BLANK: Cells = dict.fromkeys(FIELDS, "")

_ID = re.compile(rf"({FACTS}|{ANSWERS})/([^#@]+)(?:#([^#@]+))?(?:@([^#@]+))?")


class RowId(Struct, frozen=True, kw_only=True):
    """What a row is about: a fact or answer by its key, one option of it, or one room's exception.

    `kind` is FACTS or ANSWERS.
    """

    kind: str
    key: str
    option: str | None = None
    room: str | None = None

    def __str__(self) -> str:
        option = f"#{self.option}" if self.option is not None else ""
        room = f"@{self.room}" if self.room is not None else ""
        return f"{self.kind}/{self.key}{option}{room}"


def row_id(text: str) -> RowId | None:
    """The id written as `text`, or None when it is none."""
    match = _ID.fullmatch(text)
    if match is None:
        return None
    kind, key, option, room = match.groups()
    return RowId(kind=kind, key=key, option=option, room=room)


class FormRow(Struct, frozen=True, kw_only=True):
    """One row as it is written. `choices` empty: text is typed, as `hint` says.

    `number` is the question's; `duty` and `ask` stand in its first row, its head, and only that one
    has cells for note, evidence, owner and due. `given` says what stands in each of FIELDS.
    """

    id: RowId
    fingerprint: str
    is_head: bool
    number: str
    duty: str
    ask: str
    about: str
    choices: tuple[str, ...]
    hint: str
    given: Cells


class SectionHeading(Struct, frozen=True):
    """A line above the questions of one section."""

    text: str


class Sheet(Struct, frozen=True, kw_only=True):
    """The whole questionnaire: what it asks by `rulebook`. `questions` counts them, not rows."""

    rulebook: Rulebook
    assessment: Assessment
    lines: tuple[SectionHeading | FormRow, ...]
    questions: int


class FilledForm(Struct, frozen=True, kw_only=True):
    """A questionnaire that came back. `by` is who filled it in, as the sheet says, or empty."""

    rulebook: str
    edition: str
    by: str
    rows: tuple[FilledRow, ...]
