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
from checklist.assessment.questionnaire import AskFact, AskQuestion, fact_steps, question_steps
from checklist.assessment.reasons import decides_nothing, outdated, shrunk
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

_LONGEST, _MOST_NAMED = 24, 2
_FOLLOWS = "（由主体情况的其他答复得出）"


class Scales:
    """The answers of one assessment, each of which is weighed against all others."""

    def __init__(self, rulebook: Rulebook, assessment: Assessment, today: date | None) -> None:
        self.rulebook, self.assessment, self._today = rulebook, assessment, today
        self._of_rooms = rulebook.asked_of(Per.ROOM)
        self._spans: dict[str, Span | None] = {}

    def objections(
        self, key: str, asked: Question | Fact, answer: Answer | None
    ) -> Iterator[Objection]:
        """What speaks against an answer and against its exceptions, each said once."""
        if answer is None or (isinstance(asked, Fact) and not self._may_exclude(key, answer)):
            return
        rooms = dict.fromkeys((*self._rooms(key), *answer.exceptions))
        by_objection: dict[Objection, list[str | None]] = {}
        for room in rooms:
            for each in self.against(key, asked, answer.for_room(room), room, answer):
                by_objection.setdefault(each, []).append(room)
        for each, of in by_objection.items():
            yield each if len(of) == len(rooms) else in_rooms(each, of, self.assessment.rooms)

    def _may_exclude(self, key: str, answer: Answer) -> bool:
        """Whether an answer says anything that excludes another one."""
        values = (answer.value, *answer.exceptions.values())
        sides = self.rulebook.exclusions_of.get(key, ())
        return any(value and _heard(own, value) for own, _ in sides for value in values)

    def against(
        self,
        key: str,
        asked: Question | Fact,
        value: Value | None,
        room: str | None = None,
        recorded: Answer | None = None,
    ) -> Iterator[Objection]:
        """What speaks against a value, in a room or for the respondent. `key` is the fact's id or
        the answer key. Said of rooms at large it is weighed where all of them speak against it.
        `recorded` is the answer that it stands in, where it was not given just now."""
        if value is None:
            return
        if isinstance(asked, Question) and asked.is_dated:
            yield from against(asked, value, self.span(asked))
            yield from outdated(asked, value, recorded, self.span(asked))
            yield from shrunk(asked, value, self.assessment.answers.get(key))
            if decides_nothing(asked, value, recorded, self.span(asked)):
                return
        for own, exclusion in self.rulebook.exclusions_of.get(key, ()):
            mine = _heard(own, value)
            if mine is None:
                continue
            if itself := _within(exclusion, own, asked, value):
                yield _objection(exclusion, asked, mine, {key: itself}, value, is_within=True)
            rooms = self._rooms(key) if room is None else (room,)
            others = [self._clash_in_one(exclusion, own, of) for of in rooms]
            if all(others):
                yield _objection(exclusion, asked, mine, others[0], value)

    def span(self, asked: Question | Fact) -> Span | None:
        """The days that an answer can be about."""
        if asked.of not in self._spans:
            self._spans[asked.of] = span_of(self.rulebook, asked, self.assessment, self._today)
        return self._spans[asked.of]

    def _clash_in_one(self, exclusion: Exclusion, own: Said, room: str | None) -> dict[str, str]:
        """The same, of the respondent in any one room: halves in two rooms deny nothing."""
        keys = {side.key for side in (*exclusion.these, *exclusion.exclude)}
        if own.key in self._of_rooms or not self.assessment.rooms or not keys & self._of_rooms:
            return self._clash(exclusion, own, room)
        clashes = (self._clash(exclusion, own, each.id) for each in self.assessment.rooms)
        return next(filter(None, clashes), {})

    def _clash(self, exclusion: Exclusion, own: Said, room: str | None) -> dict[str, str]:
        """What was answered under other keys that an answer cannot be true beside, in words;
        nothing where they leave it be."""
        answers: dict[str, str] = {}
        for statement in exclusion.these:
            if statement.key == own.key:
                continue
            if not (words := self._words_of(statement, room)):
                return {}
            answers[statement.key] = words
        if own not in exclusion.these:
            return answers
        others = [other for other in exclusion.exclude if other.key != own.key]
        excluded = {other.key: words for other in others if (words := self._words_of(other, room))}
        return answers | excluded if excluded else {}

    def _words_of(self, statement: Said, room: str | None) -> str | None:
        """What was answered under another key, in words, if it is one of the alternatives and
        counts now."""
        of = room if statement.key in self._of_rooms else None
        value = self._given(statement.key, of)
        heard = None if value is None else _heard(statement, value)
        if heard is None or not self._counts(statement.key, of):
            return None
        book = self.rulebook
        if "/" in statement.key:
            return _in_words(book.questions()[statement.key], heard, value)
        stated = self.assessment.facts.get(statement.key, Answer(value=None)).for_room(of)
        return _in_words(book.fact(statement.key), heard, value) + ("" if stated else _FOLLOWS)

    def _given(self, key: str, room: str | None) -> Value | None:
        """What was answered. Of facts what follows from others is an answer too."""
        if "/" in key:
            answer = self.assessment.answers.get(key)
            value = answer.for_room(room) if answer else None
            asked = self.rulebook.questions().get(key)
            is_idle = asked and decides_nothing(asked, value, answer, self.span(asked))
            return None if is_idle else value
        known = self.facts[room].get(key)
        if known is None:
            return None
        return Mark(known) if self.rulebook.fact(key).is_yes_no else Choice(known)

    def _counts(self, key: str, room: str | None) -> bool:
        """Whether an answer counts now: it is asked, and has not to be looked at again."""
        if "/" not in key:
            return True
        rooms = self._questions.get(key)
        if rooms is None or not (room is None or room in rooms):
            return False
        question, answer = self.rulebook.questions()[key], self.assessment.answers[key]
        return not needs_recheck(question, answer, self.rulebook, self.assessment)

    @cached_property
    def facts(self) -> dict[str | None, dict[str, str]]:
        """The facts as they count for each room, and under None for the respondent."""
        return standing_facts(self.rulebook, self.assessment)

    def _rooms(self, key: str) -> Iterable[str | None]:
        """The rooms that a fact or question is asked of; None where it is asked of none."""
        if not self.assessment.rooms or key not in self._of_rooms:
            return (None,)
        return (self._questions if "/" in key else self._facts).get(key) or (None,)

    @cached_property
    def _facts(self) -> Mapping[str, tuple[str, ...]]:
        return _rooms_of(fact_steps(self.rulebook, self.assessment, self.facts))

    @cached_property
    def _questions(self) -> Mapping[str, tuple[str, ...]]:
        return _rooms_of(question_steps(self.rulebook, self.assessment, self.facts))


