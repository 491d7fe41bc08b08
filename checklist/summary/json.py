"""Writes an overview as JSON for other programs, piece by piece. Codes are in English.

`statuses` holds, by obligation, only what is not `not_applicable`; of several rooms the worst.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from checklist import __version__
from checklist.evaluation.model import Status
from checklist.report.forms.json import legible
from checklist.summary.model import CODES, Overview, RespondentRow, UnreadFile

FORMAT = 1


def render(overview: Overview) -> Iterator[bytes]:
    """One JSON document, a line for each respondent; control and bidi characters are escaped."""
    ids = overview.rulebook.obligation_ids()
    yield _encoded(_head(overview)).removesuffix(b"}") + b',\n"respondents": [\n'
    for number, row in enumerate(overview.worst_first):
        yield (b",\n" if number else b"") + _encoded(_row(row, ids))
    yield b"\n]}\n"


def _encoded(data: dict[str, Any]) -> bytes:
    return legible(json.dumps(data, ensure_ascii=False)).encode("utf-8", errors="replace")


def _head(overview: Overview) -> dict[str, Any]:
    rulebook = overview.rulebook
    return {
        "format": FORMAT,
        "program": f"livestream-checklist {__version__}",
        "as_of": overview.as_of.isoformat(),
        "rulebook": {
            "id": rulebook.id,
            "edition": rulebook.edition,
            "sha256": rulebook.sha256,
            "bundled": rulebook.bundled,
        },
        "verdicts": {verdict.value: count for verdict, count in overview.by_verdict.items()},
        "obligations": {
            column.obligation.id: {status.value: count for status, count in column.counts.items()}
            for column in overview.columns
        },
        "unread": [_unread(file) for file in overview.unread],
        "alike": [[row.file for row in group] for group in overview.alike],
    }


def _row(row: RespondentRow, ids: tuple[str, ...]) -> dict[str, Any]:
    return {
        "file": row.file,
        "name": row.name,
        "credit_code": row.credit_code,
        "rooms": row.rooms,
        "verdict": row.verdict.value,
        "answered": {"settled": row.completeness.settled, "asked": row.completeness.asked},
        "answered_to": row.answered_to,
        "heaviest": row.threat and ids[row.threat.number],
        "statuses": {
            id: CODES[code].value
            for id, code in zip(ids, row.cells, strict=True)
            if CODES[code] is not Status.NOT_APPLICABLE
        },
    }


def _unread(unread: UnreadFile) -> dict[str, Any]:
    complaints = [
        {
            "what": complaint.what,
            "mend": complaint.mend,
            "line": complaint.where.line if complaint.where else None,
        }
        for complaint in unread.complaints
    ]
    return {"file": unread.file, "complaints": complaints, "more": unread.more}
