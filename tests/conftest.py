"""What all tests share: hypothesis profiles, the official texts, ways to run a command."""

from __future__ import annotations

import contextlib
import functools
import gc
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from checklist.cli.app import run
from checklist.law.reading import rulebook as reader
from tests.given.bundled import write_example

ROOT = Path(__file__).parents[1]
# Tests and program are compiled once, not in every process of every run.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Looking for garbage as often as Python does by itself takes a tenth of the time of a run.
gc.set_threshold(10_000, 20, 20)

settings.register_profile("ci", derandomize=True, deadline=None)
# As many examples as find a slip at once; CI draws ten times as many, always the same.
settings.register_profile("dev", deadline=None, max_examples=10)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "torture: hundreds of kills, thousands of spoiled files; run with -m torture"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what takes many minutes for those who ask for it."""
    if "torture" in str(config.getoption("markexpr")):
        return
    skip = pytest.mark.skip(reason="takes minutes; run with -m torture")
    for item in items:
        if item.get_closest_marker("torture"):
            item.add_marker(skip)


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing a test runs writes into the cache folder of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        folder = str(tmp_path_factory.mktemp("cache"))
        patch.setenv("XDG_CACHE_HOME", folder)
        patch.setenv("LOCALAPPDATA", folder)
        for name in ("LINES", "COLUMNS"):  # a terminal of a test has the size that it was given
            patch.delenv(name, raising=False)
        if sys.platform == "win32":  # the programs that tests start: what they say is read as UTF-8
            patch.setenv("PYTHONUTF8", "1")
        yield


@pytest.fixture(scope="session", autouse=True)
def links_where_they_can_be_made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Windows lets few accounts make symbolic links, and wine none: tests that make one skip."""
    with pytest.MonkeyPatch.context() as patch:
        if sys.platform == "win32":
            link = tmp_path_factory.mktemp("links") / "link"
            with contextlib.suppress(OSError):
                link.symlink_to(link.parent)
            if not link.is_symlink():
                patch.setattr(Path, "symlink_to", _no_link)
        yield


def _no_link(link: Path, *_: object, **__: object) -> None:
    if not link.name.endswith("current"):  # of those, pytest lays one beside each folder it makes
        pytest.skip("no symbolic links can be made here")


@pytest.fixture(scope="session", autouse=True)
def rulebooks_read_once() -> Iterator[None]:
    """The same bytes are the same rulebook, whichever command run in this process reads them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "read_rulebook", functools.lru_cache(8)(reader.read_rulebook))
        yield


FSYNC = os.fsync


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """Nobody pulls the plug: of what is saved, nothing has to be on the disk before a test ends."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@dataclass(frozen=True, slots=True)
class Ran:
    """How one run of the command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]
"""What the fixture `checklist` is."""
Process = Callable[..., subprocess.CompletedProcess[bytes]]
"""What the fixture `process` is."""


@pytest.fixture
def checklist(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `checklist ARGUMENTS` inside this process: fast, and with readable tracebacks. `typed`
    is what a pipe then brings, as to a sitting."""

    def call(*arguments: str | Path, typed: str | None = None) -> Ran:
        capsys.readouterr()
        with monkeypatch.context() as patch:
            if typed is not None:
                patch.setattr(sys, "stdin", io.StringIO(typed))
            code = run([str(one) for one in arguments])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """The example agency's answers to the first rulebook, in a folder of their own."""
    return write_example("agency", tmp_path / "自查.yaml")


@pytest.fixture
def process(tmp_path: Path) -> Process:
    """Runs `python -m checklist ARGUMENTS` as a program of its own, from an unrelated folder."""

    def call(
        *arguments: str | Path, input: bytes = b"", env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "checklist", *map(str, arguments)],
            input=input,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
            timeout=300,
            check=False,
        )

    return call


@pytest.fixture(scope="session")
def law_dir() -> Path:
    """The folder of official texts. They are not part of this project: without them, skip."""
    folder = Path(os.environ.get("CHECKLIST_LAW_DIR") or ROOT.parent / "shared" / "law")
    if not folder.is_dir():
        pytest.skip(
            f"the official texts are not at {folder}; set CHECKLIST_LAW_DIR to their folder"
        )
    return folder
