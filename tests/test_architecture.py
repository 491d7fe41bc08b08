"""What import-linter cannot see: clock, files and printing stay at the edges; things stay small."""

from __future__ import annotations

import ast
import configparser
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "checklist"
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
CONTRACTS = configparser.ConfigParser()
CONTRACTS.read(PACKAGE.parent / ".importlinter", encoding="utf-8")
LISTED = {
    edge.removeprefix("checklist.").replace(".", "/") + ".py"
    for edge in CONTRACTS["importlinter:contract:pure"]["ignore_imports"].split()
    if edge.startswith("checklist.")
}
"""What the contract "pure" lets touch files, the clock or the terminal through a library."""
BY_PATH = {
    "assessment/stored/bundle.py",
    "assessment/stored/checks.py",
    "assessment/stored/outside.py",
    "assessment/stored/recovery.py",
    "records/bulk/staging.py",
    "records/layouts.py",
    "records/places.py",
    "replay/choosing.py",
    "replay/seeing/pictures.py",
    "replay/places.py",
    "replay/seeing/video.py",
    "report/beside.py",
    "resources.py",
    "sheets/delimited.py",
    "sheets/exports.py",
    "sheets/folder.py",
    "sitting/evidence.py",
    "sitting/session.py",
    "summary/judging.py",
    "upkeep/statute_files.py",
}
"""What touches files or streams through built-in means alone, which no import shows."""
PURE = [name for name in MODULES if name not in LISTED | BY_PATH and not name.startswith("cli/")]
CLOCKS = {
    "date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.time", "time.time_ns",
    "time.localtime", "time.gmtime", "time.strftime",
}  # fmt: skip
FILES = {"open", "print", "input"}
FILE_METHODS = {
    "open", "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "exists",
    "is_file", "is_dir", "iterdir", "glob", "rglob", "stat", "touch", "rename",
}  # fmt: skip
MOST_LINES_OF_A_MODULE = 300
LONGER_FOR_A_REASON = {"law/model.py": "one vocabulary, one place to read it"}
MOST_LINES_OF_A_FUNCTION = 40
MOST_MODULES_OF_A_ROOM = 20


@cache
def parsed(name: str) -> ast.Module:
    return ast.parse((PACKAGE / name).read_text(encoding="utf-8"))


def mentioned(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every `owner.attribute`, by its last two parts, called or not, and its line."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
                yield f"{owner}.{name}", node.lineno


def called(tree: ast.AST) -> Iterator[tuple[str, bool, int]]:
    """Every name that is called, whether as a method, and its line."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)):
                yield name, False, node.lineno
            case ast.Call(func=ast.Attribute(attr=name)):
                yield name, True, node.lineno


def test_only_the_command_line_reads_the_clock() -> None:
    assert [
        f"{name}:{line}: {dotted}"
        for name in MODULES
        if not name.startswith("cli/")
        for dotted, line in mentioned(parsed(name))
        if dotted in CLOCKS
    ] == []


def test_pure_modules_touch_no_files_and_print_nothing() -> None:
    assert [
        f"{name}:{line}: {function}"
        for name in PURE
        for function, is_method, line in called(parsed(name))
        if function in (FILE_METHODS if is_method else FILES)
    ] == []


def test_modules_stay_small() -> None:
    lines = {name: len((PACKAGE / name).read_text("utf-8").splitlines()) for name in MODULES}
    assert [
        f"{name}: {size} lines"
        for name, size in lines.items()
        if size > MOST_LINES_OF_A_MODULE and name not in LONGER_FOR_A_REASON
    ] == []


def test_rooms_stay_small() -> None:
    rooms = Counter(name.rpartition("/")[0] for name in MODULES)
    assert {room: size for room, size in rooms.items() if size > MOST_MODULES_OF_A_ROOM} == {}


def test_functions_stay_small() -> None:
    sizes = {
        f"{name}:{node.lineno}: {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for name in MODULES
        for node in ast.walk(parsed(name))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {at: size for at, size in sizes.items() if size > MOST_LINES_OF_A_FUNCTION} == {}


def test_these_checks_look_at_something() -> None:
    """A renamed folder must not turn the checks above into empty lists that always pass."""
    assert {"cli/common.py", "law/model.py", "evaluation/evaluate.py"} <= set(MODULES)
    assert {"yaml/nodes.py", "assessment/stored/file.py"} <= LISTED <= {*MODULES, "cli/**.py"}
    assert "date.today" in {dotted for dotted, _ in mentioned(parsed("cli/common.py"))}
    assert "law/periods.py" in PURE


def test_the_description_names_what_is_there() -> None:
    """docs/architecture.md sends people to files and to names in them: both must exist."""
    text = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?:[a-z_]+/)+[a-z_.]*)`", text)
    assert len(paths) > 40
    roots = (PACKAGE, PACKAGE.parent)
    assert [path for path in paths if not any((root / path).exists() for root in roots)] == []
    named = re.findall(r"`([a-z_/]+\.py)` \(((?:`\w+`(?:, )?)+)", text)
    assert len(named) > 5
    assert [
        f"{path}: {name}"
        for path, names in named
        for name in re.findall(r"\w+", names)
        if not any(
            name in (root / path).read_text("utf-8") for root in roots if (root / path).exists()
        )
    ] == []
