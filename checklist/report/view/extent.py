"""How much of the regulation the rulebook encodes, chapter by chapter."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from checklist.law.model import Chapter, Citation, Treatment
from checklist.report.view.model import Paper, Report


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
