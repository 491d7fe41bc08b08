"""Findings -> Report: sort, count, and lay out what every format shows. No words, no clock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from checklist.assessment.as_data import digest
from checklist.evaluation.model import Finding, Findings, Status
from checklist.evaluation.summary import exposure_order, totals
from checklist.law.applicability import Applies, hints
from checklist.law.jurisdiction import competences
from checklist.law.model import Chapter, Obligation, Topic
from checklist.report.beside import NOTHING, Beside
from checklist.report.view.deadlines import clocks
from checklist.report.view.doubts import in_order, points
from checklist.report.view.grounds import grounds
from checklist.report.view.lines import exhibits, facts_said, papers
from checklist.report.view.model import (
    Completeness,
    Exhibit,
    Identity,
    Line,
    Paper,
    Point,
    Report,
    Sanction,
    Subject,
    Support,
    Tally,
    Venue,
    Verdict,
)


def build(findings: Findings, beside: Beside = NOTHING) -> Report:
    """Everything the formats show, from one assessment judged by one rulebook; `beside` is what
    lay beside the answers and was judged with them."""
    all_papers = tuple(papers(findings, beside.gone))
    cited = exhibits(findings.rulebook, findings.assessment, all_papers)
    doubts = points(all_papers, findings.facts.values())
    return _report(findings, all_papers, cited, doubts, beside)


def about(report: Report, topic: Topic) -> Report:
    """The same report with nothing but the entries of `topic`, to be handed over without the rest.

    Its number, the index of each working paper and the numbers of exhibits and open points stay
    what they are in the whole report; the counts are those of the topic.
    """
    of_topic = [each for each in report.findings.findings if _is_of(each.obligation, topic)]
    findings = replace(report.findings, findings=tuple(of_topic))
    papers = tuple(paper for paper in report.papers if _is_of(paper.obligation, topic))
    excluded = (replace(group, lines=_of(group.lines, topic)) for group in report.exclusions)
    exhibits = tuple(_cited(report.exhibits, papers, topic))
    return replace(
        _report(findings, papers, exhibits, tuple(_concerned(report.points, topic)), report.beside),
        topic=topic,
        exclusions=tuple(group for group in excluded if group.lines),
    )


def _is_of(obligation: Obligation, topic: Topic) -> bool:
    """A retention period belongs to its topic wherever it stands."""
    timed = topic is Topic.RETENTION and obligation.counted_from is not None
    return timed or obligation.topic is topic


def _of(lines: Iterable[Line], topic: Topic) -> tuple[Line, ...]:
    return tuple(line for line in lines if _is_of(line.obligation, topic))


def _cited(exhibits: Iterable[Exhibit], papers: Iterable[Paper], topic: Topic) -> Iterator[Exhibit]:
    """What the topic's papers cite, or the facts that its findings rest on."""
    lines = (line for paper in papers for line in paper.lines)
    decisive = {says.fact.id for line in lines for says in line.because}
    for exhibit in exhibits:
        citing = tuple(paper for paper in exhibit.papers if _is_of(paper.obligation, topic))
        facts = tuple(fact for fact in exhibit.facts if fact.id in decisive)
        if citing or facts:
            yield replace(exhibit, papers=citing, facts=facts)


def _concerned(points: Iterable[Point], topic: Topic) -> Iterator[Point]:
    """What is open in the topic's papers."""
    for point in points:
        of = tuple(paper for paper in point.papers if _is_of(paper.obligation, topic))
        if of:
            yield replace(point, papers=of)


def _report(
    findings: Findings,
    papers: tuple[Paper, ...],
    exhibits: tuple[Exhibit, ...],
    points: tuple[Point, ...],
    beside: Beside,
) -> Report:
    lines = [line for paper in papers for line in paper.lines]
    bound = [line for line in lines if line.finding.binding.applies is not Applies.NO]
    breaches = [line for line in bound if line.finding.status is Status.NOT_SATISFIED]
    ruled_out = [line for line in lines if line.finding.binding.applies is Applies.NO]
    answers = digest(findings.assessment)
    return Report(
        number=numbered(findings, answers, beside),
        answers_sha256=answers,
        findings=findings,
        totals=totals(findings.findings),
        verdict=verdict(findings),
        completeness=completeness(findings.findings),
        identities=tuple(_identities(findings)),
        venues=tuple(_venues(findings)),
        hints=hints(findings.rulebook, findings.facts[None]),
        by_holder=tuple(_by_holder(findings)),
        by_chapter=tuple(_by_chapter(findings)),
        breaches=tuple(sorted(breaches, key=lambda line: exposure_order(line.finding))),
        open=in_order(line for line in bound if line.finding.status is Status.UNDETERMINED),
        clocks=tuple(clocks(bound, findings.as_of)),
        figures=_of(bound, Topic.AI_FIGURE),
        figures_excluded=_of(ruled_out, Topic.AI_FIGURE),
        encouragements=tuple(line for line in bound if line.finding.obligation.is_encouragement),
        grounds=(*grounds(bound, Applies.YES), *grounds(bound, Applies.UNKNOWN)),
        exclusions=grounds(ruled_out, Applies.NO),
        sanctions=tuple(_sanctions(findings, bound)),
        papers=papers,
        supports=_supports(lines),
        exhibits=exhibits,
        points=points,
        beside=beside,
    )


