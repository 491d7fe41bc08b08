from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checklist import resources

PACKAGE = Path(resources.__file__).parent


def test_the_bundled_rulebook_is_found() -> None:
    assert resources.rules_file().is_file()


def test_templates_and_examples_are_folders_beside_it() -> None:
    root = resources.rules_file().parents[1]
    assert resources.templates_dir() == root / "templates"
    assert resources.examples_dir() == root / "examples"


def found_from(program: Path, cwd: Path) -> str:
    """What a copy of resources.py at `program` finds, run in `cwd`."""
    code = (
        "import runpy, sys; found = runpy.run_path(sys.argv[1]); print(found['rules_file']('some'))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(program)],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return run.stdout.strip()


@pytest.mark.parametrize("layout", ["wheel", "checkout"])
def test_resources_are_found_from_any_working_directory(tmp_path: Path, layout: str) -> None:
    package = tmp_path / "site" / "checklist"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    root = package / "_bundled" if layout == "wheel" else package.parent
    (root / "rules").mkdir(parents=True)
    package.mkdir(exist_ok=True)
    program = shutil.copy(PACKAGE / "resources.py", package)
    expected = str((root / "rules" / "some.yaml").resolve())
    assert found_from(Path(program), elsewhere) == expected
    assert found_from(Path(program), package) == expected
