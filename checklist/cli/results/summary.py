"""`checklist summary`: many respondents in one page, who falls short of what."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from msgspec.structs import replace

from checklist import exits
from checklist.cli.chinese import ChineseCommand, option
from checklist.cli.common import AsOfOption, format_option, judged_on, not_in_force, output_option
from checklist.cli.output import check_target, named, write_bytes
from checklist.cli.rulebooks import RulesOption, every_rulebook
from checklist.commands import command
from checklist.errors import Complaint, UnreadableFile, Where, WrongUsage
from checklist.streams import print_note, print_text
from checklist.text import inert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from checklist.evaluation.model import Findings
    from checklist.law.model import Rulebook
    from checklist.sheets.register.joint import Part
    from checklist.summary.files import Listing
    from checklist.summary.judging import JudgingTask
    from checklist.summary.model import Overview, UnreadFile

app = typer.Typer(add_completion=False)

_MOST_LISTED = 10
"""How many files left out the terminal lists; the page lists them all."""


SummaryFormat = Literal["html", "csv", "json", "xlsx"]
_SUFFIXES: dict[SummaryFormat, tuple[str, ...]] = {
    "html": (".html", ".htm"),
    "csv": (".csv",),
    "json": (".json",),
    "xlsx": (".xlsx",),
}
FolderArgument = Annotated[
    Path, typer.Argument(metavar="文件夹", help="放着各家答案文件的文件夹。")
]
OutputOption = Annotated[
    Path | None, output_option("汇总写到哪里。", otherwise="文件夹里的 汇总.html")
]
FormatOption = Annotated[
    SummaryFormat | None,
    format_option(
        "html 网页，csv 表格（每家一行），json 供程序读取，xlsx 合在一起的整改台账。",
        otherwise="写网页",
    ),
]
ReportsOption = Annotated[
    Path | None,
    option(
        "--reports",
        "文件夹",
        "把每一家的网页报告写到这个文件夹，并在汇总里链接。",
        otherwise="不写，只链接答案旁边已有的",
    ),
]
SkipCopiesOption = Annotated[
    bool,
    typer.Option(
        "--skip-copies",
        help="不计像是副本的文件：自查 (1).yaml、自查 (冲突副本).yaml、自查.外部改动.yaml 等，"
        "和原件在一个文件夹里、是同一家的。",
    ),
]


@app.command(cls=ChineseCommand, context_settings={"allow_extra_args": True})
def summary(
    context: typer.Context,
    folder: FolderArgument,
    output: OutputOption = None,
    format: FormatOption = None,
    reports: ReportsOption = None,
    skip_copies: SkipCopiesOption = False,
    as_of: AsOfOption = None,
    rules: RulesOption = None,
) -> None:
    """汇总一个文件夹里的许多份答案：多少家有不符合、哪些义务最常不符合、各家各项的对照表。

    读文件夹和下级文件夹里的 .yaml、.yml；隐藏的、规则册和指向别处的文件夹链接不读。
    同步软件、微信留下的副本照样计入，逐个列出；不计入，加 --skip-copies。
    已经存在的文件，只有以前写出的汇总才会被新的代替。
    各家的报告（同名 .html）在答案旁边的，页面里链接过去；用 --reports 一并写出。
    例如：checklist summary 主播自查 --reports 主播自查/报告
    合在一起的整改台账，每行写明来源：checklist summary 主播自查 --format xlsx
    填好后读回各家的答案文件：checklist remediation import 主播自查/汇总-整改台账.xlsx 主播自查

    退出码：全部汇总进来是 0；有文件读不了或者不是答案，是 3，其余的照样汇总，页面里列明。
    """
    from checklist.summary.files import find

    _refuse_several(context.args)
    form, output = named(output, _SUFFIXES, asked=format, otherwise="html")
    day, rulebook = _in_force(as_of, rules)
    listing = find(folder)
    target = output or folder / ("汇总-整改台账.xlsx" if form == "xlsx" else f"汇总.{form}")
    _check(target, form, rules or (), reports)
    parts: list[Part] = []
    task = _task(listing, folder, reports, target, rulebook, day)
    task = replace(task, keep=_keep(parts) if form == "xlsx" else None)
    overview = _overview(task, listing, skip_copies=skip_copies)
    written = write_bytes(
        target, _rendered(form, overview, parts), like=listing.files, follow=output is not None
    )
    _tell(overview, written, folder, form)
    if overview.unread:
        raise typer.Exit(exits.BAD_FILE)


def _refuse_several(further: Sequence[str]) -> None:
    """Raise WrongUsage where several files were given in place of a folder."""
    if further:
        mend = f"放进一个文件夹，再运行 {command('summary', Path('那个文件夹'))}"
        raise WrongUsage.because("summary 汇总一个文件夹，这里给了几个名字", mend)


def _keep(parts: list[Part]) -> Callable[[str, Findings], None]:
    """Puts the rows of each file's register into `parts`."""
    from checklist.sheets.register.joint import part

    def keep(source: str, findings: Findings) -> None:
        parts.append(part(source, findings))

    return keep