def _rooms_of(steps: Iterable[object]) -> dict[str, tuple[str, ...]]:
    asked = (step for step in steps if isinstance(step, AskFact | AskQuestion))
    return {step.key: tuple(room.id for room in step.rooms) for step in asked}


def in_rooms(objection: Objection, of: Collection[str | None], rooms: Sequence[Room]) -> Objection:
    """What speaks against an answer in some rooms alone, with their names."""
    names = "、".join(inert(room.name) for room in rooms if room.id in of)
    return replace(objection, what=f"{names} {objection.what}") if names else objection


def _heard(statement: Said, value: Value) -> Alternative | None:
    """The alternative that a value says, if it says one."""
    return next((each for each in statement.alternatives if _says(each, value)), None)


def _within(exclusion: Exclusion, own: Said, asked: Question | Fact, value: Value) -> str | None:
    """What an answer says itself that cannot be beside what it says, in words: two options."""
    for each in exclusion.exclude:
        if each.key == own.key and each != own and (heard := _heard(each, value)):
            return _in_words(asked, heard, value)
    return None


def _in_words(asked: Question | Fact, heard: Alternative, value: Value | None) -> str:
    return f"“{without_asides(asked.ask)}”{_answer(asked, heard, value)}"


def _says(alternative: Alternative, value: Value) -> bool:
    if isinstance(value, Picks):
        return _says_of_options(alternative, value.marks)
    match alternative:
        case Saying.STATED:
            return states_something(value)
        case Saying.NEVER:
            return value is Extreme.NEVER or value == TimesAYear(0)
        case Saying():
            return _is_marked(alternative, value)
        case str():
            return isinstance(value, Choice) and value.option == alternative
        case _:
            return False


def _says_of_options(alternative: Alternative, marks: Mapping[str, Mark]) -> bool:
    if not isinstance(alternative, (Saying, str)):
        for id, saying in alternative.items():
            if not _is_marked(saying, marks.get(id)):
                return False
        return bool(marks)
    values = marks.values()
    match alternative:
        case Saying.INAPPLICABLE:
            return bool(values) and all(mark is Mark.INAPPLICABLE for mark in values)
        case Saying.STATED:
            return Mark.YES in values or Mark.NO in values
        case Saying.SOME:
            return Mark.YES in values
        case Saying.ALL:
            done = (Mark.YES, Mark.INAPPLICABLE)
            return Mark.YES in values and all(mark in done for mark in values)
        case _:
            return False


def _is_marked(saying: Saying, mark: Value | None) -> bool:
    """Whether a mark is the one that is said."""
    match saying:
        case Saying.YES:
            return mark is Mark.YES
        case Saying.NO:
            return mark is Mark.NO
        case Saying.INAPPLICABLE:
            return mark is Mark.INAPPLICABLE
        case Saying.UNKNOWN:
            return mark is Mark.UNKNOWN
        case Saying.STATED:
            return mark is Mark.YES or mark is Mark.NO
        case _:
            return False


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
    listed = "、".join([*others.values()][:_MOST_NAMED]) + more
    return Objection(
        what=f"这里{_answer(asked, own, value)}，与{listed}{how}：{exclusion.why}",
        mend="答错的是哪一项，就改哪一项" if is_within else "答错的是哪一题，就改哪一题",
        may_stand=exclusion.seldom,
        option=options[0] if len(options) == 1 else None,
        others=tuple(others),
    )


def _answer(asked: Question | Fact, alternative: Alternative, value: Value | None) -> str:
    """答“否”; of options 的“内容审核”答“否”; a long answer by its first words."""
    if isinstance(alternative, Mapping):
        labels = {option.id: option.label for option in asked.options}
        marks = value.marks if isinstance(value, Picks) else {}
        each = (f"“{labels[id]}”答“{MARK[marks[id]]}”" for id in alternative if id in marks)
        return "、".join(each)
    words = "" if value is None else spell(asked, value)
    return f"答“{words[:_LONGEST]}{'…' if len(words) > _LONGEST else ''}”"
