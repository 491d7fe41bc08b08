"""Weighs what records show against what was said: a recorded failure beats any claim, a recorded
pass never erases an admitted gap, a sample closes nothing, what may be a failure leaves it open."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from checklist.evaluation.judge import FAILED, PASSED, still_open
from checklist.evaluation.model import Contradiction, Judgement, Observation, OpenWhy, Outcome
from checklist.law.model import Question

_CONTRADICTORY = {(Outcome.PASS, False), (Outcome.INAPPLICABLE, False), (Outcome.GAP, True)}


def weighed(attested: Judgement, seen: Sequence[Observation]) -> Judgement:
    """What becomes of a judgement by what records show of the question, or of its options."""
    options = tuple(
        replace(option, outcome=_outcome(option.outcome, seen, option.option.id))
        for option in attested.options
    )
    if options:
        outcomes = {option.outcome for option in options}
        worst = next(outcome for outcome in Outcome if outcome in outcomes)
        why = (attested.why or OpenWhy.RECORDS) if Outcome.OPEN in outcomes else None
        return replace(attested, outcome=worst, options=options, why=why)
    ways = {_outcome(attested.outcome, seen, observation.option) for observation in seen}
    if Outcome.GAP in ways:
        return attested if attested.outcome is Outcome.GAP else FAILED
    if Outcome.OPEN in ways and attested.outcome is not Outcome.OPEN:
        return still_open(OpenWhy.RECORDS)
    is_shown = _outcome(attested.outcome, seen, None) is Outcome.PASS
    return PASSED if attested.outcome is Outcome.OPEN and is_shown else attested


def contradictions(
    question: Question, attested: Judgement, seen: Sequence[Observation]
) -> tuple[Contradiction, ...]:
    """What records show otherwise than was said, of the question or of the option concerned."""
    by_option = {each.option.id: each.outcome for each in attested.options}
    return tuple(
        Contradiction(question=question, observation=each)
        for each in seen
        if not each.undecided
        and (by_option.get(each.option or "", attested.outcome), each.holds) in _CONTRADICTORY
    )


def is_covered(judgement: Judgement, seen: Sequence[Observation]) -> bool:
    """Whether records show all that was asked, and not by sample: every option that applies."""
    whole = {each.option for each in seen if not each.sample}
    applying = [each for each in judgement.options if each.outcome is not Outcome.INAPPLICABLE]
    return None in whole or (bool(applying) and {each.option.id for each in applying} <= whole)


def _outcome(outcome: Outcome, seen: Sequence[Observation], option: str | None) -> Outcome:
    """What becomes of an outcome by what was seen of this option, or of the whole question."""
    of_it = [each for each in seen if each.option in (None, option)]
    if outcome is Outcome.GAP:
        return outcome
    if any(not each.holds and not each.undecided for each in of_it):
        return Outcome.GAP
    if any(each.undecided for each in of_it):
        return Outcome.OPEN
    is_complete = any(not each.sample for each in of_it)
    return Outcome.PASS if outcome is Outcome.OPEN and is_complete else outcome
