"""What stood at an earlier moment of the history, put back into the answers of today.

Only what was recorded since is taken back: what the history never saw change stays as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePath

from msgspec import Struct, ValidationError, convert
from msgspec.structs import replace

from checklist.assessment.as_data import head_in_words
from checklist.assessment.model import Answer, Assessment, Respondent, Room, SelfAuditPeriod
from checklist.assessment.record import of_rooms, only_changed, unasked
from checklist.assessment.stored.history import (
    ANSWERS,
    FACTS,
    MEND,
    ROOMS,
    Entry,
    History,
    changed,
    names_in,
    names_then,
    recorded,
)
from checklist.assessment.stored.history_words import HEAD, head_words, subject_of
from checklist.assessment.stored.text import read, to_text
from checklist.assessment.values import Plain
from checklist.assessment.wording import answer_words, by_label, moment, signer
from checklist.errors import Complaint, UnreadableFile, Where
from checklist.law.model import Fact, Per, Question, Rulebook
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
        rooms = {room.id for room in then.rooms}
        facts, answers = of_rooms(then.facts, rooms), of_rooms(then.answers, rooms)
        return self._readable(replace(then, facts=facts, answers=answers))

    def entry(self, entry: Entry, *, before: bool) -> Assessment:
        """Return the answers with what one entry recorded, or what stood before it."""
        data, number = (entry.old, entry.number - 1) if before else (entry.new, entry.number)
        if entry.section == "respondent" and isinstance(data, Mapping):
            now = head_in_words(self.now)["respondent"]
            data = only_changed(now, data, of=(entry.old, entry.new))
        then = self._with(self.now, entry, data)
        standing = self._rooms_all_along(number)
        if entry.section == ROOMS:
            return self._readable(self._rooms_back(then, number, standing))
        if entry.key is not None:
            answer = (then.facts if entry.section == FACTS else then.answers).get(entry.key)
            own = {*answer.exceptions, *answer.remedied} - {""} if answer else set[str]()
            if gone := own - standing:
                what = f"当时单独记了一笔的直播间{self._called(gone, entry.number)}后来去掉了"
                mend = f"连同直播间一起恢复整个时刻：--at {entry.number}"
                raise self._error(entry, what, f"{mend}{' --before' if before else ''}")
            then = self._with_later_days(then, entry)
            then = self._with_later_rooms(then, entry, standing)
        return self._readable(then)

    def _with_later_rooms(self, then: Assessment, entry: Entry, standing: set[str]) -> Assessment:
        """`then` with an answer that says nothing of the rooms that were not listed yet."""
        section = "facts" if entry.section == FACTS else "answers"
        answers: Mapping[str, Answer] = getattr(then, section)
        later = [room.id for room in then.rooms if room.id not in standing]
        if entry.key not in answers or entry.key not in self.rulebook.asked_of(Per.ROOM):
            return then
        without = unasked(answers[entry.key], later)
        return replace(then, **{section: {**answers, entry.key: without}})

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
        """`then` with the exceptions that rooms had when they were removed.

        Without them a room that comes back would say what is common to all, which nobody said.
        """
        back = {room.id for room in then.rooms} - standing
        kept = standing.intersection(room.id for room in then.rooms)
        facts, answers = of_rooms(then.facts, kept), of_rooms(then.answers, kept)
        for entry in (each for each in self._since(number) if each.section == ROOMS):
            if gone := back & (names_in(entry.old).keys() - names_in(entry.new).keys()):
                back -= gone
                past = self.moment(entry.number - 1)
                facts = _with_exceptions(facts, past.facts, gone)
                answers = _with_exceptions(answers, past.answers, gone)
        return replace(then, facts=facts, answers=answers)

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


def _with_exceptions(
    answers: Mapping[str, Answer], past: Mapping[str, Answer], rooms: set[str]
) -> dict[str, Answer]:
    """`answers` with what `past` said of these rooms; to another wording, it is asked again."""
    together = dict(answers)
    for key in answers.keys() & past.keys():
        was, now = past[key], answers[key]
        again = {room: value for room, value in was.exceptions.items() if room in rooms}
        back = replace(now, exceptions={**now.exceptions, **again})
        days = {
            room: day
            for room, day in was.remedied.items()
            if room in rooms and was.for_room(room) == back.for_room(room)
        }
        if again or days:
            asked_as = was.asked_as if again else now.asked_as
            together[key] = replace(back, remedied={**now.remedied, **days}, asked_as=asked_as)
    return together


# --- in words ------------------------------------------------------------------------------------


class Difference(Struct, frozen=True, kw_only=True):
    """One thing on which two assessments differ, in words; `key` is None above the answers.

    `only_signed`: the same was answered, and only by whom or when is another.
    """

    key: str | None
    subject: str
    before: str
    after: str
    only_signed: bool = False


def differences(rulebook: Rulebook, before: Assessment, after: Assessment) -> Iterator[Difference]:
    """List everything on which the two differ, what stands above the answers first."""
    for section, old, new in changed(head_in_words(before), head_in_words(after)):
        was, now = _head_sides(old, new)
        subject = subject_of(rulebook, section, None)
        yield Difference(key=None, subject=subject, before=was, after=now)
    names = [{room.id: room.name for room in each.rooms} for each in (before, after)]
    rooms = ({**names[1], **names[0]}, {**names[0], **names[1]})
    facts = {fact.id: fact for fact in rulebook.facts}
    for section, asked in ((FACTS, facts), (ANSWERS, rulebook.questions())):
        for key, old, new in changed(getattr(before, section), getattr(after, section)):
            was, now, alike = _sides(asked.get(key), (old, new), rooms)
            subject = subject_of(rulebook, section, key)
            yield Difference(key=key, subject=subject, before=was, after=now, only_signed=alike)


def _head_sides(old: Plain | None, new: Plain | None) -> tuple[str, str]:
    """Word a change above the answers: 名称：甲 and 名称：乙, only what changed."""
    if isinstance(old, list) or isinstance(new, list):
        return _names(old), _names(new)
    if not (isinstance(old, Mapping | None) and isinstance(new, Mapping | None)):
        return head_words(old), head_words(new)
    keys = dict.fromkeys((*(old or {}), *(new or {})))

    def words(side: Mapping[str, Plain] | None, other: Mapping[str, Plain] | None) -> str:
        return (
            head_words(None)
            if side is None
            else "；".join(
                f"{HEAD.get(key, inert(key))}：{head_words(side.get(key))}"
                for key in keys
                if side.get(key) != (other or {}).get(key)
            )
        )

    return words(old, new), words(new, old)


def _names(rooms: Plain | None) -> str:
    names = [inert(str(room["name"])) for room in rooms or () if isinstance(room, Mapping)]
    return f"{len(names)} 个：{'、'.join(names)}" if names else "没有"


def _sides(
    question: Question | Fact | None,
    answers: tuple[Answer | None, Answer | None],
    rooms: tuple[Mapping[str, str], Mapping[str, str]],
) -> tuple[str, str, bool]:
    """Word an answer and another: the values, and what differs beside them; whether it is only by
    whom they were given, or when."""
    beside = [by_label(answer, names) for answer, names in zip(answers, rooms, strict=True)]
    labels = [label for label, text in beside[0].items() if text != beside[1][label]]
    was, now = (
        "；".join(
            (
                answer_words(question, answer, names),
                *(f"{label}：{inert(side[label]) or '无'}" for label in labels if answer),
            )
        )
        for answer, side, names in zip(answers, beside, rooms, strict=True)
    )
    if was != now:
        return was, now, False
    old, new = (f"{moment(each.at)} {signer(each.by)}" for each in answers if each)
    return f"{was}（{old}）", f"{now}（{new}）", True