def _identities(findings: Findings) -> Iterator[Identity]:
    for standing in findings.standings:
        yield Identity(standing=standing, because=facts_said(findings, standing.facts, None))


def _supports(lines: Iterable[Line]) -> dict[Support, int]:
    """How many findings that are 符合 rest on what."""
    counted = dict.fromkeys(Support, 0)
    for line in lines:
        if line.support:
            counted[line.support] += line.count
    return counted


def verdict(findings: Findings) -> Verdict:
    """The worst thing found; encouragements, which are never breached, decide nothing."""
    statuses = [finding.status for finding in findings.findings]
    if Status.NOT_SATISFIED in statuses:
        return Verdict.BREACH
    if Status.UNDETERMINED in statuses:
        return Verdict.OPEN
    binds = any(
        finding.binding.applies is Applies.YES and not finding.obligation.is_encouragement
        for finding in findings.findings
    )
    return Verdict.CLEAR if binds else Verdict.NOTHING_BINDS


def numbered(findings: Findings, answers: str, beside: Beside) -> str:
    """ZC-20261122-3FA2C104: the day judged, and a digest of what was judged and by what: rulebooks,
    answers, and the checks of records and recordings and the missing evidence, where there are
    any."""
    rulebooks = (each.sha256 for each in findings.rulebook.regulations)
    checks = (f"{each['check']}:{each['sha256']}" for each in beside.digests())
    gone = (f"missing:{each['path']}:{each['sha256']}" for each in beside.missing())
    judged = " ".join((*rulebooks, answers, findings.as_of.isoformat(), *checks, *gone))
    digest = hashlib.sha256(judged.encode()).hexdigest()
    return f"ZC-{findings.as_of:%Y%m%d}-{digest[:8].upper()}"


def completeness(findings: Iterable[Finding]) -> Completeness:
    """Counted by answer, so that a question shared by entries or rooms counts once."""
    asked: set[str] = set()
    unsettled: set[str] = set()
    gaps: set[str] = set()
    for finding in findings:
        if not finding.judged or finding.obligation.is_encouragement:
            continue
        asked.update([judged.key for judged in finding.judged])
        unsettled.update([judged.key for judged in finding.open])
        if finding.status is Status.NOT_SATISFIED:
            gaps.update([judged.key for judged in finding.gaps])
    return Completeness(settled=len(asked) - len(unsettled), asked=len(asked), gaps=len(gaps))


def _venues(findings: Findings) -> Iterator[Venue]:
    """By duty holder, in the rulebook's order: every authority, or that none is named."""
    if not findings.rulebook.jurisdictions:
        return
    rooms = {room.id: room for room in findings.assessment.rooms}
    by_room = {room: findings.facts[room] for room in rooms}
    competent = competences(findings.rulebook, findings.facts[None], by_room)
    for standing in findings.standings:
        holder = standing.holder
        own = [competence for competence in competent if competence.holder == holder.id]
        for competence in own:
            subject = None
            if competence.rooms is not None:
                named = tuple(rooms[id] for id in competence.rooms)
                subject = Subject(rooms=named, of=len(rooms))
            yield Venue(holder=holder, competence=competence, rooms=subject)
        if not own and standing.held is not Applies.NO:
            yield Venue(holder=holder, competence=None, rooms=None)


def _by_holder(findings: Findings) -> Iterator[Tally]:
    """A finding that binds two holders counts under both."""
    for standing in findings.standings:
        addressed = [
            finding
            for finding in findings.findings
            if any(bound.holder == standing.holder.id for bound in finding.binding.bound_as)
        ]
        if standing.held is not Applies.NO or addressed:
            yield Tally(label=standing.holder.name, counts=totals(addressed).by_status)


def _by_chapter(findings: Findings) -> Iterator[Tally]:
    rulebook = findings.rulebook
    within: dict[Chapter | None, list[Finding]] = {}
    for finding in findings.findings:
        if not finding.obligation.is_encouragement:
            chapter = rulebook.chapter_of(finding.obligation.source)
            within.setdefault(chapter, []).append(finding)
    for chapter in rulebook.chapters:
        if chapter in within:
            yield Tally(label=chapter.title, counts=totals(within[chapter]).by_status)


def _sanctions(findings: Findings, bound: list[Line]) -> Iterator[Sanction]:
    """Every penalty that may fine one of these lines, in the rulebook's order."""
    threatening = {provision.id for line in bound for provision in line.provisions}
    for penalty in findings.rulebook.penalties:
        if penalty.id in threatening:
            reached = [
                (line, provision.doubt)
                for line in bound
                for provision in line.finding.provisions
                if provision.id == penalty.id
            ]
            yield Sanction(
                penalty=penalty,
                names_conduct=penalty.id in findings.rulebook.naming_conduct,
                breaches=tuple(dict.fromkeys(line for line, doubt in reached if doubt is None)),
                in_doubt=tuple(dict.fromkeys(line for line, doubt in reached if doubt)),
            )
