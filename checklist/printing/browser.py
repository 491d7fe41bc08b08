"""Runs a browser without a window to print one page. The only module that starts a program."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checklist.printing import pdf
from checklist.printing.places import room_to_work

TIMEOUT = 180.0
"""Seconds a browser may take. A thousand pages take twenty."""
GRACE = 5.0
"""Seconds to wait for the file after the program has ended: Edge may hand its work on and leave."""
STILL = 3.0
"""Seconds after which a whole file that no longer grows is finished: some browsers never leave."""
_PAUSE = 0.05
_SWITCHES = (
    "--headless=new",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    # Nothing leaves this computer: no background service runs, no name is looked up.
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-extensions-with-background-pages",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-quic",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-pings",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    # The page has its own header and page numbers; the second spelling is for older browsers.
    "--no-pdf-header-footer",
    "--print-to-pdf-no-header",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
)


class PrintingError(Exception):
    """A browser printed nothing. `hung`: it was ended after TIMEOUT; `code`: how it left, `words`:
    the end of what it wrote meanwhile."""

    def __init__(self, *, hung: bool = False, code: int | None = None, words: str = "") -> None:
        self.hung, self.code, self.words = hung, code, words
        super().__init__(words)


def print_page(page: bytes, browser: Path) -> bytes:
    """The page (HTML) as a PDF. Nothing is left behind: neither a file nor a process.

    Raises PrintingError where the browser printed nothing whole within TIMEOUT seconds, and
    OSError where it cannot be started or no temporary folder made.
    """
    with _folder(room_to_work(browser)) as folder:
        (folder / "page.html").write_bytes(page)
        printed, log = folder / "page.pdf", folder / "said.txt"
        command = [str(browser), *_SWITCHES, *_own_switches(), f"--user-data-dir={folder / 'own'}"]
        command += [f"--print-to-pdf={printed}", (folder / "page.html").as_uri()]
        with log.open("wb") as stream:
            process = subprocess.Popen(  # noqa: S603  the browser of this computer, our own switches
                command,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                cwd=folder,
                start_new_session=sys.platform != "win32",
            )
            try:
                finished = _wait(process, printed)
                code = process.returncode
            finally:
                _end(process)
        if finished:
            return printed.read_bytes()
        words = _last_words(log.read_text(encoding="utf-8", errors="replace"))
        raise PrintingError(hung=code is None, code=code, words=words)


def _own_switches() -> list[str]:
    if sys.platform != "linux":
        return []
    # Chromium refuses its sandbox to root; the page is our own and may run its own script only.
    return ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def _wait(process: subprocess.Popen[bytes], printed: Path) -> bool:
    """Whether a whole PDF lies at `printed`. Leaves a process that still runs running."""
    began = time.monotonic()
    ended: float | None = None
    still, size = began, -1
    while True:
        now = time.monotonic()
        if ended is None and process.poll() is not None:
            ended = now
        grown = printed.stat().st_size if printed.exists() else -1
        if grown != size:
            still, size = now, grown
        over = ended is not None or now - still > STILL
        if size > 0 and over and pdf.is_whole(printed.read_bytes()):
            return True
        if ended is not None and (process.returncode != 0 or now - ended > GRACE):
            return False
        if now - began > TIMEOUT:
            return False
        time.sleep(_PAUSE)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the browser and what it started."""
    if sys.platform == "win32":
        if process.poll() is None:
            taskkill = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe")
            with contextlib.suppress(OSError):
                subprocess.run(  # noqa: S603  its own program, by its own number
                    [taskkill, "/PID", str(process.pid), "/T", "/F"],
                    capture_output=True,
                    check=False,
                )
            process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)


@contextmanager
def _folder(within: Path | None) -> Iterator[Path]:
    """An empty folder of our own, gone afterwards; helpers of the browser may hold it a moment."""
    folder = Path(tempfile.mkdtemp(prefix="checklist-", dir=within))
    try:
        yield folder
    finally:
        for _ in range(20):
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
            time.sleep(0.1)


def _last_words(log: str) -> str:
    """The last lines it said, without those every browser says where there is no desktop."""
    lines = [line.strip() for line in log.splitlines() if line.strip() and "/dbus/" not in line]
    return "\n".join(lines[-3:])
