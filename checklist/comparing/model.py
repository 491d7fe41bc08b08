"""What differs between two results, for each finding and question, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Generic, TypeVar

from msgspec import Struct

from checklist.comparing.result import Edition, Point, PointState, RecordedFinding, Result
from checklist.evaluation.model import Status
from checklist.text import name_key

Key = TypeVar("Key")


class Effect(Enum):
    """Worst first. CHANGED: neither better nor worse as a whole, such as a gap now unknown.
    ANSWERED: nobody had answered before, LEARNED: it was open for another reason, such as 不清楚;
    of neither is known how it was. PENDING: in a new round nobody has answered it yet, or confirmed
    what was taken over.

    The past gets no better: REMEDIED is a gap that stays one and is mended since, PARTLY_REMEDIED
    an obligation of which some gaps are, CORRECTED a gap that never was, because the answer was
    wrong.
    """

    FELL_BACK = "fell_back"
    NEW = "new"
    CHANGED = "changed"
    ANSWERED = "answered"
    LEARNED = "learned"
    PENDING = "pending"
    PARTLY_REMEDIED = "partly_remedied"
    REMEDIED = "remedied"
    CORRECTED = "corrected"
    IMPROVED = "improved"
    GONE = "gone"


class Cause(Enum):
    """What a difference comes from. FACTS_OR_RULE: both may have changed whom the entry binds.
    CORRECTED: the older answer was wrong. REMEDIED, REDATED, WITHDRAWN: the answer is the same, and
    a remedy of it was recorded, put on another day, or taken back.
    DUE: so is the answer, and what it left out has fallen due since. PERIOD: nothing in one of two
    different self-audit periods gave rise to what is asked. ROUND: a new round is not answered to
    its end."""

    ANSWER = "answer"
    CORRECTED = "corrected"
    REMEDIED = "remedied"
    REDATED = "redated"
    WITHDRAWN = "withdrawn"
    DUE = "due"
    PERIOD = "period"
    ROUND = "round"
    RULE = "rule"
    FACTS = "facts"
    FACTS_OR_RULE = "facts_or_rule"
    RECORDS = "records"
    ROOM = "room"


class Turn(Enum):
    """Which way a difference goes for a reader who asks whether it got better. ANSWERED: nobody
    can say, as it is answered, or known, for the first time."""

    WORSE = "worse"
    BETTER = "better"
    ANSWERED = "answered"
    OTHER = "other"


class QuestionChange(Struct, frozen=True, kw_only=True):
    """One question that stands otherwise than before; None where it is not asked.

    `by` and `at` say who gave the newer answer; None where it is the one that stood before.
    `corrected` is what was wrong with the older one, and why, where it was.
    """

    question: str
    effect: Effect
    cause: Cause
    old: Point | None
    new: Point | None
    by: str | None
    at: str | None
    corrected: str | None = None

    @property
    def opened(self) -> bool:
        """Worse: a gap that was none, a wider one, or something settled that is open now."""
        return self.effect is Effect.FELL_BACK or fails_anew(self.old, self.new)

    @property
    def fails_at_first(self) -> bool:
        """A gap, or a wider one, of which nobody knew before whether it was one."""
        return not self.opened and _fails_more(self.old, self.new)

    @property
    def closed(self) -> bool:
        """The mirror of `opened`."""
        return self.effect is Effect.IMPROVED or _fails_more(self.new, self.old)


def _fails_more(was: Point | None, now: Point | None) -> bool:
    """Whether a gap stands now that stood not before, or an option fails that did not."""
    if now is None or now.state is not PointState.GAP:
        return False
    return was is None or was.state is not PointState.GAP or bool({*now.missing} - {*was.missing})


def fails_anew(was: Point | None, now: Point | None) -> bool:
    """Whether a gap stands now, or an option fails, where it was known before that none did."""
    if not _fails_more(was, now):
        return False
    if was is None or now is None or was.state is PointState.CLEAR:
        return True
    if was.state is PointState.OPEN and not was.unclear:
        return False
    return bool({*now.missing} - {*was.missing} - {*was.unclear})


class Difference(Struct, frozen=True, kw_only=True):
    """One obligation and subject that stands otherwise; None where it does not apply.

    `finding` is the one that names it: the newer one where there is one.
    """

    finding: RecordedFinding
    old: RecordedFinding | None
    new: RecordedFinding | None
    effect: Effect
    causes: tuple[Cause, ...]
    questions: tuple[QuestionChange, ...]

    @property
    def turn(self) -> Turn:
        """WORSE also where a gap or doubt stands that was none before, whatever else is better, and
        where what may apply now would be a gap."""
        if self.effect is Effect.FELL_BACK or any(change.opened for change in self.questions):
            return Turn.WORSE
        points = (change.new for change in self.questions)
        if self.effect is Effect.NEW and any(
            point is not None and point.state is PointState.IF_BOUND for point in points
        ):
            return Turn.WORSE
        return _TURNS.get(self.effect, Turn.OTHER)


_TURNS = {
    Effect.IMPROVED: Turn.BETTER,
    Effect.ANSWERED: Turn.ANSWERED,
    Effect.LEARNED: Turn.ANSWERED,
}

Group = tuple[Difference, ...]
"""Differences of one obligation that came out the same in several rooms."""


def alike(differences: Iterable[Difference]) -> tuple[Group, ...]:
    """The differences, those together that came out the same in several rooms."""
    groups: dict[object, list[Difference]] = {}
    for difference in differences:
        was, now = difference.old, difference.new
        statuses = (was and was.status, now and now.status)
        key = (difference.finding.obligation, statuses, difference.causes, difference.questions)
        groups.setdefault(key, []).append(difference)
    return tuple(map(tuple, groups.values()))


class FactChange(Struct, frozen=True, kw_only=True):
    """A fact that is answered otherwise, in words: for the respondent, or for one room."""

    ask: str
    room: str | None
    old: str | None
    new: str | None
    by: str | None
    at: str | None


class Turnover(Struct, Generic[Key], frozen=True, kw_only=True):
    """What only the newer result has, what only the older one has, what both have otherwise."""

    added: list[Key]
    removed: list[Key]
    changed: list[Key]


def _turnover(old: Mapping[Key, str], new: Mapping[Key, str]) -> Turnover[Key]:
    return Turnover(
        added=[key for key in new if key not in old],
        removed=[key for key in old if key not in new],
        changed=[key for key, value in new.items() if old.get(key, value) != value],
    )


class OneSided(Struct, frozen=True, kw_only=True):
    """A regulation that only one of two results was held against, and how it stands there."""

    regulation: Edition
    is_old: bool
    counts: Mapping[Status, int]


class Comparison(Struct, frozen=True, kw_only=True):
    """Everything that differs, in the order of the newer result; what is gone comes last.

    `old` and `new` are the results as far as both were held against the same regulations; what
    only one of them was held against is `one_sided`, and nothing of it is better or worse.
    """

    old: Result
    new: Result
    differences: tuple[Difference, ...]
    unchanged: int
    one_sided: tuple[OneSided, ...] = ()

    @property
    def same_respondent(self) -> bool:
        """By 统一社会信用代码 where both give one, else by name, however it is typed."""
        old, new = self.old.respondent, self.new.respondent
        if old.credit_code and new.credit_code:
            return name_key(old.credit_code) == name_key(new.credit_code)
        return name_key(old.name) == name_key(new.name)

    @property
    def same_rules(self) -> bool:
        """Whether both were judged by the very same rulebooks."""
        return self.old.rules == self.new.rules

    @property
    def fell_back(self) -> bool:
        """Whether anything is worse: a finding fell back, or a gap stands that stood not before,
        be it that nobody had answered, or knew."""
        return any(
            difference.turn is Turn.WORSE
            or any(change.fails_at_first for change in difference.questions)
            for difference in self.differences
        )

    @property
    def rooms(self) -> Turnover[str]:
        """The rooms by id; those of both count as changed where they are called otherwise."""
        return _turnover(self.old.room_names, self.new.room_names)

    @property
    def questions(self) -> Turnover[tuple[str, str]]:
        """(obligation, question) of both rulebooks, changed where it is put otherwise."""
        return _turnover(self.old.asked, self.new.asked)

    @property
    def by_cause(self) -> Counter[tuple[Cause, Turn]]:
        """How many differences of each cause go which way. A difference may have several causes."""
        return Counter(
            (cause, difference.turn)
            for difference in self.differences
            for cause in difference.causes
        )

    @property
    def still_broken(self) -> dict[str, list[RecordedFinding]]:
        """What was 不符合 and stands unchanged, by obligation."""
        changed = {(each.finding.obligation, each.finding.subject) for each in self.differences}
        breaches: dict[str, list[RecordedFinding]] = {}
        for key, finding in self.new.by_key.items():
            if key not in changed and finding.status is Status.NOT_SATISFIED:
                breaches.setdefault(finding.obligation, []).append(finding)
        return breaches

    def with_effect(self, effect: Effect) -> tuple[Difference, ...]:
        return tuple(each for each in self.differences if each.effect is effect)

    def turned(self, turn: Turn) -> tuple[Group, ...]:
        """The differences that go this way, those together that came out the same."""
        return alike(each for each in self.differences if each.turn is turn)
