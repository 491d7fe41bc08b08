"""What applies or may apply and on which facts, and how much of the regulation is encoded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from checklist.law.applicability import Applies
from checklist.law.model import Chapter, Citation, Treatment
from checklist.report.view.model import Line, LinesByGround, Paper, Report


def grounds(lines: Iterable[Line], applies: Applies) -> tuple[LinesByGround, ...]:
    """The lines that apply in this way, by reason, in the order in which they stand."""
    by_reason: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        if line.finding.binding.applies is applies:
            reason = tuple((says.fact.id, says.value, says.settled) for says in line.because)
            by_reason.setdefault(reason, []).append(line)
    return tuple(
        LinesByGround(because=alike[0].because, applies=applies, lines=tuple(alike))
        for alike in by_reason.values()
    )


class Entries(Struct, frozen=True, kw_only=True):
    """How many entries apply to anyone here, may apply, and do not; encouragements apart.

    `unknown_met` of those that may apply are not open, since they are met all the same: where they
    stand in the regulation.
    """

    certain: int
    unknown: int
    unknown_met: tuple[Citation, ...]
    excluded: int
    encouraged: int


def tally(report: Report) -> Entries:
    """Count the entries by whether they apply."""
    papers = [each for each in report.papers if not each.obligation.is_encouragement]
    applies = [{line.finding.binding.applies for line in paper.lines} for paper in papers]
    certain = sum(Applies.YES in ways for ways in applies)
    unknown = [
        paper
        for paper, ways in zip(papers, applies, strict=True)
        if Applies.YES not in ways and Applies.UNKNOWN in ways
    ]
    is_open = set(report.open)
    return Entries(
        certain=certain,
        unknown=len(unknown),
        unknown_met=tuple(
            paper.obligation.source for paper in unknown if is_open.isdisjoint(paper.lines)
        ),
        excluded=len(papers) - certain - len(unknown),
        encouraged=len(report.papers) - len(papers),
    )


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
        for other in rulebook.not_obligations:
            if rulebook.chapter_of(other.source) is chapter:
                others.setdefault(other.treatment, []).append(other.source)
        accounted = {paper.obligation.source.article for paper in papers}
        accounted |= {source.article for listed in others.values() for source in listed}
        articles = range(chapter.first, chapter.last + 1)
        yield Extent(
            chapter=chapter,
            papers=papers,
            others=tuple((treatment, tuple(places)) for treatment, places in others.items()),
            neither=tuple(article for article in articles if article not in accounted),
        )
