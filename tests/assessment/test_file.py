"""The answers file: what is saved is read back, and nothing breaks what stands on disk."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from msgspec.structs import replace

from checklist.assessment.model import (
    FIELDS,
    Answer,
    Assessment,
    Extreme,
    Mark,
    Picks,
    Respondent,
    Unread,
)
from checklist.assessment.stored.file import NotSaved, load, lock, save
from checklist.assessment.stored.text import SCHEMA_LINE, read, to_text
from checklist.errors import UnreadableFile
from checklist.law.expectations import ExpectAll
from checklist.law.periods import Period
from tests.given import kinds, law
from tests.given.assessments import assessments

BOOK = kinds.every_kind()
HEADER = "format: 1\nrulebooks: [{ id: small, edition: '2026.1' }]\nrooms: [{ id: r1, name: 甲 }]\n"


def reading(body: str, header: str = HEADER) -> Assessment:
    return read(header + body, file="自查.yaml", rulebook=BOOK)


def said(**facts: Mark) -> Assessment:
    return Assessment(
        respondent=Respondent(name="某某公司"),
        facts={id: Answer(value=value) for id, value in facts.items()},
    )


@given(assessments(BOOK))
def test_what_is_saved_is_read_back_as_it_was(assessment: Assessment) -> None:
    text = to_text(assessment, BOOK)
    assert read(text, file="自查.yaml", rulebook=BOOK) == assessment
    text.encode("utf-8")


@given(assessments(BOOK))
def test_equal_assessments_give_equal_files(assessment: Assessment) -> None:
    backwards = replace(
        assessment,
        facts=dict(reversed(list(assessment.facts.items()))),
        answers=dict(reversed(list(assessment.answers.items()))),
    )
    assert to_text(backwards, BOOK) == to_text(assessment, BOOK)


@given(assessments(BOOK))
def test_other_yaml_readers_see_the_same_notes(assessment: Assessment) -> None:
    data = yaml.load(to_text(assessment, BOOK), Loader=yaml.BaseLoader)
    for key, answer in assessment.answers.items():
        if answer.note is not None:
            assert data["answers"][key]["note"] == answer.note


def test_a_file_says_that_comments_are_not_kept_and_notes_stay_readable(tmp_path: Path) -> None:
    note = "上次检查：三月\n- 缺开场提示"
    answer = Answer(value=Mark.YES, note=note)
    assessment = replace(said(), answers={"art25-all/done": answer})
    text = save(tmp_path / "a.yaml", assessment, BOOK).read_text(encoding="utf-8")
    assert text.startswith(SCHEMA_LINE)
    assert "    note: |-\n      上次检查：三月\n      - 缺开场提示\n" in text


def test_a_hand_written_file_may_be_short() -> None:
    assessment = reading(
        "facts: { opens_room: 是, channel: { value: platform, except: { r1: own_site } } }\n"
        "answers:\n"
        "  art25-all/done: 否\n"
        "  art25-all/period: 长期\n"
        "  art25-all/lies: 全不选\n"
        "  art37-prompt/shown: [opening, pitch]\n"
        "  art45-report/reports: { january: 是, july: 不清楚 }\n"
    )
    assert assessment.facts_for("r1") == {"opens_room": "yes", "channel": "own_site"}
    assert assessment.answers["art25-all/period"].value is Extreme.FOREVER
    shown = assessment.answers["art37-prompt/shown"].value
    assert shown == Picks({"opening": Mark.YES, "pitch": Mark.YES, "other": Mark.NO})


def test_a_field_left_empty_counts_as_missing() -> None:
    empty = "".join(f"    {field.key}:\n" for field in FIELDS if field.key != "value")
    assessment = reading(f"answers:\n  art25-all/done:\n    value: 否\n{empty}")
    assert assessment.answers["art25-all/done"] == Answer(value=Mark.NO)


def test_every_field_of_an_answer_is_in_the_table_and_has_a_name_of_its_own() -> None:
    assert tuple(field.attribute for field in FIELDS) == Answer.__struct_fields__
    assert len({field.label for field in FIELDS}) == len(FIELDS)


class TestOptionsNamedLikeTheKeysOfAnAnswer:
    """What an option is called never decides whether a mapping is a value or a whole answer."""

    ASKED = law.question(
        "shown", ExpectAll(), options=law.options(note="留言", due="到期", value="金额")
    )
    BOOK = law.rulebook(law.obligation("art1-all", ASKED))
    KEY = "art1-all/shown"

    def answer(self, text: str) -> Answer:
        body = f"format: 1\nanswers: {{ {self.KEY}: {text} }}\n"
        return read(body, file="自查.yaml", rulebook=self.BOOK).answers[self.KEY]

    def test_a_note_without_an_answer_stays_a_note(self) -> None:
        assert self.answer("{ note: 先问财务 }") == Answer(value=None, note="先问财务")

    def test_the_options_stand_under_value(self) -> None:
        marks = {"note": Mark.YES, "due": Mark.NO, "value": Mark.UNKNOWN}
        answer = self.answer("{ value: { note: 是, due: 否, value: 不清楚 } }")
        assert answer == Answer(value=Picks(marks))

    @pytest.mark.parametrize("value", [None, Picks({"note": Mark.YES, "due": Mark.NO})])
    @pytest.mark.parametrize("note", [None, "是"])
    def test_what_is_saved_is_read_back_as_it_was(
        self, value: Picks | None, note: str | None
    ) -> None:
        answer = Answer(value=value, note=note)
        text = to_text(replace(said(), answers={self.KEY: answer}), self.BOOK)
        assert read(text, file="自查.yaml", rulebook=self.BOOK).answers[self.KEY] == answer


class TestAnotherEdition:
    """An older edition of the rulebook is no error."""

    OLD = HEADER.replace("2026.1", "2025.9")

    def test_answers_to_questions_that_are_gone_lie_dormant_and_are_kept(self) -> None:
        body = "answers: { gone/q: { value: { a: 是 }, note: 旧 }, gone/r: [x, z], gone/s: 是 }\n"
        assessment = reading(body, self.OLD)
        assert assessment.answers["gone/q"].value == Unread("{ a: 是 }")
        text = to_text(assessment, BOOK)
        assert "gone/r: { value: [x, z] }" in text
        assert read(text, file="x", rulebook=BOOK) == assessment

    def test_a_value_that_no_longer_fits_is_kept_and_proves_nothing(self) -> None:
        body = "answers: { art25-all/period: { value: 是, asked_as: '0000' } }\n"
        assert reading(body).answers["art25-all/period"].value == Unread("是")

    def test_a_value_that_still_fits_is_read(self) -> None:
        body = "answers: { art25-all/period: { value: 3年, asked_as: '0000' } }\n"
        assert reading(body).answers["art25-all/period"].value == Period(years=3)

    def test_a_file_of_this_edition_may_hold_what_an_earlier_sitting_left_dormant(self) -> None:
        body = "answers: { gone/q: { value: 是, asked_as: abcd } }\n"
        assert reading(body).answers["gone/q"].value == Unread("是")


BAD = Path(__file__).parents[1] / "bad_answers"


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_mistake_is_told_at_once_with_its_place(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(BAD)
    before = path.read_bytes()
    with pytest.raises(UnreadableFile) as refused:
        load(Path(path.name), BOOK)
    expected = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert "\n".join(map(str, refused.value.complaints)) + "\n" == expected
    assert path.read_bytes() == before


def test_there_are_bad_files_to_learn_from() -> None:
    assert len(list(BAD.glob("*.yaml"))) >= 20


class TestOnDisk:
    """The file is replaced whole or not at all."""

    def test_a_link_keeps_pointing_to_the_file(self, tmp_path: Path) -> None:
        real = save(tmp_path / "real.yaml", said(opens_room=Mark.YES), BOOK)
        link = tmp_path / "link.yaml"
        link.symlink_to(real)
        assert save(link, said(opens_room=Mark.NO), BOOK) == link
        assert link.is_symlink()
        assert load(real, BOOK).facts["opens_room"].value is Mark.NO

    def test_nothing_is_left_lying_about(self, tmp_path: Path) -> None:
        save(tmp_path / "a.yaml", said(), BOOK)
        assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]

    @pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
    def test_permissions_are_kept(self, tmp_path: Path) -> None:
        path = save(tmp_path / "a.yaml", said(), BOOK)
        path.chmod(0o600)
        save(path, said(opens_room=Mark.YES), BOOK)
        assert path.stat().st_mode & 0o777 == 0o600

    def test_a_full_disk_leaves_the_old_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = save(tmp_path / "a.yaml", said(opens_room=Mark.YES), BOOK)
        monkeypatch.setattr(os, "fsync", _full)
        with pytest.raises(NotSaved, match="没有保存成功"):
            save(path, said(opens_room=Mark.NO), BOOK)
        assert load(path, BOOK).facts["opens_room"].value is Mark.YES
        assert [one.name for one in tmp_path.iterdir()] == ["a.yaml"]

    def test_too_much_text_is_refused_before_the_old_file_is_touched(self, tmp_path: Path) -> None:
        path = save(tmp_path / "a.yaml", said(opens_room=Mark.YES), BOOK)
        huge = Answer(value=Mark.NO, note="长" * 1_000_000)
        with pytest.raises(NotSaved, match="答案太多"):
            save(path, replace(said(), facts={"opens_room": huge}), BOOK)
        assert load(path, BOOK).facts["opens_room"].value is Mark.YES


def _full(_: int) -> None:
    raise OSError(28, "No space left on device")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A file that another process holds."""
    path = tmp_path / "自查.yaml"
    spawn = multiprocessing.get_context("spawn")
    held, done = spawn.Event(), spawn.Event()
    process = spawn.Process(target=hold, args=(path, held, done))
    process.start()
    assert held.wait(120)
    yield path
    done.set()
    process.join(120)


def hold(path: Path, held: object, done: object) -> None:
    with lock(path):
        held.set()  # type: ignore[attr-defined]
        done.wait(120)  # type: ignore[attr-defined]


def test_a_second_terminal_is_told_that_the_file_is_in_use(elsewhere: Path) -> None:
    with pytest.raises(UnreadableFile, match="正在另一个窗口里作答"), lock(elsewhere):
        pass


def test_a_file_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with lock(tmp_path / "自查.yaml"):
            pass


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="文件夹"), lock(tmp_path / "没有" / "自查.yaml"):
        pass


def test_a_save_keeps_the_line_that_points_an_editor_at_its_schema(tmp_path: Path) -> None:
    path = tmp_path / "自查.yaml"
    save(path, reading(""), BOOK)
    mine = path.read_text(encoding="utf-8").replace("=answers.", "=../docs/answers.", 1)
    path.write_text(mine, encoding="utf-8")
    save(path, reading(""), BOOK)
    assert path.read_text(encoding="utf-8") == mine
