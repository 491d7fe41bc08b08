"""The archive for Windows: what it is made of, and that it is made the same each time.

How it runs is tried by packaging/windows/wine.sh, and on Windows by the workflow of a release.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from types import ModuleType

import pytest
import yaml

from tests.conftest import ROOT

HERE = ROOT / "packaging" / "windows"
RELEASE = ROOT / ".github" / "workflows" / "release.yml"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_for_windows", HERE / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def archive(file: Path, contents: Iterable[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(file, "w") as packed:
        for name, data in contents:
            packed.writestr(name, data)
    return file


@pytest.fixture
def python(build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive laid out as winpython's, taken for a known one; nothing checks signatures."""
    programs = [(f"cp311/{name}", name.encode()) for name in sorted(build.PROGRAMS)]
    modules = [
        ("cp311/LICENSE.txt", b"PSF"),
        ("cp311/Lib/abc.py", b"X = {'a', 'b'}\n"),
        ("cp311/Lib/test/regrtest.py", b""),
        ("cp311/Lib/ctypes/test/test_x.py", b""),
        ("cp311/Lib/site-packages/pip/x.py", b""),
        ("cp311/Scripts/vcruntime140.dll", b"another"),
    ]
    file = archive(tmp_path / "python.zip", programs + modules)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    monkeypatch.setattr(build, "KNOWN", {digest: "made up"})
    monkeypatch.setattr("shutil.which", lambda _: None)
    return file


