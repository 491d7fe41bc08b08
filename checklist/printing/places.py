"""Where Chromium, Chrome and Edge lie on Windows, macOS and Linux."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

NAMED_BY = "CHECKLIST_BROWSER"
"""The environment variable that may name the browser's program."""

_ON_PATH = (
    "chromium", "google-chrome-stable", "google-chrome", "microsoft-edge-stable",
    "microsoft-edge", "chrome", "msedge", "chromium-browser",
)  # fmt: skip
_ON_LINUX = (
    "/opt/google/chrome/chrome",
    "/opt/microsoft/msedge/msedge",
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
)
_ON_MACOS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "Chromium.app/Contents/MacOS/Chromium",
)
_ON_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
)
_APP_PATHS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"
_SNAP = Path("/snap")


def installed() -> Path | None:
    """The program of an installed browser, or None."""
    return next((path for path in _candidates() if path.is_file()), None)


def _candidates() -> Iterator[Path]:
    if sys.platform == "win32":  # which() would look into the current folder first
        yield from _registered()
        for variable in ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "LOCALAPPDATA"):
            if folder := os.environ.get(variable):
                yield from (Path(folder, place) for place in _ON_WINDOWS)
    elif sys.platform == "darwin":
        for apps in (Path("/Applications"), Path.home() / "Applications"):
            yield from (apps / place for place in _ON_MACOS)
    else:
        yield from (Path(path) for name in _ON_PATH if (path := shutil.which(name)))
        yield from map(Path, _ON_LINUX)


def _registered() -> list[Path]:
    """What Windows itself would start for chrome and msedge; empty elsewhere."""
    programs: list[Path] = []
    if sys.platform == "win32":
        import winreg

        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            for program in ("chrome.exe", "msedge.exe"):
                with contextlib.suppress(OSError):
                    named = winreg.QueryValue(root, rf"{_APP_PATHS}\{program}")
                    programs.append(Path(named.strip('"')))
    return programs


def room_to_work(browser: Path) -> Path | None:
    """A folder the browser can read and write; None: any temporary folder will do.

    One from the snap store sees neither /tmp nor hidden folders, but its own folder at home.
    """
    if not _is_snap(browser):
        return None
    own = Path.home() / "snap" / "chromium" / "common"
    return own if own.is_dir() else Path.home()


def _is_snap(browser: Path) -> bool:
    """Whether it comes from the snap store, or is the script Ubuntu puts before that one."""
    real = browser.resolve()
    if real.name == "snap" or _SNAP in (*browser.parents, *real.parents):
        return True
    with real.open("rb") as file:
        head = file.read(4096)
    return head.startswith(b"#!") and b"/snap/bin/" in head
