"""Typer's own words reach the user in Chinese: usage errors and help pages."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path
from typing import Annotated, cast

import pytest
import typer
from typer.main import get_command

from checklist import exits
from checklist.cli.app import app as program
from checklist.cli.app import run
from checklist.cli.chinese import ChineseCommand, ChineseGroup
from checklist.cli.groups import Group
from checklist.layout import cells


class Shape(Enum):
    TABLE = "table"
    JSON = "json"


def sample_app() -> typer.Typer:
    app = typer.Typer(cls=ChineseGroup, rich_markup_mode=None, add_completion=False)

    @app.command("judge", help="判断。\n\n第二段。", cls=ChineseCommand)
    def judge(
        file: Annotated[
            Path, typer.Argument(metavar="文件", help="答卷文件。", exists=True, dir_okay=False)
        ],
        out: Annotated[str, typer.Option("--out", "-o", metavar="去处", help="写到这里。")],
        second: Annotated[str | None, typer.Argument(metavar="另一个", help="可以不写。")] = None,
        shape: Annotated[Shape, typer.Option("--shape", help="样式。")] = Shape.TABLE,
        count: Annotated[int, typer.Option(min=1, metavar="个数", help="几个。")] = 3,
        loud: Annotated[bool, typer.Option("--loud", help="大声。")] = False,
        secret: Annotated[str, typer.Option(hidden=True)] = "x",
    ) -> None: ...

    @app.command("other", cls=ChineseCommand)
    def other() -> None: ...

    return app


@pytest.mark.parametrize(
    ("arguments", "said", "program"),
    [
        (["--nope"], "没有“--nope”这个选项", "checklist"),
        (
            ["judge", "--shapes", "json"],
            "没有“--shapes”这个选项；是不是想写 --shape？",
            "checklist judge",
        ),
        (["judge", "-x"], "没有“-x”这个选项", "checklist judge"),
        (["jugde"], "没有“jugde”这个命令；是不是想写 judge？", "checklist"),
        (["审查"], "没有“审查”这个命令", "checklist"),
        ([], "没有写要执行的命令", "checklist"),
        (["judge", "-o", "a"], "缺少参数“文件”", "checklist judge"),
        (["judge", "FILE"], "缺少选项 --out / -o", "checklist judge"),
        (["judge", "FILE", "-o"], "选项 -o 后面缺少内容", "checklist judge"),
        (["judge", "FILE", "--out"], "选项 --out 后面缺少内容", "checklist judge"),
        (["judge", "--loud=yes"], "选项 --loud 后面不能带内容", "checklist judge"),
        (["other", "a", "b"], "多出了参数：a b", "checklist other"),
        (
            ["judge", "FILE", "-o", "a", "--shape", "xml"],
            "--shape：“xml”不在可选范围内，可选：table、json",
            "checklist judge",
        ),
        (
            ["judge", "FILE", "-o", "a", "--count", "三"],
            "--count：“三”不是整数",
            "checklist judge",
        ),
        (
            ["judge", "FILE", "-o", "a", "--count", "0"],
            "--count：0 超出范围 x>=1",
            "checklist judge",
        ),
        (["judge", "没有.yaml", "-o", "a"], "文件：找不到“没有.yaml”", "checklist judge"),
        (["judge", ".", "-o", "a"], "文件：“.”是文件夹，不是文件", "checklist judge"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_told_in_chinese_and_exits_2(
    arguments: list[str],
    said: str,
    program: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    given = [str(tmp_path / "file") if one == "FILE" else one for one in arguments]
    assert run(given, get_command(sample_app())) == exits.WRONG_USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"{said}\n      改法：用 {program} --help 查看用法\n"


def test_a_help_page_is_chinese_throughout(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["judge", "--help"], get_command(sample_app())) == 0
    assert capsys.readouterr().out == (
        "用法：checklist judge [选项] <文件> [另一个]\n"
        "\n"
        "判断。\n"
        "\n"
        "第二段。\n"
        "\n"
        "参数：\n"
        "  文件    答卷文件。[必填]\n"
        "  另一个  可以不写。\n"
        "\n"
        "选项：\n"
        "  -o, --out 去处        写到这里。[必填]\n"
        "  --shape <table|json>  样式。[默认：table]\n"
        "  --count 个数          几个。[默认：3]\n"
        "  --loud                大声。\n"
        "  -h, --help            显示这份说明，然后退出。\n"
    )


def pages() -> list[list[str]]:
    paths: list[list[str]] = [[]]
    group = cast(Group, get_command(program))
    context = group.make_context("checklist", ["check"])
    for name in group.list_commands(context):
        paths.append([name])
        command = group.get_command(context, name)
        if isinstance(command, Group):
            paths += [[name, below] for below in command.commands]
    return paths


@pytest.mark.parametrize("words", pages(), ids=" ".join)
@pytest.mark.parametrize(
    "columns", [80, *(pytest.param(each, marks=pytest.mark.slow) for each in (60, 200))]
)
def test_every_help_page_fits_the_terminal_and_has_no_english_of_typer(
    words: list[str],
    columns: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert run([*words, "--help"]) == 0
    page = capsys.readouterr().out
    for line in page.splitlines():
        assert cells(line) <= columns, line
    for word in (
        "Usage",
        "Options",
        "Arguments",
        "Commands",
        "default",
        "required",
        "Show this",
        "TEXT",
    ):
        assert word not in page
    assert "None" not in page


@pytest.mark.parametrize("words", pages(), ids=" ".join)
def test_every_option_and_command_is_explained(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    run([*words, "--help"])
    lines = capsys.readouterr().out.splitlines()
    for heading in ("参数：", "选项：", "命令："):
        if heading in lines:
            start = lines.index(heading) + 1
            end = lines.index("", start) if "" in lines[start:] else len(lines)
            for line in lines[start:end]:
                assert re.search(r"[\u4e00-\u9fff]", line.split("  ")[-1]), line


def test_help_lists_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--help"])
    page = capsys.readouterr().out
    for code in (0, 1, 2, 3, 4, 70, 130):
        assert re.search(rf"^ +{code}  \S", page, re.MULTILINE), code


@pytest.mark.parametrize("words", [[], ["rules"]])
def test_without_a_command_the_help_page_comes_on_stderr(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == exits.WRONG_USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("用法：checklist")
