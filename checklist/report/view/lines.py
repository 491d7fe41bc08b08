"""Findings -> working papers, their lines and the evidence they cite.

Per entry, what came out alike across rooms is one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256

from checklist.assessment.evidence import is_only_a_name
from checklist.assessment.model import Answer, Assessment, Choice, Evidence, Mark
from checklist.assessment.recheck import needs_recheck
from checklist.evaluation.evaluate import provisions
from checklist.evaluation.model import (
    Basis,
    Finding,
    Findings,
    Judged,
    OpenWhy,
    Outcome,
    Status,
)
from checklist.evaluation.summary import CANNOT_BE, exposure, overlapping
from checklist.law.applicability import BoundAs, decisive
from checklist.law.model import Fact, Obligation, Rulebook
from checklist.report.view.model import (
    Addressee,
    Exhibit,
    FactSays,
    Line,
    Paper,
    Subject,
    Support,
)


def facts_said(findings: Findings, ids: Iterable[str], room: str | None) -> tuple[FactSays, ...]:
    """The named facts as they count. Raises KeyError for unknown facts and rooms."""
    known, stated = findings.facts[room], findings.assessment.facts
    return tuple(
        FactSays(
            fact=findings.rulebook.fact(id),
            value=known.get(id),
            settled=id in known and not _states(stated.get(id), room, known[id]),
            why=None if id in known else _why(findings, findings.rulebook.fact(id), room),
            who_could_know=None if id in known else _who(stated.get(id)),
        )
        for id in ids
    )


def _who(answer: Answer | None) -> str | None:
    return answer.who_could_know if answer else None


def _why(findings: Findings, fact: Fact, room: str | None) -> OpenWhy:
    """Why a fact is not known; of one that follows from the rooms, why it is not known of them."""
    book, assessment = findings.rulebook, findings.assessment
    answer = assessment.facts.get(fact.id)
    value = answer.for_room(room) if answer else None
    if answer is None or value is None:
        sources = [book.fact(id) for id in decisive(fact.follows, {})]
        whys = (
            _why(findings, source, own_room.id)
            for own_room in assessment.rooms
            for source in sources
            if source.id not in findings.facts[own_room.id]
        )
        return next(whys, OpenWhy.UNANSWERED)
    stands = not needs_recheck(fact, answer, book, assessment)
    return OpenWhy.UNKNOWN if stands and value is Mark.UNKNOWN else OpenWhy.RECHECK


def _states(answer: Answer | None, room: str | None, option: str) -> bool:
    match answer.for_room(room) if answer else None:
        case Mark(value=given) | Choice(option=given):
            return given == option
        case _:
            return False


def papers(findings: Findings, gone: Collection[Evidence] = ()) -> Iterator[Paper]:
    """One working paper per entry, in the rulebook's order, numbered within its article. `gone` is
    evidence whose file is not there any more."""
    by_entry: dict[str, list[Finding]] = {}
    for finding in findings.findings:
        by_entry.setdefault(finding.obligation.id, []).append(finding)
    numbers: Counter[tuple[str, int]] = Counter()
    overlaps = overlapping(findings)
    for of_one_entry in by_entry.values():
        obligation = of_one_entry[0].obligation
        source = obligation.source
        place = source.of, source.article
        numbers[place] += 1
        index = f"{source.of}{source.article:02}-{numbers[place]:02}"
        yield Paper(
            index=index,
            obligation=obligation,
            chapter=findings.rulebook.chapter_of(source),
            lines=tuple(_lines(index, of_one_entry, findings, overlaps, gone)),
        )


def _lines(
    index: str,
    of_one_entry: list[Finding],
    findings: Findings,
    overlaps: Mapping[str, tuple[Obligation, ...]],
    gone: Collection[Evidence],
) -> Iterator[Line]:
    rooms = {room.id: room for room in findings.assessment.rooms}
    groups: list[tuple[tuple[object, ...], tuple[FactSays, ...], list[Finding]]] = []
    for finding in of_one_entry:
        because = facts_said(findings, finding.binding.facts, finding.room)
        result = (because, *_result(finding))
        alike = next((members for seen, _, members in groups if seen == result), None)
        if alike is None:
            groups.append((result, because, [finding]))
        else:
            alike.append(finding)
    obligation = of_one_entry[0].obligation
    for _, because, (finding, *others) in groups:
        ids = [each.room for each in (finding, *others) if each.room is not None]
        yield Line(
            index=index,
            finding=finding,
            subject=Subject(rooms=tuple(rooms[id] for id in ids), of=len(rooms)),
            because=because,
            addressees=tuple(
                _addressee(bound, finding, findings) for bound in finding.binding.bound_as
            ),
            exposure=exposure(finding),
            provisions=provisions(findings.rulebook, obligation, finding.binding),
            chapter=findings.rulebook.chapter_of(obligation.source),
            support=support(finding, findings.as_of, gone),
            overlaps=overlaps[obligation.id] if finding.status is Status.NOT_SATISFIED else (),
        )


def _addressee(bound: BoundAs, finding: Finding, findings: Findings) -> Addressee:
    holder = findings.rulebook.duty_holder(bound.holder)
    if bound.via is None:
        return Addressee(holder=holder, bound=bound)
    ground = finding.obligation.binds[bound.holder]
    rests_on = decisive(ground.when, findings.facts[finding.room])
    because = facts_said(findings, rests_on, finding.room)
    return Addressee(holder=holder, bound=bound, because=because)


def _result(finding: Finding) -> tuple[object, ...]:
    judged = tuple(map(_alike, finding.judged))
    return finding.status, finding.basis, finding.binding, judged


def _alike(judged: Judged) -> tuple[object, ...]:
    """What tells two rooms apart in one question: of what is open, why it is and in which options,
    and not what else was answered. What can hardly be and counts all the same is told of the
    answer, not of the line."""
    counts = judged.outcome in {Outcome.GAP, Outcome.PASS}
    return (
        judged.answer,
        judged.value if counts else None,
        judged.outcome,
        judged.remedied,
        judged.missing,
        judged.unclear,
        judged.why,
        judged.against if judged.why in CANNOT_BE else (),
        judged.contradictions,
        judged.observed,
    )


def support(finding: Finding, as_of: date, gone: Collection[Evidence] = ()) -> Support | None:
    """None where nothing is claimed: not 符合, an encouragement, or borne out by records.

    Whether a file still is what it was is not looked at: nothing here reads files. A name of which
    no file was found counts for nothing, nor does a file that is `gone`.
    """
    if (
        finding.status is not Status.SATISFIED
        or finding.basis is not Basis.ATTESTED
        or finding.obligation.is_encouragement
    ):
        return None
    answers = [judged.answer for judged in finding.passed]
    given = [
        [piece for piece in answer.evidence if not is_only_a_name(piece)] if answer else []
        for answer in answers
    ]
    there = [[piece for piece in pieces if piece not in gone] for pieces in given]
    if any(pieces and not left for pieces, left in zip(given, there, strict=True)):
        return Support.GONE
    named = [any(not piece.expired(as_of) for piece in pieces) for pieces in there]
    if any(pieces and not valid for pieces, valid in zip(there, named, strict=True)):
        return Support.EXPIRED
    if any(named):
        return Support.ALL if all(named) else Support.SOME
    agreeing = any(seen.holds for judged in finding.passed for seen in judged.observed)
    return Support.SAMPLED if agreeing else Support.NONE


def exhibits(
    rulebook: Rulebook, assessment: Assessment, papers: Iterable[Paper]
) -> tuple[Exhibit, ...]:
    """In the order in which facts and papers cite them; last what only dormant answers name.

    A paper cites what was named beside its answers, whichever rooms that is about. Two names for
    one file are two exhibits; one file whose digest changed is two as well. The number of each
    follows from what it is, so that another report calls it the same.
    """
    known = {fact.id: fact for fact in rulebook.facts}
    of_facts: dict[Evidence, dict[str, Fact]] = {}
    for id, answer in assessment.facts.items():
        for evidence in answer.evidence if id in known else ():
            of_facts.setdefault(evidence, {})[id] = known[id]
    of_papers: dict[Evidence, dict[str, Paper]] = {}
    for paper in papers:
        asked = (judged.question for line in paper.lines for judged in line.judged)
        answers = (assessment.answers.get(paper.obligation.key(question)) for question in asked)
        for evidence in (piece for answer in answers if answer for piece in answer.evidence):
            of_papers.setdefault(evidence, {})[paper.index] = paper
    given = (*assessment.facts.values(), *assessment.answers.values())
    dormant = (evidence for answer in given for evidence in answer.evidence)
    numbered = _numbered(dict.fromkeys((*of_facts, *of_papers, *dormant)))
    return tuple(
        Exhibit(
            number=number,
            evidence=evidence,
            papers=tuple(of_papers.get(evidence, {}).values()),
            facts=tuple(of_facts.get(evidence, {}).values()),
        )
        for evidence, number in numbered.items()
    )


def _numbered(pieces: Iterable[Evidence]) -> dict[Evidence, str]:
    """证48213: by piece, five digits from the digest of its name and content; the next number that
    is free where another piece has these."""
    numbers: dict[Evidence, str] = {}
    taken: set[int] = set()
    for piece in pieces:
        key = "\n".join((piece.text, piece.path or "", piece.sha256 or ""))
        digest = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        number = int(digest, 16) % 100_000
        while number in taken:
            number = (number + 1) % 100_000
        taken.add(number)
        numbers[piece] = f"证{number:05}"
    return numbers
