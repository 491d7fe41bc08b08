"""Findings -> lines: per entry, what came out alike across rooms is told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from checklist.assessment.model import Answer, Choice, Mark, Room
from checklist.evaluation.evaluate import provisions
from checklist.evaluation.model import Finding, Findings, Judged, Outcome
from checklist.evaluation.summary import exposure
from checklist.law.applicability import BoundAs, decisive
from checklist.report.view.model import Addressee, FactSays, Line, Paper, Subject
from checklist.report.view.support import support


def facts_said(findings: Findings, ids: Iterable[str], room: str | None) -> tuple[FactSays, ...]:
    """The named facts as they count. Raises KeyError for unknown facts and rooms."""
    known, stated = findings.facts[room], findings.assessment.facts
    return tuple(
        FactSays(
            fact=findings.rulebook.fact(id),
            value=known.get(id),
            settled=id in known and not _states(stated.get(id), room, known[id]),
        )
        for id in ids
    )


def _states(answer: Answer | None, room: str | None, option: str) -> bool:
    match answer.for_room(room) if answer else None:
        case Mark(value=given) | Choice(option=given):
            return given == option
        case _:
            return False


def papers(findings: Findings) -> Iterator[Paper]:
    """One working paper per entry, in the rulebook's order, numbered within its article."""
    found: dict[str, list[Finding]] = {}
    for finding in findings.findings:
        found.setdefault(finding.obligation.id, []).append(finding)
    seen: Counter[int] = Counter()
    for of_one_entry in found.values():
        obligation = of_one_entry[0].obligation
        article = obligation.source.article
        seen[article] += 1
        index = f"{article:02}-{seen[article]:02}"
        yield Paper(
            index=index,
            obligation=obligation,
            chapter=findings.rulebook.chapter_of(article),
            lines=tuple(_lines(index, of_one_entry, findings)),
        )


def _lines(index: str, of_one_entry: Iterable[Finding], findings: Findings) -> Iterator[Line]:
    names = {room.id: room for room in findings.assessment.rooms}
    groups: list[tuple[tuple[object, ...], Finding, tuple[FactSays, ...], list[Room]]] = []
    for finding in of_one_entry:
        because = facts_said(findings, finding.binding.facts, finding.room)
        result = (because, *_result(finding))
        members = next((rooms for seen, _, _, rooms in groups if seen == result), None)
        if members is None:
            members = []
            groups.append((result, finding, because, members))
        if finding.room is not None:
            members.append(names[finding.room])
    fining = provisions(findings.rulebook, groups[0][1].obligation)
    for _, finding, because, rooms in groups:
        yield Line(
            index=index,
            finding=finding,
            subject=Subject(rooms=tuple(rooms), of=len(names)),
            because=because,
            addressees=tuple(
                _addressee(bound, finding, findings) for bound in finding.binding.bound_as
            ),
            exposure=exposure(finding),
            provisions=fining,
            chapter=findings.rulebook.chapter_of(finding.obligation.source.article),
            support=support(finding),
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
    and not what else was answered."""
    counts = judged.outcome in {Outcome.GAP, Outcome.PASS}
    return (
        judged.answer,
        judged.value if counts else None,
        judged.outcome,
        judged.missing,
        judged.unclear,
        judged.why,
        judged.contradictions,
    )
