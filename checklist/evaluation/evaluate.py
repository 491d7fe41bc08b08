"""Rulebook and assessment in, findings out.

Worst first over an entry's questions: gap, open, pass, inapplicable. 不符合 exactly when the entry
binds and a question fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec.structs import asdict, replace

from checklist.assessment.exclusions import Scales
from checklist.assessment.model import Answer, Assessment
from checklist.assessment.objections import Objection, first_due
from checklist.assessment.recheck import falls_away, needs_recheck
from checklist.evaluation.by_room import with_own
from checklist.evaluation.judge import judge, still_open, unsettled
from checklist.evaluation.model import (
    Basis,
    Doubt,
    Finding,
    Findings,
    Judged,
    Observation,
    OpenWhy,
    Outcome,
    Provision,
    Status,
)
from checklist.evaluation.weighing import contradictions, is_covered, weighed
from checklist.law.applicability import Applies, Binding, Bindings
from checklist.law.model import (
    About,
    Obligation,
    PenaltyRef,
    Per,
    Question,
    Regulation,
    Rulebook,
)


class NotInForce(ValueError):
    """The as-of date lies before the regulation is in force; nothing could be breached yet."""

    def __init__(self, rulebook: Rulebook, as_of: date) -> None:
        ids = ", ".join(each.id for each in rulebook.regulations)
        super().__init__(f"{ids} is in force from {rulebook.in_force}, not on {as_of}")
        self.rulebook = rulebook
        self.as_of = as_of


def evaluate(
    rulebook: Rulebook,
    assessment: Assessment,
    observations: Sequence[Observation] = (),
    *,
    as_of: date,
    not_compared: Sequence[Regulation] = (),
) -> Findings:
    """Judge every entry for the respondent, or for each room where the entry is per room.

    Without a list of rooms a per-room entry is judged once, for the respondent. `not_compared` are
    regulations that the answers are not held against; those of the rulebook that were not in force
    in the self-audit period, or are not yet, are added to them. Raises NotInForce where none is.
    """
    whole, bindings = rulebook, _begun(Bindings.of(rulebook), assessment, as_of)
    rulebook = bindings.rulebook
    judged_by = {each.id for each in rulebook.regulations}
    later = tuple(each for each in whole.regulations if each.id not in judged_by)
    scales = Scales(rulebook, assessment, as_of)
    facts = scales.facts
    own = Per.RESPONDENT if assessment.rooms else None
    bound = {
        room: bindings.given(known, Per.ROOM if room else own) for room, known in facts.items()
    }
    binding = {room: of[1] for room, of in bound.items()}
    return Findings(
        rulebook=rulebook,
        assessment=assessment,
        as_of=as_of,
        not_compared=tuple(sorted((*later, *not_compared), key=lambda each: each.id)),
        standings=bound[None][0],
        facts=facts,
        findings=tuple(_findings(scales, _by_key(observations), binding, as_of)),
        against=_against_facts(scales),
    )


def _against_facts(scales: Scales) -> Mapping[str, tuple[Objection, ...]]:
    """What speaks against what was said of the facts, by their ids; only where anything does."""
    answers = scales.assessment.facts
    by_fact = {
        fact.id: tuple(scales.objections(fact.id, fact, answers[fact.id]))
        for fact in scales.rulebook.facts
        if fact.id in answers
    }
    return {id: objections for id, objections in by_fact.items() if objections}


def _by_key(observations: Sequence[Observation]) -> Mapping[str, Sequence[Observation]]:
    by_key: dict[str, list[Observation]] = {}
    for observation in observations:
        by_key.setdefault(observation.key, []).append(observation)
    return by_key


def _begun(bindings: Bindings, assessment: Assessment, as_of: date) -> Bindings:
    """What of the rulebook was in force in the period that the answers are about; where nothing
    was, what is on the day. Raises NotInForce."""
    period = assessment.period
    begun = bindings.in_force(min(as_of, period.last)) if period else None
    begun = begun or bindings.in_force(as_of)
    if begun is None:
        raise NotInForce(bindings.rulebook, as_of)
    return begun


def _findings(
    scales: Scales,
    observations: Mapping[str, Sequence[Observation]],
    bound: Mapping[str | None, Mapping[str, Binding]],
    as_of: date,
) -> Iterator[Finding]:
    rooms = [room.id for room in scales.assessment.rooms]

    def judged(obligation: Obligation, room: str | None) -> Finding:
        binding = bound[room][obligation.id]
        if binding.applies is not Applies.NO:
            return _finding(obligation, room, binding, scales, observations, as_of)
        return Finding(  # not judged, whatever was said
            obligation=obligation,
            room=room,
            binding=binding,
            status=Status.NOT_APPLICABLE,
            basis=Basis.ATTESTED,
        )

    for obligation in scales.rulebook.obligations:
        if rooms and obligation.per is Per.ROOM:
            of_rooms = [judged(obligation, room) for room in rooms]
            yield from with_own(of_rooms, scales.assessment)
        else:
            yield judged(obligation, None)


def _finding(
    obligation: Obligation,
    room: str | None,
    binding: Binding,
    scales: Scales,
    observations: Mapping[str, Sequence[Observation]],
    as_of: date,
) -> Finding:
    """What the answers say about one entry, for the respondent or for one room."""
    rulebook, assessment = scales.rulebook, scales.assessment
    judged = tuple(
        _judge(scales, observations, obligation, question, room, as_of)
        for question in obligation.questions
        if not falls_away(rulebook, assessment, obligation, question, room)
    )
    status = _status(obligation, binding, judged)
    return Finding(
        obligation=obligation,
        room=room,
        binding=binding,
        status=status,
        basis=_basis(judged),
        judged=judged,
        provisions=reaching(rulebook, obligation, binding, _failed(judged))
        if status is Status.NOT_SATISFIED
        else (),
    )


def _judge(
    scales: Scales,
    observations: Mapping[str, Sequence[Observation]],
    obligation: Obligation,
    question: Question,
    room: str | None,
    as_of: date,
) -> Judged:
    key = obligation.key(question)
    answer = scales.assessment.answers.get(key)
    value = answer.for_room(room) if answer else None
    due = first_due(question, scales.span(question))
    if answer and needs_recheck(question, answer, scales.rulebook, scales.assessment):
        attested = still_open(OpenWhy.RECHECK)
    else:
        speaks = tuple(scales.against(key, question, value, room, answer))
        attested = judge(question, value, speaks, due=due)
    seen = [each for each in observations.get(key, ()) if each.room in (None, room)]
    judgement = weighed(attested, seen) if seen else attested
    return Judged(
        key=key,
        question=question,
        answer=answer,
        value=value,
        outcome=judgement.outcome,
        options=judgement.options,
        why=judgement.why,
        against=attested.against,
        remedied=_remedied(question, answer, room, as_of)
        if attested.outcome is Outcome.GAP and not unsettled(attested)
        else None,
        verified=bool(seen) and is_covered(judgement, seen),
        contradictions=contradictions(question, attested, seen) if seen else (),
        observed=tuple(seen),
        not_yet=due if judgement.outcome is Outcome.INAPPLICABLE else None,
    )


def _remedied(
    question: Question, answer: Answer | None, room: str | None, as_of: date
) -> date | None:
    """Since when a failure in the period is mended; of what is so now there is nothing to mend
    but the answer."""
    since = answer.remedied_since(room) if answer and question.about is About.PERIOD else None
    return since if since and since <= as_of else None


def _failed(judged: Iterable[Judged]) -> list[Question]:
    return [each.question for each in judged if each.outcome is Outcome.GAP]


def _status(obligation: Obligation, binding: Binding, judged: Sequence[Judged]) -> Status:
    if obligation.is_encouragement:
        return Status.NOT_APPLICABLE
    outcomes = [each.outcome for each in judged]
    if outcomes and outcomes.count(Outcome.INAPPLICABLE) == len(outcomes):
        return Status.NOT_APPLICABLE
    if binding.applies is Applies.UNKNOWN and not (
        binding.in_doubt and {*outcomes} <= {Outcome.PASS, Outcome.INAPPLICABLE}
    ):
        return Status.UNDETERMINED
    if Outcome.GAP in outcomes:
        return Status.NOT_SATISFIED
    return Status.UNDETERMINED if Outcome.OPEN in outcomes else Status.SATISFIED


def _basis(judged: Sequence[Judged]) -> Basis:
    """Verified only where records cover every question that applies, and not by sample."""
    verified = [each.verified for each in judged if each.outcome is not Outcome.INAPPLICABLE]
    return Basis.VERIFIED if verified and all(verified) else Basis.ATTESTED


def provisions(rulebook: Rulebook, obligation: Obligation, bound: Binding) -> tuple[Provision, ...]:
    """What fines a breach of the entry by anyone of whom the same facts are known; what is in doubt
    last."""

    def provision(ref: PenaltyRef, doubt: Doubt | None) -> Provision:
        return Provision(**asdict(ref), penalty=rulebook.penalty(ref.id), doubt=doubt)

    beside = rulebook.naming_conduct
    fining = (
        *(provision(ref, None) for ref in obligation.penalties),
        *(
            provision(ref, Doubt.BESIDE if ref.id in beside else Doubt.REACH)
            for ref in obligation.penalties_in_doubt
        ),
    )
    return tuple(each for each in fining if each.id not in bound.not_fined_by)


def reaching(
    rulebook: Rulebook, obligation: Obligation, bound: Binding, failed: Sequence[Question]
) -> tuple[Provision, ...]:
    """What fines whoever is bound so for the `failed` questions, and why that is in doubt.

    Where only questions failed whose fine is in doubt, so is every fine. Liability is in doubt only
    where it is so on every ground the respondent is bound on; a penalty that names no holder stays
    certain where the only doubt is whom a named holder means.
    """
    limbs = [question.fine_in_doubt for question in failed]
    of_limbs = _joined(limbs) if limbs and all(limbs) else None
    grounds = [ground.liability for ground in bound.bound_as]
    liability = _joined(doubt.why for doubt in grounds if doubt) if all(grounds) else None
    by_name = any(doubt.named_only for doubt in grounds if doubt)

    def doubted(fining: Provision) -> Provision:
        if fining.doubt:
            return fining
        if of_limbs:
            return replace(fining, why=of_limbs, doubt=Doubt.REACH)
        if liability and (fining.penalty.reaches or not by_name):
            return replace(fining, why=liability, doubt=Doubt.LIABILITY)
        return fining

    return tuple(map(doubted, provisions(rulebook, obligation, bound)))


def _joined(whys: Iterable[str | None]) -> str:
    return "；".join(dict.fromkeys(why for why in whys if why))
