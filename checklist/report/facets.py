"""What the page can be filtered by, as marks for its script, and the address of each finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checklist.frozen import dataclass
from checklist.report.chart import ORDER
from checklist.report.model import Line, Report
from checklist.report.wording import STATUS
from checklist.text import inert

WHOLE = "room-"
"""The mark of what is about the respondent and not about a room; no room has an empty id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One thing to filter by. `choices`: the mark an item bears, and what it is called."""

    id: str
    label: str
    choices: tuple[tuple[str, str], ...]


def facets(report: Report) -> tuple[Facet, ...]:
    """What tells the findings apart; nothing that has only one choice."""
    found = (
        Facet(id="status", label="结论", choices=tuple(_statuses(report))),
        Facet(id="holder", label="义务主体", choices=tuple(_holders(report))),
        Facet(id="room", label="直播间", choices=tuple(_rooms(report))),
        Facet(id="owner", label="责任人", choices=tuple(_owners(report))),
    )
    return tuple(one for one in found if len(one.choices) > (0 if one.id == "owner" else 1))


def marks(lines: Iterable[Line]) -> str:
    """All marks of these lines, to be told apart by blanks."""
    return " ".join(dict.fromkeys(mark for line in lines for mark in _marks(line)))


def anchors(line: Line) -> tuple[str, ...]:
    """Where links to its findings lead: one per room, or one where all rooms came out alike."""
    rooms = line.subject.rooms
    whole = f"f-{line.obligation.id}"
    if not rooms or len(rooms) == line.subject.of:
        return (whole,)
    return tuple(f"{whole}-{_word(room.id)}" for room in rooms)


def _marks(line: Line) -> Iterator[str]:
    yield line.finding.status.value
    bound = line.finding.binding.bound_as
    for holder in [one.holder for one in bound] or line.obligation.binds:
        yield f"holder-{holder}"
    if not line.subject.rooms:
        yield WHOLE
    for room in line.subject.rooms:
        yield f"room-{_word(room.id)}"
    for owner in _owners_of(line):
        yield f"owner-{_word(owner)}"


def _owners_of(line: Line) -> list[str]:
    return [said.answer.owner for said in line.said if said.answer and said.answer.owner]


def _statuses(report: Report) -> Iterator[tuple[str, str]]:
    for status in ORDER:
        if report.totals.by_status[status]:
            yield status.value, STATUS[status]


def _holders(report: Report) -> Iterator[tuple[str, str]]:
    for identity in report.identities:
        holder = identity.standing.holder
        yield f"holder-{holder.id}", holder.name


def _rooms(report: Report) -> Iterator[tuple[str, str]]:
    for room in report.findings.assessment.rooms:
        yield f"room-{_word(room.id)}", f"{room.id} {room.name}"
    yield WHOLE, "填报主体（不分直播间）"


def _owners(report: Report) -> Iterator[tuple[str, str]]:
    named = (owner for paper in report.papers for line in paper.lines for owner in _owners_of(line))
    for owner in dict.fromkeys(named):
        yield f"owner-{_word(owner)}", owner


def _word(text: str) -> str:
    """`text` without blanks, so that it can be one of several marks and part of an address."""
    return "_".join(inert(text).split())
