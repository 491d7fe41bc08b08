"""`checklist compare`: what became better or worse between two results, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, assert_never

import typer

from checklist import exits
from checklist.cli.chinese import ChineseCommand
from checklist.cli.common import ON_SCREEN, format_option, output_option
from checklist.cli.output import check_target, deliver, named
from checklist.streams import print_note, terminal_width

if TYPE_CHECKING:
    from checklist.comparing.model import Comparison
    from checklist.comparing.result import Result


app = typer.Typer(add_completion=False)


CompareFormat = Literal["table", "html", "json"]
_SUFFIXES: dict[CompareFormat, tuple[str, ...]] = {
    "table": (".txt",),
    "html": (".html", ".htm"),
    "json": (".json",),
}


@app.command(cls=ChineseCommand)
def compare(
    old: Annotated[Path, typer.Argument(metavar="旧结果", help="较早的报告网页或者 JSON。")],
    new: Annotated[Path, typer.Argument(metavar="新结果", help="较新的报告网页或者 JSON。")],
    format: Annotated[
        CompareFormat | None,
        format_option("table 是表格，html 是网页，json 供程序读取。", otherwise=" table"),
    ] = None,
    output: Annotated[
        Path | None, output_option(ON_SCREEN, otherwise="屏幕；网页写在新结果旁边")
    ] = None,
) -> None:
    """对比两份检查结果：什么改进了、什么变差了，是作答变了还是规则变了。

    两份结果可以是 checklist report 写出的网页，也可以是 checklist check 写出的 JSON。
    写成网页给人看：checklist compare 三月.html 十一月.html -o 对比.html
    只对比，不重新判断；倡导不计入。新适用而有缺口的算变差，其余新适用的、不再适用的另列。
    缺口变成“不清楚”或者未答，不算改进。原来未答、不清楚，这次才知道的，不算改进也不算变差。

    退出码：没有变差是 0；有变差，或者出现了原来没有的缺口，（原来不清楚的也算）是 1；读不了是 3。
    """
    from checklist.comparing.compare import compare as compared
    from checklist.comparing.counted_words import summary
    from checklist.files import refuse_folder, sibling

    form, output = named(output, _SUFFIXES, asked=format, otherwise="table")
    follow = output is not None
    if form == "html" and output is None:
        refuse_folder(new)
        output = sibling(new, "", new.stem, "-对比.html")
    check_target(output, example=f"对比{_SUFFIXES[form][0]}", inputs=(old, new))
    comparison = compared(*_read(old, new))
    text = _render(comparison, form, to_file=output is not None)
    deliver(text, output, like=(old, new), follow=follow)
    if output is not None or form == "json":
        print_note(summary(comparison))
    if comparison.fell_back:
        raise typer.Exit(exits.NOT_SATISFIED)


def _read(*files: Path) -> list[Result]:
    """Both results, or UnreadableFile with the complaints about both."""
    from checklist.comparing.page_file import read_result_file
    from checklist.errors import Complaint, UnreadableFile

    results: list[Result] = []
    complaints: list[Complaint] = []
    for file in files:
        try:
            results.append(read_result_file(file))
        except UnreadableFile as error:
            complaints += error.complaints
    if complaints:
        raise UnreadableFile(*complaints)
    return results


def _render(comparison: Comparison, format: CompareFormat, *, to_file: bool) -> str:
    match format:
        case "table":
            from checklist.comparing.forms import as_table

            width = 100 if to_file else terminal_width()
            return as_table(comparison, width=width)
        case "html":
            from checklist.comparing import html

            return html.render(comparison)
        case "json":
            from checklist.comparing.forms import as_json

            return as_json(comparison, ascii=not to_file)
    assert_never(format)
