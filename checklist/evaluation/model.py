"""Findings: what the answers say about each obligation, as facts the edges can word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum

from msgspec import Struct

from checklist.assessment.model import Answer, Assessment, Mark, Value
from checklist.assessment.objections import Objection
from checklist.law.applicability import Applies, Binding, Facts, Standing
from checklist.law.model import (
    Obligation,
    Option,
    Penalty,
    PenaltyRef,
    Question,
    Regulation,
    Rulebook,
)
from checklist.law.periods import Period


class Status(Enum):
    """符合 不符合 待确认 不适用. There is no "partly"."""

    SATISFIED = "satisfied"
    NOT_SATISFIED = "not_satisfied"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"


class Basis(Enum):
    """自评: what someone said. 核验: what records show, over everything and not a sample."""

    ATTESTED = "attested"
    VERIFIED = "verified"


class Outcome(Enum):
    """How a question came out, worst first."""

    GAP = "gap"
    OPEN = "open"
    PASS = "pass"
    INAPPLICABLE = "inapplicable"


class OpenWhy(Enum):
    """Why a question is still open."""

    UNANSWERED = "unanswered"
    UNKNOWN = "unknown"
    INCONCLUSIVE = "inconclusive"
    UNPROVEN = "unproven"
    RECHECK = "recheck"
    IMPOSSIBLE = "impossible"
    """What was answered cannot be in the self-audit period, and so proves nothing."""
    EXCLUDED = "excluded"
    """Another answer says that it cannot be so: one of them is wrong."""
    RECORDS = "records"
    """Records show something of which the law does not say whether it is a failure."""


class Observation(Struct, frozen=True, kw_only=True):
    """What records show about one question, or about one `option` of it.

    `sample` is True when not everything was looked at. `undecided`: they show something that may be
    a failure or none, so that no claim can stand beside it. `measured` is what they show instead of
    what was asked for, where that is a period: the shortest of all. `sources` are the names of the
    files that it was read from, and `rows` how many of their rows it rests on.
    """

    key: str
    room: str | None
    holds: bool
    sample: bool
    note: str
    undecided: bool = False
    option: str | None = None
    measured: Period | None = None
    sources: tuple[str, ...] = ()
    rows: int | None = None

    @property
    def is_of_recording(self) -> bool:
        """Whether it was seen in a picture, and not read in a table."""
        return self.sample and self.rows is None


class Contradiction(Struct, frozen=True, kw_only=True):
    """A record that says otherwise than the respondent did."""

    question: Question
    observation: Observation


class OptionJudged(Struct, frozen=True, kw_only=True):
    """One option of a multi-select: what was marked, and how that came out."""

    option: Option
    mark: Mark | None
    outcome: Outcome


class Judgement(Struct, frozen=True, kw_only=True):
    """How one question came out. A multi-select may fail in some options and be open in others.

    `options` is filled where a multi-select was answered option by option. `why` says why the
    question, or some option of it, is open. `against` is what speaks against the answer.
    """

    outcome: Outcome
    options: tuple[OptionJudged, ...] = ()
    why: OpenWhy | None = None
    against: tuple[Objection, ...] = ()

    @property
    def missing(self) -> tuple[Option, ...]:
        """The options that fail."""
        return tuple(each.option for each in self.options if each.outcome is Outcome.GAP)

    @property
    def unclear(self) -> tuple[Option, ...]:
        """The options that are open."""
        return tuple(each.option for each in self.options if each.outcome is Outcome.OPEN)


class Judged(Judgement, frozen=True, kw_only=True):
    """One question of a finding: what was answered, what records show, how it came out.

    `key` is what the answer is kept under. `verified` is True where records cover it, and not by
    sample. `observed` is all that records show, and `contradictions` what of it differs from the
    answer. `remedied`: it failed in the self-audit period, and since that day it is done.
    `not_yet`: it decides nothing, since nothing that it asks about is overdue before that day.
    """

    key: str
    question: Question
    answer: Answer | None
    value: Value | None
    verified: bool = False
    remedied: date | None = None
    contradictions: tuple[Contradiction, ...] = ()
    observed: tuple[Observation, ...] = ()
    not_yet: date | None = None


class Doubt(Enum):
    """Why it is open whether a provision fines a breach."""

    LIABILITY = "liability"
    """It fines the entry, but another article decides whether the respondent is liable."""
    REACH = "reach"
    """It may or may not mean what the entry demands."""
    BESIDE = "beside"
    """It names conduct and no article: the same conduct may come under it as well."""


class Provision(PenaltyRef, frozen=True, kw_only=True):
    """A penalty that fines a breach of an entry: for certain, or not where there is a `doubt`."""

    penalty: Penalty
    doubt: Doubt | None = None


class Finding(Struct, frozen=True, kw_only=True):
    """What the answers say about one obligation, for the respondent or for one room.

    `judged` has every question of the entry, in its order; nothing where the entry does not bind.
    `provisions` are what may fine it; nothing unless 不符合.
    """

    obligation: Obligation
    room: str | None
    binding: Binding
    status: Status
    basis: Basis
    judged: tuple[Judged, ...] = ()
    provisions: tuple[Provision, ...] = ()

    @property
    def penalties(self) -> tuple[Provision, ...]:
        """What fines it for certain."""
        return tuple(each for each in self.provisions if each.doubt is None)

    @property
    def penalties_in_doubt(self) -> tuple[Provision, ...]:
        """What may fine it, or stands beside."""
        return tuple(each for each in self.provisions if each.doubt)

    @property
    def shifted(self) -> tuple[Provision, ...]:
        """What fines the entry, where another article decides whether the respondent is liable."""
        return tuple(each for each in self.provisions if each.doubt is Doubt.LIABILITY)

    @property
    def doubtful(self) -> tuple[Provision, ...]:
        """What may or may not mean this breach."""
        return tuple(each for each in self.provisions if each.doubt is Doubt.REACH)

    @property
    def may_fine(self) -> tuple[Provision, ...]:
        """What is in doubt and may fine it, for either reason."""
        return (*self.shifted, *self.doubtful)

    @property
    def beside(self) -> tuple[Provision, ...]:
        """What the conduct may come under as well: it fines no breach of an entry."""
        return tuple(each for each in self.provisions if each.doubt is Doubt.BESIDE)

    @property
    def remit(self) -> str | None:
        """Whose matter it has to be for any certain fine, by a provision that names articles and
        no holder, and so leaves open which of them that is: 属于网信部门职责的."""
        fining = [each.penalty for each in self.penalties]
        remits = {None if penalty.reaches else penalty.remit for penalty in fining}
        return remits.pop() if len(remits) == 1 else None

    @property
    def demanded(self) -> bool:
        """Whether a question that fails is a breach."""
        is_duty = not self.obligation.is_encouragement
        return is_duty and self.binding.applies is Applies.YES

    def outcomes(self, outcome: Outcome) -> tuple[Judged, ...]:
        """The questions that came out so."""
        return tuple(each for each in self.judged if each.outcome is outcome)

    @property
    def gaps(self) -> tuple[Judged, ...]:
        """缺口: the questions that fail where the entry binds."""
        return self.outcomes(Outcome.GAP) if self.demanded else ()

    @property
    def remedied(self) -> date | None:
        """Since when all is mended that failed in the period; None where any of it is not, or
        something else is open. The finding stays 不符合."""
        days = [each.remedied for each in self.gaps]
        mended = [day for day in days if day is not None]
        return max(mended) if mended and len(mended) == len(days) and not self.open else None

    @property
    def if_bound(self) -> tuple[Judged, ...]:
        """The questions that would be gaps if the entry bound, or was no encouragement."""
        return () if self.demanded else self.outcomes(Outcome.GAP)

    @property
    def open(self) -> tuple[Judged, ...]:
        """The questions that are open, as a whole or in some of their options."""
        return tuple(each for each in self.judged if each.why)

    @property
    def passed(self) -> tuple[Judged, ...]:
        """The questions that were answered as the regulation demands."""
        return self.outcomes(Outcome.PASS)

    @property
    def inapplicable(self) -> tuple[Judged, ...]:
        """The questions that the respondent was entitled to answer 不适用."""
        return self.outcomes(Outcome.INAPPLICABLE)

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """The records that say otherwise than the respondent did."""
        return tuple(record for judged in self.judged for record in judged.contradictions)


class Findings(Struct, frozen=True, kw_only=True):
    """One assessment judged by one rulebook as of one day. In the rulebook's order.

    `facts` are the facts as they count, by room; under None as they count for the respondent.
    `against` is what speaks against what was said of a fact, by its id. `not_compared` are
    regulations that bind somebody and were not held against the answers.
    """

    rulebook: Rulebook
    assessment: Assessment
    as_of: date
    standings: tuple[Standing, ...]
    facts: Mapping[str | None, Facts]
    findings: tuple[Finding, ...]
    against: Mapping[str, tuple[Objection, ...]] = {}
    not_compared: tuple[Regulation, ...] = ()


class Totals(Struct, frozen=True, kw_only=True):
    """How many findings have each status; encouragements are counted apart and never here.

    `remedied` are among the 不符合: 其中已整改.
    """

    by_status: Mapping[Status, int]
    remedied: int
    gaps: int
    open: int
    encouragements: int
