"""The machine around the program: streams that are not there, wildcards, files one may not open."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from checklist.cli import app
from tests.conftest import ROOT
from tests.given.slowly import slow_but
from tests.given.workbooks import saved

if TYPE_CHECKING:
    from tests.conftest import Run

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell")
HELD_TO_ITS_RIGHTS = "--bounding-set=-dac_override,-dac_read_search"
"""root may read whatever it likes; so it is held to what the file allows."""
ENCRYPTED = {
    "公司的加密软件": b"%TSD-Header-###%\x56\x9f\x19\x44",
    "打开密码": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
}


def in_shell(folder: Path, line: str, *, held: bool = False) -> subprocess.CompletedProcess[bytes]:
    """Run `checklist LINE` as a shell runs it, in a folder; `held` to the rights of its files."""
    root = ["setpriv", HELD_TO_ITS_RIGHTS] if held and os.geteuid() == 0 else []
    return subprocess.run(
        [*root, "sh", "-c", f'"{sys.executable}" -m checklist {line}'],
        capture_output=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
        check=False,
    )


# --- streams -------------------------------------------------------------------------------------


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("report 自查.yaml -o r.html >&-", 0),
        ("report 自查.yaml -o r.html >&- 2>&-", 0),
        ("check 自查.yaml -o 结果.json >&-", 1),
        ("check 自查.yaml <&- >&- 2>&-", 1),
        ("check 没有.yaml 2>&-", 3),
        ("check 没有.yaml 2>/dev/full", 3),
        ("compare r.html r.html >&-", 0),
        ("--version >&-", 0),
        ("--help >&- 2>&-", 0),
        ("summary . >&-", 0),
        ("ask 自查.yaml --only gaps <&-", 130),
        ("ask 自查.yaml --only gaps <&- >&- 2>&-", 130),
    ],
)
def test_without_a_stream_what_would_be_said_is_dropped_and_the_exit_code_stands(
    line: str, code: int, answers: Path
) -> None:
    if line.startswith("compare"):
        in_shell(answers.parent, "report 自查.yaml -o r.html")
    before = answers.read_bytes()
    ran = in_shell(answers.parent, line)
    assert ran.returncode == code
    assert b"Traceback" not in ran.stdout + ran.stderr
    assert answers.read_bytes() == before
    if "-o r.html" in line:
        assert (answers.parent / "r.html").stat().st_size > 100_000


# --- wildcards -----------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with two answers files and a third whose name has a bracket."""
    for name in ("财务.yaml", "运营.yaml", "[甲]主播.yml"):
        shutil.copyfile(ROOT / "examples" / "agency.yaml", tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "expanded"),
    [
        (["merge", "*.yaml", "-o", "合"], ["merge", "财务.yaml", "运营.yaml", "-o", "合"]),
        (["merge", "?务.yaml", "运营.yaml"], ["merge", "财务.yaml", "运营.yaml"]),
        (["check", "[甲]*.yml"], ["check", "[甲]主播.yml"]),
        (["check", "没有*.yaml"], ["check", "没有*.yaml"]),
        (["report", "财务.yaml", "-o", "*.yaml"], ["report", "财务.yaml", "-o", "*.yaml"]),
        (["check", "[甲]主播.yml", "--help"], ["check", "[甲]主播.yml", "--help"]),
    ],
)  # fmt: skip
def test_on_windows_the_program_expands_what_names_no_file(
    typed: list[str], expanded: list[str], folder: Path
) -> None:
    assert folder.is_dir()
    assert app.expanded(typed) == expanded


def test_on_windows_a_wildcard_names_the_files_that_are_read(
    folder: Path, checklist: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "坏.yaml").write_text("[", encoding="utf-8")
    monkeypatch.setattr(sys, "platform", "win32")
    assert checklist("check", "财*.yaml").code == 1
    assert "坏.yaml:" in checklist("merge", "*.yaml", "-o", "合并.yml").err


@POSIX
@pytest.mark.parametrize(
    "line",
    [
        ["merge", "*.yaml", "-o", "合并.yml"],
        ["merge", "*.yaml", "财务.yaml", "-o", "合并.yml"],
        ["check", "主?.yaml"],
        ["report", "verify", "*.html", "财务.yaml"],
    ],
)
def test_elsewhere_a_wildcard_is_told_as_one(line: list[str], folder: Path, checklist: Run) -> None:
    ran = checklist(*line)
    assert ran.code == 3
    assert "找不到这个文件" in ran.err
    assert "这里没有把 *、? 展开成文件名" in ran.err
    assert not (folder / "合并.yml").exists()


# --- what may not be opened ----------------------------------------------------------------------


