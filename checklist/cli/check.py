"""`checklist check`: the findings as a table or as JSON, and an exit code a script can use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    note_unsound,
    output_option,
)
from checklist.cli.output import check_target, deliver, named
from checklist.cli.rulebooks import RulesOption
from checklist.commands import command
from checklist.layout import wrap
from checklist.streams import pager, print_note, terminal_width

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
    check_target(output, example=f"结果{_SUFFIXES[form][0]}", inputs=(file, *(rules or ())))
    report = judge(file, as_of=as_of, rules=rules)
    _show(report, form, output, file, rules=rules or ())
    code = _code(report.verdict)
    if code != exits.DONE:
        raise typer.Exit(code)


def _show(
    report: Report, form: CheckFormat, output: Path | None, file: Path, *, rules: Sequence[Path]
) -> None:
    """Print the result and what it comes to; a table a screenful at a time where one watches."""
    cautioned = form == "table" and output is None
    paged = pager() if cautioned else None
    if paged:
        from checklist.report.forms import table

        paged.show(table.paragraphs(report, width=terminal_width()))
    else:
        deliver(_render(report, form, to_file=output is not None), output, like=(file,))
    findings = report.findings
    note_evidence(file, findings.assessment, as_of=findings.as_of)
    note_unsound(file, findings.rulebook, findings.assessment, head_on=None)
    lines = list(_conclusion(report, file, rules, cautioned=cautioned))
    if form == "table":
        from checklist.report.forms.table import steady

        # The quotation marks of the table; a command is not touched: it is copied.
        lines = [each if "checklist " in each else steady(each) for each in lines]
    if paged:
        width = terminal_width() - 1
        # A command is not broken: it is copied.
        paged.show(["", *(each if "checklist " in each else wrap(each, width) for each in lines)])
    else:
        print_note("\n".join(lines))


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


def _conclusion(
    report: Report, file: Path, rules: Sequence[Path], *, cautioned: bool
) -> Iterator[str]:
    """Say what it comes to. `cautioned`: the table just printed begins with the cautions."""
    from checklist.assessment.names import told_apart, twins
    from checklist.report.words.conclusion import doubted, hasty, headline, punishable
    from checklist.report.words.observed import grounds
    from checklist.report.words.wording import cautions

    yield f"结论：{headline(report)}{punishable(report)}"
    for doubt in doubted(report) if cautioned else hasty(report):
        yield f"但是：{doubt}"
    for caution in () if cautioned else cautions(report):
        yield f"注意：{caution}"
    for alike in twins(report.findings.assessment.rooms):
        yield (
            f"注意：{told_apart(alike)}的名称相同，或者只差空格、大小写、全角半角，按几个直播间计；"
            "其实是同一间的，核对两边的答案，从名单里去掉其中一个："
            f"{command('ask', file, rules=rules)}"
        )
    if not report.findings.rulebook.bundled:
        yield "判断所用的是非随附规则册。"
    whole = command("report", file, rules=rules)
    yield f"本结论只依据{grounds(report)}，不是法律意见。完整报告：{whole}"


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