def _rendered(
    form: SummaryFormat, overview: Overview, parts: Sequence[Part]
) -> bytes | Iterable[bytes]:
    """The file. Raises WrongUsage where a register would be too long to be read back."""
    from checklist.summary import forms, html

    match form:
        case "html":
            return html.render(overview)
        case "csv":
            return forms.as_csv(overview)
        case "json":
            return forms.as_json(overview)
    from checklist.sheets.register import joint
    from checklist.sheets.spreadsheet import REGISTER

    by_source = {part.source: part for part in parts}
    listed = [by_source[source] for source in sorted({row.file for row in overview.rows})]
    count = sum(len(part.rows) for part in listed)
    if count > REGISTER.rows - 10:
        what = f"合在一起的台账有 {count} 行，太长了，没有写出"
        raise WrongUsage.because(what, "分几个文件夹汇总")
    return joint.render(
        listed, folder=overview.folder, rulebook=overview.rulebook, day=overview.as_of
    )


def _in_force(as_of: str | None, rules: Sequence[Path] | None) -> tuple[date, Rulebook]:
    """The day to judge by, and the rulebook. Raises WrongUsage before it is in force."""
    day, rulebook = judged_on(as_of), every_rulebook(rules)
    if day < rulebook.in_force:
        raise not_in_force(rulebook, day)
    return day, rulebook


def _check(target: Path, form: SummaryFormat, rules: Sequence[Path], reports: Path | None) -> None:
    """Raise WrongUsage where something else than an earlier summary would be written over, or one
    of these places is none."""
    from checklist.summary.files import is_summary

    check_target(target, example=f"汇总.{form}", inputs=tuple(rules), made=reports)
    if reports is not None and reports.exists() and not reports.is_dir():
        what, mend = "--reports 后面的是一个文件", "写一个文件夹的名字；没有会自动建立"
        raise WrongUsage.because(what, mend, file=reports)
    if target.is_file() and not is_summary(target):
        what = "已经有这个文件，不是以前写出的汇总（可能是台账或者报告），没有覆盖"
        mend = "用 -o 另写一个文件名，或者先移走原来的"
        raise WrongUsage.because(what, mend, file=target)


def _reports(listing: Listing, folder: Path, reports: Path | None, page: Path) -> dict[Path, Path]:
    """Where the own report of each file lies, or will lie below `reports`."""
    from checklist.summary.files import own_reports, reports_beside, shown

    if reports is not None:
        return own_reports(listing.files, folder, reports, page)
    beside, unclear = reports_beside(listing.files, page)
    for report in unclear[:_MOST_LISTED]:
        which = f"{inert(shown(report, folder))} 旁边有几份同名的答案，分不清是谁的报告"
        print_note(f"{which}，没有链接；用 --reports 分别写出")
    return beside