@pytest.fixture
def wheels(build: ModuleType, tmp_path: Path) -> Path:
    """A wheel for each library, with a module and a licence."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for name, version in build.pins():
        plain = name.replace("-", "_")
        info = f"{plain}-{version}.dist-info"
        contents = [
            (f"{plain}/__init__.py", b"if 'x' in {'x', 'y'}: pass\n"),
            (f"{plain}/tests/__init__.py", b""),
            (f"{plain}/objectify.cp311-win_amd64.pyd", b""),
            (f"{info}/METADATA", b"Name"),
            (f"{info}/RECORD", b"what pip needs"),
            (f"{info}/licenses/LICENSE", b"terms"),
        ]
        archive(folder / f"{plain}-{version}-py3-none-any.whl", contents)
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    contents = [("checklist/__init__.py", b"# ours\n"), ("checklist/_bundled/rules/a.yaml", b"a")]
    return archive(tmp_path / "livestream_checklist-9.9-py3-none-any.whl", contents)


def test_it_is_laid_out_to_be_started_at_the_top(
    build: ModuleType, python: Path, wheels: Path, own: Path, tmp_path: Path
) -> None:
    made = build.build(python, tmp_path / "dist", wheels=wheels, own=own)
    assert made.name == "livestream-checklist-9.9-windows.zip"
    with zipfile.ZipFile(made) as packed:
        folder = "直播电商合规自查-9.9-绿色版"
        names = {name.removeprefix(f"{folder}/") for name in packed.namelist()}
        top = f"{folder}/program"
        with zipfile.ZipFile(io.BytesIO(packed.read(f"{top}/python311.zip"))) as library:
            assert library.namelist() == ["abc.pyc"]
        assert packed.read(f"{top}/vcruntime140.dll") == b"vcruntime140.dll"
        assert packed.read(f"{top}/python311._pth").split() == [b"python311.zip", b".", b"lib"]
    assert {name for name in names if "/" not in name} == {"开始自查.bat", "使用说明.txt"}
    assert names >= {
        "licences/CPython/LICENSE.txt",
        "licences/typer-0.28.0/LICENSE",
        "program/lib/typer/__init__.pyc",
        "program/lib/checklist/__init__.py",
        "program/lib/checklist/__pycache__/__init__.cpython-311.pyc",
        "program/lib/checklist/_bundled/rules/a.yaml",
    }
    assert not [name for name in names if name.endswith("RECORD") or "/tests/" in name]
    assert {name.split("/")[2] for name in names if "/objectify." in name} > {"typer", "pyyaml"}
    assert "program/lib/lxml/objectify.cp311-win_amd64.pyd" not in names


def test_two_builds_are_the_same_bytes(
    build: ModuleType, python: Path, wheels: Path, own: Path, tmp_path: Path
) -> None:
    first = build.build(python, tmp_path / "1", wheels=wheels, own=own)
    for file in sorted(wheels.iterdir(), reverse=True):  # another order in the folder
        file.replace(wheels / f"{file.name}.part").replace(file)
    second = build.build(python, tmp_path / "2", wheels=wheels, own=own)
    assert first.read_bytes() == second.read_bytes()


def test_a_module_is_compiled_the_same_whatever_else_is_loaded() -> None:
    """Sets come in another order in each process; and marshal marks what it met before."""
    program = (
        f"import sys; sys.path.insert(0, {str(HERE)!r}); import build; "
        "data = build.compiled(open(build.__file__, 'rb').read(), 'build.py'); "
        "print(build.hashlib.sha256(data).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", f"{before}; {program}"],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed, before in (("1", "pass"), ("2", "import json, email.message"))
    }
    assert len(digests) == 1


def test_the_licence_of_every_library_comes_along(
    build: ModuleType, python: Path, wheels: Path, own: Path
) -> None:
    files = build.contents(python, wheels, own)
    told = {path.parts[1] for path in files if path.parts[0] == "licences"}
    assert told == {
        *(f"{name.replace('-', '_')}-{version}" for name, version in build.pins()),
        "CPython",
    }


def test_an_archive_nobody_knows_is_refused_where_signatures_cannot_be_checked(
    build: ModuleType, python: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "KNOWN", {})
    with pytest.raises(build.CannotBuildError, match="is not known"):
        build.python(python)


def test_an_archive_without_one_of_the_programs_is_refused(
    build: ModuleType, tmp_path: Path
) -> None:
    file = archive(tmp_path / "half.zip", [("cp311/python.exe", b"")])
    with pytest.raises(build.CannotBuildError, match=r"lacks .*python311\.dll"):
        build.python(file)


@pytest.mark.skipif(
    not shutil.which("osslsigncode"),
    reason="osslsigncode is not installed",
)
def test_an_unsigned_program_is_refused(build: ModuleType, tmp_path: Path) -> None:
    programs = [(name, b"MZ") for name in sorted(build.PROGRAMS)]
    file = archive(tmp_path / "python.zip", [*programs, ("python311.zip", b"PK")])
    with pytest.raises(build.CannotBuildError, match="is not signed by"):
        build.python(file)


def test_a_module_that_is_not_in_the_signed_catalogue_is_refused(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "_check_signature", lambda *_: None)
    catalogue = b"..." + hashlib.sha256(b"known").digest()
    build._check_catalogue(catalogue, {"a.py": b"known", "empty.py": b""})
    with pytest.raises(build.CannotBuildError, match="does not stand in"):
        build._check_catalogue(catalogue, {"b.py": b"changed"})


def test_the_libraries_are_those_that_are_locked_for_the_tests(build: ModuleType) -> None:
    locked = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    wrong = [
        pin
        for pin in map("==".join, build.pins())
        if not re.search(f"^{pin}\\b", locked, re.MULTILINE)
    ]
    assert wrong == [], "renew packaging/windows/wheels.txt as its second line says"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.match(r"[a-z0-9-]+", each)[0] for each in project["dependencies"]}  # type: ignore[index]
    assert asked <= {name for name, _ in build.pins()}


def test_the_batch_file_is_read_alike_under_any_code_page(build: ModuleType) -> None:
    lines = build.batch().split(b"\r\n")
    assert not [line for line in lines if b"\n" in line]
    foreign = [number for number, line in enumerate(lines) if not line.isascii()]
    (chinese,) = foreign
    assert lines[chinese].startswith(b"echo ")
    assert lines[chinese - 1] == b"chcp 936 >nul"  # only from here on is it read as GBK
    # No half of a character looks like something that cmd.exe acts on.
    assert all(byte >= 0x80 for byte in lines[chinese].removeprefix(b"echo "))


def test_names_inside_are_short_and_plain(
    build: ModuleType, python: Path, wheels: Path, own: Path
) -> None:
    """What Explorer unzips may lie no deeper than 260 characters, wherever it is put."""
    for path in build.contents(python, wheels, own):
        below = PurePosixPath(*path.parts[1:])
        assert str(below).isascii(), path


@pytest.mark.skipif(not RELEASE.exists(), reason="an sdist holds no workflows")
def test_a_release_holds_what_is_built_and_none_is_made_by_hand(
    build: ModuleType, python: Path, wheels: Path, own: Path, tmp_path: Path
) -> None:
    steps = yaml.safe_load(RELEASE.read_text(encoding="utf-8"))["jobs"]["publish"]["steps"]
    (step,) = (step for step in steps if "gh release create" in step.get("run", ""))
    assert step["if"] == "github.event_name == 'push'"  # by hand, too, a tag may be chosen
    made = build.build(python, tmp_path / "dist", wheels=wheels, own=own)
    attached = step["run"].replace("${GITHUB_REF_NAME#v}", "9.9")
    assert f'"dist/{made.name}#' in attached
    assert f'"dist/{own.name}"' in attached
