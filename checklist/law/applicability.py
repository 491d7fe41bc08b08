"""Who the respondent is in law, and what binds: facts -> duty holders -> obligations.

Three-valued after Kleene: a fact nobody knows makes only what hangs on it unknown. Each verdict
carries the facts it rests on, so that it can be argued with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import lru_cache
from typing import assert_never

from msgspec import Struct

from checklist.law.model import (
    NO,
    AllOf,
    AnyOf,
    Condition,
    DutyHolder,
    Fact,
    FactIs,
    Liability,
    Obligation,
    Rulebook,
)

NONE_OF_THEM = ""
"""The value of a choice that an earlier fact rules out: no option, and no condition, matches it."""

Facts = Mapping[str, str]
"""Known facts by id, as option ids; an absent fact is unknown."""


class Applies(Enum):
    """Yes, no, or nobody knows yet."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Standing(Struct, frozen=True, kw_only=True):
    """Whether the respondent is a certain duty holder, and which facts say so."""

    holder: DutyHolder
    held: Applies
    facts: tuple[str, ...]


class BoundAs(Struct, frozen=True, kw_only=True):
    """One duty holder an entry binds the respondent as; `via` is the article that extends it.

    `liability` is given where the penalties do not, or may not, reach that holder.
    """

    holder: str
    via: int | None
    liability: Liability | None = None


class Binding(Struct, frozen=True, kw_only=True):
    """Whether an entry binds, and why.

    `bound_as` lists the holders that bind it (for UNKNOWN: that may). `facts` are the facts the
    verdict rests on: for NO those that rule it out, for UNKNOWN those that are unknown or in doubt.
    `in_doubt` is True where the facts are known and the text itself leaves it open.
    """

    applies: Applies
    bound_as: tuple[BoundAs, ...] = ()
    facts: tuple[str, ...] = ()
    in_doubt: bool = False


def holds(condition: Condition | None, facts: Facts) -> Applies:
    """Kleene's three-valued reading of a condition. No condition always holds."""
    match condition:
        case None:
            return Applies.YES
        case FactIs(fact=fact, values=values):
            if fact not in facts:
                return Applies.UNKNOWN
            return Applies.YES if facts[fact] in values else Applies.NO
        case AllOf(parts=parts):
            return _and(holds(part, facts) for part in parts)
        case AnyOf(parts=parts):
            return _or(holds(part, facts) for part in parts)


def decisive(condition: Condition | None, facts: Facts) -> tuple[str, ...]:
    """The facts that make `condition` come out as it does: the fewest that show it."""
    match condition:
        case None:
            return ()
        case FactIs(fact=fact):
            return (fact,)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            verdict = holds(condition, facts)
            alike = [part for part in parts if holds(part, facts) is verdict]
            if verdict is Applies.NO and isinstance(condition, AllOf):
                alike = alike[:1]  # one part that fails rules the whole out
            return tuple(dict.fromkeys(id for part in alike for id in decisive(part, facts)))
        case _ as never:
            assert_never(never)


def relevant(fact: Fact, facts: Facts) -> Applies:
    """Whether a fact needs to be asked, given the facts known so far."""
    return holds(fact.when, facts)


def known_facts(rulebook: Rulebook, stated: Facts) -> dict[str, str]:
    """The stated facts as they count: one whose own `when` is ruled out is settled, not unknown.

    A 是/否 fact that is not asked because an earlier fact rules it out counts as NO, a choice as
    NONE_OF_THEM; a stale statement about either is ignored.
    """
    counted: dict[str, str] = {}
    for fact in rulebook.facts:
        if relevant(fact, counted) is Applies.NO:
            counted[fact.id] = NO if fact.is_yes_no else NONE_OF_THEM
        elif fact.id in stated:
            counted[fact.id] = stated[fact.id]
    return counted


def standings(rulebook: Rulebook, facts: Facts) -> tuple[Standing, ...]:
    """Each duty holder of the rulebook: held, not held, or unknown, in the rulebook's order."""
    return tuple(
        Standing(holder=holder, held=holds(holder.when, facts), facts=decisive(holder.when, facts))
        for holder in rulebook.duty_holders
    )


