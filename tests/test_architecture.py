"""What import-linter cannot see: clock, files and printing stay at the edges; things stay small."""

from __future__ import annotations

import ast
import configparser
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "checklist"
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
CONTRACTS = configparser.ConfigParser()
CONTRACTS.read(ROOT / ".importlinter", encoding="utf-8")
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
LONGER_FOR_A_REASON = {
    "law/model.py": "one vocabulary, one place to read it",
    "assessment/model.py": "all that is said, and every field of an answer",
}
MOST_LINES_OF_A_FUNCTION = 40
MOST_MODULES_OF_A_ROOM = 20
DESCRIPTION = ROOT / "docs" / "architecture.md"
DOCUMENTS = [
    path
    for path in sorted((ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")))
    if "\nStatus: superseded" not in path.read_text(encoding="utf-8")
]
SPAN = re.compile(r"`([^`\n]+)`")
A_PATH = re.compile(r"(?:[a-z_][\w.-]*/)+(?:[\w.-]+\.(?:css|html|json|md|py|sh|toml|txt|yaml))?")
A_SCRIPT = re.compile(r"`(?!setup\.py)([a-z_]+\.(?:py|sh))`")
"""A file of ours that is named without its folder; setup.py is what other packages have."""


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


def paths_in(text: str) -> list[str]:
    """The files and folders that a document names."""
    words = (word for span in SPAN.findall(text) for word in span.split())
    return [word for word in words if A_PATH.fullmatch(word)]


def names_in(text: str) -> list[tuple[str, str]]:
    """The names of the code that a document names, each with the file that has it: in brackets
    behind the file, or before it as in `name` in `file`."""
    in_brackets = re.findall(r"`([\w/.-]+\.py)` \(([^()]*)\)", text)
    before = re.findall(r"`(\w+)` in `([\w/.-]+\.py)`", text)
    return [
        *((path, name) for path, names in in_brackets for name in re.findall(r"`(\w+)`", names)),
        *((path, name) for name, path in before),
    ]


def places(path: str) -> tuple[Path, ...]:
    """Where a path may lead: documents leave out `checklist/`."""
    return ROOT / path, PACKAGE / path


@cache
def scripts() -> frozenset[str]:
    """The names of all files of code, without their folders."""
    folders = (PACKAGE, ROOT / "benchmarks", ROOT / "packaging", ROOT / "tests")
    return frozenset(
        file.name
        for folder in folders
        for kind in ("py", "sh")
        for file in folder.rglob(f"*.{kind}")
    )


@cache
def content(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def imported_by(room: str) -> set[str]:
    """The modules of all rooms that the modules of one import."""
    return {
        module
        for name in MODULES
        if name.startswith(f"{room}/")
        for node in ast.walk(parsed(name))
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        for dotted in (node.module, f"{node.module}.{alias.name}")
        if (module := dotted.removeprefix("checklist.").replace(".", "/") + ".py") in MODULES
    }


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


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_names_what_is_there(document: Path) -> None:
    """Documents send people to files, and to names in them: all of them must exist."""
    text = document.read_text(encoding="utf-8")
    missing = [path for path in paths_in(text) if not any(map(Path.exists, places(path)))]
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", text)
    missing += [link for link in links if not (document.parent / link).exists()]
    missing += {*A_SCRIPT.findall(text)} - scripts()
    assert missing == []
    assert [
        f"{path}: {name}"
        for path, name in names_in(text)
        if not any(re.search(rf"\b{name}\b", code) for code in map(content, places(path)))
    ] == []


def test_the_description_is_looked_at() -> None:
    text = DESCRIPTION.read_text(encoding="utf-8")
    assert len(paths_in(text)) > 250
    assert len(names_in(text)) > 120


def test_what_one_room_lends_another_is_named() -> None:
    """docs/architecture.md says which modules one room uses of another beside the arrows."""
    paragraphs = DESCRIPTION.read_text(encoding="utf-8").split("\n\n")
    lending = next(each for each in paragraphs if "`sitting` lends `sheets` only" in each)
    for lender, borrower in (
        ("sitting", "sheets"),
        ("sheets", "summary"),
        ("records", "sitting"),
        ("replay", "sitting"),
    ):
        lent = {module for module in imported_by(borrower) if module.startswith(f"{lender}/")}
        assert lent
        assert [module for module in lent if f"`{module}`" not in lending] == []
