"""What the text of the regulation leaves open, said once for everything that it concerns."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct

from checklist.evaluation.model import OpenWhy
from checklist.law.applicability import Facts
from checklist.law.remarks import open_points
from checklist.report.view.model import FactSays, Line, Paper, Point, Report


def points(papers: Iterable[Paper], of: Collection[Facts]) -> tuple[Point, ...]:
    """Each open point once; nothing of entries that do not bind, nor what concerns only others than
    those `of` whom the facts are known."""
    concerned: dict[str, list[Paper]] = {}
    for paper in papers:
        texts = open_points(paper.obligation.review, of) if paper.binds else ()
        for text in dict.fromkeys(texts):
            concerned.setdefault(text, []).append(paper)
    by_weight = sorted(concerned.items(), key=lambda item: -len(item[1]))
    return tuple(
        Point(number=number, text=text, papers=tuple(of), is_shared=len(of) > 1)
        for number, (text, of) in enumerate(by_weight, start=1)
    )


def by_entry(points: Iterable[Point]) -> dict[str, tuple[list[Point], list[Point]]]:
    """The points of each entry, by its id: its own, and those that it shares."""
    of: dict[str, tuple[list[Point], list[Point]]] = {}
    for point in points:
        for paper in point.papers:
            own, shared = of.setdefault(paper.obligation.id, ([], []))
            (shared if point.is_shared else own).append(point)
    return of


class Undecided(Struct, frozen=True, kw_only=True, eq=False):
    """Open lines of entries of which the text does not say whether they bind a certain holder.

    The addressees are the same for all of them; `because` are the facts of all, each once.
    """

    because: tuple[FactSays, ...]
    lines: tuple[Line, ...]

    @property
    def entries(self) -> int:
        """How many entries it is about; an entry may have several lines."""
        return len({line.obligation.id for line in self.lines})


def in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Open lines in the order in which they are told and numbered: what answers can settle, what
    nobody answered, what the text leaves open, by whom it may bind."""
    groups: dict[object, list[Line]] = {0: [], 1: []}
    for line in lines:
        where = _may_bind(line) if line.finding.binding.in_doubt else int(is_unanswered(line))
        groups.setdefault(where, []).append(line)
    return tuple(line for of in groups.values() for line in of)


def _may_bind(line: Line) -> tuple[object, ...]:
    return tuple((to.holder.id, to.bound.via) for to in line.addressees)


def undecided(report: Report) -> tuple[Undecided, ...]:
    """By whom they may bind and by which article, in the order in which the lines stand."""
    alike: dict[tuple[object, ...], list[Line]] = {}
    for line in report.open:
        if line.finding.binding.in_doubt:
            alike.setdefault(_may_bind(line), []).append(line)
    return tuple(
        Undecided(
            because=tuple(dict.fromkeys(says for line in lines for says in line.because)),
            lines=tuple(lines),
        )
        for lines in alike.values()
    )


def decided(report: Report) -> tuple[Line, ...]:
    """The open lines that answers can settle, in their order."""
    return tuple(line for line in report.open if not line.finding.binding.in_doubt)


def is_unanswered(line: Line) -> bool:
    """Whether nothing at all was said to an open line: there is nothing to tell of it yet."""
    asked = (*line.open, *line.failed)
    return bool(asked) and all(judged.why is OpenWhy.UNANSWERED for judged in asked)


def shared_by(group: Undecided, points: Iterable[Point]) -> tuple[Point, ...]:
    """The shared points that concern entries of the group."""
    entries = {line.obligation.id for line in group.lines}
    return tuple(
        point
        for point in points
        if point.is_shared and any(paper.obligation.id in entries for paper in point.papers)
    )
