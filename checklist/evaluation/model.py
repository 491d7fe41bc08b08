"""Findings: what the answers say about each obligation, as facts the edges can word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum

from msgspec import Struct

from checklist.assessment.model import Answer, Assessment, Value
from checklist.law.applicability import Binding, Standing
from checklist.law.model import Obligation, PenaltyRef, Question, Rulebook


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


class OpenWhy(Enum):
    """Why a question is still open."""

    UNANSWERED = "unanswered"
    UNKNOWN = "unknown"
    RECHECK = "recheck"


class Gap(Struct, frozen=True, kw_only=True):
    """缺口: one failed question. `missing` are the options that fail; empty for other kinds."""

    question: Question
    answer: Answer | None
    value: Value | None
    missing: tuple[str, ...] = ()


class Open(Struct, frozen=True, kw_only=True):
    """One question whose answer proves nothing yet. `options`: the ones that are open."""

    question: Question
    answer: Answer | None
    why: OpenWhy
    options: tuple[str, ...] = ()


class Passed(Struct, frozen=True, kw_only=True):
    """One question that was answered as the regulation demands."""

    question: Question
    answer: Answer | None
    value: Value | None


class Inapplicable(Struct, frozen=True, kw_only=True):
    """One question the respondent was entitled to answer 不适用."""

    question: Question
    answer: Answer


class Observation(Struct, frozen=True, kw_only=True):
    """What records show about one question. `sample` is True when not everything was looked at."""

    key: str
    room: str | None
    holds: bool
    sample: bool
    note: str


class Contradiction(Struct, frozen=True, kw_only=True):
    """A record that says otherwise than the respondent did."""

    question: Question
    observation: Observation


class Finding(Struct, frozen=True, kw_only=True):
    """What the answers say about one obligation, for the respondent or for one room.

    `gaps` is filled only where the entry binds; where it is unknown whether it binds, the failed
    questions stand in `if_bound` and no penalty is carried. `penalties` is empty unless 不符合.
    """

    obligation: Obligation
    room: str | None
    binding: Binding
    status: Status
    basis: Basis
    gaps: tuple[Gap, ...] = ()
    open: tuple[Open, ...] = ()
    passed: tuple[Passed, ...] = ()
    inapplicable: tuple[Inapplicable, ...] = ()
    if_bound: tuple[Gap, ...] = ()
    penalties: tuple[PenaltyRef, ...] = ()
    penalties_in_doubt: tuple[PenaltyRef, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


class Findings(Struct, frozen=True, kw_only=True):
    """One assessment judged by one rulebook as of one day. In the rulebook's order."""

    rulebook: Rulebook
    assessment: Assessment
    as_of: date
    standings: tuple[Standing, ...]
    findings: tuple[Finding, ...]


class Totals(Struct, frozen=True, kw_only=True):
    """How many findings have each status; encouragements are counted apart and never here."""

    by_status: Mapping[Status, int]
    gaps: int
    open: int
    encouragements: int

    @property
    def assessed(self) -> int:
        """Findings that bind or may bind."""
        return sum(
            count for status, count in self.by_status.items() if status is not Status.NOT_APPLICABLE
        )
