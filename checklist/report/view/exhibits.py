"""佐证目录: every piece of evidence once, numbered, and the working papers that cite it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from checklist.assessment.model import Assessment, Evidence
from checklist.law.model import Fact, Rulebook
from checklist.report.view.model import Exhibit, Paper


class _Cited(Struct, frozen=True, kw_only=True, eq=False):
    papers: dict[str, Paper]
    facts: dict[str, Fact]


def exhibits(
    rulebook: Rulebook, assessment: Assessment, papers: Iterable[Paper]
) -> tuple[Exhibit, ...]:
    """In the order in which facts and papers cite them; last what only dormant answers name.

    Two names for one file are two exhibits; one file whose digest changed is two as well.
    """
    found: dict[Evidence, _Cited] = {}

    def cited(one: Evidence) -> _Cited:
        return found.setdefault(one, _Cited(papers={}, facts={}))

    for id, answer in assessment.facts.items():
        for one in answer.evidence:
            if any(fact.id == id for fact in rulebook.facts):
                cited(one).facts[id] = rulebook.fact(id)
    for paper in papers:
        for line in paper.lines:
            for said in line.judged:
                for one in said.answer.evidence if said.answer else ():
                    cited(one).papers[paper.index] = paper
    for answer in (*assessment.facts.values(), *assessment.answers.values()):
        for one in answer.evidence:
            cited(one)
    return tuple(
        Exhibit(
            number=f"证{number:02}",
            evidence=one,
            papers=tuple(by.papers.values()),
            facts=tuple(by.facts.values()),
        )
        for number, (one, by) in enumerate(found.items(), start=1)
    )
