"""A past that stays past: what was not done in the period is never answered away in silence."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checklist.assessment.model import (
    Answer,
    Assessment,
    Evidence,
    Mark,
    Picks,
    Respondent,
    Room,
    SelfAuditPeriod,
)
from checklist.assessment.questionnaire import AskQuestion, plan
from checklist.assessment.recheck import CARRIED, carried_over
from checklist.assessment.record import with_rooms
from checklist.assessment.stored.file import load, load_history, save
from checklist.assessment.stored.history_words import HistoryView
from checklist.assessment.wording import asks_about
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.judge import judge
from checklist.evaluation.model import Finding, Outcome, Status
from checklist.evaluation.past import corrected, corrections_of, lasted, overlap, remedied, reversal
from checklist.evaluation.states import AnswerState
from checklist.law.model import About, Question, Rulebook
from checklist.sitting.places import Scope
from checklist.sitting.shown.review import conclusion
from tests.assessment.sitting import ABOUT, BOOK, Sitting
from tests.given import kinds

Y, N = Mark.YES, Mark.NO
TODAY = date(2026, 11, 1)
SINCE = date(2026, 6, 1)
FACTS = [*ABOUT, "是", "否", "甲、乙", "1", "2", "2"]
"""甲 on a platform and 乙 on a site of its own; the first question is next."""
DONE, SHOWN = "art25-all/done", "art37-prompt/shown"


def book(about: About | None) -> Rulebook:
    """The rulebook of every kind, all of whose questions are about the same."""
    return replace(
        BOOK,
        obligations=tuple(
            replace(
                entry, questions=tuple(replace(asked, about=about) for asked in entry.questions)
            )
            for entry in BOOK.obligations
        ),
    )


PAST = book(About.PERIOD)


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path / "自查.yaml", rulebook=PAST)


def finding(known: Assessment, id: str, room: str | None = None, as_of: date = TODAY) -> Finding:
    found = evaluate(PAST, known, as_of=as_of).findings
    return next(each for each in found if (each.obligation.id, each.room) == (id, room))


class TestInASitting:
    """A recorded 否 about the period becomes 是 only as a correction; else it is a remedy."""

    def test_the_question_says_what_it_is_about(self, sitting: Sitting) -> None:
        sitting.answer(*FACTS, "q")
        assert "  问的是自查期间（2026-02-01 至 2026-11-01）里的事" in sitting.text.split("\n")
        dated = replace(kinds.YES, about=About.PERIOD, ask="2026年2月1日以来的记录是否都在？")
        assert not asks_about(BOOK, dated, SelfAuditPeriod(first=SINCE, last=SINCE))

    def test_a_remedy_leaves_the_answer_and_the_finding_as_they_were(
        self, sitting: Sitting
    ) -> None:
        known = sitting.answer(*FACTS, "否", "b", "是", "2", "2026-06-01", "整改报告", "q")
        answer = known.answers[DONE]
        assert (answer.value, answer.remedied) == (N, {"": SINCE})
        assert [each.text for each in answer.evidence] == ["整改报告"]
        judged = finding(known, "art25-all").judged[0]
        assert (judged.outcome, judged.remedied) == (Outcome.GAP, SINCE)
        assert "已记下整改：2026-06-01 起做到。这段期间的结论仍是不符合" in sitting.text

    def test_a_correction_takes_the_place_and_says_what_it_corrects(self, sitting: Sitting) -> None:
        known = sitting.answer(*FACTS, "否", "b", "是", "1", "看错了题", "q")
        answer = known.answers[DONE]
        assert (answer.value, answer.remedied) == (Y, {})
        assert answer.corrected == "2026-11-01 更正（张三）：原来答“否”，看错了题"
        history = load_history(sitting.path)
        told = "\n".join(HistoryView(PAST, known, width=200).group([history.entries[-1]]))
        assert "否 → 是；更正说明：2026-11-01 更正（张三）：原来答“否”，看错了题" in told

    def test_a_correction_that_is_taken_back_is_told_no_more(self, sitting: Sitting) -> None:
        """The answer is again what the first was: there is nothing that was corrected."""
        known = sitting.answer(*FACTS, "否", "b", "不清楚", "记错了", "法务", "q")
        assert (known.answers[DONE].corrected or "").endswith("更正（张三）：原来答“否”，记错了")
        known = sitting.answer("g 1", "否", "q")
        assert (known.answers[DONE].value, known.answers[DONE].corrected) == (N, None)

    def test_an_earlier_correction_stays_when_a_later_one_is_taken_back(
        self, sitting: Sitting
    ) -> None:
        sitting.answer(*FACTS, "不清楚", "法务", "b", "否", "q")
        answered = sitting.answer("g 1", "是", "1", "看错了题", "q").answers[DONE].corrected
        assert sitting.answer("g 1", "不清楚", "法务", "q").answers[DONE].corrected == answered
        assert sitting.answer("g 1", "否", "q").answers[DONE].corrected is None

    @pytest.mark.parametrize("key", ["b", "u", "s"])
    def test_neither_leaves_everything_as_it_was(self, sitting: Sitting, key: str) -> None:
        before = sitting.answer(*FACTS, "否", "q")
        assert sitting.answer("g 1", "是", key, "q") == before
        assert sitting.answer("g 1", "是", "2", key, "q") == before
        assert sitting.answer("g 1", "是", "1", key, "q") == before

    @pytest.mark.parametrize("back", [["b"], ["2", "b"], ["1", "u"]])
    def test_going_back_from_there_leads_to_the_question(
        self, sitting: Sitting, back: list[str]
    ) -> None:
        sitting.answer(*FACTS, "否", "q")
        known = sitting.answer("g 1", "是", *back, "是", "1", "看错了题", "q")
        assert known.answers[DONE].value is Y

    SHOWN_IN_NONE = ("g 9", "全不选", "")
    SINCE_IN_ONE = ("g 9", "全选", "乙", "1")
    """Everything is done in 甲 since, and a part in 乙."""

    def test_where_one_room_is_done_and_another_in_part_the_one_may_be_mended(
        self, sitting: Sitting
    ) -> None:
        was = sitting.answer(*FACTS, *self.SHOWN_IN_NONE, "q").answers[SHOWN]
        known = sitting.answer(*self.SINCE_IN_ONE, "2", "2026-06-01", "", "q").answers[SHOWN]
        assert (known.value, known.exceptions) == (was.value, was.exceptions), "乙 as it was"
        assert known.remedied == {"r1": SINCE}
        assert "乙：还有没有做到的（讲解商品、其他时段）；选 2 的，仍按原来的答案" in sitting.text
        assert "只能是更正" not in sitting.text

    def test_or_both_were_answered_wrongly(self, sitting: Sitting) -> None:
        sitting.answer(*FACTS, *self.SHOWN_IN_NONE, "q")
        known = sitting.answer(*self.SINCE_IN_ONE, "1", "看错了题", "q").answers[SHOWN]
        assert set(known.for_room("r1").marks.values()) == {Y}  # type: ignore[union-attr]
        assert known.remedied == {}

    def test_where_no_room_is_done_it_is_said_that_each_is_mended_for_itself(
        self, sitting: Sitting
    ) -> None:
        sitting.answer(*FACTS, *self.SHOWN_IN_NONE, "q")
        sitting.answer("g 9", "1", "", "b", "q")
        assert "整改要一个直播间全部做到以后才记" in sitting.text.replace("\n  ", "")

    def test_the_period_is_that_which_the_question_asks_about(self, tmp_path: Path) -> None:
        later = replace(PAST.regulations[0], in_force=date(2026, 9, 1))
        book = replace(PAST, regulations=(later,))
        sitting = Sitting(tmp_path / "自查.yaml", rulebook=book)
        sitting.answer("某某公司", "张三", "", "", "", *FACTS[5:], "否", "q")
        period = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 11, 1))
        save(sitting.path, replace(load(sitting.path, book), period=period), book)
        sitting.answer("g 1", "是", "2", "2026-06-01", "2026-10-01", "", "q")
        assert "问的是自查期间（2026-09-01 至 2026-11-01）里的事" in sitting.text
        told = "自查期间从 2026-09-01 开始：从 2026-06-01 起就做到的"
        assert told in sitting.text.replace("\n  ", "")

    def test_leaving_in_between_changes_nothing(self, sitting: Sitting) -> None:
        before = sitting.answer(*FACTS, "否", "q")
        assert sitting.answer("g 1", "是", "2", "q") == before

    def test_a_note_made_in_between_is_kept(self, sitting: Sitting) -> None:
        known = sitting.answer(*FACTS, "否", "b", "是", "m 见工单", "2", "", "", "q")
        assert (known.answers[DONE].note, known.answers[DONE].remedied) == (
            "见工单",
            {"": TODAY},
        )

    def test_the_day_lies_in_the_period_or_after_and_not_in_the_future(
        self, sitting: Sitting
    ) -> None:
        days = ["2026-11-02", "2026-02-01", "2026-02-30", "去年", "2026-02-02"]
        known = sitting.answer(*FACTS, "否", "b", "是", "2", *days, "", "q")
        assert known.answers[DONE].remedied == {"": date(2026, 2, 2)}
        assert "2026-11-02 还没有到" in sitting.text
        assert "整个期间都做到了" in sitting.text

    @pytest.mark.parametrize("away", ["不清楚", "不适用"])
    def test_what_is_not_known_or_does_not_apply_undoes_it_only_as_a_correction(
        self, sitting: Sitting, away: str
    ) -> None:
        who = ["财务"] if away == "不清楚" else []
        known = sitting.answer(*FACTS, "是", "是", "b", away, "", *who, "q")
        answer = known.answers["art25-all/hidden"]
        assert answer.corrected == "2026-11-01 更正（张三）：原来答“是”，输入有误"
        assert "2  整改" not in sitting.text

    def test_part_of_a_list_is_no_remedy(self, sitting: Sitting) -> None:
        known = sitting.answer(*FACTS, "是", "否", "1 2", "b", "1", "b", "q")
        answer = known.answers["art25-all/lies"]
        assert isinstance(answer.value, Picks)
        assert dict(answer.value.marks) == {"opening": Y, "pitch": Y, "other": N}
        assert answer.remedied == {}
        assert "还有没有改正的：开场" in "".join(sitting.text.split())

    def test_what_is_left_of_a_mended_failure_stays_mended(self, sitting: Sitting) -> None:
        """Of two that failed and are mended one never did: that is corrected, and no more."""
        mended = ["1 2", "b", "全不选", "2", "2026-06-01", ""]
        known = sitting.answer(*FACTS, "是", "否", *mended, "b", "1", "只有一种", "q")
        answer = known.answers["art25-all/lies"]
        assert answer.value == Picks({"opening": Y, "pitch": N, "other": N})
        assert answer.remedied == {"": SINCE}
        assert str(answer.corrected).endswith("只有一种")
        text = "".join(sitting.text.split())
        assert "这里只能是更正（当时答错了）：只剩开场；记过的已整改（2026-06-01）不变" in text
        assert "还有没有改正的" not in text

    def test_what_is_not_known_yet_of_a_list_is_cleared_up_before_a_remedy(
        self, sitting: Sitting
    ) -> None:
        """Nobody said how the third was: the list is not mended as a whole, whatever is so now."""
        typed = ["1，3不清楚", "法务", "b", "全不选", "b", "q"]
        known = sitting.answer(*FACTS, "是", "否", *typed)
        answer = known.answers["art25-all/lies"]
        assert isinstance(answer.value, Picks)
        assert dict(answer.value.marks) == {"opening": Y, "pitch": N, "other": Mark.UNKNOWN}
        told = "".join(sitting.text.split())
        assert "这里只能是更正（当时答错了）：原来还有答不清楚的（其他时段），" in told
        assert "先只把不清楚的答清楚（没有改正的照旧答），再来记整改" in told
        assert "2整改" not in told
        known = sitting.answer("g 3", "1", "q")
        known = sitting.answer("g 3", "全不选", "2", "2026-06-01", "", "q")
        answer = known.answers["art25-all/lies"]
        assert answer.remedied == {"": SINCE}
        assert isinstance(answer.value, Picks)
        assert dict(answer.value.marks) == {"opening": Y, "pitch": N, "other": N}

    def test_a_remedy_is_withdrawn_only_when_that_is_said(self, sitting: Sitting) -> None:
        first = sitting.answer(*FACTS, "否", "b", "是", "2", "2026-06-01", "", "q")
        assert sitting.answer("g 1", "", "q") == first
        assert sitting.answer("g 1", "否", "", "q").answers[DONE].remedied == {"": SINCE}
        assert sitting.answer("g 1", "否", "是", "q").answers[DONE].remedied == {}

    REMEDIED = ("否", "b", "是", "2", "2026-06-01", "")

    @pytest.mark.parametrize("away", ["是", "不清楚"])
    def test_a_correction_says_which_day_of_a_remedy_it_drops(
        self, sitting: Sitting, away: str
    ) -> None:
        sitting.answer(*FACTS, *self.REMEDIED, "q")
        how = ["1"] if away == "是" else []
        known = sitting.answer("g 1", away, *how, "看错了题", *(["法务"] if not how else []), "q")
        assert known.answers[DONE].remedied == {}
        told = "".join(sitting.text.split())
        assert "原来记了已整改：2026-06-01起做到。更正以后，这个日期不再算数" in told
        gone = "原来记的整改（2026-06-01起做到）不再算数；要恢复，按u。"
        assert f"已记下更正：看错了题。{gone}" in told

    def test_a_correction_in_one_room_drops_the_day_of_that_room(self, sitting: Sitting) -> None:
        sitting.answer(*FACTS, *self.SHOWN_IN_NONE, "q")
        sitting.answer("g 9", "全选", "", "2", "2026-06-01", "", "q")
        known = sitting.answer("g 9", "全不选", "乙", "全选", "1", "一直有", "q")
        assert known.answers[SHOWN].remedied == {"r1": SINCE}
        assert "原来记的整改（乙 2026-06-01 起做到）不再算数" in sitting.text

    def test_another_day_of_a_remedy_says_which_it_replaces(self, sitting: Sitting) -> None:
        sitting.answer(*FACTS, *self.REMEDIED, "q")
        known = sitting.answer("g 1", "是", "2", "2026-07-01", "", "q")
        assert known.answers[DONE].remedied == {"": date(2026, 7, 1)}
        told = "".join(sitting.text.split())
        assert "已记下整改：2026-07-01起做到。" in told
        assert "原来记的整改（2026-06-01起做到）不再算数" in told

    def test_what_is_so_now_changes_freely(self, tmp_path: Path) -> None:
        for about in (About.PRESENT, None):
            sitting = Sitting(tmp_path / f"{about}.yaml", rulebook=book(about))
            known = sitting.answer(*FACTS, "否", "b", "是", "q")
            assert known.answers[DONE].value is Y

    def test_undo_is_no_change_of_the_past(self, sitting: Sitting) -> None:
        known = sitting.answer(*FACTS, "是", "b", "否", "u", "", "q")
        assert known.answers[DONE].value is Y

    def test_one_room_is_remedied_and_the_other_is_not(self, sitting: Sitting) -> None:
        to_rooms = ["是", "否", "全不选", "1", "3年", "6个月", "1", "1"]
        nothing = sitting.answer(*FACTS, *to_rooms, "全不选", "", "q")
        assert nothing.answers[SHOWN].value == Picks({"opening": N, "pitch": N, "other": N})
        known = sitting.answer("g 9", "例外", "乙", "全选", "2", "2026-06-01", "", "q")
        answer = known.answers[SHOWN]
        assert (answer.value, answer.exceptions) == (nothing.answers[SHOWN].value, {})
        assert answer.remedied == {"r2": SINCE}
        assert finding(known, "art37-prompt", "r1").remedied is None
        assert finding(known, "art37-prompt", "r2").remedied == SINCE
        told = "\n".join(conclusion(PAST, known, as_of=TODAY))
        assert "（其中已整改 1 项）" in told
        statuses = {finding(known, "art37-prompt", room).status for room in ("r1", "r2")}
        assert statuses == {Status.NOT_SATISFIED}


def test_a_remedy_counts_from_its_day_on(sitting: Sitting) -> None:
    known = sitting.answer(*FACTS, "否", "b", "是", "2", "2026-06-01", "", "q")
    assert finding(known, "art25-all", as_of=date(2026, 5, 31)).judged[0].remedied is None
    assert finding(known, "art25-all", as_of=SINCE).judged[0].remedied == SINCE


def test_an_entry_is_remedied_once_all_of_it_is_and_nothing_is_open(sitting: Sitting) -> None:
    known = sitting.answer(*FACTS, "否", "b", "是", "2", "2026-06-01", "", "q")
    assert finding(known, "art25-all").remedied is None  # the other questions are open


def next_round(sitting: Sitting, answer: Answer, key: str = DONE) -> Sitting:
    """The next self-audit, from 2026-07-01 on, after one in which this was answered."""
    known = sitting.answer(*FACTS, "q")
    last = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 6, 30))
    last_time = replace(known, period=last, answers={key: answer})
    begin = as_confirmed_facts(carried_over(PAST, last_time))
    return Sitting(sitting.path.with_name("下次.yaml"), rulebook=PAST, begin_with=begin)


def as_confirmed_facts(known: Assessment) -> Assessment:
    facts = {id: replace(answer, state=None) for id, answer in known.facts.items()}
    return replace(known, facts=facts)


class TestInTheNextRound:
    """What failed in the last period is not said of the new one by pressing Enter."""

    def test_a_failure_is_shown_and_asked_anew(self, sitting: Sitting) -> None:
        last = answer_to_done(N, note="四月有一次", owner="王某", evidence=(Evidence("照片"),))
        later = next_round(sitting, last)
        known = later.answer("", "g 1", "", "是", "q")
        assert "上次自查答的是：否（说的是上一次的期间，这一次的请重新回答）" in later.text
        assert "上次的答复说的是那一次自查时的情况，不能照抄过来" in later.text
        assert known.answers[DONE].value is Y
        assert known.answers[DONE].note is None, "what was noted of the last period stays there"
        assert (known.answers[DONE].evidence, known.answers[DONE].owner) == ((), "王某")

    def test_a_pass_is_confirmed_by_enter(self, sitting: Sitting) -> None:
        known = next_round(sitting, answer_to_done(Y)).answer("", "g 1", "", "q")
        assert (known.answers[DONE].value, known.answers[DONE].state) == (Y, None)

    @pytest.mark.parametrize(
        ("said", "chosen", "value", "remedied"),
        [
            ("是", "1", N, {"": date(2026, 7, 15)}),
            ("是", "2", Y, {}),
            ("否", "1", N, {"": date(2026, 7, 15)}),
            ("否", "2", N, {}),
        ],
    )
    def test_a_failure_that_lasted_into_the_new_period_is_asked_back(
        self, sitting: Sitting, said: str, chosen: str, value: Mark, remedied: dict[str, date]
    ) -> None:
        later = next_round(sitting, answer_to_done(N, remedied={"": date(2026, 7, 15)}))
        known = later.answer("", "g 1", said, "", chosen, "q")
        assert "上次记了已整改：2026-07-15 起做到" in later.text
        assert "这一次的自查期间从 2026-07-01 开始" in "".join(later.text.split("\n"))
        answer = known.answers[DONE]
        assert (answer.value, answer.remedied, answer.state) == (value, remedied, None)

    @pytest.mark.parametrize("mended", [date(2026, 6, 20), date(2026, 7, 1)])
    def test_a_failure_that_was_mended_by_its_first_day_is_not(
        self, sitting: Sitting, mended: date
    ) -> None:
        later = next_round(sitting, answer_to_done(N, remedied={"": mended}))
        known = later.answer("", "g 1", "是", "q")
        assert (known.answers[DONE].value, known.answers[DONE].remedied) == (Y, {})

    def test_in_single_rooms_too(self) -> None:
        after = Answer(value=Y)
        of_rooms = Answer(value=Y, exceptions={"r2": N}, remedied={"r2": date(2026, 7, 15)})
        period = SelfAuditPeriod(first=date(2026, 7, 1), last=TODAY)
        question = replace(kinds.YES, about=About.PERIOD)
        reached = overlap(question, replace(of_rooms, state=CARRIED), after, period)
        assert reached is not None
        assert lasted(reached).exceptions == {"r2": N}
        assert lasted(reached).remedied == {"r2": date(2026, 7, 15)}
        assert overlap(question, of_rooms, after, period) is None, "it was not taken over"

    def test_until_it_is_answered_nothing_is_known(self, sitting: Sitting) -> None:
        known = sitting.answer(*FACTS, "否", "b", "是", "2", "2026-06-01", "", "q")
        later = carried_over(PAST, known)
        assert (later.answers[DONE].value, later.answers[DONE].corrected) == (N, None)
        judged = finding(later, "art25-all").judged[0]
        assert (judged.outcome, judged.remedied) == (Outcome.OPEN, None)


def answer_to_done(value: Mark, **more: object) -> Answer:
    question = next(q for key, q in PAST.questions().items() if key == DONE)
    return replace(Answer(value=value, asked_as=question.fingerprint), **more)


def test_a_room_that_is_removed_takes_its_remedy_along() -> None:
    answer = Answer(value=N, remedied={"r1": SINCE, "r2": TODAY})
    known = Assessment(
        respondent=Respondent(name="某某"), rooms=ROOMS, answers={"art38-replay/kept": answer}
    )
    assert with_rooms(known, ROOMS[:1]).answers["art38-replay/kept"].remedied == {"r1": SINCE}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{ value: 否, remedied: 去年 }", "remedied 不是日历上的日期"),
        ("{ value: 否, remedied: { r9: 2026-06-01 } }", "问的是整个单位"),
    ],
)
def test_a_day_that_cannot_be_is_complained_about(tmp_path: Path, written: str, told: str) -> None:
    file = tmp_path / "自查.yaml"
    text = f"format: 1\nrespondent: {{ name: 某某 }}\nanswers:\n  {DONE}: {written}\n"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Exception, match=told):
        load(file, PAST)


# --- whatever is answered ------------------------------------------------------------------------

ROOMS = (Room(id="r1", name="甲"), Room(id="r2", name="乙"))
ASKED = Assessment(
    respondent=Respondent(name="某某"),
    rooms=ROOMS,
    facts={"opens_room": Answer(value=Y), "serves_hosts": Answer(value=Y)},
)
STEPS = [step for step in plan(PAST, ASKED) if isinstance(step, AskQuestion)]


def answers_to(question: Question, step: AskQuestion) -> st.SearchStrategy[Answer]:
    values = kinds.values_for(question)
    rooms = st.sampled_from([room.id for room in ROOMS])
    exceptions = st.dictionaries(rooms, values) if step.rooms else st.just({})
    return st.builds(Answer, value=values, exceptions=exceptions)


@st.composite
def changes(draw: st.DrawFn) -> tuple[AskQuestion, Answer, Answer]:
    step = draw(st.sampled_from(STEPS))
    answers = answers_to(step.question, step)
    return step, draw(answers), draw(answers)


def outcomes(step: AskQuestion, answer: Answer) -> list[Outcome]:
    rooms: list[str | None] = [room.id for room in step.rooms]
    return [judge(step.question, answer.for_room(room)).outcome for room in rooms or [None]]


@given(changes())
def test_no_failure_goes_without_a_word(change: tuple[AskQuestion, Answer, Answer]) -> None:
    step, before, after = change
    known = replace(ASKED, answers={step.key: before})
    undone = reversal(PAST, known, step.key, after)
    failed = [each is Outcome.GAP for each in outcomes(step, before)]
    fails = [each is Outcome.GAP for each in outcomes(step, after)]
    if undone is None:
        assert all(later for was, later in zip(failed, fails, strict=True) if was)
        return
    told = corrected(undone, "更正").corrected or ""
    assert told.startswith("更正")
    assert ("（只改直播间：" in told) is (len(undone.rooms) < len(undone.asked))
    kept = remedied(undone, known, SINCE)
    still = [each is Outcome.GAP for each in outcomes(step, kept)]
    assert all(later for was, later in zip(failed, still, strict=True) if was)
    rooms: list[str | None] = [room.id for room in step.rooms]
    for room, was in zip(rooms or [None], failed, strict=True):
        is_undone = (room or "") in undone.rooms
        assert (kept.remedied_since(room) == SINCE) is ((room or "") in undone.done)
        assert was or not is_undone
        assert kept.for_room(room) == (before if is_undone else after).for_room(room)


def test_a_mended_gap_is_listed_as_such_and_not_gone_through_again(sitting: Sitting) -> None:
    sitting.answer(*FACTS, "否", "b", "是", "2", "2026-06-01", "", "q")
    sitting.shown.clear()
    sitting.answer("v", "", "q")
    assert "缺口 1 题，其中已整改 1 题" in sitting.text
    assert "[缺口，已整改] 是否做到？" in sitting.text
    sitting.scope = Scope(only=AnswerState.GAP)
    sitting.answer("q")
    assert "所选的范围里没有要答的题" in sitting.text


def test_back_among_the_gaps_stays_among_them(sitting: Sitting) -> None:
    """Questions 1 and 4 are gaps, 2 and 3 are not: b at 4 leads to 1, also once it is mended."""
    sitting.answer(*FACTS, "否", "否", "全不选", "2", "q")
    sitting.scope = Scope(only=AnswerState.GAP)
    sitting.shown.clear()
    sitting.answer("", "b", "b", "q")
    asked = re.findall("第 ([0-9]+)/", sitting.text)
    assert asked == ["1", "4", "1", "1"]
    assert "这是第一题" in sitting.text
    sitting.shown.clear()
    sitting.answer("是", "2", "2026-06-01", "", "b", "q")
    assert re.findall("第 ([0-9]+)/", sitting.text) == ["1", "4", "1"]
    sitting.shown.clear()
    sitting.answer("", "b", "q")
    assert re.findall("第 ([0-9]+)/", sitting.text) == ["4", "4"], "at the end b leads to the last"


def test_help_at_the_evidence_of_a_remedy_is_about_evidence(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=PAST)
    sitting.answer(*FACTS, "否", "", "g 1", "是", "2", "2026-06-01", "?", "", "q")
    said = "".join(sitting.text.partition("整改的佐证")[2].split())
    assert "文件的路径（抄一份放在答案旁边" in said


def test_what_is_in_force_only_after_the_period_has_nothing_to_answer() -> None:
    over = SelfAuditPeriod(first=date(2025, 1, 1), last=date(2025, 12, 31))
    asked = PAST.questions()[DONE]
    told = asks_about(PAST, asked, over)
    assert told.startswith(
        f"{PAST.regulation.in_force} 才施行，自查期间（到 2025-12-31）里没有可答的"
    )


STILL = "还有没有做到的（讲解商品、其他时段）"
UNCLEAR = "原来还有答不清楚的（讲解商品），要先弄清"


@pytest.mark.parametrize(
    ("now", "told", "mended"),
    [
        (["丙", "1"], f"丙：{STILL}", {"r1", "r2"}),
        (["丙", "全选"], f"丙：{UNCLEAR}", {"r1", "r2"}),
        (["乙、丙", "逐个", "1", "全选"], f"乙、丙：有的{STILL}，有的{UNCLEAR}", {"r1"}),
    ],
    ids=["some still fails", "some was not known", "of two rooms each"],
)
def test_why_a_room_is_not_mended_with_the_others_is_told(
    tmp_path: Path, now: list[str], told: str, mended: set[str]
) -> None:
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=PAST)
    rooms = [*ABOUT, "是", "否", "甲、乙、丙", "1", "", "2"]
    sitting.answer(*rooms, "g 9", "全不选", "丙", "2不清楚 其余没有", "法务", "q")
    known = sitting.answer("g 9", "全选", *now, "2", "2026-06-01", "", "q")
    assert f"{told}；选2的，仍按原来的答案" in "".join(sitting.text.split())
    assert known.answers[SHOWN].remedied == dict.fromkeys(mended, SINCE)


def test_where_no_room_is_mended_all_that_is_lacking_is_told(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=PAST)
    sitting.answer(*FACTS, "g 9", "全不选", "乙", "2不清楚 其余没有", "法务", "q")
    sitting.answer("g 9", "1", "乙", "全选", "b", "q")
    told = "".join(sitting.text.split())
    assert "现在这样答，还有没有做到的：讲解商品、其他时段；" in told
    assert "原来还有答不清楚的（讲解商品），也要先弄清。" in told


def test_a_room_of_which_something_is_not_known_stays_as_it_was(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=PAST)
    known = sitting.answer(*FACTS, "g 9", "全不选", "", "q")
    half = Picks({"opening": N, "pitch": Mark.UNKNOWN, "other": N})
    before = replace(known.answers[SHOWN], exceptions={"r2": half})
    known = replace(known, answers={**known.answers, SHOWN: before})
    after = replace(before, value=Picks(dict.fromkeys(half.marks, Y)), exceptions={})
    undone = reversal(PAST, known, SHOWN, after)
    assert undone is not None
    assert (undone.rooms, undone.done, undone.unsettled) == (("r1", "r2"), ("r1",), ("讲解商品",))
    mended = remedied(undone, known, SINCE)
    assert mended.remedied == {"r1": SINCE}
    assert mended.for_room("r2") == half


def test_a_correction_of_some_rooms_says_of_which(tmp_path: Path) -> None:
    known = Sitting(tmp_path / "自查.yaml", rulebook=PAST).answer(*FACTS, "g 9", "全不选", "", "q")
    before = known.answers[SHOWN]
    passing = Picks(dict.fromkeys(("opening", "pitch", "other"), Y))
    for after, where in (
        (replace(before, exceptions={"r2": passing}), "（只改直播间：乙）"),
        (replace(before, value=passing), ""),
    ):
        undone = reversal(PAST, known, SHOWN, after)
        assert undone is not None
        answer = corrected(undone, "更正：原来答“全不选”，看错了")
        assert answer.corrected == f"更正：原来答“全不选”，看错了{where}"
        shown = [corrections_of(answer, [room]) is not None for room in known.rooms]
        assert shown == [not where, True]
