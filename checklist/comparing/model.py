"""What a comparison is made of: two results, and how each finding and question stands in both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum

from msgspec import Struct

from checklist.evaluation.model import Status


class Held(Enum):
    """How one question stands in a result. CLEAR: neither a gap nor open."""

    GAP = "gap"
    IF_BOUND = "if_bound"
    OPEN = "open"
    CLEAR = "clear"


class Effect(Enum):
    """Worst first. CHANGED: neither better nor worse as a whole, such as a gap now unknown."""

    FELL_BACK = "fell_back"
    NEW = "new"
    CHANGED = "changed"
    IMPROVED = "improved"
    GONE = "gone"


class Cause(Enum):
    """What a difference comes from. FACTS_OR_RULE: both may have changed whom the entry binds."""

    ANSWER = "answer"
    RULE = "rule"
    FACTS = "facts"
    FACTS_OR_RULE = "facts_or_rule"
    ROOM = "room"


class Edition(Struct, frozen=True, kw_only=True):
    """The rulebook a result was judged by."""

    id: str
    edition: str
    sha256: str
    bundled: bool


class Point(Struct, frozen=True, kw_only=True):
    """One question in one finding. `why` is an OpenWhy value; CLEAR itself knows no `ask`."""

    held: Held
    ask: str | None = None
    answer: str | None = None
    missing: tuple[str, ...] = ()
    why: str | None = None


CLEAR = Point(held=Held.CLEAR)


class Told(Struct, frozen=True, kw_only=True):
    """One finding of a result, as far as it is compared. A question without a point is CLEAR."""

    obligation: str
    title: str
    article: int
    paragraph: int | None
    item: int | None
    subject: str | None
    encouragement: bool
    binds: bool
    status: Status
    points: Mapping[str, Point]

    @property
    def counts(self) -> bool:
        """Whether it is compared; an encouragement never has another status than 不适用."""
        return self.status is not Status.NOT_APPLICABLE


class Recorded(Struct, frozen=True, kw_only=True):
    """Who gave an answer and when (ISO 8601), as far as it was recorded."""

    by: str | None = None
    at: str | None = None


class FactAnswer(Struct, frozen=True, kw_only=True):
    """What was said to one fact, in words; None where nothing was. `exceptions` are by room id."""

    ask: str
    answer: str | None
    exceptions: Mapping[str, str]
    recorded: Recorded

    def for_room(self, room: str | None) -> str | None:
        return self.answer if room is None else self.exceptions.get(room, self.answer)


class Result(Struct, frozen=True, kw_only=True):
    """A result file, or what a page embeds.

    `asked_as`: obligation to question to fingerprint of how it was asked. `recorded` is by answer
    key, `facts` by fact id. `altered`: it comes from a page that is not as it was written.
    """

    as_of: date
    rulebooks: tuple[Edition, ...]
    respondent: str
    credit_code: str | None
    rooms: Mapping[str, str]
    asked_as: Mapping[str, Mapping[str, str]]
    findings: Mapping[tuple[str, str | None], Told]
    facts: Mapping[str, FactAnswer]
    recorded: Mapping[str, Recorded]
    altered: bool = False


class QuestionChange(Struct, frozen=True, kw_only=True):
    """One question that stands otherwise than before; None where it is not asked."""

    question: str
    old: Point | None
    new: Point | None
    effect: Effect
    cause: Cause

    @property
    def opened(self) -> bool:
        """Worse: a gap that was none, a wider one, or something settled that is open now."""
        return self.effect is Effect.FELL_BACK or _fails_more(self.old, self.new)

    @property
    def closed(self) -> bool:
        """The mirror of `opened`."""
        return self.effect is Effect.IMPROVED or _fails_more(self.new, self.old)


class Difference(Struct, frozen=True, kw_only=True):
    """One obligation and subject that stands otherwise; None where it does not apply."""

    old: Told | None
    new: Told | None
    effect: Effect
    causes: tuple[Cause, ...]
    questions: tuple[QuestionChange, ...]

    @property
    def told(self) -> Told:
        """The finding that names it: the newer one where there is one."""
        told = self.new or self.old
        if told is None:
            raise ValueError("a difference of nothing")
        return told


def alike(differences: Iterable[Difference]) -> list[tuple[Difference, ...]]:
    """Differences of one obligation that came out the same in several rooms, together."""
    groups: dict[object, list[Difference]] = {}
    for one in differences:
        statuses = (one.old and one.old.status, one.new and one.new.status)
        key = (one.told.obligation, statuses, one.causes, one.questions)
        groups.setdefault(key, []).append(one)
    return [tuple(group) for group in groups.values()]


class FactChange(Struct, frozen=True, kw_only=True):
    """A fact that is answered otherwise: for the respondent, or for one room."""

    ask: str
    room: str | None
    old: str | None
    new: str | None
    recorded: Recorded


class Comparison(Struct, frozen=True, kw_only=True):
    """Everything that differs, in the order of the newer result; what is gone comes last."""

    old: Result
    new: Result
    differences: tuple[Difference, ...]
    unchanged: int

    @property
    def same_respondent(self) -> bool:
        """By 统一社会信用代码 where both give one, else by name."""
        if self.old.credit_code and self.new.credit_code:
            return self.old.credit_code == self.new.credit_code
        return self.old.respondent == self.new.respondent

    @property
    def same_rules(self) -> bool:
        return same_rules(self.old, self.new)

    @property
    def fell_back(self) -> bool:
        """Whether anything is worse: a finding fell back, or a gap stands that stood not before."""
        return any(
            one.effect is Effect.FELL_BACK or any(each.opened for each in one.questions)
            for one in self.differences
        )

    def with_effect(self, effect: Effect) -> tuple[Difference, ...]:
        return tuple(one for one in self.differences if one.effect is effect)

    def who(self, difference: Difference, change: QuestionChange) -> Recorded | None:
        """Who gave the newer answer; None where it is the one that stood before, or unknown."""
        key = f"{difference.told.obligation}/{change.question}"
        recorded = self.new.recorded.get(key)
        return recorded if recorded != self.old.recorded.get(key) else None

    def fact_changes(self) -> Iterator[FactChange]:
        """In the order of the newer result; one that only one result answers counts too."""
        for id in dict.fromkeys((*self.new.facts, *self.old.facts)):
            was, now = self.old.facts.get(id), self.new.facts.get(id)
            told = now or was
            if told is None:
                continue
            rooms = {**(was.exceptions if was else {}), **(now.exceptions if now else {})}
            for room in (None, *rooms):
                old = was.for_room(room) if was else None
                new = now.for_room(room) if now else None
                common = (was.answer if was else None, now.answer if now else None)
                if old != new and (room is None or (old, new) != common):
                    recorded = now.recorded if now else Recorded()
                    yield FactChange(ask=told.ask, room=room, old=old, new=new, recorded=recorded)

    def reworded(self) -> tuple[tuple[str, str], ...]:
        """(obligation, question) that both ask, but otherwise than before."""
        return tuple(
            key
            for key, asked in _asked(self.new).items()
            if _asked(self.old).get(key, asked) != asked
        )

    def added(self) -> tuple[tuple[str, str], ...]:
        """(obligation, question) that only the newer result's rulebook asks."""
        before = _asked(self.old)
        return tuple(key for key in _asked(self.new) if key not in before)

    def removed(self) -> tuple[tuple[str, str], ...]:
        """(obligation, question) that only the older result's rulebook asks."""
        after = _asked(self.new)
        return tuple(key for key in _asked(self.old) if key not in after)


def same_rules(one: Result, other: Result) -> bool:
    """Whether both were judged by the very same rulebooks."""
    return {(book.id, book.sha256) for book in one.rulebooks} == {
        (book.id, book.sha256) for book in other.rulebooks
    }


def _asked(result: Result) -> dict[tuple[str, str], str]:
    return {
        (obligation, question): asked
        for obligation, questions in result.asked_as.items()
        for question, asked in questions.items()
    }


def _fails_more(was: Point | None, now: Point | None) -> bool:
    """Whether a gap stands now that stood not before, or an option fails that did not."""
    if now is None or now.held is not Held.GAP:
        return False
    return was is None or was.held is not Held.GAP or bool({*now.missing} - {*was.missing})
