"""A command that is told to be copied runs just what it says, whoever named the files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.commands import NO_FILE, NO_WORD, Shell, command, words_of
from checklist.text import inert
from tests.conftest import ROOT, Process, Run

HOSTILE = (
    "x$(touch pwned).yaml", "x`touch pwned`.yaml", "x; touch pwned;.yaml", "x&touch pwned&.yaml",
    "x|touch pwned.yaml", "x'; touch pwned; '.yaml", 'x"; touch pwned; ".yaml', "%PATH%!a!.yaml",
    "自查 甲.yaml", "~.yaml", "*.yaml", "{a,b}.yaml", "#x.yaml", "a\\b.yaml", "a<b>c.yaml",
    "“;touch pwned;”.yaml", "-rf.yaml", "\u202eyaml.x", "a\nb.yaml", "自查（甲）。yaml",
)  # fmt: skip
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs sh")
NAMES = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_characters="\0/"), min_size=1).filter(lambda name: name != "."),
    st.text(" \"'$`\\!%&;|<>(){}[]*?~#=^,-@+ab自“”\n", min_size=1),
)


def arguments(line: str) -> list[str]:
    """What sh hands to the program called in `line`."""
    script = f"checklist() {{ printf '%s\\0' \"$@\"; }}\n{line}"
    ran = subprocess.run(["sh", "-c", script], capture_output=True, check=True)
    assert not ran.stderr
    return ran.stdout.decode().split("\0")[:-1]


@POSIX
@given(NAMES, st.text(st.characters(exclude_characters="\0")))
def test_sh_hands_over_exactly_the_words(name: str, word: str) -> None:
    file = PurePosixPath(name)
    line = command("check", file, "--section", word, shell=Shell.POSIX)
    dashed = f"./{file}" if str(file).startswith("-") else str(file)
    expected_file = dashed if inert(dashed) == dashed else NO_FILE
    expected_word = word if word and inert(word) == word else NO_WORD
    assert arguments(line) == ["check", expected_file, "--section", expected_word]


@pytest.mark.parametrize("shell", Shell)
@given(name=NAMES)
def test_a_command_is_taken_as_it_was_told(shell: Shell, name: str) -> None:
    told = command("ask", PurePosixPath(name), "--only", "unknown", shell=shell)
    file = name if str(PurePosixPath(name)) == name else str(PurePosixPath(name))
    dashed = f".{os.sep}{file}" if file.startswith("-") else file
    is_told = NO_FILE not in told
    expected = ["ask", dashed if is_told else NO_FILE, "--only", "unknown"]
    assert words_of(told, shell) == expected


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (r'.venv\Scripts\checklist.exe ask "自查 甲.yaml"', ["ask", "自查 甲.yaml"]),
        (r"python -m checklist check D:\甲\自查.yaml", ["check", r"D:\甲\自查.yaml"]),
        ("checklist", []),
        ("del checklist.yaml", None),
        ('checklist "自查.yaml', None),
        ("2", None),
    ],
)
def test_on_windows_a_line_is_a_command_of_ours_or_none(
    typed: str, words: list[str] | None
) -> None:
    assert words_of(typed, Shell.WINDOWS) == words


@given(NAMES)
def test_on_windows_nothing_is_printed_that_cmd_or_powershell_would_expand(name: str) -> None:
    line = command("check", PurePosixPath(name), shell=Shell.WINDOWS)
    assert re.fullmatch(r'checklist check ([\w./\\:+-]+|"[^"%!$`“”„]*[^"%!$`“”„\\]")', line)


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("自查.yaml", "自查.yaml"),
        ("自查 甲.yaml", '"自查 甲.yaml"'),
        ("a&b(1).yaml", '"a&b(1).yaml"'),
        ("x$(touch pwned).yaml", NO_FILE),
        ("%PATH%.yaml", NO_FILE),
        ("自查“甲”.yaml", NO_FILE),
    ],
)
def test_on_windows_a_name_is_quoted_where_both_shells_agree(name: str, spelled: str) -> None:
    assert command("ask", PurePosixPath(name), shell=Shell.WINDOWS) == f"checklist ask {spelled}"


@POSIX
@pytest.mark.parametrize(
    ("started", "on_path", "spelled"),
    [
        (".venv/bin/checklist", False, ".venv/bin/checklist ask 自查.yaml"),
        (".venv/bin/checklist", True, "checklist ask 自查.yaml"),
        ("checklist", False, "./checklist ask 自查.yaml"),
        ("甲 $x/bin/checklist", False, "'甲 $x/bin/checklist' ask 自查.yaml"),
        ("/opt/甲 乙/bin/checklist", False, "'/opt/甲 乙/bin/checklist' ask 自查.yaml"),
    ],
)
def test_the_program_is_spelled_as_it_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: str, on_path: bool, spelled: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [started])
    script = tmp_path / started
    if tmp_path in script.parents:
        script.parent.mkdir(parents=True, exist_ok=True)
        script.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(script.parent) if on_path else str(tmp_path / "empty"))
    assert command("ask", Path("自查.yaml")) == spelled


@pytest.mark.slow
@POSIX
def test_what_an_installed_program_tells_to_type_can_be_typed(
    answers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = answers.parent / ".venv" / "bin" / "checklist"
    script.parent.mkdir(parents=True)
    code = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom checklist.__main__ import main\n"
    script.write_text(f"#!{sys.executable}\n{code}main()\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    line = ".venv/bin/checklist ask 自查.yaml --only unknown"
    for _ in range(2):  # What is told at the end is typed again.
        ran = subprocess.run(
            ["sh", "-c", line], input=b"q\n", capture_output=True, cwd=answers.parent, check=True
        )
        assert ran.stdout.decode().splitlines()[-1].strip() == line


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize("name", [name for name in HOSTILE if "pwned" in name][::3])
def test_no_command_that_is_told_runs_what_a_file_is_called(
    answers: Path,
    checklist: Run,
    process: Process,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    monkeypatch.chdir(answers.parent)
    file = Path(shutil.move(answers, answers.with_name(name)))
    told = [
        process("ask", file.name, input=b"q\n").stdout.decode(),
        checklist("check", file.name).err,
        checklist("history", file.name).out,
        checklist("form", file.name, "-o", f"{file.stem}.xlsx").err,
        checklist("form", "import", file.name, f"{file.stem}.xlsx").err,
    ]
    lines = [line.split("：")[-1].strip() for text in told for line in text.splitlines()]
    lines = [line.split(" -m ")[-1] for line in lines]
    lines = [line.split("（或者时间")[0] for line in lines if line.startswith("checklist ")]
    assert len(lines) >= 4
    assert all(map(arguments, lines))
    assert not Path("pwned").exists()


def test_every_command_with_a_file_name_is_spelled_in_one_place() -> None:
    loose = re.compile(r"checklist [a-z][a-z ]*[^，。；：'\"]*\{")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in (ROOT / "checklist").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if loose.search(line.replace("{NAME}", ""))
    ]
    assert not found
