"""A save that is cut anywhere leaves the old answers or the new ones, never half a file."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any, Self

import pytest

from checklist.assessment.model import Answer, Assessment, Mark, Respondent
from checklist.assessment.stored.file import (
    NotRecorded,
    NotSaved,
    add_to_history,
    commit,
    history_file,
    load,
    load_history,
    lock,
    save,
)
from checklist.assessment.stored.history import lines_between, recorded
from checklist.assessment.stored.recovery import recover
from checklist.errors import UnreadableFile
from checklist.files import append_line
from tests.conftest import FSYNC
from tests.given import kinds

if sys.platform != "win32":
    import resource

FORKED = pytest.mark.skipif(not hasattr(os, "fork"), reason="cuts a forked process")
BOOK = kinds.every_kind()
MOST = 200
"""More system calls than a save makes."""
STREAMS = (io.FileIO, io.BufferedWriter, io.BufferedRandom)


def said(mark: Mark) -> Assessment:
    answer = Answer(value=mark, note="三月查过一次，四月又查过一次。" * 40)
    return Assessment(respondent=Respondent(name="某某公司"), facts={"opens_room": answer})


OLD, NEW = said(Mark.YES), said(Mark.NO)
OTHER = said(Mark.UNKNOWN)
NOBODY = Assessment(respondent=Respondent(name=""))


def is_system_call(function: Any) -> bool:
    """Whether a built-in function goes to the operating system, or a buffer on its way there."""
    if isinstance(getattr(function, "__self__", None), STREAMS):
        return True
    return getattr(function, "__module__", None) in {"posix", "nt", "io", "_io"}


def around(event: str, _: str) -> bool:
    """Before a system call, and after it."""
    return event in {"c_call", "c_return"}


def failing(event: str, name: str) -> bool:
    """Where a call would fail: without effect, but for closing, which closes even then."""
    return event == ("c_return" if name in {"close", "__exit__"} else "c_call")


class Cut:
    """Strikes at the `at`-th of the moments (from 0) about a system call."""

    def __init__(
        self, at: int, strike: Callable[[], None], moments: Callable[[str, str], bool]
    ) -> None:
        self.left = at
        self._strike = strike
        self._moments = moments
        self.struck: str | None = None

    def __call__(self, _: FrameType, event: str, function: Any) -> None:
        if self.struck is not None or not event.startswith("c_"):
            return
        if is_system_call(function) and self._moments(event, function.__name__):
            if self.left == 0:
                self.struck = function.__name__
                self._strike()
            self.left -= 1

    def __enter__(self) -> Self:
        sys.setprofile(self)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)


def in_a_child(action: Callable[[], object], prepare: Callable[[], None] = lambda: None) -> int:
    """Run in a process of its own: its exit code, or minus the signal that ended it."""
    child = os.fork()
    if child == 0:
        try:
            prepare()
            action()
            os._exit(0)
        except NotSaved:
            os._exit(2)
        finally:
            os._exit(70)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def killed_at(at: int, action: Callable[[], object]) -> bool:
    """Whether there was an `at`-th moment to kill `action` at."""

    def cut() -> None:
        with Cut(at, die, around):
            action()

    code = in_a_child(cut)
    assert code in {0, -signal.SIGKILL}
    return code != 0


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leftovers(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


@pytest.fixture(autouse=True)
def waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the program does: that it waits is what some of these are about."""
    monkeypatch.setattr(os, "fsync", FSYNC)


