"""However it was installed and wherever it is called from, the program finds its own data."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = (
    "checklist",
    "rules",
    "templates",
    "examples",
    "docs",
    "tests",
    "benchmarks",
    "packaging",
)
FILES = (
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "NOTICE",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    ".gitignore",
)
NO_PYTHONPATH = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
NO_PYTHONPATH["PYTHONUTF8"] = "1"  # what is said is read as UTF-8

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """One environment with the program in it."""

    python: Path
    env: Mapping[str, str]

    def __call__(self, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Runs python with `arguments`, in a folder that is none of ours."""
        return self.program(self.python, *arguments, cwd=cwd)

    def program(
        self, program: Path, *arguments: str, cwd: Path
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(program), *arguments],
            cwd=cwd,
            env=self.env,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this tree, to build from and to change."""
    copy = tmp_path_factory.mktemp("checkout") / "livestream-checklist"
    copy.mkdir()
    for folder in SHIPPED:
        ignored = shutil.ignore_patterns("__pycache__", ".*_cache")
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignored)
    for name in FILES:
        shutil.copy(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def dist(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel built from that sdist."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", out, checkout],
        check=True,
        capture_output=True,
        env=NO_PYTHONPATH,
    )
    return out


def only(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


@pytest.fixture(scope="module", params=["wheel", "sdist", "editable", "checkout"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def installed(
    kind: str,
    checkout: Path,
    dist: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Installed:
    """A fresh environment with the program in it, offline."""
    home = tmp_path_factory.mktemp(kind)
    venv.create(home / "venv")
    scripts = home / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    libraries = sysconfig.get_path("purelib", vars={"base": str(home / "venv")})
    # No network: the libraries we depend on are borrowed from the environment the tests run in.
    borrowed = Path(libraries) / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    what: list[str | Path]
    match kind:
        case "wheel":
            what = [only(dist, "*.whl")]
        case "sdist":
            what = [only(dist, "*.tar.gz")]
        case "editable":
            what = ["--editable", checkout]
        case _:
            what = []
    if what:
        pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
        offline = ["--no-index", "--no-deps", "--no-build-isolation"]
        command = [*pip, *offline, *map(str, what)]
        subprocess.run(command, check=True, env=NO_PYTHONPATH, cwd=home)
    env = {**NO_PYTHONPATH, "XDG_CACHE_HOME": str(home), "LOCALAPPDATA": str(home)}
    if not what:
        env["PYTHONPATH"] = str(checkout)

    return Installed(python=python, env=env)


def test_the_bundled_rulebook_is_found_and_sound(installed: Installed, tmp_path: Path) -> None:
    ran = installed("-m", "checklist", "rules", "lint", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_demo_writes_a_report_where_it_is_called(installed: Installed, tmp_path: Path) -> None:
    ran = installed("-m", "checklist", "demo", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    (page,) = tmp_path.glob("*.html")
    assert page.name in ran.stdout
    assert page.stat().st_size > 20_000


def test_the_code_that_runs_is_the_installed_one(
    installed: Installed, kind: str, checkout: Path, tmp_path: Path
) -> None:
    ran = installed("-c", "import checklist; print(checklist.__file__)", cwd=tmp_path)
    home = installed.python.parents[1] if kind in {"wheel", "sdist"} else checkout
    assert Path(ran.stdout.strip()).is_relative_to(home)


def test_the_checklist_command_is_installed(
    installed: Installed, kind: str, tmp_path: Path
) -> None:
    if kind == "checkout":
        pytest.skip("nothing was installed")
    command = installed.python.with_name("checklist" + installed.python.suffix)
    ran = installed.program(command, "--version", cwd=tmp_path)
    assert ran.stdout.startswith("livestream-checklist ")


def test_an_edit_to_the_rules_of_a_checkout_counts_at_once(
    installed: Installed, kind: str, checkout: Path, tmp_path: Path
) -> None:
    if kind not in {"editable", "checkout"}:
        pytest.skip("a wheel holds a copy of the rules")
    rules = checkout / "rules" / "livestream.yaml"
    sound = rules.read_bytes()
    rules.write_bytes(sound + b"unknown_key: 1\n")
    try:
        ran = installed("-m", "checklist", "rules", "lint", cwd=tmp_path)
    finally:
        rules.write_bytes(sound)
    assert ran.returncode == 3
    assert "unknown_key" in ran.stderr


def test_a_copy_of_the_rules_is_never_taken_for_those_in_the_folder(
    installed: Installed, kind: str, checkout: Path
) -> None:
    rules = checkout / "rules" / "livestream.yaml"
    sound = rules.read_bytes()
    alike = installed("-P", "-m", "checklist", "rules", "lint", cwd=checkout)
    rules.write_bytes(sound + b"# edited\n")
    try:
        ran = installed("-P", "-m", "checklist", "rules", "lint", cwd=checkout)
    finally:
        rules.write_bytes(sound)
    assert "安装时复制的规则册" not in alike.stderr
    copied = kind in {"wheel", "sdist"}
    assert ("安装时复制的规则册" in ran.stderr) is copied


def test_the_wheel_holds_the_program_and_its_data_and_nothing_else(dist: Path) -> None:
    with zipfile.ZipFile(only(dist, "*.whl")) as wheel:
        names = wheel.namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"checklist"}
    assert "checklist/py.typed" in names
    assert "checklist/_bundled/rules/livestream.yaml" in names
    assert any(name.startswith("checklist/_bundled/templates/") for name in names)
    assert any(name.startswith("checklist/_bundled/examples/") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_sdist_holds_what_is_needed_to_build_and_test(dist: Path) -> None:
    with tarfile.open(only(dist, "*.tar.gz")) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    needed = {
        "rules/livestream.yaml",
        "pyproject.toml",
        "LICENSE",
        "README.md",
        "tests/conftest.py",
        "packaging/windows/wheels.txt",
    }
    assert needed <= names
    assert not [name for name in names if "__pycache__" in name or "_bundled" in name]
