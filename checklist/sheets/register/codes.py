"""核对码: what stood in a row of the register when it was written.

It lies in a hidden column, so that sorting, filtering, copying a sheet or saving as CSV cannot part
a row from what it was written with. It holds a digest of each part of the row, those of the columns
last and in their order: a code that ends early was written before the columns behind existed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from msgspec import Struct

from checklist.assessment.as_data import answer_as_data
from checklist.assessment.model import Answer, Respondent
from checklist.law.model import Regulation
from checklist.report.forms.about import text
from checklist.sheets.register.columns import FIELDS, HEADING, PART_WIDTHS, as_day
from checklist.sheets.spreadsheet import DIGITS, Cells, digest
from checklist.text import name_key

_FORMAT, _PART_FORMAT = "1", "1p"
"""Of a row of a whole register, and of one of a part, which has not all its columns."""
_PARTS = ("row", "name", "credit_code", "status", "answer", "own_measures", *FIELDS)
_FEWEST = 15
"""The parts of the first registers that were handed out, up to 备注."""
_CODE = re.compile(
    rf"({_FORMAT}|{_PART_FORMAT}):((?:[0-9a-f]{{{DIGITS}}}){{{_FEWEST},{len(_PARTS)}}}):([^:]+):(.+)"
)


def code(
    respondent: Respondent,
    regulation: Regulation,
    id: str,
    answer: Answer,
    cells: Cells,
    *,
    status: str,
    is_part: bool,
) -> str:
    """The code of a row; `is_part` says that the row has not all columns of a register."""
    parts = {
        "row": digest(id),
        "name": digest(name_key(respondent.name)),
        "credit_code": digest(name_key(respondent.credit_code or "").upper()),
        "status": digest(status),
        "answer": _answered(answer),
        "own_measures": digest(text(answer.measures or "")),
        **{field: digest(as_day(field, cells[field])) for field in FIELDS},
    }
    kind, whole = _PART_FORMAT if is_part else _FORMAT, "".join(parts[name] for name in _PARTS)
    return f"{kind}:{whole}:{text(regulation.id)}:{text(regulation.edition)}"


class Code(Struct, frozen=True, kw_only=True):
    """What a row was written with: digests by _PARTS, and the rulebook's id and edition."""

    rulebook: str
    edition: str
    digests: Mapping[str, str]
    is_part: bool = False

    def had(self, field: str) -> bool:
        """Whether the register that the row was written in had a column for a field."""
        return field in self.digests and (not self.is_part or HEADING[field] in PART_WIDTHS)

    def is_about(self, respondent: Respondent) -> bool:
        """Whether the name, or the credit code, is that of `respondent`, however it is typed."""
        code = respondent.credit_code
        return bool(code and self._was("credit_code", code)) or self.is_named(respondent.name)

    def is_named(self, name: str) -> bool:
        """Whether the respondent had this name when the row was written."""
        return self._was("name", name)

    def _was(self, part: str, name: str) -> bool:
        """Whether a name or code stood there; earlier registers remember it as it was typed."""
        key = name_key(name)
        return any(self.stood(part, each) for each in (key, key.upper(), name))

    def is_answered_as(self, answer: Answer) -> bool:
        """Whether the question is answered as it was when the row was written."""
        return self.digests["answer"] == _answered(answer)

    def stood(self, part: str, text: str) -> bool:
        """Whether a part of the row said `text` when it was written.

        A column that did not exist then is somebody's own and not read: it stands as it is.
        """
        return self.digests.get(part) in {None, digest(as_day(part, text))}

    def stands(self, field: str, answer: Answer, cells: Cells) -> bool:
        """Whether a field is recorded today as it was when the row was written.

        Advice is the rulebook's: that it reads otherwise today is no change of the answers.
        """
        if field == "measures":
            return self.stood("own_measures", text(answer.measures or ""))
        return self.stood(field, cells[field])


def read_code(text: str) -> Code | None:
    """What a 核对码 says, or None where it is none."""
    match = _CODE.fullmatch(text)
    if match is None:
        return None
    kind, whole, rulebook, edition = match.groups()
    pieces = (whole[at : at + DIGITS] for at in range(0, len(whole), DIGITS))
    return Code(
        rulebook=rulebook,
        edition=edition,
        digests=dict(zip(_PARTS, pieces, strict=False)),
        is_part=kind == _PART_FORMAT,
    )


def _answered(answer: Answer) -> str:
    data = answer_as_data(answer)
    parts = {part: data.get(part) for part in ("value", "except", "at")}
    return digest(json.dumps(parts, sort_keys=True))
