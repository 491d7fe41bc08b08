"""Who the respondent is in law, and what binds: facts -> duty holders -> obligations.

Three-valued after Kleene: only what hangs on an unknown fact is unknown. Verdicts name their facts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import Enum
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from checklist.law.joined import join
from checklist.law.model import (
    NO,
    AllOf,
    AnyOf,
    Condition,
    DutyHolder,
    Fact,
    FactIs,
    Ground,
    Hint,
    Liability,
    Obligation,
    Per,
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
    `in_doubt` is True where the facts are known and the text itself leaves it open. `not_fined_by`
    are the penalties of the entry that, by the facts, fine only others.
    """

    applies: Applies
    bound_as: tuple[BoundAs, ...] = ()
    facts: tuple[str, ...] = ()
    in_doubt: bool = False
    not_fined_by: tuple[str, ...] = ()


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
            return _weakest(holds(part, facts) for part in parts)
        case AnyOf(parts=parts):
            return strongest(holds(part, facts) for part in parts)


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


def hints(rulebook: Rulebook, facts: Facts) -> tuple[Hint, ...]:
    """What the known facts about the respondent make worth a second look."""
    return tuple(hint for hint in rulebook.hints if holds(hint.when, facts) is Applies.YES)


class Bindings:
    """What binds by one rulebook, worked out once for each different set of facts (ADR 0013)."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._kept = lru_cache(maxsize=1000)(self._worked_out)
        self._of_parts: dict[tuple[str, ...], Bindings] = {}

    @classmethod
    def of(cls, rulebook: Rulebook) -> Bindings:
        """The bindings of a rulebook, which keeps them as it keeps its cached properties."""
        if not isinstance(kept := rulebook.__dict__.get("bindings"), Bindings):
            kept = rulebook.__dict__["bindings"] = cls(rulebook)
        return kept

    def in_force(self, day: date) -> Bindings | None:
        """The bindings of what is in force on a day; None where no regulation is."""
        if all(each.in_force <= day for each in self.rulebook.regulations):
            return self
        begun = [part for part in self.rulebook.parts if part.regulation.in_force <= day]
        ids = tuple(part.regulation.id for part in begun)
        if begun and ids not in self._of_parts:
            self._of_parts[ids] = Bindings.of(join(begun))
        return self._of_parts.get(ids)

    def given(
        self, facts: Facts, per: Per | None = None
    ) -> tuple[tuple[Standing, ...], dict[str, Binding]]:
        """The `standings`, and the `binding` of every obligation by its id; with `per`, only of
        those that are about the respondent, or about each room."""
        return self._kept(tuple(facts.items()), per)

    def _worked_out(
        self, pairs: tuple[tuple[str, str], ...], per: Per | None
    ) -> tuple[tuple[Standing, ...], dict[str, Binding]]:
        facts = dict(pairs)
        holders = standings(self.rulebook, facts)
        held = {
            standing.holder.id: Binding(applies=standing.held, facts=standing.facts)
            for standing in holders
        }
        return holders, {
            obligation.id: _binding(obligation, held, facts)
            for obligation in self.rulebook.obligations
            if per in (None, obligation.per)
        }


def binding(rulebook: Rulebook, obligation: Obligation, facts: Facts) -> Binding:
    """Whether `obligation` binds a respondent (or one room) of whom `facts` are known.

    It binds when its own condition holds and at least one addressee is held on its ground.
    """
    held = {id: _plain(rulebook.duty_holder(id).when, facts) for id in obligation.binds}
    return _binding(obligation, held, facts)


def _binding(obligation: Obligation, held: Mapping[str, Binding], facts: Facts) -> Binding:
    """`held`: whether the respondent is each of the duty holders the entry addresses."""
    grounds = {
        id: _both(held[id], _with_doubt(ground.when, ground.in_doubt_when, facts))
        for id, ground in obligation.binds.items()
    }
    addressee = _shown(strongest(ground.applies for ground in grounds.values()), grounds.values())
    own = _with_doubt(obligation.when, obligation.in_doubt_when, facts)
    if own.applies is Applies.NO:
        own = _unknown(obligation.unknown_when, facts) or own
    if obligation.unless and holds(obligation.unless, facts) is Applies.YES:
        own = Binding(applies=Applies.NO, facts=decisive(obligation.unless, facts))
    refs = (*obligation.penalties, *obligation.penalties_in_doubt)
    others = tuple(ref.id for ref in refs if ref.when and holds(ref.when, facts) is Applies.NO)
    verdict = _both(addressee, own)
    if verdict.applies is Applies.NO:
        return replace(verdict, not_fined_by=others) if others else verdict
    bound_as = tuple(
        _bound_as(id, obligation.binds[id], facts)
        for id, ground in grounds.items()
        if ground.applies is addressee.applies
    )
    return replace(verdict, bound_as=bound_as, not_fined_by=others)


def _bound_as(holder: str, ground: Ground, facts: Facts) -> BoundAs:
    doubt = ground.liability
    if doubt is not None and holds(doubt.when, facts) is Applies.NO:
        doubt = None
    return BoundAs(holder=holder, via=ground.via, liability=doubt)


_ALWAYS = Binding(applies=Applies.YES)
_NEVER = AnyOf(parts=())


def _plain(condition: Condition | None, facts: Facts) -> Binding:
    if condition is None:
        return _ALWAYS
    return Binding(applies=holds(condition, facts), facts=decisive(condition, facts))


def _with_doubt(when: Condition | None, doubt: Condition | None, facts: Facts) -> Binding:
    """`when` decides; where it is unmet, a `doubt` that holds leaves it open. Without a `when` the
    doubt is all there is: nothing binds for certain then."""
    if doubt is None:
        return _plain(when, facts)
    plain = _plain(when or _NEVER, facts)
    if plain.applies is Applies.YES:
        return plain
    doubted = holds(doubt, facts)
    if doubted is Applies.NO and when is None:
        return _plain(doubt, facts)
    if doubted is Applies.NO or (doubted is Applies.UNKNOWN and plain.applies is Applies.UNKNOWN):
        return plain
    return Binding(
        applies=Applies.UNKNOWN,
        facts=decisive(doubt, facts),
        in_doubt=doubted is Applies.YES,
    )


def _unknown(unknown: Condition | None, facts: Facts) -> Binding | None:
    """That nobody knows whether an entry binds, where `unknown` holds or may hold."""
    if unknown is None or holds(unknown, facts) is Applies.NO:
        return None
    return Binding(applies=Applies.UNKNOWN, facts=decisive(unknown, facts))


def _both(first: Binding, second: Binding) -> Binding:
    if second is _ALWAYS or first.applies is Applies.NO:
        return first
    if second.applies is Applies.NO:
        return second
    applies = first.applies if second.applies is Applies.YES else second.applies
    return _shown(applies, (first, second))


def _shown(applies: Applies, bindings: Collection[Binding]) -> Binding:
    """`applies`, with what those of `bindings` that come out like that rest on."""
    alike = [binding for binding in bindings if binding.applies is applies]
    return Binding(
        applies=applies,
        facts=tuple(dict.fromkeys(fact for binding in alike for fact in binding.facts)),
        in_doubt=applies is Applies.UNKNOWN and all(binding.in_doubt for binding in alike),
    )


_BY_STRENGTH = (Applies.NO, Applies.UNKNOWN, Applies.YES)


def _weakest(verdicts: Iterable[Applies]) -> Applies:
    return min(verdicts, key=_BY_STRENGTH.index, default=Applies.YES)


def strongest(verdicts: Iterable[Applies]) -> Applies:
    """YES where one of them is, else UNKNOWN where one of them is."""
    return max(verdicts, key=_BY_STRENGTH.index, default=Applies.NO)
