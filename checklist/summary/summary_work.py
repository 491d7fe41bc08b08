"""Judge many answer files, several at a time: one file in, one row out, nothing else is kept."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Generator, Iterator, Sequence
from datetime import date
from multiprocessing import parent_process
from pathlib import Path

from msgspec import Struct

from checklist.assessment.file import load
from checklist.errors import Complaint, UnreadableFile, Where, reason
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Findings
from checklist.law.applicability import Bindings
from checklist.law.model import Rulebook
from checklist.summary.model import Row, Unread
from checklist.summary.rows import Rows
from checklist.summary.summary_files import reference, shown
from checklist.whole_file import write_whole
from checklist.yaml.nodes import Mapping, parse, read_text

_AT_ONCE = 20
"""Files in one piece of work."""
_WORTH_IT = 150
"""From how many files on further processes save more time than their start takes."""
_MOST_PROCESSES = 8
_TOLD = 3
"""Complaints told of one file; the others are counted."""


class Task(Struct, frozen=True, kw_only=True):
    """What is the same for every file. `page` is the folder the page will lie in; `reports` where
    a report of each is to be written, None where those beside the answers are only linked."""

    rulebook: Rulebook
    as_of: date
    folder: Path
    page: Path
    output: Path
    reports: Path | None


class NotWritten(Struct, frozen=True, kw_only=True):
    """A report could not be written: there is no point in going on."""

    complaint: Complaint


PASSED_OVER = None
"""What comes of a rulebook: it holds no answers."""

Judged = Row | Unread | NotWritten | None


class Judge:
    """Judges one file after the other by the same rulebook."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._bindings = Bindings(task.rulebook)
        self._rows = Rows(task.rulebook)

    def judged(self, file: Path) -> Judged:
        """The row of one file; PASSED_OVER for a rulebook."""
        task = self._task
        name = shown(file, task.folder)
        try:
            findings = evaluate(
                task.rulebook,
                load(file, task.rulebook),
                as_of=task.as_of,
                bindings=self._bindings,
            )
        except UnreadableFile as error:
            if _is_rulebook(file):
                return PASSED_OVER
            told, more = error.complaints[:_TOLD], len(error.complaints[_TOLD:])
            return Unread(file=name, complaints=told, more=more)
        try:
            report = self._report(file, findings)
        except OSError as error:
            what = f"写不了这份报告（{reason(error)}）"
            mend = "检查文件夹是否允许写入、磁盘是否有空间，或者用 --reports 换一个文件夹"
            return NotWritten(complaint=Complaint(what=what, mend=mend, where=Where(file=file)))
        return self._rows.row(
            findings, file=name, report=reference(report, task.page) if report else None
        )

    def _report(self, file: Path, findings: Findings) -> Path | None:
        """Where the respondent's own report lies, written now if that was asked for."""
        task = self._task
        if task.reports is None:
            beside = file.with_suffix(".html")
            return beside if beside.is_file() and beside != task.output else None
        from checklist.report.page import html
        from checklist.report.view.build import build

        relative = file.relative_to(task.folder)
        # 甲.yaml and 甲.yml may lie side by side.
        name = relative.stem if relative.suffix == ".yaml" else f"{relative.name}"
        target = task.reports / relative.parent / f"{name}.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        text = html.render(build(findings))
        return write_whole(target, text.encode("utf-8", errors="replace"))


def judge_all(task: Task, files: Sequence[Path]) -> Generator[list[Judged], None, None]:
    """What comes of the files, in their order, piece by piece. Closed, it leaves no process."""
    pieces = [files[at : at + _AT_ONCE] for at in range(0, len(files), _AT_ONCE)]
    processes = min(_processors(), _MOST_PROCESSES)
    if len(files) >= _WORTH_IT and processes > 1:
        try:
            yield from _in_processes(task, pieces, processes)
        except _NoProcesses:
            pass
        else:
            return
    judge = Judge(task)
    for piece in pieces:
        yield [judge.judged(file) for file in piece]


class _NoProcesses(Exception):
    """This system does not let us start any; nothing was judged yet."""


def _in_processes(
    task: Task, pieces: Sequence[Sequence[Path]], processes: int
) -> Iterator[list[Judged]]:
    try:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        # Spawned on every system, so that what is tested on one holds on all: docs/adr/0013.
        pool = ProcessPoolExecutor(
            processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(task,)
        )
    except (ImportError, OSError, NotImplementedError, ValueError):
        raise _NoProcesses from None
    try:
        with _deaf_to_interrupts():
            judged = pool.map(_judge_piece, pieces)
        yield from judged
    finally:
        pool.shutdown(cancel_futures=True)


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes started meanwhile stay so from their first moment on; ours hears it afterwards."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_JUDGE: list[Judge] = []
"""The judge of this process, once it has begun."""


def _begin(task: Task) -> None:
    """Prepare a process. An interrupt is for the one that the person started to deal with."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    _JUDGE.append(Judge(task))
    gc.collect()
    gc.freeze()


def _end_with_the_parent() -> None:
    """A process whose parent was killed would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _judge_piece(files: Sequence[Path]) -> list[Judged]:
    return [_JUDGE[0].judged(file) for file in files]


def _processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Windows and macOS
        return os.cpu_count() or 1


def _is_rulebook(file: Path) -> bool:
    """Whether a file that holds no answers is a rulebook: it is no mistake that it lies there."""
    try:
        root = parse(read_text(file), file=file)
    except UnreadableFile:
        return False
    if not isinstance(root, Mapping):
        return False
    keys = {key.value for key, _ in root.entries}
    return {"obligations", "duty_holders"} <= keys and not keys & {"answers", "respondent"}
