"""A running session is killed at random moments: what was answered is still there."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from checklist.assessment.model import Assessment
from checklist.assessment.stored.file import load, load_history
from tests.assessment.killing import Heard
from tests.assessment.long_session import QUESTIONS, LongSession, asked


class Watcher(threading.Thread):
    """Reads the file over and over, as somebody else's program may."""

    def __init__(self, session: LongSession) -> None:
        super().__init__()
        self._session = session
        self._done = threading.Event()
        self.last: Assessment | None = None
        self.trouble: Exception | None = None

    def run(self) -> None:
        while not self._done.wait(0.01):
            try:
                self.last = load(self._session.path, self._session.book)
            except Exception as error:  # noqa: BLE001  any is a failure of the test
                self.trouble = error
                return

    def stop(self) -> None:
        self._done.set()
        self.join()


def type_and_kill(session: LongSession, chance: random.Random) -> tuple[bool, bytes]:
    """Type answers at some pace, kill at some moment; whether it was alive, and what it said."""
    process = session.start()
    assert process.stdin is not None
    heard = Heard(process)
    stop = min(session.answered() + chance.randint(1, 5), QUESTIONS)
    answered = length = 0
    while process.poll() is None and answered < stop:
        heard.wait_for_more(than=length)
        length = len(heard.said)
        if asked(heard.said) > answered:
            answered = asked(heard.said)
            process.stdin.write("是\n".encode())
            process.stdin.flush()
    time.sleep(chance.uniform(0, 0.015))
    return heard.kill(), heard.said


def kill_again_and_again(session: LongSession, times: int, seed: int) -> None:
    chance = random.Random(seed)
    killed = 0
    while killed < times:
        if session.answered() == QUESTIONS:
            session.begin()
        watcher = Watcher(session)
        watcher.start()
        before = session.answered()
        alive, said = type_and_kill(session, chance)
        watcher.stop()
        assert watcher.trouble is None
        killed += alive
        after = load(session.path, session.book)
        assert asked(said) > before, said.decode()
        assert asked(said) - 1 <= session.answered() <= asked(said)
        if watcher.last is not None:
            assert watcher.last.answers.items() <= after.answers.items()
        load_history(session.path)


@pytest.mark.slow
def test_twenty_kills_lose_at_most_the_answer_being_typed(tmp_path: Path) -> None:
    kill_again_and_again(LongSession(tmp_path), times=20, seed=20)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(15))
def test_hundreds_of_kills_lose_at_most_the_answer_being_typed(tmp_path: Path, seed: int) -> None:
    kill_again_and_again(LongSession(tmp_path), times=20, seed=seed)


@pytest.mark.slow
def test_a_file_that_was_being_answered_when_the_machine_stopped_is_free_again(
    tmp_path: Path,
) -> None:
    session = LongSession(tmp_path)
    type_and_kill(session, random.Random(1))
    holder = session.path.with_name(f".{session.path.name}.holder")
    assert holder.exists(), "a kill leaves the note of who held the file"
    torn = session.path.with_name(f".{session.path.name}.4711.tmp")
    torn.write_bytes(session.path.read_bytes()[:100])
    ran = subprocess.run(
        session.command, input="是\n".encode(), capture_output=True, env=session.env, check=False
    )
    assert "正在另一个窗口" not in ran.stderr.decode()
    assert session.answered() > 0
    assert not torn.exists()
    assert not holder.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no limit to set there")
def test_a_session_on_a_disk_that_fills_up_says_so_and_keeps_what_was_answered(
    tmp_path: Path,
) -> None:
    session = LongSession(tmp_path)
    most = session.path.stat().st_size + 1000

    def fill() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    ran = subprocess.run(
        session.command,
        input="是\n".encode() * QUESTIONS,
        capture_output=True,
        env=session.env,
        check=False,
        preexec_fn=fill,
    )
    assert "没有保存成功" in (ran.stdout + ran.stderr).decode()
    assert "Traceback" not in ran.stderr.decode()
    assert ran.returncode != 0
    assert session.answered() == asked(ran.stdout) - 1 > 0
