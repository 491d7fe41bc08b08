"""Another program changes the answers file while a sitting has it open: neither side is lost."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from checklist.assessment.file import load
from checklist.sitting.kept import OnDisk, on_disk
from tests.assessment.long_session import LongSession


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
