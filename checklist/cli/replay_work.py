"""The work of `checklist replay`: two recordings at a time, each in a process of its own; what is
done is kept, so that work that was interrupted goes on."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from hashlib import sha256
from math import ceil
from pathlib import Path
from threading import Lock

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from checklist import __version__
from checklist.assessment import evidence
from checklist.cli.output import write
from checklist.errors import UnreadableFile, reason, unwritable
from checklist.files import read_bytes, write_whole
from checklist.replay.absences import spanned
from checklist.replay.child import Child
from checklist.replay.model import Recording, Span, Words
from checklist.replay.places import LISTED, REACHED, RESULT
from checklist.replay.task import Reached, Task
from checklist.replay.words import SEEN, clock, long
from checklist.sheets.register.csv_file import as_text
from checklist.text import inert

AT_A_TIME = 2
_KEPT_EVERY = 10.0
"""Seconds after which it is written down how far the work is."""


class Kept(Struct, frozen=True, kw_only=True):
    """What a file in the folder of a recording holds, and for which work (`of`)."""

    of: str
    reached: Reached | None = None
    recording: Recording | None = None


class Work:
    """What to look for in recordings, and where what is found is written."""

    def __init__(
        self, *, words: Words, spans: tuple[Span, ...] | None, most: float, folder: Path
    ) -> None:
        self.words, self.spans, self.most, self.folder = words, spans, most, folder
        self._children: dict[Path, Child] = {}
        self._bar = Bar()

    def run(
        self, paths: Sequence[Path], rooms: dict[Path, str | None]
    ) -> Iterator[tuple[Path, Recording | UnreadableFile]]:
        """What came of each recording, as it is done."""
        folders = _folders(paths, self.folder)
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            jobs: dict[Future[Recording], Path] = {
                pool.submit(self._recording, path, rooms[path], folders[path]): path
                for path in paths
            }
            try:
                waiting = set(jobs)
                while waiting:
                    done, waiting = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
                    for job in done:
                        self._bar.clear()
                        error = job.exception()
                        if isinstance(error, UnreadableFile):
                            yield jobs[job], error
                        else:
                            yield jobs[job], job.result()
            except BaseException:
                for job in jobs:
                    job.cancel()
                for child in [*self._children.values()]:
                    child.end()
                raise

    def _recording(self, path: Path, room: str | None, folder: Path) -> Recording:
        digest, size = _digest(path)
        task = Task(
            path=path, sha256=digest, size=size, room=room, words=self.words, most=self.most
        )
        of = sha256(repr((__version__, digest, self.words, self.most)).encode()).hexdigest()
        done = _kept(folder / RESULT, of)
        if done and done.recording:
            whole = replace(done.recording, room=room, name=inert(path.name))
        else:
            _make(folder)
            before = _kept(folder / REACHED, of)
            if before:
                task = replace(task, reached=before.reached)
            whole = self._look(task, folder, of)
            _write(folder / RESULT, Kept(of=of, recording=whole))
            (folder / REACHED).unlink(missing_ok=True)
        recording = spanned(whole, self.spans)
        write(folder / LISTED, "\ufeff" + as_csv(recording))
        return recording

    def _look(self, task: Task, folder: Path, key: str) -> Recording:
        child = self._children[task.path] = Child(task, folder)
        begun = last = time.monotonic()
        first = task.reached.done if task.reached else 0.0

        def tell(reached: Reached) -> None:
            nonlocal last
            at = time.monotonic()
            self._bar.show(task.path.name, reached, at - begun, first)
            if reached.seen and at - last > _KEPT_EVERY:
                _write(folder / REACHED, Kept(of=key, reached=reached))
                last = at

        try:
            return child.run(tell).recording
        finally:
            del self._children[task.path]


class Bar:
    """How far the work is, on one line of the terminal; nothing where nobody watches."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty()
        self._lock = Lock()
        self._lines: dict[str, str] = {}

    def show(self, name: str, reached: Reached, passed: float, first: float) -> None:
        """Say how far one recording is, how fast it goes, and how long it will take."""
        if not self._watched or not reached.seconds:
            return
        share = reached.done / reached.seconds
        line = f"{inert(name)[:20]} {share:.0%}"
        if passed > 2 and reached.done > first:
            rate = (reached.done - first) / passed
            left = (reached.seconds - reached.done) / rate
            line += (
                f"，{rate:.0f}倍速，还要约{long(60 * ceil(left / 60)) if left > 60 else '1分钟'}"
            )
        with self._lock:
            self._lines[name] = line
            sys.stderr.write("\r\x1b[K" + "；".join(self._lines.values()))
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away, before something else is printed."""
        if self._watched:
            with self._lock:
                self._lines.clear()
                sys.stderr.write("\r\x1b[K")
                sys.stderr.flush()


def as_csv(recording: Recording) -> str:
    """The absences, and the flickers, for a sheet; it can be given back as --spans."""
    stretches = [(each.span, SEEN[each.seen]) for each in recording.absences]
    stretches += [(span, "闪烁") for span in recording.flickers]
    name = inert(recording.name)
    rows = [
        (clock(span.start), clock(span.end), f"{span.seconds:.2f}", seen, name)
        for span, seen in stretches
    ]
    return as_text([("开始", "结束", "秒", "看到什么", "录像"), *rows])


def _make(folder: Path) -> None:
    """Raises WrongUsage or NotWritten where a folder cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        mend = "检查路径和权限，或者用 -o 换一个位置"
        what = f"建不了这个文件夹（{reason(error)}）"
        raise unwritable(error).because(what, mend, file=folder) from None


def _folders(paths: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """The folder of each recording, by its name; those of one name get a number."""
    taken: dict[str, int] = {}
    by_path = {}
    for path in paths:
        name = path.stem.rstrip(" .") or "录像"
        taken[name.casefold()] = number = taken.get(name.casefold(), 0) + 1
        by_path[path] = folder / (name if number == 1 else f"{name}({number})")
    return by_path


def _digest(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a recording. Raises UnreadableFile."""
    try:
        digest, size = evidence.digest(path)
    except OSError as error:
        mend = "检查路径和文件名（包括扩展名）是否写对、有没有权限"
        raise UnreadableFile.because(f"读不了（{reason(error)}）", mend, file=path) from None
    if not size:
        raise UnreadableFile.because("文件是空的", "检查有没有下载完", file=path)
    return digest, size


def _kept(path: Path, key: str) -> Kept | None:
    """What was kept of the same work; None where there is nothing, or of another."""
    try:
        kept = msgspec.json.decode(read_bytes(path, limit=20_000_000), type=Kept)
    except (UnreadableFile, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return kept if kept.of == key else None


def _write(path: Path, kept: Kept) -> None:
    write_whole(path, msgspec.json.encode(kept))
