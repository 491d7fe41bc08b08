"""`checklist report`: the gap report as a page, or in another form for those who go on with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checklist.cli.common import (
    AsOfOption,
    RulesOption,
    format_option,
    judge,
    output_option,
)
from checklist.cli.output import check_target, named, write_bytes
from checklist.cli.report_forms import FORMS, SUFFIXES, Form, Order, ReportFormat
from checklist.errors import Complaint, Where, WrongUsage
from checklist.streams import print_note, print_text
from checklist.text import inert

if TYPE_CHECKING:
    from checklist.law.model import Rulebook, Topic
    from checklist.report.view.model import Report
    from checklist.report.view.quotes import OfficialText

HELP = """写出合规自查报告（HTML 网页或者 PDF），或者整改台账（Excel、CSV）。

网页双击即可在浏览器里打开，不联网，可以打印成 A4。报告里写明结论、依据、可能的处罚和整改建议。
PDF：checklist report 自查.yaml --pdf，用本机的 Chrome、Edge 或者 Chromium 打印，目录带页码。
整改台账：checklist report 自查.yaml -o 整改台账.xlsx，已经存在的台账不会被覆盖。
只交一个专项：checklist report 自查.yaml --only retention -o 保存期限.html。

退出码：写好是 0；没有浏览器、打印不成或者写不进去是 2，原来的文件不动。"""

_ONLY = {
    "RETENTION": ("retention", "保存期限", "保存"),
    "AI_FIGURE": ("figures", "人工智能生成的人物形象", "人物形象", "数字人"),
}
"""What may be typed after --only, by the name of the topic; the first two are offered."""

OutputOption = Annotated[
    Path | None,
    output_option(
        "报告写到哪里；没有写扩展名的，自动加上。", otherwise="答案文件旁边，同名的 .html"
    ),
]
FormatOption = Annotated[
    ReportFormat | None,
    format_option(
        "html 网页报告，pdf 打印好的报告，xlsx 或者 csv 整改台账，md 文本报告，"
        "json 供程序读取，oscal 供审计工具读取（ZIP）。",
        otherwise=" html",
    ),
]
PdfOption = Annotated[bool, typer.Option("--pdf", help="就是 --format pdf。")]
BrowserOption = Annotated[
    Path | None,
    typer.Option(
        "--browser",
        metavar="程序",
        help="用哪个 Chrome、Edge 或者 Chromium 打印 PDF；也可以写进环境变量 CHECKLIST_BROWSER。",
        show_default="自动寻找",
    ),
]
OnlyOption = Annotated[
    str | None,
    typer.Option(
        "--only",
        metavar="专项",
        help="只写一个专项，可以单独交出去：retention（保存期限）、figures（人工智能生成的人物形象）。",
        show_default="完整的报告",
    ),
]
StatuteOption = Annotated[
    Path | None,
    typer.Option(
        "--statute",
        metavar="条文",
        help="官方条文（UTF-8 文本或者 Markdown）；给出后，报告在各项旁边引用原文。",
        show_default="只注明条款",
    ),
]


def report(  # noqa: PLR0913, PLR0917  every option is one
    file: Annotated[Path, typer.Argument(metavar="答案文件", help="checklist ask 写出的文件。")],
    output: OutputOption = None,
    format: FormatOption = None,
    pdf: PdfOption = False,
    browser: BrowserOption = None,
    only: OnlyOption = None,
    statute: StatuteOption = None,
    as_of: AsOfOption = None,
    rules: RulesOption = None,
) -> None:
    """Write the report; say where it is."""
    from checklist.files import refuse_folder

    refuse_folder(file)
    chosen, target = named(output, SUFFIXES, asked=_asked(format, pdf), otherwise=ReportFormat.HTML)
    form = FORMS[chosen]
    topic = None if only is None else _topic(only, form)
    target = target or file.with_name(f"{file.stem}{_ending(form, topic)}{form.suffixes[0]}")
    check_target(target, inputs=(file, rules, statute))
    _check(chosen, form, target, statute, browser)
    told = judge(file, as_of=as_of, rules=rules)
    if topic is not None:
        told = _alone(told, topic)
    text = official_text(statute, rules, told.findings.rulebook) if statute else None

    from checklist.report.words.conclusion import headline

    written = write_bytes(target, form.render(Order(report=told, text=text, browser=browser)))
    print_note(f"结论：{headline(told)}")
    if not told.findings.rulebook.bundled:
        print_note("判断所用的是非随附规则册，报告里已注明。")
    print_note(form.written)
    print_text(inert(str(written)))


def _topic(only: str, form: Form) -> Topic:
    """The topic that was typed. Raises WrongUsage where the form or the word does not fit."""
    from checklist.assessment.typed import normal
    from checklist.law.model import Topic

    if not form.quotes:
        what = "--only 只用于网页报告和 PDF"
        raise WrongUsage(Complaint(what=what, mend="去掉 --only，或者用 --format html"))
    for name, words in _ONLY.items():
        if normal(only) in words:
            return Topic[name]
    choices = "、".join(f"{words[0]}（{words[1]}）" for words in _ONLY.values())
    what = f"--only 没有“{inert(only)}”这个专项"
    raise WrongUsage(Complaint(what=what, mend=f"写其中之一：{choices}"))


def _alone(report: Report, topic: Topic) -> Report:
    """Only that topic. Raises WrongUsage where the rulebook has no entry of it."""
    from checklist.law.wording import TOPIC
    from checklist.report.view.build import about

    alone = about(report, topic)
    if not alone.papers:
        what = f"这份规则册里没有“{TOPIC[topic]}”方面的义务，写不出这个专项"
        raise WrongUsage(Complaint(what=what, mend="去掉 --only，写完整的报告"))
    return alone


def _ending(form: Form, topic: Topic | None) -> str:
    if topic is None:
        return form.ending
    from checklist.law.wording import TOPIC

    return f"-{TOPIC[topic]}"


def _asked(format: ReportFormat | None, pdf: bool) -> ReportFormat | None:
    """The form asked for by option. Raises WrongUsage where two are."""
    if pdf and format is not None and format is not ReportFormat.PDF:
        what = f"--pdf 和 --format {format.value} 只能写一个"
        raise WrongUsage(Complaint(what=what, mend="去掉其中一个；要两种，就分两次写"))
    return ReportFormat.PDF if pdf else format


def _check(
    chosen: ReportFormat, form: Form, target: Path, statute: Path | None, browser: Path | None
) -> None:
    """Raise WrongUsage where a register would be written over, or an option does not fit."""
    if form.worked_in and target.exists():
        what = "这个文件已经存在，可能是填过的台账或者问卷，没有覆盖"
        mend = "用 -o 另写一个文件名，或者先移走原来的"
        raise WrongUsage(Complaint(what=what, mend=mend, where=Where(file=target)))
    if statute is not None and not form.quotes:
        what = "--statute 只用于网页报告和 PDF"
        raise WrongUsage(Complaint(what=what, mend="去掉 --statute，或者用 --format html"))
    if browser is not None and chosen is not ReportFormat.PDF:
        what = "--browser 只用于打印 PDF"
        raise WrongUsage(Complaint(what=what, mend="加上 --pdf，或者去掉 --browser"))


def official_text(statute: Path, rules: Path | None, rulebook: Rulebook) -> OfficialText:
    """The text to quote from. Raises UnreadableFile; says where it is not the one reviewed."""
    from checklist.report.view import quotes
    from checklist.upkeep.statute_files import fingerprints_file, read_fingerprints, read_statute

    read = read_statute(statute)
    file = fingerprints_file(rules, rulebook)
    fingerprints = read_fingerprints(file, rulebook) if file.exists() else None
    text = quotes.official_text(read, rulebook, fingerprints, source=statute.name)
    if text.differs:
        print_note(
            f"所给条文与规则册复核时的条文有 {len(text.differs)} 处不同，报告里已注明；"
            "逐处查看：checklist statute check"
        )
    return text
