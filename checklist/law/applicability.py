"""Who the respondent is in law, what binds, and who has jurisdiction: all of it from facts.

Three-valued after Kleene: a fact nobody knows makes only what hangs on it unknown. Each verdict
carries the facts it rests on, so that it can be argued with.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from checklist.law.model import (
    NO,
    AllOf,
    AnyOf,
    Condition,
    DutyHolder,
    Fact,
    FactIs,
    Ground,
    Jurisdiction,
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
            return _weakest(holds(part, facts) for part in parts)
        case AnyOf(parts=parts):
            return _strongest(holds(part, facts) for part in parts)


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
        holders = standings(self.rulebook, facts)
        held = {
            standing.holder.id: Binding(applies=standing.held, facts=standing.facts)
            for standing in holders
        }
        obligations = self.rulebook.obligations
        return holders, tuple(_binding(obligation, held, facts) for obligation in obligations)


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
    addressee = _shown(_strongest(ground.applies for ground in grounds.values()), grounds.values())
    verdict = _both(addressee, _with_doubt(obligation.when, obligation.in_doubt_when, facts))
    if verdict.applies is Applies.NO:
        return verdict
    bound_as = tuple(
        _bound_as(id, obligation.binds[id], facts)
        for id, ground in grounds.items()
        if ground.applies is addressee.applies
    )
    return replace(verdict, bound_as=bound_as)


def _bound_as(holder: str, ground: Ground, facts: Facts) -> BoundAs:
    doubt = ground.liability
    if doubt is not None and holds(doubt.when, facts) is Applies.NO:
        doubt = None
    return BoundAs(holder=holder, via=ground.via, liability=doubt)


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


def _strongest(verdicts: Iterable[Applies]) -> Applies:
    return max(verdicts, key=_BY_STRENGTH.index, default=Applies.NO)


class Competence(Struct, frozen=True, kw_only=True):
    """That a rule of jurisdiction covers (YES) or may cover (UNKNOWN) a respondent as `holder`.

    `rooms` are the rooms it is so for, in the respondent's order; None where the rule is about the
    respondent as a whole, or no rooms are listed. `applies` is never NO.
    """

    jurisdiction: Jurisdiction
    holder: str
    rooms: tuple[str, ...] | None
    applies: Applies


def competences(
    rulebook: Rulebook, facts: Facts, rooms: Mapping[str, Facts]
) -> tuple[Competence, ...]:
    """Every rule that covers or may cover the respondent, in the rulebook's order.

    `facts` are the known facts about the respondent, `rooms` those for each of its rooms.
    """
    return tuple(
        competence
        for jurisdiction in rulebook.jurisdictions
        for holder in jurisdiction.holders
        for competence in _of(rulebook, jurisdiction, holder, facts, rooms)
    )


def _of(
    rulebook: Rulebook,
    jurisdiction: Jurisdiction,
    holder: str,
    facts: Facts,
    rooms: Mapping[str, Facts],
) -> Iterator[Competence]:
    held = rulebook.duty_holder(holder).when
    condition: Condition = AllOf((held, jurisdiction.when)) if jurisdiction.when else held
    by_room = jurisdiction.per is Per.ROOM and bool(rooms)
    for verdict in (Applies.YES, Applies.UNKNOWN):
        alike = [room for room in rooms if holds(condition, rooms[room]) is verdict]
        if alike if by_room else holds(condition, facts) is verdict:
            yield Competence(
                jurisdiction=jurisdiction,
                holder=holder,
                rooms=tuple(alike) if by_room else None,
                applies=verdict,
            )
