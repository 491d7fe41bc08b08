"""An earlier moment comes back whole: answers, exceptions, rooms, period; and nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checklist.assessment.model import (
    UNASKED,
    Answer,
    AnsweredTo,
    Assessment,
    Choice,
    Mark,
    Picks,
    Respondent,
    Room,
    SelfAuditPeriod,
)
from checklist.assessment.record import with_rooms
from checklist.assessment.stored.differences import differences
from checklist.assessment.stored.history import history_in, lines_between
from checklist.assessment.stored.moments import Past
from checklist.errors import UnreadableFile
from tests.given import kinds
from tests.given.bundled import LIVESTREAM

BOOK = kinds.every_kind()
AT = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
CHANNEL = next(fact for fact in BOOK.facts if fact.id == "channel")
START = Assessment(
    respondent=Respondent(name="甲"),
    answered_to=(AnsweredTo(id=BOOK.regulation.id, edition=BOOK.regulation.edition),),
)


def listing(assessment: Assessment, names: Sequence[str]) -> Assessment:
    """`assessment` with the rooms of these names; those that are there keep their ids."""
    ids = {room.name: room.id for room in assessment.rooms}
    free = (id for at in range(1, 99) if (id := f"r{at}") not in ids.values())
    rooms = [Room(id=ids.get(name) or next(free), name=name) for name in names]
    return with_rooms(assessment, rooms)


def channel(value: str, **exceptions: str) -> Answer:
    return Answer(
        value=Choice(value),
        exceptions={room: Choice(option) for room, option in exceptions.items()},
        asked_as=CHANNEL.fingerprint,
    )


def past(states: Sequence[Assessment]) -> tuple[Past, list[int]]:
    """The history of these states, saved one after the other; how many entries each save made."""
    written: list[str] = []
    ends = [0]
    for before, after in pairwise(states):
        written += lines_between(before, after, who="张三", at=AT, rulebook=BOOK)
        ends.append(len(written))
    history = history_in("\n".join(written).encode())
    return Past(history=history, file=PurePath("h"), rulebook=BOOK, now=states[-1]), ends


ROOM_LISTS = st.lists(st.sampled_from("甲乙丙丁"), min_size=1, max_size=4, unique=True)
VALUES = st.sampled_from(("platform", "own_site"))


@st.composite
def sittings(draw: st.DrawFn) -> list[Assessment]:
    """What stood after each of some changes: rooms added and removed, answers, notes, periods."""
    states = [START]
    for kind in draw(st.lists(st.sampled_from(("rooms", "answer", "note", "period")), min_size=1)):
        now = states[-1]
        match kind:
            case "rooms":
                now = listing(now, draw(ROOM_LISTS))
            case "answer":
                ids = [room.id for room in now.rooms]
                excepted = draw(st.dictionaries(st.sampled_from(ids), VALUES)) if ids else {}
                now = replace(now, facts={"channel": channel(draw(VALUES), **excepted)})
            case "note":
                told = now.facts.get("channel", channel("platform"))
                now = replace(
                    now,
                    facts={
                        "channel": replace(told, note=draw(st.text("甲乙", max_size=2)) or None)
                    },
                )
            case _:
                last = date(2026, draw(st.integers(3, 12)), 1)
                now = replace(now, period=SelfAuditPeriod(first=date(2026, 2, 1), last=last))
        states.append(now)
    return states


class TestAMoment:
    """`--at`: what was recorded since is taken back, what was not recorded stays."""

    @given(sittings())
    def test_every_moment_comes_back_as_it_was(self, states: list[Assessment]) -> None:
        recorded, ends = past(states)
        for end, state in zip(ends, states, strict=True):
            assert recorded.moment(end) == state

    def test_what_the_history_never_saw_change_stays(self) -> None:
        recorded, _ = past([START, replace(START, facts={"channel": channel("platform")})])
        period = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 3, 1))
        edited = replace(recorded, now=replace(recorded.now, period=period))
        assert edited.moment(0) == replace(START, period=period)

    def test_a_history_that_says_what_no_file_can_hold_is_refused(self) -> None:
        line = '{"at": "x", "by": null, "section": "rooms", "key": null, "old": %s, "new": null}'
        for old in (
            '[{"id": "r1", "name": ""}]',
            '[{"id": "a b", "name": "甲"}]',
            '"甲"',
            '["甲"]',
        ):
            history = history_in((line % old).encode())
            with pytest.raises(UnreadableFile, match="历史本身不要改"):
                Past(history=history, file=PurePath("h"), rulebook=BOOK, now=START).moment(0)


class TestOneEntry:
    """`--restore`: one answer, the rooms, the period."""

    TWO = listing(START, ["甲", "乙"])
    DIFFERENT = replace(TWO, facts={"channel": channel("platform", r2="own_site")})

    def entry(self, states: Sequence[Assessment], number: int, *, before: bool) -> Assessment:
        recorded, _ = past(states)
        return recorded.entry(recorded.history.entries[number - 1], before=before)

    def test_the_period_comes_back(self) -> None:
        first, later = (
            replace(START, period=SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, at, 1)))
            for at in (3, 4)
        )
        assert self.entry([START, first, later], 1, before=False) == first
        assert self.entry([START, first, later], 1, before=True) == START

    def test_of_the_respondent_only_what_the_entry_changed_comes_back(self) -> None:
        named = replace(START, respondent=Respondent(name="乙"))
        signed = replace(named, respondent=Respondent(name="乙", prepared_by="张三"))
        placed = replace(signed, respondent=replace(signed.respondent, address="甲市"))
        of, _ = past([START, named, signed, placed])
        renaming, signing, _ = of.history.entries
        assert of.entry(renaming, before=True).respondent == replace(placed.respondent, name="甲")
        assert of.entry(signing, before=True).respondent == Respondent(name="乙", address="甲市")
        assert of.entry(signing, before=False) == placed

    def test_rooms_come_back_with_the_exceptions_they_had(self) -> None:
        states = [START, self.TWO, self.DIFFERENT, listing(self.DIFFERENT, ["甲"])]
        assert self.entry(states, 1, before=False) == self.DIFFERENT
        assert self.entry(states, 3, before=True) == self.DIFFERENT

    def test_a_room_that_took_over_an_id_keeps_nothing_of_its_own_for_the_one_that_returns(
        self,
    ) -> None:
        one = listing(self.DIFFERENT, ["乙"])
        third = listing(one, ["丙"])
        other = listing(third, ["丙", "丁"])
        told = replace(other, facts={"channel": channel("own_site", r1="platform")})
        states = [START, self.TWO, self.DIFFERENT, one, third, other, told]
        back = self.entry(states, 1, before=False)
        assert back.rooms == self.TWO.rooms
        of = back.facts["channel"]
        assert (of.for_room("r1"), of.for_room("r2")) == (None, Choice("own_site"))

    @pytest.mark.parametrize("stood", [{}, {"channel": channel("own_site")}])
    def test_a_room_that_comes_back_was_not_asked_what_was_answered_since(
        self, stood: dict[str, Answer]
    ) -> None:
        before = replace(self.TWO, facts=stood)
        gone = listing(before, ["甲"])
        told = replace(gone, facts={"channel": channel("platform")})
        states = [START, before, gone, told]
        removal = next(
            entry.number
            for entry in past(states)[0].history.entries[1:]
            if entry.section == "rooms"
        )
        back = self.entry(states, removal, before=True)
        assert back.rooms == self.TWO.rooms
        assert back.facts["channel"].exceptions == {"r2": UNASKED}
        assert back.facts["channel"].for_room("r1") == Choice("platform")

    def test_a_remedy_that_was_recorded_since_is_not_its_own(self) -> None:
        gone = listing(replace(self.TWO, answers={TestARemedy.KEY: TestARemedy.FAILED}), ["甲"])
        mended = replace(TestARemedy.FAILED, remedied={"": TestARemedy.SINCE})
        states = [START, TestARemedy.TWO, gone, replace(gone, answers={TestARemedy.KEY: mended})]
        back = self.entry(states, 3, before=True).answers[TestARemedy.KEY]
        assert (back.remedied_since("r2"), back.remedied_since("r1")) == (None, TestARemedy.SINCE)

    def test_rooms_that_came_later_stay_with_what_they_said(self) -> None:
        gone = listing(self.DIFFERENT, ["甲"])
        later = replace(gone, rooms=(*gone.rooms, Room(id="r3", name="丙")))
        told = replace(later, facts={"channel": channel("platform", r3="own_site")})
        states = [START, self.TWO, self.DIFFERENT, gone, later, told]
        for number, before in ((3, True), (1, False)):
            back = self.entry(states, number, before=before)
            assert [room.name for room in back.rooms] == ["甲", "乙", "丙"]
            assert back.facts["channel"] == channel("platform", r2="own_site", r3="own_site")

    def test_only_the_room_that_was_added_goes_again(self) -> None:
        three = replace(self.TWO, rooms=(*self.TWO.rooms, Room(id="r3", name="丙")))
        later = replace(three, rooms=(three.rooms[0], three.rooms[2], Room(id="r4", name="丁")))
        back = self.entry([START, self.TWO, three, later], 2, before=True)
        assert [room.name for room in back.rooms] == ["甲", "丁"]

    def test_that_there_are_none_of_ones_own_was_said_without_it(self) -> None:
        fact = next(fact for fact in LIVESTREAM.facts if fact.follows)
        none = Answer(value=Mark.NO, asked_as=fact.fingerprint)
        gone = replace(self.TWO, rooms=(), facts={fact.id: none})
        recorded, _ = past([START, self.TWO, gone])
        here = replace(recorded, rulebook=LIVESTREAM)
        removal = next(each for each in reversed(recorded.history.entries) if each.key is None)
        assert here.entry(removal, before=True).facts[fact.id].value is None

    def test_what_was_said_to_another_wording_is_asked_again(self) -> None:
        gone = listing(self.DIFFERENT, ["甲"])
        anew = replace(channel("platform"), asked_as="0123456789abcdef")
        states = [START, self.TWO, self.DIFFERENT, gone, replace(gone, facts={"channel": anew})]
        back = self.entry(states, 1, before=False)
        assert back.facts["channel"].asked_as == CHANNEL.fingerprint

    def test_an_answer_about_a_room_that_was_removed_leads_to_the_whole_moment(self) -> None:
        gone = listing(self.DIFFERENT, ["甲"])
        states = [START, self.TWO, self.DIFFERENT, gone, listing(gone, ["甲", "丙"])]
        with pytest.raises(UnreadableFile, match="--at 2"):
            self.entry(states, 2, before=False)


class TestARemedy:
    """The day on which a room mended a failure is no part of an earlier answer."""

    KEY = "art37-prompt/shown"
    NONE = Picks(dict.fromkeys(("opening", "pitch", "other"), Mark.NO))
    FAILED = Answer(value=NONE, asked_as=BOOK.questions()[KEY].fingerprint)
    SINCE = date(2026, 6, 1)
    TWO = replace(listing(START, ["甲", "乙"]), answers={KEY: FAILED})
    MENDED = replace(TWO, answers={KEY: replace(FAILED, remedied={"r2": SINCE})})
    NOTED = replace(
        MENDED, answers={KEY: replace(MENDED.answers[KEY], note="甲", remedied={"r2": SINCE})}
    )

    def back(self, states: Sequence[Assessment], number: int, *, before: bool) -> Answer:
        recorded, _ = past(states)
        return recorded.entry(recorded.history.entries[number - 1], before=before).answers[self.KEY]

    def test_going_back_to_an_earlier_answer_keeps_it(self) -> None:
        states = [START, self.TWO, self.MENDED, self.NOTED]
        assert self.back(states, 2, before=False) == self.MENDED.answers[self.KEY]

    def test_the_day_that_an_earlier_answer_knew_comes_back_with_it(self) -> None:
        later = replace(self.NOTED.answers[self.KEY], remedied={"r2": date(2026, 7, 1)})
        states = [START, self.TWO, self.MENDED, self.NOTED]
        states.append(replace(self.NOTED, answers={self.KEY: later}))
        assert self.back(states, 4, before=False) == self.NOTED.answers[self.KEY]

    def test_it_is_told_with_the_entry_that_takes_it_back(self) -> None:
        recorded, _ = past([START, self.TWO, self.MENDED])
        first, mended = recorded.history.entries[-2:]
        kept = recorded.kept_remedy(first, recorded.entry(first, before=False))
        assert kept == (self.MENDED.answers[self.KEY], mended.number)
        back = recorded.entry(mended, before=True)
        assert recorded.kept_remedy(mended, back) is None

    def test_going_back_behind_the_remedy_itself_takes_it_back(self) -> None:
        states = [START, self.TWO, self.MENDED]
        assert self.back(states, 3, before=True) == self.FAILED

    def test_it_comes_back_with_the_room_that_had_it(self) -> None:
        recorded, ends = past([START, self.TWO, self.MENDED, listing(self.MENDED, ["甲"])])
        removal = next(each for each in recorded.history.entries if each.number == ends[2] + 1)
        assert recorded.entry(removal, before=True) == self.MENDED

    def test_it_is_never_given_to_another_room(self) -> None:
        gone = listing(self.MENDED, ["甲"])
        states = [START, self.TWO, self.MENDED, gone, listing(gone, ["甲", "丙"])]
        with pytest.raises(UnreadableFile, match="直播间乙后来去掉了") as refused:
            self.back(states, 3, before=False)
        assert "--at 3" in str(refused.value)

    def test_the_room_is_named(self) -> None:
        (told,) = differences(BOOK, self.MENDED, self.TWO)
        assert told.before == "全不选；整改完成之日：乙 2026-06-01"


class TestTheWords:
    """What changes is told on both sides."""

    def test_both_sides_are_told(self) -> None:
        room = (Room(id="r1", name="旗舰店"),)
        old = replace(START, rooms=room, facts={"channel": channel("platform")})
        noted = replace(channel("platform"), note="问过")
        new = replace(old, respondent=Respondent(name="乙"), rooms=(), facts={"channel": noted})
        told = [(each.before, each.after) for each in differences(BOOK, old, new)]
        label = CHANNEL.options[0].label
        assert told == [
            ("名称：甲", "名称：乙"),
            ("1 个：旗舰店", "没有"),
            (f"{label}；备注：无", f"{label}；备注：问过"),
        ]

    def test_an_answer_given_again_is_told_by_who_and_when(self) -> None:
        old, new = (
            replace(START, facts={"channel": replace(channel("platform"), by=who)})
            for who in ("张三", "李四")
        )
        (told,) = differences(BOOK, old, new)
        assert "张三" in told.before
        assert "李四" in told.after
        assert told.only_signed


@pytest.mark.parametrize("section", ["respondent", "period", "rooms"])
def test_what_no_text_can_hold_is_refused_where_it_stands(section: str) -> None:
    """A lone surrogate, which JSON can spell and UTF-8 cannot."""
    bad = "\ud800"
    said = {"old": {bad: bad}, "new": [{"id": bad, "name": bad}]}
    line = json.dumps({"at": "x", "by": None, "section": section, "key": None, **said})
    history = history_in(line.encode())
    recorded = Past(history=history, file=PurePath("历史"), rulebook=BOOK, now=START)
    for before in (True, False):
        with pytest.raises(UnreadableFile, match="历史"):
            recorded.entry(history.entries[0], before=before)
