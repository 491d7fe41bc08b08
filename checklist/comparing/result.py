"""A result as `checklist check` writes it, as far as two of them are compared.

These types decode it: what does not fit them is no result. docs/schema/check.schema.json describes
the whole of it; keys that nobody compares are not looked at here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Annotated, Literal

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from checklist.assessment.as_data import Coded
from checklist.assessment.model import Mark, SelfAuditPeriod, Signer
from checklist.assessment.wording import MARK
from checklist.evaluation.model import OpenWhy, Status
from checklist.law.model import About, Kind

Id = Annotated[str, Meta(min_length=1)]
Number = Annotated[int, Meta(ge=1)]
Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Fingerprint = Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]


class PointState(Enum):
    """How one question stands in a result. CLEAR: neither a gap nor open."""

    GAP = "gap"
    IF_BOUND = "if_bound"
    OPEN = "open"
    CLEAR = "clear"


class Point(Struct, frozen=True, kw_only=True):
    """One question in one finding. A question that a finding does not name is CLEAR, its `ask`
    unknown. `missing` are the options that fail, `unclear` those that are open. `not_yet`: nothing
    of it was overdue before that day."""

    state: PointState
    ask: str | None = None
    answer: str | None = None
    missing: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    why: OpenWhy | None = None
    remedied: date | None = None
    not_yet: date | None = None

    @property
    def is_inapplicable(self) -> bool:
        """Whether it was answered with 不适用."""
        return self.state is PointState.CLEAR and self.answer == MARK[Mark.INAPPLICABLE]

    def says_as(self, other: Point) -> bool:
        """Whether the answers are the same, 18个月 and 1年6个月 being one."""
        return _length(self.answer) == _length(other.answer)


_SPAN = re.compile("(?:([0-9]+)年)?(?:([0-9]+)个月)?(?:([0-9]+)天)?")


def _length(answer: str | None) -> object:
    """The months and days of a span of time; any other answer as it stands."""
    match = _SPAN.fullmatch(answer) if answer else None
    if not match:
        return answer
    years, months, days = (int(part or 0) for part in match.groups())
    return 12 * years + months, days


CLEAR = Point(state=PointState.CLEAR)


class Edition(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The rulebook a result was judged by; `short` is what its regulation is called beside others,
    where there are several."""

    id: Id
    edition: str
    sha256: Digest
    bundled: bool
    short: str | None = None

    @property
    def called(self) -> str:
        """What people know the regulation by."""
        return self.short or f"规则册 {self.id}"


class RecordedRespondent(Struct, frozen=True, kw_only=True):
    """Who gave the answers."""

    name: str
    credit_code: str | None


