"""`checklist report`: the gap report as a page, or in another form for those who go on with it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from checklist.cli.chinese import ChineseCommand, option
from checklist.cli.common import (
    AnswersArgument,
    AsOfOption,
    StatuteOption,
    format_option,
    judge,
    note_evidence,
    note_unsound,
    official_text,
    output_option,
)
from checklist.cli.groups import WRITE, Group
from checklist.cli.output import check_target, named, write_bytes
from checklist.cli.results.report_forms import FORMS, SUFFIXES, Form, Means, ReportFormat, rendered
from checklist.cli.results.seal import seal
from checklist.cli.results.verify import verify
from checklist.cli.rulebooks import RulesOption
from checklist.errors import WrongUsage
from checklist.files import refuse_folder, sibling
from checklist.streams import print_note, print_text
from checklist.text import inert

if TYPE_CHECKING:
    from checklist.law.model import Topic
    from checklist.report.page.view import Part
    from checklist.report.view.model import Report

app = typer.Typer(cls=Group, add_completion=False)


_ONLY = {
    "RETENTION": ("retention", "保存期限", "保存"),
    "AI_FIGURE": ("figures", "人工智能生成的人物形象", "人物形象", "数字人"),
}
"""What may be typed after --only, by the name of the topic; the first two are offered."""

ReportPart = Literal["report", "annex", "all"]
_ENDINGS = {"annex": "-附件", "brief": "-摘要"}
"""Behind the name of the answers file, by part, where no name was given."""
_FOR_ONE_FORM = {
    "browser": ("pdf", "打印 PDF"),
    "template": ("docx", " Word 报告"),
    "with_answers": ("xlsx", " xlsx 台账"),
}
"""Options that are for one form, and what that is called."""

OutputOption = Annotated[
    Path | None,
    output_option(
        "报告写到哪里；没有写扩展名的，自动加上。", otherwise="答案文件旁边，同名的 .html"
    ),
]
FormatOption = Annotated[
    ReportFormat | None,
    format_option(
        "html 网页报告，pdf 打印好的报告，docx Word 报告，xlsx 或者 csv 整改台账，md 文本报告，"
        "json 供程序读取，oscal 供审计工具读取（ZIP）。",
        otherwise=" html",
    ),
]
PdfOption = Annotated[bool, typer.Option("--pdf", help="就是 --format pdf。")]
BrowserOption = Annotated[
    Path | None,
    option(
        "--browser",
        "程序",
        "用哪个 Chrome、Edge 或者 Chromium 打印 PDF；也可以写进环境变量 CHECKLIST_BROWSER。",
        otherwise="自动寻找",
    ),
]
TemplateOption = Annotated[
    Path | None,
    option(
        "--template",
        "模板",
        "Word 报告用自己的模板（.docx）：在要放报告的地方单独写一段 {{正文}}。",
        otherwise="随附的版式",
    ),
]
OnlyOption = Annotated[
    str | None,
    option(
        "--only",
        "专项",
        "只写一个专项，可以单独交出去：retention（保存期限）、figures（人工智能生成的人物形象）。",
        otherwise="完整的报告",
    ),
]
WithAnswersOption = Annotated[
    bool,
    typer.Option(
        "--with-answers",
        help="xlsx 台账里也写适用性、全部答复和佐证目录；要发出去的不要加。",
    ),
]
PartOption = Annotated[
    ReportPart | None,
    option(
        "--part",
        "部分",
        "写哪一部分：report 报告，annex 附件（底稿、依据、佐证目录），all 都写。",
        otherwise="网页 all，PDF report",
    ),
]
BriefOption = Annotated[
    bool, typer.Option("--brief", help="只写给负责人看的两页：结论、先做的事、期限、签署。")
]
CoverOption = Annotated[bool, typer.Option("--cover", help="打印时加封面和目录。")]


@app.command(WRITE, cls=ChineseCommand)
def report(  # noqa: PLR0913, PLR0917  every option is one
    file: AnswersArgument,
    output: OutputOption = None,
    format: FormatOption = None,
    pdf: PdfOption = False,
    browser: BrowserOption = None,
    template: TemplateOption = None,
    only: OnlyOption = None,
    with_answers: WithAnswersOption = False,
    part: PartOption = None,
    brief: BriefOption = False,
    cover: CoverOption = False,
    statute: StatuteOption = None,
    as_of: AsOfOption = None,
    rules: RulesOption = None,
) -> None:
    """写出合规自查报告（HTML 网页、PDF 或者 Word），或者整改台账（Excel、CSV）。

    网页双击即可打开，不联网；报告写结论、要做什么、依据和处罚，底稿在附件里。给负责人的两页：--brief
    PDF：checklist report 自查.yaml --pdf，用本机的浏览器打印，不带附件；附件另用 --part annex --pdf
    Word：checklist report 自查.yaml -o 报告.docx，可以接着改、用自己的模板；附件只在网页和 PDF 里。
    整改台账：checklist report 自查.yaml -o 台账.xlsx，已经存在的不会被覆盖；分头发见 checklist pack
    只交一个专项：checklist report 自查.yaml --only retention -o 保存期限.html。

    退出码：写好是 0；没有浏览器、打印不成或者那里不让写是 2，磁盘满了是 3，原来的文件不动。
    """
    refuse_folder(file)
    chosen, target = named(output, SUFFIXES, asked=_asked(format, pdf), otherwise="html")
    form = FORMS[chosen]
    topic = None if only is None else _topic(only, form)
    shown = _part(part, form, brief=brief, cover=cover, alone=topic is not None)
    means = Means(browser, template, with_answers, shown, cover)
    target = target or sibling(file, "", file.stem, _ending(form, topic, shown))
    _check(chosen, target, statute, means, inputs=(file, *(rules or ())))
    assessed = _alone(judge(file, as_of=as_of, rules=rules), topic)
    text = official_text(statute, rules, assessed.findings.rulebook) if statute else None
    data = rendered(chosen, assessed, means, text=text)
    written = write_bytes(target, data, like=(file,), follow=output is not None)
    _conclude(assessed, file, form, written)


def _conclude(report: Report, file: Path, form: Form, written: Path) -> None:
    from checklist.report.words.conclusion import headline

    findings = report.findings
    note_unsound(file, findings.rulebook, findings.assessment, head_on=findings.as_of)
    note_evidence(file, findings.assessment, as_of=findings.as_of)
    print_note(f"结论：{headline(report)}")
    if not report.findings.rulebook.bundled:
        print_note("判断所用的是非随附规则册，报告里已注明。")
    print_note(form.written)
    print_text(inert(str(written)))


def _ending(form: Form, topic: Topic | None, part: Part | None) -> str:
    """What follows the name of the answers file where no other was given."""
    from checklist.law.wording import TOPIC

    ending = f"-{TOPIC[topic]}" if topic else _ENDINGS.get(part or "all", form.ending)
    return f"{ending}{form.suffixes[0]}"


def _part(
    part: ReportPart | None, form: Form, *, brief: bool, cover: bool, alone: bool
) -> Part | None:
    """The part that was asked for. Raises WrongUsage where the options do not go together."""
    asked = {"--part": part is not None, "--brief": brief, "--cover": cover}
    named = [option for option, is_asked in asked.items() if is_asked]
    if named and not form.quotes:
        what = f"{named[0]} 只用于网页、PDF 和 Word 报告"
        raise WrongUsage.because(what, f"去掉 {named[0]}，或者用 --format html")
    if ".docx" in form.suffixes and (cover or part in {"annex", "all"}):
        option, what = ("--cover", "封面和目录") if cover else ("--part", "附件")
        mend = f"去掉 {option}，或者用 --format pdf"
        raise WrongUsage.because(f"{what}只在网页和 PDF 里", mend)
    if named and alone:
        raise WrongUsage.because(f"{named[0]} 和 --only 只能写一个", "去掉其中一个")
    if brief and len(named) > 1:
        raise WrongUsage.because(f"--brief 和 {named[0 if part else 1]} 只能写一个", "去掉其中一个")
    return "brief" if brief else part


def _topic(only: str, form: Form) -> Topic:
    """The topic that was typed. Raises WrongUsage where the form or the word does not fit."""
    from checklist.assessment.typed import normal
    from checklist.law.model import Topic

    if not form.quotes:
        what = "--only 只用于网页、PDF 和 Word 报告"
        raise WrongUsage.because(what, "去掉 --only，或者用 --format html")
    for name, words in _ONLY.items():
        if normal(only) in words:
            return Topic[name]
    choices = "、".join(f"{words[0]}（{words[1]}）" for words in _ONLY.values())
    what = f"--only 没有“{inert(only)}”这个专项"
    raise WrongUsage.because(what, f"写其中之一：{choices}")


def _alone(report: Report, topic: Topic | None) -> Report:
    """Only that topic, if any. Raises WrongUsage where the rulebook has no entry of it."""
    if topic is None:
        return report
    from checklist.law.wording import TOPIC
    from checklist.report.view.build import about

    alone = about(report, topic)
    if not alone.papers:
        what = f"这份规则册里没有“{TOPIC[topic]}”方面的义务，写不出这个专项"
        raise WrongUsage.because(what, "去掉 --only，写完整的报告")
    return alone


def _asked(format: ReportFormat | None, pdf: bool) -> ReportFormat | None:
    """The form asked for by option. Raises WrongUsage where two are."""
    if pdf and format is not None and format != "pdf":
        what = f"--pdf 和 --format {format} 只能写一个"
        raise WrongUsage.because(what, "去掉其中一个；要两种，就分两次写")
    return "pdf" if pdf else format


def _check(
    chosen: ReportFormat,
    target: Path,
    statute: Path | None,
    means: Means,
    *,
    inputs: Iterable[Path],
) -> None:
    """Raise WrongUsage where nothing can be written, a register would be written over, or an option
    does not fit."""
    form = FORMS[chosen]
    example = f"报告{form.ending}{form.suffixes[0]}"
    check_target(target, example=example, inputs=(*inputs, statute, means.template))
    if form.worked_in and target.exists():
        what = "这个文件已经存在，可能是填过的台账或者问卷，没有覆盖"
        mend = "用 -o 另写一个文件名，或者先移走原来的"
        raise WrongUsage.because(what, mend, file=target)
    if statute is not None and not form.quotes:
        mend = "去掉 --statute，或者用 --format html"
        raise WrongUsage.because("--statute 只用于网页、PDF 和 Word 报告", mend)
    for name, (of, what) in _FOR_ONE_FORM.items():
        if getattr(means, name) and chosen != of:
            option = f"--{name.replace('_', '-')}"
            mend = f"去掉 {option}，或者用 --format {of}"
            raise WrongUsage.because(f"{option} 只用于{what}", mend)


app.command(cls=ChineseCommand)(verify)
app.command(cls=ChineseCommand)(seal)
