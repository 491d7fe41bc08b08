"""Findings -> Report: sort, count, and lay out what every format shows. No words, no clock."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping

from checklist.assessment.as_data import digest
from checklist.evaluation.model import Finding, Findings, Provision, Status, Totals
from checklist.evaluation.summary import exposure_order, totals
from checklist.law.applicability import Applies, competences
from checklist.law.model import Kind, Penalty, Rulebook, Topic
from checklist.report.view.clocks import clocks
from checklist.report.view.exhibits import exhibits
from checklist.report.view.lines import facts_said, papers
from checklist.report.view.model import (
    Completeness,
    Exclusion,
    FactSays,
    Identity,
    Line,
    Report,
    Sanction,
    Subject,
    Tally,
    Venue,
    Verdict,
)
from checklist.report.view.support import Support


def build(findings: Findings) -> Report:
    """Everything the formats show, from one assessment judged by one rulebook."""
    rulebook = findings.rulebook
    all_papers = tuple(papers(findings))
    lines = [line for paper in all_papers for line in paper.lines]
    bound = [line for line in lines if line.finding.binding.applies is not Applies.NO]
    ruled_out = [line for line in lines if line.finding.binding.applies is Applies.NO]
    breaches = [line for line in bound if line.finding.status is Status.NOT_SATISFIED]
    total = totals(findings.findings)
    answers = digest(findings.assessment)
    return Report(
        number=_number(findings, answers),
        answers_sha256=answers,
        findings=findings,
        totals=total,
        verdict=verdict(findings, total),
        completeness=completeness(findings.findings),
        identities=tuple(
            Identity(standing=one, because=facts_said(findings, one.facts, None))
            for one in findings.standings
        ),
        venues=tuple(_venues(findings)),
        by_holder=tuple(_by_holder(findings)),
        by_chapter=tuple(_by_chapter(findings)),
        breaches=tuple(sorted(breaches, key=lambda line: exposure_order(line.finding))),
        open=tuple(line for line in bound if line.finding.status is Status.UNDETERMINED),
        clocks=tuple(clocks(bound, findings.as_of)),
        figures=tuple(line for line in bound if line.obligation.topic is Topic.AI_FIGURE),
        figures_excluded=tuple(
            line for line in ruled_out if line.obligation.topic is Topic.AI_FIGURE
        ),
        encouragements=tuple(line for line in bound if _is_encouragement(line.finding)),
        exclusions=tuple(_exclusions(ruled_out)),
        sanctions=tuple(sanctions(rulebook, bound)),
        papers=all_papers,
        supports=supports(lines),
        exhibits=exhibits(rulebook, findings.assessment, all_papers),
    )


def verdict(findings: Findings, total: Totals) -> Verdict:
    """The worst thing found; encouragements decide nothing."""
    if total.by_status[Status.NOT_SATISFIED]:
        return Verdict.BREACH
    if total.by_status[Status.UNDETERMINED]:
        return Verdict.OPEN
    binds = any(
        one.binding.applies is Applies.YES and not _is_encouragement(one)
        for one in findings.findings
    )
    return Verdict.CLEAR if binds else Verdict.NOTHING_BINDS


def _is_encouragement(finding: Finding) -> bool:
    return finding.obligation.kind is Kind.ENCOURAGEMENT


def _number(findings: Findings, answers: str) -> str:
    """ZC-20261122-3FA2C104: the day judged, and a digest of what was judged and by what."""
    judged = f"{findings.rulebook.sha256} {answers} {findings.as_of}"
    digest = hashlib.sha256(judged.encode()).hexdigest()
    return f"ZC-{findings.as_of:%Y%m%d}-{digest[:8].upper()}"


def completeness(findings: Iterable[Finding]) -> Completeness:
    """Counted by answer, so that a question shared by entries or rooms counts once."""
    asked: set[str] = set()
    unsettled: set[str] = set()
    for finding in findings:
        if not _is_encouragement(finding):
            key = finding.obligation.key
            asked.update(key(judged.question) for judged in finding.judged)
            unsettled.update(key(judged.question) for judged in finding.open)
    return Completeness(settled=len(asked) - len(unsettled), asked=len(asked))


def supports(lines: Iterable[Line]) -> Mapping[Support, int]:
    """How many of the findings rest on what; every support is present."""
    counts = dict.fromkeys(Support, 0)
    for line in lines:
        if line.support is not None:
            counts[line.support] += line.count
    return counts


def _venues(findings: Findings) -> Iterator[Venue]:
    """By duty holder, in the rulebook's order: every authority, or that none is named."""
    if not findings.rulebook.jurisdictions:
        return
    rooms = {room.id: room for room in findings.assessment.rooms}
    found = competences(
        findings.rulebook, findings.facts[None], {room: findings.facts[room] for room in rooms}
    )
    for standing in findings.standings:
        holder = standing.holder
        own = [one for one in found if one.holder == holder.id]
        for one in own:
            named = None if one.rooms is None else tuple(rooms[id] for id in one.rooms)
            subject = None if named is None else Subject(rooms=named, of=len(rooms))
            yield Venue(holder=holder, competence=one, rooms=subject)
        if not own and standing.held is not Applies.NO:
            yield Venue(holder=holder, competence=None, rooms=None)


def _by_holder(findings: Findings) -> Iterator[Tally]:
    """A finding that binds two holders counts under both."""
    for standing in findings.standings:
        id = standing.holder.id
        addressed = [
            one
            for one in findings.findings
            if any(who.holder == id for who in one.binding.bound_as)
        ]
        if standing.held is not Applies.NO or addressed:
            yield Tally(label=standing.holder.name, counts=totals(addressed).by_status)


def _by_chapter(findings: Findings) -> Iterator[Tally]:
    for chapter in findings.rulebook.chapters:
        within = [
            one
            for one in findings.findings
            if chapter.first <= one.obligation.source.article <= chapter.last
            and not _is_encouragement(one)
        ]
        if within:
            yield Tally(label=chapter.title, counts=totals(within).by_status)


def _exclusions(ruled_out: Iterable[Line]) -> Iterator[Exclusion]:
    reasons: list[tuple[tuple[FactSays, ...], list[Line]]] = []
    for line in ruled_out:
        for because, lines in reasons:
            if because == line.because:
                lines.append(line)
                break
        else:
            reasons.append((line.because, [line]))
    for because, lines in reasons:
        yield Exclusion(because=because, lines=tuple(lines))


def sanctions(rulebook: Rulebook, bound: list[Line]) -> Iterator[Sanction]:
    """Every penalty that may fine one of these lines, in the rulebook's order."""
    threatening = {each.id for line in bound for each in line.provisions}
    for penalty in rulebook.penalties:
        if penalty.id in threatening:
            yield Sanction(
                penalty=penalty,
                names_conduct=penalty.id in rulebook.naming_conduct,
                breaches=_reached(bound, penalty, lambda finding: finding.penalties),
                in_doubt=_reached(bound, penalty, lambda finding: finding.penalties_in_doubt),
            )


def _reached(
    lines: Iterable[Line], penalty: Penalty, by: Callable[[Finding], Iterable[Provision]]
) -> tuple[Line, ...]:
    return tuple(line for line in lines if any(each.id == penalty.id for each in by(line.finding)))