@pytest.fixture(params=["first save", "overwrite"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "自查.yaml"
    if request.param == "overwrite":
        save(path, OLD, BOOK)
    return path


def before(path: Path) -> Assessment | None:
    return load(path, BOOK) if path.exists() else None


@FORKED
class TestKilledAtEverySystemCall:
    """No clean-up runs, as in a power cut or kill -9."""

    @pytest.mark.slow
    def test_the_answers_are_the_old_or_the_new_ones(self, path: Path) -> None:
        old = before(path)
        outcomes = []
        for at in range(MOST):
            if not killed_at(at, lambda: save(path, NEW, BOOK)):
                break
            outcomes.append(before(path))
            assert outcomes[-1] in (old, NEW)
            if old is None:
                path.unlink(missing_ok=True)
            else:
                save(path, old, BOOK)
        assert len(outcomes) > 20
        assert outcomes[0] == old
        assert outcomes[-1] == NEW
        assert outcomes == sorted(outcomes, key=lambda one: one == NEW)

    @pytest.mark.slow
    def test_what_a_crash_left_behind_does_not_disturb_the_next_save(self, path: Path) -> None:
        for at in range(0, MOST, 3):
            if not killed_at(at, lambda: save(path, NEW, BOOK)):
                break
        assert save(path, OLD, BOOK) == path
        assert before(path) == OLD

    @pytest.mark.slow
    def test_the_history_keeps_every_line_it_had(self, tmp_path: Path) -> None:
        path = tmp_path / "自查.yaml"
        note(path, OLD, NEW)
        kept = load_history(path).entries
        for at in range(MOST):
            if not killed_at(at, lambda: note(path, NEW, OLD)):
                break
            now = load_history(path)
            assert now.entries[: len(kept)] == kept
            assert len(now.entries) <= len(kept) + 1
            kept = now.entries
        assert len(kept) > 3

    @pytest.mark.slow
    def test_a_change_that_was_saved_is_in_the_history_when_the_file_is_opened_again(
        self, path: Path
    ) -> None:
        at = datetime(2026, 11, 1, tzinfo=UTC)
        first = not path.exists()
        if not first:
            commit(path, OLD, OTHER, who="张三", at=at, rulebook=BOOK)
        old, stood = (NOBODY, None) if first else (OTHER, path.read_bytes())
        begun = b"" if first else history_file(path).read_bytes()
        recovered = 0
        for moment in range(MOST):
            if not killed_at(
                moment, lambda: commit(path, old, NEW, who="张三", at=at, rulebook=BOOK)
            ):
                break
            if path.exists():
                recovered += bool(recover(path, load(path, BOOK), BOOK, at=at))
                last = load_history(path).entries[-1]
                stands = load(path, BOOK).facts["opens_room"]
                said = recorded(last, last.new or "", file="", rulebook=BOOK, assessment=NEW)
                assert said == stands
                assert recover(path, load(path, BOOK), BOOK, at=at) == ""
            history_file(path).write_bytes(begun)
            path.unlink(missing_ok=True)
            if stood is None:
                history_file(path).unlink()
            else:
                path.write_bytes(stood)
        assert 3 < recovered < MOST


@pytest.mark.slow
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS])
def test_an_error_at_any_system_call_is_told_or_does_no_harm(number: int, path: Path) -> None:
    old = before(path)

    def fail() -> None:
        raise OSError(number, os.strerror(number))

    told = 0
    for at in range(MOST):
        cut = Cut(at, fail, failing)
        try:
            with cut:
                save(path, NEW, BOOK)
        except NotSaved:
            told += 1
            assert before(path) == old
        else:
            assert before(path) == NEW
        if cut.struck is None:
            break
        if old is None:
            path.unlink(missing_ok=True)
        else:
            save(path, old, BOOK)
    else:
        pytest.fail("the save never ran through")
    assert told > 5


def test_the_answers_are_on_the_disk_before_they_take_the_place_of_the_old_ones(path: Path) -> None:
    order = []

    def watch(_: FrameType, event: str, function: Any) -> None:
        if event == "c_return" and is_system_call(function):
            order.append(function.__name__)

    sys.setprofile(watch)
    save(path, NEW, BOOK)
    sys.setprofile(None)
    folder = [] if sys.platform == "win32" else ["fsync"]  # the name itself
    assert [name for name in order if name in {"write", "fsync", "replace"}] == [
        "write",
        "fsync",
        "replace",
        *folder,
    ]


@FORKED
class TestDiskFull:
    """The disk is full after so many bytes."""

    SIZES = (0, 1, 60, 500, 4096)

    @pytest.mark.parametrize("size", SIZES)
    def test_a_write_that_stops_half_way_leaves_the_old_answers(
        self, path: Path, size: int
    ) -> None:
        old = before(path)
        code = in_a_child(lambda: save(path, long(), BOOK), lambda: limit(size))
        assert code == 2
        assert before(path) == old
        assert leftovers(path.parent) == ({path.name} if old else set())

    @pytest.mark.parametrize("size", SIZES)
    def test_a_process_that_dies_half_way_through_a_write_leaves_the_old_answers(
        self, path: Path, size: int
    ) -> None:
        old = before(path)
        code = in_a_child(lambda: save(path, long(), BOOK), lambda: limit(size, die=True))
        assert code == -signal.SIGXFSZ
        assert before(path) == old
        torn = [one for one in path.parent.iterdir() if one.suffix == ".tmp"]
        assert [one.stat().st_size for one in torn] == [size]
        assert save(path, NEW, BOOK) == path
        assert before(path) == NEW

    @pytest.mark.parametrize("size", [0, 1, 60])
    def test_a_line_of_history_that_stops_half_way_is_told_and_passed_over(
        self, tmp_path: Path, size: int
    ) -> None:
        path = tmp_path / "自查.yaml"
        code = in_a_child(lambda: note(path, OLD, NEW), lambda: limit(size, die=True))
        assert code == -signal.SIGXFSZ
        note(path, OLD, NEW)
        read = load_history(path)
        assert len(read.entries) == 1
        assert read.torn == ((1,) if size else ())