@pytest.mark.slow
@POSIX
@pytest.mark.skipif(not shutil.which("setpriv"), reason="tells root what it may not read")
@pytest.mark.parametrize(
    "line",
    [
        "check 锁.yaml",
        "report 锁.yaml",
        "report 自查.yaml --statute 锁.yaml",
        "report verify 锁.html 自查.yaml",
        "history 锁.yaml",
        "merge 锁.yaml 自查.yaml -o m.yaml",
        "check 自查.yaml --rules 锁.yaml",
        "compare 锁.yaml 锁.yaml",
        "rules lint 锁.yaml",
        "statute check 锁.yaml",
        "form 锁.yaml -o f.xlsx",
        "form import 锁.xlsx 自查.yaml",
        "remediation import 锁.xlsx 自查.yaml",
        "ask 锁.yaml",
        "ask 新.yaml --from 锁.yaml",
        "check 锁/自查.yaml",
    ],
)
def test_a_file_that_may_not_be_read_is_a_bad_file_not_wrong_usage(
    line: str, answers: Path
) -> None:
    for name in ("锁.yaml", "锁.xlsx", "锁.html"):
        shutil.copyfile(answers, answers.with_name(name)).chmod(0)
    answers.with_name("锁").mkdir(mode=0)
    ran = in_shell(answers.parent, line, held=True)
    answers.with_name("锁").chmod(0o700)
    assert ran.returncode == 3
    assert "没有权限" in ran.stderr.decode()
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize("how", ENCRYPTED)
@pytest.mark.parametrize(
    "line",
    [
        ["remediation", "import", "密.xlsx", "自查.yaml"],
        ["remediation", "import", "密.csv", "自查.yaml"],
        ["form", "import", "密.xlsx", "自查.yaml"],
        ["rules", "review", "import", "密.docx", "-o", "新.yaml"],
        ["statute", "check", "密.docx"],
        ["check", "密.yaml"],
        ["compare", "密.html", "密.html"],
        ["bundle", "open", "密.zip"],
    ],
)
def test_an_encrypted_file_is_called_that(
    line: list[str], how: str, answers: Path, checklist: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(answers.parent)
    for suffix in (".xlsx", ".csv", ".docx", ".yaml", ".html", ".zip"):
        answers.with_name(f"密{suffix}").write_bytes(ENCRYPTED[how] + bytes(99))
    ran = checklist(*line)
    assert ran.code == 3
    assert how in ran.err


@pytest.mark.parametrize("kind", slow_but("remediation", of=["remediation", "form"]))
def test_nothing_is_imported_where_the_history_cannot_be_written(
    kind: str, answers: Path, checklist: Run
) -> None:
    sheet = answers.with_name("表.xlsx")
    checklist("report" if kind == "remediation" else "form", answers, "-o", sheet)
    book = openpyxl.load_workbook(sheet)
    page = book["整改台账" if kind == "remediation" else "问卷"]
    note = {"remediation": "整改措施", "form": "备注"}[kind]
    (head,) = (cell for row in page.iter_rows(max_row=5) for cell in row if cell.value == note)
    below = page.iter_rows(min_row=head.row + 1, values_only=True)
    asked = (at for at, row in enumerate(below, 1) if {"是", "否", "不符合"} & {*row})
    page.cell(head.row + next(asked), head.column, "写过")
    saved(book, sheet)
    before = answers.read_bytes()
    history = answers.with_name("自查.历史.jsonl")
    history.mkdir()
    ran = checklist(kind, "import", sheet, answers, "--yes")
    assert (ran.code, "所以什么也没有改" in ran.err) == (3, True)
    assert answers.read_bytes() == before
    history.rmdir()
    assert checklist(kind, "import", sheet, answers, "--yes").code == 0
    assert answers.read_bytes() != before


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize(
    "line",
    [
        "report 自查.yaml -o 新.html",
        "check 自查.yaml --format json -o 新.json",
        "form 自查.yaml -o 新.xlsx",
        "rules catalogue -o 新.md",
        "merge 自查.yaml 另一份.yaml -o 新.yml",
        "summary . -o 新.html",
        "summary . -o 新.csv --reports .",
        "bundle 自查.yaml -o 新.zip",
        "bundle open 包.zip",
    ],
)
def test_where_the_disk_takes_no_more_nothing_is_left_and_it_is_no_wrong_usage(
    line: str, answers: Path
) -> None:
    """As with a full disk: the system takes 4 KB of each file and no more."""
    shutil.copyfile(ROOT / "examples" / "agency.yaml", answers.with_name("另一份.yaml"))
    if "包.zip" in line:
        in_shell(answers.parent, "bundle 自查.yaml -o 包.zip")
    before = {file.name for file in answers.parent.iterdir()}
    program = f'ulimit -f 8; "{sys.executable}" -m checklist {line}'
    ran = subprocess.run(
        ["sh", "-c", program],
        capture_output=True,
        cwd=answers.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        timeout=120,
        check=False,
    )
    assert ran.returncode == 3, ran.stderr.decode()
    assert "文件太大" in ran.stderr.decode()
    assert b"Traceback" not in ran.stderr
    assert {file.name for file in answers.parent.iterdir() if file.stat().st_size} == before


# --- how much is said ----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "a: [" + "*a, " * 4000 + "*a]\n",
        "a: [" + "&a x, " * 4000 + "x]\n",
        "a: [" + "!x x, " * 4000 + "x]\n",
        "answers:\n" + "".join(f"  k{number}: {{ value: 是的 }}\n" for number in range(4000)),
        "a: {" + "b: 1, " * 4000 + "b: 2}\n",
    ],
    ids=["aliases", "anchors", "tags", "unknown keys", "doubled keys"],
)
@pytest.mark.parametrize("command", [["check"], ["rules", "lint"]])
def test_a_flood_of_mistakes_is_counted_not_printed(
    command: list[str], text: str, tmp_path: Path, checklist: Run
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    ran = checklist(*command, file)
    assert ran.code == 3
    assert ran.err.count("改法：") <= 20
    assert len(ran.err) < 20_000
    if "answers" not in text or command == ["check"]:
        assert "处错误没有列出：改好以上各处，再运行一次" in ran.err
