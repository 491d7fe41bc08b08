"""Overview -> JSON for other programs, written piece by piece. Codes in English.

`statuses` holds, by obligation, only what is not `not_applicable`; of several rooms the worst.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from checklist import __version__
from checklist.evaluation.model import Status
from checklist.report.forms.json import legible
from checklist.summary.model import CODES, Overview, Row, Unread

FORMAT = 1


def render(overview: Overview) -> Iterator[str]:
    """One JSON document, a line for each respondent; control and bidi characters are escaped."""
    rulebook = overview.rulebook
    ids = rulebook.obligation_ids()
    head = {
        "format": FORMAT,
        "program": f"livestream-checklist {__version__}",
        "as_of": overview.as_of.isoformat(),
        "rulebook": {
            "id": rulebook.id,
            "edition": rulebook.edition,
            "sha256": rulebook.sha256,
            "bundled": rulebook.bundled,
        },
        "verdicts": {one.value: count for one, count in overview.by_verdict.items()},
        "obligations": {
            one.obligation.id: {status.value: count for status, count in one.counts.items()}
            for one in overview.columns
        },
        "unread": [_unread(one) for one in overview.unread],
        "alike": [[row.file for row in group] for group in overview.alike],
    }
    yield _text(head).removesuffix("}") + ',\n"respondents": [\n'
    for number, row in enumerate(overview.rows):
        yield (",\n" if number else "") + _text(_row(row, ids))
    yield "\n]}\n"


def _text(data: dict[str, Any]) -> str:
    return legible(json.dumps(data, ensure_ascii=False))


def _row(row: Row, ids: tuple[str, ...]) -> dict[str, Any]:
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


def _unread(one: Unread) -> dict[str, Any]:
    return {
        "file": one.file,
        "complaints": [
            {
                "what": complaint.what,
                "mend": complaint.mend,
                "line": complaint.where.line if complaint.where else None,
            }
            for complaint in one.complaints
        ],
        "more": one.more,
    }
