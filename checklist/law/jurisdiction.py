"""Which authority deals with breaches by a respondent, or of one of its rooms (管辖)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from checklist.law.applicability import Applies, Facts, holds
from checklist.law.model import AllOf, Condition, Jurisdiction, Per, Rulebook


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
        for competence in _competences_of(rulebook, jurisdiction, holder, facts, rooms)
    )


def _competences_of(
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
