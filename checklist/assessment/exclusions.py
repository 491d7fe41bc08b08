"""What an answer is weighed against: the days it can be about, and what else was answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec.structs import replace

from checklist.assessment.model import (
    Answer,
    Assessment,
    Choice,
    Extreme,
    Mark,
    Picks,
    Room,
    TimesAYear,
    Value,
)
from checklist.assessment.objections import Objection, Span, against, span_of, states_something
from checklist.assessment.questionnaire import AskFact, AskQuestion, plan
from checklist.assessment.recheck import needs_recheck, standing_facts
from checklist.assessment.wording import MARK, spell
from checklist.law.model import (
    Alternative,
    Exclusion,
    Fact,
    Per,
    Question,
    Rulebook,
    Said,
    Saying,
)
from checklist.text import inert, without_asides

_MARKS = {
    Saying.YES: Mark.YES,
    Saying.NO: Mark.NO,
    Saying.INAPPLICABLE: Mark.INAPPLICABLE,
    Saying.UNKNOWN: Mark.UNKNOWN,
}
_LONGEST, _MOST_NAMED = 24, 2


class Scales:
    """The answers of one assessment, each of which is weighed against all others."""

    def __init__(self, rulebook: Rulebook, assessment: Assessment, today: date | None) -> None:
        self.rulebook, self.assessment, self._today = rulebook, assessment, today
        self._spans: dict[str, Span | None] = {}

    def objections(
        self, key: str, asked: Question | Fact, answer: Answer | None
    ) -> Iterator[Objection]:
        """What speaks against an answer and against its exceptions, each said once."""
        if answer is None or (isinstance(asked, Fact) and key not in self.rulebook.exclusions_of):
            return
        rooms = dict.fromkeys((*self._rooms(key), *answer.exceptions))
        found: dict[Objection, list[str | None]] = {}
        for room in rooms:
            for each in self.against(key, asked, answer.for_room(room), room):
                found.setdefault(each, []).append(room)
        for each, of in found.items():
            yield each if len(of) == len(rooms) else in_rooms(each, of, self.assessment.rooms)

    def against(
        self, key: str, asked: Question | Fact, value: Value | None, room: str | None = None
    ) -> Iterator[Objection]:
        """What speaks against a value, in a room or for the respondent. `key` is the fact's id or
        the answer key. Said of rooms at large it is weighed where all of them speak against it."""
        if value is None:
            return
        yield from against(asked, value, self.span(asked))
        for own, exclusion in self.rulebook.exclusions_of.get(key, ()):
            mine = _heard(own, value)
            if mine is None:
                continue
            if itself := _within(exclusion, own, asked, value):
                yield _objection(exclusion, asked, mine, {key: itself}, value, is_within=True)
            if not self._may_clash(exclusion, own, room):
                continue
            rooms = self._rooms(key) if room is None else (room,)
            others = [self._clash(exclusion, own, each) for each in rooms]
            if all(others):
                yield _objection(exclusion, asked, mine, others[0], value)

    def span(self, asked: Question | Fact) -> Span | None:
        """The days that an answer can be about."""
        if asked.of not in self._spans:
            self._spans[asked.of] = span_of(self.rulebook, asked, self.assessment, self._today)
        return self._spans[asked.of]

    def _may_clash(self, exclusion: Exclusion, own: Said, room: str | None) -> bool:
        """Whether the other side was answered at all, be it asked now or not: said of most answers
        that it was not, without planning what is asked."""

        def is_said(side: Iterable[Said]) -> Iterator[bool]:
            return (any(self._hearing(each, room)) for each in side if each.key != own.key)

        sides = is_said(exclusion.these), is_said(exclusion.exclude)
        return all(sides[0]) and (own not in exclusion.these or any(sides[1]))

    def _clash(self, exclusion: Exclusion, own: Said, room: str | None) -> dict[str, str]:
        """What was answered under other keys that an answer cannot be true beside, in words;
        nothing where they leave it be."""
        told = {each.key: self._said(each, room) for each in exclusion.these if each != own}
        if None in told.values():
            return {}
        if own in exclusion.these:
            told |= {each.key: self._said(each, room) for each in exclusion.exclude}
        others = {key: words for key, words in told.items() if words is not None}
        is_enough = own not in exclusion.these or others.keys() & {
            each.key for each in exclusion.exclude
        }
        return others if is_enough else {}

    def _said(self, said: Said, room: str | None) -> str | None:
        """What was answered under another key, in words, if it is one of the alternatives and
        counts now."""
        for asked, heard, value, of in self._hearing(said, room):
            if self._counts(said.key, asked, of):
                return _in_words(asked, heard, value)
        return None

    def _hearing(
        self, said: Said, room: str | None
    ) -> Iterator[tuple[Question | Fact, Alternative, Value | None, str | None]]:
        """Where one of the alternatives was answered under a key: what was asked, which of them,
        the value, and the room."""
        rooms = [room] if room else [each.id for each in self.assessment.rooms]
        for of in rooms if rooms and said.key in self.rulebook.asked_of(Per.ROOM) else [None]:
            asked, value = self._given(said.key, of)
            heard = _heard(said, value)
            if asked and heard is not None:
                yield asked, heard, value, of

    def _given(self, key: str, room: str | None) -> tuple[Question | Fact | None, Value | None]:
        """A fact or question and its answer. Of facts what follows from others is one too."""
        if "/" in key:
            answer = self.assessment.answers.get(key)
            value = answer.for_room(room) if answer else None
            return self.rulebook.questions().get(key), value
        known = self.facts[room].get(key)
        if known is None:
            return None, None
        fact = self.rulebook.fact(key)
        return fact, Mark(known) if fact.is_yes_no else Choice(known)

    def _counts(self, key: str, asked: Question | Fact, room: str | None) -> bool:
        """Whether an answer counts now: it is asked, and has not to be looked at again."""
        if isinstance(asked, Fact):
            return True
        is_asked = key in self._plan and (room is None or room in self._plan[key])
        answer = self.assessment.answers[key]
        return is_asked and not needs_recheck(asked, answer, self.rulebook, self.assessment)

    @cached_property
    def facts(self) -> dict[str | None, dict[str, str]]:
        """The facts as they count for each room, and under None for the respondent."""
        return standing_facts(self.rulebook, self.assessment)

    def _rooms(self, key: str) -> Iterable[str | None]:
        """The rooms that a fact or question is asked of; None where it is asked of none."""
        if not self.assessment.rooms or key not in self.rulebook.asked_of(Per.ROOM):
            return (None,)
        return self._plan.get(key, ()) or (None,)

    @cached_property
    def _plan(self) -> Mapping[str, tuple[str, ...]]:
        """The rooms of each fact and question that is asked now, by key."""
        return {
            step.key: tuple(room.id for room in step.rooms)
            for step in plan(self.rulebook, self.assessment, self.facts)
            if isinstance(step, AskFact | AskQuestion)
        }


class Told:
    """Two answers that exclude each other are told once, with the first of them."""

    def __init__(self) -> None:
        self._pairs: set[frozenset[str]] = set()

    def is_new(self, key: str, objection: Objection) -> bool:
        """Whether what speaks against the answer under a key was not told of the other one."""
        pairs = {frozenset((key, other)) for other in objection.others}
        is_new = not pairs or not pairs <= self._pairs
        self._pairs |= pairs
        return is_new


def in_rooms(objection: Objection, of: Collection[str | None], rooms: Sequence[Room]) -> Objection:
    """What speaks against an answer in some rooms alone, with their names."""
    names = "、".join(inert(room.name) for room in rooms if room.id in of)
    return replace(objection, what=f"{names} {objection.what}") if names else objection


def _heard(said: Said, value: Value | None) -> Alternative | None:
    """The alternative that a value says, if it says one."""
    for each in said.alternatives:
        if _says(each, value):
            return each
    return None


def _within(
    exclusion: Exclusion, own: Said, asked: Question | Fact, value: Value | None
) -> str | None:
    """What an answer says itself that cannot be beside what it says, in words: two options."""
    same = (each for each in exclusion.exclude if each.key == own.key and each != own)
    heard = next((found for each in same if (found := _heard(each, value))), None)
    return None if heard is None else _in_words(asked, heard, value)


def _in_words(asked: Question | Fact, heard: Alternative, value: Value | None) -> str:
    return f"“{without_asides(asked.ask)}”{_answer(asked, heard, value)}"


def _says(alternative: Alternative, value: Value | None) -> bool:
    if isinstance(value, Picks):
        return _says_of_options(alternative, value.marks)
    match alternative:
        case Saying.YES | Saying.NO | Saying.INAPPLICABLE | Saying.UNKNOWN:
            return value is _MARKS[alternative]
        case Saying.STATED:
            return states_something(value)
        case Saying.NEVER:
            return value is Extreme.NEVER or value == TimesAYear(0)
        case str():
            return value == Choice(alternative)
        case _:
            return False


def _says_of_options(alternative: Alternative, marks: Mapping[str, Mark]) -> bool:
    said = marks.values()
    match alternative:
        case Saying.INAPPLICABLE:
            return bool(said) and all(mark is Mark.INAPPLICABLE for mark in said)
        case Saying.STATED:
            return Mark.YES in said or Mark.NO in said
        case Saying.SOME:
            return Mark.YES in said
        case Saying.ALL:
            done = (Mark.YES, Mark.INAPPLICABLE)
            return Mark.YES in said and all(mark in done for mark in said)
        case Saying() | str():
            return False
        case _:
            return bool(marks) and all(
                marks.get(id) in (Mark.YES, Mark.NO)
                if saying is Saying.STATED
                else marks.get(id) is _MARKS.get(saying)
                for id, saying in alternative.items()
            )


def _objection(
    exclusion: Exclusion,
    asked: Question | Fact,
    own: Alternative,
    others: Mapping[str, str],
    value: Value | None,
    *,
    is_within: bool = False,
) -> Objection:
    options = list(own) if isinstance(own, Mapping) else [None]
    how = "很少同时成立" if exclusion.seldom else "不能同时成立"
    more = f"等{len(others)}处" if len(others) > _MOST_NAMED else ""
    told = "、".join([*others.values()][:_MOST_NAMED]) + more
    return Objection(
        what=f"这里{_answer(asked, own, value)}，与{told}{how}：{exclusion.why}",
        mend="答错的是哪一项，就改哪一项" if is_within else "答错的是哪一题，就改哪一题",
        may_stand=exclusion.seldom,
        option=options[0] if len(options) == 1 else None,
        others=tuple(others),
    )


def _answer(asked: Question | Fact, said: Alternative, value: Value | None) -> str:
    """答“否”; of options 的“内容审核”答“否”; a long answer by its first words."""
    if isinstance(said, Mapping):
        labels = {option.id: option.label for option in asked.options}
        marks = value.marks if isinstance(value, Picks) else {}
        each = (f"“{labels[id]}”答“{MARK[marks[id]]}”" for id in said if id in marks)
        return "、".join(each)
    words = "" if value is None else spell(asked, value)
    return f"答“{words[:_LONGEST]}{'…' if len(words) > _LONGEST else ''}”"
