"""The history: every change is a line, no line is ever lost, an earlier answer can come back."""

from __future__ import annotations

import json
import re
import tempfile
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from checklist import exits
from checklist.assessment.model import (
    UNASKED,
    Answer,
    Assessment,
    Choice,
    Mark,
    Respondent,
    Room,
    SelfAuditPeriod,
)
from checklist.assessment.stored.file import (
    commit,
    history_file,
    load,
    load_history,
    lock,
    save,
)
from checklist.assessment.stored.history import (
    Entry,
    History,
    history_in,
    lines_between,
    recorded,
    saved_with,
)
from checklist.assessment.stored.history_words import HistoryView
from checklist.assessment.stored.moments import Past
from checklist.assessment.stored.recovery import recover
from tests.assessment.long_session import LongSession
from tests.form.filling import answer as fill_form
from tests.given import kinds
from tests.given.assessments import assessments

if TYPE_CHECKING:
    from tests.conftest import Run

BOOK = kinds.every_kind()
AT = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
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

    def test_a_room_is_called_what_it_was_called_then(self) -> None:
        """An older program may have given its id to another since."""
        channel = Answer(value=Choice("platform"), exceptions={"r2": Choice("own_site")})
        told = replace(NOBODY, rooms=ROOMS, facts={"channel": channel})
        common = {"channel": Answer(value=Choice("platform"))}
        removed = replace(told, rooms=ROOMS[:1], facts=common)
        anew = replace(removed, rooms=(ROOMS[0], Room(id="r2", name="测试间")))
        states = [NOBODY, told, removed, anew, replace(anew, facts={"channel": channel})]
        written = (
            lines_between(was, now, who="李四", at=AT, rulebook=BOOK)
            for was, now in pairwise(states)
        )
        text = "\n".join(line for lines in written for line in lines)
        entries = history_in(text.encode()).entries
        view = HistoryView(BOOK, states[-1], entries, width=200)
        of_it = [view.change(entry) for entry in entries if entry.key == "channel"]
        assert [re.findall("美妆间|测试间", words) for words in of_it] == [
            ["美妆间"],
            ["美妆间"],
            ["测试间"],
        ]

    def test_what_was_saved_together_is_of_one_moment(self) -> None:
        """A list of rooms goes with what it did to the answers, and with nothing of another day."""

        def asked_of_more(before: Assessment, key: str) -> Assessment:
            one = before.facts[key]
            more = replace(one, exceptions={**one.exceptions, "r2": UNASKED})
            return replace(before, facts={**before.facts, key: more})

        said = {"opens_room": answer(Mark.YES), "channel": answer(Mark.UNKNOWN)}
        first = replace(NOBODY, facts=said, rooms=ROOMS[:1])
        second = asked_of_more(replace(first, rooms=ROOMS), "opens_room")
        third = asked_of_more(second, "channel")
        written = lines_between(first, second, who="李四", at=AT, rulebook=BOOK)
        written += lines_between(second, third, who="李四", at=LATER, rulebook=BOOK)
        entries = history_in("\n".join(written).encode()).entries
        together = [[*saved_with(entries, each.number)] for each in entries]
        assert together == [[1, 2], [1, 2], [3]]

    def test_an_answer_that_is_gone(self) -> None:
        before = replace(NOBODY, answers={"art25-all/done": answer(Mark.YES)})
        (entry,) = lines(before, NOBODY).entries
        assert entry.new is None

    def test_a_save_that_changes_nothing_adds_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "自查.yaml"
        commit(path, NOBODY, NOBODY, who=None, at=AT, rulebook=BOOK)
        assert history_file(path).read_bytes() == b""

    @settings(suppress_health_check=[HealthCheck.too_slow])
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
        commit(path, NOBODY, after, who="张三", at=AT, rulebook=BOOK)
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
            commit(path, before, after, who=None, at=AT, rulebook=BOOK)
            now = history_file(path).read_bytes()
            assert now.startswith(written)
            assert len(now) > len(written)
            before, written = after, now

    @pytest.mark.parametrize(
        "line",
        [b'{"at": "20', b"\xff\xfe", b"[]", b"1" * 5000, b"[" * 50_000, b"{}", b"null",
         b'{"at":"x","by":1,"section":"facts","key":"k","old":null,"new":null}',
         b'{"at":"x","by":null,"section":"facts","key":"k","old":null,"new":[null]}',
         b'{"at":"x","by":null,"section":"f","key":"","old":null,"new":"%b"}' % (b"x" * 5_000_000)],
    )  # fmt: skip
    def test_a_broken_line_is_told_and_the_others_count(self, line: bytes) -> None:
        good = "\n".join(
            lines_between(NOBODY, replace(NOBODY, rooms=ROOMS), who=None, at=AT, rulebook=BOOK)
        ).encode()
        said = history_in(good + b"\n" + line + b"\n" + good + b"\n")
        assert [entry.number for entry in said.entries] == [1, 3]
        assert said.torn == (2,)


