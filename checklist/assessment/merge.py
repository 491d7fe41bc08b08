"""Several answers files as one. Where they disagree somebody decides, or the matter stays open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.merge_parts import (
    DETAILS,
    MergedRooms,
    chosen_base,
    distinct,
    merge_rooms,
    says_something,
    stated,
    with_details,
)
from checklist.assessment.model import (
    Answer,
    AnsweredTo,
    Assessment,
    Respondent,
    SelfAuditPeriod,
    Value,
)
from checklist.assessment.recheck import adopt_edition, asked_of, needs_recheck
from checklist.law.model import Fact, Per, Question, Rulebook

FACTS = "facts"
ANSWERS = "answers"
RESPONDENT = "respondent"
PERIOD = "period"
Told = Answer | SelfAuditPeriod | str


class Statement(Struct, frozen=True, kw_only=True):
    """What one file says; `file` counts from 0. Exceptions are by the merged ids of rooms."""

    file: int
    said: Told


class Disagreement(Struct, frozen=True, kw_only=True):
    """Files that say different things about one matter.

    `section` and `key` name it as in an answers file. `rooms` are those they disagree about; none
    where the matter is not one of rooms. `about_value` is False where the value is the same and
    only what stands beside it differs.
    """

    section: str
    key: str
    statements: tuple[Statement, ...]
    rooms: tuple[str, ...] = ()
    about_value: bool = True


Decide = Callable[[Disagreement], int | None]
"""Which file is right, or None to leave it open. Asked once for each disagreement."""
Remark = Callable[[Disagreement, int | None], str]
"""What the note of the merged answer says about it."""


class Merged(Struct, frozen=True, kw_only=True):
    """The merged answers; what was decided (by file) or, None, is left open.

    `outdated` are answers, by key and file, that were given to another wording, or carried over and
    never confirmed, and gave way to one given to the present wording.
    """

    assessment: Assessment
    settled: tuple[tuple[Disagreement, int | None], ...]
    outdated: tuple[tuple[str, int, Answer], ...]
    rooms: MergedRooms


def merge(
    files: Sequence[Assessment], rulebook: Rulebook, *, decide: Decide, remark: Remark
) -> Merged:
    """All answers of all files. What is left open has no value, so that it is never a pass."""
    return _Merge([adopt_edition(rulebook, file) for file in files], rulebook, decide, remark).run()


class _Merge:
    def __init__(
        self, files: Sequence[Assessment], rulebook: Rulebook, decide: Decide, remark: Remark
    ) -> None:
        self._files = files
        self._rulebook = rulebook
        self._decide = decide
        self._remark = remark
        self._rooms = merge_rooms([file.rooms for file in files])
        self._all = [room.id for room in self._rooms.rooms]
        self._settled: list[tuple[Disagreement, int | None]] = []
        self._outdated: list[tuple[str, int, Answer]] = []

    def run(self) -> Merged:
        book = self._rulebook
        of_rooms = asked_of(book, Per.ROOM)
        answered_to: dict[str, AnsweredTo] = {}
        for file in self._files:
            for one in file.answered_to:
                answered_to.setdefault(one.id, one)
        assessment = Assessment(
            respondent=self._respondent(),
            period=self._period(),
            rooms=self._rooms.rooms,
            facts=self._section(FACTS, {fact.id: fact for fact in book.facts}, of_rooms),
            answers=self._section(ANSWERS, book.questions(), of_rooms),
            answered_to=tuple(answered_to.values()),
        )
        return Merged(
            assessment=assessment,
            settled=tuple(self._settled),
            outdated=tuple(self._outdated),
            rooms=self._rooms,
        )

    def _respondent(self) -> Respondent:
        people = [file.respondent.prepared_by for file in self._files]
        name, code, address = (
            self._one(RESPONDENT, key, [getattr(file.respondent, key) for file in self._files])
            for key in ("name", "credit_code", "address")
        )
        return Respondent(
            name=str(name or ""),
            credit_code=_text(code),
            address=_text(address),
            prepared_by="、".join(dict.fromkeys(one for one in people if one)) or None,
        )

    def _period(self) -> SelfAuditPeriod | None:
        period = self._one(PERIOD, PERIOD, [file.period for file in self._files])
        return period if isinstance(period, SelfAuditPeriod) else None

    def _one(self, section: str, key: str, said: Sequence[Told | None]) -> Told | None:
        """A matter of one value: what all who speak of it say, or what is decided."""
        statements = tuple(Statement(file=at, said=one) for at, one in enumerate(said) if one)
        if not distinct([one.said for one in statements])[1:]:
            return statements[0].said if statements else next((o for o in said if o == ""), None)
        chosen = self._settle(Disagreement(section=section, key=key, statements=statements))
        return None if chosen is None else said[chosen]

    def _settle(self, disagreement: Disagreement) -> int | None:
        chosen = self._decide(disagreement)
        if chosen not in {one.file for one in disagreement.statements}:
            chosen = None
        self._settled.append((disagreement, chosen))
        return chosen

    def _section(
        self, section: str, asked: Mapping[str, Question | Fact], of_rooms: set[str]
    ) -> dict[str, Answer]:
        said: list[Mapping[str, Answer]] = [
            file.facts if section == FACTS else file.answers for file in self._files
        ]
        keys = dict.fromkeys([*asked, *(key for answers in said for key in answers)])
        merged: dict[str, Answer] = {}
        for key in keys:
            spoken = {at: self._here(at, one[key]) for at, one in enumerate(said) if key in one}
            if spoken:
                current = self._current(key, spoken, asked.get(key))
                by_room = key in of_rooms and bool(self._all)
                merged[key] = self._answer(section, key, current, by_room=by_room)
        return merged

    def _here(self, file: int, answer: Answer) -> Answer:
        ids = self._rooms.ids[file]
        excepted = {ids.get(room, room): said for room, said in answer.exceptions.items()}
        return replace(answer, exceptions=excepted)

    def _current(
        self, key: str, spoken: dict[int, Answer], question: Question | Fact | None
    ) -> dict[int, Answer]:
        """Those that answer the present wording, if any does; else all."""
        if question is None:
            return spoken
        fresh = {
            at: answer
            for at, answer in spoken.items()
            if says_something(answer)
            and not needs_recheck(
                question, answer, rulebook=self._rulebook, assessment=self._files[at]
            )
        }
        if not fresh:
            return spoken
        kept = {at: one for at, one in spoken.items() if at in fresh or not says_something(one)}
        for at in spoken.keys() - kept.keys():
            self._outdated.append((key, at, spoken[at]))
        return kept

    def _answer(
        self, section: str, key: str, spoken: Mapping[int, Answer], *, by_room: bool
    ) -> Answer:
        voices = {at: one for at, one in spoken.items() if says_something(one)}
        apart = self._apart(voices) if by_room else ()
        alike = len(distinct([(one.value, one.exceptions) for one in voices.values()])) < 2
        about_value = bool(apart) or not (by_room or alike)
        chosen: int | None = None
        remark = None
        if about_value or any(len(stated(spoken, name)) > 1 for name in DETAILS):
            of = voices if about_value else spoken
            disagreement = Disagreement(
                section=section,
                key=key,
                statements=tuple(Statement(file=at, said=one) for at, one in of.items()),
                rooms=apart,
                about_value=about_value,
            )
            chosen = self._settle(disagreement)
            remark = self._remark(disagreement, chosen)
        first = next(iter((voices or spoken).values()))
        base = first if chosen is None else chosen_base(first, spoken[chosen])
        merged = with_details(base, spoken, remark, decided=chosen is not None)
        if about_value and chosen is None:
            merged = replace(merged, by=None, at=None, value=None, exceptions={})
        return self._of_rooms(merged, voices, apart, chosen) if by_room else merged

    def _apart(self, voices: Mapping[int, Answer]) -> tuple[str, ...]:
        """The rooms about which the files say different things."""
        return tuple(
            room
            for room in self._all
            if len(distinct(list(self._about(room, voices).values()))) > 1
        )

    def _about(self, room: str, voices: Mapping[int, Answer]) -> dict[int, Value]:
        """What each file says about a room. One that lists no rooms speaks for all of them."""
        said = {
            at: answer.for_room(room)
            for at, answer in voices.items()
            if not self._rooms.ids[at] or room in self._rooms.ids[at].values()
        }
        return {at: value for at, value in said.items() if value is not None}

    def _of_rooms(
        self,
        merged: Answer,
        voices: Mapping[int, Answer],
        apart: tuple[str, ...],
        chosen: int | None,
    ) -> Answer:
        values: dict[str, Value | None] = {}
        for room in self._all:
            about = self._about(room, voices)
            if room in apart:
                values[room] = None if chosen is None else about.get(chosen)
            else:
                values[room] = next(iter(about.values()), None)
        by = dict.fromkeys(one.by for one in voices.values() if one.by)
        common = merged.value if merged.value in values.values() else next(iter(values.values()))
        if None in values.values():
            common = None
        return replace(
            merged,
            by="、".join(by) or None if chosen is None else merged.by,
            value=common,
            exceptions={
                room: value
                for room, value in values.items()
                if value is not None and value != common
            },
        )


def _text(said: Told | None) -> str | None:
    return said if isinstance(said, str) else None
