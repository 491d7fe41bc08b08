"""What stands in the cells of a row for an answer, and the code that remembers what stood there.

The code (核对码) lies in a hidden column of every row, so that sorting, filtering, copying a sheet
or saving as CSV cannot part a row from what it was written with.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from hashlib import blake2b

from msgspec import Struct

from checklist.assessment.as_data import answer_as_data
from checklist.assessment.model import BY_KEY, Answer, FieldKind, Respondent
from checklist.assessment.typed import Misread
from checklist.law.model import Rulebook
from checklist.report.forms.about import text
from checklist.report.words import wording as words
from checklist.report.words.record import NOT_STARTED, progress
from checklist.sheets import spreadsheet
from checklist.sheets.changes import cut
from checklist.sheets.spreadsheet import Cells

STATUS, ID, CODE = "状态", "行标识", "核对码"
FIELDS = (
    "department", "owner", "reviewer", "measures", "due", "state", "closed_on", "evidence", "note",
)  # fmt: skip
"""What may be filled in, by the names of an answer's fields."""
HEADING = {field: BY_KEY[field].label for field in FIELDS} | {"evidence": "佐证"}
DAYS = frozenset(field for field in FIELDS if BY_KEY[field].kind is FieldKind.DAY)

_FORMAT = "1"
_DIGITS = 8
_PARTS = ("row", "name", "credit_code", "status", "answer", "own_measures", *FIELDS)
_CODE = re.compile(rf"{_FORMAT}:([0-9a-f]{{{_DIGITS * len(_PARTS)}}}):([^:]+):(.+)")
_MIDNIGHT = re.compile(r"\s+0?0:00(:00)?$")


def given(answer: Answer, advice: str) -> Cells:
    """The cells of a row for what is recorded; `advice` stands where no own measures do."""
    texts = {
        "measures": text(answer.measures or "") or advice,
        "state": text(progress(answer) or "") or NOT_STARTED,
        "evidence": "\n".join(evidence_lines(answer)),
    }
    return {
        field: cut(texts[field] if field in texts else _plain(answer, field)) for field in FIELDS
    }


def _plain(answer: Answer, field: str) -> str:
    value: date | str | None = getattr(answer, field)
    return value.isoformat() if isinstance(value, date) else text(value or "")


def evidence_lines(answer: Answer) -> list[str]:
    """Each piece of evidence as it stands in its cell, on one line; none of them empty."""
    lines = (text(" ".join(words.handed_in(piece).split())) for piece in answer.evidence)
    return [line for line in lines if line]


class Code(Struct, frozen=True, kw_only=True):
    """What a row was written with: digests, and the rulebook's id and edition."""

    rulebook: str
    edition: str
    digests: Mapping[str, str]
    """By _PARTS: the row's id, whose it is, its status, the answer, and each field of the row."""

    def is_of(self, id: str) -> bool:
        """Whether this code was written beside that row id."""
        return self.digests["row"] == _digest(id)

    def is_about(self, respondent: Respondent) -> bool:
        """Whether the name, or the credit code, is that of `respondent`."""
        code = respondent.credit_code
        same_code = bool(code) and self.digests["credit_code"] == _digest(code or "")
        return same_code or self.digests["name"] == _digest(respondent.name)

    def had_status(self, status: str) -> bool:
        """Whether the row said `status` when it was written."""
        return self.digests["status"] == _digest(status)

    def is_answered_as(self, answer: Answer) -> bool:
        """Whether the question is answered as it was when the row was written."""
        return self.digests["answer"] == _answered(answer)

    def stood(self, field: str, cell: str) -> bool:
        """Whether the cell of a field said `cell` when the row was written."""
        return self.digests[field] == _digest(_as_day(field, cell))

    def stands(self, field: str, answer: Answer, cells: Cells) -> bool:
        """Whether a field is recorded today as it was when the row was written.

        Advice is the rulebook's: that it reads otherwise today is no change of the answers.
        """
        if field == "measures":
            return self.digests["own_measures"] == _digest(text(answer.measures or ""))
        return self.stood(field, cells[field])


def code(
    rulebook: Rulebook,
    respondent: Respondent,
    id: str,
    answer: Answer,
    cells: Cells,
    *,
    status: str,
) -> str:
    """核对码 of a row, one line of text."""
    parts = {
        "row": _digest(id),
        "name": _digest(respondent.name),
        "credit_code": _digest(respondent.credit_code or ""),
        "status": _digest(status),
        "answer": _answered(answer),
        "own_measures": _digest(text(answer.measures or "")),
        **{field: _digest(_as_day(field, cells[field])) for field in FIELDS},
    }
    whole = "".join(parts[name] for name in _PARTS)
    return f"{_FORMAT}:{whole}:{text(rulebook.id)}:{text(rulebook.edition)}"


def read_code(text: str) -> Code | None:
    """What a 核对码 says, or None where it is none."""
    match = _CODE.fullmatch(text)
    if match is None:
        return None
    whole, rulebook, edition = match.groups()
    pieces = (whole[at : at + _DIGITS] for at in range(0, len(whole), _DIGITS))
    digests = dict(zip(_PARTS, pieces, strict=True))
    return Code(rulebook=rulebook, edition=edition, digests=digests)


def read_day(cell: str) -> date:
    """A day of the calendar, also where a spreadsheet put midnight after it. Raises Misread."""
    return spreadsheet.read_day(_MIDNIGHT.sub("", cell))


def _answered(answer: Answer) -> str:
    data = answer_as_data(answer)
    parts = {part: data.get(part) for part in ("value", "except", "at")}
    return _digest(json.dumps(parts, sort_keys=True))


def _as_day(field: str, cell: str) -> str:
    """A cell as it is compared: spreadsheets write one day in many ways."""
    if field not in DAYS:
        return cell
    try:
        return read_day(cell).isoformat()
    except Misread:
        return cell


def _digest(text: str) -> str:
    data = text.encode("utf-8", errors="surrogatepass")
    return blake2b(data, digest_size=_DIGITS // 2).hexdigest()
