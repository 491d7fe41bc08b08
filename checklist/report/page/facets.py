"""What the page can be filtered by, as marks for its script, and the address of each finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from checklist.assessment.model import Room
from checklist.evaluation.model import Status
from checklist.report.page.chart import ORDER
from checklist.report.view.model import Line, Report
from checklist.report.words.amounts import AT_ONCE
from checklist.report.words.cost import has_more_in_doubt
from checklist.report.words.record import CLAIM
from checklist.report.words.wording import STATUS
from checklist.text import inert

WHOLE = "room-"
"""The mark of what is about the respondent and not about a room; no room has an empty id."""


class Facet(Struct, frozen=True, kw_only=True):
    """One thing to filter by. `choices`: the mark an item bears, and what it is called."""

    id: str
    label: str
    choices: tuple[tuple[str, str], ...]


def facets(report: Report) -> tuple[Facet, ...]:
    """What tells the findings apart; nothing that has only one choice."""
    lines = [line for paper in report.papers for line in paper.lines]
    threats = {threat for line in report.breaches for threat in _threats(line)}
    chapters = {_chapter(line): line.chapter.title for line in lines if line.chapter}
    regulations = report.findings.rulebook.regulations
    holders = [identity.standing.holder for identity in report.identities]
    rooms = report.findings.assessment.rooms
    owners = dict.fromkeys(owner for line in lines for owner in _owners_of(line))
    counts = report.totals.by_status
    choices = {
        ("status", "结论"): [(each.value, STATUS[each]) for each in ORDER if counts[each]],
        ("threat", "罚款"): [(mark, _THREATS[mark]) for mark in _THREATS if mark in threats],
        ("holder", "义务主体"): [(f"holder-{holder.id}", holder.name) for holder in holders],
        ("law", "规定"): [(f"law-{_as_mark(each.called)}", each.called) for each in regulations],
        ("chapter", "章"): [*chapters.items()],
        ("room", "直播间"): [
            *((f"room-{_as_mark(room.id)}", f"{room.id} {room.name}") for room in rooms),
            (WHOLE, "填报单位（不分直播间）"),
        ],
        ("owner", "责任人"): [(f"owner-{_as_mark(owner)}", owner) for owner in owners],
        ("support", "佐证"): [
            (f"support-{each.value}", CLAIM[each]) for each, n in report.supports.items() if n
        ],
    }
    return tuple(
        Facet(id=id, label=label, choices=tuple(offered))
        for (id, label), offered in choices.items()
        if len(offered) > (0 if id in {"owner", "support"} else 1)
    )


def groups(offered: Iterable[Facet]) -> tuple[Facet, ...]:
    """What the gaps can be grouped by; by how far they can be fined they stand anyway."""
    return tuple(facet for facet in offered if facet.id in {"owner", "law", "chapter", "holder"})


def marks(lines: Iterable[Line]) -> str:
    """All marks of these lines, to be told apart by blanks."""
    return " ".join(dict.fromkeys(mark for line in lines for mark in _marks(line)))


def all_marks(report: Report) -> tuple[str, ...]:
    """What `marks` gives for each line and each paper, once: in the page they stand by number."""
    of = ((*((line,) for line in paper.lines), paper.lines) for paper in report.papers)
    return tuple(dict.fromkeys(marks(lines) for group in of for lines in group))


def by_number(groups: Iterable[str]) -> tuple[str, str]:
    """Several of `marks` in brief: every mark once, and for each of them the places of its own."""
    apart = [group.split(" ") for group in groups]
    places: dict[str, int] = {}
    for own_marks in apart:
        for mark in own_marks:
            places.setdefault(mark, len(places))
    return " ".join(places), ",".join(
        " ".join(str(places[mark]) for mark in own_marks) for own_marks in apart
    )


def anchors(line: Line) -> tuple[str, ...]:
    """Where links to its findings lead: one per room, or one where all rooms came out alike."""
    if not line.subject.is_part:
        return (f"f-{line.obligation.id}",)
    return tuple(anchor(line, room) for room in line.subject.rooms)


def anchor(line: Line, room: Room) -> str:
    """Where a link to the finding about one room leads, however the rooms came out."""
    return f"f-{line.obligation.id}-{_as_mark(room.id)}"


def aliases(line: Line, *, worst: bool) -> tuple[str, ...]:
    """Further addresses of a line, so that a link holds when rooms begin or cease to differ: each
    room's own where all came out alike, else that of them all on the `worst` line."""
    if not line.subject.is_part:
        return tuple(anchor(line, room) for room in line.subject.rooms)
    return (f"f-{line.obligation.id}",) if worst else ()


def worst(report: Report) -> Iterator[Line]:
    """The worst line of each paper: where a link that names no room leads."""
    for paper in report.papers:
        if len(paper.lines) > 1:
            yield min(paper.lines, key=lambda line: ORDER.index(line.finding.status))


def _marks(line: Line) -> Iterator[str]:
    yield line.finding.status.value
    if line.finding.status is Status.NOT_SATISFIED:
        yield from _threats(line)
    if line.chapter is not None:
        yield _chapter(line)
    if of := line.obligation.source.of:
        yield f"law-{_as_mark(of)}"
    holders = [bound.holder for bound in line.finding.binding.bound_as]
    for holder in holders or line.obligation.binds:
        yield f"holder-{holder}"
    if not line.subject.rooms:
        yield WHOLE
    for room in line.subject.rooms:
        yield f"room-{_as_mark(room.id)}"
    for owner in _owners_of(line):
        yield f"owner-{_as_mark(owner)}"
    if line.support:
        yield f"support-{line.support.value}"


_THREATS = {
    "threat-at_once": AT_ONCE,
    "threat-conditional": "有条件的",
    "threat-uncertain": "没有或者有疑问",
}


def _threats(line: Line) -> Iterator[str]:
    """What has no fine or a doubtful one is a single choice, beside a certain fine as well."""
    mark = f"threat-{line.threat.value}"
    if mark in _THREATS:
        yield mark
    if mark not in _THREATS or has_more_in_doubt(line):
        yield "threat-uncertain"


def _chapter(line: Line) -> str:
    """The mark of the chapter in which the entry of a line lies."""
    first = line.chapter.first if line.chapter else ""
    return f"chapter-{_as_mark(line.obligation.source.of)}{first}"


def _owners_of(line: Line) -> list[str]:
    return [judged.answer.owner for judged in line.judged if judged.answer and judged.answer.owner]


def _as_mark(text: str) -> str:
    """`text` without blanks, so that it can be one of several marks and part of an address."""
    return "_".join(inert(text).split())