def _task(
    listing: Listing,
    folder: Path,
    reports: Path | None,
    target: Path,
    rulebook: Rulebook,
    day: date,
) -> JudgingTask:
    from checklist.summary.judging import JudgingTask

    return JudgingTask(
        rulebook=rulebook,
        as_of=day,
        folder=folder,
        reports=_reports(listing, folder, reports, target),
        written=reports is not None,
        page=target.absolute().parent,
    )


def _overview(task: JudgingTask, listing: Listing, *, skip_copies: bool) -> Overview:
    """Judge every file. Raises UnreadableFile where none has anything to summarise."""
    from checklist.summary.copies import copies
    from checklist.summary.judging import judge, only_compared
    from checklist.summary.model import Overview, RespondentRow, UnreadFile

    with typer.progressbar(
        listing.files,
        show_pos=True,
        show_percent=False,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as files:
        results = list(judge(task, files))
    rows = [result for result in results if isinstance(result, RespondentRow)]
    unread = [*listing.unread, *(file for file in results if isinstance(file, UnreadFile))]
    if not rows:
        raise _nothing_to_summarise(task.folder, unread)
    copied = copies(rows)
    if skip_copies:
        skipped = {copy.row.file for copy in copied}
        rows = [row for row in rows if row.file not in skipped]
    rulebook, compared = only_compared(task.rulebook, rows)
    return Overview(
        folder=task.folder.resolve().name or str(task.folder),
        as_of=task.as_of,
        rulebook=rulebook,
        rows=compared,
        unread=tuple(sorted(unread, key=lambda left_out: left_out.file)),
        passed_over=results.count(None),
        links=listing.links,
        copies=copied,
        skipped_copies=skip_copies,
    )


def _nothing_to_summarise(folder: Path, unread: list[UnreadFile]) -> UnreadableFile:
    what = "这个文件夹里没有一份可以汇总的答案"
    nothing = Complaint(what=what, mend="检查是不是选错了文件夹", where=Where(file=folder))
    complaints = [complaint for file in unread[:_MOST_LISTED] for complaint in file.complaints]
    return UnreadableFile(*complaints, nothing)


def _tell(overview: Overview, written: Path, folder: Path, form: SummaryFormat) -> None:
    """Say what it comes to, and how a register comes back."""
    _print_notes(overview)
    if form == "xlsx":
        print_note(f"填好后读回：{command('remediation', 'import', written, folder)}")
    print_text(inert(str(written)))


def _print_notes(overview: Overview) -> None:
    """Say on standard error what it comes to, and what the page does not count in full."""
    from checklist.summary import words

    print_note(f"结论：{inert(words.headline(overview))}")
    if differ := words.other_periods(overview):
        print_note(f"注意：{differ}")
    for group in overview.alike[:_MOST_LISTED]:
        files = "、".join(row.file for row in group)
        print_note(inert(f"像是同一家，都计入了：{words.called(group)}（{files}）"))
    if overview.copies:
        copied = "、".join(map(words.copied, overview.copies[:_MOST_LISTED]))
        further = "等" if len(overview.copies) > _MOST_LISTED else ""
        count, of_copies = len(overview.copies), words.what_of_copies(overview)
        print_note(inert(f"像是副本的文件 {count} 个{further}：{copied}。{of_copies}"))
    for unread in overview.unread[:_MOST_LISTED]:
        first = unread.complaints[0]
        line = f":{first.where.line}" if first.where and first.where.line else ""
        print_note(inert(f"没有汇总 {unread.file}{line}: {first.what}"))
    if len(overview.unread) > _MOST_LISTED:
        print_note(f"没有汇总的还有 {len(overview.unread) - _MOST_LISTED} 个文件，汇总里全部列出。")
    if others := sum(row.answered_to is not None for row in overview.rows):
        others_of = f"{others}{words.unit(overview)}"
        print_note(f"{others_of}不是对本版规则册作答的，问法变了的答案计入待确认。")
    for stale in words.unused(overview):
        print_note(inert(stale))
    if not overview.rulebook.bundled:
        print_note("判断所用的是非随附规则册。")
    print_note("本汇总只依据各家的答复和旁边的核对结果，不是法律意见。汇总已写好：")
