"""What the check of records says about the questions of a rulebook, as observations."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from checklist.evaluation.model import Observation
from checklist.law.expectations import ExpectYearsAtLeast
from checklist.law.model import Obligation, Question, Rulebook
from checklist.law.periods import Period
from checklist.law.record_kinds import Content, InOrders, RecordKind
from checklist.records.model import COMPLETED, EVENTS, FOREVER, Clock, Fault, Tally
from checklist.records.words import Limit, lasting, shown, shown_content

_NOT_KEPT = (Fault.MISSING, Fault.GONE, Fault.SHORT)
_TOLD = (*_NOT_KEPT, Fault.UNSURE)
_NOT_LONG_ENOUGH = (Fault.EARLY,)


class Proof(Struct, frozen=True, kw_only=True):
    """A question of a rulebook, or one option of it, that records of some kinds can show."""

    obligation: Obligation
    question: Question
    option: str | None
    kinds: tuple[RecordKind, ...]
    content: InOrders | None = None
    """The column of orders that shows it, in place of all that a row says."""

    @property
    def clock(self) -> Clock | None:
        """How long they have to be kept, where the question asks about that."""
        expect, event = self.question.expect, self.obligation.counted_from
        if isinstance(expect, ExpectYearsAtLeast) and event:
            return Clock(event, expect.years)
        return None

    @property
    def is_shown_itself(self) -> bool:
        """Whether records of its own show it, besides a column of orders."""
        return any(on.id == self.option and on.proves for on in self.question.options)

    @property
    def is_of_sales(self) -> bool:
        """Whether it is about what was sold: its clock runs from when an order is completed."""
        return self.obligation.counted_from == COMPLETED


def proofs(rulebook: Rulebook) -> Iterator[Proof]:
    """Everything in a rulebook that records can show."""
    for obligation, question, on in rulebook.asked():
        option, kinds = (on.id, on.proves) if on else (None, question.proves)
        if kinds:
            yield Proof(obligation=obligation, question=question, option=option, kinds=kinds)
        if on and on.in_orders:
            yield Proof(
                obligation=obligation, question=question, option=on.id,
                kinds=(RecordKind.ORDERS,), content=on.in_orders,
            )  # fmt: skip


def since(rulebook: Rulebook) -> date:
    """Since when the law has anything kept that records can show."""
    return min(rulebook.regulation_of(each.obligation.source).in_force for each in proofs(rulebook))


def clocks(rulebook: Rulebook) -> dict[RecordKind, set[Clock]]:
    """By which clocks records of each kind have to be kept."""
    by_kind: dict[RecordKind, set[Clock]] = {}
    for proof in proofs(rulebook):
        for kind in proof.kinds:
            of_kind = by_kind.setdefault(kind, set())
            if proof.clock:
                of_kind.add(proof.clock)
    return by_kind


def beyond(rulebook: Rulebook, bound: Collection[str]) -> set[RecordKind]:
    """The kinds of records that also count where they are of rooms outside the list, for a
    respondent whom the entries with these ids bind; 场次 too, which says what there must be."""
    reaching = [
        proof
        for proof in proofs(rulebook)
        if proof.obligation.every_room and proof.obligation.id in bound
    ]
    kinds = {kind for proof in reaching for kind in proof.kinds}
    return kinds | {RecordKind.SESSIONS} if kinds else kinds


def counting(rulebook: Rulebook, bound: Collection[str]) -> set[RecordKind]:
    """The kinds of records that one of the entries with these ids is shown by, and the list of
    broadcasts, which the others are held against."""
    binding = (proof for proof in proofs(rulebook) if proof.obligation.id in bound)
    return {RecordKind.SESSIONS, *(kind for proof in binding for kind in proof.kinds)}


def contents(rulebook: Rulebook, bound: Collection[str]) -> dict[Content, bool]:
    """What a table of orders has to hold, each with whether every order has it; nothing for whom no
    entry binds that such a table shows."""
    columns: dict[Content, bool] = {}
    for proof in proofs(rulebook):
        if proof.content and proof.obligation.id in bound:
            of_every = columns.get(proof.content.column, False)
            columns[proof.content.column] = of_every or proof.content.of_every
    return columns


def observations(
    rulebook: Rulebook,
    tallies: Mapping[RecordKind, Tally],
    files: Mapping[RecordKind, Sequence[str]],
) -> Iterator[Observation]:
    """What the records show of each question that they can show something of.

    One moment's records prove no past: a pass is a sample unless every broadcast of the list has
    its own, all are there, and each says until when it is kept. It always is one of a log, which
    cannot tell what was never entered in it, and of a duty that reaches rooms beyond the
    respondent's list. Rows that cannot be read decide nothing.
    """
    for proof in proofs(rulebook):
        kinds = [kind for kind in proof.kinds if kind in tallies]
        reached = [tally for kind in kinds for tally in _reached(proof, tallies[kind])]
        given = [tally for tally in reached if tally.demanded]
        if proof.content:
            if any(proof.content.column in tallies[kind].asked_for for kind in kinds):
                yield from _of_content(proof, proof.content, given, files)
            continue
        given += [tally for tally in reached if tally.is_unreadable]
        if given and not (proof.clock and proof.clock.event not in EVENTS):
            yield from _of_records(proof, given, files, tallies.get(RecordKind.ORDERS))


def _of_records(
    proof: Proof, given: Sequence[Tally], files: Mapping[RecordKind, Sequence[str]],
    orders: Tally | None,
) -> Iterator[Observation]:  # fmt: skip
    """What is wrong with records, or that nothing is. Of what may be no sales they decide nothing,
    nor of what rows that cannot be read may be."""
    faults = _NOT_LONG_ENOUGH if proof.clock else _NOT_KEPT
    wrong = sum(tally.count(fault) for tally in given for fault in faults)
    unsure = any(
        each.is_unreadable or (not proof.clock and each.count(Fault.UNSURE)) for each in given
    )
    if not (wrong or unsure) and proof.clock and not any(tally.shortest for tally in given):
        return
    unsold = sum(tally.unsold.get(fault, 0) for tally in given for fault in faults)
    of_sales = proof.is_of_sales and wrong > unsold
    fails = of_sales or (wrong > 0 and not proof.is_of_sales)
    undecided = not fails and (wrong > 0 or unsure)
    is_whole = {tally.kind for tally in given} == {*proof.kinds} and all(
        tally.is_complete for tally in given
    )
    limit = "" if fails else _limit(proof)
    if undecided:
        limit = (Limit.NOT_READ if unsure else "") + (
            _why_undecided(given, orders) if wrong else ""
        )
    yield Observation(
        key=proof.obligation.key(proof.question),
        room=None,
        option=proof.option,
        holds=not (fails or undecided),
        sample=undecided or bool(_limit(proof)) or not is_whole,
        note=shown(given, faults if proof.clock else _TOLD, of_sales=of_sales) + limit,
        undecided=undecided,
        measured=_measured(given, of_sales=of_sales) if proof.clock else None,
        sources=_sources(given, files),
        rows=sum(tally.demanded for tally in given),
    )


def _reached(proof: Proof, tally: Tally) -> list[Tally]:
    """What of the records of a kind an entry reaches: those of rooms outside the list as well, or
    not."""
    return [tally, tally.beyond] if proof.obligation.every_room and tally.beyond else [tally]


def _limit(proof: Proof) -> str:
    """Why a pass is a sample whatever is given; empty where it need not be one."""
    if proof.obligation.every_room:
        return Limit.FURTHER
    return Limit.UNLOGGED if {*proof.kinds} - {RecordKind.ORDERS, RecordKind.REPLAYS} else ""


def _why_undecided(given: Sequence[Tally], orders: Tally | None) -> str:
    """Why what is wrong with recordings is none of sales for certain."""
    if orders and orders.count(Fault.UNREAD):
        return Limit.ORDERS_UNREAD
    kinds = {tally.kind for tally in given if tally.unsold}
    return Limit.NOT_SOLD if any(t.sold for t in given if t.kind in kinds) else Limit.SALES_UNKNOWN


def _sources(
    tallies: Sequence[Tally], files: Mapping[RecordKind, Sequence[str]]
) -> tuple[str, ...]:
    kinds = dict.fromkeys(tally.kind for tally in tallies)
    return tuple(name for kind in kinds for name in files.get(kind, ()))


def _of_content(
    proof: Proof, content: InOrders, given: Sequence[Tally],
    files: Mapping[RecordKind, Sequence[str]],
) -> Iterator[Observation]:  # fmt: skip
    """What a column of orders shows: an empty cell is a gap where every order has such a thing, and
    else decides nothing. With an order that was deleted goes what its row said; where it said
    nothing of this, it may be kept elsewhere. Orders that are not in the table are not seen, and so
    it is a sample."""
    column = content.column
    shown = [tally for tally in given if column in tally.contents]
    of_order = content.of_every and not proof.is_shown_itself
    gone = sum(tally.count(Fault.GONE) for tally in given) if of_order else 0
    empty = sum(tally.contents[column] for tally in shown)
    if gone or (shown and (content.of_every or not empty)):
        yield Observation(
            key=proof.obligation.key(proof.question), room=None, option=proof.option,
            holds=not (empty or gone), sample=True, undecided=not shown,
            note=shown_content(given, column, empty=empty, gone=gone, is_column=bool(shown)),
            sources=_sources(given, files), rows=sum(tally.demanded for tally in given),
        )  # fmt: skip


def _measured(tallies: Sequence[Tally], *, of_sales: bool) -> Period | None:
    """The least that anything is kept, or anything of which something was sold."""
    shortest = [tally.shortest_sold if of_sales else tally.shortest for tally in tallies]
    spans = [span for span in shortest if span]
    if not spans:
        return None
    first, last = min(spans, key=lambda span: span[1] - span[0])
    if last == FOREVER:
        return None
    return lasting(first, max(first, last))
