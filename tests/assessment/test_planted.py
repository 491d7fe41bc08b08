"""A folder that was received holds links under the names we write to: none of them is followed."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checklist.assessment.stored.file import lock
from checklist.files import create, free_name, write_whole
from tests.conftest import Process, Run
from tests.form import filling

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and modes are POSIX")
PRECIOUS = b"important"


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    file = tmp_path / "victim.txt"
    file.write_bytes(PRECIOUS)
    return file


def asked(checklist: Run, answers: Path, typed: str) -> str:
    ran = checklist("ask", answers, "--only", "gaps", typed=typed)
    return ran.out + ran.err


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [".自查.yaml.holder", ".自查.yaml.lock", "自查.历史.jsonl", ".自查.yaml.1.tmp"]
)
def test_a_sitting_changes_nothing_that_a_link_points_to(
    checklist: Run, answers: Path, victim: Path, name: str
) -> None:
    (answers.parent / name).symlink_to(victim)
    asked(checklist, answers, "m 六月补了\nq\n")
    assert victim.read_bytes() == PRECIOUS
    assert "六月补了" in answers.read_text("utf-8")


def test_a_history_that_is_a_link_is_told_and_the_answers_are_saved(
    checklist: Run, answers: Path, victim: Path
) -> None:
    answers.with_name("自查.历史.jsonl").symlink_to(victim)
    told = asked(checklist, answers, "m 六月补了\nq\n")
    assert "修改历史没有记下（这个名字是一个链接或者设备，会写到别处）" in told


def test_an_import_changes_nothing_where_the_history_is_a_link(
    checklist: Run, answers: Path, victim: Path
) -> None:
    form, before = answers.with_suffix(".xlsx"), answers.read_bytes()
    checklist("form", answers)
    filling.fill(form, {"E3": "赵敏"})
    filling.answer(form, "answers/art30-mechanism/established", "会议纪要", "evidence")
    answers.with_name("自查.历史.jsonl").symlink_to(victim)
    ran = checklist("form", "import", form, answers, "--yes")
    assert "修改历史写不进去（这个名字是一个链接或者设备" in ran.err
    assert (ran.code != 0, answers.read_bytes(), victim.read_bytes()) == (True, before, PRECIOUS)


@pytest.mark.slow
def test_a_pipe_in_place_of_history_or_holder_makes_nothing_wait(
    process: Process, answers: Path
) -> None:
    for name in (".自查.yaml.holder", "自查.历史.jsonl"):
        os.mkfifo(answers.with_name(name))
    ran = process("ask", answers, "--only", "gaps", input="m 六月补了\nq\n".encode())
    assert "修改历史没有记下" in (ran.stdout + ran.stderr).decode()


def test_a_link_to_nowhere_is_no_free_name(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert free_name(tmp_path / "a.yaml").name == "a-2.yaml"


@pytest.mark.parametrize("there", [True, False])
def test_a_report_is_not_written_through_a_link_that_nobody_named(
    checklist: Run, answers: Path, victim: Path, *, there: bool
) -> None:
    if not there:
        victim.unlink()
    page = answers.with_suffix(".html")
    page.symlink_to(victim)
    ran = checklist("report", answers)
    assert (ran.code, victim.exists()) == (2, there)
    assert "这个名字是一个链接" in ran.err
    assert "用 -o 换一个位置" in ran.err
    assert checklist("report", answers, "-o", page).code == 0  # somebody named it


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("form", "{answers}"),
        ("report", "{answers}", "--format", "xlsx"),
        ("compare", "{page}", "{page}", "--format", "html"),
        ("summary", "{folder}"),
        ("summary", "{folder}", "-o", "{folder}/out.html", "--reports", "{folder}/reports"),
    ],
)
def test_no_name_of_our_own_choice_leads_elsewhere(
    checklist: Run, answers: Path, victim: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    page = tmp_path / "旧.html"
    checklist("report", answers, "-o", page)
    (tmp_path / "reports").mkdir()
    for name in (
        "自查.xlsx",
        "自查-整改台账.xlsx",
        "旧-对比.html",
        "汇总.html",
        "reports/自查.html",
    ):
        (tmp_path / name).symlink_to(victim)
    words = {"answers": answers, "page": page, "folder": tmp_path}
    assert checklist(*(each.format(**words) for each in arguments)).code == 2
    assert victim.read_bytes() == PRECIOUS


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def masked() -> Iterator[Callable[[int], int]]:
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


class TestModes:
    """What is written is open to nobody to whom the answers, or the umask, are closed."""

    @pytest.mark.slow
    def test_everything_beside_private_answers_is_private(
        self, checklist: Run, answers: Path, tmp_path: Path
    ) -> None:
        answers.chmod(0o600)
        answers.with_name("自查.历史.jsonl").touch(0o644)
        asked(checklist, answers, "m 六月补了\nq\n")
        checklist("report", answers)
        checklist("report", answers, "--format", "xlsx")
        checklist("form", answers)
        checklist("check", answers, "-o", tmp_path / "结果.json")
        checklist("summary", tmp_path)
        written = list(tmp_path.iterdir())
        assert len(written) == 8
        assert {file.name: mode(file) for file in written if mode(file) != 0o600} == {}

    def test_the_temporary_is_never_wider_than_what_it_replaces(self, tmp_path: Path) -> None:
        path = tmp_path / "a.yaml"
        seen: list[int] = []
        path.touch(0o600)
        write_whole(path, lambda _: seen.extend(map(mode, tmp_path.glob(".*.tmp"))))
        assert seen == [0o600]

    @pytest.mark.parametrize(("mask", "is_"), [(0o077, 0o600), (0o027, 0o640), (0o022, 0o644)])
    def test_the_umask_is_the_most(
        self, tmp_path: Path, masked: Callable[[int], int], mask: int, is_: int
    ) -> None:
        old = tmp_path / "a.yaml"
        old.touch()
        old.chmod(0o666)
        masked(mask)
        write_whole(old, b"x")
        create(tmp_path / "b.yaml").close()
        with lock(old):
            assert mode(tmp_path / ".a.yaml.holder") == is_
        assert (mode(old), mode(tmp_path / "b.yaml")) == (is_, is_)

    def test_answers_carried_over_are_as_private_as_the_earlier_ones(
        self, checklist: Run, answers: Path, tmp_path: Path
    ) -> None:
        answers.chmod(0o600)
        new = tmp_path / "2027.yaml"
        checklist("ask", new, "--from", answers, typed="某公司\n\n\n\n\nq\n")
        assert mode(new) == mode(tmp_path / "2027.历史.jsonl") == 0o600

    def test_answers_that_may_not_be_written_to_give_a_report_that_may(
        self, checklist: Run, answers: Path
    ) -> None:
        answers.chmod(0o400)
        assert checklist("report", answers).code == 0
        assert mode(answers.with_suffix(".html")) == 0o600
