"""What becomes of a page when the browser behaves, and when it does not."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import pytest

from checklist.printing import browser
from checklist.printing.browser import PrintingError, print_page
from checklist.printing.places import room_to_work
from tests.printing.fakes import LEAST, fake

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the fakes are scripts")
PAGE = "<title>页</title>".encode()


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of this test alone, to see what is left in it."""
    folder = tmp_path / "临时 #1 100%"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def running(folder: Path) -> list[str]:
    """The programs that run with something of `folder` among their arguments or as their place;
    one that was ended may take a moment."""
    until = time.monotonic() + 30
    while (found := _running(folder)) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def _running(folder: Path) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "cmdline").read_bytes().decode(errors="replace")
            at = (process / "cwd").readlink()
        except OSError:
            continue
        if str(folder) in told or at.is_relative_to(folder):
            found.append(told.replace("\0", " "))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["honest", "old", "lingering", "handing on"])
def test_a_whole_pdf_is_taken_however_the_browser_leaves(
    tmp_path: Path, temporary: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "STILL", 0.2)
    written = print_page(PAGE, fake(kind, tmp_path / "programs"))
    assert written.replace(b"m109", b"m156") == LEAST
    assert list(temporary.iterdir()) == []
    assert running(temporary) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["silent", "torn", "wordless"])
def test_success_without_a_whole_pdf_is_no_success(
    tmp_path: Path, temporary: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "GRACE", 0.2)
    with pytest.raises(PrintingError) as caught:
        print_page(PAGE, fake(kind, tmp_path / "programs"))
    assert (caught.value.hung, caught.value.code) == (False, 0)
    assert list(temporary.iterdir()) == []


def test_a_browser_that_fails_is_quoted(tmp_path: Path, temporary: Path) -> None:
    with pytest.raises(PrintingError) as caught:
        print_page(PAGE, fake("failing", tmp_path / "programs"))
    assert (caught.value.hung, caught.value.code, caught.value.words) == (False, 3, "糟了")
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no /proc to look for programs in")
def test_a_browser_that_hangs_is_ended_with_what_it_started(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "TIMEOUT", 0.5)
    began = time.monotonic()
    with pytest.raises(PrintingError) as caught:
        print_page(PAGE, fake("hanging", tmp_path / "programs"))
    assert caught.value.hung
    assert time.monotonic() - began < 60
    assert running(temporary) == []
    assert list(temporary.iterdir()) == []


def test_a_program_that_cannot_start_leaves_nothing_behind(tmp_path: Path, temporary: Path) -> None:
    program = fake("honest", tmp_path / "programs")
    program.write_bytes(b"#!/nowhere/at/all\n")
    with pytest.raises(OSError, match=r"nowhere|No such file"):
        print_page(PAGE, program)
    assert list(temporary.iterdir()) == []


def test_a_browser_from_the_snap_store_works_where_it_can_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    wrapper = tmp_path / "chromium-browser"
    wrapper.write_text('#!/bin/sh\nexec /snap/bin/chromium "$@"\n', encoding="utf-8")
    assert room_to_work(wrapper) == tmp_path
    own = tmp_path / "snap/chromium/common"
    own.mkdir(parents=True)
    assert room_to_work(wrapper) == own
    snap = tmp_path / "snap-program" / "snap"
    snap.parent.mkdir()
    snap.write_bytes(b"\x7fELF")
    (tmp_path / "chromium").symlink_to(snap)
    assert room_to_work(tmp_path / "chromium") == own
    assert room_to_work(fake("honest", tmp_path / "programs")) is None
