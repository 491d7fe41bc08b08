"""What applies or may apply and on which facts, and how much of the regulation is encoded."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from checklist.law.applicability import Applies
from checklist.law.model import Chapter, Citation, Treatment
from checklist.report.view.model import FactSays, Line, Paper, Report


class LinesByGround(Struct, frozen=True, kw_only=True, eq=False):
    """Lines that apply, or may (`certain` is False), for the same reason."""

    because: tuple[FactSays, ...]
    certain: bool
    lines: tuple[Line, ...]


def grounds(report: Report) -> Iterator[LinesByGround]:
    """In the order of the working papers; first what applies for certain."""
    found: dict[tuple[object, ...], list[Line]] = {}
    for paper in report.papers:
        for line in paper.lines:
            applies = line.finding.binding.applies
            if applies is not Applies.NO:
                facts = tuple((one.fact.id, one.value, one.settled) for one in line.because)
                found.setdefault((applies is not Applies.YES, facts), []).append(line)
    for (doubtful, _), lines in sorted(found.items(), key=lambda one: bool(one[0][0])):
        yield LinesByGround(because=lines[0].because, certain=not doubtful, lines=tuple(lines))


def tally(report: Report) -> tuple[int, int, int]:
    """How many entries apply to anyone here, may apply, and do not."""
    applies = [{line.finding.binding.applies for line in paper.lines} for paper in report.papers]
    certain = sum(Applies.YES in one for one in applies)
    unknown = sum(Applies.YES not in one and Applies.UNKNOWN in one for one in applies)
    return certain, unknown, len(applies) - certain - unknown


class Extent(Struct, frozen=True, kw_only=True, eq=False):
    """One chapter: its entries, what of it is no obligation, and the articles that are neither."""

    chapter: Chapter
    papers: tuple[Paper, ...]
    others: tuple[tuple[Treatment, tuple[Citation, ...]], ...]
    neither: tuple[int, ...]

    @property
    def binding(self) -> int:
        """How many entries bind, or may bind, anyone here."""
        return sum(paper.binds for paper in self.papers)


def extents(report: Report) -> Iterator[Extent]:
    """Every chapter of the regulation, in its order."""
    rulebook = report.findings.rulebook
    for chapter in rulebook.chapters:
        papers = tuple(paper for paper in report.papers if paper.chapter is chapter)
        others: dict[Treatment, list[Citation]] = {}
        for one in rulebook.not_obligations:
            if chapter.first <= one.source.article <= chapter.last:
                others.setdefault(one.treatment, []).append(one.source)
        told = {paper.obligation.source.article for paper in papers}
        told |= {source.article for listed in others.values() for source in listed}
        yield Extent(
            chapter=chapter,
            papers=papers,
            others=tuple((treatment, tuple(places)) for treatment, places in others.items()),
            neither=tuple(n for n in range(chapter.first, chapter.last + 1) if n not in told),
        )
