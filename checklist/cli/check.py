"""`checklist check`: the findings as a table or as JSON, and an exit code a script can use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, assert_never

import typer

from checklist import exits
from checklist.cli.chinese import ChineseCommand
from checklist.cli.common import (
    ON_SCREEN,
    AnswersArgument,
    AsOfOption,
    format_option,
    judge,
    note_evidence,
    output_option,
)
from checklist.cli.output import check_target, deliver, named
from checklist.cli.rulebooks import RulesOption
from checklist.commands import command
from checklist.streams import print_note, terminal_width

if TYPE_CHECKING:
    from checklist.report.view.model import Report, Verdict

app = typer.Typer(add_completion=False)


CheckFormat = Literal["table", "json"]
_SUFFIXES: dict[CheckFormat, tuple[str, ...]] = {"table": (".txt",), "json": (".json",)}


@app.command(cls=ChineseCommand)
def check(
    file: AnswersArgument,
    as_of: AsOfOption = None,
    format: Annotated[
        CheckFormat | None,
        format_option("table 是给人看的表格，json 供程序读取。", otherwise=" table"),
    ] = None,
    output: Annotated[Path | None, output_option(ON_SCREEN, otherwise=False)] = None,
    rules: RulesOption = None,
) -> None:
    """判断一份答案文件，列出不符合和待确认的事项。

    结果写到标准输出（或者 -o 指定的文件），结论写到标准错误。退出码见 checklist --help。
    """
    form, output = named(
        output,
        _SUFFIXES,
        asked=format,
        otherwise="table",
        elsewhere="；网页、PDF 和整改台账用 checklist report 写",
    )
    check_target(output, inputs=(file, *(rules or ())))
    report = judge(file, as_of=as_of, rules=rules)
    deliver(_render(report, form, to_file=output is not None), output, like=(file,))
    note_evidence(
        file,
        report.findings.rulebook,
        report.findings.assessment,
        as_of=report.findings.as_of,
    )
    _conclude(report, file, cautioned=form == "table" and output is None)
    code = _code(report.verdict)
    if code != exits.DONE:
        raise typer.Exit(code)


def _render(report: Report, format: CheckFormat, *, to_file: bool) -> str:
    match format:
        case "table":
            from checklist.report.forms import table

            width = 100 if to_file else terminal_width()
            return table.render(report, width=width)
        case "json":
            from checklist.report.forms import json

            return json.render(report, ascii=not to_file)
    assert_never(format)


def _conclude(report: Report, file: Path, *, cautioned: bool) -> None:
    """Say what it comes to. `cautioned`: the table just printed begins with the cautions."""
    from checklist.assessment.names import told_apart, twins
    from checklist.report.words.conclusion import hasty, headline, punishable
    from checklist.report.words.wording import cautions

    print_note(f"结论：{headline(report)}{punishable(report)}")
    for doubt in hasty(report):
        print_note(f"但是：{doubt}")
    for caution in () if cautioned else cautions(report):
        print_note(f"注意：{caution}")
    for alike in twins(report.findings.assessment.rooms):
        print_note(
            f"注意：{told_apart(alike)}的名称相同，或者只差空格、大小写、全角半角，按几个直播间计；"
            f"其实是同一间的，核对两边的答案，再改名单：{command('ask', file)}"
        )
    if not report.findings.rulebook.bundled:
        print_note("判断所用的是非随附规则册。")
    print_note(f"本结论只依据自评，不是法律意见。完整报告：{command('report', file)}")


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
