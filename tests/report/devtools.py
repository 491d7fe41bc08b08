"""Drives a headless Chromium over its own protocol: media, size, scripts, requests, pictures.

One browser serves many pages. It is reached through two pipes, so nothing listens on a port.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.report.browser import CHROMIUM

_READS, _WRITES = 3, 4
"""The descriptors on which Chromium reads commands and writes answers."""
_PATIENCE = 120.0


class Refused(Exception):
    """The browser did not do what it was told."""


@dataclass
class Tab:
    """One page. `requested` holds every address it asked for, the page itself not counted."""

    browser: Browser
    session: str
    page: str = ""
    requested: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """What scripts wrote to the console, and what the browser refused to run."""

    def do(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self.browser.do(method, parameters, self.session)

    def look(
        self, *, width: int = 1440, height: int = 900, dark: bool = False, paper: bool = False
    ) -> None:
        """What the page is looked at with; `paper` makes the rules for print hold."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        media = "print" if paper else "screen"
        self.do("Emulation.setEmulatedMedia", media=media, features=[scheme])
        size = {"width": width, "height": height, "deviceScaleFactor": 1}
        self.do("Emulation.setDeviceMetricsOverride", **size, mobile=width < 600)

    def open(self, page: Path, hash: str = "") -> None:
        """Returns when everything the page loads is there, or refused."""
        self.page = page.as_uri()
        self.requested.clear()
        self.said.clear()
        self.do("Page.navigate", url="about:blank")
        self.browser.awaited("Page.loadEventFired", self.session)
        self.do("Page.navigate", url=self.page + hash)
        self.browser.awaited("Page.loadEventFired", self.session)
        self.run("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")

    def run(self, script: str) -> Any:
        """What a script of ours comes to, in the page. Its policy does not bind us."""
        done = self.do("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in done:
            raise Refused(json.dumps(done["exceptionDetails"], ensure_ascii=False)[:2000])
        return done["result"].get("value")

    def picture(self, *, whole: bool = False) -> bytes:
        """A PNG of what is seen, or of the whole page."""
        shot = self.do("Page.captureScreenshot", captureBeyondViewport=whole)
        return base64.b64decode(shot["data"])

    def printed(self) -> bytes:
        """The page as PDF, A4 as its style sheet says."""
        self.do("Emulation.setEmulatedMedia", media="")
        settings = {"preferCSSPageSize": True, "printBackground": True}
        return base64.b64decode(self.do("Page.printToPDF", **settings)["data"])


class Browser:
    """The process and what it says. Use `launched`."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = commands, answers
        self._read = b""
        self._count = 0
        self._events: list[dict[str, Any]] = []
        self._tabs: dict[str, Tab] = {}

    def tab(self) -> Tab:
        target = self.do("Target.createTarget", {"url": "about:blank"})["targetId"]
        given = {"targetId": target, "flatten": True}
        tab = Tab(self, self.do("Target.attachToTarget", given)["sessionId"])
        self._tabs[tab.session] = tab
        for domain in ("Page", "Runtime", "Network", "Log"):
            tab.do(f"{domain}.enable")
        return tab

    def do(self, method: str, parameters: dict[str, Any], session: str = "") -> dict[str, Any]:
        """What the browser answers to one command. Raises Refused."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        _write(self._commands, json.dumps(message).encode() + b"\0")
        while True:
            heard = self._hear()
            if heard.get("id") == self._count:
                break
            self._note(heard)
        if "error" in heard:
            raise Refused(f"{method}: {heard['error']}")
        result: dict[str, Any] = heard["result"]
        return result

    def awaited(self, event: str, session: str) -> None:
        """Waits for an event, also one that came while something else was answered."""
        while True:
            for number, one in enumerate(self._events):
                if (one["method"], one.get("sessionId")) == (event, session):
                    del self._events[: number + 1]
                    return
            self._note(self._hear())

    def _note(self, event: dict[str, Any]) -> None:
        told = event.get("params", {})
        tab = self._tabs.get(event.get("sessionId", ""))
        match event.get("method"):
            case "Page.loadEventFired":
                self._events.append(event)
            case "Network.requestWillBeSent" if tab:
                address = told["request"]["url"]
                if not address.startswith(("data:", "about:")) and address != tab.page:
                    tab.requested.append(address)
            case "Runtime.consoleAPICalled" if tab:
                tab.said.append(" ".join(str(one.get("value")) for one in told["args"]))
            case "Log.entryAdded" if tab:
                tab.said.append(told["entry"]["text"])

    def _hear(self) -> dict[str, Any]:
        until = time.monotonic() + _PATIENCE
        while b"\0" not in self._read:
            ready, _, _ = select.select([self._answers], [], [], max(0, until - time.monotonic()))
            more = os.read(self._answers, 1 << 20) if ready else b""
            if not more:
                raise Refused("the browser fell silent")
            self._read += more
        message, _, self._read = self._read.partition(b"\0")
        heard: dict[str, Any] = json.loads(message)
        return heard


def _write(to: int, message: bytes) -> None:
    while message:
        message = message[os.write(to, message) :]


@contextlib.contextmanager
def launched() -> Iterator[Browser]:
    """A browser of its own, with an empty profile, gone afterwards."""
    assert CHROMIUM
    theirs_in, ours_out = map(_out_of_the_way, os.pipe())
    ours_in, theirs_out = map(_out_of_the_way, os.pipe())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        switches = (
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--hide-scrollbars",
            "--force-color-profile=srgb",
            "--disable-background-networking",
            "--remote-debugging-pipe",
            f"--user-data-dir={profile}",
        )
        silent = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]
        pipes = [
            (os.POSIX_SPAWN_DUP2, theirs_in, _READS),
            (os.POSIX_SPAWN_DUP2, theirs_out, _WRITES),
        ]
        process = os.posix_spawn(
            CHROMIUM, [CHROMIUM, *switches], os.environ, file_actions=[*silent, *pipes]
        )
        os.close(theirs_in)
        os.close(theirs_out)
        browser = Browser(ours_out, ours_in)
        try:
            yield browser
        finally:
            with contextlib.suppress(Refused, OSError):
                browser.do("Browser.close", {})
            os.close(ours_out)
            os.close(ours_in)
            os.waitpid(process, 0)


def _out_of_the_way(descriptor: int) -> int:
    """The same pipe under a number that the browser's own two cannot collide with."""
    import fcntl  # Windows has none, and only skips what needs it

    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 20)
    os.close(descriptor)
    return moved
