"""Of which rooms an answer speaks: of none to which the question was not put."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path, PurePath

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from checklist.assessment.asked import as_asked, as_it_stands, rooms_asked
from checklist.assessment.merge import merge
from checklist.assessment.model import (
    UNASKED,
    Answer,
    AnsweredTo,
    Assessment,
    Choice,
    Mark,
    Respondent,
    Room,
    SelfAuditPeriod,
    Value,
)
from checklist.assessment.names import new_room_ids
from checklist.assessment.questionnaire import AskFact, AskQuestion, is_answered, plan
from checklist.assessment.recheck import carried_over
from checklist.assessment.record import Response, with_answer, with_listed
from checklist.assessment.stored.file import load_history, save
from checklist.assessment.stored.history import history_in, lines_between
from checklist.assessment.stored.history_words import HistoryView
from checklist.assessment.stored.moments import Past
from checklist.assessment.typed import excerpt
from checklist.errors import UnreadableFile
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Status
from checklist.evaluation.past import remedied, reversal
from checklist.law.model import (
    About,
    Exclusion,
    Fact,
    FactIs,
    Per,
    Question,
    Rulebook,
    Said,
    Saying,
)
from checklist.law.periods import Period
from checklist.report.words.wording import impossible
from checklist.sitting.shown import earlier
from checklist.sitting.shown.doubtful import doubtful_lines
from tests.assessment.sitting import Sitting
from tests.given import kinds, law

Y, N = Mark.YES, Mark.NO
AI = law.fact("uses_ai", per=Per.ROOM, ask="是否用数字人？", when=FactIs("opens_room", ("yes",)))
KEPT = law.question("kept", about=About.PERIOD, ask="回放是否保留提示？")
REPLAY, SHOWN = "art38-replay/kept", "art25-show/done"
PERIOD, CLOCK = "art37-label/period", "art37-label/clock"
BOOK = law.rulebook(
    law.obligation("art25-show", per=Per.ROOM),
    law.obligation("art38-replay", KEPT, per=Per.ROOM, when=FactIs("channel", ("platform",))),
    law.obligation(
        "art37-label",
        kinds.YEARS,
        law.question("clock", ask="从下播起算吗？", unless_never="period"),
        per=Per.ROOM,
        when=FactIs("uses_ai", ("yes",)),
    ),
    facts=(kinds.OPENS, kinds.CHANNEL, AI),
)
OF_ROOMS = BOOK.asked_of(Per.ROOM)
AT = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
SINCE, LATER = date(2026, 6, 1), "2026-12-01T09:30:00+08:00"
PLATFORM, OWN_SITE = Choice("platform"), Choice("own_site")


def said(asked: Question | Fact, value: Value, **own: Value) -> Answer:
    return Answer(value=value, exceptions=own, at=AT.isoformat(), asked_as=asked.fingerprint)


def said_of(known: Assessment, key: str, room: str) -> Value | None:
    answer = {**known.facts, **known.answers}.get(key)
    return answer.for_room(room) if answer else None


def begun(*names: str, **facts: Answer) -> Assessment:
    """A respondent with rooms of these names, r1 and so on, of which nothing is asked yet."""
    return Assessment(
        respondent=Respondent(name="某某"),
        rooms=tuple(Room(id=f"r{at}", name=name) for at, name in enumerate(names, 1)),
        facts={"opens_room": said(kinds.OPENS, Y), **facts},
        answered_to=(AnsweredTo(id=BOOK.regulation.id, edition=BOOK.regulation.edition),),
    )


@dataclass
class Played:
    """A respondent, what each room was told of last, and everything that it ever was."""

    now: Assessment
    last: dict[tuple[str, str], Value] = field(default_factory=dict)
    ever: set[tuple[str, str, str]] = field(default_factory=set)
    is_exact: bool = True
    """Whether nothing brought back what was said before `last`."""
    saved: list[tuple[Assessment, dict[tuple[str, str], Value]]] = field(default_factory=list)

    def save(self, after: Assessment) -> None:
        self.saved.append((self.now, dict(self.last)))
        self.now = after

    def say(self, key: str, room: str, value: Value) -> None:
        self.last[key, room] = value
        self.ever.add((key, self.now.room_name(room), repr(value)))

    def answer(self, step: AskFact | AskQuestion, value: Value, own: dict[str, Value]) -> None:
        """As a sitting does: those that lack an answer are asked alone."""
        before = earlier.answered(BOOK, self.now, step, None)
        put = {room.id for room in before.lacking or step.rooms}
        own = {id: each for id, each in own.items() if id in put}
        stood = {id: each for id, each in before.exceptions().items() if id not in put}
        told = {id: each for id, each in {**stood, **own}.items() if each != value}
        common, exceptions = before.completed(value, told)
        response = Response(value=common, exceptions=exceptions)
        at = (AT + timedelta(seconds=len(self.saved))).isoformat()
        after = with_answer(self.now, step, response, by=None, at=at)
        self.save(as_asked(BOOK, self.now, after))
        for room in put:
            self.say(step.key, room, own.get(room, value))

    def enlist(self, rooms: Sequence[Room]) -> None:
        after = with_listed(BOOK, self.now, rooms, by=None, at=AT.isoformat())
        self.save(as_asked(BOOK, self.now, after))
        left = {room.id for room in rooms}
        self.last = {at: value for at, value in self.last.items() if at[1] in left}

    def mend(self) -> None:
        """Answer 是 for all rooms to what failed, and record it as a remedy."""
        step = next((each for each in asked(self.now) if each.key == REPLAY), None)
        if step is None or earlier.answered(BOOK, self.now, step, None).lacking:
            return
        after = with_answer(self.now, step, Response(value=Y), by=None, at=LATER)
        undone = reversal(BOOK, self.now, REPLAY, after.answers[REPLAY])
        if undone is not None:
            answer = remedied(undone, self.now, SINCE)
            after = replace(self.now, answers={**self.now.answers, REPLAY: answer})
            self.save(as_asked(BOOK, self.now, after))
            for room in {each.id for each in step.rooms}.difference(undone.rooms):
                self.say(REPLAY, room, Y)

    def past(self) -> tuple[Past, list[int]]:
        lines: list[str] = []
        ends = [0]
        states = [*(each for each, _ in self.saved), self.now]
        for at, (before, after) in enumerate(pairwise(states)):
            when = AT + timedelta(seconds=at)
            lines += lines_between(before, after, who="张三", at=when, rulebook=BOOK)
            ends.append(len(lines))
        history = history_in("\n".join(lines).encode())
        return Past(history=history, file=PurePath("h"), rulebook=BOOK, now=self.now), ends

    def go_back(self, draw: st.DrawFn) -> None:
        past, ends = self.past()
        if draw(st.booleans()) or not past.history.entries:
            at = draw(st.integers(0, len(ends) - 1))
            last = [*(each for _, each in self.saved), self.last][at]
            self.save(past.moment(ends[at]))
            self.last = dict(last)
            return
        entry = draw(st.sampled_from(past.history.entries))
        self.is_exact = False
        with contextlib.suppress(UnreadableFile):  # of a room that has gone
            self.save(past.entry(entry, before=draw(st.booleans())))

    def check(self) -> None:
        for key in OF_ROOMS:
            for room in self.now.rooms:
                value = said_of(self.now, key, room.id)
                was_put = (key, room.name, repr(value)) in self.ever
                assert value is None or was_put, f"{key} was never put to {room.name}"
                assert not self.is_exact or value == self.last.get((key, room.id))


def asked(known: Assessment) -> list[AskFact | AskQuestion]:
    return [step for step in plan(BOOK, known) if isinstance(step, AskFact | AskQuestion)]


@st.composite
def played(draw: st.DrawFn, begin: Played, most: int = 12) -> Played:
    """Facts of rooms and answers that change, rooms that come and go, remedies, what goes back."""
    kinds_of = st.sampled_from(("answer",) * 6 + ("add", "remove", "mend", "history"))
    for kind in draw(st.lists(kinds_of, max_size=most)):
        rooms, ids = begin.now.rooms, {room.id for room in begin.now.rooms}
        match kind:
            case "answer":
                steps = [step for step in asked(begin.now) if step.rooms]
                step = draw(st.sampled_from(steps))
                values = kinds.values_for(step.asked)
                of = st.sampled_from([room.id for room in step.rooms])
                begin.answer(step, draw(values), draw(st.dictionaries(of, values, max_size=2)))
            case "add":
                known = {room for each, _ in begin.saved for room in each.rooms} | {*rooms}
                id = next(new_room_ids(room.id for room in known))
                begin.enlist([*rooms, Room(id=id, name=f"第{id}间")])
            case "remove" if len(rooms) > 1:
                gone = draw(st.sampled_from(sorted(ids)))
                begin.enlist([room for room in rooms if room.id != gone])
            case "mend":
                begin.mend()
            case "history":
                begin.go_back(draw)
            case _:
                pass
        begin.check()
    return begin


@given(st.data())
@settings(deadline=None)
def test_a_room_says_what_was_put_to_it_and_nothing_else(data: st.DataObject) -> None:
    data.draw(played(Played(begun("甲", "乙", "丙"))))


def statuses(known: Assessment, book: Rulebook = BOOK) -> dict[tuple[str, str | None], Status]:
    found = evaluate(book, known, as_of=AT.date()).findings
    return {(each.obligation.id, each.room): each.status for each in found}


FACTS = {
    "channel": said(kinds.CHANNEL, PLATFORM, r3=OWN_SITE),
    "uses_ai": said(AI, N, r3=Y),
}
ANSWERS = {
    SHOWN: said(law.question(), Y),
    REPLAY: said(KEPT, Y, r1=N),
    PERIOD: said(kinds.YEARS, Period(years=3)),
    CLOCK: said(BOOK.questions()[CLOCK], N),
}
"""As older programs recorded them: 丙 was not asked about replays, nor the others about labels."""


@given(st.data())
@settings(deadline=None)
def test_of_a_file_of_an_earlier_version_too_no_room_counts_that_was_not_asked(
    data: st.DataObject,
) -> None:
    begin = Played(replace(begun("甲", "乙", "丙", **FACTS), answers=ANSWERS), is_exact=False)
    found = statuses(begin.now)
    for key, rooms in rooms_asked(BOOK, begin.now).items():
        for room in rooms:
            begin.say(key, room, said_of(begin.now, key, room) or UNASKED)
    assert statuses(as_it_stands(BOOK, begin.now)) == found
    steps = [step for step in asked(begin.now) if step.key in FACTS]
    for _ in range(data.draw(st.integers(1, 4))):
        step = data.draw(st.sampled_from(steps))
        values = kinds.values_for(step.asked)
        own = data.draw(st.dictionaries(st.sampled_from(["r1", "r2", "r3"]), values))
        begin.answer(step, data.draw(values), own)
        for key, rooms in rooms_asked(BOOK, begin.now).items():
            for room in rooms:
                value, name = said_of(begin.now, key, room), begin.now.room_name(room)
                assert value is None or (key, name, repr(value)) in begin.ever


@given(st.data())
@settings(deadline=None)
def test_files_that_are_merged_say_of_no_room_what_neither_was_told(data: st.DataObject) -> None:
    common = data.draw(played(Played(begun("甲", "乙", "丙")), 4))
    files = [
        data.draw(played(Played(common.now, dict(common.last), {*common.ever}, common.is_exact), 4))
        for _ in range(2)
    ]
    decide = data.draw(st.sampled_from((None, 0, 1)))
    both = merge([each.now for each in files], BOOK, decide=lambda _: decide, remark=lambda *_: "")
    told = Played(both.assessment, ever=files[0].ever | files[1].ever, is_exact=False)
    told.check()


def test_a_file_of_an_earlier_version_says_nothing_of_a_room_that_it_did_not_ask() -> None:
    """丙 sells on a platform, as only the other file knows."""
    one = replace(begun("甲", "乙", "丙", **FACTS), answers=ANSWERS)
    other = begun("甲", "乙", "丙", **{**FACTS, "channel": said(kinds.CHANNEL, PLATFORM)})
    both = merge([one, other], BOOK, decide=lambda _: 1, remark=lambda *_: "").assessment
    assert [said_of(both, REPLAY, room) for room in ("r1", "r2", "r3")] == [N, Y, None]
    assert both.answers[REPLAY].value is Y


def test_a_remedy_is_written_of_no_room_that_was_not_asked() -> None:
    """As a questionnaire has it: nobody looked yet at which rooms were asked."""
    known = replace(begun("甲", "乙", "丙", **FACTS), answers={REPLAY: said(KEPT, N, r1=Y)})
    undone = reversal(BOOK, known, REPLAY, replace(said(KEPT, Y), at=LATER))
    assert undone is not None
    answer = remedied(undone, known, SINCE)
    assert (answer.value, answer.exceptions, answer.remedied) == (N, {"r1": Y}, {"r2": SINCE})


def joined(known: Assessment, **own: Value) -> Assessment:
    """The same, but that uses_ai is answered so for these rooms."""
    after = replace(known, facts={**known.facts, "uses_ai": said(AI, N, r3=Y, **own)})
    return as_asked(BOOK, known, after)


def test_a_room_that_a_fact_newly_reaches_is_asked_and_one_that_comes_back_is_not() -> None:
    known = replace(begun("甲", "乙", "丙", **FACTS), answers=ANSWERS)
    reached = joined(known, r1=Y)
    assert reached.answers[CLOCK].exceptions == {"r1": UNASKED}
    step = next(step for step in asked(reached) if step.key == CLOCK)
    assert not is_answered(step, BOOK, reached)
    assert statuses(reached)["art37-label", "r1"] is Status.UNDETERMINED
    gone = as_asked(BOOK, known, replace(known, facts={**known.facts, "uses_ai": said(AI, N)}))
    back = joined(gone)
    assert back.answers[CLOCK].for_room("r3") is N, "it lay dormant"
    assert back.answers[CLOCK].for_room("r1") is None


def test_a_wider_edition_of_the_rules_asks_the_rooms_that_it_newly_reaches() -> None:
    played = Played(begun("甲", "乙", "丙", **FACTS))
    step = next(step for step in asked(played.now) if step.key == REPLAY)
    played.answer(step, Y, {})
    entries = (replace(each, when=None) for each in BOOK.obligations)
    wider = law.reissued(BOOK, edition="2026.2", obligations=tuple(entries))
    found = [statuses(played.now, wider)["art38-replay", room] for room in ("r1", "r2", "r3")]
    assert found == [Status.SATISFIED, Status.SATISFIED, Status.UNDETERMINED]


def test_a_room_that_is_listed_after_all_others_went_says_nothing_of_theirs() -> None:
    facts = {"opens_room": said(kinds.OPENS, Y), "channel": said(kinds.CHANNEL, PLATFORM)}
    without = replace(
        begun(**facts), answers={REPLAY: said(KEPT, Y), SHOWN: said(law.question(), Y)}
    )
    one = (Room(id="r1", name="甲"),)
    asked_in_general = as_asked(BOOK, without, replace(without, rooms=one))
    assert asked_in_general.answers[REPLAY].for_room("r1") is Y
    closed = replace(without, facts={**facts, "opens_room": said(kinds.OPENS, N)})
    listed = as_asked(BOOK, closed, replace(without, rooms=one))
    assert listed.answers[REPLAY].for_room("r1") is None
    assert listed.facts["channel"].for_room("r1") is None


def test_what_another_room_said_last_time_is_not_confirmed_with_the_others() -> None:
    last = replace(begun("甲", "乙", "丙", **FACTS), answers={REPLAY: said(KEPT, Y, r3=N)})
    round = carried_over(BOOK, last)
    facts = {id: replace(answer, state=None) for id, answer in round.facts.items()}
    answers = {REPLAY: replace(round.answers[REPLAY], state=None, at=LATER)}
    round = as_asked(BOOK, round, replace(round, facts=facts))
    now = as_asked(BOOK, round, replace(round, answers=answers))
    assert now.answers[REPLAY].exceptions == {"r3": UNASKED}


class TestInASitting:
    """The rooms that are newly asked are named with how much they are asked, and asked next."""

    def sitting(self, tmp_path: Path, **answers: Answer) -> Sitting:
        sitting = Sitting(tmp_path / "自查.yaml", rulebook=BOOK)
        about = Respondent(name="某某", credit_code="", address="", prepared_by="张三")
        period = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 10, 31))
        known = replace(begun("甲", "乙", "丙", **FACTS), respondent=about, period=period)
        save(sitting.path, replace(known, answers={**ANSWERS, **answers}), BOOK)
        return sitting

    def test_a_changed_fact_says_so_and_leads_there(self, tmp_path: Path) -> None:
        sitting = self.sitting(tmp_path)
        known = sitting.answer("g 主体3", "例外", "1", "是", "", "", "是", "q")
        assert "甲要补答 2 题" in sitting.text
        assert "接下来为甲补答 2 题；其他直播间答过的都不变" in sitting.text
        assert "只问还没有问到的：甲。其他直播间答过的不变：3年" in sitting.text
        assert said_of(known, PERIOD, "r1") == Period(years=3)
        assert known.answers[CLOCK].apart == {"r1": Y}
        assert known.answers[CLOCK].value is N

    def test_what_contradicts_the_answer_of_one_room_alone_is_told(self, tmp_path: Path) -> None:
        no, yes = ((saying,) for saying in (Saying.NO, Saying.YES))
        exclusion = Exclusion(
            these=(Said(key=SHOWN, alternatives=no),),
            exclude=(Said(key=REPLAY, alternatives=yes),),
            why="没有的不会留",
        )
        sitting = self.sitting(tmp_path, **{SHOWN: said(law.question(), Y, r2=N)})
        sitting.rulebook = replace(BOOK, exclusions=(exclusion,))
        known = sitting.answer("g 2", "是", "全不选", "", "q")
        assert "请核对 乙：这里答“是”，与" in sitting.text
        assert "（另一题：g 第1题）" in sitting.text.replace("\n", "").replace("  ", "")
        assert said_of(known, REPLAY, "r2") is Y
        told = [
            *doubtful_lines(sitting.rulebook, known, date(2026, 11, 1)),
            *impossible(evaluate(sitting.rulebook, known, as_of=date(2026, 11, 1))),
        ]
        assert len(told) == 2, "at the end, and in check and report"
        for line in told:
            assert "：乙 这里答“" in line, "the room is named"
            assert excerpt(BOOK.questions()[SHOWN].ask).strip("“”…") in line, "and the question"
            assert "答错的是哪一题，就改哪一题" in line

    def test_a_fact_that_an_edition_asks_anew_lets_no_room_in_meanwhile(
        self, tmp_path: Path
    ) -> None:
        sitting = self.sitting(tmp_path)
        facts = (kinds.OPENS, replace(kinds.CHANNEL, ask="现在在哪里直播？"), AI)
        sitting.rulebook = law.reissued(BOOK, edition="2026.2", facts=facts)
        known = sitting.answer("1", "丙", "2", "g 主体2", "例外", "丙", "1", "", "q")
        assert said_of(known, REPLAY, "r3") is None
        assert said_of(known, REPLAY, "r2") is Y
        assert "接下来为丙补答 1 题" in sitting.text

    def test_who_goes_away_from_an_answer_that_was_asked_back_is_told_that_it_is_lost(
        self, tmp_path: Path
    ) -> None:
        no, yes = ((saying,) for saying in (Saying.NO, Saying.YES))
        exclusion = Exclusion(
            these=(Said(key=SHOWN, alternatives=no),),
            exclude=(Said(key=REPLAY, alternatives=yes),),
            why="没有的不会留",
        )
        sitting = self.sitting(tmp_path, **{SHOWN: said(law.question(), N), REPLAY: said(KEPT, N)})
        sitting.rulebook = replace(BOOK, exclusions=(exclusion,))
        known = sitting.answer("g 2", "是", "g 第1题", "q")
        text = sitting.text.replace("\n", "").replace("  ", "")
        assert "刚才答的“是”还没有记下；改好别的题，回到这里再答：g 第2题" in text
        assert known.answers[REPLAY].value is N

    def test_a_remedy_is_written_of_the_rooms_alone_that_were_asked(self, tmp_path: Path) -> None:
        sitting = self.sitting(tmp_path, **{REPLAY: said(KEPT, N, r1=Y)})
        sitting.second = 5
        known = sitting.answer("g 2", "是", "", "2", "2026-06-01", "", "q")
        answer = known.answers[REPLAY]
        assert (answer.value, answer.exceptions) == (N, {"r1": Y, "r3": UNASKED})
        assert answer.remedied == {"r2": SINCE}

    def test_the_answer_of_the_only_room_left_is_shown_as_its_own(self, tmp_path: Path) -> None:
        sitting = self.sitting(tmp_path, **{REPLAY: said(KEPT, Y, r2=N)})
        sitting.answer("g 直播间", "去掉 甲", "是", "q")
        sitting.shown.clear()
        sitting.answer("g 直播间", "去掉 丙", "是", "g 第2题", "q")
        assert "现在的答案：否（直接回车保留" in sitting.text

    def test_a_room_added_in_a_new_round_is_asked_right_behind_the_others(
        self, tmp_path: Path
    ) -> None:
        """What the others said last time is confirmed by Enter; then the new room is asked."""
        sitting = self.sitting(tmp_path)
        first, last = date(2026, 2, 1), date(2026, 6, 30)
        about = Respondent(name="某某", credit_code="", address="", prepared_by="张三")
        half = SelfAuditPeriod(first=first, last=last)
        known = replace(begun("甲", "乙", "丙", **FACTS), respondent=about, period=half)
        sitting.path.unlink()
        sitting.begin_with = carried_over(BOOK, known)
        known = sitting.answer("", "g 直播间", "加 丁", "g 主体2", "", "2", "q")
        assert known.facts["channel"].for_room("r4") == OWN_SITE
        assert known.facts["channel"].for_room("r1") == PLATFORM
        assert "只问还没有问到的：丁" in sitting.text

    def test_a_room_that_is_asked_no_longer_keeps_its_answer(self, tmp_path: Path) -> None:
        sitting = self.sitting(tmp_path)
        known = sitting.answer("g 主体2", "例外", "2", "2", "q")
        assert known.answers[REPLAY].exceptions == {"r1": N, "r2": Y}
        entry = load_history(sitting.path).entries[-1]
        view = HistoryView(BOOK, known, width=200)
        assert view.change(entry) == "是；例外：甲 否（答案不变）；不再问乙，答案留着"
        sitting.shown.clear()
        known = sitting.answer("g 主体2", "例外", "2", "1", "g 2", "u", "q")
        assert "补答" not in sitting.text
        assert "现在的答案：是（1 个直播间例外：甲 否）" in sitting.text
        (told,) = re.findall("撤回了上一次改动：(.*?)\n\n", sitting.text, re.DOTALL)
        assert "回放" not in told, "of replays nothing changed"


def test_an_answer_of_the_past_says_nothing_of_a_room_that_was_asked_later() -> None:
    """As older programs recorded it: without a word on the room that was not asked."""
    first = replace(begun("甲", "乙", "丙", **FACTS), answers={REPLAY: said(KEPT, Y)})
    channel = said(kinds.CHANNEL, PLATFORM)
    reached = replace(
        first, facts={**FACTS, "opens_room": first.facts["opens_room"], "channel": channel}
    )
    told = replace(reached, answers={REPLAY: replace(said(KEPT, N), at=LATER)})
    start = replace(first, answers={})
    past, _ = Played(told, saved=[(each, {}) for each in (start, first, reached)]).past()
    entry = next(each for each in past.history.entries if each.key == REPLAY)
    back = past.entry(entry, before=False)
    assert [said_of(back, REPLAY, room) for room in ("r1", "r2", "r3")] == [Y, Y, None]
