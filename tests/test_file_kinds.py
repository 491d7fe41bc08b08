"""A file of ours given in place of another is called what it is, in one complaint."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from checklist import resources
from checklist.cli.app import run
from checklist.file_kinds import FileKind, kind_of
from tests.conftest import ROOT, Run

NAMES = {
    FileKind.ANSWERS: "各家/自查.yaml",
    FileKind.RESULT: "结果.json",
    FileKind.REPORT: "报告.html",
    FileKind.TOPIC: "专项.html",
    FileKind.COMPARISON: "对比.html",
    FileKind.COMPARED: "对比.json",
    FileKind.OVERVIEW: "汇总.html",
    FileKind.SUMMARY: "汇总.json",
    FileKind.MARKDOWN: "报告.md",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file of every kind that is written, under its name."""
    folder = tmp_path_factory.mktemp("kinds")
    found = {kind: str(folder / name) for kind, name in NAMES.items()}
    answers, result, report = (
        found[kind] for kind in (FileKind.ANSWERS, FileKind.RESULT, FileKind.REPORT)
    )
    (folder / "各家").mkdir()
    shutil.copyfile(ROOT / "examples" / "agency.yaml", answers)
    run(["check", answers, "-o", result])
    for kind in (FileKind.REPORT, FileKind.MARKDOWN):
        run(["report", answers, "-o", found[kind]])
    run(["report", answers, "--only", "retention", "-o", found[FileKind.TOPIC]])
    for kind in (FileKind.COMPARISON, FileKind.COMPARED):
        run(["compare", result, report, "-o", found[kind]])
    for kind in (FileKind.OVERVIEW, FileKind.SUMMARY):
        run(["summary", str(folder / "各家"), "-o", found[kind]])
    return folder


@pytest.fixture
def files(written: Path, tmp_path: Path) -> dict[FileKind, Path]:
    """One of every kind that a user can have at hand."""
    shutil.copytree(written, tmp_path, dirs_exist_ok=True)
    named = {kind: tmp_path / name for kind, name in NAMES.items()}
    return {**named, FileKind.RULEBOOK: resources.rules_file()}


@pytest.mark.slow
def test_each_file_is_known_and_refused_by_name_where_another_is_wanted(
    checklist: Run, files: dict[FileKind, Path]
) -> None:
    answers = files[FileKind.ANSWERS]
    for kind, file in files.items():
        assert kind_of(file.read_text(encoding="utf-8")) is kind
        commands: list[tuple[object, ...]] = []
        if kind is not FileKind.ANSWERS:
            commands.append(("check", file))
        if kind is not FileKind.RULEBOOK:
            commands.append(("report", answers, "--rules", file))
        if kind is not FileKind.REPORT:
            commands.append(("report", "verify", file, answers))
        if kind not in {FileKind.REPORT, FileKind.RESULT}:
            commands.append(("compare", files[FileKind.RESULT], file))
        for command in commands:
            ran = checklist(*command)
            assert ran.code == 3
            assert f"{file.name}: 这是{kind.value}，不是" in ran.err
            assert ran.err.count("改法：") == 1


def test_what_to_do_is_said_with_it(checklist: Run, files: dict[FileKind, Path]) -> None:
    answers = files[FileKind.ANSWERS]
    ran = checklist("report", "verify", answers, files[FileKind.REPORT])
    assert "两个参数写反了" in ran.err
    ran = checklist("report", "verify", files[FileKind.TOPIC], answers)
    assert "不能核对" in ran.err
    assert "用同一编号的完整报告" in ran.err


def test_a_page_that_was_cut_short_is_called_incomplete_wherever_it_ends(
    checklist: Run, files: dict[FileKind, Path]
) -> None:
    page, answers = files[FileKind.REPORT], files[FileKind.ANSWERS]
    data = page.read_bytes()
    block = data.index(b'id="result"')
    within = data.index("不符合".encode(), data.index(b"<main"))
    for end in (within, within + 1, within + 2, block + 1000):
        page.write_bytes(data[:end])
        for command in (("report", "verify", page, answers), ("compare", page, page)):
            ran = checklist(*command)
            assert (ran.code, "页面不完整：写到一半就断了" in ran.err) == (3, True)


@pytest.mark.parametrize(
    "text",
    [
        "", "<", "<p>别的网页</p>", "{}", '{"a": 1}', '{"findings": []}', '{"as_of": "2026-11-20"}',
        '{"differences": []}', '{"respondents": []}', "# 笔记", "你好", "key: 1", "\x00",
    ],
)  # fmt: skip
def test_what_is_not_ours_has_no_kind(text: str) -> None:
    assert kind_of(text) is None


def test_a_mistake_in_an_answers_file_is_still_told_with_its_line(
    checklist: Run, files: dict[FileKind, Path]
) -> None:
    answers = files[FileKind.ANSWERS]
    answers.write_text(answers.read_text(encoding="utf-8") + "extra: 1\n", encoding="utf-8")
    ran = checklist("check", answers)
    assert ran.code == 3
    assert "extra" in ran.err
    assert "不是答案文件" not in ran.err


def test_a_damaged_result_is_still_told_with_its_mistakes(
    checklist: Run, files: dict[FileKind, Path]
) -> None:
    result = files[FileKind.RESULT]
    data = json.loads(result.read_text(encoding="utf-8"))
    result.write_text(json.dumps({**data, "rooms": 1}), encoding="utf-8")
    assert "rooms 应为列表" in checklist("compare", result, result).err
