"""Looks through a recording in a process of its own, that is ended where it takes too much.

A recording is a file that somebody else may have made, and decoders have had their faults: what
hangs, or wants too much memory, ends with that process and is told.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from checklist.errors import UnreadableFile
from checklist.replay.task import Looked, Reached, Task

Message = Reached | Looked | tuple[str, str]
"""What the process says: how far it is, what it found, or what is wrong and how to mend it."""

_MOST_MEMORY = 3_000_000_000
"""Bytes of addresses; a recording of 1080p takes a seventh of it in memory."""
_SILENCE = 180.0
"""Seconds without a word after which the work counts as stuck."""


class Child:
    """The process that looks through one recording; `wait` is asked until it says something."""

    def __init__(self, task: Task, pictures: Path | None) -> None:
        self.task = task
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_work, args=(theirs, task, pictures), daemon=True)
        self._process.start()
        theirs.close()

    def run(self, tell: Callable[[Reached], None]) -> Looked:
        """What it found. Raises UnreadableFile for a recording that cannot be looked through."""
        try:
            while isinstance(message := self._message(), Reached):
                tell(message)
            if isinstance(message, Looked):
                return message
            what, mend = message
            raise UnreadableFile.because(what, mend, file=self.task.path)
        finally:
            self.end()

    def _message(self) -> Message:
        mend = "先用剪辑软件另存为 1080p 以下的 H.264 mp4，再给出"
        if not self.connection.poll(_SILENCE):
            what = f"{_SILENCE:.0f}秒没有进展，停下了"
            raise UnreadableFile.because(what, mend, file=self.task.path)
        try:
            message: Message = self.connection.recv()
        except EOFError:
            self._process.join()
            what = f"解码时出了错（{self._process.exitcode}），可能文件损坏，或者要用的内存太多"
            raise UnreadableFile.because(what, mend, file=self.task.path) from None
        return message

    def end(self) -> None:
        """End it, if it has not ended."""
        if self._process.is_alive():
            self._process.terminate()
            self._process.join(5)
            if self._process.is_alive():
                self._process.kill()
                self._process.join(5)
        self.connection.close()


def _work(connection: Connection, task: Task, pictures: Path | None) -> None:
    """What the process does."""
    _bound()
    from checklist.replay.seeing.looking import Looking
    from checklist.replay.seeing.video import BadMedia

    try:
        looking = Looking(task, connection.send)
        looked = looking.run()
        if pictures:
            from checklist.replay.seeing.pictures import draw

            looked = draw(looking.video, looked, pictures)
        connection.send(looked)
    except BadMedia as error:
        connection.send((error.what, error.mend))
    except MemoryError:
        connection.send(("要用的内存太多，停下了", "先转成1080p再给出"))
    except KeyboardInterrupt:
        pass
    connection.close()


def _bound() -> None:
    """No more memory than a recording needs, where the system can bound it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
