"""Findings -> lines: per entry, what came out alike across rooms is told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from checklist.assessment.model import Assessment, Mark, Picks, Room, Value
from checklist.assessment.recheck import standing_facts
from checklist.evaluation.judge import Outcome
from checklist.evaluation.model import Finding, Findings, OpenWhy
from checklist.evaluation.summary import exposure
from checklist.law.applicability import Facts, decisive
from checklist.law.model import Question, Rulebook
from checklist.report.view.model import Extended, FactSays, Line, OptionSays, Paper, Said, Subject
from checklist.report.view.support import support


class FactsAsCounted:
    """The facts as they counted for the respondent and for each room, worked out once."""

    def __init__(self, rulebook: Rulebook, assessment: Assessment) -> None:
        self._rulebook = rulebook
        rooms = [None, *(room.id for room in assessment.rooms)]
        self._stated = {room: assessment.facts_for(room) for room in rooms}
        self._known = {room: standing_facts(rulebook, assessment, room) for room in rooms}

    def say(self, ids: Iterable[str], room: str | None) -> tuple[FactSays, ...]:
        """The named facts with their values. Raises KeyError for unknown facts and rooms."""
        known, stated = self._known[room], self._stated[room]
        return tuple(
            FactSays(
                fact=self._rulebook.fact(id),
                value=known.get(id),
                settled=id in known and stated.get(id) != known[id],
            )
            for id in ids
        )

    def known(self, room: str | None) -> Facts:
        """The facts that count for one room. Raises KeyError for an unknown one."""
        return self._known[room]


def papers(findings: Findings, facts: FactsAsCounted) -> Iterator[Paper]:
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
            lines=tuple(_lines(index, of_one_entry, findings, facts)),
        )


def _lines(
    index: str, of_one_entry: Iterable[Finding], findings: Findings, facts: FactsAsCounted
) -> Iterator[Line]:
    assessment = findings.assessment
    names = {room.id: room for room in assessment.rooms}
    groups: list[tuple[tuple[object, ...], Finding, tuple[FactSays, ...], list[Room]]] = []
    for finding in of_one_entry:
        because = facts.say(finding.binding.facts, finding.room)
        result = (because, *_result(finding))
        members = next((rooms for seen, _, _, rooms in groups if seen == result), None)
        if members is None:
            members = []
            groups.append((result, finding, because, members))
        if finding.room is not None:
            members.append(names[finding.room])
    for _, finding, because, rooms in groups:
        yield Line(
            index=index,
            finding=finding,
            subject=Subject(rooms=tuple(rooms), of=len(names)),
            because=because,
            extended=tuple(_extended(finding, facts)),
            said=tuple(_said(finding, assessment)),
            exposure=exposure(findings.rulebook, finding),
            chapter=findings.rulebook.chapter_of(finding.obligation.source.article),
            support=support(finding),
        )


def _extended(finding: Finding, facts: FactsAsCounted) -> Iterator[Extended]:
    for bound in finding.binding.bound_as:
        if bound.via is not None:
            ground = finding.obligation.binds[bound.holder]
            rests_on = decisive(ground.when, facts.known(finding.room))
            yield Extended(bound=bound, because=facts.say(rests_on, finding.room))


def _result(finding: Finding) -> tuple[object, ...]:
    return (
        finding.status,
        finding.basis,
        finding.binding,
        finding.gaps,
        finding.if_bound,
        finding.open,
        finding.passed,
        finding.inapplicable,
        finding.contradictions,
    )


def _said(finding: Finding, assessment: Assessment) -> Iterator[Said]:
    missing = {gap.question.id: gap.missing for gap in (*finding.gaps, *finding.if_bound)}
    unclear = {one.question.id: one for one in finding.open}
    passed = {one.question.id for one in finding.passed}
    inapplicable = {one.question.id for one in finding.inapplicable}
    for question in finding.obligation.questions:
        answer = assessment.answers.get(finding.obligation.key(question))
        value = answer.for_room(finding.room) if answer else None
        why: OpenWhy | None = None
        # A multi-select can fail in some options and be open in others: the gap is told first.
        if question.id in missing:
            outcome = Outcome.GAP
        elif question.id in unclear:
            outcome, why = Outcome.OPEN, unclear[question.id].why
        elif question.id in passed:
            outcome = Outcome.PASS
        elif question.id in inapplicable:
            outcome = Outcome.INAPPLICABLE
        else:
            continue
        failed = missing.get(question.id, ())
        doubtful = unclear[question.id].options if question.id in unclear else ()
        # An answer that is open as a whole says nothing about any of its options.
        whole = outcome is Outcome.OPEN and not doubtful
        yield Said(
            question=question,
            answer=answer,
            value=value,
            outcome=outcome,
            options=() if whole else tuple(_options(question, value, failed, doubtful)),
            why=why,
        )


def _options(
    question: Question, value: Value | None, failed: tuple[str, ...], doubtful: tuple[str, ...]
) -> Iterator[OptionSays]:
    """Nothing where the question was not answered option by option."""
    if not isinstance(value, Picks) and not failed and not doubtful:
        return
    marks: Mapping[str, Mark] = value.marks if isinstance(value, Picks) else {}
    for option in question.options:
        mark = marks.get(option.id)
        if option.id in failed:
            outcome = Outcome.GAP
        elif option.id in doubtful:
            outcome = Outcome.OPEN
        else:
            outcome = Outcome.INAPPLICABLE if mark is Mark.INAPPLICABLE else Outcome.PASS
        yield OptionSays(option=option, mark=mark, outcome=outcome)
