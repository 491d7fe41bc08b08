"""The documents are what the standard says they are, by two programs that are not ours.

compliance-trestle reads each by its model of OSCAL 1.2.1 and applies its own rules; oscal-validate
holds each against NIST's JSON Schema and constraints. Both skip, and say so, where they are absent.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from checklist.oscal.documents import RESULTS
from tests.report.oscal.cases import CASES, told

ALIKE = {"brand", "host", "unanswered"}
"""Large, and of the same kinds as others: trestle reads them, the slower program does not."""
_PATH = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
VALIDATE = os.environ.get("CHECKLIST_OSCAL_VALIDATE") or shutil.which("oscal-validate", path=_PATH)
pytestmark = pytest.mark.slow
needs_trestle = pytest.mark.skipif(
    importlib.util.find_spec("trestle") is None, reason="compliance-trestle is not installed"
)
needs_validate = pytest.mark.skipif(
    VALIDATE is None,
    reason="oscal-validate (Python 3.12) is not installed: CHECKLIST_OSCAL_VALIDATE names it",
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    found = {case: tmp_path_factory.mktemp(case) for case in CASES}
    for case, folder in found.items():
        for name, data in told(case).items():
            (folder / name).write_text(json.dumps(data), encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def seen() -> set[bytes]:
    """Documents already looked at: most folders hold the same catalog."""
    return set()


def trestle(*folders: Path) -> dict[str, list[str]]:
    script = Path(__file__).with_name("trestle_says.py")
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", script, *folders], capture_output=True, check=False
    )
    if b"DLL load failed" in ran.stderr:
        pytest.skip("wine does not load what trestle needs")
    assert ran.returncode == 0, ran.stderr.decode(errors="replace")
    found: dict[str, list[str]] = json.loads(ran.stdout)
    return found


@needs_trestle
def test_trestle_finds_nothing_wrong(folders: Mapping[str, Path]) -> None:
    found = trestle(*folders.values())
    assert {Path(folder).name: wrong for folder, wrong in found.items() if wrong} == {}
    assert len(found) == len(CASES)


@needs_trestle
def test_trestle_finds_what_is_wrong(tmp_path: Path) -> None:
    for name, data in told("sample").items():
        text = json.dumps(data)
        if name == RESULTS:
            text = text.replace('"state": "satisfied"', '"state": "undetermined"')
            text = text.replace('"end": "', '"end": "x')
        (tmp_path / name).write_text(text, encoding="utf-8")
    (wrong,) = trestle(tmp_path).values()
    assert any(RESULTS in one for one in wrong)


def constraints(file: Path) -> list[str]:
    """What oscal-validate calls an error or a warning, but for the release it was made for."""
    assert VALIDATE
    ran = subprocess.run(
        [VALIDATE, file, "--resolve", file.parent, "--format", "json"],
        capture_output=True, check=False,
    )  # fmt: skip
    return [
        f"{one['code']} {one['location']}"
        for one in json.loads(ran.stdout)["findings"]
        if one["severity"] in {"ERROR", "WARNING"} and one["code"] != "OSCAL_VERSION_DIFFERS"
    ]


@needs_validate
@pytest.mark.parametrize("case", [one for one in CASES if one not in ALIKE])
def test_nists_schema_and_constraints_hold(
    case: str, folders: Mapping[str, Path], seen: set[bytes]
) -> None:
    for file in sorted(folders[case].glob("*.json")):
        if file.read_bytes() not in seen:
            seen.add(file.read_bytes())
            assert constraints(file) == []


@needs_validate
def test_oscal_validate_finds_what_is_wrong(tmp_path: Path) -> None:
    for name, data in told("sample").items():
        text = json.dumps(data).replace('"control-id": "art34"', '"control-id": "art99"')
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert any("REFERENCE_UNRESOLVED" in one for one in constraints(tmp_path / RESULTS))