class TestWhatIsMissing:
    """A kill between the save and the line of history, seen when the file is opened again."""

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(assessments(BOOK).filter(lambda said: not _surrogates(said)), max_size=3))
    def test_a_history_that_was_kept_misses_nothing(self, said: list[Assessment]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "自查.yaml"
            for before, after in pairwise((NOBODY, *said)):
                commit(path, before, after, who="张三", at=AT, rulebook=BOOK)
            if said:
                stood = history_file(path).read_bytes()
                assert recover(path, load(path, BOOK), BOOK, at=LATER) == ""
                assert history_file(path).read_bytes() == stood

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(assessments(BOOK), assessments(BOOK), st.integers(0, 10**9))
    def test_whatever_the_kill_cut_off_is_added_and_can_be_taken_back(
        self, before: Assessment, after: Assessment, cut: int
    ) -> None:
        if _surrogates(before) or _surrogates(after):
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "自查.yaml"
            commit(path, NOBODY, before, who="张三", at=AT, rulebook=BOOK)
            kept = history_file(path).read_bytes()
            commit(path, before, after, who="李四", at=AT, rulebook=BOOK)
            whole = history_file(path).read_bytes()
            history_file(path).write_bytes(whole[: len(kept) + cut % (len(whole) - len(kept) + 1)])
            recover(path, load(path, BOOK), BOOK, at=LATER)
            assert recover(path, load(path, BOOK), BOOK, at=LATER) == ""
            entries = load_history(path).entries
            lost = (entry for entry in entries if entry.number > kept.count(b"\n"))
            first = next(lost, None)
            if first is not None:
                now = load(path, BOOK)
                past = Past(history=load_history(path), file=path, rulebook=BOOK, now=now)
                back = past.moment(first.number - 1)
                assert {k: a.value for k, a in back.facts.items()} == {
                    k: a.value for k, a in before.facts.items()
                }

    def test_it_is_marked_and_says_when_and_by_whom_it_was_said(self, tmp_path: Path) -> None:
        path, after = tmp_path / "自查.yaml", replace(NOBODY, facts={"opens_room": answer(Mark.NO)})
        commit(path, NOBODY, NOBODY, who=None, at=AT, rulebook=BOOK)
        save(path, after, BOOK)
        assert "1 处改动没有记进修改历史" in recover(path, after, BOOK, at=LATER)
        (entry,) = load_history(path).entries
        assert (entry.is_recovered, entry.at, entry.by) == (True, AT.isoformat(), "张三")

    def test_an_answer_that_is_gone_is_recorded_as_of_now_by_nobody(self, tmp_path: Path) -> None:
        path, before = (
            tmp_path / "自查.yaml",
            replace(NOBODY, facts={"opens_room": answer(Mark.NO)}),
        )
        commit(path, NOBODY, before, who="张三", at=AT, rulebook=BOOK)
        save(path, NOBODY, BOOK)
        recover(path, NOBODY, BOOK, at=LATER)
        entry = load_history(path).entries[-1]
        assert (entry.at, entry.by, entry.new) == (LATER.isoformat(), None, None)

    def test_the_first_save_of_all_is_missed_too(self, tmp_path: Path) -> None:
        path, after = tmp_path / "自查.yaml", replace(NOBODY, rooms=ROOMS)
        commit(path, NOBODY, after, who=None, at=AT, rulebook=BOOK)
        history_file(path).write_bytes(b"")
        recover(path, after, BOOK, at=LATER)
        (entry,) = load_history(path).entries
        assert (entry.section, entry.old) == ("rooms", None)

    def test_answers_that_came_without_a_history_are_nobodys_loss(self, tmp_path: Path) -> None:
        path = tmp_path / "自查.yaml"
        named = Respondent(name="甲")
        given = replace(NOBODY, respondent=named, facts={"opens_room": answer(Mark.NO)})
        save(path, given, BOOK)
        assert recover(path, given, BOOK, at=LATER) == ""
        assert not history_file(path).exists()
        renamed = replace(given, respondent=Respondent(name="乙"))
        commit(path, given, renamed, who=None, at=LATER, rulebook=BOOK)
        assert recover(path, renamed, BOOK, at=LATER) == ""

    @pytest.mark.parametrize(
        "line",
        [b'{"at":"x","by":null,"section":"facts","key":"opens_room","old":null,"new":"?"}',
         b'{"at":"x","by":null,"section":"answers","key":"gone/q","old":null,"new":"a"}',
         b'{"at":"x","by":null,"section":"what","key":null,"old":null,"new":["a"]}',
         b"\xff", b"[]"],
    )  # fmt: skip
    def test_a_history_that_was_tampered_with_stops_nobody(
        self, tmp_path: Path, line: bytes
    ) -> None:
        path, given = tmp_path / "自查.yaml", replace(NOBODY, facts={"opens_room": answer(Mark.NO)})
        save(path, given, BOOK)
        history_file(path).write_bytes(line + b"\n")
        recover(path, given, BOOK, at=LATER)
        assert recover(path, given, BOOK, at=LATER) == ""
        assert history_file(path).read_bytes().startswith(line)

    def test_a_history_that_cannot_be_read_or_added_to_stops_nobody(self, tmp_path: Path) -> None:
        path = tmp_path / "自查.yaml"
        save(path, NOBODY, BOOK)
        history_file(path).mkdir()
        assert recover(path, NOBODY, BOOK, at=LATER) == ""


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


def lose_the_last_line(session: LongSession) -> None:
    """As a kill between the two writes does."""
    history = history_file(session.path)
    lines = history.read_bytes().splitlines(keepends=True)
    history.write_bytes(b"".join(lines[:-1]))


class TestOpenedAgain:
    """Every command that opens answers to write them looks for what is missing."""

    def test_a_sitting_tells_and_the_history_marks_it(
        self, session: LongSession, checklist: Run
    ) -> None:
        lose_the_last_line(session)
        sitting = ("ask", session.path, "--rules", session.rules)
        told = checklist(*sitting, typed="q\n").out
        assert "1 处改动没有记进修改历史" in told
        assert "已经补记" in "".join(told.split())
        out = checklist("history", session.path, "--rules", session.rules).out
        assert "  [3] 2026-11-01 09:30 张三 补记\n      未作答 → 是\n" in out
        assert "补记：答案文件里有、当时没有记下的改动" in out
        assert "补记" not in checklist(*sitting, typed="q\n").out

    def test_restoring_a_moment_takes_back_what_was_missing_too(
        self, session: LongSession, checklist: Run
    ) -> None:
        lose_the_last_line(session)
        ran = checklist("history", session.path, "--rules", session.rules, "--at", "2", "--yes")
        assert (ran.code, "已经补记" in ran.err) == (0, True)
        assert "art3-all/q2" not in load(session.path, session.book).answers

    def test_an_import_adds_it_before_its_own(
        self, session: LongSession, checklist: Run, tmp_path: Path
    ) -> None:
        rules, form = ("--rules", session.rules), tmp_path / "问卷.xlsx"
        assert checklist("form", session.path, "-o", form, *rules).code == 0
        fill_form(form, "answers/art3-all/q3", "是")
        lose_the_last_line(session)
        ran = checklist("form", "import", form, session.path, "--yes", *rules)
        assert (ran.code, "已经补记" in ran.err) == (0, True)
        keys = [entry.key for entry in load_history(session.path).entries]
        assert keys == ["art3-all/q1", "art3-all/q1", "art3-all/q2", "art3-all/q3"]


class TestTheCommand:
    def test_it_lists_by_question_with_the_newest_last(
        self, session: LongSession, checklist: Run
    ) -> None:
        ran = checklist("history", session.path, "--rules", session.rules)
        assert ran.code == exits.DONE
        assert ran.out.splitlines()[:8] == [
            "",
            "第三条  第1问？（编号 art3-all/q1）",
            "  [1] 2026-11-01 09:30 张三",
            "      未作答 → 是",
            "  [2] 2026-11-01 09:30 李四",
            "      是 → 否",
            "",
            "第三条  第2问？（编号 art3-all/q2）",
        ]

    def test_respondent_period_and_rooms_are_told_in_words(
        self, session: LongSession, checklist: Run
    ) -> None:
        known = load(session.path, session.book)
        told = replace(known, respondent=replace(known.respondent, address="杭州"), rooms=ROOMS)
        commit(session.path, known, told, who="张三", at=AT, rulebook=session.book)
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
            (["11月1日 9:30"], Mark.NO),
            (["11月1号"], Mark.NO),
            (["10月31日"], "refused"),
            (["节后"], "refused"),
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


@pytest.mark.parametrize(
    ("by", "source", "told"),
    [
        ("赵敏", "台账.xlsx", "赵敏（读回 台账.xlsx）"),
        ("赵敏（读回 台账.xlsx）", None, "赵敏（读回 台账.xlsx）"),
        (None, "台账.xlsx", "未署名（读回 台账.xlsx）"),
        ("赵敏", None, "赵敏"),
        ("赵敏", 7, "赵敏"),
    ],
)
def test_who_filled_in_a_sheet_is_told_with_its_file_as_before(
    by: str | None, source: object, told: str
) -> None:
    """Earlier versions wrote both into one field."""
    line = Entry(0, AT.isoformat(), by, "facts", "opens_room", None, "是").line
    data = json.loads(line) | ({} if source is None else {"source": source})
    (entry,) = history_in(json.dumps(data).encode()).entries
    assert f"] 2026-11-01 09:30 {told}" in HistoryView(BOOK, None, width=80).group([entry])[2]
    written = json.loads(entry.line)
    assert written == (data if isinstance(source, str | None) else json.loads(line))