class Bindings:
    """What binds by one rulebook, worked out once for each different set of facts.

    Rooms of one respondent, and hosts of one agency, have few different sets among them; for 2,000
    respondents this saves half of the time that judging takes.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._kept = lru_cache(maxsize=1000)(self._worked_out)

    def given(self, facts: Facts) -> tuple[tuple[Standing, ...], tuple[Binding, ...]]:
        """The `standings`, and the `binding` of every obligation, in the rulebook's order."""
        return self._kept(tuple(facts.items()))

    def _worked_out(
        self, pairs: tuple[tuple[str, str], ...]
    ) -> tuple[tuple[Standing, ...], tuple[Binding, ...]]:
        facts = dict(pairs)
        stands = standings(self.rulebook, facts)
        held = {each.holder.id: Binding(applies=each.held, facts=each.facts) for each in stands}
        return stands, tuple(_binding(each, held, facts) for each in self.rulebook.obligations)


def binding(rulebook: Rulebook, obligation: Obligation, facts: Facts) -> Binding:
    """Whether `obligation` binds a respondent (or one room) of whom `facts` are known.

    It binds when its own condition holds and at least one addressee is held on its ground.
    """
    held = {id: _plain(rulebook.duty_holder(id).when, facts) for id in obligation.binds}
    return _binding(obligation, held, facts)


def _binding(obligation: Obligation, held: Mapping[str, Binding], facts: Facts) -> Binding:
    """`held`: whether the respondent is each of the duty holders the entry addresses."""
    own = _with_doubt(obligation.when, obligation.in_doubt_when, facts)
    addressed: list[tuple[BoundAs, Binding]] = []
    for id, ground in obligation.binds.items():
        on_ground = _with_doubt(ground.when, ground.in_doubt_when, facts)
        liability = _in_doubt(ground.liability, facts)
        bound = BoundAs(holder=id, via=ground.via, liability=liability)
        addressed.append((bound, _both(held[id], on_ground)))
    best = _strongest(one.applies for _, one in addressed)
    if best is Applies.NO:
        return Binding(applies=Applies.NO, facts=_facts(one for _, one in addressed))
    bound_as = tuple(who for who, one in addressed if one.applies is best)
    addressee = Binding(
        applies=best,
        bound_as=bound_as,
        facts=_facts(one for _, one in addressed if one.applies is best),
        in_doubt=all(one.in_doubt for _, one in addressed if one.applies is best),
    )
    verdict = _both(addressee, own)
    if verdict.applies is Applies.NO:
        return verdict
    return Binding(
        applies=verdict.applies,
        bound_as=bound_as,
        facts=verdict.facts,
        in_doubt=verdict.in_doubt,
    )


def _in_doubt(liability: Liability | None, facts: Facts) -> Liability | None:
    """The doubt about liability, unless the facts rule it out."""
    if liability is None or holds(liability.when, facts) is Applies.NO:
        return None
    return liability


_ALWAYS = Binding(applies=Applies.YES)


def _plain(condition: Condition | None, facts: Facts) -> Binding:
    if condition is None:
        return _ALWAYS
    return Binding(applies=holds(condition, facts), facts=decisive(condition, facts))


def _with_doubt(when: Condition | None, doubt: Condition | None, facts: Facts) -> Binding:
    """`when` decides; where it is unmet, or there is none, a `doubt` that holds leaves it open."""
    plain = _plain(when, facts)
    if doubt is None or (when is not None and plain.applies is Applies.YES):
        return plain
    doubted = holds(doubt, facts)
    if doubted is Applies.NO or (doubted is Applies.UNKNOWN and plain.applies is Applies.UNKNOWN):
        return plain
    return Binding(
        applies=Applies.UNKNOWN,
        facts=decisive(doubt, facts),
        in_doubt=doubted is Applies.YES,
    )


def _both(first: Binding, second: Binding) -> Binding:
    if second is _ALWAYS:  # as of most entries
        return first
    applies = _and((first.applies, second.applies))
    decided = [one for one in (first, second) if one.applies is applies]
    if applies is Applies.NO:
        decided = decided[:1]
    return Binding(
        applies=applies,
        facts=_facts(decided),
        in_doubt=applies is Applies.UNKNOWN and all(one.in_doubt for one in decided),
    )


def _facts(bindings: Iterable[Binding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact for one in bindings for fact in one.facts))


# Identity, not sets: hashing an enumeration's member is slow, and this runs thousands of times.


def _and(verdicts: Iterable[Applies]) -> Applies:
    all_of_them = Applies.YES
    for verdict in verdicts:
        if verdict is Applies.NO:
            return verdict
        if verdict is Applies.UNKNOWN:
            all_of_them = verdict
    return all_of_them


def _or(verdicts: Iterable[Applies]) -> Applies:
    return _strongest(verdicts)


def _strongest(verdicts: Iterable[Applies]) -> Applies:
    strongest = Applies.NO
    for verdict in verdicts:
        if verdict is Applies.YES:
            return verdict
        if verdict is Applies.UNKNOWN:
            strongest = verdict
    return strongest
