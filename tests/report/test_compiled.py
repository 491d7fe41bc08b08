from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from checklist.report.page.compiled import CompiledTemplates, cache_folder


def shown(folder: Path, source: str = "{{ word }}", code: int = 1) -> str:
    """Render through a cache in `folder`, as a run of its own would."""
    environment = Environment(
        loader=DictLoader({"page.html": source}),
        autoescape=True,
        bytecode_cache=CompiledTemplates(code, folder),
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


def test_code_written_in_another_way_is_never_run(tmp_path: Path) -> None:
    shown(tmp_path)
    shown(tmp_path, code=2)
    assert len(kept(tmp_path)) == 2


@pytest.mark.parametrize("damage", [b"", b"\x00" * 40, b"not a code object"])
def test_a_damaged_cache_is_not_noticed(tmp_path: Path, damage: bytes) -> None:
    shown(tmp_path)
    (only,) = kept(tmp_path)
    only.write_bytes(damage)
    assert shown(tmp_path) == "好"


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
