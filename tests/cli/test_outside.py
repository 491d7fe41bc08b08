"""Another program changes a file while a person is asked about it: neither side is lost."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Mark
from checklist.assessment.stored.file import load, save
from checklist.assessment.stored.outside import OnDisk, on_disk
from checklist.cli.app import run
from tests.assessment.long_session import ROOT, LongSession
from tests.conftest import Run
from tests.form.filling import answer
from tests.given.bundled import LIVESTREAM
from tests.remediation.test_import_command import type_into
from tests.review.copies import AGREED, SMALL, fill


class Piped:
    """A real session that reads from a pipe; `shown` is everything it has said."""

    def __init__(self, session: LongSession) -> None:
        self._process: subprocess.Popen[bytes] = session.start()
        self.shown = ""

    def until(self, words: str) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.shown += line.decode()
            if words in self.shown:
                return
        raise AssertionError(self.shown)

    def type(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()

    def leave(self) -> str:
        said, _ = self._process.communicate(b"q\n", timeout=120)
        self.shown += said.decode()
        assert self._process.returncode == 0
        return self.unwrapped

    @property
    def unwrapped(self) -> str:
        return re.sub(r"\n *", "", self.shown)

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


@pytest.fixture
def session(tmp_path: Path) -> LongSession:
    return LongSession(tmp_path)


@pytest.fixture
def open_sitting(session: LongSession) -> Iterator[Piped]:
    piped = Piped(session)
    piped.until("第1问？")
    yield piped
    piped.close()


def edited(session: LongSession) -> bytes:
    """The file as `sed -i` makes it: another name of who prepared it."""
    before = session.path.read_bytes()
    after = before.replace("张三".encode(), "外部改的".encode())
    assert after != before
    session.path.write_bytes(after)
    return after


def versions(session: LongSession) -> list[Path]:
    return sorted(session.path.parent.glob("自查.外部改动*.yaml"))


def test_an_edit_by_another_program_is_kept_beside_and_told(
    session: LongSession, open_sitting: Piped
) -> None:
    outside = edited(session)
    open_sitting.type("是")
    open_sitting.until("第2问？")
    assert "在作答期间被别的程序改过" in open_sitting.unwrapped
    said = open_sitting.leave()
    (beside,) = versions(session)
    assert beside.read_bytes() == outside
    assert session.answered() == 1
    assert load(session.path, session.book).respondent.prepared_by == "张三"
    assert f"checklist merge {session.path} {beside} -o " in said


@pytest.mark.slow
def test_a_second_edit_is_kept_under_a_name_of_its_own(
    session: LongSession, open_sitting: Piped
) -> None:
    kept = []
    for number in (2, 3):
        kept.append(edited(session))
        open_sitting.type("是")
        open_sitting.until(f"第{number}问？")
    open_sitting.leave()
    assert sorted(one.read_bytes() for one in versions(session)) == sorted(kept)
    assert len(kept) == len(versions(session))
    assert session.answered() == 2


@pytest.mark.slow
def test_an_editor_that_saves_the_same_again_makes_no_fuss(
    session: LongSession, open_sitting: Piped
) -> None:
    again = session.path.with_suffix(".neu")
    again.write_bytes(session.path.read_bytes())
    again.replace(session.path)
    open_sitting.type("是")
    open_sitting.until("第2问？")
    session.path.touch()
    open_sitting.type("是")
    said = open_sitting.leave()
    assert "别的程序" not in said
    assert versions(session) == []
    assert session.answered() == 2


def test_a_deleted_file_is_written_again_and_that_is_told(
    session: LongSession, open_sitting: Piped
) -> None:
    session.path.unlink()
    open_sitting.type("是")
    open_sitting.until("第2问？")
    assert "被删除或者移走了，已经用这里的答案重新写出" in open_sitting.unwrapped
    open_sitting.leave()
    assert session.answered() == 1
    assert versions(session) == []


@pytest.mark.slow
def test_a_file_deleted_after_the_last_answer_is_there_again_on_leaving(
    session: LongSession, open_sitting: Piped
) -> None:
    open_sitting.type("是")
    open_sitting.until("第2问？")
    session.path.unlink()
    said = open_sitting.leave()
    assert "被删除或者移走了" in said
    assert "没有建立文件" not in said
    assert session.answered() == 1


def test_a_file_that_appears_where_none_was_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "自查.yaml"
    assert on_disk(path, None) is OnDisk.SAME
    path.write_bytes(b"")
    assert on_disk(path, None) is OnDisk.CHANGED
    assert on_disk(path, b"") is OnDisk.SAME
    assert on_disk(path, b"x") is OnDisk.CHANGED
    path.write_bytes(b"y")
    assert on_disk(path, b"x") is OnDisk.CHANGED
    assert on_disk(path, b"y") is OnDisk.SAME
    assert on_disk(tmp_path, None) is OnDisk.SAME


# --- while somebody looks at what would be written ---------------------------------------------

AMOUNT = "answers/art31-records/period"
Meanwhile = Callable[[Callable[[], object]], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Something happens before a person at a terminal says yes."""

    def happens(what: Callable[[], object]) -> None:
        def yes(_: str) -> str:
            what()
            return "是"

        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", yes)

    return happens


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the answers of an agency, its questionnaire and its register, filled in; and
    the answers once more, with a history."""
    folder = tmp_path_factory.mktemp("sheets")
    answers = shutil.copyfile(ROOT / "examples" / "agency.yaml", folder / "自查.yaml")
    assert run(["form", str(answers), "-o", str(folder / "问卷.xlsx")]) == 0
    assert run(["report", str(answers), "-o", str(folder / "台账.xlsx")]) == 0
    answer(folder / "问卷.xlsx", AMOUNT, "18个月")
    type_into(folder / "台账.xlsx", 责任人="张三")
    known = shutil.copyfile(answers, folder / "改过.yaml")
    assert run(["form", "import", str(folder / "问卷.xlsx"), str(known), "--yes"]) == 0
    return folder


COMMANDS = {
    "form": ["form", "import", "问卷.xlsx", "自查.yaml"],
    "register": ["remediation", "import", "台账.xlsx", "自查.yaml"],
    "restore": ["history", "改过.yaml", "--restore", "1", "--before"],
    "moment": ["history", "改过.yaml", "--at", "1", "--before"],
}


@pytest.fixture(params=COMMANDS)
def waiting(
    request: pytest.FixtureRequest, sheets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[str], Path]:
    """A command that asks before it writes, and the answers file it writes to."""
    shutil.copytree(sheets, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    command = COMMANDS[str(request.param)]
    return command, Path(next(word for word in command if word.endswith(".yaml")))


def renamed(path: Path) -> bytes:
    """The file as an editor saves it: with another name of the respondent."""
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("name: 青禾优选", "name: 外部改动"), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    return path.read_bytes()


@pytest.mark.slow
def test_an_edit_while_a_person_decides_is_kept_beside_and_told(
    waiting: tuple[list[str], Path], checklist: Run, meanwhile: Meanwhile
) -> None:
    command, path = waiting
    outside: list[bytes] = []
    before = load(path, LIVESTREAM)
    meanwhile(lambda: outside.append(renamed(path)))
    ran = checklist(*command)
    assert ran.code == 0
    (beside,) = Path().glob("*.外部改动.yaml")
    assert beside.read_bytes() == outside[0]
    after = load(path, LIVESTREAM)
    assert after != before
    assert after.respondent.name == before.respondent.name
    assert f"{path} 在等待确认期间被别的程序改过：改过的那一份原样存在 {beside}" in ran.err
    together = path.with_name(f"{path.stem}.合并.yaml")
    assert f"合并成一份：checklist merge {path} {beside} -o {together}" in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="links are POSIX here")
def test_a_link_laid_under_the_name_of_what_is_kept_beside_is_not_followed(
    sheets: Path,
    tmp_path: Path,
    checklist: Run,
    meanwhile: Meanwhile,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copytree(sheets, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    Path("自查.外部改动.yaml").symlink_to("victim.txt")
    meanwhile(lambda: renamed(Path("自查.yaml")))
    assert checklist(*COMMANDS["form"]).code == 0
    assert not Path("victim.txt").exists()
    assert "外部改动" in Path("自查.外部改动-2.yaml").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are POSIX")
def test_a_pipe_in_place_of_the_history_makes_no_import_wait(
    sheets: Path, tmp_path: Path, checklist: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(sheets, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    os.mkfifo("自查.历史.jsonl")
    checklist(*COMMANDS["form"], "--yes")


def test_a_file_deleted_while_a_person_decides_is_written_again_and_told(
    waiting: tuple[list[str], Path], checklist: Run, meanwhile: Meanwhile
) -> None:
    command, path = waiting
    meanwhile(path.unlink)
    ran = checklist(*command)
    assert (ran.code, path.is_file()) == (0, True)
    assert "被删除或者移走了，已经用这里的答案重新写出" in ran.err


def test_a_file_saved_unchanged_while_a_person_decides_makes_no_fuss(
    waiting: tuple[list[str], Path], checklist: Run, meanwhile: Meanwhile
) -> None:
    command, path = waiting
    meanwhile(lambda: path.write_bytes(path.read_bytes()))
    ran = checklist(*command)
    assert (ran.code, "别的程序" in ran.err) == (0, False)
    assert list(Path().glob("*外部改动*")) == []


def test_answers_that_appear_where_a_form_makes_new_ones_are_kept_beside(
    sheets: Path,
    tmp_path: Path,
    checklist: Run,
    meanwhile: Meanwhile,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert checklist("form", "新.yaml", "-o", "空白.xlsx").code == 0
    answer(Path("空白.xlsx"), "facts/provides_platform", "否")
    meanwhile(lambda: shutil.copyfile(sheets / "自查.yaml", "新.yaml"))
    ran = checklist("form", "import", "空白.xlsx", "新.yaml")
    assert ran.code == 0
    assert Path("新.外部改动.yaml").read_bytes() == (sheets / "自查.yaml").read_bytes()


@pytest.mark.parametrize("kind", [".xlsx", ".docx"])
def test_a_rulebook_that_appears_while_a_person_decides_is_left_alone(
    tmp_path: Path, checklist: Run, meanwhile: Meanwhile, kind: str
) -> None:
    rules = shutil.copyfile(SMALL, tmp_path / "规则册.yaml")
    copy, target = tmp_path / f"复核{kind}", tmp_path / "新规则册.yaml"
    assert checklist("rules", "review", "-o", copy, "--rules", rules).code == 0
    fill(copy, "art27-keep", **AGREED)
    meanwhile(lambda: target.write_text("别人的", encoding="utf-8"))
    ran = checklist("rules", "review", "import", copy, "-o", target, "--rules", rules)
    assert (ran.code, "没有覆盖" in ran.err) == (2, True)
    assert target.read_text(encoding="utf-8") == "别人的"


def two(folder: Path) -> list[Path | str]:
    """Arguments that merge two files which disagree about one question."""
    session = LongSession(folder)
    known, question = load(session.path, session.book), session.book.questions()["art3-all/q1"]
    for name, mark in (("甲", Mark.YES), ("乙", Mark.NO)):
        said = Answer(value=mark, asked_as=question.fingerprint)
        answers = replace(known, answers={"art3-all/q1": said})
        save(folder / f"{name}.yaml", answers, session.book)
    return ["merge", folder / "甲.yaml", folder / "乙.yaml", "--rules", session.rules, "-o"]


def test_what_a_person_decided_goes_beside_a_merge_that_appeared_meanwhile(
    tmp_path: Path, checklist: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, target = LongSession(tmp_path), tmp_path / "合.yaml"

    def decides(_: str) -> str:
        target.write_text("别人的", encoding="utf-8")
        return "2"

    arguments = two(tmp_path)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", decides)
    ran = checklist(*arguments, target)
    assert ran.code == 0
    assert target.read_text(encoding="utf-8") == "别人的"
    merged = load(tmp_path / "合-2.yaml", session.book)
    assert merged.answers["art3-all/q1"].value is Mark.NO
    assert "没有动它，合并的结果另存一份" in ran.err
    assert str(tmp_path / "合-2.yaml") in ran.out


@pytest.mark.parametrize("name", ["合.yaml", "合.yml", "合", "合.txt"])
def test_a_merge_overwrites_nothing_whatever_it_is_called(
    tmp_path: Path, checklist: Run, name: str
) -> None:
    arguments = two(tmp_path)
    (tmp_path / name).write_text("别人的", encoding="utf-8")
    ran = checklist(*arguments, tmp_path / name)
    assert ran.code == 2
    assert (tmp_path / name).read_text(encoding="utf-8") == "别人的"


@pytest.mark.slow
def test_of_merges_at_once_one_writes_and_the_others_say_that_they_did_not(tmp_path: Path) -> None:
    arguments = [*map(str, two(tmp_path)), str(tmp_path / "合.yaml")]
    command = [sys.executable, "-m", "checklist", *arguments, "--prefer"]
    env = LongSession(tmp_path).env
    names = ("甲", "乙", "甲")
    running = [
        subprocess.Popen([*command, str(tmp_path / f"{name}.yaml")], env=env) for name in names
    ]
    codes = [process.wait(120) for process in running]
    assert codes.count(0) == 1
    assert set(codes) <= {0, 2, 3}
    history = (tmp_path / "合.历史.jsonl").read_text(encoding="utf-8")
    assert history.count('"art3-all/q1"') == 1
