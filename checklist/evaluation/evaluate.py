"""Rulebook and assessment in, findings out.

Worst first over an entry's questions: gap, open, pass, inapplicable. 不符合 exactly when the entry
binds and a question fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Value
from checklist.assessment.recheck import needs_recheck, standing_facts
from checklist.evaluation.judge import FAILED, PASSED, Judgement, Outcome, judge, still_open
from checklist.evaluation.model import (
    Basis,
    Contradiction,
    Finding,
    Findings,
    Gap,
    Inapplicable,
    Observation,
    Open,
    OpenWhy,
    Passed,
    Status,
)
from checklist.law.applicability import Applies, Binding, Bindings
from checklist.law.model import Kind, Obligation, PenaltyRef, Per, Question, Rulebook


class NotInForce(ValueError):
    """The as-of date lies before the regulation is in force; nothing could be breached yet."""

    def __init__(self, rulebook: Rulebook, as_of: date) -> None:
        super().__init__(f"{rulebook.id} is in force from {rulebook.in_force}, not on {as_of}")
        self.rulebook = rulebook
        self.as_of = as_of


class _Judged(Struct, frozen=True, kw_only=True):
    """One question of one subject: what was said, what records show, how it came out."""

    question: Question
    answer: Answer | None
    value: Value | None
    judgement: Judgement
    verified: bool = False
    contradictions: tuple[Contradiction, ...] = ()


def evaluate(
    rulebook: Rulebook,
    assessment: Assessment,
    observations: Sequence[Observation] = (),
    *,
    as_of: date,
    bindings: Bindings | None = None,
) -> Findings:
    """Judge every entry for the respondent, or for each room where the entry is per room.

    Without a list of rooms a per-room entry is judged once, for the respondent. Who judges many by
    one rulebook hands the same `bindings` over each time. Raises NotInForce.
    """
    if as_of < rulebook.in_force:
        raise NotInForce(rulebook, as_of)
    bindings = bindings or Bindings(rulebook)
    bound = {room: bindings.given(facts) for room, facts in _facts(rulebook, assessment).items()}
    by_key: dict[str, list[Observation]] = {}
    for one in observations:
        by_key.setdefault(one.key, []).append(one)
    return Findings(
        rulebook=rulebook,
        assessment=assessment,
        as_of=as_of,
        standings=bound[None][0],
        findings=tuple(
            _findings(rulebook, assessment, by_key, {room: of[1] for room, of in bound.items()})
        ),
    )


def _facts(rulebook: Rulebook, assessment: Assessment) -> dict[str | None, dict[str, str]]:
    """The facts as they count for the respondent and for each room."""
    of_respondent = standing_facts(rulebook, assessment, None)
    differing = {room for answer in assessment.facts.values() for room in answer.exceptions}
    rooms: dict[str | None, dict[str, str]] = {
        room.id: standing_facts(rulebook, assessment, room.id)
        if room.id in differing
        else of_respondent
        for room in assessment.rooms
    }
    return {None: of_respondent} | rooms


def _findings(
    rulebook: Rulebook,
    assessment: Assessment,
    observations: Mapping[str, Sequence[Observation]],
    bound: Mapping[str | None, Sequence[Binding]],
) -> Iterator[Finding]:
    rooms = [room.id for room in assessment.rooms]
    for number, obligation in enumerate(rulebook.obligations):
        subjects = rooms if obligation.per is Per.ROOM and rooms else [None]
        for room in subjects:
            binding = bound[room][number]
            if binding.applies is Applies.NO:
                yield _excluded(obligation, room, binding)
                continue
            judged = [
                _judge(rulebook, assessment, observations, obligation, question, room)
                for question in obligation.questions
            ]
            yield _finding(rulebook, obligation, room, binding, judged)


def _excluded(obligation: Obligation, room: str | None, binding: Binding) -> Finding:
    """What does not bind is not judged, whatever was said."""
    return Finding(
        obligation=obligation,
        room=room,
        binding=binding,
        status=Status.NOT_APPLICABLE,
        basis=Basis.ATTESTED,
    )


def _judge(
    rulebook: Rulebook,
    assessment: Assessment,
    observations: Mapping[str, Sequence[Observation]],
    obligation: Obligation,
    question: Question,
    room: str | None,
) -> _Judged:
    key = obligation.key(question)
    answer = assessment.answers.get(key)
    value = answer.for_room(room) if answer else None
    if answer and needs_recheck(question, answer, rulebook=rulebook, assessment=assessment):
        attested = still_open(OpenWhy.RECHECK)
    else:
        attested = judge(question, value)
    seen = [one for one in observations.get(key, ()) if one.room in (None, room)]
    if not seen:
        return _Judged(question=question, answer=answer, value=value, judgement=attested)
    return _Judged(
        question=question,
        answer=answer,
        value=value,
        judgement=_weigh(attested, seen),
        verified=any(not one.sample for one in seen),
        contradictions=tuple(
            Contradiction(question=question, observation=one)
            for one in seen
            if (attested.outcome, one.holds) in _CONTRADICTORY
        ),
    )


_CONTRADICTORY = {
    (Outcome.PASS, False),
    (Outcome.INAPPLICABLE, False),
    (Outcome.GAP, True),
}


def _weigh(attested: Judgement, seen: Sequence[Observation]) -> Judgement:
    """A recorded failure beats any claim; a recorded pass never erases an admitted gap."""
    if attested.outcome is Outcome.GAP:
        return attested
    if any(not one.holds for one in seen):
        return FAILED
    if attested.outcome is Outcome.OPEN and any(not one.sample for one in seen):
        return PASSED
    return attested


def _finding(
    rulebook: Rulebook,
    obligation: Obligation,
    room: str | None,
    binding: Binding,
    judged: Sequence[_Judged],
) -> Finding:
    status = _status(obligation, binding, judged)
    demanded = binding.applies is Applies.YES and obligation.kind is not Kind.ENCOURAGEMENT
    gaps = tuple(_gaps(judged))
    certain, doubtful = (
        _penalties(rulebook, obligation, binding) if status is Status.NOT_SATISFIED else ((), ())
    )
    return Finding(
        obligation=obligation,
        room=room,
        binding=binding,
        status=status,
        basis=_basis(judged),
        gaps=gaps if demanded else (),
        if_bound=() if demanded else gaps,
        open=tuple(_open(judged)),
        passed=tuple(_passed(judged)),
        inapplicable=tuple(_inapplicable(judged)),
        penalties=certain,
        penalties_in_doubt=doubtful,
        contradictions=tuple([each for one in judged for each in one.contradictions]),
    )


def _passed(judged: Sequence[_Judged]) -> Iterator[Passed]:
    for one in judged:
        if one.judgement.outcome is Outcome.PASS:
            yield Passed(question=one.question, answer=one.answer, value=one.value)


def _inapplicable(judged: Sequence[_Judged]) -> Iterator[Inapplicable]:
    for one in judged:
        if one.judgement.outcome is Outcome.INAPPLICABLE and one.answer:
            yield Inapplicable(question=one.question, answer=one.answer)


def _status(obligation: Obligation, binding: Binding, judged: Sequence[_Judged]) -> Status:
    if obligation.kind is Kind.ENCOURAGEMENT:
        return Status.NOT_APPLICABLE
    outcomes = [one.judgement.outcome for one in judged]
    if outcomes and outcomes.count(Outcome.INAPPLICABLE) == len(outcomes):
        return Status.NOT_APPLICABLE
    if binding.applies is Applies.UNKNOWN:
        return Status.UNDETERMINED
    if Outcome.GAP in outcomes:
        return Status.NOT_SATISFIED
    return Status.UNDETERMINED if Outcome.OPEN in outcomes else Status.SATISFIED


def _basis(judged: Sequence[_Judged]) -> Basis:
    """Verified only where records cover every question that applies, and not by sample."""
    if not any(one.verified for one in judged):
        return Basis.ATTESTED
    counted = [one for one in judged if one.judgement.outcome is not Outcome.INAPPLICABLE]
    covered = bool(counted) and all(one.verified for one in counted)
    return Basis.VERIFIED if covered else Basis.ATTESTED


def _gaps(judged: Sequence[_Judged]) -> Iterator[Gap]:
    for one in judged:
        if one.judgement.outcome is Outcome.GAP:
            yield Gap(
                question=one.question,
                answer=one.answer,
                value=one.value,
                missing=one.judgement.missing,
            )


def _penalties(
    rulebook: Rulebook, obligation: Obligation, bound: Binding
) -> tuple[tuple[PenaltyRef, ...], tuple[PenaltyRef, ...]]:
    """The penalties that reach the respondent, and those that may not.

    Liability is in doubt only where it is so on every ground the respondent is bound on; a penalty
    that names no holder stays certain where the only doubt is whom a named holder means.
    """
    doubts = [one.liability for one in bound.bound_as if one.liability]
    if len(doubts) < len(bound.bound_as) or not doubts:
        return obligation.penalties, obligation.penalties_in_doubt
    by_name = any(doubt.named_only for doubt in doubts)
    certain = tuple(
        ref for ref in obligation.penalties if by_name and not rulebook.penalty(ref.id).reaches
    )
    whys = "；".join(dict.fromkeys(doubt.why for doubt in doubts))
    doubted = tuple(replace(ref, why=whys) for ref in obligation.penalties if ref not in certain)
    return certain, (*doubted, *obligation.penalties_in_doubt)


def _open(judged: Sequence[_Judged]) -> Iterator[Open]:
    for one in judged:
        why = one.judgement.why_open
        if why is not None:
            yield Open(
                question=one.question,
                answer=one.answer,
                why=why,
                options=one.judgement.open_options,
            )
