"""`checklist compare`: what became better or worse between two results, and why."""

from __future__ import annotations

import shutil
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from checklist.cli import exits
from checklist.cli.common import print_note, print_text
from checklist.cli.output import check_target, write

if TYPE_CHECKING:
    from checklist.report.comparison.model import Comparison, Result

HELP = """对比两份检查结果：什么改进了、什么退步了，是作答变了还是规则变了。

两份结果都用 checklist check 答案文件 --format json -o 结果.json 生成。
只对比，不重新判断；倡导不计入。新适用的和不再适用的另列。
缺口变成“不清楚”或者未答，不算改进。

退出码：没有退步是 0；有退步，或者出现了原来没有的缺口，是 1。"""
_LIMIT = 50_000_000
"""Bytes; a result of a thousand rooms has about twenty million."""


class Format(Enum):
    """How the differences are written."""

    TABLE = "table"
    JSON = "json"


def compare(
    old: Annotated[Path, typer.Argument(metavar="旧结果", help="较早的结果（JSON）。")],
    new: Annotated[Path, typer.Argument(metavar="新结果", help="较新的结果（JSON）。")],
    format: Annotated[
        Format,
        typer.Option("--format", metavar="格式", help="table 是给人看的表格，json 供程序读取。"),
    ] = Format.TABLE,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="文件",
            help="写到这个文件（UTF-8），不写到屏幕上。",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Print the differences; leave with 0 or 1."""
    from checklist.report.comparison.compare import compare as compared
    from checklist.report.comparison.words import summary

    if output is not None:
        check_target(output, inputs=(old, new))
    comparison = compared(*_read(old, new))
    text = _render(comparison, format, to_file=output is not None)
    if output is None:
        print_text(text)
    else:
        print_note(f"已写入 {write(output, text + chr(10))}")
    if output is not None or format is Format.JSON:
        print_note(summary(comparison))
    if comparison.fell_back:
        raise typer.Exit(exits.NOT_SATISFIED)


def _read(*files: Path) -> list[Result]:
    """Both results, or UnreadableFile with the complaints about both."""
    import json

    from checklist import resources
    from checklist.errors import Complaint, UnreadableFile
    from checklist.report.comparison.result_file import read_result
    from checklist.yaml_nodes import decode, read_bytes

    schema = json.loads(resources.check_schema().read_text(encoding="utf-8"))
    results: list[Result] = []
    complaints: list[Complaint] = []
    for file in files:
        try:
            text = decode(read_bytes(file, limit=_LIMIT), file=file)
            results.append(read_result(text, schema, file=file))
        except UnreadableFile as error:
            complaints += error.complaints
    if complaints:
        raise UnreadableFile(*complaints)
    return results


def _render(comparison: Comparison, format: Format, *, to_file: bool) -> str:
    match format:
        case Format.TABLE:
            from checklist.report.comparison import table

            width = 100 if to_file else shutil.get_terminal_size((80, 24)).columns
            return table.render(comparison, width=width)
        case Format.JSON:
            from checklist.report.comparison import json

            return json.render(comparison, ascii=not to_file)
    assert_never(format)
