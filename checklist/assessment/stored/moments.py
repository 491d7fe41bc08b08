"""What stood at an earlier moment of the history, put back into the answers of today.

Only what was recorded since is taken back: what the history never saw change stays as it is.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePath

from msgspec import Struct, ValidationError, convert
from msgspec.structs import replace

from checklist.assessment.as_data import head_in_words
from checklist.assessment.asked import as_asked, as_it_stands, unasked
from checklist.assessment.model import (
    UNASKED,
    Answer,
    Assessment,
    Respondent,
    Room,
    SelfAuditPeriod,
)
from checklist.assessment.record import of_rooms, only_changed
from checklist.assessment.stored import rooms_back
from checklist.assessment.stored.history import (
    ANSWERS,
    FACTS,
    MEND,
    ROOMS,
    Entry,
    History,
    names_in,
    names_then,
    recorded,
    saved_with,
)
from checklist.assessment.stored.text import read, to_text
from checklist.assessment.values import Plain
from checklist.errors import Complaint, UnreadableFile, Where
from checklist.law.model import Per, Rulebook
from checklist.text import inert

_HEADS = {"respondent": Respondent, "period": SelfAuditPeriod | None, ROOMS: tuple[Room, ...]}


class Past(Struct, frozen=True, kw_only=True):
    """The history of `file` and the answers that stand now; every method raises UnreadableFile."""

    history: History
    file: PurePath
    rulebook: Rulebook
    now: Assessment

    def moment(self, number: int) -> Assessment:
        """Return the answers with everything taken back that was recorded after entry `number`."""
        first: dict[tuple[str, str | None], Entry] = {}
        for entry in self._since(number):
            first.setdefault((entry.section, entry.key), entry)
        then = self.now
        for entry in first.values():
            then = self._with(then, entry, entry.old)
        return as_it_stands(self.rulebook, self._readable(self._of_its_rooms(then)))

    def entry(self, entry: Entry, *, before: bool) -> Assessment:
        """Return the answers with what one entry recorded, or what stood before it."""
        data, number = (entry.new, entry.number)
        if before:
            data, number = entry.old, saved_with(self.history.entries, entry.number)[0] - 1
        if entry.section == "respondent" and isinstance(data, Mapping):
            now = head_in_words(self.now)["respondent"]
            data = only_changed(now, data, of=(entry.old, entry.new))
        then = self._with(self.now, entry, data)
        standing = self._rooms_all_along(number)
        if entry.section == ROOMS:
            then = rooms_back.listed(self.now, then, entry, before=before)
            then = self._readable(self._rooms_back(then, number, standing))
            return as_it_stands(self.rulebook, then)
        if entry.key is not None:
            answer = (then.facts if entry.section == FACTS else then.answers).get(entry.key)
            own = {*answer.apart, *answer.remedied} - {""} if answer else set[str]()
            if gone := own - standing:
                what = f"当时单独记了一笔的直播间{self._called(gone, entry.number)}后来去掉了"
                mend = f"连同直播间一起恢复整个时刻：--at {entry.number}"
                raise self._error(entry, what, f"{mend}{' --before' if before else ''}")
            then = self._with_later_days(self._of_its_rooms(then), entry)
            if entry.key in self.rulebook.asked_of(Per.ROOM):
                asked = standing - self._not_asked(entry.key, number)
                then = self._with_later_rooms(then, entry.section, entry.key, asked)
        return as_asked(self.rulebook, self.now, self._readable(then))

    def _of_its_rooms(self, then: Assessment) -> Assessment:
        """Return `then` without what is said of rooms that are not in its list."""
        rooms = {room.id for room in then.rooms}
        facts, answers = of_rooms(then.facts, rooms), of_rooms(then.answers, rooms)
        return replace(then, facts=facts, answers=answers)

    def _not_asked(self, key: str, number: int) -> set[str]:
        """Return the rooms that were not asked a question as entry `number` stood; as far as the
        history can be read."""
        with contextlib.suppress(UnreadableFile):
            then = self.moment(number)
            answer = {**then.facts, **then.answers}.get(key, Answer(value=None))
            return {room for room, own in answer.exceptions.items() if own == UNASKED}
        return set()

    def _with_later_rooms(
        self, then: Assessment, section: str, key: str, asked: set[str]
    ) -> Assessment:
        """`then` with an answer that says nothing of the rooms that were not asked yet."""
        answers: Mapping[str, Answer] = getattr(then, section)
        if key not in answers:
            return then
        without = unasked(answers[key], [room.id for room in then.rooms if room.id not in asked])
        return replace(then, **{section: {**answers, key: without}})

    def _with_later_days(self, then: Assessment, entry: Entry) -> Assessment:
        """`then` with the days on which failures were mended that an entry did not know of yet,
        where the answer that fails is still the same: that one goes back does not undo them.

        An entry that recorded or withdrew such a day itself is taken as it stands.
        """
        of_answers = entry.section == ANSWERS and entry.key
        now = self.now.answers.get(of_answers) if of_answers else None
        answer = then.answers.get(of_answers) if of_answers else None
        old, new = (
            side.get("remedied") if isinstance(side, Mapping) else None
            for side in (entry.old, entry.new)
        )
        if not (of_answers and now and answer) or old != new:
            return then
        days = {
            room: day
            for room, day in now.remedied.items()
            if now.for_room(room or None) == answer.for_room(room or None)
        }
        kept = replace(answer, remedied={**days, **answer.remedied})
        return replace(then, answers={**then.answers, of_answers: kept})

    def kept_remedy(self, entry: Entry, then: Assessment) -> tuple[Answer, int | None] | None:
        """Return the answer that goes back with a remedy recorded since, and by which entry."""
        then_stands = then.answers.get(entry.key or "") if entry.section == ANSWERS else None
        if then_stands is None or not then_stands.remedied:
            return None
        numbers = (
            each.number
            for each in reversed(self.history.entries)
            if (each.section, each.key) == (entry.section, entry.key)
            and isinstance(each.new, Mapping)
            and each.new.get("remedied")
            and not (isinstance(each.old, Mapping) and each.old.get("remedied"))
        )
        since = next(numbers, None)
        return (then_stands, since) if since is None or since > entry.number else None

    def _called(self, ids: Collection[str], number: int) -> str:
        """Name rooms as they were called when entry `number` was recorded."""
        names = names_then(self.history.entries, number)
        return "、".join(inert(names.get(id, id)) for id in sorted(ids))

    def _since(self, number: int) -> Iterator[Entry]:
        return (entry for entry in self.history.entries if entry.number > number)

    def _with(self, then: Assessment, entry: Entry, data: Plain | None) -> Assessment:
        """`then` with the recorded form `data` in the place that the entry is about."""
        if entry.key is None:
            if entry.section not in _HEADS:
                raise self._error(entry, f"不认识“{inert(entry.section)}”这样的记录", MEND)
            empty: Plain | None = [] if entry.section == ROOMS else None
            try:
                value = convert(empty if data is None else data, _HEADS[entry.section])
            except (ValueError, ValidationError):  # a lone surrogate is the former
                raise self._error(entry, "记录不完整，或者由更新的程序写成", MEND) from None
            return replace(then, **{entry.section: value})
        section = "facts" if entry.section == FACTS else "answers"
        answers = {**getattr(then, section)}
        answers.pop(entry.key, None)
        if data is not None:
            answer = recorded(entry, data, file=self.file, rulebook=self.rulebook, assessment=then)
            # It was written by hand, perhaps to another edition: to be looked at again.
            mark = answer.asked_as or f"{self.rulebook.regulations[0].id} history"
            answers[entry.key] = replace(answer, asked_as=mark)
        return replace(then, **{section: answers})

    def _rooms_all_along(self, number: int) -> set[str]:
        """Return the ids that meant the same room ever since: older programs gave those of removed
        rooms anew."""
        lists = [names_in(part).keys() for entry in self._since(number) if entry.section == ROOMS
                 for part in (entry.old, entry.new)]  # fmt: skip
        return {room.id for room in self.now.rooms}.intersection(*lists)

    def _rooms_back(self, then: Assessment, number: int, standing: set[str]) -> Assessment:
        """`then` with what was said of the rooms that come back when they were removed.

        Else a room that comes back would say what is common to all, which nobody said of it.
        """
        gone = {room.id for room in rooms_back.leaving(then, self.now)}
        back = {room.id for room in then.rooms if room.id not in standing} & gone
        kept = {room.id for room in then.rooms} - back
        facts, answers = of_rooms(then.facts, kept), of_rooms(then.answers, kept)
        then = replace(then, facts=facts, answers=answers)
        for entry in (each for each in self._since(number) if each.section == ROOMS):
            if gone := back & (names_in(entry.old).keys() - names_in(entry.new).keys()):
                back -= gone
                removed = self.moment(entry.number - 1)
                then = rooms_back.with_returned(self.rulebook, then, removed, gone)
        unknown = replace(then, facts={}, answers={})  # when they went is not recorded
        return rooms_back.with_returned(self.rulebook, then, unknown, back)

    def _readable(self, then: Assessment) -> Assessment:
        """Refuse what the answers file could not hold: a history may have been tampered with."""
        try:
            again = read(to_text(then, self.rulebook), file=self.file, rulebook=self.rulebook)
        except UnreadableFile as error:
            again, what = None, error.complaints[0].what
        else:
            what = "写进答案文件会走样"
        if again == then:
            return then
        where = Where(file=self.file)
        raise UnreadableFile(Complaint(what=f"历史里记的恢复不了：{what}", mend=MEND, where=where))

    def _error(self, entry: Entry, what: str, mend: str) -> UnreadableFile:
        where = Where(file=self.file, line=entry.number, column=1)
        return UnreadableFile(Complaint(what=what, mend=mend, where=where))
