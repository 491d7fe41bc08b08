"""Text as an attacker would type it into a name, a room or a note."""

from __future__ import annotations

from msgspec.structs import replace

from checklist.assessment.model import Assessment, Evidence, Room
from tests.given.sample import AGENCY, ANSWERS, said

SCRIPT = "<script>alert('甲')</script>"
CORPUS = (
    SCRIPT,
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raw %}",
    "\x1b[31m红\x1b[0m\x1b]0;题\x07",
    "\x9b31m",
    "=cmd|' /C calc'!A0",
    "好\u202e坏\u2066藏\u200f\u200b\u061c",
    "上一行\r\n下一行\u2028再下一行",
    "a\x00b\ufeff\ud800\ufffe\uffff",
    "]]><!--",
)
ALL = "".join(CORPUS)
STEERING = "\x1b\x9b\x07\x00\r\u202e\u2066\u200f\u200b\u061c\u2028\ufeff\ud800\ufffe\uffff"
"""None of these may reach a page or a terminal."""


def hostile() -> Assessment:
    """The sample agency, with all of it typed wherever something can be typed."""
    answers = {
        key: replace(
            answer,
            by=ALL,
            note=ALL,
            reason=ALL,
            who_could_know=ALL,
            owner=ALL,
            department=ALL,
            reviewer=ALL,
            measures=ALL,
            evidence=(Evidence(ALL), Evidence(ALL, path=ALL, sha256="0" * 64)),
        )
        for key, answer in ANSWERS.items()
    }
    answers["art31-records/kept"] = said(None, note=ALL, by=ALL, at=ALL)
    return replace(
        AGENCY,
        respondent=replace(
            AGENCY.respondent, name=ALL, credit_code=ALL, address=ALL, prepared_by=ALL
        ),
        rooms=tuple(Room(id=room.id, name=ALL) for room in AGENCY.rooms),
        answers=answers,
    )
