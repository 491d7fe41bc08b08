"""Everything the program writes for the examples, as digests. `python -m tests.pinned` renews them.

A change that should change nothing a user sees leaves tests/pinned.txt as it is; one that should
shows there which outputs it touched, and the CHANGELOG says why.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from checklist import resources
from checklist.cli.app import run
from tests.report.kinds import PAGES

ROOT = Path(__file__).parents[1]
PINNED = ROOT / "tests" / "pinned.txt"
EXAMPLES = ("agency", "brand", "host")
AS_OF = ("--as-of", "2026-11-22")
REPORT_FORMS = ("html", "docx", "md", "json", "csv", "xlsx", "oscal")
GROUPS = {
    "report": ("seal", "verify"),
    "form": ("import",),
    "bundle": ("open",),
    "remediation": ("import",),
    "forms": ("list",),
    "rules": ("lint", "list", "show", "coverage", "catalogue", "schema", "review"),
    "statute": ("check", "impact", "fingerprint"),
}
COMMANDS = (
    "ask", "check", "report", "calendar", "compare", "summary", "demo", "merge", "form",
    "remediation", "pack", "forms", "history", "bundle", "records", "replay", "rules", "statute",
)  # fmt: skip
SITTING = (
    "杭州示例文化传媒有限公司", "李合规", "", "", "2026-02-01 至 2026-10-31",
    "1", "否", "否", "禾田生活馆、小禾导购", "1", "2", "3", "1", "", "否", "2", "是", "是", "",
    "是", "是", "是", "是", "是", "否", "是", "否",
    "是", "否", "否", "是", "否", "1", "1", "否", "?", "1 2", "m 备注一",
    "b", "v", "", "g 3", "否", "s", "q",
)  # fmt: skip


def outputs(examples: Sequence[str] = EXAMPLES) -> Iterator[tuple[str, bytes]]:
    """Every output by name, or those of some examples and what is of none. It runs the commands in
    the current folder, which should be empty."""
    for name, page in PAGES.items():
        yield f"page {name}", page().encode()
    for example in examples:
        shutil.copy(resources.examples_dir() / f"{example}.yaml", Path(f"{example}.yaml"))
        yield from _of_one(example)
    if examples == EXAMPLES:
        yield from _of_several()
    yield from _of_the_rulebook()
    yield "ask", _printed("ask", "自查.yaml", typed="\n".join(SITTING) + "\n")
    for command in ("", *COMMANDS):
        yield f"help {command}", _printed(*command.split(), "--help")
        for below in GROUPS.get(command, ()):
            yield f"help {command} {below}", _printed(command, below, "--help")


def _of_one(example: str) -> Iterator[tuple[str, bytes]]:
    answers = f"{example}.yaml"
    for form in ("table", "json"):
        yield f"check {example} {form}", _printed("check", answers, "--format", form, *AS_OF)
    for form in REPORT_FORMS:
        file = Path(f"{example}-{form}.{'zip' if form == 'oscal' else form}")
        _printed("report", answers, "--format", form, "-o", str(file), *AS_OF)
        yield f"report {example} {form}", _content(file)
    for topic in ("retention", "figures"):
        _printed("report", answers, "--only", topic, "-o", f"{topic}.html", *AS_OF)
        yield f"report {example} {topic}", _content(Path(f"{topic}.html"))
    _printed("form", answers, "--facts", "-o", f"{example}-form.xlsx")
    yield f"form {example}", _content(Path(f"{example}-form.xlsx"))
    _printed("calendar", answers, "-o", f"{example}.ics", *AS_OF)
    yield f"calendar {example}", _content(Path(f"{example}.ics"))
    yield f"verify {example}", _printed("report", "verify", f"{example}-html.html", answers)


def _of_several() -> Iterator[tuple[str, bytes]]:
    for form in ("table", "json", "html"):
        old, new = "agency-json.json", "brand-html.html"
        file = Path("compare.txt" if form == "table" else f"compare.{form}")
        _printed("compare", old, new, "--format", form, "-o", str(file))
        yield f"compare {form}", _content(file)
    for form in ("html", "json", "csv"):
        _printed("summary", ".", "--format", form, "-o", f"summary.{form}", *AS_OF)
        yield f"summary {form}", _content(Path(f"summary.{form}"))
    yield "merge", _printed("merge", "agency.yaml", "brand.yaml", "-o", "merged.yaml")
    yield "merged", _content(Path("merged.yaml"))
    for sheet in ("agency-form.xlsx", "brand-form.xlsx"):
        yield f"import {sheet}", _printed("form", "import", sheet, "agency.yaml", "--yes")
    yield "import register", _printed("remediation", "import", "agency-xlsx.xlsx", "agency.yaml")
    yield "history", _printed("history", "agency.yaml")


def _of_the_rulebook() -> Iterator[tuple[str, bytes]]:
    yield "rules lint", _printed("rules", "lint")
    for listed in ("list", "coverage"):
        for form in ("table", "json"):
            yield f"rules {listed} {form}", _printed("rules", listed, "--format", form)
    for entry in ("art16-retention", "art37-prompt", "art44-fake-trade"):
        for form in ("table", "json"):
            yield f"rules show {entry} {form}", _printed("rules", "show", entry, "--format", form)
    yield "rules catalogue", _printed("rules", "catalogue")
    _printed("rules", "review", "-o", "review.xlsx")
    yield "rules review", _content(Path("review.xlsx"))
    again = ("review", "import", "review.xlsx", "-o", "reviewed.yaml")
    yield "rules review import", _printed("rules", *again)
    yield "help rules review import", _printed("rules", "review", "import", "--help")
    for schema in ("rulebook", "answers"):
        yield f"rules schema {schema}", _printed("rules", "schema", schema)
    mini = ROOT / "tests" / "statutes"
    for name in ("mini.md", "mini.yaml", "mini.fingerprints.json", "mini-revised.md"):
        shutil.copy(mini / name, name)
    rules = ("--rules", "mini.yaml")
    yield "statute check", _printed("statute", "check", "mini-revised.md", *rules)
    yield "statute impact", _printed("statute", "impact", "mini.md", "mini-revised.md", *rules)
    yield "statute fingerprint", _printed("statute", "fingerprint", "mini.md", *rules)


def _printed(*arguments: str, typed: str = "") -> bytes:
    """What one command prints on both streams, and its exit code."""
    out, err = io.StringIO(), io.StringIO()
    stdin, sys.stdin = sys.stdin, io.StringIO(typed)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(list(arguments))
    finally:
        sys.stdin = stdin
    printed = f"{code}\n{out.getvalue()}\n--\n{err.getvalue()}"
    if AS_OF[0] not in arguments:  # else a date that is today's is one that was answered
        printed = printed.replace(date.today().isoformat(), "TODAY")  # noqa: DTZ011  as shown
    return printed.encode()


def _content(file: Path) -> bytes:
    """The bytes of a file; of a ZIP those of its members, but not when it was made."""
    data = file.read_bytes()
    if not zipfile.is_zipfile(file):
        return data
    with zipfile.ZipFile(file) as archive:
        members = [
            name.encode() + b"\n" + archive.read(name)
            for name in archive.namelist()
            if name != "docProps/core.xml"
        ]
    return b"\n".join(members)


def _digest(data: bytes) -> str:
    """SHA-256 of an output, 16 digits. A release with another number renews them all."""
    return hashlib.sha256(data).hexdigest()[:16]


def in_an_empty_folder(make: Callable[[], Iterator[tuple[str, bytes]]]) -> str:
    """The lines of tests/pinned.txt: digest and name of each output."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        inside = Path(folder, "自查")  # some outputs name the folder they are about
        inside.mkdir()
        os.chdir(inside)
        os.environ["COLUMNS"] = "80"
        try:
            return "".join(f"{_digest(data)} {name}\n" for name, data in make())
        finally:
            os.chdir(before)


if __name__ == "__main__":
    if len(sys.argv) > 1:  # python -m tests.pinned FOLDER: the outputs themselves, to be compared
        target = Path(sys.argv[1]).absolute()
        target.mkdir(parents=True, exist_ok=True)

        def kept() -> Iterator[tuple[str, bytes]]:
            for name, data in outputs():
                (target / name.replace(" ", "_")).write_bytes(data)
                yield name, data

        in_an_empty_folder(kept)
    else:
        PINNED.write_text(in_an_empty_folder(outputs), encoding="utf-8")
