"""The history: every change is a line, no line is ever lost, an earlier answer can come back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from checklist import exits
from checklist.assessment.file import commit, history_file, load, load_history, lock, record
from checklist.assessment.history import Entry, History, history_in, lines_between, recorded
from checklist.assessment.model import (
    Answer,
    Assessment,
    Choice,
    Mark,
    Respondent,
    Room,
    SelfAuditPeriod,
)
from tests.assessment.long_session import LongSession
from tests.given import kinds
from tests.given.assessments import assessments

if TYPE_CHECKING:
    from tests.conftest import Run

BOOK = kinds.every_kind()
AT = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
NOBODY = Assessment(respondent=Respondent(name=""))
ROOMS = (Room(id="r1", name="旗舰店"), Room(id="r2", name="美妆间"))


def answer(mark: Mark, by: str = "张三", **beside: str) -> Answer:
    return Answer(value=mark, by=by, at=AT.isoformat(), asked_as=kinds.OPENS.fingerprint, **beside)  # type: ignore[arg-type]


def lines(before: Assessment, after: Assessment) -> History:
    written = lines_between(before, after, who="李四", at=AT, rulebook=BOOK)
    return history_in("\n".join(written).encode())


class TestWhatIsRecorded:
    def test_who_when_which_question_old_new_and_to_which_wording(self) -> None:
        before = replace(NOBODY, facts={"opens_room": answer(Mark.YES)})
        after = replace(NOBODY, facts={"opens_room": answer(Mark.NO, by="李四")})
        (entry,) = lines(before, after).entries
        stamped = {"at": AT.isoformat(), "asked_as": kinds.OPENS.fingerprint}
        assert entry == Entry(
            number=1,
            at=AT.isoformat(),
            by="李四",
            section="facts",
            key="opens_room",
            old={"value": "是", "by": "张三"} | stamped,
            new={"value": "否", "by": "李四"} | stamped,
        )

    def test_what_differs_in_a_room(self) -> None:
        before = replace(NOBODY, rooms=ROOMS, facts={"channel": Answer(value=Choice("platform"))})
        channel = Answer(value=Choice("platform"), exceptions={"r2": Choice("own_site")})
        (entry,) = lines(before, replace(before, facts={"channel": channel})).entries
        assert entry.old == "platform"
        assert entry.new == {"value": "platform", "except": {"r2": "own_site"}}

    def test_the_respondent_the_period_and_the_rooms(self) -> None:
        days = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 10, 31))
        after = replace(NOBODY, respondent=Respondent(name="甲"), period=days, rooms=ROOMS)
        assert [one.section for one in lines(NOBODY, after).entries] == [
            "respondent", "period", "rooms",
        ]  # fmt: skip

    def test_an_answer_that_is_gone(self) -> None:
        before = replace(NOBODY, answers={"art25-all/done": answer(Mark.YES)})
        (entry,) = lines(before, NOBODY).entries
        assert entry.new is None

    def test_a_save_that_changes_nothing_adds_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "自查.yaml"
        record(path, NOBODY, NOBODY, who=None, at=AT, rulebook=BOOK)
        assert not history_file(path).exists()

    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(assessments(BOOK), assessments(BOOK))
    def test_whatever_is_said_reads_back_as_it_was_said(
        self, before: Assessment, after: Assessment
    ) -> None:
        for entry in lines(before, after).entries:
            if entry.key is None or entry.new is None or _surrogates(after):
                continue
            said = after.facts if entry.section == "facts" else after.answers
            again = recorded(entry, entry.new, file="h", rulebook=BOOK, assessment=after)
            assert again == said[entry.key]


def _surrogates(assessment: Assessment) -> bool:
    return any(0xD800 <= ord(one) <= 0xDFFF for one in repr(assessment))


class TestTheFile:
    def test_it_lies_beside_the_answers_and_is_readable(self, tmp_path: Path) -> None:
        path = tmp_path / "自查.yaml"
        after = replace(NOBODY, facts={"opens_room": answer(Mark.YES, note="问过财务")})
        record(path, NOBODY, after, who="张三", at=AT, rulebook=BOOK)
        text = (tmp_path / "自查.历史.jsonl").read_text(encoding="utf-8")
        assert "问过财务" in text
        assert json.loads(text)["new"]["value"] == "是"

    def test_of_a_link_it_lies_beside_the_real_file(self, tmp_path: Path) -> None:
        (tmp_path / "链接.yaml").symlink_to(tmp_path / "自查.yaml")
        assert history_file(tmp_path / "链接.yaml") == tmp_path / "自查.历史.jsonl"

    def test_what_stands_in_it_is_never_touched(self, tmp_path: Path) -> None:
        path = tmp_path / "自查.yaml"
        before = NOBODY
        written = b""
        for mark in Mark:
            after = replace(NOBODY, facts={"opens_room": answer(mark)})
            record(path, before, after, who=None, at=AT, rulebook=BOOK)
            now = history_file(path).read_bytes()
            assert now.startswith(written)
            assert len(now) > len(written)
            before, written = after, now

    @pytest.mark.parametrize(
        "line",
        [b'{"at": "20', b"\xff\xfe", b"[]", b"1" * 5000, b"[" * 50_000, b"{}", b"null",
         b'{"at":"x","by":1,"section":"facts","key":"k","old":null,"new":null}',
         b'{"at":"x","by":null,"section":"facts","key":"k","old":null,"new":[null]}'],
    )  # fmt: skip
    def test_a_broken_line_is_told_and_the_others_count(self, line: bytes) -> None:
        good = "\n".join(
            lines_between(NOBODY, replace(NOBODY, rooms=ROOMS), who=None, at=AT, rulebook=BOOK)
        ).encode()
        said = history_in(good + b"\n" + line + b"\n" + good + b"\n")
        assert [entry.number for entry in said.entries] == [1, 3]
        assert said.torn == (2,)


@pytest.fixture
def session(tmp_path: Path) -> LongSession:
    """q1 was answered 是, then 否 by another; q2 是."""
    session = LongSession(tmp_path)
    known = load(session.path, session.book)
    for key, mark, by in (
        ("q1", Mark.YES, "张三"),
        ("q1", Mark.NO, "李四"),
        ("q2", Mark.YES, "张三"),
    ):
        question = session.book.questions()[f"art3-all/{key}"]
        said = Answer(value=mark, by=by, at=AT.isoformat(), asked_as=question.fingerprint)
        after = replace(known, answers={**known.answers, f"art3-all/{key}": said})
        commit(session.path, known, after, who=by, at=AT, rulebook=session.book)
        known = after
    return session


class TestTheCommand:
    def test_it_lists_by_question_with_the_newest_last(
        self, session: LongSession, checklist: Run
    ) -> None:
        ran = checklist("history", session.path, "--rules", session.rules)
        assert ran.code == exits.DONE
        assert ran.out.splitlines()[:8] == [
            "",
            "art3-all/q1：第1问？",
            "  [1] 2026-11-01 09:30 张三",
            "      未作答 → 是",
            "  [2] 2026-11-01 09:30 李四",
            "      是 → 否",
            "",
            "art3-all/q2：第2问？",
        ]

    def test_respondent_period_and_rooms_are_told_in_words(
        self, session: LongSession, checklist: Run
    ) -> None:
        known = load(session.path, session.book)
        told = replace(known, respondent=replace(known.respondent, address="杭州"), rooms=ROOMS)
        record(session.path, known, told, who="张三", at=AT, rulebook=session.book)
        out = checklist("history", session.path, "--rules", session.rules).out
        assert "填报单位\n  [4] 2026-11-01 09:30 张三\n      住所：（空） → 杭州\n" in out
        assert "未填 → 旗舰店（r1）、美妆间（r2）" in out

    def test_one_question_alone(self, session: LongSession, checklist: Run) -> None:
        ran = checklist(
            "history", session.path, "--rules", session.rules, "--question", "art3-all/q2"
        )
        assert "q1" not in ran.out
        assert "[3]" in ran.out

    def test_a_question_that_was_never_answered_is_told(
        self, session: LongSession, checklist: Run
    ) -> None:
        ran = checklist("history", session.path, "--rules", session.rules, "--question", "没有")
        assert ran.code == exits.WRONG_USAGE
        assert "历史里没有题目“没有”" in ran.err

    def test_an_earlier_answer_comes_back_as_a_new_entry(
        self, session: LongSession, checklist: Run
    ) -> None:
        before = history_file(session.path).read_bytes()
        ran = checklist(
            "history", session.path, "--rules", session.rules, "--restore", "1", "--yes"
        )
        assert (ran.code, ran.err) == (exits.DONE, "")
        assert "现在：否" in ran.out
        assert "恢复成：是" in ran.out
        again = load(session.path, session.book).answers["art3-all/q1"]
        assert (again.value, again.by) == (Mark.YES, "张三")
        assert history_file(session.path).read_bytes().startswith(before)
        last = load_history(session.path).entries[-1]
        assert (last.number, last.key, last.new) == (
            4, "art3-all/q1", load_history(session.path).entries[0].new,
        )  # fmt: skip

    def test_what_stood_before_the_first_entry_comes_back_too(
        self, session: LongSession, checklist: Run
    ) -> None:
        checklist(
            "history", session.path, "--rules", session.rules, "--restore", "1", "--before", "--yes"
        )
        assert "art3-all/q1" not in load(session.path, session.book).answers

    @pytest.mark.parametrize(("typed", "value"), [("否", Mark.NO), ("", Mark.NO), ("是", Mark.YES)])
    def test_it_asks_before_it_changes_anything(
        self,
        session: LongSession,
        checklist: Run,
        monkeypatch: pytest.MonkeyPatch,
        typed: str,
        value: Mark,
    ) -> None:
        monkeypatch.setattr("builtins.input", lambda _: typed)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        checklist("history", session.path, "--rules", session.rules, "--restore", "1")
        assert load(session.path, session.book).answers["art3-all/q1"].value is value

    def test_an_earlier_answer_to_another_wording_is_to_be_looked_at_again(
        self, session: LongSession, checklist: Run
    ) -> None:
        text = session.rules.read_text(encoding="utf-8")
        session.rules.write_text(text.replace("第1问？", "第1问，改过？"), encoding="utf-8")
        checklist("history", session.path, "--rules", session.rules, "--restore", "1", "--yes")
        ran = checklist("check", session.path, "--rules", session.rules, "--as-of", "2026-11-01")
        assert ran.code == exits.UNDETERMINED

    def test_where_nobody_can_be_asked_nothing_is_written(
        self, session: LongSession, checklist: Run
    ) -> None:
        ran = checklist("history", session.path, "--rules", session.rules, "--restore", "1")
        assert ran.code == exits.WRONG_USAGE
        assert "--yes" in ran.err
        assert load(session.path, session.book).answers["art3-all/q1"].value is Mark.NO

    @pytest.mark.parametrize(
        ("moment", "q1"),
        [
            (["1"], Mark.YES),
            (["2"], Mark.NO),
            (["2", "--before"], Mark.YES),
            (["1", "--before"], None),
            (["2026-11-01 09:29", "--before"], "refused"),
            (["2026-11-01 09:30"], Mark.NO),
            (["2026年11月1日"], Mark.NO),
            (["２０２６－１１－０１　９：３０：００"], Mark.NO),
            (["2026-10-31"], "refused"),
            (["2026-11-31"], "refused"),
            (["昨天"], "refused"),
            (["9"], "refused"),
        ],
    )
    def test_a_whole_moment_comes_back_by_number_or_time(
        self, session: LongSession, checklist: Run, moment: list[str], q1: Mark | str | None
    ) -> None:
        known = load(session.path, session.book)
        at = AT.replace(day=2)
        told = replace(known, rooms=ROOMS, answers={})
        commit(session.path, known, told, who="张三", at=at, rulebook=session.book)
        args = ("history", session.path, "--rules", session.rules, "--at", *moment, "--yes")
        ran = checklist(*args)
        again = load(session.path, session.book)
        if q1 == "refused":
            assert ran.code == exits.WRONG_USAGE
            assert again == told
            return
        assert ran.code == exits.DONE, ran.err
        assert again.rooms == ()
        assert getattr(again.answers.get("art3-all/q1"), "value", None) is q1
        assert "直播间\n  现在：2 个：旗舰店、美妆间\n  恢复成：没有\n" in ran.out
        assert len(load_history(session.path).entries) > 6

    def test_one_thing_and_a_whole_moment_are_not_asked_for_at_once(
        self, session: LongSession, checklist: Run
    ) -> None:
        ran = checklist("history", session.path, "--restore", "1", "--at", "1")
        assert ran.code == exits.WRONG_USAGE

    def test_no_complaint_sends_anyone_into_the_history_file(
        self, session: LongSession, checklist: Run
    ) -> None:
        lines = history_file(session.path).read_text(encoding="utf-8")
        history_file(session.path).write_text(lines.replace('"是"', '"3年"'), encoding="utf-8")
        ran = checklist(
            "history", session.path, "--rules", session.rules, "--restore", "1", "--yes"
        )
        assert ran.code == exits.BAD_FILE
        assert "历史本身不要改" in ran.err
        assert "改成" not in ran.err

    def test_a_number_that_is_not_there_is_told(self, session: LongSession, checklist: Run) -> None:
        ran = checklist("history", session.path, "--rules", session.rules, "--restore", "9")
        assert ran.code == exits.WRONG_USAGE
        assert "历史里没有第 9 条" in ran.err

    def test_a_torn_line_is_told(self, session: LongSession, checklist: Run) -> None:
        with history_file(session.path).open("ab") as file:
            file.write(b'{"at": "2026')
        ran = checklist("history", session.path, "--rules", session.rules)
        assert "第 4 行不完整" in ran.err
        assert "[3]" in ran.out

    def test_the_history_is_shown_though_the_answers_cannot_be_read(
        self, session: LongSession, checklist: Run
    ) -> None:
        session.path.write_text("{", encoding="utf-8")
        ran = checklist("history", session.path, "--rules", session.rules)
        assert ran.code == exits.DONE
        assert "历史还在" in ran.err
        assert "是 → 否" in ran.out

    def test_hostile_text_comes_out_inert(self, session: LongSession, checklist: Run) -> None:
        hostile = {
            "at": "\x1b[2J", "by": "\u202e", "section": "\x1b]0;", "key": "\x1b[31m",
            "old": {"value": "\x1b[2J\r\n"}, "new": {"\x1b": ["\u202e"]},
        }  # fmt: skip
        with history_file(session.path).open("a", encoding="utf-8") as file:
            for section in ("facts", "answers", "rooms"):
                file.write(json.dumps(hostile | {"section": section}) + "\n")
            file.write(json.dumps(hostile | {"key": None}) + "\n")
        ran = checklist("history", session.path, "--rules", session.rules)
        assert ran.code == exits.DONE
        assert not set(ran.out + ran.err) & {"\x1b", "\u202e", "\r"}

    def test_nothing_is_restored_while_somebody_answers(
        self, session: LongSession, checklist: Run
    ) -> None:
        with lock(session.path):
            ran = checklist(
                "history", session.path, "--rules", session.rules, "--restore", "1", "--yes"
            )
        assert ran.code == exits.BAD_FILE
        assert load(session.path, session.book).answers["art3-all/q1"].value is Mark.NO


def test_without_a_history_it_says_so(tmp_path: Path, checklist: Run) -> None:
    session = LongSession(tmp_path)
    ran = checklist("history", session.path, "--rules", session.rules)
    assert ran.code == exits.DONE
    assert "还没有修改历史" in ran.out


def test_of_a_file_that_is_not_there_it_says_so(tmp_path: Path, checklist: Run) -> None:
    ran = checklist("history", tmp_path / "没有.yaml")
    assert ran.code == exits.BAD_FILE
    assert "找不到这个文件" in ran.err
