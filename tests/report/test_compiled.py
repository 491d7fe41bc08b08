from __future__ import annotations

import marshal
import os
import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment
from jinja2.bccache import bc_magic

from checklist.report.page.compiled import CompiledTemplates, cache_folder


@pytest.fixture(autouse=True)
def may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a program runs that may leave compiled files behind."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def shown(folder: Path, source: str = "{{ word }}") -> str:
    """Render through a cache in `folder`, as a run of its own would."""
    environment = Environment(
        loader=DictLoader({"page.html": source}),
        autoescape=True,
        bytecode_cache=CompiledTemplates(folder),
    )
    return environment.get_template("page.html").render(word="好")


def kept(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_a_template_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "deep" / "cache"
    assert shown(folder) == "好"
    assert len(kept(folder)) == 1

    def compiled_again(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Environment, "compile", compiled_again)
    assert shown(folder) == "好"


def test_a_changed_template_is_compiled_anew(tmp_path: Path) -> None:
    assert shown(tmp_path) == "好"
    assert shown(tmp_path, "很{{ word }}") == "很好"
    assert shown(tmp_path, "很{{ word }}") == "很好"


@pytest.mark.parametrize("module", ["checklist.report.page.compiled", "jinja2"])
def test_code_of_another_version_is_never_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    shown(tmp_path)
    monkeypatch.setattr(f"{module}.__version__", "another")
    shown(tmp_path)
    assert len(kept(tmp_path)) == 2


@pytest.mark.parametrize("left", [0, 1, 12, 20, 60, -1])
def test_a_cache_that_was_cut_off_is_not_noticed(tmp_path: Path, left: int) -> None:
    shown(tmp_path)
    (only,) = kept(tmp_path)
    only.write_bytes(only.read_bytes()[:left])
    assert shown(tmp_path) == "好"


@pytest.mark.parametrize("damage", [b"\x00" * 40, b"not a code object"])
def test_a_damaged_cache_is_not_noticed(tmp_path: Path, damage: bytes) -> None:
    shown(tmp_path)
    (only,) = kept(tmp_path)
    whole = only.read_bytes()
    for kept_whole in (0, len(bc_magic), len(whole) // 2):
        only.write_bytes(whole[:kept_whole] + damage)
        assert shown(tmp_path) == "好"


def test_what_is_no_code_is_never_run(tmp_path: Path) -> None:
    shown(tmp_path)
    (only,) = kept(tmp_path)
    data = only.read_bytes()
    code = data.index(marshal.dumps(compile("", "", "exec"))[:1], len(bc_magic))
    only.write_bytes(data[:code] + marshal.dumps(7))
    assert shown(tmp_path) == "好"


@pytest.mark.skipif(sys.platform == "win32", reason="folders have other permissions there")
def test_a_folder_that_cannot_be_written_to_is_not_noticed(tmp_path: Path) -> None:
    shown(tmp_path / "cache")
    (tmp_path / "cache").chmod(0o500)
    assert shown(tmp_path / "cache", "很{{ word }}") == "很好"
    (tmp_path / "cache").chmod(0o700)


@pytest.mark.skipif(sys.platform == "win32", reason="no limit to set there")
def test_a_full_disk_is_not_noticed(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        assert shown(tmp_path) == "好"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert kept(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_not_noticed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert shown(tmp_path / "file" / "cache") == "好"


def test_a_relative_folder_is_never_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown(Path("~/cache")) == "好"
    assert kept(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="folders have other permissions there")
def test_code_is_not_run_from_a_folder_that_others_may_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cache"
    shown(folder)
    (only,) = kept(folder)
    folder.chmod(0o777)
    before = only.stat().st_mtime_ns
    assert shown(folder) == "好"
    assert only.stat().st_mtime_ns == before

    def compiled(*_: object, **__: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(Environment, "compile", compiled)
    with pytest.raises(NotImplementedError):
        shown(folder)


def test_the_folder_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    if sys.platform != "darwin":
        assert cache_folder().parent == tmp_path
    assert os.fspath(cache_folder()).endswith("livestream-checklist")