class RecordedRoom(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A live room of the respondent; `formerly` are the names that it had before."""

    id: Id
    name: str
    formerly: tuple[str, ...] = ()


class Signature(Struct, frozen=True, kw_only=True):
    """Who gave an answer and when (ISO 8601), as far as it was recorded; what it corrects."""

    by: str | None = None
    at: str | None = None
    corrected: str | None = None
    exceptions: dict[str, Coded] = field(name="except", default_factory=dict)
    signed: dict[str, Signer] = field(default_factory=dict)

    def in_room(self, room: str | None) -> Signature:
        """Who gave what stands in a room, or what is common to all (None)."""
        is_own = room is not None and (room in self.signed or room in self.exceptions)
        signer = self.signed.get(room or "" if is_own else "")
        return replace(self, by=signer.by, at=signer.at) if signer else self


class RecordedFact(Signature, frozen=True, kw_only=True):
    """The answer to one fact: for the respondent, and by room id where it is different."""

    value: Coded | None


class FactQuestion(Struct, frozen=True, kw_only=True):
    """How a fact was asked, with its options by id."""

    ask: str
    options: dict[str, str]


class _Asked(Struct, frozen=True, kw_only=True):
    question: Id
    ask: str


class _Inapplicable(_Asked, frozen=True, kw_only=True):
    about: About | None = None
    not_yet: date | None = None


class _Passed(_Asked, frozen=True, kw_only=True):
    answer: str | None


class _Gap(_Passed, frozen=True, kw_only=True):
    missing: tuple[Id, ...]
    remedied: date | None = None


class _Open(_Asked, frozen=True, kw_only=True):
    why: OpenWhy
    options: tuple[Id, ...] = ()


class RecordedFinding(Struct, frozen=True, kw_only=True):
    """One obligation and the room it was judged for; None for the respondent as a whole.

    `rulebook` is None where the result is of only one. Files of the first days have neither
    `passed` nor `inapplicable`; nothing is compared by them but what was answered.
    """

    obligation: Id
    title: str
    kind: Kind
    rulebook: Id | None = None
    article: Number
    paragraph: Number | None
    item: Number | None
    subject: str | None
    binds: tuple[Id, ...]
    status: Status
    remedied: date | None = None
    gaps: tuple[_Gap, ...]
    open: tuple[_Open, ...]
    if_bound: tuple[_Gap, ...]
    passed: tuple[_Passed, ...] = ()
    inapplicable: tuple[_Inapplicable, ...] = ()

    @property
    def idle(self) -> frozenset[str]:
        """The questions about the self-audit period that nothing in it gave rise to."""
        return frozenset(it.question for it in self.inapplicable if it.about is About.PERIOD)

    def points(self) -> dict[str, Point]:
        """How each question stands, by its id. Of a multi-select some options may fail while others
        are open: that is a gap which keeps `why`."""
        clear, inapplicable = PointState.CLEAR, MARK[Mark.INAPPLICABLE]
        points = {
            passed.question: Point(state=clear, ask=passed.ask, answer=passed.answer)
            for passed in self.passed
        }
        for excluded in self.inapplicable:
            points[excluded.question] = Point(
                state=clear, ask=excluded.ask, answer=inapplicable, not_yet=excluded.not_yet
            )
        for unclear in self.open:
            points[unclear.question] = Point(
                state=PointState.OPEN, ask=unclear.ask, unclear=unclear.options, why=unclear.why
            )
        for state, gaps in ((PointState.IF_BOUND, self.if_bound), (PointState.GAP, self.gaps)):
            for gap in gaps:
                half = points.get(gap.question, CLEAR)
                points[gap.question] = Point(
                    state=state,
                    ask=gap.ask,
                    answer=gap.answer,
                    missing=gap.missing,
                    unclear=half.unclear,
                    why=half.why,
                    remedied=gap.remedied,
                )
        return points


class Result(Struct, frozen=True, kw_only=True, dict=True):
    """A result file, or what a page embeds.

    `questions`: obligation to question to fingerprint of how it was asked. Files of the first days
    have no `facts`, `fact_questions` and `answers`: their facts are not compared. `altered` is set
    by who reads a page that is not as it was written; what a file says there counts for nothing.
    """

    format: Literal[1]
    as_of: date
    rulebooks: Annotated[tuple[Edition, ...], Meta(min_length=1)]
    respondent: RecordedRespondent
    rooms: tuple[RecordedRoom, ...]
    questions: dict[str, dict[str, Fingerprint]]
    findings: tuple[RecordedFinding, ...]
    facts: dict[str, RecordedFact] | None = None
    fact_questions: dict[str, FactQuestion] = field(default_factory=dict)
    answers: dict[str, Signature] = field(default_factory=dict)
    altered: bool = False
    period: SelfAuditPeriod | None = None

    def only(self, rulebooks: Collection[str]) -> Result:
        """The part of the result that is about these of its rulebooks."""
        first = self.rulebooks[0].id
        findings = tuple(
            finding for finding in self.findings if (finding.rulebook or first) in rulebooks
        )
        entries = {finding.obligation for finding in findings}
        return replace(
            self,
            rulebooks=tuple(book for book in self.rulebooks if book.id in rulebooks),
            questions={id: self.questions[id] for id in self.questions if id in entries},
            findings=findings,
        )

    def about(self, facts: Collection[str]) -> Result:
        """The result with no other facts than these."""
        known = self.facts and {id: self.facts[id] for id in self.facts if id in facts}
        return replace(self, facts=known)

    @cached_property
    def room_names(self) -> Mapping[str, str]:
        """By room id."""
        return {room.id: room.name for room in self.rooms}

    @cached_property
    def by_key(self) -> Mapping[tuple[str, str | None], RecordedFinding]:
        """The findings by obligation and room."""
        return {(finding.obligation, finding.subject): finding for finding in self.findings}

    @cached_property
    def counts(self) -> Mapping[Status, int]:
        """How often each status stands; encouragements are not counted."""
        duties = (duty for duty in self.findings if duty.kind is not Kind.ENCOURAGEMENT)
        return Counter(finding.status for finding in duties)

    def kept_elsewhere(self, key: tuple[str, str]) -> Signature | None:
        """What is recorded of the one answer that was given to the same question of another entry;
        None where there is none, or more than one."""
        put = self.asked.get(key)
        same = ("/".join(other) for other, asked in self.asked.items() if asked == put)
        kept = [self.answers[other] for other in same if other in self.answers]
        return kept[0] if len(kept) == 1 else None

    @cached_property
    def rules(self) -> frozenset[tuple[str, str]]:
        """What the result was judged by, to the letter."""
        return frozenset((book.id, book.sha256) for book in self.rulebooks)

    @cached_property
    def asked(self) -> Mapping[tuple[str, str], str]:
        """The fingerprint of each question, by obligation and question."""
        return {
            (obligation, question): fingerprint
            for obligation, questions in self.questions.items()
            for question, fingerprint in questions.items()
        }
