"""Where a browser is found on computers this one is not."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from checklist.printing import places

CHROME = "Google/Chrome/Application/chrome.exe"
EDGE = "Microsoft/Edge/Application/msedge.exe"


def program(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"")
    file.chmod(0o755)
    return file


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No browser on PATH, none where Linux keeps them, an empty home."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(places, "_ON_LINUX", ())


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A Windows whose registry holds what a test puts in, by root and program."""
    registry: dict[tuple[str, str], str] = {}
    fake = ModuleType("winreg")

    def query(root: str, key: str) -> str:
        try:
            return registry[root, key.rpartition("\\")[2]]
        except KeyError:
            raise FileNotFoundError from None

    vars(fake).update(HKEY_CURRENT_USER="user", HKEY_LOCAL_MACHINE="machine", QueryValue=query)
    monkeypatch.setitem(sys.modules, "winreg", fake)
    monkeypatch.setattr(sys, "platform", "win32")
    for variable in ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    return registry


def test_windows_names_its_browsers_in_the_registry(
    tmp_path: Path, windows: dict[tuple[str, str], str]
) -> None:
    edge = program(tmp_path / "自定 义" / "msedge.exe")
    windows["machine", "msedge.exe"] = f'"{edge}"'
    windows["user", "chrome.exe"] = str(tmp_path / "removed" / "chrome.exe")
    assert places.installed() == edge


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize(
    ("folder", "browser"),
    [("ProgramFiles(x86)", EDGE), ("LOCALAPPDATA", CHROME), ("ProgramFiles", CHROME)],
)
def test_windows_keeps_browsers_in_its_usual_folders(
    tmp_path: Path, folder: str, browser: str
) -> None:
    assert places.installed() is None
    expected = program(tmp_path / folder / browser)
    assert places.installed() == expected


@pytest.mark.usefixtures("windows")
def test_windows_is_not_asked_what_lies_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "chrome.exe")
    program(tmp_path / "bin" / "chrome")
    monkeypatch.chdir(tmp_path)
    assert places.installed() is None


@pytest.mark.skipif(sys.platform == "darwin", reason="its own applications would be found")
@pytest.mark.skipif(sys.platform == "win32", reason="another variable says where home is")
def test_macos_keeps_browsers_as_applications(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    inside = "Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"
    expected = program(tmp_path / "home" / inside)
    assert places.installed() == expected


@pytest.mark.skipif(sys.platform == "win32", reason="the executable bit")
def test_linux_keeps_browsers_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert places.installed() is None
    edge = program(tmp_path / "bin" / "microsoft-edge")
    assert places.installed() == edge
    chrome = program(tmp_path / "bin" / "google-chrome")
    assert places.installed() == chrome
