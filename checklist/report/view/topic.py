"""One topic of a report on its own, to be handed over without the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from checklist.evaluation.summary import totals
from checklist.law.applicability import Applies
from checklist.law.model import Obligation, Topic
from checklist.report.view.build import completeness, sanctions, supports, verdict
from checklist.report.view.model import Exhibit, Line, Report


def about(report: Report, topic: Topic) -> Report:
    """The same report with nothing but the entries of `topic`.

    Its number, the index of each working paper and the number of each exhibit stay what they are in
    the whole report; the counts are those of the topic.
    """
    findings = replace(
        report.findings,
        findings=tuple(one for one in report.findings.findings if _is_of(one.obligation, topic)),
    )
    total = totals(findings.findings)
    papers = tuple(one for one in report.papers if _is_of(one.obligation, topic))
    lines = [line for paper in papers for line in paper.lines]
    bound = [line for line in lines if line.finding.binding.applies is not Applies.NO]
    excluded = (replace(one, lines=_of(one.lines, topic)) for one in report.exclusions)
    return replace(
        report,
        topic=topic,
        findings=findings,
        totals=total,
        verdict=verdict(findings, total),
        completeness=completeness(findings.findings),
        breaches=_of(report.breaches, topic),
        open=_of(report.open, topic),
        encouragements=_of(report.encouragements, topic),
        exclusions=tuple(one for one in excluded if one.lines),
        sanctions=tuple(sanctions(findings.rulebook, bound)),
        papers=papers,
        supports=supports(lines),
        exhibits=tuple(_exhibits(report.exhibits, lines, topic)),
    )


def _is_of(obligation: Obligation, topic: Topic) -> bool:
    """A retention period belongs to its topic wherever it stands."""
    timed = topic is Topic.RETENTION and obligation.counted_from is not None
    return timed or obligation.topic is topic


def _of(lines: Iterable[Line], topic: Topic) -> tuple[Line, ...]:
    return tuple(line for line in lines if _is_of(line.obligation, topic))


def _exhibits(
    exhibits: Iterable[Exhibit], lines: Iterable[Line], topic: Topic
) -> Iterator[Exhibit]:
    """What the topic's papers cite, or the facts that its findings rest on."""
    decisive = {says.fact.id for line in lines for says in line.because}
    for one in exhibits:
        papers = tuple(paper for paper in one.papers if _is_of(paper.obligation, topic))
        facts = tuple(fact for fact in one.facts if fact.id in decisive)
        if papers or facts:
            yield replace(one, papers=papers, facts=facts)
