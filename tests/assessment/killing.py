"""A program that is listened to while it is typed to, and killed: alike on every system."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading

KILLED = 1 if sys.platform == "win32" else -signal.SIGKILL
"""How a program leaves that was killed, and as none leaves of those that are killed here."""


class Heard(threading.Thread):
    """Takes in what a program says while somebody types. No select of Windows waits for a pipe."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._change = threading.Condition()
        self._is_over = False
        self.said = b""
        self.start()

    def run(self) -> None:
        assert self._process.stdout is not None
        while piece := self._process.stdout.read1():  # type: ignore[attr-defined]
            with self._change:
                self.said += piece
                self._change.notify_all()
        with self._change:
            self._is_over = True
            self._change.notify_all()

    def wait_for_more(self, than: int) -> None:
        """Return once more bytes than that were said, or nothing will be said any more."""
        with self._change:
            came = self._change.wait_for(lambda: self._is_over or len(self.said) > than, 120)
        assert came, self.said.decode("utf-8", "replace")

    def kill(self) -> bool:
        """Kill the program and hear it out; whether it was still running."""
        self._process.kill()
        self._process.wait()
        self.join()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(OSError):  # what was typed and never read
            self._process.stdin.close()
        self._process.stdout.close()
        return self._process.returncode == KILLED
