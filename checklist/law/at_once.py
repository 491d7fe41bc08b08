"""On which facts the entries hang that can be fined as soon as they are breached."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.law.applicability import decisive
from checklist.law.model import Condition, Obligation, Rulebook


def facts_at_once(rulebook: Rulebook) -> frozenset[str]:
    """The ids of the facts that decide whom those entries bind, and of those they follow from."""
    ids: set[str] = set()
    more = {id for entry in rulebook.fined_at_once for id in _facts_of(rulebook, entry)}
    while more:
        ids |= more
        facts = [rulebook.fact(id) for id in more]
        behind = {id for fact in facts for when in (fact.when, fact.follows) for id in _in(when)}
        more = behind - ids
    return frozenset(ids)


def _facts_of(rulebook: Rulebook, entry: Obligation) -> Iterator[str]:
    references = (*entry.penalties, *entry.penalties_in_doubt)
    conditions = [entry.when, entry.in_doubt_when, entry.unknown_when]
    conditions += [reference.when for reference in references]
    for id, ground in entry.binds.items():
        liability = ground.liability.when if ground.liability else None
        conditions += [rulebook.duty_holder(id).when, ground.when, ground.in_doubt_when, liability]
    for condition in conditions:
        yield from _in(condition)


def _in(condition: Condition | None) -> tuple[str, ...]:
    """Every fact that a condition names: as long as none is known, all of them decide it."""
    return decisive(condition, {})
