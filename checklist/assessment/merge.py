"""Several answers files as one. Where they disagree somebody decides, or the matter stays open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.asked import as_it_stands
from checklist.assessment.merge_parts import (
    MergedRooms,
    chosen_base,
    differing,
    distinct,
    is_given,
    merge_rooms,
    remedied,
    together,
    with_details,
    with_own,
    with_signers,
    without_days,
)
from checklist.assessment.model import (
    SET_ASIDE,
    UNASKED,
    Answer,
    AnsweredTo,
    Assessment,
    Respondent,
    SelfAuditPeriod,
    Value,
)
from checklist.assessment.names import Respelling, Spellings
from checklist.assessment.recheck import adopt_edition, needs_recheck
from checklist.law.model import Fact, Per, Question, Rulebook

FACTS = "facts"
ANSWERS = "answers"
RESPONDENT = "respondent"
PERIOD = "period"
T = TypeVar("T")


class Statement(Struct, frozen=True, kw_only=True):
    """What one file says; `file` counts from 0. Exceptions are by the merged ids of rooms."""

    file: int
    content: Answer | SelfAuditPeriod | str


class Disagreement(Struct, frozen=True, kw_only=True):
    """Files that say different things about one matter.

    `section` and `key` name it as in an answers file. `rooms` are those they disagree about; none
    where the matter is not one of rooms. `about_value` is False where the value is the same and
    only what stands beside it differs; `beside` names what does, by attribute of an answer.
    """

    section: str
    key: str
    statements: tuple[Statement, ...]
    rooms: tuple[str, ...] = ()
    about_value: bool = True
    beside: tuple[str, ...] = ()


Decide = Callable[[Disagreement], int | None]
"""Which file is right, or None to leave it open. Asked once for each disagreement."""
Remark = Callable[[Disagreement, int | None], str]
"""What the note of the merged answer says about it."""


class Merged(Struct, frozen=True, kw_only=True):
    """The merged answers; what was decided (by file) or, None, is left open.

    `outdated` are answers, by key and file, that were given to another wording, or carried over and
    never confirmed, and gave way to one given to the present wording. `respelled` are names that
    stand in several spellings, of which the first is kept.
    """

    assessment: Assessment
    settled: tuple[tuple[Disagreement, int | None], ...]
    outdated: tuple[tuple[str, int, Answer], ...]
    rooms: MergedRooms
    respelled: tuple[Respelling, ...] = ()


def merge(
    files: Sequence[Assessment], rulebook: Rulebook, *, decide: Decide, remark: Remark,
    rooms: MergedRooms | None = None,
) -> Merged:  # fmt: skip
    """All answers of all files. What is left open has no value, so that it is never a pass."""
    stood = [as_it_stands(rulebook, adopt_edition(rulebook, file)) for file in files]
    rooms = rooms or merge_rooms([file.rooms for file in files])
    return _Merge(stood, rulebook, rooms, decide, remark).run()


class _Merge:
    def __init__(
        self, files: Sequence[Assessment], rulebook: Rulebook, rooms: MergedRooms,
        decide: Decide, remark: Remark,
    ) -> None:  # fmt: skip
        self._spellings = Spellings(*files)
        self._files = self._spellings.files
        self._rulebook = rulebook
        self._decide = decide
        self._remark = remark
        self._rooms = rooms
        self._of_rooms = rulebook.asked_of(Per.ROOM)
        self._settled: list[tuple[Disagreement, int | None]] = []
        self._outdated: list[tuple[str, int, Answer]] = []

    def run(self) -> Merged:
        files, facts = self._files, {fact.id: fact for fact in self._rulebook.facts}
        editions: dict[str, AnsweredTo] = {}
        answered = (edition for file in files for edition in file.answered_to)
        for edition in sorted(answered, key=lambda each: each.edition == SET_ASIDE):
            editions.setdefault(edition.id, edition)
        assessment = Assessment(
            respondent=self._respondent([file.respondent for file in files]),
            period=self._matter(PERIOD, PERIOD, [file.period for file in files]),
            rooms=self._rooms.rooms,
            facts=self._section(FACTS, facts),
            answers=self._section(ANSWERS, self._rulebook.questions()),
            answered_to=tuple(editions.values()),
        )
        return Merged(
            assessment=assessment,
            settled=tuple(self._settled),
            outdated=tuple(self._outdated),
            rooms=self._rooms,
            respelled=tuple(dict.fromkeys((*self._spellings, *self._rooms.respelled))),
        )

    def _respondent(self, respondents: Sequence[Respondent]) -> Respondent:
        name, code, address = (
            self._matter(RESPONDENT, key, [getattr(respondent, key) for respondent in respondents])
            for key in ("name", "credit_code", "address")
        )
        return Respondent(
            name=name or "",
            credit_code=code,
            address=address,
            prepared_by=together(each.prepared_by for each in respondents),
        )

    def _matter(self, section: str, key: str, contents: Sequence[T | None]) -> T | None:
        """A matter of one value: what all who speak of it say, or what is decided."""
        stated = {at: content for at, content in enumerate(contents) if content}
        if len(distinct(stated.values())) < 2:
            blank = next((content for content in contents if content == ""), None)
            return next(iter(stated.values()), blank)
        chosen = self._settle(
            Disagreement(section=section, key=key, statements=_statements(stated))
        )
        return None if chosen is None else contents[chosen]

    def _settle(self, disagreement: Disagreement) -> int | None:
        chosen = self._decide(disagreement)
        if chosen not in {statement.file for statement in disagreement.statements}:
            chosen = None
        self._settled.append((disagreement, chosen))
        return chosen

    def _section(self, section: str, asked: Mapping[str, Question | Fact]) -> dict[str, Answer]:
        files: list[Mapping[str, Answer]] = [getattr(file, section) for file in self._files]
        merged: dict[str, Answer] = {}
        for key in dict.fromkeys([*asked, *(key for answers in files for key in answers)]):
            stated = {
                at: self._with_merged_rooms(at, answers[key])
                for at, answers in enumerate(files)
                if key in answers
            }
            if stated:
                merged[key] = self._answer(section, key, self._current(key, stated, asked.get(key)))
        return merged

    def _with_merged_rooms(self, file: int, answer: Answer) -> Answer:
        ids = self._rooms.ids[file]
        excepted = {ids.get(room, room): value for room, value in answer.exceptions.items()}
        remedied = {ids.get(room, room): day for room, day in answer.remedied.items()}
        signed = {ids.get(room, room): signer for room, signer in answer.signed.items()}
        return replace(answer, exceptions=excepted, remedied=remedied, signed=signed)

    def _current(
        self, key: str, stated: dict[int, Answer], question: Question | Fact | None
    ) -> dict[int, Answer]:
        """The answers that are to the present wording, if any is; else all."""
        if question is None:
            return stated
        given = {at: answer for at, answer in stated.items() if is_given(answer)}
        outdated = {
            at: answer
            for at, answer in given.items()
            if needs_recheck(question, answer, self._rulebook, self._files[at])
        }
        if len(outdated) == len(given):
            return stated
        self._outdated += ((key, at, answer) for at, answer in outdated.items())
        return {at: answer for at, answer in stated.items() if at not in outdated}

    def _answer(self, section: str, key: str, stated: Mapping[int, Answer]) -> Answer:
        given = {at: answer for at, answer in stated.items() if is_given(answer)}
        by_room = bool(self._rooms.rooms) and key in self._of_rooms
        about = self._about_rooms(given) if by_room else {}
        apart = tuple(room for room, values in about.items() if len(distinct(values.values())) > 1)
        alike = len(distinct((each.value, each.exceptions) for each in given.values())) < 2
        about_value = bool(apart) or not (by_room or alike)
        chosen: int | None = None
        remark = None
        beside = differing(stated)
        if about_value or beside:
            disagreement = Disagreement(
                section=section,
                key=key,
                statements=_statements(given if about_value else stated),
                rooms=apart,
                about_value=about_value,
                beside=beside,
            )
            chosen = self._settle(disagreement)
            remark = self._remark(disagreement, chosen)
        first = next(iter((given or stated).values()))
        base = first if chosen is None else chosen_base(first, stated[chosen])
        if about_value:  # the days that a value was worked out from go with it
            stated = without_days(stated, chosen)
        merged = with_details(base, stated, remark, chosen=chosen)
        if about_value and chosen is None:
            merged = replace(merged, by=None, at=None, value=None, exceptions={}, signed={})
        if by_room and chosen is None:
            merged = replace(merged, by=together(answer.by for answer in given.values()))
        if by_room:
            merged = with_signers(self._by_room(merged, about, apart, chosen), given, about)
        if about_value:
            merged = _with_own(merged, stated, about)
        return replace(merged, remedied=remedied(merged, stated, chosen))

    def _about_rooms(self, given: Mapping[int, Answer]) -> dict[str, dict[int, Value]]:
        """What each file says about a room. One that lists no rooms speaks for all of them."""
        return {
            room.id: {
                at: value
                for at, answer in given.items()
                if not self._rooms.ids[at] or room.id in self._rooms.ids[at].values()
                if (value := answer.for_room(room.id)) is not None
            }
            for room in self._rooms.rooms
        }

    def _by_room(
        self,
        merged: Answer,
        about: Mapping[str, Mapping[int, Value]],
        apart: tuple[str, ...],
        chosen: int | None,
    ) -> Answer:
        values: dict[str, Value | None] = {}
        for room, stated in about.items():
            if room not in apart:
                values[room] = next(iter(stated.values()), UNASKED)
            else:
                values[room] = None if chosen is None else stated.get(chosen)
        given = [value for value in values.values() if value != UNASKED]
        common = merged.value if merged.value in given else next(iter(given), None)
        if None in given or (merged.value is None and len(given) < len(values)):
            common = None
        alike = (None, UNASKED if common is None else common)
        excepted = {room: value for room, value in values.items() if value not in alike}
        return replace(merged, value=common, exceptions=excepted)


def _with_own(
    merged: Answer, stated: Mapping[int, Answer], about: Mapping[str, Mapping[int, Value]]
) -> Answer:
    """What says something of the value, from those whose value came out, or who gave none."""
    outcomes = {
        at: _says(answer, at, merged, about) if is_given(answer) else [True]
        for at, answer in stated.items()
    }
    whole, partly = ([stated[at] for at in outcomes if of(outcomes[at])] for of in (all, any))
    return with_own(merged, whole, partly)


def _says(
    answer: Answer, file: int, merged: Answer, about: Mapping[str, Mapping[int, Value]]
) -> list[bool]:
    """Whether what a file says came out, in each room that it speaks of."""
    rooms = {room: by_file[file] for room, by_file in about.items() if file in by_file}
    if rooms:
        return [merged.for_room(room) == value for room, value in rooms.items()]
    return [(answer.value, answer.exceptions) == (merged.value, merged.exceptions)]


def _statements(stated: Mapping[int, Any]) -> tuple[Statement, ...]:
    return tuple(Statement(file=at, content=content) for at, content in stated.items())
