"""The one view model every format shares: facts, for which report/words/ finds the Chinese.

Views are told apart by identity (eq=False): they are shown, not compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum

from msgspec import Struct

from checklist.assessment.model import Evidence, Room
from checklist.evaluation.model import (
    Finding,
    Findings,
    Judged,
    OpenWhy,
    Outcome,
    Provision,
    Status,
    Totals,
)
from checklist.evaluation.summary import Exposure, Threat
from checklist.law.applicability import Applies, BoundAs, Standing
from checklist.law.jurisdiction import Competence
from checklist.law.model import Chapter, DutyHolder, Fact, Hint, Obligation, Penalty, Topic
from checklist.report.beside import NOTHING, Beside


class Verdict(Enum):
    """The conclusion in one word, worst first."""

    BREACH = "breach"
    OPEN = "open"
    CLEAR = "clear"
    NOTHING_BINDS = "nothing_binds"


class Support(Enum):
    """What a passing finding rests on: how many of its answers name evidence that is still valid.

    GONE, EXPIRED: that of one is not there any more, or has run out. SAMPLED: none names any, but
    records or recordings that were looked at by sample agree with an answer.
    """

    NONE = "none"
    SAMPLED = "sampled"
    GONE = "gone"
    EXPIRED = "expired"
    SOME = "some"
    ALL = "all"


class FactSays(Struct, frozen=True, kw_only=True):
    """One fact as it counted. `value` is an option id, None where nobody knows; then `why` says
    whether it was not answered, answered with 不清楚, or has to be confirmed.
    `settled` is True where earlier facts already decide it. `who_could_know` is recorded with what
    nobody knows.
    """

    fact: Fact
    value: str | None
    settled: bool
    why: OpenWhy | None = None
    who_could_know: str | None = None


class Subject(Struct, frozen=True, kw_only=True, eq=False):
    """Whom a line is about. `rooms` is empty for the respondent as a whole; `of`: rooms in all."""

    rooms: tuple[Room, ...]
    of: int

    @property
    def has_others(self) -> bool:
        """Whether it is about rooms, and the respondent has several."""
        return bool(self.rooms) and self.of > 1

    @property
    def is_part(self) -> bool:
        """Whether it is about some rooms and not about all."""
        return 0 < len(self.rooms) < self.of


class Addressee(Struct, frozen=True, kw_only=True, eq=False):
    """A duty holder as whom the respondent is bound. Where another article binds it (`bound.via`),
    `because` are the facts that rests on."""

    holder: DutyHolder
    bound: BoundAs
    because: tuple[FactSays, ...] = ()


class Line(Struct, frozen=True, kw_only=True, eq=False):
    """Findings of one entry that came out alike, told once. `finding` stands for all of them.

    `index` is the 索引号 of the working paper. `addressees` stand as in
    `finding.binding.bound_as`. `support` is what it rests on where it is 符合. `provisions` are
    what fines a breach of the entry by anyone like the respondent. `overlaps` are other entries
    that are 不符合 too, and that the same act may breach.
    """

    index: str
    finding: Finding
    subject: Subject
    because: tuple[FactSays, ...]
    addressees: tuple[Addressee, ...]
    exposure: Exposure
    provisions: tuple[Provision, ...]
    chapter: Chapter | None = None
    support: Support | None = None
    overlaps: tuple[Obligation, ...] = ()

    @property
    def obligation(self) -> Obligation:
        return self.finding.obligation

    @property
    def threat(self) -> Threat:
        """How far a breach can be fined."""
        return self.exposure.threat

    @property
    def count(self) -> int:
        """How many findings this line stands for."""
        return max(1, len(self.subject.rooms))

    @property
    def judged(self) -> tuple[Judged, ...]:
        """Every question with its answer; nothing where the entry does not bind."""
        return self.finding.judged

    @property
    def failed(self) -> tuple[Judged, ...]:
        return self.finding.outcomes(Outcome.GAP)

    @property
    def open(self) -> tuple[Judged, ...]:
        """The questions that are open as a whole."""
        return self.finding.outcomes(Outcome.OPEN)


class Paper(Struct, frozen=True, kw_only=True, eq=False):
    """底稿: one entry with everything found about it."""

    index: str
    obligation: Obligation
    chapter: Chapter | None
    lines: tuple[Line, ...]

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """What fines a breach of the entry."""
        return self.lines[0].provisions

    @property
    def binds(self) -> bool:
        """Whether it binds, or may bind, anyone here."""
        return any(line.finding.binding.applies is not Applies.NO for line in self.lines)


class Identity(Struct, frozen=True, kw_only=True, eq=False):
    """Whether the respondent is a certain duty holder, and the facts that say so."""

    standing: Standing
    because: tuple[FactSays, ...]


class Venue(Struct, frozen=True, kw_only=True, eq=False):
    """管辖: who deals with breaches of the respondent as `holder`, and in which rooms.

    `competence` is None where the regulation names no authority for that holder; `rooms` is None
    where it is so for the respondent as a whole.
    """

    holder: DutyHolder
    competence: Competence | None
    rooms: Subject | None


class Tally(Struct, frozen=True, kw_only=True, eq=False):
    """How many findings under one heading have each status; every status is present."""

    label: str
    counts: Mapping[Status, int]


class Example(Struct, frozen=True, kw_only=True):
    """A retention period with real dates. `declared_until` is None where no end was declared."""

    start: date
    required_until: date
    declared_until: date | None

    @property
    def short_by(self) -> int:
        """Days missing; 0 where none."""
        if self.declared_until is None:
            return 0
        return max(0, (self.required_until - self.declared_until).days)


class Clock(Struct, frozen=True, kw_only=True, eq=False):
    """One retention period of one line. `judged` is None where the law names no number of years."""

    line: Line
    judged: Judged | None = None
    years: int | None = None
    example: Example | None = None


class LinesByGround(Struct, frozen=True, kw_only=True, eq=False):
    """Lines that apply, may apply or do not, for the same reason."""

    because: tuple[FactSays, ...]
    applies: Applies
    lines: tuple[Line, ...]


class Sanction(Struct, frozen=True, kw_only=True, eq=False):
    """A penalty that may fine something which binds, and the breaches it reaches or may reach.

    `names_conduct`: it fines no entry for certain, and only stands beside a breach.
    """

    penalty: Penalty
    names_conduct: bool
    breaches: tuple[Line, ...]
    in_doubt: tuple[Line, ...]


class Exhibit(Struct, frozen=True, kw_only=True, eq=False):
    """One piece of evidence, and what cites it; nothing where only dormant answers do."""

    number: str
    evidence: Evidence
    papers: tuple[Paper, ...]
    facts: tuple[Fact, ...]


class Point(Struct, frozen=True, kw_only=True, eq=False):
    """Something open in the encoding of entries that bind or may bind, and their papers.

    `number` counts from 1: first what concerns the most entries, then in the rulebook's order.
    `is_shared`: it concerns several entries, so that each only refers to it.
    """

    number: int
    text: str
    papers: tuple[Paper, ...]
    is_shared: bool


class Completeness(Struct, frozen=True, kw_only=True, eq=False):
    """How many questions matter, how many of them are settled, and how many have a gap."""

    settled: int
    asked: int
    gaps: int


class Report(Struct, frozen=True, kw_only=True, eq=False):
    """Everything a report tells. `number` is the same whenever the same input is judged.
    `answers_sha256` is the digest of the answers alone, as assessment/as_data.py takes it.

    `breaches` are sorted by exposure; `open`, `exclusions`, `encouragements` and `papers` stand in
    the rulebook's order; of `grounds`, what applies stands before what may. `clocks` and `figures`
    leave out what does not bind; `venues` is empty where the rulebook has no rule of jurisdiction.
    `supports` counts findings that are 符合. `topic` is given where this is one topic on its own
    and not the whole report. `beside` is what lay beside the answers and was judged with them.
    """

    number: str
    answers_sha256: str
    findings: Findings
    totals: Totals
    verdict: Verdict
    completeness: Completeness
    identities: tuple[Identity, ...]
    venues: tuple[Venue, ...]
    hints: tuple[Hint, ...]
    by_holder: tuple[Tally, ...]
    by_chapter: tuple[Tally, ...]
    breaches: tuple[Line, ...]
    open: tuple[Line, ...]
    clocks: tuple[Clock, ...]
    figures: tuple[Line, ...]
    figures_excluded: tuple[Line, ...]
    encouragements: tuple[Line, ...]
    grounds: tuple[LinesByGround, ...]
    exclusions: tuple[LinesByGround, ...]
    sanctions: tuple[Sanction, ...]
    papers: tuple[Paper, ...]
    supports: Mapping[Support, int]
    exhibits: tuple[Exhibit, ...]
    points: tuple[Point, ...]
    topic: Topic | None = None
    beside: Beside = NOTHING
