"""`checklist check`: the findings as a table or as JSON, and an exit code a script can use."""

from __future__ import annotations

import shutil
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from checklist import exits
from checklist.cli.common import (
    ON_SCREEN,
    AsOfOption,
    RulesOption,
    format_option,
    judge,
    output_option,
)
from checklist.cli.output import check_target, deliver, named
from checklist.streams import print_note
from checklist.text import inert

if TYPE_CHECKING:
    from checklist.report.view.model import Report, Verdict

HELP = """判断一份答案文件，列出不符合和待确认的事项。

结果写到标准输出（或者 -o 指定的文件），结论写到标准错误。退出码见 checklist --help。"""


class CheckFormat(Enum):
    """How the findings are written."""

    TABLE = "table"
    JSON = "json"


_SUFFIXES = {CheckFormat.TABLE: (".txt",), CheckFormat.JSON: (".json",)}


def check(
    file: Annotated[Path, typer.Argument(metavar="答案文件", help="checklist ask 写出的文件。")],
    as_of: AsOfOption = None,
    format: Annotated[
        CheckFormat | None,
        format_option("table 是给人看的表格，json 供程序读取。", otherwise=" table"),
    ] = None,
    output: Annotated[Path | None, output_option(ON_SCREEN, otherwise=False)] = None,
    rules: RulesOption = None,
) -> None:
    """Print the findings; leave with 0, 1 or 4."""
    form, output = named(
        output,
        _SUFFIXES,
        asked=format,
        otherwise=CheckFormat.TABLE,
        elsewhere="；网页、PDF 和整改台账用 checklist report 写",
    )
    if output is not None:
        check_target(output, inputs=(file, rules))
    report = judge(file, as_of=as_of, rules=rules)
    deliver(_render(report, form, to_file=output is not None), output)
    _conclude(report, file)
    code = _code(report.verdict)
    if code != exits.DONE:
        raise typer.Exit(code)


def _render(report: Report, format: CheckFormat, *, to_file: bool) -> str:
    match format:
        case CheckFormat.TABLE:
            from checklist.report.forms import table

            width = 100 if to_file else shutil.get_terminal_size((80, 24)).columns
            return table.render(report, width=width)
        case CheckFormat.JSON:
            from checklist.report.forms import json

            return json.render(report, ascii=not to_file)
    assert_never(format)


def _conclude(report: Report, file: Path) -> None:
    from checklist.report.words.conclusion import headline, punishable

    print_note(f"结论：{headline(report)}{punishable(report)}")
    if not report.findings.rulebook.bundled:
        print_note("判断所用的是非随附规则册。")
    print_note(f"本结论只依据自评，不是法律意见。完整报告：checklist report {inert(str(file))}")


def _code(verdict: Verdict) -> int:
    from checklist.report.view.model import Verdict

    match verdict:
        case Verdict.BREACH:
            return exits.NOT_SATISFIED
        case Verdict.OPEN | Verdict.NOTHING_BINDS:
            return exits.UNDETERMINED
        case Verdict.CLEAR:
            return exits.DONE
    assert_never(verdict)