def long() -> Assessment:
    return Assessment(respondent=Respondent(name="长" * 5000))


def limit(size: int, *, die: bool = False) -> None:
    """No file may grow beyond `size` bytes: an error, or for `die` the end of the process."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL if die else signal.SIG_IGN)


def note(path: Path, old: Assessment, new: Assessment) -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    add_to_history(path, lines_between(old, new, who="张三", at=at, rulebook=BOOK))


@FORKED
class TestReadOnlyFolder:
    @pytest.fixture
    def folder(self) -> Iterator[Path]:
        """One that others can see into, as pytest's own is not."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            save(folder / "自查.yaml", OLD, BOOK)
            folder.chmod(0o555)
            yield folder
            folder.chmod(0o755)

    def test_it_is_told_and_the_answers_stand(self, folder: Path) -> None:
        path = folder / "自查.yaml"
        assert in_a_child(lambda: save(path, NEW, BOOK), nobody_special) == 2
        assert before(path) == OLD
        assert leftovers(folder) == {path.name}

    def test_a_folder_one_may_not_even_look_into_is_told(self, folder: Path) -> None:
        folder.chmod(0o500)
        path = folder / "自查.yaml"
        assert in_a_child(lambda: save(path, NEW, BOOK), nobody_special) == 2

    def test_the_lock_says_so(self, folder: Path) -> None:
        import filelock  # noqa: F401  a child without rights may not be able to load it

        def locking() -> None:
            with lock(folder / "自查.yaml"):
                pass

        def refused() -> None:
            with pytest.raises(UnreadableFile, match="不能在这个文件夹里写文件"):
                locking()

        assert in_a_child(refused, nobody_special) == 0


def nobody_special() -> None:
    """Root may write anywhere: give that up."""
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)


class TestHeldOpen:
    """WPS or a virus scanner holds the file: on Windows it cannot be replaced then."""

    @pytest.fixture(autouse=True)
    def no_waiting(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("checklist.files._PAUSE", 0)

    def hold(self, monkeypatch: pytest.MonkeyPatch, held: Path, times: int) -> None:
        replace, open_, left = Path.replace, Path.open, [times]

        def refuse(file: Path) -> None:
            if file == held and left[0]:
                left[0] -= 1
                raise PermissionError(errno.EACCES, "Access is denied")

        def replaced(self: Path, target: Path) -> Path:
            refuse(target)
            return replace(self, target)

        def opened(self: Path, mode: str) -> Any:
            refuse(self)
            return open_(self, mode)

        monkeypatch.setattr(Path, "replace", replaced)
        monkeypatch.setattr(Path, "open", opened)

    def test_for_a_moment_the_save_is_tried_again(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.hold(monkeypatch, path, times=3)
        assert save(path, NEW, BOOK) == path
        assert before(path) == NEW

    def test_for_good_the_answers_are_saved_beside_it(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        save(path, OLD, BOOK)
        self.hold(monkeypatch, path, times=99)
        beside = save(path, NEW, BOOK)
        assert beside == path.with_name("自查-2.yaml")
        assert before(beside) == NEW
        monkeypatch.undo()
        assert before(path) == OLD

    def test_for_a_moment_the_answers_are_read_again(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        save(path, OLD, BOOK)
        self.hold(monkeypatch, path, times=3)
        assert before(path) == OLD

    def test_for_good_they_are_not_taken_for_missing(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        save(path, OLD, BOOK)
        self.hold(monkeypatch, path, times=99)
        with pytest.raises(UnreadableFile, match="如果正被其他软件打开"):
            before(path)


def test_a_history_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    path = tmp_path / "自查.yaml"
    history_file(path).mkdir()
    at = datetime(2026, 11, 1, tzinfo=UTC)
    with pytest.raises(NotRecorded, match="已经保存，但修改历史没有记下") as raised:
        commit(path, OLD, NEW, who="张三", at=at, rulebook=BOOK)
    assert load(raised.value.saved, BOOK) == NEW


def test_a_torn_line_gets_its_end_before_the_next_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    append_line(path, b"one")
    path.write_bytes(path.read_bytes() + b"tor")
    append_line(path, b"two")
    assert path.read_bytes() == b"one\ntor\ntwo\n"
